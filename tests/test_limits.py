"""`parse(…, limits=…)`: a document read in a process of its own, which its limits end."""

import io
import sys
from pathlib import Path

import pytest

import crparse
from crparse.corpus import inputs
from crparse.corpus.workers import BugMet
from minutes_files import CHOIR, GARDEN, REGISTER, Faulty, write_docx

AMPLE = crparse.Limits(seconds=120)


def test_the_record_is_that_of_this_process(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    here = crparse.parse(file)
    assert here.meeting.body is not None
    assert crparse.parse(file, limits=AMPLE) == here


@pytest.mark.slow
def test_every_meeting_of_a_file_is_read_or_the_first_alone() -> None:
    content = REGISTER.encode()
    here = crparse.parse_all(content, name="registre.txt")
    assert [record.meeting.date for record in here] == ["2019-03-12", "2019-04-09"]
    assert crparse.parse_all(content, name="registre.txt", limits=AMPLE) == here
    assert crparse.parse(content, name="registre.txt", limits=AMPLE) == here[0]


@pytest.mark.slow
def test_name_and_format_are_those_given() -> None:
    lines = "\n".join(CHOIR).encode()
    record = crparse.parse(io.BytesIO(lines), name="chorale", format="txt", limits=AMPLE)
    assert (record.source.name, record.source.path, record.source.format) == ("chorale", "chorale", "txt")
    assert record == crparse.parse(lines, name="chorale", format="txt")


@pytest.mark.parametrize(
    ("limits", "code", "message"),
    [
        (crparse.Limits(seconds=0.01), "too_slow", "The document was not done in the 0.01 seconds allowed."),
        pytest.param(
            crparse.Limits(record=0),
            "record_too_large",
            "Its record would take 0 MB, more than the 0 MB allowed.",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            crparse.Limits(characters=20),
            "too_long",
            "The file holds more text than the 20 characters allowed.",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_takes_more_than_allowed_is_told(limits: crparse.Limits, code: str, message: str) -> None:
    with pytest.raises(crparse.ReadError) as told:
        crparse.parse("\n".join(GARDEN * 20).encode(), name="jardins.txt", limits=limits)
    assert (told.value.code, told.value.message) == (code, message)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the system enforces no limit of memory")
def test_a_document_that_needs_more_memory_is_told() -> None:
    lines = "".join(f"{number}. Le comité décide de réparer le four.\n" for number in range(60_000))
    with pytest.raises(crparse.ReadError) as told:
        crparse.parse(lines.encode(), name="four.txt", limits=crparse.Limits(seconds=120, memory=1200))
    assert told.value.code in ("out_of_memory", "crashed")


@pytest.mark.slow
def test_bad_input_is_told_as_in_this_process() -> None:
    with pytest.raises(crparse.ReadError) as here:
        crparse.parse(b"PK\x03\x04 no document", name="casse.docx")
    with pytest.raises(crparse.ReadError) as apart:
        crparse.parse(b"PK\x03\x04 no document", name="casse.docx", limits=AMPLE)
    assert (apart.value.code, str(apart.value)) == (here.value.code, str(here.value))


@pytest.mark.slow
def test_a_bug_is_no_bad_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "InputFile", Faulty)
    with pytest.raises(BugMet, match=r"(?s)crparse failed on jardins\.txt:.*KeyError: 'séance'"):
        crparse.parse(b"x", name="jardins.txt", limits=AMPLE)
