"""Attendance in tables: what each column holds, where the crosses stand, and the people of the rows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from crparse import lexicon
from crparse.language.persons import Basis, first_names, name_at
from crparse.record import Status
from crparse.source import Block
from crparse.stages.attendance.beside import STATUSES, after_mark, read_remark
from crparse.stages.attendance.entries import Listed, read_entries
from crparse.stages.attendance.labels import LabelKind, read_label
from crparse.stages.attendance.pieces import ListText, begins_with_person
from crparse.stages.attendance.region import ListState
from crparse.stages.attendance.rows import CellGrid, block_rows
from crparse.text import Stretch, fold, squeeze

NAMES = ("name", "surname", "given")
_KINDS = ("both", "presence", "signature", *STATUSES, "civility", *reversed(NAMES), "organisation", "role")
_MERGED = "statuses"
"""The kind of a cell that holds several status headings."""
_HEADING_ROWS = 4
"""Rows at the top of a table among which its heading stands. Chosen, not measured."""
_FEW_PEOPLE, _MOST_PEOPLE = 0.4, 0.6
"""Shares of people that tell a column of bodies from one of people."""
_NEAR = 12.0
"""Points within which crosses stand in one column."""

KEPT = 1_000
"""Cells whose kind is kept: each is asked for a few times while its table is read."""


class CellPart(ListText):
    """A stretch of a cell between tabs, with its place in the document and on the page."""

    def __init__(self, text: str, start: int, column: int, x: float | None) -> None:
        super().__init__(text, start)
        self.column = column
        self.x = x
        """Middle of it, in points, where the reader knows."""


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
        places = columns if len(columns) == len(ordered) else [place for place, _ in ordered]
        return ordered[min(range(len(ordered)), key=lambda i: abs(places[i] - x))][1]


HeadedGrid = tuple[CellGrid, HeadingRow]
"""A table with its heading, or a part of one with its own."""


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
    # Takes "(titulaires)" of "Nom (titulaires)", leaves "Nom".
    folded = re.sub(r"\(.*?\)", "", fold(squeeze(text))).strip(" :.*/-")
    kinds = (kind for kind in _KINDS if lexicon.cues("attendance", f"columns.{kind}").fullmatch(folded))
    return next(kinds, None) if folded else None


def heads_columns(text: str) -> bool:
    """Whether a line with tabs is a heading: "Nom\tSociété\tPrésence"."""
    parts = [part for part in text.split("\t") if part.strip()]
    return len(parts) > 1 and all(column_kind(part) for part in parts)


# Takes "Roux" and "DDT" of "Roux\tDDT", leaves the tab.
_STRETCH = re.compile(r"[^\t\n]*[^\s][^\t\n]*")


def row_segments(grid: CellGrid, row: int) -> list[CellPart]:
    """The stretches of text of a row, from left to right."""
    return [
        CellPart(match.group(), start + match.start(), column, _middle(block, *match.span()))
        for column in range(grid.columns)
        for start, block in grid.cells.get((row, column), [])
        for match in _STRETCH.finditer(block.text)
    ]


def _middle(block: Block, start: int, end: int) -> float | None:
    """The middle of a stretch on the page, by its share of the printed line."""
    line = next((line for line in block.lines if line.start <= start < line.end), None)
    if line is None:
        return None
    share = ((start + min(end, line.end)) / 2 - line.start) / max(1, line.end - line.start)
    return line.x0 + share * (line.x1 - line.x0)


@cache
def _several() -> re.Pattern[str]:
    """The words of each status, wherever they stand."""
    words = (f"(?P<{kind}>{lexicon.source('attendance', f'column_words.{kind}')})" for kind in STATUSES)
    # Takes "present" and "excuse" of "presentexcuse", leaves "nom".
    return re.compile("|".join(words))


def _status_marks(grid: CellGrid, row: int) -> Iterator[tuple[float, str]]:
    """Where the status headings of a row stand, those printed as one ("Présent Excusé") as well."""
    for column in range(grid.columns):
        for _, block in grid.cells.get((row, column), []):
            for match in _several().finditer(fold(block.text)):
                middle = _middle(block, *match.span())
                if middle is not None and match.lastgroup:
                    yield middle, match.lastgroup


def find_heading(grid: CellGrid) -> HeadingRow | None:
    """The heading row of a table with a person a row, None if it has none."""
    for row in range(min(grid.rows - 1, _HEADING_ROWS)):
        segments = row_segments(grid, row)
        kinds = [column_kind(segment.text) or _merged_status(segment.text) for segment in segments]
        marks_known = sum(kind in (*STATUSES, _MERGED) for kind in kinds)
        if len(kinds) - kinds.count(None) < 2:
            continue
        if set(NAMES) & set(kinds) or kinds[0] in STATUSES or marks_known > 1:
            strict = _MERGED not in kinds and len({segment.column for segment in segments}) == len(segments)
            held = _columns(grid, row, segments, kinds) if strict else {}
            return HeadingRow(row, grid.columns, held, tuple(_status_marks(grid, row)), "both" in kinds)
    return None


def _merged_status(text: str) -> str | None:
    """ "Présent Excusé", "PrésentExcusé": status headings and nothing else."""
    # Takes "/ ", what the words leave of "Présent / Excusé"; leaves "nom".
    return None if re.sub(r"[\s/|-]+", "", _several().sub("", fold(text))) else _MERGED


def _columns(
    grid: CellGrid, row: int, segments: Sequence[CellPart], kinds: Sequence[str | None]
) -> dict[int, str]:
    """What each column holds by its heading, and by what stands below where that may be one or the other."""
    if kinds.count("surname") > 1 and "given" not in kinds:  # two lists of people
        kinds = ["name" if kind == "surname" else kind for kind in kinds]
    held = {segment.column: kind for segment, kind in zip(segments, kinds, strict=True) if kind}
    names = [column for column, kind in held.items() if kind == "name"]
    if len(names) == 2 and "organisation" not in kinds:  # "Intervenant | Représentant"
        shares = [people_share(grid, column, row + 1, least=2) for column in names]
        if min(shares) < _FEW_PEOPLE and max(shares) > _MOST_PEOPLE:
            held[names[shares.index(min(shares))]] = "organisation"
    if not set(held.values()) & set(NAMES):
        held[segments[0].column] = "name"
    return held


def people_share(grid: CellGrid, column: int, first_row: int = 0, least: int = 1) -> float:
    """Share of the filled cells of a column that begin with a person, or below a label ("Sur place :")."""
    filled = [cell for row in range(first_row, grid.rows) if (cell := grid.cell(row, column).strip())]
    named = sum(any(begins_with_person(line, least) for line in cell.split("\n")[:2]) for cell in filled)
    return named / len(filled) if filled else 0.0


def cell_status(cell: str, kind: str | None) -> Status | None:
    """The status that a cell gives in a column of that kind."""
    folded = fold(squeeze(cell)).strip(" .")
    own = next((status for status in STATUSES if status == kind), None)
    # Takes "m. roux", leaves "x".
    named = own == "represented" and re.search(r"[a-z]{3}", folded)
    if own and folded and (named or is_cross(folded)):
        return own
    values = (status for status in STATUSES if after_mark(f"columns.value_{status}", folded) is not None)
    return next(values, None) if folded else None


def side_by_side(grid: CellGrid, heading: HeadingRow) -> list[HeadedGrid]:
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
        self.heading = heading
        self.state = ListState(status)
        self.body: CellPart | None = None
        self.strict = bool(heading.kinds) and heading.columns == grid.columns
        self.rows = [parts for row in range(first_row, grid.rows) if (parts := row_segments(grid, row))]
        self.crosses = columns_of(p.x for parts in self.rows for p in parts if p.x and is_cross(p.text))
        self.marked = False
        """Whether marks beside the names say who was there."""
        self.unmarked: list[Listed] = []

    def read(self) -> list[Listed]:
        """The people of the table, none if most of its rows name no one."""
        read = [people for parts in self.rows if (people := self.read_row(parts))]
        if len(read) < _LEAST_ROWS * len(self.rows):
            return []
        for entry in self.unmarked if self.marked else []:
            entry.status = "absent"
        return [entry for people in read for entry in people]

    def read_row(self, parts: list[CellPart]) -> list[Listed]:
        """The people of a row; a cell alone may open a group."""
        kinds = [(part, self.kind(part, parts)) for part in parts]
        names = [part for part, kind in kinds if kind in NAMES]
        entries = _names(names)
        if not entries:
            if len(parts) == 1:
                self.state.open_group(parts[0].text)
            return []
        beside = self.with_merged_body(names[0], [(p, kind) for p, kind in kinds if kind not in NAMES])
        own, holder = _status(beside)
        self.marked = self.marked or own is not None
        for entry in entries:
            _affiliate(entry, beside, self.heading.both)
            entry.givers.extend(find_givers(beside))
            entry.proxy = entry.proxy or holder
            if own is None and entry.status is None:
                self.unmarked.append(entry)
            self.state.apply(entry)
            entry.status = own or entry.status
        return entries

    def with_merged_body(self, name: CellPart, beside: Beside) -> Beside:
        """The cells beside a name, with the body to its left that holds for several rows."""
        body = next((part for part, kind in beside if kind == "organisation"), None)
        if body is not None:
            self.body = body if body.column < name.column else None
        elif self.body is not None and self.strict:
            return [(self.body, "organisation"), *beside]
        return beside

    def kind(self, part: CellPart, parts: list[CellPart]) -> str | None:
        """What a part holds: by its column, else by what it looks like and where it stands."""
        if self.strict:
            return self.heading.kinds.get(part.column)
        if is_cross(part.text):
            return self.heading.nearest(part.x, self.crosses)
        return "name" if part.column == parts[0].column and part.begins_with_person() else "organisation"


def _names(parts: list[CellPart]) -> list[Listed]:
    """The people of the name cells; a surname and a first name in two cells are one name."""
    if len(parts) == 2 and (_wrapped(parts) or parts[0].column != parts[1].column):
        pair = _one_name(*parts)
        if pair is not None:
            return [pair]
    return [entry for part in parts for entry in read_entries(part, names_only=True)]


def _wrapped(parts: list[CellPart]) -> bool:
    """Whether a name is cut between two lines of its cell, not two first names one below the other."""
    words = [part.text.strip() for part in parts]
    return " " not in "".join(words) and sum(fold(word) in first_names() for word in words) == 1


def _one_name(first: CellPart, second: CellPart) -> Listed | None:
    """The person whose name stands in two cells."""
    # Takes "Roux, Petit", leaves "Roux".
    if first.start > second.start or re.search(r"[,;]", first.text + second.text):
        return None
    name = squeeze(f"{first.text} {second.text}")
    entries = read_entries(ListText(name))
    if not entries:
        return None
    start = first.end - len(first.text.lstrip())
    return replace(entries[0], start=start, end=second.start + len(second.text.rstrip()), name=name)


def _status(beside: Beside) -> tuple[Status | None, str | None]:
    """(status, holder of the proxy) by the marks beside the name."""
    found: Status | None = None
    for part, kind in beside:
        status = cell_status(part.text, kind) if kind in (*STATUSES, "presence") else None
        if status == "represented" and part.begins_with_person():
            return status, read_entries(part)[0].name
        found = found or status
    return found, None


def _affiliate(entry: Listed, beside: Beside, both: bool) -> None:
    """Adds what the cells beside the name say."""
    joined: dict[tuple[int, str], list[str]] = {}
    for part, kind in beside:
        if kind == "signature":
            entry.status = entry.status or read_remark(part.text).status
        elif kind in ("both", "organisation", "role"):
            joined.setdefault((part.column, kind), []).append(part.text)
    for (_, kind), texts in joined.items():
        text = squeeze(" ".join(texts))
        remark = read_remark(text, second_is_role=kind == "both" or both)
        if kind == "role":
            whole = not (remark.roles and remark.organisation)
            entry.roles.append(text if whole else ", ".join(remark.roles))
            entry.organisation = entry.organisation or (None if whole else remark.organisation)
            continue
        entry.organisation = entry.organisation or remark.organisation
        entry.roles.extend(remark.roles)
        entry.status = entry.status or remark.status


def find_givers(beside: Beside) -> Iterator[Stretch]:
    """Those whom the person stands for: "(représente Odile Ferrandin)", offsets in the document."""
    for part, _ in beside:
        for match in lexicon.cues("attendance", "marks.represents").finditer(part.folded):
            name = name_at(part.text, match.end())
            if name is not None and name.given and name.surname:
                yield part.start + name.start, part.start + name.end


_MOST_LISTS = 0.1
"""Share of cells with several paragraphs in a table with a person a row: names that wrap."""
_LEAST_IN_COLUMN = 0.6
"""Share of the cells of a bare column that have to begin with a person."""

# Takes "J.-P. Roux", "Ph. Petit"; leaves "Jean Roux".
_INITIALLED = re.compile(r"(?:[A-ZÀ-Ý][a-z]?\.[ -]?)+[A-ZÀ-Ý]")


TableReading = tuple[list[Listed], str, HeadingRow | None]
"""The people of a table, what made it one of people, for the record, and the heading of one that goes on."""


def read_grid(grid: CellGrid, status: Status | None, above: HeadingRow | None = None) -> TableReading | None:
    """The people in a table, None if it is no attendance table.

    `status` is that of the label over it, None where there is none; `above` the heading of the table that
    stands directly before it.
    """
    heading, listed = find_heading(grid), status or "present"
    if heading is not None:
        tables = side_by_side(grid, heading)
        headed = len(tables) > 1 or not _columns_of_people(grid, heading)
        if headed and (found := _read_headed(tables, heading.row + 1, listed)):
            return found, "table:header", heading
    elif above is not None and (found := _read_headed([(grid, above)], 0, listed)):
        return found, "table:header_above", above
    found = _read_labelled(grid)
    if any(entry.basis >= Basis.CAPITALS or _INITIALLED.match(entry.name) for entry in found):
        return found, "table:labels", None
    found = _read_bare(grid, status) if status is not None else []
    return (found, "table:bare", None) if found else None


def _read_headed(tables: list[HeadedGrid], first_row: int, status: Status) -> list[Listed]:
    """The people of tables under their headings."""
    return [person for table in tables for person in HeadedTable(*table, first_row, status).read()]


def _columns_of_people(grid: CellGrid, heading: HeadingRow) -> bool:
    """Whether the heading has lists below it: "Présents | Excusés" with names in both."""
    kinds = heading.kinds
    proxies = {"represented"} if set(NAMES) & set(kinds.values()) else set()
    columns = [column for column, kind in kinds.items() if kind in {*STATUSES, "name"} - proxies]
    return sum(people_share(grid, column, heading.row + 1) > 0.5 for column in columns) >= 2


def _read_labelled(grid: CellGrid) -> list[Listed]:
    """Cells that hold a label and people, or people beside or below the cell of their label."""
    found: list[Listed] = []
    by_column: dict[int, ListState] = {}
    grouped = _first_column_groups(grid)
    for row in range(grid.rows):
        by_row: ListState | None = None
        if grouped and (group := grid.cell(row, 0)).strip():
            for opened in by_column.values():
                opened.open_group(group)
        for column in range(grid.columns):
            text = grid.cell(row, column)
            label = read_label(text) if text.strip() else None
            if label is not None and label.kind in (LabelKind.LIST, LabelKind.OFFICER):
                by_column[column] = by_row = ListState("present")
                by_row.open_label(label)
                if not label.alone:
                    found.extend(_read_cell(grid, row, column, replace(by_row)))
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


def _read_cell(grid: CellGrid, row: int, column: int, state: ListState) -> list[Listed]:
    """The people of the lines of a cell, which may change the state for those after them."""
    return [
        entry
        for start, block in grid.cells.get((row, column), [])
        for line in block_rows(start, block, grid.index)
        for entry in state.read_cell_line(line)
    ]


def _read_bare(grid: CellGrid, status: Status) -> list[Listed]:
    """A table without headings under a label: names and bodies side by side, or lists in the cells."""
    columns = range(grid.columns)
    groups = grid.rows > 1 and not any(begins_with_person(grid.cell(0, column)) for column in columns)
    people = [column for column in columns if people_share(grid, column, int(groups)) >= _LEAST_IN_COLUMN]
    if not people:
        return []
    filled = [c for c in columns if any(grid.cell(row, c).strip() for row in range(grid.rows))]
    several = sum(len(blocks) > 1 for blocks in grid.cells.values())
    single = several <= _MOST_LISTS * len(grid.cells)
    if len(people) > 1 and single and grid.rows > 1:
        people = _surer(grid, people)
    beside = [column for column in filled if column not in people]
    alternate = len(people) > 1 and single and beside and all(column + 1 in beside for column in people[:-1])
    if alternate or (len(people) == 1 and beside and (single or beside[0] < people[0])):
        kinds = dict.fromkeys(beside, "organisation") | dict.fromkeys(people, "name")
        return _read_headed(side_by_side(grid, HeadingRow(-1, grid.columns, kinds, (), False)), 0, status)
    found: list[Listed] = []
    for column in filled:
        state = ListState(status)
        for row in range(grid.rows):
            found.extend(_read_cell(grid, row, column, state))
    return found


def _surer(grid: CellGrid, people: list[int]) -> list[int]:
    """Of columns that may all name people, those with whole names; all if they are alike."""
    shares = [people_share(grid, column, least=2) for column in people]
    sure = [column for column, share in zip(people, shares, strict=True) if share >= 0.5]
    return sure if sure and all(share >= 0.5 or share < 0.4 for share in shares) else people
