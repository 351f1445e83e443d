"""What a process of the service does in tests of the desk: nothing but what the document says."""

import os
import time
from pathlib import Path

from crparse.corpus import Limits
from crparse.corpus.entries import read_failure
from crparse.corpus.workers import Job, Outcome, Task
from crparse.errors import ReadError
from crparse.service.work import ANSWER


def prepare() -> Job:
    return answer


def prepare_nothing() -> Job:
    raise SystemExit(1)


def answer(task: Task, limits: Limits) -> Outcome:
    """The word "wait PATH" waits until there is such a file; "bad", "bug", "dies" say how they end."""
    word, _, rest = task.input.read().decode().partition(" ")
    if word == "bad":
        failure = read_failure(task.input.path, ReadError("corrupt", "It is cut off.", "Fetch it again."))
        return Outcome(task.input, failure=failure)
    if word == "bug":
        raise KeyError("séance")
    if word == "dies":
        os._exit(1)
    if word == "disk":
        raise OSError(28, "No space left on device")
    while word == "wait" and not Path(rest).exists():
        time.sleep(0.01)
    (task.folder / ANSWER).write_text(f'"{word}"', encoding="utf-8")
    return Outcome(task.input)
