"""Which candidates name organisations: examples, weights, threshold, figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from crparse.document.view import view_of
from crparse.evaluation.scoring import Counts, letters, pair_up, same_names
from crparse.models import LinearModel
from crparse.resolution.organisations import resolve_organisations
from crparse.stages.entities.mentions import Text, Words
from crparse.stages.entities.organisations import Form, accept, forms_with_figures, mentions_of
from crparse.stages.entities.people import find_people
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.figures import ByBody, f1, mean_of_bodies, total
from crparse.training.learners import TrainingSet, export_linear, fit_linear

SHRINK = 20.0
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)


@dataclass(frozen=True)
class OrganisationTable:
    """The candidates of a document."""

    body: str
    text: str
    stated: list[tuple[str, str]]
    """Acronyms with the long names that the text gives them."""
    forms: list[Form]
    rows: list[dict[str, float]]
    answers: list[bool]
    gold: list[dict[str, Any]]


def organisation_table(minutes: AnnotatedMinutes, doc: Doc) -> OrganisationTable:
    """The candidates that the stages before leave in `doc`; those that the gold record names are right."""
    text = Text(doc)
    find_people(text)
    rows = forms_with_figures(text)
    gold = minutes.gold["organisations"]
    names = [_names(entity) for entity in gold]
    return OrganisationTable(
        minutes.body,
        doc.text,
        view_of(doc).stated_acronyms(),
        list(rows),
        list(rows.values()),
        [any(same_names(own, [letters(form.text)]) > 0 for own in names) for form in rows],
        gold,
    )


def _names(entity: Mapping[str, Any]) -> list[str]:
    return [letters(name) for name in (entity["name"], *entity["variants"])]


def learn_organisations(tables: Sequence[OrganisationTable]) -> LinearModel:
    """The weights learned from all candidates; bodies with many documents do not drown the others."""
    bodies = Counter(table.body for table in tables for _ in table.rows)
    rows = [row for table in tables for row in table.rows]
    names = sorted({name for row in rows for name in row})
    answers = [answer for table in tables for answer in table.answers]
    weights = [bodies[table.body] ** -0.5 for table in tables for _ in table.rows]
    return export_linear(fit_linear(TrainingSet.of(names, rows, answers, weights), SHRINK), names)


def score_organisations(
    tables: Sequence[OrganisationTable], model: LinearModel, thresholds: Sequence[float]
) -> dict[float, Counts]:
    """Organisations right, in the gold records and found, after resolution; by threshold."""
    found = {threshold: Counts() for threshold in thresholds}
    for table in tables:
        likely = [model.probability(row) for row in table.rows]
        for threshold, counts in found.items():
            right, predicted = _entities(table, likely, threshold)
            counts.add(right, len(table.gold), predicted)
    return found


def _entities(table: OrganisationTable, likely: Sequence[float], threshold: float) -> tuple[int, int]:
    """(how many entities are right, how many there are)"""
    accepted = accept(dict(zip(table.forms, likely, strict=True)), threshold, table.stated)
    entities = resolve_organisations(mentions_of(Words(table.text), accepted), table.stated)
    own = [[letters(name) for name in (entity.name, *entity.variants)] for entity in entities]
    return len(pair_up([_names(entity) for entity in table.gold], own, same_names)), len(entities)


def organisation_threshold(found: Mapping[float, ByBody]) -> float:
    """The threshold that is best for all bodies together and for each alike; of two as good, the lower."""
    return max(found, key=lambda t: (f1(total(found[t])) + mean_of_bodies(found[t]), -t))
