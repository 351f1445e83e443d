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
"""Decisions and actions that one page shows: more are for the tables."""


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


def calendar(rows: sqlite3.Connection, year: int, body: str = "") -> dict[int, list[Announced]]:
    """The announced dates of a year by month, in order."""
    query = (
        f"SELECT {_STEP} FROM items AS i JOIN documents AS d ON d.id = i.document "
        "WHERE i.field IN ('upcoming_dates', 'actions') AND i.date BETWEEN ? AND ? "
        "AND (? = '' OR d.body_id = ?) ORDER BY i.date, i.document, i.start"
    )
    months: defaultdict[int, list[Announced]] = defaultdict(list)
    for row in rows.execute(query, (f"{year}-01-01", f"{year}-12-31", body, body)):
        step = _step(row)
        is_due = step.field == "actions"
        day = step.data["due" if is_due else "date"]
        label = step.said if is_due else step.data["label"] or step.data["quote"]
        months[int(day[5:7])].append(
            Announced(
                day=day,
                document=step.document,
                start=step.start,
                end=step.end,
                title=step.title,
                body=step.body,
                body_id=step.body_id,
                told=step.date,
                label=label,
                last_day=None if is_due else step.data["end_date"],
                time=None if is_due else step.data["time"],
                is_due=is_due,
            )
        )
    return dict(months)


def years_announced(rows: sqlite3.Connection) -> list[int]:
    """The years of which something is announced."""
    query = (
        "SELECT DISTINCT CAST(SUBSTR(date, 1, 4) AS INTEGER) AS year FROM items "
        "WHERE field IN ('upcoming_dates', 'actions') AND date IS NOT NULL ORDER BY year"
    )
    return [year for (year,) in rows.execute(query)]
