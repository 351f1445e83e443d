"""Boosted trees: as learned, so read."""

import numpy as np
import pytest

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
