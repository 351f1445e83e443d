"""How a line of the lexicon is read: what it takes, what it leaves, what is wrong with it."""

import re

import pytest

from crparse.lexicon.lists import NotationError, expression
from crparse.text import fold


@pytest.mark.parametrize(
    ("line", "takes", "leaves"),
    [
        ("Présent", ["présent", "PRÉSENT", "present"], ["présents"]),
        ("membre(s)", ["membre", "membres"], ["membress"]),
        ("secrétaire( de séance)", ["Secrétaire", "Secrétaire de séance"], ["Secrétaire de"]),
        ("(le |la )bureau", ["bureau", "le bureau", "la bureau"], ["les bureau"]),
        ("conseill{er|ère}", ["conseiller", "conseillère"], ["conseill"]),
        ("{de|d'}", ["de", "d’"], ["d"]),
        ("proc(uration)(s).", ["proc.", "procurations."], ["proc"]),
        (r"abstention\(s\)", ["abstention(s)"], ["abstentions", "abstention"]),
        ("n° 3", ["n° 3"], ["n 3"]),
        ("S.A.", ["SA".replace("A", ".A.")], ["SXA."]),
        (r"regex: \d+ voix", ["12 voix"], ["voix"]),
    ],
)
def test_a_line_takes(line: str, takes: list[str], leaves: list[str]) -> None:
    pattern = re.compile(expression(line, folded=True))
    assert [text for text in takes if not pattern.fullmatch(fold(text))] == []
    assert [text for text in leaves if pattern.fullmatch(fold(text))] == []


def test_names_in_braces_stay_for_the_lists_that_they_name() -> None:
    assert expression("élu{e}", folded=True) == "elu{e}"
    assert expression("le {calendar.weekdays}", folded=True) == "le {calendar.weekdays}"


def test_a_line_for_the_text_as_printed_keeps_its_capitals_and_accents() -> None:
    assert expression("Mme Zoé", folded=False) == "Mme Zoé"
    assert expression(r"regex: [A-ZÀ-Ý]\w+", folded=False) == r"[A-ZÀ-Ý]\w+"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("membre(s", "a bracket is not closed: “)” is missing"),
        ("conseill{er|ère", "a bracket is not closed: “}” is missing"),
        ("membres)", "“)” closes no bracket"),
        ("membre()", "a bracket is empty"),
        ("présent|absent", "“|” stands in no brackets: write each choice on a line of its own"),
        ("élu{}", "braces hold the name of a list, or choices parted by “|”"),
        ("élu{E E}", "braces hold the name of a list, or choices parted by “|”"),
        ("fin\\", "“\\” ends the line: the sign that it is for is missing"),
        ("", "there is no word"),
        ("regex: invité", "“é” is never found: texts are compared without capitals and accents, "
         "write “e” in a regular expression"),
        ("regex: [A-Z]+", "“A” is never found: texts are compared without capitals and accents, "
         "write “a” in a regular expression"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(line: str, message: str) -> None:
    with pytest.raises(NotationError) as error:
        expression(line, folded=True)
    assert str(error.value) == message


def test_capitals_that_are_no_letters_are_fine_in_a_regular_expression() -> None:
    assert expression(r"regex: \W*(?P<who>\S+)", folded=True) == r"\W*(?P<who>\S+)"
