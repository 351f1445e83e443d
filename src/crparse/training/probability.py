"""How likely items are right: the records of bodies held out, each item with whether the gold record has it.

What weights and word lists make of minutes that they were learned from is too often right: the records that
are learned from here are made by weights that have not seen the body, with what the lists know of it hidden.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, PoissonRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from crparse.document.items import leave_caveats, plain
from crparse.evaluation.calibration import Forecast, JudgedDocument
from crparse.evaluation.scoring import Record, score_record
from crparse.models import READ, BoostedTrees, LinearModel
from crparse.pipeline import STAGES
from crparse.record import CORE, PROBABILITIES
from crparse.stages.actions import Actions
from crparse.stages.dates import UpcomingDates
from crparse.stages.decisions import LIKELY, LONGEST_LIST, Decisions
from crparse.stages.entities import Entities
from crparse.stages.outline import Outline, nesting
from crparse.stages.outline.nesting import NestingModel
from crparse.stages.probability import MISSED, document_row, expected_errors, told
from crparse.stages.probability.checks import find_doubts
from crparse.stages.probability.features import DOUBTED, FIELDS, Row, score_odds
from crparse.stages.probability.found import Found
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.held_out import held_out_parts
from crparse.training.learners import EVEN, TrainingSet, export_linear, fit_linear

SHRINK = 60.0
"""How strongly the weights of items are drawn to zero."""

BODIES = 6
"""Bodies in which a feature must occur: one that fewer show is their habit."""

FOLDS = 10
"""Parts in which bodies are held out while weights are tried and their scale is found."""

EARLIER = 0.2
"""How much minutes that crparse was written with count, beside later ones, where log-odds are scaled. By 1
the mean calibration error of the fields on later minutes held out is 0.081, by 0.2 it is 0.071."""

UNREAD: Mapping[str, float] = {
    "attendee_organisation": -0.56,
    "section_tree": -0.07,
    "definitions": -0.2,
    "examples": -0.1,
    "upcoming_dates": -0.15,
    "actions": -0.15,
    "meeting": -0.15,
}
"""By field how much less likely (log-odds) items are right in minutes of bodies that nobody has read.

The same later minutes had so many fewer right ones before rules were written with them at hand: half of the
difference or less, as what was written holds elsewhere too; all of it of the organisations of attendees.
"""


@dataclass(frozen=True)
class HeldOut:
    """Weights that have not seen a body."""

    outline: BoostedTrees
    nesting: NestingModel
    items: Mapping[str, Any]
    """Those of organisations, decisions, actions and dates by their name, with their thresholds."""

    def parse(self, doc: Doc, nlp: Language, reading: Mapping[str, Any] | None = None) -> Doc:
        """Every stage before the probabilities over a tagged document.

        `reading` is what an encoder that has not seen the body read: the one that is installed may have.
        """

        def give(doc: Doc) -> Doc:
            doc._.crparse_reading = reading
            return doc

        organisations, decisions, actions = (
            self.items.get(name + READ) for name in ("organisations", "decisions", "actions")
        )
        own: dict[str, Callable[[Doc], Doc]] = {
            "crparse_encoder": give,
            "crparse_outline": Outline(self.outline),
            "crparse_entities": Entities(self.items["organisations"], organisations),
            "crparse_decisions": Decisions(self.items["decisions"], LIKELY, LONGEST_LIST, decisions),
            "crparse_actions": Actions(self.items["actions"], read=actions),
            "crparse_dates": UpcomingDates(None, model=self.items["dates"]),
        }
        trees = {"nesting_over": self.nesting.over, "nesting_peer": self.nesting.peer}
        with patch.object(nesting, "load_trees", trees.__getitem__):
            for name in STAGES[: STAGES.index("crparse_probability")]:
                doc = own[name](doc) if name in own else nlp.create_pipe(name)(doc)
        return doc


@dataclass(frozen=True)
class JudgedItem:
    """An item with its features, and whether the gold record has it."""

    place: Any
    row: Row
    right: bool


@dataclass(frozen=True)
class JudgedRecord:
    """The items of a document by field, how many of each are missing, and what the document is like."""

    name: str
    body: str
    later: bool
    """Whether it came after crparse was written."""
    characters: int
    document: Row
    items: Mapping[str, Sequence[JudgedItem]]
    missed: Mapping[str, int]

    @property
    def errors(self) -> int:
        """False and missing items of the core fields."""
        false = sum(not one.right for field in CORE for one in self.items[field])
        return false + sum(self.missed[field] for field in CORE)


def judged_record(minutes: AnnotatedMinutes, doc: Doc) -> JudgedRecord:
    """A document that all stages but the last have read, against its gold record."""
    found = Found(doc)
    leave_caveats(doc, list(find_doubts(found)))
    sheet = score_record(minutes.name, dict(minutes.gold), as_record(found))
    items = {
        field: [JudgedItem(place, row, place in sheet.right[field]) for place, row in rows(found)]
        for field, rows in FIELDS.items()
    }
    missed = {field: sheet.counts[field].gold - sheet.counts[field].right for field in FIELDS}
    return JudgedRecord(
        minutes.name, minutes.body, minutes.later, len(found.text), told(found), items, missed
    )


def as_record(found: Found) -> Record:
    """What is found as the evaluation reads it."""
    groups = sorted({group for group, _ in PROBABILITIES.values()})
    lists = {group: [plain(one) for one in getattr(found, group)] for group in groups}
    return {"meeting": plain(found.meeting), **lists}


def learn(records: Sequence[JudgedRecord]) -> dict[str, LinearModel]:
    """The weights of every field, and those of what is missing."""
    return {
        name: model
        for field in FIELDS
        for name, model in zip((field, MISSED + field), learn_field(records, field), strict=True)
    }


def learn_field(records: Sequence[JudgedRecord], field: str) -> tuple[LinearModel, LinearModel]:
    """The weights of the items of a field, and those of how many are missing."""
    unseen = likely_unseen(records, field)
    likely = [unseen[record.name] for record in records]
    factor, added = scale_of(records, field, likely)
    model = lowered(scaled(fit_items(records, field), factor, added + UNREAD.get(field, 0.0)))
    return model, fit_missed(records, field, likely)


Likely = Mapping[Any, float]
"""How likely each item is right, by its place."""


def likely_unseen(records: Sequence[JudgedRecord], field: str) -> dict[str, Likely]:
    """For each document how likely its items are, by weights that have not seen its body."""
    found: dict[str, Likely] = {}
    bodies = [record.body for record in records]
    for part in held_out_parts(bodies, min(FOLDS, len(set(bodies)))):
        model = fit_items([one for one in records if one.body not in part], field)
        for record in records:
            if record.body in part:
                found[record.name] = {one.place: model.probability(one.row) for one in record.items[field]}
    return found


def fit_items(records: Sequence[JudgedRecord], field: str) -> LinearModel:
    """Weights that tell right items from false ones."""
    told = [(one, record) for record in records for one in record.items[field]]
    names = _common(told)
    weights = [_crowd(record, field) for _, record in told]
    answers = [one.right for one, _ in told]
    if not names or len(set(answers)) < 2:
        return LinearModel({}, score_odds((sum(answers) + 1) / (len(answers) + 2)), EVEN)
    examples = TrainingSet(names, [one.row for one, _ in told], answers, weights)
    return export_linear(fit_linear(examples, SHRINK), names)


def _crowd(record: JudgedRecord, field: str) -> float:
    """How much an item counts: long lists do not drown the others."""
    return 1 / sqrt(len(record.items[field]))


def _common(told: Sequence[tuple[JudgedItem, JudgedRecord]]) -> list[str]:
    """The features that enough bodies show."""
    bodies: dict[str, set[str]] = defaultdict(set)
    for one, record in told:
        for name, value in one.row.items():
            bodies[name].update({record.body} if value else ())
    return sorted(name for name, own in bodies.items() if len(own) >= BODIES)


def scale_of(records: Sequence[JudgedRecord], field: str, likely: Sequence[Likely]) -> tuple[float, float]:
    """By what the log-odds of unseen bodies are multiplied, and what is added, to come true (Platt)."""
    told = [
        (score_odds(own[one.place]), one.right, _crowd(record, field) * (1.0 if record.later else EARLIER))
        for record, own in zip(records, likely, strict=True)
        for one in record.items[field]
    ]
    if len({right for _, right, _ in told}) < 2:
        return 1.0, 0.0
    odds, answers, weights = (np.array(values) for values in zip(*told, strict=True))
    with threadpool_limits(limits=1):
        learner = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-10)
        learner.fit(odds.reshape(-1, 1), answers, sample_weight=weights / weights.mean())
    # Never surer than before: the few wrong ones of a short list would make it so.
    factor = min(1.0, max(0.0, float(learner.coef_[0, 0])))
    return factor, added_to(odds * factor, answers, weights)


STEPS = 50
"""Of Newton's way to the figure that is added: a dozen do."""


def added_to(odds: NDArray[np.float64], answers: NDArray[np.bool_], weights: NDArray[np.float64]) -> float:
    """What makes log-odds come true on the whole, by one right and one false item more than there are."""
    added = 0.0
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-(odds + added)))
        few = 1 / (1 + np.exp(-added))
        slope = weights @ (answers - likely) + weights.mean() * (1 - 2 * few)
        bend = weights @ (likely * (1 - likely)) + weights.mean() * 2 * few * (1 - few)
        added += float(np.clip(slope / bend, -1, 1))
    return added


def scaled(model: LinearModel, factor: float, added: float) -> LinearModel:
    """The weights with their log-odds on another scale."""
    weights = {name: weight * factor for name, weight in model.weights.items()}
    return LinearModel(weights, model.bias * factor + added, model.threshold)


DOUBT = -0.5
"""What a caveat about an item adds to its log-odds at most (chosen): most are too rare to learn it from."""


def lowered(model: LinearModel) -> LinearModel:
    """The weights, by which an item is never likelier for being doubted."""
    weight = min(DOUBT, model.weights.get(DOUBTED, 0.0))
    return replace(model, weights={**model.weights, DOUBTED: weight})


def fit_missed(records: Sequence[JudgedRecord], field: str, likely: Sequence[Likely]) -> LinearModel:
    """Weights that tell the logarithm of how many items of a field are missing."""
    rows = [document_row(record.document, own) for record, own in zip(records, likely, strict=True)]
    names = sorted({name for row in rows for name in row})
    examples = TrainingSet(names, rows, [False] * len(rows), [1.0] * len(rows))
    counts = [record.missed[field] for record in records]
    if not any(counts):
        return LinearModel({}, log(1 / (len(counts) + 1)), EVEN)
    model = make_pipeline(StandardScaler(), PoissonRegressor(alpha=SHRINK_MISSED, max_iter=1000, tol=1e-8))
    with threadpool_limits(limits=1):
        model.fit(examples.figures, counts, poissonregressor__sample_weight=examples.weights)
    scaler, learner = (model[step] for step in range(2))
    weights = learner.coef_ / scaler.scale_
    bias = float(learner.intercept_ - weights @ scaler.mean_)
    return LinearModel(dict(zip(names, map(float, weights), strict=True)), bias, EVEN)


SHRINK_MISSED = 0.1
"""How strongly the weights of missing items are drawn to zero."""


def judged_unseen(records: Sequence[JudgedRecord]) -> list[JudgedDocument]:
    """What weights that have not seen the body say of each document, and what is true."""
    found = []
    bodies = [record.body for record in records]
    for part in held_out_parts(bodies, min(FOLDS, len(set(bodies)))):
        models = learn([one for one in records if one.body not in part])
        found += [judged_by(models, one) for one in records if one.body in part]
    return found


def judged_by(models: Mapping[str, LinearModel], record: JudgedRecord) -> JudgedDocument:
    """What weights say of a document, beside what is true."""
    likely = {
        field: {one.place: models[field].probability(one.row) for one in items}
        for field, items in record.items.items()
    }
    errors = [expected_errors(models[MISSED + f], record.document, likely[f]) for f in CORE]
    forecasts = {
        field: [Forecast(likely[field][one.place], one.right) for one in items]
        for field, items in record.items.items()
    }
    return JudgedDocument(forecasts, record.errors, sum(errors), record.characters)
