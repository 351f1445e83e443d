"""The whole way from text to entities."""

import pytest
from spacy.language import Language

from crparse.document.items import get_entities, get_items
from crparse.pipeline import parse_source
from crparse.record import Attendee, Entity
from crparse.source import from_text

MINUTES = """Compte rendu du comité de pilotage du 5 avril 2016
Présents :
Anne PRUTKOV, ADEME
Yves Delorme, Communauté de communes du Val d'Ombre
Excusée : Sophie Tell, DDT 38
1. Bilan
A. Prutkov présente le bilan de l'ADEME. La Communauté de communes du Val d'Ombre (CCVO) a financé cela.
M. Delorme indique que la CCVO et l'association « Les Grillons » ont signé avec EDF.
Le projet PLUi et la loi NOTRe sont évoqués."""


@pytest.fixture(scope="module")
def entities(nlp: Language) -> dict[str, list[Entity]]:
    doc = parse_source(nlp, from_text(MINUTES))
    found = {group: get_entities(doc, group) for group in ("people", "organisations")}
    for mention in (m for group in found.values() for entity in group for m in entity.mentions):
        assert MINUTES[mention.start : mention.end] == mention.text
    return found


def test_people(entities: dict[str, list[Entity]]) -> None:
    assert [(e.id, e.name, e.variants) for e in entities["people"]] == [
        ("p1", "Anne PRUTKOV", ["A. Prutkov"]),
        ("p2", "Yves Delorme", ["Delorme"]),
        ("p3", "Sophie Tell", []),
    ]


def test_organisations(entities: dict[str, list[Entity]]) -> None:
    assert [(e.id, e.name, e.variants) for e in entities["organisations"]] == [
        ("o1", "ADEME", []),
        ("o2", "Communauté de communes du Val d'Ombre", ["CCVO"]),
        ("o3", "DDT 38", []),
        ("o4", "Les Grillons", []),
        ("o5", "EDF", []),
    ]


def test_attendees_lead_to_their_person(nlp: Language) -> None:
    doc = parse_source(nlp, from_text(MINUTES))
    assert [(a.name, a.person) for a in get_items(doc, "attendees", Attendee)] == [
        ("Anne PRUTKOV", "p1"),
        ("Yves Delorme", "p2"),
        ("Sophie Tell", "p3"),
    ]


def test_a_text_without_a_name(nlp: Language) -> None:
    doc = parse_source(nlp, from_text("la séance est levée à vingt heures."))
    assert doc._.crparse_entities == {"people": [], "organisations": []}


def test_of_two_attendees_of_one_name_none_leads_to_the_person(nlp: Language) -> None:
    text = "Présents :\nMme Roux\nM. Yves Delorme\nAbsents :\nM. Roux"
    doc = parse_source(nlp, from_text(text))
    assert [(a.name, a.status, a.person) for a in get_items(doc, "attendees", Attendee)] == [
        ("Roux", "present", None),
        ("Yves Delorme", "present", "p2"),
        ("Roux", "absent", None),
    ]
