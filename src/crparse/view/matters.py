"""What was decided and what is to be done on a matter over the years, and what is announced when."""

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from crparse.view.folding import folded, stems

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
    "SELECT i.document, i.field, i.item, d.title, d.body_name, d.body_id, d.date, i.page, i.start, "
    'i."end", i.said, i.data FROM items AS i JOIN documents AS d ON d.id = i.document AND d.same_as IS NULL '
)


def matter(rows: sqlite3.Connection, words: str, body: str = "", most: int | None = MOST) -> Matter:
    """The decisions and actions that hold all the words, in any of their forms; all where none is given.

    A word counts as well where it stands in the heading over the item.
    """
    steps = []
    asked = [(word, stems(word)) for word in folded(words).split()]
    headings = _headings(rows) if asked else {}
    query = f"{_STEP} WHERE i.field IN ('decisions', 'actions') AND (? = '' OR d.body_id = ?) "
    for row in rows.execute(
        f"{query} ORDER BY d.date IS NULL, d.date DESC, i.document, i.start", (body, body)
    ):
        step = _step(row)
        heading = headings.get((step.document, step.data["section"]), "")
        if _holds(f"{step.said} {heading}", asked):
            steps.append(step)
    shown = steps[:most]
    years = groupby(shown, key=lambda step: int(step.date[:4]) if step.date else None)
    return Matter(len(steps), [(year, list(group)) for year, group in years], len(steps) > len(shown))


def _step(row: sqlite3.Row) -> Step:
    values = dict(zip(_STEP_VALUES, row, strict=True))
    return Step(**values | {"data": json.loads(values["data"])})


def _headings(rows: sqlite3.Connection) -> dict[tuple[str, str], str]:
    found = {}
    for document, data in rows.execute("SELECT document, data FROM items WHERE field = 'sections'"):
        section = json.loads(data)
        found[document, section["id"]] = section["title"]
    return found


def _holds(text: str, asked: list[tuple[str, str]]) -> bool:
    if not asked:
        return True
    words, roots = set(folded(text).split()), set(stems(text).split())
    return all(word in words or root in roots for word, root in asked)


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
        f"{_STEP} WHERE i.field IN ('upcoming_dates', 'actions') AND i.date BETWEEN ? AND ? "
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
