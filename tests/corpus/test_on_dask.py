"""Builds on a real Dask scheduler and real workers, each a process of its own, over TCP."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from light_work import ENDS_ITS_PROCESS, ENDS_ITS_WORKER, prepare_deadly

from crparse.corpus import Limits
from crparse.corpus.build import build
from crparse.corpus.folder import LEDGER, file_sha256, list_files
from crparse.corpus.inputs import InputFile
from crparse.corpus.machines.on_dask import DaskEngine, on_scheduler
from crparse.corpus.workers import NoProcess, Task
from crparse.reporting.progress import Watcher
from minutes_files import CHOIR, GARDEN, write_docx

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed as they can be there not"),
]

SECONDS = 60
"""Time in which something has to be there: a scheduler, a worker."""

SOON = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "30s",
}
"""A document is given up after two workers, not four: each takes a second to start."""


class Machines:
    """A scheduler and its workers, which come and go."""

    def __init__(self, place: Path, ending: ExitStack) -> None:
        self.place, self.ending, self.path = place, ending, os.pathsep.join(sys.path)

    def schedule(self) -> None:
        """Starts the scheduler."""
        told = self.place / "scheduler.json"
        options = ["--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
        self.scheduler = self._start("distributed.cli.dask_scheduler", *options)
        self.address = self._wait(lambda: self._address(told))

    @staticmethod
    def _address(told: Path) -> str:
        return str(json.loads(told.read_text())["address"]) if told.exists() and told.read_text() else ""

    def worker(self, *options: str) -> "subprocess.Popen[bytes]":
        """One more worker with a thread."""
        place = ["--local-directory", str(self.place), "--no-dashboard"]
        return self._start("distributed.cli.dask_worker", self.address, "--nthreads", "1", *place, *options)

    def _start(self, module: str, *options: str) -> "subprocess.Popen[bytes]":
        program = subprocess.Popen(
            [sys.executable, "-m", module, *options],
            cwd=self.place,
            env={**os.environ, **SOON, "PYTHONPATH": self.path, "TMPDIR": str(self.place)},
            stdout=subprocess.DEVNULL,
            stderr=(self.place / f"{module}.log").open("ab"),
            start_new_session=True,
        )
        self.ending.callback(end, program)
        return program

    def _wait(self, found: Callable[[], str]) -> str:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if said := found():
                return said
            time.sleep(0.1)
        raise TimeoutError(*(file.read_text() for file in self.place.glob("*.log")))


def end(program: "subprocess.Popen[bytes]") -> None:
    """Kills a program and all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()


@contextmanager
def machines_in(place: Path) -> Iterator[Machines]:
    place.mkdir()
    with ExitStack() as ending:
        machines = Machines(place, ending)
        machines.schedule()
        yield machines


def processes_in(place: Path) -> list[str]:
    """The processes that work in a folder, by their command; those that have ended have none any more."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(folder / "cwd")).is_relative_to(place):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has just ended
            continue
    return [command for command in found if command]


def left_in(place: Path) -> list[str]:
    """Those that are left when all that are about to end have had their time."""
    deadline = time.monotonic() + SECONDS
    while (left := processes_in(place)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


class Counting(Watcher):
    """Does something when the first document is done."""

    def __init__(self, then: Callable[[], object]) -> None:
        self.then, self.done, self.told = then, 0, list[str]()

    def advance(self, failed: bool) -> None:
        self.done += 1
        if self.done == 1:
            self.then()

    def report(self, line: str) -> None:
        self.told.append(line)
        if "has no worker yet" in line:
            self.comes()

    comes: Callable[[], object] = staticmethod(lambda: None)


def write_minutes(folder: Path) -> None:
    write_docx(folder / "chorale.docx", CHOIR)
    write_docx(folder / "jardins.docx", GARDEN)
    for number in range(6):
        (folder / f"lormoy{number}.txt").write_text(
            f"Conseil municipal de Lormoy\nCompte rendu de la séance du {number + 1} mars 2021\n"
            "Présents : Mme Odile Ferrandin, M. Ludovic Ancelin\n1. Voirie\n"
            f"Le conseil décide de refaire {number + 2} trottoirs.\n",
            encoding="utf-8",
        )
    (folder / "cassé.pdf").write_bytes(b"%PDF-1.4 rien")


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in list_files(folder) if name != LEDGER}


def test_a_worker_that_is_killed_and_one_that_joins_late_give_the_bytes_of_this_machine(
    tmp_path: Path,
) -> None:
    write_minutes(tmp_path / "minutes")
    build(tmp_path / "minutes", tmp_path / "here", workers=0)
    with machines_in(tmp_path / "machines") as machines:
        first: list[subprocess.Popen[bytes]] = []

        def kill_the_first_and_start_others() -> None:
            os.kill(first[0].pid, signal.SIGKILL)
            machines.worker()
            machines.worker("--no-nanny")

        watcher = Counting(kill_the_first_and_start_others)
        # The one there is first, when the scheduler has said that there is none.
        watcher.comes = lambda: first.append(machines.worker("--no-nanny"))
        with on_scheduler(machines.address) as engine:
            engine._unseen.add(tmp_path / "minutes")  # what is with a worker when it is killed is sent again
            report = build(tmp_path / "minutes", tmp_path / "there", engine=engine, watcher=watcher)
        assert (report.documents, len(report.failures), watcher.done) == (8, 1, 9)
        assert watcher.told[0].endswith("has no worker yet: the documents wait for one.")
        assert first[0].wait() == -signal.SIGKILL
    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert left_in(tmp_path / "machines") == []


def tasks_of(folder: Path, contents: list[bytes]) -> list[Task]:
    folder.mkdir()
    found = []
    for number, content in enumerate(contents):
        file = folder / f"{number}.txt"
        file.write_bytes(content)
        item = InputFile(file, file.name, file_sha256(file), argument=folder)
        found.append(Task(item, folder))
    return found


def test_documents_that_kill_end_in_the_ledger_and_the_run_does_not(tmp_path: Path) -> None:
    """One takes down its process, one the Dask worker as well, each time that it is tried."""
    harm = {3: ENDS_ITS_PROCESS, 5: ENDS_ITS_WORKER}
    tasks = tasks_of(tmp_path / "minutes", [harm.get(n, b"minutes") + b" %d" % n for n in range(8)])
    with machines_in(tmp_path / "machines") as machines:
        for _ in range(2):
            machines.worker()  # with a nanny, which starts it again
        with on_scheduler(machines.address) as found:
            engine = partial(DaskEngine(found.client, prepare_deadly), stopping=lambda: False, tell=print)
            once = {one.input.path: one.failure for one in engine(tasks, Limits(seconds=30), alone=False)}
            # Those whose workers died though they are innocent are found so when they are read alone.
            short = [task for task in tasks if once[task.input.path]]
            alone = {one.input.path: one.failure for one in engine(short, Limits(), alone=True)}
        assert sorted(once) == [f"{n}.txt" for n in range(8)]
        assert {"3.txt", "5.txt"} <= {path for path, failure in once.items() if failure}
        codes = {path: failure.code for path, failure in alone.items() if failure}
        assert codes == {"3.txt": "crashed", "5.txt": "crashed"}
    assert left_in(tmp_path / "machines") == []


def test_the_command(tmp_path: Path) -> None:
    write_minutes(tmp_path / "minutes")
    build(tmp_path / "minutes", tmp_path / "here", workers=0)
    with machines_in(tmp_path / "machines") as machines:
        machines.worker("--no-nanny")
        run = command(tmp_path, "--scheduler", machines.address)
        assert (run.returncode, "8 documents in" in run.stdout) == (1, True), run.stderr
        assert not any("multiprocessing.spawn" in program for program in processes_in(tmp_path / "machines"))
        assert files(tmp_path / "there") == files(tmp_path / "here")
        again = command(tmp_path, "--scheduler", machines.address)
        assert "0 documents to parse" in again.stderr


def command(place: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Builds from one folder of a place to another, named as they are there."""
    return subprocess.run(
        [sys.executable, "-m", "crparse", "build", "minutes", "-o", "there", *options],
        cwd=place,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=5 * SECONDS,
    )


def test_a_cluster_from_a_file(tmp_path: Path) -> None:
    """Its jobs run on this machine, by the script that another kind of cluster would be handed."""
    write_minutes(tmp_path / "minutes")
    build(tmp_path / "minutes", tmp_path / "here", workers=0)
    file = tmp_path / "cluster.toml"
    file.write_text('kind = "local"\njobs = 1\ncores = 1\nmemory = "3 GB"\n')
    run = command(tmp_path, "--cluster", str(file))
    assert (run.returncode, "8 documents in" in run.stdout) == (1, True), run.stderr
    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert left_in(tmp_path) == []


def test_a_scheduler_without_crparse_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['crparse'] = None\n")
    (tmp_path / "machines").mkdir()
    with ExitStack() as ending:
        machines = Machines(tmp_path / "machines", ending)
        machines.path = f"{tmp_path}{os.pathsep}{machines.path}"
        machines.schedule()
        where = f"where the scheduler {machines.address} runs"
        told = f"^crparse is not installed {where}: install there what is here.$"
        with pytest.raises(NoProcess, match=told), on_scheduler(machines.address):
            pass


def test_a_scheduler_that_is_killed_ends_the_run_in_a_line(tmp_path: Path) -> None:
    tasks = tasks_of(tmp_path / "minutes", [b"minutes %d" % n for n in range(8)])
    with machines_in(tmp_path / "machines") as machines:
        machines.worker()
        with on_scheduler(machines.address) as found:
            engine = DaskEngine(found.client, prepare_deadly)
            outcomes = engine(tasks, Limits(), alone=True, stopping=lambda: False, tell=print)
            next(outcomes)
            end(machines.scheduler)
            told = (
                f"^The scheduler {machines.address} does not answer any more: start it again, then the same"
            )
            with pytest.raises(NoProcess, match=told):
                list(outcomes)
    assert left_in(tmp_path / "machines") == []
