"""One document of a corpus at work: parsed under limits, its record written, or an entry of the ledger."""

import contextlib
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from crparse.corpus.folder import DISK_TROUBLE, record_json, write_record
from crparse.corpus.inputs import InputFile
from crparse.corpus.ledger import (
    CRASHED,
    TOO_SLOW,
    LedgerEntry,
    crashed,
    internal_error,
    out_of_memory,
    read_failure,
    too_slow,
)
from crparse.corpus.limits import MEGABYTE, Limits
from crparse.corpus.same_minutes import Print, print_of
from crparse.errors import ReadError
from crparse.parsing import parse_content
from crparse.pipeline import own_pipeline
from crparse.programs import STOPS, end_children, note_programs_in
from crparse.record import Provenance
from crparse.resolution.corpus_records import DocumentEntities, document_entities

WORTH_A_PROCESS = 8
"""Documents that take about as long as a process takes to load the model."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to parse, and the folder that its record goes to."""

    input: InputFile
    folder: Path


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a record leaves behind in memory once it is on disk."""

    id: str
    entities: DocumentEntities
    provenance: Provenance
    print: Print


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document ended: a record on disk, or an entry of the ledger."""

    input: InputFile
    parsed: Parsed | None = None
    failure: LedgerEntry | None = None


def run(task: Task, limits: Limits) -> Outcome:
    """Reads, parses and writes one document.

    A bug met in it becomes an entry with its traceback: one odd document must not cost the ten thousand
    others of a night's run. Trouble outside the document (no model, a full disk) propagates and ends the run.
    """
    own_pipeline()
    item = task.input
    try:
        record = parse_content(item.read(), name=item.name, path=item.path, characters=limits.characters)
        content = record_json(record)
        parsed = Parsed(record.id, document_entities(record), record.provenance, print_of(record))
        _check(content, record.source.sha256, item, limits)
    except ReadError as error:
        return Outcome(item, failure=read_failure(item.path, error, item.sha256))
    except MemoryError:
        return Outcome(item, failure=out_of_memory(item.path, item.sha256, limits.memory))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in DISK_TROUBLE:  # the temporary folder's
            raise
        return Outcome(item, failure=internal_error(item.path, error, item.sha256))
    write_record(content, record.id, task.folder)
    return Outcome(item, parsed)


def _check(content: bytes, sha256: str, item: InputFile, limits: Limits) -> None:
    if sha256 != item.sha256:
        raise ReadError("changed", "The file changed while the corpus was built.", "Build it again.")
    if len(content) > limits.record * MEGABYTE:
        raise ReadError(
            "record_too_large",
            f"Its record would take {len(content) // MEGABYTE} MB, more than the {limits.record} MB allowed.",
            "Check that it is one meeting's minutes, or raise --record-limit.",
        )


def run_here(tasks: Iterable[Task], limits: Limits) -> Iterator[Outcome]:
    """Every task's outcome, in this process and in order: no limit of time or memory holds."""
    return (run(task, limits) for task in tasks)


def worker_count(documents: int) -> int:
    """Processes worth starting on this machine for so many documents."""
    # What this process may use, where the system tells: fewer than the machine has, in a container.
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, documents // WORTH_A_PROCESS))


try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

SPAWN = multiprocessing.get_context("spawn")
"""Processes are spawned, not forked: the libraries' threads do not survive a fork on every system."""

READY = "ready"

STILLBORN = 3
"""Processes in a row that may die while they start, once one has started: after that none will."""


class NoProcess(RuntimeError):
    """No process can be started: why, and what to do about it."""


class Worker:
    """A process that parses one document after another, with a temporary folder of its own in `place`."""

    def __init__(self, limits: Limits, place: str) -> None:
        self.limits = limits
        self.task: Task | None = None
        self.deadline = float("inf")
        self.alive = True
        self.folder = Path(tempfile.mkdtemp(dir=place))
        self.connection, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_serve, args=(theirs, self.folder, limits))
        self.process.start()
        theirs.close()

    def begin(self, task: Task) -> None:
        """Hands it a document; the clock runs from now."""
        self.task = task
        self.deadline = time.monotonic() + self.limits.seconds
        with contextlib.suppress(BrokenPipeError):  # it died idle: `finish` will hear of it
            self.connection.send(task)

    def finish(self) -> Outcome | None:
        """How its document ended; None where it had none yet and is ready for one.

        Raises:
            NoProcess: It could not even start.
            OSError: The corpus cannot be written.
        """
        task, self.task, self.deadline = self.task, None, float("inf")
        if not self.connection.poll():
            return self._lost(task, TOO_SLOW)
        try:
            said = self.connection.recv()
        except (EOFError, ConnectionResetError):
            return self._lost(task, CRASHED)
        if isinstance(said, OSError):
            raise said
        return said if isinstance(said, Outcome) else None

    def _lost(self, task: Task | None, cause: str) -> Outcome:
        self.alive = False
        if task is None:
            raise NoProcess(
                "No process can be started: a script that calls crparse.build needs an "
                '`if __name__ == "__main__":` around it, or workers=0; or its memory limit is too low.'
            )
        path, sha256 = task.input.path, task.input.sha256
        if cause == TOO_SLOW:
            return Outcome(task.input, failure=too_slow(path, sha256, self.limits.seconds))
        return Outcome(task.input, failure=crashed(path, sha256))

    def end(self) -> None:
        """Ends it, the programs that it has started and its temporary files."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        end_children(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)


def run_isolated(tasks: Iterable[Task], workers: int, limits: Limits) -> Iterator[Outcome]:
    """Every task's outcome, as they end.

    Raises:
        NoProcess: Not one can be started.
        OSError: The corpus cannot be written.
    """
    waiting = deque(tasks)
    with tempfile.TemporaryDirectory(prefix="crparse-", ignore_cleanup_errors=True) as place:
        crew: list[Worker] = []
        try:
            for _ in range(min(workers, len(waiting))):
                crew.append(Worker(limits, place))
            yield from _work(waiting, crew, lambda: Worker(limits, place))
        finally:
            for worker in crew:
                worker.end()


def _work(waiting: deque[Task], crew: list[Worker], another: Callable[[], Worker]) -> Iterator[Outcome]:
    """Hands out what waits, and puts another process in the place of one that has died."""
    begun, stillborn = False, 0
    while crew:
        worker = _first_to_finish(crew)
        try:
            outcome = worker.finish()
            stillborn = 0
        except NoProcess:
            stillborn += 1
            if stillborn > STILLBORN or not begun:
                raise
            outcome = None
        begun = begun or worker.alive
        if not worker.alive or not waiting:
            worker.end()
            crew.remove(worker)
            crew += [another()] if waiting else []
        else:
            worker.begin(waiting.popleft())
        if outcome is not None:
            yield outcome


def _first_to_finish(crew: Sequence[Worker]) -> Worker:
    """The first process to say something, to die, or to run out of time."""
    soonest = min(crew, key=lambda worker: worker.deadline)
    seconds = max(0.0, soonest.deadline - time.monotonic())
    heard = wait([w.connection for w in crew], None if soonest.deadline == float("inf") else seconds)
    return next((worker for worker in crew if worker.connection in heard), soonest)


def _serve(connection: "Connection[Outcome | OSError | str, Task]", folder: Path, limits: Limits) -> None:
    """The life of a worker's process: documents in, outcomes out, until it is ended."""
    for asked in STOPS:  # they are for the parent, which ends this process
        signal.signal(asked, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(folder.parent,), daemon=True).start()
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    note_programs_in(folder)
    if resource:
        size = limits.memory * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    own_pipeline()
    connection.send(READY)
    while True:
        task = connection.recv()
        try:
            connection.send(run(task, limits))
        except OSError as error:
            connection.send(error)


def _end_with_parent(place: Path) -> None:
    """Leaves nothing behind should the parent process be killed: nor what other workers began in `place`.

    Each does so, and the last leaves nothing: a worker that was killed with the parent could not.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        for folder in sorted(place.iterdir()) if place.exists() else ():
            end_children(folder)
        shutil.rmtree(place, ignore_errors=True)
        os._exit(1)
