"""What is drawn on a page besides characters: rules, boxes, pictures, bullets and underlines."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.readers.printed.boxes import SIDE, Box, Shape, find_boxes
from crparse.readers.printed.glyphs import Glyph, PageGlyphs, Point, ToPage, color_of
from crparse.readers.printed.lines import PrintedRow

ON_PAGE = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
IN_FORM = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
"""What counts the objects of a page or of a form drawn on it, and what gives one."""

GROUNDS = frozenset({raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING})
"""Kinds of objects on which white letters are seen."""

MOST_SHAPES = 400
"""Small shapes beyond which a page is a drawing, and no box to tick is looked for (chosen, not measured: a
long form has some hundred boxes)."""

DEEPEST = 6
"""Nested forms that are followed: a form that holds itself would never end; minutes had three in each other
at most."""

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
    """A straight horizontal or vertical stroke, or a box, in points from the page's top left corner."""

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

    @property
    def sides(self) -> list[float]:
        """How long its shorter and its longer side are."""
        return sorted((self.x1 - self.x0, self.bottom - self.top))

    @property
    def area(self) -> float:
        """Square points inside it."""
        return (self.x1 - self.x0) * (self.bottom - self.top)


def around(boxes: Sequence[Rule]) -> Rule:
    """The box around some others."""
    left, top = min(box.x0 for box in boxes), min(box.top for box in boxes)
    return Rule(left, top, max(box.x1 for box in boxes), max(box.bottom for box in boxes))


@dataclass(slots=True)
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
    boxes: list[Box] = field(default_factory=list)
    """Boxes to tick."""
    grounds: list[Rule] = field(default_factory=list)
    """Boxes of what is painted: white letters are seen on it."""
    doubled: list[Rule] = field(default_factory=list)
    """Boxes of text that PDFium leaves out: it draws another one anew to make it look bold."""


def read_drawings(page: pdfium.PdfPage, found: PageGlyphs) -> Drawings:
    """The rules and pictures of a page with some characters."""
    drawings = Drawings()
    pictures: list[Rule] = []
    shapes: list[Shape] = []
    for item, matrix in _walk(page.raw, pdfium.PdfMatrix()):
        kind, box = raw.FPDFPageObj_GetType(item), _box(item, _onto(matrix, found.place))
        if kind in GROUNDS and (kind != raw.FPDF_PAGEOBJ_PATH or any(_painted(item))):
            drawings.grounds.append(box)
        if kind == raw.FPDF_PAGEOBJ_PATH and max(box.sides) <= SIDE[1]:
            shapes.append(_shape(item, box))
        if kind == raw.FPDF_PAGEOBJ_PATH and _is_dot(box):
            drawings.dots.append(box)
        elif kind == raw.FPDF_PAGEOBJ_PATH and any(painted := _painted(item)):
            parts = raw.FPDFPath_CountSegments(item)
            drawings.drawn += parts if parts > PLAIN else 0
            if parts <= MOST_SEGMENTS:
                place = _onto(_matrix(item).multiply(matrix), found.place)
                drawings.rules += _rules(item, box, place, side=not painted[1])
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif kind == raw.FPDF_PAGEOBJ_TEXT and ctypes.addressof(item.contents) not in found.objects:
            drawings.doubled.append(box)
    _take_boxes(drawings, shapes)
    drawings.pictured, drawings.one_picture = (
        _covered(boxes, found.width, found.height) for boxes in (pictures, _one_of(pictures))
    )
    return drawings


def _shape(item: raw.FPDF_PAGEOBJECT, box: Rule) -> Shape:
    """A small path; one of five parts that is not painted, or white, is an outline."""
    filled, stroked = _painted(item)
    outlined = stroked and not filled and raw.FPDFPath_CountSegments(item) in (4, 5)
    return Shape(box.x0, box.top, box.x1, box.bottom, outlined)


def _take_boxes(drawings: Drawings, shapes: Sequence[Shape]) -> None:
    """Keeps the boxes to tick; what is drawn in them is neither a bullet nor a rule."""
    if len(shapes) > MOST_SHAPES:
        return
    drawings.boxes = [box for box in find_boxes(shapes) if not _in_table(box, drawings.rules)]
    for drawn in (drawings.dots, drawings.rules):
        drawn[:] = [
            one
            for one in drawn
            if not any(box.holds((one.x0 + one.x1) / 2, (one.top + one.bottom) / 2) for box in drawings.boxes)
        ]


def _in_table(box: Box, rules: Sequence[Rule]) -> bool:
    """Whether longer rules run along a box: it is a cell of a table."""
    return any(
        rule.sides[1] > SIDE[1]
        and box.x0 - 1 <= rule.x1
        and rule.x0 <= box.x1 + 1
        and box.top - 1 <= rule.bottom
        and rule.top <= box.bottom + 1
        and rule.sides[0] <= THIN
        for rule in rules
    )


def _walk(
    holder: object, matrix: pdfium.PdfMatrix, depth: int = 0
) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, pdfium.PdfMatrix]]:
    """The objects of a page or of a form on it, each with the matrix that leads from it to the page."""
    count, get = IN_FORM if depth else ON_PAGE
    for index in range(count(holder)):
        item = get(holder, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth < DEEPEST:
            yield from _walk(item, _matrix(item).multiply(matrix), depth + 1)


def _matrix(item: raw.FPDF_PAGEOBJECT) -> pdfium.PdfMatrix:
    """The matrix that an object is drawn with."""
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return pdfium.PdfMatrix.from_raw(found)


def _onto(matrix: pdfium.PdfMatrix, place: ToPage) -> ToPage:
    """From coordinates that a matrix leads to the page's own to points from its top left corner."""
    return lambda x, y: place(*matrix.on_point(x, y))


def _box(item: raw.FPDF_PAGEOBJECT, place: ToPage) -> Rule:
    """The box around an object."""
    bounds = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *bounds)
    left, bottom, right, top = (bound.value for bound in bounds)
    return _between(place(left, bottom), place(right, top))


def _between(one: Point, other: Point, side: bool = False) -> Rule:
    """The rule or box from one corner to another."""
    (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return Rule(x0, top, x1, bottom, side)


def _one_of(pictures: Sequence[Rule]) -> list[Rule]:
    """The largest picture, or the box around all where they fill it."""
    if not pictures:
        return []
    whole = around(pictures)
    joined = sum(box.area for box in pictures) >= JOINED * whole.area
    return [whole if joined else max(pictures, key=attrgetter("area"))]


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
    shorter, longer = box.sides
    return DOT[0] <= shorter and longer <= DOT[1] and longer - shorter <= 0.3 * (box.x1 - box.x0)


def _painted(item: raw.FPDF_PAGEOBJECT) -> tuple[bool, bool]:
    """Whether a path is filled with something seen on white paper, and whether it is stroked."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, mode, stroke)
    getters = raw.FPDFPageObj_GetFillColor, raw.FPDFPageObj_GetStrokeColor
    colors = (color_of(item, get) for get in getters)
    fill, line = (min(shades) < 0xF8 and opacity > 0 for *shades, opacity in colors)
    return mode.value != 0 and fill, stroke.value != 0 and line


def _rules(item: raw.FPDF_PAGEOBJECT, box: Rule, place: ToPage, *, side: bool) -> Iterator[Rule]:
    """The rules that a path draws in its box: thin boxes, straight strokes, the sides of filled areas."""
    thin, long = box.sides
    if thin > THIN:
        strokes = (_between(place(*one), place(*other), side) for one, other in _strokes(item))
        yield from (stroke for stroke in strokes if stroke.sides[0] <= 1.0 and stroke.sides[1] >= SHORT)
    elif long >= SHORT:
        yield box


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
            s
            for row in rows
            for s in row
            if s.base - 0.65 * s.size <= middle <= s.base and 0 < s.x0 - dot.x1 <= FURTHEST * s.size
        ]
        if len(beside) == 1:
            line = beside[0]
            line.text = f"• {line.text}"
            line.faces = [line.faces[0]] * 2 + line.faces
            line.xs = [dot.x0, dot.x1, *line.xs]
            line.x0 = dot.x0


def mark_doubled(glyphs: Sequence[Glyph], boxes: Sequence[Rule]) -> None:
    """Sets `bold` on the characters inside boxes of text that was drawn anew."""
    standing = _by_foot(glyphs) if boxes else {}
    for box in boxes:
        top, foot = box.top, box.bottom
        for glyph in _over(box, standing, range(int(top), int(foot) + 3)):
            if foot - top > 1 and top < glyph.base <= foot + 2 and not glyph.face.bold:
                glyph.face = replace(glyph.face, bold=True)


def mark_underlined(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> None:
    """Sets `underline` on the characters that stand just above a rule as long as they are together."""
    lines = [r for r in rules if r.level and r.bottom - r.top <= 2 and not r.side]
    standing = _by_foot(glyphs) if lines else {}
    for rule in lines:
        y = (rule.top + rule.bottom) / 2
        near = _over(rule, standing, range(int(y) - 7, int(y) + 1))
        above = [g for g in near if 0 <= y - g.base <= LOW * g.face.size + 0.3]
        left, right = min((g.x0 for g in above), default=0.0), max((g.x1 for g in above), default=0.0)
        if len(above) > 1 and left <= rule.x0 + BEYOND and rule.x1 - BEYOND <= right:
            for glyph in above:
                glyph.face = replace(glyph.face, underline=True)


THROUGH = (0.12, 0.42)
"""How far above the foot of the letters, in parts of the type size, a line through them runs: the middle of
small letters is at 0.25."""


def mark_struck(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> int:
    """Sets `struck` on the characters that a rule as long as they are together runs through; how many."""
    lines = [r for r in rules if r.level and r.bottom - r.top <= 2 and not r.side]
    standing = _by_foot(glyphs) if lines else {}
    count = 0
    for rule in lines:
        y = (rule.top + rule.bottom) / 2
        near = _over(rule, standing, range(int(y), int(y) + 12))
        on = [g for g in near if THROUGH[0] * g.face.size <= g.base - y <= THROUGH[1] * g.face.size]
        inked = [g for g in on if not g.char.isspace()]
        left, right = min((g.x0 for g in inked), default=0.0), max((g.x1 for g in inked), default=0.0)
        if len(inked) > 2 and left <= rule.x0 + BEYOND and rule.x1 - BEYOND <= right:
            count += len(inked)
            for glyph in on:
                glyph.face = replace(glyph.face, struck=True)
    return count


def _by_foot(glyphs: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    """The characters by the point of the page's height that they stand on."""
    found: defaultdict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        found[int(glyph.base)].append(glyph)
    return found


def _over(rule: Rule, standing: dict[int, list[Glyph]], feet: range) -> list[Glyph]:
    """The characters that stand at some heights and over a rule, not beside it."""
    near = (glyph for foot in feet for glyph in standing.get(foot, ()))
    return [g for g in near if rule.x0 - 1 <= (g.x0 + g.x1) / 2 <= rule.x1 + 1]
