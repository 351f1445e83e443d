"""The people of one document: when two printed names are one person, by ordered levels."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from crparse.language.persons import PersonForm, parse_form
from crparse.record import Entity, Mention
from crparse.resolution.linkage import (
    Index,
    Level,
    by_strength,
    cluster,
    compare,
    entities,
    matches,
    meetings,
)
from crparse.resolution.people_levels import FULL_NAME_LEVELS, PERSON_LEVELS, PERSON_TIERS, person_keys

SURNAME_RULE = "civility:surname"
"""Rule of a mention whose civility says that a lone name is a family name."""

COUPLE_RULES = ("civility:couple", "civility:couple_second")
"""Rules of the two mentions of a surname that is a couple's: "M. et Mme Roux"."""

SURE_LEVELS = [*chain(*PERSON_TIERS[:2])]
"""Levels by which names that are of nobody known are of one person."""

_TIER = {level.name: tier for tier, levels in enumerate(PERSON_TIERS) for level in levels}

Person = list[PersonForm]
"""The forms of one person, as found so far."""


class Known:
    """People who may be meant by a name, found without comparing it with all of them."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._index = Index()
        for place, person in enumerate(people):
            for form in person:
                self._index.add(place, person_keys(form))

    def join(self, form: PersonForm) -> int:
        """How many people the form may be of, by the best tier that any matches; the only one has it now."""
        keys = person_keys(form)
        found: defaultdict[int, list[int]] = defaultdict(list)
        for place in self._index.meets(keys):
            levels = [match.level for known in self._people[place] if (match := _between(form, known))]
            if levels:
                found[min(_TIER[level] for level in levels)].append(place)
        best = found[min(found)] if found else []
        if len(best) == 1:
            self._people[best[0]].append(form)
            self._index.add(best[0], keys)
        return len(best)


_between = partial(compare, levels=PERSON_LEVELS)


def resolve_people(mentions: Sequence[Mention], listed: Sequence[str] = ()) -> list[Entity]:
    """The people whom `mentions` name, in the order of their first mention.

    `listed` are names known to be of different people: the attendance list. A mention that may be of two
    people is of none.
    """
    names = set(listed)
    printed = _read(mentions, names)
    people = _clusters([form for form in printed if form.full], FULL_NAME_LEVELS, names)
    couples = [form for form in printed if form.partner]
    paired = {form.words for form in couples}
    lone = [form for form in printed if not form.full and not form.partner]
    people += _listed_alone(lone, people, names)
    settled = {form for person in people for form in person}
    known = Known(people)
    left = [form for form in lone if form not in settled and not known.join(form)]
    people += _clusters([form for form in left if form.words not in paired], SURE_LEVELS, names)
    people += [[form] for form in couples]

    def worth(form: PersonForm) -> tuple[bool, int, int, str]:
        return form.full, len(form.words), len(printed[form]), form.text

    return entities("p", people, printed, worth, _between)


def _read(mentions: Sequence[Mention], listed: set[str]) -> dict[PersonForm, list[Mention]]:
    """The mentions by the name they print, "Jean Roc" taken for a given name where a Jean-Roc is there.

    Two ways to print a name may be one form: what a civility says of "B.T." its initials say already.
    """
    printed: defaultdict[tuple[str, bool, int], list[Mention]] = defaultdict(list)
    for mention in mentions:
        partner = COUPLE_RULES.index(mention.rule) + 1 if mention.rule in COUPLE_RULES else 0
        printed[mention.text, mention.rule == SURNAME_RULE or partner > 0, partner].append(mention)
    forms = {way: replace(parse_form(*way[:2]), partner=way[2]) for way in sorted(printed)}
    given = {"".join(form.given) for form in forms.values() if form.full and len(form.given) > 1}
    found: defaultdict[PersonForm, list[Mention]] = defaultdict(list)
    for way, form in forms.items():
        double = "".join(form.words) in given and form.text not in listed and not form.partner
        found[PersonForm(form.text, lone=form.words) if double else form] += printed[way]
    return found


def _listed_alone(lone: Iterable[PersonForm], people: Sequence[Person], listed: set[str]) -> list[Person]:
    """Those who are listed by one name ("Nathalie"), without those whose full name is found elsewhere."""
    alone = [form for form in lone if form.text in listed and not form.surname]
    others = [person for person in people if alone and listed.isdisjoint(form.text for form in person)]
    unlisted = Known(others)
    return [[form] for form in alone if unlisted.join(form) != 1]


def _clusters(
    forms: Sequence[PersonForm], levels: Sequence[Level[PersonForm]], listed: set[str]
) -> list[Person]:
    """One person for each group of forms that all match one another, two listed names never together."""
    found = matches(forms, meetings(person_keys(form, levels) for form in forms), levels)

    def apart(i: int, j: int) -> bool:
        match = found.get((min(i, j), max(i, j)))
        both = forms[i].text in listed and forms[j].text in listed
        return match is None or (both and match.level in ("shortened", "spelling"))

    return [[forms[i] for i in group] for group in cluster(len(forms), by_strength(found), apart)]
