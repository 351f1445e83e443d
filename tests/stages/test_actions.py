"""Actions of a meeting on Tuesday 5 April 2016: (what, who, due), whole lists."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from crparse.document.items import get_items, set_meeting
from crparse.models import LinearModel
from crparse.pipeline import make_doc
from crparse.record import Action, Meeting
from crparse.source import Block, Cell, SourceDocument, from_text
from crparse.stages.actions import Actions
from crparse.text import squeeze
from juries import jury_of

Found = list[tuple[str, str | None, str | None]]


@pytest.fixture(scope="module")
def french(french_with: Callable[..., Language]) -> Language:
    return french_with("crparse_sentences", "crparse_actions")


def actions(french: Language, text: str | SourceDocument) -> Found:
    source = from_text(text) if isinstance(text, str) else text
    doc = make_doc(french, source)
    set_meeting(doc, Meeting(date="2016-04-05"))
    items = get_items(french(doc), "actions", Action)
    for item in items:
        quoted = " ".join(squeeze(source.text[s:e]) for s, e in item.parts or [(item.start, item.end)])
        assert quoted == item.what
    return [(a.what, a.who, a.due) for a in items]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "ACTION : Zoé : relancer le traiteur avant le 5 mai",
            [("relancer le traiteur avant le 5 mai", "Zoé", "2016-05-05")],
        ),
        ("→ Max : envoyer le devis", [("envoyer le devis", "Max", None)]),
        ("À faire : commander les tables", [("commander les tables", None, None)]),
        ("Prévoir une réunion avec la mairie (Zoé)", [("Prévoir une réunion avec la mairie", "Zoé", None)]),
        ("Max s'engage à réparer la porte.", [("Max s'engage à réparer la porte.", "Max", None)]),
        (
            "Zoé se charge de relancer le traiteur.",
            [("Zoé se charge de relancer le traiteur.", "Zoé", None)],
        ),
        (
            "Mme Lamarre est chargée de contacter la mairie.",
            [("Mme Lamarre est chargée de contacter la mairie.", "Mme Lamarre", None)],
        ),
        (
            "Le conseil charge le maire de signer l'acte.",
            [("signer l'acte.", "le maire", None)],
        ),
        ("Merci à Max d'envoyer le devis.", [("Merci à Max d'envoyer le devis.", None, None)]),
        (
            "L'assemblée donne tous pouvoirs au bureau aux fins d'accomplir les formalités.",
            [("accomplir les formalités.", "bureau", None)],
        ),
        (
            "L'assemblée donne mandat au bureau à l'effet de signer l'acte.",
            [("signer l'acte.", "bureau", None)],
        ),
        ("Envoyer le devis (ZL)", [("Envoyer le devis", "ZL", None)]),
        ("Envoyer le devis (ZL, 05/05/2016)", [("Envoyer le devis", "ZL", "2016-05-05")]),
        ("Envoyer le devis → Max", [("Envoyer le devis", "Max", None)]),
        ("Envoyer le devis avant le 5 mai : Zoé", [("Envoyer le devis avant le 5 mai", "Zoé", "2016-05-05")]),
        ("Paul relance le traiteur.", [("Paul relance le traiteur.", "Paul", None)]),
        ("Le devis est à relire par Zoé.", [("Le devis est à relire par Zoé.", "Zoé", None)]),
        ("Zoé : envoyer le devis => en mai", [("envoyer le devis", "Zoé", None)]),
        ("Bail à signer par le bureau.", [("Bail à signer par le bureau.", "le bureau", None)]),
        ("☐ Une halle pour la fête", [("Une halle pour la fête", None, None)]),
        ("☐ Voir si la salle peut servir (Zoé)", [("Voir si la salle peut servir", "Zoé", None)]),
        ("[ ] Voir s'il peut servir", [("Voir s'il peut servir", None, None)]),
    ],
)
def test_tasks(french: Language, sentence: str, expected: Found) -> None:
    assert actions(french, sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Zoé a envoyé le devis.",
        "La fête aura lieu le 5 mai.",
        "On pourrait peut-être relancer le traiteur.",
        "Max explique le projet.",
        "Le conseil autorise le maire à signer l'acte.",
        "Si le devis est bon, Zoé se charge de la commande.",
        "La commune se charge des frais de bouche.",
        "Une commission qui s'occupe de la halle existe à Brède.",
        "Zoé : relancer le traiteur - fait",
        "Prochaine réunion : jeudi 16 mai à 20 h",
        "La prochaine séance est fixée au 16 mai.",
        "Max explique qu'il faut trois jours.",
        "Le point sera mis au vote en mai.",
        "Merci à Max d'avoir envoyé le devis.",
        "Paul présente le traiteur.",
        "Paul ne relance pas le traiteur.",
        "Faut-il relancer le traiteur ?",
        "Mme Roux propose de relancer le traiteur.",
        "Le traiteur cuisine le matin : Zoé le dit.",
        "Mme Roux donne pouvoir à M. Vidal.",
    ],
)
def test_no_task(french: Language, sentence: str) -> None:
    assert actions(french, sentence) == []


TAKES_ALL = Actions(jury_of(LinearModel({}, 5.0, 0.0)))
"""Weights to which everything is a task."""


def refused(french: Language, sentence: str) -> bool:
    """Whether its form alone keeps a sentence from being a task."""
    doc = french(make_doc(french, from_text(sentence)))
    return get_items(TAKES_ALL(doc), "actions", Action) == []


@pytest.mark.parametrize(
    ("sentence", "task"),
    [
        ("Sortie en barque (date à fixer)", "Fixer la date de la sortie (lieu à préciser)"),
        ("Horaires du four à confirmer", "Les horaires du four sont à confirmer."),
        ("La caution sera encaissée en juin.", "Le chèque sera envoyé en juin."),
        ("Il sera demandé à chaque famille un chèque.", "Un chèque sera demandé au club."),
        ("La dépense sera inscrite au budget.", "Le point sera inscrit au registre."),
        ("Le trésorier doit être membre du club.", "Le trésorier doit être prévenu."),
        ("Les ateliers devront durer une heure.", "Les ateliers devront être annoncés."),
        ("Les travaux vont commencer en mai.", "Les élus vont visiter le four en mai."),
        ("Aux familles qui vont ouvrir leur cour.", "Les familles vont ranger leur cour."),
        ("Merci de votre écoute.", "Merci de fermer la porte."),
        ("Merci aux bénévoles pour la buvette.", "Merci à Zoé de ranger la buvette."),
        ("Une seconde sortie est envisagée.", "Prévoir une seconde sortie."),
        ("Pour la buvette, il faudra prévoir :", "Pour la buvette, il faudra prévoir : deux tables."),
        ("Les familles pourront commander des brioches.", "Demander si la salle peut servir."),
        ("Nous pouvons entrer par la cour.", "Relancer le traiteur, qui peut venir en mai."),
        ("Ranger les bancs le long du", "Ranger les bancs le long du mur"),
        ("Préparer la", "Préparer la salle"),
        ("Archiver les pièces de l'", "Archiver les pièces du DU."),
        ("Organiser", "Organiser la fête"),
        ("https://fours.example/bail", "Relire https://fours.example/bail"),
    ],
)
def test_what_a_cue_alone_makes_no_task_of(french: Language, sentence: str, task: str) -> None:
    assert refused(french, sentence)
    assert not refused(french, task)


@pytest.mark.parametrize("lead", ["À faire :", "Actions à mener :", "Plan d'action :"])
def test_a_list_of_tasks(french: Language, lead: str) -> None:
    text = f"{lead}\n- Envoyer le devis\n- Réparer la porte (Max)\n- La porte est réparée depuis mai."
    assert actions(french, text) == [("Envoyer le devis", None, None), ("Réparer la porte", "Max", None)]


@pytest.mark.parametrize("lead", ["Ce qu'il reste à faire :", "À faire pour mai :"])
def test_who_is_named_in_a_list_of_tasks_has_one(french: Language, lead: str) -> None:
    items = "plan de la halle | Zoé", "devis du traiteur (Max)", "plan du four", "Zoé : affiches de mai"
    text = "\n- ".join([lead, *items])
    assert actions(french, text) == [
        ("plan de la halle", "Zoé", None),
        ("devis du traiteur", "Max", None),
        ("affiches de mai", "Zoé", None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "☒ Envoyer le devis (Zoé)",
        "[x] Envoyer le devis (Zoé)",
        "Zoé : envoyer le devis => DONE",
        "Envoyer le devis (Zoé). → fait",
        "☐ Oui ☒ Non",
        "☐ Zoé Lamarre",
        "☐ Halle",
        "Des cartes à lire par les habitants.",
        "- plan de la halle | Zoé",
    ],
)
def test_neither_ticked_nor_given_to_somebody(french: Language, line: str) -> None:
    assert actions(french, line) == []


@pytest.mark.parametrize(
    ("lead", "tasks"),
    [
        ("Travail effectué :", 0),
        ("Rappel des actions de la réunion précédente :", 0),
        ("Travaux à réaliser :", 1),
        ("Point sur les actions effectuées par chacun :", 1),
    ],
)
def test_what_a_list_of_earlier_work_holds_is_no_task(french: Language, lead: str, tasks: int) -> None:
    doc = french(make_doc(french, from_text(f"{lead}\n- Publication du plan de la halle")))
    found = [one.what for one in get_items(TAKES_ALL(doc), "actions", Action)]
    assert found.count("Publication du plan de la halle") == tasks


def test_a_list_of_something_else(french: Language) -> None:
    assert actions(french, "Le four sert à :\n- Cuire le pain\n- Réchauffer la salle") == []


def table(*rows: tuple[str, ...]) -> SourceDocument:
    blocks = (
        Block(text, cell=Cell(0, i, j, len(rows), len(row)))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    )
    return SourceDocument("t", "docx", tuple(blocks))


@pytest.mark.parametrize(
    "header",
    [
        ("Action", "Qui", "Quand"),
        ("Décisions / Actions", "Responsable", "Échéance"),
        ("Quoi", "Pilote", "Délai"),
    ],
)
def test_a_table_of_actions(french: Language, header: tuple[str, ...]) -> None:
    rows = ("Relancer le traiteur", "Zoé", "12/05/2016"), ("Réparer la porte", "Max et Léa", "")
    assert actions(french, table(header, *rows)) == [
        ("Relancer le traiteur", "Zoé", "2016-05-12"),
        ("Réparer la porte", "Max et Léa", None),
    ]


def test_what_a_table_marks_as_done_is_no_task(french: Language) -> None:
    rows = ("Relancer le traiteur", "Zoé", "Fait"), ("Réparer la porte", "Max", "En cours")
    assert actions(french, table(("Action", "Qui", "Statut"), *rows)) == [("Réparer la porte", "Max", None)]


def test_a_task_printed_twice_is_one(french: Language) -> None:
    assert actions(french, "ACTION : relancer le traiteur\nACTION : relancer le traiteur") == [
        ("relancer le traiteur", None, None)
    ]


def test_a_bracket_with_nothing_but_people_is_no_task(french: Language) -> None:
    doc = french(make_doc(french, from_text("Faire la facture !\n(Z Lambert & M Tanguy)")))
    set_meeting(doc, Meeting(date="2016-04-05"))
    assert [action.what for action in get_items(TAKES_ALL(doc), "actions", Action)] == ["Faire la facture !"]
