"""Where the candidates for organisations lie: every rule on its own."""

import pytest
from spacy.language import Language

from crparse.document.items import set_items, set_meeting
from crparse.pipeline import make_doc
from crparse.record import Attendee, Located, Meeting
from crparse.source import from_text
from crparse.stages.entities.candidates import find_candidates, whole_end


def candidates(
    nlp: Language, text: str, rule: str, *attendees: Attendee, meeting: Meeting | None = None
) -> list[str]:
    doc = make_doc(nlp, from_text(text))
    for name, component in nlp.pipeline:
        if not name.startswith("crparse"):
            doc = component(doc)
    set_items(doc, "attendees", attendees)
    if meeting:
        set_meeting(doc, meeting)
    return [text[c.start : c.end] for c in find_candidates(doc) if c.rule == rule]


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("la mairie de Lormoy", "kind_commune", ["mairie de Lormoy"]),
        ("la mairie est fermée", "kind_commune", []),
        (
            "la communauté de communes du Val d'Ombre",
            "kind_intercommunalite",
            ["communauté de communes du Val d'Ombre"],
        ),
        ("l'association « Les Grillons » demande", "kind_association", ["association « Les Grillons »"]),
        ("l'association « Les Grillons » demande", "told_quoted", ["Les Grillons"]),
        ("l'association « Les Locaux » demande", "told_quoted", ["Les Locaux"]),
        ("la société Durand & Fils", "told", ["Durand & Fils"]),
        ("L'Association Durand", "told", []),
        ("les associations Les Grillons, Terre Vive et « La Ruche »", "listed", ["Terre Vive", "La Ruche"]),
        ("l'association Les Grillons, dont le local", "listed", []),
        ("La Société du Val d'Ombre vote.", "capitals", ["Société du Val d'Ombre", "Val d'Ombre", "Ombre"]),
        ("on entendra le déclic", "known_small", []),
        ("les associations demandent une salle", "kind_association", []),
        ("Fédération des radios libres", "phrase_federation", ["Fédération des radios libres"]),
        ("le lycée professionnel Jean-Dupré", "kind_enseignement", ["lycée professionnel Jean-Dupré"]),
        ("le tribunal de commerce de Lormoy", "kind_etat", ["tribunal de commerce de Lormoy"]),
        ("l'imprimerie du Canal", "kind_reseau", ["imprimerie du Canal"]),
        ("le comité syndical et la mairie", "capitals", []),
        ("Comité Syndical", "capitals", []),
        ("un don de nvidia et un carrefour", "known_small", ["nvidia"]),
        ("un devis de la SARL Dupré et fils", "kind_forme_juridique", ["SARL Dupré"]),
        ("avec Lormoy Métropole.", "suffix", ["Lormoy Métropole"]),
        ("l'ADEME et la C.C.V.O. aussi", "acronym", ["ADEME", "C.C.V.O."]),
        ("la DDT 38, puis la DREAL Bretagne", "acronym_of", ["DDT 38", "DREAL Bretagne"]),
        ("l'EVO (Élan du Val d'Ombre)", "expansion", ["Élan du Val d'Ombre"]),
        ("avec EDF hier", "public_body", ["EDF"]),
        (
            "chez Zorglub et Les Amis du Bief",
            "capitals",
            ["Zorglub et Les Amis du Bief", "Les Amis du Bief", "Amis du Bief", "Bief"],
        ),
    ],
)
def test_rules(nlp: Language, text: str, rule: str, expected: list[str]) -> None:
    assert candidates(nlp, text, rule) == expected


@pytest.mark.parametrize("body", ["x", "☒", "F. ROUX", "Anne Roux"])
def test_a_mark_or_a_person_is_no_organisation(nlp: Language, body: str) -> None:
    one = Attendee(start=0, end=12, rule="t", name="Yves Delorme", status="present", organisation=body)
    assert candidates(nlp, f"Yves Delorme, {body}", "attendee", one) == []


def test_the_organisation_of_an_attendee_and_its_parts(nlp: Language) -> None:
    text = "Anne Prutkov, ZORG - Direction du Val\nYves Delorme, GX/BX"
    people = [
        Attendee(
            start=0,
            end=12,
            rule="t",
            name="Anne Prutkov",
            status="present",
            organisation="ZORG - Direction du Val",
        ),
        Attendee(start=38, end=50, rule="t", name="Yves Delorme", status="present", organisation="GX/BX"),
    ]
    assert candidates(nlp, text, "attendee", *people) == ["GX/BX"]
    assert candidates(nlp, text, "attendee_first", *people) == ["ZORG", "GX"]
    assert candidates(nlp, text, "attendee_part", *people) == ["Direction du Val", "BX"]


def test_the_title_without_its_general_words(nlp: Language) -> None:
    text = "Compte rendu de l'assemblée générale des Amis du Bief\nAccueil"
    title = Located(start=0, end=53, rule="t")
    meeting = Meeting(title=text[:53], evidence={"title": title})
    assert candidates(nlp, text, "title", meeting=meeting) == ["Amis du Bief"]


def test_no_name_goes_over_the_dots_of_a_table_of_contents(nlp: Language) -> None:
    text = "Mairie de Lormoy ........ 3"
    where = {"body": Located(start=0, end=len(text), rule="body:title")}
    doc = make_doc(nlp, from_text(text))
    set_meeting(doc, Meeting(body=text, evidence=where))
    found = sorted({text[c.start : c.end] for c in find_candidates(doc)})
    assert found == ["Lormoy", "Mairie de Lormoy"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "la Direction générale de l'Eau, des Sols et des Forêts de Lormoy",
            "Direction générale de l'Eau",
            "Direction générale de l'Eau, des Sols et des Forêts de Lormoy",
        ),
        ("l'Observatoire du lin et du four", "Observatoire du lin", "Observatoire du lin et du four"),
        # the end of a list of names, another body, a place, no matter at all
        ("l'Observatoire du lavoir, des fours", "Observatoire du lavoir", "Observatoire du lavoir"),
        ("l'Observatoire du lavoir et de la mairie", "Observatoire du lavoir", "Observatoire du lavoir"),
        ("l'Observatoire du lavoir et de l'ADEME", "Observatoire du lavoir", "Observatoire du lavoir"),
        ("la commune de Lormoy et de Valbleu", "commune de Lormoy", "commune de Lormoy"),
        ("le Parc national du Val et de la Brenne", "Parc national du Val", "Parc national du Val"),
    ],
)
def test_a_name_goes_on_over_several_matters(nlp: Language, text: str, name: str, expected: str) -> None:
    doc = make_doc(nlp, from_text(text))
    for component_name, component in nlp.pipeline:
        if not component_name.startswith("crparse"):
            doc = component(doc)
    start = text.index(name)
    assert text[start : whole_end(doc, start, start + len(name))] == expected
