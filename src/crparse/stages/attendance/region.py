"""A list of people while it is read: what its rows name, what still belongs to it, and what ends it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from crparse import lexicon
from crparse.language.persons import Basis, parse_name
from crparse.record import Status
from crparse.stages.attendance.beside import (
    is_mark_or_role,
    names_a_body,
    read_remark,
    starts_with_role,
    stretches,
)
from crparse.stages.attendance.entries import (
    Listed,
    are_initials,
    civility_only,
    is_nobody,
    parts_people,
    past_function,
    read_entries,
    read_proxies,
    read_representative,
    spread_functions,
)
from crparse.stages.attendance.heads import handles, split_long_run
from crparse.stages.attendance.labels import Label, LabelKind
from crparse.stages.attendance.pieces import ListPiece, ListText, strip_bullet
from crparse.stages.attendance.rows import AttendanceLine, is_task
from crparse.text import Stretch, fold, squeeze

_MAX_GROUP = 70
"""Characters of a label that groups people ("Pour la commune de …"), and of a line among people."""
_MAX_REST = 60
"""Characters of the rest of a remark, and of a label in a cell. Chosen, not measured."""

# Takes ";" of "M. Roux ; Mme Petit", leaves ",".
_SEMICOLONS = re.compile(r"[();]|$")
# Takes "Mairie : " of "Mairie : Anne Roux", leaves "Mairie, Lormoy : Anne Roux".
_GROUP_OF_PEOPLE = re.compile(r"[\s•-]*(?P<group>[^:(),;]{2,70}?(?:\s*\([^():;]{1,40}\))?)\s*:\s*(?=\S)")
# The same with a dash: takes "DDT 42 – " of "DDT 42 – Anne Roux", leaves "Saint-Lormoy : ".
_DASHED_GROUP = re.compile(r"[\s•-]*(?P<group>[^:(),;–—]{2,70}?)\s+[-–—]\s+(?=\S)")
# Takes "," of "DDT – Anne Roux, SIVOM – Paul Petit", leaves ";".
_COMMAS = re.compile(r"[(),]|$")


_COMMA_SIGNS = (",", ";")
"""What parts people who stand side by side; other signs stand before bodies as well."""


@dataclass(slots=True)
class ListState:
    """What holds for the people that follow: the status of their list, the label of their group."""

    status: Status
    role: str | None = None
    organisation: str | None = None
    names_only: bool = False
    """The people of the lists before stand side by side with nothing beside them."""

    def open_group(self, text: str) -> None:
        """Takes "Pour la mairie :" or "Élus"."""
        self.role, self.organisation = read_group(text)

    def open_label(self, label: Label) -> None:
        """Begins anew with what a label says of the people beside or below it: of a place, no status."""
        self.status = self.status if label.kind is LabelKind.PLACE else label.status or "present"
        self.role = self.organisation = None
        if label.kind is LabelKind.OFFICER:
            self.role = squeeze(label.text)
        elif label.group:
            self.open_group(label.group)

    def apply(self, entry: Listed) -> None:
        """Completes an entry by its group, and by the status of the list."""
        if self.role:
            add_role(entry, self.role)
        entry.organisation = entry.organisation or self.organisation
        missing = self.status in ("absent", "excused")
        if entry.givers and self.status == "represented":  # "Pouvoirs : Mme Roux (pouvoir de M. Petit)"
            entry.status = entry.status or "present"
        if entry.status is None or (missing and entry.status == "present"):
            entry.status = self.status

    def read(self, row: AttendanceLine, offset: int = 0) -> list[Listed]:
        """The people of a row from `offset` on, completed."""
        entries = read_row(row, offset, proxies=self.status == "represented", names_only=self.names_only)
        pieces = row.pieces(offset)
        if len(pieces) > 1:
            by_comma = all(piece.separator in _COMMA_SIGNS for piece in pieces[1:])
            self.names_only = by_comma and len(entries) == len(pieces)
        own = {entry.status for entry in entries} - {None, "represented"}
        if (
            own
            and None not in {entry.status for entry in entries}
            and own != {self.status}
            and len(entries) > 1
        ):
            self.role = self.organisation = None  # "Anne Roux et Paul Petit sont excusés", below a group
        for entry in entries:
            self.apply(entry)
        return entries

    def read_cell_line(self, row: AttendanceLine) -> list[Listed]:
        """The people of a line in a cell; a line without people may open a group or change the status."""
        label, offset = row.label, 0
        if label is not None and label.kind in (LabelKind.LIST, LabelKind.PLACE):
            offset = label.end
            self.open_label(label)
        rest = row.text[offset:]
        if (label is not None and label.alone) or is_nobody(rest) or civility_only(rest):
            return []
        entries = self.read(row, offset)
        if not entries and len(row.text.strip()) < _MAX_REST:
            self.open_group(row.text)
        return entries


def add_role(entry: Listed, role: str) -> None:
    """Adds what a label says of the people under it; of a group it says nothing of who has a function."""
    of_group = lexicon.cues("attendance", "groups.role").match(fold(role)) is not None
    if role not in entry.roles and not (of_group and entry.roles):
        entry.roles.insert(0, role)


def read_group(text: str) -> tuple[str | None, str | None]:
    """(function, body) that a label gives to the people below it."""
    printed = squeeze(text).strip(" :•-–*.")
    if civility_only(printed):
        return None, None
    known_role = lexicon.cues("attendance", "groups.role")
    prefix = lexicon.cues("attendance", "joints.group_prefix").match(fold(printed))
    # Takes " (3)" of "Élus (3)", leaves "Élus (Lormoy)".
    rest = re.sub(r"\s*\(\d+\)$", "", printed[prefix.end() :] if prefix else printed)
    article = lexicon.cues("attendance", "joints.body_article").match(rest) if prefix else None
    rest = rest[article.end() :] if article else rest
    # "Représentants de la DDT" tells a body, "Représentants du personnel" a function.
    if known_role.match(fold(printed)) and not (prefix and names_a_body(rest)):
        remark = read_remark(printed) if starts_with_role(printed) else None
        if remark and remark.organisation and remark.roles:
            return remark.roles[0], remark.organisation
        return printed, None
    printed = rest
    if lexicon.cues("attendance", "groups.never").match(fold(printed)):
        return None, None
    if known_role.match(fold(printed)) or (starts_with_role(printed) and not names_a_body(printed)):
        return printed, None
    remark = read_remark(printed)
    return (", ".join(remark.roles) or None), remark.organisation


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of people, with what stands before them of all: "Mairie : Anne Roux, Paul Petit"."""

    start: int
    end: int
    role: str | None
    body: str | None


def read_row(
    row: AttendanceLine, offset: int = 0, *, proxies: bool = False, names_only: bool = False
) -> list[Listed]:
    """The people of a row from `offset` on.

    `names_only`: those of the lists before have nothing beside them.
    """
    found: list[Listed] = []
    majority = lexicon.cues("attendance", "labels.clause").search(row.folded)
    listing = ListText(row.text[: majority.start()], row.start) if majority else row
    segments = list(stretches(_SEMICOLONS, listing.text, offset))
    names_only = parts_people(listing, segments, names_only=names_only)
    box = strip_bullet(row.block.marker or "")[1]
    for segment in _with_groups(listing, segments):
        entries = _read_segment(listing, segment, proxies=proxies, names_only=names_only)
        for entry in entries:
            entry.status = entry.status or box
        found.extend(entries)
    if found and not any(_tells(entry) for entry in found) and _lists_bodies(listing, offset):
        return []
    if len(found) > 1 and _said_after(listing, found[-1]):
        for entry in found[:-1]:
            entry.status = entry.status or found[-1].status
    return found


def _tells(entry: Listed) -> bool:
    """Whether a name tells by itself that it is a person's, or something beside it does."""
    return entry.basis > Basis.SHAPE or "." in entry.name or bool(entry.roles or entry.proxy or entry.status)


def _lists_bodies(listing: ListText, offset: int) -> bool:
    """Whether a part of a list is a body with its article: "la DDT 42, Terre Vive" lists no people."""
    for piece in listing.pieces(offset):
        printed = piece.text.strip()
        article = lexicon.cues("attendance", "joints.body_article").match(printed)
        if article and names_a_body(printed[article.end() :]):
            return True
    return False


def _said_after(listing: ListText, last: Listed) -> bool:
    """Whether what is said of all follows them: "A et B sont excusés", not "Sont excusés : A, B"."""
    said = lexicon.cues("attendance", "marks.of_all").search(listing.folded)
    return said is not None and listing.start + said.start() >= last.end


def _read_segment(listing: ListText, segment: _Segment, *, proxies: bool, names_only: bool) -> list[Listed]:
    """The people of a segment, completed by what stands before them."""
    start, end, role, body = segment.start, segment.end, segment.role, segment.body
    entries = read_representative(listing, start, end, names_only=names_only)
    entries = entries or ([] if role or body else _read_run(listing, start, end))
    if not entries and proxies:
        entries = read_proxies(listing, start, end, names_only=names_only)
    elif not entries:
        grouped = bool(role or body)
        entries = read_entries(listing, start, end, names_only=names_only, grouped=grouped)
    if small := handles(listing.text, start, end):
        entries = _bare(listing, small)
    if body and entries and are_initials(body, entries[0].name):
        body = None
    for entry in entries:
        if role:
            add_role(entry, role)
        entry.organisation = entry.organisation or body
    return entries


def _with_groups(listing: ListText, parts: Sequence[Stretch]) -> list[_Segment]:
    """The parts of a list with their groups; the only group, before the first, is that of all."""
    by_body = [_by_body(listing, *part) for part in parts]
    form = _DASHED_GROUP if any(len(units) > 1 for units in by_body) else _GROUP_OF_PEOPLE
    segments = [_segment(listing, start, end, form) for units in by_body for start, end in units]
    first, others = segments[:1], segments[1:]
    if first and not any(segment.role or segment.body for segment in others):
        return [*first, *(replace(segment, role=first[0].role, body=first[0].body) for segment in others)]
    return segments


def _by_body(listing: ListText, start: int, end: int) -> list[Stretch]:
    """A stretch cut before each body with a dash before its people: "DDT – Anne Roux, SIVOM – Paul Petit"."""
    cuts = [
        begin
        for begin, stop in stretches(_COMMAS, listing.text, start, end)
        if _begins_with_body(listing, begin, stop)
    ]
    if len(cuts) < _LEAST_BODIES or listing.text[start : cuts[0]].strip():
        return [(start, end)]
    return list(pairwise([*cuts, end]))


def _begins_with_body(listing: ListText, start: int, end: int) -> bool:
    """Whether no person but a body stands before a dash, and a person after it."""
    dash = _DASHED_GROUP.match(listing.text, start, end)
    if dash is None or ListPiece(listing, *dash.span("group")).strength > 1:
        return False
    people = listing.pieces(dash.end(), end)[:1]
    return bool(people) and people[0].strength > 0 and not is_mark_or_role(people[0].text)


_LEAST_BODIES = 2
"""Bodies before a dash that make such a list: one is said of all who follow. Chosen, not measured."""


def _read_run(listing: ListText, start: int, end: int) -> list[Listed]:
    """The names of a long run without separators, nothing beside them."""
    return _bare(listing, split_long_run(listing.text, start, end))


def _bare(listing: ListText, names: Sequence[Stretch]) -> list[Listed]:
    """People of whom nothing but the name is read."""
    return [
        Listed(listing.start + a, listing.start + b, squeeze(listing.text[a:b]), Basis.FIRST_NAME)
        for a, b in names
    ]


def _segment(listing: ListText, start: int, end: int, form: re.Pattern[str]) -> _Segment:
    """A part of a list, and its function or body where one stands before the people: "Mairie : Anne Roux"."""
    colon, alone = form.match(listing.text, start, end), _Segment(start, end, None, None)
    if colon is None:
        dash = _DASHED_GROUP.match(listing.text, start, end)  # "Trésorière – Anne Roux"
        colon = dash if dash and starts_with_role(dash["group"]) else None
    if colon is None or is_task(colon["group"]):
        return alone
    group = ListPiece(listing, *colon.span("group"))
    first = listing.pieces(colon.end(), end)[:1]
    sure = past_function(first[0])[1].strength if first else 0
    if sure == 0 or (sure < 3 and group.strength >= 2):
        return alone
    return _Segment(colon.end(), end, *read_group(colon["group"]))


def wholly_person(row: AttendanceLine, *, plain: bool = False) -> bool:
    """Whether an item of a list is a name with a status or function at most, or a line name and function.

    `plain`: a line may be a name and no more, with a body as well.
    """
    entries = read_row(row)
    if plain and entries and " " in entries[0].name and not row.text.rstrip().endswith((".", ":")):
        return all(entry.basis >= Basis.FIRST_NAME for entry in entries)
    if len(entries) != 1 or entries[0].basis < Basis.FIRST_NAME or entries[0].organisation:
        return False
    whole = " " in entries[0].name or entries[0].status is not None
    listed = row.bulleted or bool(entries[0].roles)
    return whole and listed and not row.text.rstrip().endswith((".", ":", ";"))


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
    opened: tuple[int, AttendanceLine] | None = None
    """The position and row of the label that opened it; None for a list without label."""
    ended: str = ""
    """Why it ended, for who looks for the reason of a missing name."""
    last: AttendanceLine | None = None
    """The row that was taken last."""
    sentence: int = 0
    """Where in `found` the rows that go on in each other begin."""
    nobody: bool = False
    """Whether the text says that there is nobody: "Excusés : néant"."""

    @property
    def of_guests(self) -> bool:
        """Whether its label says that its people came beside others: "Invités :"."""
        label = fold(self.label.text) if self.label else ""
        return lexicon.cues("attendance", "labels.guests").search(label) is not None

    def take(self, position: int, row: AttendanceLine, offset: int = 0) -> bool:
        """Adds the people of a row; false if it holds none."""
        entries = self.state.read(row, offset)
        # Takes "Anne Roux,", leaves "Anne Roux".
        if self.last is None or not re.search(r",\s*$", self.last.text):
            self.sentence = len(self.found)
        self.last = row
        self.found.extend(entry.found_by("label", position, self.cue, self.label) for entry in entries)
        spread_functions(self.found[self.sentence :])
        return bool(entries)

    def take_likely(self, position: int, row: AttendanceLine) -> bool:
        """Adds the people of a row that surely lists some, names that nothing else tells as well."""
        plain = plain_names(row)
        if len(plain) <= len(read_row(row, 0, proxies=self.state.status == "represented")):
            return self.take(position, row)
        self.last = row
        for start, end in plain:
            entry = Listed(row.start + start, row.start + end, squeeze(row.text[start:end]), Basis.SHAPE)
            self.state.apply(entry)
            self.found.append(entry.found_by("label", position, self.cue, self.label))
        return True

    def belongs(self, row: AttendanceLine, below: AttendanceLine | None) -> bool:
        """Whether a row of people still stands in the list."""
        if row.block.heading_level is not None:
            return False
        if not row.names_people:
            return not self.found and bool(handles(row.text, 0, len(row.text)))
        if self.run_in or row.numbered or (self.bulleted and not row.bulleted):
            return row.surely_people or self._goes_on(row, below)
        if not self.found or row.bulleted or row.surely_people:
            return True
        unsure = not any(person.basis >= Basis.CAPITALS for person in self.found[-3:])
        return unsure or _looks_listed(row, below)

    def _goes_on(self, row: AttendanceLine, below: AttendanceLine | None) -> bool:
        """Whether a line that is a name and no more stands where the next person would."""
        before, first = self.last, row.pieces()[0]
        if first.head is None or not (first.head.given and first.head.surname) or names_a_body(first.text):
            return False
        if before is None:
            return row.number == 1 and below is not None and below.numbered and below.surely_people
        # Takes "Anne Roux,", "Anne Roux ;"; leaves "Anne Roux".
        if re.search(r"[,;]\s*$", before.text):
            return True
        if row.numbered:
            return before.numbered and row.number == before.number + 1
        alone = parse_name(row.text[row.bullet[0] :].strip()) is not None
        return alone and below is not None and (below.label is not None or below.surely_people)

    def continues(self, row: AttendanceLine, below: AttendanceLine | None) -> bool:
        """Takes the rest of what was printed beside the last person; false if the row is none."""
        text = row.text.strip()
        if not self.found or row.block.heading_level is not None or len(text) > _MAX_REST:
            return False
        last = self.found[-1]
        among_items = self.bulleted and not row.bulleted and not row.set_off
        goes_on = among_items and below is not None and below.bulleted and below.surely_people
        wrapped = text[0].islower() or goes_on
        if not wrapped or text.endswith((".", ":")) or not (last.organisation or last.roles):
            return text[0] in "?("
        if last.organisation:
            last.organisation = f"{last.organisation} {squeeze(text)}"
        else:
            last.roles[-1] = f"{last.roles[-1]} {squeeze(text)}"
        return True

    def read_legend(self, row: AttendanceLine) -> bool:
        """Takes "* a donné pouvoir à M. Costey" for the people with an asterisk; false if it is no legend."""
        text = row.text.strip()
        starred = [person for person in self.found if person.starred] if text.startswith("*") else []
        if not starred or strip_bullet(text)[1]:
            return False
        remark = read_remark(text.strip("* "))
        for person in starred:
            person.status = remark.status or person.status
            person.proxy = person.proxy or remark.proxy
            person.roles.extend(remark.roles if len(remark.roles) == 1 else [])
        return True


@cache
def _between() -> re.Pattern[str]:
    """What parts names that stand side by side, in folded text."""
    joints = lexicon.source("attendance", "joints.and")
    # Takes ", " and " et " of "odile, lune12 et paul", leaves the dash of "jean-luc".
    return re.compile(rf"\s*[,;/\t|&]\s*|\s+(?:{joints}|-)\s+|\s*\.?\s*$")


# A name and no more: takes "Lune 12", "e-Jim"; leaves "Roux (maire)", "12 h".
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[.'’-])*(?:\s+(?:[^\W_]|[.'’-])+){0,2}")


def plain_names(row: AttendanceLine) -> list[Stretch]:
    """The names of a row that has names and signs between them and nothing else, none of another row."""
    found: list[Stretch] = []
    start = row.bullet[0]
    for sign in _between().finditer(row.folded, start):
        if start < sign.start():
            if not _PLAIN.fullmatch(row.text, start, sign.start()):
                return []
            found.append((start, sign.start()))
        start = sign.end()
    parts = [ListText(row.text[a:b]) for a, b in found]
    sure = sum(part.begins_with_person(2) for part in parts)
    if len(found) > 1 and (sure < _LEAST_SURE or sure * _LEAST_OF < len(found)):
        return []
    if len({part.text.isupper() for part in parts}) > 1:
        return []
    if any(is_mark_or_role(part.text) or names_a_body(part.text) for part in parts):
        return []
    return found


_LEAST_SURE, _LEAST_OF = 2, 3
"""Parts of a row that are surely names, in all and one in so many: else the others may be bodies. As many as
in a list in small letters."""


def _looks_listed(row: AttendanceLine, below: AttendanceLine | None) -> bool:
    """Whether an unknown name stands like the others: a remark beside it, or people after it."""
    if len(row.text) > _MAX_GROUP or row.set_off or row.text.strip().endswith((".", ":", "?", "!")):
        return False
    entries = read_row(row)
    remarks = (entries[0].organisation, entries[0].proxy, entries[0].givers) if entries else ()
    remarked = any(remarks) and " " in entries[0].name
    return remarked or (below is not None and (below.label is not None or below.names_people))


def is_group(row: AttendanceLine, below: AttendanceLine | None) -> bool:
    """Whether a short line without people stands before rows of people: "Pour la mairie :", "Bureau"."""
    text = row.text.strip()
    # Takes "Réunion du 12/03", "Lormoy."; leaves "Pour la mairie :".
    if len(text) > _MAX_GROUP or re.search(r"[.?!]$|\d{4}|\d+[h:/]\d*", text):
        return False
    if below is None or below.label is not None or below.block.heading_level is not None:
        return False
    set_off = row.block.heading_level is not None or text.endswith(":") or row.set_off
    if set_off or is_known_group(text):
        begins = below.begins_with_person() or below.led_by_function
        return begins and (below.bulleted or below.surely_people)
    if text.isupper() and not below.text.isupper() and not row.names_people:
        # "SERVICES" over "Paul Petit, directeur": people are not set as what stands over them.
        return below.begins_with_person() and below.surely_people and len(text.split()) <= _GROUP_WORDS
    side_by_side = [piece.strength for piece in below.pieces()[:2]]
    return text[:1].isupper() and not row.names_people and len(side_by_side) > 1 and min(side_by_side) > 1


_GROUP_WORDS = 8
"""Words of the name of a group; more are a sentence. Chosen, not measured."""


def is_known_group(text: str) -> bool:
    """Whether a line says who people are: "Élus", "Pour la mairie", "DDT 42"."""
    folded = fold(text).strip(" :")
    keys = ("groups.role", "joints.group_prefix")
    known = any(lexicon.cues("attendance", key).match(folded) for key in keys) or names_a_body(text)
    return known and len(folded.split()) <= _GROUP_WORDS


def heads_group(row: AttendanceLine, below: AttendanceLine | None) -> bool:
    """Whether a line that looks like a name stands over people with a colon: "Terre Vive :"."""
    return row.text.rstrip().endswith(":") and not row.surely_people and is_group(row, below)


def heads_numbers(above: AttendanceLine | None, row: AttendanceLine, below: AttendanceLine | None) -> bool:
    """Whether a line without a number stands between people counted to 3 and others counted from 1."""
    counted = above is not None and above.number > 0 and below is not None and below.number == 1
    return counted and not row.numbered and len(row.text) < _MAX_GROUP and row.label is None


def interrupts(row: AttendanceLine, below: Sequence[AttendanceLine | None]) -> bool:
    """Whether a row that names no one stands among people: "? - DDT 12"."""
    if len(row.text) > _MAX_GROUP or row.block.heading_level is not None:
        return False
    return all(
        line is not None and line.bulleted == row.bulleted and line.label is None and line.surely_people
        for line in below
    )
