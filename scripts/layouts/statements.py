"""Sentences that decide, tell a vote and give a task, and those that only look alike, in every usual form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from layouts.grid import Ambiguity, Choice, Grid, Made
from layouts.sheet import FORMATS, Cell, Line, Sheet, Table


@dataclass(frozen=True)
class Matter:
    """Something to decide: to do it, what it is, the ending of its participles, the heading over it."""

    todo: str
    noun: str
    ending: str
    heading: str


@dataclass(frozen=True)
class Body:
    """Who meets: its title and how minutes call it; its matters and its tasks."""

    title: str
    name: str
    plural: str
    matters: Sequence[Matter]
    tasks: Sequence[str]
    talk: Sequence[str]


BODIES = {
    "commune": Body(
        "Conseil municipal de Brézac-sur-Orne",
        "Le conseil municipal",
        "Les conseillers",
        (
            Matter(
                "vendre l'ancien lavoir de la rue Basse",
                "la vente de l'ancien lavoir de la rue Basse",
                "e",
                "Ancien lavoir",
            ),
            Matter(
                "retenir l'entreprise Carrelet pour la toiture du préau",
                "le devis de l'entreprise Carrelet pour la toiture du préau",
                "",
                "Toiture du préau",
            ),
            Matter(
                "porter le loyer de la salle des fêtes à 150 € par jour",
                "le nouveau tarif de la salle des fêtes",
                "",
                "Salle des fêtes",
            ),
            Matter(
                "verser une subvention de 300 € au club de boules",
                "la subvention de 300 € au club de boules",
                "e",
                "Subvention",
            ),
            Matter(
                "adhérer au groupement d'achat d'électricité",
                "l'adhésion au groupement d'achat d'électricité",
                "e",
                "Électricité",
            ),
        ),
        (
            "relancer l'architecte du préau",
            "demander un second devis pour les volets",
            "contacter la trésorerie au sujet du lavoir",
            "afficher les horaires de la déchèterie",
        ),
        (
            "La toiture du préau date de 1962 et fuit par endroits.",
            "Trois habitants ont écrit à ce sujet pendant l'été.",
            "Le dossier est suivi depuis le printemps par la commission des travaux.",
        ),
    ),
    "association": Body(
        "Association Les Jardins du Bief – Assemblée générale",
        "L'assemblée",
        "Les adhérents",
        (
            Matter(
                "porter la cotisation à 18 € pour l'année",
                "la cotisation de 18 € pour l'année",
                "e",
                "Cotisation",
            ),
            Matter(
                "acheter une serre d'occasion de 40 m²",
                "l'achat d'une serre d'occasion de 40 m²",
                "",
                "Serre",
            ),
            Matter(
                "ouvrir un second compte à la banque postale",
                "l'ouverture d'un second compte bancaire",
                "e",
                "Compte bancaire",
            ),
            Matter(
                "organiser la fête des récoltes fin septembre",
                "le programme de la fête des récoltes",
                "",
                "Fête des récoltes",
            ),
        ),
        (
            "réserver la salle Cassin pour la fête",
            "envoyer les attestations aux donateurs",
            "mettre à jour le site internet",
            "préparer le planning des arrosages",
        ),
        (
            "L'association compte 84 adhérents, soit six de plus que l'an passé.",
            "Les parcelles du bas ont souffert de la sécheresse.",
            "Le bilan de la saison est distribué aux présents.",
        ),
    ),
    "entreprise": Body(
        "Comité social et économique de Fonderies Malvaux",
        "Le CSE",
        "Les élus",
        (
            Matter(
                "consacrer 4 000 € aux chèques-vacances",
                "le budget de 4 000 € pour les chèques-vacances",
                "",
                "Chèques-vacances",
            ),
            Matter(
                "recourir à un expert pour le projet d'atelier",
                "le recours à un expert pour le projet d'atelier",
                "",
                "Expertise",
            ),
            Matter(
                "décaler le voyage annuel au mois de juin",
                "le report du voyage annuel au mois de juin",
                "",
                "Voyage annuel",
            ),
        ),
        (
            "transmettre le relevé des heures supplémentaires",
            "faire contrôler la hotte de l'atelier B",
            "diffuser le questionnaire sur les horaires",
            "rédiger la note sur les congés",
        ),
        (
            "La direction présente les effectifs du trimestre.",
            "Deux arrêts de chantier ont eu lieu en mars.",
            "Le taux d'absence reste stable.",
        ),
    ),
    "groupe": Body(
        "Groupe de travail Données des haies – Compte rendu",
        "Le groupe de travail",
        "Les participants",
        (
            Matter(
                "garder le format GeoPackage pour les échanges",
                "le format GeoPackage pour les échanges",
                "",
                "Format",
            ),
            Matter(
                "supprimer l'attribut facultatif « essence »",
                "la suppression de l'attribut facultatif « essence »",
                "e",
                "Attributs",
            ),
            Matter(
                "publier la version 1.2 du standard en ligne",
                "la version 1.2 du standard",
                "e",
                "Version 1.2",
            ),
        ),
        (
            "compléter le glossaire partagé",
            "tester le modèle sur le jeu de la Drôme",
            "transmettre les relevés de 2023",
            "corriger les schémas de l'annexe",
        ),
        (
            "Le standard actuel a deux ans.",
            "Plusieurs départements utilisent déjà le modèle.",
            "La plateforme d'essai fonctionne depuis janvier.",
        ),
    ),
    "copropriété": Body(
        "Syndicat des copropriétaires de la résidence Les Glycines",
        "L'assemblée générale",
        "Les copropriétaires",
        (
            Matter(
                "confier le ravalement à la société Pignol",
                "le devis de la société Pignol pour le ravalement",
                "",
                "Ravalement",
            ),
            Matter(
                "remplacer les boîtes aux lettres du hall",
                "le remplacement des boîtes aux lettres du hall",
                "",
                "Boîtes aux lettres",
            ),
            Matter(
                "renouveler le contrat d'entretien de l'ascenseur",
                "le contrat d'entretien de l'ascenseur",
                "",
                "Ascenseur",
            ),
        ),
        (
            "réclamer le carnet d'entretien à l'ancien syndic",
            "faire vérifier la colonne d'eau",
            "envoyer le décompte des charges",
            "changer les piles des détecteurs",
        ),
        (
            "Le syndic rappelle le calendrier des travaux.",
            "La façade sud présente des fissures.",
            "Une fuite a été réparée en décembre.",
        ),
    ),
}

PEOPLE = (
    ("Aline", "Corbier", "AC"),
    ("Hugo", "Ferrand", "HF"),
    ("Inès", "Marchal", "IM"),
    ("Paul", "Vasseur", "PV"),
    ("Lucie", "Tardieu", "LT"),
    ("Marc", "Delorme", "MD"),
)

Told = tuple[list[Line | Table], str]
"""Lines, and what is expected of them."""


def _of(noun: str) -> str:
    """Without its article, with a capital: "Vente de l'ancien lavoir"."""
    bare = noun.split("'", 1)[1] if noun.startswith("l'") else noun.split(" ", 1)[1]
    return bare[0].upper() + bare[1:]


def _d(todo: str) -> str:
    return f"d'{todo}" if todo[0] in "aeéiouy" else f"de {todo}"


def _up(text: str) -> str:
    return text[0].upper() + text[1:]


Form = Callable[[Body, Matter, str], Told]
"""How a decision is worded, with a vote that stands in the sentence or nothing."""


def _sentence(wording: str) -> Form:
    def form(body: Body, matter: Matter, vote: str) -> Told:
        text = wording.format(
            name=body.name,
            plural=body.plural,
            todo=matter.todo,
            de=_d(matter.todo),
            noun=matter.noun,
            Noun=_up(matter.noun),
            bare=_of(matter.noun),
            e=matter.ending,
            heading=matter.heading,
        )
        stop = "." if text.endswith(".") else ""
        # What is decided is told without the tally: that goes to the vote.
        return [Line(text.removesuffix(stop) + vote + stop)], text

    return form


def _deliberation(style: str | None, mark: str, verbs: Sequence[str]) -> Form:
    def form(body: Body, matter: Matter, vote: str) -> Told:
        told = ["après en avoir délibéré", vote.strip(" ,()")]
        opening = ", ".join(
            [body.name, *filter(None, told), *(["décide"] if verbs[0].startswith("{de}") else [])]
        )
        opening += " :"
        items = [verbs[0].format(de=_d(matter.todo), noun=matter.noun), verbs[1]]
        lines = [Line(opening), *(Line(mark + item, style=style) for item in items)]
        return list(lines), " ".join([opening, *items])

    return form


def _column(body: Body, matter: Matter, vote: str) -> Told:
    text = f"{_up(matter.todo)}"
    rows = [[Cell("Point", True), Cell("Décision", True)], [matter.heading, text]]
    return [Table(rows)], text


def _proposal(acceptance: str) -> Form:
    def form(body: Body, matter: Matter, vote: str) -> Told:
        end = acceptance.format(name=body.name, plural=body.plural)
        text = f"Mme Corbier propose {_d(matter.todo)}. {end[:-1]}{vote}."
        return [Line(text)], text

    return form


def _bullets(body: Body, matter: Matter, vote: str) -> Told:
    text = f"{_of(matter.noun)}"
    return [Line("Décisions :", bold=True), Line(f"{text} ;", style="List Bullet")], text


DECISIONS: dict[str, Form] = {
    "decide de": _sentence("{name} décide {de}."),
    "décidé": _sentence("{name} a décidé {de}."),
    "approuve": _sentence("{name} approuve {noun}."),
    "bureau a validé": _sentence("Le bureau a validé {noun}."),
    "commission retenu": _sentence("La commission a retenu {noun}."),
    "passive": _sentence("{Noun} est approuvé{e}."),
    "past passive": _sentence("{Noun} a été adopté{e}."),
    "ellipsis": _sentence("{bare} accepté{e}."),
    "ellipsis colon": _sentence("{bare} : adopté{e}."),
    "ellipsis dash": _sentence("{bare} – validé{e}"),
    "label": _sentence("Décision : {todo}"),
    "label sentence": _sentence("Décision : {noun} est retenu{e}."),
    "arrow": _sentence("{bare} → accepté{e}"),
    "double arrow": _sentence("⇒ {Noun} est validé{e}"),
    "convened": _sentence("Il est convenu {de}."),
    "on part sur": _sentence("On part sur {noun}."),
    "il a été décidé": _sentence("Il a été décidé {de}."),
    "on décide": _sentence("On décide {de}."),
    "nous validons": _sentence("Nous validons {noun}."),
    "refusal": _sentence("{name} refuse {noun}."),
    "refusal passive": _sentence("{Noun} est rejeté{e}."),
    "takes note": _sentence("{name} prend acte de la démission de M. Delorme."),
    "nomination": _sentence("M. Hugo Ferrand est nommé référent pour la sécurité."),
    "election": _sentence("Mme Lucie Tardieu est élue secrétaire de séance."),
    "members accept": _sentence("{plural} acceptent {noun}."),
    "agreement": _sentence("D'un commun accord, {noun} est retenu{e}."),
    "proposal accepted": _proposal("{name} accepte."),
    "proposal approved": _proposal("Cette proposition est acceptée."),
    "proposal agreed": _proposal("{plural} donnent leur accord."),
    "deliberation": _deliberation(
        None, "- ", ("DÉCIDE {de} ;", "AUTORISE Mme Corbier à signer tous les actes.")
    ),
    "deliberation infinitive": _deliberation(
        "List Bullet", "", ("{de} ;", "de prévoir la dépense au budget.")
    ),
    "deliberation lower": _deliberation(
        "List Bullet", "", ("approuve {noun} ;", "autorise Mme Corbier à signer.")
    ),
    "bullets under": _bullets,
    "column": _column,
}

Tally = tuple[bool, int | None, int | None, int | None]

VOTES: dict[str, tuple[str, Tally]] = {
    "pour contre": ("Pour : 12 – Contre : 1 – Abst. : 2", (False, 12, 1, 2)),
    "voix pour": ("12 voix pour, 1 voix contre, 2 abstentions", (False, 12, 1, 2)),
    "capitals": ("VOTE : POUR 12 CONTRE 0 ABSTENTION 3", (False, 12, 0, 3)),
    "equals": ("Pour = 14 ; Contre = 0 ; Abstentions = 1", (False, 14, 0, 1)),
    "words": ("douze voix pour, deux voix contre et une abstention", (False, 12, 2, 1)),
    "unanimity": ("Adopté à l'unanimité", (True, None, None, None)),
    "vote unanimity": ("Vote : unanimité", (True, None, None, None)),
    "unanimity less": ("À l'unanimité moins une abstention (Mme Tardieu)", (True, None, None, 1)),
    "unanimity less contre": ("Adopté à l'unanimité moins 2 voix contre", (True, None, 2, None)),
    "majority": ("Adopté à la majorité", (False, None, None, None)),
    "votants": ("Votants : 15 ; Pour : 13 ; Contre : 2 ; Abstention : 0", (False, 13, 2, 0)),
    "named": ("Pour : 11 ; Contre : 1 (M. Vasseur) ; Abstention : 1 (Mme Tardieu)", (False, 11, 1, 1)),
    "slash": ("12 pour / 0 contre / 1 abstention", (False, 12, 0, 1)),
    "sentences": ("Pour : 12. Contre : 0. Abstention : 1.", (False, 12, 0, 1)),
    "neant": ("Pour : 13 ; Contre : néant ; Abstention : néant", (False, 13, 0, 0)),
}

INSIDE: dict[str, str] = {
    "pour contre": " (pour : 12 ; contre : 1 ; abstentions : 2)",
    "voix pour": " par 12 voix pour, 1 voix contre et 2 abstentions",
    "capitals": " (POUR 12, CONTRE 0, ABSTENTION 3)",
    "equals": " (pour = 14 ; contre = 0 ; abstentions = 1)",
    "words": " par douze voix pour, deux voix contre et une abstention",
    "unanimity": " à l'unanimité",
    "vote unanimity": ", à l'unanimité",
    "unanimity less": " à l'unanimité moins une abstention (Mme Tardieu)",
    "unanimity less contre": " à l'unanimité moins 2 voix contre",
    "majority": " à la majorité",
    "votants": " (13 pour, 2 contre, 0 abstention)",
    "named": " (11 pour, 1 contre, 1 abstention)",
    "slash": " (12 pour / 0 contre / 1 abstention)",
    "sentences": " avec 12 voix pour, 0 contre et 1 abstention",
    "neant": " (13 pour, aucune voix contre, aucune abstention)",
}
INSIDE_TOLD = {"majority": (False, None, None, None)}

PLACES = ("none", "inside", "line after", "same line", "line before")

NEAR_DECISIONS = (
    "Mme Corbier propose de revoir le règlement à l'automne.",
    "Faut-il fermer le local pendant les travaux ?",
    "La préfecture a refusé la demande de dérogation.",
    "La région a voté une aide aux haies en mars dernier.",
    "L'article L. 2121-29 du code dispose que « le conseil règle par ses délibérations les affaires ».",
    "Vu la délibération du 3 mars 2019,",
    "Considérant que le bail arrive à échéance,",
    "Lors de la séance de janvier, il avait été décidé de garder l'ancien modèle.",
    "M. Ferrand estime que le projet est trop cher.",
    "Il serait souhaitable de choisir une autre date.",
    "Le point sera mis au vote lors d'une prochaine réunion.",
    "Mme Tardieu pense que l'on pourrait adopter un autre calendrier.",
    "Le tribunal a rejeté le recours du voisin.",
    "La séance est levée à 21 h 15.",
    "Le compte rendu sera soumis à approbation à la prochaine réunion.",
    "Plusieurs participants souhaitent que la question soit tranchée un jour.",
)

DUES = {
    "none": ("", None),
    "avant le": (" avant le 15 mai", "2024-05-15"),
    "pour le": (" pour le 24 juin 2024", "2024-06-24"),
    "slash": (" (15/05)", "2024-05-15"),
}

ActionForm = Callable[[str, tuple[str, str, str], str], tuple[list[Line], str, str | None]]


def _task(wording: str, what: str, who: str | None) -> ActionForm:
    def form(task: str, person: tuple[str, str, str], due: str) -> tuple[list[Line], str, str | None]:
        first, last, initials = person
        third = _third(task)
        given = {
            "first": first,
            "last": last,
            "initials": initials,
            "task": task,
            "Task": _up(task),
            "due": due,
            "third": third,
            "noun": task,
            "de": _d(task),
        }
        lines = [
            Line(
                part.removeprefix("•"),
                style="List Bullet" if part.startswith("•") else None,
                bold=part.endswith("\b"),
            )
            for part in wording.format(**given).split("\n")
        ]
        lines = [Line(line.text.rstrip("\b"), line.bold, style=line.style) for line in lines]
        return lines, what.format(**given), who.format(**given) if who else None

    return form


THIRD = {
    "relancer": "relance",
    "demander": "demande",
    "contacter": "contacte",
    "afficher": "affiche",
    "réserver": "réserve",
    "envoyer": "envoie",
    "mettre": "met",
    "préparer": "prépare",
    "transmettre": "transmet",
    "faire": "fait",
    "diffuser": "diffuse",
    "rédiger": "rédige",
    "compléter": "complète",
    "tester": "teste",
    "corriger": "corrige",
    "réclamer": "réclame",
    "changer": "change",
}
"""The tasks' verbs in the present."""


def _third(task: str) -> str:
    verb, rest = task.split(" ", 1)
    return f"{THIRD[verb]} {rest}"


ACTIONS: dict[str, ActionForm] = {
    "label": _task("Action : {task}{due}", "{task}{due}", None),
    "label person": _task("ACTION : {first} : {task}{due}", "{task}{due}", "{first}"),
    "todo": _task("TODO : {task}{due}", "{task}{due}", None),
    "à faire": _task("À faire : {task}{due}", "{task}{due}", None),
    "heading à faire": _task("À faire\b\n•{Task}{due}", "{Task}{due}", None),
    "heading actions": _task("Actions :\b\n•{Task} ({first}){due}", "{Task}", "{first}"),
    "heading plan": _task("Plan d'action\b\n•{first} {last} : {task}{due}", "{task}{due}", "{first} {last}"),
    "person colon": _task("{first} : {task}{due}", "{task}{due}", "{first}"),
    "colon person": _task("{Task}{due} : {first}", "{Task}{due}", "{first}"),
    "bracket": _task("{Task}{due} ({first} {last})", "{Task}{due}", "{first} {last}"),
    "bracket initials": _task("{Task}{due} ({initials})", "{Task}{due}", "{initials}"),
    "arrow person": _task("{Task}{due} → {first}", "{Task}{due}", "{first}"),
    "arrow before": _task("→ {first} {third}{due}", "{first} {third}{due}", "{first}"),
    "present": _task("{first} {third}{due}.", "{first} {third}{due}.", "{first}"),
    "charge": _task(
        "{first} {last} se charge {de}{due}.", "{first} {last} se charge {de}{due}.", "{first} {last}"
    ),
    "occupe": _task("Mme {last} s'occupe {de}{due}.", "Mme {last} s'occupe {de}{due}.", "Mme {last}"),
    "must": _task("M. {last} doit {task}{due}.", "M. {last} doit {task}{due}.", "M. {last}"),
    "must future": _task("Le bureau devra {task}{due}.", "Le bureau devra {task}{due}.", "Le bureau"),
    "future": _task("{first} va {task}{due}.", "{first} va {task}{due}.", "{first}"),
    "charged": _task("M. {last} est chargé {de}{due}.", "M. {last} est chargé {de}{due}.", "M. {last}"),
    "thanks": _task("Merci à {first} {de}{due}.", "Merci à {first} {de}{due}.", "{first}"),
    "must do": _task("Il faut {task}{due}.", "Il faut {task}{due}.", None),
    "box": _task("☐ {Task}{due} ({first})", "{Task}{due}", "{first}"),
    "typed box": _task("[ ] {Task}{due} – {first}", "{Task}{due}", "{first}"),
    "at": _task("{Task}{due} @{first}", "{Task}{due}", "@{first}"),
    "passive": _task(
        "Un courrier sera envoyé à la mairie{due}.", "Un courrier sera envoyé à la mairie{due}.", None
    ),
    "passive second": _task(
        "Une relance sera faite auprès du fournisseur{due}.",
        "Une relance sera faite auprès du fournisseur{due}.",
        None,
    ),
    "undertakes": _task("{first} s'engage à {task}{due}.", "{first} s'engage à {task}{due}.", "{first}"),
}

NEAR_ACTIONS = (
    "Les agents peuvent commencer plus tôt le matin.",
    "Mme Tardieu a déjà envoyé le courrier à la mairie.",
    "M. Vasseur pourrait peut-être aider à la buvette.",
    "Si le temps le permettait, une visite aurait lieu.",
    "Le gardien ouvre la grille tous les matins à 8 h.",
    "Les travaux de la cour ont été réalisés en février.",
    "Relance du fournisseur : fait.",
    "La salle sera fermée pendant le mois d'août.",
    "Les habitants peuvent retirer un bac à la mairie.",
    "La bibliothèque a été repeinte par les bénévoles.",
    "Le marché rassemble une trentaine d'exposants chaque année.",
    "M. Delorme explique qu'il faut en moyenne trois jours pour obtenir une réponse.",
)


def _heading(choice: str, number: int, text: str) -> Line:
    if choice == "numbered":
        return Line(f"{number}. {text}", bold=True)
    if choice == "style":
        return Line(text, style="Heading 1")
    return Line(text.upper(), bold=True)


def make(choice: Choice, random: Random) -> Made:
    """A sheet with a decision, what looks like one, a task and what looks like one, in any order."""
    body = BODIES[choice["body"]]
    decided, expected = _decided(choice, body, random)
    done = _charged(choice, body, random)
    sections: list[tuple[str, list[Line | Table]]] = [
        decided,
        (
            "Informations diverses",
            [Line(random.choice(body.talk)), Line(choice_of(NEAR_DECISIONS, choice["near decision"]))],
        ),
        ("Suites", [*([Line(random.choice(body.talk))] if choice["talk"] != "none" else []), *done[0]]),
        (
            "Point d'étape",
            [Line(choice_of(NEAR_ACTIONS, choice["near action"])), Line(random.choice(body.talk))],
        ),
    ]
    random.shuffle(sections)
    blocks: list[Any] = [
        Line(body.title, bold=True, size=15.0),
        Line("Compte rendu de la réunion du mardi 12 mars 2024"),
        Line("Présents : " + ", ".join(f"{first} {last}" for first, last, _ in PEOPLE)),
    ]
    for number, (title, lines) in enumerate(sections, start=1):
        blocks += [_heading(choice["heading"], number, title), *lines]
    actions = [{"what": done[1], "who": done[2], "due": DUES[choice["due"]][1]}]
    return Made(Sheet(blocks), {"decisions": [expected], "actions": actions})


def choice_of(wordings: Sequence[str], value: str) -> str:
    """The wording that begins with a value."""
    return next(one for one in wordings if one.startswith(value))


def _decided(
    choice: Choice, body: Body, random: Random
) -> tuple[tuple[str, list[Line | Table]], dict[str, Any]]:
    matter = random.choice(body.matters)
    form, place, vote = DECISIONS[choice["decision"]], choice["place"], choice["vote"]
    printed, told = VOTES[vote]
    lines, text = form(body, matter, INSIDE[vote] if place == "inside" else "")
    if place == "line after":
        lines = [*lines, Line(printed)]
    elif place == "same line":
        last = lines[-1]
        assert isinstance(last, Line)
        end = "" if last.text.endswith(".") else "."
        lines = [*lines[:-1], Line(f"{last.text}{end} {printed}.".replace("..", "."), style=last.style)]
    elif place == "line before":
        lines = [Line(printed + "."), *lines]
    talk = [Line(random.choice(body.talk))]
    if choice["talk"] == "before" and place != "line before":
        lines = [*talk, *lines]
    elif choice["talk"] == "after":
        lines = [*lines, *talk]
    if place == "none":
        return (matter.heading, list(lines)), {"text": text, "vote": None}
    unanimous, votes_for, against, abstentions = told
    stated = {"unanimous": unanimous, "for": votes_for, "against": against, "abstentions": abstentions}
    return (matter.heading, list(lines)), {"text": text, "vote": stated}


def _charged(choice: Choice, body: Body, random: Random) -> tuple[list[Line], str, str | None]:
    return ACTIONS[choice["action"]](random.choice(body.tasks), random.choice(PEOPLE), DUES[choice["due"]][0])


VOTELESS = (
    "column",
    "bullets under",
    "label",
    "on part sur",
    "arrow",
    "ellipsis dash",
    "nomination",
    "takes note",
)
"""Forms of short notes, beside which no tally would be printed in each of the places."""

GRID = Grid(
    {
        "body": tuple(BODIES),
        "decision": tuple(DECISIONS),
        "vote": tuple(VOTES),
        "place": PLACES,
        "near decision": tuple(one[:30] for one in NEAR_DECISIONS),
        "action": tuple(ACTIONS),
        "due": tuple(DUES),
        "near action": tuple(one[:30] for one in NEAR_ACTIONS),
        "talk": ("none", "before", "after"),
        "heading": ("numbered", "style", "capitals"),
        "format": FORMATS,
    },
    make,
    (
        Ambiguity(
            {"decision": "column", "place": "inside"}, "a cell has no room for a tally in its sentence"
        ),
        Ambiguity(
            {"decision": "column", "place": "same line"}, "a cell has no room for a tally in its sentence"
        ),
        Ambiguity(
            {"decision": "column", "place": "line after"}, "a tally below a table may be of all its rows"
        ),
        Ambiguity(
            {"decision": "column", "place": "line before"}, "a tally above a table may be of all its rows"
        ),
        Ambiguity({"decision": "bullets under", "place": "line after"}, "a tally below a list may be of all"),
        Ambiguity(
            {"decision": "bullets under", "place": "line before"}, "a tally above a list may be of none"
        ),
        Ambiguity(
            {"decision": "bullets under", "place": "inside"}, "a noun alone has no sentence to hold it"
        ),
        Ambiguity({"decision": "takes note", "place": "inside"}, "to take note is not voted"),
        Ambiguity({"decision": "label", "place": "inside"}, "an infinitive has no sentence to hold it"),
        Ambiguity(
            {"decision": "deliberation infinitive", "place": "same line"}, "the tally may be of the last item"
        ),
    ),
)
