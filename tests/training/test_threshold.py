"""Which threshold is kept, by what each comes to on two bodies held out: (right, gold, predicted)."""

import pytest

from crparse.evaluation.scoring import Counts
from crparse.training.items import best_threshold

Body = tuple[int, int, int]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({0.2: [(8, 10, 10)], 0.4: [(6, 10, 10)]}, 0.2),
        # as good to 0.002: the one that says less
        ({0.2: [(800, 1000, 1000)], 0.3: [(799, 1000, 1000)], 0.4: [(790, 1000, 1000)]}, 0.3),
        # a little less in the large body, much more in the small one
        ({0.2: [(90, 100, 100), (2, 10, 10)], 0.4: [(85, 100, 100), (6, 10, 10)]}, 0.4),
    ],
)
def test_the_best_threshold_for_all_together_and_each_alike(
    found: dict[float, list[Body]], expected: float
) -> None:
    by_body = {
        threshold: {str(place): Counts(*body) for place, body in enumerate(bodies)}
        for threshold, bodies in found.items()
    }
    assert best_threshold(by_body) == expected
