"""Attendance in a table: which columns, in which order, under which headings, with which marks, set how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.sheet import FORMATS, Block, Cell, Line, Sheet, Table

GIVEN = {
    "Mme": [
        "Aline",
        "Odile",
        "Inès",
        "Camille",
        "Brigitte",
        "Yvonne",
        "Fatoumata",
        "Solène",
        "Marie-Laure",
        "Nadège",
        "Huguette",
        "Maud",
    ],
    "M.": [
        "Hugo",
        "Luc",
        "Thibault",
        "Gérard",
        "Mehdi",
        "Jean-Marc",
        "Anatole",
        "Bastien",
        "Yves",
        "Loïc",
        "Séverin",
        "Dominique",
    ],
}
SURNAMES = [
    "Corbier",
    "Ferrand",
    "Marchal",
    "Brun",
    "Lescure",
    "Kerjean",
    "Delaunoy",
    "Castagnet",
    "Benhamou",
    "Vasseur",
    "Rigollot",
    "Tavernier",
    "Mazurel",
    "Pélissou",
    "Harnois",
    "Duquenel",
    "Cazalet",
    "Ousmane",
    "Lebarbier",
    "Grandjean",
    "Rocheteau",
    "Sauvestre",
    "Thoreau",
    "Wieczorek",
    "Quéméner",
    "Bourdillat",
    "Fayolle",
    "Jacquemart",
    "Nivoix",
    "Zerrouki",
    "Allemandou",
    "Chapuy",
    "d'Arcy",
    "De%Bray",
    "Le%Cam",
    "Saint-Aubin",
    "Moutarde",
    "Petit",
]
BODIES = (
    "SIVOM du Val Perrin",
    "Communauté de communes du Haut-Brenne",
    "Ville de Lormoy",
    "DDT 89",
    "Les Amis du Moulin",
    "CAUE du Lormois",
    "Chambre d'agriculture de l'Yvelin",
    "Mairie de Saint-Perrin",
    "Fédération Ressources",
    "Ecovalia",
    "Groupe Tessandier",
    "Office de tourisme du Brennou",
    "SDIS 58",
    "Association Terres Communes",
    "Atelier Nord",
)
ROLES = (
    "Maire",
    "Adjointe au maire",
    "Conseiller municipal",
    "Trésorière",
    "Secrétaire",
    "Chargée de mission",
    "Directeur",
    "Chef de projet",
    "Présidente",
    "Vice-président",
    "Responsable technique",
    "Ingénieure",
)

LABELS = {
    "none": None,
    "participants": "Liste des participants",
    "sheet": "Feuille de présence",
    "attendance_colon": "Participants :",
    "heading": "Présences",
}
NAMES = (
    "given_surname",
    "given_CAPITALS",
    "CAPITALS_given",
    "civility_name",
    "civility_column",
    "surname|given",
    "CAPITALS|given",
    "given|surname",
)
BESIDE = ("nothing", "organisation", "role", "organisation,role", "role,organisation", "both_in_one")
PLACES = ("name_first", "number_first", "organisation_first", "marks_first")
STATUS = (
    "none",
    "present",
    "absent",
    "present,absent",
    "present,excused",
    "excused,present",
    "present,excused,absent",
    "absent,excused,present",
    "present,absent,represented",
    "present,excused,proxy",
    "present,proxy",
    "words",
    "letters",
    "remark",
    "words_with_proxy",
)
MARKS = {
    "X|": ("X", ""),
    "x|-": ("x", "-"),
    "✓|": ("✓", ""),
    "☒|☐": ("☒", "☐"),
    "☑|☐": ("☑", "☐"),
    "oui|non": ("oui", "non"),
    "Oui|": ("Oui", ""),
    "1|0": ("1", "0"),
    "1|": ("1", ""),
}
SIGNATURES = ("none", "empty", "some_signed", "phone", "mail")
MERGED = ("none", "organisation_rows", "college_rows", "body_rows", "empty_rows", "total_row")
WORDINGS = ("usual", "other", "inclusive", "unknown", "none")
HEADS = ("upright", "two_rows", "bold")
RULES = ("ruled", "unruled")
ROWS = ("few", "many", "over_pages")
PEOPLE = ("one", "two_in_a_cell")

HEADINGS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "usual": {
        "name": ("Nom et prénom", "Nom Prénom", "NOM - Prénom", "Nom"),
        "surname": ("Nom", "NOM"),
        "given": ("Prénom", "PRÉNOM"),
        "organisation": ("Organisme", "Structure", "Société"),
        "role": ("Fonction", "Qualité"),
        "both": ("Organisme / Fonction", "Fonction et organisme"),
        "number": ("N°",),
        "civility": ("Civilité", "M./Mme"),
        "status": ("Présence", "Statut"),
        "remark": ("Observations", "Remarques"),
        "present": ("Présent", "Présents"),
        "absent": ("Absent", "Absents"),
        "excused": ("Excusé", "Excusés"),
        "represented": ("Représenté", "Représentés"),
        "proxy": ("Pouvoir à", "Procuration à"),
        "signature": ("Signature", "Émargement"),
        "phone": ("Téléphone",),
        "mail": ("Mail",),
    },
    "other": {
        "name": ("Participants", "Membres", "Intervenants", "Identité"),
        "surname": ("Nom de famille", "Noms"),
        "given": ("Prénoms",),
        "organisation": ("Entité", "Établissement", "Service"),
        "role": ("Titre", "Mandat"),
        "both": ("Qualité / structure", "Structure - fonction"),
        "number": ("#", "n°"),
        "civility": ("Civ.",),
        "status": ("P/E/A", "Présence (P/E/A)"),
        "remark": ("Commentaire", "Notes"),
        "present": ("Prés.", "P"),
        "absent": ("Abs.", "A"),
        "excused": ("Exc.", "E"),
        "represented": ("Repr.", "Rep."),
        "proxy": ("Donne pouvoir à", "Mandataire"),
        "signature": ("Visa", "Paraphe"),
        "phone": ("Tél.",),
        "mail": ("Courriel", "E-mail"),
    },
    "inclusive": {
        "name": ("Participant·e·s", "Membre(s)", "Élu·es"),
        "surname": ("NOM",),
        "given": ("Prénom(s)",),
        "organisation": ("Organisation(s)", "Association(s)"),
        "role": ("Fonction(s)", "Rôle"),
        "both": ("Organisation et fonction",),
        "number": ("N",),
        "civility": ("Mme/M.",),
        "status": ("Présent(e) / Excusé(e) / Absent(e)", "Présence"),
        "remark": ("Observation(s)",),
        "present": ("Présent(e)", "Présent·e"),
        "absent": ("Absent(e)", "Absent·e"),
        "excused": ("Excusé(e)", "Excusé·e"),
        "represented": ("Représenté(e)", "Représenté·e"),
        "proxy": ("Pouvoir donné à", "A donné pouvoir à"),
        "signature": ("Signature(s)",),
        "phone": ("Portable",),
        "mail": ("Adresse mail",),
    },
    "unknown": {
        "name": ("Collègues", "Nos invités du jour", "Équipage", "Autour de la table"),
        "surname": ("Patronyme",),
        "given": ("Petit nom",),
        "organisation": ("D'où", "Maison", "Vient de"),
        "role": ("Casquette", "En tant que"),
        "both": ("Casquette et maison",),
        "number": ("Rang",),
        "civility": ("",),
        "status": ("Ce jour", "Venue"),
        "remark": ("À savoir",),
        "present": ("Présent",),
        "absent": ("Absent",),
        "excused": ("Excusé",),
        "represented": ("Représenté",),
        "proxy": ("Pouvoir à",),
        "signature": ("Griffe",),
        "phone": ("Joindre",),
        "mail": ("Écrire à",),
    },
}

WORDS = {
    "present": ("Présent", "présent", "Présente", "Présent(e)"),
    "excused": ("Excusé", "excusé", "Excusée", "Excusé(e)"),
    "absent": ("Absent", "absent", "Absente", "Absent(e)"),
}
LETTERS = {"present": "P", "excused": "E", "absent": "A"}


@dataclass
class Person:
    """Somebody of the table."""

    civility: str
    given: str
    surname: str
    organisation: str
    role: str
    status: str = "present"
    proxy: "Person | None" = None
    group: str = ""

    def printed(self, form: str) -> str:
        """The name as a form has it, its civility included."""
        forms = {
            "given_surname": f"{self.given} {self.surname}",
            "given_CAPITALS": f"{self.given} {self.surname.upper()}",
            "CAPITALS_given": f"{self.surname.upper()} {self.given}",
            "civility_name": f"{self.civility} {self.given} {self.surname}",
            "civility_column": f"{self.given} {self.surname}",
            "surname|given": f"{self.surname} {self.given}",
            "CAPITALS|given": f"{self.surname.upper()} {self.given}",
            "given|surname": f"{self.given} {self.surname}",
        }
        return forms[form]


def _people(random: Random, count: int) -> list[Person]:
    surnames = [name.replace("%", " ") for name in random.sample(SURNAMES, count)]
    people = []
    for surname in surnames:
        civility = random.choice(("Mme", "M."))
        people.append(
            Person(
                civility, random.choice(GIVEN[civility]), surname, random.choice(BODIES), random.choice(ROLES)
            )
        )
    return people


MARKED = {
    "present": ("present",),
    "absent": ("absent",),
    "words": ("present", "excused", "absent"),
    "letters": ("present", "excused", "absent"),
    "remark": ("excused",),
    "none": (),
    "words_with_proxy": ("present", "excused", "represented"),
}
"""The statuses of a choice that is no list of columns."""


def _columns_marked(choice: Choice) -> list[str]:
    """The statuses that have a column of marks, "proxy" that of who holds it."""
    status = choice["status"]
    plain = status in ("none", "words", "letters", "remark", "words_with_proxy")
    return [] if plain else status.split(",")


def _give_statuses(choice: Choice, random: Random, people: Sequence[Person]) -> None:
    columns = _columns_marked(choice)
    known = list(MARKED.get(choice["status"]) or columns)
    if "proxy" in known:
        known[known.index("proxy")] = "represented"
    if choice["status"] in ("present", "absent"):
        known = ["present", "absent"]
    for index, person in enumerate(people):
        own = ["present", *known]
        person.status = own[index % len(own)] if index < len(own) else random.choice(own)
        if not known:
            person.status = "present"
    for person in people:
        if person.status == "represented":
            there = [one for one in people if one.status == "present" and one is not person]
            person.proxy = random.choice(there)
    if columns and "proxy" not in columns:
        for person in people:
            person.proxy = None


def _mark(choice: Choice, person: Person, column: str) -> str:
    yes, no = MARKS[choice["mark"]]
    if column == "proxy":
        return person.proxy.printed(choice["name"]) if person.proxy else ""
    return yes if person.status == column else no


def _status_word(choice: Choice, random: Random, person: Person) -> str:
    if choice["status"] == "letters":
        return LETTERS[person.status]
    if choice["status"] == "remark":
        return random.choice(WORDS["excused"]) if person.status == "excused" else ""
    if person.status == "represented":
        assert person.proxy is not None
        return f"Pouvoir à {person.proxy.printed(choice['name'])}"
    return random.choice(WORDS[person.status])


NAME_KINDS = {
    "civility_column": ("civility", "name"),
    "surname|given": ("surname", "given"),
    "CAPITALS|given": ("surname", "given"),
    "given|surname": ("given", "surname"),
}


def _kinds(choice: Choice) -> list[str]:
    """What each column holds, from left to right."""
    name = list(NAME_KINDS.get(choice["name"], ("name",)))
    beside = (
        [] if choice["beside"] == "nothing" else choice["beside"].replace("both_in_one", "both").split(",")
    )
    marks = _columns_marked(choice)
    if not marks and choice["status"] != "none":
        marks = ["remark" if choice["status"] == "remark" else "status"]
    tail = {
        "none": [],
        "empty": ["signature"],
        "some_signed": ["signature"],
        "phone": ["phone"],
        "mail": ["mail"],
    }
    last = tail[choice["signature"]]
    match choice["place"]:
        case "organisation_first":
            first = [kind for kind in beside if kind == "organisation"]
            return [*first, *name, *[kind for kind in beside if kind not in first], *marks, *last]
        case "marks_first":
            return [*marks, *name, *beside, *last]
        case "number_first":
            return ["number", *name, *beside, *marks, *last]
    return [*name, *beside, *marks, *last]


def _cell(choice: Choice, random: Random, kind: str, number: int, person: Person) -> str:
    capitals = choice["name"] == "CAPITALS|given"
    texts = {
        "number": str(number),
        "civility": person.civility,
        "given": person.given,
        "surname": person.surname.upper() if capitals else person.surname,
        "organisation": person.organisation,
        "role": person.role,
        "both": f"{person.organisation} - {person.role}",
        "signature": "",
        "phone": f"06 12 34 5{number % 10} 7{number % 7}",
        "mail": f"{person.surname.lower().replace(' ', '')}@lormoy.example",
    }
    if kind == "name":
        return person.printed(choice["name"])
    if kind == "signature" and choice["signature"] == "some_signed" and person.status == "present":
        return "signé" if number % 2 else ""
    if kind in ("status", "remark"):
        return _status_word(choice, random, person)
    return texts[kind] if kind in texts else _mark(choice, person, kind)


def _header(choice: Choice, random: Random, kinds: Sequence[str]) -> list[list[Cell | str]]:
    if choice["wording"] == "none":
        return []
    words = HEADINGS[choice["wording"]]
    own = {kind: random.choice(words[kind]) for kind in kinds}
    if choice["status"] in ("present", "absent") and own.get(choice["status"]) in ("P", "A"):
        own[choice["status"]] = {"present": "Prés.", "absent": "Abs."}[choice["status"]]
    row: list[Cell | str] = [Cell(own[kind], bold=choice["head"] == "bold") for kind in kinds]
    if choice["head"] != "two_rows":
        return [row]
    marks = [index for index, kind in enumerate(kinds) if kind in (*LETTERS, "represented", "proxy")]
    if len(marks) < 2:
        return [[Cell("Composition du groupe", columns=len(kinds))], row]
    top: list[Cell | str] = []
    for index, kind in enumerate(kinds):
        if index == marks[0]:
            top.append(Cell("Présence", columns=len(marks)))
        elif index not in marks:
            top.append(Cell(own[kind], rows=2))
    return [top, [own[kinds[index]] for index in marks]]


GROUPS = {
    "college_rows": ("Collège des élus", "Collège des associations", "Collège des habitants"),
    "body_rows": ("Mairie de Lormoy", "Les Amis du Moulin", "SIVOM du Val Perrin"),
}
"""What rows over the whole width say of the people below them: a function, or a body."""


def _body(
    choice: Choice, random: Random, kinds: Sequence[str], people: Sequence[Person]
) -> list[list[Cell | str]]:
    """The rows of the people, those that are none among them."""
    rows: list[list[Cell | str]] = []
    third = max(1, len(people) // 3)
    for index, person in enumerate(people):
        if choice["merged"] in GROUPS:
            if index % third == 0 and index // third < 3:
                group = GROUPS[choice["merged"]][index // third]
                rows.append([Cell(group, columns=len(kinds))])
            person.group = group
        if choice["merged"] == "empty_rows" and index and index % third == 0:
            rows.append([""] * len(kinds))
        rows.append([_cell(choice, random, kind, index + 1, person) for kind in kinds])
    if choice["merged"] == "total_row":
        there = sum(person.status == "present" for person in people)
        rows.append(["Total", str(there), *[""] * (len(kinds) - 2)][: len(kinds)])
    return rows


def _merge_organisations(
    kinds: Sequence[str], rows: list[list[Cell | str]], sizes: Sequence[int]
) -> list[list[Cell | str]]:
    """The rows, the cells of an organisation made one."""
    column, start = kinds.index("organisation"), 0
    for size in sizes:
        rows[start][column] = Cell(str(rows[start][column]), rows=size)
        for row in rows[start + 1 : start + size]:
            del row[column]
        start += size
    return rows


def _share_bodies(random: Random, people: list[Person]) -> list[int]:
    """Gives neighbours one organisation; how many each has."""
    sizes, start = [], 0
    while start < len(people):
        size = min(random.choice((1, 2, 2, 3)), len(people) - start)
        for person in people[start : start + size]:
            person.organisation = BODIES[len(sizes) % len(BODIES)]
        sizes.append(size)
        start += size
    return sizes


def _pair(
    kinds: Sequence[str], choice: Choice, random: Random, people: list[Person], rows: list[list[Cell | str]]
) -> list[Person]:
    """Puts one person more into the last row, of the same body and status."""
    last = people[-1]
    civility = random.choice(("Mme", "M."))
    free = next(name for name in SURNAMES if "%" not in name and name not in {p.surname for p in people})
    other = Person(
        civility, random.choice(GIVEN[civility]), free, last.organisation, last.role, last.status, last.proxy
    )
    sign = random.choice((", ", " et ") if choice["format"] == "txt" else (", ", " et ", "\n"))
    rows[-1][kinds.index("name")] = sign.join(one.printed(choice["name"]) for one in (last, other))
    return [*people, other]


def _expected(choice: Choice, kinds: Sequence[str], person: Person) -> dict[str, Any]:
    body = "organisation" in kinds or "both" in kinds
    role = "role" in kinds or "both" in kinds
    college, group = choice["merged"] == "college_rows", person.group or None
    return {
        "name": person.printed(choice["name"]).removeprefix(f"{person.civility} "),
        "status": person.status,
        "organisation": person.organisation if body else None if college else group,
        "role": person.role if role else group if college else None,
        "proxy": person.proxy.printed(choice["name"]).removeprefix(f"{person.proxy.civility} ")
        if person.proxy
        else None,
    }


def _set(choice: Choice, rows: Sequence[Sequence[Cell | str]], columns: int, header_rows: int) -> Table:
    """The table, so wide and so small that no word of it is cut."""
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in Table(rows).grid():
        for column, cell in enumerate(row):
            if cell is not None and cell.columns == 1:
                texts[column].append(cell.text)
    words = [max((len(word) for text in own for word in text.split()), default=1) + 0.5 for own in texts]
    whole = [min(30, max(map(len, own), default=1)) + 0.5 for own in texts]
    size = min(10.0, (POINTS - INSIDE * columns) / (LETTER * sum(words)))
    least = [INSIDE + LETTER * size * word for word in words]
    spare = POINTS - sum(least)
    wish = [max(0.1, text - word) for text, word in zip(whole, words, strict=True)]
    widths = [own + spare * more / sum(wish) for own, more in zip(least, wish, strict=True)]
    shares = [width / sum(widths) for width in widths]
    return Table(rows, choice["rules"] == "ruled", shares, header_rows, size)


POINTS, INSIDE, LETTER = 470.0, 13.0, 0.72
"""Width of the page and what a cell keeps free of it, in points; of a letter, in parts of the type size."""

COUNTS = {"few": 5, "many": 14, "over_pages": 30}


def make(choice: Choice, random: Random) -> Made:
    """A sheet whose attendance stands in one table."""
    people = _people(random, COUNTS[choice["rows"]])
    sizes = _share_bodies(random, people) if choice["merged"] == "organisation_rows" else []
    _give_statuses(choice, random, people)
    kinds = _kinds(choice)
    kinds = kinds if len(kinds) > 1 else ["number", *kinds]
    rows = _body(choice, random, kinds, people)
    alone = "name" in kinds and "civility" not in kinds and choice["merged"] in ("none", "empty_rows")
    if choice["people"] == "two_in_a_cell" and alone:
        people = _pair(kinds, choice, random, people, rows)
    if sizes and "organisation" in kinds and (choice["format"] != "txt" or kinds[0] == "organisation"):
        rows = _merge_organisations(kinds, rows, sizes)
    header = _header(choice, random, kinds)
    table = _set(choice, [*header, *rows], len(kinds), len(header))
    blocks: list[Block] = [
        Line("Comité de suivi du projet Grand-Lavoir", bold=True, size=14),
        Line("Compte rendu de la réunion du 12 mars 2024"),
    ]
    if label := LABELS[choice["label"]]:
        blocks.append(Line(label, bold=choice["label"] == "heading"))
    blocks += [
        table,
        Line("1. Bilan de la saison", bold=True),
        Line("Le trésorier présente les comptes de la saison passée."),
    ]
    return Made(Sheet(blocks), {"attendees": [_expected(choice, kinds, person) for person in people]})


def _ambiguous() -> list[Ambiguity]:
    columns = [status for status in STATUS if status not in ("none", "words", "remark", "words_with_proxy")]
    found = [
        Ambiguity({"wording": "none", "status": status}, "without a heading a mark says nothing")
        for status in columns
    ]
    found += [
        Ambiguity(
            {"wording": "unknown", "status": "letters"},
            "letters under a heading that says nothing of presence",
        ),
        Ambiguity({"wording": "none", "label": "none"}, "names alone in a table may be a list of anything"),
        Ambiguity(
            {"wording": "unknown", "label": "none"}, "names under unknown headings may be a list of anything"
        ),
        Ambiguity({"wording": "none", "head": "two_rows"}, "no heading has no rows"),
    ]
    return found


GRID = Grid(
    {
        "format": FORMATS,
        "label": tuple(LABELS),
        "name": NAMES,
        "beside": BESIDE,
        "place": PLACES,
        "status": STATUS,
        "mark": tuple(MARKS),
        "signature": SIGNATURES,
        "merged": MERGED,
        "wording": WORDINGS,
        "head": HEADS,
        "rules": RULES,
        "rows": ROWS,
        "people": PEOPLE,
    },
    make,
    _ambiguous(),
)
