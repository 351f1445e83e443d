"""Attendance as lines, prose and lists: labels, separators, forms of names, what stands beside, statuses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.people import GROUP_BODIES, GROUP_ROLES, Human, bodies, people, roles
from layouts.people import SMALL as PARTICLES
from layouts.sheet import FORMATS, Block, Line, Sheet, Table

Printed = tuple[str, str]
"""A name as the list prints it, with its civility, and as a record has it."""


def _upper(family: str) -> str:
    return " ".join(word if word.lower() in PARTICLES else word.upper() for word in family.split())


NAMES: Mapping[str, Callable[[Human], Printed]] = {
    "Anne Roux": lambda h: _plain(f"{h.given} {h.family}"),
    "Anne ROUX": lambda h: _plain(f"{h.given} {_upper(h.family)}"),
    "ROUX Anne": lambda h: _plain(f"{_upper(h.family)} {h.given}"),
    "Roux Anne": lambda h: _plain(f"{h.family} {h.given}"),
    "ANNE ROUX": lambda h: _plain(f"{h.given} {h.family}".upper()),
    "Mme Anne ROUX": lambda h: _civil(h.civility, f"{h.given} {_upper(h.family)}"),
    "Mme Anne Roux": lambda h: _civil(h.civility, f"{h.given} {h.family}"),
    "Madame Anne Roux": lambda h: _civil(h.address, f"{h.given} {h.family}"),
    "Mme ROUX Anne": lambda h: _civil(h.civility, f"{_upper(h.family)} {h.given}"),
    "Mme ROUX": lambda h: _civil(h.civility, _upper(h.family)),
    "Mme Roux": lambda h: _civil(h.civility, h.family),
    "Madame Roux": lambda h: _civil(h.address, h.family),
    "Mme A. Roux": lambda h: _civil(h.civility, f"{h.initial} {h.family}"),
    "A. Roux": lambda h: _plain(f"{h.initial} {h.family}"),
    "A. ROUX": lambda h: _plain(f"{h.initial} {_upper(h.family)}"),
    "Roux A.": lambda h: _plain(f"{h.family} {h.initial}"),
    "Anne R.": lambda h: _plain(f"{h.given} {h.family[0].upper()}."),
    "AR": lambda h: _plain(h.letters),
    "A.R.": lambda h: _plain(".".join(h.letters) + "."),
    "Mme A.R.": lambda h: _civil(h.civility, ".".join(h.letters) + "."),
    "Roux": lambda h: _plain(h.family),
    "ROUX": lambda h: _plain(_upper(h.family)),
    "Anne": lambda h: _plain(h.given),
    "Anne de La Tour": lambda h: _plain(f"{h.given} {h.family}"),
    "LE GOFF Anne": lambda h: _plain(f"{_upper(h.family)} {h.given}"),
    "Fatou N'Diaye": lambda h: _plain(f"{h.given} {h.family}"),
    "Mmes Roux, Petit": lambda h: _civil(h.civility, h.family),
    "M. et Mme Roux": lambda h: _civil("M. et Mme", h.family),
}
KINDS = {"Anne de La Tour": "compound", "LE GOFF Anne": "compound", "Fatou N'Diaye": "world"}
"""The people that a form of names is about, where it is not any."""

WITH_CIVILITY = [name for name in NAMES if name.startswith(("M", "Mme"))]
LETTERS = ("AR", "A.R.", "Mme A.R.")
"""Forms that tell who is meant to those who were there."""
WEAK = ("AR", "A.R.", "Roux", "ROUX", "Anne", "Roux Anne", "ANNE ROUX", "Roux A.", "Mmes Roux, Petit")
"""Forms that a comma cannot part from a body."""
WHOLE = (
    "Anne Roux",
    "Anne ROUX",
    "ROUX Anne",
    "Mme Anne ROUX",
    "Mme Anne Roux",
    "Madame Anne Roux",
    "Mme ROUX Anne",
)
"""Forms that tell a person without any label."""


def _plain(name: str) -> Printed:
    return name, name


def _civil(civility: str, name: str) -> Printed:
    return f"{civility} {name}", name


Labels = Mapping[str, Sequence[str]]
"""Wordings by status; `both` is "absent, excused"."""

USUAL: Labels = {
    "present": ("Présents", "Étaient présents", "Sont présents", "Présentes", "Présents à la réunion"),
    "excused": ("Excusés", "Étaient excusés", "Sont excusés", "S'étaient excusés", "Absents excusés"),
    "absent": ("Absents", "Étaient absents", "Sont absents", "Absents non excusés"),
    "invited": ("Invités", "Invitée", "Assistaient également à la réunion", "Étaient également présents"),
    "proxies": (
        "Pouvoirs",
        "Procurations",
        "Ont donné pouvoir",
        "Absents ayant donné procuration",
        "Représentés",
    ),
}


def _inclusive(sign: str, close: str = "") -> Labels:
    one, many = f"{sign}e{close}", f"{sign}e{close or sign}s"
    return {
        "present": (
            f"Présent{many}",
            f"Étaient présent{many}",
            f"Participant{many}",
            f"Membres présent{many}",
        ),
        "excused": (f"Excusé{many}", f"Étaient excusé{many}", f"Absent{many} excusé{many}", f"Excusé{one}"),
        "absent": (f"Absent{many}", f"Étaient absent{many}"),
        "invited": (f"Invité{many}", f"Étaient également présent{many}"),
        "proxies": (f"Représenté{many}", f"Absent{many} ayant donné pouvoir"),
    }


LABELS: Mapping[str, Labels] = {
    "Présents": USUAL,
    "Étaient présents": {**USUAL, "present": ("Étaient présents", "Étaient présentes",
        "Étaient présents et présentes")},
    "Membres présents": {
        **USUAL,
        "present": (
            "Membres présents", "Conseillers présents", "Élus présents",
            "Conseillers municipaux présents", "Les membres présents", "Adhérents présents",
            "Délégués présents",
            "Copropriétaires présents", "Personnes présentes", "Membres du conseil présents",
        ),
        "excused": ("Membres excusés", "Conseillers excusés", "Personnes excusées",
            "Membres absents excusés"),
        "absent": ("Membres absents", "Conseillers absents", "Personnes absentes"),
    },
    "Participants": {
        **USUAL,
        "present": (
            "Participants", "Participantes", "Participants à la réunion", "Liste des participants",
            "Liste des présents", "Les participants", "Liste de présence", "Liste des personnes présentes",
        ),
    },
    "Ont participé": {
        **USUAL,
        "present": (
            "Ont participé", "Ont participé à la réunion", "Participaient à la réunion", "Participent",
            "Ont assisté à la réunion", "Ont pris part à la réunion", "Ont participé à cette séance",
        ),
        "excused": ("Se sont excusés", "S'est excusée", "N'ont pu participer", "Se sont fait excuser"),
    },
    "Assistaient": {
        **USUAL,
        "present": (
            "Assistaient à la réunion", "Assistaient à la séance", "Assistent à la réunion", "Y assistaient",
            "Étaient réunis", "Étaient là", "En présence de", "Autour de la table", "Siégeaient",
        ),
        "absent": ("N'assistaient pas à la réunion", "Étaient absents", "Manquaient"),
    },
    "Présent·e·s": _inclusive("·"),
    "Présent⋅e⋅s": _inclusive("⋅"),
    "Présent‧e‧s": _inclusive("‧"),
    "Présent⸱e⸱s": _inclusive("⸱"),
    "Présent•e•s": _inclusive("•"),
    "Présent.e.s": _inclusive("."),
    "Présent-e-s": _inclusive("-"),
    "Présent/e/s": _inclusive("/"),
    "Présent(e)s": {
        "present": ("Présent(e)s", "Étaient présent(e)s", "Participant(e)s", "Présent(e)(s)",
            "Sont présent(e)s"),
        "excused": ("Excusé(e)s", "Excusé(e)(s)", "Absent(e)s excusé(e)s", "Étaient excusé(e)s"),
        "absent": ("Absent(e)s", "Absent(e)(s)", "Étaient absent(e)s"),
        "invited": ("Invité(e)s", "Invité(e)(s)"),
        "proxies": ("Représenté(e)s", "Absent(e)s ayant donné pouvoir"),
    },
    "Étai(en)t présent(e)(s)": {
        "present": ("Étai(en)t présent(e)(s)", "Étai(en)t présent(s)", "Est (sont) présent(e)(s)"),
        "excused": ("Étai(en)t excusé(e)(s)", "Étai(en)t absent(e)(s) excusé(e)(s)",
            "Absent(e)(s) excusé(e)(s)"),
        "absent": ("Étai(en)t absent(e)(s)", "Absent(s)"),
        "invited": ("Invité(e)(s)", "Assistai(en)t également"),
        "proxies": ("Représenté(e)(s)", "Ayant donné pouvoir", "A (ont) donné pouvoir"),
    },
    "Présents/présentes": {
        "present": ("Présents/présentes", "Présents/es", "Présentes et présents",
            "Participantes et participants"),
        "excused": ("Excusés/excusées", "Excusés/es", "Excusées et excusés"),
        "absent": ("Absents/absentes", "Absentes et absents"),
        "invited": ("Invités/invitées", "Invitées et invités"),
        "proxies": ("Représentées et représentés", "Pouvoirs"),
    },
    "with a count": {
        "present": ("Présents ({n})", "{n} présents", "Étaient présents ({n} personnes)", "Présents [{n}]",
                    "Présents : {n}", "Participants ({n} présents)", "Membres présents : {n}",
                    "Présents - {n}"),
        "excused": ("Excusés ({n})", "{n} excusés", "Excusés : {n}"),
        "absent": ("Absents ({n})", "{n} absents", "Absents : {n}"),
        "invited": ("Invités ({n})", "Invités"),
        "proxies": ("Pouvoirs ({n})", "Procurations : {n}"),
    },
    "with a remark": {
        "present": (
            "Présents (par ordre alphabétique)", "Présents (voir la feuille d'émargement)",
            "Étaient présents à cette réunion", "Présents à l'ouverture de la séance",
            "Présents à la réunion du 12 mars 2024", "Participants (sur place ou en visio)",
            "Étaient présents pour l'association", "Présents au début de la réunion",
            "Membres présents ce jour", "Présents (avec voix délibérative)", "Présents lors de la réunion",
            "Étaient présents ou représentés", "Étaient présents, outre le président",
            "Présents (sauf mention contraire)", "Étaient présents autour de la table",
        ),
        "excused": ("Excusés (avant la réunion)", "Excusés pour cette réunion", "Excusés, n'ayant pu venir"),
        "absent": ("Absents (sans excuse)", "Absents à la réunion du 12 mars 2024", "Absents ce jour"),
        "invited": ("Invités (sans droit de vote)", "Invités avec voix consultative"),
        "proxies": ("Pouvoirs (articles 9 et 10)", "Pouvoirs donnés pour la séance"),
    },
    "sentence": {
        "present": (
            "Sous la présidence de {chair}, étaient présents",
            "Sous la présidence de {chair}, étaient réunis",
            "La séance est ouverte sous la présidence de {chair}. Étaient présents",
            "Se sont réunis sous la présidence de {chair}",
            "Étaient présents, sous la présidence de {chair}",
            "Le conseil s'est réuni sous la présidence de {chair}. Sont présents",
        ),
        "excused": ("Étaient absents et excusés", "Avaient prévenu de leur absence", "Étaient excusés"),
        "absent": ("Étaient absents", "Étaient absents sans excuse"),
        "invited": ("Assistaient également à la séance", "Participait en outre à la réunion"),
        "proxies": ("Avaient donné pouvoir", "Étaient absents et avaient donné procuration"),
    },
    "none": USUAL,
}  # fmt: skip

PLACES = (
    "run-in colon", "run-in colon without space", "run-in dash", "run-in bold", "run-in capitals",
    "own line colon", "own line", "own line bold", "own line capitals", "own line underlined", "heading",
    "bulleted label", "left column",
)  # fmt: skip

PARTED = (
    "comma", "comma and et", "semicolon", "dash", "slash", "tab", "lines", "lines of one paragraph",
    "bullets", "typed dashes", "typed bullets", "stars", "numbers", "civilities only", "two a line",
    "lines with commas", "lines with semicolons", "pipes",
)  # fmt: skip
IN_LINES = ("lines", "lines of one paragraph", "bullets", "typed dashes", "typed bullets", "stars", "numbers",
            "two a line", "lines with commas", "lines with semicolons")  # fmt: skip
"""Each or each two on a line of their own."""

BESIDE = (
    "nothing", ", role", "(role)", "– role", ": role", "role first", "le role, name",
    "(body)", ", body", "– body", ": body", "/ body", "body : names", "body (names)", "body – name",
    ", role, body", ", body, role", "(role, body)", "(body, role)", ", role (body)", "(body), role",
    "– body – role",
    "représentant body", "pour body", "(status)", ", status", "(late)", ", late", "(née)", "dit",
    "unnamed between",
    "footnote", "address", "asterisk",
)  # fmt: skip
BY_COMMA = (", role", ", body", ", role, body", ", body, role", ", role (body)", "(body), role",
    "le role, name",
            ", status", ", late")  # fmt: skip
BY_COLON = ("body : names", ": role", ": body", "role first")
BODY_FIRST = ("body : names", "body (names)", "body – name")

MISSING = (
    "nobody said", "excused", "absent", "excused, absent", "absent, excused, longer", "excused first",
    "invited too",
    "proxy in brackets", "proxy after comma", "represented by", "proxies X à Y", "proxies with a sentence",
    "proxies with arrows", "proxy de X à Y", "néant", "in a sentence", "bodies excused", "given to me",
)  # fmt: skip

WHERE = ("opening", "after prose", "after the agenda", "end", "missing at the end")

OFFICERS = ("none", "secretary run-in", "secretary on its line", "secretary in a sentence", "chair run-in",
            "chair and secretary", "writer")  # fmt: skip

GROUPS = (
    "none",
    "roles on their lines",
    "bodies on their lines",
    "roles run-in",
    "bodies run-in",
    "Pour body",
)

AFTER = ("agenda", "numbered heading", "bold heading", "prose", "counts")

HEADS = ("council", "association", "school", "company", "group", "coop")

TITLES = {
    "council": ("Commune de Valbrune", "Procès-verbal du conseil municipal"),
    "association": ("Association Les Ateliers du Lorm", "Compte rendu du conseil d'administration"),
    "school": ("École Jules-Renard", "Procès-verbal du conseil d'école"),
    "company": ("Lormétal SAS", "Procès-verbal de la réunion du CSE"),
    "group": ("Réseau des sols vivants", "Compte rendu du groupe de travail"),
    "coop": ("Résidence des Tilleuls", "Compte rendu du conseil syndical"),
}
"""What meets, and the title of its minutes."""


@dataclass(frozen=True)
class Listed:
    """Somebody of the list, with what the list says of them."""

    human: Human
    printed: str
    name: str
    status: str = "present"
    organisation: str | None = None
    role: str | None = None
    proxy: str | None = None

    def record(self) -> dict[str, Any]:
        """As a record has it."""
        keys = ("name", "status", "organisation", "role", "proxy")
        return {key: getattr(self, key) for key in keys}


def make(choice: Choice, random: Random) -> Made:
    """The sheet of a choice."""
    return _Sheet(choice, random).made()


class _Sheet:
    """One sheet while it is made."""

    def __init__(self, choice: Choice, random: Random) -> None:
        self.choice, self.random = choice, random
        self.form = choice["names"]
        self.parted = _parted(choice)
        self.kind = choice["body"]
        self.groups = _groups(choice)
        humans = people(random, 20, KINDS.get(self.form, "plain"))
        self.listed = [Listed(human, *self._name(human)) for human in humans]
        self.found: list[Listed] = []
        """Those whom the sheet names as attendees."""
        self.labels = LABELS[choice["label"]]
        self.chair: Listed | None = None

    def _name(self, human: Human) -> Printed:
        return NAMES[self.form](human)

    def take(self, count: int, status: str = "present") -> list[Listed]:
        """The next people, of a status."""
        taken, self.listed = self.listed[:count], self.listed[count:]
        return [replace(one, status=status) for one in taken]

    def made(self) -> Made:
        """The whole sheet."""
        present = self._present_blocks()
        missing = self._missing_blocks()
        if self.choice["missing"] == "excused first" and self.choice["label"] != "none":
            present, missing = missing, present
        lists = [*present, *missing, *self._officer_blocks()]
        blocks = self._placed(present, lists)
        expected: dict[str, Any] = {"attendees": [one.record() for one in self.found]}
        if self.form not in (*LETTERS, "M. et Mme Roux", "Anne R."):
            expected["people"] = [{"name": one.name, "variants": []} for one in self.found]
        return Made(Sheet(blocks), expected)

    def _placed(self, present: list[Block], lists: list[Block]) -> list[Block]:
        body, title = TITLES[self.kind]
        head: list[Block] = [Line(body, bold=True), Line(f"{title} du 12 mars 2024", bold=True, size=14)]
        agenda = [
            Line("Ordre du jour :", bold=True),
            Line("1. Bilan de l'année"),
            Line("2. Questions diverses"),
        ]
        text = [
            Line("1. Bilan de l'année", bold=True),
            Line("Le bilan est présenté. Il montre une année calme, sans dépense imprévue, et un solde."),
            Line("Les comptes seront publiés au printemps sur le site, après leur relecture par le cabinet."),
            Line("2. Questions diverses", bold=True),
            Line("Le portail du jardin ne ferme plus. Un devis sera demandé avant l'été."),
        ]
        where = self.choice["where"]
        if where == "after prose":
            return [*head, self._prose(), *lists, *self._after(), *text]
        if where == "after the agenda":
            return [*head, *agenda, *lists, *text]
        if where == "end":
            return [*head, *text, *lists]
        if where == "missing at the end" and self.choice["missing"] != "excused first":
            return [*head, *present, *self._after(), *text, *lists[len(present) :]]
        return [*head, *lists, *self._after(), *text]

    def _prose(self) -> Line:
        return Line(self.random.choice((
            "L'an deux mille vingt-quatre, le douze mars à dix-huit heures trente, l'assemblée dûment "
            "convoquée s'est réunie en séance ordinaire dans la salle habituelle.",
            "Le mardi 12 mars 2024 à 18 h 30, les membres se sont réunis sur convocation du 4 mars 2024.",
            "La réunion s'est tenue le 12 mars 2024 de 18 h 30 à 20 h dans la grande salle.",
        )))  # fmt: skip

    def _after(self) -> list[Block]:
        match self.choice["after"]:
            case "agenda":
                return [Line("Ordre du jour", bold=True), Line("Bilan de l'année, questions diverses")]
            case "bold heading":
                return [Line("Ouverture", bold=True), Line("La séance commence à l'heure.")]
            case "prose":
                return [Line("Le quorum étant atteint, la séance est ouverte à 18 h 35.")]
            case "counts":
                return [Line("Nombre de membres en exercice : 15"), Line("Quorum : 8"), Line("Votants : 12")]
        return []

    # the lists

    def _present_blocks(self) -> list[Block]:
        random, groups = self.random, self.groups
        if self.choice["label"] == "sentence":
            chair = self.take(1)[0]
            self.chair = replace(chair, role="président de séance")
            self.found.append(self.chair)
        if groups == "none" or self.choice["label"] == "none":
            shown = [*self._filled(self.take(random.randint(4, 9)))]
            self.found.extend(self._both(shown))
            return self._list("present", shown)
        count = random.randint(2, 3)
        titles = random.sample(GROUP_ROLES if "roles" in groups else GROUP_BODIES, count)
        blocks: list[Block] = []
        for title in titles:
            shown = self._filled(self.take(random.randint(2, 3)))
            blocks.extend(self._group(title, shown))
            self.found.extend(self._both(self._grouped(title, shown)))
        there = sum(one is not self.chair for one in self.found)
        return [self._label_line("present", there), *blocks]

    def _both(self, shown: list[Listed]) -> list[Listed]:
        """A couple is two people."""
        return [one for one in shown for _ in range(2)] if self.form == "M. et Mme Roux" else shown

    def _grouped(self, title: str, shown: list[Listed]) -> list[Listed]:
        if "roles" in self.groups:
            return [one if one.role else replace(one, role=title) for one in shown]
        return [one if one.organisation else replace(one, organisation=title) for one in shown]

    def _group(self, title: str, shown: list[Listed]) -> list[Block]:
        title = f"Pour {_with_article(title)}" if self.groups == "Pour body" else title
        if "run-in" in self.groups:
            joiner = " ; " if self.choice["beside"] in BY_COMMA else ", "
            return [Line(f"{title} : {joiner.join(self._entries(shown))}")]
        look = self.random.choice(("colon", "bold", "underlined"))
        heading = Line(
            f"{title} :" if look != "bold" else title, bold=look == "bold", underlined=look == "underlined"
        )
        return [heading, *self._people_lines(shown)]

    def _label_line(self, status: str, count: int) -> Block:
        """The label alone over its groups."""
        label = self._label(status, count)
        return Line(label if _counts(label) else f"{label} :", bold=self.random.random() < 0.5)

    def _label(self, status: str, count: int) -> str:
        label = self.random.choice(self.labels[status])
        chair = self.chair.printed if self.chair else ""
        return label.format(n=count, chair=f"{chair}, président") if "{" in label else label

    def _filled(self, shown: list[Listed]) -> list[Listed]:
        """With bodies and functions where the choice prints them."""
        beside = self.choice["beside"]
        of_bodies, of_roles = bodies(self.random, len(shown)), roles(self.random, self.kind, len(shown))
        filled = []
        for index, one in enumerate(shown):
            some = index == 0 or beside in BODY_FIRST or self.random.random() < 0.8
            if some and ("body" in beside):
                one = replace(one, organisation=of_bodies[index])
            if some and ("role" in beside):
                one = replace(one, role=of_roles[index])
            filled.append(one)
        if beside in ("body : names", "body (names)"):
            for first, second in zip(filled[::2], filled[1::2], strict=False):
                filled[filled.index(second)] = replace(second, organisation=first.organisation)
        return filled

    def _list(self, status: str, shown: list[Listed], entries: Sequence[str] | None = None) -> list[Block]:
        """A label with its people."""
        entries = self._entries(shown) if entries is None else entries
        label, place = self._label(status, len(self._both(shown))), self.choice["place"]
        if self.choice["label"] == "none" and status == "present":
            return self._people_lines(shown, entries)
        if _counts(label):
            return [Line(label, bold=place.endswith("bold")), *self._people_lines(shown, entries)]
        if place == "left column":
            text = "\n".join(entries) if self.parted in IN_LINES else self._joined(entries)
            return [Table([[f"{label} :", text]], ruled=False, widths=(0.25, 0.75))]
        if place.startswith(("own line", "heading")) or self._breaks_label():
            return [self._own_line(label, place), *self._people_lines(shown, entries)]
        return self._run_in(label, place, entries)

    def _breaks_label(self) -> bool:
        return self.parted in IN_LINES and not self.parted.startswith("lines")

    def _own_line(self, label: str, place: str) -> Line:
        match place:
            case "own line bold":
                return Line(label, bold=True)
            case "own line capitals" | "run-in capitals":
                return Line(f"{label.upper()} :")
            case "own line underlined":
                return Line(f"{label} :", underlined=True)
            case "heading":
                return Line(label, style="Heading 2")
            case "own line":
                return Line(label)
        return Line(f"{label} :")

    def _run_in(self, label: str, place: str, entries: Sequence[str]) -> list[Block]:
        lead = {
            "run-in colon without space": f"{label}: ",
            "run-in dash": f"{label} – ",
            "run-in bold": f"**{label} :** ",
            "run-in capitals": f"{label.upper()} : ",
            "bulleted label": f"- {label} : ",
        }.get(place, f"{label} : ")
        if self.parted not in IN_LINES:
            return [Line(lead + self._joined(entries))]
        lines = self._ended(entries)
        if self.parted == "lines of one paragraph":
            return [Line(lead + "\n".join(lines))]
        return [Line(lead + lines[0]), *(Line(line, space=1) for line in lines[1:])]

    def _people_lines(self, shown: Sequence[Listed], entries: Sequence[str] | None = None) -> list[Block]:
        entries = self._entries(shown) if entries is None else entries
        match self.parted:
            case "bullets":
                return [Line(entry, style="List Bullet", space=1) for entry in entries]
            case "typed dashes":
                return [Line(f"- {entry}", space=1) for entry in entries]
            case "typed bullets":
                return [Line(f"• {entry}", space=1) for entry in entries]
            case "stars":
                return [Line(f"* {entry}", space=1) for entry in entries]
            case "numbers":
                return [Line(f"{number}. {entry}", space=1) for number, entry in enumerate(entries, 1)]
            case "two a line":
                pairs = [entries[at : at + 2] for at in range(0, len(entries), 2)]
                return [Line("\t\t".join(pair), space=1) for pair in pairs]
            case "lines" | "lines with commas" | "lines with semicolons":
                return [Line(line, space=1) for line in self._ended(entries)]
            case "lines of one paragraph":
                return [Line("\n".join(entries))]
        return [Line(self._joined(entries))]

    def _ended(self, entries: Sequence[str]) -> list[str]:
        sign = {"lines with commas": ",", "lines with semicolons": " ;"}.get(self.parted, "")
        return [*(f"{entry}{sign}" for entry in entries[:-1]), entries[-1]]

    def _joined(self, entries: Sequence[str]) -> str:
        sign = {
            "semicolon": " ; ", "dash": " – ", "slash": " / ", "tab": "\t", "pipes": " | ",
            "civilities only": " ",
        }.get(self.parted, ", ")  # fmt: skip
        if self.parted == "comma and et" and len(entries) > 1:
            return f"{sign.join(entries[:-1])} et {entries[-1]}"
        stopped = (
            self.parted in ("comma", "semicolon")
            and entries[-1][-1] not in ".)"
            and self.random.random() < 0.3
        )
        return sign.join(entries) + ("." if stopped else "")

    # what stands beside a name

    def _entries(self, shown: Sequence[Listed]) -> list[str]:
        if self.form == "Mmes Roux, Petit":
            return self._by_civility(shown)
        beside = self.choice["beside"]
        if beside in ("body : names", "body (names)"):
            return _by_body(shown, beside)
        entries = [self._entry(one, beside) for one in shown]
        if beside == "unnamed between":
            unnamed = ("un représentant de la préfecture", "2 habitants", "une dizaine de riverains",
                       "deux agents de la mairie", "plusieurs bénévoles",
                       "et une dizaine d'habitants")  # fmt: skip
            entries.insert(self.random.randint(1, len(entries)), self.random.choice(unnamed))
        return entries

    def _entry(self, one: Listed, beside: str) -> str:
        name, role, body = one.printed, one.role, one.organisation
        if role is None and body is None:
            return self._marked(name, beside)
        return {
            ", role": f"{name}, {role}", "(role)": f"{name} ({role})", "– role": f"{name} – {role}",
            ": role": f"{name} : {role}", "role first": f"{_capital(role)} : {name}",
            "le role, name": f"{_capital(_definite(role))}, {name}",
            "(body)": f"{name} ({body})", ", body": f"{name}, {body}", "– body": f"{name} – {body}",
            ": body": f"{name} : {body}", "/ body": f"{name} / {body}", "body – name": f"{body} – {name}",
            ", role, body": f"{name}, {role}, {body}", ", body, role": f"{name}, {body}, {role}",
            "(role, body)": f"{name} ({role}, {body})", "(body, role)": f"{name} ({body}, {role})",
            ", role (body)": f"{name}, {role} ({body})", "(body), role": f"{name} ({body}), {role}",
            "– body – role": f"{name} – {body} – {role}",
            "représentant body": f"{name}, représentant {_with_article(body)}",
            "pour body": f"{name} pour {_with_article(body)}",
        }.get(beside, name)  # fmt: skip

    def _marked(self, name: str, beside: str) -> str:
        marks = {
            "(status)": (
                " (en visio)",
                " (à distance)",
                " (par téléphone)",
                " (présent)",
                " (visioconférence)",
            ),
            ", status": (", en visio", ", à distance", ", par téléphone", ", en visioconférence"),
            "(late)": (
                " (à partir du point 3)",
                " (jusqu'à 20h15)",
                " (arrivée à 19 h)",
                " (départ à 20h)",
                " (arrivé au point 2)",
                " (a quitté la séance à 21h)",
                " (en retard)",
            ),
            ", late": (", à partir du point 3", ", arrivée à 19h10", ", jusqu'à 20 h 15", ", partie à 21h"),
            "(née)": (" (née Tardieu)", " née Tardieu", " épouse Blin", " (dit Polo)"),
            "dit": (" dit Jeannot", " alias Polo", ' dite "Lili"', " dit « le Grand »"),
            "footnote": ("¹", "²", " (1)"),
            "asterisk": ("*", " *", "**"),
            "address": (" (06 12 34 56 78)", " – contact@lorm.example", " (a.roux@lorm.example)"),
        }.get(beside)
        return name + self.random.choice(marks) if marks and self.random.random() < 0.6 else name

    def _by_civility(self, shown: Sequence[Listed]) -> list[str]:
        lines = []
        for gender, many in (("m", "MM."), ("f", "Mmes")):
            names = [self._entry(replace(one, printed=one.name), self.choice["beside"])
                     for one in shown if one.human.gender == gender]  # fmt: skip
            if names:
                one_alone = "M." if gender == "m" else "Mme"
                lines.append(f"{many if len(names) > 1 else one_alone} {', '.join(names)}")
        return lines

    # those who are not there

    def _missing_blocks(self) -> list[Block]:
        random, missing = self.random, self.choice["missing"]
        if missing == "nobody said":
            return []
        if missing in ("excused", "absent", "excused first"):
            return self._missing(missing.split()[0], random.randint(1, 4))
        if missing == "excused, absent":
            return [
                *self._missing("excused", random.randint(1, 2)),
                *self._missing("absent", random.randint(1, 2)),
            ]
        if missing == "absent, excused, longer":
            return [*self._missing("absent", 1), *self._missing("excused", random.randint(4, 6))]
        if missing == "invited too":
            invited = self.take(random.randint(1, 2))
            self.found.extend(self._both(invited))
            return [*self._list("invited", invited), *self._missing("excused", 2)]
        if missing == "néant":
            nobody = random.choice(("néant", "aucun", "Néant.", "0", "personne", "–"))
            return [Line(f"{self._label('absent', 0).partition(' :')[0]} : {nobody}")]
        if missing == "bodies excused":
            named = random.sample(GROUP_BODIES, 2)
            return [Line(f"Excusés : {_with_article(named[0])}, {_with_article(named[1])}")]
        return self._proxy_blocks(missing)

    def _missing(self, status: str, count: int) -> list[Block]:
        shown = self.take(count, status)
        label = "excused" if status == "excused" else "absent"
        self.found.extend(self._both(shown))
        return self._list(label, shown, self._plain_entries(shown))

    def _plain_entries(self, shown: Sequence[Listed]) -> list[str]:
        if self.form == "Mmes Roux, Petit":
            return self._by_civility(shown)
        return [one.printed for one in shown]

    def _proxy_blocks(self, missing: str) -> list[Block]:
        givers, holders = self.take(self.random.randint(1, 3), "represented"), self._holders()
        pairs = [
            (replace(giver, proxy=holder.name), holder)
            for giver, holder in zip(givers, holders, strict=False)
        ]
        if missing == "in a sentence":
            return self._sentences()
        if missing == "given to me":
            return self._holder_says(pairs)
        self.found.extend(self._both([giver for giver, _ in pairs]))
        wording = {
            "proxy in brackets": ("{x} (pouvoir à {y})", "{x} (procuration à {y})",
                "{x} (donne pouvoir à {y})",
                                  "{x} (a donné procuration à {y})", "{x} (représenté par {y})"),
            "proxy after comma": ("{x}, pouvoir à {y}", "{x}, ayant donné pouvoir à {y}",
                "{x}, procuration à {y}",
                                  "{x}, qui a donné procuration à {y}", "{x}, excusé, pouvoir à {y}"),
            "represented by": ("{x} représenté par {y}", "{x} représentée par {y}",
                "{x}, représentée par {y}",
                               "{x} est représenté par {y}"),
            "proxies X à Y": ("{x} à {y}",),
            "proxies with a sentence": ("{x} donne pouvoir à {y}", "{x} a donné procuration à {y}",
                                        "{x} ayant donné pouvoir à {y}", "{x} donne procuration à {y}",
                                        "{x} a donné son pouvoir à {y}"),
            "proxies with arrows": ("{x} → {y}", "{x} -> {y}"),
            "proxy de X à Y": ("pouvoir de {x} à {y}", "procuration de {x} à {y}", "Pouvoir de {x} à {y}"),
        }[missing]  # fmt: skip
        said = self.random.choice(wording)
        entries = [said.format(x=giver.printed, y=holder.printed) for giver, holder in pairs]
        status = "excused" if missing in ("proxy in brackets", "proxy after comma") else "proxies"
        return self._list(status, givers, entries)

    def _holders(self) -> list[Listed]:
        there = [one for one in self.found if one.status == "present"]
        return [self._bare(one) for one in self.random.sample(there, min(3, len(there)))]

    def _bare(self, one: Listed) -> Listed:
        if self.form == "M. et Mme Roux":
            return replace(one, printed=f"{one.human.civility} {one.human.family}")
        return one

    def _holder_says(self, pairs: Sequence[tuple[Listed, Listed]]) -> list[Block]:
        """ "Mme Roux a reçu pouvoir de M. Petit"."""
        self.found.extend(self._both([giver for giver, _ in pairs]))
        said = self.random.choice(
            ("{y} a pouvoir de {x}", "{y} a reçu procuration de {x}", "{y} (pouvoir de {x})")
        )
        entries = [said.format(x=giver.printed, y=holder.printed) for giver, holder in pairs]
        return [Line("Pouvoirs :"), *(Line(entry, space=1) for entry in entries)]

    def _sentences(self) -> list[Block]:
        one, other = self.take(2, "excused")
        self.found.extend(self._both([one, other]))
        wordings = (
            "{x} et {y} sont excusés.", "{x} et {y} se sont excusés.", "Se sont excusés : {x} et {y}.",
            "Sont excusés {x} et {y}.", "{x} et {y} étaient excusés.",
            "{x} est excusé, {y} aussi est excusée.",
        )  # fmt: skip
        return [Line(self.random.choice(wordings).format(x=one.printed, y=other.printed))]

    # who presides, who writes

    def _officer_blocks(self) -> list[Block]:
        officer = self.choice["officer"]
        if officer == "none":
            return []
        there = [
            index for index, one in enumerate(self.found) if one.status == "present" and one is not self.chair
        ]
        first, second = self.random.sample(there, 2)
        if officer == "chair and secretary":
            return [self._chair(first), self._secretary("secretary run-in", second)]
        if officer == "chair run-in":
            return [self._chair(first)]
        if officer == "writer":
            return [Line(f"Prise de notes : {self._as(first, 'prise de notes')}")]
        return [self._secretary(officer, first)]

    def _as(self, index: int, role: str) -> str:
        """The name of somebody listed, who has that task as well."""
        if self.form == "M. et Mme Roux":  # the first of a couple is the man
            index += self._place_in_couple(index)
        one = self.found[index]
        self.found[index] = replace(one, role=f"{one.role}, {role}" if one.role else role)
        return self._bare(one).printed

    def _place_in_couple(self, index: int) -> int:
        """How far from `index` the one of the couple stands whom the civility names."""
        one = self.found[index]
        first = next(at for at, other in enumerate(self.found) if other.human is one.human)
        return first + (one.human.civility != "M.") - index

    def _chair(self, index: int) -> Line:
        label = self.random.choice(("Président de séance", "Présidente de séance", "Présidence"))
        return Line(f"{label} : {self._as(index, 'présidence' if label == 'Présidence' else label)}")

    def _secretary(self, officer: str, index: int) -> Line:
        name = self._as(index, "secrétaire de séance")
        if officer == "secretary on its line":
            return Line(f"Secrétaire de séance :\n{name}")
        if officer == "secretary in a sentence":
            said = ("{} est désignée secrétaire de séance.", "{} a été nommé secrétaire de séance.",
                    "{} assure le secrétariat de séance.",
                    "Le secrétariat de séance est assuré par {}.")  # fmt: skip
            return Line(self.random.choice(said).format(name))
        return Line(f"Secrétaire de séance : {name}")


def _counts(label: str) -> bool:
    """ "Présents : 12": no second colon follows."""
    return " : " in label or " - " in label


def _by_body(shown: Sequence[Listed], beside: str) -> list[str]:
    """ "Les Grillons : Anne Roux, Paul Petit" of those who come from one body."""
    together: dict[str | None, list[str]] = {}
    for one in shown:
        together.setdefault(one.organisation, []).append(one.printed)
    said = "{} : {}" if beside == "body : names" else "{} ({})"
    entries = [said.format(body, ", ".join(names)) for body, names in together.items() if body]
    return entries + together.get(None, [])


def _with_article(body: str | None) -> str:
    """ "la Mairie de Valbrune", as a sentence has it."""
    first = (body or "-").split()[0].removesuffix("s").lower()
    if first in ("le", "la", "terre", "coop'alim") or body in ("Lumen",):
        return body or ""
    feminine = ("mairie", "ville", "ddt", "fcpe", "communauté", "cci", "fédération", "scop", "sem")
    if first[0] in "aeiou" or first in ("université", "amicale"):
        return f"l'{body}"
    return f"la {body}" if first in feminine else f"le {body}"


def _definite(role: str | None) -> str:
    role = role or "-"
    return f"l'{role}" if role[0].lower() in "aeéioui1" else f"le {role}"


def _capital(text: str | None) -> str:
    return (text or "")[:1].upper() + (text or "")[1:]


def _groups(choice: Choice) -> str:
    """What groups the people: who has a body of their own stands under no other."""
    groups = choice["groups"]
    if "body" not in choice["beside"] or groups == "none":
        return groups
    return {"bodies run-in": "roles run-in"}.get(
        groups, "roles on their lines" if "roles" not in groups else groups
    )


def _parted(choice: Choice) -> str:
    """What parts the people: another sign where the one chosen stands beside the names as well."""
    parted, beside, names = choice["parted"], choice["beside"], choice["names"]
    joined = parted in ("comma", "comma and et", "lines with commas")
    if joined and (beside in BY_COLON or (beside in BY_COMMA and names in WEAK)):
        return "semicolon" if parted != "lines with commas" else "lines"
    return parted


DIMENSIONS: Mapping[str, Sequence[str]] = {
    "format": FORMATS,
    "body": HEADS,
    "label": tuple(LABELS),
    "place": PLACES,
    "parted": PARTED,
    "names": tuple(NAMES),
    "beside": BESIDE,
    "missing": MISSING,
    "where": WHERE,
    "officer": OFFICERS,
    "groups": GROUPS,
    "after": AFTER,
}


def _pairs(
    reason: str, one: str, values: Sequence[str], other: str, others: Sequence[str]
) -> list[Ambiguity]:
    return [Ambiguity({one: value, other: second}, reason) for value in values for second in others]


AMBIGUOUS = (
    *_pairs("nothing tells that short names or letters are people", "label", ["none"], "names",
            [name for name in NAMES if name not in WHOLE]),
    *_pairs("a line of names without label may be a signature or a cast", "label", ["none"], "parted",
            [parted for parted in PARTED if parted not in IN_LINES]),
    *_pairs("without label nothing opens the lists far from the head", "label", ["none"], "where",
            ["after the agenda", "end"]),
    *_pairs("without civilities, civilities part nobody", "parted", ["civilities only"], "names",
            [name for name in NAMES if name not in WITH_CIVILITY or name == "Mmes Roux, Petit"]),
    *_pairs("the sign between people stands beside them too", "parted", ["dash"], "beside",
            [beside for beside in BESIDE if "–" in beside] + ["address"]),
    *_pairs("the sign between people stands beside them too", "parted", ["slash"], "beside", ["/ body"]),
    *_pairs("nothing parts what stands beside a name from the next person", "parted",
        ["civilities only"], "beside",
            ["body : names", "body (names)", "body – name", "unnamed between", "role first",
            "le role, name"]),
    *_pairs("letters in brackets after a body are its acronym", "beside", ["body (names)"], "names", LETTERS),
    *_pairs("letters before a body may be another body", "beside", ["body – name", ": body",
        "/ body"], "names", LETTERS),
    *_pairs("a civility of several holds for names alone", "names", ["Mmes Roux, Petit"], "beside",
            [*BODY_FIRST, "role first", "le role, name", "unnamed between"]),
    *_pairs("a civility of several holds for names alone", "names", ["Mmes Roux, Petit"], "missing",
            ["proxies with arrows", "proxies X à Y"]),
    *_pairs("a couple has one body or function at most", "names", ["M. et Mme Roux"], "beside",
            [beside for beside in BESIDE if beside != "nothing"]),
)  # fmt: skip

GRID = Grid(DIMENSIONS, make, AMBIGUOUS)
