"""When two printed names are one person: the levels, strongest first, and the keys by which names meet."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.language.persons import PersonForm, known_first_names
from crparse.resolution.linkage import Keys, Level, shortenings
from crparse.text import fold, name_words

SPELLING = 0.88
"""Least Jaro-Winkler similarity of two spellings of a name part; the other part must agree better."""

STRICT_SPELLING = 0.9
"""The same where only one part is there to compare."""

LONG = 5
"""Letters from which a name part may have a second wrong letter."""

SHORTEST = 4
"""Letters of the shortest name part in which one may be wrong: of three any other makes another name."""


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
    if not is_diminutive(short):
        return None
    return 80.0 if long.words and _joined(long.given or long.lone).startswith(short.lone[0]) else None


def is_diminutive(form: PersonForm) -> bool:
    """Whether it may be how a given name begins: a lone word that is no family name or name of its own."""
    if form.surname or len(form.lone) != 1 or len(form.lone[0]) < 3:
        return False
    return form.lone[0] not in known_first_names() or form.lone[0] in _short_names()


def _monogram(left: PersonForm, right: PersonForm) -> float | None:
    """ "JP" and "Jean-Pierre Roy", "MSD" and "Marie Sorel-Duval"."""
    short, long = (left, right) if len(left.text) < len(right.text) else (right, left)
    if not is_monogram(short):
        return None
    letters = fold(short.text)
    given, words = (long.given or long.lone), long.words
    whole = "".join(word[0] for word in words)
    return 75.0 if letters in (whole, "".join(word[0] for word in given)) else None


def is_monogram(form: PersonForm) -> bool:
    """Whether it may be initials: two to four capitals."""
    return form.text.isupper() and 2 <= len(form.text) <= 4 and len(form.lone) == 1


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
    if min(len(left), len(right)) < SHORTEST or errors > (1 if min(len(left), len(right)) < LONG else 2):
        return None
    return 100 * alike if alike >= least else None


def _misspelt_given(left: PersonForm, right: PersonForm) -> float | None:
    """As `_misspelt`; two names that both exist are one only where they sound the same (Rémi, Rémy)."""
    one, other = _joined(left.given), _joined(right.given)
    if sound(one) == sound(other):
        return 97.0
    if one in known_first_names() and other in known_first_names():
        return None
    return _misspelt(one, other, SPELLING)


def _short_names() -> frozenset[str]:
    return lexicon.words("people", "short_names")


_SOUNDS = (("ph", "f"), ("ck", "k"), ("ch", "k"), ("h", ""), ("y", "i"), ("c", "k"), ("z", "s"))


def sound(name: str) -> str:
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


LEAST = 3
"""Letters of the shortest diminutive."""


ALL = tuple(level.name for level in PERSON_LEVELS)


LONGEST_PERSON = 120
"""Characters of the longest name of a person: what is longer is a row of letters, and meets others only as a
whole."""


def person_keys(form: PersonForm, levels: Iterable[str] = ALL) -> Keys:
    """The keys of a name by which it meets all that one of the levels joins with it."""
    keys = Keys()
    for of_level in dict.fromkeys(KEYS[level] for level in levels):
        if len(form.text) <= LONGEST_PERSON or of_level is _letters_keys:
            keys |= of_level(form)
    return keys


def _letters_keys(form: PersonForm) -> Keys:
    """The same letters, whatever case, accents, hyphens and spaces."""
    return Keys(both=frozenset({("letters", "".join(name_words(form.text)))}))


def _words_keys(form: PersonForm) -> Keys:
    """The same words in any order."""
    return Keys(both=frozenset({("words", *sorted(name_words(form.text)))}))


def _family_names_keys(form: PersonForm) -> Keys:
    """The same given name, and the first or last family names."""
    if not form.full:
        return Keys()
    given, family = form.given, form.family
    kept = {part for size in range(1, len(family) + 1) for part in (family[:size], family[-size:])}
    return Keys(
        short=frozenset({("family names", given, family)}),
        long=frozenset(("family names", given, part) for part in kept),
    )


def _spelling_keys(form: PersonForm) -> Keys:
    """One part the same, the other nearly so or sounding the same; the two in any order."""
    if not form.full:
        return Keys()
    parts = "".join(form.given), "".join(form.family)
    keys: set[tuple[str, ...]] = set()
    for same, other in (parts, parts[::-1]):
        keys.add(("sound", same, sound(other)))
        keys.update(("spelling", same, rest) for rest in _spellings(other))
    return Keys(both=frozenset(keys))


def _spellings(part: str) -> Iterable[str]:
    """What a part of a name shares with one that has a letter or two wrong."""
    return shortenings(part, 0 if len(part) < SHORTEST else 1 if len(part) < LONG else 2)


def _initials_keys(form: PersonForm) -> Keys:
    """One part the same, and the initial of the other."""
    if not form.given or not form.family:
        return Keys()
    keys = frozenset(
        {
            ("initial", "".join(form.family), form.given[0][0]),
            ("initial", "".join(form.given), form.family[0][0]),
        }
    )
    return Keys(short=keys if form.abbreviated else frozenset(), long=keys)


def _initials_spelling_keys(form: PersonForm) -> Keys:
    """The initial of the given name, and nearly the same family name."""
    if not form.given or not form.family:
        return Keys()
    initial = form.given[0][0]
    keys = frozenset(("initial", initial, rest) for rest in _spellings("".join(form.family)))
    return Keys(short=keys) if form.abbreviated else Keys(long=keys)


def _surname_keys(form: PersonForm) -> Keys:
    """The family name alone."""
    if form.lone:
        return Keys(short=frozenset({("family", "".join(form.lone))}))
    return Keys(long=frozenset({("family", "".join(form.family))}))


def _given_name_keys(form: PersonForm) -> Keys:
    """The given name alone."""
    if form.lone:
        return Keys(short=frozenset() if form.surname else frozenset({("given", "".join(form.lone))}))
    return Keys(long=frozenset({("given", "".join(form.given))}))


def _surname_spelling_keys(form: PersonForm) -> Keys:
    """Nearly the family name, alone."""
    keys = frozenset(("family near", rest) for rest in _spellings("".join(form.lone or form.family)))
    return Keys(short=keys) if form.lone else Keys(long=keys)


def _diminutive_keys(form: PersonForm) -> Keys:
    """How the given name begins."""
    given = "".join(form.given or form.lone)
    return Keys(
        short=frozenset({("begins", form.lone[0])}) if is_diminutive(form) else frozenset(),
        long=frozenset(("begins", given[:size]) for size in range(LEAST, len(given) + 1)),
    )


def _monogram_keys(form: PersonForm) -> Keys:
    """The initials of all words or of the given names."""
    given, words = form.given or form.lone, form.words
    initials = {"".join(word[0] for word in names) for names in (given, words)}
    return Keys(
        short=frozenset({("monogram", fold(form.text))}) if is_monogram(form) else frozenset(),
        long=frozenset(("monogram", letters) for letters in initials),
    )


KEYS: dict[str, Callable[[PersonForm], Keys]] = {
    "exact": _letters_keys,
    "case_accents": _letters_keys,
    "hyphen_space": _letters_keys,
    "reversed_names": _words_keys,
    "shortened": _family_names_keys,
    "spelling": _spelling_keys,
    "initials": _initials_keys,
    "surname_only": _surname_keys,
    "given_name_only": _given_name_keys,
    "initials_spelling": _initials_spelling_keys,
    "surname_spelling": _surname_spelling_keys,
    "diminutive": _diminutive_keys,
    "monogram": _monogram_keys,
}
