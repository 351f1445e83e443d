"""Learns which candidates name organisations, and how well it does on bodies that it has not seen.

usage: train_organisations.py --documents DIR --gold DIR --manifest FILE [--output FILE]

The weights are written as JSON to src/crparse/models/organisations.json. No feature is a name.
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

from crparse.document.view import view_of
from crparse.errors import ReadError
from crparse.evaluation.evaluate import read_groups
from crparse.evaluation.matching import letters, pair_up, same_names
from crparse.models import LinearModel
from crparse.pipeline import MODEL, UNUSED, make_doc
from crparse.readers import read_document
from crparse.resolution.organisations import resolve_organisations
from crparse.stages.entities.candidates import find_candidates
from crparse.stages.entities.mentions import Text
from crparse.stages.entities.organisations import (
    Form,
    accept,
    features,
    find_neighbours,
    group_forms,
    mentions_of,
)
from crparse.stages.entities.people import find_people
from crparse.stages.printed_names import Words
from logistic import Floats, fit

OUTPUT = Path(__file__).parent.parent / "src/crparse/models/organisations.json"

BEFORE = ("crparse_sentences", "crparse_meeting", "crparse_outline", "crparse_attendance")
"""The stages whose items the features read."""

SHRINK = 20.0
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)

ABOUT = 0.01
"""Two thresholds are equally good when their F1 differs by less."""


@dataclass(frozen=True)
class Document:
    """The candidates of a document, as the learner sees them."""

    name: str
    group: str
    text: str
    stated: list[tuple[str, str]]
    gold: list[dict[str, Any]]
    forms: list[Form]
    rows: list[dict[str, float]]
    answers: list[bool]


def read_documents(documents: Path, gold: Path, groups: dict[str, str]) -> list[Document]:
    """Every annotated document with its candidates."""
    import spacy

    nlp = spacy.load(MODEL, exclude=UNUSED)
    for stage in BEFORE:
        nlp.add_pipe(stage)
    found = []
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        try:
            source = read_document(documents / path.stem)
        except ReadError as error:
            print(f"{path.stem} is left out: {error.message}", file=sys.stderr)
            continue
        doc = nlp(make_doc(nlp, source))
        text = Text(doc)
        find_people(text)
        forms = group_forms(doc.text, find_candidates(doc))
        near = find_neighbours(forms)
        names = [_names(entity) for entity in record["organisations"]]
        found.append(
            Document(
                path.stem,
                groups[path.stem],
                doc.text,
                view_of(doc).stated_acronyms(),
                record["organisations"],
                forms,
                [features(text, form, near) for form in forms],
                [any(same_names(own, [letters(form.text)]) > 0 for own in names) for form in forms],
            )
        )
    return found


def _names(entity: dict[str, Any]) -> list[str]:
    return [letters(name) for name in (entity["name"], *entity["variants"])]


def matrix(documents: Sequence[Document], names: Sequence[str]) -> Floats:
    """A row for each candidate."""
    return np.array([[row.get(name, 0.0) for name in names] for one in documents for row in one.rows])


def train(documents: Sequence[Document], names: Sequence[str], threshold: float) -> LinearModel:
    """The weights; bodies with many documents do not drown the others."""
    bodies = Counter(one.group for one in documents for _ in one.rows)
    weights = np.array([bodies[one.group] ** -0.5 for one in documents for _ in one.rows])
    answers = np.array([float(answer) for one in documents for answer in one.answers])
    found, bias = fit(matrix(documents, names), answers, weights / weights.mean(), SHRINK)
    return LinearModel({n: float(f"{w:.4g}") for n, w in zip(names, found, strict=True)}, bias, threshold)


def score(document: Document, model: LinearModel, threshold: float) -> Counter[str]:
    """Organisations right, found and in the gold record, after resolution."""
    likely = [model.probability(row) for row in document.rows]
    accepted = accept(document.forms, likely, threshold, document.stated)
    mentions = mentions_of(Words(document.text), accepted)
    entities = resolve_organisations(mentions, document.stated)
    pairs = pair_up(
        document.gold,
        entities,
        lambda gold, own: same_names(_names(gold), [letters(n) for n in (own.name, *own.variants)]),
    )
    return Counter(right=len(pairs), found=len(entities), gold=len(document.gold))


Counts = dict[str, Counter[str]]
"""Organisations right, found and in the gold records, by body."""


def leave_bodies_out(documents: Sequence[Document], names: Sequence[str]) -> dict[float, Counts]:
    """The counts on each body by a model trained on the others, by threshold."""
    found = {threshold: defaultdict[str, Counter[str]](Counter) for threshold in THRESHOLDS}
    for body in sorted({one.group for one in documents}):
        model = train([one for one in documents if one.group != body], names, 0.0)
        for document in documents:
            if document.group == body:
                for threshold in THRESHOLDS:
                    found[threshold][body] += score(document, model, threshold)
    return {threshold: dict(counts) for threshold, counts in found.items()}


def choose_threshold(found: dict[float, Counts]) -> float:
    """The lowest threshold about as good as the best: unseen bodies have fewer names that look sure."""
    figure = {
        threshold: (_f1(sum(counts.values(), Counter())) + _mean(counts)) / 2
        for threshold, counts in found.items()
    }
    best = max(figure.values())
    return min(threshold for threshold in found if figure[threshold] >= best - ABOUT)


def report(found: dict[float, Counts]) -> None:
    """Print precision, recall and F1 on bodies left out, all together and as the mean of bodies."""
    for threshold, counts in found.items():
        total = sum(counts.values(), Counter[str]())
        precision, recall = (total["right"] / max(1, total[of]) for of in ("found", "gold"))
        print(
            f"{threshold:.2f} precision {precision:.3f} recall {recall:.3f} F1 {_f1(total):.3f}"
            f" mean of bodies {_mean(counts):.3f}"
        )


def _mean(counts: Counts) -> float:
    """The mean F1 of the bodies that name an organisation, or are said to."""
    figures = [_f1(own) for own in counts.values() if own["gold"] or own["found"]]
    return sum(figures) / max(1, len(figures))


def _f1(counts: Counter[str]) -> float:
    return 2 * counts["right"] / max(1, counts["found"] + counts["gold"])


def main(arguments: Sequence[str]) -> None:
    """Read the annotated minutes, leave each body out once, train on all of them and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    documents = read_documents(options.documents, options.gold, read_groups(options.manifest, "group"))
    names = sorted({name for one in documents for row in one.rows for name in row})
    found = leave_bodies_out(documents, names)
    report(found)
    threshold = choose_threshold(found)
    print(f"threshold {threshold}")
    model = train(documents, names, threshold)
    weights = {name: weight for name, weight in model.weights.items() if weight}
    data = {"weights": weights, "bias": float(f"{model.bias:.5g}"), "threshold": model.threshold}
    options.output.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
