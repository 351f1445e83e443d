"""Where attendance lists begin and end, and the people in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crparse.person_name import Basis
from crparse.record import Status
from crparse.stages.attendance_affiliation import names_a_body
from crparse.stages.attendance_entries import (
    Entry,
    civility_only,
    is_nobody,
    split_pieces,
    strength,
    strip_bullet,
)
from crparse.stages.attendance_headings import Heading
from crparse.stages.attendance_labels import Label, LabelKind, is_presiding
from crparse.stages.attendance_list_rows import ListState, is_task, read_row
from crparse.stages.attendance_rows import Grid, Row
from crparse.stages.attendance_run_on import split_long_run
from crparse.stages.attendance_table import read_grid
from crparse.text import squeeze

_MAX_REMARK = 170
"""A longer text beside a name is a paragraph that begins with a name."""

_GAP = 12
"""Lines between two lists of one meeting at most."""

_OPENING_UNITS = 25
_LEAST_RUN = 3
"""Lines of a list without label, and the lines at the beginning of the minutes among which it stands."""

_MAX_GROUP = 70
"""Characters of a label that groups people: "Pour la commune de …"."""


@dataclass(slots=True)
class Listed:
    """An entry with what its list says."""

    entry: Entry
    status: Status
    rule: str
    unit: int
    """Position of the row or table it stands in."""


@dataclass(slots=True)
class Region:
    """The list being read."""

    state: ListState
    bulleted: bool | None = None
    """Whether its items have bullets; None before the first."""
    run_in: bool = False
    """Its people began on the line of the label, so that more lines are the exception."""
    found: list[Listed] = field(default_factory=list)


class ListReader:
    """Reads the lists of a document from its rows and tables.

    "Excusées : Mme Odile Ferrandin, Anne Costey (pouvoir à M. Roux)" -> two entries.
    Misses a list that has no label at all.
    """

    def __init__(self, units: Sequence[Row | Grid], text: str) -> None:
        self.units = units
        self.text = text
        self.region: Region | None = None
        self.heading: Heading | None = None
        self.heading_at = -2
        self.listed: list[Listed] = []
        self.officers: list[Listed] = []
        self.legends: list[tuple[str, Region | None]] = []

    def read(self) -> None:
        """Goes through the document once."""
        for position, unit in enumerate(self.units):
            if isinstance(unit, Grid):
                self.read_table(position, unit)
            elif not self.read_labelled(position, unit) and self.region is not None:
                self.read_unlabelled(position, unit)
        self.close()
        if not self.listed:
            self.read_unlabelled_list()

    def read_unlabelled_list(self) -> None:
        """Takes a list without label that opens the minutes: three lines or more, each a person and no text."""
        run: list[tuple[int, Row]] = []
        for position, unit in enumerate(self.units[:_OPENING_UNITS]):
            if isinstance(unit, Row) and unit.label is None and unit.bulleted and _wholly_person(unit):
                run.append((position, unit))
            elif len(run) >= _LEAST_RUN:
                break
            else:
                run = []
        if len(run) >= _LEAST_RUN:
            self.open("present")
            for position, row in run:
                self.take(position, row)
            self.close()

    def main_lists(self) -> list[Listed]:
        """The people of the lists that stand together: those of a second meeting or an election are left out."""
        clusters: list[list[Listed]] = []
        for person in self.listed:
            if not clusters or person.unit - clusters[-1][-1].unit > _GAP:
                clusters.append([])
            clusters[-1].append(person)
        return next((cluster for cluster in clusters if len(cluster) > 1), clusters[0] if clusters else [])

    def near_officers(self) -> list[Listed]:
        """The officers labelled beside the main lists or in the closing; the others only complete someone listed."""
        listed = {person.unit for person in self.main_lists()}
        last = len(self.units) - 1
        for officer in self.officers:
            near = any(abs(officer.unit - unit) <= _GAP for unit in listed) or officer.unit > last - _GAP
            near = near or (not listed and officer.unit <= _GAP)
            if not near or any(re.search(r"\d", role) for role in officer.entry.roles) or officer.entry.organisation:
                officer.rule = "officer-known"
        return self.officers

    def open(self, status: Status) -> None:
        self.close()
        self.region = Region(ListState(status))

    def close(self) -> None:
        if self.region is not None:
            _drop_nicknames(self.region.found)
            self.listed.extend(self.region.found)
        self.region = None

    def read_labelled(self, position: int, row: Row) -> bool:
        """Takes a row that begins with a label; false if it does not."""
        label = row.label
        if label is None:
            return False
        if label.kind is LabelKind.AFTER:
            if self.region is not None and strip_bullet(row.text, 0, len(row.text))[0] and _people(row):
                return False
            self.close()
        elif label.kind is LabelKind.LIST:
            self.open_list(position, row, label)
        elif label.kind is LabelKind.OFFICER:
            self.read_officer(position, row, label)
        elif self.region is None:
            return False
        elif label.alone:
            self.region.state.role = self.region.state.organisation = None
            self.region.bulleted = None
        else:
            self.take(position, row, label.end)
        return True

    def open_list(self, position: int, row: Row, label: Label) -> None:
        assert label.status is not None
        if (
            self.region is not None
            and row.bulleted
            and self.region.bulleted
            and not label.alone
            and label.status == "present"
            and not self.region.found
        ):
            return
        self.open(label.status)
        rest = row.text[label.end :]
        if label.alone or is_nobody(rest) or civility_only(rest):
            return
        self.take(position, row, label.end)
        assert self.region is not None
        self.region.run_in = True
        if not self.region.found:
            self.close()

    def take(self, position: int, row: Row, offset: int = 0) -> bool:
        """Adds the people of a row to the list; false if it holds none."""
        assert self.region is not None
        entries = read_row(row, offset, proxies=self.region.state.status == "represented")
        for entry in entries:
            self.region.found.append(Listed(entry, self.region.state.apply(entry), "label", position))
        return bool(entries)

    def read_officer(self, position: int, row: Row, label: Label) -> None:
        """Takes "Secrétaire de séance : Mme X": one person, the list goes on."""
        named = row
        offset = label.end
        if label.alone:
            following = self.units[position + 1] if position + 1 < len(self.units) else None
            if not isinstance(following, Row) or following.label is not None:
                return
            named, offset = following, 0
        entries = read_row(named, offset)
        if any(_is_prose(entry) for entry in entries):
            return
        if (
            not entries
            or len(entries) > 3
            or (
                entries[0].basis < Basis.CAPITALS
                and " " in entries[0].name
                and not label.alone
                and not self.region
            )
        ):
            return
        role = re.sub(r"^(?:[Ll]e|[Ll]a|[Ll]')\s+", "", squeeze(label.text))
        for entry in entries:
            entry.roles.insert(0, role)
            rule = "officer" if is_presiding(label) else "officer-known"
            self.officers.append(Listed(entry, entry.status or "present", rule, position))

    def read_unlabelled(self, position: int, row: Row) -> None:
        """Takes a row below a label: people, a group, a legend, or the end of the list."""
        region = self.region
        assert region is not None
        if (
            row.text.strip().startswith("*")
            and region.found
            and not strip_bullet(row.text, 0, len(row.text))[1]
            and any(x.entry.starred for x in region.found)
        ):
            self.legends.append((row.text.strip(" *"), region))
        elif civility_only(row.text) or is_nobody(row.text):
            return
        elif self.belongs(position, row) and self.take(position, row):
            region.bulleted = row.bulleted if region.bulleted is None else region.bulleted
        elif self.is_group(position, row):
            self.open_group(row)
        elif not self.continues(row) and not self.interrupts(position, row):
            self.close()

    def belongs(self, position: int, row: Row) -> bool:
        """Whether a row of people still stands in the list."""
        assert self.region is not None
        if row.block.heading_level is not None or not _people(row):
            return False
        if self.region.run_in or (self.region.bulleted and not row.bulleted):
            return _surely_people(row)
        if self.region.found and not row.bulleted and not _surely_people(row):
            return not any(_sure(x.entry) for x in self.region.found[-3:]) or self.looks_listed(position, row)
        return True

    def looks_listed(self, position: int, row: Row) -> bool:
        """Whether an unknown name stands like the others: a remark beside it, or people after it."""
        if len(row.text) > _MAX_GROUP or _bold(row) or re.search(r"[.:?!]$", row.text.strip()):
            return False
        entries = read_row(row)
        if entries and entries[0].organisation and " " in entries[0].name:
            return True
        following = self.units[position + 1] if position + 1 < len(self.units) else None
        return isinstance(following, Row) and (following.label is not None or _people(following))

    def is_group(self, position: int, row: Row) -> bool:
        """Whether a short line without people stands before rows of people: "Pour la mairie :", "Bureau"."""
        text = row.text.strip()
        if len(text) > _MAX_GROUP or text.endswith((".", "?", "!")) or re.search(r"\d{4}|\d+[h:/]\d*", text):
            return False
        following = self.units[position + 1] if position + 1 < len(self.units) else None
        if (
            not isinstance(following, Row)
            or following.label is not None
            or following.block.heading_level is not None
        ):
            return False
        if not _people(following) or (
            row.block.heading_level is None and not text.endswith(":") and not _bold(row)
        ):
            return False
        return following.bulleted or _surely_people(following)

    def open_group(self, row: Row) -> None:
        assert self.region is not None
        self.region.state.open_group(row.text)
        self.region.bulleted = None

    def continues(self, row: Row) -> bool:
        """Whether a row is the rest of what was printed beside the last person."""
        assert self.region is not None
        text = row.text.strip()
        if not self.region.found or row.block.heading_level is not None or len(text) > 60:
            return False
        last = self.region.found[-1].entry
        if text[0].islower() and not text.endswith((".", ":")) and (last.organisation or last.roles):
            if last.organisation:
                last.organisation = f"{last.organisation} {squeeze(text)}"
            else:
                last.roles[-1] = f"{last.roles[-1]} {squeeze(text)}"
            return True
        return bool(re.match(r"[?(]", text))

    def interrupts(self, position: int, row: Row) -> bool:
        """Whether a row that names no one stands among people: "? - DDT 12"."""
        assert self.region is not None
        following = self.units[position + 1 : position + 3]
        if len(row.text) > _MAX_GROUP or row.block.heading_level is not None or len(following) < 2:
            return False
        alike = all(
            isinstance(unit, Row) and unit.bulleted == row.bulleted and unit.label is None
            for unit in following
        )
        return alike and all(isinstance(unit, Row) and _surely_people(unit) for unit in following)

    def read_table(self, position: int, grid: Grid) -> None:
        """Takes a table of people, whether it stands under a label or has its own."""
        status = self.region.state.status if self.region is not None else None
        above = self.heading if self.heading_at == position - 1 else None
        reading = read_grid(grid, status, above)
        if reading is None:
            self.close()
            return
        if self.region is None:
            self.open("present")
        assert self.region is not None
        self.heading, self.heading_at = reading.heading, position
        for entry, entry_status in reading.found:
            self.region.found.append(Listed(entry, entry_status, "table", position))


def _drop_nicknames(found: list[Listed]) -> None:
    """Single words in brackets are pseudonyms too where others in the list are: "(lune12)", "(Rocher)"."""
    if sum(listed.entry.nickname for listed in found) < 2:
        return
    for listed in found:
        body = listed.entry.organisation
        if body and " " not in body and not names_a_body(body):
            listed.entry.organisation = None


def _bold(row: Row) -> bool:
    return row.block.share("bold") > 0.9 or row.block.share("underline") > 0.9


def _is_prose(entry: Entry) -> bool:
    """Whether a clause with a verb stands beside the name, not a body."""
    body = (entry.organisation or "").split()
    return len(body) > 3 and body[0].islower()


def _sure(entry: Entry) -> bool:
    return entry.basis >= Basis.CAPITALS


def _people(row: Row) -> bool:
    """Whether a row begins with a person and is no paragraph."""
    pieces = split_pieces(row.text, 0, len(row.text))
    if not pieces or len(row.text) > 4000:
        return False
    if split_long_run(row.text, 0, len(row.text)):
        return True
    levels = [strength(piece, row.text) for piece in pieces]
    group = re.match(r"[^:]{2,60}:\s*(?=\S)", row.text)
    if levels[0] == 0 and not (group and not is_task(row.text) and _group_people(row.text, group.end())) and 3 not in levels[1:3]:
        return False
    longest = max(
        (piece.end - piece.start for piece, level in zip(pieces, levels, strict=True) if level), default=0
    )
    return longest < _MAX_REMARK


def _wholly_person(row: Row) -> bool:
    """Whether a line is one whole name, with a status or function at most."""
    entries = read_row(row)
    return (
        len(entries) == 1
        and entries[0].basis >= Basis.FIRST_NAME
        and " " in entries[0].name
        and not entries[0].organisation
        and not row.text.rstrip().endswith((".", ":", ";"))
    )


def _group_people(text: str, start: int) -> bool:
    pieces = split_pieces(text, start, len(text))
    return bool(pieces) and strength(pieces[0], text) >= 1


def _surely_people(row: Row) -> bool:
    start, box = strip_bullet(row.text, 0, len(row.text))
    return box is not None or any(
        strength(piece, row.text) >= 2 for piece in split_pieces(row.text, 0, len(row.text))[:2]
    )
