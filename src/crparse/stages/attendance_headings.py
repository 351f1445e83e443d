"""Headings of attendance tables: what each column holds, and where the crosses of which status stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from crparse import lexicon
from crparse.record import Status
from crparse.source import Block
from crparse.stages.attendance_pieces import begins_with_person
from crparse.stages.attendance_rows import Grid
from crparse.stages.word_forms import any_of, cues
from crparse.text import fold, squeeze

NAMES = ("name", "given", "surname")
STATUSES: dict[str, Status] = {
    "present": "present",
    "excused": "excused",
    "absent": "absent",
    "represented": "represented",
}
_KINDS = (
    "both",
    "presence",
    "signature",
    *("represented", "excused", "absent", "present"),
    "civility",
    "given",
    "surname",
    "name",
    "organisation",
    "role",
)
_HEADING_ROWS = 4
_FEW_PEOPLE, _MOST_PEOPLE = 0.4, 0.6
"""Shares of people that tell a column of bodies from one of people."""
_NEAR = 12.0
"""Points within which crosses stand in one column."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a cell between tabs, with its place in the document and on the page."""

    text: str
    start: int
    column: int
    x: float | None
    """Middle of it, in points, where the reader knows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading row of a table with a person a row."""

    row: int
    columns: int
    kinds: dict[int, str]
    """By column; empty where one cell holds several headings."""
    marks: tuple[tuple[float, str], ...]
    """Where on the page the status headings stand."""
    both: bool
    """One column holds body and function."""

    def nearest(self, x: float | None, crosses: Sequence[float]) -> str | None:
        """The status heading over a cross at `x`, in order where the crosses stand in as many columns."""
        if x is None or not self.marks:
            return None
        columns = _columns(crosses)
        ordered = sorted(self.marks)
        if len(columns) == len(ordered):
            return ordered[min(range(len(columns)), key=lambda i: abs(columns[i] - x))][1]
        return min(ordered, key=lambda mark: abs(mark[0] - x))[1]


def _columns(crosses: Sequence[float]) -> list[float]:
    """The columns that crosses stand in, from left to right."""
    found: list[float] = []
    for x in sorted(crosses):
        if not found or x - found[-1] > _NEAR:
            found.append(x)
    return found


@cache
def column_kind(text: str) -> str | None:
    """What a heading says its column holds: "name", "organisation", "present"… None if nothing known."""
    folded = re.sub(r"\(.*?\)", "", fold(squeeze(text))).strip(" :.*/-")
    return next(
        (kind for kind in _KINDS if folded and cues("attendance", "columns", kind).fullmatch(folded)), None
    )


def heads_columns(text: str) -> bool:
    """Whether a line with tabs is a heading: "Nom\tSociété\tPrésence"."""
    parts = [part for part in text.split("\t") if part.strip()]
    return len(parts) > 1 and all(column_kind(part) for part in parts)


def row_segments(grid: Grid, row: int) -> list[Segment]:
    """The stretches of text of a row, from left to right."""
    found = []
    for column in range(grid.columns):
        for start, _, block in grid.cells.get((row, column), []):
            for match in re.finditer(r"[^\t\n]*[^\s][^\t\n]*", block.text):
                found.append(
                    Segment(match.group(), start + match.start(), column, _middle(block, *match.span()))
                )
    return found


def _middle(block: Block, start: int, end: int) -> float | None:
    """The middle of a stretch on the page, by its share of the printed line."""
    line = next((line for line in block.lines if line.start <= start < line.end), None)
    if line is None:
        return None
    share = ((start + min(end, line.end)) / 2 - line.start) / max(1, line.end - line.start)
    return line.x0 + share * (line.x1 - line.x0)


@cache
def _several() -> re.Pattern[str]:
    kinds = "|".join(
        f"(?P<{kind}>{any_of(_words(kind))})" for kind in ("represented", "excused", "absent", "present")
    )
    return re.compile(kinds)


def _words(kind: str) -> list[str]:
    return [cue for cue in lexicon.load("attendance")["columns"][kind] if len(cue) > 4]


def _status_marks(grid: Grid, row: int) -> list[tuple[float, str]]:
    """Where the status headings of a row stand, those printed as one ("Présent Excusé") as well."""
    found = []
    for column in range(grid.columns):
        for _, _, block in grid.cells.get((row, column), []):
            for match in _several().finditer(fold(block.text)):
                middle = _middle(block, *match.span())
                if middle is not None and match.lastgroup:
                    found.append((middle, match.lastgroup))
    return found


def find_heading(grid: Grid) -> Heading | None:
    """The heading row of a table with a person a row, None if it has none."""
    for row in range(min(grid.rows - 1, _HEADING_ROWS)):
        segments = row_segments(grid, row)
        kinds = [column_kind(segment.text) for segment in segments]
        merged = [
            kind is None and _merged_status(segment.text)
            for kind, segment in zip(kinds, segments, strict=True)
        ]
        known = sum(kind is not None for kind in kinds) + sum(merged)
        marks_known = sum(kind in STATUSES for kind in kinds) + sum(merged)
        if known < 2 or not (any(kind in NAMES for kind in kinds) or kinds[0] in STATUSES or marks_known > 1):
            continue
        by_column = {segment.column: kind for segment, kind in zip(segments, kinds, strict=True) if kind}
        kinds = _repeated_names(kinds)
        by_column = {segment.column: kind for segment, kind in zip(segments, kinds, strict=True) if kind}
        by_column = _bodies_beside_people(grid, row, by_column)
        strict = not any(merged) and len({segment.column for segment in segments}) == len(segments)
        if strict and not set(by_column.values()) & set(NAMES):
            by_column[segments[0].column] = "name"
        marks = tuple(_status_marks(grid, row))
        return Heading(row, grid.columns, by_column if strict else {}, marks, "both" in kinds)
    return None


def _repeated_names(kinds: list[str | None]) -> list[str | None]:
    """Two columns "Nom" are two lists of people, not surname and surname."""
    names = kinds.count("surname") > 1 and "given" not in kinds
    return ["name" if names and kind == "surname" else kind for kind in kinds]


def _bodies_beside_people(grid: Grid, row: int, kinds: dict[int, str]) -> dict[int, str]:
    """Of two columns that may name people ("Intervenant | Représentant") one can hold the bodies."""
    names = [column for column, kind in kinds.items() if kind == "name"]
    if len(names) != 2 or "organisation" in kinds.values():
        return kinds
    shares = [people_share(grid, column, row + 1, least=2) for column in names]
    body = names[shares.index(min(shares))]
    apart = min(shares) < _FEW_PEOPLE and max(shares) > _MOST_PEOPLE
    return {**kinds, body: "organisation"} if apart else kinds


def people_share(grid: Grid, column: int, first_row: int = 0, least: int = 1) -> float:
    """Share of the filled cells of a column that begin with a person."""
    cells = [grid.cell(row, column) for row in range(first_row, grid.rows)]
    filled = [cell for cell in cells if cell.strip()]
    return sum(_names_people(cell, least) for cell in filled) / len(filled) if filled else 0.0


def _names_people(cell: str, least: int) -> bool:
    """Whether a cell begins with a person, below a label ("Sur place :") as well."""
    return any(begins_with_person(line, least) for line in cell.strip().split("\n")[:2])


def _merged_status(text: str) -> bool:
    """ "Présent Excusé", "PrésentExcusé": status headings and nothing else."""
    return not re.sub(r"[\s/|-]+", "", _several().sub("", fold(text)))


def cell_status(cell: str, kind: str) -> Status | None:
    """The status that a cell gives in a column of that kind."""
    folded = fold(squeeze(cell)).strip(" .")
    if not folded:
        return None
    if kind in STATUSES:
        crossed = cues("attendance", "columns", "cross").fullmatch(folded)
        if crossed or (kind == "represented" and re.search(r"[a-z]{3}", folded)):
            return STATUSES[kind]
    for status in ("represented", "excused", "absent", "present"):
        value = cues("attendance", "columns", f"value_{status}").match(folded)
        if value and not re.match(r"\w", folded[value.end() :]):
            return STATUSES[status]
    return None


def side_by_side(grid: Grid, heading: Heading) -> list[tuple[Grid, Heading]]:
    """The tables that stand beside each other in one: "Nom | Organisme | Nom | Organisme"."""
    names = [column for column, kind in heading.kinds.items() if kind == "name"]
    if len(names) < 2 or names[0] != 0 or any(b - a < 2 for a, b in pairwise(names)):
        return [(grid, heading)]
    found = []
    for first, last in pairwise([*names, grid.columns]):
        kinds = {column - first: kind for column, kind in heading.kinds.items() if first <= column < last}
        found.append((grid.part(first, last), replace(heading, columns=last - first, kinds=kinds)))
    return found


def is_cross(text: str) -> bool:
    """A mark and nothing else."""
    return cues("attendance", "columns", "cross").fullmatch(fold(text).strip(" .")) is not None
