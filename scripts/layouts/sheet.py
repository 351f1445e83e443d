"""A sheet: lines, tables and columns, set as DOCX, PDF or plain text; the same bytes on every run."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak as PdfPageBreak
from reportlab.platypus import Paragraph, SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as PdfTable

from example_docx import repacked
from example_markup import spans

FORMATS = ("docx", "pdf", "txt")

SIZE = 11.0
"""Points of the usual text."""

TAB = 1.25
"""Centimetres of a step to the right, and of what a tab moves to in the text of a PDF."""

MARGIN = 2.2 * cm
WIDTH = A4[0] - 2 * MARGIN
SIGNS = Path("/usr/share/fonts/truetype/dejavu")
"""Where Debian keeps a face that has boxes and ticks; without it a PDF is set in Helvetica."""


@dataclass(frozen=True)
class Automatic:
    """A number that Word counts and does not store; elsewhere it is typed."""

    levels: Sequence[tuple[str, str, int]]
    """Word's name of the format of each level, how it is printed ("%1.%2"), and where it begins."""
    level: int
    printed: str
    """What it comes to, as it begins the line."""


@dataclass(frozen=True)
class Line:
    """A paragraph. `**bold**` and newlines (line breaks within it) count; tabs are kept."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    size: float = SIZE
    align: str = "left"
    """`left`, `center` or `right`."""
    indent: int = 0
    """Steps to the right."""
    style: str | None = None
    """Of Word ("Heading 1", "List Bullet", "List Number", "Title"); in a PDF a bullet or a larger size."""
    space: float = 5.0
    """Points of white below."""
    color: str | None = None
    """Six figures."""
    automatic: Automatic | None = None


@dataclass(frozen=True)
class Cell:
    """A cell of a table, over so many columns and rows. Newlines part its paragraphs."""

    text: str
    bold: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells; what a cell above or to the left covers is not given again."""

    rows: Sequence[Sequence[Cell | str]]
    ruled: bool = True
    widths: Sequence[float] | None = None
    """Share of the page's width of each column; equal ones where none are given."""
    header_rows: int = 0
    """How many rows are printed again on each page."""
    size: float = SIZE
    """Points of its text."""

    def grid(self) -> list[list[Cell | None]]:
        """Each cell at its first row and column, None where one from above or the left covers."""
        rows: list[list[Cell | None]] = []
        covered: set[tuple[int, int]] = set()
        for i, row in enumerate(self.rows):
            made: list[Cell | None] = []
            for cell in (Cell(cell) if isinstance(cell, str) else cell for cell in row):
                while (i, len(made)) in covered:
                    made.append(None)
                covered |= {
                    (i + down, len(made) + right)
                    for down in range(cell.rows)
                    for right in range(cell.columns)
                }
                made += [cell, *[None] * (cell.columns - 1)]
            while (i, len(made)) in covered:
                made.append(None)
            rows.append(made)
        width = max(map(len, rows))
        return [[*row, *[Cell("")] * (width - len(row))] for row in rows]


@dataclass(frozen=True)
class Columns:
    """Lines side by side, as a newspaper sets them: in a PDF only, elsewhere below each other."""

    columns: Sequence[Sequence[Line]]


@dataclass(frozen=True)
class PageBreak:
    """What follows stands on a new page."""


Block = Line | Table | Columns | PageBreak


@dataclass(frozen=True)
class Sheet:
    """What is printed, from top to bottom; header and footer on every page (DOCX and PDF)."""

    blocks: Sequence[Block]
    header: str = ""
    footer: str = ""

    def content(self, format: str) -> bytes:
        """The bytes of the file, in one of `FORMATS`."""
        return {"docx": _docx, "pdf": _pdf, "txt": _text}[format](self)


def _docx(sheet: Sheet) -> bytes:
    document, lists = Document(), Counted()
    document.sections[0].header.paragraphs[0].text = sheet.header
    document.sections[0].footer.paragraphs[0].text = sheet.footer
    for block in sheet.blocks:
        match block:
            case Line():
                _write_line(_numbered(document, block, lists), block)
            case Table():
                _write_table(document, block)
            case Columns():
                for line in (line for column in block.columns for line in column):
                    _write_line(document.add_paragraph(style=line.style), line)
            case PageBreak():
                document.add_page_break()
    stream = io.BytesIO()
    document.save(stream)
    return repacked(stream.getvalue())


Counted = dict[Sequence[tuple[str, str, int]], int]
"""The number of Word's list for each way to count."""


def _numbered(document: Any, line: Line, lists: Counted) -> Any:
    """A paragraph for the line, in the list that counts its number."""
    paragraph = document.add_paragraph(style=line.style)
    if line.automatic is not None:
        levels = line.automatic.levels
        if levels not in lists:
            lists[levels] = _add_list(document.part.numbering_part.element, levels)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = line.automatic.level
        properties.get_or_add_numId().val = lists[levels]
    return paragraph


def _add_list(numbering: Any, levels: Sequence[tuple[str, str, int]]) -> int:
    """A new list of Word that counts so; its number."""
    number = 1 + max(int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num")))
    inner = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{printed}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (format, printed, start) in enumerate(levels)
    )
    name = f'{nsdecls("w")} w:abstractNumId="{FREE + number}"'
    numbering.insert(0, parse_xml(f"<w:abstractNum {name}>{inner}</w:abstractNum>"))
    shown = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{FREE + number}"/></w:num>'
    numbering.append(parse_xml(shown))
    return number


FREE = 900
"""Above the numbers that the lists of Word's own template have."""

ALIGNED = {
    "left": (None, TA_LEFT),
    "center": (WD_ALIGN_PARAGRAPH.CENTER, TA_CENTER),
    "right": (WD_ALIGN_PARAGRAPH.RIGHT, TA_RIGHT),
}
"""How python-docx and reportlab call the sides."""


def _write_line(paragraph: Any, line: Line) -> None:
    paragraph.alignment = ALIGNED[line.align][0]
    if line.indent:
        paragraph.paragraph_format.left_indent = Cm(TAB * line.indent)
    counted = len(line.automatic.printed) if line.automatic else 0
    for text, bold in spans(line.text[counted:].lstrip() if counted else line.text):
        run = paragraph.add_run(text)
        run.bold, run.italic, run.underline = (
            bold or line.bold or None,
            line.italic or None,
            line.underlined or None,
        )
        if line.size != SIZE:
            run.font.size = Pt(line.size)
        if line.color:
            run.font.color.rgb = RGBColor.from_string(line.color)


def _write_table(document: Any, table: Table) -> None:
    grid = table.grid()
    made = document.add_table(len(grid), len(grid[0]), style="Table Grid" if table.ruled else None)
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            if cell is None:
                continue
            where = made.cell(i, j).merge(made.cell(i + cell.rows - 1, j + cell.columns - 1))
            first, *others = cell.text.split("\n")
            _write_line(where.paragraphs[0], Line(first, bold=cell.bold, size=table.size))
            for text in others:
                _write_line(where.add_paragraph(), Line(text, bold=cell.bold, size=table.size))
    document.add_paragraph()


@cache
def _face() -> tuple[str, str, str]:
    """The names of the regular, bold and italic faces of a PDF."""
    if not (SIGNS / "DejaVuSans.ttf").exists():
        return "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
    pdfmetrics.registerFont(TTFont("Sans", SIGNS / "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont("Sans-Bold", SIGNS / "DejaVuSans-Bold.ttf"))
    slanted = "Helvetica-Oblique"  # where Debian has not installed the slanted faces of DejaVu
    if (SIGNS / "DejaVuSans-Oblique.ttf").exists():
        slanted = "Sans-Oblique"
        pdfmetrics.registerFont(TTFont(slanted, SIGNS / "DejaVuSans-Oblique.ttf"))
    pdfmetrics.registerFontFamily("Sans", "Sans", "Sans-Bold", slanted, "Sans-Bold")
    return "Sans", "Sans-Bold", slanted


def _pdf(sheet: Sheet) -> bytes:
    def draw(canvas: Any, _: Any) -> None:
        canvas.setFont(_face()[0], 8)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 1.2 * cm, sheet.header)
        canvas.drawCentredString(A4[0] / 2, 1.2 * cm, sheet.footer)

    stream = io.BytesIO()
    sides = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    template = SimpleDocTemplate(stream, pagesize=A4, invariant=1, title="", author="", **sides)
    template.build([flowable for block in sheet.blocks for flowable in _flowables(block)], draw, draw)
    return stream.getvalue()


def _flowables(block: Block) -> Iterable[Any]:
    match block:
        case Line():
            yield _paragraph(block)
        case Table():
            yield _pdf_table(block)
        case Columns():
            cells = [[_paragraph(line) for line in column] for column in block.columns]
            yield PdfTable(
                [cells],
                [WIDTH / len(cells)] * len(cells),
                style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]),
            )
        case PageBreak():
            yield PdfPageBreak()


LARGER = {"Title": 6.0, "Heading 1": 4.0, "Heading 2": 2.0, "Heading 3": 1.0}
"""Points by which what Word's styles set larger is larger in a PDF; all of them bold."""


def _paragraph(line: Line) -> Paragraph:
    regular, strong, slanted = _face()
    larger = LARGER.get(line.style or "", 0.0)
    style = ParagraphStyle(
        "line", fontName=strong if line.bold or larger else slanted if line.italic else regular,
        fontSize=line.size + larger, leading=1.25 * (line.size + larger), alignment=ALIGNED[line.align][1],
        leftIndent=TAB * cm * line.indent, spaceAfter=line.space, bulletFontName=regular,
        textColor=HexColor(f"#{line.color}") if line.color else black,
    )  # fmt: skip
    listed = line.style == "List Bullet"
    if listed:
        style.leftIndent, style.bulletIndent = style.leftIndent + 14, style.leftIndent + 4
    text = "".join(f"<b>{_inline(text)}</b>" if bold else _inline(text) for text, bold in spans(line.text))
    return Paragraph(f"<u>{text}</u>" if line.underlined else text, style, bulletText="•" if listed else None)


def _inline(text: str) -> str:
    return escape(text).replace("\n", "<br/>").replace("\t", "&nbsp;" * 8)


def _pdf_table(table: Table) -> PdfTable:
    grid = table.grid()
    styles: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if table.ruled:
        styles.append(("GRID", (0, 0), (-1, -1), 0.5, black))
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            if cell and (cell.columns, cell.rows) != (1, 1):
                styles.append(("SPAN", (j, i), (j + cell.columns - 1, i + cell.rows - 1)))
    cells = [
        [
            [
                _paragraph(Line(text, bold=cell.bold, size=table.size, space=0))
                for text in cell.text.split("\n")
            ]
            if cell
            else ""
            for cell in row
        ]
        for row in grid
    ]
    shares = table.widths or [1 / len(grid[0])] * len(grid[0])
    widths = [WIDTH * share for share in shares]
    return PdfTable(
        cells, widths, style=TableStyle(styles), repeatRows=table.header_rows, spaceBefore=6, spaceAfter=6
    )


def _text(sheet: Sheet) -> bytes:
    return ("\n".join(line for block in sheet.blocks for line in _text_lines(block)) + "\n").encode()


def _text_lines(block: Block) -> Iterable[str]:
    match block:
        case Line():
            bullet = {"List Bullet": "- "}.get(block.style or "", "")
            yield "    " * block.indent + bullet + "".join(text for text, _ in spans(block.text))
            if block.space > 0:
                yield ""
        case Table():
            rows = [[" ".join(cell.text.split()) if cell else "" for cell in row] for row in block.grid()]
            yield from _tabbed(rows) if block.ruled else _padded(rows)
            yield ""
        case Columns():
            for line in (line for column in block.columns for line in column):
                yield from _text_lines(line)
        case PageBreak():
            yield "\f"


def _tabbed(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    return ("\t".join(row) for row in rows)


def _padded(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Columns that begin below each other, as a typewriter sets them."""
    widths = [max(len(row[column]) for row in rows) + 3 for column in range(len(rows[0]))]
    return ("".join(map(str.ljust, row, widths)).rstrip() for row in rows)
