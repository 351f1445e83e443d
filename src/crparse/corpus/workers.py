"""One document of a corpus at work: parsed under limits, its record written, or an entry of the ledger."""

import contextlib
import hashlib
import multiprocessing
import os
import signal
import tempfile
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Protocol

from crparse.corpus import MEGABYTE, Limits
from crparse.corpus.entries import (
    INTERNAL_ERROR,
    LedgerEntry,
    crashed,
    internal_error,
    out_of_memory,
    read_failure,
    stage_failed,
    too_slow,
)
from crparse.corpus.folder import DISK_TROUBLE, record_json, write_record
from crparse.corpus.inputs import InputFile
from crparse.corpus.ledger import Parsed
from crparse.corpus.same_minutes import print_of
from crparse.errors import ReadError
from crparse.lanes import keep_to, processors
from crparse.pipeline import own_pipeline, parse_content_all
from crparse.programs import STOPS, end_children, note_programs_in, remove_folder, undisturbed
from crparse.record import Minutes
from crparse.resolution.corpus import document_entities
from crparse.wording import Message


class Engine(Protocol):
    """What has documents parsed side by side: by processes of this machine, or of others."""

    def __call__(
        self,
        tasks: Sequence["Task"],
        limits: Limits,
        *,
        alone: bool,
        stopping: Callable[[], bool],
        tell: Callable[[str], None],
    ) -> Iterator["Outcome"]:
        """Every task's outcome, as they end, its records in the folder of the task.

        Args:
            tasks: The documents.
            limits: What one may take.
            alone: Whether each is to be parsed while no other is.
            stopping: Once it says so, no further task is begun.
            tell: Is told in a line what keeps the work waiting.
        """


WORTH_A_PROCESS = 8
"""Documents that take about as long as a process takes to load the model."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to parse, and the folder that its record goes to."""

    input: InputFile
    folder: Path
    strict: bool = False
    """Whether a bug met in it ends the run, rather than costing what it keeps from being found."""
    format: str | None = None
    """Its format, where the content is not to be trusted to tell."""
    only_first: bool = False
    """Whether, of a file that holds several meetings, only the first is asked for."""


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """A record on disk."""

    parsed: Parsed
    digest: str
    """SHA-256 of its file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document ended: a record on disk for each of its meetings, an entry of the ledger, or both."""

    input: InputFile
    written: tuple[WrittenRecord, ...] = ()
    failure: LedgerEntry | None = None


Job = Callable[[Task, Limits], Outcome]
"""What is done with each document."""

Prepare = Callable[[], Job]
"""Called once in each process before its first document: loads what the job needs."""


def prepare() -> Job:
    """What a process does with each document, once the model is loaded."""
    own_pipeline()
    return run


def run(task: Task, limits: Limits) -> Outcome:
    """Reads, parses and writes one document.

    What the document or the system denies becomes an entry of the ledger. All else propagates: a bug, of
    which a worker's process dies and tells (`LastWords`), and trouble outside the document (no model, a full
    disk), which ends the run.
    """
    own_pipeline()
    item = task.input
    failed: list[LedgerEntry] = []

    def note(stage: str, error: Exception) -> None:
        failed.append(stage_failed(item.path, stage, error, item.sha256))

    try:
        records = parse_content_all(
            item.read(),
            name=item.name,
            path=item.path,
            format=task.format,
            characters=limits.characters,
            envelope=item.envelope,
            failed=None if task.strict else note,
            only_first=task.only_first,
        )
        made = [(record_json(record), parsed_of(record)) for record in records]
        _check(sum(len(content) for content, _ in made), records[0].source.sha256, item, limits)
    except ReadError as error:
        return Outcome(item, failure=read_failure(item.path, error, item.sha256))
    except MemoryError:
        return Outcome(item, failure=out_of_memory(item.path, item.sha256, limits.memory))
    except OSError as error:
        if task.strict or error.errno in DISK_TROUBLE:  # the temporary folder's
            raise
        return Outcome(item, failure=internal_error(item.path, error, item.sha256))
    for content, parsed in made:
        write_record(content, parsed.id, task.folder)
    written = (WrittenRecord(parsed, hashlib.sha256(content).hexdigest()) for content, parsed in made)
    return Outcome(item, tuple(written), failed[0] if failed else None)


def parsed_of(record: Minutes) -> Parsed:
    """What the end of a run needs of a record."""
    kind = None if record.is_minutes else record.kind
    return Parsed(record.id, document_entities(record), record.provenance, print_of(record), kind)


def _check(size: int, sha256: str, item: InputFile, limits: Limits) -> None:
    if sha256 != item.sha256:
        raise ReadError(
            "changed", Message("The file changed while the corpus was built."), Message("Build it again.")
        )
    if size > limits.record * MEGABYTE:
        message = Message(
            "Its record would take %(megabytes)s MB, more than the %(allowed)s MB allowed.",
            megabytes=size // MEGABYTE,
            allowed=limits.record,
        )
        advice = Message("Check that it is one meeting's minutes, or raise --record-limit.")
        raise ReadError("record_too_large", message, advice)


def worker_count(documents: int) -> int:
    """Processes worth starting on this machine for so many documents."""
    return max(1, min(processors(), documents // WORTH_A_PROCESS))


try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

SPAWN = multiprocessing.get_context("spawn")
"""Processes are spawned, not forked: the libraries' threads do not survive a fork on every system."""

MAPPED = 4096
"""Megabytes that a program which a worker starts may map: LibreOffice maps two thousand and uses few."""

READY = "ready"
"""What a process says when it has loaded what it needs."""

STILLBORN = 3
"""Processes in a row that may die while they start, once one has started: after that none will."""


class NoProcess(RuntimeError):
    """No process can be started: why, and what to do about it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)


class BugMet(RuntimeError):
    """A bug met by another process in a strict run: in which document, and the traceback there."""


class Worker:
    """A process that does one document after another, with a temporary folder of its own in `place`.

    It keeps to its `share` of the processors.
    """

    def __init__(self, limits: Limits, place: str, prepare: Prepare, share: int) -> None:
        self.limits = limits
        self.task: Task | None = None
        self.deadline = float("inf")
        self.alive = True
        self.folder = Path(tempfile.mkdtemp(dir=place))
        self.connection, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_serve, args=(theirs, self.folder, limits, prepare, share))
        self.process.start()
        theirs.close()

    def await_ready(self) -> None:
        """Waits until it has loaded what it needs.

        Raises:
            NoProcess: It could not even start.
        """
        wait([self.connection])
        self.finish()

    def parse(self, task: Task) -> Outcome:
        """Hands a document to a process that is ready, and waits until that is done or is taking too long.

        Raises:
            BugMet: It met a bug in a strict run.
            OSError: The record cannot be written.
        """
        self.begin(task)
        wait([self.connection], self.limits.seconds)
        outcome = self.finish()
        if outcome is None:
            raise NoProcess(Message("A process said that it is ready twice."))
        return outcome

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
            BugMet: It met a bug in a strict run.
            OSError: The corpus cannot be written.
        """
        task, self.task, self.deadline = self.task, None, float("inf")
        if not self.connection.poll():
            return self._lost(task, too_slow, self.limits.seconds)
        try:
            said = self.connection.recv()
        except (EOFError, ConnectionResetError):
            return self._lost(task, crashed)
        if isinstance(said, OSError | BugMet):
            raise said
        if not isinstance(said, Outcome):
            return None
        # One in which crparse has failed is handed no other document, whatever state it is in.
        self.alive = said.failure is None or said.failure.code != INTERNAL_ERROR
        return said

    def _lost(self, task: Task | None, cause: Callable[..., LedgerEntry], *limit: float) -> Outcome:
        self.alive = False
        if task is None:
            raise NoProcess(
                Message(
                    "No process can be started: a script that calls crparse.build needs an `if "
                    '__name__ == "__main__":` around it, or workers=0; or its memory limit is too '
                    "low."
                )
            )
        return Outcome(task.input, failure=cause(task.input.path, task.input.sha256, *limit))

    def end(self) -> None:
        """Ends it, the programs that it has started and its temporary files."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        end_children(self.folder)


def processes(count: int) -> Engine:
    """So many processes of this machine; they tell nothing."""

    def run_here(
        tasks: Sequence[Task],
        limits: Limits,
        *,
        alone: bool,
        stopping: Callable[[], bool],
        tell: Callable[[str], None],
    ) -> Iterator[Outcome]:
        return run_isolated(tasks, 1 if alone else count, limits, prepare, stopping)

    return run_here


def run_isolated(
    tasks: Iterable[Task],
    workers: int,
    limits: Limits,
    prepare: Prepare,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Every task's outcome, as they end; `prepare` is one that a process can import.

    Once `stopping` says so, no further task is begun.

    Raises:
        NoProcess: Not one can be started.
        BugMet: A bug was met in a strict run.
        OSError: The corpus cannot be written.
    """
    waiting = deque(tasks)
    with tempfile.TemporaryDirectory(prefix="crparse-", ignore_cleanup_errors=True) as place:
        crew: list[Worker] = []
        size = min(workers, len(waiting))

        def add_worker() -> None:
            with undisturbed():  # a stop finds it in the crew, to be ended with the others
                crew.append(Worker(limits, place, prepare, max(1, processors() // size)))

        try:
            for _ in range(size):
                add_worker()
            yield from _work(waiting, crew, add_worker, stopping)
        finally:
            with undisturbed():
                for worker in crew:
                    worker.end()


def _work(
    waiting: deque[Task], crew: list[Worker], add_worker: Callable[[], None], stopping: Callable[[], bool]
) -> Iterator[Outcome]:
    """Hands out what waits, and puts another process in the place of one that has died."""
    begun, stillborn = False, 0
    while crew:
        worker = _first_to_finish(crew)
        if stopping():
            waiting.clear()
        try:
            outcome = worker.finish()
            stillborn = 0
        except NoProcess:
            stillborn += 1
            # One that was just being started may have heard the signal as well.
            if (stillborn > STILLBORN or not begun) and not stopping():
                raise
            outcome = None
        begun = begun or worker.alive
        if not worker.alive or not waiting:
            worker.end()
            crew.remove(worker)
            if waiting:
                add_worker()
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


Said = Outcome | BugMet | OSError | str
"""What a process tells: how a document ended, what ends the run, or that it is ready."""


def _serve(
    connection: "Connection[Said, Task]", folder: Path, limits: Limits, prepare: Prepare, share: int
) -> None:
    """The life of a worker's process: documents in, outcomes out, until it is ended."""
    for asked in STOPS:  # they are for the parent, which ends this process
        signal.signal(asked, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(folder.parent,), daemon=True).start()
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    note_programs_in(folder)
    keep_to(share)
    if resource:
        size = limits.memory * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (size, max(size, MAPPED * MEGABYTE)))
    job = prepare()
    connection.send(READY)
    while True:
        task = connection.recv()
        with LastWords(connection, task):
            try:
                connection.send(job(task, limits))
            except OSError as error:
                if task.strict and error.errno not in DISK_TROUBLE:
                    raise
                connection.send(error)


class LastWords(contextlib.AbstractContextManager["LastWords"]):
    """A bug met in a document ends the process, and costs that document alone: here it tells of it first."""

    def __init__(self, connection: "Connection[Outcome | BugMet, Task]", task: Task) -> None:
        self.connection = connection
        self.task = task

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            item = self.task.input
            if self.task.strict:
                calls = "".join(traceback.format_exception(error)).rstrip()
                self.connection.send(BugMet(f"crparse failed on {item.path}:\n{calls}"))
            else:
                failure = internal_error(item.path, error, item.sha256)
                self.connection.send(Outcome(item, failure=failure))
            raise SystemExit(1)


def _end_with_parent(place: Path) -> None:
    """Leaves nothing behind should the parent process be killed: nor what other workers began in `place`.

    Each does so, and the last leaves nothing: a worker that was killed with the parent could not.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        for folder in sorted(place.iterdir()) if place.exists() else ():
            end_children(folder)
        remove_folder(place)
        os._exit(1)
