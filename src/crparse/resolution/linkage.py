"""What joins names to entities: blocks, ordered named levels, clusters of links, the entity of a cluster."""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Generic, TypeVar

import numpy as np

from crparse.record import Entity, Mention

LONGEST = 120
"""Letters of a name in which wrong letters are looked for: longer ones are sentences, and their shortenings
grow with the square of the letters."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a name must share with another to be compared with it.

    Two names meet by a key that both have as `both`, or that one has as `short` and the other as `long`.
    """

    both: frozenset[Hashable] = frozenset()
    short: frozenset[Hashable] = frozenset()
    """What it is as the short form of another name: "ADEME" of "ADEME Ouest"."""
    long: frozenset[Hashable] = frozenset()
    """What the short forms are that it may have."""

    def __or__(self, other: "Keys") -> "Keys":
        return Keys(self.both | other.both, self.short | other.short, self.long | other.long)


class Index:
    """Names by their keys; more can be added at any time."""

    def __init__(self) -> None:
        self._both: dict[Hashable, list[int]] = {}
        self._short: dict[Hashable, list[int]] = {}
        self._long: dict[Hashable, list[int]] = {}

    def add(self, name: int, keys: Keys) -> None:
        """Keeps a name, by its number, under its keys."""
        for table, own in ((self._both, keys.both), (self._short, keys.short), (self._long, keys.long)):
            for key in own:
                table.setdefault(key, []).append(name)

    def meets(self, keys: Keys) -> set[int]:
        """The names kept that are to be compared with one of those keys."""
        found: set[int] = set()
        for table, own in ((self._both, keys.both), (self._long, keys.short), (self._short, keys.long)):
            for key in own:
                found.update(table.get(key, ()))
        return found


def meetings(keys: Iterable[Keys]) -> set[tuple[int, int]]:
    """The pairs of names that are to be compared, by their numbers, the smaller first."""
    index = Index()
    found: set[tuple[int, int]] = set()
    for name, own in enumerate(keys):
        found.update((other, name) for other in index.meets(own))
        index.add(name, own)
    return found


def pairs(keys: Sequence[Iterable[Hashable]]) -> list[tuple[int, int]]:
    """The pairs of indices, smaller first, that share at least one of their `keys`, sorted."""
    blocks: dict[Hashable, list[int]] = {}
    for index, own in enumerate(keys):
        for key in dict.fromkeys(own):
            blocks.setdefault(key, []).append(index)
    return sorted({pair for members in blocks.values() for pair in combinations(members, 2)})


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


def near(words: Sequence[tuple[int, Hashable, str]], most: int) -> set[tuple[int, int]]:
    """The pairs of names of which a word differs by `most` letters at most, and some by more.

    Each word is given with the name it is of and what both names must have in common. For long words: of
    their many shortenings only the hashes are kept.
    """
    hashes, names = array("q"), array("q")
    for name, shared, word in words:
        own = {hash((shared, rest)) for rest in shortenings(word, most)}
        hashes.extend(own)
        names.extend([name] * len(own))
    order = np.argsort(np.frombuffer(hashes, dtype=np.int64), kind="stable") if hashes else np.empty(0, int)
    ordered, of = np.array(hashes, dtype=np.int64)[order], np.array(names, dtype=np.int64)[order]
    bounds = [0, *(np.flatnonzero(np.diff(ordered)) + 1).tolist(), len(ordered)]
    found: set[tuple[int, int]] = set()
    for start, end in pairwise(bounds):
        if end - start > 1:
            found.update(combinations(sorted(set(of[start:end].tolist())), 2))
    return found


F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Level(Generic[F]):
    """One way in which two names can be the same; `score` gives 0-100, None where the level does not hold."""

    name: str
    score: Callable[[F, F], float | None]


@dataclass(frozen=True, slots=True)
class Match:
    """The level that joined two names, and how well they fit it."""

    level: str
    score: float


def compare(left: F, right: F, levels: Sequence[Level[F]]) -> Match | None:
    """The first level that holds; None where the names are not the same by any."""
    for level in levels:
        score = level.score(left, right)
        if score is not None:
            return Match(level.name, round(score, 1))
    return None


@dataclass(frozen=True, slots=True)
class Link:
    """Two names (by their index) that a level joins; a lower rank is a stronger level."""

    left: int
    right: int
    level: str
    score: float
    rank: int


def document_links(bearers: Iterable[Sequence[int]]) -> list[Link]:
    """Joins the names that an entity of one document bears; `bearers` gives for each name its entities."""
    together: dict[int, list[int]] = {}
    for name, entities in enumerate(bearers):
        for entity in entities:
            together.setdefault(entity, []).append(name)
    return [Link(found[0], other, "document", 100.0, 0) for found in together.values() for other in found[1:]]


def cluster(size: int, links: Sequence[Link], apart: Callable[[int, int], bool]) -> list[list[int]]:
    """The indices 0 to size-1 in groups, in order, joined by links unless any two of a group are `apart`."""
    group = {i: [i] for i in range(size)}
    for link in sorted(links, key=lambda k: (k.rank, -k.score, k.left, k.right)):
        left, right = group[link.left], group[link.right]
        if left is right or any(apart(a, b) for a in left for b in right):
            continue
        joined = sorted(left + right)
        for member in joined:
            group[member] = joined
    return [members for i, members in group.items() if members[0] == i]


def make_entity(name: str, joined: Sequence[tuple[Mention, Match]]) -> Entity:
    """The entity of that name; its id is given by `numbered`."""
    mentions = [
        mention.model_copy(update={"level": match.level, "score": match.score}) for mention, match in joined
    ]
    mentions.sort(key=lambda m: (m.start, m.end))
    return Entity(id="", name=name, variants=variants(name, [m.text for m in mentions]), mentions=mentions)


def variants(name: str, forms: Sequence[str]) -> list[str]:
    """The printed forms that differ from the name, and from one another, by more than case, in order."""
    seen = {name.casefold()}
    found = []
    for form in forms:
        if form.casefold() not in seen:
            seen.add(form.casefold())
            found.append(form)
    return found


def numbered(entities: Sequence[Entity], letter: str) -> list[Entity]:
    """The entities with the ids p1, p2… or o1, o2…, in the order given."""
    return [e.model_copy(update={"id": f"{letter}{i}"}) for i, e in enumerate(entities, start=1)]
