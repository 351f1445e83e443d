"""Whom a name means that is printed beside an item."""

from crparse.record import Attendee, Entity, Minutes
from crparse.resolution.who_is_meant import WhoIsMeant
from minutes_files import make_record


def with_people(*people: tuple[str, ...]) -> Minutes:
    entities = [
        Entity(id=f"p{number}", name=names[0], variants=list(names[1:]))
        for number, names in enumerate(people)
    ]
    return make_record().model_copy(update={"people": entities, "attendees": []})


def test_a_person_is_known_by_every_name_of_the_record() -> None:
    named = WhoIsMeant(with_people(("Aline Corbier", "Corbier"), ("Hugo FERRAND",)))
    assert [named.person(name) for name in ("Aline CORBIER", "Mme Corbier", "M. Hugo Ferrand")] == [
        "p0",
        "p0",
        "p1",
    ]


def test_of_two_who_are_called_so_none_is_meant() -> None:
    named = WhoIsMeant(with_people(("Aline Roux", "Roux"), ("Paul Roux", "Roux")))
    assert [named.person(name) for name in ("M. Roux", "Paul Roux")] == [None, "p1"]


def test_nor_where_two_are_listed_under_one_name() -> None:
    record = with_people(("Roux",))
    listed = [
        Attendee(name=name, status="present", start=0, end=1, rule="test") for name in ("M. Roux", "Roux")
    ]
    assert WhoIsMeant(record.model_copy(update={"attendees": listed})).person("Mme Roux") is None


def test_functions_and_several_names_are_nobody() -> None:
    named = WhoIsMeant(with_people(("Émilien",), ("Nour",)))
    assert [named.person(name) for name in ("le maire", "Émilien et Nour", "", "Mme", None)] == [None] * 5


def test_an_organisation_by_its_name() -> None:
    named = WhoIsMeant(make_record())
    assert [named.organisation(name) for name in ("LES JARDINS", "Les Bosquets", None)] == ["o1", None, None]
