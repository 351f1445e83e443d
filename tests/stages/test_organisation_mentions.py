"""Which forms are accepted: the likely ones, and other forms of theirs."""

import pytest

from crparse.stages.entities.organisations import Form, accept

NAME = "Communauté de communes du Val d'Ombre"


def accepted(*forms: tuple[str, float], stated: tuple[tuple[str, str], ...] = ()) -> list[str]:
    """The names accepted at the threshold 0.5."""
    return [form.text for form in accept({Form(name): likely for name, likely in forms}, 0.5, stated)]


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ([(NAME, 0.9), ("Zorglub", 0.3)], [NAME]),
        ([(NAME, 0.9), ("CCVO", 0.3)], [NAME, "CCVO"]),
        ([(NAME, 0.9), ("CCVX", 0.3)], [NAME]),
        ([(NAME, 0.9), ("CCVO", 0.01)], [NAME]),
        (
            [("Lormoy Métropole", 0.9), ("métropole de Lormoy", 0.3)],
            ["Lormoy Métropole", "métropole de Lormoy"],
        ),
        (
            [(NAME, 0.9), ("Club des cyclistes du Val d'Orvanne", 0.9), ("CCVO", 0.3)],
            [NAME, "Club des cyclistes du Val d'Orvanne"],
        ),
    ],
)
def test_other_forms_of_one_accepted_name(forms: list[tuple[str, float]], expected: list[str]) -> None:
    assert accepted(*forms) == expected


def test_an_acronym_that_the_text_explains() -> None:
    forms = (("Union du Bief", 0.9), ("Zorg", 0.1))
    assert accepted(*forms) == ["Union du Bief"]
    assert accepted(*forms, stated=(("Zorg", "Union du Bief"),)) == ["Union du Bief", "Zorg"]


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        ("Union du Bief, Zorg", ["Union du Bief", "Zorg"]),
        ("Union du Bief; Zorg", ["Union du Bief", "Zorg"]),
        # one of the names and what is none
        ("Union du Bief, section de Lormoy", ["Union du Bief", "Zorg", "Union du Bief, section de Lormoy"]),
    ],
)
def test_a_list_of_accepted_names_is_no_name(whole: str, expected: list[str]) -> None:
    assert accepted(("Union du Bief", 0.9), ("Zorg", 0.9), (whole, 0.9)) == expected


@pytest.mark.parametrize(
    ("printed", "bare", "expected"),
    [
        ("association « Les Grillons »", "Les Grillons", ["Les Grillons"]),
        ('Asso "Les Grillons"', "Les Grillons", ["Les Grillons"]),
        ("SARL « Le Four »", "Le Four", ["Le Four"]),
        # more than a kind
        ("Comité des fêtes « Les Grillons »", "Les Grillons", ["Comité des fêtes « Les Grillons »"]),
        ("GT « Friches »", "Friches", ["GT « Friches »"]),
        ("association sportive « Le Bief »", "Le Bief", ["association sportive « Le Bief »"]),
        # no quotes tell where the name begins
        ("association Les Grillons", "Les Grillons", ["association Les Grillons"]),
    ],
)
def test_quotes_tell_the_name_from_its_kind(printed: str, bare: str, expected: list[str]) -> None:
    assert accepted((printed, 0.9), (bare, 0.01)) == expected


@pytest.mark.parametrize(
    ("long", "expected"),
    [
        ("Dispositif d'Aide aux Fours", []),
        ("Plan d'Aide aux Fours", []),
        # the head of the name is no thing
        ("Délégation d'Aide aux Fours", ["DAF", "Délégation d'Aide aux Fours"]),
    ],
)
def test_a_thing_that_an_acronym_is_explained_by(long: str, expected: list[str]) -> None:
    assert accepted(("DAF", 0.9), (long, 0.9), stated=(("DAF", long),)) == expected


def test_what_someone_came_for_is_no_thing() -> None:
    came_for = Form("PAF", {(0, 3): {"attendee"}})
    kept = accept({came_for: 0.9, Form("Plan d'Aide"): 0.9}, 0.5, [("PAF", "Plan d'Aide")])
    assert [form.text for form in kept] == ["PAF", "Plan d'Aide"]
