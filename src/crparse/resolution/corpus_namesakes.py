"""Namesakes across documents: whether two who bear one name are one, by whence they come and with whom.

"Jean Dupont" of the commune of Lormoy and "Jean Dupont" of the Amicale des Grillons are two, unless the same
people sit with both: two bodies that share their members.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

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
"""Names and pairs of organisations that are kept: those of some hundred documents, a few megabytes."""

_parse = lru_cache(KEPT)(parse_organisation)


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
        bearers = self._by_organisation(words, indices)
        known = self._by_company([bearer for bearer in bearers if bearer.whence])
        unknown = [bearer for bearer in bearers if not bearer.whence]
        if len(known) < 2:
            return [_one(known + unknown)]
        companies = [self._company(person) for person in known]
        alone = []
        for bearer in unknown:
            own = self._company(bearer)
            found = [p for p, company in zip(known, companies, strict=True) if _same_company(company, own)]
            if len(found) == 1:
                found[0].take(bearer)
            else:
                alone.append(bearer)
        return known + alone

    def apart(self, one: Bearer, other: Bearer) -> bool:
        """Whether two are surely two people: each with organisations and company of their own."""
        if not one.whence or not other.whence or share_organisation(one, other):
            return False
        return not _same_company(self._company(one), self._company(other))

    def _by_organisation(self, words: Words, indices: Sequence[int]) -> list[Bearer]:
        """Those who came for one organisation as one; each who came for none by itself."""
        found: list[Bearer] = []
        of: dict[str, Bearer] = {}
        for index in indices:
            entity = self.entities[index]
            whence = _telling(entity.context)
            bearer = Bearer(words, [index], whence, {entity.document: entity.entity})
            same = list({id(of[name]): of[name] for name in sorted(whence) if name in of}.values())
            found = [other for other in found if other not in same[1:]] if len(same) > 1 else found
            kept = _one([*same, bearer])
            of.update(dict.fromkeys(kept.whence if len(same) > 1 else whence, kept))
            if not same:
                found.append(kept)
        return found

    def _by_company(self, bearers: Sequence[Bearer]) -> list[Bearer]:
        """The bearers, those as one who share an organisation in other words, or their company."""
        people: list[tuple[Bearer, set[Words]]] = []
        for bearer in bearers:
            company = self._company(bearer)
            same = [p for p in people if share_organisation(p[0], bearer) or _same_company(p[1], company)]
            people = [person for person in people if person not in same]
            together = company.union(*(theirs for _, theirs in same))
            people.append((_one([*(person for person, _ in same), bearer]), together))
        return [person for person, _ in people]

    def _company(self, bearer: Bearer) -> set[Words]:
        """The other full names of the documents that name someone."""
        found: set[Words] = set().union(*(self.named[document] for document in bearer.documents))
        return found - {bearer.words}


def _same_company(one: set[Words], other: set[Words]) -> bool:
    return len(one & other) >= max(LEAST_COMPANY, COMPANY_SHARE * min(len(one), len(other)))


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
    return {organisation for organisation in context if _own_words(organisation)}


@lru_cache(KEPT)
def _own_words(organisation: str) -> frozenset[str]:
    """The words of a name that not every organisation has."""
    return frozenset(organisation.split()) - _general_words()


@cache
def _general_words() -> frozenset[str]:
    lists = ("forms.title_words", "forms.generic_words", "forms.links")
    return frozenset[str]().union(*(lexicon.words("organisations", name) for name in lists))


@lru_cache(KEPT)
def _same_organisation(one: str, other: str) -> bool:
    """Whether two names may be of one organisation, or of one and a part of it."""
    if not _own_words(one) & _own_words(other):
        return one.replace(" ", "") == other.replace(" ", "")
    links = lexicon.words("organisations", "forms.links")
    words = [set(name.split()).difference(links) for name in (one, other)]
    if words[0] <= words[1] or words[1] <= words[0]:
        return True
    left, right = _parse(one), _parse(other)
    inner = is_inner(left.kind) or is_inner(right.kind)
    if inner and left.core == right.core:
        return True
    return compare(left, right, SAME_NAME_LEVELS) is not None
