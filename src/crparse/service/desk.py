"""The desk of the service: documents wait there for a process, and what became of them is fetched there.

There is room for so many that wait; who comes when it is full is told when to come again. Each process reads
one document after the other; one that is cancelled, takes too long or crashes takes its process with it, and
another is started.
"""

import contextlib
import hashlib
import logging
import math
import secrets
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from crparse.corpus import Limits
from crparse.corpus.entries import LedgerEntry
from crparse.corpus.inputs import InputFile
from crparse.corpus.workers import NoProcess, Outcome, Prepare, Worker
from crparse.lanes import processors
from crparse.programs import remove_folder
from crparse.service.work import ANSWER, AskedDocument, Form, pages_read, prepare
from crparse.wording import Message

log = logging.getLogger(__name__)

State = Literal["waiting", "running", "done", "failed", "cancelled"]

KEPT = 3600.0
"""Seconds for which what became of a document is kept for who asked, unless it is fetched and dropped."""

MOST_KEPT = 500
"""Documents that are done and kept at a time, the oldest dropped first: at 256 MB a record at most."""

RECENT = 20
"""Documents by whose time it is told when there will be room."""

LONGEST_DELAY = 600
"""Seconds after which at most whoever is refused is told to come again."""

NO_PROCESS, NO_DISK = "no_process", "no_disk"
"""Codes of a document for which no process can be started, or the record of which cannot be written."""

CONTENT = "content"
"""In the folder of a document, what was sent."""


class DeskFull(Exception):
    """There is no room for another document; `seconds` until there may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Room in {seconds} s")
        self.seconds = seconds


@dataclass(eq=False, slots=True)
class AskedJob:
    """A document that was taken in, and how far it is."""

    id: str
    """Nobody guesses it: who has it may see the record."""
    folder: Path
    """Its own, which goes with it."""
    state: State = "waiting"
    task: AskedDocument | None = None
    failure: LedgerEntry | None = None
    """Why there is no record; where there is one, what it lacks."""
    ended: "Future[None]" = field(default_factory=Future)
    """Is done when the document is."""
    ended_at: float = math.inf
    worker: Worker | None = None
    """The process that has it in hand."""

    @property
    def answer(self) -> Path:
        """What is sent back, once it is done."""
        return self.folder / ANSWER

    @property
    def content(self) -> Path:
        """Where what was sent is written."""
        return self.folder / CONTENT

    @property
    def pages(self) -> tuple[int, int] | None:
        """How many of its pages are read, and of how many, where it has any."""
        return pages_read(self.folder)

    def end(self, state: State, failure: LedgerEntry | None = None) -> None:
        """Says how it ended; what was sent is needed no more."""
        self.state, self.failure, self.ended_at = state, failure, time.monotonic()
        self.content.unlink(missing_ok=True)
        self.ended.set_result(None)


class Desk:
    """Takes documents in, has them read by `count` processes, and keeps what became of them.

    Args:
        place: A folder of its own.
        limits: What one document may take.
        count: How many are read at a time.
        room: How many may wait.
        prepare: What each process does, by default read documents.
    """

    def __init__(
        self, place: Path, limits: Limits, count: int, room: int, prepare: Prepare = prepare
    ) -> None:
        self.place, self.limits, self.count, self.room = place, limits, count, room
        self._prepare = prepare
        self._lock = threading.Condition()
        self._waiting: deque[AskedJob] = deque()
        self._arriving: set[AskedJob] = set()
        self._jobs: dict[str, AskedJob] = {}
        self._times: deque[float] = deque(maxlen=RECENT)
        self._open = True
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Starts the processes; the first is ready when it returns.

        Raises:
            NoProcess: None can be started.
        """
        first = self._worker()
        for number in range(self.count):
            worker = first if number == 0 else None
            thread = threading.Thread(target=self._serve, args=(worker,), name=f"desk-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def end(self) -> None:
        """Ends the processes; what waits or is in hand is cancelled."""
        with self._lock:
            self._open = False
            for job in [*self._waiting, *self._running()]:
                self._cancel(job)
            self._lock.notify_all()
        for thread in self._threads:
            thread.join()

    @contextlib.contextmanager
    def arriving(self) -> Iterator[AskedJob]:
        """A place for a document that is being sent: its content is written to the file of the job.

        What was not handed in when the block ends is gone.

        Raises:
            DeskFull: As many wait, or are being sent, as there is room for.
        """
        job = AskedJob(secrets.token_urlsafe(16), Path())
        with self._lock:
            self._forget_old()
            if not self._open or len(self._waiting) + len(self._arriving) >= self.room:
                raise DeskFull(self._delay())
            self._arriving.add(job)
        job.folder = self.place / f"job-{job.id}"
        try:
            job.folder.mkdir()
            yield job
        finally:
            with self._lock:
                self._arriving.discard(job)
            if job.id not in self._jobs:
                remove_folder(job.folder)

    def hand_in(self, job: AskedJob, name: str, format: str | None, form: Form) -> None:
        """A document that has arrived waits for its turn from now on."""
        with job.content.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        item = InputFile(job.content, name, sha256)
        job.task = AskedDocument(item, job.folder, format=format, only_first=form != "jsonl", form=form)
        with self._lock:
            self._arriving.discard(job)
            self._jobs[job.id] = job
            if not self._open:
                self._cancel(job)
                return
            self._waiting.append(job)
            self._lock.notify()

    def find(self, identity: str) -> AskedJob | None:
        """The document of that id, if it is still known."""
        with self._lock:
            self._forget_old()
            return self._jobs.get(identity)

    def ahead_of(self, job: AskedJob) -> int | None:
        """How many wait before it; None where it waits no more."""
        with self._lock:
            return self._waiting.index(job) if job in self._waiting else None

    def drop(self, job: AskedJob) -> None:
        """Cancels a document that is not done, and forgets it and its record."""
        with self._lock:
            self._cancel(job)
            self._forget(job)

    def counts(self) -> tuple[int, int]:
        """How many wait or are being sent, and how many are in hand."""
        with self._lock:
            return len(self._waiting) + len(self._arriving), len(self._running())

    def _running(self) -> list[AskedJob]:
        return [job for job in self._jobs.values() if job.state == "running"]

    def _cancel(self, job: AskedJob) -> None:
        if job.state == "waiting":
            with contextlib.suppress(ValueError):
                self._waiting.remove(job)
            job.end("cancelled")
        elif job.state == "running":
            job.end("cancelled")
            if job.worker:
                job.worker.process.kill()  # its thread hears of it, and starts another

    def _forget(self, job: AskedJob) -> None:
        """Forgets a document; one whose process is just being ended goes when that is done."""
        self._jobs.pop(job.id, None)
        if job.worker is None:
            remove_folder(job.folder)

    def _forget_old(self) -> None:
        ended = [job for job in self._jobs.values() if job.ended.done()]
        ended.sort(key=lambda job: job.ended_at)
        too_many = max(0, len(ended) - MOST_KEPT)
        oldest = time.monotonic() - KEPT
        for number, job in enumerate(ended):
            if number < too_many or job.ended_at < oldest:
                self._forget(job)

    def _delay(self) -> int:
        """Seconds until there may be room, by the time that the last documents took."""
        mean = sum(self._times) / len(self._times) if self._times else 1.0
        return max(1, min(LONGEST_DELAY, math.ceil(mean * (len(self._waiting) + 1) / self.count)))

    def _worker(self) -> Worker:
        """A process that is ready."""
        worker = Worker(self.limits, str(self.place), self._prepare, max(1, processors() // self.count))
        try:
            worker.await_ready()
        except BaseException:
            worker.end()
            raise
        return worker

    def _serve(self, worker: Worker | None) -> None:
        """The life of a thread: a process, to which it hands one document after the other."""
        while job := self._next():
            try:
                worker = worker or self._worker()
            except NoProcess as error:
                log.error("No process could be started: %s", error)
                self._settle(
                    job, _own_failure(job, NO_PROCESS, Message("No process can be started to read it."))
                )
                continue
            if self._begun(job, worker):
                began = time.monotonic()
                self._settle(job, _outcome(job, worker), time.monotonic() - began)
            if not worker.alive:
                worker.end()
                worker = None
        if worker:
            worker.end()

    def _next(self) -> AskedJob | None:
        """The document whose turn it is, when there is one; None when the desk is closed."""
        with self._lock:
            while self._open and not self._waiting:
                self._lock.wait()
            if not self._open:
                return None
            job = self._waiting.popleft()
            job.state = "running"
            return job

    def _begun(self, job: AskedJob, worker: Worker) -> bool:
        """Whether a document goes to its process: it may have been cancelled meanwhile."""
        with self._lock:
            if job.state == "running":
                job.worker = worker
            return job.state == "running"

    def _settle(self, job: AskedJob, outcome: Outcome, seconds: float | None = None) -> None:
        """Notes how a document ended, unless it was cancelled."""
        with self._lock:
            job.worker = None
            if seconds is not None:
                self._times.append(seconds)
            if job.state == "running":
                job.end("done" if job.answer.exists() else "failed", outcome.failure)
            if job.id not in self._jobs:
                remove_folder(job.folder)


def _outcome(job: AskedJob, worker: Worker) -> Outcome:
    """How a document ends that a process is handed."""
    assert job.task
    try:
        return worker.parse(job.task)
    except OSError as error:  # the disk is full or failing, which costs no process
        log.error("The record of a document could not be written: %s", error)
        message = Message("The service cannot write to its disk (%(error)s).", error=error.strerror)
        return _own_failure(job, NO_DISK, message)


def _own_failure(job: AskedJob, code: str, message: Message) -> Outcome:
    """What is told of a document that it is not to blame for."""
    assert job.task
    item = job.task.input
    failure = LedgerEntry(item.path, code, message, Message("Send it again in a while."), sha256=item.sha256)
    return Outcome(item, failure=failure)
