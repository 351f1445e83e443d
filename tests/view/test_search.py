"""What is found, word by word."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crparse.view.folding import folded, stem
from crparse.view.index import DOCUMENTS, make_index
from crparse.view.passages import ITEMS, TABLES, PassageWriter
from crparse.view.search import Query, parse_citation, search
from minutes_files import make_record


@pytest.fixture(scope="module")
def rows(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = make_index(built, tmp_path_factory.mktemp("aside")).open()
    yield connection
    connection.close()


def test_words_are_folded_and_cut_to_their_stems() -> None:
    assert folded("L'Œuvre d’été, n° 3-bis") == "l oeuvre d ete n 3 bis"
    assert [stem(word) for word in ("Les", "subventions", "accordées", "Œuvres")] == [
        "le",
        "subvent",
        "accord",
        "oeuvr",
    ]


FOUR = "Le conseil décide à l'unanimité de réparer le four communal."
GRANTS = "Des subventions seront demandées au département."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("DEPARTEMENT", [GRANTS]),  # neither accents nor case
        ("subvention demandée", [GRANTS]),  # other forms
        ("subv*", [GRANTS]),  # the beginning of a word
        ("« four communal »", [FOUR]),  # a phrase
        ("« communal four »", []),  # which is one in its order alone
        ("four subventions", []),  # all words in one passage
        ("piscine", []),
        ('"', []),  # nothing to look for, and nothing that harms
        ("four AND NOT (communal OR :", []),  # operators are words like others
    ],
)
def test_what_words_find(rows: sqlite3.Connection, words: str, found: list[str]) -> None:
    assert [hit.text for hit in search(rows, Query(words=words)).hits] == found


def test_a_hit_tells_its_document_its_place_and_what_was_asked_for(
    rows: sqlite3.Connection, ids: dict[str, str]
) -> None:
    (hit,) = search(rows, Query(words="subvention")).hits
    identity = ids["conseil.docx"]
    assert (hit.document, hit.body, hit.date) == (identity, "Conseil municipal de Lormoy", "2024-05-14")
    assert [text for text, is_asked in hit.marks if is_asked] == ["subventions"]
    assert "".join(text for text, _ in hit.marks) == GRANTS
    assert hit.citation == f"{identity}:{hit.start}-{hit.end}"
    assert parse_citation(hit.citation) == (identity, hit.start, hit.end)


def test_words_as_they_were_typed_come_before_their_other_forms() -> None:
    rows = sqlite3.connect(":memory:")
    rows.row_factory = sqlite3.Row
    rows.executescript(f"{TABLES} {DOCUMENTS}")
    nothing = {field: [] for field in ITEMS}
    texts = ("Les bancs. Un banc d'œuvre.", "Des bancs.", "Le banc.")
    for number, text in enumerate(texts):
        rows.execute("INSERT INTO documents (number, id) VALUES (?, ?)", (number, f"{number:016x}"))
        PassageWriter(rows).add(number, make_record().model_copy(update={"text": text, **nothing}))

    def found(words: str) -> list[str]:
        return [hit.text for hit in search(rows, Query(words=words)).hits]

    assert found("bancs") == ["Les bancs.", "Des bancs.", "Un banc d'œuvre.", "Le banc."]
    assert found("banc") == ["Un banc d'œuvre.", "Le banc.", "Les bancs.", "Des bancs."]
    assert found("d'oeuvres banc") == ["Un banc d'œuvre."]
    assert found("« banc d oeuvre »") == ["Un banc d'œuvre."]


def test_filters_are_the_same_asked_document_by_document_or_of_all_at_once(
    rows: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = [
        Query(words="réunion", first=2024),
        Query(words="bancs", field="decisions", first=2024),
        Query(field="decisions", person="Odile"),
        Query(person="Morvan"),
    ]
    few = [search(rows, query) for query in queries]
    monkeypatch.setattr("crparse.view.search.FEW", 0)
    assert [search(rows, query) for query in queries] == few
    assert [found.total for found in few] == [5, 3, 4, 14]


def test_what_is_no_citation_is_none() -> None:
    assert [parse_citation(text) for text in ("12:30-14", "four", "47b660ec99e77c98:1")] == [None] * 3
    assert parse_citation(" 47b660ec99e77c98-2:0-12 ") == ("47b660ec99e77c98-2", 0, 12)


def test_filters_narrow_what_is_found(rows: sqlite3.Connection) -> None:
    def count(**asked: object) -> int:
        return search(rows, Query(**{"words": "réunion", **asked})).total  # type: ignore[arg-type]

    body = rows.execute("SELECT body_id FROM documents WHERE date = '2024-05-14'").fetchone()[0]
    assert (count(), count(first=2024), count(last=2023), count(body=body)) == (6, 5, 1, 1)
    assert (count(person="morvan"), count(person="odile VASSEUR"), count(person="Nadaud")) == (2, 4, 0)


def test_a_kind_of_item_is_looked_for_in_such_items_alone(rows: sqlite3.Connection) -> None:
    decisions = search(rows, Query(words="four", field="decisions")).hits
    assert [(hit.field, hit.text) for hit in decisions] == [("decisions", FOUR)]
    assert search(rows, Query(words="subventions", field="decisions")).total == 0
    assert search(rows, Query(field="decisions")).total == 4
