"""Namesakes across documents: whether two who bear one name are one, by whence they come and with whom.

"Jean Dupont" of the commune of Lormoy and "Jean Dupont" of the Amicale des Grillons are two, unless the same
people sit with both: two bodies that share their members.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crparse.language.organisations import general_words, is_inner, link_words, parse_organisation
from crparse.resolution.linkage import compare
from crparse.resolution.organisation_levels import SAME_NAME_LEVELS

NameWords = tuple[str, ...]
"""The words of a full name, sorted."""

LEAST_COMPANY = 2
"""Other people who are named with both of two namesakes: one may be a namesake as well. In 251 real documents
their organisations alone part 62 names, all but a few wrongly; with this company 14."""

COMPANY_SHARE = 0.05
"""Of the smaller company, that the two must share: of two towns of 300 names some are always the same."""

KEPT = 20_000
"""Names and pairs of names that are kept: those of some hundred documents, a few megabytes."""

parse = lru_cache(KEPT)(parse_organisation)


@dataclass(eq=False)
class Bearer:
    """One or more entities of one name that are one person as far as is known."""

    words: NameWords
    entities: list[int]
    documents: dict[str, str]
    """The entity in each document."""
    whence: set[str]
    """The organisations that tell this person from a namesake."""


class Namesakes:
    """Tells the bearers of a name apart, or does not, by the full names that each document has."""

    def __init__(self, named: Iterable[tuple[str, NameWords]]) -> None:
        self._named: defaultdict[str, set[NameWords]] = defaultdict(set)
        for document, words in named:
            self._named[document].add(words)

    def people(self, bearers: Sequence[Bearer]) -> list[Bearer]:
        """The people who bear a name, of its bearers one by one; who may be two of them stays alone."""
        bearers = _by_organisation(bearers)
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
                _one([found[0], bearer])
            else:
                alone.append(bearer)
        return known + alone

    def apart(self, one: Bearer, other: Bearer) -> bool:
        """Whether two are surely two: of one name, two to one document, or each of a circle of their own."""
        if one.words == other.words:
            return True
        if shared := one.documents.keys() & other.documents.keys():
            return any(one.documents[document] != other.documents[document] for document in shared)
        if not one.whence or not other.whence or share_organisation(one, other):
            return False
        return not _same_company(self._company(one), self._company(other))

    def _by_company(self, bearers: Sequence[Bearer]) -> list[Bearer]:
        """The bearers, those as one who share an organisation in other words, or their company."""
        people: list[tuple[Bearer, set[NameWords]]] = []
        for bearer in bearers:
            company = self._company(bearer)
            same = [p for p in people if share_organisation(p[0], bearer) or _same_company(p[1], company)]
            people = [person for person in people if person not in same]
            together = company.union(*(theirs for _, theirs in same))
            people.append((_one([*(person for person, _ in same), bearer]), together))
        return [person for person, _ in people]

    def _company(self, bearer: Bearer) -> set[NameWords]:
        """The other full names of the documents that name someone."""
        found: set[NameWords] = set().union(*(self._named[document] for document in bearer.documents))
        return found - {bearer.words}


def _by_organisation(bearers: Sequence[Bearer]) -> list[Bearer]:
    """Those who came for one organisation as one; each who came for none by itself."""
    found: dict[Bearer, None] = {}
    of: dict[str, Bearer] = {}
    for bearer in bearers:
        same = list(dict.fromkeys(of[name] for name in sorted(bearer.whence) if name in of))
        for other in same[1:]:
            del found[other]
        kept = _one([*same, bearer])
        found[kept] = None
        of.update(dict.fromkeys(kept.whence if len(same) > 1 else bearer.whence, kept))
    return list(found)


def _same_company(one: set[NameWords], other: set[NameWords]) -> bool:
    return len(one & other) >= max(LEAST_COMPANY, COMPANY_SHARE * min(len(one), len(other)))


def _one(bearers: Sequence[Bearer]) -> Bearer:
    """The first of them, who is all of them now."""
    first, *others = bearers
    for other in others:
        first.entities += other.entities
        first.whence |= other.whence
        first.documents |= other.documents
    return first


def telling(context: Iterable[str]) -> set[str]:
    """The organisations that tell someone from a namesake: not "conseil municipal", which every town has."""
    return {organisation for organisation in context if _own_words(organisation)}


def share_organisation(one: Bearer, other: Bearer) -> bool:
    """Whether two may have come for one organisation."""
    if one.whence & other.whence:
        return True
    return any(_same_organisation(*sorted((a, b))) for a in one.whence for b in other.whence)


@lru_cache(KEPT)
def _own_words(organisation: str) -> frozenset[str]:
    """The words of a name that not every organisation has."""
    return frozenset(organisation.split()) - general_words()


@lru_cache(KEPT)
def _same_organisation(one: str, other: str) -> bool:
    """Whether two names may be of one organisation, or of one and a part of it."""
    if not _own_words(one) & _own_words(other):
        return one.replace(" ", "") == other.replace(" ", "")
    words = [set(name.split()) - link_words() for name in (one, other)]
    if words[0] <= words[1] or words[1] <= words[0]:
        return True
    left, right = parse(one), parse(other)
    if left.core == right.core and (is_inner(left.kind) or is_inner(right.kind)):
        return True
    return compare(left, right, SAME_NAME_LEVELS) is not None
