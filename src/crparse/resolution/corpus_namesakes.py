"""Namesakes across documents: whether two who bear one name are one, by whence they come and with whom.

"Jean Dupont" of the commune of Lormoy and "Jean Dupont" of the Amicale des Grillons are two, unless the same
people sit with both: two bodies that share their members.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from crparse import lexicon
from crparse.language.organisations import is_inner, parse_organisation
from crparse.resolution.corpus_records import DocumentEntity
from crparse.resolution.linkage import compare
from crparse.resolution.organisation_levels import SAME_NAME_LEVELS

Words = tuple[str, ...]
"""The words of a full name, sorted."""

LEAST_COMPANY = 2
"""Other people who are named with both of two namesakes: one may be a namesake as well. In 251 real documents
their organisations alone part 62 names, all but a few wrongly; with this company 14."""

COMPANY_SHARE = 0.05
"""Of the smaller company, that the two must share: of two towns of 300 names some are always the same."""

KEPT = 20_000
"""Comparisons of organisations that are kept: those of some hundred documents, a few megabytes."""


@dataclass(eq=False)
class Bearer:
    """One or more entities of one name that are one person as far as is known."""

    words: Words
    entities: list[int]
    whence: set[str] = field(default_factory=set)
    """The organisations that tell this person from a namesake."""
    documents: dict[str, str] = field(default_factory=dict)
    """The entity in each document."""

    def take(self, other: "Bearer") -> None:
        """Makes the two one."""
        self.entities += other.entities
        self.whence |= other.whence
        self.documents |= other.documents


class Namesakes:
    """Tells the bearers of a name apart, or does not."""

    def __init__(self, entities: Sequence[DocumentEntity], names: Mapping[int, Iterable[Words]]) -> None:
        self.entities = entities
        self.named: dict[str, set[Words]] = {}
        """The full names of each document."""
        for index, found in names.items():
            self.named.setdefault(entities[index].document, set()).update(found)

    def people(self, words: Words, indices: Sequence[int]) -> list[Bearer]:
        """The people who bear a name; an entity that may be two of them is one by itself."""
        known: list[Bearer] = []
        unknown: list[Bearer] = []
        for bearer in self._by_organisation(words, indices):
            (known if bearer.whence else unknown).append(bearer)
        known = self._by_company(known)
        if len(known) < 2:
            return [_one(known + unknown)]
        alone = []
        for bearer in unknown:
            found = [person for person in known if self._same_company(person, bearer)]
            if len(found) == 1:
                found[0].take(bearer)
            else:
                alone.append(bearer)
        return known + alone

    def apart(self, one: Bearer, other: Bearer) -> bool:
        """Whether two are surely two people: each with organisations and company of their own."""
        if not one.whence or not other.whence or share_organisation(one, other):
            return False
        return not self._same_company(one, other)

    def _by_organisation(self, words: Words, indices: Sequence[int]) -> Iterator[Bearer]:
        """Those who came for the same organisations as one; each who came for none by itself."""
        bearers: dict[tuple[str, ...], Bearer] = {}
        for index in indices:
            entity = self.entities[index]
            whence = _telling(entity.context)
            key = tuple(sorted(whence)) or ("", entity.document, entity.entity)
            bearer = Bearer(words, [index], whence, {entity.document: entity.entity})
            if key in bearers:
                bearers[key].take(bearer)
            else:
                bearers[key] = bearer
        yield from bearers.values()

    def _by_company(self, bearers: Sequence[Bearer]) -> list[Bearer]:
        """The bearers, those as one who share an organisation or their company."""
        people: list[Bearer] = []
        for bearer in bearers:
            same = [p for p in people if share_organisation(p, bearer) or self._same_company(p, bearer)]
            people = [person for person in people if person not in same]
            people.append(_one([*same, bearer]))
        return people

    def _same_company(self, one: Bearer, other: Bearer) -> bool:
        first, second = self._company(one), self._company(other)
        shared = len(first & second)
        return shared >= max(LEAST_COMPANY, COMPANY_SHARE * min(len(first), len(second)))

    def _company(self, bearer: Bearer) -> set[Words]:
        """The other full names of the documents that name someone."""
        found: set[Words] = set().union(*(self.named[document] for document in bearer.documents))
        return found - {bearer.words}


def _one(bearers: Sequence[Bearer]) -> Bearer:
    first, *others = bearers
    for other in others:
        first.take(other)
    return first


def share_organisation(one: Bearer, other: Bearer) -> bool:
    """Whether two may have come for one organisation."""
    if one.whence & other.whence:
        return True
    return any(_same_organisation(*sorted((a, b))) for a in one.whence for b in other.whence)


def _telling(context: Iterable[str]) -> set[str]:
    """The organisations that tell someone from a namesake: not "conseil municipal", which every town has."""
    lists = ("forms.title_words", "forms.generic_words", "forms.links")
    general = frozenset[str]().union(*(lexicon.words("organisations", name) for name in lists))
    return {organisation for organisation in context if not general.issuperset(organisation.split())}


@lru_cache(KEPT)
def _same_organisation(one: str, other: str) -> bool:
    """Whether two names may be of one organisation, or of one and a part of it."""
    links = lexicon.words("organisations", "forms.links")
    words = [set(name.split()).difference(links) for name in (one, other)]
    if words[0] <= words[1] or words[1] <= words[0]:
        return True
    left, right = parse_organisation(one), parse_organisation(other)
    inner = is_inner(left.kind) or is_inner(right.kind)
    if inner and left.core == right.core:
        return True
    return compare(left, right, SAME_NAME_LEVELS) is not None
