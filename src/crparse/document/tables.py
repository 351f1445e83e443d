"""The tables of a document: their cells by row and column, and the heading rows that say what a column holds.

Attendance, actions, votes and dates read their tables by it, each with the headings that it knows.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from crparse.source import Block, SourceDocument
from crparse.text import fold, squeeze

HEADING_ROWS = 4
"""Rows at the top of a table among which its heading stands. Chosen, not measured."""

KindOf = Callable[[str], str | None]
"""What a heading says its column holds, None if nothing known."""


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A table: its cells by row and column, each the blocks in it with where they begin."""

    cells: dict[tuple[int, int], list[tuple[int, Block]]]
    rows: int
    columns: int
    index: int
    """Index of its first block."""

    def part(self, first: int, last: int) -> "CellGrid":
        """The columns from `first` up to `last`."""
        cells = {(row, c - first): blocks for (row, c), blocks in self.cells.items() if first <= c < last}
        return CellGrid(cells, self.rows, last - first, self.index)

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, its paragraphs joined by a line feed."""
        return "\n".join(block.text for _, block in self.cells.get((row, column), []))

    def span(self, row: int, column: int) -> tuple[int, int]:
        """How many rows and columns a cell stands over."""
        blocks = self.cells.get((row, column), [])
        cell = blocks[0][1].cell if blocks else None
        return (cell.row_span, cell.column_span) if cell else (1, 1)

    def filled(self, row: int) -> list[int]:
        """The columns of a row that hold text, from left to right."""
        return [column for column in range(self.columns) if self.cell(row, column).strip()]

    def below(self, column: int, first_row: int) -> list[str]:
        """The texts of a column from a row on, empty cells left out."""
        texts = (self.cell(row, column) for row in range(first_row, self.rows))
        return [text for text in texts if text.strip()]


def grid_of(blocks: Sequence[tuple[int, int, Block]]) -> CellGrid:
    """The table of blocks that stand in one, each with its index and where it begins."""
    cells: dict[tuple[int, int], list[tuple[int, Block]]] = {}
    for _, start, block in blocks:
        assert block.cell is not None
        cells.setdefault((block.cell.row, block.cell.column), []).append((start, block))
    rows, columns = (max(places) + 1 for places in zip(*cells, strict=True))
    return CellGrid(cells, rows, columns, blocks[0][0])


def grids(source: SourceDocument) -> Iterator[CellGrid]:
    """The tables of a document in order; one that another stands in is given in parts."""
    spans = ((index, start, block) for index, (start, _, block) in enumerate(source.spans()))
    for table, blocks in groupby(spans, lambda span: span[2].cell and span[2].cell.table):
        if table is not None:
            yield grid_of(list(blocks))


# Takes "Roux", "" and "X" of "Roux\t\tX", leaves the tabs.
_FIELD = re.compile(r"(?<![^\t\n])[^\t\n]*")


def grid_of_lines(lines: Sequence[tuple[int, int, Block]]) -> CellGrid | None:
    """The table that lines with tabs are, a line a row; None where it stays open what stands under what.

    A tab that stands for each empty cell tells; where readers fold the white between two columns, as many
    cells in every line do.
    """
    fields = [
        [(start + match.start(), match.group()) for match in _FIELD.finditer(block.text)]
        for _, start, block in lines
    ]
    sizes = {len(row) for row in fields}
    empty = any(not text.strip() for row in fields for _, text in row[:-1])
    if len(fields) < 2 or (len(sizes) > 1 and not empty) or len(fields[0]) < max(sizes):
        return None
    cells = {
        (row, column): [(start, Block(text))]
        for row, own in enumerate(fields)
        for column, (start, text) in enumerate(own)
        if text.strip()
    }
    return CellGrid(cells, len(fields), max(sizes), lines[0][0])


@dataclass(frozen=True, slots=True)
class Headings:
    """The last heading row of a table, and what each column holds by its heading."""

    row: int
    kinds: Mapping[int, str]

    def column(self, kind: str) -> int | None:
        """The first column of a kind."""
        return next((column for column, own in sorted(self.kinds.items()) if own == kind), None)


def find_headings(grid: CellGrid, kind_of: KindOf, suits: Callable[[Sequence[str]], bool]) -> Headings | None:
    """The heading of a table whose columns suit, None if it has none; one of two rows is read as one."""
    for row in range(min(grid.rows - 1, HEADING_ROWS)):
        kinds = kinds_of_row(grid, row, kind_of)
        second = goes_on(grid, row + 1, kind_of)
        both = {**kinds, **kinds_of_row(grid, row + 1, kind_of)} if second else kinds
        if suits([*both.values()]):
            return Headings(row + second, both)
    return None


def kinds_of_row(grid: CellGrid, row: int, kind_of: KindOf) -> dict[int, str]:
    """What the known headings of a row say, by column."""
    found = ((column, kind_of(grid.cell(row, column))) for column in grid.filled(row))
    return {column: kind for column, kind in found if kind}


def goes_on(grid: CellGrid, row: int, kind_of: KindOf) -> bool:
    """Whether a row goes on with the heading above: all known headings, or some below its wide cells."""
    filled, known = grid.filled(row), kinds_of_row(grid, row, kind_of)
    if row >= grid.rows - 1 or not known:
        return False
    above = grid.filled(row - 1)
    wide = {column for column in above if column + 1 not in above and column + 1 < grid.columns}
    below = all(column in wide or column not in above for column in filled)
    return (below and len(filled) < grid.columns) or 1 < len(known) == len(filled)


def repeats(grid: CellGrid, row: int, heading: int) -> bool:
    """Whether a row is the heading again, as at the top of the next page."""
    texts = [[fold(squeeze(grid.cell(at, c))) for c in range(grid.columns)] for at in (row, heading)]
    return row > heading >= 0 and texts[0] == texts[1] and any(texts[0])
