"""One language: its catalogue, and what is said in it."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from crparse.wording.message import JOINED, PHRASE, Filled, Message

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

Language = Literal["fr", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The languages in which crparse speaks; English is that of the code and has no catalogue."""

CATALOGUES = Path(__file__).parent
"""Where the catalogues stand, each named after its language."""

# Takes "%(page)s" of "p. %(page)s", "%(count)d"; leaves "100 %".
PLACE = re.compile(r"%\((\w+)\)[sd]")


class Wording:
    """One language: what is said in it for the texts of the code."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.translations = _translations(language)

    def gettext(self, text: str) -> str:
        """The text in the language; itself where the catalogue lacks it."""
        return self.translations.gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The text for so many: French says "0 document", English "0 documents"."""
        return self.translations.ngettext(one, many, number)

    def said(self, text: str, parameters: Mapping[str, Filled] | None = None) -> str:
        """A message in the language; itself where the catalogue lacks it.

        Args:
            text: The message, or its English as a record or a ledger keeps it.
            parameters: What was filled into that English.
        """
        if self.language == "en":
            return str(text)
        if isinstance(text, Message):
            template, parameters = text.template, text.parameters
        else:
            template, parameters = "", parameters or {}
        template = template or self._template(text, parameters)
        places = set(PLACE.findall(template))
        if not places <= parameters.keys():
            return self.gettext(text)
        values = {name: parameters[name] for name in places}
        for name in places:
            if name.startswith(PHRASE):
                values[name] = self.said(str(values[name]), parameters)
        return self.gettext(template) % values if places else self.gettext(template)

    def _template(self, text: str, parameters: Mapping[str, Filled]) -> str:
        """The template that gives a text with what was filled in; the text where there is none."""
        for template, places in self._templates:
            if places <= parameters.keys() and template % {n: parameters[n] for n in places} == text:
                return template
        return text

    @cached_property
    def _templates(self) -> list[tuple[str, frozenset[str]]]:
        """All texts of the catalogue in which something is filled in, and what."""
        texts = read_catalogue(self.language)
        ids = [message.id for message in texts if isinstance(message.id, str)]
        return [(text, frozenset(places)) for text in (*ids, *JOINED) if (places := PLACE.findall(text))]


@cache
def wording(language: Language) -> Wording:
    """What is said in a language, read once."""
    return Wording(language)


def _translations(language: Language) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def read_catalogue(language: Language) -> "Catalog":
    """The catalogue of a language.

    Raises:
        FileNotFoundError: It has none.
    """
    # Half as long to load as all the rest of the command line: only where not English is said.
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language)
