"""Pictures of pages (JPEG, PNG, TIFF, HEIC): made the pages of a PDF, and read as the scans that they are.

To recognise text takes seconds a page, and most pictures in a folder are of people and places: those that do
not look like a page are passed over, which takes a tenth of a second."""

import io
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from crparse.errors import ReadError
from crparse.readers import FORMATS
from crparse.readers.files.detect import OTHER_FORMAT, detect_format
from crparse.readers.scan.tesseract import missing_part
from crparse.source import SourceDocument
from crparse.wording import Message

LONGEST = 5000
"""Dots that the longer side of a page may have: recognition makes no more of it."""

MOST_PAGES = 500
"""Pages of one picture that are read: a longer one is a register, not the minutes of a meeting."""

A4 = 842.0
"""Points of the longer side of a page whose size the picture does not tell, as one from a telephone."""

SCANNED = range(100, 1300)
"""Dots an inch that a scanner writes into its pictures; telephones and screens write 72 or 96."""

QUALITY = 95
"""Of the picture in the PDF, 0 to 100: at 75 the edges of small letters are blurred."""

DAMAGED = (OSError, ValueError, SyntaxError, EOFError, MemoryError, IndexError, KeyError, TypeError)
"""What Pillow raises on a picture that is damaged."""


def read_picture(content: bytes, name: str) -> SourceDocument:
    """The blocks of a picture of one page or of several.

    Raises:
        ReadError: "other_format" where it shows no page, or no text is found; "no_text" without Tesseract;
            "truncated", "too_large" or "needs_heic".
    """
    format = detect_format(content)
    made = picture_as_pdf(content, format)
    try:
        document = FORMATS["pdf"].read(made, name)
    except ReadError as error:
        if error.code == "no_text" and missing_part() is None:
            raise _no_page(Message("no text was found in it")) from error
        raise
    return replace(document, format=format, title=None)


def picture_as_pdf(content: bytes, format: str) -> bytes:
    """The pages of a picture as those of a PDF.

    Raises:
        ReadError: "other_format" where it shows no page; "truncated", "too_large" or "needs_heic".
    """
    with _whole(format), Image.open(io.BytesIO(content)) as picture:
        pages = getattr(picture, "n_frames", 1)
        if pages > MOST_PAGES:
            message = Message(
                "The picture has %(pages)s pages, more than the %(most_pages)s of any minutes.",
                pages=pages,
                most_pages=MOST_PAGES,
            )
            raise ReadError("too_large", message, Message("Split it into the minutes of single meetings."))
        if pages == 1 and not looks_like_a_page(content):
            raise _no_page(Message("it does not look like a page, and was not searched for text"))
        return _as_pdf(picture, pages)


def _no_page(why: str) -> ReadError:
    message = Message("The file is a picture that holds no minutes: %(what_reason)s.", what_reason=why)
    return ReadError(
        OTHER_FORMAT,
        message,
        Message("Nothing to do, unless it shows a page: scan it anew, and save it as PDF."),
    )


@contextmanager
def _whole(format: str) -> Iterator[None]:
    """Says in words what is wrong with a picture that is opened inside."""
    try:
        if format == "heic":
            _know_heic()
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # of damaged remarks in the file
            yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        message = Message("The picture has more dots than a scanned page.")
        raise ReadError("too_large", message, Message("Scan it anew at 300 dots an inch.")) from error
    except UnidentifiedImageError as error:
        raise _damaged(Message("its kind cannot be told")) from error
    except DAMAGED as error:
        raise _damaged(str(error)) from error


def _damaged(how: str) -> ReadError:
    message = Message("The picture is damaged and cannot be opened (%(what_reason)s).", what_reason=how)
    return ReadError("truncated", message, Message("Get a new copy of it."))


def _know_heic() -> None:
    """Has Pillow read HEIC, where what that takes is installed."""
    try:
        import pi_heif
    except ModuleNotFoundError as error:
        message = Message("The file is a picture of Apple's (HEIC), which needs the package pi-heif.")
        advice = Message('If it shows a page, save it as JPEG or PDF, or: pip install "crparse[heic]"')
        raise ReadError(OTHER_FORMAT, message, advice) from error
    pi_heif.register_heif_opener()


def _as_pdf(picture: Image.Image, pages: int) -> bytes:
    """The pages of a picture as those of a PDF; no more than one is unpacked at a time."""
    together = pdfium.PdfDocument.new()
    try:
        for number in range(pages):
            single = pdfium.PdfDocument(_one_page(_page(picture, number), _dots_an_inch(picture)))
            together.import_pages(single)
            single.close()
        stream = io.BytesIO()
        together.save(stream)
        return stream.getvalue()
    finally:
        together.close()


def _one_page(page: Image.Image, dots: float | None) -> bytes:
    stream = io.BytesIO()
    epoch = time.gmtime(0)  # the file says when it was made, by the clock if it is not told
    packing = {"quality": QUALITY} if page.mode == "L" else {}
    resolution = dots or max(page.size) / A4 * 72
    page.save(stream, "PDF", creationDate=epoch, modDate=epoch, resolution=resolution, **packing)
    return stream.getvalue()


def _page(picture: Image.Image, number: int) -> Image.Image:
    """A page in black and white or grey, upright as the camera says, no larger than it need be."""
    if number:
        picture.seek(number)
    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "1" and max(upright.size) <= LONGEST:
        return upright.copy()
    grey = _on_white(upright)
    grey.thumbnail((LONGEST, LONGEST))
    return grey


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture in grey; what lets show through what is behind it lies on white."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        values = np.asarray(picture, dtype=np.float64)
        return Image.fromarray((values / (values.max() or 1.0) * 255).astype(np.uint8))
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("L")
    return picture.convert("L")


def _dots_an_inch(picture: Image.Image) -> float | None:
    """The resolution that a scanner wrote into the picture; None where the paper's size is not known."""
    told = float(picture.info.get("dpi", (0, 0))[0])
    shrunk = min(1.0, LONGEST / max(picture.size))
    return told * shrunk if round(told) in SCANNED else None


SMALL = 700
"""Dots of the longer side of the picture that is looked at: lines of text still part from each other."""

LEAST = 300
"""Dots of the shorter side under which a picture is a logo or a signature: no page can be read in it."""

NEAR = 15
"""Dots around a dot in which its paper is looked for: wider than a letter."""

PAPER, INK = 0.85, 0.7
"""Parts of the brightness of the paper around it from which a dot is paper, and under which it is ink."""

LEAST_PAPER, LEAST_INK, MOST_INK = 0.7, 0.002, 0.25
"""Shares of the picture. Of nine pages of minutes, also in shadow and askew on a table, 0.85 and more was
paper and 0.003 to 0.096 ink; of photographs of a town and a flower, whole and in parts, 0.61 and less was
paper; an empty sky has no ink."""


def looks_like_a_page(content: bytes) -> bool:
    """Whether dark signs stand on bright paper in most of a picture."""
    with Image.open(io.BytesIO(content)) as picture:
        if min(picture.size) < LEAST:
            return False
        picture.draft("L", (2 * SMALL, 2 * SMALL))  # a JPEG is then unpacked in a fraction of the time
        paper, ink = paper_and_ink(picture)
    return paper >= LEAST_PAPER and LEAST_INK <= ink <= MOST_INK


def paper_and_ink(picture: Image.Image) -> tuple[float, float]:
    """The shares of a picture that are as bright as what is around them, and that are much darker."""
    grey = _on_white(picture)
    grey.thumbnail((SMALL, SMALL))
    around = grey.filter(ImageFilter.MaxFilter(NEAR)).filter(ImageFilter.BoxBlur(NEAR))
    share = np.asarray(grey, dtype=np.float64) / np.maximum(np.asarray(around, dtype=np.float64), 1.0)
    return float((share >= PAPER).mean()), float((share < INK).mean())
