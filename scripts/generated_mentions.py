"""Fictional people and organisations of a département's minutes, and who each mention of them is.

Councils and associations meet for twenty years; their members change with the elections, some sit in two,
and many are called alike: names are as frequent as in France. Each document prints them in its own way, with
its own slips. Who a mention is is known, so that what joins them can be measured.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from crparse import lexicon
from crparse.resolution.corpus import DocumentEntities, DocumentEntity
from crparse.text import name_key
from generated_minutes import Inventor

MEMBERS = 24
"""People who sit in one body at a time."""

MANDATES = 3
"""Half of the members stay from one to the next."""

MEETINGS = 5
"""Of a body in one mandate."""

PRESENT = 0.7
"""Share of the members whom the minutes of one meeting name."""

ORGANISATIONS = 10
"""That one body deals with, beside those that all do."""

FREQUENT = 0.3
"""Share of the people whose surname is of the most frequent: 16 of 75 million bear those of the table, and
each region has frequent ones of its own."""

TWO_BODIES = 0.12
"""Share of the people who sit in two bodies."""

NAMESAKES = 0.06
"""Share of the people who are given the very name of somebody else, besides those who bear it by chance."""

NO_ORGANISATION = 0.3
"""Share of the mentions of people without their organisation."""

SLIP = 0.06
"""Share of the mentions of each kind of slip: a wrong letter, initials, a name in the other order."""

LONG_WORD = 7
"""Letters from which a word of an organisation's name is given a slip: of shorter ones a letter makes another
name ("EPF Gonbo", "EPF Gombo")."""

Truth = dict[tuple[str, str], str]
"""Who each entity of each document is."""


class _Person(NamedTuple):
    number: int
    given: str
    surname: str
    married: str
    """The second surname, "" for most."""


@dataclass
class _Organisation:
    number: int
    names: tuple[str, ...]
    """The full name, then others under which it is known."""
    acronym: str = ""


@dataclass
class _Body:
    name: str
    place: str
    members: list[list[_Person]] = field(default_factory=list)
    """By mandate."""
    organisations: list[_Organisation] = field(default_factory=list)


class Generated(NamedTuple):
    """Documents, and who is who in them."""

    documents: list[DocumentEntities]
    people: Truth
    organisations: Truth


def mentions(bodies: int, seed: int = 1) -> Generated:
    """The entities of all meetings of so many bodies, and the truth about them."""
    county = _County(seed, bodies)
    people: Truth = {}
    organisations: Truth = {}
    documents = [
        county.meeting(number, body, mandate, meeting, people, organisations)
        for number, body in enumerate(county.bodies)
        for mandate in range(MANDATES)
        for meeting in range(MEETINGS)
    ]
    return Generated(documents, people, organisations)


SOURCES = (
    ("Association {}", "ASSO", 3),
    ("Les Amis de {}", "", 2),
    ("Comité des fêtes", "", 1),
    ("Club de tennis de {}", "", 1),
    ("Amicale laïque", "", 1),
    ("SARL {}", "", 2),
    ("Entreprise {}", "", 2),
    ("Syndicat mixte du Val de {}", "SM", 2),
    ("Communauté de communes du Pays de {}", "CC", 2),
    ("Commune de {}", "", 3),
    ("École {}", "", 1),
    ("commission Travaux", "", 1),
    ("Fédération {} pour l'Environnement", "F", 2),
    ("Agence {} de Développement Économique", "A", 1),
    ("Collège {}", "", 1),
)
"""How the organisations of one place are called: the place or a name of their own stands for {}."""

OTHER_WORDS = {"Commune": "Mairie", "Association": "Asso", "École": "école", "Club": "club"}

OF_ALL = (
    "Région {}", "Département de {}", "Préfecture de {}", "Agence de l'eau {}", "Chambre d'agriculture de {}",
    "Hôpital de {}", "Office de tourisme de {}", "Communauté d'agglomération de {}", "EPF {}", "ARS {}",
)  # fmt: skip
"""The organisations that all bodies of one county deal with."""

COUNTY = 30
"""Bodies of one county."""


class _County:
    def __init__(self, seed: int, bodies: int) -> None:
        self.random = Random(seed)
        self.inventor = Inventor(seed)
        self._surnames = _weighted("surnames")
        self._given = _weighted("given_names")
        self._number = 0
        self._names: list[tuple[str, str]] = []
        self._rare = [self.inventor.name() for _ in range(max(200, bodies * 25))]
        self._shared: list[list[_Organisation]] = []
        for _ in range(0, bodies, COUNTY):
            name = self.inventor.name()
            self._shared.append([_Organisation(self._next(), (one.format(name),)) for one in OF_ALL])
        self.bodies = [self._body() for _ in range(bodies)]
        self._share_members()

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _person(self) -> _Person:
        draw = self.random
        if self._names and draw.random() < NAMESAKES:
            given, surname = draw.choice(self._names)
        else:
            given = draw.choices(self._given[0], cum_weights=self._given[1])[0]
            frequent = draw.random() < FREQUENT
            surname = (
                draw.choices(self._surnames[0], cum_weights=self._surnames[1])[0]
                if frequent
                else draw.choice(self._rare)
            )
        self._names.append((given, surname))
        married = draw.choice(self._rare) if draw.random() < 0.05 else ""
        return _Person(self._next(), given, surname, married)

    def _body(self) -> _Body:
        draw = self.random
        place = self.inventor.name()
        kinds = (
            "Conseil municipal de {}",
            "Conseil communautaire de {}",
            "Association {}",
            "Conseil municipal",
        )
        body = _Body(draw.choice(kinds).format(place), place)
        members = [self._person() for _ in range(MEMBERS)]
        body.members.append(members)
        for _ in range(1, MANDATES):
            stay = draw.sample(members, MEMBERS // 2)
            members = [*stay, *(self._person() for _ in range(MEMBERS - len(stay)))]
            body.members.append(members)
        called: dict[str, _Organisation] = {}
        while len(called) < ORGANISATIONS:
            one = self._organisation(place)
            called.setdefault(one.names[0], one)
        body.organisations = list(called.values())
        return body

    def _organisation(self, place: str) -> _Organisation:
        pattern, initial, _ = self.random.choices(SOURCES, weights=[weight for *_, weight in SOURCES])[0]
        name = pattern.format(self.random.choice((place, self.inventor.name(), self.inventor.name())))
        other = [name.replace(word, by, 1) for word, by in OTHER_WORDS.items() if name.startswith(word)]
        large = [word[0] for word in name.replace("'", " ").split() if word[0].isupper()]
        acronym = "".join(large) if initial and len(large) > 2 else ""
        return _Organisation(self._next(), (name, *other), acronym)

    def _share_members(self) -> None:
        """Some sit in a second body as well, a few of each body together: delegates."""
        draw = self.random
        for place, body in enumerate(self.bodies):
            other = self.bodies[(place + draw.randint(1, 5)) % len(self.bodies)]
            for own, members in zip(body.members, other.members, strict=True):
                delegates = [
                    one for one in draw.sample(own, round(TWO_BODIES * MEMBERS)) if one not in members
                ]
                for person, at in zip(delegates, draw.sample(range(MEMBERS), len(delegates)), strict=True):
                    members[at] = person

    def meeting(
        self, number: int, body: _Body, mandate: int, meeting: int, people: Truth, organisations: Truth
    ) -> DocumentEntities:
        """The minutes of one meeting, in a manner of its own."""
        draw = self.random
        document = f"{number:06}-{mandate}-{meeting}"
        style = draw.choices(("given first", "capitals", "surname first", "initials"), (6, 3, 2, 0.4))[0]
        present = sorted(draw.sample(body.members[mandate], round(PRESENT * MEMBERS)))
        found = []
        for index, person in enumerate(dict.fromkeys(present)):
            context = {name_key(body.name)}
            if draw.random() >= NO_ORGANISATION:
                where = body.organisations[person.number % 3]
                context.add(name_key(draw.choice(where.names)))
            name = _printed(person, style, draw)
            entity = f"p{index}"
            found.append(DocumentEntity(document, entity, name, (), draw.randint(1, 6), frozenset(context)))
            people[document, entity] = f"p{person.number}"
        dealt = [*draw.sample(body.organisations, 4), draw.choice(self._shared[number // COUNTY])]
        named = []
        for index, organisation in enumerate(dealt):
            names = _named(organisation, draw)
            entity = f"o{index}"
            context = frozenset({name_key(body.name)})
            named.append(DocumentEntity(document, entity, names[0], names[1:], draw.randint(1, 4), context))
            organisations[document, entity] = f"o{organisation.number}"
        return DocumentEntities(
            tuple(found), tuple(named), body.name, f"{2001 + 6 * mandate + meeting}-03-12"
        )


def _weighted(name: str) -> tuple[list[str], list[int]]:
    """Names of the table, and their weights added up."""
    total, names, weights = 0, [], []
    for printed, count in lexicon.table("name_frequencies", name).items():
        total += int(count)
        names.append(" ".join(map(str.capitalize, printed.split())))
        weights.append(total)
    return ["-".join(map(str.capitalize, one.split("-"))) for one in names], weights


def _printed(person: _Person, style: str, draw: Random) -> str:
    """The name as a document of that style prints it."""
    given, surname = person.given, person.surname
    if person.married and draw.random() < 0.6:
        surname = f"{surname}-{person.married}"
    chance = draw.random()
    if chance < SLIP:
        surname = _slip(surname, draw)
    elif chance < 1.3 * SLIP:
        given = _slip(given, draw)
    elif chance < 2 * SLIP or style == "initials":
        given = "-".join(f"{part[0]}." for part in given.split("-"))
    if style == "capitals":
        surname = surname.upper()
    other = draw.random() < SLIP
    return f"{surname.upper()} {given}" if (style == "surname first") != other else f"{given} {surname}"


def _slip(word: str, draw: Random) -> str:
    """The word with a letter wrong, missing, twice, or two swapped; not its first."""
    if len(word) < 4:
        return word
    at = draw.randrange(1, len(word) - 1)
    kind = draw.randrange(4)
    if kind == 0:
        return word[:at] + draw.choice("aeiournlst") + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _named(organisation: _Organisation, draw: Random) -> tuple[str, ...]:
    """The name that a document gives, and its other forms there."""
    name = draw.choice(organisation.names)
    chance = draw.random()
    if organisation.acronym and chance < 0.25:
        return (organisation.acronym, name) if chance < 0.12 else (organisation.acronym,)
    if chance < 0.25 + SLIP:
        long = [word for word in name.split() if len(word) > LONG_WORD]
        word = draw.choice(long) if long else ""
        return (name.replace(word, _slip(word, draw)),) if word else (name,)
    if chance < 0.4:
        return (name.upper(),)
    if chance < 0.46 and organisation.names[0].startswith(("SARL ", "Entreprise ", "Association ")):
        return (organisation.names[0].partition(" ")[2],)
    return (name,)


def pairs_right(truth: Truth, joined: Iterable[Sequence[tuple[str, str]]]) -> tuple[float, float]:
    """Precision and recall of the pairs of mentions that are said to be one."""
    said = right = 0
    for members in joined:
        count: dict[str, int] = {}
        for member in members:
            count[truth[member]] = count.get(truth[member], 0) + 1
        said += _pairs(len(members))
        right += sum(map(_pairs, count.values()))
    sizes: dict[str, int] = {}
    for one in truth.values():
        sizes[one] = sizes.get(one, 0) + 1
    return right / max(said, 1), right / max(sum(map(_pairs, sizes.values())), 1)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2
