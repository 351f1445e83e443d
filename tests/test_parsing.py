import hashlib
import io
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import crparse
from crparse.errors import ReadError
from crparse.pipeline import parse_source, to_record
from crparse.record import Source
from crparse.source import SourceDocument, from_text
from minutes_files import APRIL, MARCH, REGISTER, write_docx, write_pdf


def test_a_path_gives_a_typed_record(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    record = crparse.parse(file)
    assert isinstance(record, crparse.Minutes)
    assert record.source == Source(
        name="jardins.docx",
        path="jardins.docx",
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        format="docx",
    )
    assert "Le comité décide d'acheter deux bancs." in record.text
    assert crparse.parse(str(file)) == record


def test_the_record_tells_what_made_it(tmp_path: Path) -> None:
    provenance = crparse.parse(write_docx(tmp_path / "jardins.docx")).provenance
    weights = provenance.settings["weights"]
    assert isinstance(weights, str)
    assert re.fullmatch("[0-9a-f]{16}", weights)
    assert not {"tesseract", "libreoffice"} & set(provenance.packages)


def test_the_programs_that_read_a_document_are_told(nlp: Language) -> None:
    document = from_text("Présents : Odile Ferrandin, Paul Costey")
    source = Source(name="cr.doc", path="cr.doc", sha256="0", format="doc")
    read = replace(document, programs=(("libreoffice", "7.4.7.2"),))
    record = to_record(nlp, parse_source(nlp, read), source)
    assert record.provenance.packages["libreoffice"] == "7.4.7.2"


def test_bytes_and_streams_are_read_as_well(tmp_path: Path) -> None:
    content = write_pdf(tmp_path / "jardins.pdf").read_bytes()
    record = crparse.parse(content, name="jardins.pdf")
    assert record == crparse.parse(tmp_path / "jardins.pdf")
    assert crparse.parse(io.BytesIO(content), name="jardins.pdf") == record
    assert crparse.parse(content).source.name == "document"


def test_the_id_depends_on_the_content_alone(tmp_path: Path) -> None:
    one = crparse.parse(write_docx(tmp_path / "a.docx", ["Un"])).id
    content = (tmp_path / "a.docx").read_bytes()
    assert crparse.parse(content, name="a.docx").id == one
    assert crparse.parse(content, name="b.docx").id == one == hashlib.sha256(content).hexdigest()[:16]
    assert crparse.parse(write_docx(tmp_path / "a.docx", ["Deux"])).id != one


def test_each_meeting_of_a_file_has_a_record() -> None:
    content = REGISTER.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    first, second = crparse.parse_all(content, name="registre.txt")
    assert [(one.id, one.text, one.meeting.date) for one in (first, second)] == [
        (sha256[:16], MARCH, "2019-03-12"),
        (f"{sha256[:16]}-2", APRIL, "2019-04-09"),
    ]
    assert second.source == Source(
        name="registre.txt",
        path="registre.txt",
        sha256=sha256,
        format="txt",
        pages=2,
        meeting=2,
        meetings=2,
        first_page=2,
        last_page=2,
    )
    assert [(a.name, a.page, APRIL[a.start : a.end]) for a in second.attendees] == [
        ("Odile Ferrandin", 2, "Odile Ferrandin"),
        ("Aline Corbier", 2, "Aline Corbier"),
    ]
    assert crparse.parse(content, name="registre.txt") == first


def test_minutes_of_one_meeting_have_one_record(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    assert crparse.parse_all(file) == [crparse.parse(file)]


def test_the_first_meeting_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []

    def parse_one(nlp: Language, source: SourceDocument, failed: None) -> Doc:
        parsed.append(source.text)
        return parse_source(nlp, source, failed)

    monkeypatch.setattr("crparse.pipeline.parse_source", parse_one)
    crparse.parse(REGISTER.encode())
    assert parsed == [MARCH]


def test_where_it_is_not_sure_the_record_says_so() -> None:
    record = crparse.parse(f"{MARCH}\n\f{APRIL.replace('2019', '2018')}\n\f{APRIL}\n".encode())
    assert record.source.meetings == 1
    assert [(w.code, w.page) for w in record.warnings if w.code.startswith("may")] == [
        ("may_hold_several_meetings", 2)
    ]


@pytest.mark.parametrize(
    ("content", "format", "code"),
    [(b"", None, "empty"), (b"\1\2\3 \4\5", None, "unknown_format"), (b"Du texte", "pdf", "not_pdf")],
)
def test_what_is_no_document_is_refused(content: bytes, format: str | None, code: str) -> None:
    with pytest.raises(ReadError) as error:
        crparse.parse(content, format=format)
    assert error.value.code == code


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(crparse.ReadError, match="cannot be opened"):
        crparse.parse(tmp_path / "missing.docx")


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"s\xe9ance.txt")
    file.write_text("Réunion du 12 mars 2024")
    assert crparse.parse(file).source.name == "s\ufffdance.txt"
