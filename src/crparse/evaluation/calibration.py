"""Whether probabilities come true: items by how likely they are said to be, documents by their doubt."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from crparse.evaluation.scoring import Record, score_record
from crparse.record import CORE, PROBABILITIES

BINS = 10
"""Into so many stretches of the same length probabilities are cut."""

FIRST = 0.2
"""The share of the documents that is looked at first."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How likely an item was said to be right, and whether it is."""

    likely: float
    right: bool


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A record beside its gold record."""

    forecasts: Mapping[str, Sequence[Forecast]]
    errors: int
    """False and missing items of the core fields."""
    doubt: float
    characters: int


def judge(file: str, gold: Record, predicted: Record) -> JudgedDocument:
    """What a record said of its items, and what became of them."""
    sheet = score_record(file, gold, predicted)
    forecasts = {
        field: [Forecast(likely, place in sheet.right[field]) for place, likely in said]
        for field, said in said_in(predicted).items()
    }
    counts = [sheet.counts[field] for field in CORE]
    errors = sum(one.gold + one.predicted - 2 * one.right for one in counts)
    return JudgedDocument(forecasts, errors, predicted.get("doubt") or 0.0, len(predicted.get("text") or ""))


def said_in(record: Record) -> dict[str, list[tuple[Any, float]]]:
    """By field the places of the items with how likely each is said to be."""
    said: dict[str, list[tuple[Any, float]]] = {
        field: [(i, one[name]) for i, one in enumerate(record.get(group) or ()) if one.get(name) is not None]
        for field, (group, name) in PROBABILITIES.items()
    }
    meeting = record.get("meeting") or {}
    stated = {**(meeting.get("evidence") or {}), **(meeting.get("header_evidence") or {})}
    said["meeting"] = [
        (field, where["probability"])
        for field, where in stated.items()
        if where.get("probability") is not None
    ]
    return said


def expected_calibration_error(forecasts: Sequence[Forecast]) -> float:
    """How far said and true shares lie apart, bin by bin, each by its items."""
    bins: dict[int, list[Forecast]] = defaultdict(list)
    for one in forecasts:
        bins[min(BINS - 1, int(one.likely * BINS))].append(one)
    apart = (abs(sum(one.likely - one.right for one in own)) for own in bins.values())
    return sum(apart) / len(forecasts)


def brier(forecasts: Sequence[Forecast]) -> float:
    """The mean square of what was said beyond what is."""
    return sum((one.likely - one.right) ** 2 for one in forecasts) / len(forecasts)


def brier_of_base_rate(forecasts: Sequence[Forecast]) -> float:
    """The same, had the share of right items been said of each."""
    rate = sum(one.right for one in forecasts) / len(forecasts)
    return rate * (1 - rate)


def share_first(documents: Sequence[JudgedDocument], by: Callable[[JudgedDocument], float]) -> float:
    """The share of all errors that the documents hold that come first."""
    first = sorted(documents, key=by, reverse=True)[: ceil(FIRST * len(documents))]
    return sum(one.errors for one in first) / max(1, sum(one.errors for one in documents))


def calibration(documents: Sequence[JudgedDocument]) -> Iterator[str]:
    """The figures of each field, and what sorting the documents by their doubt is worth."""
    yield f"{'field':24}{'items':>7}{'right':>7}{'said':>7}{'ECE':>7}{'Brier':>7}{'base':>7}"
    for field in [*PROBABILITIES, "meeting"]:
        own = [one for document in documents for one in document.forecasts[field]]
        if own:
            shares = sum(one.right for one in own) / len(own), sum(one.likely for one in own) / len(own)
            figures = (*shares, expected_calibration_error(own), brier(own), brier_of_base_rate(own))
            yield f"{field:24}{len(own):7d}" + "".join(f"{figure:7.3f}" for figure in figures)
    ways: dict[str, Callable[[JudgedDocument], float]] = {
        "doubt": lambda one: one.doubt,
        "length": lambda one: float(one.characters),
        "errors (as an oracle would)": lambda one: float(one.errors),
    }
    for way, by in ways.items():
        share = share_first(documents, by)
        yield f"errors of core fields in the first fifth of {len(documents)} documents by {way}: {share:.3f}"
