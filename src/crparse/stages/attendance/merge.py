"""One attendee out of the places that list the same person."""

import re
from collections.abc import Callable, Sequence

from crparse import lexicon
from crparse.record import Attendee, Status
from crparse.stages.attendance.entries import ListEntry
from crparse.stages.attendance.labels import Label
from crparse.stages.attendance.region import Listed
from crparse.text import fold, squeeze

_RANK: dict[Status, int] = {"represented": 3, "excused": 2, "absent": 1, "present": 0}


def name_key(name: str) -> frozenset[str]:
    """The words of a name without case, accents, order and hyphens."""
    return frozenset("".join(c if c.isalnum() else " " for c in fold(name)).split())


def same_person(one: str, other: str) -> bool:
    """The same words, in any order."""
    return name_key(one) == name_key(other)


class People:
    """Those who are listed, found by their name or a part of it."""

    def __init__(self) -> None:
        self.listed: list[Listed] = []
        self._by_key: dict[frozenset[str], list[Listed]] = {}
        self._by_word: dict[str, list[int]] = {}

    def add(self, person: Listed) -> None:
        """One person more."""
        key, place = name_key(person.entry.name), len(self.listed)
        self.listed.append(person)
        self._by_key.setdefault(key, []).append(person)
        for word in key | set(fold(person.entry.name).split()):
            self._by_word.setdefault(word, []).append(place)

    def of_name(self, name: str) -> list[Listed]:
        """The listed people of that name, its words in any order."""
        return self._by_key.get(name_key(name), [])

    def find(self, name: str, likely: Callable[[Listed], bool]) -> Listed | None:
        """The person of that name, first among those who are likely: who presides was there."""
        return self._find(name, likely) or self._find(name, lambda person: True)

    def _find(self, name: str, likely: Callable[[Listed], bool]) -> Listed | None:
        """The likely person of that name; a part of a name counts where only one person has it."""
        exact = next(filter(likely, self.of_name(name)), None)
        if exact is not None:
            return exact
        key = name_key(name)
        words = key | set(fold(name).split())
        near = sorted({place for word in words for place in self._by_word.get(word, ())})
        others = [(other, name_key(other.entry.name)) for other in map(self.listed.__getitem__, near)]
        partial = [o for o, other in others if likely(o) and key and other and (key < other or other < key)]
        if not partial:
            partial = [o for o, _ in others if likely(o) and _abbreviates(o.entry.name, name)]
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
    known = list(entry.roles)
    entry.roles.extend(role for role in more.roles if not any(_says(other, role) for other in known))
    entry.proxy = entry.proxy or more.proxy
    entry.givers.extend(more.givers)
    late = entry.late or more.late
    if not late and _RANK[other.status] > _RANK[first.status] and other.rule != "officer":
        first.status = other.status
    elif late:
        first.status = "present"


def _says(known: str, role: str) -> bool:
    """Whether a function says another: "secrétaire de séance" that of "secrétaire", not "vice-secrétaire"."""
    of_another_rank = lexicon.cues("roles", "roles.rank")
    ranked = of_another_rank.search(fold(known)) and not of_another_rank.search(fold(role))
    return not ranked and _role_key(role) in _role_key(known)


def _role_key(role: str) -> str:
    """A function without gender and number: "Présidente" is "président"."""
    return re.sub(r"(?:e|s|es)\b", "", fold(role))


def _unique(listed: Sequence[Listed]) -> People:
    found = People()
    for person in listed:
        namesakes = found.of_name(person.entry.name)
        same = next((other for other in namesakes if not _are_two(other, person)), None)
        if same is None:
            found.add(person)
        else:
            _join(same, person)
    return found


def _are_two(one: Listed, other: Listed) -> bool:
    """Whether two listings of one name are of two people."""
    return _homonyms(one, other) or _of_two_genders(one.entry, other.entry) or _namesakes(one, other)


def _homonyms(one: Listed, other: Listed) -> bool:
    """Two people of one name: "M. et Mme Roux", or two first names in one line."""
    alone = len(name_key(one.entry.name)) == 1 and one.status == other.status
    return one.unit == other.unit and alone and (one.rule == "label" or one.entry.start == other.entry.start)


def _of_two_genders(one: ListEntry, other: ListEntry) -> bool:
    """ "M. Roux" of one list and "Mme Roux" of another."""
    genders = lexicon.table("civilities", "genders")
    found = {genders[e.civility] for e in (one, other) if e.civility and e.civility in genders}
    return len(found) > 1


def _namesakes(one: Listed, other: Listed) -> bool:
    """One name in the list of those who were there and in that of those who were not.

    Of a surname or a first name alone it is two people ("Présents : Mmes Roux, Petit. Absents : M. Roux"),
    and so it is of a full name, unless the first list is of all members, or the second tells who gave a
    proxy: that may have been for the end of the meeting.
    """
    there, away = (one, other) if one.status == "present" else (other, one)
    if there.status != "present" or away.status == "present" or there.entry.late or away.entry.late:
        return False
    if there.label is None or away.label is None or _lists_all(there.label):
        return False
    alone = len(name_key(one.entry.name)) == 1
    return alone or away.status != "represented" or _of_two_bodies(one.entry, other.entry)


def _lists_all(label: Label) -> bool:
    """Whether a list has those who were not there as well: "Composition", "Présents ou représentés"."""
    keys = ("everyone", "or_represented")
    return any(lexicon.cues("attendance", f"labels.{key}").search(fold(label.text)) for key in keys)


def _of_two_bodies(one: ListEntry, other: ListEntry) -> bool:
    bodies = name_key(one.organisation or ""), name_key(other.organisation or "")
    return all(bodies) and not (bodies[0] <= bodies[1] or bodies[1] <= bodies[0])


def _give_proxies(text: str, found: People) -> None:
    """Turns "(pouvoir de Mme X)" beside the holder into the proxy of Mme X."""
    for holder in list(found.listed):
        for start, end in holder.entry.givers:
            name = squeeze(text[start:end])
            giver = found.find(name, lambda person: person.status != "present")
            if giver is None:
                giver = Listed(
                    ListEntry(start, end, name, holder.entry.basis),
                    "represented",
                    holder.rule,
                    holder.unit,
                    "remark:giver",
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
        same = found.find(officer.entry.name, lambda person: person.status == "present")
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
        rule=person.cue,
    )
