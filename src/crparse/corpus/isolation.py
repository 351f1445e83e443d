"""Processes that parse documents under limits of time, memory and output: what goes wrong costs one document.

Our own loop rather than a pool of the standard library or of pebble: those neither end the programs that a
document's process had started (a converter, an OCR) nor tell which process had which document.
"""

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
from multiprocessing.connection import Connection, wait
from pathlib import Path

from crparse.child_process import end_children, note_programs_in
from crparse.corpus.ledger import CRASHED, TOO_SLOW, crashed, too_slow
from crparse.corpus.limits import MEGABYTE, Limits
from crparse.corpus.workers import Outcome, Task, run
from crparse.pipeline import load
from crparse.stopping import STOPS

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
    load()
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
