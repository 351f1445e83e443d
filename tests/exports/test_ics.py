from datetime import date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from crparse.corpus.tables import Corpus
from crparse.exports import export
from crparse.exports.ics import moments


def events(folder: Path) -> list[Event]:
    return list(Calendar.from_ical((folder / "calendar.ics").read_bytes()).walk("VEVENT"))


@pytest.fixture(scope="module")
def found(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    target = tmp_path_factory.mktemp("ics") / "out"
    export(corpus, "ics", target)
    return events(target)


def test_every_announced_date_is_an_event_at_its_day_and_hour(found: list[Event], corpus: Corpus) -> None:
    told = [(event.decoded("dtstart"), event.get("dtend") and event.decoded("dtend")) for event in found]
    rows = list(corpus.rows("dates"))
    assert told == [moments(row["date"], row["end_date"], row["time"], row["end_time"]) for row in rows]


def test_a_label_stands_alone_and_the_place_is_told(found: list[Event], corpus: Corpus) -> None:
    documents = {row["document_id"]: row for row in corpus.rows("documents")}
    bodies = {row["body_id"]: row["name"] for row in corpus.rows("bodies")}
    for event, row in zip(found, corpus.rows("dates"), strict=True):
        document = documents[row["document_id"]]
        body = bodies.get(document["body_id"]) or document["body"] or ""
        assert str(event["summary"]).startswith(row["label"] or row["quote"])
        assert body.casefold() in str(event["summary"]).casefold()
        assert document["path"] in str(event["description"])


def test_ids_are_unique_and_stay(found: list[Event], corpus: Corpus, tmp_path: Path) -> None:
    ids = [str(event["uid"]) for event in found]
    assert len(set(ids)) == len(ids)
    export(corpus, "ics", tmp_path / "again")
    assert [str(event["uid"]) for event in events(tmp_path / "again")] == ids


def test_every_event_has_what_the_standard_asks_for(found: list[Event]) -> None:
    assert [event for event in found if not {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)] == []
    assert [event.errors for event in found if event.errors] == []


@pytest.mark.parametrize(
    ("day", "end_day", "hour", "end_hour", "expected"),
    [
        (date(2024, 4, 9), None, None, None, (date(2024, 4, 9), date(2024, 4, 10))),
        (date(2024, 4, 9), date(2024, 4, 11), None, None, (date(2024, 4, 9), date(2024, 4, 12))),
        (date(2024, 4, 9), None, "18:30", None, (datetime(2024, 4, 9, 18, 30), None)),
        (date(2024, 4, 9), None, "18:00", "20:00", (datetime(2024, 4, 9, 18), datetime(2024, 4, 9, 20))),
        (date(2024, 4, 9), None, "22:00", "02:00", (datetime(2024, 4, 9, 22), datetime(2024, 4, 10, 2))),
        (date(2024, 4, 9), date(2024, 4, 11), "09:00", None, (date(2024, 4, 9), date(2024, 4, 12))),
    ],
)
def test_when_an_event_begins_and_ends(
    day: date, end_day: date | None, hour: str | None, end_hour: str | None, expected: object
) -> None:
    assert moments(day, end_day, hour, end_hour) == expected
