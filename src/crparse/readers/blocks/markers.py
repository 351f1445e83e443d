"""Bullets and numbers before a paragraph: counted by a list or typed, and the glyphs of symbol fonts.

Programs print the numbers of lists and do not store them: they are counted again here, level by level.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from crparse import lexicon


class Marker(NamedTuple):
    """What a list prints before a paragraph."""

    text: str | None
    bullet: bool


UNMARKED = Marker(None, False)
"""Before a paragraph of no list."""

_FIGURES = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(count: int) -> str:
    """The number in Roman figures: 4 -> "IV"."""
    figures = ""
    for size, sign in _FIGURES:
        figures += sign * (count // size)
        count %= size
    return figures


def letters(count: int) -> str:
    """2 -> "B"; after "Z" Word doubles: 28 -> "BB"."""
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


def _two_letters(count: int) -> str:
    """2 -> "B"; after "Z" others write two letters: 28 -> "AB"."""
    figures = ""
    while count > 0:
        count, rest = divmod(count - 1, 26)
        figures = chr(ord("A") + rest) + figures
    return figures


def _ordinal(count: int) -> str:
    endings = lexicon.table("common", "ordinal_endings")
    return f"{count}{endings.get(str(count), endings['other'])}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": roman,
    "lowerRoman": lambda count: roman(count).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda count: letters(count).lower(),
    "decimalZero": lambda count: f"{count:02d}",
    "ordinal": _ordinal,
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "I": roman,
    "i": lambda count: roman(count).lower(),
    "A": _two_letters,
    "a": lambda count: _two_letters(count).lower(),
}
"""Name of a format in Word, or in OpenDocument and HTML, which have one letter -> how it prints a count."""

_UNPRINTED = ("none", "bullet")
"""Formats of levels that have no number to show in those below them."""

MOST = 3999
"""The last number that Roman figures write without signs of their own: no list of minutes counts so far."""


def written(count: int, number_format: str) -> str:
    """A count as its format prints it; in figures where that is not known here or cannot count so far."""
    if number_format in _UNPRINTED:
        return ""
    if abs(count) > MOST or (count < 1 and len(number_format) == 1):
        return str(count)
    return _FORMATS.get(number_format, str)(count)


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """How one level of a list is marked."""

    bullet: Marker | None = None
    """What it prints where that is no number."""
    format: str = "decimal"
    parts: tuple[str | int, ...] = ()
    """What its number is made of: texts, and levels whose counts it shows."""
    start: int = 1
    restart: int | None = None
    """Items of levels lower than this number restart it; None for those of any level above it."""
    figures: bool = False
    """All counts in figures, whatever their own format."""


@dataclass
class ListNumbers:
    """The numbers of one list: how its levels are marked, and how far they have counted."""

    levels: Mapping[int, LevelStyle]
    counts: dict[int, int] = field(default_factory=dict)

    def count(self, level: int, start: int | None = None) -> None:
        """Counts the next item of a level, or starts there."""
        usual = self.counts.get(level, self.levels[level].start - 1) + 1
        self.counts[level] = usual if start is None else start
        for deeper in [key for key in self.counts if key > level]:
            restart = self.levels[deeper].restart if deeper in self.levels else None
            if restart is None or level < restart:
                del self.counts[deeper]

    def marker(self, level: int) -> Marker:
        """What is printed before the item of a level that was counted last."""
        how = self.levels[level]
        if how.bullet is not None:
            return how.bullet
        shown = (part if isinstance(part, str) else self._shown(part, level) for part in how.parts)
        return Marker("".join(shown).strip() or None, False)

    def _shown(self, level: int, within: int) -> str:
        """The count of a level in the number of an item of another."""
        how = self.levels.get(level)
        if how is None or (level > within and level not in self.counts):
            return ""
        plain = self.levels[within].figures and how.format not in _UNPRINTED
        return written(self.counts.get(level, how.start), "decimal" if plain else how.format)


BOXES = "☐☑☒❑❒□✓✔✗✘"
"""Boxes to tick: several in one line are answers to choose from, not bullets."""

BULLETS = "•‣⁃◦∙·●○◉◘■□▪▫◼◻◾◽◆◇❖♦▶▸►▹➢➤➔➜→⇒⇨➲☞✦✧★☆✓✔✗✘☐☑☒❑❒❍⬧⧫"
"""Signs that are bullets wherever they begin a paragraph."""

DASHES = "-‐‑–—−"

# Takes "•Budget", "-> relancer", "- Budget", "-Budget"; leaves "-5 %", "**Budget**", "_Budget".
_BULLET = re.compile(
    rf"\s*(?:(?P<sign>[{BULLETS}]\ufe0f?|->|=>|-->|==>)\s*|(?P<dash>[{DASHES}*])(?:\s+|(?<!\*)(?=[^\W\d_])))(?=\S)"
)
# A bullet in Courier: takes "o " of "o Budget", leaves "ou Budget", "O Budget".
_LETTER_O = re.compile(r"\s*o[ \t]+(?=\S)")
# Takes "- 3 -", leaves "- 3 voix".
_PAGE = re.compile(rf"[{DASHES}]\s*\d+\s*[{DASHES}]$")

_ROMAN = "X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3}"
_ROMAN_LONG = "X{0,3}(?:IX|IV|VI{1,3}|I{2,3})|X{1,3}[VI]|X{2,3}"
"""Of two letters and more: "I." and "V." may be initials."""

# Takes "1. Bilan", "2.1 Budget", "IV – Vote", "a) oui"; leaves "A. Roux", "12 voix", "12.05.2023".
_NUMBER = re.compile(
    rf"""\s*(?P<number>
        (?: \((?:\d{{1,2}}|[a-z]|[ivx]{{1,5}})\)                # (1) (a) (iv)
          | \d{{1,3}}\s?(?:[)/°]\)?|\.)(?!\d|(?<=/)\s\d)   # 1. 1) 1/ 1°
          | \d{{1,2}}(?:\.[1-9]\d?){{1,4}}\s?(?:[)/]|\.(?!\d))  # 2.1. 2.1)
          | \d{{1,2}}(?:\.[1-9]\d?){{1,4}}(?=\s+[A-ZÀ-Þ«“])    # 2.1 Budget
          | (?:{_ROMAN})\s?[)/] | (?:{_ROMAN_LONG})\s?\.        # IV) IV/ IV.
          | [A-Z]\s?[)/] | [a-z]\)                             # A) A/ a)
        )(?:\s?[-–—](?=\s))?
      | (?:\d{{1,2}}|\d{{1,2}}(?:\.[1-9]\d?){{1,4}}|{_ROMAN}|[A-Z])\s[-–—](?=\s)  # 1 - IV - A -
    )(?:\s+|(?=[^\W\d_]))(?=\S)""",
    re.VERBOSE,
)


class Typed(NamedTuple):
    """The marker typed at the start of a text."""

    marker: str | None
    kind: Literal["bullet", "number"] | None
    offset: int
    """Where the words after it begin, 0 without a marker."""


NO_MARKER = Typed(None, None, 0)


def split_marker(text: str, *, letter_o: bool = False) -> Typed:
    """The bullet or number that begins `text`, and where its words begin.

    "- Budget" -> ("-", "bullet", 2), "2.1 Budget" -> ("2.1", "number", 4),
    "IV – Vote" -> ("IV –", "number", 5).
    An initial ("A. Roux"), a bare figure ("12 voix") and a date ("12.05.2023") are no markers. `letter_o`
    tells that an "o" at the start stands in for a ring, as Word has it in Courier and Wingdings.
    """
    bullet = _BULLET.match(text) or (_LETTER_O.match(text) if letter_o else None)
    if bullet:
        return _bullet(text, bullet.group().strip(), bullet.end())
    number = _NUMBER.match(text)
    return Typed(number["number"], "number", number.end()) if number else NO_MARKER


def _bullet(text: str, sign: str, end: int) -> Typed:
    rest = text[end:]
    if not any(char.isalnum() for char in rest) or _PAGE.match(text.strip()):
        return NO_MARKER
    if sign in BOXES and any(box in rest for box in BOXES):
        return NO_MARKER
    return Typed(sign, "bullet", end)


WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6D: "❍", 0x6E: "■",
    0x6F: "☐", 0x70: "☐", 0x71: "❑", 0x72: "❒", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "☐", 0xAB: "★",
    0xB7: "•", 0xC4: "➢", 0xD6: "➢", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE7: "←", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
"""Code in Wingdings -> the character that looks like it."""

WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "•", 0xA1: "■", 0xA2: "▪",
    0xA3: "☐",
}  # fmt: skip
"""The same for Wingdings 2, which has other boxes and ticks."""

SYMBOL = {
    0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xA8: "♦", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…",
    0xD7: "·", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
"""The same for Symbol (its letters are Greek)."""

GREEK = dict(zip("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
"""Letters of Symbol."""

PRIVATE = range(0xF020, 0xF100)
"""Where the codes of symbol fonts stand in Unicode text: 0xF000 and the code."""


def symbol(code: int, font: str | None) -> str | None:
    """What a code of a symbol font looks like; None for a glyph that has no like, or a font of letters.

    Takes the bare code (0xB7) and the private one (0xF0B7); without a font the latter is read as
    Wingdings or Symbol, whichever has it.
    """
    name = (font or "").lower()
    code = code - 0xF000 if code in PRIVATE else code
    if name.startswith("wingdings 2"):
        return WINGDINGS_2.get(code)
    if name.startswith("wingdings"):
        return WINGDINGS.get(code)
    if name == "symbol":
        return SYMBOL.get(code) or _greek(chr(code))
    return None


def _greek(letter: str) -> str | None:
    small = GREEK.get(letter.lower())
    return small.upper() if small and letter.isupper() else small


# Takes the bullet of Wingdings, U+F0B7; leaves "•", U+2022.
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def plain(text: str) -> str:
    """The text with the private-use characters of symbol fonts replaced by what they look like."""
    return _PRIVATE_USE.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    code = ord(match.group()) - 0xF000
    return WINGDINGS.get(code) or SYMBOL.get(code) or "•"
