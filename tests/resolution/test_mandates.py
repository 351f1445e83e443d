"""Who is listed in the minutes of a body, as what, from when to when."""

from datetime import date

from crparse.record import RecordWarning
from crparse.resolution.corpus import (
    DocumentEntities,
    DocumentEntity,
    document_entities,
    mandates_of,
    resolve_corpus,
)
from minutes_files import make_record

COUNCIL = "Conseil municipal de Lormoy"


def minutes(day: str, *listed: tuple[str, str], body: str = COUNCIL, named: str = "") -> DocumentEntities:
    """Minutes that list people, each with a function or "", and name another."""
    names = [*(name for name, _ in listed), *([named] if named else [])]
    document = f"{body} {day}"
    people = [
        DocumentEntity(document, f"p{number}", name, (), 1, frozenset()) for number, name in enumerate(names)
    ]
    offices = tuple((f"p{number}", role) for number, (_, role) in enumerate(listed))
    return DocumentEntities(tuple(people), (), body, day, offices, document)


Told = tuple[str, str, str | None, date | None, date | None, int]


def mandates(*documents: DocumentEntities) -> list[Told]:
    """Person, body, role, first, last, meetings."""
    entities = resolve_corpus(documents)
    names = {one.id: one.name for one in (*entities.people, *entities.bodies)}
    return sorted(
        (names[m.person], names[m.body], m.role, m.first, m.last, m.meetings)
        for m in mandates_of(entities, documents)
    )


def test_one_for_each_function() -> None:
    found = mandates(
        minutes("2014-04-02", ("Aline Prutkov", "adjointe"), ("Ivo Zelenka", "")),
        minutes("2016-05-04", ("PRUTKOV Aline", "Adjointe"), ("Ivo Zelenka", "")),
        minutes("2020-06-03", ("Aline Prutkov", "maire"), named="Ivo Zelenka"),
    )
    assert found == [
        ("Aline Prutkov", COUNCIL, "adjointe", date(2014, 4, 2), date(2016, 5, 4), 2),
        ("Aline Prutkov", COUNCIL, "maire", date(2020, 6, 3), date(2020, 6, 3), 1),
        ("Ivo Zelenka", COUNCIL, None, date(2014, 4, 2), date(2016, 5, 4), 2),
    ]


def test_of_a_meeting_without_a_day_only_that_it_was() -> None:
    assert mandates(minutes("", ("Aline Prutkov", ""))) == [("Aline Prutkov", COUNCIL, None, None, None, 1)]


def test_minutes_of_no_body_give_none() -> None:
    assert mandates(minutes("2014-04-02", ("Aline Prutkov", ""), body="")) == []


def test_in_two_bodies() -> None:
    found = mandates(
        minutes("2014-04-02", ("Aline Prutkov", "maire"), ("Ivo Zelenka", "")),
        minutes("2014-05-02", ("Aline Prutkov", "présidente"), ("Ivo Zelenka", ""), body="SIVOM du Bief"),
    )
    assert [(person, body, role) for person, body, role, *_ in found] == [
        ("Aline Prutkov", COUNCIL, "maire"),
        ("Aline Prutkov", "SIVOM du Bief", "présidente"),
        ("Ivo Zelenka", COUNCIL, None),
        ("Ivo Zelenka", "SIVOM du Bief", None),
    ]


def test_a_doubted_day_ends_no_mandate() -> None:
    record = make_record()
    doubted = record.model_copy(update={"warnings": [RecordWarning(code="odd_year", message="2099")]})
    assert [document_entities(one).day for one in (record, doubted)] == ["2024-03-12", ""]
