"""Lists typed by hand: several items in one paragraph, and how deep each item of a list stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from crparse.readers.markers import split_marker
from crparse.readers.runs import moved
from crparse.source import Cell, Run

DEEPER = 6.0
"""Points by which an item has to stand further in to be one level deeper."""

TAB = 36.0
"""Points from one tab stop to the next where the document sets none."""

SPACE = 3.0
"""Points of a space at the start of a line."""

_LINE = re.compile(r"\n+")
_GAP = re.compile(r"\t+")


@dataclass(frozen=True, slots=True)
class Line:
    """A text of its own within a paragraph, with how far in it stands."""

    text: str
    runs: tuple[Run, ...]
    indent: float = 0.0


def split_items(text: str, runs: tuple[Run, ...], before: str) -> list[Line]:
    """The items that a paragraph holds: lines with a bullet, and bullets side by side.

    "Présents :\\n- Ana Roux\\n- Luc Petit" -> three lines; "▪ Ana Roux\\t▪ Luc Petit" -> two. A line without
    a bullet stays with the one before it. `before` is the white space that stands before the text.
    """
    starts = sorted({0, *_item_starts(text), len(text)})
    lines: list[Line] = []
    for start, end in pairwise(starts):
        raw = text[start:end]
        words = raw.strip()
        skipped = start + len(raw) - len(raw.lstrip())
        blank = raw[: skipped - start] if start else before
        lines.append(Line(words, moved(runs, -skipped, 0, len(words)), width(blank)))
    return lines


def _item_starts(text: str) -> Iterator[int]:
    for line in _LINE.finditer(text):
        if split_marker(text[line.end() :].split("\n", 1)[0]).kind == "bullet":
            yield line.end()
    first = split_marker(text)
    if first.kind == "bullet":
        for gap in _GAP.finditer(text):
            if split_marker(text[gap.end() :]).marker == first.marker:
                yield gap.end()


def width(blank: str) -> float:
    """Points of the white space at the start of a line."""
    last = blank.rpartition("\n")[2]
    return TAB * last.count("\t") + SPACE * (len(last) - last.count("\t"))


@dataclass(frozen=True, slots=True)
class _Item:
    edge: float
    level: int
    listed: tuple[str, int] | None


@dataclass
class ListLevels:
    """The nesting of list items as they follow one another.

    Items of one Word list are as deep as it says; typed bullets, and items of another list, as deep as they
    stand further in than what is before them.
    """

    open: list[_Item] = field(default_factory=list)
    place: tuple[int, int, int] | None = None

    def level(self, edge: float, cell: Cell | None, listed: tuple[str, int] | None = None) -> int:
        """Nesting (from 0) of an item at this edge; `listed` is its Word list and level."""
        place = (cell.table, cell.row, cell.column) if cell else None
        if place != self.place:
            self.open, self.place = [], place
        if listed is None or not any(i.listed and i.listed[0] == listed[0] for i in self.open):
            level = self._by_edge(edge, listed[1] if listed else 0)
        else:
            level = self._by_list(*listed)
        self.open.append(_Item(edge, level, listed))
        return level

    def text(self, edge: float) -> None:
        """A paragraph that is no item ends the list, unless it stands as far in as the list's text."""
        if self.open and edge <= self.open[0].edge + DEEPER:
            self.open = []

    def _by_edge(self, edge: float, told: int) -> int:
        while self.open and edge < self.open[-1].edge - DEEPER:
            self.open.pop()
        if not self.open:
            return told
        if edge > self.open[-1].edge + DEEPER:
            return self.open[-1].level + 1
        beside = [item for item in self.open if abs(item.edge - edge) <= DEEPER]
        twin = next((item for item in beside if item.level == told), beside[0])
        self.open = self.open[: self.open.index(twin)]
        return twin.level

    def _by_list(self, num_id: str, level: int) -> int:
        same = [item for item in self.open if item.listed and item.listed[0] == num_id]
        anchor = next((item for item in reversed(same) if _depth(item) <= level), same[0])
        kept = self.open.index(anchor) + (_depth(anchor) < level)
        self.open = self.open[:kept]
        return max(0, anchor.level + level - _depth(anchor))


def _depth(item: _Item) -> int:
    return item.listed[1] if item.listed else 0
