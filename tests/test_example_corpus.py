"""The example corpus: the sources say what the texts say, and each has a gold record in the guide's form."""

import json
import re
from datetime import date, time
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from crparse.readers import read_document
from crparse.text import squeeze
from make_corpus import CORPUS, made_sources, out_of_date

NAMES = sorted(file.name for file in (CORPUS / "sources").iterdir())
LISTS = {
    "attendees": {"name", "status", "organisation", "role", "proxy"},
    "people": {"name", "variants"},
    "organisations": {"name", "variants"},
    "sections": {"level", "number", "title"},
    "definitions": {"term", "text"},
    "examples": {"text", "of"},
    "upcoming_dates": {"date", "end_date", "time", "label"},
    "decisions": {"text", "vote"},
    "actions": {"what", "who", "due"},
}
MEETING = {"title", "body", "date", "start_time", "end_time", "place"}
VOTE = {"unanimous", "for", "against", "abstentions"}
STATUSES = {"present", "excused", "absent", "represented"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
HOUR = re.compile(r"\d{2}:\d{2}")


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return made_sources(CORPUS / "texts")


def gold(name: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return record


def plain(text: str) -> str:
    """The words of a text, without the bullets and line breaks between them."""
    return squeeze(text.replace("•", " ")).casefold()


def quotes(record: dict[str, Any]) -> list[str]:
    """All that a record copies from its document; the title, the role and the label may be put together."""
    quoted = [record["meeting"]["body"], record["meeting"]["place"]]
    for person in record["attendees"]:
        quoted += [person["name"], person["organisation"], person["proxy"]]
    for entity in chain(record["people"], record["organisations"]):
        quoted += [entity["name"], *entity["variants"]]
    quoted += [section["title"] for section in record["sections"]]
    for definition in record["definitions"]:
        quoted += definition.values()
    for example in record["examples"]:
        quoted += example.values()
    quoted += [decision["text"] for decision in record["decisions"]]
    for action in record["actions"]:
        quoted += [action["what"], action["who"]]
    quoted += [coming["label"] for coming in record["upcoming_dates"]]
    return [quote for quote in quoted if quote is not None]


def test_sources_are_those_of_the_texts(made: dict[str, bytes]) -> None:
    assert out_of_date(CORPUS / "sources", made) == []


def test_two_builds_are_the_same_bytes(made: dict[str, bytes]) -> None:
    assert made_sources(CORPUS / "texts") == made


def test_a_source_that_says_something_else_is_out_of_date(made: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "04-cse.pdf").write_bytes(made["05-copropriete.pdf"])
    (tmp_path / "12-reunion-equipe.docx").unlink()
    (tmp_path / "13-sans-texte.pdf").write_bytes(made["04-cse.pdf"])
    assert out_of_date(tmp_path, made) == ["04-cse.pdf", "12-reunion-equipe.docx", "13-sans-texte.pdf"]


def test_word_numbers_the_headings_that_the_layout_says() -> None:
    blocks = read_document(CORPUS / "sources" / "06-conseil-ecole.docx").blocks
    markers = [block.marker for block in blocks if block.marker and block.marker != "•"]
    assert markers == ["1.", "2.", "3.", "4.", "5."]


def test_each_source_has_a_gold_record() -> None:
    assert sorted(file.name for file in (CORPUS / "gold").iterdir()) == [f"{name}.json" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_gold_has_the_fields_of_a_record(name: str) -> None:
    record = gold(name)
    assert set(record) == {"file", "meeting", "notes", *LISTS}
    assert record["file"] == name
    assert set(record["meeting"]) == MEETING
    for field, keys in LISTS.items():
        assert [item for item in record[field] if set(item) != keys] == [], field
    votes = [decision["vote"] for decision in record["decisions"] if decision["vote"] is not None]
    assert [vote for vote in votes if set(vote) != VOTE] == []


@pytest.mark.parametrize("name", NAMES)
def test_gold_values_are_well_formed(name: str) -> None:
    record = gold(name)
    meeting, coming = record["meeting"], record["upcoming_dates"]
    days = [meeting["date"], *(c["date"] for c in coming), *(c["end_date"] for c in coming)]
    days += [action["due"] for action in record["actions"]]
    hours = [meeting["start_time"], meeting["end_time"], *(c["time"] for c in coming)]
    assert {person["status"] for person in record["attendees"]} <= STATUSES
    assert [day for day in days if day is not None and not is_day(day)] == []
    assert [hour for hour in hours if hour is not None and not is_hour(hour)] == []
    assert all(c["date"] >= meeting["date"] for c in coming)
    assert [
        p["name"] for p in record["attendees"] if (p["status"] == "represented") != bool(p["proxy"])
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_gold_quotes_its_document(name: str) -> None:
    text = plain(read_document(CORPUS / "sources" / name).text)
    assert [quote for quote in quotes(gold(name)) if plain(quote) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_everyone_who_attends_is_among_the_people(name: str) -> None:
    record = gold(name)
    people = {person["name"] for person in record["people"]}
    assert [person["name"] for person in record["attendees"] if person["name"] not in people] == []


def is_day(day: str) -> bool:
    return bool(DAY.fullmatch(day)) and date.fromisoformat(day).isoformat() == day


def is_hour(hour: str) -> bool:
    return bool(HOUR.fullmatch(hour)) and time.fromisoformat(hour).strftime("%H:%M") == hour
