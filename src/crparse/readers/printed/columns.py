"""What stands side by side on a page: columns and tables, told by the white or the rules between them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise, product

from pdfplumber import table as plumber

from crparse.readers.printed.drawings import Drawings, Rule, around
from crparse.readers.printed.glyphs import Glyph
from crparse.readers.printed.lines import PrintedRow, Segment, base_of

Span = tuple[float, float]
"""Left and right edge."""

CORRIDOR = 0.8
"""Least width, in parts of the type size, of the white between two columns: a blank is a quarter to half of
it, the entries of a row stood a whole type size apart and more."""

CLOSE = 1.35
"""Type sizes between the feet of two lines of one entry: these stood up to 1.32 apart, those of two entries
from 1.43 on."""

NEAR = 1.5
"""Points within which two lines begin at the same place: lines of one column nearly always agreed to half of
that, others were six points and more apart."""

REACH = 3.2
"""Type sizes between the feet of two lines after which columns no longer hold together: a blank line between
two entries makes it up to 2.6, a new part of the page 3.5 and more."""


# Takes the blank of "Étaient présents", leaves one at either end.
_BLANK = re.compile(r"(?<=\S) (?=\S)")


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a page, from its row `first` on, cut by white corridors into columns of segments."""

    first: int
    rows: Sequence[PrintedRow]
    corridors: Sequence[Span]

    @property
    def segments(self) -> list[Segment]:
        """What stands in it, row by row."""
        return list(chain.from_iterable(self.rows))

    def column(self, segment: Segment) -> int:
        """Index of the column that a segment stands in."""
        middle = (segment.x0 + segment.x1) / 2
        return sum(middle > (left + right) / 2 for left, right in self.corridors)

    def by_column(self, segments: Iterable[Segment]) -> dict[int, list[Segment]]:
        """The segments in each column that has any."""
        found: dict[int, list[Segment]] = {}
        for segment in segments:
            found.setdefault(self.column(segment), []).append(segment)
        return found

    def runs(self) -> list[tuple[int, list[Segment]]]:
        """(column, segments drawn one after the other in it), in the order of the page's content."""
        ordered = sorted(self.segments, key=lambda s: s.order)
        return [(column, list(run)) for column, run in groupby(ordered, key=self.column)]


def side_by_side(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows, those of different height that stand beside each other made one."""
    merged: list[PrintedRow] = []
    for row in rows:
        if merged and _beside(merged[-1], row):
            merged[-1] = sorted(merged[-1] + row, key=lambda s: s.x0)
        else:
            merged.append(row)
    return merged


def _beside(above: PrintedRow, below: PrintedRow) -> bool:
    """Whether two rows overlap in height while their texts stand apart."""
    top, size = min(s.top for s in below), min(s.size for s in below)
    if top > max(s.bottom for s in above) - 0.35 * size:
        return False
    pairs = product(above, below)
    return all(max(a.x0, b.x0) - min(a.x1, b.x1) > CORRIDOR * min(a.size, b.size) for a, b in pairs)


def cut_at_edges(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows, a line whose entries nearly touch cut where the lines around it begin a column."""
    cut: list[PrintedRow] = []
    for index, row in enumerate(rows):
        near = [*rows[max(0, index - 3) : index], *rows[index + 1 : index + 4]]
        reach = 2 * REACH * row[0].size
        around = [other for other in near if len(other) > 1 and abs(base_of(other) - base_of(row)) <= reach]
        inside = _within(row, around)
        cut.append([part for s in row for part in _cut(s, around)] if inside else row)
    return cut


def _within(row: PrintedRow, around: Sequence[PrintedRow]) -> bool:
    """Whether a row stands close to rows of several entries and is no wider than they."""
    size = row[0].size
    beside = any(abs(base_of(other) - base_of(row)) <= 2.2 * size for other in around)
    return beside and row[-1].x1 <= max(other[-1].x1 for other in around) + size


def _cut(segment: Segment, around: Sequence[PrintedRow]) -> list[Segment]:
    """The parts of a segment, cut at each blank where two rows around it begin a column or more."""
    for blank in _BLANK.finditer(segment.text):
        end, after = blank.span()
        if sum(_column_begins(segment, end, after, row) for row in around) > 1:
            left, right = segment.part(0, end), segment.part(after, len(segment.text))
            left.x1 = min(left.x1, right.x0 - segment.size)
            return [left, *_cut(right, around)]
    return [segment]


def _column_begins(segment: Segment, end: int, after: int, row: PrintedRow) -> bool:
    """Whether a row has two entries side by side, set as the parts of a segment on both sides of a blank."""
    for left, right in pairwise(row):
        beside = abs(right.x0 - segment.xs[after]) <= NEAR
        same = abs(left.x0 - segment.x0) <= NEAR or abs(left.x1 - segment.end_of(end)) <= NEAR
        if beside and same and abs(left.size - segment.size) < 0.6:
            return True
    return False


def find_bands(rows: Sequence[PrintedRow]) -> list[Band]:
    """The bands of a page, top to bottom: two rows or more with text on both sides of a corridor."""
    found: list[Band] = []
    index = floor = 0
    while index < len(rows):
        last, corridors = _reach_down(rows, index)
        if last > index:
            first = _reach_up(rows, range(index, last + 1), corridors, floor)
            found.append(Band(first, rows[first : last + 1], corridors))
            floor = last + 1
        index = last + 1
    return found


def _reach_down(rows: Sequence[PrintedRow], first: int) -> tuple[int, list[Span]]:
    """The last row of the longest band that begins at a row, and its corridors; that row itself for none."""
    corridors, last, singles = _gaps(rows[first]), first, 0
    best, several = corridors, 1
    for index in range(first + 1, len(rows)):
        row, above = rows[index], rows[index - 1]
        if row[0].base - base_of(above) > REACH * max(s.size for s in row):
            break
        narrowed = _narrowed(corridors, row)
        multiple = len(row) > 1
        lost = several > 1 and len(narrowed) < len(corridors)
        if not narrowed or lost or (multiple and not _parts(narrowed, row)):
            break
        goes_back = not multiple and _goes_back(rows, first, index)
        singles = 0 if multiple else singles + 1
        if singles > 6 and not goes_back:
            break
        corridors, several = narrowed, several + multiple
        if multiple or goes_back:
            last, best = index, narrowed
    return (_with_rest(rows, last, best), best) if last > first else (first, best)


def _with_rest(rows: Sequence[PrintedRow], last: int, corridors: Sequence[Span]) -> int:
    """The last row, or those right below it that only go on one of its entries but the first."""
    edges = [s.x0 for s in rows[last] if s.x0 > corridors[0][0]]
    for index in range(last + 1, len(rows)):
        row, above = rows[index], rows[index - 1]
        close = base_of(row) - base_of(above) <= CLOSE * row[0].size
        below = any(abs(row[0].x0 - edge) <= NEAR for edge in edges)
        if len(row) > 1 or not (close and below):
            break
        last = index
    return last


def _reach_up(rows: Sequence[PrintedRow], band: range, corridors: Sequence[Span], floor: int) -> int:
    """The first row of a band, with the rows above it that belong to one of its columns alone.

    These were drawn after some text of the band: they begin a column to the right.
    """
    earliest = min(s.order for index in band for s in rows[index])
    first = band.start
    while first > floor:
        row, below = rows[first - 1], rows[first]
        if base_of(below) - base_of(row) > REACH * max(s.size for s in row):
            break
        drawn = min(s.order for s in row)
        if len(_narrowed(corridors, row)) < len(corridors) or drawn <= earliest:
            break
        first -= 1
    return first


def _gaps(row: PrintedRow) -> list[Span]:
    """The white between the entries of a row that is wide enough to part columns."""
    ordered = sorted(row, key=lambda s: s.x0)
    return [(a.x1, b.x0) for a, b in pairwise(ordered) if b.x0 - a.x1 > CORRIDOR * min(a.size, b.size)]


def _narrowed(corridors: Sequence[Span], row: PrintedRow) -> list[Span]:
    """What a row's text leaves free of the corridors."""
    left = list(corridors)
    for segment in row:
        beside = [span for x0, x1 in left for span in ((x0, min(x1, segment.x0)), (max(x0, segment.x1), x1))]
        left = [(a, b) for a, b in beside if b - a > CORRIDOR * segment.size]
    return left


def _parts(corridors: Sequence[Span], row: PrintedRow) -> bool:
    """Whether some corridor has text of the row on both sides."""
    return any(any(s.x1 <= x0 + 1 for s in row) and any(s.x0 >= x1 - 1 for s in row) for x0, x1 in corridors)


def _goes_back(rows: Sequence[PrintedRow], first: int, index: int) -> bool:
    """Whether text of the rows above was drawn after this row: it belongs beside, not below."""
    above = list(chain.from_iterable(rows[first:index]))
    earliest, latest = min(s.order for s in above), max(s.last for s in above)
    return all(earliest < s.order < latest for s in rows[index])


TALL = 0.55
"""Share of the page's height that the rule runs at least: no upright rule ran 0.53 to 0.64 of it."""

MARGIN = (0.1, 0.36)
"""Shares of the text's width that it takes: as tall rules stood at up to 0.09 (frames of a page), at 0.15 to
0.36 (margins) or at 0.46."""

BROKEN = 14.0
"""Points that may be missing from the rule: print is faint in places, stamps lie across it. Nearly all breaks
were under 10, the next rule further down the page was from 20 on."""

ASIDE = 2.5
"""Points to the side within which two strokes are parts of one rule: a page crooked by 0.2 degrees, which is
not set straight, moves it by 2.9 from top to foot."""

CROSSINGS = 2
"""Rules that may meet it on its way: margins had up to two, the tallest tables eight and more."""


def margin_rule(rules: Sequence[Rule], glyphs: Sequence[Glyph], height: float) -> Rule | None:
    """The rule between the margin column and the text; None for a page without."""
    inked = [g for g in glyphs if not g.char.isspace()]
    if not inked:
        return None
    left, right = min(g.x0 for g in inked), max(g.x1 for g in inked)
    found = [
        rule
        for rule in _upright(rules)
        if rule.bottom - rule.top >= TALL * height
        and MARGIN[0] <= min(rule.x0 - left, right - rule.x0) / (right - left) <= MARGIN[1]
        and (crossed := _crossings(rule, rules)) <= CROSSINGS
        and not (crossed and _is_closed(rule, rules))
        # No more than a stamp stands across it.
        and sum(g.x0 < rule.x0 - 1 and g.x1 > rule.x0 + 1 for g in inked) <= max(2, len(inked) // 200)
    ]
    return found[0] if len(found) == 1 else None


def _upright(rules: Sequence[Rule]) -> list[Rule]:
    """The upright rules, those that go on one another made one."""
    found: list[Rule] = []
    for rule in sorted((r for r in rules if not r.level), key=lambda r: (r.top, r.x0)):
        for index, above in enumerate(found):
            if abs(above.x0 - rule.x0) <= ASIDE and rule.top - above.bottom <= BROKEN:
                found[index] = replace(above, bottom=max(above.bottom, rule.bottom))
                break
        else:
            found.append(rule)
    return found


def _is_closed(upright: Rule, rules: Sequence[Rule]) -> bool:
    """Whether level rules pass both ends of an upright one: if others cross it, it parts columns."""
    ends = (upright.top, upright.bottom)
    passing = [
        r for r in rules if r.level and r.x0 < upright.x0 - 2 * ASIDE and r.x1 > upright.x0 + 2 * ASIDE
    ]
    return all(any(abs(rule.top - end) <= BROKEN for rule in passing) for end in ends)


def _crossings(upright: Rule, rules: Sequence[Rule]) -> int:
    """At how many heights level rules meet an upright one on its way from both sides.

    A table beside it that begins at it meets it from one.
    """
    met = [
        rule
        for rule in rules
        if rule.level
        and rule.x0 - ASIDE <= upright.x0 <= rule.x1 + ASIDE
        and upright.top + BROKEN < rule.top < upright.bottom - BROKEN
    ]
    before = [rule.top for rule in met if rule.x0 < upright.x0 - 2 * ASIDE]
    after = [rule.top for rule in met if rule.x1 > upright.x0 + 2 * ASIDE]
    both = (top for top in before if any(abs(top - other) <= ASIDE for other in after))
    return len({round(top / ASIDE) for top in both})


def split_at(rule: Rule, glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The characters of the margin column, and the others; blanks stay with what they follow."""
    left: list[Glyph] = []
    right: list[Glyph] = []
    side, text = (left, right) if rule.x0 < _middle(glyphs) else (right, left)
    into = text
    for glyph in glyphs:
        if not glyph.char.isspace():
            beyond = (glyph.x0 + glyph.x1) / 2 > rule.x0
            beside = rule.top <= glyph.base <= rule.bottom + glyph.face.size
            into = text if not beside else right if beyond else left
        into.append(glyph)
    return side, text


def _middle(glyphs: Sequence[Glyph]) -> float:
    """Halfway between the outermost characters."""
    inked = [g for g in glyphs if not g.char.isspace()]
    return (min(g.x0 for g in inked) + max(g.x1 for g in inked)) / 2


def drawings_beside(rule: Rule, drawings: Drawings, glyphs: Sequence[Glyph]) -> Drawings:
    """What is drawn on the side of a rule on which some characters stand."""
    left = bool(glyphs) and _middle(glyphs) < rule.x0
    rules, dots = (
        [r for r in drawn if (r.x1 < rule.x0 - ASIDE if left else r.x0 > rule.x0 + ASIDE)]
        for drawn in (drawings.rules, drawings.dots)
    )
    return replace(drawings, rules=rules, dots=dots)


SNAP = 3.0
"""Points within which two rules are taken for one: cells that touch have a side each; no row of type is as
low."""

MOST_RULES = 1500
"""A page with more rules is a drawing or a plan, and looking for cells would take minutes; minutes had 580 at
most."""


def find_grids(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The ruled tables of a page, top to bottom: the boxes of their cells, two or more."""
    if len(rules) > MOST_RULES or sum(not r.level for r in rules) < 2 or sum(r.level for r in rules) < 2:
        return []
    edges = plumber.merge_edges([_edge(rule) for rule in rules], SNAP, SNAP, SNAP, SNAP)
    crossings = plumber.edges_to_intersections(edges, SNAP, SNAP)
    cells = [c for c in plumber.intersections_to_cells(crossings) if c[2] - c[0] > 4 and c[3] - c[1] > 4]
    tables = plumber.cells_to_tables(cells)
    return [[Rule(x0, top, x1, foot) for x0, top, x1, foot in table] for table in tables if len(table) > 1]


def _edge(rule: Rule) -> dict[str, object]:
    """The rule as pdfplumber describes one: without thickness."""
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    level = rule.level
    x0, x1, top, bottom = (rule.x0, rule.x1, y, y) if level else (x, x, rule.top, rule.bottom)
    size = {"width": x1 - x0, "height": bottom - top, "orientation": "h" if level else "v"}
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, **size}


def in_boxes(boxes: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The characters in each box, and those outside: a word that runs out of its cell stays whole."""
    whole, inside = around(boxes), [(box, list[Glyph]()) for box in boxes]
    outside: list[Glyph] = []
    last: list[Glyph] = []
    for glyph in glyphs:
        into = outside
        if _holds(whole, glyph):
            into = next((own for box, own in inside if _holds(box, glyph)), outside)
        if into is outside and last and _runs_out(last[-1], glyph):
            into = last
        into.append(glyph)
        last = last if into is outside else into
    return [own for _, own in inside], outside


def _holds(box: Rule, glyph: Glyph) -> bool:
    """Whether a character stands in a box."""
    across = box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1
    return across and box.top <= glyph.base - 0.3 * glyph.face.size <= box.bottom


def _runs_out(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character outside a table goes on a word that runs out of its cell."""
    return abs(last.base - glyph.base) < 0.5 and -0.5 < glyph.x0 - last.x1 < 0.3 * glyph.face.size


def distinct(values: Iterable[float]) -> list[float]:
    """The values in order, those that all but agree once."""
    ordered = sorted(set(values))
    return ordered[:1] + [b for a, b in pairwise(ordered) if b - a > 1]
