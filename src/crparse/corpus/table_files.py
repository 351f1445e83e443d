"""Tables on disk: each as Parquet and as CSV, written row group by row group."""

import csv
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from crparse.corpus.tables import TABLES, CorpusIndex, Row, Table
from crparse.record import Minutes

ROW_GROUP = 50_000
"""Rows kept in memory before they are written: long groups read faster, short ones cost less memory."""

LIST_SEPARATOR = " | "
"""Between the values of a list in a CSV cell."""


class TableFile:
    """One table, open for writing in both forms."""

    def __init__(self, name: str, table: Table, folder: Path, open_files: ExitStack) -> None:
        self.table = table
        self.rows: list[Row] = []
        # Opened here: pyarrow takes no path that is not in UTF-8.
        parquet = open_files.enter_context((folder / f"{name}.parquet").open("wb"))
        self.parquet = open_files.enter_context(
            pq.ParquetWriter(parquet, table.schema, compression="zstd", version="2.6")
        )
        stream = open_files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        self.names = [column.name for column in table.columns]
        self.csv = csv.writer(stream, lineterminator="\n")
        self.csv.writerow(self.names)

    def add(self, record: Minutes, index: CorpusIndex) -> None:
        """The rows of a record."""
        for row in self.table.rows_of(record, index):
            self.rows.append(row)
            self.csv.writerow([in_csv(row[name]) for name in self.names])
        if len(self.rows) >= ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        """Writes the rows kept so far as a row group."""
        if self.rows:
            self.parquet.write_table(pa.Table.from_pylist(self.rows, schema=self.table.schema))
            self.rows = []


class TableFiles:
    """All tables of a corpus, open for writing; a record's rows go to each."""

    def __init__(self, folder: Path, index: CorpusIndex) -> None:
        self.index = index
        self.open_files = ExitStack()
        self.files = [TableFile(name, table, folder, self.open_files) for name, table in TABLES.items()]

    def add(self, record: Minutes) -> None:
        """The rows of a record, in every table."""
        for file in self.files:
            file.add(record, self.index)

    def __enter__(self) -> "TableFiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            for file in self.files:
                file.flush()
        self.open_files.close()


def in_csv(value: Any) -> str:
    """A value as CSV prints it: nothing for a missing one, ISO dates, true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
