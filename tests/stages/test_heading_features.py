"""What is known about a line: the lexicon's groups, labels that are settled, lines that are out."""

import pytest

from crparse.document.lines import lines_of
from crparse.source import Block, Cell, Kind, SourceDocument, from_text
from crparse.stages.outline.features import candidates, features, is_settled
from crparse.stages.outline.surroundings import Surroundings


def only(text: str) -> Surroundings:
    return Surroundings(lines_of(from_text(text)))


@pytest.mark.parametrize(
    "label",
    [
        "Présents",
        "Présent·e·s :",
        "Étaient présents :",
        "Absents excusés",
        "Excusés ayant donné pouvoir",
        "Conseillers municipaux présents",
        "Liste des participants",
        "Secrétaire de séance :",
        "Ordre du jour",
        "L'ordre du jour :",
        "Questions diverses",
        "Prochaine réunion",
        "Rappel des prochaines dates :",
        "Relevé de décisions",
    ],
)
def test_settled_labels(label: str) -> None:
    assert is_settled(only(label), 0)


@pytest.mark.parametrize(
    "line",
    [
        "Les présents votent",
        "Présents : Odile Marchetti",
        "Présentation",
        "Le jour",
        "Prochaine réunion le 5 mai",
    ],
)
def test_lines_that_are_no_settled_labels(line: str) -> None:
    assert not is_settled(only(line), 0)


def test_a_label_in_a_list_a_table_or_the_agenda_is_not_settled() -> None:
    blocks = (
        Block("Questions diverses", Kind.LIST_ITEM, marker="•"),
        Block("Participants", cell=Cell(0, 0, 0, rows=1, columns=2)),
        Block("Prochaine réunion"),
        Block("Travaux"),
        Block("Prochaine réunion"),
    )
    found = Surroundings(lines_of(SourceDocument("minutes", "docx", blocks)))
    assert [is_settled(found, index) for index in range(5)] == [False, False, False, False, True]


@pytest.mark.parametrize(
    "line",
    [
        "Adopté à l'unanimité.",
        "La délibération est adoptée à l'unanimité",
        "Acceptation à l’unanimité",
        "Vote : à l'unanimité",
        "ADOPTÉ 9 voix pour, 5 abstentions.",
        "Approuvé avec 12 voix",
        "Séance levée à 20h00",
        "Après en avoir délibéré, le Conseil municipal",
        "Après discussion, le bureau",
        "Pour : 12  Contre : 1  Abstentions : 2",
        "Mardi 3 mai 2021",
        "03/05/2021",
        "Fin de la séance : 22 h 10",
        "Le Maire,",
        "Cf. la présentation",
        "Autres exemples :",
        "Présents : Odile Marchetti",
        "1234",
    ],
)
def test_lines_that_cannot_be_headings(line: str) -> None:
    assert candidates(only(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "4 Archivage",
        "Mai 2021",
        "Adoption du budget",
        "Adopté par l'assemblée",
        "Votes par procuration",
        "Séance du 12",
        "Après la fusion",
        "Règle de la majorité",
        "Le maire et ses adjoints",
        "Exemplarité",
    ],
)
def test_lines_that_can(line: str) -> None:
    assert candidates(only(line)) == [0]


def test_the_title_of_the_document_cannot() -> None:
    lines = lines_of(from_text("Compte rendu du 3 mai\nBudget\nTravaux"))
    title = [(lines[0].start, lines[0].end)]
    assert candidates(Surroundings(lines, title)) == [1, 2]


def test_wording_and_run_of_a_numbered_heading() -> None:
    text = "1. Questions diverses\nIl est rappelé que la salle est prêtée.\n2. Travaux"
    row = dict(features(only(text)))[0]
    shown = ("numbered", "run", "run apart", "run adjacent", "all closing", "has verb", "repeated later")
    assert {name: row[name] for name in shown} == {
        "numbered": 1.0,
        "run": 2.0,
        "run apart": 1.0,
        "run adjacent": 0.0,
        "all closing": 1.0,
        "has verb": 0.0,
        "repeated later": 0.0,
    }
    assert dict(features(only(text)))[1]["has verb"] == 1.0
