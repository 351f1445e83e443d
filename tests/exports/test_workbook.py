from itertools import zip_longest
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from crparse.corpus.tables import TABLES, Corpus, TableRow
from crparse.exports import export, xlsx


@pytest.fixture
def book(corpus: Corpus, tmp_path: Path) -> Workbook:
    export(corpus, "xlsx", tmp_path / "out")
    return load_workbook(tmp_path / "out" / "corpus.xlsx", read_only=True)


def rows(book: Workbook, sheet: str) -> list[TableRow]:
    header, *lines = book[sheet].iter_rows(values_only=True)
    return [dict(zip_longest(map(str, header), line)) for line in lines]


def test_each_table_is_a_sheet_with_all_of_its_rows(book: Workbook, corpus: Corpus) -> None:
    assert book.sheetnames == [*TABLES, "dictionary"]
    sizes = {name: len(list(corpus.rows(name))) for name in TABLES}
    assert {name: len(rows(book, name)) for name in TABLES} == sizes


def test_names_stand_in_the_place_of_ids(book: Workbook, corpus: Corpus) -> None:
    names = {row["entity_id"]: row["name"] for row in corpus.rows("entities")}
    days = {row["document_id"]: row["date"] for row in corpus.rows("documents")}
    for row, printed in zip(corpus.rows("attendees"), rows(book, "attendees"), strict=True):
        assert printed["name"] == row["name"]
        assert printed["name_in_corpus"] == names.get(row["entity_id"])
        assert printed["proxy_in_corpus"] == names.get(row["proxy_id"])
        assert (printed["day"].date() if printed["day"] else None) == days[row["document_id"]]
    heads = [column for name in TABLES for column in rows(book, name)[:1] for column in column]
    assert [column for column in heads if column.endswith("_id")] == []


def test_a_text_is_no_formula_and_a_long_one_is_cut(
    own: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_CHARACTERS", 20)
    monkeypatch.setattr(own, "rows", lambda name: iter(RECORDS) if name == "definitions" else iter(DOCUMENTS))
    monkeypatch.setattr(xlsx, "TABLES", {"definitions": TABLES["definitions"]})
    told = export(own, "xlsx", tmp_path / "out")
    found = rows(load_workbook(tmp_path / "out" / "corpus.xlsx"), "definitions")
    assert [(row["term"], row["text"]) for row in found] == [("=1+1", "un texte trop long …")]
    assert told == ["1 texts are longer than a cell of a spreadsheet holds: they end with “…”."]


RECORDS = [
    dict.fromkeys([column.name for column in TABLES["definitions"].columns])
    | {"document_id": "a", "term": "=1+1", "text": "un texte trop long pour une case"}
]
DOCUMENTS = [{"document_id": "a", "path": "a.docx", "date": None, "body": None}]


def test_a_long_table_goes_on_in_another_sheet(
    own: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 41)
    export(own, "xlsx", tmp_path / "out")
    book = load_workbook(tmp_path / "out" / "corpus.xlsx", read_only=True)
    sheets = [sheet for sheet in book.sheetnames if sheet.startswith("attendees")]
    assert sheets == ["attendees", "attendees 2", "attendees 3"]
    assert [len(rows(book, sheet)) for sheet in sheets] == [40, 40, 23]
