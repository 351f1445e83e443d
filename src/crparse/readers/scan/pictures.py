"""What a scanned picture shows besides letters: how it lies, which words are bold, where rules run."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, compress

import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.Image import Transpose

from crparse.readers.printed.drawings import Rule
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
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
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
    for axis in (0, 1):
        moved = (np.roll(dots, step, axis) for step in range(-half, half + 1))
        dots = np.logical_and.reduce(list(moved))
    return dots


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
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else picture


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
    dark, pale = np.percentile(box, DARK_AND_PALE)
    ink = np.pad(box < (dark + pale) / 2, 1)
    inner = ink[1:-1, 1:-1] & ink[:-2, 1:-1] & ink[2:, 1:-1] & ink[1:-1, :-2] & ink[1:-1, 2:]
    area, inside = int(ink.sum()), int(inner.sum())
    return 2 * area / (area - inside) / word.size if area > inside else None


Ink = npt.NDArray[np.bool_]
"""Where a picture is dark, row by row."""

Frame = tuple[float, float, float, float]
"""Start, upper edge, end and lower edge of a stroke along the rows."""

Shades = npt.NDArray[np.float32]
"""How dark it is."""

SHORTEST = 22.0
"""Points from which a straight stroke is a rule: the strokes of letters of titles are shorter, those of
capitals of 24 points 17."""

THICKEST = 3.5
"""Points up to which it is one: rules were up to 2.5; a thicker bar is a picture, or the shadow at the edge
of the paper."""

STEPS = 2.5
"""Points by which the two ends of a rule may differ in height, for the paper may be a little crooked: by 0.2
degrees it makes 2 across A4."""

COARSE_DOTS = 2
"""Dots, across and down, taken together to look for pale rules: their noise is half as much."""

FAINT_LEVEL, FAINT = 14.0, 7.0
"""Shades (of 255) by which a pale rule is darker than the paper beside it: all along, and at each place."""

BESIDE = 1.6
"""Points away from it where that paper is: beyond the blur of a hairline."""

SPECK = 4.0
"""Points of it over which its shade is taken: the gap of a dotted rule is shorter."""

ALONG, ALONE = 0.7, 0.2
"""Shares of an upright rule in which it is darker than one side, and than both: in a table letters stand
against its other side."""

LONG, BROKEN, LEVEL = 60.0, 60.0, 1.2
"""Points: the least length of a pale rule, how far letters break it, how much higher or lower it goes on."""

HIDDEN, GRID = 40.0, 2
"""Points that letters hide at its ends (a word of seven letters at 11 points); rules across it that it meets
all the same, an upright one more."""

SAME = 0.8
"""Part of a pale rule that is dark enough to be found without it, from which it is no other rule: of 97 in
137 it was 0.88 and more, of 29 under 0.4."""

EDGE = 6.0
"""Points at the edges of the picture in which there is no rule but the shadow of the paper's edge: printers
leave 12 white."""


@dataclass(slots=True)
class _Stroke:
    """Dark stretches on neighbouring rows: first and last row, where it begins and ends, its dots."""

    first: int
    last: int
    start: int
    end: int
    dots: int

    def add(self, row: int, start: int, end: int) -> None:
        """Takes in a stretch of a row."""
        self.last = row
        self.dots += end - start
        self.start, self.end = min(self.start, start), max(self.end, end)


def find_rules(grey: Grey, ink: Ink, dpi: int) -> list[Rule]:
    """The level and upright rules of a picture, in points; `ink` is where it is clearly dark."""
    unit = 72 / dpi  # points of a dot
    dark, coarse = _coarse_shades(grey), COARSE_DOTS * unit
    level, upright = _level(ink, unit), _level(ink.T, unit)
    pale_upright = _pale_rules(_pale_upright(dark.T, coarse), ink.T.shape, unit)
    across = upright + pale_upright
    pale_level = [_reaching(r, across) for r in _pale_rules(_pale_level(dark, coarse), ink.shape, unit)]
    level += [r for r in pale_level if len(_met(r, across)) >= GRID and not _covered(r, level)]
    upright += [r for r in pale_upright if len(_met(r, level)) > GRID and not _covered(r, upright)]
    rules = [Rule(*frame) for frame in level]
    rules += [Rule(x0, top, x1, bottom) for top, x0, bottom, x1 in upright]
    right, foot = ink.shape[1] * unit - EDGE, ink.shape[0] * unit - EDGE
    inside = (EDGE < (r.x0 + r.x1) / 2 < right and EDGE < (r.top + r.bottom) / 2 < foot for r in rules)
    return list(compress(rules, inside))


def _pale_rules(pale: Ink, shape: tuple[int, ...], unit: float) -> list[Frame]:
    """The pale rules along the rows, those that letters break made whole; short ones are letters' own."""
    ink = np.zeros(shape, dtype=bool)
    dots = pale.repeat(COARSE_DOTS, axis=0).repeat(COARSE_DOTS, axis=1)
    ink[: dots.shape[0], : dots.shape[1]] = dots
    whole: list[Frame] = []
    for x0, y0, x1, y1 in sorted(_level(ink, unit)):
        before = [i for i, box in enumerate(whole) if abs(box[1] - y0) <= LEVEL and x0 - box[2] <= BROKEN]
        if before:
            left, top, right, bottom = whole[before[-1]]
            whole[before[-1]] = (left, top, max(right, x1), bottom)
        else:
            whole.append((x0, y0, x1, y1))
    return [box for box in whole if box[2] - box[0] >= LONG]


def _crossing(rule: Frame, across: Sequence[Frame]) -> list[float]:
    """Where along a rule's direction rules across it pass its height."""
    return [
        (top + bottom) / 2 for start, top, end, bottom in across if start - LEVEL <= rule[1] <= end + LEVEL
    ]


def _met(rule: Frame, across: Sequence[Frame]) -> list[float]:
    """Where a rule meets those across it: a pale one is believed in a grid alone."""
    return [x for x in _crossing(rule, across) if rule[0] - LEVEL <= x <= rule[2] + LEVEL]


def _covered(rule: Frame, others: Sequence[Frame]) -> bool:
    """Whether a rule is one of the others, a little longer or shorter."""
    beside = [box for box in others if abs(box[1] - rule[1]) <= 2 * LEVEL]
    return any(min(box[2], rule[2]) - max(box[0], rule[0]) >= SAME * (rule[2] - rule[0]) for box in beside)


def _reaching(rule: Frame, across: Sequence[Frame]) -> Frame:
    """A pale rule of a grid drawn out to the rules across it that it nearly meets: letters hide its ends."""
    x0, y0, x1, y1 = rule
    if len(_met(rule, across)) < GRID:
        return rule
    crossing = _crossing(rule, across)
    left = min((x for x in crossing if x0 - HIDDEN <= x < x0), default=x0)
    right = max((x for x in crossing if x1 < x <= x1 + HIDDEN), default=x1)
    return left, y0, right, y1


def _pale_level(dark: Shades, unit: float) -> Ink:
    """Where a row is darker all along than above and below: level hairlines, pale and dotted rules."""
    whole, here = (_beside(dark, points, unit).min(axis=0) for points in (SHORTEST, SPECK))
    return np.asarray((whole > FAINT_LEVEL) & (here > FAINT))


def _pale_upright(dark: Shades, unit: float) -> Ink:
    """The same for upright ones, in a picture that is turned so that they run along its rows.

    Where letters stand beside one, it is enough that it is darker than one side; between lines of type it is
    darker than both.
    """
    beside = _beside(dark, SPECK, unit)
    either, both = beside.max(axis=0) > FAINT, beside.min(axis=0) > FAINT
    length = round(SHORTEST / unit)
    along = (_running_mean(either, length) >= ALONG) & (_running_mean(both, length) >= ALONE)
    return np.asarray(either & (_running_mean(along, length) > 0))


def _coarse_shades(grey: Grey) -> Shades:
    """How dark a picture is, several dots taken together."""
    height, width = (side // COARSE_DOTS * COARSE_DOTS for side in grey.shape)
    dots = grey[:height, :width].reshape(
        height // COARSE_DOTS, COARSE_DOTS, width // COARSE_DOTS, COARSE_DOTS
    )
    return np.asarray(255 - dots.mean(axis=(1, 3)), dtype=np.float32)


def _beside(dark: Shades, points: float, unit: float) -> Shades:
    """By how much some points of each row are darker than those a little above them, and a little below."""
    mean, away = _running_mean(dark, round(points / unit)), round(BESIDE / unit)
    sides = np.full((2, *mean.shape), -np.inf, dtype=np.float32)
    sides[0, away:] = mean[away:] - mean[:-away]
    sides[1, :-away] = mean[:-away] - mean[away:]
    return sides


def _running_mean(values: Shades | Ink, length: int) -> Shades:
    """The mean over so many dots of a row around each."""
    sums = np.pad(values.cumsum(axis=1, dtype=np.float64), ((0, 0), (1, 0)))
    starts = np.arange(values.shape[1]) - length // 2
    ends = np.clip(starts + length, 0, values.shape[1])
    return np.asarray((sums[:, ends] - sums[:, np.maximum(starts, 0)]) / length, dtype=np.float32)


def _level(ink: Ink, unit: float) -> list[Frame]:
    """Boxes of the strokes that run along the rows, in points: of the height of their middle line."""
    found = []
    for stroke in _strokes(ink, round(SHORTEST / unit)):
        thick = stroke.dots / (stroke.end - stroke.start) * unit
        if thick <= THICKEST and (stroke.last - stroke.first) * unit <= THICKEST + STEPS:
            middle = (stroke.first + stroke.last + 1) / 2 * unit
            half = min(thick, 1.0) / 2
            found.append((stroke.start * unit, middle - half, stroke.end * unit, middle + half))
    return found


def _strokes(ink: Ink, shortest: int) -> list[_Stroke]:
    """Dark stretches of a least length, those that touch from row to row made one."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
    # With what lies right above and below: a rule a little crooked goes on from row to row.
    padded[1:, 1:-1] |= ink[:-1]
    padded[:-1, 1:-1] |= ink[1:]
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    long = ends - starts >= shortest
    strokes: list[_Stroke] = []
    open_: list[_Stroke] = []
    for row, start, end in zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True):
        open_ = [stroke for stroke in open_ if row - stroke.last <= 2]
        touched = next((s for s in open_ if start <= s.end and s.start <= end), None)
        if touched is None:
            strokes.append(touched := _Stroke(row, row, start, end, 0))
            open_.append(touched)
        touched.add(row, start, end)
    return strokes
