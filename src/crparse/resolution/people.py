"""The people of one document: when two printed names are one person, by ordered levels."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from crparse import lexicon
from crparse.language.persons import PersonForm, known_first_names, parse_form
from crparse.record import Entity, Mention
from crparse.resolution import linkage as block
from crparse.resolution.linkage import Level, Link, Match, cluster, compare, make_entity
from crparse.text import fold, name_words

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


def _short_names() -> frozenset[str]:
    return lexicon.words("people", "short_names")


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


SURNAME_RULE = "civility_surname"
"""Rule of a mention whose civility says that a lone name is a family name."""

TIERS: tuple[tuple[str, ...], ...] = (
    tuple(level.name for level in FULL_NAME_LEVELS),
    ("initials",),
    ("surname_only", "given_name_only"),
    ("initials_spelling", "surname_spelling"),
    ("diminutive",),
    ("monogram",),
)
"""Levels that are equally good evidence: two people that match in one tier are two candidates."""


@dataclass
class Person:
    """The forms of one person, as found so far."""

    forms: list[PersonForm]
    listed: bool
    """Named in the attendance list."""


def resolve_people(mentions: Sequence[Mention], listed: Sequence[str] = ()) -> list[Entity]:
    """The people whom `mentions` name, in the order of their first mention.

    `listed` are names known to be of different people: the attendance list. A mention that may be of two
    people is of none.
    """
    names = set(listed)
    read = _read(mentions, names)
    forms = list(dict.fromkeys(read.values()))
    people = _full_names([f for f in forms if f.full], names)
    lone = [f for f in forms if not f.full]
    people += _listed_lone([f for f in lone if f.text in names and not f.surname], people)
    known = {form for person in people for form in person.forms}
    left = [f for f in lone if f not in known and _join(f, people)]
    people += _clusters(left, (*FULL_NAME_LEVELS, *PARTIAL_LEVELS[:1]), names)
    return _entities(people, [(m, read[_printed(m)]) for m in mentions])


Printed = tuple[str, bool]
"""A name as a mention prints it, and whether a civility says that it is a family name."""


def _printed(mention: Mention) -> Printed:
    return mention.text, mention.rule == SURNAME_RULE


def _read(mentions: Sequence[Mention], listed: set[str]) -> dict[Printed, PersonForm]:
    """The parts of each printed name, "Jean Roc" taken for a given name where a Jean-Roc is there.

    Two ways to print a name may be one form: what a civility says of "B.T." its initials say already.
    """
    forms = {printed: parse_form(*printed) for printed in sorted({_printed(m) for m in mentions})}
    given = {"".join(f.given) for f in forms.values() if f.full and len(f.given) > 1}
    return {
        printed: PersonForm(f.text, lone=f.words) if "".join(f.words) in given and f.text not in listed else f
        for printed, f in forms.items()
    }


def _full_names(forms: list[PersonForm], listed: set[str]) -> list[Person]:
    return _clusters(forms, FULL_NAME_LEVELS, listed)


def _clusters(forms: list[PersonForm], levels: Sequence[Level[PersonForm]], listed: set[str]) -> list[Person]:
    """One person for each group of forms that all match one another, two listed names never together."""
    rank = {level.name: i for i, level in enumerate(levels)}
    matches = {
        (i, j): match
        for i, j in block.pairs([[word[0] for word in f.words] for f in forms])
        if (match := compare(forms[i], forms[j], levels))
    }

    def apart(i: int, j: int) -> bool:
        match = matches.get((min(i, j), max(i, j)))
        both = forms[i].text in listed and forms[j].text in listed
        return match is None or (both and match.level in ("shortened", "spelling"))

    links = [Link(i, j, m.level, m.score, rank[m.level]) for (i, j), m in matches.items()]
    groups = [[forms[i] for i in group] for group in cluster(len(forms), links, apart)]
    return [Person(group, any(f.text in listed for f in group)) for group in groups]


def _listed_lone(forms: list[PersonForm], people: list[Person]) -> list[Person]:
    """Those who are listed by one name ("Nathalie"): someone new, or the full name found elsewhere."""
    unlisted = [person for person in people if not person.listed]
    new = []
    for form in forms:
        candidates = _candidates(form, unlisted)
        if len(candidates) == 1:
            candidates[0].forms.append(form)
            candidates[0].listed = True
        else:
            new.append(Person([form], listed=True))
    return new


def _join(form: PersonForm, people: list[Person]) -> bool:
    """Add the form to the only person it can be of; whether it is left, with no one to be."""
    candidates = _candidates(form, people)
    if len(candidates) == 1:
        candidates[0].forms.append(form)
    return not candidates


def _candidates(form: PersonForm, people: list[Person]) -> list[Person]:
    """The people the form may be of, by the best tier that any matches."""
    levels = [_best(form, person) for person in people]
    for tier in TIERS:
        found = [
            person for person, match in zip(people, levels, strict=True) if match and match.level in tier
        ]
        if found:
            return found
    return []


def _best(form: PersonForm, person: Person) -> Match | None:
    matches = [match for other in person.forms if (match := compare(form, other, PERSON_LEVELS))]
    rank = [level.name for level in PERSON_LEVELS]
    return min(matches, key=lambda m: (rank.index(m.level), -m.score)) if matches else None


def _entities(people: list[Person], read: Sequence[tuple[Mention, PersonForm]]) -> list[Entity]:
    """The entity of each person, from the mentions whose form is one of the person's."""
    owner = {form: index for index, person in enumerate(people) for form in person.forms}
    own: list[list[tuple[Mention, PersonForm]]] = [[] for _ in people]
    for mention, form in read:
        if (index := owner.get(form)) is not None:
            own[index].append((mention, form))
    entities = []
    for person, found in zip(people, own, strict=True):
        name = _name(person, Counter(form for _, form in found))
        levels = {form: _level(form, name, person) for form in person.forms}
        entities.append(make_entity(name.text, [(mention, levels[form]) for mention, form in found]))
    return sorted(entities, key=lambda e: (e.mentions[0].start, e.mentions[0].end))


def _name(person: Person, count: Counter[PersonForm]) -> PersonForm:
    """The fullest form, of these the most frequent."""
    return max(person.forms, key=lambda f: (f.full, len(f.words), count[f], f.text))


def _level(form: PersonForm, name: PersonForm, person: Person) -> Match:
    """How the form belongs to the person: as the name itself, or as another of its forms."""
    match = compare(form, name, PERSON_LEVELS) or _best(
        form, Person([f for f in person.forms if f != form], False)
    )
    assert match is not None
    return match
