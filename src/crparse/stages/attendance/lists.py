"""The attendance lists of a document, from their labels to their ends, and lists without a label."""

import re

from crparse import lexicon
from crparse.document.tables import CellGrid
from crparse.record import Status
from crparse.stages.attendance import forms
from crparse.stages.attendance.beside import CONTACT, names_a_body, starts_with_role
from crparse.stages.attendance.entries import Listed, civility_only, is_nobody
from crparse.stages.attendance.labels import Label, LabelKind
from crparse.stages.attendance.likely import LikelyRows
from crparse.stages.attendance.officers import read_officers, under_election
from crparse.stages.attendance.pieces import begins_with_person, is_unnamed
from crparse.stages.attendance.region import (
    ListState,
    Region,
    heads_group,
    heads_numbers,
    interrupts,
    is_group,
    plain_names,
    read_row,
    wholly_person,
)
from crparse.stages.attendance.rows import AttendanceLine, Units, line_at
from crparse.stages.attendance.tables.columns import HeadingRow, heads_columns, people_share
from crparse.stages.attendance.tables.people import read_grid
from crparse.text import fold, squeeze
from crparse.wording import Message

OPENING_UNITS = 25
"""Lines and tables at the beginning of the minutes among which such a list stands."""
_LEAST_RUN = 3
"""Lines that make a list without label: two may be a signature. Chosen, not measured."""
_MAX_ASIDE = 120
"""Characters of a remark between a label and the people below it. Chosen, not measured."""
# Takes "Directrice : Mme Roux", leaves "Mme Roux, directrice".
_GROUP = re.compile(r"(?P<group>[^:\n]{3,60}?)\s*:\s*(?P<rest>.*)")


def read_without_label(units: Units, missing: int | None = None) -> list[Listed]:
    """The list that opens the minutes without label: three lines or more, each a person and no text.

    `missing`: where the list of those who are not there begins; names above it need no bullet.
    """
    region = Region(ListState("present"), "opening:names")
    for position, unit in enumerate(units[: OPENING_UNITS if missing is None else missing]):
        plain = missing is not None or len(region.found) >= _LEAST_RUN
        if isinstance(unit, AttendanceLine) and unit.label is None and wholly_person(unit, plain=plain):
            region.take(position, unit)
        elif len(region.found) >= _LEAST_RUN:
            break
        else:
            region.found = []
    return region.found if len(region.found) >= _LEAST_RUN else []


def opens_run(units: Units, position: int) -> bool:
    """Whether three lines "Enseignantes : Mme Roux, Mme Petit" name people by who they are."""
    groups = [_group(line_at(units, at)) for at in range(position, position + _LEAST_RUN)]
    known = any(group and _says_who_they_are(group) for group in groups)
    return known and all(groups) and not under_election(units, position)


def with_statuses(row: AttendanceLine) -> int | None:
    """Where the people begin of a row whose label says who they are and each of whom has a status.

    "Membres : Anne Roux (présente), Paul Petit (excusé)"; none of "Membres : Anne Roux, Paul Petit".
    """
    match = _GROUP.fullmatch(row.text.strip())
    if match is None or not _says_who_they_are(match["group"]):
        return None
    start = len(row.text) - len(row.text.lstrip()) + match.start("rest")
    entries = read_row(row, start)
    return start if len(entries) > 1 and all(entry.status for entry in entries) else None


def _group(row: AttendanceLine | None) -> str | None:
    """Who the people of a line are, by what stands before them: "Directrice : Mme Roux"."""
    match = _GROUP.fullmatch(row.text.strip()) if row is not None else None
    if match is None or not begins_with_person(match["rest"], 3):
        return None
    group = match["group"]
    return group if _says_who_they_are(group) or starts_with_role(group) else None


def _says_who_they_are(group: str) -> bool:
    keys = ("groups.opening", "groups.role")
    return any(lexicon.cues("attendance", key).match(fold(group)) for key in keys)


def opens_group(row: AttendanceLine, below: AttendanceLine | None) -> bool:
    """Whether "Membres :", "Direction :" stands alone over people."""
    match = _GROUP.fullmatch(row.text.strip())
    if match is None or not lexicon.cues("attendance", "groups.opening").fullmatch(fold(match["group"])):
        return False
    return not match["rest"] and below is not None and below.surely_people


def opening_table(grid: CellGrid) -> CellGrid | None:
    """The columns of people of a table that has but people, under "Collège employeurs | Collège salariés".

    The first column may say who the people are: "Collège | Titulaires | Suppléants".
    """
    heads = [fold(grid.cell(0, column)).strip(" :") for column in range(grid.columns)]
    first = int(lexicon.cues("attendance", "groups.group_column").fullmatch(heads[0]) is not None)
    colleges = lexicon.cues("attendance", "groups.opening")
    people = sum(len(blocks) for (row, _), blocks in grid.cells.items() if row > 0)
    headed = len(heads) > 1 and all(colleges.fullmatch(head) for head in heads[first:])
    if people < _LEAST_RUN or not headed:
        return None
    shares = (people_share(grid, column, 1, least=2) for column in range(first, grid.columns))
    return grid.part(first, grid.columns) if all(share == 1 for share in shares) else None


EXCERPT = 60
"""Characters of a line that are enough to find it."""


class ListReader:
    """Reads the lists of a document from its rows and tables.

    "Excusées : Mme Odile Ferrandin, Anne Costey (pouvoir à M. Roux)" -> two entries.
    Misses a list without label that the trees do not tell from the text ("Le bureau" over three pseudonyms).
    """

    def __init__(self, units: Units, likely: LikelyRows, *, opens: bool = False) -> None:
        self.units = units
        self.likely = likely
        self.opens = opens
        """Whether rows that are likely open a list without a label."""
        self.region: Region | None = None
        self.heading: HeadingRow | None = None
        """Of the table directly above."""
        self.listed: list[Listed] = []
        self.officers: list[Listed] = []
        self.regions: list[Region] = []
        """The lists that have been read, empty ones as well."""
        self.unread: list[CellGrid] = []
        """Tables from which nobody was read."""
        self.names_only = False
        """Whether the last list of several holds them side by side, nothing beside them."""
        self.beyond = 0
        """Position of the first row below a list that was read by its form."""
        self.taken = -1
        """Position of the row that names the officer of the label above it."""

    def read(self) -> None:
        """Goes through the document once."""
        for position, unit in enumerate(self.units):
            above, self.heading = self.heading, None
            if position < self.beyond:
                continue
            if isinstance(unit, CellGrid):
                self.read_table(position, unit, above)
            elif position == self.taken or self.read_labelled(position, unit):
                continue
            elif self.region is not None:
                self.read_unlabelled(self.region, position, unit)
            elif not self.listed and position < OPENING_UNITS and self.read_opening(position, unit):
                continue
            elif self.opens and self.likely.lists(position):
                self.open(self.likely.status(position), "model:attendance").take_likely(position, unit)
        self.close(Message("the document ends"))
        drop_pseudonyms(self.listed)
        self.listed[:0] = self._unlabelled()

    def _unlabelled(self) -> list[Listed]:
        """Those who stand without label above "Excusés : …", or at the beginning where no list stands."""
        others = [
            region for region in self.regions if region.of_guests or region.state.status == "represented"
        ]
        beside = {id(person) for region in others for person in region.found}
        if any(person.status == "present" and id(person) not in beside for person in self.listed):
            return []
        missing = next((region.opened[0] for region in self.regions if region.found and region.opened), None)
        if self.listed and (missing is None or missing > OPENING_UNITS + len(self.listed)):
            return []
        found = read_without_label(self.units, missing)
        return found if found or missing is None else self._of_one_form(missing)

    def _of_one_form(self, missing: int) -> list[Listed]:
        """Those who stand without label in rows of one form right above the label of who is missing."""
        for position in range(min(missing, OPENING_UNITS)):
            rows = self._rows_from(position)
            reading = forms.read_without_label(rows, _LEAST_RUN) if rows else None
            if reading is not None and position + len(reading.rows) == missing:
                found = [(position + at, person) for at, person in reading.people]
                return [person.found_by("label", at, "opening:form") for at, person in found]
        return []

    def _rows_from(self, position: int) -> list[AttendanceLine]:
        """The rows from a position on, up to a label, a heading or a table."""
        rows: list[AttendanceLine] = []
        for unit in self.units[position : position + forms.MOST_ROWS]:
            if not isinstance(unit, AttendanceLine) or unit.label or unit.block.heading_level is not None:
                break
            rows.append(unit)
        return rows

    def open(self, status: Status, cue: str, label: Label | None = None) -> Region:
        """Begins a list, and ends the one before it."""
        self.close(Message("another list begins"))
        self.region = Region(ListState(status, names_only=self.names_only), cue, label)
        return self.region

    def close(self, reason: str) -> None:
        """Ends the list being read."""
        if self.region is not None:
            self.region.ended = reason
            self.read_again(self.region)
            found = self.region.found
            self.listed.extend(found)
            if len(found) > 1:
                self.names_only = self.region.state.names_only
            self.regions.append(self.region)
        self.region = None

    def read_again(self, region: Region) -> None:
        """Takes the people that the form of all entries tells, where they are more than were found."""
        if region.opened is None or region.label is None:
            return
        position, row = region.opened
        if is_nobody(row.text[region.label.end :]):
            return
        rows = [row, *self._rows_from(position + 1)]
        state = ListState(region.state.status)
        state.open_label(region.label)
        reading = forms.read_by_form(rows, region.label.end, state, forms.weak_form(self.listed))
        if reading is None or not reading.says_more(region.found):
            return
        region.found = [
            person.found_by("label", position + index, region.cue, region.label)
            for index, person in reading.people
        ]
        self.beyond = position + len(reading.rows)

    def read_labelled(self, position: int, row: AttendanceLine) -> bool:
        """Takes a row that begins with a label; false if it does not."""
        label, region = row.label, self.region
        if label is None:
            return False
        if label.kind is LabelKind.LIST:
            self.read_list(position, row, label)
        elif label.kind is LabelKind.PLACE and region is None:
            return self.read_place(position, row, label)
        elif label.kind is LabelKind.OFFICER:
            found = read_officers(self.units, position, row, label, region is not None)
            self.officers.extend(found)
            self.taken = position + 1 if found and label.alone else self.taken
        elif label.kind is LabelKind.AFTER:
            if region is not None and row.bullet[0] and row.names_people:
                return False
            self.close(Message("a label that no people follow: %(line)s", line=_excerpt(row)))
        elif region is not None:
            region.state.open_label(label)
            region.bulleted = None
            if not label.alone:
                region.take(position, row, label.end)
        return True

    def read_opening(self, position: int, row: AttendanceLine) -> bool:
        """Opens a list at "Membres :" over people, or at "Enseignantes : Mme Roux" over more such lines."""
        if opens_group(row, line_at(self.units, position + 1)):
            self.open("present", "opening:group").state.open_group(row.text)
        elif opens_run(self.units, position):
            self.open("present", "opening:run").take(position, row)
        elif (rest := with_statuses(row)) is not None:
            self.open("present", "opening:statuses").take(position, row, rest)
        return self.region is not None

    def read_place(self, position: int, row: AttendanceLine, label: Label) -> bool:
        """Opens a list at "Sur place : Anne Roux, Paul Petit" where none stands before; false elsewhere."""
        people = read_row(row, label.end)
        if self.listed or position >= OPENING_UNITS or len(people) < 2 or not row.surely_people:
            return False
        self.open("present", "opening:place", label).take(position, row, label.end)
        return True

    def read_list(self, position: int, row: AttendanceLine, label: Label) -> None:
        """Opens a list at its label and takes the people on the same line."""
        status = label.status or "present"
        region = self.open(status, f"label:{status}", label)
        region.opened = position, row
        region.state.open_label(label)
        rest = row.text[label.end :]
        region.nobody = region.run_in = is_nobody(rest)
        if label.alone or region.nobody or civility_only(rest):
            return
        region.run_in = region.take(position, row, label.end)
        below = line_at(self.units, position + 1)
        goes_on = len(rest) < _MAX_ASIDE and below is not None and below.label is None and below.surely_people
        if not region.run_in and not goes_on:
            self.close(Message("nobody is named after the label: %(line)s", line=_excerpt(row)))

    def read_unlabelled(self, region: Region, position: int, row: AttendanceLine) -> None:
        """Takes a row below a label: people, a group, a legend, or the end of the list."""
        if self.goes_on(position, row) and region.take_likely(position, row):
            return
        below, second = line_at(self.units, position + 1), line_at(self.units, position + 2)
        nobody = is_nobody(row.text) or is_unnamed(row.text[row.bullet[0] :])
        region.nobody = region.nobody or nobody
        if CONTACT.fullmatch(row.text.strip()):
            return
        if region.read_legend(row) or nobody or civility_only(row.text) or heads_columns(row.text):
            return
        group = heads_group(row, below) or heads_numbers(region.last, row, below)
        if not group and region.belongs(row, below) and region.take(position, row):
            region.bulleted = row.bulleted if region.bulleted is None else region.bulleted
        elif group or is_group(row, below):
            region.state.open_group(row.text)
            region.bulleted = None
        elif not region.continues(row, below) and not interrupts(row, (below, second)):
            self.close(Message("a line that names nobody: %(line)s", line=_excerpt(row)))

    def goes_on(self, position: int, row: AttendanceLine) -> bool:
        """Whether a row below a label lists more people, by its looks: a sentence does not."""
        return self.likely.lists(position) and (row.begins_with_person() or bool(plain_names(row)))

    def read_table(self, position: int, grid: CellGrid, above: HeadingRow | None) -> None:
        """Takes a table of people, whether it stands under a label or has its own."""
        status = self.region.state.status if self.region is not None else None
        if not self.listed and status is None and position < OPENING_UNITS and (part := opening_table(grid)):
            status, grid = "present", part
        reading = read_grid(grid, status, above)
        if reading is None:
            self.unread.append(grid)
            self.close(Message("a table of no people"))
            return
        found, cue, self.heading = reading
        region = self.region or self.open("present", cue)
        region.found.extend(person.found_by("table", position, cue, region.label) for person in found)


def _excerpt(row: AttendanceLine) -> str:
    return squeeze(row.text[: 2 * EXCERPT])[:EXCERPT]


def drop_pseudonyms(listed: list[Listed]) -> None:
    """Where two are surely pseudonyms, single words in brackets are: "(lune12)", "(Rocher)".

    Where most are, those of several words as well; before names too: "Anne (Anne Roux), lune (Paul Petit)".
    """
    surely = sum(person.nickname or _is_own_name(person) for person in listed)
    for person in listed:
        body = person.organisation
        if surely > 1 and body and not names_a_body(body) and (" " not in body or surely > len(listed) / 3):
            person.organisation = None


def _is_own_name(person: Listed) -> bool:
    """Whether the "body" of somebody is a word of the name: "Anne (Anne Roux)"."""
    return person.organisation is not None and fold(person.organisation) in fold(person.name).split()
