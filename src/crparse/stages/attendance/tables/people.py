"""Attendance in tables: the people of the rows, with what their marks and the cells beside them say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from crparse import lexicon
from crparse.document.tables import CellGrid, repeats
from crparse.language.persons import Basis, name_at
from crparse.record import Status
from crparse.stages.attendance.beside import STATUSES, after_mark, read_remark, ticked
from crparse.stages.attendance.entries import Listed, read_entries
from crparse.stages.attendance.labels import LabelKind, read_label
from crparse.stages.attendance.pieces import ListText, begins_with_person
from crparse.stages.attendance.region import ListState
from crparse.stages.attendance.rows import block_rows
from crparse.stages.attendance.tables.columns import (
    NAMES,
    NEAR,
    CellPart,
    HeadingRow,
    by_contents,
    columns_of,
    find_heading,
    is_cross,
    is_given,
    is_mark,
    people_share,
    row_segments,
)
from crparse.text import Stretch, fold, squeeze

HeadedGrid = tuple[CellGrid, HeadingRow]
"""A table with its heading, or a part of one with its own."""


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


Beside = list[tuple[CellPart, str | None]]
"""Cells beside a name, each with what its column holds."""

_LEAST_ROWS = 0.6
"""Share of the rows that have to name someone."""

_SHARED = ("organisation", "role", "both")
"""Kinds of cells that may hold for all rows beside which they stand."""


class HeadedTable:
    """Reads a table of which is known what its columns hold.

    "Nom | Organisme | Présent | Excusé" above "Odile Ferrandin | SDIS 12 | | x" -> excused.
    Misses a person whose name cell holds a function.
    """

    def __init__(self, grid: CellGrid, heading: HeadingRow, first_row: int, status: Status) -> None:
        self.grid = grid
        self.heading = heading = with_marks_beside(grid, heading)
        self.state = ListState(heading.status or status)
        self.body: CellPart | None = None
        self.strict = bool(heading.kinds) and heading.columns == grid.columns
        heads = range(max(0, heading.row - 1), heading.row + 1)
        numbers = [
            row for row in range(first_row, grid.rows) if not any(repeats(grid, row, h) for h in heads)
        ]
        self.rows = [(row, parts) for row in numbers if (parts := self.parts(row)) and not is_total(parts)]
        marks = (p.x for _, parts in self.rows for p in parts if p.x and is_mark(p.text))
        self.crosses = columns_of(marks)
        self.marked = "present" in heading.kinds.values() and first_row > 0
        """Whether who was there is marked, so that others were not."""
        self.said = False
        """Whether any mark says something."""
        self.unmarked: list[Listed] = []

    def parts(self, row: int) -> list[CellPart]:
        """The stretches of a row, with the cells above that reach down to it."""
        own = row_segments(self.grid, row)
        return (
            own
            if not own
            else [*own, *(part for part in self.reaching(row) if part.column not in {p.column for p in own})]
        )

    def reaching(self, row: int) -> Iterator[CellPart]:
        """What merged cells of bodies and functions that begin above say of a row."""
        shared = [column for column, kind in self.heading.kinds.items() if kind in _SHARED]
        for column in shared if self.strict else ():
            above = next((at for at in range(row - 1, -1, -1) if (at, column) in self.grid.cells), None)
            if above is not None and above + self.grid.span(above, column)[0] > row:
                yield from (part for part in row_segments(self.grid, above) if part.column == column)

    def read(self) -> list[Listed]:
        """The people of the table, none if most of its rows name no one."""
        read = [(len(parts), self.read_row(parts, self.is_wide(row))) for row, parts in self.rows]
        groups = sum(size == 1 and not found and bool(below) for (size, found), (_, below) in pairwise(read))
        named = sum(bool(found) for _, found in read)
        if named < _LEAST_ROWS * (len(self.rows) - groups):
            return []
        for entry in self.unmarked if self.marked and self.said else []:
            entry.status = "absent"
        return [entry for _, people in read for entry in people]

    def is_wide(self, row: int) -> bool:
        """Whether one cell stands over the whole row."""
        return self.grid.columns > 1 and self.grid.span(row, 0)[1] >= self.grid.columns

    def read_row(self, parts: list[CellPart], wide: bool = False) -> list[Listed]:
        """The people of a row; a cell alone may open a group."""
        kinds = [(part, self.kind(part, parts)) for part in parts]
        names = [_past_number(part) for part, kind in kinds if kind in NAMES]
        entries = [] if wide and not names[:1] else _names(names)
        if not entries or (wide and not parts[0].begins_with_person(3)):
            if len(parts) == 1:
                self.state.open_group(parts[0].text)
            return []
        beside = self.with_merged_body(names[0], [(p, kind) for p, kind in kinds if kind not in NAMES])
        marks = read_marks(beside)
        self.said = self.said or marks.said
        self.marked = self.marked or marks.status == "present"
        for entry in entries:
            self.complete(entry, beside, marks)
        return entries

    def complete(self, entry: Listed, beside: Beside, marks: "Marks") -> None:
        """Adds to a person what the row and the group say."""
        _affiliate(entry, beside, self.heading.both)
        entry.givers.extend(find_givers(beside))
        entry.proxy = entry.proxy or marks.holder
        entry.unclear = marks.unclear
        if marks.status is None and entry.status is None and not marks.unclear:
            self.unmarked.append(entry)
        own = [*entry.roles]
        self.state.apply(entry)
        entry.roles = own or entry.roles  # a group is a function where none of their own is printed
        entry.status = marks.status or entry.status

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
        if is_mark(part.text):
            return self.heading.nearest(part.x, self.crosses)
        return "name" if part.column == parts[0].column and part.begins_with_person() else "organisation"


def with_marks_beside(grid: CellGrid, heading: HeadingRow) -> HeadingRow:
    """With the columns of marks that the rules of the table part from their heading.

    A narrow heading may stand over the rule beside its column: each column of marks without a heading of its
    own has that which stands nearest on the page, if no marks stand below it.
    """
    if not heading.kinds or heading.columns != grid.columns:
        return heading
    below = [part for row in range(heading.row + 1, grid.rows) for part in row_segments(grid, row)]
    marks: dict[int, list[float]] = {}
    for part in below:
        if part.x is not None and is_mark(part.text):
            marks.setdefault(part.column, []).append(part.x)
    heads = [(p.x, p.column) for p in row_segments(grid, heading.row) if p.x is not None]
    bare = {column for _, column in heads if column not in {part.column for part in below}}
    kinds = dict(heading.kinds)
    for column in sorted(marks.keys() - {column for _, column in heads}):
        middle = sum(marks[column]) / len(marks[column])
        distance, nearest = min(((abs(x - middle), at) for x, at in heads), default=(NEAR, column))
        if distance < NEAR and nearest in bare and nearest in heading.kinds:
            kinds[column] = heading.kinds[nearest]
    return replace(heading, kinds=kinds)


# Takes "12 " of "12 Anne Roux", "3. " of "3. Roux"; leaves "2024".
_NUMBER = re.compile(r"\s*\d{1,3}[\s.)-]+(?=[^\W\d])")


def _past_number(part: CellPart) -> CellPart:
    """A name without the number of its row that stands in the same cell."""
    number = _NUMBER.match(part.text)
    if number is None:
        return part
    return CellPart(part.text[number.end() :], part.start + number.end(), part.column, part.x)


def is_total(parts: list[CellPart]) -> bool:
    """ "Total | 12": a row that counts."""
    return lexicon.cues("attendance", "columns.total").match(fold(parts[0].text).strip()) is not None


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
    return " " not in "".join(words) and sum(map(is_given, words)) == 1


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


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks beside a name say."""

    status: Status | None = None
    holder: str | None = None
    """Of the proxy."""
    said: bool = False
    """Whether there is a mark that says yes, or a word."""
    unclear: bool = False
    """Whether the marks contradict each other."""


def read_marks(beside: Beside) -> Marks:
    """What the marks of a row say: those of one status decide; of two, none does."""
    ticked: set[Status] = set()
    for part, kind in beside:
        own = next((status for status in STATUSES if status == kind), None)
        if own and is_mark(part.text):
            ticked |= {own} if is_cross(part.text) else set()
        elif own == "represented" and (holder := _holder(beside, part)):
            return Marks("represented", holder, said=True)
        elif own or kind == "presence":
            word = cell_status(part.text)
            if word is not None:
                return Marks(word, read_remark(part.text).proxy, said=True)
    status = _of_ticked(ticked)
    return Marks(status, said=bool(ticked), unclear=bool(ticked) and status is None)


def _holder(beside: Beside, part: CellPart) -> str | None:
    """Who holds the proxy: the name in a cell, that may wrap."""
    whole = " ".join(other.text.strip() for other, _ in beside if other.column == part.column)
    entries = read_entries(ListText(squeeze(whole)))
    return entries[0].name if entries else None


def _of_ticked(ticked: set[Status]) -> Status | None:
    """The one status that is ticked; an absence that is excused or represented is just that."""
    away = next((status for status in STATUSES if status in ticked), None)
    return away if len(ticked) == 1 or "present" not in ticked else None


def cell_status(cell: str) -> Status | None:
    """The status that a cell of a column of presence gives."""
    folded = fold(squeeze(ticked(cell))).strip(" .")
    values = (status for status in STATUSES if after_mark(f"columns.value_{status}", folded) is not None)
    return next(values, None) or (read_remark(cell).status if folded else None)


def _affiliate(entry: Listed, beside: Beside, both: bool) -> None:
    """Adds what the cells beside the name say."""
    joined: dict[tuple[int, str], list[str]] = {}
    for part, kind in beside:
        if kind in ("signature", "remark"):
            remark = read_remark(part.text)
            entry.status, entry.proxy = entry.status or remark.status, entry.proxy or remark.proxy
            entry.late = entry.late or remark.late
        elif kind in _SHARED:
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
    known = by_contents(grid) if heading is None else None
    if known is not None and (status is not None or "presence" in known.kinds.values()):
        found = HeadedTable(grid, known, known.row + 1, listed).read()
        if found and not _is_labelled(grid, known):
            return found, "table:contents", known
    found = _read_labelled(grid)
    if any(entry.basis >= Basis.CAPITALS or _INITIALLED.match(entry.name) for entry in found):
        return found, "table:labels", None
    found = _read_bare(grid, status) if status is not None else []
    return (found, "table:bare", None) if found else None


def _is_labelled(grid: CellGrid, known: HeadingRow) -> bool:
    """Whether the people stand beside or below labels: "Présents :" | "Mme Roux, M. Petit"."""
    presence = min((c for c, kind in known.kinds.items() if kind == "presence"), default=None)
    labels = (read_label(grid.cell(row, c)) for row in range(grid.rows) for c in grid.filled(row)[:1])
    alone = any(label is not None and label.kind is LabelKind.LIST and label.alone for label in labels)
    names = min(column for column, kind in known.kinds.items() if kind in NAMES)
    return alone and (presence is None or presence < names) and grid.rows <= len(STATUSES)


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
