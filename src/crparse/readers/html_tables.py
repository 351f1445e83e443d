"""The cells of an HTML table with the rows and columns that they cover."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import html

MOST = 100
"""Columns or rows that one cell may cover, whatever it says."""

CELLS = ("td", "th")
SECTIONS = ("thead", "tbody", "tfoot")
INNER = {"table": (*SECTIONS, "tr"), **dict.fromkeys(SECTIONS, ("tr",)), "tr": ()}
"""Element between a table and its cells -> those that may stand in it."""

_NUMBER = re.compile(r"0*([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell and its place."""

    element: html.HtmlElement
    row: int
    column: int
    row_span: int
    column_span: int
    header: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its size, its cells row by row."""

    rows: int
    columns: int
    cells: list[TableCell]
    caption: html.HtmlElement | None
    is_layout: bool
    """It only sets a page: it has one column, or larger tables inside."""


def grid_of(table: html.HtmlElement) -> Grid:
    """The cells of a table; those of tables inside it are not its own."""
    rows = list(_rows_of(table))
    cells: list[TableCell] = []
    taken: set[tuple[int, int]] = set()
    for index, own in enumerate(rows):
        column = 0
        header = all(cell.tag == "th" for cell in own) and (index == 0 or _in_head(own[:1]))
        for cell in own:
            while (index, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan"), len(rows) - index)
            across = _span(cell, "colspan")
            taken.update((index + i, column + j) for i in range(down) for j in range(across))
            cells.append(TableCell(cell, index, column, down, across, header or _in_head([cell])))
            column += across
    columns = max((column + 1 for _, column in taken), default=0)
    caption = next((child for child in table if child.tag == "caption"), None)
    layout = _holds_larger(table, len(cells)) or columns < 2 or table.get("role") == "presentation"
    return Grid(len(rows), columns, cells, caption, layout)


def _holds_larger(table: html.HtmlElement, own: int) -> bool:
    """Whether the tables inside a table have more cells than it has of its own."""
    return next(islice(table.iterdescendants(*CELLS), 2 * own, None), None) is not None


def _rows_of(part: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    """The cells of each row; those without a row of their own are one."""
    loose: list[html.HtmlElement] = []
    for child in part:
        if child.tag in CELLS:
            loose.append(child)
        elif child.tag in INNER[part.tag]:
            yield from ([list(child.iterchildren(*CELLS))] if child.tag == "tr" else _rows_of(child))
    if loose:
        yield loose


def _in_head(cells: list[html.HtmlElement]) -> bool:
    return any(next(cell.iterancestors("thead", "table")).tag == "thead" for cell in cells)


def _span(cell: html.HtmlElement, name: str) -> int:
    told = _NUMBER.match(cell.get(name, "").strip())
    return max(1, min(MOST, int(told[1]))) if told else 1
