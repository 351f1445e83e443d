"""Fonts of a PDF page: whether they are bold or italic, by name, by the file, or by their strokes."""

import ctypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

import pypdfium2.raw as raw

_BOLD = re.compile(r"bold|black|heavy|demi|(?:cm|sf|ec|ec-)bx", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|slanted|(?:cm|sf)(?:ti|sl|bxti)\d", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NAMELESS = re.compile(r"(?:CIDFont\+|CairoFont-|font)?[FTR]?[\d-]*[0-9a-f]*", re.IGNORECASE)
"""Names that programs make up: "CIDFont+F1", "CairoFont-1-0", or none at all."""

HEAVY = range(600, 1001)
"""Font weights that mean bold; files that know no better have far larger ones."""

FORCE_BOLD = 1 << 18
"""Flag of the font descriptor: draw it bold."""

NARROW = "liIjtfr.,;:!|1"
"""Characters that are little but a stroke."""

THICKER = 1.22
"""How many times as wide as in the page's main font such characters are in a bold one."""

WIDER = 1.12
"""How many times as wide the other characters are in the bold of TeX's fonts."""


@dataclass(slots=True)
class Font:
    """A font as used on a page."""

    name: str
    bold: bool
    italic: bool
    nameless: bool
    widths: dict[str, list[float]] = field(default_factory=dict)
    """Of a nameless font: how wide its characters print, in parts of the type size."""

    @property
    def used(self) -> int:
        """How many characters were measured."""
        return sum(len(found) for found in self.widths.values())


def describe_font(font: raw.FPDF_FONT) -> Font:
    """Name and looks of a font, as far as the file tells."""
    if not font:
        return Font("", False, False, True)
    name = _name(font)
    flags = max(raw.FPDFFont_GetFlags(font), 0)
    bold = bool(_BOLD.search(name)) or raw.FPDFFont_GetWeight(font) in HEAVY or bool(flags & FORCE_BOLD)
    angle = ctypes.c_int()
    leaning = bool(raw.FPDFFont_GetItalicAngle(font, angle)) and angle.value != 0
    return Font(name, bold, bool(_ITALIC.search(name)) or leaning, bool(_NAMELESS.fullmatch(name)))


def _name(font: raw.FPDF_FONT) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))


def mark_heavy(fonts: Mapping[int, Font]) -> None:
    """Sets `bold` or `italic` on the nameless fonts of a page by how they print beside its main font."""
    measured = [font for font in fonts.values() if font.widths]
    if len(measured) < 2:
        return
    main = max(measured, key=lambda font: font.used)
    for font in measured:
        if font is not main and not font.bold:
            _compare(font, main)


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
