"""Whether what the rules took for a body beside a name is one.

A form alone often does not tell ("Terre Vive", "Suivi de projet"); what the other people of the list have at
the same place does: bodies come back, and lists hold to one order.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crparse import lexicon
from crparse.language.organisations import public_bodies
from crparse.language.persons import first_names
from crparse.models import BoostedTrees
from crparse.stages.attendance.beside import names_a_body, starts_with_role
from crparse.stages.attendance.entries import Listed
from crparse.stages.attendance.pieces import begins_with_person
from crparse.stages.attendance.rows import AttendanceLine, Units
from crparse.text import fold, squeeze

NOT_A_BODY = 0.07
"""Up to here what the rules took for a body is none. On bodies held out that takes away 162 of 358 texts that
are none and 1 of 762 that are one; 0.1 takes 194 and 2, but "Terre Vive" above its people too."""

HEADED = ("table:header", "table:header_above")
"""Tables whose heading says what stands beside the names."""

Figures = dict[str, float]

KNOWN = ("known role", "known body", "public body", "inner role", "list role", "list body", "group role")
"""Figures that say what the lexicon knows: of minutes that nobody has read it knows less."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What the rules read beside a name, with how it and the others of its list look."""

    person: Listed
    text: str
    role: bool
    """Whether the rules took it for a function."""
    figures: Figures


def drop_others(listed: Sequence[Listed], units: Units, trees: BoostedTrees) -> None:
    """Takes from people what stands beside them as a body and is surely none.

    What stands under a known heading, or beside a function ("Roux (syndic, Lumen)"), stays.
    """
    found = list(printed_beside(listed, units))
    for one, likely in zip(found, trees.probabilities([one.figures for one in found]), strict=True):
        settled = one.role or one.person.roles or one.person.cue in HEADED
        if not settled and likely <= NOT_A_BODY:
            one.person.organisation = None


def printed_beside(listed: Sequence[Listed], units: Units) -> Iterator[Printed]:
    """All that stands beside the people of the lists."""
    told = [(person, text, role) for person in listed for text, role in _texts(person)]
    count = Counter(id(person) for person, _, _ in told)
    places = [_place(person, text, units) for person, text, _ in told]
    own = [{**_form(text), **place} for (_, text, _), place in zip(told, places, strict=True)]
    companies: dict[str, _Company] = {}
    for (_, text, _), place, figures in zip(told, places, own, strict=True):
        companies.setdefault(_kind_of_place(place), _Company()).add(text, figures)
    for (person, text, role), place, figures in zip(told, places, own, strict=True):
        company = companies[_kind_of_place(place)].figures(text, len(listed))
        yield Printed(person, text, role, {**figures, **company, "both": float(count[id(person)] > 1)})


def _texts(person: Listed) -> Iterator[tuple[str, bool]]:
    if person.organisation:
        yield person.organisation, False
    yield from ((role, True) for role in person.roles)


# What parts a name from what stands beside it: takes ", " and " (", leaves letters.
_SIGN = re.compile(r"[\W_]*$")
_SIGNS = {"(": "bracket", ",": "comma", "-": "dash", ":": "colon", "\t": "tab"}


def _place(person: Listed, text: str, units: Units) -> Figures:
    """Where something stands: after which sign, before the name, above it, in a table."""
    row = units[person.unit] if 0 <= person.unit < len(units) else None
    found = dict.fromkeys(("table", "above", "before", *_SIGNS.values()), 0.0)
    if not isinstance(row, AttendanceLine):
        found["table"] = 1.0
        return found
    line = squeeze(row.text)
    name, at = line.find(person.name), line.find(text)
    after = line.find(text, name + len(person.name)) if name >= 0 else at
    if at < 0:
        found["above"] = 1.0
    elif after < 0:
        found["before"] = 1.0
    else:
        signs = _SIGN.search(fold(line[:after]))
        for sign, kind in _SIGNS.items():
            found[kind] = float(signs is not None and sign in signs.group())
    return found


def _kind_of_place(place: Mapping[str, float]) -> str:
    return next((name for name, value in place.items() if value), "")


def _form(text: str) -> Figures:
    """How something looks by itself."""
    folded, words = fold(text), text.split()
    letters = [word for word in words if word[:1].isalpha()]
    count = max(1, len(letters))
    return {
        "words": float(min(len(words), _MOST_SAME)),
        "length": float(min(len(text), 2 * _MOST_PEOPLE)),
        "lower start": float(text[:1].islower()),
        "capitalised": sum(word[0].isupper() for word in letters) / count,
        "capitals": sum(word.isupper() and len(word) > 1 for word in letters) / count,
        "acronym": float(len(words) == 1 and text.isupper() and len(text) > 1),
        "digits": float(any(map(str.isdigit, text))),
        "brackets": float("(" in text),
        "commas": float("," in text),
        "slash": float("/" in text),
        "ending": float(lexicon.cues("roles", "roles.endings").match(folded) is not None),
        "person": float(begins_with_person(text, 2)),
        "first name": float(bool(words) and fold(words[0]) in first_names()),
        "known role": float(starts_with_role(text)),
        "inner role": float(any(starts_with_role(word) for word in words[1:])),
        "known body": float(names_a_body(text)),
        "public body": float(folded in public_bodies()),
        "group role": float(lexicon.cues("attendance", "groups.role").match(folded) is not None),
    }


_OF_LIST = {
    "list role": "known role", "list body": "known body", "list acronyms": "acronym",
    "list lower": "lower start",
    "list capitals": "capitals", "list endings": "ending", "list words": "words", "list persons": "person",
    "list capitalised": "capitalised",
}  # fmt: skip


class _Company:
    """What all people have at one place."""

    def __init__(self) -> None:
        self.values = Counter[str]()
        self.sums = defaultdict[str, float](float)

    def add(self, text: str, own: Mapping[str, float]) -> None:
        """What one more has."""
        self.values[fold(text)] += 1
        for figure in _OF_LIST.values():
            self.sums[figure] += own[figure]

    def figures(self, text: str, people: int) -> Figures:
        """What the others say of a text at that place, in a list of so many people."""
        total, same = self.values.total(), self.values[fold(text)]
        return {
            **{name: self.sums[figure] / total for name, figure in _OF_LIST.items()},
            "share of people": min(1.0, total / max(1, people)),
            "values": len(self.values) / total,
            "same": same / total,
            "same count": float(min(same, _MOST_SAME)),
            "people": float(min(people, _MOST_PEOPLE)),
        }


_MOST_SAME, _MOST_PEOPLE = 12, 40
"""Counts from which on more say the same. Chosen, not measured."""
