"""Fictional minutes, each to be set by different typists: the outline must not depend on the layout."""

from collections.abc import Callable
from dataclasses import dataclass

from crparse.source import Block, Kind, Line, Run, SourceDocument

TITLE, TEXT, ITEM, FIRST, SECOND = "title", "text", "item", "first level", "second level"

LONG = (
    "Le maire présente le projet et répond aux questions des élus, qui demandent des précisions.",
    "Après débat, l'assemblée retient cette solution et remercie les personnes qui ont préparé le dossier.",
    "Mme Terrier rappelle que le dossier a été déposé en janvier et que la réponse est attendue pour l'été.",
    "Un devis complémentaire sera demandé avant la fin du mois.",
)


@dataclass(frozen=True)
class Minutes:
    """Lines of minutes with what each is, and the outline to be found."""

    lines: list[tuple[str, str]]
    outline: list[tuple[int, str | None, str]]


COUNCIL = Minutes(
    [
        (TITLE, "Commune de Saint-Aubry"),
        (TITLE, "Procès-verbal de la séance du conseil municipal du 12 mars 2024"),
        (
            TEXT,
            "L'an deux mille vingt-quatre, le douze mars, le conseil municipal de Saint-Aubry s'est réuni.",
        ),
        (TEXT, "Présents : Yvan Terrier, Odile Marchetti, Paul Quérin, Nadège Lormeau"),
        (TEXT, "Absents excusés : Luc Verdan (pouvoir à Paul Quérin)"),
        (TEXT, "Secrétaire de séance : Odile Marchetti"),
        (FIRST, "Ordre du jour :"),
        (ITEM, "Approbation du compte rendu de la séance précédente"),
        (ITEM, "Vote des taux"),
        (ITEM, "Travaux de voirie"),
        (ITEM, "Questions diverses"),
        (FIRST, "1. Approbation du compte rendu de la séance précédente"),
        (TEXT, "Le compte rendu de la séance du 6 février est adopté à l'unanimité."),
        (FIRST, "2. Vote des taux"),
        (TEXT, LONG[0]),
        (TEXT, "Vote : Pour 9, Contre 1, Abstention 0"),
        (FIRST, "3. Travaux de voirie"),
        (TEXT, LONG[1]),
        (SECOND, "a) Rue des Tilleuls"),
        (TEXT, LONG[2]),
        (SECOND, "b) Chemin du Lavoir"),
        (TEXT, LONG[3]),
        (FIRST, "4. Questions diverses"),
        (ITEM, "Fête du village : le comité se réunira le 3 avril."),
        (ITEM, "Panneau d'affichage : à remplacer."),
        (TEXT, "L'ordre du jour étant épuisé, la séance est levée à 22 h 15."),
        (TEXT, "Le maire, Yvan Terrier"),
    ],
    [
        (1, None, "Ordre du jour"),
        (1, "1", "Approbation du compte rendu de la séance précédente"),
        (1, "2", "Vote des taux"),
        (1, "3", "Travaux de voirie"),
        (2, "a", "Rue des Tilleuls"),
        (2, "b", "Chemin du Lavoir"),
        (1, "4", "Questions diverses"),
    ],
)

ASSOCIATION = Minutes(
    [
        (TITLE, "Association Les Amis du Fournil"),
        (TITLE, "Compte rendu de l'assemblée générale ordinaire"),
        (TEXT, "Samedi 8 juin 2024, salle des fêtes de Brécy"),
        (FIRST, "Présents"),
        (TEXT, "Anne Vautrin, Salim Ouali, Brigitte Lescot, Jean Kervella, Aude Mirande"),
        (FIRST, "Excusés"),
        (TEXT, "Marc Duplan, Inès Tabet"),
        (FIRST, "I. Rapport moral"),
        (TEXT, LONG[0]),
        (FIRST, "II. Rapport financier"),
        (SECOND, "A. Comptes de l'exercice"),
        (TEXT, LONG[1]),
        (SECOND, "B. Budget prévisionnel"),
        (TEXT, LONG[2]),
        (FIRST, "III. Renouvellement du bureau"),
        (TEXT, LONG[3]),
        (ITEM, "Présidente : Anne Vautrin"),
        (ITEM, "Trésorier : Salim Ouali"),
        (FIRST, "IV. Questions diverses"),
        (TEXT, LONG[2]),
        (FIRST, "Prochaine réunion"),
        (TEXT, "Le prochain conseil d'administration aura lieu le 12 septembre 2024 à 18 h."),
    ],
    [
        (1, None, "Présents"),
        (1, None, "Excusés"),
        (1, "I", "Rapport moral"),
        (1, "II", "Rapport financier"),
        (2, "A", "Comptes de l'exercice"),
        (2, "B", "Budget prévisionnel"),
        (1, "III", "Renouvellement du bureau"),
        (1, "IV", "Questions diverses"),
        (1, None, "Prochaine réunion"),
    ],
)

COOWNERS = Minutes(
    [
        (TITLE, "Syndicat des copropriétaires de la résidence Les Acacias"),
        (TITLE, "Procès-verbal de l'assemblée générale du 4 avril 2023"),
        (TEXT, "Les copropriétaires se sont réunis en assemblée générale sur convocation du syndic."),
        (TEXT, "Feuille de présence : 12 copropriétaires présents ou représentés, soit 6 540 tantièmes."),
        (FIRST, "Résolution n° 1 : Élection du président de séance"),
        (TEXT, "M. Roland Pitois est élu président de séance."),
        (TEXT, "Votent pour : 6 540 tantièmes"),
        (FIRST, "Résolution n° 2 : Approbation des comptes de l'exercice 2022"),
        (TEXT, LONG[0]),
        (TEXT, "Cette résolution est adoptée à la majorité des voix exprimées."),
        (FIRST, "Résolution n° 3 : Travaux d'étanchéité de la toiture-terrasse"),
        (TEXT, LONG[1]),
        (FIRST, "Questions diverses"),
        (TEXT, LONG[2]),
    ],
    [
        (1, "1", "Élection du président de séance"),
        (1, "2", "Approbation des comptes de l'exercice 2022"),
        (1, "3", "Travaux d'étanchéité de la toiture-terrasse"),
        (1, None, "Questions diverses"),
    ],
)

STAFF_COMMITTEE = Minutes(
    [
        (TITLE, "PROCÈS-VERBAL DE LA RÉUNION ORDINAIRE DU CSE"),
        (TITLE, "du 17 octobre 2023"),
        (FIRST, "Étaient présents :"),
        (ITEM, "M. Alain Corbier, président"),
        (ITEM, "Mme Dina Salvat, secrétaire"),
        (ITEM, "M. Youssef Hamidi, élu titulaire"),
        (FIRST, "Étaient excusés :"),
        (ITEM, "Mme Lise Bonnard"),
        (FIRST, "Point 1 : Approbation du procès-verbal de la réunion du 19 septembre"),
        (TEXT, LONG[1]),
        (FIRST, "Point 2 : Information et consultation sur les orientations stratégiques"),
        (TEXT, LONG[0]),
        (SECOND, "Questions des élus"),
        (TEXT, LONG[2]),
        (SECOND, "Avis du comité"),
        (TEXT, LONG[3]),
        (FIRST, "Point 3 : Santé, sécurité et conditions de travail"),
        (TEXT, LONG[2]),
    ],
    [
        (1, None, "Étaient présents"),
        (1, None, "Étaient excusés"),
        (1, "1", "Approbation du procès-verbal de la réunion du 19 septembre"),
        (1, "2", "Information et consultation sur les orientations stratégiques"),
        (2, None, "Questions des élus"),
        (2, None, "Avis du comité"),
        (1, "3", "Santé, sécurité et conditions de travail"),
    ],
)

DISTRICT = Minutes(
    [
        (TITLE, "Communauté de communes du Val de Lerne"),
        (TITLE, "COMPTE RENDU DU CONSEIL COMMUNAUTAIRE DU 21 SEPTEMBRE 2023"),
        (TEXT, "Étaient présents : Mmes et MM. Patrick Joubert, Solène Aury, Rémy Castan"),
        (FIRST, "Délibération n° 2023-41 : Tarifs de la piscine"),
        (TEXT, "Monsieur le président expose que les tarifs n'ont pas été révisés depuis 2019."),
        (TEXT, "Le conseil communautaire, après en avoir délibéré, décide de fixer les tarifs comme suit."),
        (TEXT, "Adopté à l'unanimité"),
        (FIRST, "Délibération n° 2023-42 : Convention avec le syndicat des eaux"),
        (TEXT, LONG[0]),
        (TEXT, "Adopté à l'unanimité"),
        (FIRST, "Informations diverses"),
        (TEXT, LONG[3]),
    ],
    [
        (1, "2023-41", "Tarifs de la piscine"),
        (1, "2023-42", "Convention avec le syndicat des eaux"),
        (1, None, "Informations diverses"),
    ],
)

WORKING_GROUP = Minutes(
    [
        (TITLE, "Groupe de travail Mobilités"),
        (TITLE, "Compte rendu de la réunion du 3 février 2022"),
        (FIRST, "Participants"),
        (ITEM, "Hélène Dorval (Région)"),
        (ITEM, "Karim Besson (Agglomération)"),
        (FIRST, "Contexte"),
        (TEXT, LONG[0]),
        (FIRST, "1 - Retour d'expérience de la ville de Nerval"),
        (TEXT, LONG[1]),
        (SECOND, "1.1 - Le stationnement"),
        (TEXT, LONG[2]),
        (SECOND, "1.2 - Les pistes cyclables"),
        (TEXT, LONG[3]),
        (FIRST, "2 - Calendrier"),
        (TEXT, LONG[0]),
        (FIRST, "Relevé de décisions"),
        (ITEM, "Le groupe valide le plan de mesure."),
        (ITEM, "Mme Dorval transmet les données."),
        (FIRST, "Prochaines dates"),
        (ITEM, "10 mars : comité technique"),
        (ITEM, "4 avril : réunion plénière"),
    ],
    [
        (1, None, "Participants"),
        (1, None, "Contexte"),
        (1, "1", "Retour d'expérience de la ville de Nerval"),
        (2, "1.1", "Le stationnement"),
        (2, "1.2", "Les pistes cyclables"),
        (1, "2", "Calendrier"),
        (1, None, "Relevé de décisions"),
        (1, None, "Prochaines dates"),
    ],
)

MINUTES = {
    "conseil municipal": COUNCIL,
    "association": ASSOCIATION,
    "copropriété": COOWNERS,
    "CSE": STAFF_COMMITTEE,
    "communauté de communes": DISTRICT,
    "groupe de travail": WORKING_GROUP,
}

Typist = Callable[[str, int], Block]
"""Sets a heading of a level (1 or 2)."""


def _block(text: str, **looks: bool | float | None) -> Block:
    return Block(text, runs=(Run(0, len(text), **looks),))  # type: ignore[arg-type]


def heading_styles(text: str, level: int) -> Block:
    return Block(
        text,
        heading_level=level,
        style=f"Heading {level}",
        runs=(Run(0, len(text), bold=True, size=16.0 - 2 * level, color="2E74B5"),),
        space_before=12.0,
    )


def styles_from_two(text: str, level: int) -> Block:
    """The typist keeps "Heading 1" for the document's title."""
    return Block(text, heading_level=level + 1, runs=(Run(0, len(text), bold=True, size=12.0),))


def bold_and_underlined(text: str, level: int) -> Block:
    return _block(text, bold=True, underline=level == 1, size=11.0)


def bold_then_italic(text: str, level: int) -> Block:
    return _block(text, bold=level == 1, italic=level == 2, underline=level == 2, size=11.0)


def underlined(text: str, level: int) -> Block:
    return _block(text, underline=True, bold=level == 1, size=11.0)


def capitals(text: str, level: int) -> Block:
    return _block(text.upper() if level == 1 else text, bold=True, size=11.0)


def larger_in_print(text: str, level: int) -> Block:
    """As a PDF gives it: size, white above, printed lines."""
    return Block(
        text,
        page=1,
        runs=(Run(0, len(text), bold=level == 1, size=17.0 - 2 * level),),
        lines=(Line(0, len(text), 1, 70, 100, 300, 115),),
        indent=0.0,
        space_before=18.0,
    )


TYPISTS: dict[str, Typist] = {
    typist.__name__: typist
    for typist in (
        heading_styles,
        styles_from_two,
        bold_and_underlined,
        bold_then_italic,
        underlined,
        capitals,
        larger_in_print,
    )
}


def render(minutes: Minutes, typist: Typist) -> SourceDocument:
    """The minutes as this typist sets them."""
    blocks = []
    for kind, text in minutes.lines:
        if kind == TITLE:
            blocks.append(Block(text, runs=(Run(0, len(text), bold=True, size=16.0),), align="center"))
        elif kind == TEXT:
            blocks.append(_block(text, size=11.0))
        elif kind == ITEM:
            runs = (Run(0, len(text), size=11.0),)
            blocks.append(Block(text, Kind.LIST_ITEM, runs=runs, marker="•", list_level=0, indent=18.0))
        else:
            blocks.append(typist(text, 1 if kind == FIRST else 2))
    return SourceDocument("minutes", "docx", tuple(blocks))


def plain(minutes: Minutes) -> SourceDocument:
    """The minutes as plain text."""
    return SourceDocument(
        "minutes",
        "txt",
        tuple(Block(f"- {text}" if kind == ITEM else text) for kind, text in minutes.lines),
    )
