"""Bars side by side, each in parts that stand on one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BAR, TALLEST = 32, 150
"""How far bars stand apart, and how tall the tallest is, in dots."""


@dataclass(frozen=True, slots=True)
class StackedBar:
    """A bar of a picture, in parts that stand on each other."""

    label: str
    title: str
    parts: tuple[tuple[str, int], ...]
    """Each with what it is called in the style sheet."""
    document: str | None = None

    @property
    def total(self) -> int:
        """Its height."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of bars side by side."""

    bars: list[StackedBar]
    legend: tuple[tuple[str, str], ...]
    """Each part with its name."""

    @property
    def width(self) -> int:
        """Of the picture; there is none of nothing."""
        return max(len(self.bars) * BAR + 44, 300) if self.bars else 0

    @property
    def height(self) -> int:
        """Of the picture."""
        return TALLEST + 34

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What its parts mean: how each looks, and its name."""
        return self.legend

    @property
    def highest(self) -> int:
        """The height of the highest."""
        return max((bar.total for bar in self.bars), default=0)

    @property
    def lines(self) -> list[int]:
        """The numbers at which a line is drawn across: round ones, some four of them."""
        step = next(step for step in _steps() if self.highest <= 4 * step)
        return list(range(0, self.highest + step, step))


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50…"""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def spaced(bars: Sequence[StackedBar], width: int = BAR) -> Iterator[tuple[int, StackedBar, bool]]:
    """Where each bar begins, and whether its label has room: every one, or every second, fifth…"""
    every = next(step for step in _steps() if len(bars) <= 12 * step)
    for number, bar in enumerate(bars):
        yield number * width, bar, number % every == 0
