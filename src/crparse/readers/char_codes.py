"""The codes that PDFium gives for the characters of a page, and what a reader of the paper sees."""

from crparse.readers.markers import PRIVATE, plain, symbol

HYPHEN = 0x02
"""PDFium's sign for a hyphen at the end of a line."""

UNKNOWN = 0xFFFD
"""Stands for a character that cannot be told."""

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

_ICONS = range(0xE100, 0xF000)
"""Codes without meaning outside the font."""

_NAMELESS = frozenset({*range(0x20), UNKNOWN, 0xFFFE, 0xFFFF} - {0x09, 0x0A, 0x0D} - _CODES.keys())


def is_unmapped(code: int) -> bool:
    """Whether the font does not say which character a code is."""
    return code in _NAMELESS or code in _ICONS


def character(code: int, font: str) -> str:
    """The character of a code, as read on paper."""
    if code in _CODES:
        return _CODES[code]
    if code in _NAMELESS:
        return chr(UNKNOWN)
    if code in _OPEN_SYMBOL and "symbol" in font.lower():
        return "•"
    if code in PRIVATE or (code < 0x100 and font.lower().startswith("wingdings")):
        name = "Symbol" if font.lower().startswith("symbol") else font
        return symbol(code, name) or plain(chr(code))
    return chr(code)
