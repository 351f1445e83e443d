"""Ruled tables: from the rules of a page to grids of cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pdfplumber import table as plumber

from crparse.readers.rules import Rule

SNAP = 3.0
"""Points within which two rules are taken for one."""

MOST_RULES = 1500
"""A page with more rules is a drawing or a plan, and looking for cells would take minutes."""

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled table: its box, its place and how many rows and columns it spans."""

    box: Box
    row: int
    column: int
    row_span: int
    column_span: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the cell."""
        x0, top, x1, bottom = self.box
        return x0 <= x <= x1 and top <= y <= bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table of one page."""

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    box: Box
    edges: tuple[float, ...]
    """Left edges of its columns, and its right edge."""

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell that holds a point."""
        x0, top, x1, bottom = self.box
        if not (x0 - SNAP <= x <= x1 + SNAP and top - SNAP <= y <= bottom + SNAP):
            return None
        return next((cell for cell in self.cells if cell.holds(x, y)), None)


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The ruled tables of a page, top to bottom: two cells or more."""
    if len(rules) > MOST_RULES or sum(not r.level for r in rules) < 2 or sum(r.level for r in rules) < 2:
        return []
    edges = plumber.merge_edges([_edge(rule) for rule in rules], SNAP, SNAP, SNAP, SNAP)
    crossings = plumber.edges_to_intersections(edges, SNAP, SNAP)
    cells = [c for c in plumber.intersections_to_cells(crossings) if c[2] - c[0] > 4 and c[3] - c[1] > 4]
    return [_grid(group) for group in plumber.cells_to_tables(cells) if len(group) > 1]


def _edge(rule: Rule) -> dict[str, object]:
    """The rule as pdfplumber describes one: without thickness."""
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    level = rule.level
    x0, x1, top, bottom = (rule.x0, rule.x1, y, y) if level else (x, x, rule.top, rule.bottom)
    size = {"width": x1 - x0, "height": bottom - top, "orientation": "h" if level else "v"}
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "doctop": top, **size}


def _grid(boxes: Sequence[Box]) -> Grid:
    tops, lefts = _distinct([b[1] for b in boxes]), _distinct([b[0] for b in boxes])
    cells = []
    for x0, top, x1, bottom in boxes:
        row, column = _index(tops, top), _index(lefts, x0)
        row_span = max(1, sum(top - 1 <= t < bottom - 2 for t in tops))
        column_span = max(1, sum(x0 - 1 <= x < x1 - 2 for x in lefts))
        cells.append(GridCell((x0, top, x1, bottom), row, column, row_span, column_span))
    cells.sort(key=lambda c: (c.row, c.column))
    box = (min(lefts), min(tops), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Grid(tuple(cells), len(tops), len(lefts), box, (*lefts, box[2]))


def _distinct(values: Sequence[float]) -> list[float]:
    ordered = sorted(set(values))
    return ordered[:1] + [b for a, b in pairwise(ordered) if b - a > 1]


def _index(values: Sequence[float], value: float) -> int:
    return max(i for i, v in enumerate(values) if v <= value + 1.5)
