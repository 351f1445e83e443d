"""What a try on minutes not trained on came to."""

from collections.abc import Mapping

from crparse.evaluation.scoring import Counts

ByBody = Mapping[str, Counts]
"""Right, gold and predicted items of each body."""


def f1(counts: Counts) -> float:
    """F1, 0 where there is nothing to find and nothing found."""
    return counts.f1 or 0.0


def total(by_body: ByBody) -> Counts:
    """All bodies together."""
    found = Counts()
    for counts in by_body.values():
        found.add(counts.right, counts.gold, counts.predicted)
    return found


def mean_of_bodies(by_body: ByBody) -> float:
    """The mean F1 of the bodies that have an item, or are said to: each counts the same."""
    figures = [f1(counts) for counts in by_body.values() if counts.gold or counts.predicted]
    return sum(figures) / max(1, len(figures))


def line(label: str, by_body: ByBody) -> str:
    """The figures in a line."""
    counts = total(by_body)
    return (
        f"{label:40} precision {counts.precision or 0:.3f} recall {counts.recall or 0:.3f}"
        f" F1 {f1(counts):.3f} mean of bodies {mean_of_bodies(by_body):.3f}"
    )
