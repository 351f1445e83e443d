import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from crparse.corpus.tables import TABLES, Corpus, TableRow
from crparse.exports import export
from crparse.exports.sqlite import SEARCHED, VIEWS


@pytest.fixture(scope="module")
def folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sqlite") / "out"
    export(corpus, "sqlite", target, licence="etalab-2.0", source="Archives of Valmont")
    return target


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "corpus.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def kept(row: TableRow) -> TableRow:
    """A row as the database gives it back."""

    def value(given: Any) -> Any:
        if isinstance(given, date):
            return given.isoformat()
        if isinstance(given, list):
            return json.dumps(given, ensure_ascii=False)
        return int(given) if isinstance(given, bool) else given

    return {name: value(given) for name, given in row.items()}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_comes_back(name: str, corpus: Corpus, database: sqlite3.Connection) -> None:
    found = [dict(row) for row in database.execute(f'select * from "{name}" order by rowid')]
    assert found == [kept(row) for row in corpus.rows(name)]


def test_references_hold_and_are_declared(database: sqlite3.Connection) -> None:
    assert database.execute("pragma foreign_key_check").fetchall() == []
    assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
    led = {(row["from"], row["table"]) for row in database.execute("pragma foreign_key_list(attendees)")}
    assert {("organisation_id", "entities"), ("proxy_id", "entities"), ("entity_id", "entities")} <= led


def test_the_text_of_a_record_is_what_its_items_quote(database: sqlite3.Connection) -> None:
    quoted = database.execute(
        "select a.what, substr(t.text, a.start + 1, a.end - a.start) as quote "
        "from actions a join texts t using (document_id)"
    ).fetchall()
    assert quoted
    assert [q["what"] for q in quoted if " ".join(q["quote"].split()) != " ".join(q["what"].split())] == []


def test_a_search_takes_no_notice_of_accents(own_corpus: Path, tmp_path: Path, own: Corpus) -> None:
    export(own, "sqlite", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "corpus.db")) as connection:
        query = "select count(*) from decisions where rowid in (select rowid from decisions_fts(?))"
        printed, plain = (connection.execute(query, [w]).fetchone() for w in ("unanimité", "UNANIMITE"))
        expected = sum("unanimité" in row["text"] for row in own.rows("decisions"))
    assert printed == plain == (expected,)
    assert expected > 3


def test_views_leave_doubles_out_and_name_people(corpus: Corpus, database: sqlite3.Connection) -> None:
    once = [row["document_id"] for row in corpus.rows("documents") if row["same_as"] is None]
    assert [row["document_id"] for row in database.execute("select * from meetings")] == once
    sizes = {name: len(list(database.execute(f"select * from {name}"))) for name in VIEWS}
    rows = {name: len(list(corpus.rows(name))) for name in TABLES}
    assert (sizes["attendance"], sizes["decided"]) == (rows["attendees"], rows["decisions"])
    kinds = [row["kind"] for row in corpus.rows("entities")]
    assert sizes["corpus_people"] == kinds.count("person")


def test_datasette_opens_it_and_says_what_every_column_means(folder: Path, corpus: Corpus) -> None:
    metadata = json.loads((folder / "metadata.json").read_text("utf-8"))

    async def pages() -> dict[str, Any]:
        datasette = Datasette([], immutables=[str(folder / "corpus.db")], metadata=metadata)
        await datasette.invoke_startup()
        found = {}
        for name in [*TABLES, *VIEWS, "texts"]:
            page = await datasette.client.get(f"/corpus/{name}")
            answer = await datasette.client.get(f"/corpus/{name}.json?_shape=array&_size=max")
            found[name] = page.status_code, page.text, answer.json()
        search = await datasette.client.get("/corpus/decisions.json?_search=unanimite&_shape=array")
        found["search"] = search.json()
        return found

    found = asyncio.run(pages())
    for name, table in TABLES.items():
        status, html, answer = found[name]
        assert status == 200
        assert len(answer) == min(1000, len(list(corpus.rows(name))))
        meanings = [column.meaning.replace("'", "&#39;") for column in table.columns]
        assert [meaning for meaning in meanings if f"{meaning}" not in html] == [], name
    assert {found[name][0] for name in [*VIEWS, "texts"]} == {200}
    assert found["search"]
    assert "etalab-2.0" in found["documents"][1]
    assert set(SEARCHED) <= {*TABLES, "texts"}
