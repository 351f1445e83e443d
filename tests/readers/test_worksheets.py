"""Worksheets: what they print, as tables and paragraphs; what is hidden in them is not read."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from word_files import zipped

from crparse.errors import ReadError
from crparse.readers import read_document
from crparse.readers.worksheets.printed_values import Value, printed_value
from crparse.source import SourceDocument

Fill = Callable[[openpyxl.Workbook, Worksheet], object]


def workbook(fill: Fill) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    fill(made, sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def changed(package: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """The package with a passage of a part replaced."""
    parts = zipfile.ZipFile(io.BytesIO(package))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in parts.namelist():
            content = parts.read(name)
            made.writestr(name, content.replace(before, after) if name == part else content)
    return stream.getvalue()


Row = tuple[tuple[int, int, int, int] | None, str]


def rows(source: SourceDocument) -> list[Row]:
    """(table, row, column, columns that it spans) and text of each block."""
    return [
        (b.cell and (b.cell.table, b.cell.row, b.cell.column, b.cell.column_span), b.text)
        for b in source.blocks
    ]


def attendance(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    sheet.append(["Feuille de présence"])
    sheet.append(["Comité du", datetime(2024, 3, 12)])
    sheet["B2"].number_format = "dddd d mmmm yyyy"
    sheet.append([])
    sheet.append(["Nom", "Organisme", "Présence", "Téléphone"])
    for cell in sheet[4]:
        cell.font = Font(bold=True)
    sheet.append(["Aline Corbier", "Ville de Valmont", "x", "hidden"])
    sheet.append(["Hors liste", "x", "x"])
    sheet.row_dimensions[6].hidden = True
    sheet.append(["Hugo Ferrand\nTerre Vive", None, "excusé"])
    sheet.merge_cells("A7:B7")
    sheet.column_dimensions["D"].hidden = True
    hidden = book.create_sheet("Notes")
    hidden["A1"] = "secret"
    hidden.sheet_state = "hidden"


ATTENDANCE: list[Row] = [
    (None, "Feuille de présence"),
    ((0, 0, 0, 1), "Comité du"),
    ((0, 0, 1, 1), "mardi 12 mars 2024"),
    ((1, 0, 0, 1), "Nom"),
    ((1, 0, 1, 1), "Organisme"),
    ((1, 0, 2, 1), "Présence"),
    ((1, 1, 0, 1), "Aline Corbier"),
    ((1, 1, 1, 1), "Ville de Valmont"),
    ((1, 1, 2, 1), "x"),
    ((1, 2, 0, 2), "Hugo Ferrand"),
    ((1, 2, 0, 2), "Terre Vive"),
    ((1, 2, 2, 1), "excusé"),
]


def test_a_workbook_as_it_is_printed() -> None:
    source = read_document(workbook(attendance), name="cr.xlsx")
    assert (source.format, rows(source)) == ("xlsx", ATTENDANCE)
    assert [b.text for b in source.blocks if b.share("bold")] == ["Nom", "Organisme", "Présence"]
    assert [w.message for w in source.warnings] == ["5 cell(s) in hidden rows or columns are left out."]


def test_sheets_go_by_names_that_somebody_gave_them() -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.title, sheet["A1"] = "Feuil1", "Un"
        book.create_sheet("Bureau du 12 mars")["A1"] = "Deux"
        book.create_sheet("Vide")
        sheet.oddHeader.center.text = "&BComité&B des jardins &P"

    source = read_document(workbook(fill), name="cr.xlsx")
    assert [(b.text, b.heading_level) for b in source.blocks] == [
        ("Un", None),
        ("Bureau du 12 mars", 1),
        ("Deux", None),
    ]
    assert [b.text for b in source.furniture] == ["Comité des jardins"]


def test_an_old_workbook() -> None:
    source = read_document(Path(__file__).parent.parent / "data" / "attendance.xls")
    assert (source.format, rows(source)) == (
        "xls",
        [
            (None, "Feuille de présence"),
            ((0, 0, 0, 1), "Nom"),
            ((0, 0, 1, 1), "Organisme"),
            ((0, 0, 2, 1), "Présence"),
            ((0, 0, 3, 1), "Le"),
            ((0, 0, 4, 1), "Heure"),
            ((0, 1, 0, 1), "Aline Corbier"),
            ((0, 1, 1, 1), "Ville de Valmont"),
            ((0, 1, 2, 1), "x"),
            ((0, 1, 3, 1), "12/03/2024"),
            ((0, 1, 4, 1), "18:05"),
            ((0, 2, 0, 2), "Hugo Ferrand, Terre Vive"),
            ((0, 2, 2, 1), "excusé"),
            ((0, 2, 3, 1), "12,5"),
        ],
    )


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)


def spreadsheet(body: str, styles: str = "") -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def row(*cells: str, attributes: str = "") -> str:
    inside = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f"<table:table-row {attributes}>{inside}</table:table-row>"


def test_a_spreadsheet_of_opendocument() -> None:
    hidden = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    body = (
        '<table:table table:name="A"><table:table-column/><table:table-column table:visibility="collapse"/>'
        + row("Nom", "Téléphone", "Présence")
        + row("Caché", "1", "x", attributes='table:visibility="filter"')
        + row("Aline<text:s/>Corbier", "2", "x")
        + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<table:table table:name="B" table:style-name="h">' + row("secret") + "</table:table>"
    )
    assert rows(read_document(spreadsheet(body, hidden), name="cr.ods")) == [
        ((0, 0, 0, 1), "Nom"),
        ((0, 0, 1, 1), "Présence"),
        ((0, 1, 0, 1), "Aline Corbier"),
        ((0, 1, 1, 1), "x"),
    ]


@pytest.mark.parametrize(
    ("value", "format", "printed"),
    [
        (datetime(2024, 3, 12), "mm-dd-yy", "12/03/2024"),
        (datetime(2024, 3, 12, 18, 5), "m/d/yy h:mm", "12/03/2024 18:05"),
        (date(2024, 8, 1), "d mmm yy", "1 août 24"),
        (date(2024, 1, 1), "mmm yyyy", "janv. 2024"),
        (datetime(2024, 3, 12), 'dddd" "d" "mmmm', "mardi 12 mars"),
        (datetime(2024, 3, 12), "[$-40C]ddd d/m", "mar. 12/3"),
        (time(18, 5), 'h"h"mm', "18h05"),
        (time(18, 5), "h:mm AM/PM", "6:05 PM"),
        (time(18, 5), "General", "18:05:00"),
        (timedelta(hours=25, minutes=30), "[h]:mm", "25:30"),
        (12, "General", "12"),
        (12.5, "General", "12,5"),
        (0.1 + 0.2, "General", "0,3"),
        (1234.5, "#,##0.00", "1\u00a0234,50"),
        (1234.5, '0.0 "€"', "1234,5 €"),
        (-3, '0;"moins "0', "moins 3"),
        (-3, "0.0", "-3,0"),
        (0.256, "0%", "26%"),
        (7, "000", "007"),
        (12, "[$€-40C] 0", "€ 12"),
        (5, '"x";;', "x"),
        (True, "General", "TRUE"),
        ("0612", "0", "0612"),
    ],
)
def test_values_as_cells_print_them(value: Value, format: str, printed: str) -> None:
    assert printed_value(value, format) == printed


def test_workbooks_that_are_broken_or_a_trap() -> None:
    def two(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.append(["Nom", "Présence"])
        sheet.append(["Ana Roux", "x"])
        sheet.merge_cells("A3:B3")

    whole, part = workbook(two), "xl/worksheets/sheet1.xml"
    wide = changed(whole, part, b'ref="A3:B3"', b'ref="A1:XFD1048576"')
    assert read_document(wide, name="cr.xlsx").text == "Nom\tPrésence\nAna Roux\tx"
    declared = changed(whole, part, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    torn = changed(whole, part, b"</sheetData>", b"<sheetData>")
    bare = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
    for broken in (declared, torn, bare):
        with pytest.raises(ReadError) as caught:
            read_document(broken, name="cr.xlsx")
        assert caught.value.code == "corrupt_xlsx"
    far = workbook(lambda _, sheet: sheet.cell(1_048_576, 16_384, "loin"))
    assert read_document(far, name="cr.xlsx").text == "loin"


def test_a_sheet_of_which_all_is_hidden_says_so() -> None:
    def fill(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A1"] = "Ana Roux"
        sheet.row_dimensions[1].hidden = True

    with pytest.raises(ReadError) as caught:
        read_document(workbook(fill), name="cr.xlsx")
    assert (caught.value.code, caught.value.message) == (
        "no_text",
        "1 cell(s) in hidden rows or columns are left out.",
    )
