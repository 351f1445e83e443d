"""Mentions of people joined in a document."""

from mention_factory import levels, mentions, named

from crparse.record import Mention
from crparse.resolution.people import COUPLE_RULES, resolve_people


def test_all_forms_of_a_person_are_one_entity_that_tells_why() -> None:
    found = resolve_people(
        mentions("LE BIHAN Anne", "Anne Le Bihan", "A. Le Bihan", "M. Le Bihan", "Anne"), ["LE BIHAN Anne"]
    )
    assert named(found) == [["LE BIHAN Anne", "Anne Le Bihan", "A. Le Bihan", "Le Bihan", "Anne"]]
    assert levels(found[0]) == [
        ("LE BIHAN Anne", "exact"),
        ("Anne Le Bihan", "reversed_names"),
        ("A. Le Bihan", "initials"),
        ("Le Bihan", "surname_only"),
        ("Anne", "given_name_only"),
    ]


def test_a_misspelt_name_is_a_variant() -> None:
    found = resolve_people(mentions("Antoine Bonsard", "Véronique Bautet", "Antoine Bensard"))
    assert named(found) == [["Antoine Bonsard", "Antoine Bensard"], ["Véronique Bautet"]]


def test_two_of_one_surname_or_one_first_name_stay_apart() -> None:
    names = ("Anne Prutkov", "Paul Prutkov", "Anne Delorme")
    assert named(resolve_people(mentions(*names), names)) == [[name] for name in names]


def test_a_mention_that_two_people_may_be_is_of_none() -> None:
    names = ("Anne Prutkov", "Paul Prutkov", "Anne Delorme")
    assert named(resolve_people(mentions(*names, "M. Prutkov", "Anne", "A. Prutkov"), names)) == [
        ["Anne Prutkov", "A. Prutkov"],
        ["Paul Prutkov"],
        ["Anne Delorme"],
    ]


def test_a_word_that_is_one_ones_surname_and_anothers_first_name_is_of_none() -> None:
    names = ("Paul Martin", "Martin Delorme")
    assert named(resolve_people(mentions(*names, "Martin"), names)) == [["Paul Martin"], ["Martin Delorme"]]
    after_civility = resolve_people(mentions(*names, "M. Martin"), names)
    assert named(after_civility) == [["Paul Martin", "Martin"], ["Martin Delorme"]]


def test_a_couple_is_not_their_child() -> None:
    couple = [
        Mention(start=0, end=7, rule=rule, text="Prutkov", level="exact", score=100.0)
        for rule in COUPLE_RULES
    ]
    found = resolve_people([*couple, *mentions("Noa Prutkov")])
    assert sorted(named(found)) == [["Noa Prutkov"], ["Prutkov"], ["Prutkov"]]


def test_two_on_the_list_are_two_however_alike() -> None:
    names = ("Antoine Bonsard", "Antoine Bensard")
    assert named(resolve_people(mentions(*names), names)) == [["Antoine Bonsard"], ["Antoine Bensard"]]


def test_a_first_name_on_the_list_is_a_person_and_gets_the_full_name_found_elsewhere() -> None:
    found = resolve_people(
        mentions("Nathalie", "Émilien", "Nathalie Prutkov", "Nathalie"), ["Nathalie", "Émilien"]
    )
    assert named(found) == [["Nathalie Prutkov", "Nathalie"], ["Émilien"]]


def test_of_two_full_names_a_listed_first_name_is_neither() -> None:
    found = resolve_people(mentions("Nathalie", "Nathalie Prutkov", "Nathalie Delorme"), ["Nathalie"])
    assert named(found) == [["Nathalie"], ["Nathalie Prutkov"], ["Nathalie Delorme"]]


def test_a_surname_that_nobody_bears_is_someone_new() -> None:
    found = resolve_people(mentions("Anne Prutkov", "M. Delorme", "M. Delorme"), ["Anne Prutkov"])
    assert named(found) == [["Anne Prutkov"], ["Delorme"]]
    assert len(found[1].mentions) == 2


def test_a_double_first_name_without_its_hyphen() -> None:
    found = resolve_people(mentions("Jean-Roch Prutkov", "Jean Roch"), ["Jean-Roch Prutkov"])
    assert named(found) == [["Jean-Roch Prutkov", "Jean Roch"]]


def test_the_fullest_form_names_the_person_and_case_makes_no_variant() -> None:
    found = resolve_people(mentions("A. Prutkov", "A. Prutkov", "ANNE PRUTKOV", "Anne Prutkov"))
    assert [entity.variants for entity in found] == [["A. Prutkov"]]
    assert found[0].name.casefold() == "anne prutkov"


def test_the_order_of_mentions_does_not_change_who_is_joined() -> None:
    texts = ["Anne Prutkov", "PRUTKOV Anne", "A. Prutkov", "Paul Delorme", "Delorme", "Anne"]
    one = {frozenset(names) for names in named(resolve_people(mentions(*texts)))}
    other = {frozenset(names) for names in named(resolve_people(mentions(*texts[::-1])))}
    assert one == other


def test_a_name_in_parts_after_a_civility_has_its_mentions() -> None:
    """« La demande de Mme B.T. est examinée. »: initials tell their parts, whatever the civility says."""
    found = resolve_people(mentions("Anne Prutkov", "M. B.T.", "B.T.", "M. J.-P. D."))
    assert named(found) == [["Anne Prutkov"], ["B.T."], ["J.-P. D."]]
    assert [len(entity.mentions) for entity in found] == [1, 2, 1]


def test_a_double_first_name_after_a_civility() -> None:
    """« M. Jean-Roch ouvre la séance. » where the list names Jean-Roch Prutkov."""
    found = resolve_people(mentions("Jean-Roch Prutkov", "M. Jean-Roch"), ["Jean-Roch Prutkov"])
    assert named(found) == [["Jean-Roch Prutkov", "Jean-Roch"]]
