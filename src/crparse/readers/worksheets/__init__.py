"""Worksheets, such as attendance sheets: Excel's of today (by openpyxl) and of old (by xlrd), OpenDocument's.

What a sheet prints is read: hidden sheets, rows and columns are left out, days and numbers are as their cells
print them. Rows beside each other become tables, lines alone in their row paragraphs. Here is what the forms
share; each has a module.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby

from crparse.source import Block, Caveat, Cell, Kind, Run, SourceDocument
from crparse.wording import Message

Place = tuple[int, int]
"""Row and column."""

# A name that a program gave a sheet: takes "Sheet1", leaves "Bureau du 12 mars", "2024".
_GIVEN_NAME = re.compile(r"[^\W\d_]+\d+")


@dataclass(frozen=True, slots=True)
class Written:
    """What a cell prints."""

    text: str
    bold: bool = False
    size: float | None = None


@dataclass(slots=True)
class PrintedSheet:
    """The cells of a sheet that print something."""

    name: str
    cells: dict[Place, Written] = field(default_factory=dict)
    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)
    """Rows and columns of each merged cell."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    furniture: tuple[Block, ...] = ()

    def shown(self) -> dict[Place, Written]:
        """The cells that are not hidden."""
        return {
            place: written
            for place, written in self.cells.items()
            if written.text.strip()
            and place[0] not in self.hidden_rows
            and place[1] not in self.hidden_columns
        }


def read_xlsx(content: bytes, name: str) -> SourceDocument:
    """The blocks of an Excel workbook.

    Raises:
        ReadError: "truncated", "too_large", "corrupt_xlsx".
    """
    from crparse.readers.worksheets.xlsx import sheets_of

    return _document(sheets_of(content), name, "xlsx")


def read_xls(content: bytes, name: str) -> SourceDocument:
    """The blocks of an old Excel workbook.

    Raises:
        ReadError: "encrypted", "corrupt_xls".
    """
    from crparse.readers.worksheets.xls import sheets_of

    return _document(sheets_of(content), name, "xls")


def read_ods(content: bytes, name: str) -> SourceDocument:
    """The blocks of an OpenDocument spreadsheet.

    Raises:
        ReadError: "encrypted", "too_large", "corrupt_odt".
    """
    from crparse.readers.worksheets.ods import sheets_of

    return _document(sheets_of(content), name, "ods")


def _document(sheets: Sequence[PrintedSheet], name: str, format: str) -> SourceDocument:
    """The sheets one after the other, those with something on them by their name where there are several."""
    blocks: list[Block] = []
    printed = [(sheet, cells) for sheet in sheets if (cells := sheet.shown())]
    tables = count()
    for sheet, cells in printed:
        if len(printed) > 1 and not _GIVEN_NAME.fullmatch(sheet.name.strip()):
            blocks.append(Block(sheet.name.strip(), heading_level=1))
        blocks += _blocks(sheet, cells, tables)
    furniture = {block.text: block for sheet, _ in printed for block in sheet.furniture}
    hidden = sum(len(sheet.cells) for sheet in sheets) - sum(len(cells) for _, cells in printed)
    message = Message("%(hidden)s cell(s) in hidden rows or columns are left out.", hidden=hidden)
    warnings = (Caveat("hidden_cells", message),) if hidden else ()
    return SourceDocument(name, format, (*blocks, *furniture.values()), warnings=warnings)


def _blocks(sheet: PrintedSheet, cells: Mapping[Place, Written], tables: Iterator[int]) -> Iterator[Block]:
    """The rows of a sheet: those between blank ones are a table, lines alone at its top paragraphs."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in sorted(cells):
        rows[row].append(column)
    shown = _counted(rows, sheet.hidden_rows)
    for _, together in groupby(enumerate(rows), key=lambda told: shown[told[1]] - told[0]):
        part = [row for _, row in together]
        while part and len(rows[part[0]]) == 1:
            yield from _paragraphs(cells[part[0], rows[part[0]][0]], None)
            part = part[1:]
        if part:
            yield from _table(sheet, cells, {row: rows[row] for row in part}, next(tables))


def _counted(rows: Mapping[int, Sequence[int]], hidden: frozenset[int]) -> dict[int, int]:
    """The place of each row among those that are shown, blank ones included."""
    passed, found, left = 0, {}, sorted(hidden)
    for row in rows:
        while passed < len(left) and left[passed] < row:
            passed += 1
        found[row] = row - passed
    return found


def _table(
    sheet: PrintedSheet, cells: Mapping[Place, Written], rows: Mapping[int, Sequence[int]], table: int
) -> Iterator[Block]:
    columns = sorted({column for row in rows.values() for column in row})
    for at, (row, filled) in enumerate(rows.items()):
        for column in filled:
            down, across = sheet.spans.get((row, column), (1, 1))
            cell = Cell(
                table,
                at,
                columns.index(column),
                len(rows),
                len(columns),
                max(1, sum(row <= other < row + down for other in rows)),
                max(1, sum(column <= other < column + across for other in columns)),
            )
            yield from _paragraphs(cells[row, column], cell)


def _paragraphs(written: Written, cell: Cell | None) -> Iterator[Block]:
    """A block for each line that is broken by hand in a cell."""
    for line in written.text.splitlines():
        text = line.strip()
        if text:
            runs = (Run(0, len(text), written.bold, size=written.size),)
            yield Block(text, cell=cell, runs=runs)


def margin(text: str, kind: Kind) -> Iterator[Block]:
    """What a sheet prints in the margin of each page."""
    line = " ".join(text.split())
    if any(map(str.isalpha, line)):
        yield Block(line, kind=kind)
