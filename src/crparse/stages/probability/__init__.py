"""How likely each item of the record is right, and how many errors the record is expected to have.

`found` holds all items of a document, `checks` holds them against each other and against printed counts,
`features` tells of each what speaks for and against it; small calibrated weights for every field decide.
"""

from collections import defaultdict
from collections.abc import Mapping
from math import exp, log
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import (
    assigned,
    leave_caveats,
    require_items,
    set_doubt,
    set_entities,
    set_items,
    set_meeting,
    stage,
)
from crparse.document.view import view_of
from crparse.models import LinearModel, fitting, load_models, load_read_models
from crparse.record import PROBABILITIES
from crparse.stages.probability.checks import find_doubts
from crparse.stages.probability.features import FIELDS, Row, score_odds
from crparse.stages.probability.found import Found

DIGITS = 3
"""Of a probability: more would say that it is known better than to a hundredth."""

MISSED = "missed "
"""Begins the name of the weights that tell how many items of a field are missing."""

LOG_MOST_MISSED = 4.0
"""Of the number of items of one field that a document is thought to lack at most, 55 (chosen)."""

Weights = Mapping[str, LinearModel]
"""By field how likely its items are right, and by field after "missed " how many are missing."""


@stage(
    "crparse_probability",
    sets=("sections", "attendees", "meeting", "entities", "caveats", "doubt"),
    needs=assigned("entities"),
)
def make_probability(nlp: Language, name: str) -> "ProbabilityStage":
    """Probabilities by the weights that come with crparse."""
    return ProbabilityStage(load_models("probability"), load_read_models("probability"))


class ProbabilityStage:
    """What is doubtful in the record, and how much.

    "Présents : 14" over twelve names -> a caveat, and each of the twelve is less likely to be right.
    Misses what is wrong in a way that looks like all that is right.
    """

    def __init__(self, models: Weights, read: Weights | None = None) -> None:
        self.models = models
        """By field, and by field after "missed "."""
        self.read = read
        """For a document that an encoder has read: what was found there is told apart by other judges."""

    def __call__(self, doc: Doc) -> Doc:
        """Gives every item its probability, and leaves caveats and the errors that are expected."""
        require_items(doc, "crparse_probability", "crparse_entities", "people", "organisations")
        found = Found(doc)
        models = fitting(self.models, self.read, view_of(doc).reading)
        leave_caveats(doc, list(find_doubts(found)))
        likely = {field: _likely(models[field], field, found) for field in FIELDS}
        _keep(doc, found, likely)
        missed = {field: _errors(models[MISSED + field], found, own) for field, own in likely.items()}
        set_doubt(doc, missed)
        return doc


def _likely(model: LinearModel, field: str, found: Found) -> dict[Any, float]:
    """How likely each item of a field is right, by its place in the list."""
    return {place: round(model.probability(row), DIGITS) for place, row in FIELDS[field](found)}


def _errors(model: LinearModel, found: Found, likely: Mapping[Any, float]) -> float:
    """The errors expected in a field."""
    return round(expected_errors(model, told(found), likely), DIGITS)


def told(found: Found) -> Row:
    """What a document is like, whatever the field."""
    return {
        "characters": log(1 + len(found.text) / PAGE),
        "recognised": float(any(block.confidence is not None for block in found.source.blocks)),
        "caveats": log(1 + len(found.caveats)),
    }


def expected_errors(model: LinearModel, document: Row, likely: Mapping[Any, float]) -> float:
    """How many items of a field are expected to be false, and how many to be missing."""
    missed = exp(min(LOG_MOST_MISSED, model.log_odds(document_row(document, likely))))
    return sum(1 - p for p in likely.values()) + missed


def document_row(document: Row, likely: Mapping[Any, float]) -> Row:
    """What tells how many items of a field a document lacks: what it is like, and those that were found."""
    false = sum(1 - p for p in likely.values())
    return document | {
        "none": float(not likely),
        "one": float(len(likely) == 1),
        "found": log(1 + len(likely)),
        "false": log(1 + false),
        "mean": score_odds(sum(likely.values()) / len(likely)) if likely else 0.0,
    }


PAGE = 3000
"""Characters of a page, so that the figure of a short text is near 1."""


def _keep(doc: Doc, found: Found, likely: Mapping[str, Mapping[Any, float]]) -> None:
    """Sets the items anew, each with its probabilities."""
    given: defaultdict[str, defaultdict[int, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for field, (group, name) in PROBABILITIES.items():
        for index, p in likely[field].items():
            given[group][index][name] = p
    for group, of_items in given.items():
        items = [one.model_copy(update=of_items[i]) for i, one in enumerate(getattr(found, group))]
        if group in ("people", "organisations"):
            set_entities(doc, group, items)
        else:
            set_items(doc, group, items)
    _keep_meeting(doc, found, likely["meeting"])


def _keep_meeting(doc: Doc, found: Found, likely: Mapping[str, float]) -> None:
    stated = {
        name: {
            field: where.model_copy(update={"probability": likely[field]})
            for field, where in getattr(found.meeting, name).items()
        }
        for name in ("evidence", "header_evidence")
    }
    set_meeting(doc, found.meeting.model_copy(update=stated))
