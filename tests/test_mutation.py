"""Damaged documents: a short run of scripts/mutate.py, and the damages themselves."""

from pathlib import Path
from random import Random

import pytest

from crparse.corpus.build import Report
from crparse.corpus.entries import LedgerEntry
from crparse.errors import ReadError
from crparse.pipeline import parse_content
from evaluation_sets import OWN
from mutants import DAMAGES, Damage, mutate
from mutate import complaints, main, write_mutants

SOURCES = sorted((OWN / "sources").iterdir())
TEXT = bytes(range(200))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("seed", range(20))
def test_every_damage_changes_something_and_is_the_same_every_time(damage: Damage, seed: int) -> None:
    assert damage(TEXT, Random(seed)) != TEXT
    assert damage(TEXT, Random(seed)) == damage(TEXT, Random(seed))


def said_of(content: bytes, name: str) -> str:
    """The text of a document, the warnings that excuse an empty one, or the reader's refusal."""
    try:
        record = parse_content(content, name=name, path=name)
    except ReadError as error:
        return str(error)
    return record.text.strip() or " ".join(warning.message for warning in record.warnings)


@pytest.mark.parametrize("document", SOURCES, ids=lambda document: document.name)
def test_a_damaged_document_is_read_or_refused(document: Path) -> None:
    random = Random(5)
    content = document.read_bytes()
    for _ in range(6):
        assert said_of(mutate(content, random), document.name)


def test_the_mutants_are_written_beside_the_whole_documents(tmp_path: Path) -> None:
    written = write_mutants(SOURCES[:2], tmp_path / "mutants", count=3, seed=1)
    names = sorted(file.name for file in (tmp_path / "mutants").iterdir())
    one, two = (document.name for document in SOURCES[:2])
    assert names == [f"00000-{one}", f"00001-{two}", f"00002-{one}", f"whole-{one}", f"whole-{two}"]
    assert written == names


def entry(path: str, code: str) -> LedgerEntry:
    return LedgerEntry(path, code, "Message.", "Advice.")


GIVEN = ["00001-a.pdf", "00002-b.zip", "whole-a.pdf"]


@pytest.mark.parametrize(
    ("told", "entries", "expected"),
    [
        (GIVEN, [entry("00001-a.pdf", "truncated")], []),
        (GIVEN[1:], [], ["00001-a.pdf has neither a record nor an entry."]),
        (
            GIVEN,
            [entry("00001-a.pdf", "internal_error")],
            ["internal_error: 00001-a.pdf: Message. Advice. ()"],
        ),
        (GIVEN, [entry("00001-a.pdf", "crashed")], ["crashed: 00001-a.pdf: Message. Advice. ()"]),
        (GIVEN, [entry("whole-a.pdf", "truncated")], ["truncated: whole-a.pdf: Message. Advice. ()"]),
    ],
)
def test_complaints(told: list[str], entries: list[LedgerEntry], expected: list[str]) -> None:
    assert complaints(GIVEN, set(told), Report(Path("corpus"), entries=entries)) == expected


@pytest.mark.slow
def test_a_corpus_of_damaged_documents_of_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--count", "42", "--seed", "8"])
    said = capsys.readouterr().out
    assert code == 0, said
    assert int(said.split()[0]) > len(SOURCES) + 4  # records: the whole documents at least
