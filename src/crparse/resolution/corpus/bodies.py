"""The body of each document: by the name it prints, or, where that tells nothing, by the people who meet.

"Conseil municipal de Lormoy" tells which; "Conseil municipal" does not, but its fifteen people are those who
meet as the council of Lormoy in other documents.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from crparse.language.name_frequencies import is_frequent
from crparse.language.organisations import parse_organisation
from crparse.language.persons import PersonForm
from crparse.resolution.corpus.comparisons import Comparisons
from crparse.resolution.corpus.entities import CorpusEntity, DocumentEntity
from crparse.resolution.corpus.joining import EntityKind
from crparse.resolution.corpus.namesakes import UNNAMED, is_telling
from crparse.resolution.linkage import Groups, Match, by_strength, cluster, meetings
from crparse.resolution.organisation_levels import (
    ORGANISATION_LEVELS,
    SAME_NAME_LEVELS,
    organisation_keys,
    spelling_pairs,
    two_bodies,
)
from crparse.text import name_key

Family = tuple[str, ...]

BODY_LEVELS = (*SAME_NAME_LEVELS, *(level for level in ORGANISATION_LEVELS if level.name == "spelling"))

_COMPANY = Match("company", 75.0)
"""Why a document is of a body whose name it does not print, or of one that no name tells: who meets."""

FEWEST = 4
"""Other surnames that two meetings have to share to be of one circle: a working group has some five."""

SHARE = 0.5
"""Of the surnames of the smaller meeting, how many the other has as well: half of a council stays at an
election (both chosen, not measured on other councils than one)."""

FEWEST_RARE = 3
"""Surnames that are not of the most frequent, from which on those alone tell a circle (chosen): eleven of
fifteen people bear such."""

BANDS, ROWS = 32, 2
"""By how many runs of least hashes documents meet, and of how many hashes each: two of which each has a third
of the other's surnames meet in 98 of 100 cases, two that share one of fifty in one."""


def family_of(form: PersonForm) -> Family:
    """The surname, as far as the name tells: a lone word may be one."""
    return form.family or form.lone


class Bodies:
    """The documents of a corpus by the body that met."""

    def __init__(
        self,
        printed: Mapping[str, str],
        people: Mapping[str, Iterable[PersonForm]],
        comparisons: Comparisons | None = None,
    ) -> None:
        """Finds the bodies.

        Args:
            printed: For each document the body that it names, "" for none.
            people: For each document the names of people in it.
            comparisons: What is known of their names.
        """
        self._comparisons = comparisons or Comparisons()
        self._families = {
            document: {family for form in people.get(document, ()) if (family := family_of(form))}
            for document in printed
        }
        self._printed = printed
        self._of = self._by_name()
        self._joined_by_company = dict(self._by_company())
        self._of |= self._joined_by_company

    def of(self, document: str) -> str:
        """The body of a document: a key that its other documents have as well, "" where it is not known."""
        return self._of.get(document, "")

    def sit_together(self, one: str, other: str) -> bool:
        """Whether the people of one document are those of another."""
        own, others = self._families[one], self._families[other]
        return len(own & others) > max(FEWEST, SHARE * min(len(own), len(others)))

    def entities(self) -> Iterator[CorpusEntity]:
        """The bodies that some document names, each with the documents of its meetings."""
        kind = EntityKind("body", parse_organisation, self._comparisons.by("bodies", BODY_LEVELS), _worth)
        members: defaultdict[str, list[DocumentEntity]] = defaultdict(list)
        for document, name in sorted(self._printed.items()):
            one = DocumentEntity(document, "", name, (), 1, frozenset())
            members[self.of(document) or UNNAMED + document].append(one)
        for body, own in members.items():
            if any(one.name for one in own):
                known = {one.document: _COMPANY for one in own if one.document in self._joined_by_company}
                yield kind.entity([body], own, known)

    def settle(self, entities: Iterable[CorpusEntity]) -> None:
        """Takes the bodies for those that people say they are, each with the documents of its meetings."""
        taken: set[str] = set()
        for entity in entities:
            documents = [link.document for link in entity.links]
            known = min({self.of(document) for document in documents} - {""}, default="")
            if not known and len(documents) < 2:
                continue
            body = known or name_key(entity.name)
            if not known or body in taken:  # another one of that name has it
                body = f"{body} {entity.id}"
            taken.add(body)
            self._of |= dict.fromkeys(documents, body)

    def _by_name(self) -> dict[str, str]:
        """The documents whose body's name tells which it is, each with the first of its names.

        Two names that differ by a wrong letter are of one body where the same people meet.
        """
        of_name: defaultdict[str, list[str]] = defaultdict(list)
        for document, name in sorted(self._printed.items()):
            if is_telling(key := name_key(name)):
                of_name[key].append(document)
        names = sorted(of_name)
        forms = [parse_organisation(self._printed[of_name[name][0]]) for name in names]
        met = meetings(organisation_keys(form, SAME_NAME_LEVELS) for form in forms)
        found = self._comparisons.by("same name", SAME_NAME_LEVELS).matches(forms, met)
        misspelt = (pair for pair in spelling_pairs(forms) if pair not in found)
        for pair, match in self._comparisons.by("bodies", BODY_LEVELS).matches(forms, misspelt).items():
            own, others = (of_name[names[i]] for i in pair)
            if any(self.sit_together(one, other) for one in own for other in others):
                found[pair] = match
        groups = cluster(len(forms), by_strength(found), lambda i, j: two_bodies(forms[i], forms[j]))
        return {
            document: names[group[0]] for group in groups for i in group for document in of_name[names[i]]
        }

    def _by_company(self) -> Iterator[tuple[str, str]]:
        """The documents whose body's name tells nothing, by the documents of the same people.

        Those of a circle that is known by one name, or by one that holds theirs ("Conseil municipal"), are of
        that body, the others of one of their own.
        """
        bare = [document for document in sorted(self._printed) if document not in self._of]
        place = {document: number for number, document in enumerate(bare)}
        circles = Groups(len(bare))
        known: defaultdict[int, set[str]] = defaultdict(set)
        for one, other in self._meetings(set(bare)):
            if one not in place:
                one, other = other, one
            first, body = place[one], self._of.get(other)
            if body is None:
                if not circles.together(first, place[other]) and self.sit_together(one, other):
                    circles.join(first, place[other])
            elif body not in known[first] and self.sit_together(one, other):
                known[first].add(body)
        for numbers in circles.groups():
            found = {body for number in numbers for body in known[number]}
            documents = [bare[number] for number in numbers]
            names = {name_key(self._printed[document]) for document in documents} - {""}
            fitting = {body for body in found if all(set(n.split()) <= set(body.split()) for n in names)}
            best = found if len(found) == 1 else fitting if names else set()
            if len(best) == 1 or len(documents) > 1:
                body = best.pop() if len(best) == 1 else UNNAMED + documents[0]
                yield from ((document, body) for document in documents)

    def _meetings(self, bare: set[str]) -> Iterator[tuple[str, str]]:
        """The documents that may be of one circle, one of each two of a body that is not named."""
        documents = [one for one, families in sorted(self._families.items()) if len(families) > FEWEST]
        meeting: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        for document in documents:
            for band, figure in enumerate(_bands(_telling(self._families[document]))):
                meeting[band, figure].append(document)
        for together in meeting.values():
            own = [document for document in together if document in bare]
            yield from pairwise(own)
            yield from ((one, other) for one in own for other in together if other not in bare)


def _worth(name: str) -> int:
    """A name that tells which body it is comes before "Conseil municipal", that before none."""
    return is_telling(name_key(name)) + bool(name)


_MIX: Sequence[int] = [
    int.from_bytes(hashlib.blake2b(f"band {number}".encode(), digest_size=8).digest(), "big") | 1
    for number in range(BANDS * ROWS)
]


def _telling(families: set[Family]) -> set[Family]:
    """The surnames by which documents meet: not those that every town has, where there are others."""
    rare = {family for family in families if not is_frequent(family)}
    return rare if len(rare) >= FEWEST_RARE else families


def _bands(families: Iterable[Family]) -> Iterator[int]:
    """For each band a number that two documents share the likelier the more surnames they share."""
    hashes = np.array([_hash(family) for family in families], np.uint64)
    mixed = hashes[:, None] * np.array(_MIX, np.uint64)
    mixed ^= mixed >> np.uint64(31)
    least = mixed.min(axis=0).reshape(BANDS, ROWS)
    for one, other in least.tolist():
        yield one ^ (other << 1)


def _hash(family: Family) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(family).encode(), digest_size=8).digest(), "big")
