"""Which words of a scanned page are bold: their strokes are thicker than those of the page's other words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from crparse.readers.hocr import Word
from crparse.readers.straighten import Grey

HEAVY = 1.17
"""How many times thicker than the page's usual strokes those of bold type are."""

HEAVY_CAPITALS = 1.28
"""The same for a word of capitals, which a scanner blurs more."""

DARK_AND_PALE = (3, 90)
"""Hundredths of the dots of a word's box that are as dark as its ink, and not as pale as its paper."""

LETTERS = 3
"""Letters from which a word's strokes are measured: a shorter word is set as those beside it."""


def mark_bold(words: Sequence[Word], grey: Grey) -> list[Word]:
    """The words of a picture with `bold` set where their strokes stand out."""
    strokes = [_thickness(word, grey) for word in words]
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


def _thickness(word: Word, grey: Grey) -> float | None:
    """How thick a word's strokes are, in parts of its type size: twice the area by the outline.

    What is ink is told in the word's own box: coloured type is paler than the rest of the page.
    """
    if sum(c.isalpha() for c in word.text) < LETTERS:
        return None
    left, top = max(0, round(word.x0)), max(0, round(word.top))
    box = grey[top : round(word.bottom), left : round(word.x1)]
    if not box.size:
        return None
    dark, pale = np.percentile(box, DARK_AND_PALE)
    ink = np.pad(box < (dark + pale) / 2, 1)
    inner = ink[1:-1, 1:-1] & ink[:-2, 1:-1] & ink[2:, 1:-1] & ink[1:-1, :-2] & ink[1:-1, 2:]
    area, inside = int(ink.sum()), int(inner.sum())
    return 2 * area / (area - inside) / word.size if area > inside else None


def _weighted_median(measured: Sequence[tuple[float, int]]) -> float:
    ordered = sorted(measured)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return ordered[-1][0]
