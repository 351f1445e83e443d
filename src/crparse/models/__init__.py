"""Weights learned beforehand, and what applies them; models/README.md holds the card of each."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from math import exp, fsum, log
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

M = TypeVar("M")

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
        weights, told = self.weights, ((name, value) for name, value in features.items() if value)
        return fsum([self.bias, *(weights[name] * value for name, value in told if name in weights)])

    def with_threshold(self, threshold: float | None) -> "LinearModel":
        """The same weights with another threshold, if one is given."""
        return self if threshold is None else replace(self, threshold=threshold)


@cache
def load_model(name: str) -> LinearModel:
    """The weights of models/`name`.json."""
    return parse_model(_text(name))


@cache
def load_models(name: str) -> Mapping[str, LinearModel]:
    """Several weights of one file, models/`name`.json, by what each of them weighs."""
    return {what: _linear(one) for what, one in json.loads(_text(name)).items()}


def load_read_models(name: str) -> Mapping[str, LinearModel] | None:
    """Those of models/`name`_read.json, for documents that an encoder has read; none without a file."""
    return load_models(name + READ) if is_kept(name + READ) else None


def load_read_model(name: str, threshold: float | None = None) -> LinearModel | None:
    """The weights of models/`name`_read.json, which weigh what an encoder read too; none without a file."""
    model = load_model(name + READ) if is_kept(name + READ) else None
    return model and model.with_threshold(threshold)


def fitting(model: M, read: M | None, reading: object | None) -> M:
    """The weights for a document: those that weigh what an encoder read, where one did and there are such."""
    return model if read is None or reading is None else read


def _text(name: str) -> str:
    return files("crparse.models").joinpath(f"{name}.json").read_text(encoding="utf-8")


def is_kept(name: str) -> bool:
    """Whether there is a file models/`name`.json: those that weigh what an encoder read may be missing."""
    return files("crparse.models").joinpath(f"{name}.json").is_file()


def parse_model(text: str) -> LinearModel:
    """The weights that a file holds."""
    return _linear(json.loads(text))


def _linear(data: Mapping[str, Any]) -> LinearModel:
    return LinearModel(data["weights"], data["bias"], data["threshold"])


Node = tuple[int, float, int, int]
"""Feature, threshold, node if the feature is at most that, node if it is more."""

Tree = tuple[Node | float, ...]
"""The nodes, the root first; a figure is a leaf."""


AT_ONCE = 256
"""Rows that all trees weigh together: enough for speed, 2 MB with a thousand trees. Chosen, not measured."""


@dataclass(frozen=True)
class BoostedTrees:
    """Trees whose leaves add up to the log-odds of the answer."""

    names: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """For each row how likely the answer is yes, 0-1; a feature that is not given counts as 0."""
        figures = np.array(list(map(self._known, rows)), dtype=np.float64).reshape(len(rows), len(self.names))
        total = np.full(len(rows), self.base)
        for first in range(0, len(rows), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            for leaf_of_each in self._nodes.leaves(figures[part]).T:
                total[part] += leaf_of_each
        return [float(likely) for likely in 1 / (1 + np.exp(-total))]

    def _known(self, row: Mapping[str, float]) -> list[float]:
        """The features of a row that the trees know, in their order: most rows give few of them."""
        figures = [0.0] * len(self.names)
        for name, value in row.items():
            if value and name in self._place:
                figures[self._place[name]] = value
        return figures

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def _nodes(self) -> "_Nodes":
        return _Nodes(self.trees)


class _Nodes:
    """The nodes of all trees in one row, so that all are walked down at once; a leaf leads to itself."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        sizes = [len(tree) for tree in trees]
        self.roots = np.cumsum([0, *sizes], dtype=np.intp)[:-1]
        offsets = np.repeat(self.roots, sizes)
        nodes = [node for tree in trees for node in tree]
        own = enumerate(zip(nodes, offsets.tolist(), strict=True))
        steps = [(at, at) if isinstance(n, float) else (n[2] + start, n[3] + start) for at, (n, start) in own]
        self.next = np.array(steps, dtype=np.intp).reshape(len(nodes), 2)
        self.feature = np.array([0 if isinstance(n, float) else n[0] for n in nodes], dtype=np.intp)
        self.threshold = np.array([0.0 if isinstance(n, float) else n[1] for n in nodes], dtype=np.float64)
        self.leaf = np.array([n if isinstance(n, float) else 0.0 for n in nodes], dtype=np.float64)

    def leaves(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """The leaf of each tree (across) that each row of figures (down) comes to."""
        rows = np.arange(len(figures))[:, np.newaxis]
        before, at = None, np.tile(self.roots, (len(figures), 1))
        if not figures.shape[1]:
            return self.leaf[at]  # learned of nothing that differs: each tree is one leaf
        while before is None or not np.array_equal(before, at):
            more = figures[rows, self.feature[at]] > self.threshold[at]
            before, at = at, self.next[at, more.astype(np.intp)]
        return self.leaf[at]


@cache
def load_trees(name: str) -> BoostedTrees:
    """The trees of models/`name`.json."""
    return parse_trees(_text(name))


def parse_trees(text: str) -> BoostedTrees:
    """The trees that a file of weights holds."""
    return _boosted(json.loads(text))


def _boosted(data: Mapping[str, Any]) -> BoostedTrees:
    trees = tuple(tuple(n if isinstance(n, float) else tuple(n) for n in tree) for tree in data["trees"])
    return BoostedTrees(tuple(data["names"]), data["base"], trees)


@dataclass(frozen=True, eq=False, slots=True)
class MeaningModel:
    """Weights of what the words of a statement mean."""

    weights: NDArray[np.float64]
    bias: float

    def log_odds(self, meanings: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of the answer being yes, for each row."""
        return np.asarray((meanings * self.weights).sum(axis=1) + self.bias)


SURE = 1e-6
"""Probability below which, and above whose counterpart, a juror is as sure as another: a wrong one must not
outvote the others."""


@dataclass(frozen=True, slots=True)
class Jury:
    """Three judges of a statement, who are wrong about different ones: the mean of their log-odds decides."""

    forms: LinearModel
    """Weighs the features."""
    trees: BoostedTrees
    """Weigh them in company."""
    meanings: MeaningModel
    """Weighs what the words mean."""
    threshold: float
    """Probability from which the answer is yes: that of the best F1 on documents left out."""

    def probabilities(
        self, rows: Sequence[Mapping[str, float]], meanings: NDArray[np.float64] | None
    ) -> list[float]:
        """For each statement how likely the answer is yes, 0-1; where no meanings are known, two judge."""
        told = [
            [log_odds(self.forms.probability(row)) for row in rows],
            [log_odds(likely) for likely in self.trees.probabilities(rows)],
        ]
        if meanings is not None:
            told.append([float(odds) for odds in self.meanings.log_odds(meanings)])
        return [together(odds) for odds in zip(*told, strict=True)]

    def with_threshold(self, threshold: float | None) -> "Jury":
        """The same judges with another threshold, if one is given."""
        return self if threshold is None else replace(self, threshold=threshold)


def log_odds(likely: float) -> float:
    """Of a probability, none surer than `SURE` lets it be."""
    bounded = min(max(likely, SURE), 1 - SURE)
    return log(bounded / (1 - bounded))


def together(odds: Sequence[float]) -> float:
    """The probability that several judges come to: that of the mean of their log-odds."""
    return 1 / (1 + exp(-fsum(odds) / len(odds)))


@cache
def load_jury(name: str) -> Jury:
    """The judges of models/`name`.json."""
    return parse_jury(_text(name))


def load_read_jury(name: str, threshold: float | None = None) -> Jury | None:
    """The judges of models/`name`_read.json, who weigh what an encoder read too; none without a file."""
    jury = load_jury(name + READ) if is_kept(name + READ) else None
    return jury and jury.with_threshold(threshold)


def parse_jury(text: str) -> Jury:
    """The judges that a file holds."""
    data = json.loads(text)
    meant = MeaningModel(np.array(data["meanings"]["weights"], dtype=np.float64), data["meanings"]["bias"])
    return Jury(_linear(data["forms"]), _boosted(data["trees"]), meant, data["threshold"])
