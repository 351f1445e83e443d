"""Tables with rules between their rows only: columns found by where their entries begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crparse.readers.bands import cut_at_edges
from crparse.readers.lines import Row, Segment
from crparse.readers.reading_order import CellFlow, TableFlow, tabbed
from crparse.readers.rules import Rule

LEAST = 4
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

    def band(self, row: Row) -> int | None:
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
    return [Strip(g[0].x0, g[0].x1, tuple(r.top for r in g), tuple(g)) for g in groups if len(g) >= LEAST]


def _together(one: Rule, other: Rule) -> bool:
    return abs(one.x0 - other.x0) <= SAME and abs(one.x1 - other.x1) <= SAME and other.top - one.top < 60


def strip_table(strip: Strip, rows: Sequence[Row]) -> tuple[TableFlow, list[Row]] | None:
    """The table that a strip rules with its rows of text, None if it is none."""
    strip = _with_heading(strip, rows)
    inside = [row for row in rows if strip.band(row) is not None]
    size = max((row.segments[0].size for row in inside), default=0.0)
    height = (strip.tops[-1] - strip.tops[0]) / (len(strip.tops) - 1)
    if len(inside) < LEAST - 1 or height > TALLEST * size:
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
            cells.setdefault((band, _column(segment, edges)), []).append(segment)
    flows = [CellFlow(r, c, _lines(cells[r, c]), bounds[c]) for r, c in sorted(cells)]
    return TableFlow(flows, len(strip.tops) - 1, len(edges), tuple(edges), ruled=True), inside


def _with_heading(strip: Strip, rows: Sequence[Row]) -> Strip:
    """The strip with the row of headings that stands on its first rule, if there is one."""
    for row in rows:
        size = row.segments[0].size
        if len(row.segments) > 1 and 0 < strip.tops[0] - row.base < size:
            opened = Strip(strip.x0, strip.x1, (row.base - size, *strip.tops))
            return opened if opened.band(row) == 0 else strip
    return strip


def _edges(rows: Sequence[Row]) -> list[float]:
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


def _column(segment: Segment, edges: Sequence[float]) -> int:
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
