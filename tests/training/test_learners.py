"""What scikit-learn learns is what the stages read."""

from math import exp
from pathlib import Path

import numpy as np
import pytest

from crparse.models import BoostedTrees, Jury, LinearModel, MeaningModel, parse_jury, parse_model, parse_trees
from crparse.training.learners import (
    TrainingSet,
    export_linear,
    export_trees,
    fit_linear,
    fit_meanings,
    fit_trees,
    write_jury,
    write_linear,
    write_trees,
)

NAMES = ("size", "bold", "words")

ROWS = [
    {"size": size, "bold": bold, "words": float(words)}
    for size in (1.0, 1.1, 1.3, 1.7)
    for bold in (0.0, 1.0)
    for words in range(1, 16)
]

ANSWERS = [row["size"] + 0.4 * row["bold"] - 0.03 * row["words"] > 1.2 for row in ROWS]

SETTINGS = {"max_iter": 30, "max_depth": 3, "learning_rate": 0.3, "min_samples_leaf": 5, "max_features": 0.7}


def _examples() -> TrainingSet:
    return TrainingSet(NAMES, ROWS, ANSWERS, [1.0 + row["bold"] for row in ROWS])


def test_exported_trees_give_the_probabilities_of_scikit_learn(tmp_path: Path) -> None:
    examples = _examples()
    model = fit_trees(examples, [0, 0, 0], SETTINGS)
    write_trees(export_trees(model, NAMES), tmp_path / "trees.json")
    trees = parse_trees((tmp_path / "trees.json").read_text(encoding="utf-8"))
    expected = model.predict_proba(examples.figures)[:, 1]
    assert trees.probabilities(ROWS) == pytest.approx(expected, rel=0, abs=1e-9)


def test_exported_weights_give_the_probabilities_of_scikit_learn(tmp_path: Path) -> None:
    examples = _examples()
    model = fit_linear(examples, 2.0)
    write_linear(export_linear(model, NAMES, 0.4), tmp_path / "weights.json")
    linear = parse_model((tmp_path / "weights.json").read_text(encoding="utf-8"))
    expected = model.predict_proba(examples.figures)[:, 1]
    assert [linear.probability(row) for row in ROWS] == pytest.approx(expected, rel=0, abs=1e-9)
    assert linear.threshold == 0.4


def _trees(directions: list[int]) -> BoostedTrees:
    return export_trees(fit_trees(_examples(), directions, SETTINGS), NAMES)


def test_trees_learn_that_large_lines_are_headings() -> None:
    small, large = _trees([0, 0, 0]).probabilities([{"size": 1.0, "words": 9.0}, {"size": 1.7, "words": 3.0}])
    assert small < 0.1
    assert large > 0.9


def test_a_feature_keeps_its_direction() -> None:
    small, large = _trees([-1, 0, 0]).probabilities([{"size": 1.0}, {"size": 1.7}])
    assert large <= small


def test_a_feature_that_no_tree_uses_is_not_kept() -> None:
    rows = [{**row, "always": 1.0} for row in ROWS]
    names = (*NAMES, "always")
    examples = TrainingSet(names, rows, ANSWERS, [1.0] * len(rows))
    assert export_trees(fit_trees(examples, [0, 0, 0, 0], SETTINGS), names).names == NAMES


def test_a_figure_that_a_row_does_not_give_is_nought() -> None:
    examples = TrainingSet(NAMES, [{"size": 1.2}, {"words": 3.0}], [True, False], [2.0, 2.0])
    assert examples.figures.tolist() == [[1.2, 0.0, 0.0], [0.0, 0.0, 3.0]]
    assert np.array_equal(examples.weights, [1.0, 1.0])


def test_meanings_that_tell_the_answer_weigh() -> None:
    meanings = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    model = fit_meanings(meanings, [True, False, True, False], 10.0)
    assert model.weights[0] > 1 > abs(model.weights[1])
    assert list(model.log_odds(meanings) > 0) == [True, False, True, False]


def test_a_jury_is_kept_and_its_members_count_the_same(tmp_path: Path) -> None:
    forms, meanings = LinearModel({"bold": 3.0}, 0.0, 0.5), MeaningModel(np.array([6.0]), 0.0)
    write_jury(Jury(forms, BoostedTrees((), 0.0, ()), meanings, 0.3), tmp_path / "jury.json")
    jury = parse_jury((tmp_path / "jury.json").read_text(encoding="utf-8"))
    rows = [{"bold": 1.0}, {}]
    assert jury.probabilities(rows, np.array([[1.0], [0.0]])) == pytest.approx([1 / (1 + exp(-3.0)), 0.5])
    assert jury.probabilities(rows, None) == pytest.approx([1 / (1 + exp(-1.5)), 0.5])
    assert jury.threshold == 0.3
