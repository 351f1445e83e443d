"""Accents drawn apart from their letter: TeX's "´" over "e", combining marks, small print of old fonts."""

import unicodedata
from collections.abc import Iterator

from crparse.readers.glyphs import Glyph

_COMBINING = {
    "´": "\u0301", "ˊ": "\u0301", "`": "\u0300", "ˋ": "\u0300", "^": "\u0302", "ˆ": "\u0302",
    "¨": "\u0308", "¸": "\u0327", "˜": "\u0303", "~": "\u0303", "˚": "\u030a",
}  # fmt: skip
"""Spacing accent -> the combining mark that it stands for over a letter."""

_DOTLESS = {"ı": "i", "ȷ": "j"}


def mark_of(char: str) -> str | None:
    """The combining mark that a character may be, None for letters and all else."""
    if len(char) == 1 and unicodedata.combining(char):
        return char
    return _COMBINING.get(char)


def compose(letter: str, mark: str) -> str | None:
    """The accented letter, None where French and its neighbours write none."""
    joined = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    return joined if len(joined) == 1 else None


def _over(mark: Glyph, letter: Glyph) -> bool:
    """Whether the accent stands over (or under) the letter rather than beside it."""
    shared = min(mark.x1, letter.x1) - max(mark.x0, letter.x0)
    narrow = min(mark.x1 - mark.x0, letter.x1 - letter.x0)
    near = abs(mark.base - letter.base) < 0.6 * letter.face.size
    return near and shared >= 0.4 * max(narrow, 0.1)


def join_accents(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs in their order, each accent drawn over a letter made one with it."""
    gone: set[int] = set()
    for index, glyph in enumerate(glyphs):
        mark = mark_of(glyph.char)
        if mark is None:
            continue
        for letter in _near(glyphs, index):
            accented = compose(letter.char, mark)
            if accented and (_over(glyph, letter) or unicodedata.combining(glyph.char)):
                letter.char, letter.x1 = accented, max(letter.x1, glyph.x1)
                gone.add(index)
                break
    return [g for i, g in enumerate(glyphs) if i not in gone] if gone else glyphs


def _near(glyphs: list[Glyph], index: int) -> Iterator[Glyph]:
    """Letters that an accent may belong to: the one drawn before, the one after, any that it stands over."""
    for neighbour in (index - 1, index + 1):
        if 0 <= neighbour < len(glyphs):
            yield glyphs[neighbour]
    if not unicodedata.combining(glyphs[index].char):
        yield from (g for g in glyphs if _over(glyphs[index], g))
