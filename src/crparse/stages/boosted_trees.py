"""Boosted decision trees: probabilities from figures, by weights learned beforehand and kept as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Node = tuple[int, float, int, int]
"""Feature, threshold, node if the feature is at most that, node if it is more."""

Tree = tuple[Node | float, ...]
"""The nodes, the root first; a figure is a leaf."""


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """Trees whose leaves add up to the log-odds of the answer."""

    names: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """For each row how likely the answer is yes, 0-1; a feature that is not given counts as 0."""
        figures = np.array([[row.get(name, 0.0) for name in self.names] for row in rows], ndmin=2)
        total = np.full(len(rows), self.base)
        for tree in self.trees:
            _add(tree, 0, figures, np.arange(len(rows)), total)
        return [float(likely) for likely in 1 / (1 + np.exp(-total))]


def _add(
    tree: Tree,
    at: int,
    figures: NDArray[np.float64],
    chosen: NDArray[np.intp],
    total: NDArray[np.float64],
) -> None:
    """Add to `total` the leaves of the `chosen` rows."""
    node = tree[at]
    if isinstance(node, float):
        total[chosen] += node
    elif len(chosen):
        feature, threshold, below, above = node
        low = figures[chosen, feature] <= threshold
        _add(tree, below, figures, chosen[low], total)
        _add(tree, above, figures, chosen[~low], total)


@cache
def load_trees(name: str) -> BoostedTrees:
    """The trees of models/`name`.json."""
    data = json.loads(files("crparse.models").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    trees = tuple(tuple(n if isinstance(n, float) else tuple(n) for n in tree) for tree in data["trees"])
    return BoostedTrees(tuple(data["names"]), data["base"], trees)
