"""Where rules run in a scanned picture: dark ones, and pale or dotted ones in a grid.

Ink is looked at eight dots a byte (`_Packed`), shades over two dots by two in whole numbers: a picture has
nine million dots.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from math import ceil

import numpy as np
import numpy.typing as npt

from crparse.readers.printed.drawings import Rule
from crparse.readers.scan.pictures import Grey

Ink = npt.NDArray[np.bool_]
"""Where a picture is dark, row by row."""

Frame = tuple[float, float, float, float]
"""Start, upper edge, end and lower edge of a stroke along the rows."""

Shades = npt.NDArray[np.int16]
"""How dark it is: the sums of `COARSE` dots each."""

_Packed = npt.NDArray[np.uint8]
"""Where it is dark, eight dots a byte."""

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

COARSE = COARSE_DOTS * COARSE_DOTS
"""Dots whose shades make one sum."""


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
    (height, width), turned = ink.shape, np.ascontiguousarray(dark.T)
    level, upright = (
        _level(np.packbits(dots, axis=1), 1, unit) for dots in (ink, np.ascontiguousarray(ink.T))
    )
    pale_upright = _pale_rules(_pale_upright(turned, coarse), width, unit)
    across = upright + pale_upright
    pale_level = [_reaching(r, across) for r in _pale_rules(_pale_level(dark, coarse), height, unit)]
    level += [r for r in pale_level if len(_met(r, across)) >= GRID and not _covered(r, level)]
    upright += [r for r in pale_upright if len(_met(r, level)) > GRID and not _covered(r, upright)]
    rules = [Rule(*frame) for frame in level]
    rules += [Rule(x0, top, x1, bottom) for top, x0, bottom, x1 in upright]
    right, foot = width * unit - EDGE, height * unit - EDGE
    inside = (EDGE < (r.x0 + r.x1) / 2 < right and EDGE < (r.top + r.bottom) / 2 < foot for r in rules)
    return list(compress(rules, inside))


def _pale_rules(pale: Ink, rows: int, unit: float) -> list[Frame]:
    """The pale rules along the rows, those that letters break made whole; short ones are letters' own.

    `rows` are those of the picture, of which each row of `pale` stands for several.
    """
    packed = np.zeros((rows, -(-pale.shape[1] // 8)), dtype=np.uint8)
    dots = np.packbits(pale, axis=1).repeat(COARSE_DOTS, axis=0)
    packed[: len(dots)] = dots
    whole: list[Frame] = []
    for x0, y0, x1, y1 in sorted(_level(packed, COARSE_DOTS, unit)):
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
    pale = np.ones(dark.shape, dtype=np.bool_)
    for points, least in ((SHORTEST, FAINT_LEVEL), (SPECK, FAINT)):
        above, below = _darker(dark, points, least, unit)
        pale &= above & below
    return pale


def _pale_upright(dark: Shades, unit: float) -> Ink:
    """The same for upright ones, in a picture that is turned so that they run along its rows.

    Where letters stand beside one, it is enough that it is darker than one side; between lines of type it is
    darker than both.
    """
    one, other = _darker(dark, SPECK, FAINT, unit)
    either, length = one | other, round(SHORTEST / unit)
    along = _around(either, length) >= ceil(ALONG * length)
    along &= _around(one & other, length) >= ceil(ALONE * length)
    return np.asarray(either & (_around(along, length) > 0))


def _coarse_shades(grey: Grey) -> Shades:
    """How dark a picture is, several dots taken together."""
    height, width = (side // COARSE_DOTS * COARSE_DOTS for side in grey.shape)
    rows = [grey[i:height:COARSE_DOTS, :width] for i in range(COARSE_DOTS)]
    bright = np.add.reduce(rows, axis=0, dtype=np.int16)
    columns = [bright[:, i::COARSE_DOTS] for i in range(COARSE_DOTS)]
    return np.asarray(255 * COARSE - np.add.reduce(columns, axis=0, dtype=np.int16), dtype=np.int16)


def _darker(dark: Shades, points: float, least: float, unit: float) -> tuple[Ink, Ink]:
    """Where some points of a row are darker by so much than those a little above, and a little below."""
    length, away = round(points / unit), round(BESIDE / unit)
    sums = _around(dark, length)
    change, enough = sums[away:] - sums[:-away], int(least * COARSE * length)
    above, below = np.zeros((2, *dark.shape), dtype=np.bool_)
    np.greater(change, enough, out=above[away:])
    np.less(change, -enough, out=below[:-away])
    return above, below


def _around(values: Shades | Ink, length: int) -> npt.NDArray[np.int32]:
    """The sum over so many dots of a row around each; beyond its ends is nothing."""
    before = length // 2
    padded = np.zeros((values.shape[0], values.shape[1] + length), dtype=np.int32)
    padded[:, before + 1 : before + 1 + values.shape[1]] = values
    sums = padded.cumsum(axis=1, dtype=np.int32)
    return np.asarray(sums[:, length:] - sums[:, :-length])


def _level(packed: _Packed, dots: int, unit: float) -> list[Frame]:
    """Boxes of the strokes that run along the rows, in points: of the height of their middle line.

    A packed dot stands for so many `dots` of its row.
    """
    found = []
    for stroke in _strokes(packed, dots, SHORTEST / unit):
        thick = stroke.dots / (stroke.end - stroke.start) * unit
        if thick <= THICKEST and (stroke.last - stroke.first) * unit <= THICKEST + STEPS:
            middle = (stroke.first + stroke.last + 1) / 2 * unit
            half = min(thick, 1.0) / 2
            found.append((stroke.start * unit, middle - half, stroke.end * unit, middle + half))
    return found


def _strokes(packed: _Packed, dots: int, shortest: float) -> list[_Stroke]:
    """Dark stretches of a least length, those that touch from row to row made one."""
    # With what lies right above and below: a rule a little crooked goes on from row to row.
    thick = packed.copy()
    thick[1:] |= packed[:-1]
    thick[:-1] |= packed[1:]
    strokes: list[_Stroke] = []
    open_: list[_Stroke] = []
    for row, first, last in _stretches(thick, -(-round(shortest) // dots)):
        start, end = first * dots, last * dots
        open_ = [stroke for stroke in open_ if row - stroke.last <= 2]
        touched = next((s for s in open_ if start <= s.end and s.start <= end), None)
        if touched is None:
            strokes.append(touched := _Stroke(row, row, start, end, 0))
            open_.append(touched)
        touched.add(row, start, end)
    return strokes


FULL = 0xFF
"""A byte whose eight dots are dark."""

_BITS = np.unpackbits(np.arange(FULL + 1, dtype=np.uint8)[:, None], axis=1)
_LEADING, _TRAILING = (np.cumprod(bits, axis=1).sum(axis=1) for bits in (_BITS, _BITS[:, ::-1]))
"""Of each byte, how many dots are dark from its left end on, and up to its right end."""


def _stretches(packed: _Packed, shortest: int) -> Iterator[tuple[int, int, int]]:
    """Row, start and end of each dark stretch of a least length, in dots: enough of them to fill a byte."""
    rows = np.pad(packed, ((0, 0), (1, 1)))
    width = rows.shape[1]
    edges = np.flatnonzero(np.diff(rows.ravel() == FULL))
    # Bytes that end before a stretch's first full one and with its last.
    before, last = edges[::2], edges[1::2]
    long = last - before >= (shortest - 7) // 8
    before, last = before[long], last[long]
    row, flat = before // width, rows.ravel()
    starts = 8 * (before - row * width) - _TRAILING[flat[before]]
    ends = 8 * (last - row * width) + _LEADING[flat[last + 1]]
    long = ends - starts >= shortest
    return zip(row[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True)
