"""Straight rules found in a scanned picture: the frames of tables, underlines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crparse.readers.rules import Rule
from crparse.readers.straighten import Grey

Ink = npt.NDArray[np.bool_]
"""Where a picture is dark, row by row."""

Box = tuple[float, float, float, float]
"""Start, upper edge, end and lower edge of a stroke along the rows."""

Shades = npt.NDArray[np.float32]
"""How dark it is."""

POINTS = 72.0

SHORTEST = 22.0
"""Points from which a straight stroke is a rule: the strokes of letters of titles are shorter."""

THICKEST = 3.5
"""Points up to which it is one: a thicker bar is a picture, or the shadow at the edge of the paper."""

STEPS = 2.5
"""Points by which the two ends of a rule may differ in height, for the paper may be a little crooked."""

COARSE = 2
"""Dots, across and down, taken together to look for pale rules: their noise is half as much."""

FAINT_LEVEL, FAINT = 14.0, 7.0
"""Shades (of 255) by which a pale rule is darker than the paper beside it: all along, and at each place."""

BESIDE = 1.6
"""Points away from it where that paper is."""

SPECK = 4.0
"""Points of it over which its shade is taken."""

ALONG, ALONE = 0.7, 0.2
"""Shares of an upright rule in which it is darker than one side, and than both."""

LONG, BROKEN, LEVEL = 60.0, 60.0, 1.2
"""Points: the least length of a pale rule, how far letters break it, how much higher or lower it goes on."""

HIDDEN, GRID = 40.0, 2
"""Points that letters hide at its ends; rules across it that it meets all the same, an upright one more."""

SAME = 0.8
"""Part of a pale rule that is dark enough to be found without it, from which it is no other rule."""

EDGE = 6.0
"""Points at the edges of the picture in which there is no rule but the shadow of the paper's edge."""


@dataclass(slots=True)
class _Stroke:
    """Dark stretches on neighbouring rows: first and last row, where it begins and ends, its dots."""

    first: int
    last: int
    start: int
    end: int
    dots: int

    def add(self, row: int, start: int, end: int) -> None:
        self.last = row
        self.dots += end - start
        self.start, self.end = min(self.start, start), max(self.end, end)


def find_rules(grey: Grey, ink: Ink, dpi: int) -> list[Rule]:
    """The level and upright rules of a picture, in points; `ink` is where it is clearly dark."""
    unit = POINTS / dpi
    level, upright = _level(ink, dpi), _level(ink.T, dpi)
    pale_upright = _pale_rules(_pale_upright(grey, dpi).T, dpi)
    pale_level = [_reaching(r, upright + pale_upright) for r in _pale_rules(_pale_level(grey, dpi), dpi)]
    pale_level = [rule for rule in pale_level if len(_met(rule, upright + pale_upright)) >= GRID]
    level += [rule for rule in pale_level if not _covered(rule, level)]
    upright += [r for r in pale_upright if len(_met(r, level)) > GRID and not _covered(r, upright)]
    rules = (
        *(Rule(x0, y0, x1, y1) for x0, y0, x1, y1 in level),
        *(Rule(x0, y0, x1, y1) for y0, x0, y1, x1 in upright),
    )
    width, height = ink.shape[1] * unit, ink.shape[0] * unit
    return [rule for rule in rules if _inside(rule, width, height)]


def _inside(rule: Rule, width: float, height: float) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    return EDGE < x < width - EDGE and EDGE < y < height - EDGE


def _pale_rules(pale: Ink, dpi: int) -> list[Box]:
    """The pale rules along the rows, those that letters break made whole; short ones are letters' own."""
    whole: list[Box] = []
    for x0, y0, x1, y1 in sorted(_level(pale, dpi)):
        before = [i for i, box in enumerate(whole) if abs(box[1] - y0) <= LEVEL and x0 - box[2] <= BROKEN]
        if before:
            left, top, right, bottom = whole[before[-1]]
            whole[before[-1]] = (left, top, max(right, x1), bottom)
        else:
            whole.append((x0, y0, x1, y1))
    return [box for box in whole if box[2] - box[0] >= LONG]


def _crossing(rule: Box, across: Sequence[Box]) -> list[float]:
    """Where along a rule's direction rules across it pass its height."""
    return [
        (top + bottom) / 2 for start, top, end, bottom in across if start - LEVEL <= rule[1] <= end + LEVEL
    ]


def _met(rule: Box, across: Sequence[Box]) -> list[float]:
    """Where a rule meets those across it: a pale one is believed in a grid alone."""
    return [x for x in _crossing(rule, across) if rule[0] - LEVEL <= x <= rule[2] + LEVEL]


def _covered(rule: Box, others: Sequence[Box]) -> bool:
    """Whether a rule is one of the others, a little longer or shorter."""
    beside = [box for box in others if abs(box[1] - rule[1]) <= 2 * LEVEL]
    return any(min(box[2], rule[2]) - max(box[0], rule[0]) >= SAME * (rule[2] - rule[0]) for box in beside)


def _reaching(rule: Box, across: Sequence[Box]) -> Box:
    """A pale rule of a grid drawn out to the rules across it that it nearly meets: letters hide its ends."""
    x0, y0, x1, y1 = rule
    if len(_met(rule, across)) < GRID:
        return rule
    crossing = _crossing(rule, across)
    left = min((x for x in crossing if x0 - HIDDEN <= x < x0), default=x0)
    right = max((x for x in crossing if x1 < x <= x1 + HIDDEN), default=x1)
    return left, y0, right, y1


def _pale_level(grey: Grey, dpi: int) -> Ink:
    """Where a row is darker all along than above and below: level hairlines, pale and dotted rules."""
    dark, unit = _coarse(grey), POINTS / dpi * COARSE
    whole, here = (_running_mean(dark, round(points / unit)) for points in (SHORTEST, SPECK))
    pale = (_beside(whole, unit).min(axis=0) > FAINT_LEVEL) & (_beside(here, unit).min(axis=0) > FAINT)
    return _fine(pale, grey.shape)


def _pale_upright(grey: Grey, dpi: int) -> Ink:
    """Where a column is darker than what is left and right of it: upright hairlines, pale and dotted rules.

    Where letters stand beside it, it is enough that it is darker than one side; between lines of type it is
    darker than both.
    """
    dark, unit = _coarse(grey.T), POINTS / dpi * COARSE
    beside = _beside(_running_mean(dark, round(SPECK / unit)), unit)
    either, both = beside.max(axis=0) > FAINT, beside.min(axis=0) > FAINT
    length = round(SHORTEST / unit)
    along = (_running_mean(either, length) >= ALONG) & (_running_mean(both, length) >= ALONE)
    return _fine(either & (_running_mean(along, length) > 0), grey.T.shape).T


def _coarse(grey: Grey) -> Shades:
    """How dark a picture is, several dots taken together."""
    height, width = (side // COARSE * COARSE for side in grey.shape)
    dots = grey[:height, :width].reshape(height // COARSE, COARSE, width // COARSE, COARSE)
    return np.asarray(255 - dots.mean(axis=(1, 3)), dtype=np.float32)


def _fine(coarse: Ink, shape: tuple[int, ...]) -> Ink:
    """What was found with dots taken together, dot by dot."""
    found = np.zeros(shape, dtype=bool)
    dots = coarse.repeat(COARSE, axis=0).repeat(COARSE, axis=1)
    found[: dots.shape[0], : dots.shape[1]] = dots
    return found


def _beside(dark: Shades, unit: float) -> Shades:
    """By how much each dot is darker than the one a little above it, and a little below it."""
    away = round(BESIDE / unit)
    sides = np.full((2, *dark.shape), -np.inf, dtype=np.float32)
    sides[0, away:] = dark[away:] - dark[:-away]
    sides[1, :-away] = dark[:-away] - dark[away:]
    return sides


def _running_mean(values: Shades | Ink, length: int) -> Shades:
    """The mean over so many dots of a row around each."""
    sums = np.pad(values.cumsum(axis=1, dtype=np.float64), ((0, 0), (1, 0)))
    starts = np.arange(values.shape[1]) - length // 2
    ends = np.clip(starts + length, 0, values.shape[1])
    return np.asarray((sums[:, ends] - sums[:, np.maximum(starts, 0)]) / length, dtype=np.float32)


def _level(ink: Ink, dpi: int) -> list[Box]:
    """Boxes of the strokes that run along the rows, in points: of the height of their middle line."""
    unit = POINTS / dpi
    found = []
    for stroke in _strokes(_closed(ink), round(SHORTEST / unit)):
        thick = stroke.dots / (stroke.end - stroke.start) * unit
        if thick <= THICKEST and (stroke.last - stroke.first) * unit <= THICKEST + STEPS:
            middle = (stroke.first + stroke.last + 1) / 2 * unit
            half = min(thick, 1.0) / 2
            found.append((stroke.start * unit, middle - half, stroke.end * unit, middle + half))
    return found


def _closed(ink: Ink) -> Ink:
    """The ink with what lies right above and below it: a rule a little crooked goes on from row to row."""
    wide = ink.copy()
    wide[1:] |= ink[:-1]
    wide[:-1] |= ink[1:]
    return wide


def _strokes(ink: Ink, shortest: int) -> list[_Stroke]:
    """Dark stretches of a least length, those that touch from row to row made one."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = ink
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
