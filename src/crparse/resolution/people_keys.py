"""By which keys two names of people meet: each level's own, so that no two that it joins are missed.

Most levels join names of which a part is the same; those of spelling names of which a part is nearly so.
What a level looks at besides is left to the level itself.
"""

from collections.abc import Callable, Iterable

from crparse.language.persons import PersonForm
from crparse.resolution.linkage import Keys, shortenings
from crparse.resolution.people import LONG, PERSON_LEVELS, SHORTEST, is_diminutive, is_monogram, sound
from crparse.text import fold, name_words

LEAST = 3
"""Letters of the shortest diminutive."""


ALL = tuple(level.name for level in PERSON_LEVELS)


def person_keys(form: PersonForm, levels: Iterable[str] = ALL) -> Keys:
    """The keys of a name by which it meets all that one of the levels joins with it."""
    keys = Keys()
    for of_level in dict.fromkeys(KEYS[level] for level in levels):
        keys |= of_level(form)
    return keys


def _letters(form: PersonForm) -> Keys:
    """The same letters, whatever case, accents, hyphens and spaces."""
    return Keys(both=frozenset({("letters", "".join(name_words(form.text)))}))


def _words(form: PersonForm) -> Keys:
    """The same words in any order."""
    return Keys(both=frozenset({("words", *sorted(name_words(form.text)))}))


def _family_names(form: PersonForm) -> Keys:
    """The same given name, and the first or last family names."""
    if not form.full:
        return Keys()
    given, family = form.given, form.family
    kept = {part for size in range(1, len(family) + 1) for part in (family[:size], family[-size:])}
    return Keys(
        short=frozenset({("family names", given, family)}),
        long=frozenset(("family names", given, part) for part in kept),
    )


def _spelling(form: PersonForm) -> Keys:
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


def _initials(form: PersonForm) -> Keys:
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


def _initials_spelling(form: PersonForm) -> Keys:
    """The initial of the given name, and nearly the same family name."""
    if not form.given or not form.family:
        return Keys()
    initial = form.given[0][0]
    keys = frozenset(("initial", initial, rest) for rest in _spellings("".join(form.family)))
    return Keys(short=keys) if form.abbreviated else Keys(long=keys)


def _surname(form: PersonForm) -> Keys:
    """The family name alone."""
    if form.lone:
        return Keys(short=frozenset({("family", "".join(form.lone))}))
    return Keys(long=frozenset({("family", "".join(form.family))}))


def _given_name(form: PersonForm) -> Keys:
    """The given name alone."""
    if form.lone:
        return Keys(short=frozenset() if form.surname else frozenset({("given", "".join(form.lone))}))
    return Keys(long=frozenset({("given", "".join(form.given))}))


def _surname_spelling(form: PersonForm) -> Keys:
    """Nearly the family name, alone."""
    keys = frozenset(("family near", rest) for rest in _spellings("".join(form.lone or form.family)))
    return Keys(short=keys) if form.lone else Keys(long=keys)


def _diminutive(form: PersonForm) -> Keys:
    """How the given name begins."""
    given = "".join(form.given or form.lone)
    return Keys(
        short=frozenset({("begins", form.lone[0])}) if is_diminutive(form) else frozenset(),
        long=frozenset(("begins", given[:size]) for size in range(LEAST, len(given) + 1)),
    )


def _monogram(form: PersonForm) -> Keys:
    """The initials of all words or of the given names."""
    given, words = form.given or form.lone, form.words
    initials = {"".join(word[0] for word in names) for names in (given, words)}
    return Keys(
        short=frozenset({("monogram", fold(form.text))}) if is_monogram(form) else frozenset(),
        long=frozenset(("monogram", letters) for letters in initials),
    )


KEYS: dict[str, Callable[[PersonForm], Keys]] = {
    "exact": _letters,
    "case_accents": _letters,
    "hyphen_space": _letters,
    "reversed_names": _words,
    "shortened": _family_names,
    "spelling": _spelling,
    "initials": _initials,
    "surname_only": _surname,
    "given_name_only": _given_name,
    "initials_spelling": _initials_spelling,
    "surname_spelling": _surname_spelling,
    "diminutive": _diminutive,
    "monogram": _monogram,
}
