"""Scanned pages: the page's picture is set straight, read by Tesseract; characters with places come of it.

What belongs here is told from the picture of a page alone; from its characters on, a scan is a page like any
other. What Tesseract says is kept on disk, for it takes seconds a page.
"""

import contextlib
import hashlib
import json
import math
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from crparse.lanes import Lanes
from crparse.readers.printed.drawings import Drawings
from crparse.readers.printed.glyphs import Glyph, GlyphFace, PageGlyphs, Turn
from crparse.readers.scan import pictures
from crparse.readers.scan.corrections import corrected
from crparse.readers.scan.rules import find_rules
from crparse.readers.scan.tesseract import Tesseract, Word, by_line, mean_confidence, read_hocr

DPI = 300
"""Resolution at which a page is rendered: what Tesseract's makers advise."""

POINTS_A_DOT = 72 / DPI

LONGEST = 5000
"""Dots that the longer side of a picture may have: an A3 page. A larger page is rendered smaller."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition found on a page."""

    glyphs: PageGlyphs
    drawings: Drawings
    confidence: float
    """Mean of the words', weighted by their length, 0-100; 0 where there is no word."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """How a picture had to be turned, and what Tesseract said about it then."""

    clockwise: int
    angle: float
    hocr: str


@dataclass(frozen=True, slots=True)
class PictureRead:
    """A picture turned as it was read, and what was read."""

    picture: Image.Image
    reading: PageReading


def recognise(page: pdfium.PdfPage, engine: Tesseract, lanes: Lanes) -> Callable[[], Recognised]:
    """Begins to recognise a page's picture; what it gives waits for that, the page may be closed before.

    It gives the characters and rules, in points from the picture's top left corner, or raises ReadError
    "ocr_failed". PDFium and most of the memory are used by the thread that calls both alone.
    """
    _ask_for_room(page)
    scale = min(DPI / 72, LONGEST / max(page.get_size()))
    rendered = page.render(scale=scale, grayscale=True)
    picture: Image.Image = rendered.to_pil().convert("L")
    rendered.close()
    cleared = pictures.without_watermark(picture)
    read = lanes.begin(partial(_read, cleared, engine))
    return lambda: _recognised(read())


BYTES_A_DOT = 8
"""Of a picture while PDFium draws it: four as it is unpacked, as many in the size of the page (chosen)."""


def _ask_for_room(page: pdfium.PdfPage) -> None:
    """Raises MemoryError where there is none to draw a picture of the page.

    PDFium leaves such a picture out and says nothing: the page would be taken for an empty one.
    """
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        width, height = picture.get_px_size()
        bytearray(width * height * BYTES_A_DOT)


def _recognised(read: PictureRead) -> Recognised:
    """What is told from the picture and its words."""
    grey = np.asarray(read.picture)
    words = without_noise(read_hocr(read.reading.hocr))
    confidence = round(mean_confidence(words), 1)
    words = corrected(pictures.mark_bold(at_usual_size(words), grey))
    width, height = (side * POINTS_A_DOT for side in read.picture.size)
    turn = Turn(read.reading.clockwise, read.reading.angle)
    found = PageGlyphs(width, height, list(_glyphs(words)), unmapped=0, rotated=0, turn=turn)
    rules = find_rules(grey, grey < pictures.ink_threshold(grey), DPI)
    return Recognised(found, Drawings(rules), confidence)


LAYOUT = 3
"""Tesseract's "page segmentation mode": it finds columns and lines by itself."""

DOUBTFUL = 60.0
"""Mean confidence under which a page may lie upside down or on its side: without noise pages the right way up
had 83 and more."""

CERTAIN = 1.0
"""Tesseract's confidence from which it is believed which way up a page is."""


def _read(picture: Image.Image, engine: Tesseract) -> PictureRead:
    """What Tesseract says about a picture, or has said before."""
    about = f"{engine.version} {DPI} {LAYOUT} {picture.size}"
    key = hashlib.sha256(about.encode() + picture.tobytes()).hexdigest()
    reading = recall(key)
    if reading is not None:
        return PictureRead(pictures.turned(picture, reading.clockwise, reading.angle), reading)
    reading, upright = _read_picture(picture, engine)
    remember(key, reading)
    return PictureRead(upright, reading)


Attempt = tuple[PageReading, Image.Image]
"""What Tesseract says, and the picture turned as it was given to it."""


def _read_picture(picture: Image.Image, engine: Tesseract) -> Attempt:
    """What Tesseract says about a picture, the right way up."""
    if pictures.lies_on_its_side(picture, DPI):
        return _read_turned(picture, engine, engine.orientation(picture, DPI)[0])
    attempt = _read_turned(picture, engine, 0)
    if _worth(attempt) >= DOUBTFUL:
        return attempt
    clockwise, sure = engine.orientation(picture, DPI)
    again = [_read_turned(picture, engine, clockwise)] if clockwise and sure >= CERTAIN else []
    return max([attempt, *again], key=_worth)


def _read_turned(picture: Image.Image, engine: Tesseract, clockwise: int) -> Attempt:
    """What Tesseract says about a picture turned by quarters and set straight."""
    picture = pictures.turned(picture, clockwise, 0.0)
    angle = pictures.slant(picture, DPI)
    upright = pictures.turned(picture, 0, angle)
    return PageReading(clockwise, angle, engine.read(upright, DPI, LAYOUT)), upright


def _worth(attempt: Attempt) -> float:
    """How sure Tesseract is of what it read."""
    return mean_confidence(read_hocr(attempt[0].hocr))


NOISE = (40.0, 65.0)
"""Mean confidence of a line, and of a short one, under which it is a stamp, a signature or a speck: of 1,455
lines 23 were below, 18 of them by a fifth and more."""

SHORT = 4
"""Letters up to which a line is short: "Vote" has four."""

FEW_WORDS, EDGE, USUAL = 8, 0.4, (0.75, 1.35)
"""Words that a doubtful line of text has at most: a name and an office; type sizes within which two lines
begin at one place (they did to 0.36, or were 0.49 and more apart); parts of the page's usual size that it
measures (1.05 at most, or 2.4 and more)."""


def without_noise(words: Sequence[Word]) -> list[Word]:
    """The words without those of lines that Tesseract made up from stamps, signatures and specks."""
    lines = by_line(words)
    sure = [line for line in lines if _is_text(line)]
    return [word for line in lines if _is_text(line) or _in_place(line, sure) for word in line]


def _in_place(line: Sequence[Word], sure: Sequence[Sequence[Word]]) -> bool:
    """Whether a doubtful line is a short one of the text: as large as most, and begun where others begin.

    The bullet before one name is enough for Tesseract to doubt both.
    """
    if not sure or len(line) > FEW_WORDS:
        return False
    usual = median(word.size for other in sure for word in other)
    beside = sum(abs(other[0].x0 - line[0].x0) <= EDGE * usual for other in sure)
    worded = any(sum(c.isalpha() for c in word.text) >= SHORT for word in line)
    return worded and beside >= 2 and USUAL[0] * usual <= line[0].size <= USUAL[1] * usual


def _is_text(line: Sequence[Word]) -> bool:
    """Whether Tesseract is sure enough of a line."""
    letters = sum(c.isalnum() for word in line for c in word.text)
    return mean_confidence(line) >= NOISE[letters <= SHORT]


LIKE = (0.85, 1.08)
"""Parts of the page's usual type size that a line's measured size is taken for the usual one: lines without
long letters measure less."""


def at_usual_size(words: Sequence[Word]) -> list[Word]:
    """The words, each line that measures about the page's usual type size made as large."""
    usual = median(word.size for word in words) if words else 0.0
    low, high = LIKE[0] * usual, LIKE[1] * usual
    return [replace(word, size=usual) if low <= word.size <= high else word for word in words]


def _glyphs(words: Sequence[Word]) -> Iterator[Glyph]:
    """Each word's characters, its width shared out evenly; a blank after each word."""
    order = count()
    for word in words:
        face = GlyphFace("", round(2 * word.size * POINTS_A_DOT) / 2, bold=word.bold)
        base, end = word.base * POINTS_A_DOT, word.x1 * POINTS_A_DOT
        step = (word.x1 - word.x0) / len(word.text)
        for i, char in enumerate(word.text):
            left, right = ((word.x0 + at * step) * POINTS_A_DOT for at in (i, i + 1))
            yield Glyph(char, left, right, base, face, next(order))
        yield Glyph(" ", end, end + math.ulp(end), base, face, next(order))


FOLDER = "CRPARSE_CACHE"
"""Name of the environment variable."""


def cache_folder() -> Path | None:
    """Where pages are kept, None where they are not."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named) if named else None
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # a user without a home
        return None
    return home / "crparse"


def recall(key: str) -> PageReading | None:
    """What is kept of a page; None where nothing is, or where it is broken."""
    file = _file(key)
    if file is None:
        return None
    try:
        kept = json.loads(zlib.decompress(file.read_bytes()))
        return PageReading(int(kept["clockwise"]), float(kept["angle"]), str(kept["hocr"]))
    except (OSError, zlib.error, ValueError, KeyError, TypeError):
        return None


def remember(key: str, reading: PageReading) -> None:
    """Keeps it, whole or not at all; a folder that cannot be written to costs time only."""
    file = _file(key)
    if file is None:
        return
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, zlib.compress(json.dumps(asdict(reading)).encode()))


def _write(file: Path, content: bytes) -> None:
    """Puts a file in its place once it is whole."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        os.replace(name, file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _file(key: str) -> Path | None:
    """Where a page is kept, None where none is."""
    folder = cache_folder()
    return folder / "pages" / key[:2] / f"{key}.zz" if folder else None
