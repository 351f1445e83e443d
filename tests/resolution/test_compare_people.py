"""Pairs of printed names with the level that joins them, None for two people."""

import pytest

from crparse.language.persons import parse_form
from crparse.resolution.linkage import compare
from crparse.resolution.people_levels import FULL_NAME_LEVELS, PERSON_LEVELS


def level(left: str, right: str, surname: bool = False) -> str | None:
    match = compare(parse_form(left, surname), parse_form(right), PERSON_LEVELS)
    back = compare(parse_form(right), parse_form(left, surname), PERSON_LEVELS)
    assert match == back, "the order of the two must not matter"
    return match.level if match else None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Anne Prutkov", "Anne Prutkov", "exact"),
        ("Anaïs PRUTKOV", "Anais Prutkov", "case_accents"),
        ("Jean-Luc Prutkov", "Jean Luc Prutkov", "case_accents"),
        ("Anne Le Bihan", "Anne LeBihan", "hyphen_space"),
        ("PRUTKOV Anne", "Anne Prutkov", "reversed_names"),
        ("LE BIHAN Anne", "Anne Le Bihan", "reversed_names"),
        ("Anne Prutkov", "Anne Prutkov-Duval", "shortened"),
        ("Antoine Bonsard", "Antoine Bensard", "spelling"),
        ("Rémi Prutkov", "Rémy Prutkov", "spelling"),
        ("Yohan Prutkov", "PRUTKOV Yohann", "spelling"),
        ("Clothide Prutkov", "Clotilde Prutkov", "spelling"),
        ("A. Prutkov", "Anne Prutkov", "initials"),
        ("J.-L. Prutkov", "Jean-Luc Prutkov", "initials"),
        ("J. Prutkov", "Jean-Luc Prutkov", "initials"),
        ("JL Prutkov", "Jean-Luc Prutkov", "initials"),
        ("Anne P.", "Anne Prutkov", "initials"),
        ("Prutkov", "Anne Prutkov", "surname_only"),
        ("Anne", "Anne Prutkov", "given_name_only"),
        ("A. Prudkov", "Anne Prutkov", "initials_spelling"),
        ("Nico", "Nicolas Prutkov", "diminutive"),
        ("JL", "Jean-Luc Prutkov", "monogram"),
        ("APD", "Anne Prutkov-Duval", "monogram"),
    ],
)
def test_same_person(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Anne Prutkov", "Paul Prutkov"),
        ("Anne Prutkov", "Anne Delorme"),
        ("Véronique Bautet", "Véronique Brangier"),
        ("Michel Prutkov", "Michèle Prutkov"),
        ("Frédéric Prutkov", "Frédérique Prutkov"),
        ("Jean Prutkov", "Jeanne Prutkov"),
        ("Anne Roux", "Anne Doux"),
        ("B. Prutkov", "Anne Prutkov"),
        ("Jean", "Jeanne Prutkov"),
        ("Anne P.", "Anne Delorme"),
        ("NP", "Anne Prutkov"),
        ("Remi Bonsard", "Rémy Bensard"),
    ],
)
def test_two_people(left: str, right: str) -> None:
    assert level(left, right) is None


def test_after_a_civility_a_lone_name_is_no_first_name() -> None:
    assert level("Martin", "Martin Prutkov") == "given_name_only"
    assert level("Martin", "Martin Prutkov", surname=True) is None
    assert level("Kovalski", "Irène Kowalski", surname=True) == "surname_spelling"


def test_across_a_corpus_a_part_of_a_name_joins_nobody() -> None:
    assert compare(parse_form("Anne"), parse_form("Anne Prutkov"), FULL_NAME_LEVELS) is None
    assert compare(parse_form("A. Prutkov"), parse_form("Anne Prutkov"), FULL_NAME_LEVELS) is None
