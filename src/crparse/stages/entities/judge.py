"""How likely each form of a document names a body: by what it shows itself, then beside the other forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crparse.models import (
    READ,
    BoostedTrees,
    LinearModel,
    is_kept,
    load_model,
    load_read_model,
    load_trees,
    log_odds,
    together,
)
from crparse.stages.entities.candidates import Form
from crparse.stages.entities.standing import standings

NAME, TREES = "organisations", "_trees"
"""The weights, and what ends the name of those that see the forms beside each other."""

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Judge:
    """Weights for a form by itself, and trees for the form among the others of its document."""

    first: LinearModel
    """Its threshold is that of both."""
    second: BoostedTrees | None = None
    """Without them the first alone tell."""

    @property
    def threshold(self) -> float:
        """Probability from which a form is a name."""
        return self.first.threshold

    def with_threshold(self, threshold: float | None) -> "Judge":
        """The same with another threshold, if one is given."""
        return replace(self, first=self.first.with_threshold(threshold))

    def likely(self, rows: Mapping[Form, Figures], stated: Sequence[tuple[str, str]]) -> dict[Form, float]:
        """The probability of each form; `stated` are the acronyms that the text gives with their names."""
        first = [self.first.probability(row) for row in rows.values()]
        if self.second is None:
            return dict(zip(rows, first, strict=True))
        second = self.second.probabilities(among_others(rows, first, stated))
        # F1 0.691 on bodies held out, the first alone 0.681.
        both = ([log_odds(one), log_odds(other)] for one, other in zip(first, second, strict=True))
        return dict(zip(rows, map(together, both), strict=True))


def among_others(
    rows: Mapping[Form, Figures], first: Sequence[float], stated: Sequence[tuple[str, str]]
) -> list[dict[str, float]]:
    """The figures of each form with those of where it stands among the others, by their first probability."""
    names, places = [form.text for form in rows], [form.places for form in rows]
    beside = standings(names, places, list(map(log_odds, first)), stated)
    return [{**row, **own} for row, own in zip(rows.values(), beside, strict=True)]


def load_judge(threshold: float | None = None) -> Judge:
    """The judge of documents that no encoder has read."""
    return Judge(load_model(NAME), load_trees(NAME + TREES)).with_threshold(threshold)


def load_read_judge(threshold: float | None = None) -> Judge | None:
    """The judge that weighs what an encoder read too; none without its weights."""
    first, trees = load_read_model(NAME, threshold), NAME + READ + TREES
    if first is None:
        return None
    return Judge(first, load_trees(trees) if is_kept(trees) else None)
