"""Boosted trees: as learned, so read."""

import json

import numpy as np
import pytest

from boosting import Settings, fit
from crparse.models import BoostedTrees, load_trees


def test_leaves_add_up() -> None:
    trees = BoostedTrees(("size", "bold"), 0.0, (((0, 1.1, 1, 2), -1.0, 1.0), ((1, 0.5, 1, 2), -0.5, 0.5)))
    found = trees.probabilities([{"size": 1.0}, {"size": 1.4, "bold": 1.0}])
    assert found == pytest.approx([1 / (1 + np.exp(1.5)), 1 / (1 + np.exp(-1.5))])


def test_no_rows_no_answers() -> None:
    assert BoostedTrees(("size",), 0.0, (((0, 1.1, 1, 2), -1.0, 1.0),)).probabilities([]) == []


def test_the_shipped_weights_use_features_that_exist() -> None:
    from crparse.document.lines import lines_of
    from crparse.source import from_text
    from crparse.stages.outline.features import features
    from crparse.stages.outline.surroundings import Surroundings

    around = Surroundings(
        lines_of(from_text("Budget\nLe budget est voté.\nTravaux\nLes travaux commencent."))
    )
    known = {name for _, row in features(around) for name in row}
    assert set(load_trees("outline").names) <= known


def _learned(directions: list[int]) -> BoostedTrees:
    rows = np.array([[size, noise] for size in (1.0, 1.2, 1.5) for noise in (0.0, 1.0)] * 20)
    answers = (rows[:, 0] > 1.1).astype(float)
    settings = Settings(trees=30, depth=2, rate=0.3, shrink=1.0, least=1.0, columns=1.0)
    model = fit(rows, answers, np.ones(len(rows)), directions, settings)
    trees = json.loads(json.dumps(model.trees))
    found = BoostedTrees(
        ("size", "noise"),
        model.base,
        tuple(tuple(n if isinstance(n, float) else tuple(n) for n in tree) for tree in trees),
    )
    assert found.probabilities([{"size": row[0], "noise": row[1]} for row in rows]) == pytest.approx(
        model.probability(rows)
    )
    return found


def test_what_is_learned_is_what_is_read() -> None:
    trees = _learned([0, 0])
    small, large = trees.probabilities([{"size": 1.0}, {"size": 1.5}])
    assert small < 0.1
    assert large > 0.9


def test_a_feature_keeps_its_direction() -> None:
    trees = _learned([-1, 0])
    small, large = trees.probabilities([{"size": 1.0}, {"size": 1.5}])
    assert large <= small
