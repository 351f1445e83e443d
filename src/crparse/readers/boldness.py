"""Which words of a scanned page are bold: their strokes are thicker than those of the page's other words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from crparse.readers.hocr import Word
from crparse.readers.picture_rules import Ink

HEAVY = 1.22
"""How many times thicker than the page's usual strokes those of bold type are."""

HEAVY_CAPITALS = 1.35
"""The same for a word of capitals, which a scanner blurs more."""

LETTERS = 3
"""Letters from which a word's strokes are measured: a shorter word is set as those beside it."""


def mark_bold(words: Sequence[Word], ink: Ink) -> list[Word]:
    """The words with `bold` set where their strokes stand out."""
    strokes = _thickness(words, ink)
    measured = [(s, len(w.text)) for s, w in zip(strokes, words, strict=True) if s is not None]
    if not measured:
        return list(words)
    usual = _weighted_median(measured)
    heavy = [
        s is not None and s > (HEAVY_CAPITALS if w.text.isupper() else HEAVY) * usual
        for s, w in zip(strokes, words, strict=True)
    ]
    return [replace(word, bold=_bold_at(index, words, strokes, heavy)) for index, word in enumerate(words)]


def _bold_at(
    index: int, words: Sequence[Word], strokes: Sequence[float | None], heavy: Sequence[bool]
) -> bool:
    """Whether a word is bold: by itself, or if too short to tell as the words on both sides of it are."""
    if strokes[index] is not None:
        return heavy[index]
    sides = range(index - 1, -1, -1), range(index + 1, len(words))
    beside = [next((i for i in side if strokes[i] is not None), index) for side in sides]
    near = [i for i in beside if i != index and words[i].line == words[index].line]
    return bool(near) and all(heavy[i] for i in near)


def _thickness(words: Sequence[Word], ink: Ink) -> list[float | None]:
    """How thick the strokes of each word are, in parts of its type size: twice the area by the outline."""
    area = _sums(ink)
    inner = ink.copy()
    inner[1:] &= ink[:-1]
    inner[:-1] &= ink[1:]
    inner[:, 1:] &= ink[:, :-1]
    inner[:, :-1] &= ink[:, 1:]
    outline = _sums(ink & ~inner)
    found: list[float | None] = []
    for word in words:
        edge = _within(outline, word)
        enough = sum(c.isalpha() for c in word.text) >= LETTERS and edge > 0
        found.append(2 * _within(area, word) / edge / word.size if enough else None)
    return found


def _sums(dots: Ink) -> "np.typing.NDArray[np.int32]":
    """How many dots lie above and left of each place."""
    sums = np.zeros((dots.shape[0] + 1, dots.shape[1] + 1), dtype=np.int32)
    sums[1:, 1:] = dots.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    return sums


def _within(sums: "np.typing.NDArray[np.int32]", word: Word) -> int:
    """How many dots lie in a word's box."""
    y0, y1 = (min(max(0, round(y)), sums.shape[0] - 1) for y in (word.top, word.bottom))
    x0, x1 = (min(max(0, round(x)), sums.shape[1] - 1) for x in (word.x0, word.x1))
    return int(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0])


def _weighted_median(measured: Sequence[tuple[float, int]]) -> float:
    ordered = sorted(measured)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return ordered[-1][0]
