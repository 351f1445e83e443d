"""Which documents of a corpus to look at first, and why: those in which most errors are expected."""

from collections.abc import Iterator
from heapq import nlargest
from pathlib import Path

from crparse.corpus.folder import read_record, record_files
from crparse.errors import ReadError
from crparse.record import Minutes
from crparse.text import printable
from crparse.wording import said

MOST = 3
"""Lists of a record that a line names, those with the most errors (chosen, not measured)."""

LEAST = 0.5
"""Errors expected in a list from which it is named: as many as say that there is one rather than none."""


def doubtful(folder: Path, count: int) -> Iterator[str]:
    """A line for each of the documents with the most errors to expect: how many, where, which caveats.

    Before them one for each record that is none any more.
    """
    weighed = []
    for file in record_files(folder):
        try:
            record = read_record(file)
        except ReadError as error:
            yield f"{'?':>7}  {printable(said(error.told))}"
            continue
        if record.is_minutes:
            weighed.append((record.doubt or 0.0, record.source.path, told(record)))
    for doubt, path, reasons in nlargest(count, weighed):
        yield f"{doubt:7.1f}  {printable(path)}  {reasons}"


def told(record: Minutes) -> str:
    """The lists in which errors are expected, and the codes of the caveats."""
    errors = nlargest(MOST, ((number, field) for field, number in record.expected_errors.items()))
    lists = [f"{field} {number:.1f}" for number, field in errors if number >= LEAST]
    codes = sorted({warning.code for warning in record.warnings})
    return "; ".join(part for part in (", ".join(lists), ", ".join(codes)) if part)
