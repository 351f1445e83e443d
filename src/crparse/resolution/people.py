"""The people of one document: when two printed names are one person, by ordered levels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crparse.language.persons import PersonForm, parse_form
from crparse.record import Entity, Mention
from crparse.resolution.linkage import Index, Level, Link, Match, cluster, compare, make_entity, meetings
from crparse.resolution.people_levels import FULL_NAME_LEVELS, PARTIAL_LEVELS, PERSON_LEVELS, person_keys

SURNAME_RULE = "civility:surname"
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


class Known:
    """People who may be meant by a name, found without comparing it with all of them."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._index = Index()
        for place, person in enumerate(people):
            for form in person.forms:
                self._index.add(place, person_keys(form))

    def join(self, form: PersonForm) -> list[Person]:
        """The people the form may be of, by the best tier that any matches; if that is one, he has it now."""
        places = sorted(self._index.meets(person_keys(form)))
        levels = {place: match for place in places if (match := _best(form, self._people[place]))}
        for tier in TIERS:
            found = [place for place, match in levels.items() if match.level in tier]
            if len(found) == 1:
                self._people[found[0]].forms.append(form)
                self._index.add(found[0], person_keys(form))
            if found:
                return [self._people[place] for place in found]
        return []


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
    named = Known(people)
    left = [f for f in lone if f not in known and not named.join(f)]
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
        for i, j in sorted(meetings(person_keys(form, rank) for form in forms))
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
    unlisted = Known([person for person in people if not person.listed])
    new = []
    for form in forms:
        candidates = unlisted.join(form)
        if len(candidates) == 1:
            candidates[0].listed = True
        else:
            new.append(Person([form], listed=True))
    return new


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
