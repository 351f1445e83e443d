"""Who came to the meetings of a body: how many, who when, and for which organisations."""

import sqlite3
from collections import Counter
from dataclasses import dataclass

from crparse.record import Status
from crparse.view.labels import STATUSES
from crparse.view.pictures.bars import Bars, StackedBar
from crparse.view.pictures.numbers import Numbers
from crparse.wording import N_

STATUS_ORDER: tuple[Status, ...] = ("present", "represented", "excused", "absent")

MOST_PEOPLE = 40
"""Rows of the matrix of a body: those who came most often; the CSV has all."""

# A cross join goes in this order: else all attendees of the corpus are gone through, ten times as long.
LISTED = "FROM documents AS d CROSS JOIN attendance AS a ON a.document = d.id"
"""Who is listed in the minutes of a body, to be asked for with `d.body_id`."""

MOST_MEETINGS = 60
"""Columns and bars that are drawn, the latest; the CSV has all."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who was there when: a row for each person, a column for each meeting."""

    meetings: list[sqlite3.Row]
    people: list[tuple[str, str, list[str | None]]]
    """Id, name, and the status at each meeting."""
    left_out: int
    """People who have no row: they came least often."""

    @property
    def width(self) -> int:
        """Of the picture; there is none of nobody."""
        return 190 + len(self.meetings) * 16 + 60 if self.people else 0

    @property
    def height(self) -> int:
        """Of the picture."""
        return len(self.people) * 20 + 30

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What its marks mean."""
        return tuple((status, STATUSES[status]) for status in STATUS_ORDER)


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
    return Bars(bars, legend)


def matrix_numbers(rows: sqlite3.Connection, body: str) -> Numbers:
    """For each person and meeting of a body the status under which it is listed."""
    query = (
        f"SELECT e.name, e.id, d.date, d.id, MIN(a.status) {LISTED} "
        "CROSS JOIN entities AS e ON e.kind = 'people' AND e.id = a.person "
        "WHERE d.body_id = ? AND d.same_as IS NULL "
        "GROUP BY e.id, d.id ORDER BY e.key, e.id, d.date, d.id"
    )
    found = [tuple(row) for row in rows.execute(query, (body,))]
    return Numbers(("name", "person", "date", "document", "status"), found)


def matrix(rows: sqlite3.Connection, body: str, numbers: Numbers) -> Matrix:
    """The picture of these."""
    meetings = _latest(rows, body)
    statuses: dict[tuple[str, str], dict[str, str]] = {}
    for name, person, _, document, status in numbers.rows:
        statuses.setdefault((person, name), {})[document] = status
    ordered = sorted(statuses, key=lambda one: (-len(statuses[one]), one[1], one[0]))
    people = [
        (person, name, [statuses[person, name].get(meeting["id"]) for meeting in meetings])
        for person, name in ordered[:MOST_PEOPLE]
    ]
    return Matrix(meetings, people, len(ordered) - len(people))


MOST_ORGANISATIONS = 25
"""Rows of the picture of organisations: those that most came for; the CSV has all."""


@dataclass(frozen=True, slots=True)
class CameFor:
    """For which organisations people came: a row for each, a column for each meeting."""

    meetings: list[sqlite3.Row]
    organisations: list[tuple[str, str, list[int]]]
    """Id, name, and how many were present at each meeting."""
    left_out: int
    """Organisations that have no row."""

    @property
    def width(self) -> int:
        """Of the picture; there is none of nothing."""
        return 250 + len(self.meetings) * 24 + 60 if self.organisations else 0

    @property
    def height(self) -> int:
        """Of the picture."""
        return len(self.organisations) * 24 + 34

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What its marks mean."""
        return (("", N_("how many were present for each organisation")),)

    @property
    def most(self) -> int:
        """The most that were present for one."""
        return max((number for _, _, numbers in self.organisations for number in numbers), default=0)


def came_for_numbers(rows: sqlite3.Connection, body: str) -> Numbers:
    """For each organisation and meeting of a body how many people were present and listed for it."""
    query = (
        f"SELECT e.name, e.id, d.date, d.id, SUM(a.status = 'present'), COUNT(*) {LISTED} "
        "CROSS JOIN entities AS e ON e.kind = 'organisations' AND e.id = a.organisation_id "
        "WHERE d.body_id = ? AND d.same_as IS NULL "
        "GROUP BY e.id, d.id ORDER BY e.key, e.id, d.date, d.id"
    )
    found = [tuple(row) for row in rows.execute(query, (body,))]
    return Numbers(("organisation", "organisation_id", "date", "document", "present", "listed"), found)


def came_for(rows: sqlite3.Connection, body: str, numbers: Numbers) -> CameFor:
    """The picture of these."""
    meetings = _latest(rows, body)
    present: dict[tuple[str, str], dict[str, int]] = {}
    for name, organisation, _, document, number, _ in numbers.rows:
        if number:
            present.setdefault((organisation, name), {})[document] = number
    ordered = sorted(present, key=lambda one: (-sum(present[one].values()), one[1], one[0]))
    listed = [
        (organisation, name, [present[organisation, name].get(meeting["id"], 0) for meeting in meetings])
        for organisation, name in ordered[:MOST_ORGANISATIONS]
    ]
    return CameFor(meetings, listed, len(ordered) - len(listed))


def _latest(rows: sqlite3.Connection, body: str) -> list[sqlite3.Row]:
    """The meetings that have a column, in order."""
    query = (
        "SELECT id, date, title FROM documents WHERE body_id = ? AND same_as IS NULL "
        f"ORDER BY date DESC, id DESC LIMIT {MOST_MEETINGS}"
    )
    return rows.execute(query, (body,)).fetchall()[::-1]
