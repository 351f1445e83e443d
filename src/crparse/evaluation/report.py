"""The figures of an evaluation as text."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crparse.evaluation.evaluate import CORE, Evaluation
from crparse.evaluation.scoring import Mismatch

LONGEST = 100
"""Characters of a value that an error line shows."""


def figures(evaluation: Evaluation) -> Iterator[str]:
    """Precision, recall and F1 of every field, and the two means."""
    yield f"{len(evaluation.sheets)} gold files, {len(evaluation.missing)} without a prediction"
    if evaluation.missing:
        yield "without a prediction: " + ", ".join(evaluation.missing)
    yield f"{'field':24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'pred':>7}"
    for name, counts in evaluation.totals.items():
        scores = "".join(map(_score, (counts.precision, counts.recall, counts.f1)))
        yield f"{name:24}{scores}{counts.gold:7d}{counts.predicted:7d}"
    yield f"{'core (mean F1)':38}{_score(evaluation.core)}"
    yield f"{'beyond (mean F1)':38}{_score(evaluation.beyond)}"


def by_file(evaluation: Evaluation) -> Iterator[str]:
    """The F1 of the core fields of each file."""
    for sheet in evaluation.sheets:
        scores = [f"{name}={f1:.2f}" for name in CORE if (f1 := sheet.counts[name].f1) is not None]
        yield f"{sheet.file} {' '.join(scores)}"


def by_group(groups: Mapping[str, Evaluation]) -> Iterator[str]:
    """The two means of each group of files."""
    width = max(map(len, groups), default=0)
    yield f"{'group':{width}}{'files':>7}{'core':>7}{'beyond':>7}"
    for name, evaluation in groups.items():
        yield f"{name:{width}}{len(evaluation.sheets):7d}{_score(evaluation.core)}{_score(evaluation.beyond)}"


def errors(mismatches: list[Mismatch]) -> Iterator[str]:
    """One line for each mismatch."""
    for found in mismatches:
        values = f"gold: {_value(found.gold)} | predicted: {_value(found.predicted)}"
        yield f"{found.file} | {found.kind} | {values}"


def _score(value: float | None) -> str:
    return f"{'-':>7}" if value is None else f"{value:7.3f}"


def _value(value: Any) -> str:
    if value is None:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
