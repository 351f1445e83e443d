"""A list of people while it is read: what still belongs to it, and what ends it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crparse.language.persons import Basis
from crparse.record import Status
from crparse.stages.attendance.beside import names_a_body, read_remark
from crparse.stages.attendance.entries import ListEntry
from crparse.stages.attendance.labels import Label
from crparse.stages.attendance.list_rows import ListState, is_bold, names_people, read_row, surely_people
from crparse.stages.attendance.pieces import strip_bullet
from crparse.stages.attendance.rows import AttendanceLine, CellGrid
from crparse.text import squeeze

_MAX_GROUP = 70
"""Characters of a label that groups people ("Pour la commune de …"), and of a line among people."""
_MAX_REST = 60

Units = Sequence[AttendanceLine | CellGrid]


@dataclass(slots=True)
class Listed:
    """An entry with what its list says."""

    entry: ListEntry
    status: Status
    rule: str
    unit: int
    """Position of the row or table it stands in."""
    cue: str = ""
    """What the record names as the rule: the label, sentence or kind of table."""
    label: Label | None = None
    """Of its list, where one stands over it."""


@dataclass(slots=True)
class Region:
    """The list being read."""

    state: ListState
    cue: str
    """What opened it, for the record."""
    label: Label | None = None
    bulleted: bool | None = None
    """Whether its items have bullets; None before the first."""
    run_in: bool = False
    """Its people began on the line of the label, so that more lines are the exception."""
    found: list[Listed] = field(default_factory=list)
    opened: tuple[int, AttendanceLine, Label] | None = None
    """The position and row of the label that opened it, and the label; None for a list without label."""
    ended: str = ""
    """Why it ended, for who looks for the reason of a missing name."""
    nobody: bool = False
    """Whether the text says that there is nobody: "Excusés : néant"."""
    starred: list[Listed] = field(default_factory=list)
    """Those of them with an asterisk, which a legend below explains."""

    def take(self, position: int, row: AttendanceLine, offset: int = 0) -> bool:
        """Adds the people of a row; false if it holds none."""
        entries = read_row(row, offset, proxies=self.state.status == "represented")
        self.add(
            Listed(entry, self.state.apply(entry), "label", position, self.cue, self.label)
            for entry in entries
        )
        return bool(entries)

    def add(self, people: Iterable[Listed]) -> None:
        """Adds people to the list."""
        for listed in people:
            self.found.append(listed)
            if listed.entry.starred:
                self.starred.append(listed)

    def belongs(self, row: AttendanceLine, following: Units) -> bool:
        """Whether a row of people still stands in the list."""
        if row.block.heading_level is not None or not names_people(row):
            return False
        if self.run_in or row.numbered or (self.bulleted and not row.bulleted):
            return surely_people(row)
        if not self.found or row.bulleted or surely_people(row):
            return True
        unsure = not any(listed.entry.basis >= Basis.CAPITALS for listed in self.found[-3:])
        return unsure or self.looks_listed(row, following)

    def looks_listed(self, row: AttendanceLine, following: Units) -> bool:
        """Whether an unknown name stands like the others: a remark beside it, or people after it."""
        if len(row.text) > _MAX_GROUP or is_bold(row) or re.search(r"[.:?!]$", row.text.strip()):
            return False
        entries = read_row(row)
        if entries and entries[0].organisation and " " in entries[0].name:
            return True
        unit = following[0] if following else None
        return isinstance(unit, AttendanceLine) and (unit.label is not None or names_people(unit))

    def is_group(self, row: AttendanceLine, following: Units) -> bool:
        """Whether a short line without people stands before rows of people: "Pour la mairie :", "Bureau"."""
        text = row.text.strip()
        unit = following[0] if following else None
        if (
            len(text) > _MAX_GROUP
            or re.search(r"[.?!]$|\d{4}|\d+[h:/]\d*", text)
            or not isinstance(unit, AttendanceLine)
        ):
            return False
        if (
            unit.label is not None
            or unit.block.heading_level is not None
            or not unit.listing.begins_with_person()
        ):
            return False
        set_off = row.block.heading_level is not None or text.endswith(":") or is_bold(row)
        return set_off and (unit.bulleted or surely_people(unit))

    def open_group(self, row: AttendanceLine) -> None:
        """Takes the label of a group."""
        self.state.open_group(row.text)
        self.bulleted = None

    def continues(self, row: AttendanceLine, following: Units) -> bool:
        """Takes the rest of what was printed beside the last person; false if the row is none."""
        text = row.text.strip()
        if not self.found or row.block.heading_level is not None or len(text) > _MAX_REST:
            return False
        last = self.found[-1].entry
        wrapped = text[0].islower() or (self.bulleted and not row.bulleted and self.goes_on(row, following))
        if wrapped and not text.endswith((".", ":")) and (last.organisation or last.roles):
            if last.organisation:
                last.organisation = f"{last.organisation} {squeeze(text)}"
            else:
                last.roles[-1] = f"{last.roles[-1]} {squeeze(text)}"
            return True
        return text[0] in "?("

    def goes_on(self, row: AttendanceLine, following: Units) -> bool:
        """Whether the list goes on with an item of a person directly below a row without bullet."""
        unit = following[0] if following else None
        return not is_bold(row) and isinstance(unit, AttendanceLine) and unit.bulleted and surely_people(unit)

    def interrupts(self, row: AttendanceLine, following: Units) -> bool:
        """Whether a row that names no one stands among people: "? - DDT 12"."""
        if len(row.text) > _MAX_GROUP or row.block.heading_level is not None or len(following) < 2:
            return False
        return all(
            isinstance(unit, AttendanceLine)
            and unit.bulleted == row.bulleted
            and unit.label is None
            and surely_people(unit)
            for unit in following[:2]
        )

    def read_legend(self, row: AttendanceLine) -> bool:
        """Takes "* a donné pouvoir à M. Costey" for the people with an asterisk; false if it is no legend."""
        text = row.text.strip()
        if not self.starred or not text.startswith("*") or strip_bullet(text, 0, len(text))[1]:
            return False
        remark = read_remark(text.strip("* "))
        for listed in self.starred:
            listed.status = remark.status or listed.status
            listed.entry.proxy = listed.entry.proxy or remark.proxy
            listed.entry.roles.extend(role for role in remark.roles if len(remark.roles) == 1)
        return True

    def close(self) -> list[Listed]:
        """The people of the list."""
        return self.found


def drop_pseudonyms(listed: Sequence[Listed]) -> None:
    """Where two are surely pseudonyms, single words in brackets are: "(lune12)", "(Rocher)".

    Where most are, those of several words as well.
    """
    surely = sum(person.entry.nickname for person in listed)
    for person in listed:
        body = person.entry.organisation
        if surely > 1 and body and not names_a_body(body) and (" " not in body or surely > len(listed) / 3):
            person.entry.organisation = None
