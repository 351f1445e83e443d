"""A grid's sheets read by crparse, and by value of each dimension the share that is wholly right."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

import crparse
from crparse.evaluation.scoring import Counts, score_record
from layouts.grid import Choice, Grid, Made

FORMAT = "format"
"""The dimension every grid has: in what format the sheet is set."""

FIELDS_OF = {
    "meeting": ("meeting",),
    "attendees": ("attendees", "attendee_organisation", "attendee_role", "attendee_proxy"),
    "people": ("people",),
    "organisations": ("organisations",),
    "sections": ("sections", "section_tree", "section_numbers"),
    "definitions": ("definitions",),
    "examples": ("examples",),
    "upcoming_dates": ("upcoming_dates",),
    "decisions": ("decisions", "votes"),
    "actions": ("actions",),
}
"""What is scored of each part of a record that a grid expects."""


@dataclass(frozen=True)
class Read:
    """A sheet that was read: its number in the run, its choice, and what differs (nothing: wholly right)."""

    number: int
    choice: Choice
    wrong: Sequence[str]
    counts: Mapping[str, tuple[int, int, int]]
    """Right, gold and predicted of each field."""


def made(grid: Grid, seed: int, number: int, choice: Choice) -> Made:
    """The sheet of a number: its chance hangs on seed and number alone."""
    return grid.make(choice, Random(f"{seed}/{number}"))


def read(grid: Grid, seed: int, numbered: tuple[int, Choice]) -> Read:
    """One sheet set, read and compared."""
    number, choice = numbered
    sheet = made(grid, seed, number, choice)
    content = sheet.sheet.content(choice[FORMAT])
    record = crparse.parse(content, name=f"{number}.{choice[FORMAT]}").model_dump(mode="json", by_alias=True)
    names = [name for part in sheet.expected for name in FIELDS_OF[part]]
    scored = min(
        (score_record(str(number), expected, record) for expected in (sheet.expected, *sheet.alternatives)),
        key=lambda scored: _errors(scored.counts[name] for name in names),
    )
    wrong = [_told(name, scored.counts[name]) for name in names if not _is_right(scored.counts[name])]
    wrong += [
        f"{one.field} {one.kind}: {one.gold!r} | {one.predicted!r}"
        for one in scored.mismatches
        if one.field in names
    ]
    wrong += sheet.differs(record) if sheet.differs else []
    counts = {
        name: (scored.counts[name].right, scored.counts[name].gold, scored.counts[name].predicted)
        for name in names
    }
    return Read(number, choice, wrong, counts)


def _errors(counts: Iterable[Counts]) -> float:
    return sum(one.gold + one.predicted - 2 * one.right for one in counts)


def _is_right(counts: Counts) -> bool:
    return counts.gold == counts.predicted == counts.right


def _told(name: str, counts: Counts) -> str:
    return f"{name} {counts.right:g}/{counts.gold:g} of {counts.predicted:g}"


def read_all(grid: Grid, seed: int, count: int, workers: int = 2) -> list[Read]:
    """All sheets of a run."""
    numbered = list(enumerate(grid.choices(seed, count)))
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(partial(read, grid, seed), numbered, chunksize=16))


def shares(reads: Iterable[Read]) -> Iterator[tuple[str, str, int, float]]:
    """Dimension, value, sheets and the share of them wholly right, the worst value first."""
    total: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for one in reads:
        for key in one.choice.items():
            total[key] += 1
            right[key] += not one.wrong
    for name, value in sorted(total, key=lambda key: (right[key] / total[key], key)):
        yield name, value, total[name, value], right[name, value] / total[name, value]


def fields(reads: Iterable[Read]) -> dict[str, float]:
    """F1 of each field over all sheets."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for one in reads:
        for name, counts in one.counts.items():
            sums[name] = [a + b for a, b in zip(sums[name], counts, strict=True)]
    return {name: 2 * right / max(1.0, gold + predicted) for name, (right, gold, predicted) in sums.items()}


def as_text(grid: Grid, seed: int, number: int, choice: Choice) -> tuple[str, Any]:
    """A sheet as text, to be looked at, with what is expected of it."""
    sheet = made(grid, seed, number, choice)
    return sheet.sheet.content("txt").decode(), sheet.expected
