"""Comparison by ordered, named levels: the first level that holds says how alike two names are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Level(Generic[F]):
    """One way in which two names can be the same; `score` gives 0-100, None where the level does not hold."""

    name: str
    score: Callable[[F, F], float | None]


@dataclass(frozen=True, slots=True)
class Match:
    """The level that joined two names, and how well they fit it."""

    level: str
    score: float


def compare(left: F, right: F, levels: Sequence[Level[F]]) -> Match | None:
    """The first level that holds; None where the names are not the same by any."""
    for level in levels:
        score = level.score(left, right)
        if score is not None:
            return Match(level.name, round(score, 1))
    return None
