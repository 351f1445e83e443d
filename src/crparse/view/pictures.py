"""Pictures drawn as SVG: attendance by meeting, who was there when, decisions and votes by year.

Each is drawn of a table of its numbers, which can be had as CSV. A picture tells nothing by colour alone, and
what stands in it is read out as the title of each mark.
"""

import csv
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from crparse.record import Status
from crparse.view.labels import STATUSES
from crparse.view.matters import about
from crparse.wording import N_

STATUS_ORDER: tuple[Status, ...] = ("present", "represented", "excused", "absent")

MOST_PEOPLE = 40
"""Rows of the matrix of a body: those who came most often; the CSV has all."""

MOST_MEETINGS = 60
"""Columns and bars that are drawn, the latest; the CSV has all."""


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


@dataclass(frozen=True, slots=True)
class StackedBar:
    """A bar of a picture, in parts that stand on each other."""

    label: str
    title: str
    parts: tuple[tuple[str, int], ...]
    """Each with what it is called in the style sheet."""
    document: str | None = None

    @property
    def total(self) -> int:
        """Its height."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of bars side by side."""

    caption: str
    bars: list[StackedBar]
    legend: tuple[tuple[str, str], ...]
    """Each part with its name."""

    @property
    def highest(self) -> int:
        """The height of the highest."""
        return max((bar.total for bar in self.bars), default=0)

    @property
    def lines(self) -> list[int]:
        """The numbers at which a line is drawn across: round ones, some four of them."""
        step = next(step for step in _steps() if self.highest <= 4 * step)
        return list(range(0, self.highest + step, step))


def _steps() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50…"""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who was there when: a row for each person, a column for each meeting."""

    meetings: list[sqlite3.Row]
    people: list[tuple[str, str, list[str | None]]]
    """Id, name, and the status at each meeting."""
    left_out: int
    """People who have no row: they came least often."""


def attendance_numbers(rows: sqlite3.Connection, body: str) -> Numbers:
    """For each meeting of a body how many were present, represented, excused and absent."""
    query = (
        "SELECT d.date, d.id, d.title, a.status, COUNT(*) AS number FROM documents AS d "
        "JOIN attendance AS a ON a.document = d.id WHERE d.body_id = ? AND d.same_as IS NULL "
        "GROUP BY d.id, a.status ORDER BY d.date, d.id"
    )
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for row in rows.execute(query, (body,)):
        key = row["date"] or "", row["id"], row["title"] or ""
        counts.setdefault(key, Counter())[row["status"]] = row["number"]
    listed = [(*key, *(found[status] for status in STATUS_ORDER)) for key, found in counts.items()]
    return Numbers(("date", "document", "title", *STATUS_ORDER), listed)


def attendance(numbers: Numbers) -> Bars:
    """The attendance of a body meeting by meeting."""
    bars = [
        StackedBar(date or "–", title or date, tuple(zip(STATUS_ORDER, counts, strict=True)), document)
        for date, document, title, *counts in numbers.rows[-MOST_MEETINGS:]
    ]
    legend = tuple((status, STATUSES[status]) for status in STATUS_ORDER)
    return Bars(N_("Attendance by meeting"), bars, legend)


def matrix_numbers(rows: sqlite3.Connection, body: str) -> Numbers:
    """For each person and meeting of a body the status under which it is listed."""
    query = (
        "SELECT e.name, e.id, d.date, d.id, MIN(a.status) FROM attendance AS a "
        "JOIN documents AS d ON d.id = a.document AND d.same_as IS NULL "
        "JOIN entities AS e ON e.kind = 'people' AND e.id = a.person "
        "WHERE d.body_id = ? GROUP BY e.id, d.id ORDER BY e.key, e.id, d.date, d.id"
    )
    found = [tuple(row) for row in rows.execute(query, (body,))]
    return Numbers(("name", "person", "date", "document", "status"), found)


def matrix(rows: sqlite3.Connection, body: str, numbers: Numbers) -> Matrix:
    """The picture of these."""
    query = (
        "SELECT id, date, title FROM documents WHERE body_id = ? AND same_as IS NULL "
        f"ORDER BY date DESC, id DESC LIMIT {MOST_MEETINGS}"
    )
    meetings = rows.execute(query, (body,)).fetchall()[::-1]
    statuses: dict[tuple[str, str], dict[str, str]] = {}
    for name, person, _, document, status in numbers.rows:
        statuses.setdefault((person, name), {})[document] = status
    ordered = sorted(statuses, key=lambda one: (-len(statuses[one]), one[1], one[0]))
    people = [
        (person, name, [statuses[person, name].get(meeting["id"]) for meeting in meetings])
        for person, name in ordered[:MOST_PEOPLE]
    ]
    return Matrix(meetings, people, len(ordered) - len(people))


VOTES = ("unanimous", "voted", "not_voted")

VOTE_NAMES = {
    "unanimous": N_("unanimous"),
    "voted": N_("with votes counted"),
    "not_voted": N_("no vote told"),
}


def decision_numbers(rows: sqlite3.Connection, words: str = "", body: str = "") -> Numbers:
    """For each year how many decisions there are, by how they were voted, and the votes that are told."""
    source, values = about(rows, words, body, "decisions")
    counted = "COALESCE(i.votes_for, i.against, i.abstentions) IS NOT NULL"
    query = (
        "SELECT i.year, SUM(COALESCE(i.unanimous, 0)), "
        f"SUM(NOT COALESCE(i.unanimous, 0) AND {counted}), "
        f"SUM(NOT COALESCE(i.unanimous, 0) AND NOT {counted}), "
        "SUM(COALESCE(i.votes_for, 0)), SUM(COALESCE(i.against, 0)), SUM(COALESCE(i.abstentions, 0)) "
        f"{source} AND i.year IS NOT NULL GROUP BY i.year ORDER BY i.year"
    )
    columns = "year", *VOTES, "for", "against", "abstentions"
    return Numbers(columns, [tuple(row) for row in rows.execute(query, values)])


def decisions(numbers: Numbers) -> Bars:
    """The decisions year by year."""
    bars = [
        StackedBar(str(year), str(year), tuple(zip(VOTES, counts, strict=False)))
        for year, *counts in numbers.rows
    ]
    return Bars(N_("Decisions and votes by year"), bars, tuple((name, VOTE_NAMES[name]) for name in VOTES))


Make = Callable[[sqlite3.Connection, str, str], Numbers]

TABLES: dict[str, Make] = {
    "attendance": lambda rows, words, body: attendance_numbers(rows, body),
    "matrix": lambda rows, words, body: matrix_numbers(rows, body),
    "decisions": decision_numbers,
}
"""The tables of numbers by name, of a body and, for decisions, of a matter."""


def numbers_of(rows: sqlite3.Connection, name: str, words: str, body: str) -> Numbers | None:
    """The table of that name; None where there is none."""
    make = TABLES.get(name)
    return make(rows, words, body) if make else None


def spaced(bars: Sequence[StackedBar], width: int) -> Iterator[tuple[int, StackedBar, bool]]:
    """Where each bar begins, and whether its label has room: every one, or every second, fifth…"""
    every = next(step for step in _steps() if len(bars) <= 12 * step)
    for number, bar in enumerate(bars):
        yield number * width, bar, number % every == 0
