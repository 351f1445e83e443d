"""Excel's workbooks of today: what openpyxl reads of a package in which nothing but cells is left."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from itertools import chain

import openpyxl
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from crparse.errors import ReadError
from crparse.readers.files.markup import DAMAGED_PACKAGE, read_parts
from crparse.readers.worksheets import PrintedSheet, Written, margin
from crparse.readers.worksheets.printed_values import printed_value
from crparse.source import Block, Kind
from crparse.wording import Message

MAX_XML = 48 * 2**20
"""Bytes of unpacked XML beyond which a workbook is no attendance sheet: openpyxl takes fifty times that."""

MOST_MERGED = 10_000
"""Cells of a merged one: openpyxl would make each of the billions that a file may name."""

ADVICE = Message("Open it in Excel or LibreOffice and save it again as .xlsx.")

# The parts with cells, their texts and their looks: takes "xl/worksheets/sheet1.xml", leaves
# "xl/drawings/drawing1.xml", "xl/worksheets/_rels/sheet1.xml.rels".
_CELLS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?[\w.-]+\.(?:xml|rels)|xl/worksheets/[\w.-]+\.xml|"
    r"xl/theme/[\w.-]+\.xml"
)
# Takes '<mergeCell ref="A1:C1"/>', leaves "<mergeCells>".
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]*)"[^>]*?/>')

# Signs for page, date and typeface in a margin: takes '&P', '&"Arial,Bold"', '&12', leaves "Bureau".
_SIGNS = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|.)')

# A part that declares entities, which no workbook has: takes "<!DOCTYPE x [<!ENTITY", leaves "<worksheet".
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")

NOT_TOLD = (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, SyntaxError, OSError)
"""What openpyxl raises where a workbook is not as it takes for granted; damaged XML is a SyntaxError."""


def sheets_of(content: bytes) -> list[PrintedSheet]:
    """The sheets that are not hidden.

    Raises:
        ReadError: "truncated", "too_large" or "corrupt_xlsx".
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            slim = _slim(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not know: charts, lists to choose from
            book = openpyxl.load_workbook(slim, data_only=True, keep_links=False)
            return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except DAMAGED_PACKAGE as error:
        message = Message("The workbook cannot be unpacked (%(error)s).", error=error)
        raise ReadError("truncated", message, Message("Get a new copy of the file.")) from error
    except NOT_TOLD as error:
        raise ReadError(
            "corrupt_xlsx", Message("The workbook is damaged (%(error)s).", error=error), ADVICE
        ) from error


def _slim(package: zipfile.ZipFile) -> io.BytesIO:
    """The cells alone: pictures, drawings and remarks are not read, and could be without end."""
    named = [part for part in package.infolist() if _CELLS.fullmatch(part.filename)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as slim:
        for name, content in read_parts(package, named, MAX_XML, "workbook").items():
            if _DECLARED.search(content.replace(b"\0", b"")):
                raise ReadError(
                    "corrupt_xlsx", Message("The workbook declares entities, as no program does."), ADVICE
                )
            slim.writestr(name, _MERGED.sub(_if_of_a_table, content) if "worksheets/" in name else content)
    stream.seek(0)
    return stream


def _if_of_a_table(merged: re.Match[bytes]) -> bytes:
    try:
        left, top, right, bottom = range_boundaries(merged[1].decode("ascii", "replace"))
        small = (right - left + 1) * (bottom - top + 1) <= MOST_MERGED  # type: ignore[operator]
    except (ValueError, TypeError):
        small = False
    return merged[0] if small else b""


def _sheet(sheet: Worksheet) -> PrintedSheet:
    merged = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    # Not by rows: a file may have a cell in the last of a million, and nothing before it.
    cells = {
        place: Written(_printed(cell), bool(cell.font.b), cell.font.sz)
        for place, cell in sheet._cells.items()
        if isinstance(cell, ExcelCell) and cell.value is not None
    }
    rows = frozenset(row for row, looks in sheet.row_dimensions.items() if looks.hidden or looks.ht == 0)
    hidden = [looks for looks in sheet.column_dimensions.values() if looks.hidden or looks.width == 0]
    columns = frozenset(chain.from_iterable(range(looks.min or 0, (looks.max or 0) + 1) for looks in hidden))
    return PrintedSheet(sheet.title, cells, merged, rows, columns, tuple(_margins(sheet)))


def _printed(cell: ExcelCell) -> str:
    value = cell.value
    told = printed_value(value, str(cell.number_format)) if not hasattr(value, "text") else ""  # type: ignore[arg-type]
    return told.replace("_x000D_", "")


def _margins(sheet: Worksheet) -> Iterator[Block]:
    for kind, line in ((Kind.HEADER, sheet.oddHeader), (Kind.FOOTER, sheet.oddFooter)):
        for side in (line.left, line.center, line.right) if line else ():
            yield from margin(_SIGNS.sub(" ", (side and side.text) or ""), kind)
