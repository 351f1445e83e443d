"""What an encoder made of a document: how likely each piece of its text begins an item or is inside of one.

It is plain data of the `Doc` (`doc._.crparse_reading`), set by `crparse_encoder` where there is an encoder.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 4
"""Of a probability as it is kept: finer differences are the processor's."""

LEAST = 0.001
"""Probability below which, and above whose counterpart, one is as sure as another: 7 in log-odds."""

UNLIKELY = log(LEAST / (1 - LEAST))
"""The log-odds of what is least likely, and of what is not in the text."""

NEAR = 2
"""Pieces: a beginning that the encoder sees one piece late is that of the stretch (an article, a quote)."""

KINDS = ("person", "organisation", "decision", "action", "example")
"""What a piece may begin or be inside of."""

BEGINS, INSIDE = ":begins", ":inside"
"""End the names of the tags of a kind."""

OWNER = "who"
"""The tag of those who are to do a task."""


class Reading:
    """The log-odds of the pieces, asked for by stretches of the text."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._starts: Sequence[int] = data["starts"]
        self._ends: Sequence[int] = data["ends"]
        likely = {tag: np.asarray(column, dtype=np.float64) for tag, column in data["likely"].items()}
        begins, inside = ({kind: likely[kind + part] for kind in KINDS} for part in (BEGINS, INSIDE))
        self._begins = {kind: _odds(column).tolist() for kind, column in begins.items()}
        self._inside = {kind: _odds(column).tolist() for kind, column in inside.items()}
        either = {kind: _odds(begins[kind] + inside[kind]) for kind in KINDS}
        self._either: Mapping[str, Sequence[float]] = {kind: odds.tolist() for kind, odds in either.items()}
        self._summed: Mapping[str, Sequence[float]] = {
            kind: [0.0, *np.cumsum(odds).tolist()] for kind, odds in either.items()
        }
        self._owner: Sequence[float] = _odds(likely[OWNER]).tolist()

    def _pieces(self, start: int, end: int) -> tuple[int, int]:
        """The first piece of the stretch, and the first after it."""
        first = bisect_right(self._ends, start)
        return first, max(bisect_left(self._starts, end), min(first + 1, len(self._starts)))

    def mean(self, kind: str, start: int, end: int) -> float:
        """How far the whole stretch belongs to an item of the kind."""
        first, last = self._pieces(start, end)
        summed = self._summed[kind]
        return (summed[last] - summed[first]) / (last - first) if last > first else UNLIKELY

    def most(self, kind: str, start: int, end: int) -> float:
        """How far the piece of the stretch does that most likely belongs to one."""
        first, last = self._pieces(start, end)
        return max(self._either[kind][first:last], default=UNLIKELY)

    def begins(self, kind: str, start: int, end: int) -> float:
        """Whether an item begins where the stretch does."""
        first, last = self._pieces(start, end)
        return max(self._begins[kind][first : min(last, first + NEAR)], default=UNLIKELY)

    def goes_on(self, kind: str, start: int, end: int) -> float:
        """Whether an item goes on after the stretch."""
        _, last = self._pieces(start, end)
        return self._inside[kind][last] if last < len(self._starts) else UNLIKELY

    def continues(self, kind: str, start: int, end: int) -> float:
        """Whether an item has begun before the stretch."""
        first, _ = self._pieces(start, end)
        return self._inside[kind][first] if first < len(self._starts) else UNLIKELY

    def owner(self, start: int, end: int) -> float:
        """Whether the stretch names somebody who is to do something."""
        first, last = self._pieces(start, end)
        return max(self._owner[first:last], default=UNLIKELY)


def _odds(likely: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-odds of probabilities, none surer than `LEAST` lets it be."""
    known = _known_odds()
    places = np.rint(likely * (len(known) - 1)).astype(np.int64)
    return known.take(places, mode="clip")


@cache
def _known_odds() -> NDArray[np.float64]:
    """The log-odds of every probability that is kept: looked up, they are the same on every processor."""
    steps = 10**DIGITS
    clipped = (min(max(step / steps, LEAST), 1 - LEAST) for step in range(steps + 1))
    return np.array([log(one / (1 - one)) for one in clipped])
