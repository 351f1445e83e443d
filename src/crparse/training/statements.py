"""Which statements are decisions or actions: examples, a jury, its threshold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from crparse.document.statement_features import features
from crparse.document.statement_meanings import meanings_of
from crparse.document.statements import Statement
from crparse.document.view import view_of
from crparse.evaluation.scoring import pair_up, same_text
from crparse.models import Jury
from crparse.stages.actions import Candidates
from crparse.stages.decisions import Motion, item, voted
from crparse.text import fold
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.items import ItemTable, ItemTask, common_features
from crparse.training.learners import (
    EVEN,
    TrainingSet,
    export_linear,
    export_trees,
    fit_linear,
    fit_meanings,
    fit_trees,
    write_jury,
)

LIKE = 65
"""Similarity (0-100) from which a statement is a gold item: that of the evaluation."""

SHRINK = 120.0
"""How strongly the weights of features are drawn to zero (chosen, not measured)."""

SETTINGS = {
    "max_bins": 32,
    "max_iter": 150,
    "max_depth": 4,
    "learning_rate": 0.06,
    "l2_regularization": 10.0,
    "min_samples_leaf": 30,
    "max_features": 0.3,
}
"""How trees are grown (chosen, not measured)."""

KEENNESS = 1.0
"""How far the weights of meanings may leave zero: on bodies held out a jury's average precision is 0.520 for
decisions and 0.516 for actions; at 0.3 0.520 and 0.510, at 3 0.517 for decisions."""

SHOWN_BY = 4
"""Bodies in which a feature must occur: one that fewer show is their habit, not French."""


@dataclass(frozen=True)
class StatementTable(ItemTable):
    """The statements of a document."""

    settled: list[str]
    """Texts that their form alone makes items: votes, délibérations, rows of tables."""
    texts: list[str]
    """Of every other statement."""
    within: list[bool]
    """Of each of these, whether it is a part of a gold item and no item itself: neither right nor wrong."""
    meanings: NDArray[np.float64] | None
    """Of these too, a row each; none where the pipeline has not the vectors."""

    def examples(self) -> Iterator[tuple[dict[str, float], bool]]:
        """The rows with their answers, without those that are parts of items."""
        told = zip(self.rows, self.answers, self.within, strict=True)
        yield from ((row, answer) for row, answer, within in told if not within)

    def meant(self) -> NDArray[np.float64]:
        """The meanings of these examples."""
        if self.meanings is None:
            return np.empty((0, 0))
        return self.meanings[~np.array(self.within, dtype=np.bool_)]

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
    gold = [one["text"] for one in minutes.gold["decisions"]]
    return _table(minutes.body, "decisions", [statements[i] for i in rest], gold, settled, texts)


def action_table(minutes: AnnotatedMinutes, doc: Doc) -> StatementTable:
    """The statements of `doc` that may be actions."""
    found = Candidates(doc)
    settled = [action.what for action in found.tabled()]
    texts = [found.action(statement, "model:actions").what for statement in found.statements]
    gold = [one["what"] for one in minutes.gold["actions"]]
    return _table(minutes.body, "actions", found.statements, gold, settled, texts)


def _table(
    body: str,
    name: str,
    statements: Sequence[Statement],
    gold: list[str],
    settled: list[str],
    texts: list[str],
) -> StatementTable:
    """The statements; those that fit a gold item best, which no other text is, are the answers."""
    known = {i for i, _ in pair_up(gold, settled, _alike)}
    wanted = [text for i, text in enumerate(gold) if i not in known]
    right = {j for _, j in pair_up(wanted, texts, _alike)}
    whole = [fold(text) for text in gold]
    within = [j not in right and any(fold(text) in one for one in whole) for j, text in enumerate(texts)]
    rows, answers = [features(one, name) for one in statements], [j in right for j in range(len(texts))]
    return StatementTable(body, rows, answers, gold, settled, texts, within, meanings_of(statements))


def _alike(gold: str, own: str) -> float:
    return same_text(gold, own, LIKE)


@dataclass(frozen=True)
class JuryTask(ItemTask[StatementTable, Jury]):
    """How a jury with a threshold is learned and tried."""

    def learn(self, tables: Sequence[StatementTable]) -> Jury:
        """The judges learned from all statements of the tables."""
        told = [one for table in tables for one in table.examples()]
        answers = [answer for _, answer in told]
        names = common_features(tables, SHOWN_BY)
        examples = TrainingSet(names, [row for row, _ in told], answers, [1.0] * len(told))
        forms = export_linear(fit_linear(examples, SHRINK), names)
        trees = export_trees(fit_trees(examples, [0] * len(names), SETTINGS), names)
        meant = [rows for table in tables if len(rows := table.meant())]
        return Jury(forms, trees, fit_meanings(np.concatenate(meant), answers, KEENNESS), EVEN)

    def likely(self, table: StatementTable, model: Jury) -> list[float]:
        """The probability of each statement."""
        return model.probabilities(table.rows, table.meanings)

    def at(self, model: Jury, threshold: float) -> Jury:
        """With a threshold."""
        return model.with_threshold(threshold)

    def write(self, model: Jury, folder: Path, name: str) -> None:
        """The jury in a file."""
        write_jury(model, folder / f"{name}.json")


FOLDS = 10
"""Parts in which bodies are held out for statements."""

THRESHOLDS = (0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.13, 0.135, 0.14, 0.16, 0.18, 0.2, 0.22, 0.25)
"""Probabilities that are tried: three judges who agree seldom are surer than that."""

JURIES = {
    "decisions": JuryTask(decision_table, THRESHOLDS, 0.0, FOLDS),
    "actions": JuryTask(action_table, THRESHOLDS, 0.0, FOLDS),
}
"""By the name of their weights."""
