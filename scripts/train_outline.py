"""Learns which lines of minutes are headings, and how well it does on bodies that it has not seen.

usage: train_outline.py --documents DIR --gold DIR --manifest FILE [--folds 10] [--output FILE]

The weights are written as JSON to src/crparse/models/outline.json. They hold no words of the documents.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from boosting import Floats, Model, Node, Settings, fit
from crparse.document.lines import lines_of
from crparse.readers import read_document
from crparse.stages.meeting import MeetingStage
from crparse.stages.outline import THRESHOLD, join_wrapped, title_places
from crparse.stages.outline.features import features, is_settled
from crparse.stages.outline.surroundings import Surroundings
from outline_examples import RENDERINGS, Example, find_headings, read_groups, renderings

OUTPUT = Path(__file__).parent.parent / "src/crparse/models/outline.json"

FOR = (
    "has level", "bold", "bold contrast", "underline", "size", "caps", "emphasis", "run apart",
    "emphasised run", "gap over next", "repeated earlier", "all settled", "all attendance", "all agenda",
    "all closing", "all last", "all inner", "unfinished",
)  # fmt: skip
"""Features of which more may only speak for a heading."""

AGAINST = (
    "title style", "link", "in title", "before title", "bullet", "list item", "ends stop", "run-in colon",
    "small initial", "inner stop", "commas", "brackets", "address", "has date", "has verb", "opens sentence",
    "opens tally", "opens courtesy", "opens person", "all lead_in", "repeated later",
    "run adjacent", "row company",
)  # fmt: skip
"""Features of which more may only speak against a heading."""


@dataclass(frozen=True)
class Table:
    """The lines of a document in one rendering, as the learner sees them."""

    example: Example
    rows: list[dict[str, float]]
    answers: list[bool]
    settled: list[bool]


def read_tables(name: str, documents: Path, gold: Path, groups: dict[str, str]) -> list[Table]:
    """A document in every rendering."""
    source = read_document(documents / name)
    titles = [s["title"] for s in json.loads((gold / f"{name}.json").read_text(encoding="utf-8"))["sections"]]
    title = title_places(MeetingStage().find(source))
    around = Surroundings(join_wrapped(lines_of(source), source.text), title)
    example = Example(name, groups[name], "as it is", around, find_headings(around, titles), len(titles))
    return [_table(one) for one in (example, *renderings(example, source))]


def _table(example: Example) -> Table:
    known = list(features(example.around))
    return Table(
        example,
        [row for _, row in known],
        [index in example.headings for index, _ in known],
        [is_settled(example.around, index) for index, _ in known],
    )


def matrix(tables: Sequence[Table], names: Sequence[str]) -> Floats:
    """A row for each line."""
    return np.array([[row.get(name, 0.0) for name in names] for table in tables for row in table.rows])


def weigh(tables: Sequence[Table]) -> Floats:
    """How much each line counts: bodies with many documents and long documents do not drown the others."""
    bodies = Counter(table.example.group for table in tables if table.example.rendering == "as it is")
    weights: Floats = np.array(
        [
            RENDERINGS[table.example.rendering]
            * bodies[table.example.group] ** -0.5
            * min(1.0, 100 / max(1, len(table.rows))) ** 0.5
            for table in tables
            for _ in table.rows
        ]
    )
    even: Floats = weights / weights.mean()
    return even


def train(tables: Sequence[Table], names: Sequence[str], settings: Settings) -> Model:
    """The trees for `tables`."""
    answers = np.array([float(answer) for table in tables for answer in table.answers])
    directions = [(name in FOR) - (name in AGAINST) for name in names]
    return fit(matrix(tables, names), answers, weigh(tables), directions, settings)


def fold_of(group: str, folds: int) -> int:
    """The part of the cross-validation in which a body is tested."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % folds


def cross_validate(tables: Sequence[Table], names: Sequence[str], settings: Settings, folds: int) -> None:
    """Print precision, recall and F1 of headings in documents of bodies not trained on."""
    right, found, gold = Counter[str](), Counter[str](), Counter[str]()
    for fold in range(folds):
        test = [table for table in tables if fold_of(table.example.group, folds) == fold]
        rest = [table for table in tables if fold_of(table.example.group, folds) != fold]
        if not test:
            continue
        model = train(rest, names, settings)
        for table in test:
            guesses = model.probability(matrix([table], names)) >= THRESHOLD
            taken = guesses | np.array(table.settled)
            rendering = table.example.rendering
            right[rendering] += int((taken & np.array(table.answers)).sum())
            found[rendering] += int(taken.sum())
            gold[rendering] += table.example.gold
    for rendering in RENDERINGS:
        hits = right[rendering]
        f1 = 2 * hits / (found[rendering] + gold[rendering])
        precision, recall = hits / found[rendering], hits / gold[rendering]
        print(f"{rendering:12} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")


def write(model: Model, names: Sequence[str], output: Path) -> None:
    """Keep the trees, with the features they use."""
    used = sorted({node[0] for tree in model.trees for node in tree if isinstance(node, list)})
    place = {feature: index for index, feature in enumerate(used)}

    def short(node: Node) -> Node:
        if isinstance(node, float):
            return float(f"{node:.5g}")
        return [place[node[0]], float(f"{node[1]:.6g}"), node[2], node[3]]

    data = {
        "names": [names[feature] for feature in used],
        "base": float(f"{model.base:.5g}"),
        "trees": [[short(node) for node in tree] for tree in model.trees],
    }
    output.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Read the annotated minutes, cross-validate, train on all of them and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--manifest", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=10, help="0: no cross-validation")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args(arguments)
    groups = read_groups(options.manifest)
    files = sorted(path.stem for path in options.gold.glob("*.json"))
    read = partial(read_tables, documents=options.documents, gold=options.gold, groups=groups)
    with ProcessPoolExecutor(2) as pool:
        tables = [table for found in pool.map(read, files) for table in found]
    names = sorted({name for table in tables for row in table.rows for name in row})
    if options.folds:
        cross_validate(tables, names, Settings(), options.folds)
    write(train(tables, names, Settings()), names, options.output)


if __name__ == "__main__":
    main(sys.argv[1:])
