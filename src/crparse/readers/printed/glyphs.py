"""The characters of a page as PDFium draws them: place, type, colour, in the order of the page's content."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.readers.blocks.markers import PRIVATE, plain, symbol

Point = tuple[float, float]

ToPage = Callable[[float, float], Point]
"""From the page's own coordinates to points from its top left corner."""


@dataclass(frozen=True, slots=True)
class GlyphFace:
    """How a character is set."""

    font: str
    size: float
    bold: bool = False
    italic: bool = False
    color: str | None = None
    visible: bool = True
    underline: bool = False
    struck: bool = False
    """A line runs through it: it no longer holds."""


@dataclass(slots=True)
class Glyph:
    """One printed character. `x1` is where the pen stands after it, `base` the line it stands on."""

    char: str
    x0: float
    x1: float
    base: float
    face: GlyphFace
    order: int
    begins_word: bool = False
    """PDFium takes it to begin a word."""
    after_blank: bool = False
    """A blank is drawn before it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page's picture is set upright: by quarters clockwise, then by a few degrees anticlockwise."""

    clockwise: int = 0
    angle: float = 0.0


UPRIGHT = Turn()
"""Of a page that lies as it is read."""


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
    place: ToPage = lambda x, y: (x, y)
    upright: tuple[tuple[Glyph, ...], tuple[Glyph, ...]] = ((), ())
    """Those of them that rise from foot to head, and those that fall: `base` is where the pen begins."""
    objects: frozenset[int] = frozenset()
    """Addresses of the text objects that its characters belong to, which hold while the page is open."""
    turn: Turn = UPRIGHT
    """From the page as it is shown to the page on which they stand so."""

    @cached_property
    def inked(self) -> list[Glyph]:
        """The characters but the blanks."""
        return [g for g in self.glyphs if not g.char.isspace()]


@dataclass(slots=True)
class Font:
    """A font as used on a page."""

    name: str = ""
    bold: bool = False
    italic: bool = False
    nameless: bool = True
    widths: dict[str, list[float]] = field(default_factory=dict)
    """Of a nameless font: how wide its characters print, in parts of the type size."""


@dataclass(slots=True, eq=False)
class _Setting:
    """How a text object sets its characters."""

    face: GlyphFace
    font: Font
    angle: int


@dataclass(slots=True)
class _Drawn:
    """A character before the page is turned upright."""

    code: int
    box: tuple[float, float, float, float]
    origin: Point
    setting: _Setting
    order: int
    begins_word: bool


def read_glyphs(
    page: pdfium.PdfPage, shown: Callable[[raw.FPDF_PAGEOBJECT], bool] = lambda item: True
) -> PageGlyphs:
    """The characters of a page, those of objects that are not shown left out."""
    with closing(page.get_textpage()) as textpage:
        drawn, objects = _read(textpage, shown)
    turn = _direction(drawn, page.get_rotation())
    place, width, height = page_placement(page, turn)
    upright = [d for d in drawn if abs((d.setting.angle - turn + 180) % 360 - 180) <= 2]
    glyphs = [(d.setting, _glyph(d, place)) for d in upright]
    # What only begins on the page is kept whole: the edge cuts words of tables that are too wide.
    seen = {s for s, g in glyphs if -2 <= g.x0 <= width + 2 and -2 <= g.base <= height + 2}
    inside = [g for s, g in glyphs if s in seen]
    unmapped = sum(d.code in _UNMAPPED for d in upright)
    rising, falling = (_turned(drawn, turn + quarter, place) for quarter in (90, -90))
    left_out = len(drawn) - len(upright)
    upwards = Turn((turn - page.get_rotation()) % 360)
    return PageGlyphs(width, height, inside, unmapped, left_out, place, (rising, falling), objects, upwards)


def _turned(drawn: list[_Drawn], angle: int, place: ToPage) -> tuple[Glyph, ...]:
    """The characters that run in one direction, each with the place where the pen stands."""
    turned = [d for d in drawn if abs((d.setting.angle - angle + 180) % 360 - 180) <= 2]
    return tuple(
        Glyph(character(d.code, d.setting.face.font), x, x, y, d.setting.face, d.order, d.begins_word)
        for d in turned
        for x, y in [place(*d.origin)]
    )


def _direction(drawn: list[_Drawn], rotation: int) -> int:
    """How far the page has to be turned clockwise for most of its text to stand upright."""
    angles = Counter(d.setting.angle % 360 for d in drawn)
    common, count = angles.most_common(1)[0] if angles else (rotation, 0)
    return common if common % 90 == 0 and count > 0.6 * len(drawn) else rotation


def page_placement(page: pdfium.PdfPage, turn: int) -> tuple[ToPage, float, float]:
    """From the page's own coordinates to points from its top left corner; its width and height."""
    left, bottom, right, top = page.get_bbox()  # its corners in order, however the file names them
    places: dict[int, ToPage] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    width, height = right - left, top - bottom
    return places[turn], *((width, height) if turn % 180 == 0 else (height, width))


def _glyph(drawn: _Drawn, place: ToPage) -> Glyph:
    """The character on the page set upright."""
    face = drawn.setting.face
    x0, base = place(*drawn.origin)
    left, bottom, right, top = drawn.box
    x1 = max(place(right, top)[0], place(left, bottom)[0])
    char = character(drawn.code, face.font)
    return Glyph(char, x0, max(x0, x1), base, face, drawn.order, drawn.begins_word)


def _read(
    textpage: pdfium.PdfTextPage, shown: Callable[[raw.FPDF_PAGEOBJECT], bool]
) -> tuple[list[_Drawn], frozenset[int]]:
    """The characters of a page, and the addresses of the text objects that set them."""
    handle = textpage.raw
    settings: dict[int, _Setting] = {}
    unseen: set[int] = set()
    fonts: dict[int, Font] = {}
    drawn: list[_Drawn] = []
    begins_word = False
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    for index in range(textpage.count_chars()):
        text_object, code = raw.FPDFText_GetTextObject(handle, index), _code(handle, index)
        if not text_object:  # a blank or line end that PDFium adds itself
            begins_word = code == 0x20
        elif code not in NO_WIDTH:
            key = ctypes.addressof(text_object.contents)
            if key not in settings and key not in unseen:
                if shown(text_object):
                    settings[key] = _setting(handle, index, text_object, fonts)
                else:
                    unseen.add(key)
            if key in unseen:
                continue
            raw.FPDFText_GetCharOrigin(handle, index, at_x, at_y)
            if not raw.FPDFText_GetLooseCharBox(handle, index, at_box):
                raise pdfium.PdfiumError("Failed to get charbox.")
            setting, edges = settings[key], (box.left, box.bottom, box.right, box.top)
            drawn.append(_Drawn(code, edges, (x.value, y.value), setting, index, begins_word))
            if setting.font.nameless and setting.face.size:
                _measure(textpage, index, code, setting)
            begins_word = False
    _mark_heavy(fonts.values(), settings.values())
    return _join_surrogates(drawn), frozenset(settings) | unseen


def _join_surrogates(drawn: list[_Drawn]) -> list[_Drawn]:
    """The characters with the two halves that PDFium makes of an emoji put together again."""
    joined: list[_Drawn] = []
    for one in drawn:
        last = joined[-1].code if joined else 0
        if 0xDC00 <= one.code < 0xE000 and 0xD800 <= last < 0xDC00:
            joined[-1].code = 0x10000 + ((last - 0xD800) << 10) + one.code - 0xDC00
        else:
            joined.append(one)
    return joined


INVISIBLE = 3
"""Render mode of text that is neither filled nor stroked (PDF 1.7, table 106): the hidden layer of a
recognised scan."""

OUTLINED = (1, 2)
"""Render modes that draw the outline of the letters (PDF 1.7, table 106): with a filling, a way to make them
bold."""

DARK = 0x20
"""Red, green and blue below which a colour counts as black: of letters all three were 0, or one 0x20 and
more."""


def _setting(
    handle: raw.FPDF_TEXTPAGE, index: int, text_object: raw.FPDF_PAGEOBJECT, fonts: dict[int, Font]
) -> _Setting:
    """Type size, looks, colour and direction of a text object, told by one of its characters."""
    pointer = raw.FPDFTextObj_GetFont(text_object)
    key = ctypes.addressof(pointer.contents) if pointer else 0
    if key not in fonts:
        fonts[key] = _describe(pointer) if pointer else Font()
    font = fonts[key]
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    mode = raw.FPDFTextObj_GetTextRenderMode(text_object)
    leaning = abs(matrix.a * matrix.c + matrix.b * matrix.d) > 0.1 * scale * scale
    size = round(raw.FPDFText_GetFontSize(handle, index) * scale, 1)
    face = GlyphFace(font.name, size, mode in OUTLINED, leaning, _color(text_object), mode != INVISIBLE)
    return _Setting(face, font, round(math.degrees(math.atan2(matrix.b, matrix.a))))


def _color(text_object: raw.FPDF_PAGEOBJECT) -> str | None:
    """The colour of the letters, None for black."""
    *shades, opacity = color_of(text_object, raw.FPDFPageObj_GetFillColor)
    # On white paper what is half transparent is half as dark.
    shades = [255 - (255 - shade) * opacity // 255 for shade in shades]
    return None if max(shades) < DARK else "{:02X}{:02X}{:02X}".format(*shades)


def color_of(item: raw.FPDF_PAGEOBJECT, get: Callable[..., int]) -> list[int]:
    """Red, green, blue and opacity of an object's filling or stroke, whichever is asked for."""
    shades = [ctypes.c_uint() for _ in range(4)]
    get(item, *shades)
    return [shade.value for shade in shades]


HYPHEN = 0x02
"""PDFium's sign for a hyphen at the end of a line."""

UNKNOWN = 0xFFFD
"""Stands for a character that cannot be told, as Unicode has it."""

NO_WIDTH = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})
"""Marks between characters that print nothing."""

_CODES = {
    HYPHEN: "-", 0xA0: " ", 0x2007: " ", 0x202F: " ",
    0x0B: "ff", 0x0C: "fi", 0x0E: "ffi", 0x0F: "ffl",
    0x10: "“", 0x11: "”", 0x13: "«", 0x14: "»", 0x15: "–", 0x16: "—",
    0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl",
}  # fmt: skip
"""Codes to be read otherwise: fixed spaces, ligatures, also the signs of TeX's fonts without a map."""

_OPEN_SYMBOL = range(0xE000, 0xE0FF)
"""Where OpenOffice's own symbol font keeps its bullets and arrows."""

_NAMELESS_CODES = frozenset(
    {*range(0x20), *range(0xD800, 0xE000), UNKNOWN, 0xFFFE, 0xFFFF} - {0x09, 0x0A, 0x0D} - _CODES.keys()
)
"""Codes that are no character: controls, halves of one, and what Unicode never gives a meaning."""

_UNMAPPED = _NAMELESS_CODES | set(range(0xE100, 0xF000))
"""Codes for which the font does not say which character they are: those, and icons of its own."""


def _code(handle: raw.FPDF_TEXTPAGE, index: int) -> int:
    """Which character PDFium takes it for."""
    code: int = raw.FPDFText_GetUnicode(handle, index)
    # A font without a map numbers its letters from 1.
    return UNKNOWN if code == HYPHEN and raw.FPDFText_IsHyphen(handle, index) != 1 else code


@lru_cache(maxsize=4096)
def character(code: int, font: str) -> str:
    """The character of a code, as read on paper."""
    if code in _CODES:
        return _CODES[code]
    if code in _NAMELESS_CODES:
        return chr(UNKNOWN)
    if code in _OPEN_SYMBOL and "symbol" in font.lower():
        return "•"
    if code in PRIVATE or (code < 0x100 and font.lower().startswith("wingdings")):
        name = "Symbol" if font.lower().startswith("symbol") else font
        return symbol(code, name) or plain(chr(code))
    return chr(code)


# Takes "Calibri-Bold", "Garamond-DemiBold", TeX's "SFBX1200"; leaves "Calibri-Light", "CMR12".
_BOLD = re.compile(r"bold|black|heavy|demi|(?:cm|sf|ec|ec-)bx", re.IGNORECASE)
# Takes "Arial-ItalicMT", TeX's "CMTI10"; leaves "ArialMT", "CMR10".
_ITALIC = re.compile(r"italic|oblique|slanted|(?:cm|sf)(?:ti|sl|bxti)\d", re.IGNORECASE)
# Takes the first seven characters of "ABCDEF+Calibri", leaves "Calibri+".
_SUBSET = re.compile(r"^[A-Z]{6}\+")
# Names that programs make up: takes "CIDFont+F1", "CairoFont-1-0" and an empty one, leaves "Arial".
_NAMELESS_FONT = re.compile(r"(?:CIDFont\+|CairoFont-|font)?[FTR]?[\d-]*[0-9a-f]*", re.IGNORECASE)

HEAVY = range(600, 1001)
"""Font weights that mean bold; files that know no better have far larger ones."""

FORCE_BOLD = 1 << 18
"""Flag of the font descriptor: draw it bold (PDF 1.7, table 123)."""


def _describe(font: raw.FPDF_FONT) -> Font:
    """Name and looks of a font, as far as the file tells."""
    name = _name(font)
    flags = max(raw.FPDFFont_GetFlags(font), 0)
    bold = bool(_BOLD.search(name)) or raw.FPDFFont_GetWeight(font) in HEAVY or bool(flags & FORCE_BOLD)
    angle = ctypes.c_int()
    leaning = bool(raw.FPDFFont_GetItalicAngle(font, angle)) and angle.value != 0
    return Font(name, bold, bool(_ITALIC.search(name)) or leaning, bool(_NAMELESS_FONT.fullmatch(name)))


def _name(font: raw.FPDF_FONT) -> str:
    """Name of a font without the mark of a subset."""
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))


def _measure(textpage: pdfium.PdfTextPage, index: int, code: int, setting: _Setting) -> None:
    """Keeps how wide a character prints."""
    left, _, right, _ = textpage.get_charbox(index)
    if right > left:
        setting.font.widths.setdefault(chr(code), []).append((right - left) / setting.face.size)


NARROW = "liIjtfr.,;:!|1"
"""Characters that are little but a stroke."""

THICKER = 1.22
"""How many times as wide as in the page's main font such characters are in a bold one: no font measured 1.21
to 1.27."""

WIDER = 1.12
"""How many times as wide the other characters are in the bold of TeX's fonts: no font measured 1.11 to
1.15."""


def _mark_heavy(fonts: Iterable[Font], settings: Iterable[_Setting]) -> None:
    """Sets `bold` and `italic` as the fonts are: nameless ones by how they print beside the main font."""
    measured = [font for font in fonts if font.widths]
    main = max(measured, key=lambda font: sum(map(len, font.widths.values())), default=None)
    for font in measured:
        if main and font is not main and not font.bold:
            _compare(font, main)
    for setting in settings:
        font, face = setting.font, setting.face
        setting.face = replace(face, bold=face.bold or font.bold, italic=face.italic or font.italic)


def _compare(font: Font, main: Font) -> None:
    """Wide dots mean thick strokes; letters like l that are wide although dots are not lean."""
    shared = sorted(font.widths.keys() & main.widths.keys())
    ratio = {c: median(font.widths[c]) / max(median(main.widths[c]), 0.01) for c in shared}
    narrow = [ratio[c] for c in shared if c in NARROW]
    other = [ratio[c] for c in shared if c not in NARROW and c.isalpha()]
    stretched = len(narrow) > 1 and median(narrow) >= THICKER
    if stretched and ratio.get(".", 1.0) < WIDER:
        font.italic = True
    else:
        font.bold = stretched or (len(other) > 3 and median(other) >= WIDER)
