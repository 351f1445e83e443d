"""The sets of minutes with gold records that the project is measured on.

`own`: the fictional minutes of corpus/. The others: sets of real minutes that are not part of the project, in
a folder with `documents/`, `gold/` and `manifest.jsonl`; the environment variable CRPARSE_MINUTES names it.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baseline import Floors, fingerprint, measure
from crparse import build
from crparse.corpus.folder import DOCUMENTS, file_sha256
from crparse.evaluation.evaluate import Evaluation, evaluate, read_json_records
from crparse.evaluation.scoring import Record
from crparse.training.annotated import unseen_bodies

ROOT = Path(__file__).parent.parent
BASELINE = ROOT / "tests" / "eval_baseline.json"
OWN = ROOT / "corpus"
REAL_MINUTES = "CRPARSE_MINUTES"

APART = "set apart"
"""What the entry of minutes is marked with whose body was unseen until the last fit."""

WORKERS = 2
"""Processes that parse a set: as many as the slowest machine that checks the project has."""


Chooser = Callable[[dict[str, Any]], bool]
"""Which minutes a set takes, by their lines of the manifest."""


@dataclass(frozen=True)
class EvaluationSet:
    """Documents, and the folder of their gold records."""

    name: str
    documents: tuple[Path, ...]
    gold_folder: Path

    @property
    def gold_files(self) -> list[Path]:
        """The gold record of each document: one that has none is a mistake of the set."""
        return [self.gold_folder / f"{document.name}.json" for document in self.documents]

    def records_in(self, records: dict[str, Record]) -> dict[str, Record]:
        """Those of the records that are of the set's documents."""
        names = {document.name for document in self.documents}
        return {name: record for name, record in records.items() if name in names}

    def evaluate(self, records: dict[str, Record]) -> Evaluation:
        """The records' scores against the gold."""
        return evaluate(self.records_in(read_json_records(self.gold_folder)), records)

    def measure(self, evaluation: Evaluation) -> Floors:
        """The floors that the scores reach."""
        return measure(evaluation, fingerprint([*self.documents, *self.gold_files]))


def parse(documents: Sequence[Path], output: Path, workers: int = WORKERS) -> dict[str, Record]:
    """The records of documents by file name; a document that cannot be read has none."""
    build(documents, output, workers=workers)
    return records_of(documents, output)


def records_of(documents: Iterable[Path], corpus: Path) -> dict[str, Record]:
    """The same from a corpus that is there; files of one content share the one record that it has of them.

    Of a file that holds several meetings it is that of the first, as the gold records are.
    """
    found = read_json_records(corpus / DOCUMENTS).values()
    in_turn = sorted(found, key=lambda record: record["source"]["meeting"], reverse=True)
    by_content = {record["source"]["sha256"]: record for record in in_turn}
    contents = {document.name: file_sha256(document) for document in documents}
    return {name: by_content[sha256] for name, sha256 in contents.items() if sha256 in by_content}


Parsed = tuple[EvaluationSet, dict[str, Record]]
"""A set, and the records of its documents by file name."""


def own_set() -> EvaluationSet:
    """The project's own minutes."""
    documents = sorted((OWN / "sources").iterdir())
    return EvaluationSet("own", tuple(documents), OWN / "gold")


def real_minutes(folder: Path) -> EvaluationSet:
    """All real minutes that have a gold record, of every format and round."""
    return _chosen(folder, "all", lambda e: True)


def known_minutes(folder: Path) -> EvaluationSet:
    """Those that crparse was written with."""
    return _chosen(folder, "known", _is_known)


def scans(folder: Path) -> EvaluationSet:
    """Those that are scanned, of every round."""
    return _chosen(folder, "scans", lambda e: bool(e["scanned"]))


def real_set(folder: Path, name: str) -> EvaluationSet:
    """The real minutes of one of `REAL_SETS`."""
    return _chosen(folder, name, REAL_SETS[name])


def _chosen(folder: Path, name: str, wanted: Chooser) -> EvaluationSet:
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines if line.strip()]
    apart = unseen_bodies(entries)
    marked = [{**entry, APART: entry["group"] in apart} for entry in entries]
    names = sorted(entry["file"] for entry in marked if wanted(entry))
    return EvaluationSet(name, tuple(folder / "documents" / name for name in names), folder / "gold")


def _is_known(entry: dict[str, Any]) -> bool:
    return "round" not in entry


def _has_text(entry: dict[str, Any]) -> bool:
    return entry["format"] in ("docx", "pdf") and not entry["scanned"]


REAL_SETS: dict[str, Chooser] = {
    "real": lambda e: _is_known(e) and _has_text(e),
    "real scans": lambda e: _is_known(e) and bool(e["scanned"]),
    "real office files": lambda e: _is_known(e) and e["format"] in ("doc", "odt"),
    "later": lambda e: not _is_known(e) and not e[APART],
    APART: lambda e: bool(e[APART]),
}
"""The sets of real minutes that have floors. Those that crparse was written with are split by what reads them
(scans are another task); those that came later (`round` of the manifest) are whole, scans included: those
learned from early on, and those set apart, whose figures before the last fit (docs/accuracy.md) tell what to
expect: since then the weights know them."""


def real_minutes_folder() -> Path | None:
    """The folder that the environment names, if any."""
    named = os.environ.get(REAL_MINUTES)
    return Path(named) if named else None
