"""What joins names to entities: blocks, ordered named levels, clusters of links, the entity of a cluster."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from crparse.record import Entity, Mention


def pairs(keys: Sequence[Iterable[Hashable]]) -> list[tuple[int, int]]:
    """The pairs of indices, smaller first, that share at least one of their `keys`, sorted."""
    blocks: dict[Hashable, list[int]] = {}
    for index, own in enumerate(keys):
        for key in dict.fromkeys(own):
            blocks.setdefault(key, []).append(index)
    return sorted({pair for members in blocks.values() for pair in combinations(members, 2)})


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
