"""No score may silently drop: floors in eval_baseline.json, raised by `scripts/evaluate.py --update`."""

from baseline import complaints, read_floors
from evaluation_sets import BASELINE, Parsed


def test_every_document_has_a_record(parsed: Parsed) -> None:
    documents, records = parsed
    assert sorted(records) == sorted(document.name for document in documents.documents)


def test_no_score_is_below_its_floor(parsed: Parsed) -> None:
    documents, records = parsed
    reached = documents.measure(documents.evaluate(records))
    assert reached.files == len(documents.documents)
    assert complaints(read_floors(BASELINE)[documents.name], reached) == []
