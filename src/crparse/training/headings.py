"""Which lines of minutes are headings: examples, weights, figures."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from crparse.evaluation.scoring import Counts
from crparse.models import BoostedTrees
from crparse.stages.outline import THRESHOLD
from crparse.stages.outline.features import Features, features, is_settled
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.learners import TrainingSet, export_trees, fit_trees
from crparse.training.renderings import RENDERINGS, Rendering, renderings

FOR = (
    "has level", "bold", "bold contrast", "underline", "size", "caps", "emphasis", "run apart",
    "emphasised run", "gap over next", "repeated earlier", "all settled", "all attendance", "all agenda",
    "all closing", "all last", "all inner", "unfinished",
)  # fmt: skip
"""Features of which more may only speak for a heading."""

AGAINST = (
    "title style", "link", "in title", "before title", "bullet", "list item", "ends stop", "run-in colon",
    "small initial", "inner stop", "commas", "brackets", "address", "has date", "has verb", "opens sentence",
    "opens tally", "opens courtesy", "opens person", "all lead_in", "repeated later",
    "run adjacent", "row company",
)  # fmt: skip
"""Features of which more may only speak against a heading."""

SETTINGS = {
    "max_bins": 32,
    "max_iter": 400,
    "max_depth": 3,
    "learning_rate": 0.08,
    "l2_regularization": 5.0,
    "min_samples_leaf": 20,
    "max_features": 0.4,
}
"""How trees are grown."""

MANY = 100
"""Lines from which on a longer document counts less a line."""


@dataclass(frozen=True)
class HeadingTable:
    """The lines of a document in one rendering that may be headings."""

    body: str
    rendering: str
    rows: list[Features]
    answers: list[bool]
    settled: list[bool]
    """Lines that are headings whatever the weights say."""
    gold: int
    """How many gold sections there are."""


def heading_tables(minutes: AnnotatedMinutes, held_out: bool = False) -> list[HeadingTable]:
    """The minutes in every rendering; held out, as they are.

    The lexicon's lists of names tell the lines of the title, which the other renderings have none of.
    """
    return [_table(minutes, one) for one in islice(renderings(minutes), 1 if held_out else None)]


def _table(minutes: AnnotatedMinutes, one: Rendering) -> HeadingTable:
    known = dict(features(one.around))
    return HeadingTable(
        minutes.body,
        one.kind,
        list(known.values()),
        [index in one.headings for index in known],
        [is_settled(one.around, index) for index in known],
        len(minutes.gold["sections"]),
    )


def learn_headings(tables: Sequence[HeadingTable]) -> BoostedTrees:
    """The weights learned from all lines of the tables."""
    rows = [row for table in tables for row in table.rows]
    names = sorted({name for row in rows for name in row})
    answers = [answer for table in tables for answer in table.answers]
    directions = [(name in FOR) - (name in AGAINST) for name in names]
    examples = TrainingSet.of(names, rows, answers, list(_weights(tables)))
    return export_trees(fit_trees(examples, directions, SETTINGS), names)


def _weights(tables: Sequence[HeadingTable]) -> Iterator[float]:
    """How much each line counts: bodies with many documents and long documents do not drown the others."""
    bodies = Counter(table.body for table in tables if table.rendering == "as it is")
    for table in tables:
        body = bodies[table.body] ** -0.5
        length = min(1.0, MANY / max(1, len(table.rows))) ** 0.5
        yield from [RENDERINGS[table.rendering] * body * length] * len(table.rows)


def score_headings(tables: Sequence[HeadingTable], trees: BoostedTrees) -> dict[str, Counts]:
    """Headings right, in the gold records and found, by rendering."""
    found = defaultdict[str, Counts](Counts)
    for table in tables:
        likely = trees.probabilities(table.rows)
        taken = [p >= THRESHOLD or settled for p, settled in zip(likely, table.settled, strict=True)]
        right = sum(one and answer for one, answer in zip(taken, table.answers, strict=True))
        found[table.rendering].add(right, table.gold, sum(taken))
    return found
