"""Namesakes across documents: whether two who bear one name are one, by whence they come and with whom.

"Jean Dupont" of the commune of Lormoy and "Jean Dupont" of the Amicale des Grillons are two, unless the same
people sit with both: two bodies that share their members. The more people bear a name, the more of them it
takes: of Jean Martin there are 5,000 in France, of Amandine Lancelevée one or two.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from crparse.language.name_frequencies import bearers as bearers_of
from crparse.language.name_frequencies import surprise
from crparse.language.organisations import is_inner, link_words, ordinary_words, parse_organisation
from crparse.language.persons import PersonForm
from crparse.resolution.corpus.once import once
from crparse.resolution.linkage import Groups, compare
from crparse.resolution.organisation_levels import SAME_NAME_LEVELS

NameWords = tuple[str, ...]
"""The words of a full name, sorted."""

LEAST_COMPANY = 2
"""Other people who are named with both of two whose name many bear: one may be a namesake as well."""

PROOF = 10.0
"""Bits that shared company has to be worth for a name that nobody else bears; each doubling of its bearers
asks for one more. Of 17 people in common one whom nobody else is called like is worth 22, a Jean Martin 10.
Set on generated mentions (`scripts/generated_mentions.py`)."""

RARE = 30.0
"""People in France up to whom a name tells who it is where nothing else does: Lancelevée with any first name
(chosen)."""

UNNAMED = "\0"
"""How the key of a body begins that is known only by who meets."""

parse = once(parse_organisation.__wrapped__)


@dataclass(eq=False)
class Bearer:
    """One or more entities of one name that are one person as far as is known."""

    words: NameWords
    form: PersonForm
    entities: list[int]
    documents: dict[str, str]
    """The entity in each document."""
    whence: set[str]
    """The organisations, and bodies that met, that tell this person from a namesake."""

    @property
    def is_placed(self) -> bool:
        """Whether an organisation or body is told: a circle that no name tells speaks for no other person."""
        return not all(name.startswith(UNNAMED) for name in self.whence)

    @property
    def is_rare(self) -> bool:
        """Whether so few people bear the name that one person does, where nothing speaks against it."""
        return bearers_of(self.form) <= RARE


class Acquaintance:
    """Who is named together, in which documents."""

    def __init__(self, named: Mapping[str, set[NameWords]], forms: Mapping[NameWords, PersonForm]) -> None:
        self._named = named
        self._worth = {words: surprise(form) for words, form in forms.items()}

    def of(self, bearer: Bearer) -> set[NameWords]:
        """The other full names of the documents that name someone."""
        found: set[NameWords] = set().union(*(self._named[document] for document in bearer.documents))
        found.discard(bearer.words)
        return found

    def proves(self, shared: Iterable[NameWords], smaller: int, bearer: Bearer) -> bool:
        """Whether the people whom two of one name have been named with show that they are one.

        Args:
            shared: Those named with both.
            smaller: Size of the smaller company of the two.
            bearer: One of the two.
        """
        names = list(shared)
        if len(names) < (1 if bearer.is_rare else LEAST_COMPANY):
            return False
        # any of so many may be called so by chance
        worth = sum(max(0.0, self._worth[words] - math.log2(smaller)) for words in names)
        return worth >= PROOF + math.log2(max(1.0, bearers_of(bearer.form)))

    def same(self, one: Bearer, other: Bearer) -> bool:
        """Whether two bearers of like names have the same people around them."""
        left, right = self.of(one), self.of(other)
        return self.proves(left & right, min(len(left), len(right)), one)


class Namesakes:
    """Tells the bearers of a name apart, or does not."""

    def __init__(self, company: Acquaintance) -> None:
        self._company = company

    def people(self, bearers: Sequence[Bearer]) -> list[Bearer]:
        """The people who bear a name, of its bearers one by one; who may be two of them stays alone."""
        bearers = _joined(bearers, _by_organisation(bearers))
        if len(bearers) < 2:
            return list(bearers)
        bearers = _joined(bearers, self._by_company(bearers))
        known = [bearer for bearer in bearers if bearer.is_placed]
        unknown = [bearer for bearer in bearers if not bearer.is_placed]
        if len(known) < 2 and bearers[0].is_rare:
            return [_one(known + unknown)]
        return known + unknown

    def apart(self, one: Bearer, other: Bearer) -> bool:
        """Whether two are surely two: of one name, two to one document, or each of a circle of their own."""
        if one.words == other.words or _in_one_document(one, other):
            return True
        if not one.whence or not other.whence or share_organisation(one, other):
            return False
        return not self._company.same(one, other)

    def _by_company(self, bearers: Sequence[Bearer]) -> Iterator[tuple[int, int]]:
        """The bearers who share an organisation in other words, or their company."""
        with_whom: defaultdict[NameWords, list[int]] = defaultdict(list)
        sizes = []
        for number, bearer in enumerate(bearers):
            company = self._company.of(bearer)
            sizes.append(len(company))
            for words in sorted(company):
                with_whom[words].append(number)
        shared: defaultdict[tuple[int, int], list[NameWords]] = defaultdict(list)
        for words, numbers in with_whom.items():
            for pair in combinations(numbers, 2):
                shared[pair].append(words)
        pairs = {
            (i, j)
            for (i, j), names in shared.items()
            if self._company.proves(names, min(sizes[i], sizes[j]), bearers[i])
        }
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, bearer in enumerate(bearers):
            for word in sorted({word for name in bearer.whence for word in own_words(name)}):
                by_word[word].append(number)
        alike = {pair for numbers in by_word.values() for pair in combinations(numbers, 2)}
        pairs.update((i, j) for i, j in alike - pairs if share_organisation(bearers[i], bearers[j]))
        yield from sorted(pairs)


def _in_one_document(one: Bearer, other: Bearer) -> bool:
    """Whether a document names both, as two."""
    shared = one.documents.keys() & other.documents.keys()
    return any(one.documents[document] != other.documents[document] for document in shared)


def _by_organisation(bearers: Sequence[Bearer]) -> Iterator[tuple[int, int]]:
    """Those who came for one organisation."""
    first: dict[str, int] = {}
    for number, bearer in enumerate(bearers):
        for name in sorted(bearer.whence):
            if first.setdefault(name, number) != number:
                yield first[name], number


def _joined(bearers: Sequence[Bearer], pairs: Iterable[tuple[int, int]]) -> list[Bearer]:
    """The bearers, each two of a pair as one."""
    groups = Groups(len(bearers))
    for one, other in pairs:
        groups.join(one, other)
    return [_one([bearers[number] for number in group]) for group in groups.groups()]


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
    return set(filter(is_telling, context))


def is_telling(organisation: str) -> bool:
    """Whether a name tells which organisation it is."""
    return bool(own_words(organisation))


def share_organisation(one: Bearer, other: Bearer) -> bool:
    """Whether two may have come for one organisation."""
    if not one.whence.isdisjoint(other.whence):
        return True
    return any(_same_organisation(*sorted((a, b))) for a in one.whence for b in other.whence)


@once
def own_words(organisation: str) -> frozenset[str]:
    """The words of a name that not every organisation has."""
    return frozenset(organisation.split()) - ordinary_words()


@once
def _same_organisation(one: str, other: str) -> bool:
    """Whether two names may be of one organisation, or of one and a part of it."""
    if not own_words(one) & own_words(other):
        return one.replace(" ", "") == other.replace(" ", "")
    words = [set(name.split()) - link_words() for name in (one, other)]
    if words[0] <= words[1] or words[1] <= words[0]:
        return True
    left, right = parse(one), parse(other)
    if left.core == right.core and (is_inner(left.kind) or is_inner(right.kind)):
        return True
    return compare(left, right, SAME_NAME_LEVELS) is not None
