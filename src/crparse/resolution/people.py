"""The people of one document: mentions joined into entities."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crparse.record import Entity, Mention
from crparse.resolution import block
from crparse.resolution.cluster import Link, cluster
from crparse.resolution.compare import Level, Match, compare
from crparse.resolution.compare_people import FULL_NAME_LEVELS, PARTIAL_LEVELS, PERSON_LEVELS
from crparse.resolution.entities import make_entity
from crparse.resolution.person_form import PersonForm, parse_form

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
    forms = _with_double_given_names(
        [parse_form(*key) for key in sorted({_form_key(m) for m in mentions})], names
    )
    people = _full_names([f for f in forms if f.full], names)
    lone = [f for f in forms if not f.full]
    people += _listed_lone([f for f in lone if f.text in names and not f.surname], people)
    known = {_key(f) for person in people for f in person.forms}
    left = [f for f in lone if _key(f) not in known and _join(f, people)]
    people += _clusters(left, (*FULL_NAME_LEVELS, *PARTIAL_LEVELS[:1]), names)
    return _entities(people, mentions)


def _form_key(mention: Mention) -> tuple[str, bool]:
    return mention.text, mention.rule == SURNAME_RULE


def _key(form: PersonForm) -> tuple[str, bool]:
    return form.text, form.surname


def _with_double_given_names(forms: list[PersonForm], listed: set[str]) -> list[PersonForm]:
    """The forms, "Jean Roc" taken for a given name where a Jean-Roc of that name is there."""
    given = {"".join(f.given) for f in forms if f.full and len(f.given) > 1}
    return [
        PersonForm(f.text, lone=f.words) if "".join(f.words) in given and f.text not in listed else f
        for f in forms
    ]


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


def _entities(people: list[Person], mentions: Sequence[Mention]) -> list[Entity]:
    owner = {_key(form): index for index, person in enumerate(people) for form in person.forms}
    own: list[list[Mention]] = [[] for _ in people]
    for mention in mentions:
        if (index := owner.get(_form_key(mention))) is not None:
            own[index].append(mention)
    entities = []
    for person, found in zip(people, own, strict=True):
        name = _name(person, Counter(_form_key(m) for m in found))
        levels = {(f.text, f.surname): _level(f, name, person) for f in person.forms}
        entities.append(make_entity(name.text, [(m, levels[_form_key(m)]) for m in found]))
    return sorted(entities, key=lambda e: (e.mentions[0].start, e.mentions[0].end))


def _name(person: Person, count: Counter[tuple[str, bool]]) -> PersonForm:
    """The fullest form, of these the most frequent."""
    return max(person.forms, key=lambda f: (f.full, len(f.words), count[_key(f)], f.text))


def _level(form: PersonForm, name: PersonForm, person: Person) -> Match:
    """How the form belongs to the person: as the name itself, or as another of its forms."""
    match = compare(form, name, PERSON_LEVELS) or _best(
        form, Person([f for f in person.forms if f != form], False)
    )
    assert match is not None
    return match
