"""Learns boosted decision trees with numpy: logistic loss, shrinkage, and directions that features must keep.

The trees are read by `crparse.models`; this part is needed for training alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Node = list[Any] | float


@dataclass(frozen=True)
class Settings:
    """How trees are grown."""

    trees: int = 200
    depth: int = 3
    rate: float = 0.08
    """Share of each tree's answer that counts."""
    shrink: float = 5.0
    """Added to the weight of a leaf: small leaves stay near zero."""
    least: float = 3.0
    """Least weight of a leaf."""
    columns: float = 0.4
    """Share of the features that each tree may use."""
    bins: int = 32
    seed: int = 0


@dataclass(frozen=True)
class Model:
    """Trees whose leaves add up to the log-odds; each node [feature, threshold, below, above] or a leaf."""

    base: float
    trees: list[list[Node]]

    def probability(self, rows: Floats) -> Floats:
        """Probability of yes for each row."""
        total = np.full(len(rows), self.base)
        for tree in self.trees:
            _add(tree, 0, rows, np.arange(len(rows)), total)
        likely: Floats = 1 / (1 + np.exp(-total))
        return likely


def _add(tree: list[Node], at: int, rows: Floats, chosen: Ints, total: Floats) -> None:
    node = tree[at]
    if isinstance(node, float):
        total[chosen] += node
        return
    feature, threshold, below, above = node
    low = rows[chosen, feature] <= threshold
    _add(tree, below, rows, chosen[low], total)
    _add(tree, above, rows, chosen[~low], total)


def fit(
    rows: Floats, answers: Floats, weights: Floats, directions: Sequence[int], settings: Settings
) -> Model:
    """Trees for yes-no `answers`.

    Args:
        rows: A line for each example, a column for each feature.
        answers: 1 for yes, 0 for no.
        weights: How much each example counts.
        directions: For each feature 1 if more of it may only speak for yes, -1 for no, 0 for either.
        settings: How trees are grown.
    """
    chance = float(np.average(answers, weights=weights))
    grower = _Grower(rows, np.asarray(directions), settings)
    base = float(np.log(chance / (1 - chance)))
    total = np.full(len(rows), base)
    random = np.random.default_rng(settings.seed)
    trees = []
    for _ in range(settings.trees):
        guess = 1 / (1 + np.exp(-total))
        grower.begin(weights * (guess - answers), weights * guess * (1 - guess), random, total)
        trees.append(grower.tree)
    return Model(base, trees)


class _Grower:
    """Grows one tree after the other over the same binned rows."""

    def __init__(self, rows: Floats, directions: NDArray[np.int64], settings: Settings) -> None:
        self.settings = settings
        self.directions = directions
        self.edges = [_edges(column, settings.bins) for column in rows.T]
        self.width = max(len(edges) for edges in self.edges) + 1
        self.bins = np.stack(
            [np.searchsorted(edges, column) for edges, column in zip(self.edges, rows.T, strict=True)], axis=1
        )

    def begin(self, slope: Floats, curve: Floats, random: np.random.Generator, total: Floats) -> None:
        """Grow a tree along `slope` and `curve` of the loss, and add its answers to `total`."""
        count = self.bins.shape[1]
        share = max(1, int(count * self.settings.columns))
        self.columns = np.sort(random.choice(count, share, replace=False))
        self.flat = self.bins[:, self.columns] + np.arange(share) * self.width
        self.slope, self.curve, self.total = slope, curve, total
        self.tree: list[Node] = []
        self._grow(np.arange(len(slope)), self.settings.depth, -np.inf, np.inf)

    def _grow(self, chosen: Ints, depth: int, low: float, high: float) -> int:
        split = self._best_split(chosen, low, high) if depth else None
        at = len(self.tree)
        if split is None:
            answer = self._answer(self.slope[chosen].sum(), self.curve[chosen].sum(), low, high)
            leaf = self.settings.rate * float(answer)
            self.total[chosen] += leaf
            self.tree.append(leaf)
            return at
        feature, cut, below_answer, above_answer = split
        self.tree.append(0.0)
        under = self.bins[chosen, feature] <= cut
        middle = (below_answer + above_answer) / 2
        direction = self.directions[feature]
        bounds = {1: (low, middle, middle, high), -1: (middle, high, low, middle), 0: (low, high, low, high)}
        a, b, c, d = bounds[int(direction)]
        below = self._grow(chosen[under], depth - 1, a, b)
        above = self._grow(chosen[~under], depth - 1, c, d)
        self.tree[at] = [feature, float(self.edges[feature][cut]), below, above]
        return at

    def _answer(self, slope: Any, curve: Any, low: float, high: float) -> Any:
        return np.clip(-slope / (curve + self.settings.shrink), low, high)

    def _sums(self, chosen: Ints, values: Floats) -> Floats:
        share = len(self.columns)
        flat = self.flat[chosen].ravel()
        sums = np.bincount(flat, np.repeat(values[chosen], share), minlength=share * self.width)
        return sums.reshape(share, self.width).cumsum(axis=1)[:, :-1]

    def _best_split(self, chosen: Ints, low: float, high: float) -> tuple[int, int, float, float] | None:
        shrink, least = self.settings.shrink, self.settings.least
        slope, curve = self.slope[chosen].sum(), self.curve[chosen].sum()
        below, below_curve = self._sums(chosen, self.slope), self._sums(chosen, self.curve)
        above, above_curve = slope - below, curve - below_curve
        gain = below**2 / (below_curve + shrink) + above**2 / (above_curve + shrink)
        gain -= slope**2 / (curve + shrink)
        answers = (
            self._answer(below, below_curve, low, high),
            self._answer(above, above_curve, low, high),
        )
        against = self.directions[self.columns][:, None] * (answers[1] - answers[0]) < 0
        gain[(below_curve < least) | (above_curve < least) | against] = -1.0
        column, cut = (int(i) for i in np.unravel_index(int(gain.argmax()), gain.shape))
        feature = int(self.columns[column])
        if gain[column, cut] <= 1e-6 or cut >= len(self.edges[feature]):
            return None
        return feature, cut, float(answers[0][column, cut]), float(answers[1][column, cut])


def _edges(column: Floats, bins: int) -> Floats:
    """Thresholds between the values of a feature, at most `bins` of them."""
    values = np.unique(column)
    if len(values) <= bins:
        return (values[1:] + values[:-1]) / 2
    return np.unique(np.quantile(column, np.linspace(0, 1, bins + 1)[1:-1]))
