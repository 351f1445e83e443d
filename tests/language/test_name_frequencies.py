"""How many people bear a name."""

import pytest

from crparse.language.name_frequencies import bearers, is_frequent, surprise
from crparse.language.persons import parse_form


@pytest.mark.parametrize(
    ("name", "people"),
    [("Jean Martin", 5500), ("Jean-Pierre Bernard", 320), ("Aline Prutkov", 0.5), ("Anne Roux-Morel", 0.002)],
)
def test_bearers_of_a_full_name(name: str, people: float) -> None:
    assert bearers(parse_form(name)) == pytest.approx(people, rel=0.1)


def test_the_rarer_the_more_it_tells() -> None:
    jean, paul, aline = (
        surprise(parse_form(name)) for name in ("Jean Martin", "Paul Barbier", "Aline Prutkov")
    )
    assert jean < paul < aline


def test_what_is_printed_in_capitals_or_reversed_is_the_same_name() -> None:
    assert bearers(parse_form("LE GALL Anaïs")) == bearers(parse_form("Anais Le Gall"))


def test_frequent_surnames() -> None:
    assert [is_frequent(words) for words in (("martin",), ("le", "gall"), ("prutkov",), ())] == [
        True,
        True,
        False,
        False,
    ]
