"""The attendees of a document: the lists that count, and one attendee out of those who are one person."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from crparse import lexicon
from crparse.record import Attendee, Status
from crparse.stages.attendance.entries import Listed
from crparse.stages.attendance.labels import Label
from crparse.text import fold, squeeze

GAP = 12
"""Lines between two lists that belong together whatever they say: in real minutes the nearest list of
something else (a vote, a second meeting) begins 14 lines below."""

_RANK = ("present", "absent", "excused", "represented")
"""Of two statuses of one person the one that stands later here says more."""


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
    names = {name_set(person.name) for person in cluster}
    others = {name_set(person.name) for person in before}
    return not names & others and (not _statuses(cluster) & _statuses(before) or len(names) > len(others))


def _says_status_alone(label: Label) -> bool:
    """Whether a label speaks of the meeting: "Étudiants absents", not "Parmi les votants absents"."""
    known_group = lexicon.cues("attendance", "labels.group_lead")
    return label.group is None or known_group.match(fold(label.group)) is not None


def _statuses(listed: Sequence[Listed]) -> set[Status | None]:
    """What the labels of lists say of their people."""
    return {(person.label and person.label.status) or person.status for person in listed}


def near_officers(officers: Sequence[Listed], listed: Sequence[Listed], last: int) -> Iterator[Listed]:
    """The officers named by a label; far from the lists and the closing they only complete someone listed."""
    units = sorted({person.unit for person in listed})
    for officer in officers:
        after = bisect_left(units, officer.unit)
        beside = units[max(0, after - 1) : after + 1] if units else [0]
        near = officer.unit > last - GAP or any(abs(officer.unit - unit) <= GAP for unit in beside)
        # Takes "commission 3", leaves "secrétaire de séance".
        if not near or re.search(r"\d", " ".join([*officer.roles, officer.organisation or ""])):
            officer.rule = "officer-known"
        yield officer


def name_set(name: str) -> frozenset[str]:
    """The words of a name without case, accents, order and hyphens; of initials the order tells who it is."""
    words = "".join(c if c.isalnum() else " " for c in fold(name)).split()
    return frozenset(["".join(words)] if all(len(word) == 1 for word in words) else words)


class People:
    """Those who are listed, found by their name or a part of it."""

    def __init__(self) -> None:
        self.listed: list[Listed] = []
        self._by_key: dict[frozenset[str], list[Listed]] = {}
        self._by_word: dict[str, list[int]] = {}

    def add(self, person: Listed) -> None:
        """One person more."""
        key, place = name_set(person.name), len(self.listed)
        self.listed.append(person)
        self._by_key.setdefault(key, []).append(person)
        for word in key | set(fold(person.name).split()):
            self._by_word.setdefault(word, []).append(place)

    def of_name(self, name: str) -> list[Listed]:
        """The listed people of that name, its words in any order."""
        return self._by_key.get(name_set(name), [])

    def find(self, name: str, likely: Callable[[Listed], bool]) -> Listed | None:
        """The person of that name, first among those who are likely: who presides was there."""
        return self._find(name, likely) or self._find(name, lambda person: True)

    def _find(self, name: str, likely: Callable[[Listed], bool]) -> Listed | None:
        """The likely person of that name; a part of a name counts where only one person has it."""
        exact = next(filter(likely, self.of_name(name)), None)
        if exact is not None:
            return exact
        key = name_set(name)
        words = key | set(fold(name).split())
        places = sorted({place for word in words for place in self._by_word.get(word, ())})
        near = [person for place in places if likely(person := self.listed[place])]
        keys = [name_set(person.name) for person in near]
        partial = [p for p, one in zip(near, keys, strict=True) if key and one and (key < one or one < key)]
        partial = partial or [person for person in near if _abbreviates(person.name, name)]
        return partial[0] if len(partial) == 1 else None


def _abbreviates(one: str, other: str) -> bool:
    """Whether two names of as many words differ by initials alone: "Anne R.", "Ph. Roux", "P.Roux"."""
    # Takes the "." of "P.Roux", leaves that of "P. Roux".
    words, others = (re.sub(r"\.(?=\w)", ". ", fold(name)).split() for name in (one, other))
    pairs = list(zip(words, others, strict=False))
    if len(words) != len(others) or not any(a == b for a, b in pairs):
        return False
    return all(a == b or _is_initial(a, b) or _is_initial(b, a) for a, b in pairs)


def _is_initial(short: str, word: str) -> bool:
    """Whether a word is shortened to its first letters: "p", "p.", "ph." of "philippe"."""
    letters = short.rstrip(".")
    return word.startswith(letters) and (
        len(letters) == 1 or (short.endswith(".") and len(letters) < len(word))
    )


def _join(first: Listed, other: Listed) -> None:
    """Completes the first listing with what another says of the same person."""
    first.organisation = first.organisation or other.organisation
    known = list(first.roles)
    first.roles.extend(role for role in other.roles if not any(_says(one, role) for one in known))
    first.proxy = first.proxy or other.proxy
    first.givers.extend(other.givers)
    if first.late or other.late:
        first.status = "present"
    elif _RANK.index(other.status) > _RANK.index(first.status) and other.rule != "officer":
        first.status = other.status


def _says(known: str, role: str) -> bool:
    """Whether a function says another: "secrétaire de séance" that of "secrétaire", not "vice-secrétaire"."""
    of_another_rank = lexicon.cues("roles", "roles.rank")
    ranked = of_another_rank.search(fold(known)) and not of_another_rank.search(fold(role))
    return not ranked and _role_key(role) in _role_key(known)


def _role_key(role: str) -> str:
    """A function without gender and number: "Présidente" is "président"."""
    # Takes the "e" of "présidente", leaves "président".
    return re.sub(r"(?:e|s|es)\b", "", fold(role))


def _unique(listed: Sequence[Listed]) -> People:
    found = People()
    for person in listed:
        same = next((one for one in found.of_name(person.name) if not _are_two(one, person)), None)
        if same is None:
            found.add(person)
        else:
            _join(same, person)
    return found


def _are_two(one: Listed, other: Listed) -> bool:
    """Whether two listings of one name are of two people.

    "M. et Mme Roux", or two first names in one line; "M. Roux" of one list and "Mme Roux" of another.
    """
    alone = len(name_set(one.name)) == 1 and one.unit == other.unit and one.status == other.status
    if alone and (one.rule == "label" or one.start == other.start):
        return True
    if one.unit == other.unit and one.start != other.start and _of_two_bodies(one, other):
        return True  # "Jean Roux (Mairie), Jean Roux (Les Grillons)"
    return not _may_be(one, other) or _namesakes(one, other)


def _may_be(one: Listed, other: Listed) -> bool:
    """Whether no civility says that two listings of one name are of two people: "M. Roux", "Mme Roux"."""
    genders = lexicon.table("civilities", "genders")
    return len({genders[e.civility] for e in (one, other) if e.civility and e.civility in genders}) < 2


def _namesakes(one: Listed, other: Listed) -> bool:
    """One name in the list of those who were there and in that of those who were not.

    Of a surname or a first name alone it is two people ("Présents : Mmes Roux, Petit. Absents : M. Roux"),
    and so it is of a full name, unless the first list is of all members, or the second tells who gave a
    proxy: that may have been for the end of the meeting.
    """
    there, away = (one, other) if one.status == "present" else (other, one)
    if there.status != "present" or away.status == "present" or there.late or away.late:
        return False
    if there.label is None or away.label is None or _lists_all(there.label):
        return False
    alone = len(name_set(one.name)) == 1
    return alone or away.status != "represented" or _of_two_bodies(one, other)


def _lists_all(label: Label) -> bool:
    """Whether a list has those who were not there as well: "Composition", "Présents ou représentés"."""
    keys = ("everyone", "or_represented")
    return any(lexicon.cues("attendance", f"labels.{key}").search(fold(label.text)) for key in keys)


def _of_two_bodies(one: Listed, other: Listed) -> bool:
    bodies = name_set(one.organisation or ""), name_set(other.organisation or "")
    return all(bodies) and not (bodies[0] <= bodies[1] or bodies[1] <= bodies[0])


def _give_proxies(text: str, found: People) -> None:
    """Turns "(pouvoir de Mme X)" beside the holder into the proxy of Mme X."""
    for holder in list(found.listed):
        for start, end in holder.givers:
            name = squeeze(text[start:end])
            giver = found.find(name, lambda person: person.status != "present")
            if giver is None:
                giver = Listed(start, end, name, holder.basis, status="represented")
                found.add(giver.found_by(holder.rule, holder.unit, "remark:giver"))
            if giver is not holder:
                giver.status = "present" if giver.late else "represented"
                giver.proxy = giver.proxy or holder.name


def merge(text: str, listed: Sequence[Listed], officers: Sequence[Listed]) -> list[Attendee]:
    """The attendees of the lists, with the officers among them or beside them."""
    found = _unique(listed)
    _give_proxies(text, found)
    for officer in officers:
        same = found.find(officer.name, partial(_presides, officer))
        if same is not None:
            _join(same, officer)
        elif officer.rule == "officer":
            found.add(officer)
    return [_attendee(person) for person in found.listed]


def _presides(officer: Listed, person: Listed) -> bool:
    """Whether someone listed may be the officer: was there, and no other than the civility says."""
    return person.status == "present" and _may_be(person, officer)


def _attendee(person: Listed) -> Attendee:
    return Attendee(
        start=person.start,
        end=person.end,
        name=person.name,
        status="present" if person.late or person.status is None else person.status,
        organisation=person.organisation,
        role=", ".join(dict.fromkeys(person.roles)) or None,
        proxy=person.proxy,
        rule=person.cue,
    )
