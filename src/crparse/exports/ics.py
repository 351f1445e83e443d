"""A calendar (iCalendar, RFC 5545) of what the minutes announce, for any calendar program."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from crparse.corpus.tables import Corpus, TableRow
from crparse.exports.targets import export_folder

PRODUCT = "-//crparse//minutes//FR"

DOMAIN = "crparse.invalid"
"""Ends the ids of events: a name that nobody on the network has."""

KEPT = ("date", "body_id", "body", "path")
"""What is kept of each document while the others are gone through."""

DIGITS = 24
"""Signs of the digest in an id: no two events of a corpus share them."""


def write_ics(corpus: Corpus, target: Path) -> list[str]:
    """Writes `calendar.ics`: an event for each announced date, as long as it lasts where that is printed.

    The id of an event comes from its record, day, hour and label: calendars that have it change theirs.
    Hours are those of the place, without a time zone: minutes tell none.
    """
    with export_folder(corpus, target, "ics", {}) as folder, (folder / "calendar.ics").open("wb") as stream:
        frame = Calendar()
        frame.add("prodid", PRODUCT)
        frame.add("version", "2.0")
        begin, end = frame.to_ical().split(b"END:VCALENDAR")
        stream.write(begin)
        for event in _events(corpus):
            stream.write(event.to_ical())
        stream.write(b"END:VCALENDAR" + end)
    return []


def _events(corpus: Corpus) -> Iterator[Event]:
    documents = {row["document_id"]: {name: row[name] for name in KEPT} for row in corpus.rows("documents")}
    bodies = {row["body_id"]: row["name"] for row in corpus.rows("bodies")}
    used: Counter[str] = Counter()
    for row in corpus.rows("dates"):
        document = documents[row["document_id"]]
        event = Event()
        told = [row["document_id"], row["date"].isoformat(), row["time"] or "", row["label"] or row["quote"]]
        key = hashlib.sha256("\n".join(told).encode()).hexdigest()[:DIGITS]
        used[key] += 1
        again = f"-{used[key]}" if used[key] > 1 else ""
        event.add("uid", f"{key}{again}@{DOMAIN}")
        event.add("dtstamp", _noticed(document, row))
        begin, end = moments(row["date"], row["end_date"], row["time"], row["end_time"])
        event.add("dtstart", begin)
        if end is not None:
            event.add("dtend", end)
        event.add("summary", _label(row, bodies.get(document["body_id"]) or document["body"]))
        event.add("description", _whence(row, document))
        yield event


def _noticed(document: TableRow, row: TableRow) -> datetime:
    """When the event was told of: the day of the meeting, as no clock may be read."""
    day: date = document["date"] or row["date"]
    return datetime.combine(day, time(), UTC)


def moments(
    day: date, end_day: date | None, hour: str | None, end_hour: str | None
) -> tuple[date, date | None]:
    """When an event begins and ends, as calendars count: a whole day ends with the next, "22 h - 2 h" too."""
    if hour is None or (end_day and not end_hour):
        return day, (end_day or day) + timedelta(days=1)
    begin = datetime.combine(day, time.fromisoformat(hour))
    if end_hour is None:
        return begin, None
    end = datetime.combine(end_day or day, time.fromisoformat(end_hour))
    return begin, end if end > begin else end + timedelta(days=1)


def _label(row: TableRow, body: str | None) -> str:
    """A label that stands alone: what it is, and whose."""
    said: str = row["label"] or row["quote"]
    return f"{said} – {body}" if body and body.casefold() not in said.casefold() else said


def _whence(row: TableRow, document: TableRow) -> str:
    page = f", p. {row['page']}" if row["page"] else ""
    return f"« {row['quote']} »\n{document['path']}{page}"
