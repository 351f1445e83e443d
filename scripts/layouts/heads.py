# ruff: noqa: E501 - rows of words read better in one line
"""Heads of minutes: title, body, day, hours and place, in every order and among other days.

The body of an assembly is the association or company that holds it; a letterhead is no part of the title.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.sheet import FORMATS, Block, Cell, Columns, Line, Sheet, Table
from layouts.words import MONTHS, NUMBERS, WEEKDAYS

TOWNS = (
    "Lormoy", "Valmont-sur-Orle", "Brévans-le-Haut", "Saint-Aubrac", "La Ferté-Carron", "Mézerolles",
    "Pont-d'Arlay",
    "Les Aulnettes", "Vieux-Moustier", "Courcelange",
)  # fmt: skip
SURNAMES = (
    "Corbier", "Ferrandin", "Marchelle", "Vasseron", "Delmas-Royer", "Pinchard", "Lauzière", "Brunelot",
    "Thévenard",
    "Gaudrel", "Kervadec", "Roussillat",
)  # fmt: skip
GIVEN = ("Aline", "Hugo", "Inès", "Luc", "Sarah", "Bastien", "Nadia", "Étienne", "Chloé", "Marcel")
SOCIETIES = (
    "Les Grillons", "Terre Vive", "Mille Pattes", "Culture et Partage", "Vélo Lormoy", "La Courte Échelle",
    "Atelier des Halles", "Numérique pour tous", "Graines de Loire", "Au fil de l'Orle",
)  # fmt: skip
COMPANIES = ("SAS Brioval", "SCIC Énergies du Plateau", "SARL Les Fours Réunis", "Coopérative Orlénergie")


@dataclass(frozen=True)
class Meeting:
    """A meeting to be announced by the head."""

    body: str
    """As its minutes name it in a sentence."""
    of: str
    """The same after "séance", with its preposition."""
    issuer: str
    """Who has the letterhead."""
    noun: str
    """What it is called: "séance", "réunion"."""
    names: Sequence[str] = ()
    """What a reader would give for the body besides."""
    assembly: bool = False


def _council(random: Random) -> Meeting:
    town = random.choice(TOWNS)
    kind, mayor = random.choice((("conseil municipal", "Commune de"), ("conseil communal", "Commune de")))
    return Meeting(
        f"{kind} de {town}", f"du {kind} de {town}", f"{mayor} {town}", "séance", (kind.capitalize(),)
    )


def _community(random: Random) -> Meeting:
    name = f"communauté de communes du Pays de {random.choice(TOWNS)}"
    return Meeting(
        f"conseil communautaire de la {name}", f"du conseil communautaire de la {name}", name.capitalize(),
        "séance",
        ("conseil communautaire",),
    )  # fmt: skip


def _board(random: Random) -> Meeting:
    society = random.choice(SOCIETIES)
    kind = random.choice(("conseil d'administration", "bureau", "comité directeur"))
    return Meeting(
        f"{kind} de l'association {society}", f"du {kind} de l'association {society}",
        f"Association {society}",
        "réunion", (kind,),
    )  # fmt: skip


def _assembly(random: Random) -> Meeting:
    society = random.choice(SOCIETIES)
    kind = random.choice(("ordinaire", "extraordinaire", "constitutive"))
    return Meeting(
        f"association {society}", f"de l'association {society}", f"Association {society}",
        f"assemblée générale {kind}", (society,), assembly=True,
    )  # fmt: skip


def _unnamed_kind(random: Random) -> Meeting:
    society = random.choice(SOCIETIES)
    return Meeting(society, f"de {society}", society, "assemblée générale", assembly=True)


def _company(random: Random) -> Meeting:
    company = random.choice(COMPANIES)
    kind = random.choice(("assemblée générale mixte", "assemblée générale ordinaire"))
    return Meeting(company, f"de la {company}", company, kind, (company.split(" ", 1)[1],), assembly=True)


def _owners(random: Random) -> Meeting:
    name = f"Résidence {random.choice(('Les Tilleuls', 'Le Clos Fleuri', 'Bellevue', 'Les Érables'))}"
    return Meeting(
        name, f"de la copropriété {name}", name, "assemblée générale annuelle", (f"copropriété {name}",), assembly=True
    )  # fmt: skip


def _committee(random: Random) -> Meeting:
    project = random.choice(
        ("Cœur de bourg", "Mobilités 2030", "Ressourcerie", "Plan climat", "Halle couverte")
    )
    kind = random.choice(("comité de pilotage", "COPIL", "comité technique", "comité de suivi"))
    return Meeting(f"{kind} {project}", f"du {kind} {project}", f"Projet {project}", "réunion", (kind,))


def _group(random: Random) -> Meeting:
    theme = random.choice(
        ("Alimentation", "Données ouvertes", "Forêt et climat", "Accessibilité", "Qualité de l'eau")
    )
    kind = random.choice(("groupe de travail", "GT", "sous-groupe"))
    return Meeting(
        f"{kind} {theme}", f"du {kind} {theme}", "Ministère de la Ruralité", random.choice(("réunion", "séance"))
    )  # fmt: skip


def _staff(random: Random) -> Meeting:
    firm = random.choice(("Brioval", "Transports Carron", "Clinique des Aulnettes"))
    kind = random.choice(("CSE", "comité social et économique"))
    return Meeting(f"{kind} de {firm}", f"du {kind} de {firm}", firm, "réunion", (kind,))


def _school(random: Random) -> Meeting:
    school = f"{random.choice(('Jules-Verlan', 'du Four', 'des Tilleuls'))}"
    kind = random.choice(("conseil d'école", "conseil d'administration"))
    return Meeting(
        f"{kind} de l'école {school}", f"du {kind} de l'école {school}", f"École {school}", "réunion", (kind,)
    )


def _commission(random: Random) -> Meeting:
    of = random.choice(
        ("médicale d'établissement", "urbanisme et travaux", "de la vie étudiante", "des finances")
    )
    return Meeting(
        f"commission {of}", f"de la commission {of}", random.choice(("Centre hospitalier de Lormoy",
        "Ville de Lormoy")),
        "réunion",
    )  # fmt: skip


KINDS: Mapping[str, Callable[[Random], Meeting]] = {
    "conseil de commune": _council, "conseil communautaire": _community, "bureau d'association": _board,
    "assemblée d'association": _assembly, "assemblée d'un nom propre": _unnamed_kind,
    "assemblée de société": _company,
    "assemblée de copropriété": _owners, "comité de projet": _committee, "groupe de travail": _group,
    "comité d'entreprise": _staff, "conseil d'école": _school, "commission": _commission,
}  # fmt: skip

DATE_FORMS = (
    "mardi 12 mars 2024", "12 mars 2024", "12/03/2024", "12/03/24", "12.03.2024", "12-03-2024", "2024-03-12",
    "MARDI 12 MARS 2024", "douze mars deux mille vingt-quatre", "12 sept. 2024", "mar. 12/03/2024",
    "mardi, le 12 mars 2024", "12 mars nonante-huit", "mardi 12 mars (sans année)",
)  # fmt: skip
DATE_PLACES = (
    "dans le titre", "séance du, à la ligne", "réunion n° 5 du", "seule à la ligne", "phrase", "L'an", "Date :",
    "tableau",
    "colonnes", "tenue le", "au-dessus", "le, à la ligne", "deux dates nues",
    "dans le titre, entre parenthèses",
)  # fmt: skip
BODY_PLACES = ("titre", "sous le titre", "en-tête", "phrase", "instance :")
TITLES = (
    "compte rendu", "PROCÈS-VERBAL", "Compte-rendu", "Relevé de décisions", "PV", "rien que la réunion", "CR",
    "Procès-verbal des délibérations", "Notes de réunion",
)  # fmt: skip
HOURS = (
    "aucune", "à 20 h 30", "de 18h à 20h", "18:00-19:30", "Horaire :", "début et fin", "ouverte et levée",
    "fin de séance", "vingt heures trente", "close à", "18h10, ouverture",
)  # fmt: skip
PLACES = ("aucun", "Lieu :", "s'est réuni", "à la ligne", "après la date", "visioconférence", "tableau")
OTHERS = (
    "aucune", "convocation", "affichage", "approbation du dernier", "préfecture", "version",
    "prochaine séance",
    "pied de page", "diffusion", "signature", "imprimé le", "événement", "rédigé par", "né en",
    "lu et approuvé",
)  # fmt: skip
LOOKS = ("gras centré", "nu", "titre Word", "encadré", "capitales")

DIMENSIONS = {
    "format": FORMATS, "kind": tuple(KINDS), "body": BODY_PLACES, "title": TITLES, "date form": DATE_FORMS,
    "date": DATE_PLACES, "hours": HOURS, "place": PLACES, "other": OTHERS, "look": LOOKS,
}  # fmt: skip

AMBIGUOUS = (
    Ambiguity(
        {"date form": "mardi 12 mars (sans année)", "other": "né en"},
        "the only year printed is that of a birth",
    ),
    Ambiguity({"title": "rien que la réunion", "body": "en-tête"}, "the title names no document and no body"),
    Ambiguity({"title": "rien que la réunion", "body": "phrase"}, "the title names no document and no body"),
    Ambiguity(
        {"title": "rien que la réunion", "body": "instance :"}, "the title names no document and no body"
    ),
    *(
        Ambiguity({"date": "L'an", "date form": form}, "nobody prints a year in words and the day in figures")
        for form in ("12/03/24", "12.03.2024", "12-03-2024", "2024-03-12", "mar. 12/03/2024", "12/03/2024")
    ),
)


def in_words(number: int, belgian: bool = False) -> str:
    """A number in words, with septante and nonante if wished: 1998, 2024, 31."""
    if number >= 2000:
        return "deux mille" + (f" {in_words(number - 2000)}" if number > 2000 else "")
    if number >= 1900:
        return f"mil neuf cent {in_words(number - 1900, belgian)}"
    if number in NUMBERS:
        return NUMBERS[number]
    tens, ones = number // 10 * 10, number % 10
    if belgian and tens in (70, 90):
        ten = {70: "septante", 90: "nonante"}[tens]
        return ten if not ones else f"{ten} et un" if ones == 1 else f"{ten}-{NUMBERS[ones]}"
    if tens in (70, 90):
        return f"{NUMBERS[tens - 10]}-{in_words(10 + ones)}"
    return f"{NUMBERS[tens]} et un" if ones == 1 else f"{NUMBERS[tens]}-{NUMBERS[ones]}"


def printed(day: date, form: str) -> str:
    """A day in one of the forms."""
    week, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    first = "1er" if day.day == 1 else str(day.day)
    in_full = f"{'premier' if day.day == 1 else in_words(day.day)} {month} {in_words(day.year)}"
    short = {"janvier": "janv.", "février": "févr.", "avril": "avr.", "juillet": "juil.",
    "septembre": "sept.",
             "octobre": "oct.", "novembre": "nov.", "décembre": "déc."}.get(month, month)  # fmt: skip
    return {
        "mardi 12 mars 2024": f"{week} {first} {month} {day.year}",
        "12 mars 2024": f"{first} {month} {day.year}",
        "12/03/2024": f"{day:%d/%m/%Y}",
        "12/03/24": f"{day:%d/%m/%y}",
        "12.03.2024": f"{day:%d.%m.%Y}",
        "12-03-2024": f"{day:%d-%m-%Y}",
        "2024-03-12": f"{day:%Y-%m-%d}",
        "MARDI 12 MARS 2024": f"{week} {first} {month} {day.year}".upper(),
        "douze mars deux mille vingt-quatre": in_full,
        "12 sept. 2024": f"{first} {short} {day.year}",
        "mar. 12/03/2024": f"{week[:3]}. {day:%d/%m/%Y}",
        "mardi, le 12 mars 2024": f"{week}, le {first} {month} {day.year}",
        "12 mars nonante-huit": f"{first} {month} {in_words(day.year, belgian=True)}",
        "mardi 12 mars (sans année)": f"{week} {first} {month}",
    }[form]


@dataclass
class Head:
    """What is printed of a meeting, while the parts are chosen."""

    random: Random
    choice: Choice
    meeting: Meeting
    day: date
    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None
    place: str | None = None

    def is_(self, name: str, *values: str) -> bool:
        """Whether a dimension has one of these values."""
        return self.choice[name] in values

    @property
    def date(self) -> str:
        """The day as printed."""
        return printed(self.day, self.choice["date form"])

    def hour(self, hour: tuple[int, int]) -> str:
        """An hour as printed, always in one form on a sheet."""
        h, m = hour
        if self.is_("hours", "18:00-19:30"):
            return f"{h}:{m:02}"
        if self.is_("hours", "vingt heures trente"):
            return f"{in_words(h)} heures{f' {in_words(m)}' if m else ''}"
        return f"{h} h {m:02}" if m and self.is_("hours", "à 20 h 30") else f"{h}h{m:02}" if m else f"{h}h"

    def at(self) -> str:
        """The hours beside the day, if they are printed there."""
        if self.start is None:
            return ""
        if self.is_("hours", "à 20 h 30", "vingt heures trente"):
            return f" à {self.hour(self.start)}"
        if self.end and self.is_("hours", "de 18h à 20h"):
            return f" de {self.hour(self.start)} à {self.hour(self.end)}"
        if self.end and self.is_("hours", "18:00-19:30"):
            return f", {self.hour(self.start)}-{self.hour(self.end)}"
        return ""

    def where(self) -> str:
        """The place beside the day, if it is printed there."""
        return f", {self.place}" if self.place and self.is_("place", "après la date") else ""


def _title(head: Head) -> str:
    """The line that names the document, with body and day where they stand in it."""
    meeting, said = head.meeting, head.choice["title"]
    noun = meeting.noun
    whole = head.is_("body", "titre")
    if said == "rien que la réunion":
        body = meeting.body[0].upper() + meeting.body[1:]
        title = f"{noun.capitalize()} {meeting.of}" if meeting.assembly else body
        if head.is_("body", "sous le titre"):
            title = noun.capitalize()
    elif said in ("PV", "CR"):
        title = f"{said} {meeting.of if not meeting.assembly else f'{_of(noun)} {meeting.of}'}" if whole else (
            f"{said} {_of(noun)}"
        )  # fmt: skip
    elif said == "Notes de réunion":
        title = f"{said}{f' {meeting.of}' if whole else ''}"
    else:
        title = f"{said} {_of(noun)}{f' {meeting.of}' if whole else ''}"
    title = title[0].upper() + title[1:]
    if head.is_("date", "dans le titre"):
        title += f" du {head.date}{head.at()}{head.where()}"
    elif head.is_("date", "dans le titre, entre parenthèses"):
        title += f" ({head.date}{head.at()}){head.where()}"
    return title.upper() if head.is_("look", "capitales") else title


def _of(noun: str) -> str:
    return f"de l'{noun}" if noun[0] in "aeé" else f"de la {noun}"


def _day_lines(head: Head) -> list[str]:
    """The lines that give the day alone."""
    noun = "Réunion" if head.meeting.noun == "réunion" else head.meeting.noun.capitalize()
    whole = f"{head.date}{head.at()}{head.where()}"
    bare = printed(head.day + timedelta(7), head.choice["date form"])
    return {
        "séance du, à la ligne": [f"{noun} du {whole}"],
        "réunion n° 5 du": [f"{noun} n° {2 + head.day.day % 7} du {whole}"],
        "seule à la ligne": [whole[0].upper() + whole[1:]],
        "tenue le": [f"tenue le {whole}"],
        "le, à la ligne": [f"Le {whole}"],
        "Date :": [f"Date : {whole}"],
        "deux dates nues": [f"{head.date}", bare],
    }.get(head.choice["date"], [])


def _key_lines(head: Head) -> list[str]:
    lines = []
    if head.is_("body", "instance :"):
        lines.append(
            f"{head.random.choice(('Instance', 'Organisme', 'Groupe'))} : {_capital(head.meeting.body)}"
        )
    if head.start and head.end and head.is_("hours", "Horaire :"):
        lines.append(
            f"{head.random.choice(('Horaire', 'Heure', 'Horaires'))} : {head.hour(head.start)} - {head.hour(head.end)}"
        )
    if head.start and head.end and head.is_("hours", "début et fin"):
        lines += [f"Début : {head.hour(head.start)}", f"Fin : {head.hour(head.end)}"]
    if head.place and head.is_("place", "Lieu :"):
        lines.append(f"{head.random.choice(('Lieu', 'Lieu de la réunion', 'Endroit'))} : {head.place}")
    if head.place and head.is_("place", "à la ligne", "visioconférence"):
        lines.append(head.place)
    return lines


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _year_words(head: Head) -> str:
    day, belgian = head.day, head.is_("date form", "12 mars nonante-huit")
    number = "premier" if day.day == 1 else in_words(day.day)
    number = number if head.random.random() < 0.5 else "1er" if day.day == 1 else str(day.day)
    joint = head.random.choice((", le ", " et le ", ", le " + WEEKDAYS[day.weekday()] + " "))
    return f"L'an {in_words(day.year, belgian)}{joint}{number} {MONTHS[day.month - 1]}"


def _sentence(head: Head) -> str | None:
    """The sentence that says who met, when and where, where the head leaves it to a sentence."""
    meeting = head.meeting
    who = f"l'{meeting.body}" if meeting.body[0] in "aeé" else f"le {meeting.body}"
    if meeting.body.startswith(("commission", "SAS", "SCIC", "SARL", "Copro", "Rési", "Coopé")):
        who = f"la {meeting.body}"
    if meeting.assembly:
        who = f"les {head.random.choice(('membres', 'associés') if 'asso' not in meeting.body else ('membres', 'adhérents'))} {meeting.of}"
    at = head.at().replace(",", "")
    place = f" {_in(head.place)}" if head.place and head.is_("place", "s'est réuni") else ""
    met = "se sont réunis en assemblée générale" if meeting.assembly else head.random.choice(
        ("s'est réuni", "régulièrement convoqué, s'est réuni")
        if not who.startswith("la ")
        else ("s'est réunie",)
    )  # fmt: skip
    tail = head.random.choice(("", f", sous la présidence de Mme {head.random.choice(SURNAMES)}"))
    if head.is_("date", "L'an"):
        return f"{_year_words(head)}{at}, {who} {met}{place}{tail}."
    if head.is_("date", "phrase"):
        return f"{_capital(who)} {met} le {head.date}{at}{place}{tail}."
    if place or head.is_("body", "phrase"):
        return f"{_capital(who)} {met}{place}{tail}."
    return None


def _in(place: str) -> str:
    lower = place[0].lower() + place[1:]
    if place.startswith("Salle") or place.startswith("Mairie") or place.startswith("Maison"):
        return f"à la {lower}"
    return f"au {lower}" if place.startswith(("Siège", "Foyer")) else f"à l'{lower}"


SPOTS = (
    "Salle des fêtes", "Salle du conseil", "Mairie de Lormoy", "Siège social", "Foyer rural",
    "Espace Jean-Vilard",
    "Maison des associations", "Hôtel de ville",
)  # fmt: skip


def _hours_of(choice: str, random: Random) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    start = (random.choice((9, 10, 14, 18, 19, 20)), random.choice((0, 15, 30)))
    end = (start[0] + random.choice((1, 2, 3)), random.choice((5, 20, 45)))
    begins = choice not in ("aucune", "fin de séance", "close à")
    ends = choice not in ("aucune", "à 20 h 30", "vingt heures trente", "18h10, ouverture")
    return start if begins else None, end if ends else None


def _closing(head: Head) -> list[str]:
    end = head.end and head.hour(head.end)
    lines = {
        "ouverte et levée": f"L'ordre du jour étant épuisé, la séance est levée à {end}.",
        "fin de séance": f"Fin de séance : {end}",
        "close à": f"La réunion est close à {end}.",
    }
    said = lines.get(head.choice["hours"])
    return [said] if said else []


def _opening(head: Head) -> list[str]:
    start = head.start and head.hour(head.start)
    named = f"Mme {head.random.choice(SURNAMES)}"
    lines = {
        "ouverte et levée": head.random.choice(
            (f"La séance est ouverte à {start}.", f"{named} ouvre la séance à {start}.")
        ),
        "18h10, ouverture": f"{start} : ouverture de la séance par {named}",
    }
    said = lines.get(head.choice["hours"])
    return [said] if said else []


def _others(head: Head) -> tuple[list[str], list[str], list[str], str]:
    """Lines of other days: at the head, in the text, at the end, in the footer."""
    before = head.day - timedelta(head.random.randint(6, 40))
    after = head.day + timedelta(head.random.randint(3, 60))
    form = head.choice["date form"].replace("mardi 12 mars (sans année)", "12 mars 2024")
    early, late = (printed(day, form) for day in (before, after))
    pick = head.random.choice
    match head.choice["other"]:
        case "convocation":
            return (
                [pick((f"Date de convocation : {early}", f"Convocation du {early}", f"Convoqué le {early}"))],
                [],
                [],
                "",
            )
        case "affichage":
            return (
                [pick((f"Affiché le {late}", f"Date d'affichage : {late}", f"Publié le {late}"))],
                [],
                [],
                "",
            )
        case "approbation du dernier":
            said = pick(
                ("Approbation du procès-verbal de la séance du", "Adoption du compte rendu de la réunion du")
            )
            return [], [f"{said} {early}", "Le compte rendu est approuvé sans remarque."], [], ""
        case "préfecture":
            return (
                [pick((f"Reçu en préfecture le {late}", f"Accusé de réception en préfecture : {late}"))],
                [],
                [],
                "",
            )
        case "version":
            return (
                [pick((f"Version 2 du {late}", f"Version du {late}", f"Dernière mise à jour : {late}"))],
                [],
                [],
                "",
            )
        case "prochaine séance":
            return [pick((f"Prochaine réunion : {late}", f"Prochaine séance le {late}"))], [], [], ""
        case "pied de page":
            return [], [], [], pick((f"Compte rendu du {late}", f"{late} – page 1", f"Édité le {late}"))
        case "diffusion":
            return (
                [
                    pick(
                        (f"Diffusé le {late}", f"Date de diffusion : {late}", f"Envoyé aux membres le {late}")
                    )
                ],
                [],
                [],
                "",
            )
        case "signature":
            town = pick(TOWNS)
            return [], [], [pick((f"Fait à {town}, le {late}", f"{town}, le {late}")), "La présidente"], ""
        case "imprimé le":
            return (
                [pick((f"Imprimé le {late}", f"Document édité le {late}", f"Mis en ligne le {late}"))],
                [],
                [],
                "",
            )
        case "événement":
            return (
                [],
                [f"La fête du {early} a réuni quatre-vingts personnes.", f"Le marché du {late} est préparé."],
                [],
                "",
            )
        case "rédigé par":
            return (
                [pick((f"Rédigé le {late} par {pick(GIVEN)} {pick(SURNAMES)}", f"Rédaction : {late}"))],
                [],
                [],
                "",
            )
        case "né en":
            return (
                [],
                [
                    f"M. {pick(GIVEN)} {pick(SURNAMES)}, né le {printed(before.replace(year=before.year - 44, day=5), form)}, est reçu."
                ],
                [],
                "",
            )
        case "lu et approuvé":
            return [], [], [f"Lu et approuvé le {late}"], ""
    return [], [], [], ""


def _looked(head: Head, text: str, title: bool = False) -> Line:
    look = head.choice["look"]
    if look == "nu":
        return Line(text)
    if look == "titre Word" and title:
        return Line(text, style="Title")
    return Line(text, bold=title or head.random.random() < 0.5, align="center", size=14.0 if title else 11.0)


def _expected(head: Head, title: list[str]) -> list[Mapping[str, Any]]:
    """What a reader finds, the other forms of the body after the first."""
    meeting, unsure = head.meeting, head.is_("date", "deux dates nues")
    named = [meeting.body, *meeting.names]
    record = {
        "title": " ".join(title),
        "body": named[0],
        "date": None if unsure else head.day.isoformat(),
        "start_time": head.start and f"{head.start[0]:02}:{head.start[1]:02}",
        "end_time": head.end and f"{head.end[0]:02}:{head.end[1]:02}",
        "place": head.place,
    }
    titles = [title, title[:1], title[1:]] if len(title) > 1 else [title]
    if head.is_("kind", "assemblée d'un nom propre", "comité de projet", "comité d'entreprise"):
        # a name above the title, with no word for what it is, may be counted to it
        titles += [[meeting.issuer, *one] for one in titles]
    if head.is_("date", "séance du, à la ligne", "réunion n° 5 du", "tenue le"):
        # a line that goes on with the title may be counted to it
        titles += [[*one, *_day_lines(head)] for one in titles]
    return [{"meeting": {**record, "body": body, "title": " ".join(one)}} for one in titles for body in named]


def make(choice: Choice, random: Random) -> Made:
    """A head in one choice, with attendance, an agenda and some text below."""
    form = choice["date form"]
    day = date(random.randint(2009, 2026), 1, 1) + timedelta(random.randrange(360))
    day = day.replace(year=random.randint(1991, 1999), day=min(day.day, 28)) if "nonante" in form else day
    start, end = _hours_of(choice["hours"], random)
    place = None if choice["place"] == "aucun" else random.choice(SPOTS)
    place = (
        random.choice(("Visioconférence", "en visioconférence"))
        if choice["place"] == "visioconférence"
        else place
    )
    head = Head(random, choice, KINDS[choice["kind"]](random), day, start, end, place)
    if head.start and not _prints_hours(head):
        head = replace(head, start=None, end=head.end if _closing(head) else None)
    if head.place and not _prints_place(head):
        head.place = None
    blocks, title = _head_blocks(head)
    text, closing, footer = _body_blocks(head)
    alternatives = _expected(head, title)
    # a year that is not printed with the day stands in the number of the document
    return Made(Sheet([*blocks, *text, *closing], footer=footer), alternatives[0], alternatives[1:])


def _prints_hours(head: Head) -> bool:
    beside = head.is_("hours", "à 20 h 30", "de 18h à 20h", "18:00-19:30", "vingt heures trente")
    return not beside or not head.is_("date", "deux dates nues", "au-dessus")


def _prints_place(head: Head) -> bool:
    lines = ("dans le titre", "séance du, à la ligne", "seule à la ligne", "tenue le", "le, à la ligne", "tableau",
    "colonnes",
             "réunion n° 5 du", "dans le titre, entre parenthèses")  # fmt: skip
    if head.is_("place", "après la date"):
        return head.is_("date", *lines) and not head.is_("date", "tableau", "colonnes")
    return not head.is_("place", "tableau") or head.is_("date", "tableau", "colonnes")


def _head_blocks(head: Head) -> tuple[list[Block], list[str]]:
    """The blocks of the head and the lines of its title."""
    meeting, title = head.meeting, [_title(head)]
    above: list[str] = []
    if head.is_("body", "sous le titre"):
        title.append(_capital(meeting.body))
    elif head.is_("body", "en-tête"):
        above.append(_capital(meeting.body) if not meeting.assembly else meeting.issuer)
        if not meeting.assembly:
            title.insert(0, above.pop())
    elif head.random.random() < 0.5 and not meeting.assembly:
        above.append(meeting.issuer)
    others, *_ = _others(head)
    if head.is_("date", "au-dessus"):
        above.append(f"Réunion du {head.date}" if head.random.random() < 0.5 else _capital(head.date))
    if head.is_("date form", "mardi 12 mars (sans année)"):
        others.append(f"Exercice {head.day.year} – registre n° {head.random.randint(2, 40)}")
    below = [*_day_lines(head)]
    keys = _key_lines(head)
    lines: list[Block] = [_looked(head, text) for text in above]
    titles: list[Block] = [_looked(head, text, title=True) for text in title]
    if head.is_("look", "encadré"):
        lines.append(Table([[Cell("\n".join(title), bold=True)]]))
    else:
        lines += titles
    lines += [_looked(head, text) for text in below]
    lines += _side_by_side(head)
    lines += [Line(text) for text in keys]
    lines += [Line(text) for text in others]
    sentence = _sentence(head)
    return [*lines, *([Line(sentence)] if sentence else [])], title


def _side_by_side(head: Head) -> list[Block]:
    """Day, place and hour in a table or in two columns."""
    place = head.place if head.is_("place", "tableau") else None
    at = head.at().strip(" ,").removeprefix("à ")
    pairs = [("Date", head.date), *([("Lieu", place)] if place else []), *([("Heure", at)] if at else [])]
    if head.is_("date", "tableau"):
        if head.random.random() < 0.5:
            return [Table([[Cell(key, bold=True) for key, _ in pairs], [value for _, value in pairs]])]
        return [Table([[f"{key} : {value}" for key, value in pairs]])]
    if head.is_("date", "colonnes"):
        left = [Line(f"{key} : {value}") for key, value in pairs]
        return [
            Columns([left, [Line(f"Rédaction : {head.random.choice(GIVEN)} {head.random.choice(SURNAMES)}")]])
        ]
    return []


def _body_blocks(head: Head) -> tuple[list[Block], list[Block], str]:
    """Attendance, agenda and text; the closing; the footer."""
    _, inside, last, footer = _others(head)
    people = head.random.sample(SURNAMES, 4)
    present = ", ".join(f"{head.random.choice(GIVEN)} {name}" for name in people)
    text: list[Block] = [Line(f"Présents : {present}"), *map(Line, _opening(head))]
    text += [Line("1. Approbation du dernier compte rendu" if not inside else "1. Comptes rendus", bold=True)]
    text += map(Line, inside or ["Le compte rendu est adopté sans remarque."])
    text += [
        Line("2. Travaux", bold=True),
        Line("Le devis de l'entreprise est retenu pour la toiture du lavoir."),
    ]
    text += [
        Line("3. Questions diverses", bold=True),
        Line("Un habitant demande un banc près de l'arrêt de car."),
    ]
    return text, [Line(line) for line in [*_closing(head), *last]], footer


GRID = Grid(DIMENSIONS, make, AMBIGUOUS)
