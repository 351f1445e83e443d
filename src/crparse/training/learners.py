"""Fits weights with scikit-learn and exports them to the JSON that the stages read.

On one thread and with a fixed seed: the same examples give the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from crparse.models import BoostedTrees, Jury, LinearModel, MeaningModel, Node, Tree

SEED = 0
"""Draws the features that each split may use; any number does as well."""

EVEN = 0.5
"""Probability from which the answer is yes as long as no better threshold is known."""


DIGITS = 3
"""Of a weight of meanings: there are a thousand of them, and finer differences change no answer."""

STEPS = 300
"""At most so many to the weights of meanings: they are reached before."""


class TrainingSet:
    """Rows of figures with the answer to each and how much it counts; a column for each of the names."""

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Mapping[str, float]],
        answers: Sequence[bool],
        weights: Sequence[float],
    ) -> None:
        # A figure that a row does not give is 0.
        self.figures = np.array([[row.get(name, 0.0) for name in names] for row in rows])
        self.answers = np.array(answers)
        self.weights = np.array(weights) / np.mean(weights)


def fit_trees(examples: TrainingSet, directions: Sequence[int], settings: Mapping[str, Any]) -> Any:
    """Boosted trees; of a feature with direction 1 more speaks for yes alone, with -1 for no alone."""
    model = HistGradientBoostingClassifier(
        **settings, monotonic_cst=list(directions), early_stopping=False, random_state=SEED
    )
    with threadpool_limits(limits=1):
        return model.fit(examples.figures, examples.answers, sample_weight=examples.weights)


def fit_linear(examples: TrainingSet, shrink: float) -> Pipeline:
    """A logistic regression, the features on one scale while their weights are drawn to zero by `shrink`."""
    learner = LogisticRegression(C=1 / shrink, solver="newton-cholesky", tol=1e-10)
    model = make_pipeline(StandardScaler(), learner)
    with threadpool_limits(limits=1):
        return model.fit(
            examples.figures, examples.answers, logisticregression__sample_weight=examples.weights
        )


def fit_meanings(meanings: NDArray[np.float64], answers: Sequence[bool], keenness: float) -> MeaningModel:
    """A logistic regression on what statements mean; the weights leave zero the farther the keener."""
    with threadpool_limits(limits=1):
        learner = LogisticRegression(C=keenness, max_iter=STEPS).fit(meanings, np.array(answers))
    return MeaningModel(learner.coef_[0].round(DIGITS), float(learner.intercept_[0]))


def export_trees(model: Any, names: Sequence[str]) -> BoostedTrees:
    """The trees as the stages read them, with the features that they use.

    scikit-learn has no public door to the nodes; a test compares what comes out with its own predictions.
    """
    grown = [stage[0].nodes for stage in model._predictors]
    used = sorted({int(node["feature_idx"]) for tree in grown for node in tree if not node["is_leaf"]})
    place = {feature: index for index, feature in enumerate(used)}
    base = float(model._baseline_prediction.item())
    return BoostedTrees(
        tuple(names[feature] for feature in used), base, tuple(_tree(nodes, place) for nodes in grown)
    )


def _tree(nodes: Any, place: Mapping[int, int]) -> Tree:
    def exported(node: Any) -> Node | float:
        if node["is_leaf"]:
            return float(node["value"])
        branches = int(node["left"]), int(node["right"])
        return place[int(node["feature_idx"])], float(node["num_threshold"]), *branches

    return tuple(exported(node) for node in nodes)


def export_linear(model: Pipeline, names: Sequence[str], threshold: float = EVEN) -> LinearModel:
    """The weights of the features as they come, not on one scale."""
    scaler, learner = (model[step] for step in range(2))
    weights = learner.coef_[0] / scaler.scale_
    bias = float(learner.intercept_[0] - weights @ scaler.mean_)
    return LinearModel(
        {name: float(weight) for name, weight in zip(names, weights, strict=True) if weight}, bias, threshold
    )


def write_trees(trees: BoostedTrees, file: Path) -> None:
    """Keeps the trees where `load_trees` finds them."""
    data = _of_trees(trees)
    file.write_text(json.dumps(data, separators=(",", ":"), allow_nan=False) + "\n", encoding="utf-8")


def write_linear(model: LinearModel, file: Path) -> None:
    """Keeps the weights where `load_model` finds them."""
    _write(_of_linear(model), file)


def write_linears(models: Mapping[str, LinearModel], file: Path) -> None:
    """Keeps several weights where `load_models` finds them."""
    _write({what: _of_linear(model) for what, model in models.items()}, file)


def _write(data: Mapping[str, Any], file: Path) -> None:
    text = json.dumps(data, indent=0, sort_keys=True, allow_nan=False)
    file.write_text(text + "\n", encoding="utf-8")


def write_jury(jury: Jury, file: Path) -> None:
    """Keeps the judges where `load_jury` finds them."""
    data = {
        "forms": _of_linear(jury.forms),
        "trees": _of_trees(jury.trees),
        "meanings": {"weights": jury.meanings.weights.tolist(), "bias": jury.meanings.bias},
        "threshold": jury.threshold,
    }
    text = json.dumps(data, separators=(",", ":"), sort_keys=True, allow_nan=False)
    file.write_text(text + "\n", encoding="utf-8")


def _of_trees(trees: BoostedTrees) -> dict[str, Any]:
    return {"names": trees.names, "base": trees.base, "trees": trees.trees}


def _of_linear(model: LinearModel) -> dict[str, Any]:
    return {"weights": dict(model.weights), "bias": model.bias, "threshold": model.threshold}
