"""What all exports have in common: their folder, their bytes, what they refuse."""

import shutil
from pathlib import Path

import pytest

from crparse import open_corpus
from crparse.corpus.tables import Corpus
from crparse.errors import ExportError
from crparse.exports import EXPORTS, export

CONTENTS = dict[str, bytes]


def contents(folder: Path) -> CONTENTS:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


SLOW = {"conllu"}
"""Formats for which the model reads every text again."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in EXPORTS]
)
def test_the_same_corpus_gives_the_same_bytes(name: str, corpus: Corpus, tmp_path: Path) -> None:
    export(corpus, name, tmp_path / "one")
    export(corpus, name, tmp_path / "two" / "deep")
    assert contents(tmp_path / "one") == contents(tmp_path / "two" / "deep")
    assert len(contents(tmp_path / "one")) > 1


def test_an_earlier_export_is_replaced(own: Corpus, tmp_path: Path) -> None:
    export(own, "csv", tmp_path / "out")
    export(own, "xlsx", tmp_path / "out")
    assert sorted(contents(tmp_path / "out")) == ["corpus.xlsx", "export.json"]
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_taken(own: Corpus, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(own, "csv", tmp_path / "out")
    assert (tmp_path / "out" / "decisions.csv").exists()


def test_a_folder_with_other_files_is_not(own: Corpus, tmp_path: Path) -> None:
    export(own, "csv", tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(ExportError, match="out holds files that are no earlier export"):
        export(own, "csv", tmp_path / "out")
    assert contents(tmp_path) == before


def test_nor_is_the_corpus_itself_or_a_file(own: Corpus, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExportError, match="is the corpus itself"):
        export(own, "csv", own.folder)
    with pytest.raises(ExportError, match="is a file"):
        export(own, "csv", tmp_path / "file")


def test_an_option_of_another_format_is_refused(own: Corpus, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="xlsx takes no bom"):
        export(own, "xlsx", tmp_path / "out", bom=True)


def test_a_corpus_of_another_version_is_told(own: Corpus, tmp_path: Path) -> None:
    folder = shutil.copytree(own.folder, tmp_path / "corpus")
    (folder / "tables" / "votes.parquet").unlink()
    with pytest.raises(ExportError, match="was written by another version of crparse: build it again"):
        export(open_corpus(folder), "csv", tmp_path / "out")
    shutil.copyfile(folder / "tables" / "dates.parquet", folder / "tables" / "votes.parquet")
    with pytest.raises(ExportError, match="was written by another version"):
        export(open_corpus(folder), "csv", tmp_path / "out")


@pytest.mark.parametrize("separator", ["", ";;", "\n"])
def test_a_separator_is_one_sign(own: Corpus, tmp_path: Path, separator: str) -> None:
    with pytest.raises(ExportError, match="is no separator"):
        export(own, "csv", tmp_path / "out", separator=separator)
