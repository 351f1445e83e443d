"""Attendance tables with headings: a person a row, the body, the function and crosses beside."""

import re
from dataclasses import replace

from crparse.person_name import first_names, name_at
from crparse.record import Status
from crparse.stages.attendance_affiliation import read_remark
from crparse.stages.attendance_entries import Entry, ListStyle, read_entries
from crparse.stages.attendance_headings import (
    NAMES,
    STATUSES,
    Heading,
    Segment,
    cell_status,
    is_cross,
    row_segments,
)
from crparse.stages.attendance_list_rows import ListState
from crparse.stages.attendance_pieces import begins_with_person
from crparse.stages.attendance_rows import Grid
from crparse.stages.word_forms import cues
from crparse.text import fold, squeeze

Found = list[tuple[Entry, Status]]
Beside = list[tuple[Segment, str | None]]
"""Cells beside a name, each with what its column holds."""

_LEAST_PEOPLE = 0.6
"""Share of the rows that have to name someone."""


class HeadedTable:
    """Reads a table whose heading says what its columns hold.

    "Nom | Organisme | Présent | Excusé" above "Odile Ferrandin | SDIS 12 | | x" -> excused.
    Misses a person whose name cell holds a function.
    """

    def __init__(self, grid: Grid, heading: Heading, first_row: int, status: Status) -> None:
        self.grid = grid
        self.heading = heading
        self.rows = range(first_row, grid.rows)
        self.state = ListState(status)
        self.body: Segment | None = None
        self.strict = bool(heading.kinds) and heading.columns == grid.columns
        self.crosses = [
            segment.x
            for row in self.rows
            for segment in row_segments(grid, row)
            if segment.x and is_cross(segment.text)
        ]

    def read(self) -> Found:
        """The people of the table, none if most of its rows name no one."""
        read = [self.read_row(row) for row in self.rows]
        filled = [row for row in self.rows if row_segments(self.grid, row)]
        named = [people for people in read if people]
        if not named or len(named) < _LEAST_PEOPLE * len(filled):
            return []
        marked = any(own is not None for people in read for _, own, _ in people)
        return [
            (entry, own or ("absent" if marked and entry.status is None else listed))
            for people in read
            for entry, own, listed in people
        ]

    def read_row(self, row: int) -> list[tuple[Entry, Status | None, Status]]:
        """(person, status by a cross, status of the list) of a row."""
        segments = row_segments(self.grid, row)
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

    def with_merged_body(self, name: Segment, beside: Beside) -> Beside:
        """The cells beside a name, with the body to its left that holds for several rows."""
        body = next((s for s, kind in beside if kind == "organisation"), None)
        if body is not None:
            self.body = body if body.column < name.column else None
        elif self.body is not None and self.strict:
            return [(self.body, "organisation"), *beside]
        return beside

    def kind(self, segment: Segment, segments: list[Segment]) -> str | None:
        """What a segment holds: by its column, else by what it looks like and where it stands."""
        if self.strict:
            return self.heading.kinds.get(segment.column)
        if is_cross(segment.text):
            return self.heading.nearest(segment.x, self.crosses)
        if segment is segments[0] or (
            segment.column == segments[0].column and begins_with_person(segment.text)
        ):
            return "name" if begins_with_person(segment.text) else "organisation"
        return "organisation"


def _names(segments: list[Segment]) -> list[Entry]:
    """The people of the name cells; a surname and a first name in two cells are one name."""
    if len(segments) == 2 and (_wrapped(segments) or segments[0].column != segments[1].column):
        pair = _one_name(*segments)
        if pair is not None:
            return [pair]
    found: list[Entry] = []
    for segment in segments:
        for entry in read_entries(segment.text, 0, len(segment.text), ListStyle(names_only=True)):
            found.append(replace(entry, start=entry.start + segment.start, end=entry.end + segment.start))
    return found


def _wrapped(segments: list[Segment]) -> bool:
    """Whether a name is cut between two lines of its cell, not two first names one below the other."""
    words = [segment.text.strip() for segment in segments]
    known = [fold(word) in first_names() for word in words]
    return not any(" " in word for word in words) and sum(known) == 1


def _one_name(first: Segment, second: Segment) -> Entry | None:
    if first.start > second.start or re.search(r"[,;]", first.text + second.text):
        return None
    name = squeeze(f"{first.text} {second.text}")
    entries = read_entries(name, 0, len(name), ListStyle())
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
        if status == "represented" and begins_with_person(segment.text):
            return status, read_entries(segment.text, 0, len(segment.text), ListStyle())[0].name
        found = found or status
    return found, None


def _affiliate(entry: Entry, beside: Beside, both: bool) -> None:
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
        for match in cues("attendance", "marks", "represents").finditer(fold(segment.text)):
            name = name_at(segment.text, match.end())
            if name is not None and name.given and name.surname:
                found.append((segment.start + name.start, segment.start + name.end))
    return found
