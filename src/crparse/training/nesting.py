"""How headings nest: the headings of the gold records two by two, weights, figures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from crparse.document.lines import lines_of
from crparse.evaluation.scoring import Counts
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting import read_meeting
from crparse.stages.outline import join_wrapped, title_places
from crparse.stages.outline.headings import Heading, with_runs
from crparse.stages.outline.nesting import NestingModel, best_levels, compared
from crparse.stages.outline.relations import Outlined, Relation
from crparse.stages.outline.surroundings import Surroundings
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.headings import find_pairs
from crparse.training.learners import TrainingSet, export_trees, fit_trees

SETTINGS = {
    "max_bins": 32,
    "max_iter": 250,
    "max_depth": 3,
    "learning_rate": 0.06,
    "l2_regularization": 5.0,
    "min_samples_leaf": 15,
    "max_features": 0.4,
}
"""How trees are grown."""

SHEET = 0.04
"""How much a fictional sheet counts beside real minutes: it shows more ways to nest, they how often each is
meant. Without any the levels of bodies held out are 0.939 right, with 0.04 0.951, with 0.15 0.936."""

MANY = 60
"""Pairs from which on a longer outline counts less a pair."""

OVER, PEER, CLOSED = "over", "peer", "closed"


@dataclass(frozen=True)
class NestingTable:
    """The headings of a document, two by two."""

    body: str
    sheet: bool
    """Whether it is fictional."""
    pairs: list[tuple[int, int]]
    relations: list[Relation]
    answers: list[str | None]
    """What the earlier heading is to the later one; None where it is no longer open."""
    parents: list[int | None]

    @property
    def weight(self) -> float:
        """How much each of its pairs counts, bodies apart."""
        return (SHEET if self.sheet else 1.0) * sqrt(min(1.0, MANY / max(1, len(self.pairs))))


def nesting_table(minutes: AnnotatedMinutes, sheet: bool = False) -> NestingTable:
    """The gold headings that are found in the text."""
    source, gold = minutes.source, minutes.gold["sections"]
    title = title_places(read_meeting(DocumentRows(source)).meeting)
    around = Surroundings(join_wrapped(lines_of(source), source.text), title)
    found = find_pairs(around, [section["title"] for section in gold])
    size = around.typography.size
    headings = [Heading(around.lines[i], around.numbers[i], i, size) for _, i in found]
    outlined = Outlined(with_runs(headings))
    parents = parents_of([gold[place]["level"] for place, _ in found])
    pairs = list(compared(outlined))
    told = dict(_answers(parents))
    relations = [outlined.relation(*pair) for pair in pairs]
    return NestingTable(minutes.body, sheet, pairs, relations, [told.get(pair) for pair in pairs], parents)


def parents_of(levels: Sequence[int]) -> list[int | None]:
    """The heading under which each stands."""
    still_open: list[int] = []
    parents: list[int | None] = []
    for index, level in enumerate(levels):
        while still_open and levels[still_open[-1]] >= level:
            still_open.pop()
        parents.append(still_open[-1] if still_open else None)
        still_open.append(index)
    return parents


def _answers(parents: Sequence[int | None]) -> Iterator[tuple[tuple[int, int], str]]:
    """What each open heading is to the next one."""
    still_open: list[int] = []
    for index, parent in enumerate(parents):
        depth = 0 if parent is None else still_open.index(parent) + 1
        for place, earlier in enumerate(still_open):
            yield (earlier, index), OVER if place < depth else PEER if place == depth else CLOSED
        still_open[depth:] = [index]


def learn_nesting(tables: Sequence[NestingTable]) -> NestingModel:
    """The weights learned from the headings of the tables."""
    bodies = Counter(table.body for table in tables)
    told = [
        (relation, answer, table.weight * bodies[table.body] ** -0.5)
        for table in tables
        for relation, answer in zip(table.relations, table.answers, strict=True)
        if answer is not None
    ]
    names = sorted({name for relation, *_ in told for name in relation})
    beside = [one for one in told if one[1] != OVER]
    return NestingModel(
        *(
            export_trees(fit_trees(_examples(names, some, answer), [0] * len(names), SETTINGS), names)
            for some, answer in ((told, OVER), (beside, PEER))
        )
    )


def _examples(names: Sequence[str], told: Sequence[tuple[Relation, str, float]], answer: str) -> TrainingSet:
    relations, answers, weights = zip(*told, strict=True)
    return TrainingSet(names, relations, [one == answer for one in answers], weights)


def score_nesting(tables: Sequence[NestingTable], model: NestingModel) -> Mapping[str, Counts]:
    """Headings that stand under the right one, where all are given."""
    counts = Counts()
    for table in tables:
        odds = dict(zip(table.pairs, model.odds(table.relations), strict=True))
        levels = best_levels(len(table.parents), odds)
        right = sum(one == two for one, two in zip(parents_of(levels), table.parents, strict=True))
        counts.add(right, len(table.parents), len(levels))
    return {"given headings": counts}
