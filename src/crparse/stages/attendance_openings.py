"""Lists that open the minutes without a label that says who was there."""

import re
from collections.abc import Sequence

from crparse.stages.attendance_affiliation import starts_with_role
from crparse.stages.attendance_headings import people_share
from crparse.stages.attendance_list_rows import ListState
from crparse.stages.attendance_officers import under_election
from crparse.stages.attendance_pieces import begins_with_person
from crparse.stages.attendance_region import Listed, Region, Units
from crparse.stages.attendance_row_people import surely_people, wholly_person
from crparse.stages.attendance_rows import Grid, Row
from crparse.stages.word_forms import cues
from crparse.text import fold

OPENING_UNITS = 25
"""Lines and tables at the beginning of the minutes among which such a list stands."""
_LEAST_RUN = 3
_GROUP = re.compile(r"(?P<group>[^:\n]{3,60}?)\s*:\s*(?P<rest>.*)")


def read_without_label(units: Units) -> list[Listed]:
    """The list that opens the minutes without label: three lines or more, each a person and no text."""
    run: list[tuple[int, Row]] = []
    for position, unit in enumerate(units[:OPENING_UNITS]):
        if isinstance(unit, Row) and unit.label is None and wholly_person(unit):
            run.append((position, unit))
        elif len(run) >= _LEAST_RUN:
            break
        else:
            run = []
    region = Region(ListState("present"))
    for position, row in run if len(run) >= _LEAST_RUN else []:
        region.take(position, row)
    return region.close()


def opens_run(units: Units, position: int) -> bool:
    """Whether three lines "Enseignantes : Mme Roux, Mme Petit" name people by who they are."""
    groups = [_group(unit) for unit in units[position : position + _LEAST_RUN]]
    if len(groups) < _LEAST_RUN or not all(groups) or under_election(units, position):
        return False
    keys = ("opening", "role")
    return any(cues("attendance", "groups", key).match(fold(group or "")) for group in groups for key in keys)


def _group(unit: Row | Grid) -> str | None:
    """Who the people of a line are, by what stands before them: "Directrice : Mme Roux"."""
    match = _GROUP.fullmatch(unit.text.strip()) if isinstance(unit, Row) else None
    if match is None or not begins_with_person(match["rest"], 3):
        return None
    group = match["group"]
    known = any(cues("attendance", "groups", key).match(fold(group)) for key in ("opening", "role"))
    return group if known or starts_with_role(group) else None


def opens_group(row: Row, following: Sequence[Row | Grid]) -> bool:
    """Whether "Membres :", "Direction :" stands alone over people."""
    match = _GROUP.fullmatch(row.text.strip())
    if match is None or not cues("attendance", "groups", "opening").fullmatch(fold(match["group"])):
        return False
    below = following[0] if following else None
    return not match["rest"] and isinstance(below, Row) and surely_people(below)


def opens_table(position: int, grid: Grid) -> bool:
    """Whether a table near the beginning has but people under "Collège employeurs | Collège salariés"."""
    people = sum(len(blocks) for (row, _), blocks in grid.cells.items() if row > 0)
    if position >= OPENING_UNITS or people < _LEAST_RUN or grid.columns < 2:
        return False
    colleges = cues("attendance", "groups", "opening")
    columns = people_columns(grid)
    heads = all(colleges.fullmatch(fold(grid.cell(0, column)).strip(" :")) for column in columns)
    return heads and all(people_share(grid, column, 1, least=2) == 1 for column in columns)


def people_columns(grid: Grid) -> range:
    """The columns but the first if that says who the people are: "Collège | Titulaires | Suppléants"."""
    groups = cues("attendance", "groups", "group_column").fullmatch(fold(grid.cell(0, 0)).strip(" :"))
    return range(1 if groups and grid.columns > 1 else 0, grid.columns)
