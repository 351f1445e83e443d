"""A page to be looked at: its picture, upright as it was read, and where on it each character stands.

The lines come in the order in which the page was read, so that whoever has the text of a record finds its
words in them. Places are parts of the picture's width and height: they hold at whatever size it is shown.
"""

import io
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image

from crparse.errors import ReadError
from crparse.lanes import Lanes
from crparse.readers.pdf import open_pdf
from crparse.readers.pdf.annotations import open_page, prepare_forms
from crparse.readers.pdf.layers import Layers
from crparse.readers.pdf.page import PageContent, read_page
from crparse.readers.printed.glyphs import Turn
from crparse.readers.printed.lines import Segment
from crparse.readers.scan.pictures import turned
from crparse.wording import Message

DPI = 150
"""Dots an inch of the picture: small print is read at it, and a page takes a tenth of a second."""

LONGEST = 2400
"""Dots of its longer side: a page of A3; of larger ones fewer dots an inch are drawn."""

QUALITY = 88
"""Of the picture, 0 to 100: no blur is seen around letters, at a third of what a lossless one takes."""


@dataclass(frozen=True, slots=True)
class LineOnPage:
    """A line, or a part of one, as it stands on the page."""

    text: str
    edges: tuple[float, ...]
    """The left edge of each character, and last where the line ends."""
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Facsimile:
    """A page."""

    picture: bytes
    """A JPEG."""
    width: int
    height: int
    """Of the picture, in dots."""
    lines: tuple[LineOnPage, ...]


def facsimile(content: bytes, number: int, *, pictured: bool = False) -> Facsimile:
    """A page of a PDF.

    PDFium is not made for several threads: whoever has several asks from one of them at a time.

    Args:
        content: The file.
        number: Of the page, from 1 on; the file has it.
        pictured: Whether what the page says was recognised though it has a text of its own.

    Raises:
        ReadError: The file cannot be opened, or the page is damaged.
    """
    document = open_pdf(content)
    try:
        prepare_forms(document)
        read, picture = _read(document, number, Layers(content), pictured)
    except pdfium.PdfiumError as error:
        message = Message("Page %(number)s is damaged and cannot be shown.", number=number)
        raise ReadError("damaged_page", message, Message("Get a new copy of the file.")) from error
    finally:
        document.close()
    upright = _upright(picture, read.turn)
    stream = io.BytesIO()
    upright.save(stream, "JPEG", quality=QUALITY)
    lines = tuple(_line(one, read) for one in read.lines if len(one.xs) == len(one.text))
    return Facsimile(stream.getvalue(), *upright.size, lines)


def _read(
    document: pdfium.PdfDocument, number: int, layers: Layers, pictured: bool
) -> tuple[PageContent, Image.Image]:
    """A page as it is read, and as it is drawn."""
    with Lanes() as lanes:
        opened = open_page(document, number - 1)
        try:
            finish = read_page(opened, number, layers, lanes, pictured=pictured)
            scale = min(DPI / 72, LONGEST / max(opened.page.get_size()))
            drawn = opened.page.render(scale=scale)
            picture: Image.Image = drawn.to_pil().convert("RGB")
            drawn.close()
        finally:
            opened.page.close()
        return finish(), picture


def _upright(picture: Image.Image, turn: Turn) -> Image.Image:
    picture = turned(picture, turn.clockwise, 0.0)
    return picture.rotate(turn.angle, Image.Resampling.BICUBIC, fillcolor="white") if turn.angle else picture


def _line(line: Segment, page: PageContent) -> LineOnPage:
    edges = tuple(round(x / page.width, 4) for x in (*line.xs, line.x1))
    return LineOnPage(line.text, edges, line.top / page.height, line.bottom / page.height)
