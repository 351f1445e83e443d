"""Documents parsed by the workers of a Dask scheduler, as they would be on this machine.

On each Dask worker a process of its own has a document in hand (`workers.Worker`), as in a build without
Dask: limits of time and memory hold, and a document that kills its process costs itself alone. The records
come back as bytes; corpus and ledger are written here.

A document is read by the worker where the worker sees it: the same content under the same path, as on a
shared file system. Else it is sent, from then on all that was found under the same argument.
"""

import contextlib
import logging
import os
import queue
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path

import dask
import distributed
from distributed.comm.addressing import get_address_host_port

from crparse.corpus import MEGABYTE, Limits
from crparse.corpus.entries import crashed, read_failure
from crparse.corpus.folder import write_record
from crparse.corpus.machines.on_worker import (
    Answer,
    Order,
    SentFile,
    UnlikeWorker,
    end_idle,
    installation,
    parse_here,
)
from crparse.corpus.workers import STILLBORN, NoProcess, Outcome, Prepare, Task, prepare
from crparse.errors import ReadError
from crparse.programs import programs_there
from crparse.wording import Message, say

AHEAD = 2
"""Documents that a thread of a worker has, one in hand and one to go on with."""

SENT = 512 * MEGABYTE
"""Bytes of documents that are on their way at most: the scheduler holds them in memory."""

PATIENCE = 0.5
"""Seconds between two looks at whether workers have come, or a stop was asked for."""

CONNECTING = 10
"""Seconds in which a scheduler has to answer."""


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
        return Order(item, task.strict, limits, self.prepare, installation())


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
                self.tell(
                    say(
                        "The scheduler %(address)s has no worker yet: the documents wait for one.",
                        address=self._address(),
                    )
                )
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
            return task, NoProcess(
                Message(
                    "A worker of %(address)s cannot go on (%(found)s).", address=self._address(), found=found
                )
            )
        return task, found

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """Tells a scheduler that is gone from a bug."""
        told = Message(
            "The scheduler %(address)s does not answer any more: start it again, then the same "
            "command goes on where it was.",
            address=self._address(),
        )
        try:
            if self.client.status != "running":
                raise NoProcess(told)
            yield
        except (OSError, CancelledError) as error:
            raise NoProcess(told) from error

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
def _quiet() -> Iterator[None]:
    """Keeps back what Dask's client logs of a connection that is lost: it is told in a line."""
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextlib.contextmanager
def on_scheduler(address: str) -> Iterator[DaskEngine]:
    """The workers of the scheduler at an address, "tcp://host:8786".

    Raises:
        NoProcess: There is none, or it does not know crparse: schedulers look into what they hand on.
    """
    with _quiet(), dask.config.set({"distributed.admin.large-graph-warning-threshold": f"{SENT}B"}):
        try:
            # A client that finds no scheduler is not closed, and may keep the next one waiting for ever.
            with socket.create_connection(get_address_host_port(address, strict=True), CONNECTING):
                pass
            client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
        except (OSError, ValueError) as error:
            message = Message(
                "No Dask scheduler answers at %(address)s: start one with `dask scheduler`.", address=address
            )
            raise NoProcess(message) from error
        with client:
            try:
                client.run_on_scheduler(programs_there)
            except ModuleNotFoundError as error:
                message = Message(
                    "crparse is not installed where the scheduler %(address)s runs: install there "
                    "what is here.",
                    address=address,
                )
                raise NoProcess(message) from error
            yield DaskEngine(client)
