"""Learns which sentences are decisions or actions, and how well it does on bodies that it has not seen.

usage: train_statements.py {decisions,actions} --documents DIR --gold DIR --manifest FILE [--folds 12]

The weights are written as JSON to src/crparse/models. No feature is a word of the documents.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import Doc

from crparse.document.statement_features import Features, features
from crparse.document.view import view_of
from crparse.evaluation.evaluate import read_groups
from crparse.evaluation.matching import pair_up, same_text
from crparse.models import LinearModel
from crparse.pipeline import MODEL, UNUSED, make_doc
from crparse.readers import read_document
from crparse.stages.actions import Candidates
from crparse.stages.decisions import Motion, item, voted
from logistic import Floats, fit

MODELS = Path(__file__).parent.parent / "src/crparse/models"

BEFORE = ("crparse_sentences", "crparse_meeting", "crparse_outline", "crparse_attendance")
"""The stages whose items the features read."""

LIKE = 65
"""Similarity (0-100) from which a sentence is a gold item."""

SHRINK = 40.0
BODIES = 4
"""Bodies in which a feature must occur: one that fewer show is their habit, not French."""

THRESHOLDS = (0.12, 0.14, 0.16, 0.18, 0.2, 0.22, 0.25, 0.28, 0.32, 0.36)

CUES = {
    "decisions": (
        "decides",
        "impersonal",
        "body_decides",
        "matter_settled",
        "by_body",
        "acknowledges",
        "label",
    ),
    "actions": ("label", "takes_charge", "charged", "must", "to_do", "polite", "passive_future"),
}
"""Cue families by which the comparison without learning takes a sentence, if nothing speaks against it."""


@dataclass(frozen=True)
class Document:
    """The candidates of a document, as the learner sees them."""

    name: str
    group: str
    gold: list[str]
    settled: list[str]
    """Texts that their form alone makes items: votes, délibérations, rows of tables."""
    texts: list[str]
    rows: list[Features]
    answers: list[bool]


def decision_candidates(doc: Doc) -> tuple[list[str], list[str], list[Features]]:
    """Settled decisions, and the text and features of every other statement."""
    statements = view_of(doc).statements
    register = voted(doc, statements)
    rest = [i for i in range(len(statements)) if i not in register.taken]
    return (
        [item(doc, statements, entry).text for entry in register.entries],
        [item(doc, statements, Motion([i], "learned")).text for i in rest],
        [features(statements[i], "decisions") for i in rest],
    )


def action_candidates(doc: Doc) -> tuple[list[str], list[str], list[Features]]:
    """Actions of tables, and the text and features of every other statement."""
    found = Candidates(doc)
    return (
        [action.what for action in found.tabled()],
        [found.action(statement).what for statement in found.statements],
        [features(statement, "actions") for statement in found.statements],
    )


FIELDS: dict[str, tuple[str, Callable[[Doc], tuple[list[str], list[str], list[Features]]]]] = {
    "decisions": ("text", decision_candidates),
    "actions": ("what", action_candidates),
}


def read_documents(field: str, documents: Path, gold: Path, groups: dict[str, str]) -> list[Document]:
    """Every annotated document with its candidates; those that fit a gold item best are the answers."""
    nlp = spacy.load(MODEL, exclude=UNUSED)
    for stage in BEFORE:
        nlp.add_pipe(stage)
    key, candidates = FIELDS[field]
    found = []
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        items = [one[key] for one in record[field]]
        settled, texts, rows = candidates(nlp(make_doc(nlp, read_document(documents / path.stem))))
        known = {i for i, _ in pair_up(items, settled, _alike)}
        wanted = [text for i, text in enumerate(items) if i not in known]
        right = {j for _, j in pair_up(wanted, texts, _alike)}
        answers = [j in right for j in range(len(texts))]
        found.append(Document(path.stem, groups[path.stem], items, settled, texts, rows, answers))
    return found


def _alike(gold: str, own: str) -> float:
    return same_text(gold, own, LIKE)


def common_features(documents: Sequence[Document]) -> list[str]:
    """The features that enough bodies show."""
    bodies: dict[str, set[str]] = {}
    for one in documents:
        for row in one.rows:
            for name, value in row.items():
                if value:
                    bodies.setdefault(name, set()).add(one.group)
    return sorted(name for name, groups in bodies.items() if len(groups) >= BODIES)


def matrix(documents: Sequence[Document], names: Sequence[str]) -> Floats:
    """A row for each candidate."""
    return np.array([[row.get(name, 0.0) for name in names] for one in documents for row in one.rows])


def train(documents: Sequence[Document], names: Sequence[str], threshold: float) -> LinearModel:
    """The weights learned from all candidates of the documents."""
    answers = np.array([float(answer) for one in documents for answer in one.answers])
    weights, bias = fit(matrix(documents, names), answers, np.ones(len(answers)), SHRINK)
    return LinearModel({n: float(f"{w:.4g}") for n, w in zip(names, weights, strict=True)}, bias, threshold)


def score(document: Document, accepted: Sequence[bool]) -> Counter[str]:
    """Items right, found and in the gold record."""
    taken = dict.fromkeys(text for text, yes in zip(document.texts, accepted, strict=True) if yes)
    found = [*document.settled, *taken]
    return Counter(
        right=len(pair_up(document.gold, found, _alike)), found=len(found), gold=len(document.gold)
    )


def cross_validate(documents: Sequence[Document], names: Sequence[str], folds: int) -> float:
    """Print the scores on bodies not trained on, by threshold; the best threshold."""
    groups = sorted({one.group for one in documents})
    total = {threshold: Counter[str]() for threshold in THRESHOLDS}
    for part in range(folds):
        left_out = set(groups[part::folds])
        model = train([d for d in documents if d.group not in left_out], names, 0.0)
        for document in (d for d in documents if d.group in left_out):
            likely = [model.probability(row) for row in document.rows]
            for threshold in THRESHOLDS:
                total[threshold] += score(document, [p >= threshold for p in likely])
    for threshold, counts in total.items():
        report(f"{threshold:.2f}", counts)
    return max(THRESHOLDS, key=lambda t: (f1(total[t]), -t))


def by_cues(field: str, row: Features) -> bool:
    """Whether a sentence has a cue and nothing speaks against it: the comparison without learning."""
    return any(row.get(f"cue_{family}") for family in CUES[field]) and not row["against"]


def report(label: str, counts: Counter[str]) -> None:
    """Print a line of scores."""
    precision, recall = counts["right"] / max(1, counts["found"]), counts["right"] / max(1, counts["gold"])
    print(f"{label} precision {precision:.3f} recall {recall:.3f} F1 {f1(counts):.3f}")


def f1(counts: Counter[str]) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * counts["right"] / max(1, counts["found"] + counts["gold"])


def main(arguments: Sequence[str]) -> None:
    """Read the annotated minutes, cross-validate by body, train on all of them and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("field", choices=sorted(FIELDS))
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=12)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args(arguments)
    groups = read_groups(options.manifest, "group")
    documents = read_documents(options.field, options.documents, options.gold, groups)
    names = common_features(documents)
    report("form alone", sum((score(d, [False] * len(d.texts)) for d in documents), Counter()))
    cues = [(d, [by_cues(options.field, row) for row in d.rows]) for d in documents]
    report("cues", sum((score(d, accepted) for d, accepted in cues), Counter()))
    model = train(documents, names, cross_validate(documents, names, options.folds))
    data = {
        "weights": {name: weight for name, weight in model.weights.items() if weight},
        "bias": float(f"{model.bias:.5g}"),
        "threshold": model.threshold,
    }
    output = options.output or MODELS / f"{options.field}.json"
    output.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
