"""The documents of a corpus, parsed in turn or by several processes; a record on disk for each."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from pathlib import Path

from crparse.corpus.inputs import InputFile
from crparse.corpus.ledger import Entry, crashed, internal_error, read_failure
from crparse.corpus.writer import record_json, write_record
from crparse.errors import ReadError
from crparse.parsing import parse_content
from crparse.pipeline import load
from crparse.readers import read_content
from crparse.record import Provenance
from crparse.resolution.corpus_records import DocumentEntities, document_entities

SPAWN = multiprocessing.get_context("spawn")
"""Processes are spawned, not forked: the libraries' threads do not survive a fork on every system."""

AHEAD = 2
"""Documents handed out for each process: one at work, one waiting, so that none sits idle."""

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document ended: a record on disk, or an entry of the ledger."""

    input: InputFile
    parsed: Parsed | None = None
    failure: Entry | None = None


def run(task: Task) -> Outcome:
    """Reads, parses and writes one document.

    A bug met in it becomes an entry with its traceback: one odd document must not cost the ten thousand
    others of a night's run. Trouble outside the document (no model, a full disk) propagates and ends the run.
    """
    load()
    item = task.input
    try:
        record = parse_content(read_content(item.file), name=item.name, path=item.path)
        content = record_json(record)
        parsed = Parsed(record.id, document_entities(record), record.provenance)
    except ReadError as error:
        return Outcome(item, failure=read_failure(item.path, error, item.sha256))
    except Exception as error:
        return Outcome(item, failure=internal_error(item.path, error, item.sha256))
    if record.source.sha256 != item.sha256:
        changed = ReadError("changed", "The file changed while the corpus was built.", "Build it again.")
        return Outcome(item, failure=read_failure(item.path, changed))
    write_record(content, record.id, task.folder)
    return Outcome(item, parsed)


def run_all(tasks: Iterable[Task], workers: int) -> Iterator[Outcome]:
    """Every task's outcome, as they end; with one worker in this process, in order."""
    if workers == 1:
        yield from map(run, tasks)
        return
    _try_a_process()
    waiting = deque(tasks)
    while waiting:
        suspects = yield from _run_until_crash(waiting, workers, workers * AHEAD)
        # Of those at work when a process died, one is to blame: each gets a process of its own.
        alone = deque(suspects)
        while alone:
            for task in (yield from _run_until_crash(alone, 1, 1)):
                yield Outcome(task.input, failure=crashed(task.input.path, task.input.sha256))


def worker_count(documents: int) -> int:
    """Processes worth starting on this machine for so many documents."""
    # What this process may use, where the system tells: fewer than the machine has, in a container.
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, documents // WORTH_A_PROCESS))


def _run_until_crash(waiting: deque[Task], workers: int, ahead: int) -> Generator[Outcome, None, list[Task]]:
    """Yields outcomes until `waiting` is empty or a process dies; returns the tasks in work then."""
    running: dict[Future[Outcome], Task] = {}
    pool = _pool(workers)
    try:
        while waiting or running:
            if not _hand_out(pool, waiting, running, ahead):
                return list(running.values())
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                if isinstance(future.exception(), BrokenProcessPool):
                    return list(running.values())
                del running[future]
                yield future.result()
        return []
    finally:
        pool.shutdown(cancel_futures=True)


def _hand_out(
    pool: ProcessPoolExecutor, waiting: deque[Task], running: dict[Future[Outcome], Task], ahead: int
) -> bool:
    """Keeps `ahead` tasks in work; False where the pool has lost a process."""
    while waiting and len(running) < ahead:
        try:
            future = pool.submit(run, waiting[0])
        except BrokenProcessPool:
            return False
        running[future] = waiting.popleft()
    return True


def _try_a_process() -> None:
    """Fails here, not once for each document, where no process can be started at all."""
    with ProcessPoolExecutor(1, SPAWN) as pool:
        try:
            pool.submit(os.getpid).result()
        except BrokenProcessPool as error:
            raise RuntimeError(
                "No process can be started: a script that calls crparse.build with several workers needs "
                'an `if __name__ == "__main__":` around it; or use one worker.'
            ) from error


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, SPAWN, initializer=_begin_worker)


def _begin_worker() -> None:
    """Leaves Ctrl-C to the parent process, and ends with it should it be killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
