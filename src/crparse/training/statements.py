"""Which statements are decisions or actions: examples, weights, threshold, figures."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from crparse.document.statement_features import Features, features
from crparse.document.view import view_of
from crparse.evaluation.scoring import Counts, pair_up, same_text
from crparse.models import LinearModel
from crparse.stages.actions import Candidates
from crparse.stages.decisions import Motion, item, voted
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.figures import ByBody, f1, total
from crparse.training.learners import TrainingSet, export_linear, fit_linear

LIKE = 65
"""Similarity (0-100) from which a sentence is a gold item."""

SHRINK = 40.0
BODIES = 4
"""Bodies in which a feature must occur: one that fewer show is their habit, not French."""

THRESHOLDS = (0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.25, 0.28, 0.32, 0.36)

Told = tuple[list[str], list[str], list[Features]]
"""Texts that their form alone makes items (votes, délibérations, rows of tables); the text and the features
of every other statement."""


@dataclass(frozen=True)
class StatementTable:
    """The statements of a document."""

    body: str
    settled: list[str]
    texts: list[str]
    rows: list[Features]
    answers: list[bool]
    gold: list[str]


def _decisions(doc: Doc) -> Told:
    statements = view_of(doc).statements
    register = voted(doc, statements)
    rest = [i for i in range(len(statements)) if i not in register.taken]
    return (
        [item(doc, statements, entry).text for entry in register.entries],
        [item(doc, statements, Motion([i], "model:decisions")).text for i in rest],
        [features(statements[i], "decisions") for i in rest],
    )


def _actions(doc: Doc) -> Told:
    found = Candidates(doc)
    return (
        [action.what for action in found.tabled()],
        [found.action(statement, "model:actions").what for statement in found.statements],
        [features(statement, "actions") for statement in found.statements],
    )


KINDS: Mapping[str, tuple[str, Callable[[Doc], Told]]] = {
    "decisions": ("text", _decisions),
    "actions": ("what", _actions),
}
"""For each field of the record the part of an item that quotes it, and where its statements are from."""


def statement_table(field: str, minutes: AnnotatedMinutes, doc: Doc) -> StatementTable:
    """The statements of `doc`; those that fit a gold item best are the answers."""
    key, told = KINDS[field]
    gold = [one[key] for one in minutes.gold[field]]
    settled, texts, rows = told(doc)
    known = {i for i, _ in pair_up(gold, settled, _alike)}
    wanted = [text for i, text in enumerate(gold) if i not in known]
    right = {j for _, j in pair_up(wanted, texts, _alike)}
    return StatementTable(minutes.body, settled, texts, rows, [j in right for j in range(len(texts))], gold)


def _alike(gold: str, own: str) -> float:
    return same_text(gold, own, LIKE)


def learn_statements(tables: Sequence[StatementTable]) -> LinearModel:
    """The weights learned from all statements of the tables."""
    rows = [row for table in tables for row in table.rows]
    answers = [answer for table in tables for answer in table.answers]
    names = _common_features(tables)
    examples = TrainingSet.of(names, rows, answers, [1.0] * len(rows))
    return export_linear(fit_linear(examples, SHRINK), names)


def _common_features(tables: Sequence[StatementTable]) -> list[str]:
    """The features that enough bodies show."""
    bodies: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for row in table.rows:
            for name, value in row.items():
                if value:
                    bodies[name].add(table.body)
    return sorted(name for name, own in bodies.items() if len(own) >= BODIES)


def score_statements(
    tables: Sequence[StatementTable], model: LinearModel, thresholds: Sequence[float]
) -> dict[float, Counts]:
    """Items right, in the gold records and found; by threshold."""
    found = {threshold: Counts() for threshold in thresholds}
    for table in tables:
        likely = [model.probability(row) for row in table.rows]
        for threshold, counts in found.items():
            taken = [text for text, p in zip(table.texts, likely, strict=True) if p >= threshold]
            own = [*table.settled, *dict.fromkeys(taken)]
            counts.add(len(pair_up(table.gold, own, _alike)), len(table.gold), len(own))
    return found


def statement_threshold(found: Mapping[float, ByBody]) -> float:
    """The threshold of the best F1; of two as good, the lower."""
    return max(found, key=lambda threshold: (f1(total(found[threshold])), -threshold))
