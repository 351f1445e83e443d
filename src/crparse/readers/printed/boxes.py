"""Boxes to tick that are drawn: a square, empty, crossed or ticked by lines, or with a sign typed in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from crparse.readers.printed.glyphs import Glyph, GlyphFace

SIDE = (5.0, 16.0)
"""Points that a box to tick is wide and high: smaller squares are bullets, larger ones frames (chosen, not
measured: office programs draw them at the type size)."""

EVEN = 0.25
"""Part of its longer side by which a box may be wider or higher."""

CORNER = 1.2
"""Points within which the ends of two strokes are one corner."""

MARKED = 0.4
"""Part of its side that a mark in a box is wide or high at least: less is a speck."""

BESIDE = 3.0
"""Type sizes that may lie between a box and the text that it belongs to."""

SIGNS = frozenset("xX×✓✔✗✘•■●vV")
"""Letters and signs typed into a box to tick it."""


class Shape(NamedTuple):
    """A small shape on a page, in points from its top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    outlined: bool
    """It is stroked around a square, or painted white."""

    @property
    def wide(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def high(self) -> float:
        """How high it is."""
        return self.bottom - self.top


class Box(NamedTuple):
    """A box to tick."""

    x0: float
    top: float
    x1: float
    bottom: float
    ticked: bool

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 - 1 <= x <= self.x1 + 1 and self.top - 1 <= y <= self.bottom + 1


def find_boxes(shapes: Sequence[Shape]) -> list[Box]:
    """The boxes to tick among small shapes; those that touch each other are cells of a table."""
    frames = [shape for shape in shapes if shape.outlined and _is_box(shape)]
    frames += [square for square in _of_strokes(shapes) if not any(_meet(square, other) for other in frames)]
    found: list[Box] = []
    for frame in frames:
        inside = [s for s in shapes if s not in frames and _inside(frame, s)]
        # A square drawn in a slightly larger one is its own rim.
        rims = [other for other in frames if other is not frame and _meet(frame, other)]
        if all(_inside(frame, rim) for rim in rims):
            found.append(Box(*frame[:4], ticked=any(_is_mark(frame, s) for s in inside)))
    return found


def _is_box(shape: Shape) -> bool:
    longer = max(shape.wide, shape.high)
    return (
        SIDE[0] <= min(shape.wide, shape.high)
        and longer <= SIDE[1]
        and abs(shape.wide - shape.high) <= EVEN * longer
    )


def _of_strokes(shapes: Sequence[Shape]) -> Iterator[Shape]:
    """The squares that four strokes make."""
    level = [s for s in shapes if s.high <= 1 < s.wide]
    upright = [s for s in shapes if s.wide <= 1 < s.high]
    for over in level:
        for under in level:
            square = Shape(over.x0, over.top, over.x1, under.bottom, True)
            if (
                under.top > over.top
                and _near(over.x0, under.x0)
                and _near(over.x1, under.x1)
                and _is_box(square)
            ):
                sides = [s for s in upright if _near(s.top, over.top) and _near(s.bottom, under.bottom)]
                if all(any(_near(s.x0, x) for s in sides) for x in (over.x0, over.x1)):
                    yield square


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= CORNER


def _meet(one: Shape, other: Shape) -> bool:
    across = one.x0 - CORNER <= other.x1 and other.x0 - CORNER <= one.x1
    return across and one.top - CORNER <= other.bottom and other.top - CORNER <= one.bottom


def _inside(frame: Shape, shape: Shape) -> bool:
    x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
    small = shape.wide <= 1.5 * frame.wide and shape.high <= 1.5 * frame.high
    return small and frame.x0 < x < frame.x1 and frame.top < y < frame.bottom


def _is_mark(frame: Shape, shape: Shape) -> bool:
    """Whether a shape in a box ticks it, and is not a part of its rim."""
    rim = shape.wide > 0.9 * frame.wide and shape.high > 0.9 * frame.high and shape.outlined
    return (
        not rim
        and min(shape.wide, shape.high) > 1
        and max(shape.wide / frame.wide, shape.high / frame.high) >= MARKED
    )


def with_boxes(glyphs: list[Glyph], boxes: Sequence[Box]) -> list[Glyph]:
    """The characters with a sign for each box, before the text to its right or after that to its left."""
    for box in boxes:
        typed = [g for g in glyphs if box.holds((g.x0 + g.x1) / 2, g.base - 0.35 * g.face.size)]
        signs = [g for g in typed if not g.char.isspace()]
        if len(signs) > 1 or any(g.char not in SIGNS for g in signs):
            continue  # a letter in a frame
        beside = [g for g in glyphs if g not in typed and not g.char.isspace() and _on_line(box, g)]
        if beside:
            glyphs = _put_in(
                [g for g in glyphs if g not in typed], box, beside, ticked=box.ticked or bool(signs)
            )
    return glyphs


def _on_line(box: Box, glyph: Glyph) -> bool:
    """Whether a character stands on the line on which a box is drawn."""
    size = glyph.face.size
    return box.top - 0.4 * size <= glyph.base - 0.3 * size <= box.bottom + 0.4 * size


def _put_in(glyphs: list[Glyph], box: Box, beside: Sequence[Glyph], *, ticked: bool) -> list[Glyph]:
    right = min((g for g in beside if g.x0 >= box.x1 - 1), key=lambda g: g.x0, default=None)
    left = max((g for g in beside if g.x1 <= box.x0 + 1), key=lambda g: g.x1, default=None)
    before = right is not None and (left is None or right.x0 - box.x1 <= BESIDE * right.face.size)
    near = right if before and right is not None else left
    if near is None:
        return glyphs
    face = GlyphFace(near.face.font, near.face.size)
    sign = Glyph("☒" if ticked else "☐", box.x0, box.x1, near.base, face, near.order)
    at = next(i for i, g in enumerate(glyphs) if g is near)
    place = at if before else at + 1
    return [*glyphs[:place], replace(sign), *glyphs[place:]]
