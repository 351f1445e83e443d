"""Attendance in tables: with headings, with labels in cells, or bare under a label."""

import re
from dataclasses import dataclass, replace

from crparse.person_name import Basis
from crparse.record import Status
from crparse.stages.attendance_headed_table import Found, HeadedTable
from crparse.stages.attendance_headings import (
    NAMES,
    STATUSES,
    Heading,
    find_heading,
    people_share,
    side_by_side,
)
from crparse.stages.attendance_labels import Label, LabelKind, read_label
from crparse.stages.attendance_list_rows import ListState, read_list_row
from crparse.stages.attendance_pieces import begins_with_person
from crparse.stages.attendance_rows import Grid, block_rows
from crparse.text import squeeze

_MOST_LISTS = 0.1
"""Share of cells with several paragraphs in a table with a person a row: names that wrap."""
_LEAST_PEOPLE = 0.6
"""Share of the cells of a bare column that have to begin with a person."""


_INITIALLED = re.compile(r"(?:[A-ZÀ-Ý][a-z]?\.[ -]?)+[A-ZÀ-Ý]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The people of a table, and its heading for a table that goes on below it."""

    found: Found
    heading: Heading | None = None


def read_grid(grid: Grid, status: Status | None, above: Heading | None = None) -> Reading | None:
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
                return Reading(found, heading)
    if above is not None and heading is None:
        found = HeadedTable(grid, above, 0, status or "present").read()
        if found:
            return Reading(found, above)
    found = _read_labelled(grid)
    if not any(entry.basis >= Basis.CAPITALS or _INITIALLED.match(entry.name) for entry, _ in found):
        found = []
    if not found and status is not None:
        found = _read_bare(grid, status)
    return Reading(found) if found else None


def _columns_of_people(grid: Grid, heading: Heading) -> bool:
    """Whether the heading has lists below it: "Présents | Excusés" with names in both."""
    kinds = heading.kinds
    proxies = {"represented"} if set(NAMES) & set(kinds.values()) else set()
    columns = [column for column, kind in kinds.items() if kind in {*STATUSES, "name"} - proxies]
    return sum(people_share(grid, column, heading.row + 1) > 0.5 for column in columns) >= 2


def _read_labelled(grid: Grid) -> Found:
    """Cells that hold a label and people, or people beside or below the cell of their label."""
    found: Found = []
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


def _first_column_groups(grid: Grid) -> bool:
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


def _read_cell(grid: Grid, row: int, column: int, state: ListState) -> Found:
    found: Found = []
    for start, _, block in grid.cells.get((row, column), []):
        for line in block_rows(start, block, grid.index):
            found.extend(read_list_row(line, state))
    return found


def _read_bare(grid: Grid, status: Status) -> Found:
    """A table without headings under a label: names and bodies side by side, or lists in the cells."""
    groups = grid.rows > 1 and not any(
        begins_with_person(grid.cell(0, column)) for column in range(grid.columns)
    )
    shares = [people_share(grid, column, int(groups)) for column in range(grid.columns)]
    people = [column for column, share in enumerate(shares) if share >= _LEAST_PEOPLE]
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
        tables = side_by_side(grid, Heading(-1, grid.columns, kinds, (), False))
        return [person for part, heading in tables for person in HeadedTable(part, heading, 0, status).read()]
    found: Found = []
    for column in filled:
        state = ListState(status)
        for row in range(grid.rows):
            found.extend(_read_cell(grid, row, column, state))
    return found


def _surer(grid: Grid, people: list[int]) -> list[int]:
    """Of columns that may all name people, those with whole names; all if they are alike."""
    sure = [column for column in people if people_share(grid, column, least=2) >= 0.5]
    unsure = [column for column in people if people_share(grid, column, least=2) < 0.4]
    return sure if sure and len(sure) + len(unsure) == len(people) else people
