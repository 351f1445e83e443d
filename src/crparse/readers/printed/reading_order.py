"""The order in which a reader takes in a page: down a column before the next, row by row through a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from crparse.readers.blocks.markers import split_marker
from crparse.readers.printed.columns import (
    Band,
    Box,
    RuledGrid,
    cut_at_edges,
    drawn_runs,
    find_bands,
    side_by_side,
)
from crparse.readers.printed.drawings import Drawings, Rule
from crparse.readers.printed.glyphs import Glyph
from crparse.readers.printed.lines import PrintedRow, Segment

_BARE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.?|[A-Za-z]\.")

_SIGN = re.compile(r"[^\w\s«\"“(\[?]")

SHIFTED = 15.0
"""Points by which the entries of a column may begin apart: some are centred."""

PADDING = 8.0
"""Points of white that a cell may have on both sides of its text."""

MARKER_GAP = 4.5
"""Type sizes that may part a bullet or number from its text."""


@dataclass(slots=True)
class LineFlow:
    """Lines to be read one after the other, and the left and right edge of their column."""

    lines: list[Segment]
    bounds: tuple[float, float] | None = None
    """None for text as wide as the page's."""
    aside: bool = False
    """It stands in a narrow column beside the text, behind a rule from top to foot."""


@dataclass(slots=True)
class CellFlow:
    """The lines of a table cell."""

    row: int
    column: int
    lines: list[Segment]
    bounds: tuple[float, float]
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class TableFlow:
    """A table of one page: cells in reading order."""

    cells: list[CellFlow]
    rows: int
    columns: int
    edges: tuple[float, ...]
    """Left edges of its columns."""
    ruled: bool
    header: bool = False
    """Its first row is set apart as a heading."""


PagePiece = LineFlow | TableFlow


def arrange(rows: Sequence[PrintedRow], right: float) -> list[PagePiece]:
    """Rows of a page or column in reading order; `right` is where its text may end at most."""
    rows = cut_at_edges([_with_markers(row) for row in side_by_side(rows)])
    pieces: list[PagePiece] = []
    at = 0
    for band in find_bands(rows):
        pieces.extend(_plain(rows[at : band.first]))
        found = _arrange_band(rows, band, right)
        if at == band.first and pieces and _is_same_table(pieces[-1], found[0]):
            _append(pieces[-1], found.pop(0))
        pieces.extend(found)
        at = band.last + 1
    pieces.extend(_plain(rows[at:]))
    return pieces


def _is_same_table(above: PagePiece, below: PagePiece) -> bool:
    """Whether two tables without rules, one right below the other, have the same columns."""
    if not (isinstance(above, TableFlow) and isinstance(below, TableFlow)) or above.ruled or below.ruled:
        return False
    near = [abs(a - b) <= SHIFTED for a, b in zip(above.edges, below.edges, strict=False)]
    return above.columns == below.columns and all(near)


def _append(above: PagePiece, below: PagePiece) -> None:
    assert isinstance(above, TableFlow)
    assert isinstance(below, TableFlow)
    above.cells += [replace(cell, row=cell.row + above.rows) for cell in below.cells]
    above.rows += below.rows


def _plain(rows: Sequence[PrintedRow]) -> list[PagePiece]:
    lines: list[Segment] = []
    for row in rows:
        justified = bool(lines) and _justified(lines[-1], row)
        lines.append(tabbed(row.segments, " " if justified else "\t"))
    return [LineFlow(lines)] if lines else []


def _justified(above: Segment, row: PrintedRow) -> bool:
    """Whether the wide gaps of a row are blanks drawn out so that it ends under the line above."""
    hanging = abs(row.segments[0].x0 - above.x0) < 3 * above.size
    flush = abs(row.segments[-1].x1 - above.x1) < 1.5 and hanging
    return flush and all(segment.spaced for segment in row.segments[1:])


def tabbed(segments: Sequence[Segment], glue: str = "\t") -> Segment:
    """The segments of a line as one, with tabs between."""
    line = segments[0]
    for segment in segments[1:]:
        line = line.joined(segment, glue)
    return line


def _with_markers(row: PrintedRow) -> PrintedRow:
    """The row, a bullet or number that stands alone made one with the text that it marks."""
    segments: list[Segment] = []
    for segment in row.segments:
        if segments and _marks(segments[-1], segment, first=len(segments) == 1):
            segments[-1] = replace(segments[-1].joined(segment, " "), marked=True)
        else:
            segments.append(segment)
    return PrintedRow(segments)


def _marks(marker: Segment, text: Segment, *, first: bool) -> bool:
    near = text.x0 - marker.x1 <= MARKER_GAP * text.size
    named = any(c.isalpha() for c in text.text)
    if not (near and named):
        return False
    found = split_marker(f"{marker.text} {text.text}", letter_o=first)
    if found.offset == len(marker.text) + 1:
        return first or found.kind == "bullet"
    return first and bool(_BARE_NUMBER.fullmatch(marker.text) or _SIGN.fullmatch(marker.text))


def _arrange_band(rows: Sequence[PrintedRow], band: Band, right: float) -> list[PagePiece]:
    runs = drawn_runs(rows, band)
    bounds = _bounds(rows, band, right)
    drawn = [column for column, _ in runs]
    if drawn == sorted(set(drawn)):
        return [p for column, run in runs for p in _column(run, bounds[column])]
    if _bulleted(runs):
        return _listed(runs, bounds)
    table = _table_rows(runs, rows[band.first : band.last + 1], band)
    if len(table) >= 3 or (len(table) == 2 and len(bounds) >= 3):
        return [_table(table, bounds)]
    return [LineFlow([tabbed(row.segments) for row in rows[band.first : band.last + 1]])]


def _bounds(rows: Sequence[PrintedRow], band: Band, right: float) -> list[tuple[float, float]]:
    """Left edge of each column, and how far right its text may run."""
    segments = [s for row in rows[band.first : band.last + 1] for s in row.segments]
    lefts = [
        min((s.x0 for s in segments if band.column(s) == i), default=0.0)
        for i in range(len(band.corridors) + 1)
    ]
    ends = [x1 - 4.0 for _, x1 in band.corridors] + [max(right, *(s.x1 for s in segments))]
    return list(zip(lefts, ends, strict=True))


def _column(run: list[Segment], bounds: tuple[float, float]) -> list[PagePiece]:
    """A column as its own small page."""
    rows = _rows_of(run)
    pieces = arrange(rows, bounds[1]) if any(len(row.segments) > 1 for row in rows) else _plain(rows)
    for piece in pieces:
        if isinstance(piece, LineFlow) and piece.bounds is None:
            piece.bounds = bounds
    return pieces


def _rows_of(segments: Sequence[Segment]) -> list[PrintedRow]:
    rows: list[PrintedRow] = []
    for segment in sorted(segments, key=lambda s: (s.base, s.x0)):
        if rows and abs(rows[-1].segments[0].base - segment.base) <= 0.3 * segment.size:
            rows[-1].segments.append(segment)
            rows[-1].segments.sort(key=lambda s: s.x0)
        else:
            rows.append(PrintedRow([segment]))
    return rows


def _bulleted(runs: Sequence[tuple[int, list[Segment]]]) -> bool:
    """Whether most entries of two columns begin with a bullet."""
    marked: dict[int, list[bool]] = {}
    for column, run in runs:
        marked.setdefault(column, []).append(split_marker(run[0].text).kind == "bullet")
    return len(marked) > 1 and all(sum(flags) >= 0.5 * len(flags) for flags in marked.values())


def _listed(runs: Sequence[tuple[int, list[Segment]]], bounds: list[tuple[float, float]]) -> list[PagePiece]:
    """A list set in columns, column by column."""
    columns: list[list[Segment]] = [[] for _ in bounds]
    last: tuple[int, Segment] | None = None
    for column, run in runs:
        for segment in run:
            into = column
            if last and last[0] > column and _wraps(last[1], segment, bounds[last[0]][1]):
                into, segment.tied = last[0], True
            columns[into].append(segment)
            last = (into, segment)
    return [LineFlow(lines, edge) for lines, edge in zip(columns, bounds, strict=True) if lines]


def _wraps(above: Segment, below: Segment, right: float) -> bool:
    """Whether a line is the rest of an entry to the right that found no more room ("tab" lists)."""
    if split_marker(below.text).marker or below.base <= above.base:
        return False
    return right - above.x1 < below.opening + 0.25 * below.size


def _table_rows(
    runs: Sequence[tuple[int, list[Segment]]], rows: Sequence[PrintedRow], band: Band
) -> list[dict[int, list[Segment]]]:
    """The rows of a table without rules: column -> lines of the cell."""
    table: list[dict[int, list[Segment]]] = []
    before = len(band.corridors)
    for column, run in runs:
        if column <= before or not table:
            table.append({})
        table[-1].setdefault(column, []).extend(run)
        before = column
    if not _in_order(table):
        table = [_cells(row, band) for row in rows]
    return _with_wrapped(table)


def _cells(row: PrintedRow, band: Band) -> dict[int, list[Segment]]:
    cells: dict[int, list[Segment]] = {}
    for segment in row.segments:
        cells.setdefault(band.column(segment), []).append(segment)
    return cells


def _in_order(table: Sequence[dict[int, list[Segment]]]) -> bool:
    """Whether each row stands below the row before."""
    tops = [min(s.base for run in row.values() for s in run) for row in table]
    feet = [max(s.base for run in row.values() for s in run) for row in table]
    return all(foot < top + 1 for foot, top in zip(feet, tops[1:], strict=False))


def _with_wrapped(table: Sequence[dict[int, list[Segment]]]) -> list[dict[int, list[Segment]]]:
    """The rows, each that only goes on the cells above it made one with the row above."""
    whole: list[dict[int, list[Segment]]] = []
    for row in table:
        if whole and 0 not in row and _close(whole[-1], row):
            for column, run in row.items():
                whole[-1].setdefault(column, []).extend(run)
        else:
            whole.append({column: list(run) for column, run in row.items()})
    return whole


def _close(above: dict[int, list[Segment]], below: dict[int, list[Segment]]) -> bool:
    foot = max(s.base for run in above.values() for s in run)
    first = min((s for run in below.values() for s in run), key=lambda s: s.base)
    return first.base - foot <= 1.45 * first.size


def _table(table: Sequence[dict[int, list[Segment]]], bounds: list[tuple[float, float]]) -> TableFlow:
    reach = [
        max((s.x1 for row in table for s in row.get(c, [])), default=x1) for c, (_, x1) in enumerate(bounds)
    ]
    cells = [
        CellFlow(r, c, [tabbed(row.segments) for row in _rows_of(table[r][c])], (bounds[c][0], reach[c] + 1))
        for r in range(len(table))
        for c in sorted(table[r])
    ]
    return TableFlow(cells, len(table), len(bounds), tuple(left for left, _ in bounds), ruled=False)


def grid_flow(grid: RuledGrid, rows_in: Sequence[Sequence[PrintedRow]]) -> TableFlow:
    """A ruled table with the rows of text of each of its cells."""
    cells: list[CellFlow] = []
    for c, rows in zip(grid.cells, rows_in, strict=True):
        lines = [tabbed(_with_markers(row).segments) for row in rows]
        if lines:
            padding = max(0.0, min(PADDING, min(line.x0 for line in lines) - c.box[0]))
            bounds = (c.box[0] + padding, c.box[2] - padding)
            cells.append(CellFlow(c.row, c.column, lines, bounds, c.row_span, c.column_span))
    return TableFlow(cells, grid.rows, grid.columns, grid.edges, ruled=True)


def lines_of(piece: PagePiece) -> Iterator[Segment]:
    """Every line of a piece."""
    if isinstance(piece, LineFlow):
        yield from piece.lines
    else:
        for cell in piece.cells:
            yield from cell.lines


def place_tables(
    rows: Sequence[PrintedRow], tables: Sequence[tuple[Box, TableFlow]], right: float
) -> list[PagePiece]:
    """Text and ruled tables of a page from top to bottom."""
    pieces: list[PagePiece] = []
    rest = list(rows)
    for box, table in tables:
        above = [row for row in rest if row.base <= box[1] + 2]
        rest = [row for row in rest if row.base > box[1] + 2]
        pieces.extend(arrange(above, right))
        pieces.append(table)
    pieces.extend(arrange(rest, right))
    return pieces


TALL = 0.55
"""Share of the page's height that the rule runs at least."""

NARROW = 0.36
"""Share of the text's width that the margin column takes at most."""

LEAST_MARGIN = 0.1
"""Share that it takes at least: less is the frame of the page."""

BROKEN = 14.0
"""Points that may be missing from the rule: print is faint in places, stamps lie across it."""

ASIDE = 2.5
"""Points to the side within which two strokes are parts of one rule."""

CROSSINGS = 2
"""Rules that may meet it on its way: a table has more rows."""


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
        and LEAST_MARGIN <= min(rule.x0 - left, right - rule.x0) / (right - left) <= NARROW
        and _crossings(rule, rules) <= CROSSINGS
        and _parts(rule, inked)
    ]
    return found[0] if len(found) == 1 else None


def _upright(rules: Sequence[Rule]) -> list[Rule]:
    """The upright rules, those that go on one another made one."""
    found: list[Rule] = []
    for rule in sorted((r for r in rules if not r.level), key=lambda r: (r.top, r.x0)):
        above = next((r for r in found if _goes_on(r, rule)), None)
        if above is None:
            found.append(rule)
        else:
            found[found.index(above)] = Rule(above.x0, above.top, above.x1, max(above.bottom, rule.bottom))
    return found


def _goes_on(above: Rule, rule: Rule) -> bool:
    return abs(above.x0 - rule.x0) <= ASIDE and rule.top - above.bottom <= BROKEN


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
    both = sorted(top for top in before if any(abs(top - other) <= ASIDE for other in after))
    return len([height for height, _ in groupby(both, key=lambda top: round(top / ASIDE))])


def _parts(rule: Rule, inked: Sequence[Glyph]) -> bool:
    """Whether no more than a stamp stands across the rule."""
    across = sum(g.x0 < rule.x0 - 1 and g.x1 > rule.x0 + 1 for g in inked)
    return across <= max(2, len(inked) // 200)


def split_at(rule: Rule, glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The characters of the margin column, and the others; blanks stay with what they follow."""
    left: list[Glyph] = []
    right: list[Glyph] = []
    middle = _middle(glyphs)
    text, side = (right, left) if rule.x0 < middle else (left, right)
    into = text
    for glyph in glyphs:
        if not glyph.char.isspace():
            beyond = (glyph.x0 + glyph.x1) / 2 > rule.x0
            beside = rule.top <= glyph.base <= rule.bottom + glyph.face.size
            into = text if not beside else right if beyond else left
        into.append(glyph)
    return side, text


def _middle(glyphs: Sequence[Glyph]) -> float:
    inked = [g for g in glyphs if not g.char.isspace()]
    return (min(g.x0 for g in inked) + max(g.x1 for g in inked)) / 2


def drawings_beside(rule: Rule, drawings: Drawings, glyphs: Sequence[Glyph]) -> Drawings:
    """What is drawn on the side of a rule on which some characters stand."""
    left = bool(glyphs) and _middle(glyphs) < rule.x0
    rules, dots = (
        [r for r in drawn if (r.x1 < rule.x0 - ASIDE if left else r.x0 > rule.x0 + ASIDE)]
        for drawn in (drawings.rules, drawings.dots)
    )
    return Drawings(rules, drawings.pictured, dots)


def set_aside(pieces: Sequence[PagePiece]) -> list[PagePiece]:
    """The pieces of a margin column, marked as such: its lines one after the other, tables too."""
    lines = [line for piece in pieces for line in lines_of(piece)]
    edges = (min(line.x0 for line in lines), max(line.x1 for line in lines)) if lines else None
    return [LineFlow(lines, edges, aside=True)] if lines else []


def bounded(pieces: Sequence[PagePiece]) -> list[PagePiece]:
    """The pieces, those as wide as the page made as wide as what stands on their side of the rule."""
    lines = [line for piece in pieces for line in lines_of(piece)]
    edges = (min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))
    for piece in pieces:
        if isinstance(piece, LineFlow) and piece.bounds is None:
            piece.bounds = edges
    return list(pieces)


LEAST_RULES = 4
"""Rules of one length that make a table: fewer may part chapters."""

TALLEST = 4.5
"""Type sizes between two rules on average: with more the rules part paragraphs."""

SAME = 3.0
"""Points within which two rules begin or end together, or two entries."""

USUAL = 0.15
"""Share of the rows that have an entry where a column begins."""

_BETWEEN = re.compile(r"\s|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-Þ])")
"""Where one heading may end and the next begin."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Rules of one length under each other."""

    x0: float
    x1: float
    tops: tuple[float, ...]
    rules: tuple[Rule, ...] = ()

    def band(self, row: PrintedRow) -> int | None:
        """Between which two rules a row stands, None if outside."""
        if not all(self.x0 - SAME <= s.x0 and s.x1 <= self.x1 + SAME for s in row.segments):
            return None
        y = row.base - 0.3 * row.segments[0].size
        return next((i for i, (top, foot) in enumerate(pairwise(self.tops)) if top - 1 <= y < foot), None)


def find_strips(rules: Sequence[Rule]) -> list[Strip]:
    """Groups of rules that may part the rows of a table."""
    groups: list[list[Rule]] = []
    for rule in sorted((r for r in rules if r.level and r.x1 - r.x0 > 100), key=lambda r: r.top):
        group = next((g for g in groups if _together(g[-1], rule)), None)
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    return [
        Strip(g[0].x0, g[0].x1, tuple(r.top for r in g), tuple(g)) for g in groups if len(g) >= LEAST_RULES
    ]


def _together(one: Rule, other: Rule) -> bool:
    return abs(one.x0 - other.x0) <= SAME and abs(one.x1 - other.x1) <= SAME and other.top - one.top < 60


def strip_table(strip: Strip, rows: Sequence[PrintedRow]) -> tuple[TableFlow, list[PrintedRow]] | None:
    """The table that a strip rules with its rows of text, None if it is none."""
    strip = _with_heading(strip, rows)
    inside = [row for row in rows if strip.band(row) is not None]
    size = max((row.segments[0].size for row in inside), default=0.0)
    height = (strip.tops[-1] - strip.tops[0]) / (len(strip.tops) - 1)
    if len(inside) < LEAST_RULES - 1 or height > TALLEST * size:
        return None
    cut = cut_at_edges(inside)
    edges = _edges(cut)
    if len(edges) < 2:
        return None
    bounds = [*zip(edges, [e - 4 for e in edges[1:]] + [strip.x1], strict=True)]
    cells: dict[tuple[int, int], list[Segment]] = {}
    for row in cut:
        band = strip.band(row) or 0
        heads = row.segments if band else [part for s in row.segments for part in _apart(s, edges)]
        for segment in heads:
            cells.setdefault((band, _ruled_column(segment, edges)), []).append(segment)
    flows = [CellFlow(r, c, _lines(cells[r, c]), bounds[c]) for r, c in sorted(cells)]
    return TableFlow(flows, len(strip.tops) - 1, len(edges), tuple(edges), ruled=True), inside


def _with_heading(strip: Strip, rows: Sequence[PrintedRow]) -> Strip:
    """The strip with the row of headings that stands on its first rule, if there is one."""
    for row in rows:
        size = row.segments[0].size
        if len(row.segments) > 1 and 0 < strip.tops[0] - row.base < size:
            opened = Strip(strip.x0, strip.x1, (row.base - size, *strip.tops))
            return opened if opened.band(row) == 0 else strip
    return strip


def _edges(rows: Sequence[PrintedRow]) -> list[float]:
    """Where columns begin: where an entry begins in enough rows."""
    starts = sorted(s.x0 for row in rows for s in row.segments)
    clusters: list[list[float]] = []
    for x in starts:
        if clusters and x - clusters[-1][0] <= SAME:
            clusters[-1].append(x)
        else:
            clusters.append([x])
    return [c[0] for c in clusters if len(c) >= max(3, USUAL * len(rows))]


def _apart(segment: Segment, edges: Sequence[float]) -> list[Segment]:
    """Headings printed with little or no blank between them ("PrésentExcusé"), cut between their columns."""
    over = [edge for edge in edges if segment.x0 + SAME < edge < segment.x1 - SAME]
    cuts = [m.end() for m in _BETWEEN.finditer(segment.text)]
    parts, start = [], 0
    for left, right in pairwise(over):
        found = [at for at in cuts if left < segment.xs[at] < right]
        if len(found) == 1:
            parts.append(segment.part(start, found[0]))
            start = found[0]
    parts.append(segment.part(start, len(segment.text)))
    for part in parts:
        part.text, part.faces = part.text.rstrip(), part.faces[: len(part.text.rstrip())]
    return parts


def _ruled_column(segment: Segment, edges: Sequence[float]) -> int:
    """The column that an entry begins in; a centred heading begins a little before its entries."""
    overlapped = [i for i, edge in enumerate(edges) if segment.x0 <= edge <= segment.x1 - SAME]
    if len(overlapped) == 1:
        return overlapped[0]
    return max((i for i, edge in enumerate(edges) if edge <= segment.x0 + SAME), default=0)


def _lines(segments: Sequence[Segment]) -> list[Segment]:
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.base, s.x0)):
        if lines and abs(lines[-1][0].base - segment.base) <= 0.3 * segment.size:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [tabbed(sorted(line, key=lambda s: s.x0)) for line in lines]
