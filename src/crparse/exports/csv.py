"""The tables as CSV that spreadsheets open, with the dictionary of their columns."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from crparse.corpus.tables import TABLES, Corpus, in_csv
from crparse.errors import ExportError
from crparse.exports.dictionary import dictionary
from crparse.exports.targets import export_folder
from crparse.wording import Message

FRENCH = ";"
"""With it numbers have a decimal comma: French spreadsheets take "0.5" for a text."""


def write_csv(corpus: Corpus, target: Path, *, bom: bool = False, separator: str = ",") -> list[str]:
    """Writes each table as `<table>.csv`, and `dictionary.csv`.

    Args:
        corpus: What to write.
        target: The folder.
        bom: Begin each file with the mark by which spreadsheets tell UTF-8.
        separator: Between columns.

    Raises:
        ExportError: The separator is not one sign; those of `export_folder`.
    """
    if len(separator) != 1 or separator in '"\r\n':
        raise ExportError(
            Message(
                "%(separator)s is no separator: it is one sign, as “,” or “;”.", separator=f"{separator!r}"
            )
        )
    with export_folder(corpus, target, "csv", {"bom": bom, "separator": separator}) as folder:
        for name, table in TABLES.items():
            names = [column.name for column in table.columns]
            rows = ([row[column] for column in names] for row in corpus.rows(name))
            write_lines(folder / f"{name}.csv", names, rows, bom=bom, separator=separator)
        told = list(dictionary())
        lines = (list(row.values()) for row in told)
        write_lines(folder / "dictionary.csv", list(told[0]), lines, bom=bom, separator=separator)
    return []


def write_lines(
    file: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    bom: bool = False,
    separator: str = ",",
) -> None:
    """A CSV file: UTF-8, a line feed after each row."""
    comma = separator == FRENCH
    with file.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value, comma) for value in row] for row in rows)


def _cell(value: Any, comma: bool) -> str:
    return in_csv(value).replace(".", ",") if comma and isinstance(value, float) else in_csv(value)
