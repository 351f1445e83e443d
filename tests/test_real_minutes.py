"""What holds on every real minutes at hand: none is lost or empty, and each format reaches its figures.

The figures are those that crparse promises; `test_evaluation_gate.py` has the floors that it has reached.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from crparse.corpus.build import Report
from crparse.corpus.folder import ERRORS
from crparse.evaluation.evaluate import Evaluation
from crparse.evaluation.scoring import Record
from evaluation_sets import REAL_SETS, EvaluationSet, known_minutes, real_minutes, real_set
from system_programs import needs_libreoffice, needs_tesseract

pytestmark = pytest.mark.slow

HAVE_A_RECORD = ("duplicate", "same_minutes", "wrong_extension")
"""Codes of the ledger that tell something of a file that was read all the same."""


def scores(found: EvaluationSet, records: dict[str, Record]) -> Evaluation:
    of_set = found.records_in(records)
    assert sorted(of_set) == sorted(document.name for document in found.documents)
    return found.evaluate(of_set)


@needs_tesseract
def test_scans(real_folder: Path, real_records: dict[str, Record]) -> None:
    totals = scores(real_set(real_folder, "real scans"), real_records).totals
    assert totals["attendees"].f1 >= 0.90
    assert totals["meeting_date"].f1 >= 0.85


@needs_libreoffice
def test_doc_and_odt(real_folder: Path, real_records: dict[str, Record]) -> None:
    totals = scores(real_set(real_folder, "real office files"), real_records).totals
    assert totals["attendees"].f1 >= 0.92
    assert totals["sections"].f1 >= 0.82


@needs_tesseract
@needs_libreoffice
def test_all_known_together(real_folder: Path, real_records: dict[str, Record]) -> None:
    assert scores(known_minutes(real_folder), real_records).core >= 0.90


def test_all_are_scored(real_folder: Path) -> None:
    of_sets = Counter(file for name in REAL_SETS for file in real_set(real_folder, name).documents)
    assert of_sets == Counter(real_minutes(real_folder).documents)


@needs_tesseract
@needs_libreoffice
def test_no_file_is_lost(
    real_files: list[Path], real_corpus: Report, real_records: dict[str, Record]
) -> None:
    ledger = (real_corpus.output / ERRORS).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in ledger]
    unread = [entry["path"] for entry in entries if entry["code"] not in HAVE_A_RECORD]
    assert Counter([*real_records, *unread]) == Counter(file.name for file in real_files)
    assert [name for name, record in real_records.items() if not record["text"].strip()] == []
