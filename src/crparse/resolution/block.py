"""Blocking: only names that share a key are compared, so that the work does not grow with the square."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations


def pairs(keys: Sequence[Iterable[Hashable]]) -> list[tuple[int, int]]:
    """The pairs of indices, smaller first, that share at least one of their `keys`, sorted."""
    blocks: dict[Hashable, list[int]] = {}
    for index, own in enumerate(keys):
        for key in dict.fromkeys(own):
            blocks.setdefault(key, []).append(index)
    return sorted({pair for members in blocks.values() for pair in combinations(members, 2)})
