"""The characters of a page as PDFium draws them: place, type, colour, in the order of the page's content.

Coordinates are points from the top left corner of the page as displayed (its rotation undone).
"""

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.readers.markers import PRIVATE, plain, symbol

_BOLD = re.compile(r"bold|black|heavy|demi|(?:cm|sf|ec|ec-)bx", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|slanted|(?:cm|sf)(?:ti|sl|bxti)\d", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")

HEAVY = 650
"""Font weight from which a face counts as bold where its name does not say so."""

FORCE_BOLD = 1 << 18
"""Flag of the font descriptor: draw it bold."""

INVISIBLE = 3
"""Render mode of text that is neither filled nor stroked: the hidden layer of a recognised scan."""

_CODES = {
    0x02: "-", 0xA0: " ", 0x2007: " ", 0x202F: " ",
    0x0B: "ff", 0x0C: "fi", 0x0E: "ffi", 0x0F: "ffl",
    0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl",
}  # fmt: skip
"""Codes to be read otherwise: PDFium's sign for a hyphen at the end of a line, fixed spaces, ligatures, also
those of TeX's fonts without a map."""

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


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """What is printed on a page: characters (blanks included), and what had to be left out or guessed."""

    width: float
    height: float
    glyphs: list[Glyph]
    unmapped: int
    """Characters whose font does not say which letter they are."""
    rotated: int
    """Characters left out because they run in another direction than the page."""


def page_placement(page: pdfium.PdfPage) -> tuple[Place, float, float]:
    """From the page's own coordinates to points from its displayed top left corner; its width and height."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    width, height = page.get_size()
    places: dict[int, Place] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return places[rotation], width, height


def _font_name(font: raw.FPDF_FONT) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))


def _italic_angle(font: raw.FPDF_FONT) -> int:
    angle = ctypes.c_int()
    return angle.value if raw.FPDFFont_GetItalicAngle(font, angle) else 0


def _color(text_object: raw.FPDF_PAGEOBJECT) -> str | None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha):
        return None
    if max(red.value, green.value, blue.value) < 0x20:
        return None
    return f"{red.value:02X}{green.value:02X}{blue.value:02X}"


def _character(code: int, font: str) -> str:
    """The character of a code, as read on paper."""
    if code in _CODES:
        return _CODES[code]
    if code in PRIVATE or (code < 0x100 and font.lower().startswith("wingdings")):
        name = "Symbol" if font.lower().startswith("symbol") else font
        return symbol(code, name) or plain(chr(code))
    return chr(code)


class GlyphReader:
    """Reads pages of one document; looks a font up once."""

    def __init__(self) -> None:
        self.fonts: dict[int, tuple[str, bool, bool]] = {}

    def font(self, text_object: raw.FPDF_PAGEOBJECT) -> tuple[str, bool, bool]:
        """Name of an object's font, whether it is bold and italic."""
        font = raw.FPDFTextObj_GetFont(text_object)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self.fonts:
            name = (_font_name(font) if font else "") or f"unnamed {len(self.fonts)}"
            flags = raw.FPDFFont_GetFlags(font) if font else 0
            heavy = bool(font) and raw.FPDFFont_GetWeight(font) >= HEAVY
            bold = bool(_BOLD.search(name)) or heavy or bool(max(flags, 0) & FORCE_BOLD)
            italic = bool(_ITALIC.search(name)) or (bool(font) and _italic_angle(font) != 0)
            self.fonts[key] = name, bold, italic
        return self.fonts[key]

    def face(
        self, textpage: raw.FPDF_TEXTPAGE, index: int, text_object: raw.FPDF_PAGEOBJECT
    ) -> tuple[Face, int]:
        """Face of the text object that draws the character, and the direction it runs in (degrees)."""
        name, bold, italic = self.font(text_object)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(textpage, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = round(raw.FPDFText_GetFontSize(textpage, index) * scale, 1)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a)))
        slant = abs(matrix.a * matrix.c + matrix.b * matrix.d) > 0.1 * scale * scale
        mode = raw.FPDFTextObj_GetTextRenderMode(text_object)
        bold = bold or mode in (1, 2)
        face = Face(name, size, bold, italic or slant, _color(text_object), mode != INVISIBLE)
        return face, angle

    def read(self, page: pdfium.PdfPage) -> PageGlyphs:
        """The characters of a page."""
        place, width, height = page_placement(page)
        textpage = page.get_textpage()
        try:
            found = self._characters(textpage, place)
        finally:
            textpage.close()
        rotation = page.get_rotation()
        upright = [
            (g, unmapped) for g, angle, unmapped in found if abs((angle - rotation + 180) % 360 - 180) <= 2
        ]
        inside = [(g, u) for g, u in upright if -2 <= g.x0 <= width + 2 and -2 <= g.base <= height + 2]
        return PageGlyphs(
            width,
            height,
            [g for g, _ in inside],
            sum(u for _, u in inside),
            len(found) - len(upright),
        )

    def _characters(self, textpage: pdfium.PdfTextPage, place: Place) -> list[tuple[Glyph, int, bool]]:
        handle = textpage.raw
        faces: dict[int, tuple[Face, int]] = {}
        found: list[tuple[Glyph, int, bool]] = []
        guessed = False
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for index in range(textpage.count_chars()):
            text_object = raw.FPDFText_GetTextObject(handle, index)
            if not text_object:  # a blank or line end that PDFium adds itself
                guessed = raw.FPDFText_GetUnicode(handle, index) == 0x20
                continue
            key = ctypes.addressof(text_object.contents)
            if key not in faces:
                faces[key] = self.face(handle, index, text_object)
            face, angle = faces[key]
            code = raw.FPDFText_GetUnicode(handle, index)
            raw.FPDFText_GetLooseCharBox(handle, index, box)
            raw.FPDFText_GetCharOrigin(handle, index, x, y)
            x0, base = place(x.value, y.value)
            x1 = (
                place(box.right, box.top)[0]
                if angle == 0
                else max(place(box.right, box.top)[0], place(box.left, box.bottom)[0])
            )
            char = _character(code, face.font)
            unmapped = code in (0, 0xFFFD) or code == 0xFFFE
            found.append((Glyph(char, x0, max(x0, x1), base, face, index, guessed), angle, unmapped))
            guessed = False
        return found
