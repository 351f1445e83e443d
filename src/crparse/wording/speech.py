"""The language in which this process speaks to whoever sits at the terminal: English until told otherwise."""

from collections.abc import Mapping

from crparse.wording.catalogue import LANGUAGES, Language, wording
from crparse.wording.message import Filled, Message

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Of the environment, the first that is set tells the language of messages (POSIX)."""


class _Speech:
    """What is spoken now."""

    language: Language = "en"


def language_asked(environment: Mapping[str, str]) -> Language:
    """The language that an environment asks for ("fr_FR.UTF-8"); English where crparse does not speak it."""
    told = next(filter(None, map(environment.get, VARIABLES)), "")
    # Takes "fr" of "fr_CA.UTF-8", "fr.UTF-8", "fr@euro".
    name = told.replace(".", "_").replace("@", "_").partition("_")[0].lower()
    return next((language for language in LANGUAGES if language == name), "en")


def no_such_language(language: str) -> Message:
    """What whoever asks for a language that crparse does not speak is told."""
    return Message(
        "There is no language %(language)s: there are %(languages)s.",
        language=language,
        languages=", ".join(LANGUAGES),
    )


def speak(language: Language) -> None:
    """Has this process say everything in a language from now on."""
    _Speech.language = language


def said(text: str, parameters: Mapping[str, Filled] | None = None) -> str:
    """A message in the language that is spoken, or the English of one with what was filled in."""
    return wording(_Speech.language).said(text, parameters)


def say(template: str, /, **parameters: object) -> str:
    """A text in the language that is spoken, with what is filled in by name: say("%(done)s done", done=3)."""
    return said(Message(template, **parameters))


def say_count(one: str, many: str, number: int, **parameters: object) -> str:
    """The text for so many ("%(number)s document"), in the language that is spoken."""
    told = {"number": number, **parameters}
    return wording(_Speech.language).ngettext(one, many, number) % told
