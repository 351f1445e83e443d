"""Boosted decision trees: a probability from figures, by weights learned beforehand and kept as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

Node = tuple[int, float, int, int]
"""Feature, threshold, node if the feature is at most that, node if it is more."""


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """Trees whose leaves add up to the log-odds of the answer."""

    names: tuple[str, ...]
    base: float
    trees: tuple[tuple[Node | float, ...], ...]
    """The nodes of each tree, the root first; a figure is a leaf."""

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely the answer is yes, 0-1; a feature that is not given counts as 0."""
        figures = [features.get(name, 0.0) for name in self.names]
        total = self.base + sum(_leaf(tree, figures) for tree in self.trees)
        return 1 / (1 + exp(-total))


def _leaf(tree: Sequence[Node | float], figures: Sequence[float]) -> float:
    node = tree[0]
    while not isinstance(node, float):
        feature, threshold, below, above = node
        node = tree[below if figures[feature] <= threshold else above]
    return node


@cache
def load_trees(name: str) -> BoostedTrees:
    """The trees of models/`name`.json."""
    data = json.loads(files("crparse.models").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    trees = tuple(tuple(n if isinstance(n, float) else tuple(n) for n in tree) for tree in data["trees"])
    return BoostedTrees(tuple(data["names"]), data["base"], trees)
