"""What a scanned picture shows besides letters: how it lies, which words are bold."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from math import cos, radians, sin

import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.Image import Transpose

from crparse.readers.scan.tesseract import Word

STEEPEST = 5.0
"""Degrees up to which a crooked page is set straight: each degree more would be four more turns to try."""

LEAST = 0.2
"""Degrees from which turning a picture does more good than it blurs: a line across A4 then rises by 2
points."""

CLEARER = 1.1
"""How many times clearer the lines have to be in a turned picture: on a page without lines all angles are as
good."""

COARSE_DPI = 50
"""Resolution, in dots an inch, at which lines of type are still told apart (ten points are seven dots) and
turning is quick."""

Grey = npt.NDArray[np.uint8]


def ink_threshold(grey: Grey) -> int:
    """The shade that best parts ink from paper (Otsu 1979): below it is ink."""
    counts = np.asarray(Image.fromarray(grey).histogram(), dtype=np.float64)
    below = np.cumsum(counts)
    shade = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (shade / below - (shade[-1] - shade) / above) ** 2
    return int(np.nanargmax(apart)) + 1 if np.isfinite(apart).any() else 128


PALE = (150, 248)
"""Shades of grey from which a watermark is paler than ink, and up to which it is darker than paper."""

THICK = 5
"""Every other dots that the strokes of a watermark are thick at least, at 300 an inch: the blurred edge of a
letter is one, large letters' strokes are ten and more."""

SEEN = (0.003, 0.2)
"""Share of a picture that a watermark covers: a stamp covered 0.001; more is paper that is not white, or a
photograph (chosen, not measured)."""


def without_watermark(picture: Image.Image) -> Image.Image:
    """The picture, large pale letters across it made paper; text over them stays."""
    grey = np.asarray(picture)
    half = grey[::2, ::2]  # enough to tell them, in a quarter of the time
    core = _all_around((half >= PALE[0]) & (half < PALE[1]), THICK)
    if not SEEN[0] <= core.mean() <= SEEN[1]:
        return picture
    # The letters of the watermark with their blurred edge.
    mark = ~_all_around(~core, 2 * THICK)
    whole = mark.repeat(2, axis=0).repeat(2, axis=1)[: grey.shape[0], : grey.shape[1]]
    return Image.fromarray(np.where(whole & (grey >= PALE[0]), np.uint8(255), grey))


def _all_around(dots: npt.NDArray[np.bool_], size: int) -> npt.NDArray[np.bool_]:
    """The dots around which all others are set, in a square of so many; none at the rim."""
    half = size // 2
    padded = np.pad(dots, half, mode="wrap")
    height, width = dots.shape
    rows = np.logical_and.reduce([padded[step : step + height] for step in range(2 * half + 1)])
    return np.asarray(np.logical_and.reduce([rows[:, step : step + width] for step in range(2 * half + 1)]))


def slant(picture: Image.Image, dpi: int) -> float:
    """Degrees, anticlockwise, that set the lines of type level; 0 where none stands out.

    The angle at which the rows of the picture differ most in ink (Postl 1986).
    """
    ink = _coarse_picture(picture, dpi)
    coarse = max(np.arange(-STEEPEST, STEEPEST + 0.1, 0.5), key=lambda angle: _contrast(ink, angle))
    fine = float(max(np.arange(coarse - 0.4, coarse + 0.5, 0.1), key=lambda angle: _contrast(ink, angle)))
    if abs(fine) < LEAST or _contrast(ink, fine) <= CLEARER * _contrast(ink, 0.0):
        return 0.0
    return round(fine, 1)


def lies_on_its_side(picture: Image.Image, dpi: int) -> bool:
    """Whether lines of type seem to run up or down the picture rather than across."""
    ink = _coarse_picture(picture, dpi)
    across, upright = (
        max(_contrast(lain, angle) for angle in (-2.0, -1.0, 0.0, 1.0, 2.0))
        for lain in (ink, ink.transpose(Transpose.ROTATE_90))
    )
    return upright > CLEARER * across


def turned(picture: Image.Image, clockwise: int, angle: float) -> Image.Image:
    """The picture turned by quarters, then by a few degrees anticlockwise."""
    quarters = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    if clockwise:
        picture = picture.transpose(quarters[clockwise])
    return _rotated(picture, angle) if angle else picture


WHITE = 255
"""The shade of paper without a speck, and of what is beyond it."""

TILE = 12
"""Dots of a side of the squares in which a page is turned, at least ten: a square is made of dots up to two
beyond it, which then lie in the one that it comes from or in those beside that. Half of those of a scan stay
white."""


def _rotated(picture: Image.Image, angle: float) -> Image.Image:
    """What `picture.rotate` makes of it, square by square: those that stay white cost nothing."""
    width, height = picture.size
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    # Where the middle of each square comes from: x = a x' + b y' + c, y = d x' + e y' + f.
    a, b, d, e = cosine, -sine, sine, cosine
    c = width / 2 - a * width / 2 - b * height / 2
    f = height / 2 - d * width / 2 - e * height / 2
    inked = _inked_squares(np.asarray(picture))
    rows, columns = np.indices((-(-height // TILE), -(-width // TILE))) * TILE
    y, x = rows + TILE / 2, columns + TILE / 2
    from_row, from_column = d * x + e * y + f, a * x + b * y + c
    squares = (
        np.clip(side // TILE, 0, most - 1).astype(np.intp)
        for side, most in zip((from_row, from_column), inked.shape, strict=True)
    )
    made = Image.new("L", picture.size, WHITE)
    for top, row in zip(range(0, height, TILE), inked[tuple(squares)], strict=True):
        edges = np.flatnonzero(np.diff(row, prepend=False, append=False)).tolist()
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            left, right, foot = first * TILE, min(last * TILE, width), min(top + TILE, height)
            matrix = (a, b, a * left + b * top + c, d, e, d * left + e * top + f)
            part = picture.transform(
                (right - left, foot - top),
                Image.Transform.AFFINE,
                matrix,
                Image.Resampling.BICUBIC,
                fillcolor=WHITE,
            )
            made.paste(part, (left, top))
    return made


def _inked_squares(grey: Grey) -> npt.NDArray[np.bool_]:
    """The squares of a picture that are not all white, with those beside them."""
    height, width = (-(-side // TILE) * TILE for side in grey.shape)
    whole = np.full((height, width), WHITE, dtype=np.uint8)
    whole[: grey.shape[0], : grey.shape[1]] = grey
    squares = whole.reshape(height // TILE, TILE, width // TILE, TILE).min(axis=1).min(axis=2) < WHITE
    padded = np.pad(squares, 1)
    rows = padded[:-2] | padded[1:-1] | padded[2:]
    return np.asarray(rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:])


def _coarse_picture(picture: Image.Image, dpi: int) -> Image.Image:
    """The ink of a picture, white on black, at a low resolution."""
    share = COARSE_DPI / dpi
    size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    small = np.asarray(picture.resize(size, Image.Resampling.BOX))
    return Image.fromarray(np.where(small < ink_threshold(small), 255, 0).astype(np.uint8))


def _contrast(ink: Image.Image, angle: float) -> float:
    """How much the rows of a turned picture differ in ink from one to the next."""
    rows = np.asarray(ink.rotate(angle, Image.Resampling.NEAREST)).sum(axis=1, dtype=np.int64)
    return float(np.square(np.diff(rows)).sum())


HEAVY = 1.17
"""How many times thicker than the page's usual strokes those of bold type are: of 7,887 words one in 42 was
within a twentieth of it, the fewest of all."""

HEAVY_CAPITALS = 1.28
"""The same for a word of capitals, which a scanner blurs more."""

DARK_AND_PALE = (3, 90)
"""Hundredths of the dots of a word's box that are as dark as its ink, and not as pale as its paper."""

LETTERS = 3
"""Letters from which a word's strokes are measured: a shorter word ("le", "12") is set as those beside it."""


def mark_bold(words: Sequence[Word], grey: Grey) -> list[Word]:
    """The words of a picture with `bold` set where their strokes stand out."""
    strokes = [_thickness(word, grey) for word in words]
    measured = sorted((s, len(w.text)) for s, w in zip(strokes, words, strict=True) if s is not None)
    if not measured:
        return list(words)
    letters = list(accumulate(length for _, length in measured))
    usual, _ = measured[bisect_left(letters, letters[-1] / 2)]
    heavy = [
        None if s is None else s > (HEAVY_CAPITALS if w.text.isupper() else HEAVY) * usual
        for s, w in zip(strokes, words, strict=True)
    ]
    return [replace(word, bold=_is_bold(index, words, heavy)) for index, word in enumerate(words)]


def _is_bold(index: int, words: Sequence[Word], heavy: Sequence[bool | None]) -> bool:
    """Whether a word is bold: by itself, or if too short to tell as the words on both sides of it are."""
    own = heavy[index]
    if own is not None:
        return own
    sides = range(index - 1, -1, -1), range(index + 1, len(words))
    beside = (next((i for i in side if heavy[i] is not None), index) for side in sides)
    near = [heavy[i] for i in beside if i != index and words[i].line == words[index].line]
    return bool(near) and all(near)


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
    counts = np.bincount(box.ravel(), minlength=256).cumsum()
    dark, pale = (_shade_at(counts, share) for share in DARK_AND_PALE)
    ink = np.zeros((box.shape[0] + 2, box.shape[1] + 2), dtype=np.bool_)
    np.less(box, (dark + pale) / 2, out=ink[1:-1, 1:-1])
    inner = ink[1:-1, 1:-1] & ink[:-2, 1:-1] & ink[2:, 1:-1] & ink[1:-1, :-2] & ink[1:-1, 2:]
    area, inside = np.count_nonzero(ink), np.count_nonzero(inner)
    return 2 * area / (area - inside) / word.size if area > inside else None


def _shade_at(counts: npt.NDArray[np.int64], hundredths: int) -> float:
    """The shade as dark as which so many hundredths of the dots are; `counts`: how many are as each shade."""
    place = (int(counts[-1]) - 1) * hundredths / 100
    below, above = counts.searchsorted((int(place), min(int(place) + 1, int(counts[-1]) - 1)), side="right")
    return float(below + (above - below) * (place - int(place)))
