"""Which candidates are organisations, which statements decisions or actions: examples, weights, threshold."""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from spacy.tokens import Doc

from crparse.document.statement_features import features
from crparse.document.view import view_of
from crparse.evaluation.scoring import Counts, letters, pair_up, same_names, same_text
from crparse.models import LinearModel
from crparse.resolution.organisations import resolve_organisations
from crparse.stages.actions import Candidates
from crparse.stages.decisions import Motion, item, voted
from crparse.stages.entities import organisations
from crparse.stages.entities.candidates import Form
from crparse.stages.entities.judge import TREES, Judge, among_others
from crparse.stages.entities.mentions import Text, Words
from crparse.stages.entities.people import find_people
from crparse.text import fold
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.held_out import ByBody, held_out_parts, mean_of_bodies, total
from crparse.training.learners import (
    TrainingSet,
    export_linear,
    export_trees,
    fit_linear,
    fit_trees,
    write_linear,
    write_trees,
)

EQUAL = 0.002
"""F1 by which two thresholds may differ and be as good: then the one that says less is taken."""

LIKE = 65
"""Similarity (0-100) from which a statement is a gold item: that of the evaluation."""


@dataclass(frozen=True)
class ItemTable(ABC):
    """What may be an item in a document, with the gold items."""

    body: str
    rows: list[dict[str, float]]
    answers: list[bool]
    gold: list[Any]

    def examples(self) -> Iterator[tuple[dict[str, float], bool]]:
        """What is learned from: the rows with their answers."""
        yield from zip(self.rows, self.answers, strict=True)

    @abstractmethod
    def found(self, likely: Sequence[float], threshold: float) -> tuple[int, int]:
        """How many items are right, and how many there are, of those as likely as the threshold."""


@dataclass(frozen=True)
class OrganisationTable(ItemTable):
    """The candidates of a document."""

    text: str
    stated: list[tuple[str, str]]
    """Acronyms with the long names that the text gives them."""
    forms: list[Form]

    def among_others(self, first: LinearModel) -> list[dict[str, float]]:
        """The rows with where each form stands among the others by the first weights."""
        likely = [first.probability(row) for row in self.rows]
        return among_others(dict(zip(self.forms, self.rows, strict=True)), likely, self.stated)

    def found(self, likely: Sequence[float], threshold: float) -> tuple[int, int]:
        """Entities, after resolution."""
        likelihoods = dict(zip(self.forms, likely, strict=True))
        accepted = organisations.accept(likelihoods, threshold, self.stated)
        entities = resolve_organisations(organisations.mentions_of(Words(self.text), accepted), self.stated)
        own = [[letters(name) for name in (entity.name, *entity.variants)] for entity in entities]
        return len(pair_up(self.gold, own, same_names)), len(entities)


def organisation_table(minutes: AnnotatedMinutes, doc: Doc) -> OrganisationTable:
    """The candidates that the stages before leave in `doc`; those that the gold record names are right."""
    text = Text(doc)
    find_people(text)
    rows = organisations.forms_with_figures(text)
    gold = [
        [letters(name) for name in (entity["name"], *entity["variants"])]
        for entity in minutes.gold["organisations"]
    ]
    return OrganisationTable(
        minutes.body,
        list(rows.values()),
        [any(same_names(own, [letters(form.text)]) > 0 for own in gold) for form in rows],
        gold,
        doc.text,
        view_of(doc).stated_acronyms(),
        list(rows),
    )


@dataclass(frozen=True)
class StatementTable(ItemTable):
    """The statements of a document."""

    settled: list[str]
    """Texts that their form alone makes items: votes, délibérations, rows of tables."""
    texts: list[str]
    """Of every other statement."""
    within: list[bool]
    """Of each of these, whether it is a part of a gold item and no item itself: neither right nor wrong."""

    def examples(self) -> Iterator[tuple[dict[str, float], bool]]:
        """The rows with their answers, without those that are parts of items."""
        told = zip(self.rows, self.answers, self.within, strict=True)
        yield from ((row, answer) for row, answer, within in told if not within)

    def found(self, likely: Sequence[float], threshold: float) -> tuple[int, int]:
        """Items, each text once."""
        taken = [text for text, p in zip(self.texts, likely, strict=True) if p >= threshold]
        own = [*self.settled, *dict.fromkeys(taken)]
        return len(pair_up(self.gold, own, _alike)), len(own)


def decision_table(minutes: AnnotatedMinutes, doc: Doc) -> StatementTable:
    """The statements of `doc` that may be decisions."""
    statements = view_of(doc).statements
    register = voted(doc, statements)
    settled = [item(doc, statements, entry).text for entry in register.entries]
    rest = [i for i in range(len(statements)) if i not in register.taken]
    texts = [item(doc, statements, Motion([i], "model:decisions")).text for i in rest]
    rows = [features(statements[i], "decisions") for i in rest]
    return _statement_table(
        minutes.body, rows, [one["text"] for one in minutes.gold["decisions"]], settled, texts
    )


def action_table(minutes: AnnotatedMinutes, doc: Doc) -> StatementTable:
    """The statements of `doc` that may be actions."""
    found = Candidates(doc)
    settled = [action.what for action in found.tabled()]
    texts = [found.action(statement, "model:actions").what for statement in found.statements]
    rows = [features(statement, "actions") for statement in found.statements]
    return _statement_table(
        minutes.body, rows, [one["what"] for one in minutes.gold["actions"]], settled, texts
    )


def _statement_table(
    body: str, rows: list[dict[str, float]], gold: list[str], settled: list[str], texts: list[str]
) -> StatementTable:
    """The statements; those that fit a gold item best, which no other text is, are the answers."""
    known = {i for i, _ in pair_up(gold, settled, _alike)}
    wanted = [text for i, text in enumerate(gold) if i not in known]
    right = {j for _, j in pair_up(wanted, texts, _alike)}
    whole = [fold(text) for text in gold]
    within = [j not in right and any(fold(text) in one for one in whole) for j, text in enumerate(texts)]
    return StatementTable(body, rows, [j in right for j in range(len(texts))], gold, settled, texts, within)


def _alike(gold: str, own: str) -> float:
    return same_text(gold, own, LIKE)


T = TypeVar("T", bound=ItemTable)
M = TypeVar("M")


@dataclass(frozen=True)
class ItemTask(ABC, Generic[T, M]):
    """How weights with a threshold are learned and tried."""

    table: Callable[[AnnotatedMinutes, Doc], T]
    thresholds: Sequence[float]
    crowd: float
    """How far candidates of a body that has many count less: 0 not at all, 1 so that bodies count alike."""

    folds: int | None = None
    """Parts in which bodies are held out; None: each by itself."""

    @abstractmethod
    def learn(self, tables: Sequence[T]) -> M:
        """The weights learned from all rows of the tables."""

    @abstractmethod
    def likely(self, table: T, model: M) -> list[float]:
        """The probability of each row."""

    @abstractmethod
    def write(self, model: M, threshold: float, folder: Path, name: str) -> None:
        """Keeps the weights where the stages find them."""

    def counts(self, examples: Sequence[str]) -> list[float]:
        """How much each example counts, by the bodies that they are of."""
        of_body = Counter(examples)
        return [of_body[body] ** -self.crowd for body in examples]

    def score(self, tables: Sequence[T], model: M, thresholds: Sequence[float]) -> dict[float, Counts]:
        """Items right, in the gold records and found; by threshold."""
        found = {threshold: Counts() for threshold in thresholds}
        for table in tables:
            likely = self.likely(table, model)
            for threshold, counts in found.items():
                right, predicted = table.found(likely, threshold)
                counts.add(right, len(table.gold), predicted)
        return found


@dataclass(frozen=True, kw_only=True)
class LinearTask(ItemTask[ItemTable, LinearModel]):
    """Weights of a logistic regression."""

    shrink: float
    """How strongly the weights are drawn to zero."""
    bodies: int
    """Bodies in which a feature must occur: one that fewer show is their habit, not French."""

    def learn(self, tables: Sequence[ItemTable]) -> LinearModel:
        """The weights learned from all rows of the tables."""
        examples = [(table.body, *example) for table in tables for example in table.examples()]
        rows, answers = [row for _, row, _ in examples], [answer for _, _, answer in examples]
        weights = self.counts([body for body, _, _ in examples])
        names = self._common_features(tables)
        return export_linear(fit_linear(TrainingSet(names, rows, answers, weights), self.shrink), names)

    def _common_features(self, tables: Sequence[ItemTable]) -> list[str]:
        """The features that enough bodies show."""
        bodies: dict[str, set[str]] = defaultdict(set)
        for table in tables:
            for row in table.rows:
                for name, value in row.items():
                    bodies[name].update({table.body} if value else ())
        return sorted(name for name, own in bodies.items() if len(own) >= self.bodies)

    def likely(self, table: ItemTable, model: LinearModel) -> list[float]:
        """The probability of each row by itself."""
        return [model.probability(row) for row in table.rows]

    def write(self, model: LinearModel, threshold: float, folder: Path, name: str) -> None:
        """The weights in a file."""
        write_linear(replace(model, threshold=threshold), folder / f"{name}.json")


PARTS = 5
"""In so many parts bodies are held out from the first weights, so that the trees learn from such a first
look as they get of an unseen body."""

GROWN = {
    "max_bins": 32,
    "max_iter": 200,
    "max_depth": 4,
    "learning_rate": 0.07,
    "l2_regularization": 5.0,
    "min_samples_leaf": 15,
    "max_features": 0.3,
}
"""How the trees are grown."""


@dataclass(frozen=True, kw_only=True)
class JudgeTask(ItemTask[OrganisationTable, Judge]):
    """Weights for each form, then trees for the form among the others."""

    first: LinearTask

    def learn(self, tables: Sequence[OrganisationTable]) -> Judge:
        """Both, the trees by first weights that have not seen the body."""
        rows, answers, bodies = [], [], []
        of_tables = [table.body for table in tables]
        for part in held_out_parts(of_tables, min(PARTS, len(set(of_tables)))):
            unseen = self.first.learn([table for table in tables if table.body not in part])
            for table in tables:
                if table.body in part:
                    rows += table.among_others(unseen)
                    answers += table.answers
                    bodies += [table.body] * len(table.rows)
        names = sorted({name for row in rows for name in row})
        examples = TrainingSet(names, rows, answers, self.counts(bodies))
        trees = export_trees(fit_trees(examples, [0] * len(names), GROWN), names)
        return Judge(self.first.learn(tables), trees)

    def likely(self, table: OrganisationTable, model: Judge) -> list[float]:
        """The probability of each form in its document."""
        rows = dict(zip(table.forms, table.rows, strict=True))
        return list(model.likely(rows, table.stated).values())

    def write(self, model: Judge, threshold: float, folder: Path, name: str) -> None:
        """The first weights, with the threshold, and the trees, in two files."""
        self.first.write(model.first, threshold, folder, name)
        assert model.second is not None
        write_trees(model.second, folder / f"{name}{TREES}.json")


def best_threshold(found: Mapping[float, ByBody]) -> float:
    """The threshold that does best for all bodies together and for each alike; of equals, the highest."""
    worth = {threshold: _worth(by_body) for threshold, by_body in found.items()}
    return max(threshold for threshold in found if worth[threshold] >= max(worth.values()) - EQUAL)


def _worth(by_body: ByBody) -> float:
    return ((total(by_body).f1 or 0.0) + mean_of_bodies(by_body)) / 2


_STATEMENTS = LinearTask(
    decision_table,
    shrink=120.0,
    bodies=4,
    crowd=0.0,
    thresholds=(0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.25, 0.28, 0.32, 0.36),
)

_FORMS = LinearTask(
    organisation_table,
    shrink=5.0,
    bodies=0,
    crowd=0.5,
    thresholds=(0.25, 0.3, 0.35, 0.4, 0.45),
)

TASKS: Mapping[str, ItemTask[Any, Any]] = {
    "organisations": JudgeTask(
        organisation_table, _FORMS.thresholds, _FORMS.crowd, folds=PARTS, first=_FORMS
    ),
    "decisions": _STATEMENTS,
    "actions": replace(_STATEMENTS, table=action_table),
}
"""By the name of their weights. `shrink`, `bodies` and `crowd` are chosen, not measured."""
