"""Minutes without text made for tests: pages drawn as text, then turned into pictures or into shapes."""

import ctypes
import io
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

SCAN_DPI = 200


def picture(content: bytes, page: int = 0, turn: float = 0.0, height: float | None = None) -> Image.Image:
    """The picture of a PDF's page, turned anticlockwise as it may lie on the glass.

    With a height in points, of that much of it from the top: half a sheet costs half the time to recognise.
    """
    document = pdfium.PdfDocument(content)
    try:
        drawn: Image.Image = document[page].render(scale=SCAN_DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()
    if height is not None:
        drawn = drawn.crop((0, 0, drawn.width, round(height * SCAN_DPI / 72)))
    return drawn.rotate(turn, Image.Resampling.BICUBIC, expand=turn % 90 == 0, fillcolor=255)


def pdf_of(pictures: Sequence[Image.Image]) -> bytes:
    """A PDF of pictures only."""
    buffer = io.BytesIO()
    first, *others = pictures
    first.save(buffer, "PDF", resolution=SCAN_DPI, save_all=True, append_images=others)
    return buffer.getvalue()


def scanned(content: bytes, turn: float = 0.0, height: float | None = None) -> bytes:
    """The first page of a PDF as a scanner gives it, or the top of it."""
    return pdf_of([picture(content, turn=turn, height=height)])


def in_shapes(content: bytes) -> bytes:
    """The first page of a PDF with its letters turned into shapes, as printers ask for."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    document = pdfium.PdfDocument(content)
    page = document[0]
    text = page.get_textpage()
    try:
        for index in range(text.count_chars()):
            _draw_letter(canvas, text.raw, index)
    finally:
        text.close()
        page.close()
        document.close()
    canvas.save()
    return buffer.getvalue()


def _draw_letter(canvas: Canvas, text: raw.FPDF_TEXTPAGE, index: int) -> None:
    letter = raw.FPDFText_GetTextObject(text, index)
    if not letter:  # a line end
        return
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    size = raw.FPDFText_GetFontSize(text, index)
    outline = raw.FPDFFont_GetGlyphPath(
        raw.FPDFTextObj_GetFont(letter), raw.FPDFText_GetUnicode(text, index), size
    )
    path, curve = canvas.beginPath(), []
    dx, dy = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFGlyphPath_CountGlyphSegments(outline)):
        part = raw.FPDFGlyphPath_GetGlyphPathSegment(outline, number)
        raw.FPDFPathSegment_GetPoint(part, dx, dy)
        point = x.value + size * dx.value, y.value + size * dy.value
        kind = raw.FPDFPathSegment_GetType(part)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            path.moveTo(*point)
        elif kind == raw.FPDF_SEGMENT_LINETO:
            path.lineTo(*point)
        else:
            curve += point
        if len(curve) == 6:
            path.curveTo(*curve)
            curve = []
    canvas.drawPath(path, stroke=0, fill=1)
