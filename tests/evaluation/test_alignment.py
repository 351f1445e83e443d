import pytest

from crparse.evaluation.scoring import Pairs, pair_up, pair_up_in_order


def alike(gold: str, predicted: str) -> float:
    """Share of the positions with the same letter."""
    same = sum(a == b for a, b in zip(gold, predicted, strict=False))
    return same / max(len(gold), len(predicted))


@pytest.mark.parametrize(
    ("gold", "predicted", "pairs"),
    [
        (["ab", "cd"], ["cd", "ab"], [(0, 1), (1, 0)]),
        (["ab"], ["ax", "ab"], [(0, 1)]),
        (["ab", "ax"], ["ab"], [(0, 0)]),
        (["ab"], ["cd"], []),
        ([], ["ab"], []),
        (["ab"], [], []),
        # the best for all, not the best for the first
        (["ab", "ab"], ["ab", "ax"], [(0, 0), (1, 1)]),
    ],
)
def test_pairs_are_the_best_for_all(gold: list[str], predicted: list[str], pairs: Pairs) -> None:
    assert pair_up(gold, predicted, alike) == pairs


@pytest.mark.parametrize(
    ("gold", "predicted", "pairs"),
    [
        (["ab", "cd", "ef"], ["ab", "ef"], [(0, 0), (2, 1)]),
        (["ab", "cd"], ["cd", "ab"], [(1, 0)]),
        (["ab", "cd"], ["ab", "ab", "cd"], [(0, 0), (1, 2)]),
        (["ab"], ["cd"], []),
        ([], [], []),
    ],
)
def test_pairs_in_order_do_not_cross(gold: list[str], predicted: list[str], pairs: Pairs) -> None:
    assert pair_up_in_order(gold, predicted, alike) == pairs
