"""What is doubtful about attendance: labels without people, counts that differ, tables that were not read."""

import re
from collections.abc import Iterator, Sequence

from crparse.document.items import Doubt
from crparse.stages.attendance.labels import Label
from crparse.stages.attendance.lists import GAP, ListReader
from crparse.stages.attendance.region import Listed, Region, Units
from crparse.stages.attendance.rows import AttendanceLine, CellGrid
from crparse.stages.attendance.tables import NAMES, find_heading, row_segments
from crparse.text import squeeze

_COUNT = re.compile(r"\d+")
"""A count in a label: "Présents : 14", "Excusés (3)"; not the letters of "Présents"."""


def find_doubts(reader: ListReader, listed: Sequence[Listed]) -> Iterator[Doubt]:
    """The doubts about the lists that `reader` has read; `listed` are the people of the first of them."""
    units = [person.unit for person in listed]
    near = range(min(units) - GAP, max(units) + GAP + 1) if units else range(len(reader.units))
    for region in reader.regions:
        if region.opened is not None and region.opened[0] in near:
            yield from _of_list(region, reader.units[region.opened[0] + 1 :][:1])
    if not listed:
        for grid in reader.unread:
            yield from _of_table(grid)


def _of_list(region: Region, following: Units) -> Iterator[Doubt]:
    assert region.opened is not None
    _, row, label = region.opened
    place = row.start + label.start, row.start + len(row.text[: label.end].rstrip(" :"))
    counts = [int(match.group()) for match in _COUNT.finditer(row.text, label.start, label.end)]
    if not region.found and not region.nobody and not counts and _promises_names(row, label, following):
        yield Doubt("empty_list", f'No name was read below "{label.text}".', *place)
    count = counts[0] if len(counts) == 1 else None
    if count and region.found:
        of_status = sum(person.status == region.state.status for person in region.found)
        if count not in (len(region.found), of_status):
            message = f'"{label.text}" says {count}; names read below it: {len(region.found)}.'
            yield Doubt("count_differs", message, *place)


def _promises_names(row: AttendanceLine, label: Label, following: Units) -> bool:
    """Whether a label stands alone on its line, and not over another: "Absents :" over "Excusés : …"."""
    below = following[0] if following else None
    labelled = isinstance(below, AttendanceLine) and below.label is not None
    rest = squeeze(row.text[label.start :]).removeprefix(label.text)
    return label.alone and not labelled and not any(c.isalnum() for c in rest)


def _of_table(grid: CellGrid) -> Iterator[Doubt]:
    heading = find_heading(grid)
    if heading is None or not set(NAMES) & set(heading.kinds.values()):
        return
    segments = row_segments(grid, heading.row)
    printed = " | ".join(squeeze(segment.text) for segment in segments)
    end = segments[-1].start + len(segments[-1].text)
    message = f'Nobody was read from a table that seems to list people: "{printed}".'
    yield Doubt("unread_table", message, segments[0].start, end)
