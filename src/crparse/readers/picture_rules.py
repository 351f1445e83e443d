"""Straight rules found in a scanned picture: the frames of tables, underlines."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crparse.readers.rules import Rule

Ink = npt.NDArray[np.bool_]
"""Where a picture is dark, row by row."""

POINTS = 72.0

SHORTEST = 22.0
"""Points from which a straight stroke is a rule: the strokes of letters of titles are shorter."""

THICKEST = 3.5
"""Points up to which it is one: a thicker bar is a picture, or the shadow at the edge of the paper."""

STEPS = 2.5
"""Points by which the two ends of a rule may differ in height, for the paper may be a little crooked."""

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


def find_rules(ink: Ink, dpi: int) -> list[Rule]:
    """The level and upright rules of a picture, in points."""
    unit = POINTS / dpi
    level = [Rule(x0, y0, x1, y1) for x0, y0, x1, y1 in _level(ink, dpi)]
    upright = [Rule(x0, y0, x1, y1) for y0, x0, y1, x1 in _level(ink.T, dpi)]
    width, height = ink.shape[1] * unit, ink.shape[0] * unit
    return [rule for rule in (*level, *upright) if _inside(rule, width, height)]


def _inside(rule: Rule, width: float, height: float) -> bool:
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    return EDGE < x < width - EDGE and EDGE < y < height - EDGE


def _level(ink: Ink, dpi: int) -> list[tuple[float, float, float, float]]:
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
