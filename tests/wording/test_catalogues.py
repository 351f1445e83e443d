"""The catalogues say all that the code and the pages have people read."""

import re

import pytest
from babel.messages.catalog import Catalog

from crparse.wording import LANGUAGES, Message, read_catalogue, wording
from messages import texts, unsaid

TRANSLATED = [language for language in LANGUAGES if language != "en"]

# Takes "%(num)s" of "%(num)s documents"; leaves "100 %".
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_code_is_said_and_none_that_it_has_no_more(language: str) -> None:
    catalogue = read_catalogue(language)
    asked, said = ({message.id for message in one if message.id} for one in (texts(), catalogue))
    assert (asked - said, said - asked, unsaid(catalogue)) == (set(), set(), [])


def test_a_text_that_is_not_said_is_seen() -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("Search", "Recherche")
    catalogue.add("Overview")
    catalogue.add(("%(num)s name", "%(num)s names"), ("%(num)s nom", ""))
    assert unsaid(catalogue) == ["Overview", ("%(num)s name", "%(num)s names")]


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    wrong = []
    for message in read_catalogue(language):
        wanted = {name for form in forms(message.id) for name in PLACEHOLDER.findall(form)}
        if any(set(PLACEHOLDER.findall(form)) != wanted for form in forms(message.string)):
            wrong.append(message.id)
    assert wrong == []


def test_french_counts_none_as_one() -> None:
    one, many = "%(num)s document", "%(num)s documents"
    said = {
        n: (wording("fr").ngettext(one, many, n), wording("en").ngettext(one, many, n)) for n in (0, 1, 2)
    }
    assert said == {0: (one, many), 1: (one, one), 2: (many, many)}


def test_a_text_is_said_in_the_language_asked_for() -> None:
    assert [wording(language).gettext("Overview") for language in LANGUAGES] == ["Vue d'ensemble", "Overview"]
    assert wording("fr").gettext("never said anywhere") == "never said anywhere"


def test_a_message_in_another_leaves_what_the_other_is_filled_with() -> None:
    inner = Message("“%(text)s” is said in line %(line)s already.", text="venu", line=2)
    outer = Message("%(file)s, line %(line)s: %(what_is_wrong)s", file="a.txt", line=4, what_is_wrong=inner)
    assert outer == "a.txt, line 4: “venu” is said in line 2 already."
