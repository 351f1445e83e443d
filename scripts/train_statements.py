"""Learns which statements are decisions or actions, and how well it does on bodies that it has not seen.

usage: train_statements.py {decisions,actions} --documents DIR --gold DIR --manifest FILE [--folds 12]

The weights are written as JSON to src/crparse/models/<field>.json. No feature is a word of a document.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc

from crparse.evaluation.alignment import pair_up
from crparse.evaluation.evaluate import read_groups
from crparse.evaluation.similarity import same_text
from crparse.pipeline import MODEL, UNUSED, make_doc
from crparse.readers import read_document
from crparse.source import SourceDocument
from crparse.stages.action_tables import find_rows
from crparse.stages.actions import from_rows
from crparse.stages.decisions import item, voted
from crparse.stages.items import source_of
from crparse.stages.statement_features import features
from crparse.stages.statements import Statement, find_statements, people_pattern
from logistic import Floats, fit

MODELS = Path(__file__).parent.parent / "src/crparse/models"

BEFORE = ("crparse_sentences", "crparse_meeting", "crparse_outline", "crparse_attendance")
"""The stages whose items the features read."""

ALIKE = 65.0
"""How alike (0-100) a statement and a gold passage are to be the same, as in the evaluation."""

SHRINK = 20.0
BODIES = 4
"""Bodies in which a feature must occur: one that fewer show is their habit, not French."""

THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


@dataclass(frozen=True)
class Document:
    """The statements that rules leave open, with the answer to each, and what the rules found alone."""

    group: str
    rows: list[dict[str, float]]
    answers: list[bool]
    gold: int
    ruled: int
    ruled_right: int


def read_documents(field: str, documents: Path, gold: Path, groups: dict[str, str]) -> list[Document]:
    """Every annotated document, by name."""
    nlp = spacy.load(MODEL, exclude=UNUSED)
    for stage in BEFORE:
        nlp.add_pipe(stage)
    key = {"decisions": "text", "actions": "what"}[field]
    found = []
    for path in sorted(gold.glob("*.json")):
        passages = [entry[key] for entry in json.loads(path.read_text(encoding="utf-8"))[field]]
        doc = nlp(make_doc(nlp, read_document(documents / path.stem)))
        found.append(read_one(field, doc, passages, groups[path.stem]))
    return found


def read_one(field: str, doc: Doc, passages: list[str], group: str) -> Document:
    """The examples of one document."""
    statements = find_statements(doc)
    ruled, left = _decided(doc, statements) if field == "decisions" else _tabled(source_of(doc), statements)
    right = {i for i, _ in pair_up(passages, ruled, _alike)}
    missing = [passage for i, passage in enumerate(passages) if i not in right]
    yes = {j for _, j in pair_up(missing, [statement.text for statement in left], _alike)}
    people = people_pattern(doc)
    rows = [features(statement, field, people) for statement in left]
    return Document(group, rows, [j in yes for j in range(len(left))], len(passages), len(ruled), len(right))


def _alike(gold: Any, own: Any) -> float:
    return same_text(gold, own, ALIKE)


def _decided(doc: Doc, statements: Sequence[Statement]) -> tuple[list[str], list[Statement]]:
    register = voted(doc, statements)
    ruled = [item(doc, statements, entry).text for entry in register.entries]
    return ruled, [s for i, s in enumerate(statements) if i not in register.taken]


def _tabled(source: SourceDocument, statements: Sequence[Statement]) -> tuple[list[str], list[Statement]]:
    rows = list(find_rows(source))
    tabled = {index for row in rows for index in row.what}
    ruled = [action.what for action in from_rows(source, rows, None)]
    return ruled, [statement for statement in statements if statement.index not in tabled]


def feature_names(documents: Sequence[Document]) -> list[str]:
    """The features that enough bodies show, in order."""
    bodies: dict[str, set[str]] = defaultdict(set)
    for one in documents:
        for row in one.rows:
            for name, value in row.items():
                if value:
                    bodies[name].add(one.group)
    return sorted(name for name, groups in bodies.items() if len(groups) >= BODIES)


def matrix(documents: Sequence[Document], names: Sequence[str]) -> Floats:
    """A row for each statement."""
    return np.array([[row.get(name, 0.0) for name in names] for one in documents for row in one.rows])


def train(documents: Sequence[Document], names: Sequence[str]) -> tuple[Floats, float]:
    """(weights, bias)."""
    answers = np.array([float(answer) for one in documents for answer in one.answers])
    return fit(matrix(documents, names), answers, np.ones(len(answers)), SHRINK)


def cross_validate(documents: Sequence[Document], names: Sequence[str], folds: int) -> float:
    """Print the scores on bodies not trained on, by threshold; the best threshold."""
    sizes = Counter(one.group for one in documents for _ in one.rows)
    ordered = sorted(sizes, key=lambda group: (-sizes[group], group))
    fold = {group: place % folds for place, group in enumerate(ordered)}
    right, found = Counter[float](), Counter[float]()
    for part in range(folds):
        weights, bias = train([d for d in documents if fold.get(d.group, -1) != part], names)
        for one in documents:
            if one.rows and fold[one.group] == part:
                likely = 1 / (1 + np.exp(-(matrix([one], names) @ weights + bias)))
                for threshold in THRESHOLDS:
                    chosen = likely >= threshold
                    found[threshold] += int(chosen.sum())
                    right[threshold] += int((chosen & np.array(one.answers)).sum())
    ruled, ruled_right = sum(d.ruled for d in documents), sum(d.ruled_right for d in documents)
    gold = sum(d.gold for d in documents)
    scores = {}
    for t in THRESHOLDS:
        hits, all_found = right[t] + ruled_right, found[t] + ruled
        scores[t] = 2 * hits / (all_found + gold)
        print(f"{t:.2f} precision {hits / all_found:.3f} recall {hits / gold:.3f} F1 {scores[t]:.3f}")
    return max(THRESHOLDS, key=lambda t: (scores[t], -t))


def main(arguments: Sequence[str]) -> None:
    """Read the annotated minutes, cross-validate by body, train on all of them and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("field", choices=("decisions", "actions"))
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=12)
    options = parser.parse_args(arguments)
    groups = read_groups(options.manifest, "group")
    documents = read_documents(options.field, options.documents, options.gold, groups)
    names = feature_names(documents)
    threshold = cross_validate(documents, names, options.folds)
    weights, bias = train(documents, names)
    kept = {name: float(f"{w:.4g}") for name, w in zip(names, weights, strict=True) if w}
    data = {"weights": kept, "bias": float(f"{bias:.5g}"), "threshold": threshold}
    output = MODELS / f"{options.field}.json"
    output.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
