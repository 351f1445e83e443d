"""What only sets a page and says nothing: frames made as tables, page numbers, lines wrapped by a program."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crparse import lexicon
from crparse.source import Block, Cell, Kind
from crparse.text import fold, squeeze

# Takes "12" of "Page 12", leaves "XII".
DIGITS = re.compile(r"\d+")

LARGEST_FRAME = 3
"""Rows and columns that a table which only sets the page has at most: a margin, a text and a band above."""

PARAGRAPHS = 20
"""Paragraphs from which a cell is a text of its own: those of a table of points are shorter."""

SHARE_OF_TEXT = 0.4
"""Share of the document's characters that such a cell holds at least: it is the body of the minutes."""


def without_layout(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those of a table that only sets the page taken out of it; its margin last, as a header."""
    cells: defaultdict[Cell, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.cell is not None:
            cells[block.cell].append(block)
    whole = sum(len(block.text) for block in blocks)
    frames = {cell.table for cell, inside in cells.items() if _is_text(cell, inside, whole)}
    if not frames:
        return list(blocks)
    margins = {cell for cell, inside in cells.items() if cell.table in frames and _comes_back(inside)}
    body = [
        replace(block, cell=None) if block.cell is not None and block.cell.table in frames else block
        for block in blocks
        if block.cell not in margins
    ]
    return [*body, *_headers(block for block in blocks if block.cell in margins)]


def _is_text(cell: Cell, inside: Sequence[Block], whole: int) -> bool:
    small = max(cell.rows, cell.columns) <= LARGEST_FRAME
    length = sum(len(block.text) for block in inside)
    return small and len(inside) >= PARAGRAPHS and length >= SHARE_OF_TEXT * whole


def _comes_back(inside: Sequence[Block]) -> bool:
    """Whether most of a cell's paragraphs stand in it more than once."""
    counts = Counter(squeeze(block.text) for block in inside)
    return 2 * sum(counts[squeeze(block.text)] > 1 for block in inside) > len(inside)


def _headers(margin: Iterable[Block]) -> list[Block]:
    """The paragraphs of a margin once each, page numbers left out."""
    once = {squeeze(block.text): block for block in reversed(list(margin)) if not is_page_number(block.text)}
    return [replace(block, kind=Kind.HEADER, cell=None) for block in reversed(once.values())]


def is_page_number(text: str) -> bool:
    """Whether a line says nothing but a page number ("3", "- 3 -", "Page 3 sur 8", "3/8")."""
    return lexicon.cues("furniture", "page_number").find(fold(text).strip()) is not None


def masked(text: str) -> str:
    """The text folded, its numbers made alike."""
    return DIGITS.sub("0", fold(text))


NARROWEST = 45
"""Characters of a line from which a text may be wrapped: shorter lines end where the author meant."""

WIDEST = 130
"""Characters of a line beyond which a text is not wrapped: programs wrap at 72 to 120."""

SLACK = 4
"""Characters by which a line may fall short of the width: some programs wrap a little early."""

SEVERAL = 3
"""Lines near the greatest width that it takes: two lines may be as long by chance."""

SHARE_WITHIN = 0.95
"""Share of the longer lines that keep within the width; some addresses reach beyond."""

# Takes "Présents : Ana Roux", "Lieu :"; leaves "à 18 h : la séance", "Le maire, présent :".
_LABEL = re.compile(r"[A-ZÀ-Ý][^.:;,()]{0,40}:(?:\s|$)")


class Width:
    """How wide the lines of a text are wrapped, if they are."""

    def __init__(self, lines: Sequence[str]) -> None:
        lengths = sorted(len(line.rstrip()) for line in lines if len(line.rstrip()) >= NARROWEST)
        widest = lengths[int(SHARE_WITHIN * (len(lengths) - 1))] if lengths else 0
        near = sum(widest - length < 2 * SLACK for length in lengths)
        self.width = widest if widest <= WIDEST and near >= SEVERAL else None

    def is_wrapped(self, above: str, below: str) -> bool:
        """Whether a line goes on in the next: its first word did not fit, and no label begins it."""
        if self.width is None or _LABEL.match(below.lstrip(" \t*_")):
            return False
        word = squeeze(below).partition(" ")[0]
        return len(above.rstrip()) + 1 + len(word) > self.width - SLACK
