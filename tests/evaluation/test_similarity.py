import pytest

from crparse.evaluation.scoring import (
    NEARLY,
    letters,
    person_key,
    same_names,
    same_organisation,
    same_person,
    same_role,
    same_text,
    same_title,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Œuvre de l'État (31)", "l oeuvre de l etat 31"),
        ("  Réunion\n n° 2 ", "reunion n 2"),
        ("", ""),
        (None, ""),
        (12, "12"),
    ],
)
def test_letters(text: object, expected: str) -> None:
    assert letters(text) == expected


@pytest.mark.parametrize(
    "name",
    ["Mme Anne Le Gall", "LE GALL Anne", "Madame anne le gall", "Dr Mme Anne Le Gall", "Anne LE  GALL"],
)
def test_names_of_one_person(name: str) -> None:
    assert person_key(name) == "anne gall le"


def test_a_name_that_begins_like_a_civility() -> None:
    assert person_key("Mery Drouot") == "drouot mery"


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("Odile Vasseur", "M. VASSEUR Odile", 1.0),
        ("Odile Vasseur", "Odile Vaseur", 0.96),
        ("Odile Vasseur", "Odette Vasseur", 0.0),
        ("Odile Vasseur", "Vasseur", 0.0),
        ("Odile Vasseur", None, 0.0),
        ("", "", 0.0),
    ],
)
def test_same_person(gold: str, predicted: str | None, expected: float) -> None:
    assert same_person(gold, predicted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("Le comité achète deux bancs", "le comité achète deux bancs.", True),
        ("Le comité achète deux bancs", "Donc le comité achète deux bancs verts", True),
        ("Le comité achète deux bancs", "deux bancs", False),
        ("Le comité achète deux bancs", "La chorale chante en juin", False),
        ("Le comité", None, False),
    ],
)
def test_same_text(gold: str, predicted: str | None, same: bool) -> None:
    assert (same_text(gold, predicted) > 0) is same


def test_a_contained_passage_is_worth_less_than_the_same() -> None:
    whole = same_text("les haies du verger", "les haies du verger")
    part = same_text("les haies du verger", "les haies du verger, les noues")
    assert (whole, part) == (1.0, pytest.approx(0.97))


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("Chantier 1 – Cadrage", "Cadrage", True),
        ("Cadrage", "ARTICLE IV : Cadrage", True),
        ("Articles", "Article", True),
        ("Budget 2024", "Budget 2023 et bilan", False),
        ("Budget", None, False),
        (None, None, False),
    ],
)
def test_same_title(gold: str | None, predicted: str | None, same: bool) -> None:
    assert (same_title(gold, predicted) > 0) is same


def test_same_names() -> None:
    assert same_names(["ademe", "agence de l eau"], ["agence de l eau"]) == 1.0
    assert same_names(["agence de l eau"], ["agences de l eau"]) == NEARLY
    assert same_names(["agence de l eau"], ["ademe"]) == 0.0
    assert same_names([], ["ademe"]) == 0.0


def test_organisations_and_roles() -> None:
    assert same_organisation("Jardins de Valcreuse", "de Valcreuse, Jardins")
    assert not same_organisation("Jardins de Valcreuse", "Jardins")
    assert same_role("Trésorière", "trésorière de l'association")
    assert not same_role("Trésorière", "Présidente")
