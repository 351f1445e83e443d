"""Mentions of people. In a marked sentence each [name] is a mention and nothing else is."""

import re

import pytest
from spacy.language import Language

from crparse.document.items import set_items
from crparse.pipeline import make_doc
from crparse.record import Attendee, Mention
from crparse.resolution.people import resolve_people
from crparse.source import from_text
from crparse.stages.entities.mentions import Text
from crparse.stages.entities.people import find_people


def found(nlp: Language, text: str, *listed: str) -> list[Mention]:
    doc = make_doc(nlp, from_text(text))
    for name, component in nlp.pipeline:
        if not name.startswith("crparse"):
            doc = component(doc)
    attendees = [
        Attendee(start=text.index(n), end=text.index(n) + len(n), rule="test", name=n, status="present")
        for n in listed
    ]
    set_items(doc, "attendees", attendees)
    return find_people(Text(doc))


def marked(nlp: Language, text: str, *listed: str) -> str:
    """The text with its mentions in square brackets."""
    mentions = found(nlp, text, *listed)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}[{mention.text}]{text[mention.end :]}"
    return text


def bare(sentence: str) -> str:
    return re.sub(r"[\[\]]", "", sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("M. et Mme Prutkov sont là.", ["Prutkov", "Prutkov"]),
        ("Mr & Madame PRUTKOV sont là.", ["PRUTKOV", "PRUTKOV"]),
        ("M. et Mme Paul Prutkov sont là.", ["Paul Prutkov", "Prutkov"]),
        ("Mme Delorme et M. Prutkov sont là.", ["Delorme", "Prutkov"]),
    ],
)
def test_a_couple_is_two(nlp: Language, sentence: str, expected: list[str]) -> None:
    mentions = found(nlp, sentence)
    assert [m.text for m in mentions] == expected
    assert len(resolve_people(mentions)) == 2


def test_a_couple_on_the_list_is_two(nlp: Language) -> None:
    mentions = found(nlp, "Présents : M. et Mme PRUTKOV, Mme DELORME", "PRUTKOV", "DELORME")
    assert [m.text for m in mentions] == ["PRUTKOV", "PRUTKOV", "DELORME"]
    assert len(resolve_people(mentions, ["PRUTKOV", "DELORME"])) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Mme [Prutkov] rappelle le contexte.",
        "M. [Jean-Luc Le Bihan] donne lecture du rapport.",
        "La parole est donnée à Madame [Irène PRUTKOV].",
        "MM. [Paul Prutkov] et [Yves Delorme] votent contre.",
        "Rédacteur : [Claire Prutkov]",
        "Une présentation de [Sophie Delorme] (ADEME) ouvre la séance.",
        "Cette demande d'[Anaïs Prutkov] est acceptée.",
        "Il semble qu'[Yves Delorme] soit d'accord.",
        "Élu trésorier : [DELORME Yves]",
        "Exemple de [Robert Prutkov] (Lormoy).",
        "[Yves Delorme] du Cerema précise ce point.",
        "Le projet est suivi par [Anne Prutkov]/[Yves Delorme].",
        "Fait à Lormoy [Anne PRUTKOV] [Yves DELORME] [Paul ROUX]",
        "M. [Yves DELORME] Receveur Municipal est remercié.",
        "Remplacement de Monsieur [Yves DELORME], élu.",
        "Monsieur [DELORME] de l'ONF fera un devis.",
        "Une sortie à St Anne Delorme et au Mont Saint Paul est prévue.",
        "Mesdames Messieurs Chers amis, bonsoir.",
    ],
)
def test_names_that_no_list_gives(nlp: Language, sentence: str) -> None:
    assert marked(nlp, bare(sentence)) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Les travaux de la rue Jean Jaurès commencent lundi.",
        "La réunion a lieu salle Anne Prutkov.",
        "Le lycée Victor Hugo et le collège Marie Curie participent.",
        "9 avenue du Docteur Paul Prutkov à Lormoy",
        "Monsieur le Maire ouvre la séance.",
        "Madame la Présidente remercie les membres.",
        "Monsieur le Préfet d'Indre soumet le schéma.",
        "Le Pot de Noël aura lieu vendredi.",
        "Le prix Marie Prutkov est remis en mai.",
        "Connaître les risques près de chez moi : Mes Risques.",
        "La fête de la Saint-Martin est maintenue.",
        "La commune de Saint-Aubin adhère.",
        "Commission Communication",
    ],
)
def test_what_names_nobody(nlp: Language, text: str) -> None:
    assert marked(nlp, text) == text


def test_first_names_in_lists(nlp: Language) -> None:
    sentence = (
        "Premier tour :\n- [Aline] : 6 - [Esther] : 7 - [Louis] : 7\nÉlus : [Aline], [Esther]\n"
        "A. Circuits courts\nL'A.D.D.E.S. Josué est citée."
    )
    assert marked(nlp, bare(sentence)) == sentence


def test_the_list_and_all_that_recalls_it(nlp: Language) -> None:
    sentence = (
        "Présents : [Anne PRUTKOV], [Jean-Luc Le Bihan]\n"
        "[A. Prutkov] présente le bilan. [Le Bihan] s'abstient.\n"
        "[Jean-Luc] : d'accord. [PRUTKOV Anne] et Mme [Prutkov] aussi."
    )
    assert marked(nlp, bare(sentence), "Anne PRUTKOV", "Jean-Luc Le Bihan") == sentence


def test_a_known_name_that_is_a_common_word(nlp: Language) -> None:
    sentence = "Présents : [Rose Lapierre], [Marine Petit]\nLa pierre et la rose du parc, un petit chemin. Petit devis.\n"  # noqa: E501
    assert marked(nlp, bare(sentence), "Rose Lapierre", "Marine Petit") == sentence


def test_a_surname_inside_another_name_is_no_mention(nlp: Language) -> None:
    sentence = "Présents : [Paul Lormoy]\nLa Communauté de Lormoy Nord et la rue Lormoy sont citées."
    assert marked(nlp, bare(sentence), "Paul Lormoy") == sentence


def test_no_name_runs_across_a_line(nlp: Language) -> None:
    sentence = "Prise de note : [Anne Prutkov]\nYves\nDelorme"
    assert "Yves\nDelorme" not in [m.text for m in found(nlp, bare(sentence))]


def test_each_mention_tells_its_rule(nlp: Language) -> None:
    text = "Présents : Anne Prutkov\nMme Delorme et M. Yves Roux saluent Sophie Tell. A. Prutkov conclut, Prutkov signe."  # noqa: E501
    assert [(m.text, m.rule) for m in found(nlp, text, "Anne Prutkov")] == [
        ("Anne Prutkov", "list:attendees"),
        ("Delorme", "civility:surname"),
        ("Yves Roux", "civility:name"),
        ("Sophie Tell", "name:first"),
        ("A. Prutkov", "name:initials"),
        ("Prutkov", "name:part"),
    ]


def test_an_initial_before_a_civility_makes_no_couple(nlp: Language) -> None:
    assert [m.text for m in found(nlp, "Prutkov M. et M. Delorme discutent.", "Prutkov M.")] == [
        "Prutkov M.",
        "Delorme",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        'Mme [Françoise FERRANDIN] dite "Lili" est là.',
        "M. [Corentin NOVAK] alias Paul parle du four.",
        "Mme [Karine PICHON], née Tardieu, vend le four.",
        "Mme [Karine PICHON] a dit oui, et [Paul Prutkov] aussi.",
    ],
)
def test_what_somebody_is_called_is_no_other_person(nlp: Language, sentence: str) -> None:
    assert marked(nlp, bare(sentence)) == sentence


def test_a_feast_is_nobody(nlp: Language) -> None:
    sentence = "L'école ferme pour les vacances de Noël ; le pot de Noël est le 5."
    assert marked(nlp, sentence) == sentence
