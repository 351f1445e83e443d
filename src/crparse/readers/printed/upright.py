"""Words set upright, from foot to head or from head to foot: the headings of narrow columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crparse.readers.printed.drawings import Rule
from crparse.readers.printed.glyphs import Glyph, GlyphFace
from crparse.readers.printed.lines import PrintedRow, Segment, base_of, grouped

LONGEST = 60
"""Characters of the longest upright text that is a heading: longer ones run down the margin (chosen, not
measured)."""

LEVEL = 6.0
"""Points by which the feet or the heads of headings beside each other may differ: those of one row are set on
one line."""

BELOW = 1.2
"""Type sizes below the headings at which the row still stands whose other columns they head."""

CLOSE = 0.8
"""Type sizes that lie at most between two lines of one upright heading."""


@dataclass(frozen=True, slots=True)
class UprightLine:
    """A line of upright text, in points from the page's top left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    face: GlyphFace
    order: int


def upright_lines(glyphs: Sequence[Glyph], *, rising: bool) -> list[UprightLine]:
    """The lines of characters that stand upright: `x0` is their foot, `base` where the pen begins.

    `rising`: they are read from foot to head.
    """
    step = -1 if rising else 1

    def goes_on(line: Sequence[Glyph], glyph: Glyph) -> bool:
        last, size = line[-1], glyph.face.size
        return abs(glyph.x0 - last.x0) <= 0.3 * size and 0 <= step * (glyph.base - last.base) <= 2.5 * size

    found = [_line(line, rising=rising) for line in grouped(glyphs, goes_on)]
    return _together([line for line in found if line.text and len(line.text) <= LONGEST], rising=rising)


def _line(glyphs: Sequence[Glyph], *, rising: bool) -> UprightLine:
    face, foot = glyphs[0].face, glyphs[0].x0
    text = "".join((" " if g.begins_word and i else "") + g.char for i, g in enumerate(glyphs))
    bases = [g.base for g in glyphs]
    left, right = (0.75, 0.25) if rising else (0.25, 0.75)
    x0, x1 = foot - left * face.size, foot + right * face.size
    ends = min(bases) - (0.5 * face.size if rising else 0), max(bases) + (0 if rising else 0.5 * face.size)
    return UprightLine(" ".join(text.split()), x0, ends[0], x1, ends[1], face, glyphs[0].order)


def _together(lines: Sequence[UprightLine], *, rising: bool) -> list[UprightLine]:
    """The lines, those of one heading made one."""
    ordered = sorted(lines, key=lambda line: line.x0 if rising else -line.x0)

    def goes_on(heading: Sequence[UprightLine], line: UprightLine) -> bool:
        last = heading[-1]
        gap = line.x0 - last.x1 if rising else last.x0 - line.x1
        foot = abs(line.bottom - last.bottom) if rising else abs(line.top - last.top)
        return 0 <= gap + 0.3 * line.face.size <= CLOSE * line.face.size and foot <= LEVEL

    return [
        replace(
            heading[0],
            text=" ".join(line.text for line in heading),
            x0=min(line.x0 for line in heading),
            x1=max(line.x1 for line in heading),
            top=min(line.top for line in heading),
            bottom=max(line.bottom for line in heading),
        )
        for heading in grouped(ordered, goes_on)
    ]


def in_box(lines: Sequence[UprightLine], box: Rule) -> list[UprightLine]:
    """The upright lines that stand in a cell."""
    return [
        line
        for line in lines
        if box.x0 - 1 <= (line.x0 + line.x1) / 2 <= box.x1 + 1
        and box.top - 1 <= (line.top + line.bottom) / 2 <= box.bottom + 1
    ]


def as_segment(line: UprightLine, base: float) -> Segment:
    """An upright line as a line of text on a foot."""
    step = (line.x1 - line.x0) / len(line.text)
    return Segment(
        line.text,
        [line.face] * len(line.text),
        [line.x0 + at * step for at in range(len(line.text))],
        x0=line.x0,
        x1=line.x1,
        base=base,
        size=line.face.size,
        order=line.order,
        last=line.order,
        opening=line.x1 - line.x0,
    )


def with_headings(rows: Sequence[PrintedRow], lines: Sequence[UprightLine]) -> list[PrintedRow]:
    """The rows with the upright headings of columns, several beside each other, on the row at their foot."""
    found = list(rows)
    for heads in grouped(sorted(lines, key=lambda line: line.bottom), _beside):
        if len(heads) < 2:
            continue
        top, bottom = min(head.top for head in heads), max(head.bottom for head in heads)
        under = bottom + max(LEVEL, BELOW * heads[0].face.size)
        on = [row for row in found if top <= base_of(row) <= under and not _over(row, heads)]
        row = max(on, key=base_of, default=[])
        base = base_of(row) if row else bottom
        whole = sorted([*row, *(as_segment(head, base) for head in heads)], key=lambda s: s.x0)
        found = [other for other in found if other is not row] + [whole]
    return sorted(found, key=lambda row: (base_of(row), row[0].x0))


def _over(row: PrintedRow, heads: Sequence[UprightLine]) -> bool:
    """Whether a row has text in the columns of some headings."""
    return any(segment.x0 < head.x1 and head.x0 < segment.x1 for segment in row for head in heads)


def _beside(heads: Sequence[UprightLine], line: UprightLine) -> bool:
    """Whether an upright line stands in a row with others: their feet, or their heads, on one line."""
    last = heads[-1]
    return min(abs(line.bottom - last.bottom), abs(line.top - heads[0].top)) <= LEVEL
