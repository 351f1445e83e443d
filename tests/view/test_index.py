"""The index of a corpus: of one generation, whole or not there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crparse.corpus.build import build
from crparse.corpus.folder import INDEX, MANIFEST, is_corpus, list_files
from crparse.errors import CorpusChanged
from crparse.view import index
from crparse.view.index import find_index, make_index
from minutes_files import GARDEN, write_docx


def test_it_stands_in_the_corpus_and_leaves_nothing_beside_it(corpus: Path, tmp_path: Path) -> None:
    assert find_index(corpus) is None
    made = make_index(corpus, tmp_path)
    assert (made.file, find_index(corpus)) == (corpus / INDEX, made)
    assert is_corpus(corpus)
    assert sorted(file.name for file in corpus.parent.iterdir()) == ["corpus", "sources"]


def test_a_build_takes_the_corpus_with_its_index_and_makes_that_one_void(
    corpus: Path, tmp_path: Path
) -> None:
    before = make_index(corpus, tmp_path)
    build([corpus.parent / "sources"], corpus, workers=0)
    assert find_index(corpus) is None
    assert make_index(corpus, tmp_path).generation == before.generation  # nothing has changed
    write_docx(corpus.parent / "sources" / "jardins2.docx", [*GARDEN, "Les bancs sont rouges."])
    build([corpus.parent / "sources"], corpus, workers=0)
    assert make_index(corpus, tmp_path).generation != before.generation


def test_an_index_of_another_generation_is_none(corpus: Path, tmp_path: Path) -> None:
    make_index(corpus, tmp_path)
    (corpus / MANIFEST).write_bytes((corpus / MANIFEST).read_bytes() + b"\n")
    assert find_index(corpus) is None


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00 spoilt"])
def test_an_index_that_is_spoilt_is_none(corpus: Path, tmp_path: Path, content: bytes) -> None:
    (corpus / INDEX).write_bytes(content)
    assert find_index(corpus) is None
    assert make_index(corpus, tmp_path) == find_index(corpus)


def test_a_corpus_that_cannot_be_written_has_its_index_aside(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(index.os, "access", lambda *_: False)
    before = list_files(corpus)
    made = make_index(corpus, aside)
    assert (made.file, list_files(aside), list_files(corpus)) == (aside / INDEX, [INDEX], before)


def test_a_corpus_that_changes_while_it_is_read_is_read_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill, times = index._fill, []

    def replaced(rows: sqlite3.Connection, folder: Path) -> None:
        fill(rows, folder)
        times.append(1)
        if len(times) < 3:
            (corpus / MANIFEST).write_bytes((corpus / MANIFEST).read_bytes() + b"\n")

    monkeypatch.setattr(index, "_fill", replaced)
    assert make_index(corpus, tmp_path) == find_index(corpus)
    assert len(times) == 3


def test_a_corpus_that_never_rests_is_told(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(rows: sqlite3.Connection, folder: Path) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(index, "_fill", gone)
    with pytest.raises(CorpusChanged, match="wait for the build to end"):
        make_index(corpus, tmp_path)
    assert sorted(file.name for file in corpus.parent.iterdir()) == ["corpus", "sources"]


def test_an_item_stands_under_its_person_and_its_organisation(built: Path, tmp_path: Path) -> None:
    with closing(make_index(built, tmp_path).open()) as rows:
        query = (
            "SELECT a.name, a.status, o.name FROM attendance AS a "
            "JOIN entities AS o ON o.kind = 'organisations' AND o.id = a.organisation_id "
            "JOIN documents AS d ON d.id = a.document WHERE d.name = 'conseil.docx'"
        )
        assert [tuple(row) for row in rows.execute(query)] == [("Henri Lacombe", "present", "Terre Vive")]
