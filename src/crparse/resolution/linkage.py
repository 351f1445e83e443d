"""What joins names to entities: keys by which they meet, ordered named levels, clusters, their entities."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import combinations, pairwise
from typing import Any, Generic, TypeVar

import numpy as np
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cdist

from crparse.record import Entity, Mention

LONGEST = 120
"""Letters of a name in which wrong letters are looked for: longer ones are sentences, and their shortenings
grow with the square of the letters."""

F = TypeVar("F")

Pair = tuple[int, int]
"""Two names by their numbers, the smaller first."""

BOTH, SHORT, LONG = "both", "short", "long"
"""As what a name stands under a key: as itself, as the short form of another ("ADEME" of "ADEME Ouest"), or
as one that may have that short form."""

_OPPOSITE: dict[Hashable, str] = {BOTH: BOTH, SHORT: LONG, LONG: SHORT}

Key = tuple[Hashable, ...]
"""As what a name stands there, and the key: two names meet that stand there as each other's opposite."""


class Index:
    """Names by their keys; more can be added at any time."""

    def __init__(self) -> None:
        self._names: defaultdict[Key, list[int]] = defaultdict(list)

    def add(self, name: int, keys: Iterable[Key]) -> None:
        """Keeps a name, by its number, under its keys."""
        for key in keys:
            self._names[key].append(name)

    def meets(self, keys: Iterable[Key]) -> set[int]:
        """The names kept that are to be compared with one of those keys."""
        found: set[int] = set()
        for key in keys:
            found.update(self._names.get((_OPPOSITE[key[0]], *key[1:]), ()))
        return found


def meetings(keys: Iterable[Collection[Key]]) -> set[Pair]:
    """The pairs of names that are to be compared."""
    index = Index()
    found: set[Pair] = set()
    for name, own in enumerate(keys):
        found.update((other, name) for other in index.meets(own))
        index.add(name, own)
    return found


def shortenings(word: str, most: int) -> Iterator[str]:
    """The word, and what is left of it without any `most` letters or fewer.

    Two words that differ by one letter (a wrong, a missing, two swapped) share one without a letter, those
    that differ by two one without two.
    """
    if len(word) > LONGEST:
        return
    yield word
    for i in range(len(word) if most else 0):
        rest = word[:i] + word[i + 1 :]
        yield rest
        if most > 1:
            for j in range(i, len(rest)):
                yield rest[:j] + rest[j + 1 :]


FEW = 5000
"""Words up to which each is held against each, in bulk: of more their shortenings are fewer than their pairs
(measured on names of organisations)."""


def near(words: Iterable[tuple[int, Hashable, str]], most: int) -> set[Pair]:
    """The pairs of names of which two words are the same without `most` letters of each: see `shortenings`.

    Each word is given with the name it is of and what both names must have in common.
    """
    groups: defaultdict[Hashable, list[tuple[int, str]]] = defaultdict(list)
    for name, shared, word in words:
        if len(word) <= LONGEST:
            groups[shared].append((name, word))
    found: set[Pair] = set()
    for group in groups.values():
        names = [name for name, _ in group]
        pairs = (_in_bulk if len(group) <= FEW else _by_shortenings)([word for _, word in group], most)
        found.update((min(names[i], names[j]), max(names[i], names[j])) for i, j in pairs)
    return {(one, other) for one, other in found if one != other}


def _in_bulk(words: Sequence[str], most: int) -> Iterator[Pair]:
    """The pairs of words whose longest common part lacks no more letters of either."""
    lacking = cdist(words, words, scorer=LCSseq.distance, score_cutoff=most, dtype=np.uint8)
    yield from zip(*(numbers.tolist() for numbers in np.nonzero(np.triu(lacking <= most, 1))), strict=True)


def _by_shortenings(words: Sequence[str], most: int) -> Iterator[Pair]:
    """The pairs of words that share a shortening, of which only the hashes are kept."""
    hashes, places = array("q"), array("q")
    for place, word in enumerate(words):
        own = set(map(hash, shortenings(word, most)))
        hashes.extend(own)
        places.extend([place] * len(own))
    order = np.argsort(np.frombuffer(hashes, dtype=np.int64), kind="stable")
    ordered, of = np.array(hashes, dtype=np.int64)[order], np.array(places, dtype=np.int64)[order]
    bounds = [0, *(np.flatnonzero(np.diff(ordered)) + 1).tolist(), len(ordered)]
    found: set[Pair] = set()
    for start, end in pairwise(bounds):
        if end - start > 1:
            found.update(combinations(of[start:end].tolist(), 2))
    yield from found


Compare = Callable[[F, F], float]
"""How well two names fit a level, up to 1; 0 where it does not hold."""


@dataclass(frozen=True, slots=True)
class Level(Generic[F]):
    """One way in which two names can be the same."""

    name: str
    keys: Callable[[F], Iterable[Key]]
    """The keys of a name under which all that the level joins with it meet it."""
    fit: Compare[F]
    score: float = 100
    """Of two names that fit it fully."""


@dataclass(frozen=True, slots=True)
class Match:
    """The level that joined two names, and how well they fit it."""

    level: str
    score: float
    rank: int = -1
    """The place of the level among the others; before them all comes what is known without comparing."""

    @property
    def weakness(self) -> tuple[int, float]:
        """The lower, the surer."""
        return self.rank, -self.score


def same(part: Callable[[F], object]) -> Compare[F]:
    """The comparison of a part of two names."""

    def fit(left: F, right: F) -> bool:
        return part(left) == part(right)

    return fit


def either_way(fit: Compare[F]) -> Compare[F]:
    """A comparison of a short name with a long one for two of which either may be the short one."""

    @wraps(fit)
    def both(left: F, right: F) -> float:
        return fit(left, right) or fit(right, left)

    return both


def keys_of(form: F, levels: Iterable[Level[F]], whole: Collection[Callable[[F], Iterable[Key]]]) -> set[Key]:
    """The keys of all levels, each kind once; of a line of text only those that hold for it as a `whole`."""
    kinds = dict.fromkeys(level.keys for level in levels)
    return {key for keys in kinds if not whole or keys in whole for key in keys(form)}


def compare(left: F, right: F, levels: Sequence[Level[F]]) -> Match | None:
    """The first level that holds; None where the names are not the same by any."""
    for rank, level in enumerate(levels):
        if fit := level.fit(left, right):
            return Match(level.name, round(float(level.score * fit), 1), rank)
    return None


def matches(forms: Sequence[F], met: Iterable[Pair], levels: Sequence[Level[F]]) -> dict[Pair, Match]:
    """The names that a level joins, of the pairs that meet."""
    return {(i, j): match for i, j in sorted(met) if (match := compare(forms[i], forms[j], levels))}


def by_strength(links: Mapping[Pair, Match]) -> list[Pair]:
    """The pairs, the surest first."""
    return sorted(links, key=lambda pair: (links[pair].weakness, pair))


class Groups:
    """The numbers 0 to size-1 in groups that grow, each known by its smallest number."""

    def __init__(self, size: int) -> None:
        self._first = list(range(size))

    def first(self, number: int) -> int:
        """The smallest number of the group of one."""
        root = number
        while self._first[root] != root:
            root = self._first[root]
        while self._first[number] != root:
            self._first[number], number = root, self._first[number]
        return root

    def together(self, one: int, other: int) -> bool:
        """Whether two are of one group."""
        return self.first(one) == self.first(other)

    def join(self, one: int, other: int) -> None:
        """Makes one group of those of two."""
        low, high = sorted((self.first(one), self.first(other)))
        self._first[high] = low

    def groups(self) -> list[list[int]]:
        """The groups, in order of their first."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._first)):
            found.setdefault(self.first(number), []).append(number)
        return list(found.values())


def cluster(size: int, links: Iterable[Pair], apart: Callable[[int, int], bool]) -> list[list[int]]:
    """The numbers 0 to size-1 in groups, in order, joined by links unless any two of a group are `apart`.

    Of two links that cannot both hold the earlier one does.
    """
    group = {i: [i] for i in range(size)}
    for one, other in links:
        left, right = group[one], group[other]
        if left is right or any(apart(a, b) for a in left for b in right):
            continue
        joined = sorted(left + right)
        group.update(dict.fromkeys(joined, joined))
    return [members for i, members in group.items() if members[0] == i]


def entities(
    letter: str,
    groups: Iterable[Sequence[F]],
    mentions: Mapping[F, Sequence[Mention]],
    worth: Callable[[F], Any],
    between: Callable[[F, F], Match | None],
) -> list[Entity]:
    """The entity of each group of printed names, in the order of their first mentions: p1, p2… or o1, o2…

    The name of most `worth` is that of the entity; `between` tells how two names of a group belong together.
    """
    found = []
    for group in groups:
        name, joined = max(group, key=worth), []
        for form in group:
            match = _level(form, name, group, between)
            told = {"level": match.level, "score": match.score}
            joined += [mention.model_copy(update=told) for mention in mentions[form]]
        found.append((mentions[name][0].text, sorted(joined, key=_place)))
    found.sort(key=lambda entity: _place(entity[1][0]))
    return [
        Entity(id=f"{letter}{number}", name=name, variants=variants(name, own), mentions=own)
        for number, (name, own) in enumerate(found, start=1)
    ]


def _place(mention: Mention) -> Pair:
    return mention.start, mention.end


def _level(form: F, name: F, group: Sequence[F], between: Callable[[F, F], Match | None]) -> Match:
    """How a printed name belongs to its entity: as the name itself, as a form of it, or of another form."""
    if form == name:
        return Match("exact", 100.0)
    others = (match for other in group if other != form and (match := between(form, other)))
    return between(form, name) or min(others, key=lambda match: match.weakness)


def variants(name: str, mentions: Iterable[Mention]) -> list[str]:
    """The printed forms that differ from the name, and from one another, by more than case, in order."""
    seen: dict[str, str] = {}
    for mention in mentions:
        seen.setdefault(mention.text.casefold(), mention.text)
    return [form for key, form in seen.items() if key != name.casefold()]
