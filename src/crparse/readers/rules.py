"""What is drawn on a page besides characters: straight rules, sides of boxes, pictures."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.readers.glyphs import Place

THIN = 3.0
"""Points up to which a filled box is a rule rather than an area."""

SHORT = 4.0
"""Points under which a rule is a dot of a dotted line or part of a drawing."""

MOST_SEGMENTS = 200
"""A path of more parts is a drawing, not a table."""

DEEPEST = 6
"""Nested forms that are followed: a form that holds itself would never end."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical stroke, in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    side: bool = False
    """It is the side of a filled area, not drawn itself."""

    @property
    def level(self) -> bool:
        """Whether it runs across the page rather than down it."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Drawings:
    """The rules of a page and how much of it pictures cover."""

    rules: list[Rule] = field(default_factory=list)
    pictured: float = 0.0
    """Share (0-1) of the page that its largest picture covers."""


def read_drawings(page: pdfium.PdfPage, place: Place, width: float, height: float) -> Drawings:
    """The rules and pictures of a page; `place` leads from its coordinates to points from its top left."""
    found: list[Rule] = []
    pictured = 0.0
    for item, matrix in _objects(page.raw, IDENTITY, 0):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found.extend(_rules(item, matrix, place))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(item, matrix, place)
            pictured = max(pictured, (box.x1 - box.x0) * (box.bottom - box.top) / (width * height))
    inside = [r for r in found if r.x1 > 0 and r.bottom > 0 and r.x0 < width and r.top < height]
    return Drawings(inside, pictured)


def _objects(holder: object, matrix: Matrix, depth: int) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Matrix]]:
    """Every object of a page or form, with the matrix that leads from its own coordinates to the page's."""
    count, get = (
        (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        if depth == 0
        else (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
    )
    for index in range(count(holder)):
        item = get(holder, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < DEEPEST:
            yield from _objects(item, _times(_matrix(item), matrix), depth + 1)


def _matrix(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    k, l, m, n, o, p = outer  # noqa: E741
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: raw.FPDF_PAGEOBJECT, matrix: Matrix, place: Place) -> Rule:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    low, high = _apply(matrix, left.value, bottom.value), _apply(matrix, right.value, top.value)
    return _between(place(*low), place(*high))


def _between(one: tuple[float, float], other: tuple[float, float], side: bool = False) -> Rule:
    (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Rule(x0, top, x1, bottom, side)


def _rules(item: raw.FPDF_PAGEOBJECT, matrix: Matrix, place: Place) -> Iterator[Rule]:
    """The rules that a path draws: thin boxes, straight strokes, the sides of filled areas."""
    filled, stroked = _painted(item)
    if not (filled or stroked) or raw.FPDFPath_CountSegments(item) > MOST_SEGMENTS:
        return
    box = _bounds(item, matrix, place)
    if min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
        if max(box.x1 - box.x0, box.bottom - box.top) >= SHORT:
            yield box
        return
    path_matrix = _times(_matrix(item), matrix)
    for one, other in _strokes(item):
        rule = _between(
            place(*_apply(path_matrix, *one)), place(*_apply(path_matrix, *other)), side=not stroked
        )
        thin, long = sorted((rule.x1 - rule.x0, rule.bottom - rule.top))
        if thin <= 1.0 and long >= SHORT:
            yield rule


def _painted(item: raw.FPDF_PAGEOBJECT) -> tuple[bool, bool]:
    """Whether a path is filled with something seen on white paper, and whether it is stroked."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, mode, stroke)
    fill = [ctypes.c_uint() for _ in range(4)]
    line = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(item, *fill)
    raw.FPDFPageObj_GetStrokeColor(item, *line)
    seen = [min(c.value for c in color[:3]) < 0xF8 and color[3].value > 0 for color in (fill, line)]
    return mode.value != 0 and seen[0], stroke.value != 0 and seen[1]


def _strokes(item: raw.FPDF_PAGEOBJECT) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Pairs of points that a path joins by a straight line."""
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point
