"""The table of numbers that a picture is drawn of."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any


@dataclass(frozen=True, slots=True)
class Numbers:
    """The table that a picture is drawn of."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def as_csv(self) -> str:
        """As CSV, the names of the columns first."""
        stream = StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return stream.getvalue()
