"""Which candidates are organisations, which days are announced: examples, weights, thresholds."""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from spacy.tokens import Doc

from crparse.document.items import meeting_day
from crparse.document.view import view_of
from crparse.evaluation.scoring import Counts, letters, pair_up, same_names
from crparse.models import LinearModel
from crparse.resolution.organisations import resolve_organisations
from crparse.stages.dates import Announcement, DayOfBody, JudgedDay, UpcomingDates, merged
from crparse.stages.entities import organisations
from crparse.stages.entities.candidates import Form
from crparse.stages.entities.judge import TREES, Judge, among_others
from crparse.stages.entities.mentions import Text, Words
from crparse.stages.entities.people import find_people
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


def common_features(tables: Sequence[ItemTable], least: int) -> list[str]:
    """The features that so many bodies show."""
    bodies: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for row in table.rows:
            for name, value in row.items():
                bodies[name].update({table.body} if value else ())
    return sorted(name for name, own in bodies.items() if len(own) >= least)


@dataclass(frozen=True)
class DayTable(ItemTable):
    """The days of a document that may be announced."""

    days: list[DayOfBody]
    events: list[Announcement]
    """What each of them announces."""
    settled: list[Announcement]
    """What the cues alone announce."""

    def found(self, likely: Sequence[float], threshold: float) -> tuple[int, int]:
        """Events, each once."""
        told = zip(self.days, self.events, likely, strict=True)
        events = [*self.settled, *(event for day, event, p in told if day.announced(p, threshold))]
        own = [(event.date, event.time) for event in merged(events)]
        return len(pair_up(self.gold, own, _same_day)), len(own)


def day_table(minutes: AnnotatedMinutes, doc: Doc) -> DayTable:
    """The days of `doc` that are not before the meeting; those with a day and time of the gold are right."""
    meeting, outline = meeting_day(doc), view_of(doc).outline
    days = list(UpcomingDates(None).days(doc))
    weighed = [day for day in days if day.features is not None]
    events, settled = (
        [Announcement.of(JudgedDay(day.found, True, day.rule), meeting, outline) for day in some]
        for some in (weighed, [day for day in days if day.features is None and day.against is None])
    )
    gold = [(one["date"], one["time"]) for one in minutes.gold["upcoming_dates"]]
    answers = [(event.item.date, event.item.time) in gold for event in events]
    rows = [dict(day.features or {}) for day in weighed]
    return DayTable(minutes.body, rows, answers, gold, weighed, events, settled)


def _same_day(gold: tuple[str, str | None], own: tuple[str, str | None]) -> float:
    return float(gold == own)


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
    reads: bool = True
    """Whether what an encoder read is weighed, where it is given."""

    @abstractmethod
    def learn(self, tables: Sequence[T]) -> M:
        """The weights learned from all rows of the tables."""

    @abstractmethod
    def likely(self, table: T, model: M) -> list[float]:
        """The probability of each row."""

    @abstractmethod
    def at(self, model: M, threshold: float) -> M:
        """The same weights with a threshold."""

    @abstractmethod
    def write(self, model: M, folder: Path, name: str) -> None:
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
        names = common_features(tables, self.bodies)
        return export_linear(fit_linear(TrainingSet(names, rows, answers, weights), self.shrink), names)

    def likely(self, table: ItemTable, model: LinearModel) -> list[float]:
        """The probability of each row by itself."""
        return [model.probability(row) for row in table.rows]

    def at(self, model: LinearModel, threshold: float) -> LinearModel:
        """With a threshold."""
        return model.with_threshold(threshold)

    def write(self, model: LinearModel, folder: Path, name: str) -> None:
        """The weights in a file."""
        write_linear(model, folder / f"{name}.json")


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

    def at(self, model: Judge, threshold: float) -> Judge:
        """With a threshold, which the first weights keep."""
        return model.with_threshold(threshold)

    def write(self, model: Judge, folder: Path, name: str) -> None:
        """The first weights and the trees, in two files."""
        self.first.write(model.first, folder, name)
        assert model.second is not None
        write_trees(model.second, folder / f"{name}{TREES}.json")


def best_threshold(found: Mapping[float, ByBody]) -> float:
    """The threshold that does best for all bodies together and for each alike; of equals, the highest."""
    worth = {threshold: _worth(by_body) for threshold, by_body in found.items()}
    return max(threshold for threshold in found if worth[threshold] >= max(worth.values()) - EQUAL)


def _worth(by_body: ByBody) -> float:
    return ((total(by_body).f1 or 0.0) + mean_of_bodies(by_body)) / 2


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
    "dates": LinearTask(
        day_table,
        shrink=30.0,
        bodies=4,
        crowd=0.0,
        thresholds=(0.4, 0.45, 0.5, 0.55, 0.6),
        reads=False,
    ),
}
"""By the name of their weights. `shrink`, `bodies` and `crowd` are chosen, not measured."""
