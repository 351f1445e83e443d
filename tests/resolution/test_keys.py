"""Every two names that a level joins share a key, so that none is missed by comparing only names that do."""

import random
from itertools import combinations

import pytest

from crparse.language.organisations import parse_organisation
from crparse.language.persons import parse_form
from crparse.resolution.linkage import BOTH, LONG, SHORT, Index, compare, meetings, near, shortenings
from crparse.resolution.organisation_levels import ORGANISATION_LEVELS, organisation_keys, spelling_pairs
from crparse.resolution.people_levels import PERSON_LEVELS, person_keys

PEOPLE = [
    *(
        "Anne Prutkov",
        "ANNE PRUTKOV",
        "Prutkov Anne",
        "Anne Prutkof",
        "Ane Prutkov",
        "A. Prutkov",
        "AP",
        "Anne",
    ),
    *(
        "Prutkov",
        "Prudkov",
        "Anne Prutkov-Duval",
        "Anne Duval",
        "APD",
        "A. P.",
        "Anne P.",
        "Jean-Luc Le Bihan",
    ),
    *("Jean Luc LeBihan", "J.-L. Le Bihan", "JL Le Bihan", "JL", "Jean", "Jeanne", "Nico", "Nicolas Roc"),
    *(
        "Rémi Hubert",
        "Rémy Hubert",
        "Hubert",
        "Clothilde Roc",
        "Clotilde Roc",
        "C. Rocq",
        "Mia Roc",
        "Mya Roc",
    ),
]

ORGANISATIONS = [
    *(
        "ADEME",
        "Ademe",
        "l'ADEME",
        "ADEME / friches",
        "ADEME Ouest",
        "Agence de l'eau",
        "Agence de l'eau Val",
    ),
    *("CCVO", "C.C.V.O.", "Communauté de communes du Val d'Ombre", "Communauté des comunes Val d'Ombre"),
    *("Mairie de Lormoy", "commune de Lormoy", "Lormoy", "Lormoy Métropole", "métropole de Lormoy", "DDT 38"),
    *(
        "DDT38",
        "DDT 38 (Isère)",
        "DDT de l'Isère",
        "DDT",
        "SARL Dupré",
        "Dupré",
        "Dupré SAS",
        "Zorglub",
        "ZROG",
    ),
    *("ZORG", "laboratoire Zorglub", "bar associatif « La Ruche »", "La Ruche", "Ruche", "GT ZORG Friches"),
    *(
        "GT Friches",
        "Groupe de travail Friches",
        "DGX/BRX",
        "BRX",
        "CAF de l'Orvanne",
        "Les Grillons du Bief",
    ),
    *("Caisse d'allocations familiales de l'Orvanne", "association Les Grillons du Bief", "Région Armorique"),
    *("Armorique", "RETEX", "Retour d'expérience", "Retour d'expérience des communes", "PLUIH"),
    *("Plan local d'urbanisme intercommunal habitat", "Les Grilons du Bief", "Communauté du Val d'Ombre"),
]


def letters_wrong(names: list[str], seed: int = 1) -> list[str]:
    """The names, each with a letter or two wrong, missing, doubled or swapped as well."""
    chance = random.Random(seed)
    found = list(names)
    for name in names:
        word = list(name)
        for _ in range(chance.choice((1, 2))):
            at = chance.randrange(len(word))
            word[at : at + 2] = chance.choice(([], word[at : at + 1] * 2, word[at : at + 2][::-1], ["x"]))
            word = word or ["x"]
        found.append("".join(word))
    return [name for name in dict.fromkeys(found) if any(c.isalnum() for c in name)]


def test_no_two_people_that_a_level_joins_are_missed() -> None:
    forms = [parse_form(name, surname) for name in letters_wrong(PEOPLE) for surname in (False, True)]
    met = meetings(person_keys(form) for form in forms)
    for i, j in combinations(range(len(forms)), 2):
        match = compare(forms[i], forms[j], PERSON_LEVELS)
        assert match is None or (i, j) in met, (forms[i].text, forms[j].text, match)


def test_no_two_organisations_that_a_level_joins_are_missed() -> None:
    forms = [parse_organisation(name) for name in letters_wrong(ORGANISATIONS)]
    met = meetings(organisation_keys(form, ORGANISATION_LEVELS) for form in forms) | spelling_pairs(forms)
    for i, j in combinations(range(len(forms)), 2):
        match = compare(forms[i], forms[j], ORGANISATION_LEVELS)
        assert match is None or (i, j) in met, (forms[i].text, forms[j].text, match)


def test_each_level_finds_by_its_own_keys_what_it_joins() -> None:
    people = [parse_form(name, surname) for name in letters_wrong(PEOPLE) for surname in (False, True)]
    for level in PERSON_LEVELS:
        met = meetings(set(level.keys(form)) for form in people)
        for i, j in combinations(range(len(people)), 2):
            assert not level.fit(people[i], people[j]) or (i, j) in met, (level.name, people[i], people[j])
    bodies = [parse_organisation(name) for name in letters_wrong(ORGANISATIONS)]
    for other in ORGANISATION_LEVELS:
        met = meetings(set(other.keys(form)) for form in bodies) | spelling_pairs(bodies)
        for i, j in combinations(range(len(bodies)), 2):
            assert not other.fit(bodies[i], bodies[j]) or (i, j) in met, (other.name, bodies[i], bodies[j])


def test_names_that_share_nothing_do_not_meet() -> None:
    assert meetings(person_keys(parse_form(name)) for name in ("Anne Prutkov", "Paul Costey")) == set()
    forms = [parse_organisation(name) for name in ("ADEME", "commune de Lormoy", "SARL Dupré")]
    assert meetings(organisation_keys(form, ORGANISATION_LEVELS) for form in forms) == set()
    assert spelling_pairs(forms) == set()


def test_short_forms_meet_long_ones_alone() -> None:
    index = Index()
    for name, side in enumerate((LONG, SHORT, BOTH)):
        index.add(name, {(side, "a")})
    assert index.meets({(SHORT, "a")}) == {0}
    assert index.meets({(LONG, "a")}) == {1}
    assert index.meets({(BOTH, "a")}) == {2}


@pytest.mark.parametrize(
    ("one", "other", "most", "shared"),
    [
        ("zorglub", "zorgulb", 1, True),  # two letters swapped
        ("zorglub", "zorglubb", 1, True),
        ("zorglub", "zarglub", 1, True),
        ("zorglub", "zargleb", 1, False),
        ("zorglub", "zargleb", 2, True),
        ("zorglub", "zarglabe", 2, False),
    ],
)
def test_words_with_wrong_letters_share_a_shortening(one: str, other: str, most: int, shared: bool) -> None:
    assert bool(set(shortenings(one, most)) & set(shortenings(other, most))) is shared
    assert (near([(0, "", one), (1, "", other)], most) == {(0, 1)}) is shared


def test_nearly_the_same_words_meet_where_they_have_the_rest_in_common() -> None:
    assert near([(0, 38, "zorglub"), (1, 42, "zorglub"), (2, 38, "zorgluub")], 1) == {(0, 2)}
    assert near([], 2) == set()
