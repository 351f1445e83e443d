"""Scanned pages: the page's picture is set straight and read by Tesseract; characters with places come of it.

What is built from them (lines, columns, tables, paragraphs) is built as from the text of any other page.

Resolution and layout mode were chosen on 23 scanned pages of minutes (100 to 600 dots an inch) with known
names and headings, and on eight pages of text made into scans (crooked by up to 2 degrees, blurred, noisy):

    dots   mode   names of 94   headings of 53   words, scans of 100/200/300   seconds a page
    200    3      94            47               96.7 / 99.0 / 99.3 %          2.4
    300    3      93            44               96.4 / 99.0 / 98.8 %          4.2
    400    3      94            49               96.7 / 99.1 / 99.0 %          3.5-6.2
    200    4      91            49                                             3.7
    300    4      92            46               99.2 % (200)                  3.3
    300    6      92            47               99.0 % (200)                  2.5-5.3
    300    11     92            46               98.8 % (200)                  3.6-6.0

So words are read about as well at any of the three. Records made from the pages decide for 300 dots (core F1
0.69; 0.67 at 200 and at 400): there rules, strokes and sizes, of which lines and headings are made, are
measured best. Modes 4 and 6 read across two columns, and so does mode 11 line by line.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from crparse.readers.boldness import mark_bold
from crparse.readers.glyphs import Face, Glyph, PageGlyphs
from crparse.readers.hocr import Word, mean_confidence, read_hocr
from crparse.readers.picture_rules import find_rules
from crparse.readers.recognition_cache import Reading, recall, remember
from crparse.readers.recognition_corrections import corrected
from crparse.readers.rules import Drawings
from crparse.readers.straighten import ink_threshold, lies_on_its_side, slant, turned
from crparse.readers.tesseract import Tesseract

DPI = 300
"""Resolution at which a page is rendered."""

LAYOUT = 3
"""Tesseract's "page segmentation mode": it finds columns and lines by itself."""

LONGEST = 5000
"""Dots that the longer side of a picture may have: an A3 page. A larger page is rendered smaller."""

DOUBTFUL = 60.0
"""Mean confidence under which a page may lie upside down or on its side."""

CERTAIN = 1.0
"""Tesseract's confidence from which it is believed which way up a page is."""

NOISE = (40.0, 65.0)
"""Mean confidence of a line, and of a short one, under which it is a stamp, a signature or a speck."""

SHORT = 4
"""Letters up to which a line is short."""

FEW_WORDS, EDGE, USUAL = 8, 0.4, (0.75, 1.35)
"""Words that a doubtful line of text has at most; type sizes within which two lines begin at one place; parts
of the page's usual size that it measures."""

LIKE = (0.85, 1.08)
"""Parts of the page's usual type size that a line's measured size is taken for the usual one: lines without
long letters measure less."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What recognition found on a page."""

    glyphs: PageGlyphs
    drawings: Drawings
    confidence: float
    """Mean of the words', weighted by their length, 0-100; 0 where there is no word."""


def recognise(page: pdfium.PdfPage, engine: Tesseract) -> Recognised:
    """The characters and rules of a page's picture, in points from its top left corner.

    Raises:
        ReadError: "ocr_failed".
    """
    picture = render(page)
    key = _key(picture, engine)
    reading = recall(key)
    if reading is None:
        reading = read_picture(picture, engine)
        remember(key, reading)
    picture = turned(picture, reading.clockwise, reading.angle)
    grey = np.asarray(picture)
    ink = grey < ink_threshold(grey)
    words = without_noise(read_hocr(reading.hocr))
    confidence = round(mean_confidence(words), 1)
    words = corrected(mark_bold(at_usual_size(words), grey))
    unit = 72 / DPI
    found = PageGlyphs(
        picture.width * unit, picture.height * unit, list(_glyphs(words)), unmapped=0, rotated=0
    )
    return Recognised(found, Drawings(find_rules(grey, ink, DPI)), confidence)


def render(page: pdfium.PdfPage) -> Image.Image:
    """The grey picture of a page."""
    scale = min(DPI / 72, LONGEST / max(page.get_size()))
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture.convert("L")


def _key(picture: Image.Image, engine: Tesseract) -> str:
    about = f"{engine.version} {DPI} {LAYOUT} {picture.size}"
    return hashlib.sha256(about.encode() + picture.tobytes()).hexdigest()


def read_picture(picture: Image.Image, engine: Tesseract) -> Reading:
    """What Tesseract says about a picture, the right way up."""
    if lies_on_its_side(picture, DPI):
        return _read_turned(picture, engine, engine.orientation(picture, DPI)[0])
    reading = _read_turned(picture, engine, 0)
    if mean_confidence(read_hocr(reading.hocr)) >= DOUBTFUL:
        return reading
    clockwise, sure = engine.orientation(picture, DPI)
    if not clockwise or sure < CERTAIN:
        return reading
    return max(reading, _read_turned(picture, engine, clockwise), key=_worth)


def _read_turned(picture: Image.Image, engine: Tesseract, clockwise: int) -> Reading:
    upright = turned(picture, clockwise, 0.0)
    angle = slant(upright, DPI)
    return Reading(clockwise, angle, engine.read(turned(upright, 0, angle), DPI, LAYOUT))


def _worth(reading: Reading) -> float:
    return mean_confidence(read_hocr(reading.hocr))


def without_noise(words: Sequence[Word]) -> list[Word]:
    """The words without those of lines that Tesseract made up from stamps, signatures and specks."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    judged = [(line, _is_text(line)) for line in lines.values()]
    sure = [line for line, is_text in judged if is_text]
    return [word for line, is_text in judged if is_text or _in_place(line, sure) for word in line]


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
    letters = sum(c.isalnum() for word in line for c in word.text)
    return mean_confidence(line) >= NOISE[letters <= SHORT]


def at_usual_size(words: Sequence[Word]) -> list[Word]:
    """The words, each line that measures about the page's usual type size made as large."""
    usual = median(word.size for word in words) if words else 0.0
    low, high = LIKE[0] * usual, LIKE[1] * usual
    return [replace(word, size=usual) if low <= word.size <= high else word for word in words]


def _glyphs(words: Sequence[Word]) -> Iterator[Glyph]:
    """Each word's characters, its width shared out evenly; a blank after each word."""
    unit = 72 / DPI
    order = 0
    for word in words:
        face = Face("", round(2 * word.size * unit) / 2, bold=word.bold)
        step = (word.x1 - word.x0) / len(word.text)
        for i, char in enumerate(word.text):
            left, right = word.x0 + i * step, word.x0 + (i + 1) * step
            yield Glyph(char, left * unit, right * unit, word.base * unit, face, order)
            order += 1
        end = word.x1 * unit
        yield Glyph(" ", end, end + math.ulp(end), word.base * unit, face, order)
        order += 1
