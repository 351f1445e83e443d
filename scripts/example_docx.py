"""A text of corpus/texts as a DOCX, the same bytes on every run."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from example_markup import NUMBER, Block, Text, spans

AUTHOR = "Odette Farandole"
MADE = datetime(2024, 1, 2, tzinfo=UTC)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
TAB_STOPS = (Cm(5), Cm(11))
DOTS_STOP = Cm(15)
TITLE_SIZE = Pt(16)


def docx_bytes(text: Text) -> bytes:
    """The content of the DOCX file."""
    document = Document()
    _stamp(document)
    if "header" in text.layout:
        document.sections[0].header.paragraphs[0].text = text.layout["header"]
    for block in text.blocks:
        _add(document, block, text.layout)
    stream = io.BytesIO()
    document.save(stream)
    return repacked(stream.getvalue())


def _stamp(document: Any) -> None:
    """Author and dates that do not change, in the place of python-docx's own."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.created = properties.modified = MADE
    properties.comments = ""


def _add(document: Any, block: Block, layout: dict[str, str]) -> None:
    if block.kind == "table":
        _add_table(document, block)
    elif block.kind == "columns":
        raise ValueError("a list in two columns is for PDF only")
    elif block.kind.startswith("heading"):
        _add_heading(document, block, layout)
    elif block.kind == "title" and layout["headings"] == "styles":
        document.add_paragraph(block.text, style="Title")
    else:
        _add_paragraph(document, block)


def _add_heading(document: Any, block: Block, layout: dict[str, str]) -> None:
    """A heading by its style, or by the looks of its run; Word writes the number where the layout says so."""
    numbered = layout.get("numbers") == "word" and NUMBER.match(block.text)
    title = NUMBER.sub("", block.text) if numbered else block.text
    if layout["headings"] == "styles":
        document.add_heading(title, level=int(block.kind[-1]))
        return
    run = document.add_paragraph(style="List Number" if numbered else None).add_run(title)
    run.bold = layout["headings"] == "bold" or None
    run.underline = layout["headings"] == "underline" or None


def _add_paragraph(document: Any, block: Block) -> None:
    style = {"bullet 1": "List Bullet", "bullet 2": "List Bullet 2"}.get(block.kind)
    paragraph = document.add_paragraph(style=style)
    _write(paragraph, block.text, bold=block.kind in ("bold", "title"))
    if block.kind in ("title", "center", "date"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if block.kind == "title":
        paragraph.runs[0].font.size = TITLE_SIZE
    if block.kind == "tabs":
        for stop in TAB_STOPS:
            paragraph.paragraph_format.tab_stops.add_tab_stop(stop)
    if block.kind == "dots":
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            DOTS_STOP, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )


def _add_table(document: Any, block: Block) -> None:
    """A ruled table, and the empty paragraph that keeps Word from joining it to the next one."""
    rows = block.cells
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, made in zip(rows, table.rows, strict=True):
        for paragraphs, cell in zip(row, made.cells, strict=True):
            _write(cell.paragraphs[0], paragraphs[0])
            for text in paragraphs[1:]:
                _write(cell.add_paragraph(), text)
    document.add_paragraph()


def _write(paragraph: Paragraph, text: str, bold: bool = False) -> None:
    for piece, lead in spans(text):
        paragraph.add_run(piece).bold = bold or lead or None


def repacked(content: bytes) -> bytes:
    """The same parts in a fixed order, under a fixed date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in sorted(old.namelist()):
            part = zipfile.ZipInfo(name, ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return stream.getvalue()
