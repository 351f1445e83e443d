"""A printed name of a person, in the parts that the levels compare."""

import re
from dataclasses import dataclass
from functools import cache

from crparse.person_name import first_names, parse_name
from crparse.resolution.normalise import name_words
from crparse.text import fold

_INITIALS = re.compile(
    r"(?:[^\W\d_]{1,2}\.[ -]?)+(?=[^\W\d_])"
    r"|[A-ZÀ-Þ](?:-?[A-ZÀ-Þ])?\.?\s(?=[^\W\d_]+[a-zà-þ])"
    r"|[A-ZÀ-Þ](?:-[A-ZÀ-Þ])?\.?\s"
    r"|[A-ZÀ-Þ][bcdfghjklmnpqrstvwxzh]\s"
)
"""The given name of "J. Roy", "J.-P. Roy", "JP Roy", "P-H. Roy", "J ROY", "Ph Roy"; not of "LE ROY"."""

_INITIAL = re.compile(r"[A-ZÀ-Þ]\.?(?:[ -]?[A-ZÀ-Þ]\.)*")

_LETTERS = re.compile(r"[^\W\d_]+")

_GLUED = re.compile(r"\.(?=[^\W\d_]{3})")
"""The stop of "I.Zola"."""


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A name as printed, without its civility, and its parts in comparable form.

    "Jean-Pierre LE GALL" -> given (jean, pierre), family (le, gall). Of a lone word nothing tells whether it
    is the one or the other: it is in `lone`.
    """

    text: str
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    lone: tuple[str, ...] = ()
    abbreviated: bool = False
    """The given name is initials ("J.-P. Martin"), or the family name is ("Lucie B.")."""
    surname: bool = False
    """A civility before it says that a lone name is a family name."""

    @property
    def full(self) -> bool:
        """Given and family name, both in full."""
        return bool(self.given and self.family and not self.abbreviated)

    @property
    def words(self) -> tuple[str, ...]:
        """All the words, in the order given, family."""
        return self.given + self.family + self.lone


def parse_form(text: str, surname: bool = False) -> PersonForm:
    """The parts of a name without civility."""
    spaced = _GLUED.sub(". ", text).replace("_", " ")
    initials = _INITIALS.match(spaced)
    if initials:
        family = name_words(spaced[initials.end() :])
        return PersonForm(
            text, given=tuple(_LETTERS.findall(fold(initials.group()))), family=family, abbreviated=True
        )
    parsed = parse_name(spaced)
    if parsed and parsed.given and parsed.surname:
        given, family = name_words(parsed.given), name_words(parsed.surname)
        initial = any(_INITIAL.fullmatch(part) for part in (parsed.given, parsed.surname))
        return PersonForm(text, given, family, abbreviated=initial)
    words = name_words(spaced)
    if surname or len(spaced.split()) < 2:
        return PersonForm(text, lone=words, surname=surname)
    return PersonForm(text, given=words[:1], family=words[1:])


@cache
def known_first_names() -> frozenset[str]:
    """Common first names in comparable form."""
    return frozenset("".join(name_words(name)) for name in first_names())
