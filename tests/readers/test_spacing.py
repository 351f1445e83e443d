"""Blanks inside words, and those that stay."""

import pytest

from crparse.readers import read_document
from crparse.readers.blocks.spacing import without_inner_blanks
from crparse.source import Block, Line, Run


def texts(*told: str) -> list[str]:
    return [block.text for block in without_inner_blanks([Block(text) for text in told])]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("B I L A N", "BILAN"),
        ("1. B I L A N :", "1. BILAN :"),
        ("2 . S U I T E S", "2. SUITES"),
        ("C O M P T E   R E N D U", "COMPTE RENDU"),
        ("C O M P T E\tR E N D U", "COMPTE RENDU"),
        ("P R O C È S - V E R B A L", "PROCÈS-VERBAL"),
        ("Réunion\nO R D R E  D U  J O U R\nBudget", "Réunion\nORDRE DU JOUR\nBudget"),
    ],
)
def test_lines_set_letter_by_letter(printed: str, meant: str) -> None:
    assert texts(printed) == [meant]


@pytest.mark.parametrize(
    "printed",
    ["X X X X X", "P P A P P", "A B", "Le conseil vote A B C D E.", "M. A B Roux", "1 2 3 4 5", "a b c d e"],
)
def test_other_rows_of_letters(printed: str) -> None:
    assert texts(printed) == [printed]


def test_first_letters_that_stand_off() -> None:
    assert texts("M adame Roux et M onsieur Petit.", "E xcusés : V alentin Petit", "P résents :") == [
        "Madame Roux et Monsieur Petit.",
        "Excusés : Valentin Petit",
        "Présents :",
    ]
    assert texts("Les tuteurs des haies.", "T uteurs : trois") == [
        "Les tuteurs des haies.",
        "Tuteurs : trois",
    ]


@pytest.mark.parametrize(
    "printed",
    ["M maire", "Le plan B est voté.", "A venir : à suivre", "L article 3", "Salle C du haut", "M. adame"],
)
def test_letters_that_are_words_of_their_own(printed: str) -> None:
    assert texts(printed, "Les articles, l'avenir et la cdu.") == [
        printed,
        "Les articles, l'avenir et la cdu.",
    ]


def test_looks_and_lines_move_with_the_text() -> None:
    block = Block(
        "M adame Roux", runs=(Run(0, 7, bold=True), Run(7, 12)), lines=(Line(0, 12, 1, 0.0, 0.0, 9.0, 9.0),)
    )
    (closed,) = without_inner_blanks([block])
    assert closed.runs == (Run(0, 6, bold=True), Run(6, 11))
    assert closed.text[closed.lines[0].start : closed.lines[0].end] == "Madame Roux"


def test_in_every_format() -> None:
    assert read_document("P R O C È S - V E R B A L\n\nM adame Roux préside.\n".encode()).text == (
        "PROCÈS-VERBAL\nMadame Roux préside."
    )
