"""Which predicted item answers which gold item."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

G = TypeVar("G")
P = TypeVar("P")

Pairs = list[tuple[int, int]]
"""(place in the gold list, place in the predicted list)"""


def pair_up(gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]) -> Pairs:
    """One to one, with the greatest sum of similarities; items with no likeness stay alone."""
    if not gold or not predicted:
        return []
    table = _table(gold, predicted, alike)
    rows, columns = linear_sum_assignment(-table)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i, j] > 0]


def pair_up_in_order(gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]) -> Pairs:
    """One to one without crossing, for outlines: with the greatest sum of similarities."""
    if not gold or not predicted:
        return []
    table = _table(gold, predicted, alike)
    best = np.zeros((len(gold) + 1, len(predicted) + 1))
    for i in reversed(range(len(gold))):
        for j in reversed(range(len(predicted))):
            best[i, j] = max(best[i + 1, j], best[i, j + 1])
            if table[i, j] > 0:
                best[i, j] = max(best[i, j], best[i + 1, j + 1] + table[i, j])
    return _trace(table, best)


def _trace(table: npt.NDArray[np.float64], best: npt.NDArray[np.float64]) -> Pairs:
    """The pairs that make the best sum; where two ways are as good, the earlier pair."""
    pairs: Pairs = []
    i = j = 0
    while i < table.shape[0] and j < table.shape[1]:
        if table[i, j] > 0 and best[i, j] == best[i + 1, j + 1] + table[i, j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1, j] >= best[i, j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _table(
    gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]
) -> npt.NDArray[np.float64]:
    return np.array([[alike(g, p) for p in predicted] for g in gold], dtype=np.float64)
