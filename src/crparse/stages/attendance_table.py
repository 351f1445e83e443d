"""Attendance in tables: a person a row with headings, bodies beside names, lists in cells."""

import re
from dataclasses import replace
from functools import cache

from crparse.record import Status
from crparse.stages.attendance_affiliation import read_remark
from crparse.stages.attendance_entries import (
    Entry,
    ListStyle,
    read_entries,
    split_pieces,
    strength,
)
from crparse.stages.attendance_labels import LabelKind, read_label
from crparse.stages.attendance_list_rows import ListState, read_list_row
from crparse.stages.attendance_rows import Grid, block_rows
from crparse.stages.word_forms import cues
from crparse.text import fold, squeeze

Found = list[tuple[Entry, Status]]

_KINDS = (
    "both", "presence", "represented", "excused", "absent", "present", "given", "surname", "name", "organisation", "role",
)  # fmt: skip
_STATUS_KINDS: dict[str, Status] = {
    "present": "present", "excused": "excused", "absent": "absent", "represented": "represented",
}  # fmt: skip
_HEADING_ROWS = 4


@cache
def column_kind(text: str) -> str | None:
    """What a heading says its column holds: "name", "organisation", "present"… None if nothing known."""
    folded = re.sub(r"\(.*?\)", "", fold(squeeze(text))).strip(" :.*/-")
    return next((kind for kind in _KINDS if folded and cues("attendance", "columns", kind).fullmatch(folded)), None)


def read_grid(grid: Grid, status: Status | None) -> Found | None:
    """The people in a table, None if it is no attendance table.

    `status` is that of the label over it, None where there is none.
    """
    headed = _headings(grid)
    if headed is not None:
        found = _read_headed(grid, *headed, status)
        if found:
            return found
    found = _read_labelled(grid, status)
    if found:
        return found
    return _read_under_label(grid, status) if status is not None else None


def _headings(grid: Grid) -> tuple[int, dict[int, str]] | None:
    """(row, kind of each column) of the heading row of a table with a person a row."""
    for row in range(min(grid.rows - 1, _HEADING_ROWS)):
        kinds = {column: kind for column in range(grid.columns) if (kind := column_kind(grid.cell(row, column)))}
        names = [column for column, kind in kinds.items() if kind in ("name", "given", "surname")]
        if len(kinds) >= 2 and (names or kinds.get(0) in ("present", "excused", "absent")) and not _lists_below(grid, row, kinds):
            if not names:
                kinds[0] = "name"
            return row, kinds
    return None


def _lists_below(grid: Grid, row: int, kinds: dict[int, str]) -> bool:
    """Whether the columns hold people each: "Présents | Excusés" with names in both."""
    columns = [column for column, kind in kinds.items() if kind in _STATUS_KINDS]
    filled = [column for column in columns if any(_people_share(grid, column, row + 1) > 0.5 for _ in (0,))]
    return len(filled) >= 2


def _people_share(grid: Grid, column: int, first_row: int = 0) -> float:
    """Share of the filled cells of a column that begin with a person."""
    cells = [grid.cell(row, column) for row in range(first_row, grid.rows)]
    filled = [cell for cell in cells if cell.strip()]
    return sum(_begins_with_person(cell) for cell in filled) / len(filled) if filled else 0.0


def _begins_with_person(text: str) -> bool:
    pieces = split_pieces(text, 0, len(text))
    return bool(pieces) and strength(pieces[0], text) >= 1


def _read_headed(grid: Grid, heading: int, kinds: dict[int, str], status: Status | None) -> Found | None:
    names = [column for column, kind in kinds.items() if kind in ("name", "given", "surname")]
    status = status or "present"
    others = set(kinds.values()) - {"name", "given", "surname"}
    if not others or max(_people_share(grid, column, heading + 1) for column in names) < 0.6:
        return None
    marked = any(
        _cell_status(grid.cell(row, column), kind) for column, kind in kinds.items() for row in range(heading + 1, grid.rows)
        if kind in _STATUS_KINDS or kind == "presence"
    )  # fmt: skip
    found: Found = []
    group = ListState(status)
    for row in range(heading + 1, grid.rows):
        entries = _names_of_row(grid, row, [column for column in names if kinds[column] != "name"] or names[:1])
        if not entries:
            _read_group_row(grid, row, group)
            continue
        own = _row_status(grid, row, kinds)
        for entry in entries:
            _affiliate(grid, row, kinds, entry)
            listed = group.apply(entry)
            if own is not None and own[1]:
                entry.proxy = entry.proxy or own[1]
            found.append((entry, own[0] if own else "absent" if marked and entry.status is None else listed))
    return found


def _read_group_row(grid: Grid, row: int, group: ListState) -> None:
    """A row that names no one may part the table: "Excusés", "Mairie de Lormoy"."""
    filled = [grid.cell(row, column) for column in range(grid.columns) if grid.cell(row, column).strip()]
    if len(filled) == 1:
        group.open_group(filled[0])


def _names_of_row(grid: Grid, row: int, columns: list[int]) -> list[Entry]:
    """The people of a row; a surname and a first name in two cells are one name."""
    cells = [(column, block) for column in columns for block in grid.cells.get((row, column), []) if block[2].text.strip()]
    if len(columns) == 2 and len(cells) == 2:
        (start, _, first), (other, end, second) = cells[0][1], cells[1][1]
        if start < other and not re.search(r"[,;\n]", first.text + second.text):
            name = squeeze(f"{first.text} {second.text}")
            entries = read_entries(name, 0, len(name), ListStyle())
            if entries:
                left = len(first.text) - len(first.text.lstrip())
                right = len(second.text) - len(second.text.rstrip())
                return [replace(entries[0], start=start + left, end=end - right, name=name)]
    found: list[Entry] = []
    for _, (start, _, block) in cells:
        style = ListStyle(names_only=True)
        for entry in read_entries(block.text, 0, len(block.text), style):
            found.append(replace(entry, start=entry.start + start, end=entry.end + start))
    return found


def _affiliate(grid: Grid, row: int, kinds: dict[int, str], entry: Entry) -> None:
    """Adds what the cells beside the name say."""
    for column, kind in kinds.items():
        text = squeeze(grid.cell(row, column))
        if not text or kind not in ("both", "organisation", "role"):
            continue
        if kind == "role":
            remark = read_remark(text)
            entry.roles.append(", ".join(remark.roles) if remark.roles and remark.organisation else text)
            if remark.roles:
                entry.organisation = entry.organisation or remark.organisation
            continue
        remark = read_remark(text, second_is_role=kind == "both")
        entry.organisation = entry.organisation or remark.organisation
        entry.roles.extend(remark.roles)
        entry.status = entry.status or remark.status


def _row_status(grid: Grid, row: int, kinds: dict[int, str]) -> tuple[Status, str | None] | None:
    """(status, holder of the proxy) by the marks in the status columns."""
    found: tuple[Status, str | None] | None = None
    for column, kind in kinds.items():
        cell = grid.cell(row, column)
        status = _cell_status(cell, kind)
        if status == "represented" and _begins_with_person(cell):
            return status, squeeze(read_entries(cell, 0, len(cell), ListStyle())[0].name)
        if status is not None and found is None:
            found = status, None
    return found


def _cell_status(cell: str, kind: str) -> Status | None:
    """The status that a cell gives in a column of that kind."""
    folded = fold(squeeze(cell)).strip(" .")
    if not folded:
        return None
    if kind in _STATUS_KINDS:
        crossed = cues("attendance", "columns", "cross").fullmatch(folded)
        if crossed or (kind == "represented" and re.search(r"[a-z]{3}", folded)):
            return _STATUS_KINDS[kind]
        kind = "presence"
    if kind == "presence":
        for status in ("represented", "excused", "absent", "present"):
            if cues("attendance", "columns", f"value_{status}").match(folded):
                return status  # type: ignore[return-value]
    return None


def _read_labelled(grid: Grid, status: Status | None) -> Found | None:
    """Cells that hold a label and people, or a label beside or above the cell of people."""
    found: Found = []
    known = False
    by_column: dict[int, Status] = {}
    for row in range(grid.rows):
        by_row: Status | None = None
        for column in range(grid.columns):
            text = grid.cell(row, column)
            label = read_label(text) if text.strip() else None
            if label is not None and label.kind is LabelKind.LIST and label.status is not None:
                known = True
                by_column[column] = by_row = label.status
                if label.alone:
                    continue
                found.extend(_read_cell(grid, row, column, ListState(label.status)))
            elif label is not None and label.kind is LabelKind.AFTER:
                by_column.pop(column, None)
                by_row = None
            elif text.strip() and (by_row or by_column.get(column)):
                found.extend(_read_cell(grid, row, column, ListState(by_row or by_column[column])))
    return found if known and found else None


def _read_cell(grid: Grid, row: int, column: int, state: ListState) -> Found:
    found: Found = []
    for start, _, block in grid.cells.get((row, column), []):
        for line in block_rows(start, block, grid.index):
            found.extend(read_list_row(line, state))
    return found


def _read_under_label(grid: Grid, status: Status) -> Found | None:
    """A table without headings under a label: names and bodies side by side, or lists in the cells."""
    shares = [_people_share(grid, column) for column in range(grid.columns)]
    if not shares or max(shares) < 0.5:
        return None
    people = [column for column, share in enumerate(shares) if share >= 0.5]
    single = all(len(grid.cells.get((row, people[0]), [])) <= 1 for row in range(grid.rows))
    beside = [column for column in range(grid.columns) if column not in people and any(grid.cell(row, column).strip() for row in range(grid.rows))]
    if len(people) == 1 and beside and (single or beside[0] < people[0]):
        return _read_pairs(grid, status, people[0], beside)
    found: Found = []
    for column in range(grid.columns):
        state = ListState(status)
        for row in range(grid.rows):
            found.extend(_read_cell(grid, row, column, state))
    return found


def _read_pairs(grid: Grid, status: Status, people: int, beside: list[int]) -> Found:
    found: Found = []
    kinds = dict.fromkeys(beside, "organisation")
    for row in range(grid.rows):
        for entry in _names_of_row(grid, row, [people]):
            _affiliate(grid, row, kinds, entry)
            own = next((s for column in beside if (s := _cell_status(grid.cell(row, column), "presence"))), None)
            found.append((entry, entry.status or own or status))
    return found
