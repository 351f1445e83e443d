"""When two printed names are one person: the levels, strongest first."""

import re
from dataclasses import replace
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.resolution.compare import Level
from crparse.resolution.normalise import name_words
from crparse.resolution.person_form import PersonForm, known_first_names
from crparse.text import fold

SPELLING = 0.88
"""Least Jaro-Winkler similarity of two spellings of a name part; the other part must agree better."""

STRICT_SPELLING = 0.9
"""The same where only one part is there to compare."""

LONG = 5
"""Letters from which a name part may have a second wrong letter."""


def _same_text(left: PersonForm, right: PersonForm) -> float | None:
    return 100.0 if left.text == right.text else None


def _same_words(left: PersonForm, right: PersonForm) -> float | None:
    return 100.0 if name_words(left.text) == name_words(right.text) else None


def _hyphens(left: PersonForm, right: PersonForm) -> float | None:
    return 99.0 if "".join(name_words(left.text)) == "".join(name_words(right.text)) else None


def _reversed(left: PersonForm, right: PersonForm) -> float | None:
    return 98.0 if sorted(name_words(left.text)) == sorted(name_words(right.text)) else None


def _initials(left: PersonForm, right: PersonForm) -> float | None:
    """ "J.-P. Martin" and "Jean-Pierre Martin", "Lucie B." and "Lucie Bernard"."""
    short, long = (left, right) if left.abbreviated else (right, left)
    if not short.abbreviated or not long.given or not long.family:
        return None
    if long.abbreviated:
        return (
            95.0
            if _joined(short.family) == _joined(long.family) and short.given[0][0] == long.given[0][0]
            else None
        )
    if _abbreviates(short.given, long.given) and _joined(short.family) == _joined(long.family):
        return 95.0
    if _joined(short.given) == _joined(long.given) and _abbreviates(short.family, long.family):
        return 95.0
    return None


def _initials_spelling(left: PersonForm, right: PersonForm) -> float | None:
    """ "J. Tureau" and "Jeanne Thureau"."""
    short, long = (left, right) if left.abbreviated else (right, left)
    if not short.abbreviated or long.abbreviated or not _abbreviates(short.given, long.given):
        return None
    return _misspelt(_joined(short.family), _joined(long.family), SPELLING)


def _shortened(left: PersonForm, right: PersonForm) -> float | None:
    """ "Anne Sorel" and "Anne Sorel-Duval": one of the two family names left out."""
    if not left.full or not right.full or left.given != right.given:
        return None
    short, long = sorted((left.family, right.family), key=len)
    return 92.0 if len(_joined(short)) > 2 and short in (long[: len(short)], long[-len(short) :]) else None


def _spelling(left: PersonForm, right: PersonForm) -> float | None:
    """ "Rémi Hubert" and "Rémy Hubert", "Anne Bonsard" and "Anne Bensard"; one part must be the same."""
    if not left.full or not right.full:
        return None
    found = [
        _parts_spelling(left, right),
        _parts_spelling(left, replace(right, given=right.family, family=right.given)),
    ]
    return max((score for score in found if score is not None), default=None)


def _parts_spelling(left: PersonForm, right: PersonForm) -> float | None:
    given = 100.0 if left.given == right.given else _misspelt_given(left, right)
    family = (
        100.0
        if left.family == right.family
        else _misspelt(_joined(left.family), _joined(right.family), SPELLING)
    )
    if given is None or family is None or 100.0 not in (given, family):
        return None
    return min(given, family)


def _surname_only(left: PersonForm, right: PersonForm) -> float | None:
    short, long = (left, right) if left.lone else (right, left)
    return 90.0 if short.lone and _joined(short.lone) == _joined(long.family) else None


def _given_name_only(left: PersonForm, right: PersonForm) -> float | None:
    short, long = (left, right) if left.lone else (right, left)
    if short.surname or not short.lone:
        return None
    return 85.0 if _joined(short.lone) == _joined(long.given) else None


def _surname_spelling(left: PersonForm, right: PersonForm) -> float | None:
    """ "M. Kowalsky" and "Irène Kowalski"."""
    short, long = (left, right) if left.lone else (right, left)
    if not short.lone or not long.family or long.lone:
        return None
    if not short.surname and _joined(short.lone) in known_first_names():
        return None
    return _misspelt(_joined(short.lone), _joined(long.family), STRICT_SPELLING)


def _diminutive(left: PersonForm, right: PersonForm) -> float | None:
    """ "Nico" and "Nicolas Perrin"; not "Jean" and "Jeanne", which are names of their own."""
    short, long = (left, right) if len(left.text) < len(right.text) else (right, left)
    if short.surname or len(short.lone) != 1 or len(short.lone[0]) < 3:
        return None
    if short.lone[0] in known_first_names() - _short_names():
        return None
    return 80.0 if long.words and _joined(long.given or long.lone).startswith(short.lone[0]) else None


def _monogram(left: PersonForm, right: PersonForm) -> float | None:
    """ "JP" and "Jean-Pierre Roy", "MSD" and "Marie Sorel-Duval"."""
    short, long = (left, right) if len(left.text) < len(right.text) else (right, left)
    if not short.text.isupper() or not 2 <= len(short.text) <= 4 or len(short.lone) != 1:
        return None
    letters = fold(short.text)
    given, words = (long.given or long.lone), long.words
    whole = "".join(word[0] for word in words)
    return 75.0 if letters in (whole, "".join(word[0] for word in given)) else None


def _joined(words: tuple[str, ...]) -> str:
    return "".join(words)


def _abbreviates(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether (j, p), (jp,), (j,) or (ph,) may stand for the words."""
    if len(short) > 1:
        return len(short) <= len(long) and all(w.startswith(s) for s, w in zip(short, long, strict=False))
    return bool(short) and (
        _joined(long).startswith(short[0]) or short[0] == "".join(word[0] for word in long)
    )


def _misspelt(left: str, right: str, least: float) -> float | None:
    """How alike two spellings of one name part are, None where they are two names."""
    if left == right:
        return 100.0
    errors = DamerauLevenshtein.distance(left, right)
    alike = JaroWinkler.similarity(left, right)
    if min(len(left), len(right)) < 4 or errors > (1 if min(len(left), len(right)) < LONG else 2):
        return None
    return 100 * alike if alike >= least else None


def _misspelt_given(left: PersonForm, right: PersonForm) -> float | None:
    """As `_misspelt`; two names that both exist are one only where they sound the same (Rémi, Rémy)."""
    one, other = _joined(left.given), _joined(right.given)
    if _sound(one) == _sound(other):
        return 97.0
    if one in known_first_names() and other in known_first_names():
        return None
    return _misspelt(one, other, SPELLING)


@cache
def _short_names() -> frozenset[str]:
    return frozenset(lexicon.load("people")["short_names"])


_SOUNDS = (("ph", "f"), ("ck", "k"), ("ch", "k"), ("h", ""), ("y", "i"), ("c", "k"), ("z", "s"))


def _sound(name: str) -> str:
    """A crude likeness of how a first name sounds; a final e stays, it tells Michel from Michèle."""
    for letters, sound in _SOUNDS:
        name = name.replace(letters, sound)
    return re.sub(r"(.)\1+", r"\1", name)


FULL_NAME_LEVELS: tuple[Level[PersonForm], ...] = (
    Level("exact", _same_text),
    Level("case_accents", _same_words),
    Level("hyphen_space", _hyphens),
    Level("reversed_names", _reversed),
    Level("shortened", _shortened),
    Level("spelling", _spelling),
)
"""Levels between two full names: they hold in a document and across a corpus."""

PARTIAL_LEVELS: tuple[Level[PersonForm], ...] = (
    Level("initials", _initials),
    Level("surname_only", _surname_only),
    Level("given_name_only", _given_name_only),
    Level("initials_spelling", _initials_spelling),
    Level("surname_spelling", _surname_spelling),
    Level("diminutive", _diminutive),
    Level("monogram", _monogram),
)
"""Levels that need the document: a part of a name points to the only person it can stand for."""

PERSON_LEVELS = FULL_NAME_LEVELS + PARTIAL_LEVELS
