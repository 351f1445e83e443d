"""The lines of a document's body, each with its looks, and how most of the document is set."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import Self, TypeVar

from crparse.source import FURNITURE, Block, Kind, Run, SourceDocument
from crparse.text import fold, squeeze

T = TypeVar("T")

Look = tuple[object, ...]
"""Everything in which lines of one document look alike or not."""

TRAITS = ("bold", "italic", "underline")
"""How runs may be set off."""

LONGEST = 250
"""Characters of the longest line that may be a heading."""

ACRONYM = 6
"""Letters up to which capitals may be an acronym ("PLUI") and say nothing about the looks."""

_INK = re.compile(r"\S")

NOT_BODY = FURNITURE | {Kind.FOOTNOTE}


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
        ink = _INK.search(self.block.text)
        return ink is None or ink.start() >= self.inside

    def share(self, trait: str) -> float:
        """Share (0-1) of its non-blank characters set in `bold`, `italic` or `underline`."""
        return self._shares[trait]

    @cached_property
    def _shares(self) -> dict[str, float]:
        marked = dict.fromkeys(TRAITS, 0)
        for run in _runs(self):
            size = _inked(self, run)
            for trait in TRAITS:
                marked[trait] += size if getattr(run, trait) else 0
        # Of a heading joined from two blocks the first tells the looks.
        own = self.block.text[self.inside : self.inside + len(self.text)]
        total = len(own) - sum(map(str.isspace, own))
        return {trait: min(1.0, size / total) if total else 0.0 for trait, size in marked.items()}

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
        return _prevailing(self, lambda run: run.size)

    @cached_property
    def color(self) -> str | None:
        """Colour of most of it."""
        return _prevailing(self, lambda run: run.color)

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


def _runs(line: TextLine) -> Iterator[Run]:
    """The runs of its block that reach into the line."""
    return line.block.runs_in(line.inside, line.inside + len(line.text))


def _inked(line: TextLine, run: Run) -> int:
    start, end = max(run.start, line.inside), min(run.end, line.inside + len(line.text))
    text = line.block.text[start:end]
    return len(text) - sum(map(str.isspace, text))


def _prevailing(line: TextLine, trait: Callable[[Run], T]) -> T | None:
    """What most of the line's characters have."""
    counts: Counter[T] = Counter()
    for run in _runs(line):
        counts[trait(run)] += _inked(line, run)
    return counts.most_common(1)[0][0] if counts.total() else None


def lines_of(source: SourceDocument) -> list[TextLine]:
    """Every line of body text that is not blank, in order."""
    return [
        line
        for index, (start, _, block) in enumerate(source.spans())
        if block.kind not in NOT_BODY
        for line in _lines(start, block, index)
    ]


def _lines(start: int, block: Block, index: int) -> Iterator[TextLine]:
    inside = 0
    for raw in block.text.split("\n"):
        text = raw.strip()
        if text:
            at = inside + raw.index(text)
            yield TextLine(start + at, start + at + len(text), text, block, index, at)
        inside += len(raw) + 1


def joined(first: TextLine, second: TextLine, text: str) -> TextLine:
    """Two lines that are one heading, with the looks of the first."""
    return replace(first, end=second.end, text=text[first.start : second.end])


@dataclass(frozen=True, slots=True)
class Typography:
    """The usual looks of a document's lines."""

    size: float | None
    """Type size of most characters."""
    largest: float | None
    """The largest type size."""
    color: str | None
    """Colour of most characters."""
    indent: float
    """Left edge of most text, tables apart."""
    gap: float
    """White above a block, the median where there is any."""
    bold: float
    """Share of the characters that stand in bold lines."""

    @classmethod
    def of(cls, lines: Sequence[TextLine]) -> Self:
        """The looks that prevail in `lines`."""
        sizes: Counter[float | None] = Counter()
        colors: Counter[str | None] = Counter()
        edges: Counter[int] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
            colors[line.color] += len(line.text)
            if line.block.indent is not None and line.block.cell is None:
                edges[round(line.block.indent)] += len(line.text)
        gaps = [line.block.space_before for line in lines if line.block.space_before]
        letters = sum(len(line.text) for line in lines)
        return cls(
            size=sizes.most_common(1)[0][0] if sizes else None,
            largest=max((size for size in sizes if size), default=None),
            color=colors.most_common(1)[0][0] if colors else None,
            indent=edges.most_common(1)[0][0] if edges else 0,
            gap=median(gaps) if gaps else 0.0,
            bold=sum(len(line.text) for line in lines if line.bold) / letters if letters else 0.0,
        )
