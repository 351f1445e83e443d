"""Partial names across a corpus: "Barbier" of one meeting is the Paul Barbier who sits with the same people.

Minutes of a council name its members by the surname alone for years. A body's name does not tell which
council ("conseil municipal"); who sits together does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crparse.language.persons import PersonForm
from crparse.resolution.linkage import compare
from crparse.resolution.people_levels import PERSON_LEVELS

LEVELS = frozenset({"initials", "surname_only"})
"""Levels by which a partial name may be that of a full one: the surname in full, no initial against it."""

FEWEST = 4
"""Other surnames that two meetings have to share to be of one circle: a working group has some five."""

SHARE = 0.5
"""Of the surnames of the smaller meeting, how many the other has as well: half of a council stays at an
election (both chosen, not measured on other councils than one)."""

Family = tuple[str, ...]


def family_of(form: PersonForm) -> Family:
    """The surname, as far as the name tells: a lone word may be one."""
    return form.family or form.lone


def led_to(
    forms: Mapping[int, Sequence[PersonForm]],
    documents: Sequence[str],
    groups: Sequence[Sequence[int]],
) -> Iterator[tuple[int, int]]:
    """The partial names that are those of one full name, and of none other: entity and group.

    Args:
        forms: The names of each entity, by its number.
        documents: Of each entity, the document that names it.
        groups: The entities that bear a full name, by person.
    """
    families: defaultdict[str, set[Family]] = defaultdict(set)
    for number, own in forms.items():
        families[documents[number]].update(family_of(form) for form in own if family_of(form))
    by_family: defaultdict[Family, set[int]] = defaultdict(set)
    for group, members in enumerate(groups):
        for number in members:
            for form in forms[number]:
                if form.full:
                    by_family[form.family].add(group)
    grouped = {number for members in groups for number in members}
    for number in sorted(set(forms) - grouped):
        here = documents[number]
        found = [
            group
            for group in sorted({g for form in forms[number] for g in by_family.get(family_of(form), ())})
            if _is_of_circle(here, {documents[i] for i in groups[group]}, families)
            and _match(forms[number], (form for i in groups[group] for form in forms[i] if form.full))
        ]
        if len(found) == 1:
            yield number, found[0]


def _is_of_circle(here: str, others: set[str], families: Mapping[str, set[Family]]) -> bool:
    """Whether the people of a document sit with those of one of the others; not in one that names both."""
    if here in others:
        return False
    own = families[here]
    return any(
        len(own & families[other]) > max(FEWEST, SHARE * min(len(own), len(families[other])))
        for other in others
    )


def _match(partial: Sequence[PersonForm], full: Iterable[PersonForm]) -> bool:
    """Whether every full name of the person may be what the partial name stands for."""
    names = set(full)
    return all(
        (match := compare(form, name, PERSON_LEVELS)) is not None and match.level in LEVELS
        for form in partial
        for name in names
    )
