"""Examples: every wording that gives one, where it may stand, where it ends, and what looks like one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.passages import around, placed
from layouts.sheet import FORMATS, Block, Line, Sheet


@dataclass(frozen=True)
class Thing:
    """What is illustrated, and two examples of it with their articles."""

    things: str
    """Plural, with an article: "les petits commerces"."""
    one: str
    other: str

    @property
    def bare(self) -> str:
        """Without its article."""
        return self.things.split(" ", 1)[1]

    @property
    def One(self) -> str:
        """As a sentence begins."""
        return self.one[0].upper() + self.one[1:]

    @property
    def of_one(self) -> str:
        """ "du four banal", "de la halle"."""
        return f"de {self.one}".replace("de le ", "du ").replace("de les ", "des ")


THINGS = (
    Thing("les petits commerces", "la mercerie de la place", "le fournil du bourg"),
    Thing("les lieux partagés", "l'atelier des menuisiers", "la halle de Corbeval"),
    Thing("des sorties scolaires", "la visite du moulin", "une journée au verger"),
    Thing("les outils en ligne", "le calendrier commun", "la carte des chemins"),
    Thing("des actions de prévention", "un stand sur le bruit", "la semaine du dos"),
    Thing("des économies d'énergie", "l'isolation des combles", "le changement des lampes"),
    Thing("les dépenses imprévues", "le remplacement de la chaudière", "la réparation du portail"),
    Thing("des animations d'été", "le concours de pétanque", "un bal sous les arbres"),
    Thing("les pièces manquantes", "le plan de masse", "l'attestation d'assurance"),
)


@dataclass(frozen=True)
class Wording:
    """A sentence with the passages given as examples in it; `{one}` and so on are filled in."""

    sentence: str
    texts: Sequence[str] = ("{one}",)


WORDINGS: Mapping[str, Wording] = {
    "par exemple, end": Wording("Il faut soutenir {things}, par exemple {one}."),
    "par exemple, no comma": Wording("On pourrait commencer par {things} par exemple {one}."),
    "comme par exemple": Wording("Il faut soutenir {things} comme par exemple {one}."),
    "par exemple in brackets": Wording("Il faut soutenir {things} (par exemple {one}) dès cette année."),
    "par exemple behind": Wording("Il faut soutenir {things} comme {one} par exemple."),
    "behind in brackets": Wording("Il faut soutenir {things} ({one} par exemple)."),
    "ex. in brackets": Wording("Il faut soutenir {things} (ex. {one}) dès cette année."),
    "ex : in brackets": Wording("Il faut soutenir {things} (ex : {one}) dès cette année."),
    "Ex: glued": Wording("Il faut soutenir {things} (ex: {one})."),
    "exemple : in brackets": Wording("Il faut soutenir {things} (exemple : {one})."),
    "p. ex.": Wording("Il faut soutenir {things}, p. ex. {one}."),
    "par ex.": Wording("Il faut soutenir {things}, par ex. {one}."),
    "par ex in brackets": Wording("Il faut soutenir {things} (par ex {one})."),
    "Exemple :": Wording("Exemple : {one}."),
    "Ex :": Wording("Ex : {one}."),
    "Ex. :": Wording("Ex. : {one}."),
    "Exemples : two": Wording("Exemples : {one}, {other}.", ("{one}, {other}",)),
    "Exemples : slashes": Wording("Exemples : {one} / {other}.", ("{one}", "{other}")),
    "Exemples : semicolons": Wording("Exemples : {one} ; {other}.", ("{one}", "{other}")),
    "Exemple de": Wording(
        "Exemple {of_one}, très apprécié des familles.", ("{one}, très apprécié des familles.",)
    ),
    "à titre d'exemple": Wording(
        "À titre d'exemple, {one} a réuni quarante personnes.", ("{one} a réuni quarante personnes.",)
    ),
    "à titre d'exemple, quoted thing": Wording("On peut, à titre d'exemple, citer {one}.", ("{one}",)),
    "par exemple first": Wording(
        "Par exemple, {one} a réuni quarante personnes.", ("{one} a réuni quarante personnes.",)
    ),
    "par exemple, : sentence": Wording(
        "Par exemple : {one} a réuni quarante personnes.", ("{one} a réuni quarante personnes.",)
    ),
    "en guise d'exemple": Wording(
        "En guise d'exemple, {one} a réuni quarante personnes.", ("{one} a réuni quarante personnes.",)
    ),
    "c'est le cas de": Wording("Certains projets avancent bien. C'est le cas pour {one}."),
    "comme c'est le cas": Wording("Certains projets avancent bien, comme c'est le cas pour {one}."),
    "notamment à l'image de": Wording("Il faut soutenir {things}, notamment à l'image {of_one}."),
    "on peut citer en exemple": Wording("On peut citer en exemple {one}."),
    "citons l'exemple de": Wording("Citons l'exemple {of_one}."),
    "prendre l'exemple de": Wording("M. Vasseur prend l'exemple {of_one}."),
    "l'exemple est cité": Wording("L'exemple {of_one} est cité."),
    "autre exemple": Wording("Autre exemple : {one}."),
    "un exemple parmi d'autres": Wording("Un exemple parmi d'autres : {one}."),
    "un exemple en est": Wording("Un exemple en est {one}."),
    "sentence, for example in the middle": Wording("Pour {things}, par exemple {one}, rien ne change."),
    "par exemple, then a list": Wording(
        "Il faut soutenir {things}, par exemple {one} et {other}.", ("{one} et {other}",)
    ),
    "ex in brackets, etc.": Wording("Il faut soutenir {things} (ex : {one}, {other}…).", ("{one}, {other}",)),
    "time, behind, clause after": Wording(
        "La rencontre aurait lieu en soirée, à 19 heures par exemple, afin que chacun vienne.",
        ("à 19 heures",),
    ),
    "par exemple, dash": Wording("Il faut soutenir {things} – par exemple {one} – dès cette année."),
}

LISTS = (
    "Exemples :",
    "Quelques exemples :",
    "Autres exemples :",
    "Par exemple :",
    "Voici des exemples :",
    "Exemples d'actions :",
    "Exemples de sujets possibles :",
    "Ex :",
)

PLACES = (
    "paragraph",
    "between sentences",
    "last sentence",
    "list item",
    "table cell",
    "speech",
    "list below",
    "lines below",
)

MISSES: Mapping[str, str | None] = {
    "none": None,
    "notamment": "Plusieurs voisins, notamment ceux du bas, ont écrit.",
    "tel que": "Un bâtiment tel que celui-ci demande de l'entretien.",
    "etc.": "Les outils (pelles, râteaux, etc.) seront rangés.",
    "exemplaire": "Le livret est tiré à deux cents exemplaires.",
    "donner l'exemple": "Les élus doivent donner l'exemple en matière de tri.",
    "comme": "Le portail sera repeint comme l'an dernier.",
    "sur l'exemple de": "La charte est écrite avec soin, sans modèle.",
    "si c'est le cas": "Si c'est le cas, la séance sera reportée.",
    "ce n'est pas le cas": "Ce n'est pas le cas de la salle des fêtes.",
    "entre autres": "Il est question, entre autres, du stationnement.",
    "conduite exemplaire": "La conduite des élèves a été exemplaire.",
    "à l'instar": "À l'instar de ses voisines, la commune adhère.",
    "par example of a copy": "Un exemplaire du règlement est remis à chacun.",
    "no example": "Aucun exemple n'a été donné pendant la réunion.",
    "ex-": "L'ex-trésorière a transmis les archives.",
}


def _filled(template: str, thing: Thing) -> str:
    filled = template.format(
        things=thing.things, bare=thing.bare, one=thing.one, other=thing.other, of_one=thing.of_one
    )
    return filled[0].upper() + filled[1:]


def _listed(random: Random, choice: Choice) -> tuple[list[Block], list[dict[str, object]]]:
    """A label with a list, or with lines, below it."""
    thing = random.choice(THINGS)
    style = "List Bullet" if choice["place"] == "list below" else None
    mark = {"bullet": "", "dash": "- ", "number": "1) "}[choice["items"]]
    items = [thing.one, thing.other, "un accueil le samedi"]
    marks = [mark.replace("1", str(n)) if style is None else "" for n in (1, 2, 3)]
    lines = [
        Line(f"{m}{text[0].upper()}{text[1:]}", style=style, space=0)
        for m, text in zip(marks, items, strict=True)
    ]
    expected = [{"text": text, "of": None} for text in items]
    return [Line(random.choice(LISTS)), *lines], list(expected)


def make(choice: Choice, random: Random) -> Made:
    """Minutes with one example, or a list of some, and something that is none."""
    passage: list[Block]
    expected: list[dict[str, object]]
    if choice["place"].endswith("below"):
        passage, expected = _listed(random, choice)
    else:
        thing, wording = random.choice(THINGS), WORDINGS[choice["wording"]]
        passage = placed(random, choice, _filled(wording.sentence, thing))
        expected = [{"text": _filled(text, thing), "of": None} for text in wording.texts]
    miss = MISSES[choice["near miss"]]
    beside: Sequence[Block] = [Line("Suite des échanges :", bold=True), Line(miss)] if miss else []
    if choice["place"] == "lines below":
        beside = [Line("4. Autres échanges", bold=True), *beside[1:]]
    return Made(Sheet(around(random, choice, [*passage, *beside])), {"examples": expected})


GRID = Grid(
    dimensions={
        "wording": tuple(WORDINGS),
        "place": PLACES,
        "items": ("bullet", "dash", "number"),
        "near miss": tuple(MISSES),
        "format": FORMATS,
    },
    make=make,
    ambiguous=[
        Ambiguity({"place": "lines below", "items": "bullet"}, "lines without any sign: the list has no end"),
    ],
)
