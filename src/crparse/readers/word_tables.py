"""The cells of a Word table: merged ones once, row by row so that long tables take no longer a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crparse.readers.word_styles import NOTHING, Styles, Traits
from crparse.readers.word_xml import child, name, number, switch, value

WRAPPERS = frozenset(
    name(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")
)
"""Elements around rows and cells that print nothing themselves."""

_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,4}$")


@dataclass(slots=True)
class TableCell:
    """A cell, with the rows and columns that it covers."""

    element: etree._Element
    row: int
    column: int
    column_span: int
    row_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: how many rows and columns it has, and its cells row by row."""

    rows: int
    columns: int
    cells: list[TableCell]


def wrapped(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of this name, those in content controls and marks of revision included."""
    for inner in element.iterchildren(etree.Element):
        if inner.tag == name(tag):
            yield inner
        elif inner.tag in WRAPPERS:
            yield from wrapped(inner, tag)


def read_grid(table: etree._Element) -> Grid:
    """The cells of a table; rows deleted under revision are left out."""
    rows = [row for row in wrapped(table, "w:tr") if child(row, "w:trPr", "w:del") is None]
    cells: list[TableCell] = []
    open_cells: dict[int, TableCell] = {}
    columns = 0
    for index, row in enumerate(rows):
        header = bool(switch(row, "w:trPr", "w:tblHeader"))
        column = number(row, "w:trPr", "w:gridBefore") or 0
        above, open_cells = open_cells, {}
        for element in wrapped(row, "w:tc"):
            span = max(1, number(element, "w:tcPr", "w:gridSpan") or 1)
            cell = _continued(element, above.get(column), cells)
            if cell is None:
                cell = TableCell(element, index, column, span, header=header)
                cells.append(cell)
            elif cell.row == index:
                cell.column_span += span
            else:
                cell.row_span += 1
            if child(element, "w:tcPr", "w:vMerge") is not None:
                open_cells[column] = cell
            column += span
        columns = max(columns, column)
    return Grid(len(rows), columns, cells)


def _continued(element: etree._Element, above: TableCell | None, cells: list[TableCell]) -> TableCell | None:
    """The cell that this one only carries on: that above it, or in old files that before it."""
    down, across = child(element, "w:tcPr", "w:vMerge"), value(element, "w:tcPr", "w:hMerge")
    if down is not None and down.get(name("w:val"), "continue") == "continue":
        return above
    return cells[-1] if across == "continue" and cells else None


class TableLooks:
    """How the style of a table prints its first and last rows and columns."""

    PARTS = (("firstRow", 0x20), ("lastRow", 0x40), ("firstColumn", 0x80), ("lastColumn", 0x100))

    def __init__(self, table: etree._Element, styles: Styles) -> None:
        properties = child(table, "w:tblPr")
        style = styles.get(value(properties, "w:tblStyle"), "table")
        look = child(properties, "w:tblLook")
        self.whole = style.traits if style else NOTHING
        self.parts: dict[str, Traits] = {}
        if style is None or look is None:
            return
        bits = int(look.get(name("w:val"), ""), 16) if _HEXADECIMAL.match(look.get(name("w:val"), "")) else 0
        for part, bit in self.PARTS:
            on = look.get(name(f"w:{part}"))
            if on in ("1", "true", "on") or (on is None and bits & bit):
                self.parts[part] = style.table_part(part.replace("Column", "Col"))

    def of(self, cell: TableCell, rows: int, columns: int) -> Traits:
        """The traits of a cell's text."""
        stands = {
            "firstRow": cell.row == 0,
            "lastRow": cell.row + cell.row_span == rows,
            "firstColumn": cell.column == 0,
            "lastColumn": cell.column + cell.column_span == columns,
        }
        traits = self.whole
        for part in ("lastColumn", "firstColumn", "lastRow", "firstRow"):
            if stands[part] and part in self.parts:
                traits = self.parts[part].over(traits)
        return traits
