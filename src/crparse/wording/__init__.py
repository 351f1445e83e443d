"""What crparse says to people, in their language: the catalogues, and how a text is looked up in them.

Not in `language`, which is about the French of minutes. The code says everything in English; `fr.po` holds
the French, for translators to read and mend with the tools they know, and is read as it is: no compiled form
of it can lag behind. It stands below every other folder, so that the command line can use it as the pages do.
Records and ledgers are no wording: their bytes do not hang on who reads them.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["fr", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The languages in which crparse speaks; English is that of the code and has no catalogue."""

CATALOGUES = Path(__file__).parent
"""Where the catalogues stand, each named after its language."""


def N_(text: str) -> str:
    """Marks a text for the catalogues where it is not said at once: it is looked up when shown."""
    return text


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


@cache
def wording(language: Language) -> Wording:
    """What is said in a language, read once."""
    return Wording(language)


def _translations(language: Language) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def read_catalogue(language: Language) -> Catalog:
    """The catalogue of a language.

    Raises:
        FileNotFoundError: It has none.
    """
    with (CATALOGUES / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language)
