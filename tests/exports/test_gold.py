"""Documents that were looked through, as gold to train and to evaluate with."""

import json
import shutil
from pathlib import Path

import pytest

from crparse import build, open_corpus
from crparse.corpus.corrections import Correction, add_lines
from crparse.errors import ExportError
from crparse.evaluation.evaluate import evaluate_folders
from crparse.exports import export
from crparse.exports.gold import NONE, TO_LOOK_THROUGH
from crparse.record import Minutes
from crparse.training.annotated import read_known
from minutes_files import CHOIR, GARDEN, write_docx


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviewed")
    write_docx(folder / "sources" / "jardins.docx", GARDEN)
    write_docx(folder / "sources" / "chorale.docx", CHOIR)
    return build([folder / "sources"], folder / "corpus", workers=0).output


@pytest.fixture
def corpus(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "corpus"))


def record_of(corpus: Path, file: str) -> Minutes:
    return next(one for one in open_corpus(corpus).records() if one.source.name == file)


def look_through(corpus: Path, file: str) -> None:
    sha256 = record_of(corpus, file).source.sha256
    add_lines(corpus, [Correction(sha256=sha256, field="document", action="accept")])


def test_a_document_looked_through_is_gold_with_its_corrections(corpus: Path, tmp_path: Path) -> None:
    record = record_of(corpus, "jardins.docx")
    start = record.text.index("Henri Lacombe")
    place = {"sha256": record.source.sha256, "start": start, "end": start + 13, "quote": "Henri Lacombe"}
    value = {"name": "Henry Lacombe", "organisation": "Terre Vive"}
    add_lines(
        corpus, [Correction.model_validate({**place, "field": "attendees", "action": "set", "value": value})]
    )
    look_through(corpus, "jardins.docx")
    assert export(open_corpus(corpus), "gold", tmp_path / "out") == [TO_LOOK_THROUGH]
    files = sorted(file.relative_to(tmp_path / "out").as_posix() for file in (tmp_path / "out").rglob("*.*"))
    assert files == ["documents/jardins.docx", "export.json", "gold/jardins.docx.json", "manifest.jsonl"]
    gold = json.loads((tmp_path / "out" / "gold" / "jardins.docx.json").read_text())
    assert gold["attendees"] == [
        {"name": "Odile Vasseur", "status": "present", "organisation": None, "role": None, "proxy": None},
        {
            "name": "Henry Lacombe",
            "status": "present",
            "organisation": "Terre Vive",
            "role": None,
            "proxy": None,
        },
        {"name": "Claire Thibaud", "status": "excused", "organisation": None, "role": None, "proxy": None},
    ]
    assert {one["name"] for one in gold["people"]} == {
        "Odile Vasseur",
        "Henri Lacombe",
        "Claire Thibaud",
        "Henry Lacombe",
    }
    assert gold["sections"] == [{"level": 1, "number": "1", "title": "Budget"}]
    assert gold["decisions"] == [{"text": "Le comité décide d'acheter deux bancs.", "vote": None}]
    (line,) = (tmp_path / "out" / "manifest.jsonl").read_text().splitlines()
    assert json.loads(line) == {"file": "jardins.docx", "group": record.meeting.body, "format": "docx"}


def test_what_is_exported_is_trained_and_evaluated_with(corpus: Path, tmp_path: Path) -> None:
    for file in ("jardins.docx", "chorale.docx"):
        look_through(corpus, file)
    export(open_corpus(corpus), "gold", tmp_path / "out")
    assert [one.name for one in read_known(tmp_path / "out")] == ["chorale.docx", "jardins.docx"]
    found = evaluate_folders(tmp_path / "out" / "gold", corpus)
    assert (len(found.sheets), found.missing) == (2, [])
    # Nothing was corrected: crparse agrees with itself.
    wrong = {name for name, counts in found.totals.items() if counts.gold != counts.right}
    assert wrong == set()


def test_without_any_it_is_told(corpus: Path, tmp_path: Path) -> None:
    assert export(open_corpus(corpus), "gold", tmp_path / "out") == [NONE]


def test_of_a_file_that_is_gone_the_record_alone_is_written(tmp_path: Path) -> None:
    write_docx(tmp_path / "sources" / "jardins.docx", GARDEN)
    folder = build([tmp_path / "sources"], tmp_path / "corpus", workers=0).output
    look_through(folder, "jardins.docx")
    (tmp_path / "sources" / "jardins.docx").unlink()
    told = export(open_corpus(folder), "gold", tmp_path / "out")
    assert told == [
        "jardins.docx is in gold/ alone: its file is no longer where the last build has read it.",
        TO_LOOK_THROUGH,
    ]
    assert (tmp_path / "out" / "gold" / "jardins.docx.json").exists()
    assert (tmp_path / "out" / "manifest.jsonl").read_text() == ""


def test_of_two_files_of_one_name_neither_is_taken(tmp_path: Path) -> None:
    write_docx(tmp_path / "sources" / "2023" / "cr.docx", CHOIR)
    write_docx(tmp_path / "sources" / "2024" / "cr.docx", GARDEN)
    folder = build([tmp_path / "sources"], tmp_path / "corpus", workers=0).output
    lines = [
        Correction(sha256=one.source.sha256, field="document", action="accept")
        for one in open_corpus(folder).records()
    ]
    add_lines(folder, lines)
    told = export(open_corpus(folder), "gold", tmp_path / "out")
    assert sorted(told) == [
        "2023/cr.docx is left out: another file is named cr.docx too.",
        "2024/cr.docx is left out: another file is named cr.docx too.",
        NONE,
    ]


def test_documents_are_not_copied_where_names_are_codes(corpus: Path, tmp_path: Path) -> None:
    look_through(corpus, "jardins.docx")
    manifest = json.loads((corpus / "manifest.json").read_text())
    (corpus / "manifest.json").write_text(json.dumps({**manifest, "pseudonymised": True}))
    with pytest.raises(ExportError, match="gold holds the documents themselves"):
        export(open_corpus(corpus), "gold", tmp_path / "out")
    assert not (tmp_path / "out").exists()
