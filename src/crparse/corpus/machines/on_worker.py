"""What a Dask worker does with a document: it has a process of its own parse it, and sends back the records.

The processes are those of a build without Dask (`workers.Worker`): limits of time and memory hold, and a
document that kills its process does not kill the worker.
"""

import multiprocessing
import os
import platform
import tempfile
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing.util import Finalize
from pathlib import Path

import distributed

from crparse.corpus import Limits
from crparse.corpus.entries import LedgerEntry
from crparse.corpus.inputs import InputFile
from crparse.corpus.workers import NoProcess, Outcome, Prepare, Task, Worker, WrittenRecord
from crparse.errors import LexiconError
from crparse.lanes import processors
from crparse.pipeline import stamp
from crparse.programs import programs_there
from crparse.wording import Message

IDLE = 60
"""Seconds after which a worker's process without a document ends: the run may have been killed."""


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


@lru_cache(maxsize=1)
def installation() -> Installation:
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
        own = installation()
    except LexiconError as error:
        raise UnlikeWorker(
            Message(
                "A worker on %(machine)s cannot use its words: %(what_error)s",
                machine=platform.node(),
                what_error=error.args[0],
            )
        ) from error
    if own != order.installation:
        raise UnlikeWorker(_difference(own, order.installation))
    item = order.input
    if not isinstance(item, SentFile) and not os.access(item.file, os.R_OK):
        return Answer(is_seen=False)
    with tempfile.TemporaryDirectory(dir=_PROCESSES.place()) as folder:
        outcome = _PROCESSES.parse(Task(item, Path(folder), order.strict), order.limits, order.prepare)
        if outcome.failure and outcome.failure.code in OTHER_FILE and not isinstance(item, SentFile):
            return Answer(is_seen=False)
        files = (Path(folder) / f"{record.parsed.id}.json" for record in outcome.written)
        written = tuple(
            (record, file.read_bytes()) for record, file in zip(outcome.written, files, strict=True)
        )
    return Answer(written, outcome.failure)


OTHER_FILE = frozenset({"changed", "unreadable"})
"""Codes of a path under which a worker finds another file than is meant, or none that it may read."""


def _difference(own: Installation, asked: Installation) -> Message:
    machine = platform.node()
    if own.stamp != asked.stamp:
        return Message(
            "A worker on %(machine)s has another version of crparse, other words or weights: install "
            "there what is here.",
            machine=machine,
        )
    lacking = ", ".join(sorted({*asked.programs} - {*own.programs}))
    beyond = ", ".join(sorted({*own.programs} - {*asked.programs}))
    return Message(
        "A worker on %(machine)s has other programs (lacking: %(lacking)s; beyond: %(beyond)s) than "
        "this machine: some documents would fail on one of the two alone.",
        machine=machine,
        lacking=lacking or "–",
        beyond=beyond or "–",
    )


@dataclass(slots=True)
class _Idle:
    """A process that waits for a document, and since when."""

    worker: Worker
    what: tuple[Limits, Prepare]
    since: float


class WorkerProcesses:
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
            return worker.parse(task)
        except BaseException:
            worker.alive = False
            raise
        finally:
            self._put_back(worker, (limits, prepare))

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
            worker.await_ready()
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


_PROCESSES = WorkerProcesses()
"""That of this process, where it is a Dask worker."""


def end_idle() -> None:
    """Ends the processes of this worker that have no document in hand: the run is over."""
    _PROCESSES.end_idle()
