"""What the grids of definitions and examples share: the minutes around one passage, by its place."""

from collections.abc import Sequence
from random import Random

from layouts.grid import Choice
from layouts.sheet import Block, Line, Table

BODIES = (
    ("Association Les Sentiers du Lorm", "Compte rendu du conseil d'administration"),
    ("Commune de Valbrune", "Compte rendu de la séance du conseil municipal"),
    ("École Jeanne Ferrandin", "Procès-verbal du conseil d'école"),
    ("Résidence Les Tilleuls", "Procès-verbal de l'assemblée générale des copropriétaires"),
    ("Centre hospitalier de Corbeval", "Compte rendu de la réunion de service"),
    ("Société Oudin", "Procès-verbal de la réunion du comité social et économique"),
    ("Groupe de travail Mobilité", "Compte rendu de la troisième réunion"),
)

FILLERS = (
    "Les travaux de la salle avancent et le calendrier est respecté.",
    "Le trésorier présente les comptes, qui sont à l'équilibre.",
    "Un débat s'engage sur les horaires de la bibliothèque.",
    "La fréquentation a augmenté depuis le printemps.",
    "Plusieurs participants demandent que le document soit simplifié.",
    "Le devis reçu la semaine dernière est examiné.",
    "La question du stationnement reste ouverte.",
    "Les familles ont été consultées au mois de mars.",
)

HEADS = ("Bilan de l'année", "Organisation", "Travaux", "Point d'étape", "Suites à donner", "Finances")


def around(random: Random, choice: Choice, passage: Sequence[Block]) -> list[Block]:
    """The passage in the middle of short minutes."""
    body, title = random.choice(BODIES)
    first, second, third, fourth = random.sample(FILLERS, 4)
    one, other = random.sample(HEADS, 2)
    day = random.randint(2, 28)
    return [
        Line(body, bold=True, align="center"),
        Line(f"{title} du {day} mars 2024", bold=True, size=14, align="center"),
        Line("Présents : Mme Aline Corbier, M. Hugo Vasseur, Mme Odile Marchal"),
        _heading(choice, f"1. {one}"),
        Line(f"{first} {second}"),
        _heading(choice, f"2. {other}"),
        Line(third),
        *passage,
        Line(fourth),
        _heading(choice, "3. Divers"),
        Line("La séance est levée à 20 h 15."),
    ]


def _heading(choice: Choice, text: str) -> Line:
    style = "Heading 2" if choice["format"] != "txt" else None
    return Line(text, bold=True, style=style)


def placed(random: Random, choice: Choice, sentence: str) -> list[Block]:
    """A sentence where the dimension "place" wants it."""
    before, after = random.sample(FILLERS, 2)
    match choice["place"]:
        case "paragraph":
            return [Line(sentence)]
        case "between sentences":
            return [Line(f"{before} {sentence} {after}")]
        case "last sentence":
            return [Line(f"{before} {sentence}")]
        case "list item":
            return [
                Line("Points abordés :"),
                *(Line(text, style="List Bullet", space=0) for text in (before, sentence, after)),
            ]
        case "table cell":
            return [Table([["Sujet", "Échanges"], ["Calendrier", before], ["Suivi", sentence]])]
        case "speech":
            return [Line(f"Mme Corbier : {sentence}")]
        case _:
            raise ValueError(choice["place"])
