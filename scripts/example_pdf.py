"""A text of corpus/texts as a PDF, the same bytes on every run."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from example_markup import Block, Text, spans

BOLD = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold", "Courier": "Courier-Bold"}
REGULAR = {"Times": "Times-Roman", "Helvetica": "Helvetica", "Courier": "Courier"}
LARGER = {"title": 5, "heading 1": 3, "heading 2": 1.5, "heading 3": 0.5}
"""Points by which titles and headings are larger than the text."""

MARGIN = 2.2 * cm
WIDTH = A4[0] - 2 * MARGIN
RULED = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
UNRULED = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])


@dataclass(frozen=True)
class Face:
    """The type that a text is set in."""

    font: str
    size: float


def pdf_bytes(text: Text) -> bytes:
    """The content of the PDF file: made once to count its pages, once more to print their number."""
    _, pages = _made(text, pages=0)
    content, _ = _made(text, pages)
    return content


def _made(text: Text, pages: int) -> tuple[bytes, int]:
    stream = io.BytesIO()
    template = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        invariant=1, title="", author="",
    )  # fmt: skip
    face = Face(REGULAR[text.layout["font"]], float(text.layout.get("size", "10.5")))
    furniture = _furniture(text.layout, face.font, pages)
    template.build([_flowable(block, face) for block in text.blocks], furniture, furniture)
    return stream.getvalue(), template.page


def _furniture(layout: dict[str, str], font: str, pages: int) -> Callable[[Canvas, Any], None]:
    """What stands at the head and foot of each page."""

    def draw(canvas: Canvas, template: Any) -> None:
        canvas.setFont(font, 8)
        for place, height in (("header", A4[1] - 1.2 * cm), ("footer", 1.2 * cm)):
            line = layout.get(place, "").format(page=template.page, pages=pages)
            canvas.drawCentredString(A4[0] / 2, height, line)

    return draw


def _flowable(block: Block, face: Face) -> Any:
    if block.kind == "table":
        rows = [[[_cell(text, face) for text in paragraphs] for paragraphs in row] for row in block.cells]
        return Table(rows, style=RULED, spaceBefore=6, spaceAfter=6)
    if block.kind == "columns":
        half = (len(block.lines) + 1) // 2
        columns = [[_item(line, face) for line in part] for part in (block.lines[:half], block.lines[half:])]
        return Table([columns], colWidths=[WIDTH / 2] * 2, style=UNRULED)
    return Paragraph(_inline(block.text), _style(block.kind, face), **_bullet(block.kind))


def _bullet(kind: str) -> dict[str, str]:
    return {"bulletText": "•"} if kind.startswith("bullet") else {}


def _cell(text: str, face: Face) -> Paragraph:
    return Paragraph(_inline(text), _style("cell", face))


def _item(text: str, face: Face) -> Paragraph:
    return Paragraph(_inline(text), _style("bullet 1", face), bulletText="•")


def _inline(text: str) -> str:
    return "".join(f"<b>{escape(piece)}</b>" if bold else escape(piece) for piece, bold in spans(text))


def _style(kind: str, face: Face) -> ParagraphStyle:
    size = face.size + LARGER.get(kind, 0)
    style = ParagraphStyle(kind, fontName=face.font, fontSize=size, leading=1.25 * size, spaceAfter=5)
    style.bulletFontName = face.font
    if kind in ("title", "center", "date"):
        style.alignment = TA_CENTER
    if kind == "bold" or kind in LARGER:
        style.fontName = BOLD[face.font]
    if kind.startswith("heading"):
        style.spaceBefore = 8
    if kind == "cell":
        style.spaceAfter = 0
    if kind.startswith("bullet"):
        style.leftIndent = 14 * int(kind[-1])
        style.bulletIndent = style.leftIndent - 10
    return style
