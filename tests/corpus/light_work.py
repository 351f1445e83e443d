"""A job for processes that loads nothing: what becomes of a process does not depend on what it parses."""

import os
import signal

from crparse.corpus import Limits
from crparse.corpus.workers import Job, Outcome, Task
from crparse.lanes import Lanes


def prepare() -> Job:
    return write_size


def prepare_much() -> Job:
    """The same, once a model of a hundred megabytes is loaded."""
    bytearray(100 << 20)
    return write_size


def prepare_lanes() -> Job:
    return write_lanes


def write_lanes(task: Task, limits: Limits) -> Outcome:
    """Writes how many pages of a document its process recognises side by side."""
    (task.folder / f"{task.input.path}.lanes").write_text(str(Lanes().count))
    return Outcome(task.input)


def write_size(task: Task, limits: Limits) -> Outcome:
    """Reads the document, and writes something to the folder."""
    content = task.input.read()
    (task.folder / f"{task.input.sha256}.size").write_text(str(len(content)))
    return Outcome(task.input)


def prepare_deadly() -> Job:
    return write_size_or_die


ENDS_ITS_PROCESS, ENDS_ITS_WORKER = b"ends its process", b"ends its worker"
"""Documents that take down the process that has them in hand, or also the Dask worker that started it."""


def write_size_or_die(task: Task, limits: Limits) -> Outcome:
    """As `write_size`, but for documents that do harm."""
    content = task.input.read()
    if content.startswith(ENDS_ITS_WORKER):
        os.kill(os.getppid(), signal.SIGKILL)
    if content.startswith((ENDS_ITS_PROCESS, ENDS_ITS_WORKER)):
        os.abort()
    return write_size(task, limits)
