"""The overview of a corpus: what it holds by year and body, what failed and why, what to look at first."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nlargest

from crparse.corpus.doubts import LEAST, MOST
from crparse.corpus.entries import NO_MINUTES

FIRST = 12
"""Documents that are named as the most doubtful: what fits on a screen."""

UNDATED = 0
"""Stands for the year of documents without a date."""


@dataclass(frozen=True, slots=True)
class BodyYears:
    """A row of the table of years: a body, and how many of its minutes there are of each."""

    id: str | None
    name: str | None
    years: Mapping[int, int]

    @property
    def total(self) -> int:
        """Over all years."""
        return sum(self.years.values())


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A document in which errors are expected."""

    id: str
    name: str
    title: str | None
    body: str | None
    date: str | None
    doubt: float
    fields: list[tuple[str, float]]
    """The lists in which most of them are expected."""
    caveats: list[str]
    """Codes."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page tells."""

    documents: int
    meetings: int
    people: int
    organisations: int
    years: list[int]
    bodies: list[BodyYears]
    doubtful: list[Doubtful]
    failures: Mapping[str, list[sqlite3.Row]]
    """What could not be read, by code."""
    no_minutes: list[sqlite3.Row]
    told: Mapping[str, list[sqlite3.Row]]
    """What else the build told, by code: it costs nothing."""


def overview_of(rows: sqlite3.Connection) -> Overview:
    """The overview of a corpus."""
    counts = rows.execute(
        "SELECT COUNT(*), COALESCE(SUM(same_as IS NULL AND is_minutes), 0) FROM documents"
    ).fetchone()
    entities = dict(rows.execute("SELECT kind, COUNT(*) FROM entities GROUP BY kind").fetchall())
    failures: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    told: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in rows.execute("SELECT * FROM failures ORDER BY code, path"):
        if row["severity"] == "error":
            failures[row["code"]].append(row)
        elif row["code"] != NO_MINUTES:
            told[row["code"]].append(row)
    none = "SELECT id, name, path, kind, probability FROM documents WHERE NOT is_minutes ORDER BY path"
    listed = _bodies(rows)
    return Overview(
        documents=counts[0],
        meetings=counts[1],
        people=entities.get("people", 0),
        organisations=entities.get("organisations", 0),
        years=sorted({year for one in listed for year in one.years}),
        bodies=listed,
        doubtful=doubtful(rows, FIRST),
        failures=failures,
        no_minutes=rows.execute(none).fetchall(),
        told=told,
    )


def _bodies(rows: sqlite3.Connection) -> list[BodyYears]:
    query = (
        "SELECT body_id, MIN(body_name), COALESCE(year, 0), COUNT(*) FROM documents "
        "WHERE is_minutes AND same_as IS NULL GROUP BY body_id, year"
    )
    names: dict[str | None, str | None] = {}
    years: defaultdict[str | None, dict[int, int]] = defaultdict(dict)
    for body, name, year, count in rows.execute(query):
        names[body] = name if body else None
        years[body][year] = years[body].get(year, 0) + count
    listed = [BodyYears(body, names[body], counts) for body, counts in years.items()]
    return sorted(listed, key=lambda one: (-one.total, one.name or "\uffff", one.id or ""))


def doubtful(rows: sqlite3.Connection, count: int, body: str = "") -> list[Doubtful]:
    """The documents with the most errors to expect, those that may be no minutes at all first."""
    query = (
        "SELECT * FROM documents WHERE is_minutes AND same_as IS NULL AND (? = '' OR body_id = ?) "
        "ORDER BY is_doubtful DESC, doubt DESC, id LIMIT ?"
    )
    return [_doubtful(rows, row) for row in rows.execute(query, (body, body, count)).fetchall()]


def _doubtful(rows: sqlite3.Connection, row: sqlite3.Row) -> Doubtful:
    expected = json.loads(row["expected"]).items()
    fields = nlargest(
        MOST, ((field, number) for field, number in expected if number >= LEAST), lambda one: one[1]
    )
    query = "SELECT DISTINCT code FROM caveats WHERE document = ? ORDER BY code"
    caveats = [code for (code,) in rows.execute(query, (row["id"],))]
    names = row["id"], row["name"], row["title"], row["body_name"], row["date"]
    return Doubtful(*names, row["doubt"], fields, caveats)
