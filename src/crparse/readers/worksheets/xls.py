"""Excel's workbooks of the 1990s, as xlrd reads them."""

import os
from datetime import datetime, time
from struct import error as StructError

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet as OldSheet

from crparse.errors import ReadError
from crparse.readers.worksheets import PrintedSheet, Written
from crparse.readers.worksheets.printed_values import Value, printed_value
from crparse.wording import Message

ADVICE = Message("Open it in Excel or LibreOffice and save it as .xlsx.")

VISIBLE = 0
"""State of a sheet that is not hidden."""

POINT = 20
"""Units of the height of a typeface in a point."""

BOLD = 600
"""Weight of a typeface from which it is bold."""

DAMAGED = (
    xlrd.XLRDError,
    CompDocError,
    StructError,
    AssertionError,
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    OSError,
)
"""What xlrd raises where a workbook is not as it takes for granted."""


def sheets_of(content: bytes) -> list[PrintedSheet]:
    """The sheets that are not hidden.

    Raises:
        ReadError: "encrypted" or "corrupt_xls".
    """
    try:
        with open(os.devnull, "w") as silence:
            book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=silence)
            return [_sheet(book, sheet) for sheet in book.sheets() if sheet.visibility == VISIBLE]
    except DAMAGED as error:
        if "encrypted" in str(error).lower():
            advice = Message("Open it in Excel and save it without a password.")
            raise ReadError("encrypted", Message("The file is protected by a password."), advice) from error
        raise ReadError(
            "corrupt_xls", Message("The workbook is damaged (%(error)s).", error=error), ADVICE
        ) from error


def _sheet(book: xlrd.Book, sheet: OldSheet) -> PrintedSheet:
    cells = {
        (row, column): _written(book, sheet, row, column)
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
    }
    merged = {(top, left): (end - top, right - left) for top, end, left, right in sheet.merged_cells}
    rows = frozenset(row for row, looks in sheet.rowinfo_map.items() if looks.hidden or looks.height == 0)
    columns = frozenset(column for column, looks in sheet.colinfo_map.items() if looks.hidden)
    cells = {place: written for place, written in cells.items() if written.text}
    return PrintedSheet(sheet.name, cells, merged, rows, columns)


def _written(book: xlrd.Book, sheet: OldSheet, row: int, column: int) -> Written:
    cell = sheet.cell(row, column)
    looks = book.xf_list[cell.xf_index or 0]
    face = book.font_list[looks.font_index]
    format = book.format_map[looks.format_key].format_str if looks.format_key in book.format_map else ""
    text = printed_value(_value(book, cell), format)
    return Written(text, face.weight >= BOLD, face.height / POINT or None)


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Value:
    if cell.ctype == XL_CELL_DATE:
        return _moment(cell.value, book.datemode)
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, ""))
    return float(cell.value) if cell.ctype == XL_CELL_NUMBER else str(cell.value)


def _moment(number: float, mode: int) -> Value:
    try:
        year, month, day, hour, minute, second = xlrd.xldate_as_tuple(number, mode)
    except xlrd.xldate.XLDateError:
        return number
    if not year:
        return time(hour, minute, second)
    return datetime(year, month, day, hour, minute, second)
