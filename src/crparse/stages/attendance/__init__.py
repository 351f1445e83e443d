"""Attendance: who took part, who was excused, absent or represented, for whom and as what."""

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import set_items
from crparse.document.view import view_of
from crparse.record import Attendee, Status
from crparse.source import SourceDocument
from crparse.stages.attendance.entries import ListEntry
from crparse.stages.attendance.lists import ListReader, main_lists, near_officers
from crparse.stages.attendance.officers import find_officers, find_signatures
from crparse.stages.attendance.region import Listed
from crparse.stages.attendance.rows import DocumentRows
from crparse.text import fold, squeeze

_RANK: dict[Status, int] = {"represented": 3, "excused": 2, "absent": 1, "present": 0}


def name_key(name: str) -> frozenset[str]:
    """The words of a name without case, accents, order and hyphens."""
    return frozenset("".join(c if c.isalnum() else " " for c in fold(name)).split())


class People:
    """Those who are listed, found by their name or a part of it."""

    def __init__(self) -> None:
        self.listed: list[Listed] = []
        self._by_key: dict[frozenset[str], list[int]] = {}
        self._by_word: dict[str, list[int]] = {}

    def add(self, person: Listed) -> None:
        """One person more."""
        key, place = name_key(person.entry.name), len(self.listed)
        self.listed.append(person)
        self._by_key.setdefault(key, []).append(place)
        for word in key | set(fold(person.entry.name).split()):
            self._by_word.setdefault(word, []).append(place)

    def of_name(self, name: str) -> Listed | None:
        """The first listed person of that name, its words in any order."""
        found = self._by_key.get(name_key(name))
        return self.listed[found[0]] if found else None

    def find(self, name: str) -> Listed | None:
        """The listed person of that name; a part of a name counts where only one person has it."""
        exact = self.of_name(name)
        if exact is not None:
            return exact
        key = name_key(name)
        words = key | set(fold(name).split())
        near = sorted({place for word in words for place in self._by_word.get(word, ())})
        others = [self.listed[place] for place in near]
        keys = [name_key(other.entry.name) for other in others]
        partial = [o for o, other in zip(others, keys, strict=True) if other and (key < other or other < key)]
        if not partial:
            partial = [other for other in others if _abbreviates(other.entry.name, name)]
        return partial[0] if len(partial) == 1 else None


def _abbreviates(one: str, other: str) -> bool:
    """Whether two names of as many words differ by initials alone: "Anne R." and "Anne Roux"."""
    words, others = fold(one).split(), fold(other).split()
    if len(words) != len(others) or not any(a == b for a, b in zip(words, others, strict=True)):
        return False
    return all(
        a == b or (min(len(a.rstrip(".")), len(b.rstrip("."))) == 1 and a[0] == b[0])
        for a, b in zip(words, others, strict=True)
    )


def _join(first: Listed, other: Listed) -> None:
    """Completes the first listing with what another says of the same person."""
    entry, more = first.entry, other.entry
    entry.organisation = entry.organisation or more.organisation
    known = [_role_key(role) for role in entry.roles]
    entry.roles.extend(role for role in more.roles if not any(_role_key(role) in key for key in known))
    entry.proxy = entry.proxy or more.proxy
    entry.givers.extend(more.givers)
    late = entry.late or more.late
    if not late and _RANK[other.status] > _RANK[first.status] and other.rule != "officer":
        first.status = other.status
    elif late:
        first.status = "present"


def _role_key(role: str) -> str:
    """A function without gender and number: "Présidente" is "président"."""
    return re.sub(r"(?:e|s|es)\b", "", fold(role))


def _unique(listed: Sequence[Listed]) -> People:
    found = People()
    for person in listed:
        same = found.of_name(person.entry.name)
        if same is None or _homonyms(same, person):
            found.add(person)
        else:
            _join(same, person)
    return found


def _homonyms(one: Listed, other: Listed) -> bool:
    """Two people of one name: "M. et Mme Roux", or two first names in one line."""
    alone = len(name_key(one.entry.name)) == 1 and one.status == other.status
    return one.unit == other.unit and alone and (one.rule == "label" or one.entry.start == other.entry.start)


def _give_proxies(text: str, found: People) -> None:
    """Turns "(pouvoir de Mme X)" beside the holder into the proxy of Mme X."""
    for holder in list(found.listed):
        for start, end in holder.entry.givers:
            name = squeeze(text[start:end])
            giver = found.find(name)
            if giver is None:
                giver = Listed(
                    ListEntry(start, end, name, holder.entry.basis), "represented", holder.rule, holder.unit
                )
                found.add(giver)
            if giver is not holder:
                giver.status = "present" if giver.entry.late else "represented"
                giver.entry.proxy = giver.entry.proxy or holder.entry.name


def merge(text: str, listed: Sequence[Listed], officers: Sequence[Listed]) -> list[Attendee]:
    """The attendees of the lists, with the officers among them or beside them."""
    found = _unique(listed)
    _give_proxies(text, found)
    for officer in officers:
        same = found.find(officer.entry.name)
        if same is not None:
            _join(same, officer)
        elif officer.rule == "officer":
            found.add(officer)
    return [_attendee(person) for person in found.listed]


def _attendee(person: Listed) -> Attendee:
    entry = person.entry
    status: Status = "present" if entry.late else person.status
    return Attendee(
        start=entry.start,
        end=entry.end,
        name=entry.name,
        status=status,
        organisation=entry.organisation,
        role=", ".join(dict.fromkeys(entry.roles)) or None,
        proxy=entry.proxy,
        rule=person.rule,
    )


@Language.factory("crparse_attendance", assigns=["doc.spans"])
def make_attendance(nlp: Language, name: str) -> "Attendance":
    """People of the attendance lists, tables and sentences."""
    return Attendance()


class Attendance:
    """People listed as taking part or as missing.

    "Excusée : Mme Odile Ferrandin (pouvoir à M. Roux)" -> Odile Ferrandin, represented, proxy Roux.
    Misses lists without any label, and people whom only the discussion mentions.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Keeps the attendees as the items of that name."""
        set_items(doc, "attendees", self.read(view_of(doc).rows))
        return doc

    def find(self, source: SourceDocument) -> list[Attendee]:
        """The attendees of blocks that are no spaCy document."""
        return self.read(DocumentRows(source))

    def read(self, rows: DocumentRows) -> list[Attendee]:
        """The attendees, one entry each."""
        source, units = rows.source, list(rows.units())
        reader = ListReader(units)
        reader.read()
        listed = main_lists(reader.listed)
        lists_end = max((person.entry.end for person in listed), default=0)
        officers = [
            *near_officers(reader.officers, listed, len(units) - 1),
            *find_officers(source, lists_end),
            *find_signatures(units, listed),
        ]
        return merge(source.text, listed, officers)
