"""Scanned minutes made for tests: pages drawn as text, turned into pictures, put into a PDF without text."""

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
import pytest
from PIL import Image

from crparse.readers.tesseract import find_tesseract
from crparse.system_parts import TESSERACT, TESSERACT_FRENCH

SCAN_DPI = 200

needs_tesseract = pytest.mark.skipif(
    find_tesseract() is None, reason=f"{TESSERACT.advice} {TESSERACT_FRENCH.advice}"
)


def picture(content: bytes, page: int = 0, turn: float = 0.0) -> Image.Image:
    """The picture of a PDF's page, turned anticlockwise as it may lie on the glass."""
    document = pdfium.PdfDocument(content)
    try:
        drawn: Image.Image = document[page].render(scale=SCAN_DPI / 72, grayscale=True).to_pil()
    finally:
        document.close()
    return drawn.rotate(turn, Image.Resampling.BICUBIC, expand=turn % 90 == 0, fillcolor=255)


def pdf_of(pictures: Sequence[Image.Image]) -> bytes:
    """A PDF of pictures only."""
    buffer = io.BytesIO()
    first, *others = pictures
    first.save(buffer, "PDF", resolution=SCAN_DPI, save_all=True, append_images=others)
    return buffer.getvalue()


def scanned(content: bytes, turn: float = 0.0) -> bytes:
    """The first page of a PDF as a scanner gives it."""
    return pdf_of([picture(content, turn=turn)])
