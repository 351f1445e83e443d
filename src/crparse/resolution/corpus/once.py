"""What is worked out once while the names of a corpus are joined: the parts of a name, how two compare."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

forgotten: list[Callable[[], None]] = []
"""What forgets the results of each function when all names are joined."""


def once(function: F) -> F:
    """A function of names whose results are kept until all names are joined, however many there are.

    Several rounds ask for the parts of each name: of a million names those kept from one round would be gone
    in the next, were only the last hundred thousand kept.
    """
    kept = cache(function)
    forgotten.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


@contextmanager
def kept_meanwhile() -> Iterator[None]:
    """While names are joined: what is worked out `once` is kept till the end, and no memory is searched."""
    try:
        with unsearched():
            yield
    finally:
        for forget in forgotten:
            forget()


@contextmanager
def unsearched() -> Iterator[None]:
    """No search of the memory for what refers only to itself.

    Python looks for that again and again through all that is there: among the entities of many documents,
    where there is nothing of that kind, a quarter of the time, two thirds while they are given their ids.
    """
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()
