"""The attendance lists of a document, from its labels to their ends."""

import re
from collections.abc import Sequence

from crparse.record import Status
from crparse.stages.attendance_bullets import strip_bullet
from crparse.stages.attendance_entries import civility_only, is_nobody
from crparse.stages.attendance_headings import Heading, heads_columns
from crparse.stages.attendance_labels import Label, LabelKind
from crparse.stages.attendance_list_rows import ListState
from crparse.stages.attendance_officers import in_election, read_officer
from crparse.stages.attendance_openings import (
    OPENING_UNITS,
    opens_group,
    opens_run,
    opens_table,
    people_columns,
    read_without_label,
)
from crparse.stages.attendance_region import Listed, Region, Units, drop_pseudonyms
from crparse.stages.attendance_row_people import names_people
from crparse.stages.attendance_rows import Grid, Row
from crparse.stages.attendance_table import read_grid

_GAP = 12
"""Lines between two lists of one meeting at most."""


class ListReader:
    """Reads the lists of a document from its rows and tables.

    "Excusées : Mme Odile Ferrandin, Anne Costey (pouvoir à M. Roux)" -> two entries.
    Misses a list without label that does not open the minutes.
    """

    def __init__(self, units: Units) -> None:
        self.units = units
        self.region: Region | None = None
        self.heading: Heading | None = None
        self.heading_at = -2
        self.listed: list[Listed] = []
        self.officers: list[Listed] = []
        self.taken = -1
        """Position of the row that names the officer of the label above it."""

    def read(self) -> None:
        """Goes through the document once."""
        for position, unit in enumerate(self.units):
            if isinstance(unit, Grid):
                self.read_table(position, unit)
            elif position == self.taken or self.read_labelled(position, unit):
                continue
            elif self.region is not None:
                self.read_unlabelled(self.region, position, unit)
            elif not self.listed and position < OPENING_UNITS:
                self.read_opening(position, unit)
        self.close()
        drop_pseudonyms(self.listed)
        if not self.listed:
            self.listed = read_without_label(self.units)

    def open(self, status: Status) -> Region:
        """Begins a list, and ends the one before it."""
        self.close()
        self.region = Region(ListState(status))
        return self.region

    def close(self) -> None:
        """Ends the list being read."""
        if self.region is not None:
            self.listed.extend(self.region.close())
        self.region = None

    def read_labelled(self, position: int, row: Row) -> bool:
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
            self.close()
        elif self.region is not None:
            self.region.state.role = self.region.state.organisation = None
            self.region.bulleted = None
            if not label.alone:
                self.region.take(position, row, label.end)
        return True

    def read_opening(self, position: int, row: Row) -> None:
        """Opens a list at "Membres :" over people, or at "Enseignantes : Mme Roux" over more such lines."""
        if opens_group(row, self.units[position + 1 : position + 2]):
            self.open("present").open_group(row)
        elif opens_run(self.units, position):
            self.open("present").take(position, row)

    def read_list(self, position: int, row: Row, label: Label) -> None:
        """Opens a list at its label and takes the people on the same line."""
        region = self.open(label.status or "present")
        if label.group:
            region.state.open_group(label.group)
        rest = row.text[label.end :]
        if label.alone or is_nobody(rest) or civility_only(rest):
            return
        region.run_in = True
        if not region.take(position, row, label.end):
            self.close()

    def read_unlabelled(self, region: Region, position: int, row: Row) -> None:
        """Takes a row below a label: people, a group, a legend, or the end of the list."""
        following = self.units[position + 1 : position + 3]
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
            self.close()

    def read_table(self, position: int, grid: Grid) -> None:
        """Takes a table of people, whether it stands under a label or has its own."""
        status = self.region.state.status if self.region is not None else None
        if not self.listed and status is None and opens_table(position, grid):
            status = "present"
            grid = grid.part(people_columns(grid).start, grid.columns)
        above = self.heading if self.heading_at == position - 1 else None
        reading = read_grid(grid, status, above)
        if reading is None:
            self.close()
            return
        region = self.region or self.open("present")
        self.heading, self.heading_at = reading.heading, position
        region.found.extend(Listed(entry, listed, "table", position) for entry, listed in reading.found)


def named_officers(units: Units, position: int, label: Label, in_list: bool) -> list[Listed]:
    """Those whom the label of a row names, none for an office that is voted on."""
    row = units[position]
    if not isinstance(row, Row) or in_election(units, position, label):
        return []
    found = read_officer(row, label, units[position + 1 : position + 2], in_list)
    return [Listed(entry, entry.status or "present", rule, position) for entry, rule in found]


def main_lists(listed: Sequence[Listed]) -> list[Listed]:
    """The people of the first lists that stand together: not those of a second meeting or an election."""
    clusters: list[list[Listed]] = []
    for person in listed:
        if not clusters or person.unit - clusters[-1][-1].unit > _GAP:
            clusters.append([])
        clusters[-1].append(person)
    return next((cluster for cluster in clusters if len(cluster) > 1), clusters[0] if clusters else [])


def near_officers(officers: Sequence[Listed], listed: Sequence[Listed], last: int) -> list[Listed]:
    """The officers named by a label; far from the lists and the closing they only complete someone listed."""
    units = {person.unit for person in listed}
    for officer in officers:
        near = any(abs(officer.unit - unit) <= _GAP for unit in units) or officer.unit > last - _GAP
        near = near or (not units and officer.unit <= _GAP)
        if not near or re.search(r"\d", " ".join([*officer.entry.roles, officer.entry.organisation or ""])):
            officer.rule = "officer-known"
    return list(officers)
