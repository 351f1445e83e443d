"""Accents drawn apart from their letter: TeX's "´" over "e", combining marks, small print of old fonts."""

import unicodedata

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
    """The glyphs in their order, each accent drawn over the letter before or after it made one with it."""
    if not any(mark_of(g.char) for g in glyphs):
        return glyphs
    joined: list[Glyph] = []
    waiting: Glyph | None = None
    for glyph in glyphs:
        mark = mark_of(glyph.char)
        if mark is None:
            if waiting is not None:
                accented = compose(glyph.char, mark_of(waiting.char) or "") if _over(waiting, glyph) else None
                if accented:
                    glyph.char = accented
                else:
                    joined.append(waiting)
                waiting = None
            joined.append(glyph)
            continue
        if waiting is not None:
            joined.append(waiting)
            waiting = None
        last = joined[-1] if joined else None
        combining = bool(unicodedata.combining(glyph.char))
        accented = compose(last.char, mark) if last and (combining or _over(glyph, last)) else None
        if last and accented:
            last.char = accented
        else:
            waiting = glyph
    return joined + ([waiting] if waiting else [])
