"""What is drawn on a page besides characters: rules, boxes, pictures, bullets and underlines."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.readers.printed.glyphs import (
    Glyph,
    Matrix,
    Point,
    ToPage,
    by_foot,
    combined,
    corners,
    matrix_of,
    moved,
    walk_objects,
)
from crparse.readers.printed.lines import PrintedRow, Segment

THIN = 3.0
"""Points up to which a filled box is a rule rather than an area: rules were mostly under one, areas from six
on, few between."""

DOT = (1.5, 7.0)
"""Points that a bullet drawn as a shape is wide and high: of small shapes none was 6.6 to 11.4; smaller ones
are dots of a dotted line."""

SHORT = 4.0
"""Points under which a rule is a dot of a dotted line or part of a drawing: the sides of cells are as high as
a line of type."""

MOST_SEGMENTS = 200
"""A path of more parts is a drawing, not a table: paths had 117 at most, a drawing 847."""

PLAIN = 6
"""Parts that a line (two) or a box (five) has at most; a letter drawn as a shape has some 25."""

JOINED = 0.99
"""Share of the box around them that pictures fill which are strips of one: strips left nothing between them,
other pictures 0.02 and more."""

SQUARES = 50
"""Along each side of a page: into so many squares it is cut to tell, to a hundredth, how much of it pictures
cover."""

FURTHEST = 2.5
"""Type sizes that may lie between a bullet and its text: the hanging indent of office programs, 18 points, is
1.6 of them at 11."""

LOW = 0.2
"""How far below its letters, in parts of the type size, an underline may run: most ran 0.05 to 0.16 below."""

BEYOND = 4.0
"""Points by which an underline may be longer than its text; the rule of a table row is as wide as the row."""


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
    """Share (0-1) of the page that pictures cover: scanners cut a page into strips."""
    dots: list[Rule] = field(default_factory=list)
    """Boxes of small round or square shapes."""
    one_picture: float = 0.0
    """Share of the page that its largest picture covers, or all of them where they are strips of one."""
    drawn: int = 0
    """Parts of the shapes that are neither lines nor boxes: letters, where text was turned into shapes."""


def read_drawings(page: pdfium.PdfPage, place: ToPage, width: float, height: float) -> Drawings:
    """The rules and pictures of a page; `place` leads from its coordinates to points from its top left."""
    found: list[Rule] = []
    dots: list[Rule] = []
    pictures: list[Rule] = []
    drawn = 0
    for item, matrix in walk_objects(page):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            box = _box(item, matrix, place)
            if _is_dot(box):
                dots.append(box)
            else:
                found.extend(_rules(item, matrix, place))
                drawn += _parts_of_shape(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_box(item, matrix, place))
    pictured, one = (_covered(boxes, width, height) for boxes in (pictures, _one_of(pictures)))
    return Drawings(found, pictured, dots, one, drawn)


def _one_of(pictures: Sequence[Rule]) -> list[Rule]:
    """The largest picture, or the box around all where they fill it."""
    if not pictures:
        return []
    sides = list(zip(*((box.x0, box.top, box.x1, box.bottom) for box in pictures), strict=True))
    around = Rule(min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))
    joined = sum(map(_area, pictures)) >= JOINED * _area(around)
    return [around if joined else max(pictures, key=_area)]


def _area(box: Rule) -> float:
    """Square points inside a box."""
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _parts_of_shape(path: raw.FPDF_PAGEOBJECT) -> int:
    """How many parts a painted path has that is more than a line or a box."""
    parts: int = raw.FPDFPath_CountSegments(path)
    return parts if parts > PLAIN and any(_painted(path)) else 0


def _covered(pictures: Sequence[Rule], width: float, height: float) -> float:
    """Share of the page that boxes cover together, each place counted once."""
    squares = {
        (column, row)
        for box in pictures
        for column in _steps(box.x0, box.x1, width)
        for row in _steps(box.top, box.bottom, height)
    }
    return len(squares) / SQUARES**2


def _steps(start: float, end: float, length: float) -> range:
    """Which of the squares along a side of the page have their middle between two places."""
    first, last = (round(place / length * SQUARES) for place in (start, end))
    return range(max(0, first), min(SQUARES, last))


def _is_dot(box: Rule) -> bool:
    """Whether a shape is as small and even as a bullet."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    return (
        DOT[0] <= min(width, height) and max(width, height) <= DOT[1] and abs(width - height) <= 0.3 * width
    )


def _box(item: raw.FPDF_PAGEOBJECT, matrix: Matrix, place: ToPage) -> Rule:
    """The box around an object."""
    one, other = corners(item, matrix)
    return _between(place(*one), place(*other))


def _between(one: Point, other: Point, side: bool = False) -> Rule:
    """The rule or box from one corner to another."""
    (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Rule(x0, top, x1, bottom, side)


def _rules(item: raw.FPDF_PAGEOBJECT, matrix: Matrix, place: ToPage) -> Iterator[Rule]:
    """The rules that a path draws: thin boxes, straight strokes, the sides of filled areas."""
    filled, stroked = _painted(item)
    if not (filled or stroked) or raw.FPDFPath_CountSegments(item) > MOST_SEGMENTS:
        return
    box = _box(item, matrix, place)
    if min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
        if max(box.x1 - box.x0, box.bottom - box.top) >= SHORT:
            yield box
        return
    drawn = combined(matrix_of(item), matrix)
    for one, other in _strokes(item):
        rule = _between(place(*moved(one, drawn)), place(*moved(other, drawn)), side=not stroked)
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


def _strokes(item: raw.FPDF_PAGEOBJECT) -> Iterator[tuple[Point, Point]]:
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


def mark_bullets(rows: Sequence[PrintedRow], dots: Sequence[Rule]) -> None:
    """Puts a bullet before the lines that have a dot to their left."""
    for dot in dots:
        middle = (dot.top + dot.bottom) / 2
        beside = [
            (row, index)
            for row in rows
            for index, s in enumerate(row.segments)
            if s.base - 0.65 * s.size <= middle <= s.base and 0 < s.x0 - dot.x1 <= FURTHEST * s.size
        ]
        if len(beside) == 1:
            row, index = beside[0]
            row.segments[index] = _with_bullet(row.segments[index], dot)


def _with_bullet(segment: Segment, dot: Rule) -> Segment:
    """The segment, a bullet typed where the dot is drawn."""
    return replace(
        segment,
        text=f"• {segment.text}",
        faces=[segment.faces[0]] * 2 + segment.faces,
        xs=[dot.x0, dot.x1, *segment.xs],
        x0=dot.x0,
    )


def mark_underlined(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> None:
    """Sets `underline` on the characters that stand just above a rule."""
    lines = [r for r in rules if r.level and r.bottom - r.top <= 2 and not r.side]
    if not lines:
        return
    standing = by_foot(glyphs)
    for rule in lines:
        y = (rule.top + rule.bottom) / 2
        near = [g for foot in range(int(y) - 7, int(y) + 1) for g in standing.get(foot, [])]
        above = [g for g in near if 0 <= y - g.base <= LOW * g.face.size + 0.3 and _over(g, rule)]
        if len(above) > 1 and _as_long(rule, above):
            for glyph in above:
                glyph.face = replace(glyph.face, underline=True)


def _over(glyph: Glyph, rule: Rule) -> bool:
    """Whether a character stands over a rule, not beside it."""
    return rule.x0 - 1 <= (glyph.x0 + glyph.x1) / 2 <= rule.x1 + 1


def _as_long(rule: Rule, above: Sequence[Glyph]) -> bool:
    """Whether a rule ends where the characters above it end."""
    left, right = min(g.x0 for g in above), max(g.x1 for g in above)
    return left <= rule.x0 + BEYOND and rule.x1 - BEYOND <= right
