"""Documents parsed by the workers of a Dask scheduler, as they would be on this machine.

On each Dask worker a process of its own has a document in hand (`workers.Worker`), as in a build without
Dask: limits of time and memory hold, and a document that kills its process costs itself alone. The records
come back as bytes; corpus and ledger are written here.

A document is read by the worker where the worker sees it: the same content under the same path, as on a
shared file system. Else it is sent, from then on all that was found under the same argument.
"""

import contextlib
import multiprocessing
import os
import platform
import queue
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from pathlib import Path

import dask
import distributed

from crparse.corpus import MEGABYTE, Limits
from crparse.corpus.entries import LedgerEntry, crashed, read_failure
from crparse.corpus.folder import write_record
from crparse.corpus.inputs import InputFile
from crparse.corpus.workers import (
    STILLBORN,
    NoProcess,
    Outcome,
    Prepare,
    Task,
    Worker,
    WrittenRecord,
    prepare,
)
from crparse.errors import LexiconError, ReadError
from crparse.lanes import processors
from crparse.pipeline import stamp
from crparse.programs import programs_there

AHEAD = 2
"""Documents that a thread of a worker has, one in hand and one to go on with."""

SENT = 512 * MEGABYTE
"""Bytes of documents that are on their way at most: the scheduler holds them in memory."""

IDLE = 60
"""Seconds after which a worker's process without a document ends: the run may have been killed."""

PATIENCE = 0.5
"""Seconds between two looks at whether workers have come, or a stop was asked for."""

CONNECTING = 10
"""Seconds in which a scheduler has to answer."""


@dataclass(frozen=True, slots=True)
class SentFile(InputFile):
    """A document with its content."""

    content: bytes = field(default=b"", repr=False)

    def read(self) -> bytes:
        """Its content."""
        return self.content


@dataclass(frozen=True, slots=True)
class Installation:
    """What decides what a record is: two machines that differ in it would not write the same corpus."""

    stamp: str
    programs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A document as it goes to a worker."""

    input: InputFile
    strict: bool
    limits: Limits
    prepare: Prepare
    installation: Installation


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back: records with their bytes, a failure, or that the worker does not see the file."""

    written: tuple[tuple[WrittenRecord, bytes], ...] = ()
    failure: LedgerEntry | None = None
    is_seen: bool = True


class UnlikeWorker(NoProcess):
    """A worker would write other records: which, and why."""


class DaskEngine:
    """Has documents parsed by the workers that a client of a Dask scheduler has; more may join at any time.

    `prepare` is one that the workers can import.
    """

    def __init__(self, client: "distributed.Client", prepare: Prepare = prepare) -> None:
        self.client, self.prepare = client, prepare
        self._unseen: set[Path] = set()

    def __call__(
        self,
        tasks: Sequence[Task],
        limits: Limits,
        *,
        alone: bool,
        stopping: Callable[[], bool],
        tell: Callable[[str], None],
    ) -> Iterator[Outcome]:
        """As `Engine` says.

        Raises:
            NoProcess: The scheduler is lost, or a worker cannot start processes.
            UnlikeWorker: A worker has another crparse, or not the same programs.
            BugMet: A bug was met in a strict run.
        """
        if not tasks:
            return
        waiting = deque(tasks)
        work = _Work(self, limits, tell)
        stillborn = 0
        try:
            while waiting or work.open:
                if stopping():
                    waiting.clear()
                    if not work.threads():
                        return
                while waiting and work.has_room(alone):
                    task = waiting.popleft()
                    try:
                        work.begin(task)
                    except ReadError as error:
                        yield Outcome(
                            task.input, failure=read_failure(task.input.path, error, task.input.sha256)
                        )
                done = work.next_done()
                if done is None:
                    continue
                task, answer = done
                if isinstance(answer, NoProcess) and not isinstance(answer, UnlikeWorker):
                    stillborn += 1
                    if stillborn > STILLBORN:
                        raise answer
                    waiting.appendleft(task)
                elif isinstance(answer, BaseException):
                    raise answer
                elif not answer.is_seen:
                    self._unseen.add(task.input.argument)
                    waiting.appendleft(task)
                else:
                    stillborn = 0
                    yield _kept(task, answer)
        finally:
            work.end()

    def order(self, task: Task, limits: Limits) -> Order:
        """A document as it goes to a worker: with its content where workers do not see it."""
        item = task.input
        if item.argument in self._unseen:
            told = {name: getattr(item, name) for name in ("file", "path", "sha256", "envelope")}
            item = SentFile(**told, content=item.read())
        else:
            item = replace(item, file=Path(os.path.abspath(item.file)))
        return Order(item, task.strict, limits, self.prepare, _installation())


class _Work:
    """The documents that are with the workers."""

    def __init__(self, engine: DaskEngine, limits: Limits, tell: Callable[[str], None]) -> None:
        self.engine, self.client, self.limits, self.tell = engine, engine.client, limits, tell
        self.open: dict[str, tuple[Task, int, distributed.Future[Answer]]] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._threads, self._looked = 0, float("-inf")
        self._has_told = False

    def threads(self) -> int:
        """Documents that can be in hand at once, as of a moment ago."""
        now = time.monotonic()
        if now > self._looked + PATIENCE:
            with self._answering():
                self._threads, self._looked = sum(self.client.nthreads().values()), now
            if not self._threads and not self._has_told:
                self._has_told = True
                self.tell(f"The scheduler {self._address()} has no worker yet: the documents wait for one.")
        return self._threads

    def has_room(self, alone: bool) -> bool:
        """Whether another document can be sent."""
        room = 1 if alone else max(1, AHEAD * self.threads())
        return len(self.open) < room and sum(size for _, size, _ in self.open.values()) < SENT

    def begin(self, task: Task) -> None:
        """Sends a document."""
        order = self.engine.order(task, self.limits)
        size = len(order.input.content) if isinstance(order.input, SentFile) else 0
        with self._answering():
            future = self.client.submit(parse_here, order, pure=False)
        self.open[str(future.key)] = task, size, future
        future.add_done_callback(lambda one: self._done.put(str(one.key)))

    def next_done(self) -> tuple[Task, Answer | BaseException] | None:
        """A document that is done, None where none is for now."""
        try:
            key = self._done.get(timeout=PATIENCE)
        except queue.Empty:
            self.threads()
            return None
        task, _, future = self.open.pop(key)
        with self._answering():
            found = future.exception()
            if found is None:
                return task, future.result()
        if isinstance(found, distributed.KilledWorker):  # or one beside it kills: alone it is tried again
            return task, Answer(failure=crashed(task.input.path, task.input.sha256))
        if isinstance(found, OSError):
            return task, NoProcess(f"A worker of {self._address()} cannot go on ({found}).")
        return task, found

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """Tells a scheduler that is gone from a bug."""
        told = f"The scheduler {self._address()} does not answer any more"
        advice = "start it again, then the same command goes on where it was"
        try:
            if self.client.status != "running":
                raise NoProcess(f"{told}: {advice}.")
            yield
        except (OSError, CancelledError) as error:
            raise NoProcess(f"{told}: {advice}.") from error

    def _address(self) -> str:
        return str(self.client.scheduler.address if self.client.scheduler else "")

    def end(self) -> None:
        """Leaves nothing with the workers, as far as they can be reached."""
        with contextlib.suppress(NoProcess), self._answering():
            if self.open:
                self.client.cancel([future for _, _, future in self.open.values()])
            self.client.run(end_idle, on_error="ignore")


def _kept(task: Task, answer: Answer) -> Outcome:
    """The outcome, its records written."""
    for record, content in answer.written:
        write_record(content, record.parsed.id, task.folder)
    return Outcome(task.input, tuple(record for record, _ in answer.written), answer.failure)


@contextlib.contextmanager
def on_scheduler(address: str) -> Iterator[DaskEngine]:
    """The workers of the scheduler at an address, "tcp://host:8786".

    Raises:
        NoProcess: There is none, or it does not know crparse: schedulers look into what they hand on.
    """
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": f"{SENT}B"}):
        try:
            client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"No Dask scheduler answers at {address}: start one with `dask scheduler`."
            raise NoProcess(message) from error
        with client:
            try:
                client.run_on_scheduler(programs_there)
            except ModuleNotFoundError as error:
                where = f"where the scheduler {address} runs"
                raise NoProcess(
                    f"{error.name} is not installed {where}: install there what is here."
                ) from error
            yield DaskEngine(client)


@lru_cache(maxsize=1)
def _installation() -> Installation:
    """That of this process."""
    return Installation(stamp(), programs_there())


def parse_here(order: Order) -> Answer:
    """What a worker does with a document: has a process of its own parse it.

    Raises:
        UnlikeWorker: This machine would write another record.
        NoProcess: No process can be started on this machine.
        BugMet: A bug was met in a strict run.
    """
    try:
        own = _installation()
    except LexiconError as error:
        raise UnlikeWorker(f"{_here()} cannot use its words: {error}") from error
    if own != order.installation:
        raise UnlikeWorker(_difference(own, order.installation))
    item = order.input
    if not isinstance(item, SentFile) and not os.access(item.file, os.R_OK):
        return Answer(is_seen=False)
    with tempfile.TemporaryDirectory(dir=_CREW.place()) as folder:
        outcome = _CREW.parse(Task(item, Path(folder), order.strict), order.limits, order.prepare)
        if outcome.failure and outcome.failure.code in OTHER_FILE and not isinstance(item, SentFile):
            return Answer(is_seen=False)
        files = (Path(folder) / f"{record.parsed.id}.json" for record in outcome.written)
        written = tuple(
            (record, file.read_bytes()) for record, file in zip(outcome.written, files, strict=True)
        )
    return Answer(written, outcome.failure)


OTHER_FILE = frozenset({"changed", "unreadable"})
"""Codes of a path under which a worker finds another file than is meant, or none that it may read."""


def _here() -> str:
    return f"A worker on {platform.node()}"


def _difference(own: Installation, asked: Installation) -> str:
    where = _here()
    if own.stamp != asked.stamp:
        return f"{where} has another version of crparse, other words or weights: install there what is here."
    lacking = ", ".join(sorted({*asked.programs} - {*own.programs}))
    beyond = ", ".join(sorted({*own.programs} - {*asked.programs}))
    told = " and ".join(filter(None, (lacking and f"lacks {lacking}", beyond and f"has {beyond}")))
    return f"{where} {told}, which is otherwise here: some documents would fail on one of the two alone."


@dataclass(slots=True)
class _Idle:
    """A process that waits for a document, and since when."""

    worker: Worker
    what: tuple[Limits, Prepare]
    since: float


class Crew:
    """The processes of a Dask worker, one for each of its threads that has a document in hand.

    They serve one document after the other. One that waits for `IDLE` seconds ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Idle] = []
        self._busy: set[Worker] = set()
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._is_watched = False

    def parse(self, task: Task, limits: Limits, prepare: Prepare) -> Outcome:
        """Has a process parse a document, within its limits."""
        worker = self._one(limits, prepare)
        try:
            worker.begin(task)
            wait([worker.connection], max(0.0, worker.deadline - time.monotonic()))
            outcome = worker.finish()
        except BaseException:
            worker.alive = False
            raise
        finally:
            self._put_back(worker, (limits, prepare))
        if outcome is None:
            raise NoProcess("A process of a worker said that it is ready twice.")
        return outcome

    def _one(self, limits: Limits, prepare: Prepare) -> Worker:
        """A process that is ready for a document."""
        what = limits, prepare
        with self._lock:
            for other in [one for one in self._idle if one.what != what]:
                self._idle.remove(other)
                other.worker.end()
            if self._idle:
                worker = self._idle.pop().worker
                self._busy.add(worker)
                return worker
            worker = Worker(limits, self.place(), prepare, self._share())
            self._busy.add(worker)
        try:
            wait([worker.connection])
            worker.finish()
        except BaseException:
            worker.alive = False
            self._put_back(worker, what)
            raise
        return worker

    def place(self) -> str:
        """The folder in which the processes work, which goes with the worker."""
        if self._place is None:
            # Dask starts its workers as daemons, which may have no processes of their own: these here end
            # with the worker by themselves.
            multiprocessing.current_process().daemon = False
            self._place = tempfile.TemporaryDirectory(prefix="crparse-", ignore_cleanup_errors=True)
            # Before the processes are waited for, when the worker ends.
            Finalize(None, self.end, exitpriority=1)
        return self._place.name

    def _share(self) -> int:
        """The processors that each process may use beside the others."""
        return max(1, processors() // max(1, distributed.get_worker().state.nthreads))

    def _put_back(self, worker: Worker, what: tuple[Limits, Prepare]) -> None:
        with self._lock:
            self._busy.discard(worker)
            if not worker.alive:
                worker.end()
                return
            self._idle.append(_Idle(worker, what, time.monotonic()))
            self._watch()

    def _watch(self) -> None:
        if not self._is_watched:
            self._is_watched = True
            timer = threading.Timer(IDLE, self._end_old)
            timer.daemon = True
            timer.start()

    def _end_old(self) -> None:
        with self._lock:
            self._is_watched = False
            for old in [one for one in self._idle if one.since + IDLE <= time.monotonic()]:
                self._idle.remove(old)
                old.worker.end()
            if self._idle:
                self._watch()

    def end_idle(self) -> None:
        """Ends the processes without a document."""
        with self._lock:
            for one in self._idle:
                one.worker.end()
            self._idle.clear()

    def end(self) -> None:
        """Ends all of them."""
        self.end_idle()
        for worker in [*self._busy]:
            worker.end()
        if self._place:
            self._place.cleanup()


_CREW = Crew()
"""That of this process, where it is a Dask worker."""


def end_idle() -> None:
    """Ends the processes of this worker that have no document in hand: the run is over."""
    _CREW.end_idle()
