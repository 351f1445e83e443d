"""The sets of minutes with gold records that the project is measured on.

`own`: the fictional minutes of corpus/. `real`: a folder of real minutes that is not part of the project,
with `documents/`, `gold/` and `manifest.jsonl`; the environment variable CRPARSE_MINUTES names it.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crparse import build
from crparse.corpus.folder import DOCUMENTS
from crparse.evaluation.baseline import Floors, fingerprint, measure
from crparse.evaluation.evaluate import Evaluation, evaluate, read_json_records
from crparse.evaluation.scoring import Record

ROOT = Path(__file__).parent.parent
BASELINE = ROOT / "tests" / "eval_baseline.json"
OWN = ROOT / "corpus"
REAL_MINUTES = "CRPARSE_MINUTES"

WORKERS = 2
"""Processes that parse a set: as many as the slowest machine that checks the project has."""


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

    def parse(self, output: Path) -> dict[str, Record]:
        """The records of the documents by file name; a document that cannot be read has none."""
        build(self.documents, output, workers=WORKERS)
        return read_json_records(output / DOCUMENTS)

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


Parsed = tuple[EvaluationSet, dict[str, Record]]
"""A set, and the records of its documents by file name."""


def own_set() -> EvaluationSet:
    """The project's own minutes."""
    documents = sorted((OWN / "sources").iterdir())
    return EvaluationSet("own", tuple(documents), OWN / "gold")


def real_set(folder: Path) -> EvaluationSet:
    """The real minutes with a text layer: scans are another task."""
    return _chosen(folder, "real", lambda e: e["format"] in ("docx", "pdf") and not e["scanned"])


def scans(folder: Path) -> EvaluationSet:
    """The real minutes that are scanned."""
    return _chosen(folder, "scans", lambda e: bool(e["scanned"]))


def office_files(folder: Path) -> EvaluationSet:
    """The real minutes in the other formats of word processors."""
    return _chosen(folder, "doc and odt", lambda e: e["format"] in ("doc", "odt"))


def all_minutes(folder: Path) -> EvaluationSet:
    """All real minutes that have a gold record."""
    return _chosen(folder, "all", lambda e: True)


def _chosen(folder: Path, name: str, wanted: Callable[[dict[str, Any]], bool]) -> EvaluationSet:
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines if line.strip()]
    names = sorted(entry["file"] for entry in entries if wanted(entry))
    return EvaluationSet(name, tuple(folder / "documents" / name for name in names), folder / "gold")


def real_minutes_folder() -> Path | None:
    """The folder that the environment names, if any."""
    named = os.environ.get(REAL_MINUTES)
    return Path(named) if named else None
