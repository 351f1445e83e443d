# ruff: noqa: E501 - rows of words read better in one line
"""Registers: the minutes of several meetings in one file, and minutes of one that look like several.

`register` tells what was joined: the day of each meeting, its first line and its last. `check_registers.py`
compares them with the parts that a file is cut into.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from generated_minutes import Inventor, motion
from layouts.grid import Choice, Grid, Made
from layouts.heads import KINDS, Meeting, in_words, printed
from layouts.sheet import FORMATS, Block, Line, PageBreak, Sheet, Table
from layouts.words import MONTHS

DATE_FORMS = (
    "12 mars 2024",
    "mardi 12 mars 2024",
    "MARDI 12 MARS 2024",
    "12/03/2024",
    "12.03.2024",
    "12/03/24",
)
MEETINGS = ("one", "two", "three to six", "seven to fourteen")
PAGES = ("a new page each", "run on")
FRONTS = ("none", "cover", "contents", "cover and contents")
HEADS = (
    "letterhead and session", "one line", "session and sentence", "sentence", "key", "day alone", "table", "number",
    "extracts", "heading", "capitals", "hour and place",
)  # fmt: skip
ATTENDANCES = ("in a line", "a line each", "a sentence", "table", "counts before", "opening alone")
ENDS = ("closing", "signatures", "closing and signatures", "hour", "none")
TRAPS = (
    "none", "last minutes approved", "next meeting", "calendar", "report of a commission", "minutes named in the text",
    "convocation", "extraordinary",
)  # fmt: skip
ORDERS = ("rising", "falling")

DIMENSIONS: Mapping[str, Sequence[str]] = {
    "format": FORMATS, "meetings": MEETINGS, "pages": PAGES, "front": FRONTS, "head": HEADS, "date form": DATE_FORMS,
    "attendance": ATTENDANCES, "end": ENDS, "trap": TRAPS, "order": ORDERS, "kind": tuple(KINDS),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A meeting of a register: its day, and how its minutes begin and end."""

    day: date
    first: str
    last: str


@dataclass(frozen=True)
class Register:
    """A file with its meetings, in its order."""

    sheet: Sheet
    parts: Sequence[Part]


@dataclass
class _Minutes:
    """The minutes of one meeting, while they are written."""

    random: Random
    choice: Choice
    meeting: Meeting
    inventor: Inventor
    day: date
    number: int
    members: Sequence[str]

    def is_(self, name: str, *values: str) -> bool:
        return self.choice[name] in values

    @property
    def on(self) -> str:
        """The day as printed."""
        return printed(self.day, self.choice["date form"])

    @property
    def session(self) -> str:
        """ "Séance", "Assemblée générale", at times an extraordinary one."""
        noun = self.meeting.noun[0].upper() + self.meeting.noun[1:]
        extra = (
            self.is_("trap", "extraordinary")
            and self.number % 3 == 2
            and "assemblée" not in self.meeting.noun
        )
        return f"{noun} extraordinaire" if extra else noun

    def blocks(self) -> Iterator[Block]:
        """All of it."""
        points = self.random.randint(2, 4)
        head = list(self._head())
        yield from head
        yield from self._attendance()
        yield from self._traps()
        for number in range(1, points + 1):
            if number > 1 and self.is_("head", "extracts"):
                yield from [PageBreak()] if self.is_("pages", "a new page each") else []
                yield from [
                    *head,
                    Line(f"Présents : {self.random.randint(8, 15)} – Votants : {self.random.randint(8, 15)}"),
                ]
            for line in motion(self.inventor, number):
                yield from [Line(line)] if line else []
        yield from self._end()

    def _head(self) -> Iterator[Block]:
        meeting, session, on = self.meeting, self.session, self.on
        place = f"salle {self.inventor.name()}"
        match self.choice["head"]:
            case "letterhead and session":
                yield Line(meeting.issuer.upper(), bold=True, align="center")
                yield Line("PROCÈS-VERBAL", bold=True, align="center")
                yield Line(f"{session} du {on}", align="center")
            case "one line":
                yield Line(f"Compte rendu de la réunion {meeting.of} du {on}", bold=True)
            case "session and sentence":
                yield Line(f"{session} du {on}", bold=True)
                yield Line(self._sentence())
            case "sentence":
                yield Line(f"Procès-verbal {meeting.of}", bold=True)
                yield Line(self._sentence())
            case "key":
                yield Line(f"Compte rendu – {meeting.body}", bold=True)
                yield Line(f"Date : {on}")
                yield Line(f"Lieu : {place}")
            case "day alone":
                yield Line(f"{session} {meeting.of}", bold=True, align="center")
                yield Line(on, align="center")
            case "table":
                yield Line(f"Relevé de décisions {meeting.of}", bold=True)
                yield Table([["Date", on], ["Lieu", place]])
            case "number":
                yield Line(f"{session} n° {self.number} du {on}", bold=True)
                yield Line(meeting.body[0].upper() + meeting.body[1:])
            case "extracts":
                yield Line("EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS", bold=True, align="center")
                yield Line(f"{session} du {on}", align="center")
            case "heading":
                yield Line(f"Réunion du {on}", style="Heading 1")
            case "capitals":
                yield Line(f"{session} du {on}".upper(), bold=True, align="center")
            case "hour and place":
                yield Line(
                    f"{session} {meeting.of} du {on} à {self.inventor.number(17, 20)} h 30, {place}",
                    bold=True,
                )

    def _sentence(self) -> str:
        words = f"{in_words(self.day.day) if self.day.day > 1 else 'premier'} {MONTHS[self.day.month - 1]}"
        body = (
            f"{self.meeting.body} s'est réuni"
            if not self.meeting.assembly
            else f"les membres de {self.meeting.body} se sont réunis"
        )
        lead = "le " if not self.meeting.assembly and self.meeting.body[0] not in "aeio" else ""
        return f"L'an {in_words(self.day.year)}, le {words}, à vingt heures, {lead}{body} en salle {self.inventor.name()}."

    def _attendance(self) -> Iterator[Block]:
        there, away = self.members[:-2], self.members[-2:]
        match self.choice["attendance"]:
            case "in a line":
                yield Line(f"Présents : {', '.join(there)}")
                yield Line(f"Excusés : {', '.join(away)}")
            case "a line each":
                yield Line("Étaient présents :", bold=True)
                yield from (Line(name, style="List Bullet") for name in there)
            case "a sentence":
                yield Line(f"Étaient présents {', '.join(there[:-1])} et {there[-1]}.")
                yield Line(f"Secrétaire de séance : {there[0]}")
            case "table":
                yield Table(
                    [
                        ["Nom", "Présent", "Excusé"],
                        *([name, "X", ""] for name in there),
                        *([name, "", "X"] for name in away),
                    ]
                )
            case "counts before":
                yield Line(f"Nombre de membres en exercice : {len(self.members)}")
                yield Line(f"Membres présents : {', '.join(there)}")
            case "opening alone":
                yield Line(f"La séance est ouverte à {self.inventor.number(17, 20)} h 30 par {there[0]}.")

    def _traps(self) -> Iterator[Block]:
        other = printed(self.day - timedelta(days=self.random.randint(20, 40)), self.choice["date form"])
        later = [self.day + timedelta(days=30 * step) for step in (1, 2, 3)]
        match self.choice["trap"]:
            case "last minutes approved":
                yield Line("Approbation du dernier compte rendu", bold=True)
                yield Line(f"Le compte rendu de la séance du {other} est approuvé à l'unanimité.")
            case "next meeting":
                yield Line("Prochaine réunion")
                yield Line(f"Réunion du {printed(later[0], self.choice['date form'])} à 18 h")
            case "calendar":
                yield Line("Calendrier des réunions")
                yield from (
                    Line(f"Réunion du {printed(day, self.choice['date form'])}", style="List Bullet")
                    for day in later
                )
            case "report of a commission":
                yield Line(f"Réunion de la commission des travaux du {other}", bold=True)
                yield Line(f"La commission était représentée par {self.members[0]}.")
                yield Line(f"Elle propose de réparer le {self.inventor.word()}.")
            case "minutes named in the text":
                yield Line(
                    f"Vu le procès-verbal de la séance du {other}, {self.members[1]} rappelle le vote sur le {self.inventor.word()}."
                )
            case "convocation":
                yield Line(f"Date de la convocation : {other}")

    def _end(self) -> Iterator[Block]:
        closing = f"L'ordre du jour étant épuisé, la séance est levée à {self.inventor.number(20, 23)} h 15."
        signatures = [
            Line("Le président,\tLa secrétaire de séance,"),
            Line(f"{self.members[0]}\t{self.members[1]}"),
        ]
        match self.choice["end"]:
            case "closing":
                yield Line(closing)
            case "signatures":
                yield from signatures
            case "closing and signatures":
                yield from [Line(closing), *signatures]
            case "hour":
                yield Line(f"Fin de la réunion : {self.inventor.number(20, 23)} h 15")
            case "none":
                yield Line(f"La remise des clés du {self.inventor.word()} revient à {self.members[0]}.")


def register(choice: Choice, random: Random) -> Register:
    """A file of several meetings, or of one."""
    meeting, inventor = KINDS[choice["kind"]](random), Inventor(random.randrange(10**6))
    least, most = {"one": (1, 1), "two": (2, 2), "three to six": (3, 6), "seven to fourteen": (7, 14)}[
        choice["meetings"]
    ]
    days = [date(random.randint(2011, 2024), random.randint(1, 3), random.randint(1, 28))]
    while len(days) < random.randint(least, most) or len(days) < least:
        days.append(days[-1] + timedelta(days=random.randint(7, 45)))
    if choice["order"] == "falling":
        days.reverse()
    members = [f"{random.choice(('M.', 'Mme'))} {inventor.person()}" for _ in range(random.randint(6, 12))]
    minutes = [
        list(_Minutes(random, choice, meeting, inventor, day, number, members).blocks())
        for number, day in enumerate(days, 1)
    ]
    parts = [
        Part(day, _text(blocks[0]), _text(blocks[-1])) for day, blocks in zip(days, minutes, strict=True)
    ]
    paged = choice["pages"] == "a new page each"
    whole: list[Block] = list(_front(choice, meeting, days)) if len(days) > 1 else []
    for number, blocks in enumerate(minutes):
        whole += [PageBreak()] if paged and (number or whole) else []
        whole += blocks
    return Register(Sheet(whole), parts)


def _text(block: Block) -> str:
    assert isinstance(block, Line)
    return block.text


def _front(choice: Choice, meeting: Meeting, days: Sequence[date]) -> Iterator[Block]:
    if "cover" in choice["front"]:
        yield Line(meeting.issuer, style="Title")
        yield Line("Registre des procès-verbaux", style="Title")
        yield Line(f"Année {days[0].year}", align="center")
    if choice["front"] == "cover and contents":
        yield PageBreak()
    if "contents" in choice["front"]:
        yield Line("Table des matières", bold=True)
        noun = meeting.noun[0].upper() + meeting.noun[1:]
        yield from (
            Line(f"{noun} du {printed(day, choice['date form'])}\t{3 * number + 2}")
            for number, day in enumerate(days)
        )


def _make(choice: Choice, random: Random) -> Made:
    made = register(choice, random)
    return Made(made.sheet, {"meeting": {"date": made.parts[0].day.isoformat()}})


GRID = Grid(DIMENSIONS, _make)
