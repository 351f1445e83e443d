"""The attendance lists of a document, from their labels to their ends, and lists without a label."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from crparse import lexicon
from crparse.record import Status
from crparse.stages.attendance.beside import starts_with_role
from crparse.stages.attendance.entries import civility_only, is_nobody
from crparse.stages.attendance.labels import Label, LabelKind
from crparse.stages.attendance.list_rows import ListState, names_people, surely_people, wholly_person
from crparse.stages.attendance.merge import name_key
from crparse.stages.attendance.officers import in_election, read_officer, under_election
from crparse.stages.attendance.pieces import begins_with_person, strip_bullet
from crparse.stages.attendance.region import Listed, Region, Units, drop_pseudonyms
from crparse.stages.attendance.rows import AttendanceLine, CellGrid
from crparse.stages.attendance.tables import HeadingRow, heads_columns, people_share, read_grid
from crparse.text import fold, squeeze

OPENING_UNITS = 25
"""Lines and tables at the beginning of the minutes among which such a list stands."""
_LEAST_RUN = 3
_GROUP = re.compile(r"(?P<group>[^:\n]{3,60}?)\s*:\s*(?P<rest>.*)")


def read_without_label(units: Units) -> list[Listed]:
    """The list that opens the minutes without label: three lines or more, each a person and no text."""
    run: list[tuple[int, AttendanceLine]] = []
    for position, unit in enumerate(units[:OPENING_UNITS]):
        if isinstance(unit, AttendanceLine) and unit.label is None and wholly_person(unit):
            run.append((position, unit))
        elif len(run) >= _LEAST_RUN:
            break
        else:
            run = []
    region = Region(ListState("present"), "opening:names")
    for position, row in run if len(run) >= _LEAST_RUN else []:
        region.take(position, row)
    return region.close()


def opens_run(units: Units, position: int) -> bool:
    """Whether three lines "Enseignantes : Mme Roux, Mme Petit" name people by who they are."""
    groups = [_group(unit) for unit in units[position : position + _LEAST_RUN]]
    if len(groups) < _LEAST_RUN or not all(groups) or under_election(units, position):
        return False
    keys = ("opening", "role")
    return any(
        lexicon.cues("attendance", f"groups.{key}").match(fold(group or ""))
        for group in groups
        for key in keys
    )


def _group(unit: AttendanceLine | CellGrid) -> str | None:
    """Who the people of a line are, by what stands before them: "Directrice : Mme Roux"."""
    match = _GROUP.fullmatch(unit.text.strip()) if isinstance(unit, AttendanceLine) else None
    if match is None or not begins_with_person(match["rest"], 3):
        return None
    group = match["group"]
    known = any(lexicon.cues("attendance", f"groups.{key}").match(fold(group)) for key in ("opening", "role"))
    return group if known or starts_with_role(group) else None


def opens_group(row: AttendanceLine, following: Sequence[AttendanceLine | CellGrid]) -> bool:
    """Whether "Membres :", "Direction :" stands alone over people."""
    match = _GROUP.fullmatch(row.text.strip())
    if match is None or not lexicon.cues("attendance", "groups.opening").fullmatch(fold(match["group"])):
        return False
    below = following[0] if following else None
    return not match["rest"] and isinstance(below, AttendanceLine) and surely_people(below)


def opens_table(position: int, grid: CellGrid) -> bool:
    """Whether a table near the beginning has but people under "Collège employeurs | Collège salariés"."""
    people = sum(len(blocks) for (row, _), blocks in grid.cells.items() if row > 0)
    if position >= OPENING_UNITS or people < _LEAST_RUN or grid.columns < 2:
        return False
    colleges = lexicon.cues("attendance", "groups.opening")
    columns = people_columns(grid)
    heads = all(colleges.fullmatch(fold(grid.cell(0, column)).strip(" :")) for column in columns)
    return heads and all(people_share(grid, column, 1, least=2) == 1 for column in columns)


def people_columns(grid: CellGrid) -> range:
    """The columns but the first if that says who the people are: "Collège | Titulaires | Suppléants"."""
    groups = lexicon.cues("attendance", "groups.group_column").fullmatch(fold(grid.cell(0, 0)).strip(" :"))
    return range(1 if groups and grid.columns > 1 else 0, grid.columns)


EXCERPT = 60
"""Characters of a line that are enough to find it."""

GAP = 12
"""Lines between two lists that belong together whatever they say: in real minutes the nearest list of
something else (a vote, a second meeting) begins 14 lines below."""


class ListReader:
    """Reads the lists of a document from its rows and tables.

    "Excusées : Mme Odile Ferrandin, Anne Costey (pouvoir à M. Roux)" -> two entries.
    Misses a list without label that does not open the minutes.
    """

    def __init__(self, units: Units) -> None:
        self.units = units
        self.region: Region | None = None
        self.heading: HeadingRow | None = None
        self.heading_at = -2
        self.listed: list[Listed] = []
        self.officers: list[Listed] = []
        self.regions: list[Region] = []
        """The lists that have been read, empty ones as well."""
        self.unread: list[CellGrid] = []
        """Tables from which nobody was read."""
        self.taken = -1
        """Position of the row that names the officer of the label above it."""

    def read(self) -> None:
        """Goes through the document once."""
        for position, unit in enumerate(self.units):
            if isinstance(unit, CellGrid):
                self.read_table(position, unit)
            elif position == self.taken or self.read_labelled(position, unit):
                continue
            elif self.region is not None:
                self.read_unlabelled(self.region, position, unit)
            elif not self.listed and position < OPENING_UNITS:
                self.read_opening(position, unit)
        self.close("the document ends")
        drop_pseudonyms(self.listed)
        if not self.listed:
            self.listed = read_without_label(self.units)

    def open(self, status: Status, cue: str, label: Label | None = None) -> Region:
        """Begins a list, and ends the one before it."""
        self.close("another list begins")
        self.region = Region(ListState(status), cue, label)
        return self.region

    def close(self, reason: str) -> None:
        """Ends the list being read."""
        if self.region is not None:
            self.region.ended = reason
            self.listed.extend(self.region.close())
            self.regions.append(self.region)
        self.region = None

    def read_labelled(self, position: int, row: AttendanceLine) -> bool:
        """Takes a row that begins with a label; false if it does not."""
        label = row.label
        if label is None or (label.kind is LabelKind.PLACE and self.region is None):
            return False
        if label.kind is LabelKind.LIST:
            self.read_list(position, row, label)
        elif label.kind is LabelKind.OFFICER:
            found = named_officers(self.units, position, label, self.region is not None)
            self.officers.extend(found)
            self.taken = position + 1 if found and label.alone else self.taken
        elif label.kind is LabelKind.AFTER:
            if self.region is not None and strip_bullet(row.text, 0, len(row.text))[0] and names_people(row):
                return False
            self.close(f"a label that no people follow: {_excerpt(row)}")
        elif self.region is not None:
            self.region.state.role = self.region.state.organisation = None
            self.region.bulleted = None
            if not label.alone:
                self.region.take(position, row, label.end)
        return True

    def read_opening(self, position: int, row: AttendanceLine) -> None:
        """Opens a list at "Membres :" over people, or at "Enseignantes : Mme Roux" over more such lines."""
        if opens_group(row, self.units[position + 1 : position + 2]):
            self.open("present", "opening:group").open_group(row)
        elif opens_run(self.units, position):
            self.open("present", "opening:run").take(position, row)

    def read_list(self, position: int, row: AttendanceLine, label: Label) -> None:
        """Opens a list at its label and takes the people on the same line."""
        status = label.status or "present"
        region = self.open(status, f"label:{status}", label)
        region.opened = position, row, label
        if label.group:
            region.state.open_group(label.group)
        rest = row.text[label.end :]
        region.nobody = is_nobody(rest)
        if label.alone or region.nobody or civility_only(rest):
            return
        region.run_in = True
        if not region.take(position, row, label.end):
            self.close(f"nobody is named after the label: {_excerpt(row)}")

    def read_unlabelled(self, region: Region, position: int, row: AttendanceLine) -> None:
        """Takes a row below a label: people, a group, a legend, or the end of the list."""
        following = self.units[position + 1 : position + 3]
        region.nobody = region.nobody or is_nobody(row.text)
        if (
            region.read_legend(row)
            or civility_only(row.text)
            or is_nobody(row.text)
            or heads_columns(row.text)
        ):
            return
        if region.belongs(row, following) and region.take(position, row):
            region.bulleted = row.bulleted if region.bulleted is None else region.bulleted
        elif region.is_group(row, following):
            region.open_group(row)
        elif not region.continues(row, following) and not region.interrupts(row, following):
            self.close(f"a line that names nobody: {_excerpt(row)}")

    def read_table(self, position: int, grid: CellGrid) -> None:
        """Takes a table of people, whether it stands under a label or has its own."""
        status = self.region.state.status if self.region is not None else None
        if not self.listed and status is None and opens_table(position, grid):
            status = "present"
            grid = grid.part(people_columns(grid).start, grid.columns)
        above = self.heading if self.heading_at == position - 1 else None
        reading = read_grid(grid, status, above)
        if reading is None:
            self.unread.append(grid)
            self.close("a table of no people")
            return
        region = self.region or self.open("present", reading.cue)
        self.heading, self.heading_at = reading.heading, position
        region.add(
            Listed(entry, listed, "table", position, reading.cue, region.label)
            for entry, listed in reading.found
        )


def _excerpt(row: AttendanceLine) -> str:
    return squeeze(row.text[: 2 * EXCERPT])[:EXCERPT]


def named_officers(units: Units, position: int, label: Label, in_list: bool) -> list[Listed]:
    """Those whom the label of a row names, none for an office that is voted on."""
    row = units[position]
    if not isinstance(row, AttendanceLine) or in_election(units, position, label):
        return []
    found = read_officer(row, label, units[position + 1 : position + 2], in_list)
    return [
        Listed(entry, entry.status or "present", rule, position, "label:officer") for entry, rule in found
    ]


def main_lists(listed: Sequence[Listed]) -> list[Listed]:
    """The people of the first lists that stand together: not those of a second meeting or an election."""
    clusters = _clusters(listed)
    return next((cluster for cluster in clusters if len(cluster) > 1), clusters[0] if clusters else [])


def with_completing(listed: Sequence[Listed], main: Sequence[Listed]) -> list[Listed]:
    """The main lists, and those far from them that say who else was there, or was not.

    "Présents : …", the agenda and a page of text, "Excusés : …". A list of people who were there already
    begins another meeting, and what follows it belongs to that; a list with some of the same people is a
    vote, an election or the sheet that they signed.
    """
    found: list[Listed] = []
    seen = list(main)
    for cluster in _clusters(listed):
        if cluster[0] is main[0]:
            found.extend(main)
        elif _completes(cluster, seen):
            found.extend(cluster)
            seen.extend(cluster)
        elif cluster[0].unit > main[-1].unit and "present" in _statuses(cluster):
            break
    return found


def _clusters(listed: Sequence[Listed]) -> list[list[Listed]]:
    """The people listed, those apart who stand more than `GAP` lines below the last."""
    clusters: list[list[Listed]] = []
    for person in listed:
        if not clusters or person.unit - clusters[-1][-1].unit > GAP:
            clusters.append([])
        clusters[-1].append(person)
    return clusters


def _completes(cluster: Sequence[Listed], before: Sequence[Listed]) -> bool:
    """Whether a list shares no one with those before, and has a status that they lack or more people."""
    if not all(person.label is not None and _says_status_alone(person.label) for person in cluster):
        return False
    names = {name_key(person.entry.name) for person in cluster}
    others = {name_key(person.entry.name) for person in before}
    return not names & others and (not _statuses(cluster) & _statuses(before) or len(names) > len(others))


def _says_status_alone(label: Label) -> bool:
    """Whether a label speaks of the meeting: "Étudiants absents", not "Parmi les votants absents"."""
    known_group = lexicon.cues("attendance", "labels.group_lead")
    return label.group is None or known_group.match(fold(label.group)) is not None


def _statuses(listed: Sequence[Listed]) -> set[Status]:
    """What the labels of lists say of their people."""
    return {(person.label and person.label.status) or person.status for person in listed}


def near_officers(officers: Sequence[Listed], listed: Sequence[Listed], last: int) -> list[Listed]:
    """The officers named by a label; far from the lists and the closing they only complete someone listed."""
    units = sorted({person.unit for person in listed})
    for officer in officers:
        after = bisect_left(units, officer.unit)
        near = any(abs(officer.unit - unit) <= GAP for unit in units[max(0, after - 1) : after + 1])
        near = near or officer.unit > last - GAP
        near = near or (not units and officer.unit <= GAP)
        if not near or re.search(r"\d", " ".join([*officer.entry.roles, officer.entry.organisation or ""])):
            officer.rule = "officer-known"
    return list(officers)
