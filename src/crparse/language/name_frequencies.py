"""How many people of France bear a name: what two who are called alike must share beside it to be one."""

import math
from functools import cache

from crparse import lexicon
from crparse.language.persons import PersonForm

SURNAMES = 75_000
"""Thousands of births that the counts of surnames are of (Insee, 1891 to 2000)."""

GIVEN_NAMES = 87_000
"""Thousands of births that the counts of first names are of (Insee, 1900 to 2022)."""

OTHER_SURNAME, OTHER_GIVEN_NAME = 0.5, 10
"""Thousands who bear a name that is not among the most frequent: chosen, between one family and the rarest
name of the table."""


def is_frequent(family: tuple[str, ...]) -> bool:
    """Whether a surname is one of the most frequent."""
    return " ".join(family) in _counts("surnames")


def surname_bearers(family: tuple[str, ...]) -> float:
    """How many people bear a surname, of two surnames ("Roux-Morel") how many both."""
    counts = _counts("surnames")
    whole = counts.get(" ".join(family))
    if whole is not None or len(family) < 2:
        return 1000 * (whole or OTHER_SURNAME)
    return 1000 * OTHER_SURNAME * min(surname_bearers((part,)) for part in family) / (1000 * SURNAMES)


def bearers(form: PersonForm) -> float:
    """How many people bear a full name: about 5,000 are called Jean Martin, 5 Aline Prutkov."""
    given = _counts("given_names").get("-".join(form.given))
    if given is None:
        given = min((_counts("given_names").get(part, OTHER_GIVEN_NAME) for part in form.given), default=0)
    return surname_bearers(form.family) * given / GIVEN_NAMES


def surprise(form: PersonForm) -> float:
    """How much it tells that two name the same person, in bits: 14 for Jean Martin, 26 for Aline Prutkov."""
    return math.log2(1000 * SURNAMES / max(1.0, bearers(form)))


@cache
def _counts(name: str) -> dict[str, float]:
    return {printed: float(count) for printed, count in lexicon.table("name_frequencies", name).items()}
