"""A data package (Frictionless): the tables as CSV with a description that machines read and check."""

from itertools import chain
from pathlib import Path
from typing import Any

from crparse.corpus.folder import file_sha256, write_json
from crparse.corpus.tables import (
    DAY,
    FLAG,
    LIST_SEPARATOR,
    REAL,
    TABLES,
    TEXT,
    WHOLE,
    Column,
    Corpus,
    Table,
    in_csv,
)
from crparse.exports.csv import write_lines
from crparse.exports.targets import export_folder
from crparse.wording import Message

DESCRIPTION = "datapackage.json"

TYPES = {TEXT: "string", WHOLE: "integer", REAL: "number", FLAG: "boolean", DAY: "date"}

TEXTS_RESOURCE = "texts"
"""The text of each record, which its items quote."""

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_datapackage(
    corpus: Corpus, target: Path, *, licence: str | None = None, source: str | None = None
) -> list[str]:
    """Writes `datapackage.json` beside `data/<table>.csv`: type, meaning, key and references of each column.

    Args:
        corpus: What to write.
        target: The folder.
        licence: Name of the licence, as "etalab-2.0".
        source: Whence the minutes are.
    """
    with export_folder(corpus, target, "datapackage", {"licence": licence, "source": source}) as folder:
        (folder / "data").mkdir()
        resources = [_table(corpus, folder, name, table) for name, table in TABLES.items()]
        resources.append(_texts(corpus, folder))
        write_json(_described(corpus, resources, licence, source), folder / DESCRIPTION)
    given = {"licence": licence, "source": source}
    left = [name for name, value in given.items() if value is None]
    return [
        Message("The package tells no %(option)s: --%(option)s was not given.", option=name) for name in left
    ]


def _described(
    corpus: Corpus, resources: list[dict[str, Any]], licence: str | None, source: str | None
) -> dict[str, Any]:
    counts = corpus.manifest["counts"]
    return {
        "$schema": PROFILE,
        "name": "minutes",
        "title": "Minutes, as read by crparse",
        "description": f"What {counts['meetings']} meetings say of who attended, what was decided and what "
        "comes next. Each item has its place in the text of its record (`texts`).",
        **({"licenses": [{"name": licence}]} if licence else {}),
        **({"sources": [{"title": source}]} if source else {}),
        "resources": resources,
    }


def _table(corpus: Corpus, folder: Path, name: str, table: Table) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    rows = ([row[column] for column in names] for row in corpus.rows(name))
    write_lines(folder / "data" / f"{name}.csv", names, rows)
    schema = {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": list(reference.columns),
                "reference": {
                    "resource": "" if reference.table == name else reference.table,
                    "fields": list(reference.to),
                },
            }
            for reference in table.refers
            # The standard leaves open what a reference is of which one column is empty: told in words.
            if len(reference.columns) == 1 or set(reference.columns) <= set(table.key)
        ],
    }
    return _resource(folder, name, table.meaning, schema)


def _resource(folder: Path, name: str, meaning: str, schema: dict[str, Any]) -> dict[str, Any]:
    file = folder / "data" / f"{name}.csv"
    return {
        "name": name,
        "type": "table",
        "description": meaning,
        "path": f"data/{name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{file_sha256(file)}",
        "schema": schema,
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    leads = [
        f" With `{reference.columns[0]}` it leads to `{reference.table}.{reference.to[-1]}`."
        for reference in table.refers
        if len(reference.columns) > 1 and reference.columns[-1] == column.name
    ]
    is_list = column.type not in TYPES
    several = [f" Several have “{LIST_SEPARATOR}” between them."] if is_list else []
    constraints = {"required": True} if column.name in table.key else None
    return {
        "name": column.name,
        "type": TYPES.get(column.type, "string"),
        "description": "".join(chain([column.meaning], leads, several)),
        **({"constraints": constraints} if constraints else {}),
    }


def _texts(corpus: Corpus, folder: Path) -> dict[str, Any]:
    file = folder / "data" / f"{TEXTS_RESOURCE}.csv"
    write_lines(
        file, ["document_id", "text"], ([record.id, in_csv(record.text)] for record in corpus.meetings())
    )
    key = {"name": "document_id", "type": "string", "constraints": {"required": True}}
    schema = {
        "fields": [
            key | {"description": "Id of the record; key of `documents`."},
            {"name": "text", "type": "string", "description": "The frozen text that items quote."},
        ],
        "missingValues": [""],
        "primaryKey": ["document_id"],
        "foreignKeys": [
            {
                "fields": ["document_id"],
                "reference": {"resource": "documents", "fields": ["document_id"]},
            }
        ],
    }
    return _resource(folder, TEXTS_RESOURCE, "One row a record: the text that its items quote.", schema)
