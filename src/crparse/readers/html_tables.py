"""The cells of an HTML table with the rows and columns that they cover."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

MOST = 100
"""Columns or rows that one cell may cover, whatever it says."""


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
    rows = list(_rows(table))
    cells: list[TableCell] = []
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        own = [cell for cell in row if cell.tag in ("td", "th")]
        header = bool(own) and all(cell.tag == "th" for cell in own) and (index == 0 or _in_head(row))
        for cell in own:
            while (index, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan"), len(rows) - index)
            across = _span(cell, "colspan")
            taken.update((index + i, column + j) for i in range(down) for j in range(across))
            cells.append(TableCell(cell, index, column, down, across, header or _in_head(row)))
            column += across
    columns = max((column + 1 for _, column in taken), default=0)
    caption = next((child for child in table if child.tag == "caption"), None)
    inside = sum(
        cell.tag in ("td", "th") for inner in table.iterdescendants("table") for cell in inner.iter()
    )
    layout = inside > len(cells) or columns < 2 or table.get("role") == "presentation"
    return Grid(len(rows), columns, cells, caption, layout)


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _in_head(row: html.HtmlElement) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _span(cell: html.HtmlElement, name: str) -> int:
    told = cell.get(name, "1").strip()
    return max(1, min(MOST, int(told))) if told.isdigit() else 1
