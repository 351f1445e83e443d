# ruff: noqa: E501 - rows of words read better in one line
"""Minutes that announce what is to come, in every wording, and name days that are not to come."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.heads import GIVEN, SOCIETIES, SURNAMES, TOWNS, in_words
from layouts.sheet import FORMATS, Block, Line, Sheet, Table
from layouts.words import MONTHS, WEEKDAYS


@dataclass(frozen=True)
class Event:
    """What a reader writes into the calendar."""

    day: date
    label: str
    """Words that the label has to have, and no others of another event."""
    hour: tuple[int, int] | None = None
    last: date | None = None

    def record(self) -> Mapping[str, Any]:
        """As a gold record tells it."""
        return {
            "date": self.day.isoformat(),
            "end_date": self.last and self.last.isoformat(),
            "time": self.hour and f"{self.hour[0]:02}:{self.hour[1]:02}",
            "label": self.label,
        }


SHORT = ("Forum", "Bal", "Concert", "Atelier", "Brocante", "Stage", "AG", "Loto", "Kermesse", "Tournoi")
LONG = (
    "Repas des aînés", "Portes ouvertes de l'école", "Nettoyage des berges", "Visite du chantier",
    "Réunion publique sur l'eau", "Fête du four", "Commission des travaux", "Inauguration de la halle",
    "Assemblée des adhérents", "Conseil syndical",
)  # fmt: skip
LABELS = {"court": SHORT, "long": LONG}

DAY_FORMS = (
    "samedi 6 avril", "6 avril", "6 avril 2024", "06/04/2024", "samedi 6 avril 2024", "06/04", "sam. 6 avril",
    "1er du mois", "six avril", "SAMEDI 6 AVRIL",
)  # fmt: skip

HOUR_FORMS = (
    "aucune", "à 18h", "à 18 h 30", "de 9 h à 12 h, après", "de 9h à 12h, avant", "à midi", "14h-16h", "8 heures du soir",
    "entre 14h et 16h", "18:30", "à partir de 10h", "dix heures", "(20h)", "minuit", "à 2h de l'après-midi", "14h00, en tête",
)  # fmt: skip

WORDINGS = (
    "Prochaine réunion :", "aura lieu le", "se tiendra", "est fixé au", "Label : jour", "jour : label", "puce", "tableau",
    "liste de jours", "liste d'événements", "plage", "plage d'un mois", "deux jours de suite", "date limite", "d'ici",
    "demain", "jeudi en huit", "du mois prochain", "quinze jours", "jeudi prochain", "fête nommée", "courant",
    "à la suite", "calendrier sous titre", "un jour sans mois", "phrase nominale", "rendez-vous", "reporté",
)  # fmt: skip

DISTRACTORS = (
    "aucune", "loi", "facture", "élection passée", "réunion passée", "affiché", "version", "exercice", "subvention",
    "né", "arrêté", "sans jour", "durée", "délibération", "prix", "permis", "rue", "page",
)  # fmt: skip

TITLES = (
    "Dates à retenir",
    "Agenda",
    "Calendrier",
    "Questions diverses",
    "Informations",
    "Prochaines échéances",
)

DIMENSIONS = {
    "format": FORMATS, "wording": WORDINGS, "day": DAY_FORMS, "hour": HOUR_FORMS, "label": tuple(LABELS),
    "distractor": DISTRACTORS, "heading": TITLES, "meeting": ("jour", "fin d'année"),
}  # fmt: skip

AMBIGUOUS = (
    Ambiguity({"wording": "fête nommée", "day": "06/04"}, "a feast has no day in figures"),
    Ambiguity({"wording": "puce", "day": "six avril"}, "nobody prints a calendar in words"),
)

AFTERNOON = 12


def _spelt(day: date, form: str) -> str:
    week, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    first = "1er" if day.day == 1 else str(day.day)
    word = "premier" if day.day == 1 else in_words(day.day)
    return {
        "samedi 6 avril": f"{week} {first} {month}",
        "6 avril": f"{first} {month}",
        "6 avril 2024": f"{first} {month} {day.year}",
        "06/04/2024": f"{day:%d/%m/%Y}",
        "samedi 6 avril 2024": f"{week} {first} {month} {day.year}",
        "06/04": f"{day:%d/%m}",
        "sam. 6 avril": f"{week[:3]}. {first} {month}",
        "1er du mois": f"1er {month}",
        "six avril": f"{word} {month}",
        "SAMEDI 6 AVRIL": f"{week} {first} {month}".upper(),
    }[form]


class Announcer:
    """The meeting and the choices, and what may be said of them."""

    def __init__(self, choice: Choice, random: Random) -> None:
        self.choice, self.random = choice, random
        start = date(random.randint(2016, 2025), 11 if choice["meeting"] == "fin d'année" else 2, 20)
        self.meeting = start + timedelta(random.randrange(30))
        self.hour, self.before, self.after = _hour(choice["hour"], random)
        self.labels = list(random.sample(LABELS[choice["label"]], 4))
        ahead = sorted(random.sample(range(8, 100, 3), 5))
        self.days = self._apart([self.fitting(self.meeting + timedelta(days)) for days in ahead])

    def fitting(self, day: date) -> date:
        """The day itself, or the first of the next month."""
        if self.choice["day"] == "1er du mois":
            return (day.replace(day=1) + timedelta(32)).replace(day=1)
        return day

    def _apart(self, days: list[date]) -> list[date]:
        """The same, each in a month of its own where all are the first of one."""
        if self.choice["day"] != "1er du mois":
            return days
        return [
            (days[0] + timedelta(31 * later + 3 * (later > 0))).replace(day=1) for later in range(len(days))
        ]

    def spelt(self, day: date) -> str:
        """A day as printed on this sheet."""
        return _spelt(day, self.choice["day"])

    def event(self, number: int = 0, **changes: Any) -> Event:
        """One of the events, by default at the hour of the sheet."""
        told = {"day": self.days[number], "label": self.labels[number], "hour": self.hour, **changes}
        return Event(**told)

    def lower(self, number: int = 0) -> str:
        """The label inside a sentence, with its article."""
        label = self.labels[number]
        said = label if label.isupper() else label[0].lower() + label[1:]
        feminine = label.split()[0] in ("Brocante", "AG", "Kermesse", "Visite", "Réunion", "Fête", "Commission",
                                        "Inauguration", "Assemblée")  # fmt: skip
        if label.startswith("Portes"):
            return f"les {said}"
        if said[0].lower() in "aeiou" or label == "AG":
            return f"l'{said}"
        return f"{'la' if feminine else 'le'} {said}"


def _hour(form: str, random: Random) -> tuple[tuple[int, int] | None, str, str]:
    """The hour, and how it is printed before or after the day."""
    h = random.choice((9, 10, 14, 17, 18, 20))
    match form:
        case "à 18h":
            return (h, 0), "", f" à {h}h"
        case "à 18 h 30":
            return (h, 30), "", f" à {h} h 30"
        case "de 9 h à 12 h, après":
            return (h, 0), "", f" de {h} h à {h + 2} h"
        case "de 9h à 12h, avant":
            return (h, 0), f"de {h}h à {h + 2}h ", ""
        case "à midi":
            return (12, 0), "", " à midi"
        case "14h-16h":
            return (h, 0), "", f", {h}h-{h + 2}h"
        case "8 heures du soir":
            return (20, 0), "", " à 8 heures du soir"
        case "entre 14h et 16h":
            return (h, 0), "", f" entre {h}h et {h + 2}h"
        case "18:30":
            return (h, 30), "", f" à {h}:30"
        case "à partir de 10h":
            return (h, 0), "", f" à partir de {h}h"
        case "dix heures":
            return (h, 0), "", f" à {in_words(h)} heures"
        case "(20h)":
            return (h, 0), "", f" ({h}h)"
        case "minuit":
            return (0, 0), "", " à minuit"
        case "à 2h de l'après-midi":
            return (14, 0), "", " à 2h de l'après-midi"
        case "14h00, en tête":
            return (h, 0), f"à {h}h00 ", ""
    return None, "", ""


Told = tuple[Sequence[Block], Sequence[Event]]


def _next_meeting(a: Announcer) -> Told:
    said = a.random.choice(
        ("Prochaine réunion", "Prochaine séance", "Date de la prochaine réunion", "Prochain conseil")
    )
    joint = a.random.choice((" : ", " : le ", " le "))
    before = a.before if joint == " : " else ""
    if a.before and not before:
        return [Line(f"{said} {a.before}le {a.spelt(a.days[0])}.")], [a.event(label=said)]
    return [Line(f"{said}{joint}{before}{a.spelt(a.days[0])}{a.after}")], [a.event(label=said)]


def _sentence(verb: str, article: str = "le ") -> Callable[[Announcer], Told]:
    def told(a: Announcer) -> Told:
        who = a.lower()
        said = verb if not who.startswith("les ") else _plural(verb)
        before = a.before if article == "le " else ""
        text = f"{who} {said} {before}{article}{a.spelt(a.days[0])}{a.after}."
        return [Line(text[0].upper() + text[1:])], [a.event(hour=a.hour if before or a.after else None)]

    return told


def _plural(verb: str) -> str:
    words = {"aura": "auront", "se tiendra": "se tiendront", "est fixé": "sont fixées", "est reporté": "sont reportées",
             "est prévu": "sont prévues"}  # fmt: skip
    for one, many in words.items():
        verb = verb.replace(one, many)
    return verb


def _key(a: Announcer) -> Told:
    return [Line(f"{a.labels[0]} : {a.before}{'le ' if a.before else ''}{a.spelt(a.days[0])}{a.after}")], [
        a.event()
    ]


def _day_first(a: Announcer) -> Told:
    day = a.spelt(a.days[0])
    return [Line(f"{day[0].upper()}{day[1:]}{a.after} : {a.labels[0]}")], [
        a.event(hour=a.hour if a.after else None)
    ]


def _bullets(a: Announcer) -> Told:
    lines, events = [], []
    for number in range(3):
        style = "List Bullet"
        if a.random.random() < 0.5:
            lines.append(Line(f"{a.labels[number]} le {a.spelt(a.days[number])}{a.after}", style=style))
        else:
            lines.append(Line(f"{a.spelt(a.days[number])}{a.after} : {a.labels[number]}", style=style))
        events.append(a.event(number, hour=a.hour if a.after else None))
    return lines, events


def _table(a: Announcer) -> Told:
    hours = a.random.random() < 0.5 and a.after
    at = a.after.strip(" ,()").removeprefix("à ").removeprefix("de ") if hours else ""
    rows = [["Date", *(["Heure"] if hours else []), "Événement"]]
    rows += [[a.spelt(a.days[i]), *([at] if hours else []), a.labels[i]] for i in range(3)]
    plain = at and not any(word in at for word in ("partir", "entre", "midi", "minuit"))
    hour = a.hour if plain else None
    if hours and not plain:
        rows = [[row[0], row[2]] for row in rows]
    return [Table(rows, header_rows=1)], [a.event(i, hour=hour) for i in range(3)]


def _days_listed(a: Announcer) -> Told:
    one, two, three = (a.spelt(day) for day in a.days[:3])
    joint = a.random.choice((", ", " ; "))
    label = a.random.choice(("Prochaines réunions", "Dates des prochains ateliers", "Prochaines permanences"))
    text = f"{label} : {one}{joint}{two} et {three}{a.after}"
    return [Line(text)], [a.event(i, label=label, hour=a.hour if a.after else None) for i in range(3)]


def _events_listed(a: Announcer) -> Told:
    parts = [f"{a.lower(i)} le {a.spelt(a.days[i])}{a.after}" for i in range(3)]
    first = a.lower(0)
    verb = "auront lieu" if first.startswith("les ") else "aura lieu"
    text = f"{first} {verb} le {a.spelt(a.days[0])}{a.after}, {parts[1]} et {parts[2]}."
    return [Line(text[0].upper() + text[1:])], [
        a.event(i, hour=a.hour if a.after else None) for i in range(3)
    ]


def _range(a: Announcer) -> Told:
    first = a.days[0]
    last = a.fitting(first + timedelta(a.random.randint(2, 12)))
    who = a.lower()
    verb = "se dérouleront" if who.startswith("les ") else "se déroulera"
    text = f"{who} {verb} du {a.spelt(first)} au {a.spelt(last)}."
    return [Line(text[0].upper() + text[1:])], [a.event(hour=None, last=last)]


def _range_of_month(a: Announcer) -> Told:
    first = a.days[1].replace(day=a.random.randint(2, 12))
    first = first if first > a.meeting else (first + timedelta(40)).replace(day=first.day)
    last = first + timedelta(a.random.randint(2, 5))
    month = MONTHS[first.month - 1]
    form = a.random.choice(
        (
            f"{first.day}-{last.day} {month}",
            f"du {first.day} au {last.day} {month} {first.year}",
            f"du {first.day} au {last.day} {month}",
        )
    )
    return [Line(f"{a.labels[0]} : {form}")], [a.event(day=first, hour=None, last=last)]


def _two_days(a: Announcer) -> Told:
    first = a.days[0].replace(day=min(a.days[0].day, 27))
    first = first if first > a.meeting else first + timedelta(10)
    last = first + timedelta(1)
    month = MONTHS[last.month - 1]
    if first.month != last.month:
        first, last = first - timedelta(1), first
        month = MONTHS[last.month - 1]
    form = a.random.choice(
        (
            f"les {first.day} et {last.day} {month}",
            f"{WEEKDAYS[first.weekday()]} {first.day} et {WEEKDAYS[last.weekday()]} {last.day} {month}",
        )
    )
    return [Line(f"{a.labels[0]} {form}{a.after}")], [
        a.event(day=first, last=last, hour=a.hour if a.after else None)
    ]


def _deadline(a: Announcer) -> Told:
    what = a.random.choice(
        ("Les dossiers sont à rendre", "Les inscriptions sont ouvertes", "Les devis sont attendus")
    )
    by = a.random.choice(("avant le", "jusqu'au", "au plus tard le", "d'ici le", "pour le"))
    return [Line(f"{what} {by} {a.spelt(a.days[0])}.")], [a.event(label=what.split()[1], hour=None)]


def _until(a: Announcer) -> Told:
    who = f"{a.random.choice(GIVEN)} {a.random.choice(SURNAMES)}"
    return [Line(f"{who} relance l'entreprise d'ici le {a.spelt(a.days[0])}.")], [
        a.event(label="relance", hour=None)
    ]


def _tomorrow(a: Announcer) -> Told:
    words, ahead = a.random.choice((("demain", 1), ("après-demain", 2)))
    who = a.lower()
    verb = "ont lieu" if who.startswith("les ") else "a lieu"
    text = f"{who} {verb} {words}{a.after}."
    day = a.meeting + timedelta(ahead)
    return [Line(text[0].upper() + text[1:])], [a.event(day=day, hour=a.hour if a.after else None)]


def _in_eight(a: Announcer) -> Told:
    number = a.random.randrange(7)
    name, ahead = a.random.choice((("en huit", 7), ("en quinze", 14)))
    day = a.meeting + timedelta((number - a.meeting.weekday()) % 7 or 7) + timedelta(ahead)
    return [Line(f"Le bureau se réunira {WEEKDAYS[number]} {name}{a.after}.")], [
        a.event(day=day, label="bureau", hour=a.hour if a.after else None)
    ]


def _of_next_month(a: Announcer) -> Told:
    number = a.random.randint(2, 28)
    month = (a.meeting.replace(day=1) + timedelta(32)).replace(day=number)
    return [Line(f"Une réunion est fixée au {number} du mois prochain{a.after}.")], [
        a.event(day=month, label="réunion", hour=a.hour if a.after else None)
    ]


def _in_days(a: Announcer) -> Told:
    words, days = a.random.choice(
        (
            ("dans quinze jours", 15),
            ("dans 10 jours", 10),
            ("dans une semaine", 7),
            ("dans deux semaines", 14),
        )
    )
    text = f"La commission se réunira {words}{a.after}."
    days = 14 if words == "dans quinze jours" else days
    return [Line(text)], [
        a.event(day=a.meeting + timedelta(days), label="commission", hour=a.hour if a.after else None)
    ]


def _next_weekday(a: Announcer) -> Told:
    number = a.random.randrange(7)
    day = a.meeting + timedelta((number - a.meeting.weekday()) % 7 or 7)
    return [Line(f"La commission se réunira {WEEKDAYS[number]} prochain{a.after}.")], [
        a.event(day=day, label="commission", hour=a.hour if a.after else None)
    ]


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _feast(a: Announcer) -> Told:
    year = a.meeting.year
    name, month, day = a.random.choice(
        (("à la Toussaint", 11, 1), ("le 14 Juillet", 7, 14), ("le lundi de Pentecôte", 0, 50), ("le lundi de Pâques", 0, 1),
         ("à l'Ascension", 0, 39), ("le jour de Noël", 12, 25), ("le jour de l'an", 1, 1))
    )  # fmt: skip
    years = (year, year + 1)
    found = [date(y, month, day) if month else _easter(y) + timedelta(day) for y in years]
    when = next(one for one in found if one >= a.meeting)
    who = a.lower()
    verb = "auront lieu" if who.startswith("les ") else "aura lieu"
    text = f"{who} {verb} {name}{a.after}."
    return [Line(text[0].upper() + text[1:])], [a.event(day=when, hour=a.hour if a.after else None)]


def _current(a: Announcer) -> Told:
    number = min(28, a.meeting.day + a.random.randint(1, 8))
    day = a.meeting.replace(day=number)
    if day <= a.meeting:
        day = a.meeting
        return [Line("Rien n'est annoncé.")], []
    week = WEEKDAYS[day.weekday()]
    return [Line(f"Les travaux commenceront {week} {number} courant.")], [
        a.event(day=day, label="travaux", hour=None)
    ]


def _run_on(a: Announcer) -> Told:
    parts = [f"{a.labels[i]} : {a.spelt(a.days[i])}{a.after}" for i in range(3)]
    return [Line(" – ".join(parts))], [a.event(i, hour=a.hour if a.after else None) for i in range(3)]


def _calendar(a: Announcer) -> Told:
    lines = [Line(f"{a.spelt(a.days[i])}{a.after} – {a.labels[i]}") for i in range(3)]
    return [Line("Calendrier des prochaines semaines :"), *lines], [
        a.event(i, hour=a.hour if a.after else None) for i in range(3)
    ]


def _bare_number(a: Announcer) -> Told:
    day = a.meeting + timedelta(a.random.randint(3, 20))
    week = WEEKDAYS[day.weekday()]
    first = "1er" if day.day == 1 else str(day.day)
    return [Line(f"La réunion aura lieu le {week} {first}{a.after}.")], [
        a.event(day=day, label="réunion", hour=a.hour if a.after else None)
    ]


def _nominal(a: Announcer) -> Told:
    town = a.random.choice(TOWNS)
    return [Line(f"{a.labels[0]} {a.before}le {a.spelt(a.days[0])}{a.after} à {town}.")], [a.event()]


def _appointment(a: Announcer) -> Told:
    return [
        Line(f"Rendez-vous {a.before}le {a.spelt(a.days[0])}{a.after} devant la mairie pour {a.lower()}.")
    ], [a.event()]


SAYINGS: Mapping[str, Callable[[Announcer], Told]] = {
    "Prochaine réunion :": _next_meeting, "aura lieu le": _sentence("aura lieu"), "se tiendra": _sentence("se tiendra"),
    "est fixé au": _sentence("est prévu"), "Label : jour": _key, "jour : label": _day_first, "puce": _bullets,
    "tableau": _table, "liste de jours": _days_listed, "liste d'événements": _events_listed, "plage": _range,
    "plage d'un mois": _range_of_month, "deux jours de suite": _two_days, "date limite": _deadline, "d'ici": _until,
    "demain": _tomorrow, "jeudi en huit": _in_eight, "du mois prochain": _of_next_month, "quinze jours": _in_days,
    "jeudi prochain": _next_weekday, "fête nommée": _feast, "courant": _current, "à la suite": _run_on,
    "calendrier sous titre": _calendar, "un jour sans mois": _bare_number, "phrase nominale": _nominal,
    "rendez-vous": _appointment, "reporté": _sentence("est reporté", "au "),
}  # fmt: skip


def _distraction(a: Announcer) -> list[str]:
    past = a.meeting - timedelta(a.random.randint(15, 300))
    spelt = f"{past.day if past.day > 1 else '1er'} {MONTHS[past.month - 1]} {past.year}"
    future = a.meeting + timedelta(12)
    soon = f"{future:%d/%m/%Y}"
    who = f"M. {a.random.choice(GIVEN)} {a.random.choice(SURNAMES)}"
    return {
        "loi": [f"Vu la loi n° {past.year}-483 du {spelt}, le conseil en débat."],
        "facture": [f"La facture du {spelt} n'est toujours pas payée (850 €)."],
        "élection passée": [
            f"Les élections du {past.day} {MONTHS[past.month - 1]} dernier se sont bien passées."
        ],
        "réunion passée": [f"La rencontre s'est tenue le {spelt} devant vingt personnes."],
        "affiché": [f"Affiché le {soon}"],
        "version": [f"Version 2 du {soon}"],
        "exercice": [f"Le bilan au 31 décembre {a.meeting.year - 1} est présenté par le trésorier."],
        "subvention": [f"La subvention a été versée le {past.day} {MONTHS[past.month - 1]} par la région."],
        "né": [f"{who}, né le {past.day} mai 1961, rejoint l'équipe."],
        "arrêté": [f"Un arrêté du {spelt} règle le stationnement."],
        "sans jour": ["Les plantations seront faites à l'automne, les semis mi-mars et la récolte fin juin."],
        "durée": ["L'échange a duré 2 h et le débat trois quarts d'heure."],
        "délibération": [f"Par délibération du {spelt}, le bail avait été renouvelé."],
        "prix": ["Le devis passe de 2024 euros à 2150 euros, soit 12/100 de plus."],
        "permis": [f"Un permis déposé le {spelt} a été refusé."],
        "rue": ["La rue du 8 mai 1945 et la place du 19 mars 1962 seront repeintes."],
        "page": [f"Compte rendu du {a.meeting:%d/%m/%Y} – 1/2"],
    }.get(a.choice["distractor"], [])


def _differs(events: Sequence[Event]) -> Callable[[Mapping[str, Any]], Sequence[str]]:
    """Whether each label has its event's words, and none of another event's or of any hour."""

    def told(record: Mapping[str, Any]) -> Sequence[str]:
        return list(_wrong_labels(events, record["upcoming_dates"]))

    return told


def _wrong_labels(events: Sequence[Event], found: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    labels = {event.label for event in events}
    for event in events:
        for one in found:
            if one["date"] != event.day.isoformat():
                continue
            said = (one["label"] or "").lower()
            others = [label for label in labels if label != event.label and label.lower() in said]
            if event.label.lower() not in said or others:
                yield f"label: {event.label!r} | {one['label']!r}"


def make(choice: Choice, random: Random) -> Made:
    """Minutes with the announcement of one choice."""
    a = Announcer(choice, random)
    blocks, events = SAYINGS[choice["wording"]](a)
    meeting = a.meeting
    body = f"Association {random.choice(SOCIETIES)}"
    people = ", ".join(f"{random.choice(GIVEN)} {name}" for name in random.sample(SURNAMES, 3))
    first = "1er" if meeting.day == 1 else str(meeting.day)
    head: list[Block] = [
        Line(body, bold=True),
        Line(f"Compte rendu de la réunion du bureau du {WEEKDAYS[meeting.weekday()]} {first} {MONTHS[meeting.month - 1]} {meeting.year}", bold=True),
        Line(f"Présents : {people}"),
        Line("1. Budget", bold=True),
        Line("Le trésorier présente les comptes, qui sont discutés."),
        *map(Line, _distraction(a)),
        Line(f"2. {choice['heading']}", bold=True),
    ]  # fmt: skip
    unique = {(event.day, event.label): event for event in events}
    expected = {"upcoming_dates": [event.record() for event in unique.values()]}
    return Made(Sheet([*head, *blocks]), expected, differs=_differs(list(unique.values())))


GRID = Grid(DIMENSIONS, make, AMBIGUOUS)
