"""What stands beside the names of attendance lists: whether it is a body by gold, weights, figures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from crparse.evaluation.scoring import Counts
from crparse.models import BoostedTrees
from crparse.stages.attendance import Attendance
from crparse.stages.attendance.judge import KNOWN, NOT_A_BODY, Figures, printed_beside
from crparse.stages.attendance.merge import name_set
from crparse.stages.attendance.rows import DocumentRows
from crparse.text import name_key
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.learners import TrainingSet, export_trees, fit_trees

SETTINGS = {
    "max_bins": 32,
    "max_iter": 120,
    "max_depth": 3,
    "learning_rate": 0.06,
    "l2_regularization": 5.0,
    "min_samples_leaf": 20,
    "max_features": 0.4,
}
"""How trees are grown."""

ALIKE = 85
"""Similarity (0-100) from which a text is what the gold record says: that of the evaluation."""


@dataclass(frozen=True)
class BesideTable:
    """What stands beside the people of a document."""

    body: str
    rows: list[Figures]
    answers: list[bool]
    """Whether each is a body."""


def beside_table(minutes: AnnotatedMinutes) -> BesideTable:
    """What the rules read beside those whom the gold record has."""
    rows = DocumentRows(minutes.source)
    reader, _, listed = Attendance().read_lists(rows)
    gold = {name_set(person["name"]): person for person in minutes.gold["attendees"]}
    found = [
        (one, _is_body(one.text, gold[name_set(one.person.name)]))
        for one in printed_beside(listed, reader.units)
        if name_set(one.person.name) in gold
    ]
    return BesideTable(minutes.body, [one.figures for one, _ in found], [answer for _, answer in found])


def _is_body(text: str, person: Mapping[str, Any]) -> bool:
    """Whether the gold record has a body there; not necessarily this one, which may be cut otherwise."""
    body, role, key = name_key(person["organisation"] or ""), name_key(person["role"] or ""), name_key(text)
    is_role = role and fuzz.token_set_ratio(role, key) >= ALIKE
    return bool(body) and (not is_role or fuzz.token_sort_ratio(body, key) >= ALIKE)


def learn_beside(tables: Sequence[BesideTable]) -> BoostedTrees:
    """The weights learned from the tables, each read with what the lexicon knows and without."""
    rows, answers, weights = zip(*_told(tables), strict=True)
    names = sorted({name for row in rows for name in row})
    return export_trees(
        fit_trees(TrainingSet(names, rows, answers, weights), [0] * len(names), SETTINGS), names
    )


UNKNOWN = 0.7
"""How much an example counts of which the lexicon knows nothing."""


def _told(tables: Sequence[BesideTable]) -> Iterator[tuple[Figures, bool, float]]:
    bodies = Counter(table.body for table in tables)
    for table in tables:
        weight = bodies[table.body] ** -0.5 * max(1, len(table.rows)) ** -0.5
        for row, answer in zip(table.rows, table.answers, strict=True):
            yield row, answer, weight
            yield {name: v for name, v in row.items() if name not in KNOWN}, answer, weight * UNKNOWN


def score_beside(tables: Sequence[BesideTable], trees: BoostedTrees) -> dict[str, Counts]:
    """Bodies right, in the gold records and kept."""
    counts = Counts()
    for table in tables:
        kept = [likely > NOT_A_BODY for likely in trees.probabilities(table.rows)]
        right = sum(one and answer for one, answer in zip(kept, table.answers, strict=True))
        counts.add(right, sum(table.answers), sum(kept))
    return {"kept": counts}
