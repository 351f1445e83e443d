import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crparse.corpus import workers
from crparse.corpus.inputs import InputFile, file_sha256
from crparse.corpus.workers import Task, run, run_all, worker_count
from minutes_files import CHOIR, GARDEN, write_docx


class Deadly(InputFile):
    """Takes the process down that is handed it."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (1,)


def make_task(folder: Path, name: str = "cr.docx") -> Task:
    file = write_docx(folder / name)
    return Task(InputFile(file, name, file_sha256(file)), folder)


def test_a_document_ends_as_a_record_on_disk(tmp_path: Path) -> None:
    outcome = run(make_task(tmp_path))
    assert outcome.failure is None
    assert outcome.parsed is not None
    assert sorted(os.listdir(tmp_path)) == sorted([f"{outcome.parsed.id}.json", "cr.docx"])


def test_a_bug_is_noted_with_the_calls_that_led_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(content: bytes, **_: str) -> None:
        raise KeyError("séance")

    monkeypatch.setattr(workers, "parse_content", fail)
    task = make_task(tmp_path)
    failure = run(task).failure
    assert failure is not None
    assert (failure.code, failure.path, failure.sha256) == ("internal_error", "cr.docx", task.input.sha256)
    assert failure.message == "crparse failed on this document (KeyError: 'séance')."
    assert [call.split(":")[0] for call in failure.traceback] == ["crparse.corpus.workers", __name__]
    assert os.listdir(tmp_path) == ["cr.docx"]


def test_trouble_outside_the_document_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(content: bytes, identity: str, folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workers, "write_record", full)
    with pytest.raises(OSError, match="No space left"):
        run(make_task(tmp_path))


def test_a_file_that_changes_meanwhile_is_noted(tmp_path: Path) -> None:
    task = make_task(tmp_path)
    write_docx(task.input.file, ["Tout autre chose"])
    failure = run(task).failure
    assert failure is not None
    assert failure.code == "changed"


def test_a_process_that_dies_costs_one_document(tmp_path: Path) -> None:
    tasks = [make_task(tmp_path, f"{i}.docx") for i in range(3)]
    tasks.insert(1, Task(Deadly(tmp_path / "1.docx", "deadly.docx", "0" * 64), tmp_path))
    outcomes = {outcome.input.path: outcome for outcome in run_all(tasks, workers=2)}
    failures = {path: o.failure.code for path, o in outcomes.items() if o.failure}
    assert sorted(outcomes) == ["0.docx", "1.docx", "2.docx", "deadly.docx"]
    assert failures == {"deadly.docx": "crashed"}


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx", GARDEN)
    write_docx(tmp_path / "minutes" / "chorale.docx", CHOIR)
    script = tmp_path / "script.py"
    script.write_text("import crparse; crparse.build('minutes', 'corpus', workers=2)")
    found = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode == 1
    assert "No process can be started: a script that calls crparse.build with several" in found.stderr
    assert not (tmp_path / "corpus").exists()


def test_few_documents_get_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert [worker_count(n) for n in (0, 1, 15, 16, 1000)] == [1, 1, 1, 2, 4]
