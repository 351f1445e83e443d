"""Clusters from links: the strongest links first, and never two names that must stay apart."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


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
