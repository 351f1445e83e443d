"""OpenDocument's spreadsheets: their cells have the text that they print."""

from collections.abc import Iterator

from lxml import etree

from crparse.errors import ReadError
from crparse.readers.files.markup import clark
from crparse.readers.opendocument import LARGEST, OdtLooks, OdtStyles, open_odt, printed, whole_number
from crparse.readers.worksheets import Place, PrintedSheet, Written
from crparse.wording import Message

HIDDEN = frozenset({"collapse", "filter"})
"""What is said of rows and columns that are not shown."""

MOST_REPEATED = 64
"""Places that one repeated cell with text may stand for, each way: attendance sheets repeat blank ones."""

CELLS = frozenset({clark("table:table-cell"), clark("table:covered-table-cell")})


def sheets_of(content: bytes) -> list[PrintedSheet]:
    """The sheets that are not hidden.

    Raises:
        ReadError: "corrupt_odt" or "encrypted" or "too_large".
    """
    text, common, _ = open_odt(content)
    body = text.find(f"{clark('office:body')}/{clark('office:spreadsheet')}")
    if body is None:
        message = Message("The file is OpenDocument but holds no worksheet.")
        raise ReadError("corrupt_odt", message, Message("Open it in LibreOffice and save it as .ods."))
    styles = OdtStyles(common, text)
    hidden = {style.get(clark("style:name")) for tree in (common, text) for style in _hidden_styles(tree)}
    tables = body.iterchildren(clark("table:table"))
    return [_sheet(table, styles) for table in tables if table.get(clark("table:style-name")) not in hidden]


def _hidden_styles(tree: etree._Element) -> Iterator[etree._Element]:
    """The styles of sheets that are not shown."""
    for style in tree.iter(clark("style:style")):
        looks = style.find(clark("style:table-properties"))
        if looks is not None and looks.get(clark("table:display")) == "false":
            yield style


def _sheet(table: etree._Element, styles: OdtStyles) -> PrintedSheet:
    cells: dict[Place, Written] = {}
    spans: dict[Place, tuple[int, int]] = {}
    rows: set[int] = set()
    at = 0
    for row in table.iter(clark("table:table-row")):
        if next(row.iterancestors(clark("table:table"))) is not table:
            continue  # of a table inside a cell
        times = whole_number(row.get(clark("table:number-rows-repeated")))
        found = list(_row(row, styles))
        for again in range(min(times, MOST_REPEATED) if found else 0):
            for column, written, span in found:
                cells[at + again, column] = written
                spans[at + again, column] = span
            if row.get(clark("table:visibility")) in HIDDEN:
                rows.add(at + again)
        if not found and times < LARGEST and row.get(clark("table:visibility")) in HIDDEN:
            rows.update(range(at, at + times))
        at += times
    name = table.get(clark("table:name"), "")
    return PrintedSheet(name, cells, spans, frozenset(rows), frozenset(_hidden_columns(table)))


def _hidden_columns(table: etree._Element) -> Iterator[int]:
    at = 0
    for column in table.iter(clark("table:table-column")):
        times = whole_number(column.get(clark("table:number-columns-repeated")))
        if column.get(clark("table:visibility")) in HIDDEN:
            yield from range(at, at + times)
        at += times


def _row(row: etree._Element, styles: OdtStyles) -> Iterator[tuple[int, Written, tuple[int, int]]]:
    """Column, text and span of each cell of a row that has any text."""
    column = 0
    for cell in row.iterchildren(etree.Element):
        if cell.tag not in CELLS:
            continue
        times = whole_number(cell.get(clark("table:number-columns-repeated")))
        text = "\n".join(_text(line) for line in cell.iterchildren(clark("text:p")))
        if text.strip() and cell.tag == clark("table:table-cell"):
            looks = styles.looks("table-cell", cell.get(clark("table:style-name")), OdtLooks())
            down, across = (cell.get(clark(f"table:number-{side}-spanned")) for side in ("rows", "columns"))
            span = whole_number(down), whole_number(across)
            for again in range(min(times, MOST_REPEATED)):
                yield column + again, Written(text, bool(looks.bold), looks.size), span
        column += times


def _text(line: etree._Element) -> str:
    """A line of a cell; remarks stand beside it, not in it."""
    parts = [printed(line.text or "")]
    for inner in line.iterchildren(etree.Element):
        if inner.tag == clark("text:s"):
            parts.append(" " * whole_number(inner.get(clark("text:c"))))
        elif inner.tag != clark("office:annotation"):
            parts.append(_text(inner))
        parts.append(printed(inner.tail or ""))
    return "".join(parts)
