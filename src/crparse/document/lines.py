"""The lines of a document's body, each with its looks, and how most of the document is set."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import TypeVar

from crparse.source import Block, Kind, Run, SourceDocument
from crparse.text import fold, squeeze

T = TypeVar("T")

Look = tuple[object, ...]
"""Everything in which lines of one document look alike or not."""

LONGEST = 250
"""Characters of the longest line that may be a heading (chosen, not measured)."""

ACRONYM = 6
"""Letters up to which capitals may be an acronym ("PLUI") and say nothing about the looks
(chosen, not measured)."""

# Takes "Le budget est voté." of " Le budget est voté. ", leaves the white space around, and a blank line.
_LINE = re.compile(r"\S(?:.*\S)?")

NOT_BODY = frozenset({Kind.FOOTNOTE})


@dataclass(frozen=True)
class TextLine:
    """A line of body text as typed: a block, or a part of it between manual line breaks."""

    start: int
    end: int
    text: str
    block: Block
    index: int
    """Of the block in the document."""
    inside: int
    """Offset of the line in its block's text."""

    @cached_property
    def folded(self) -> str:
        """The squeezed text, folded."""
        return fold(squeeze(self.text))

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.folded.split())

    @cached_property
    def first(self) -> bool:
        """Whether it begins its block."""
        return not self.block.text[: self.inside].strip()

    @cached_property
    def _runs(self) -> list[tuple[Run, int]]:
        """The runs of its block that reach into it, and how many of its non-blank characters each sets."""
        text, start, end = self.block.text, self.inside, self.inside + len(self.text)
        return [
            (run, _inked(text[max(run.start, start) : min(run.end, end)]))
            for run in self.block.runs_in(start, end)
        ]

    def share(self, trait: str) -> float:
        """Share (0-1) of its non-blank characters set in `bold`, `italic` or `underline`."""
        # Of a heading joined from two blocks the first tells the looks.
        total = _inked(self.block.text[self.inside : self.inside + len(self.text)])
        marked = sum(inked for run, inked in self._runs if getattr(run, trait))
        return min(1.0, marked / total) if total else 0.0

    @cached_property
    def bold(self) -> bool:
        """Whether nearly all of it is bold."""
        return self.share("bold") > 0.8

    @cached_property
    def italic(self) -> bool:
        """Whether nearly all of it is italic."""
        return self.share("italic") > 0.8

    @cached_property
    def underline(self) -> bool:
        """Whether most of it is underlined (a number before it often is not)."""
        return self.share("underline") > 0.6

    @cached_property
    def size(self) -> float | None:
        """Type size of most of it."""
        return _prevailing((run.size, inked) for run, inked in self._runs)

    @cached_property
    def color(self) -> str | None:
        """Colour of most of it."""
        return _prevailing((run.color, inked) for run, inked in self._runs)

    @cached_property
    def look(self) -> Look:
        """What it looks like, comparable within the document."""
        block = self.block
        return (
            block.heading_level,
            (block.list_level, block.marker) if self.bullet else None,
            self.bold,
            self.italic,
            self.underline,
            round(self.size) if self.size else None,
            self.caps,
            self.color,
            block.align == "center",
            block.cell is not None,
        )

    @cached_property
    def bullet(self) -> bool:
        """Whether a sign, and not a number, marks it as an item of a list."""
        marker = self.block.marker
        return self.first and bool(marker) and not any(c.isalnum() for c in marker or "")

    @cached_property
    def caps(self) -> bool:
        """Whether it is set in capitals."""
        return self.capitals > ACRONYM

    @cached_property
    def capitals(self) -> int:
        """How many letters it has, if they are capitals; up to `ACRONYM` they may be an acronym."""
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) if sum(c.isupper() for c in letters) > 0.85 * len(letters) else 0


def _inked(text: str) -> int:
    return len(text) - sum(map(str.isspace, text))


def _prevailing(weighed: Iterable[tuple[T, int]]) -> T | None:
    """What most characters have; `weighed` tells how many have each."""
    counts: Counter[T] = Counter()
    for value, characters in weighed:
        counts[value] += characters
    return counts.most_common(1)[0][0] if counts.total() else None


def lines_of(source: SourceDocument) -> list[TextLine]:
    """Every line of body text that is not blank, in order."""
    return [
        TextLine(start + line.start(), start + line.end(), line.group(), block, index, line.start())
        for index, (start, _, block) in enumerate(source.spans())
        if block.kind not in NOT_BODY
        for line in _LINE.finditer(block.text)
    ]


def joined(first: TextLine, second: TextLine, text: str) -> TextLine:
    """Two lines that are one heading, with the looks of the first."""
    return replace(first, end=second.end, text=text[first.start : second.end])


class Typography:
    """The usual looks of a document's lines."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        letters = [len(line.text) for line in lines]
        weighed = list(zip(lines, letters, strict=True))
        self.size = _prevailing((line.size, size) for line, size in weighed)
        """Type size of most characters."""
        self.largest = max((line.size for line in lines if line.size), default=None)
        """The largest type size."""
        self.color = _prevailing((line.color, size) for line, size in weighed)
        """Colour of most characters."""
        edges = ((line.block.indent, size) for line, size in weighed if line.block.cell is None)
        self.indent = _prevailing((round(edge), size) for edge, size in edges if edge is not None) or 0
        """Left edge of most text, tables apart."""
        self.gap = median([line.block.space_before for line in lines if line.block.space_before] or [0.0])
        """White above a block, the median where there is any."""
        bold = sum(size for line, size in weighed if line.bold)
        self.bold = bold / sum(letters) if lines else 0.0
        """Share of the characters that stand in bold lines."""
