"""Grids: dimensions, the choices that cover every pair of their values, and the sheets made of them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations, islice, repeat
from random import Random
from typing import Any

from allpairspy import AllPairs

from layouts.sheet import Sheet

Choice = Mapping[str, str]
"""One value of each dimension, by the dimension's name."""

Dimensions = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Ambiguity:
    """A pair of values that says too little for a French reader to tell what is meant."""

    values: Mapping[str, str]
    """Two dimensions with the value of each."""
    reason: str

    def holds(self, choice: Choice) -> bool:
        """Whether a choice has both values."""
        return all(choice.get(name) == value for name, value in self.values.items())


@dataclass(frozen=True)
class Made:
    """A sheet to be read, and what a reader finds in it: those fields of a record that the grid is about."""

    sheet: Sheet
    expected: Mapping[str, Any]
    alternatives: Sequence[Mapping[str, Any]] = ()
    """Other records that are as right ("Conseil municipal" for its whole name)."""
    differs: Callable[[Mapping[str, Any]], Sequence[str]] | None = None
    """What else is wrong with a record, in words: what the scores do not look at."""


@dataclass(frozen=True)
class Grid:
    """What varies, what no reader could tell, and how a sheet is made of one choice and some chance."""

    dimensions: Dimensions
    make: Callable[[Choice, Random], Made]
    ambiguous: Sequence[Ambiguity] = field(default=())

    @property
    def ambiguous_share(self) -> float:
        """The pairs of values left out as ambiguous, of all pairs of values of two dimensions."""
        sizes = [len(values) for values in self.dimensions.values()]
        return len(self.ambiguous) / sum(one * other for one, other in combinations(sizes, 2))

    def choices(self, seed: int, count: int) -> list[Choice]:
        """`count` choices that together hold every pair of values, again and again in other company."""
        return list(islice(self._endless(Random(seed)), count))

    def mixed(self, seed: int, count: int) -> list[Choice]:
        """`count` choices drawn by chance, each value as often as another: what is learned from."""
        random = Random(seed)
        drawn = (
            {name: random.choice(values) for name, values in self.dimensions.items()} for _ in repeat(None)
        )
        clear = (choice for choice in drawn if not any(one.holds(choice) for one in self.ambiguous))
        return list(islice(clear, count))

    def _endless(self, random: Random) -> Iterator[Choice]:
        while True:
            names = random.sample(sorted(self.dimensions), len(self.dimensions))
            values = [random.sample(self.dimensions[name], len(self.dimensions[name])) for name in names]
            pairs = AllPairs(values, filter_func=partial(self._is_clear, names))
            rows = [dict(zip(names, row, strict=True)) for row in pairs]
            self._even(rows, random)
            random.shuffle(rows)
            yield from rows

    def _even(self, rows: Sequence[dict[str, str]], random: Random) -> None:
        """Draws by chance what a row holds for no pair's sake: else most sheets would have one format.

        Pairs that other rows hold as well are left to these; three in four of the values of small dimensions
        are such ones, which the cover fills with the first value of each.
        """
        held = Counter(pair for row in rows for pair in combinations(sorted(row.items()), 2))
        for row in rows:
            for name in random.sample(sorted(row), len(row)):
                if all(held[pair] > 1 for pair in self._pairs_of(row, name)):
                    held.subtract(self._pairs_of(row, name))
                    others = [
                        value for value in self.dimensions[name] if self._is_still_clear(row, name, value)
                    ]
                    row[name] = random.choice(others)
                    held.update(self._pairs_of(row, name))

    def _pairs_of(self, row: Choice, name: str) -> list[tuple[tuple[str, str], ...]]:
        mine = (name, row[name])
        return [tuple(sorted((mine, other))) for other in row.items() if other[0] != name]

    def _is_still_clear(self, row: Choice, name: str, value: str) -> bool:
        return not any(ambiguity.holds({**row, name: value}) for ambiguity in self.ambiguous)

    def _is_clear(self, names: Sequence[str], row: Sequence[str]) -> bool:
        """Whether no reader would be at a loss; a row may still be short of its last values."""
        choice = dict(zip(names, row, strict=False))
        return not any(ambiguity.holds(choice) for ambiguity in self.ambiguous)
