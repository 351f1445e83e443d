"""One workbook for whoever works with a spreadsheet: a sheet a table, with names in the place of ids."""

import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from crparse.corpus.tables import TABLES, Corpus, TableRow, in_csv
from crparse.exports.dictionary import dictionary
from crparse.exports.targets import export_folder
from crparse.wording import Message

MOST_ROWS = 1_048_576
"""Of a sheet, its heading included: what Excel opens; a longer table goes on in another sheet."""

MOST_CHARACTERS = 32_767
"""Of a cell, for the same reason; what is longer is cut, and told."""

MADE = datetime(1980, 1, 1)
"""What the workbook says of when it was made: the first day that ZIP archives know."""

# Takes "<dcterms:modified …>2024-01-01T00:00:00Z</dcterms:modified>", leaves dcterms:created.
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def write_xlsx(corpus: Corpus, target: Path) -> list[str]:
    """Writes `corpus.xlsx`: each table a sheet, and the sheet `dictionary`.

    What is told of a document begins with its file, its day and its body, in the place of its id; who has an
    id in the corpus is called by the name that he has there.
    """
    with export_folder(corpus, target, "xlsx", {}) as folder:
        book = Workbook(write_only=True)
        book.properties.creator, book.properties.created = "crparse", MADE
        cut = 0
        for name in TABLES:
            columns, rows = _sheet(corpus, name)
            cut += _write(book, name, columns, rows)
        told = list(dictionary())
        _write(book, "dictionary", list(told[0]), (list(row.values()) for row in told))
        made = folder / "made.xlsx"
        book.save(made)
        _without_clock(made, folder / "corpus.xlsx")
        made.unlink()
    return (
        [
            Message(
                "%(count)s texts are longer than a cell of a spreadsheet holds: they end with “…”.", count=cut
            )
        ]
        if cut
        else []
    )


def _sheet(corpus: Corpus, name: str) -> tuple[list[str], Iterator[list[Any]]]:
    """The columns of a sheet and its rows: names where the table has ids."""
    names = [column.name for column in TABLES[name].columns]
    kept = [column for column in names if not column.endswith("_id") and column != "same_as"]
    called = [column for column in names if column in NAMED]
    of_document = "document_id" in names and name != "documents"
    head = ["file", "day", "meeting_of"] if of_document else []
    columns = [*head, *kept, *(NAMED[column] for column in called)]

    def rows() -> Iterator[list[Any]]:
        documents = _documents(corpus) if of_document else {}
        entities = _entity_names(corpus) if called else {}
        for row in corpus.rows(name):
            lead = documents[row["document_id"]] if of_document else []
            yield [
                *lead,
                *(row[column] for column in kept),
                *(entities.get(row[column]) for column in called),
            ]

    return columns, rows()


NAMED = {
    "entity_id": "name_in_corpus",
    "organisation_id": "organisation_in_corpus",
    "proxy_id": "proxy_in_corpus",
    "who_id": "who_in_corpus",
    "body_id": "body_in_corpus",
}
"""Columns of ids, each with the column that a sheet has in its place."""


def _documents(corpus: Corpus) -> dict[str, list[Any]]:
    rows: Iterable[TableRow] = corpus.rows("documents")
    return {row["document_id"]: [row["path"], row["date"], row["body"]] for row in rows}


def _entity_names(corpus: Corpus) -> dict[str, str]:
    return {row["entity_id"]: row["name"] for row in corpus.rows("entities")}


def _write(book: Workbook, title: str, columns: Sequence[str], rows: Iterator[list[Any]]) -> int:
    """The rows as sheets of at most `MOST_ROWS`; how many texts were cut."""
    cut, number = 0, 1
    rows = iter(rows)
    while True:
        part = islice(rows, MOST_ROWS - 1)
        first = next(part, None)
        if first is None and number > 1:
            return cut
        sheet = book.create_sheet(title if number == 1 else f"{title} {number}")
        sheet.freeze_panes = "A2"
        sheet.append(columns)
        for row in chain(() if first is None else [first], part):
            cut += _append(sheet, row)
        number += 1


def _append(sheet: Any, row: Sequence[Any]) -> int:
    texts = [in_csv(value) if isinstance(value, list) else value for value in row]
    sheet.append([_cell(sheet, value) for value in texts])
    return sum(isinstance(value, str) and len(value) > MOST_CHARACTERS for value in texts)


def _cell(sheet: Any, value: Any) -> Any:
    """A text stays one: "=1+1" of minutes is no formula."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    cell = WriteOnlyCell(sheet, text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…")
    cell.data_type = "s"
    return cell


def _without_clock(made: Path, file: Path) -> None:
    """The workbook without the time at which it was written."""
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with before.open(name) as source, after.open(entry, "w") as copy:
                if name == "docProps/core.xml":
                    stamp = MADE.isoformat().encode() + b"Z"
                    copy.write(_MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", source.read()))
                else:
                    shutil.copyfileobj(source, copy)
