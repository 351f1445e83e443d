"""Weights learned beforehand, and what applies them; models/README.md holds the card of each."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp, fsum

import numpy as np
from numpy.typing import NDArray

SHOWN = 16
"""Characters of a fingerprint: two sets of weights with the same are not to be expected."""


READ = "_read"
"""Ends the name of weights that weigh what an encoder read as well."""


@cache
def fingerprint() -> str:
    """What tells these weights from others: the beginning of the SHA-256 of their files, names included."""
    digest = hashlib.sha256()
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".json"):
            content = file.read_bytes()
            digest.update(f"{file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:SHOWN]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of a logistic regression."""

    weights: Mapping[str, float]
    bias: float
    threshold: float
    """Probability from which the answer is yes: that of the best F1 on documents left out."""

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely the answer is yes, 0-1."""
        return 1 / (1 + exp(-self.log_odds(features)))

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The same, 0 for an even chance; of weights that count, the logarithm of the number."""
        # The exact sum: that of floats taken one by one depends on the order in which features are found.
        return fsum([self.bias, *(self.weights.get(name, 0.0) * value for name, value in features.items())])

    def with_threshold(self, threshold: float | None) -> "LinearModel":
        """The same weights with another threshold, if one is given."""
        return self if threshold is None else replace(self, threshold=threshold)


@cache
def load_model(name: str) -> LinearModel:
    """The weights of models/`name`.json."""
    return parse_model(files("crparse.models").joinpath(f"{name}.json").read_text(encoding="utf-8"))


@cache
def load_models(name: str) -> Mapping[str, LinearModel]:
    """Several weights of one file, models/`name`.json, by what each of them weighs."""
    data = json.loads(files("crparse.models").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return {what: LinearModel(one["weights"], one["bias"], one["threshold"]) for what, one in data.items()}


def load_read_model(name: str, threshold: float | None = None) -> LinearModel | None:
    """The weights of models/`name`_read.json, which weigh what an encoder read too; none without a file."""
    file = files("crparse.models").joinpath(f"{name}{READ}.json")
    model = parse_model(file.read_text(encoding="utf-8")) if file.is_file() else None
    return model and model.with_threshold(threshold)


def fitting(model: LinearModel, read: LinearModel | None, reading: object | None) -> LinearModel:
    """The weights for a document: those that weigh what an encoder read, where one did and there are such."""
    return model if read is None or reading is None else read


def parse_model(text: str) -> LinearModel:
    """The weights that a file holds."""
    data = json.loads(text)
    return LinearModel(data["weights"], data["bias"], data["threshold"])


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
        known = [[row.get(name, 0.0) for name in self.names] for row in rows]
        figures = np.array(known, dtype=np.float64).reshape(len(rows), len(self.names))
        total = np.full(len(rows), self.base)
        for tree in self.trees:
            total += _leaves(tree, figures)
        return [float(likely) for likely in 1 / (1 + np.exp(-total))]


def _leaves(tree: Tree, figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """The leaf that each row comes to."""
    leaves = np.empty(len(figures))
    left = [(0, np.arange(len(figures)))]
    while left:
        at, rows = left.pop()
        node = tree[at]
        if isinstance(node, float):
            leaves[rows] = node
        elif len(rows):
            feature, threshold, below, above = node
            low = figures[rows, feature] <= threshold
            left += [(below, rows[low]), (above, rows[~low])]
    return leaves


@cache
def load_trees(name: str) -> BoostedTrees:
    """The trees of models/`name`.json."""
    return parse_trees(files("crparse.models").joinpath(f"{name}.json").read_text(encoding="utf-8"))


def parse_trees(text: str) -> BoostedTrees:
    """The trees that a file of weights holds."""
    data = json.loads(text)
    trees = tuple(tuple(n if isinstance(n, float) else tuple(n) for n in tree) for tree in data["trees"])
    return BoostedTrees(tuple(data["names"]), data["base"], trees)
