"""The characters of a page as PDFium draws them: place, type, colour, in the order of the page's content.

Coordinates are points from the top left corner of the page, turned so that most of its text stands upright.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.readers.char_codes import HYPHEN, NO_WIDTH, UNKNOWN, character, is_unmapped
from crparse.readers.fonts import Font, describe_font, mark_heavy
from crparse.readers.objects import Point, corners, walk_objects

INVISIBLE = 3
"""Render mode of text that is neither filled nor stroked: the hidden layer of a recognised scan."""

OUTLINED = (1, 2)
"""Render modes that draw the outline of the letters: with a filling, a way to make them bold."""

DARK = 0x20
"""Red, green and blue below which a colour counts as black."""

Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Face:
    """How a character is set."""

    font: str
    size: float
    bold: bool = False
    italic: bool = False
    color: str | None = None
    visible: bool = True
    underline: bool = False


@dataclass(slots=True)
class Glyph:
    """One printed character. `x1` is where the pen stands after it, `base` the line it stands on."""

    char: str
    x0: float
    x1: float
    base: float
    face: Face
    order: int
    blank: bool = False
    """PDFium takes it to begin a word."""

    @property
    def top(self) -> float:
        """Top of the type body."""
        return self.base - 0.75 * self.face.size

    @property
    def bottom(self) -> float:
        """Bottom of the type body."""
        return self.base + 0.25 * self.face.size


@dataclass(frozen=True)
class PageGlyphs:
    """What is printed on a page: characters (blanks included), and what had to be left out or guessed."""

    width: float
    height: float
    glyphs: list[Glyph]
    unmapped: int
    """Characters whose font does not say which letter they are."""
    rotated: int
    """Characters left out because they run in another direction than the page."""
    place: Place = lambda x, y: (x, y)
    """From the page's own coordinates to points from its top left corner."""

    @cached_property
    def inked(self) -> list[Glyph]:
        """The characters but the blanks."""
        return [g for g in self.glyphs if not g.char.isspace()]


@dataclass(slots=True)
class _Drawn:
    """A character before the page is turned upright."""

    code: int
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    key: int
    """Of its text object."""
    order: int
    blank: bool


@dataclass(slots=True)
class _Setting:
    """How a text object sets its characters."""

    face: Face
    font: int
    angle: int


def read_glyphs(page: pdfium.PdfPage) -> PageGlyphs:
    """The characters of a page."""
    textpage = page.get_textpage()
    try:
        drawn, settings, fonts = _read(textpage)
        doubled = list(_doubled(page, settings))
    finally:
        textpage.close()
    mark_heavy(fonts)
    for setting in settings.values():
        font, face = fonts[setting.font], setting.face
        setting.face = replace(face, bold=face.bold or font.bold, italic=face.italic or font.italic)
    turn = _direction(drawn, settings, page.get_rotation())
    place, width, height = page_placement(page, turn)
    upright = [d for d in drawn if abs((settings[d.key].angle - turn + 180) % 360 - 180) <= 2]
    glyphs = [_glyph(d, settings[d.key].face, place) for d in upright]
    _embolden(glyphs, [(place(*one), place(*other)) for one, other in doubled])
    # What only begins on the page is kept whole: the edge cuts words of tables that are too wide.
    seen = {d.key for d, g in zip(upright, glyphs, strict=True) if _on_page(g, width, height)}
    inside = [g for d, g in zip(upright, glyphs, strict=True) if d.key in seen]
    unmapped = sum(is_unmapped(d.code) for d in upright)
    return PageGlyphs(width, height, inside, unmapped, len(drawn) - len(upright), place)


def _on_page(glyph: Glyph, width: float, height: float) -> bool:
    return -2 <= glyph.x0 <= width + 2 and -2 <= glyph.base <= height + 2


def _doubled(page: pdfium.PdfPage, settings: dict[int, _Setting]) -> Iterator[tuple[Point, Point]]:
    """Corners of the text objects that PDFium leaves out: they draw another one's text anew to look bold."""
    for item, matrix in walk_objects(page):
        is_text = raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT
        if is_text and ctypes.addressof(item.contents) not in settings:
            yield corners(item, matrix)


def _embolden(glyphs: list[Glyph], doubled: list[tuple[Point, Point]]) -> None:
    """Sets `bold` on the characters inside boxes that were drawn twice."""
    by_foot: dict[int, list[Glyph]] = {}
    for glyph in glyphs if doubled else ():
        by_foot.setdefault(int(glyph.base), []).append(glyph)
    for one, other in doubled:
        (left, right), (top, foot) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        for glyph in [g for y in range(int(top), int(foot) + 3) for g in by_foot.get(y, [])]:
            inside = left - 1 <= (glyph.x0 + glyph.x1) / 2 <= right + 1 and top < glyph.base <= foot + 2
            if inside and foot - top > 1 and not glyph.face.bold:
                glyph.face = replace(glyph.face, bold=True)


def _direction(drawn: list[_Drawn], settings: dict[int, _Setting], rotation: int) -> int:
    """How far the page has to be turned clockwise for most of its text to stand upright."""
    angles = Counter(settings[d.key].angle % 360 for d in drawn)
    common, count = angles.most_common(1)[0] if angles else (rotation, 0)
    return common if common % 90 == 0 and count > 0.6 * len(drawn) else rotation


def page_placement(page: pdfium.PdfPage, turn: int) -> tuple[Place, float, float]:
    """From the page's own coordinates to points from its top left corner; its width and height."""
    left, bottom, right, top = page.get_bbox()  # its corners in order, however the file names them
    places: dict[int, Place] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    width, height = right - left, top - bottom
    return places[turn], *((width, height) if turn % 180 == 0 else (height, width))


def _read(textpage: pdfium.PdfTextPage) -> tuple[list[_Drawn], dict[int, _Setting], dict[int, Font]]:
    """The characters of a page, how each text object sets them, and the fonts.

    Objects and fonts are told apart by their address, which holds while the page is open.
    """
    handle = textpage.raw
    settings: dict[int, _Setting] = {}
    fonts: dict[int, Font] = {}
    drawn: list[_Drawn] = []
    blank = False
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        text_object = raw.FPDFText_GetTextObject(handle, index)
        code = raw.FPDFText_GetUnicode(handle, index)
        if not text_object:  # a blank or line end that PDFium adds itself
            blank = code == 0x20
            continue
        if code in NO_WIDTH:
            continue
        if code == HYPHEN and raw.FPDFText_IsHyphen(handle, index) != 1:
            code = UNKNOWN  # a font without a map numbers its letters from 1
        key = ctypes.addressof(text_object.contents)
        if key not in settings:
            settings[key] = _setting(handle, index, text_object, fonts)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        corners = (box.left, box.bottom, box.right, box.top)
        drawn.append(_Drawn(code, corners, (x.value, y.value), key, index, blank))
        blank = False
        if fonts[settings[key].font].nameless:
            _measure(handle, index, chr(code), settings[key].face.size, fonts[settings[key].font])
    return _join_surrogates(drawn), settings, fonts


def _join_surrogates(drawn: list[_Drawn]) -> list[_Drawn]:
    """The characters with the two halves that PDFium makes of an emoji put together again."""
    joined: list[_Drawn] = []
    for one in drawn:
        last = joined[-1].code if joined else 0
        if 0xDC00 <= one.code < 0xE000 and 0xD800 <= last < 0xDC00:
            code = 0x10000 + ((last - 0xD800) << 10) + one.code - 0xDC00
            joined[-1] = replace(joined[-1], code=code)
        else:
            joined.append(one)
    return [replace(d, code=UNKNOWN) if 0xD800 <= d.code < 0xE000 else d for d in joined]


def _setting(
    handle: raw.FPDF_TEXTPAGE, index: int, text_object: raw.FPDF_PAGEOBJECT, fonts: dict[int, Font]
) -> _Setting:
    pointer = raw.FPDFTextObj_GetFont(text_object)
    key = ctypes.addressof(pointer.contents) if pointer else 0
    if key not in fonts:
        fonts[key] = describe_font(pointer)
    font = fonts[key]
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    mode = raw.FPDFTextObj_GetTextRenderMode(text_object)
    leaning = abs(matrix.a * matrix.c + matrix.b * matrix.d) > 0.1 * scale * scale
    face = Face(
        font.name,
        round(raw.FPDFText_GetFontSize(handle, index) * scale, 1),
        font.bold or mode in OUTLINED,
        font.italic or leaning,
        _color(text_object),
        mode != INVISIBLE,
    )
    return _Setting(face, key, round(math.degrees(math.atan2(matrix.b, matrix.a))))


def _measure(handle: raw.FPDF_TEXTPAGE, index: int, char: str, size: float, font: Font) -> None:
    """Keeps how wide a character of a nameless font prints."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    if size and right.value > left.value:
        font.widths.setdefault(char, []).append((right.value - left.value) / size)


def _color(text_object: raw.FPDF_PAGEOBJECT) -> str | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha):
        return None
    shades = red.value, green.value, blue.value
    return None if max(shades) < DARK else "{:02X}{:02X}{:02X}".format(*shades)


def _glyph(drawn: _Drawn, face: Face, place: Place) -> Glyph:
    x0, base = place(*drawn.origin)
    left, bottom, right, top = drawn.box
    x1 = max(place(right, top)[0], place(left, bottom)[0])
    return Glyph(character(drawn.code, face.font), x0, max(x0, x1), base, face, drawn.order, drawn.blank)
