"""Which rows of minutes list the people who attended: the rows with what they show, weights, figures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from crparse.evaluation.scoring import Counts
from crparse.models import BoostedTrees
from crparse.stages.attendance.likely import LIKELY, Figures, RowSurroundings
from crparse.stages.attendance.rows import AttendanceLine, DocumentRows
from crparse.text import name_words
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.learners import TrainingSet, export_trees, fit_trees

SETTINGS = {
    "max_bins": 32,
    "max_iter": 200,
    "max_depth": 3,
    "learning_rate": 0.06,
    "l2_regularization": 5.0,
    "min_samples_leaf": 20,
    "max_features": 0.4,
}
"""How trees are grown."""

MANY = 100
"""Rows from which on a longer document counts less a row."""

A_NAME = 170
"""Characters for each person of a row that lists people: more are text about them. That of the reader."""

APART = 6
"""Rows without anybody of the record that part two lists."""


@dataclass(frozen=True)
class LineTable:
    """The rows of a document."""

    body: str
    rows: list[Figures]
    answers: list[bool]
    """Whether each lists people of the gold record."""


def line_table(minutes: AnnotatedMinutes) -> LineTable:
    """The rows of the minutes."""
    units = list(DocumentRows(minutes.source).units())
    around = RowSurroundings(units)
    right = listing_rows(around.rows, [person["name"] for person in minutes.gold["attendees"]])
    return LineTable(
        minutes.body, [around.figures(at) for at in around.rows], [at in right for at in around.rows]
    )


def listing_rows(rows: Mapping[int, AttendanceLine], names: Sequence[str]) -> set[int]:
    """The rows that list these people, not those of the text that speak of them.

    Of the stretches of rows that name somebody those count that name most, as long as one adds people whom
    the others lack; of their rows those that name somebody whom the rows above do not.
    """
    wanted = [f" {' '.join(name_words(name))} " for name in names]
    named = {at: own for at, row in rows.items() if (own := _named(row, wanted))}
    found, known = set[int](), set[int]()
    for stretch in sorted(_stretches(named), key=lambda one: -len(_of_rows(named, one))):
        new = _of_rows(named, stretch) - known
        if new and (not known or len(new) >= sqrt(len(wanted)) / 2):
            for at in stretch:
                found.update({at} if named[at] - known else ())
                known |= named[at]
    return found


def _of_rows(named: Mapping[int, set[int]], rows: Sequence[int]) -> set[int]:
    return {person for at in rows for person in named[at]}


def _named(row: AttendanceLine, wanted: Sequence[str]) -> set[int]:
    """Whom a row names, nobody where it says more of them than a list does."""
    if len(row.text) > A_NAME * len(wanted):
        return set()
    printed = f" {' '.join(name_words(row.text))} "
    found = {i for i, name in enumerate(wanted) if name.strip() and name in printed}
    return found if len(row.text) <= A_NAME * len(found) else set()


def _stretches(named: Mapping[int, set[int]]) -> Iterator[list[int]]:
    """The rows that name someone, those apart with others between them."""
    stretch: list[int] = []
    for at in named:
        if stretch and at - stretch[-1] > APART:
            yield stretch
            stretch = []
        stretch.append(at)
    if stretch:
        yield stretch


def learn_lines(tables: Sequence[LineTable]) -> BoostedTrees:
    """The weights learned from all rows of the tables."""
    rows = [row for table in tables for row in table.rows]
    names = sorted({name for row in rows for name in row})
    answers = [answer for table in tables for answer in table.answers]
    examples = TrainingSet(names, rows, answers, list(_weights(tables)))
    return export_trees(fit_trees(examples, [0] * len(names), SETTINGS), names)


def _weights(tables: Sequence[LineTable]) -> Iterator[float]:
    """How much each row counts: bodies with many documents and long documents do not drown the others."""
    bodies = Counter(table.body for table in tables)
    for table in tables:
        length = min(1.0, MANY / max(1, len(table.rows))) ** 0.5
        yield from [bodies[table.body] ** -0.5 * length] * len(table.rows)


def score_lines(tables: Sequence[LineTable], trees: BoostedTrees) -> dict[str, Counts]:
    """Rows right, in the gold records and found."""
    counts = Counts()
    for table in tables:
        taken = [likely >= LIKELY for likely in trees.probabilities(table.rows)]
        right = sum(one and answer for one, answer in zip(taken, table.answers, strict=True))
        counts.add(right, sum(table.answers), sum(taken))
    return {"as it is": counts}
