import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from light_work import prepare, prepare_lanes, prepare_much

from crparse.corpus import Limits
from crparse.corpus import workers as isolation
from crparse.corpus.folder import file_sha256
from crparse.corpus.inputs import InputFile
from crparse.corpus.workers import BugMet, NoProcess, Task, run_isolated
from minutes_files import CHOIR, GARDEN, Faulty, write_docx

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the system enforces no limit of memory")


@dataclass(frozen=True)
class Harmful(InputFile):
    """Does harm to the process that is handed it."""

    call: tuple[Callable[..., Any], tuple[Any, ...]] = (os._exit, (1,))

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.call


def make_tasks(folder: Path, *harmful: Harmful) -> list[Task]:
    """Three documents, and harm after the first."""
    files = [write_docx(folder / f"{i}.docx") for i in range(3)]
    tasks = [Task(InputFile(file, file.name, file_sha256(file)), folder) for file in files]
    return [tasks[0], *(Task(item, folder) for item in harmful), *tasks[1:]]


def failures(tasks: list[Task], workers: int = 2, limits: Limits = Limits()) -> dict[str, str | None]:  # noqa: B008
    outcomes = list(run_isolated(tasks, workers, limits, prepare))
    return {o.input.path: o.failure.code if o.failure else None for o in outcomes}


def harm(name: str, call: Callable[..., Any], *arguments: Any) -> Harmful:
    return Harmful(Path(name), name, "0" * 64, call=(call, arguments))


@pytest.mark.parametrize(("workers", "lanes"), [(1, "6"), (2, "3"), (4, "2")])
def test_processes_share_the_processors(
    workers: int, lanes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three documents, and of six processors a share for each process that is worth starting."""
    monkeypatch.setattr(isolation, "processors", lambda: 6)
    tasks = make_tasks(tmp_path)
    assert len(list(run_isolated(tasks, workers, Limits(), prepare_lanes))) == 3
    assert [(tmp_path / f"{i}.docx.lanes").read_text() for i in range(3)] == [lanes] * 3


def test_a_process_that_dies_costs_one_document(tmp_path: Path) -> None:
    tasks = make_tasks(tmp_path, harm("dies.docx", os._exit, 1), harm("dies too.docx", os.abort))
    assert failures(tasks) == {
        "0.docx": None,
        "1.docx": None,
        "2.docx": None,
        "dies.docx": "crashed",
        "dies too.docx": "crashed",
    }


def test_a_bug_costs_one_document_and_is_noted_with_the_calls_that_led_to_it(tmp_path: Path) -> None:
    first, *others = make_tasks(tmp_path)
    faulty = Task(Faulty(Path("faulty.docx"), "faulty.docx", "0" * 64), tmp_path)
    found = {o.input.path: o.failure for o in run_isolated([first, faulty, *others], 1, Limits(), prepare)}
    failure = found.pop("faulty.docx")
    assert found == {"0.docx": None, "1.docx": None, "2.docx": None}
    assert failure is not None
    assert (failure.code, failure.path, failure.sha256) == ("internal_error", "faulty.docx", "0" * 64)
    assert failure.message == "crparse failed on this document (KeyError: 'séance')."
    calls = [call.split(":")[0] for call in failure.traceback]
    assert calls == ["crparse.corpus.workers", "light_work", "minutes_files"]


def test_a_bug_ends_a_strict_run_and_shows_its_traceback(tmp_path: Path) -> None:
    first, *others = make_tasks(tmp_path)
    faulty = Task(Faulty(Path("faulty.docx"), "faulty.docx", "0" * 64), tmp_path, strict=True)
    with pytest.raises(BugMet) as met:
        list(run_isolated([first, faulty, *others], 1, Limits(), prepare))
    told = str(met.value).splitlines()
    assert (told[0], told[-1]) == ("crparse failed on faulty.docx:", "KeyError: 'séance'")
    assert any(line.endswith("in write_size") for line in told)


def test_a_process_that_hangs_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Patient(isolation.Worker):
        """Waits for the others as long as it takes: how fast this machine is does not matter here."""

        def begin(self, task: Task) -> None:
            super().begin(task)
            if task.input.path != "hangs.docx":
                self.deadline = float("inf")

    monkeypatch.setattr(isolation, "Worker", Patient)
    tasks = make_tasks(tmp_path, harm("hangs.docx", time.sleep, 600))
    found = failures(tasks, workers=1, limits=Limits(seconds=2))
    assert found == {"0.docx": None, "1.docx": None, "2.docx": None, "hangs.docx": "too_slow"}


def test_a_process_that_dies_while_it_starts_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[isolation.Worker] = []
    make = isolation.Worker

    def killed_second(limits: Limits, place: str, prepare: isolation.Prepare, share: int) -> isolation.Worker:
        started.append(make(limits, place, prepare, share))
        if len(started) == 2:
            started[-1].process.kill()
        return started[-1]

    monkeypatch.setattr(isolation, "Worker", killed_second)
    tasks = make_tasks(tmp_path, harm("dies.docx", os._exit, 1))
    expected = {"0.docx": None, "1.docx": None, "2.docx": None, "dies.docx": "crashed"}
    assert failures(tasks, workers=1) == expected
    assert len(started) == 3


@ON_LINUX
def test_a_process_that_grows_costs_one_document(tmp_path: Path) -> None:
    tasks = make_tasks(tmp_path, harm("grows.docx", bytearray, 3 << 30))
    found = failures(tasks, limits=Limits(memory=2048))
    assert found == {"0.docx": None, "1.docx": None, "2.docx": None, "grows.docx": "crashed"}


@ON_LINUX
def test_a_limit_in_which_no_process_starts_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoProcess, match="its memory limit is too low"):
        list(run_isolated(make_tasks(tmp_path), 2, Limits(memory=64), prepare_much))


def test_a_full_disk_ends_the_run(tmp_path: Path) -> None:
    tasks = [Task(task.input, tmp_path / "nowhere") for task in make_tasks(tmp_path)]
    with pytest.raises(FileNotFoundError):
        failures(tasks)


def test_no_temporary_folder_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    failures(make_tasks(tmp_path, harm("dies.docx", os._exit, 1)))
    assert os.listdir(tmp_path / "temporary") == []


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx", GARDEN)
    write_docx(tmp_path / "minutes" / "chorale.docx", CHOIR)
    script = tmp_path / "script.py"
    script.write_text("import crparse; crparse.build('minutes', 'corpus')")
    found = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 1
    assert "No process can be started: a script that calls crparse.build needs an" in found.stderr
    assert not (tmp_path / "corpus").exists()
