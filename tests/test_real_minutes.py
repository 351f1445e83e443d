"""What holds on every real minutes at hand: none is lost or empty, and each format reaches its figures.

The figures are those that crparse promises; `test_evaluation_gate.py` has the floors that it has reached.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from crparse.corpus.build import Report
from crparse.corpus.folder import LEDGER
from crparse.evaluation.evaluate import Evaluation
from crparse.evaluation.scoring import Record
from crparse.programs import LIBREOFFICE
from evaluation_sets import EvaluationSet, all_minutes, office_files, scans
from scanned_pages import needs_tesseract

needs_libreoffice = pytest.mark.skipif(LIBREOFFICE.find() is None, reason=LIBREOFFICE.advice)


def scores(found: EvaluationSet, records: dict[str, Record]) -> Evaluation:
    of_set = found.records_in(records)
    assert sorted(of_set) == sorted(document.name for document in found.documents)
    return found.evaluate(of_set)


@needs_tesseract
def test_scans(real_folder: Path, real_records: dict[str, Record]) -> None:
    totals = scores(scans(real_folder), real_records).totals
    assert totals["attendees"].f1 >= 0.90
    assert totals["meeting_date"].f1 >= 0.85


@needs_libreoffice
def test_doc_and_odt(real_folder: Path, real_records: dict[str, Record]) -> None:
    totals = scores(office_files(real_folder), real_records).totals
    assert totals["attendees"].f1 >= 0.92
    assert totals["sections"].f1 >= 0.82


@needs_tesseract
@needs_libreoffice
def test_all_together(real_folder: Path, real_records: dict[str, Record]) -> None:
    assert scores(all_minutes(real_folder), real_records).core >= 0.90


@needs_tesseract
@needs_libreoffice
def test_no_file_is_lost(real_folder: Path, real_corpus: Report, real_records: dict[str, Record]) -> None:
    given = Counter(
        file.name for name in ("documents", "unlabelled") for file in (real_folder / name).iterdir()
    )
    ledger = (real_corpus.output / LEDGER).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in ledger]
    unread = [entry["path"] for entry in entries if entry["code"] not in ("same_minutes", "wrong_extension")]
    assert Counter([*real_records, *unread]) == given
    assert [name for name, record in real_records.items() if not record["text"].strip()] == []
