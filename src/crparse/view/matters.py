"""What was decided and what is to be done on a matter over the years, and what is announced when."""

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from crparse.view.passages import BITS
from crparse.view.search import matching, terms

MOST = 500
"""Decisions and actions, or dates, that one page shows at a time."""


@dataclass(frozen=True, slots=True)
class Step:
    """A decision or an action, with the meeting that it is of."""

    document: str
    field: str
    item: int
    title: str | None
    body: str | None
    body_id: str | None
    date: str | None
    page: int | None
    start: int
    end: int
    said: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Matter:
    """What was decided and is to be done on a matter, by year, the latest first."""

    total: int
    years: list[tuple[int | None, list[Step]]]
    is_cut: bool
    """Whether there is more than is shown."""


_STEP_VALUES = tuple(Step.__dataclass_fields__)

_STEP = (
    "i.document, i.field, i.item, d.title, d.body_name, d.body_id, d.date, i.page, i.start, "
    'i."end", i.said, i.data'
)


def matter(rows: sqlite3.Connection, words: str, body: str = "") -> Matter:
    """The decisions and actions that hold all the words, in any of their forms; all where none is given.

    A word counts as well where it stands in the heading over the item.
    """
    source, values = about(rows, words, body, "decisions", "actions")
    (total,) = rows.execute(f"SELECT COUNT(*) {source}", values).fetchone()
    shown = (
        f"SELECT {_STEP} FROM items AS i JOIN documents AS d ON d.number = i.number >> {BITS} "
        f"WHERE i.number IN (SELECT i.number {source} ORDER BY i.number LIMIT {MOST}) ORDER BY i.number"
    )
    found = map(_step, rows.execute(shown, values))
    years = groupby(found, key=lambda step: int(step.date[:4]) if step.date else None)
    return Matter(total, [(year, list(group)) for year, group in years], total > MOST)


UNDATED = "undated"
"""Stands for the year of meetings without a date, where pages are named after years."""


def years_of_matters(rows: sqlite3.Connection) -> dict[int | None, int]:
    """The years of which there are decisions or actions, with how many: the latest first, undated last."""
    query = (
        "SELECT year, COUNT(*) FROM items WHERE field IN ('decisions', 'actions') GROUP BY year "
        "ORDER BY year DESC NULLS LAST"
    )
    return dict(rows.execute(query).fetchall())


def steps_of(rows: sqlite3.Connection, year: int | None) -> list[Step]:
    """All decisions and actions of a year, the latest first."""
    query = (
        f"SELECT {_STEP} FROM items AS i JOIN documents AS d ON d.number = i.number >> {BITS} "
        "WHERE i.field IN ('decisions', 'actions') AND i.year IS ? ORDER BY i.number"
    )
    return [_step(row) for row in rows.execute(query, (year,))]


def about(rows: sqlite3.Connection, words: str, body: str, *fields: str) -> tuple[str, list[str]]:
    """Where the items of some fields on a matter stand: the end of a query, and its values."""
    asked = terms(rows, words)
    if asked:
        found = " OR ".join(f"({match})" for match in matching(asked, *fields))
        source, values = (
            "FROM items AS i WHERE i.number IN (SELECT rowid FROM item_words WHERE item_words MATCH ?)",
            [found],
        )
    else:
        marks = ", ".join("?" * len(fields))
        source, values = f"FROM items AS i WHERE i.field IN ({marks})", list(fields)
    if body:
        source += " AND i.body_id = ?"
        values.append(body)
    return source, values


def _step(row: sqlite3.Row) -> Step:
    values = dict(zip(_STEP_VALUES, row, strict=True))
    return Step(**values | {"data": json.loads(values["data"])})


@dataclass(frozen=True, slots=True)
class Announced:
    """A date that minutes announce, or by which something is to be done."""

    day: str
    document: str
    start: int
    end: int
    title: str | None
    body: str | None
    body_id: str | None
    told: str | None
    """The day of the meeting that told it."""
    label: str
    last_day: str | None = None
    time: str | None = None
    is_due: bool = False
    """Whether it is the day by which an action is due."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is announced for a year, or for a month of it where the year holds too much for a page."""

    year: int
    counts: dict[int, int]
    """How much is announced for each month of the year."""
    month: int | None
    """The month that is shown; None where all are."""
    months: dict[int, list[Announced]]
    """By month, in order."""


def calendar(rows: sqlite3.Connection, year: int, body: str = "", month: int | None = None) -> Calendar:
    """The announced dates of a year.

    Args:
        rows: The index.
        year: The year.
        body: Of its meetings alone, where one is given.
        month: The month to show; by default all, or the first where that is more than `MOST`.
    """
    source = (
        "FROM items AS i WHERE i.field IN ('upcoming_dates', 'actions') AND i.date BETWEEN ? AND ? "
        "AND (? = '' OR i.body_id = ?)"
    )
    whose = body, body
    counted = f"SELECT CAST(SUBSTR(i.date, 6, 2) AS INTEGER), COUNT(*) {source} GROUP BY 1 ORDER BY 1"
    counts = dict(rows.execute(counted, (f"{year:04}-01-01", f"{year:04}-12-31", *whose)).fetchall())
    if month is None and sum(counts.values()) > MOST:
        month = min(counts)
    first, last = (month, month) if month else (1, 12)
    query = (
        f"SELECT {_STEP} FROM (SELECT * {source}) AS i JOIN documents AS d ON d.id = i.document "
        "ORDER BY i.date, i.document, i.start"
    )
    months: defaultdict[int, list[Announced]] = defaultdict(list)
    for row in rows.execute(query, (f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-31", *whose)):
        one = _announced(_step(row))
        months[int(one.day[5:7])].append(one)
    return Calendar(year, counts, month, dict(months))


def _announced(step: Step) -> Announced:
    is_due = step.field == "actions"
    return Announced(
        day=step.data["due" if is_due else "date"],
        document=step.document,
        start=step.start,
        end=step.end,
        title=step.title,
        body=step.body,
        body_id=step.body_id,
        told=step.date,
        label=step.said if is_due else step.data["label"] or step.data["quote"],
        last_day=None if is_due else step.data["end_date"],
        time=None if is_due else step.data["time"],
        is_due=is_due,
    )


def years_announced(rows: sqlite3.Connection) -> list[int]:
    """The years of which something is announced."""
    query = (
        "SELECT DISTINCT CAST(SUBSTR(date, 1, 4) AS INTEGER) AS year FROM items "
        "WHERE field IN ('upcoming_dates', 'actions') AND date IS NOT NULL ORDER BY year"
    )
    return [year for (year,) in rows.execute(query)]
