"""The script that holds the time of a page against a plain pipeline's."""

import re
from pathlib import Path

import pytest

import plain_pipeline
from generated_minutes import minutes
from speed import PAGE, _docx, _pdf, beside_plain, pages_of

LINES = [
    "Compte rendu du comité",
    "Présents : Odile Ferrandin, Hugo Corbier",
    "1. Budget",
    "Le comité approuve le budget.",
    "Prochaine réunion : 16 mai 2024 à 18h30",
]


def test_a_page_of_docx_is_told_by_its_characters() -> None:
    assert pages_of(_docx(minutes(2 * PAGE).splitlines())) == pytest.approx(2, abs=0.3)
    assert pages_of(_pdf(LINES)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("write", [_docx, _pdf])
def test_the_plain_pipeline_finds_what_is_plain(write) -> None:  # type: ignore[no-untyped-def]
    found = plain_pipeline.parse(plain_pipeline.load(), write(LINES))
    assert found["sections"] == [("1", "Budget")]
    assert found["dates"] == [("16", "mai", "2024", "18", "30")]
    assert ("Odile Ferrandin", "present") in found["attendees"]
    assert any("approuve" in decision for decision in found["decisions"])


@pytest.mark.slow
def test_a_format_has_one_line(tmp_path: Path) -> None:
    file = tmp_path / "cr.docx"
    file.write_bytes(_docx(LINES))
    told = beside_plain("docx", [file], rounds=1)
    # Takes "x1.40" of a line with a figure for each part.
    assert re.fullmatch(
        r"docx: 1 documents, 0 pages; ms a page: plain \d+, crparse .* pages a second: x[\d.]+", told
    )
