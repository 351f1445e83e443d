"""Attendance in tables: what each column holds, where the crosses stand, and the people of the rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from crparse import lexicon
from crparse.language.persons import Basis, first_names, name_at
from crparse.record import Status
from crparse.source import Block
from crparse.stages.attendance.beside import read_remark
from crparse.stages.attendance.entries import ListEntry, ListStyle, read_entries
from crparse.stages.attendance.labels import Label, LabelKind, read_label
from crparse.stages.attendance.list_rows import ListState, read_list_row
from crparse.stages.attendance.pieces import ListText, begins_with_person
from crparse.stages.attendance.rows import CellGrid, block_rows
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

KEPT = 1_000
"""Cells whose kind is kept: each is asked for a few times while its table is read."""


@dataclass(frozen=True)
class CellPart:
    """A stretch of a cell between tabs, with its place in the document and on the page."""

    text: str
    start: int
    column: int
    x: float | None
    """Middle of it, in points, where the reader knows."""

    @cached_property
    def listing(self) -> ListText:
        """Its text as people may be listed in it."""
        return ListText(self.text)


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The heading row of a table with a person a row."""

    row: int
    columns: int
    kinds: dict[int, str]
    """By column; empty where one cell holds several headings."""
    marks: tuple[tuple[float, str], ...]
    """Where on the page the status headings stand."""
    both: bool
    """One column holds body and function."""

    def nearest(self, x: float | None, columns: Sequence[float]) -> str | None:
        """The status heading over a cross at `x`, in order where crosses stand in as many `columns`."""
        if x is None or not self.marks:
            return None
        ordered = sorted(self.marks)
        if len(columns) == len(ordered):
            return ordered[min(range(len(columns)), key=lambda i: abs(columns[i] - x))][1]
        return min(ordered, key=lambda mark: abs(mark[0] - x))[1]


def columns_of(crosses: Iterable[float]) -> list[float]:
    """The columns that crosses stand in, from left to right."""
    found: list[float] = []
    for x in sorted(crosses):
        if not found or x - found[-1] > _NEAR:
            found.append(x)
    return found


@lru_cache(KEPT)
def column_kind(text: str) -> str | None:
    """What a heading says its column holds: "name", "organisation", "present"… None if nothing known."""
    folded = re.sub(r"\(.*?\)", "", fold(squeeze(text))).strip(" :.*/-")
    return next(
        (
            kind
            for kind in _KINDS
            if folded and lexicon.cues("attendance", f"columns.{kind}").fullmatch(folded)
        ),
        None,
    )


def heads_columns(text: str) -> bool:
    """Whether a line with tabs is a heading: "Nom\tSociété\tPrésence"."""
    parts = [part for part in text.split("\t") if part.strip()]
    return len(parts) > 1 and all(column_kind(part) for part in parts)


def row_segments(grid: CellGrid, row: int) -> list[CellPart]:
    """The stretches of text of a row, from left to right."""
    found = []
    for column in range(grid.columns):
        for start, _, block in grid.cells.get((row, column), []):
            for match in re.finditer(r"[^\t\n]*[^\s][^\t\n]*", block.text):
                found.append(
                    CellPart(match.group(), start + match.start(), column, _middle(block, *match.span()))
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
    kinds = ("represented", "excused", "absent", "present")
    return re.compile(
        "|".join(f"(?P<{kind}>{lexicon.source('attendance', f'column_words.{kind}')})" for kind in kinds)
    )


def _status_marks(grid: CellGrid, row: int) -> list[tuple[float, str]]:
    """Where the status headings of a row stand, those printed as one ("Présent Excusé") as well."""
    found = []
    for column in range(grid.columns):
        for _, _, block in grid.cells.get((row, column), []):
            for match in _several().finditer(fold(block.text)):
                middle = _middle(block, *match.span())
                if middle is not None and match.lastgroup:
                    found.append((middle, match.lastgroup))
    return found


def find_heading(grid: CellGrid) -> HeadingRow | None:
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
        return HeadingRow(row, grid.columns, by_column if strict else {}, marks, "both" in kinds)
    return None


def _repeated_names(kinds: list[str | None]) -> list[str | None]:
    """Two columns "Nom" are two lists of people, not surname and surname."""
    names = kinds.count("surname") > 1 and "given" not in kinds
    return ["name" if names and kind == "surname" else kind for kind in kinds]


def _bodies_beside_people(grid: CellGrid, row: int, kinds: dict[int, str]) -> dict[int, str]:
    """Of two columns that may name people ("Intervenant | Représentant") one can hold the bodies."""
    names = [column for column, kind in kinds.items() if kind == "name"]
    if len(names) != 2 or "organisation" in kinds.values():
        return kinds
    shares = [people_share(grid, column, row + 1, least=2) for column in names]
    body = names[shares.index(min(shares))]
    apart = min(shares) < _FEW_PEOPLE and max(shares) > _MOST_PEOPLE
    return {**kinds, body: "organisation"} if apart else kinds


def people_share(grid: CellGrid, column: int, first_row: int = 0, least: int = 1) -> float:
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
        crossed = lexicon.cues("attendance", "columns.cross").fullmatch(folded)
        if crossed or (kind == "represented" and re.search(r"[a-z]{3}", folded)):
            return STATUSES[kind]
    for status in ("represented", "excused", "absent", "present"):
        value = lexicon.cues("attendance", f"columns.value_{status}").match(folded)
        if value and not re.match(r"\w", folded[value.end() :]):
            return STATUSES[status]
    return None


def side_by_side(grid: CellGrid, heading: HeadingRow) -> list[tuple[CellGrid, HeadingRow]]:
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
    return lexicon.cues("attendance", "columns.cross").fullmatch(fold(text).strip(" .")) is not None


FoundPeople = list[tuple[ListEntry, Status]]
Beside = list[tuple[CellPart, str | None]]
"""Cells beside a name, each with what its column holds."""

_LEAST_ROWS = 0.6
"""Share of the rows that have to name someone."""


class HeadedTable:
    """Reads a table whose heading says what its columns hold.

    "Nom | Organisme | Présent | Excusé" above "Odile Ferrandin | SDIS 12 | | x" -> excused.
    Misses a person whose name cell holds a function.
    """

    def __init__(self, grid: CellGrid, heading: HeadingRow, first_row: int, status: Status) -> None:
        self.grid = grid
        self.heading = heading
        self.rows = range(first_row, grid.rows)
        self.state = ListState(status)
        self.body: CellPart | None = None
        self.strict = bool(heading.kinds) and heading.columns == grid.columns
        self.segments = {row: row_segments(grid, row) for row in self.rows}
        self.crosses = columns_of(
            segment.x
            for segments in self.segments.values()
            for segment in segments
            if segment.x and is_cross(segment.text)
        )

    def read(self) -> FoundPeople:
        """The people of the table, none if most of its rows name no one."""
        read = [self.read_row(row) for row in self.rows]
        filled = [row for row in self.rows if self.segments[row]]
        named = [people for people in read if people]
        if not named or len(named) < _LEAST_ROWS * len(filled):
            return []
        marked = any(own is not None for people in read for _, own, _ in people)
        return [
            (entry, own or ("absent" if marked and entry.status is None else listed))
            for people in read
            for entry, own, listed in people
        ]

    def read_row(self, row: int) -> list[tuple[ListEntry, Status | None, Status]]:
        """(person, status by a cross, status of the list) of a row."""
        segments = self.segments[row]
        names = [s for s in segments if self.kind(s, segments) in NAMES]
        entries = _names(names)
        if not entries:
            if len(segments) == 1:
                self.state.open_group(segments[0].text)
            return []
        beside = [(s, kind) for s in segments if (kind := self.kind(s, segments)) not in NAMES]
        beside = self.with_merged_body(names[0], beside)
        own, holder = _status(beside)
        for entry in entries:
            _affiliate(entry, beside, self.heading.both)
            entry.givers.extend(find_givers(beside))
            entry.proxy = entry.proxy or holder
        return [(entry, own, self.state.apply(entry)) for entry in entries]

    def with_merged_body(self, name: CellPart, beside: Beside) -> Beside:
        """The cells beside a name, with the body to its left that holds for several rows."""
        body = next((s for s, kind in beside if kind == "organisation"), None)
        if body is not None:
            self.body = body if body.column < name.column else None
        elif self.body is not None and self.strict:
            return [(self.body, "organisation"), *beside]
        return beside

    def kind(self, segment: CellPart, segments: list[CellPart]) -> str | None:
        """What a segment holds: by its column, else by what it looks like and where it stands."""
        if self.strict:
            return self.heading.kinds.get(segment.column)
        if is_cross(segment.text):
            return self.heading.nearest(segment.x, self.crosses)
        if segment is segments[0] or (
            segment.column == segments[0].column and segment.listing.begins_with_person()
        ):
            return "name" if segment.listing.begins_with_person() else "organisation"
        return "organisation"


def _names(segments: list[CellPart]) -> list[ListEntry]:
    """The people of the name cells; a surname and a first name in two cells are one name."""
    if len(segments) == 2 and (_wrapped(segments) or segments[0].column != segments[1].column):
        pair = _one_name(*segments)
        if pair is not None:
            return [pair]
    found: list[ListEntry] = []
    for segment in segments:
        for entry in read_entries(segment.listing, style=ListStyle(names_only=True)):
            found.append(replace(entry, start=entry.start + segment.start, end=entry.end + segment.start))
    return found


def _wrapped(segments: list[CellPart]) -> bool:
    """Whether a name is cut between two lines of its cell, not two first names one below the other."""
    words = [segment.text.strip() for segment in segments]
    known = [fold(word) in first_names() for word in words]
    return not any(" " in word for word in words) and sum(known) == 1


def _one_name(first: CellPart, second: CellPart) -> ListEntry | None:
    if first.start > second.start or re.search(r"[,;]", first.text + second.text):
        return None
    name = squeeze(f"{first.text} {second.text}")
    entries = read_entries(ListText(name))
    if not entries:
        return None
    start = first.start + len(first.text) - len(first.text.lstrip())
    return replace(entries[0], start=start, end=second.start + len(second.text.rstrip()), name=name)


def _status(beside: Beside) -> tuple[Status | None, str | None]:
    """(status, holder of the proxy) by the marks beside the name."""
    found: Status | None = None
    for segment, kind in beside:
        if kind not in STATUSES and kind != "presence":
            continue
        status = cell_status(segment.text, kind)
        if status == "represented" and segment.listing.begins_with_person():
            return status, read_entries(segment.listing)[0].name
        found = found or status
    return found, None


def _affiliate(entry: ListEntry, beside: Beside, both: bool) -> None:
    """Adds what the cells beside the name say."""
    joined: dict[tuple[int, str], str] = {}
    for segment, kind in beside:
        if kind == "signature":
            entry.status = entry.status or read_remark(segment.text).status
        elif kind in ("both", "organisation", "role"):
            key = (segment.column, kind)
            joined[key] = f"{joined[key]} {segment.text}" if key in joined else segment.text
    for (_, kind), text in joined.items():
        remark = read_remark(squeeze(text), second_is_role=kind == "both" or both)
        if kind == "role":
            whole = not (remark.roles and remark.organisation)
            entry.roles.append(squeeze(text) if whole else ", ".join(remark.roles))
            entry.organisation = entry.organisation or (None if whole else remark.organisation)
            continue
        entry.organisation = entry.organisation or remark.organisation
        entry.roles.extend(remark.roles)
        entry.status = entry.status or remark.status


def find_givers(beside: Beside) -> list[tuple[int, int]]:
    """Those whom the person stands for: "(représente Odile Ferrandin)", offsets in the document."""
    found = []
    for segment, _ in beside:
        for match in lexicon.cues("attendance", "marks.represents").finditer(fold(segment.text)):
            name = name_at(segment.text, match.end())
            if name is not None and name.given and name.surname:
                found.append((segment.start + name.start, segment.start + name.end))
    return found


_MOST_LISTS = 0.1
"""Share of cells with several paragraphs in a table with a person a row: names that wrap."""
_LEAST_IN_COLUMN = 0.6
"""Share of the cells of a bare column that have to begin with a person."""


_INITIALLED = re.compile(r"(?:[A-ZÀ-Ý][a-z]?\.[ -]?)+[A-ZÀ-Ý]")


@dataclass(frozen=True, slots=True)
class TableReading:
    """The people of a table, and its heading for a table that goes on below it."""

    found: FoundPeople
    cue: str
    """What made it a table of people, for the record."""
    heading: HeadingRow | None = None


def read_grid(grid: CellGrid, status: Status | None, above: HeadingRow | None = None) -> TableReading | None:
    """The people in a table, None if it is no attendance table.

    `status` is that of the label over it, None where there is none; `above` the heading of the table that
    stands directly before it.
    """
    heading = find_heading(grid)
    if heading is not None:
        tables = side_by_side(grid, heading)
        if len(tables) > 1 or not _columns_of_people(grid, heading):
            found = [
                person
                for part, its_heading in tables
                for person in HeadedTable(part, its_heading, heading.row + 1, status or "present").read()
            ]
            if found:
                return TableReading(found, "table:header", heading)
    if above is not None and heading is None:
        found = HeadedTable(grid, above, 0, status or "present").read()
        if found:
            return TableReading(found, "table:header_above", above)
    found = _read_labelled(grid)
    if not any(entry.basis >= Basis.CAPITALS or _INITIALLED.match(entry.name) for entry, _ in found):
        found = []
    if found:
        return TableReading(found, "table:labels")
    found = _read_bare(grid, status) if status is not None else []
    return TableReading(found, "table:bare") if found else None


def _columns_of_people(grid: CellGrid, heading: HeadingRow) -> bool:
    """Whether the heading has lists below it: "Présents | Excusés" with names in both."""
    kinds = heading.kinds
    proxies = {"represented"} if set(NAMES) & set(kinds.values()) else set()
    columns = [column for column, kind in kinds.items() if kind in {*STATUSES, "name"} - proxies]
    return sum(people_share(grid, column, heading.row + 1) > 0.5 for column in columns) >= 2


def _read_labelled(grid: CellGrid) -> FoundPeople:
    """Cells that hold a label and people, or people beside or below the cell of their label."""
    found: FoundPeople = []
    by_column: dict[int, ListState] = {}
    grouped = _first_column_groups(grid)
    for row in range(grid.rows):
        by_row: ListState | None = None
        if grouped and by_column and grid.cell(row, 0).strip():
            for column, opened in by_column.items():
                by_column[column] = _of_group(opened, grid.cell(row, 0))
        for column in range(grid.columns):
            text = grid.cell(row, column)
            label = read_label(text) if text.strip() else None
            state = _state(label)
            if label is not None and state is not None:
                by_column[column] = by_row = state
                if not label.alone:
                    found.extend(_read_cell(grid, row, column, replace(state)))
            elif label is not None and label.kind is LabelKind.AFTER:
                by_column.pop(column, None)
                by_row = None
            elif text.strip() and (by_row or column in by_column):
                found.extend(_read_cell(grid, row, column, by_row or by_column[column]))
    return found


def _first_column_groups(grid: CellGrid) -> bool:
    """Whether the first column says who the people beside are: "Collège | Présents | Excusés"."""
    labels = [read_label(grid.cell(0, column)) for column in range(grid.columns)]
    listed = [label is not None and label.kind is LabelKind.LIST and label.alone for label in labels]
    return grid.columns > 1 and labels[0] is None and all(listed[1:]) and people_share(grid, 0, 1, 2) == 0


def _of_group(state: ListState, text: str) -> ListState:
    """The state of a column for the people of a group."""
    opened = ListState(state.status)
    opened.open_group(text)
    return opened


def _state(label: Label | None) -> ListState | None:
    """What a label says of the people beside or below it."""
    if label is None or label.kind not in (LabelKind.LIST, LabelKind.OFFICER):
        return None
    state = ListState(label.status or "present")
    if label.kind is LabelKind.OFFICER:
        state.role = squeeze(label.text)
    elif label.group:
        state.open_group(label.group)
    return state


def _read_cell(grid: CellGrid, row: int, column: int, state: ListState) -> FoundPeople:
    found: FoundPeople = []
    for start, _, block in grid.cells.get((row, column), []):
        for line in block_rows(start, block, grid.index):
            found.extend(read_list_row(line, state))
    return found


def _read_bare(grid: CellGrid, status: Status) -> FoundPeople:
    """A table without headings under a label: names and bodies side by side, or lists in the cells."""
    groups = grid.rows > 1 and not any(
        begins_with_person(grid.cell(0, column)) for column in range(grid.columns)
    )
    shares = [people_share(grid, column, int(groups)) for column in range(grid.columns)]
    people = [column for column, share in enumerate(shares) if share >= _LEAST_IN_COLUMN]
    if not people:
        return []
    filled = [c for c in range(grid.columns) if any(grid.cell(row, c).strip() for row in range(grid.rows))]
    several = sum(len(blocks) > 1 for blocks in grid.cells.values())
    single = several <= _MOST_LISTS * len(grid.cells)
    if len(people) > 1 and single and grid.rows > 1:
        people = _surer(grid, people)
    beside = [column for column in filled if column not in people]
    alternate = len(people) > 1 and single and beside and all(column + 1 in beside for column in people[:-1])
    if alternate or (len(people) == 1 and beside and (single or beside[0] < people[0])):
        kinds = dict.fromkeys(beside, "organisation") | dict.fromkeys(people, "name")
        tables = side_by_side(grid, HeadingRow(-1, grid.columns, kinds, (), False))
        return [person for part, heading in tables for person in HeadedTable(part, heading, 0, status).read()]
    found: FoundPeople = []
    for column in filled:
        state = ListState(status)
        for row in range(grid.rows):
            found.extend(_read_cell(grid, row, column, state))
    return found


def _surer(grid: CellGrid, people: list[int]) -> list[int]:
    """Of columns that may all name people, those with whole names; all if they are alike."""
    sure = [column for column in people if people_share(grid, column, least=2) >= 0.5]
    unsure = [column for column in people if people_share(grid, column, least=2) < 0.4]
    return sure if sure and len(sure) + len(unsure) == len(people) else people
