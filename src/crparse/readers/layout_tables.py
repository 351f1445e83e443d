"""Tables that only set a page: one cell holds the whole text, the other a margin that repeats itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crparse.readers.furniture import is_page_number
from crparse.source import Block, Cell, Kind
from crparse.text import squeeze

LARGEST = 3
"""Rows and columns that such a table has at most."""

PARAGRAPHS = 20
"""Paragraphs from which a cell is a text of its own."""

SHARE = 0.4
"""Share of the document's characters that such a cell holds at least."""


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
    small = cell.rows <= LARGEST and cell.columns <= LARGEST
    return small and len(inside) >= PARAGRAPHS and sum(len(block.text) for block in inside) >= SHARE * whole


def _comes_back(inside: Sequence[Block]) -> bool:
    """Whether most of a cell's paragraphs stand in it more than once."""
    counts = Counter(squeeze(block.text) for block in inside)
    return 2 * sum(counts[squeeze(block.text)] > 1 for block in inside) > len(inside)


def _headers(margin: Iterable[Block]) -> list[Block]:
    """The paragraphs of a margin once each, page numbers left out."""
    once = {squeeze(block.text): block for block in reversed(list(margin)) if not is_page_number(block.text)}
    return [replace(block, kind=Kind.HEADER, cell=None) for block in reversed(once.values())]
