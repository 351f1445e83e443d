"""When two printed names are one person: the levels, strongest first, and the keys by which names meet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.language.persons import PersonForm, known_first_names
from crparse.resolution.linkage import BOTH, LONG, SHORT, Key, Level, either_way, keys_of, same, shortenings
from crparse.text import fold, name_words

SPELLING = 0.88
"""Least Jaro-Winkler similarity of two spellings of a name part; the other part must agree better."""

STRICT_SPELLING = 0.9
"""The same where only one part is there to compare."""

LONG_PART = 5
"""Letters from which a name part may have a second wrong letter."""

SHORTEST = 4
"""Letters of the shortest name part in which one may be wrong: of three any other makes another name."""

DIMINUTIVE = 3
"""Letters of the shortest diminutive."""

LONGEST_PERSON = 120
"""Characters of the longest name of a person: what is longer is a row of letters, and meets others only as a
whole."""

_SOUNDS = (("ph", "f"), ("ck", "k"), ("ch", "k"), ("h", ""), ("y", "i"), ("c", "k"), ("z", "s"))

# Takes the nn of "anna", leaves "ana".
_DOUBLED = re.compile(r"(.)\1+")


def _printed_words(form: PersonForm) -> tuple[str, ...]:
    return name_words(form.text)


def _letters(form: PersonForm) -> str:
    """All letters, whatever case, accents, hyphens and spaces."""
    return "".join(_printed_words(form))


def _letters_keys(form: PersonForm) -> Iterator[Key]:
    yield BOTH, "letters", _letters(form)


def _words(form: PersonForm) -> tuple[str, ...]:
    """The words in no order."""
    return tuple(sorted(_printed_words(form)))


def _words_keys(form: PersonForm) -> Iterator[Key]:
    yield BOTH, "words", *_words(form)


@either_way
def _shortened(short: PersonForm, long: PersonForm) -> bool:
    """ "Anne Sorel" and "Anne Sorel-Duval": one of the two family names left out."""
    if not short.full or not long.full or short.given != long.given or len("".join(short.family)) < 3:
        return False
    size = len(short.family)
    return short.family in (long.family[:size], long.family[-size:])


def _family_names_keys(form: PersonForm) -> Iterator[Key]:
    """The same given name, and the first or last family names."""
    if form.full:
        yield SHORT, "family names", form.given, form.family
        for size in range(1, len(form.family) + 1):
            for part in (form.family[:size], form.family[-size:]):
                yield LONG, "family names", form.given, part


def _spelling(left: PersonForm, right: PersonForm) -> float:
    """ "Rémi Hubert" and "Rémy Hubert", "Anne Bonsard" and "Anne Bensard"; one part must be the same."""
    if not left.full or not right.full:
        return 0
    found = []
    for given, family in ((right.given, right.family), (right.family, right.given)):
        alike = (
            _misspelt_given(left.given, given),
            _misspelt("".join(left.family), "".join(family), SPELLING),
        )
        found.append(min(alike) if 1 in alike else 0)
    return max(found)


def _misspelt_given(left: Sequence[str], right: Sequence[str]) -> float:
    """As `_misspelt`; two names that both exist are one only where they sound the same (Rémi, Rémy)."""
    if left == right:
        return 1
    one, other = "".join(left), "".join(right)
    if sound(one) == sound(other):
        return 0.97
    return 0 if {one, other} <= known_first_names() else _misspelt(one, other, SPELLING)


def _misspelt(left: str, right: str, least: float) -> float:
    """How alike two spellings of one name part are, 0 where they are two names."""
    if left == right:
        return 1
    size = min(len(left), len(right))
    if size < SHORTEST or DamerauLevenshtein.distance(left, right) > (1 if size < LONG_PART else 2):
        return 0
    alike = JaroWinkler.similarity(left, right)
    return alike if alike >= least else 0


def sound(name: str) -> str:
    """A crude likeness of how a first name sounds; a final e stays, it tells Michel from Michèle."""
    for letters, sound in _SOUNDS:
        name = name.replace(letters, sound)
    return _DOUBLED.sub(r"\1", name)


def _spelling_keys(form: PersonForm) -> Iterator[Key]:
    """One part the same, the other nearly so or sounding the same; the two in any order."""
    if form.full:
        parts = "".join(form.given), "".join(form.family)
        for same_part, other in (parts, parts[::-1]):
            yield BOTH, "sound", same_part, sound(other)
            for rest in _spellings(other):
                yield BOTH, "spelling", same_part, rest


def _spellings(part: str) -> Iterator[str]:
    """What a part of a name shares with one that has a letter or two wrong."""
    return shortenings(part, 0 if len(part) < SHORTEST else 1 if len(part) < LONG_PART else 2)


@either_way
def _initials(short: PersonForm, long: PersonForm) -> bool:
    """ "J.-P. Martin" and "Jean-Pierre Martin", "Lucie B." and "Lucie Bernard"."""
    if not short.abbreviated or not long.given or not long.family:
        return False
    same_family = "".join(short.family) == "".join(long.family)
    if long.abbreviated:
        return same_family and short.given[0][0] == long.given[0][0]
    if same_family and _abbreviates(short.given, long.given):
        return True
    return "".join(short.given) == "".join(long.given) and _abbreviates(short.family, long.family)


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether (j, p), (jp,), (j,) or (ph,) may stand for the words."""
    if len(short) > 1:
        return len(short) <= len(long) and all(w.startswith(s) for s, w in zip(short, long, strict=False))
    return bool(short) and ("".join(long).startswith(short[0]) or short[0] == "".join(w[0] for w in long))


def _initials_keys(form: PersonForm) -> Iterator[Key]:
    """One part the same, and the initial of the other."""
    if form.given and form.family:
        for part, other in ((form.family, form.given), (form.given, form.family)):
            key = ("initial", "".join(part), other[0][0])
            yield LONG, *key
            if form.abbreviated:
                yield SHORT, *key


@either_way
def _surname_only(short: PersonForm, long: PersonForm) -> bool:
    return bool(short.lone) and "".join(short.lone) == "".join(long.family)


def _surname_keys(form: PersonForm) -> Iterator[Key]:
    """The family name alone."""
    yield SHORT if form.lone else LONG, "family", "".join(form.lone or form.family)


@either_way
def _given_name_only(short: PersonForm, long: PersonForm) -> bool:
    return bool(short.lone) and not short.surname and "".join(short.lone) == "".join(long.given)


def _given_name_keys(form: PersonForm) -> Iterator[Key]:
    """The given name alone."""
    if not form.lone:
        yield LONG, "given", "".join(form.given)
    elif not form.surname:
        yield SHORT, "given", "".join(form.lone)


@either_way
def _initials_spelling(short: PersonForm, long: PersonForm) -> float:
    """ "J. Tureau" and "Jeanne Thureau"."""
    if not short.abbreviated or long.abbreviated or not _abbreviates(short.given, long.given):
        return 0
    return _misspelt("".join(short.family), "".join(long.family), SPELLING)


def _initials_spelling_keys(form: PersonForm) -> Iterator[Key]:
    """The initial of the given name, and nearly the same family name."""
    if form.given and form.family:
        for rest in _spellings("".join(form.family)):
            yield SHORT if form.abbreviated else LONG, "initial", form.given[0][0], rest


@either_way
def _surname_spelling(short: PersonForm, long: PersonForm) -> float:
    """ "M. Kowalsky" and "Irène Kowalski"."""
    name = "".join(short.lone)
    if not name or not long.family or (not short.surname and name in known_first_names()):
        return 0
    return _misspelt(name, "".join(long.family), STRICT_SPELLING)


def _surname_spelling_keys(form: PersonForm) -> Iterator[Key]:
    """Nearly the family name, alone."""
    for rest in _spellings("".join(form.lone or form.family)):
        yield SHORT if form.lone else LONG, "family near", rest


def _diminutive(left: PersonForm, right: PersonForm) -> bool:
    """ "Nico" and "Nicolas Perrin"; not "Jean" and "Jeanne", which are names of their own."""
    short, long = (left, right) if len(left.text) < len(right.text) else (right, left)
    return _is_diminutive(short) and "".join(long.given or long.lone).startswith(short.lone[0])


def _is_diminutive(form: PersonForm) -> bool:
    """Whether it may be how a given name begins: a lone word that is no family name or name of its own."""
    if form.surname or len(form.lone) != 1 or len(form.lone[0]) < DIMINUTIVE:
        return False
    return form.lone[0] not in known_first_names() or form.lone[0] in lexicon.words("people", "short_names")


def _diminutive_keys(form: PersonForm) -> Iterator[Key]:
    """How the given name begins."""
    if _is_diminutive(form):
        yield SHORT, "begins", form.lone[0]
    given = "".join(form.given or form.lone)
    for size in range(DIMINUTIVE, len(given) + 1):
        yield LONG, "begins", given[:size]


@either_way
def _monogram(short: PersonForm, long: PersonForm) -> bool:
    """ "JP" and "Jean-Pierre Roy", "MSD" and "Marie Sorel-Duval"."""
    return _is_monogram(short) and fold(short.text) in _monograms(long)


def _is_monogram(form: PersonForm) -> bool:
    """Whether it may be initials: two to four capitals."""
    return form.text.isupper() and 2 <= len(form.text) <= 4 and len(form.lone) == 1


def _monograms(form: PersonForm) -> set[str]:
    """The initials of all words, and of the given names."""
    return {"".join(word[0] for word in words) for words in (form.words, form.given or form.lone)}


def _monogram_keys(form: PersonForm) -> Iterator[Key]:
    if _is_monogram(form):
        yield SHORT, "monogram", fold(form.text)
    for letters in _monograms(form):
        yield LONG, "monogram", letters


FULL_NAME_LEVELS: tuple[Level[PersonForm], ...] = (
    Level("exact", _letters_keys, same(attrgetter("text"))),
    Level("case_accents", _letters_keys, same(_printed_words)),
    Level("hyphen_space", _letters_keys, same(_letters), 99),
    Level("reversed_names", _words_keys, same(_words), 98),
    Level("shortened", _family_names_keys, _shortened, 92),
    Level("spelling", _spelling_keys, _spelling),
)
"""Levels between two full names: they hold in a document and across a corpus."""

PERSON_TIERS: tuple[tuple[Level[PersonForm], ...], ...] = (
    FULL_NAME_LEVELS,
    (Level("initials", _initials_keys, _initials, 95),),
    (
        Level("surname_only", _surname_keys, _surname_only, 90),
        Level("given_name_only", _given_name_keys, _given_name_only, 85),
    ),
    (
        Level("initials_spelling", _initials_spelling_keys, _initials_spelling),
        Level("surname_spelling", _surname_spelling_keys, _surname_spelling),
    ),
    (Level("diminutive", _diminutive_keys, _diminutive, 80),),
    (Level("monogram", _monogram_keys, _monogram, 75),),
)
"""All levels, those together that are equally good evidence: two people that match in one tier are two
candidates. After the first tier they need the document: a part of a name points to the only person it can
stand for."""

PERSON_LEVELS = tuple(chain.from_iterable(PERSON_TIERS))


def person_keys(form: PersonForm, levels: Iterable[Level[PersonForm]] = PERSON_LEVELS) -> set[Key]:
    """The keys of a name by which it meets all that one of the levels joins with it."""
    return keys_of(form, levels, (_letters_keys,) if len(form.text) > LONGEST_PERSON else ())
