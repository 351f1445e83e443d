"""Mentions of organisations joined in a document."""

from mention_factory import levels, mentions, named

from crparse.resolution.organisations import resolve_organisations

NAME = "Communauté de communes du Val d'Ombre"


def test_an_acronym_and_its_expansion_are_one() -> None:
    found = resolve_organisations(mentions(NAME, "CCVO", "Communauté des communes Val d'Ombre"))
    assert named(found) == [[NAME, "CCVO", "Communauté des communes Val d'Ombre"]]
    assert levels(found[0]) == [
        (NAME, "exact"),
        ("CCVO", "initials"),
        ("Communauté des communes Val d'Ombre", "link_words"),
    ]


def test_a_definition_joins_what_letters_would_not() -> None:
    stated = [("Zorg", "Union des amis du Bief")]
    found = resolve_organisations(mentions("Union des amis du Bief", "Zorg"), stated)
    assert levels(found[0])[1] == ("Zorg", "definition")
    assert len(resolve_organisations(mentions("Union des amis du Bief", "Zorg"))) == 2


def test_an_acronym_that_two_names_fit_is_neither() -> None:
    other = "Club des cyclistes du Val d'Orvanne"
    assert named(resolve_organisations(mentions(NAME, other, "CCVO"))) == [[NAME], [other], ["CCVO"]]


def test_services_of_two_departments_are_two() -> None:
    assert named(resolve_organisations(mentions("DDT 12", "DDT 13", "DDT12"))) == [
        ["DDT 12", "DDT12"],
        ["DDT 13"],
    ]


def test_branches_of_one_body_are_its_variants() -> None:
    found = resolve_organisations(mentions("Cerema", "Cerema Ouest", "Cerema Est", "Cerema"))
    assert named(found) == [["Cerema", "Cerema Ouest", "Cerema Est"]]


def test_a_bare_body_names_its_units() -> None:
    found = resolve_organisations(mentions("ADEME / friches", "ADEME / sols", "ADEME"))
    assert [entity.name for entity in found] == ["ADEME"]


def test_a_place_names_the_one_body_of_that_place() -> None:
    found = resolve_organisations(mentions("Région Armorique", "Armorique"))
    assert named(found) == [["Région Armorique", "Armorique"]]
    assert levels(found[0]) == [("Région Armorique", "exact"), ("Armorique", "place_alone")]


def test_a_place_with_two_bodies_names_neither() -> None:
    found = resolve_organisations(mentions("commune de Lormoy", "métropole de Lormoy", "Lormoy"))
    assert named(found) == [["commune de Lormoy"], ["métropole de Lormoy"], ["Lormoy"]]


def test_a_short_name_of_two_branches_is_neither() -> None:
    found = resolve_organisations(
        mentions("Crédit Agricole Val d'Ombre", "Crédit Agricole Armorique", "Crédit Agricole")
    )
    assert [entity.variants for entity in found] == [[], [], []]


def test_the_path_of_a_unit_is_the_unit_not_its_parent() -> None:
    found = resolve_organisations(mentions("DGX/BRX", "DGX", "BRX"))
    assert named(found) == [["BRX", "DGX/BRX"], ["DGX"]]
