"""A database: tables with keys and references, the text of the records, full text, views; for Datasette."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crparse.corpus.folder import write_json
from crparse.corpus.tables import DAY, FLAG, REAL, TABLES, WHOLE, Column, Corpus, Table, TableRow
from crparse.exports.targets import export_folder

DATABASE = "corpus.db"
METADATA = "metadata.json"
"""The files: `datasette corpus.db --metadata metadata.json`."""

TYPES = {WHOLE: int, FLAG: int, REAL: float, DAY: str}
"""How SQLite keeps the types; days are YYYY-MM-DD, flags 0 and 1, lists of texts JSON, the others text."""

TEXTS_TABLE = "texts"
"""The text of each record, which its items quote."""

SEARCHED = {
    TEXTS_TABLE: ("text",),
    "decisions": ("text",),
    "actions": ("what",),
    "dates": ("label",),
    "sections": ("title",),
    "variants": ("variant",),
}
"""Tables with full text, and the columns that it looks in; accents and case make no difference."""

TOKENIZER = "unicode61 remove_diacritics 2"

BATCH = 1_000
"""Rows written at a time (chosen, not measured)."""


class SqlView:
    """A view: what it shows, and the query."""

    def __init__(self, meaning: str, query: str) -> None:
        self.meaning, self.query = meaning, query


VIEWS = {
    "meetings": SqlView(
        "The documents, each meeting once: what is there in another form is left out.",
        "select * from documents where same_as is null",
    ),
    "corpus_people": SqlView(
        "The people of the whole corpus.", "select * from entities where kind = 'person'"
    ),
    "corpus_organisations": SqlView(
        "The organisations of the whole corpus.", "select * from entities where kind = 'organisation'"
    ),
    "attendance": SqlView(
        "Who took part in which meeting, with the names of the corpus.",
        """
        select d.date, coalesce(b.name, d.body) as body, coalesce(p.name, a.name) as person, a.status, a.role,
               coalesce(o.name, a.organisation) as organisation, coalesce(x.name, a.proxy) as proxy,
               a.probability, a.document_id, a.item
        from attendees a
        join documents d on d.document_id = a.document_id
        left join bodies b on b.body_id = d.body_id
        left join entities p on p.entity_id = a.entity_id
        left join entities o on o.entity_id = a.organisation_id
        left join entities x on x.entity_id = a.proxy_id
        """,
    ),
    "decided": SqlView(
        "What was decided, with the day, the body, the heading it stands under and how the vote ended.",
        """
        select d.date, coalesce(b.name, d.body) as body, s.title as section, c.text, c.outcome,
               c."for", c.against, c.abstentions, c.probability, c.page, c.document_id, c.item
        from decisions c
        join documents d on d.document_id = c.document_id
        left join bodies b on b.body_id = d.body_id
        left join sections s on s.document_id = c.document_id and s.section_id = c.section_id
        """,
    ),
}


def write_sqlite(
    corpus: Corpus, target: Path, *, licence: str | None = None, source: str | None = None
) -> list[str]:
    """Writes `corpus.db`, and `metadata.json` in which Datasette finds what every table and column means.

    Args:
        corpus: What to write.
        target: The folder.
        licence: Under which it is published.
        source: Whence the minutes are.
    """
    with export_folder(corpus, target, "sqlite", {"licence": licence, "source": source}) as folder:
        database = Database(folder / DATABASE)
        try:
            _fill(database, corpus)
        finally:
            database.close()
        write_json(_metadata(licence, source), folder / METADATA)
    return []


def _fill(database: Database, corpus: Corpus) -> None:
    for name, table in TABLES.items():
        _create(database, name, table)
        lists = [column.name for column in table.columns if _is_list(column)]
        database.table(name).insert_all(_rows(corpus.rows(name), lists), batch_size=BATCH)
        for reference in table.refers:
            database.table(name).create_index(reference.columns, if_not_exists=True)
    database.table(TEXTS_TABLE).create(
        {"document_id": str, "text": str}, pk="document_id", foreign_keys=[("document_id", "documents")]
    )
    texts = ({"document_id": record.id, "text": record.text} for record in corpus.meetings())
    database.table(TEXTS_TABLE).insert_all(texts, batch_size=1)
    for name, columns in SEARCHED.items():
        database.table(name).enable_fts(columns, tokenize=TOKENIZER)
    for name, view in VIEWS.items():
        database.create_view(name, view.query)
    database.vacuum()


def _create(database: Database, name: str, table: Table) -> None:
    """An empty table: SQL by hand, as sqlite-utils knows no reference of several columns."""
    lines = [f'"{column.name}" {SQL_TYPES[TYPES.get(column.type, str)]}' for column in table.columns]
    lines.append(f"primary key ({_named(table.key)})")
    lines += [f"unique ({_named(columns)})" for columns in _led_to(name) if columns != table.key]
    for reference in table.refers:
        led = f'references "{reference.table}" ({_named(reference.to)})'
        lines.append(f"foreign key ({_named(reference.columns)}) {led}")
    database.execute(f'create table "{name}" ({", ".join(lines)})')


SQL_TYPES = {int: "integer", float: "real", str: "text"}


def _named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _led_to(name: str) -> list[tuple[str, ...]]:
    """The columns by which other tables lead to this one."""
    found = {ref.to for table in TABLES.values() for ref in table.refers if ref.table == name}
    return sorted(found)


def _is_list(column: Column) -> bool:
    return column.type not in (*TYPES, TABLES["documents"].columns[0].type)


def _rows(rows: Iterable[TableRow], lists: list[str]) -> Iterator[TableRow]:
    for row in rows:
        for name in lists:
            row[name] = json.dumps(row[name] or [], ensure_ascii=False)
        yield row


def _metadata(licence: str | None, source: str | None) -> dict[str, Any]:
    """What Datasette shows beside the tables."""
    tables: dict[str, Any] = {
        name: {
            "description": table.meaning,
            "columns": {column.name: _meaning(column) for column in table.columns},
        }
        for name, table in TABLES.items()
    }
    tables["entities"]["label_column"] = "name"
    tables["documents"]["label_column"] = "name"
    tables["bodies"]["label_column"] = "name"
    tables[TEXTS_TABLE] = {
        "description": "One row a record: its frozen text, which `start` and `end` of every item count in.",
        "columns": {"document_id": "Id of the record; key of `documents`.", "text": "The text."},
    }
    for name, view in VIEWS.items():
        tables[name] = {"description": view.meaning}
    told = {"license": licence, "source": source}
    return {
        "title": "Minutes, as read by crparse",
        **{key: value for key, value in told.items() if value},
        "databases": {Path(DATABASE).stem: {"tables": tables}},
    }


def _meaning(column: Column) -> str:
    return f"{column.meaning} A JSON list." if _is_list(column) else column.meaning
