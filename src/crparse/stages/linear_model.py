"""A linear model: a probability from figures, by weights learned beforehand and kept as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of a logistic regression."""

    weights: Mapping[str, float]
    bias: float
    threshold: float
    """Probability from which the answer is yes: that of the best F1 on documents left out."""

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely the answer is yes, 0-1."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + exp(-total))


@cache
def load_model(name: str) -> LinearModel:
    """The weights of models/`name`.json."""
    data = json.loads(files("crparse.models").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return LinearModel(data["weights"], data["bias"], data["threshold"])
