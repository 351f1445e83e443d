"""The order in which a reader takes in a page: down a column before the next, row by row through a table."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, pairwise
from operator import attrgetter

from crparse.readers.blocks.labelled_columns import is_column_heading, is_label
from crparse.readers.blocks.markers import split_marker
from crparse.readers.printed import columns
from crparse.readers.printed.beside_text import (
    with_small_initials,
    without_line_numbers,
    without_watermarks,
    without_white,
)
from crparse.readers.printed.boxes import with_boxes
from crparse.readers.printed.columns import Band, Span
from crparse.readers.printed.drawings import Drawings, Rule, mark_bullets, mark_doubled, mark_underlined
from crparse.readers.printed.glyphs import Glyph
from crparse.readers.printed.lines import (
    PrintedRow,
    Segment,
    base_of,
    drop_doubles,
    find_rows,
    grouped,
    join_accents,
)
from crparse.readers.printed.upright import UprightLine, as_segment, in_box, with_headings


@dataclass(slots=True)
class LineFlow:
    """Lines to be read one after the other, and the left and right edge of their column."""

    lines: list[Segment]
    bounds: Span | None = None
    """None for text as wide as the page's."""
    aside: bool = False
    """It stands in a narrow column beside the text, behind a rule from top to foot."""


@dataclass(slots=True)
class CellFlow:
    """The lines of a table cell."""

    row: int
    column: int
    lines: list[Segment]
    bounds: Span
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
    ruled: bool = False
    top: float = 0.0
    """Where it begins on the page, if it is ruled."""

    def has_columns_of(self, other: "TableFlow", within: float) -> bool:
        """Whether it has as many columns as another, which begin at the same places but for some points."""
        near = (abs(a - b) <= within for a, b in zip(self.edges, other.edges, strict=False))
        return self.columns == other.columns and all(near)


PagePiece = LineFlow | TableFlow


def lines_of(pieces: Iterable[PagePiece]) -> list[Segment]:
    """Every line of some pieces."""
    flows = (flow for piece in pieces for flow in (piece.cells if isinstance(piece, TableFlow) else [piece]))
    return [line for flow in flows for line in flow.lines]


def find_pieces(
    glyphs: list[Glyph],
    drawings: Drawings,
    width: float,
    height: float,
    upright: Sequence[UprightLine] = (),
) -> list[PagePiece]:
    """Text and tables of a page, from its characters and rules; a margin column before the text beside it."""
    mark_doubled(glyphs, drawings.doubled)
    glyphs = drop_doubles(join_accents(without_white(glyphs, drawings.grounds)))
    glyphs = with_boxes(without_watermarks(with_small_initials(glyphs)), drawings.boxes)
    margin = columns.margin_rule(drawings.rules, glyphs, height)
    if margin is None:
        return _pieces(glyphs, drawings, width, upright)
    aside, beside = columns.split_at(margin, glyphs)
    column = lines_of(_pieces(aside, columns.drawings_beside(margin, drawings, aside), margin.x0))
    text = _pieces(beside, columns.drawings_beside(margin, drawings, beside), width)
    first = [LineFlow(column, _edges(column), aside=True)] if column else []
    return [*first, *_bounded(text, _edges(lines_of(text)))]


def _pieces(
    glyphs: list[Glyph], drawings: Drawings, width: float, upright: Sequence[UprightLine] = ()
) -> list[PagePiece]:
    """Text and tables from top to bottom."""
    strips = _find_strips(drawings.rules)
    of_tables = set(chain.from_iterable(strips))
    mark_underlined(glyphs, [rule for rule in drawings.rules if rule not in of_tables])
    tables, free, upright = _grid_tables(glyphs, drawings.rules, upright)
    rows = with_headings(without_line_numbers(find_rows(free)), upright)
    mark_bullets(rows, drawings.dots)
    for strip in strips:
        found, rows = _strip_table(strip, rows)
        tables += found
    left, right = _edges(list(chain.from_iterable(rows)))
    right = max(right, width - max(36.0, left))  # text may run to a margin as wide as the left one
    pieces: list[PagePiece] = []
    for table in sorted(tables, key=lambda table: (table.top, table.edges[0])):
        pieces += [*_arrange([row for row in rows if base_of(row) <= table.top + 2], right), table]
        rows = [row for row in rows if base_of(row) > table.top + 2]
    return pieces + _arrange(rows, right)


def _bounded(pieces: list[PagePiece], edges: Span) -> list[PagePiece]:
    """The pieces, text as wide as the page's kept between two edges."""
    for piece in pieces:
        if isinstance(piece, LineFlow) and piece.bounds is None:
            piece.bounds = edges
    return pieces


def _edges(lines: Sequence[Segment]) -> Span:
    """Where some lines begin and end at the outermost."""
    return min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0)


SHIFTED = 15.0
"""Points by which the entries of a column may begin apart: some are centred; columns are wider."""


def _arrange(rows: Sequence[PrintedRow], right: float) -> list[PagePiece]:
    """Rows of a page or column in reading order; `right` is where its text may end at most."""
    rows = columns.cut_at_edges([_with_markers(row) for row in columns.side_by_side(rows)])
    pieces: list[PagePiece] = []
    at = 0
    for band in columns.find_bands(rows):
        if band.first < at:  # its rows are the rest of labelled columns
            continue
        pieces += _plain(rows[at : band.first])
        if _headed_by_labels(band):
            band = _with_rest_of_columns(band, rows)
        found = _arrange_band(band, right)
        pieces += _joined(pieces[-1], found) if at == band.first and pieces else found
        at = band.first + len(band.rows)
    return pieces + _plain(rows[at:])


def _joined(above: PagePiece, found: list[PagePiece]) -> list[PagePiece]:
    """The pieces, without the first where the table above takes it in: both unruled, of like columns."""
    below = found[0]
    if not (isinstance(above, TableFlow) and isinstance(below, TableFlow)) or above.ruled or below.ruled:
        return found
    if not above.has_columns_of(below, SHIFTED):
        return found
    above.cells += [replace(cell, row=cell.row + above.rows) for cell in below.cells]
    above.rows += below.rows
    return found[1:]


def _plain(rows: Sequence[PrintedRow]) -> list[PagePiece]:
    """The rows as lines, one after the other."""
    lines: list[Segment] = []
    for row in rows:
        justified = bool(lines) and _justified(lines[-1], row)
        lines.append(_tabbed(row, " " if justified else "\t"))
    return [LineFlow(lines)] if lines else []


def _justified(above: Segment, row: PrintedRow) -> bool:
    """Whether the wide gaps of a row are blanks drawn out so that it ends under the line above."""
    hanging = abs(row[0].x0 - above.x0) < 3 * above.size
    flush = abs(row[-1].x1 - above.x1) < 1.5 and hanging
    return flush and all(segment.spaced for segment in row[1:])


def _tabbed(segments: Sequence[Segment], glue: str = "\t") -> Segment:
    """The segments of a line as one, with tabs between."""
    return reduce(lambda line, segment: line.joined(segment, glue), segments)


# Takes "1", "2.1", "IV.", "b."; leaves "A", "123", "1)".
_BARE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.?|[A-Za-z]\.")
# Takes "•", "+", ")"; leaves "a", "1" and what opens a text: "«", "(".
_SIGN = re.compile(r"[^\w\s«\"“(\[?]")

MARKER_GAP = 4.5
"""Type sizes that may part a bullet or number from its text: of 4,430 gaps in lines five were 4.05 to 4.5."""


def _with_markers(row: PrintedRow) -> PrintedRow:
    """The row, a bullet or number that stands alone made one with the text that it marks."""
    segments: list[Segment] = []
    for segment in row:
        if segments and _marks(segments[-1], segment, first=len(segments) == 1):
            segments[-1] = replace(segments[-1].joined(segment, " "), marked=True)
        else:
            segments.append(segment)
    return segments


def _marks(marker: Segment, text: Segment, *, first: bool) -> bool:
    """Whether a segment is the bullet or number of the one after it; `first`: nothing stands before it."""
    near = text.x0 - marker.x1 <= MARKER_GAP * text.size
    named = any(c.isalpha() for c in text.text)
    if not (near and named):
        return False
    found = split_marker(f"{marker.text} {text.text}", letter_o=first)
    if found.offset == len(marker.text) + 1:
        return first or found.kind == "bullet"
    return first and bool(_BARE_NUMBER.fullmatch(marker.text) or _SIGN.fullmatch(marker.text))


def _arrange_band(band: Band, right: float) -> list[PagePiece]:
    """The pieces of rows with columns: read down each, item by item, or row by row."""
    runs, bounds = band.runs(), _bounds(band, right)
    drawn = [column for column, _ in runs]
    if drawn == sorted(set(drawn)):
        if _headed_as_table(band) and not _headed_by_labels(band):
            return [_table(_with_wrapped([band.by_column(row) for row in band.rows]), bounds)]
        return [p for column, run in runs for p in _column(run, bounds[column])]
    if _headed_by_labels(band):
        return _labelled(band)
    if _bulleted(runs):
        return _listed(runs, bounds)
    table = _table_rows(runs, band)
    if len(table) >= 3 or (len(table) == 2 and len(bounds) >= 3):
        return [_table(table, bounds)]
    return [LineFlow([_tabbed(row) for row in band.rows])]


def _bounds(band: Band, right: float) -> list[Span]:
    """Left edge of each column, and how far right its text may run."""
    inside = band.by_column(band.segments)
    ends = [x1 - 4.0 for _, x1 in band.corridors] + [max(right, *(s.x1 for s in band.segments))]
    return [(min((s.x0 for s in inside.get(i, ())), default=0.0), end) for i, end in enumerate(ends)]


def _column(run: list[Segment], bounds: Span) -> list[PagePiece]:
    """A column as its own small page."""
    rows = _rows_of(run)
    pieces = _arrange(rows, bounds[1]) if any(len(row) > 1 for row in rows) else _plain(rows)
    return _bounded(pieces, bounds)


def _rows_of(segments: Sequence[Segment]) -> list[PrintedRow]:
    """The segments as rows: those that stand on one line together."""
    left_edge = attrgetter("x0")

    def beside(row: list[Segment], segment: Segment) -> bool:
        return bool(abs(min(row, key=left_edge).base - segment.base) <= 0.3 * segment.size)

    rows = grouped(sorted(segments, key=attrgetter("base", "x0")), beside)
    return [sorted(row, key=left_edge) for row in rows]


def _headed_as_table(band: Band) -> bool:
    """Whether headings of a table stand over the columns, though it is drawn column by column."""
    columns_of = [min(run, key=attrgetter("base")) for run in band.by_column(band.segments).values()]
    level = max(s.base for s in columns_of) - min(s.base for s in columns_of) <= CLOSE_FEET
    return level and len(columns_of) > 1 and all(is_column_heading(first.text) for first in columns_of)


def _headed_by_labels(band: Band) -> bool:
    """Whether a label of its own begins each column: "Présents :" at the left, "Excusés :" at the right."""
    columns_of = [min(run, key=attrgetter("base")) for run in band.by_column(band.segments).values()]
    if len(columns_of) < 2 or max(s.base for s in columns_of) - min(s.base for s in columns_of) > CLOSE_FEET:
        return False
    return all(is_label(first.text) for first in columns_of)


CLOSE_FEET = 4.0
"""Points by which the feet of the labels over columns may differ: they stand on one line."""

STEP = 1.2
"""How many times as far as its usual step the next line of a labelled column may stand below the last."""


def _with_rest_of_columns(band: Band, rows: Sequence[PrintedRow]) -> Band:
    """The band with the rows below it that go on one of its columns: the longer list at the left."""
    steps = sorted(base_of(below) - base_of(above) for above, below in pairwise(band.rows))
    lefts = [min(s.x0 for s in run) for run in band.by_column(band.segments).values()]
    end = band.first + len(band.rows)
    while end < len(rows):
        row, step = rows[end], base_of(rows[end]) - base_of(rows[end - 1])
        below = all(any(abs(s.x0 - left) <= SAME for left in lefts) for s in row)
        crossing = any(s.x0 < x1 and s.x1 > x0 for s in row for x0, x1 in band.corridors)
        if crossing or not below or step > STEP * steps[len(steps) // 2] or ":" in row[0].text:
            break
        end += 1
    return replace(band, rows=rows[band.first : end])


def _labelled(band: Band) -> list[PagePiece]:
    """Columns under labels, one after the other; a line that ends early ends an entry."""
    pieces: list[PagePiece] = []
    for _, run in sorted(band.by_column(band.segments).items()):
        size = run[0].size
        edges = min(s.x0 for s in run), max(s.x1 for s in run) + OPEN * size
        pieces += _column(run, edges)
    return pieces


OPEN = 8.0
"""Type sizes of room after the longest line of a labelled column: nothing in it has wrapped for want of room
but what goes on in the middle of a phrase."""


def _bulleted(runs: Sequence[tuple[int, list[Segment]]]) -> bool:
    """Whether most entries of two columns begin with a bullet."""
    marked: dict[int, list[bool]] = {}
    for column, run in runs:
        marked.setdefault(column, []).append(split_marker(run[0].text).kind == "bullet")
    return len(marked) > 1 and all(sum(flags) >= 0.5 * len(flags) for flags in marked.values())


def _listed(runs: Sequence[tuple[int, list[Segment]]], bounds: list[Span]) -> list[PagePiece]:
    """A list set in columns, column by column."""
    listed: list[list[Segment]] = [[] for _ in bounds]
    last: tuple[int, Segment] | None = None
    for column, run in runs:
        for segment in run:
            into = column
            if last and last[0] > column and _wraps(last[1], segment, bounds[last[0]][1]):
                into, segment.tied = last[0], True
            listed[into].append(segment)
            last = (into, segment)
    return [LineFlow(lines, edge) for lines, edge in zip(listed, bounds, strict=True) if lines]


def _wraps(above: Segment, below: Segment, right: float) -> bool:
    """Whether a line is the rest of an entry to the right that found no more room ("tab" lists)."""
    if split_marker(below.text).marker or below.base <= above.base:
        return False
    return right - above.x1 < below.opening + 0.25 * below.size


TableRow = dict[int, list[Segment]]
"""Column -> lines of its cell."""


def _table_rows(runs: Sequence[tuple[int, list[Segment]]], band: Band) -> list[TableRow]:
    """The rows of a table without rules: as they were drawn, or line by line where that is no order."""
    table: list[TableRow] = []
    before = len(band.corridors)
    for column, run in runs:
        if column <= before or not table:
            table.append({})
        table[-1].setdefault(column, []).extend(run)
        before = column
    if any(_foot(above) >= _first(below).base + 1 for above, below in pairwise(table)):
        table = [band.by_column(row) for row in band.rows]
    return _with_wrapped(table)


def _with_wrapped(table: Sequence[TableRow]) -> list[TableRow]:
    """The rows, each that only goes on the cells right above it made one with the row above."""
    whole: list[TableRow] = []
    for row in table:
        first = _first(row)
        if whole and 0 not in row and first.base - _foot(whole[-1]) <= 1.45 * first.size:
            for column, run in row.items():
                whole[-1].setdefault(column, []).extend(run)
        else:
            whole.append({column: list(run) for column, run in row.items()})
    return whole


def _first(row: TableRow) -> Segment:
    """The uppermost line of a row of a table."""
    return min((s for run in row.values() for s in run), key=lambda s: s.base)


def _foot(row: TableRow) -> float:
    """Where the lowest line of a row of a table stands."""
    return max(s.base for run in row.values() for s in run)


def _table(table: Sequence[TableRow], bounds: list[Span]) -> TableFlow:
    """The table without rules of some rows."""
    reach = [
        max((s.x1 for row in table for s in row.get(c, [])), default=x1) for c, (_, x1) in enumerate(bounds)
    ]
    lefts = tuple(left for left, _ in bounds)
    cells = _cell_flows(table, [(left, right + 1) for left, right in zip(lefts, reach, strict=True)])
    return TableFlow(cells, len(table), len(bounds), lefts)


def _cell_flows(table: Sequence[TableRow], bounds: Sequence[Span]) -> list[CellFlow]:
    """The cells of some rows, the lines of each one below the other."""
    return [
        CellFlow(number, column, [_tabbed(line) for line in _rows_of(row[column])], bounds[column])
        for number, row in enumerate(table)
        for column in sorted(row)
    ]


PADDING = 8.0
"""Points of white that a cell may have on both sides of its text: office programs leave 5.4 (0.19 cm); more
is an entry that is centred."""


def _grid_tables(
    glyphs: list[Glyph], rules: Sequence[Rule], upright: Sequence[UprightLine]
) -> tuple[list[TableFlow], list[Glyph], Sequence[UprightLine]]:
    """The tables with rules on all sides of their cells, the characters and upright lines outside them."""
    tables: list[TableFlow] = []
    for boxes in columns.find_grids(rules):
        table, outside = _grid_table(boxes, glyphs, upright)
        if table.columns > 1 and len(table.cells) > 1:  # or else it is a frame around text
            tables.append(table)
            glyphs = outside
            upright = [line for line in upright if not any(in_box([line], box) for box in boxes)]
    return tables, glyphs, upright


def _grid_table(
    boxes: Sequence[Rule], glyphs: Sequence[Glyph], upright: Sequence[UprightLine]
) -> tuple[TableFlow, list[Glyph]]:
    """A ruled table with the text of each of its cells, and the characters outside it."""
    tops, lefts = columns.distinct(box.top for box in boxes), columns.distinct(box.x0 for box in boxes)

    def place(box: Rule) -> tuple[int, int]:
        return bisect_right(tops, box.top + 1.5) - 1, bisect_right(lefts, box.x0 + 1.5) - 1

    ordered = sorted(boxes, key=place)
    inside, outside = columns.in_boxes(ordered, glyphs)
    cells: list[CellFlow] = []
    for box, own in zip(ordered, inside, strict=True):
        lines = [_tabbed(_with_markers(row)) for row in find_rows(own)]
        lines += [as_segment(line, line.bottom) for line in in_box(upright, box)]
        if lines:
            padding = max(0.0, min(PADDING, min(line.x0 for line in lines) - box.x0))
            down = max(1, sum(box.top - 1 <= top < box.bottom - 2 for top in tops))
            across = max(1, sum(box.x0 - 1 <= left < box.x1 - 2 for left in lefts))
            cells.append(CellFlow(*place(box), lines, (box.x0 + padding, box.x1 - padding), down, across))
    edges = (*lefts, max(box.x1 for box in boxes))
    return TableFlow(cells, len(tops), len(lefts), edges, ruled=True, top=tops[0]), outside


LEAST_RULES = 4
"""Rules of one length that make a table: fewer may part chapters, or stand above and below a title."""

TALLEST = 4.5
"""Type sizes between two rules on average: tables had up to 2.3, with more than twice that the rules part
paragraphs."""

SAME = 3.0
"""Points within which two rules begin or end together, or two entries: nine in ten that did agreed to
0.75."""

USUAL = 0.15
"""Share of the rows that have an entry where a column begins: columns began five times and more, other words
at one place once or twice."""

# Where one heading may end: takes a place in "Nom Prénom", "PrésentExcusé"; leaves "ABSENT".
_BETWEEN = re.compile(r"\s|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True)
class Strip:
    """Rules of one length under each other."""

    x0: float
    x1: float
    tops: tuple[float, ...]

    def band(self, row: PrintedRow) -> int | None:
        """Between which two rules a row stands, None if outside."""
        if not all(self.x0 - SAME <= s.x0 and s.x1 <= self.x1 + SAME for s in row):
            return None
        y = base_of(row) - 0.3 * row[0].size
        return next((i for i, (top, foot) in enumerate(pairwise(self.tops)) if top - 1 <= y < foot), None)


def _find_strips(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one length under each other that may part the rows of a table."""
    groups: list[list[Rule]] = []
    for rule in sorted((r for r in rules if r.level and r.x1 - r.x0 > 100), key=lambda r: r.top):
        for group in groups:
            last = group[-1]
            as_long = abs(last.x0 - rule.x0) <= SAME and abs(last.x1 - rule.x1) <= SAME
            if as_long and rule.top - last.top < 60:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= LEAST_RULES]


def _strip_table(rules: Sequence[Rule], rows: list[PrintedRow]) -> tuple[list[TableFlow], list[PrintedRow]]:
    """The table of rules under each other, if it is one, and the rows of text outside it."""
    strip = _with_heading(Strip(rules[0].x0, rules[0].x1, tuple(rule.top for rule in rules)), rows)
    inside = [row for row in rows if strip.band(row) is not None]
    size = max((row[0].size for row in inside), default=0.0)
    pitch = (strip.tops[-1] - strip.tops[0]) / (len(strip.tops) - 1)
    if len(inside) < LEAST_RULES - 1 or pitch > TALLEST * size:
        return [], rows
    cut = columns.cut_at_edges(inside)
    edges = _column_edges(cut)
    if len(edges) < 2:
        return [], rows
    bounds = [*zip(edges, [edge - 4 for edge in edges[1:]] + [strip.x1], strict=True)]
    cells = _cell_flows(_strip_rows(strip, cut, edges), bounds)
    table = TableFlow(cells, len(strip.tops) - 1, len(edges), tuple(edges), ruled=True, top=rules[0].top)
    return [table], [row for row in rows if strip.band(row) is None]


def _with_heading(strip: Strip, rows: Sequence[PrintedRow]) -> Strip:
    """The strip with the row of headings that stands on its first rule, if there is one."""
    for row in rows:
        size, base = row[0].size, base_of(row)
        if len(row) > 1 and 0 < strip.tops[0] - base < size:
            opened = replace(strip, tops=(base - size, *strip.tops))
            return opened if opened.band(row) == 0 else strip
    return strip


def _strip_rows(strip: Strip, rows: Sequence[PrintedRow], edges: Sequence[float]) -> list[TableRow]:
    """What stands between each two rules, by column."""
    table: list[TableRow] = [{} for _ in strip.tops[1:]]
    for row in rows:
        band = strip.band(row) or 0
        for entry in row if band else [part for s in row for part in _apart(s, edges)]:
            table[band].setdefault(_column_at(entry, edges), []).append(entry)
    return table


def _column_edges(rows: Sequence[PrintedRow]) -> list[float]:
    """Where columns begin: where an entry begins in enough rows."""
    starts = sorted(s.x0 for row in rows for s in row)
    near = grouped(starts, lambda cluster, x: x - cluster[0] <= SAME)
    return [cluster[0] for cluster in near if len(cluster) >= max(3, USUAL * len(rows))]


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


def _column_at(segment: Segment, edges: Sequence[float]) -> int:
    """The column that an entry begins in; a centred heading begins a little before its entries."""
    overlapped = [i for i, edge in enumerate(edges) if segment.x0 <= edge <= segment.x1 - SAME]
    if len(overlapped) == 1:
        return overlapped[0]
    return max((i for i, edge in enumerate(edges) if edge <= segment.x0 + SAME), default=0)
