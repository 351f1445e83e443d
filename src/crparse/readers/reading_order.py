"""The order in which a reader takes in a page: down a column before the next, row by row through a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crparse.readers.bands import Band, cut_at_edges, drawn_runs, find_bands, side_by_side
from crparse.readers.lines import Row, Segment
from crparse.readers.markers import split_marker
from crparse.readers.tables import Box, Grid

_BARE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.?|[A-Za-z]\.")

_SIGN = re.compile(r"[^\w\s«\"“(\[?]")

SHIFTED = 15.0
"""Points by which the entries of a column may begin apart: some are centred."""

PADDING = 8.0
"""Points of white that a cell may have on both sides of its text."""

MARKER_GAP = 4.5
"""Type sizes that may part a bullet or number from its text."""


@dataclass(slots=True)
class Flow:
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


Piece = Flow | TableFlow


def arrange(rows: Sequence[Row], right: float) -> list[Piece]:
    """Rows of a page or column in reading order; `right` is where its text may end at most."""
    rows = cut_at_edges([_with_markers(row) for row in side_by_side(rows)])
    pieces: list[Piece] = []
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


def _is_same_table(above: Piece, below: Piece) -> bool:
    """Whether two tables without rules, one right below the other, have the same columns."""
    if not (isinstance(above, TableFlow) and isinstance(below, TableFlow)) or above.ruled or below.ruled:
        return False
    near = [abs(a - b) <= SHIFTED for a, b in zip(above.edges, below.edges, strict=False)]
    return above.columns == below.columns and all(near)


def _append(above: Piece, below: Piece) -> None:
    assert isinstance(above, TableFlow)
    assert isinstance(below, TableFlow)
    above.cells += [replace(cell, row=cell.row + above.rows) for cell in below.cells]
    above.rows += below.rows


def _plain(rows: Sequence[Row]) -> list[Piece]:
    lines: list[Segment] = []
    for row in rows:
        justified = bool(lines) and _justified(lines[-1], row)
        lines.append(tabbed(row.segments, " " if justified else "\t"))
    return [Flow(lines)] if lines else []


def _justified(above: Segment, row: Row) -> bool:
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


def _with_markers(row: Row) -> Row:
    """The row, a bullet or number that stands alone made one with the text that it marks."""
    segments: list[Segment] = []
    for segment in row.segments:
        if segments and _marks(segments[-1], segment, first=len(segments) == 1):
            segments[-1] = replace(segments[-1].joined(segment, " "), marked=True)
        else:
            segments.append(segment)
    return Row(segments)


def _marks(marker: Segment, text: Segment, *, first: bool) -> bool:
    near = text.x0 - marker.x1 <= MARKER_GAP * text.size
    named = any(c.isalpha() for c in text.text)
    if not (near and named):
        return False
    found = split_marker(f"{marker.text} {text.text}", letter_o=first)
    if found.offset == len(marker.text) + 1:
        return first or found.kind == "bullet"
    return first and bool(_BARE_NUMBER.fullmatch(marker.text) or _SIGN.fullmatch(marker.text))


def _arrange_band(rows: Sequence[Row], band: Band, right: float) -> list[Piece]:
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
    return [Flow([tabbed(row.segments) for row in rows[band.first : band.last + 1]])]


def _bounds(rows: Sequence[Row], band: Band, right: float) -> list[tuple[float, float]]:
    """Left edge of each column, and how far right its text may run."""
    segments = [s for row in rows[band.first : band.last + 1] for s in row.segments]
    lefts = [
        min((s.x0 for s in segments if band.column(s) == i), default=0.0)
        for i in range(len(band.corridors) + 1)
    ]
    ends = [x1 - 4.0 for _, x1 in band.corridors] + [max(right, *(s.x1 for s in segments))]
    return list(zip(lefts, ends, strict=True))


def _column(run: list[Segment], bounds: tuple[float, float]) -> list[Piece]:
    """A column as its own small page."""
    rows = _rows_of(run)
    pieces = arrange(rows, bounds[1]) if any(len(row.segments) > 1 for row in rows) else _plain(rows)
    for piece in pieces:
        if isinstance(piece, Flow) and piece.bounds is None:
            piece.bounds = bounds
    return pieces


def _rows_of(segments: Sequence[Segment]) -> list[Row]:
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda s: (s.base, s.x0)):
        if rows and abs(rows[-1].segments[0].base - segment.base) <= 0.3 * segment.size:
            rows[-1].segments.append(segment)
            rows[-1].segments.sort(key=lambda s: s.x0)
        else:
            rows.append(Row([segment]))
    return rows


def _bulleted(runs: Sequence[tuple[int, list[Segment]]]) -> bool:
    """Whether most entries of two columns begin with a bullet."""
    marked: dict[int, list[bool]] = {}
    for column, run in runs:
        marked.setdefault(column, []).append(split_marker(run[0].text).kind == "bullet")
    return len(marked) > 1 and all(sum(flags) >= 0.5 * len(flags) for flags in marked.values())


def _listed(runs: Sequence[tuple[int, list[Segment]]], bounds: list[tuple[float, float]]) -> list[Piece]:
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
    return [Flow(lines, edge) for lines, edge in zip(columns, bounds, strict=True) if lines]


def _wraps(above: Segment, below: Segment, right: float) -> bool:
    """Whether a line is the rest of an entry to the right that found no more room ("tab" lists)."""
    if split_marker(below.text).marker or below.base <= above.base:
        return False
    return right - above.x1 < below.opening + 0.25 * below.size


def _table_rows(
    runs: Sequence[tuple[int, list[Segment]]], rows: Sequence[Row], band: Band
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


def _cells(row: Row, band: Band) -> dict[int, list[Segment]]:
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


def grid_flow(grid: Grid, rows_in: Sequence[Sequence[Row]]) -> TableFlow:
    """A ruled table with the rows of text of each of its cells."""
    cells: list[CellFlow] = []
    for c, rows in zip(grid.cells, rows_in, strict=True):
        lines = [tabbed(_with_markers(row).segments) for row in rows]
        if lines:
            padding = max(0.0, min(PADDING, min(line.x0 for line in lines) - c.box[0]))
            bounds = (c.box[0] + padding, c.box[2] - padding)
            cells.append(CellFlow(c.row, c.column, lines, bounds, c.row_span, c.column_span))
    return TableFlow(cells, grid.rows, grid.columns, grid.edges, ruled=True)


def lines_of(piece: Piece) -> Iterator[Segment]:
    """Every line of a piece."""
    if isinstance(piece, Flow):
        yield from piece.lines
    else:
        for cell in piece.cells:
            yield from cell.lines


def place_tables(rows: Sequence[Row], tables: Sequence[tuple[Box, TableFlow]], right: float) -> list[Piece]:
    """Text and ruled tables of a page from top to bottom."""
    pieces: list[Piece] = []
    rest = list(rows)
    for box, table in tables:
        above = [row for row in rest if row.base <= box[1] + 2]
        rest = [row for row in rest if row.base > box[1] + 2]
        pieces.extend(arrange(above, right))
        pieces.append(table)
    pieces.extend(arrange(rest, right))
    return pieces
