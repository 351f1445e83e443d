"""The parts of a printed name."""

import pytest

from crparse.language.persons import PersonForm, parse_form

Parts = tuple[str, str, str, bool]


def parts(form: PersonForm) -> Parts:
    return " ".join(form.given), " ".join(form.family), " ".join(form.lone), form.abbreviated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anne Prutkov", ("anne", "prutkov", "", False)),
        ("PRUTKOV Anne", ("anne", "prutkov", "", False)),
        ("Jean-Luc LE BIHAN", ("jean luc", "le bihan", "", False)),
        ("PRUTKOV_Anne", ("anne", "prutkov", "", False)),
        ("A. Prutkov", ("a", "prutkov", "", True)),
        ("J.-L. Le Bihan", ("j l", "le bihan", "", True)),
        ("J-L. Prutkov", ("j l", "prutkov", "", True)),
        ("JL Prutkov", ("jl", "prutkov", "", True)),
        ("A.Prutkov", ("a", "prutkov", "", True)),
        ("Ph Prutkov", ("ph", "prutkov", "", True)),
        ("LE BIHAN Anne", ("anne", "le bihan", "", False)),
        ("Anne P.", ("anne", "p", "", True)),
        ("Anne P", ("anne", "p", "", True)),
        ("Anne", ("", "", "anne", False)),
        ("Jean-Luc", ("", "", "jean luc", False)),
        ("zorglub42", ("", "", "zorglub42", False)),
    ],
)
def test_parts(text: str, expected: Parts) -> None:
    assert parts(parse_form(text)) == expected


def test_after_a_civility_two_words_are_one_surname() -> None:
    assert parts(parse_form("Le Bihan", surname=True)) == ("", "", "le bihan", False)
