"""Lanes: work done side by side on the processors of this machine, as far as other processes leave them."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TypeVar

from crparse.programs import Crew, undisturbed

Result = TypeVar("Result")

MOST = 8
"""Lanes of one document: what is done with a scanned page before and after its recognition is done one page
after the other, and takes about an eighth of the time."""

_share: list[int] = []
"""The processors of this process, in one that works beside others."""


def processors() -> int:
    """Those that this process may use, where the system tells: in a container fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def keep_to(count: int) -> None:
    """Has this process do no more work side by side than so many processors do: others have theirs to do."""
    _share[:] = [count]


class Lanes(AbstractContextManager["Lanes"]):
    """Threads in which other programs are run and waited for; no more than processors.

    Where only one is free, work is done when its result is asked for. When the block ends by an error, a stop
    above all, the programs at work end with it.
    """

    def __init__(self) -> None:
        self.count = min(_share[0] if _share else processors(), MOST)
        self.begun = 0
        self._crew = Crew()
        self._threads = ThreadPoolExecutor(self.count, initializer=self._crew.join)

    @property
    def is_full(self) -> bool:
        """Whether a result has to be taken before more work is begun."""
        return self.begun >= self.count

    def begin(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Begins with work; what it gives waits for the result, to be called once."""
        self.begun += 1
        waited = work if self.count == 1 else self._threads.submit(work).result

        def taken() -> Result:
            try:
                return waited()
            finally:
                self.begun -= 1

        return taken

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with undisturbed():
            if kind is not None:
                self._crew.end()
            self._threads.shutdown(cancel_futures=True)
