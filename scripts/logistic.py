"""Learns the weights of a logistic regression with numpy, for `crparse.models`."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 12
"""Newton steps; the loss no longer moves after eight."""


def fit(rows: Floats, answers: Floats, weights: Floats, shrink: float) -> tuple[Floats, float]:
    """(weight of each feature, bias), the features on one scale while they are shrunk towards zero.

    Args:
        rows: A line for each example, a column for each feature.
        answers: 1 for yes, 0 for no.
        weights: How much each example counts.
        shrink: How strongly weights are drawn to zero.
    """
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = np.hstack([np.ones((len(rows), 1)), (rows - middle) / spread])
    penalty = np.diag([0.0] + [shrink] * rows.shape[1])
    found = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-scaled @ found))
        curve = weights * likely * (1 - likely) + 1e-9
        slope = scaled.T @ (weights * (answers - likely)) - penalty @ found
        found += np.linalg.solve((scaled * curve[:, None]).T @ scaled + penalty, slope)
    by_feature = found[1:] / spread
    return by_feature, float(found[0] - by_feature @ middle)
