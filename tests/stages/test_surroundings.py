"""What only the whole document tells about a line."""

from crparse.document.lines import Typography, lines_of
from crparse.source import Block, Cell, Run, SourceDocument, from_text
from crparse.stages.outline.surroundings import Surroundings


def around(text: str) -> Surroundings:
    return Surroundings(lines_of(from_text(text)))


def test_the_agenda_comes_again_over_the_sections() -> None:
    lines = around(
        "1. Vote du budget\n2. Divers travaux\nVote du Budget :\nIl est voté.\nDivers travaux\nTour de table"
    )
    assert lines.repeats == ({0, 1}, {2, 4})


def test_short_words_that_come_again_say_nothing() -> None:
    assert around("Vote\nIl est adopté.\nVote\nIl est reporté.").repeats == (set(), set())


def test_how_far_the_agenda_is() -> None:
    assert around("Mairie\nOrdre du jour :\nBudget\nTravaux").since["agenda"] == [30, 30, 1, 2]


def test_an_empty_document() -> None:
    lines = around("")
    assert (lines.repeats, lines.wordings, lines.typography.size) == ((set(), set()), [], None)


def test_cells_with_company() -> None:
    cells = [
        Block(text, cell=Cell(0, row, column, rows=2, columns=2))
        for row, column, text in (
            (0, 0, "Participants"),
            (1, 0, "Odile Marchetti"),
            (1, 1, "Ville de Nerval"),
        )
    ]
    lines = lines_of(SourceDocument("minutes", "docx", (*cells, Block("Budget"))))
    assert Surroundings(lines).row_company == [0, 1, 1, 0]


def test_the_usual_looks_are_those_of_most_characters() -> None:
    blocks = [
        Block(text, runs=(Run(0, len(text), size=size, bold=bold),), space_before=gap, indent=indent)
        for text, size, bold, gap, indent in (
            ("Compte rendu", 18.0, True, 0.0, 120.0),
            ("Le budget est voté par tous.", 11.0, False, 4.0, 0.0),
            ("Travaux", 14.0, True, 12.0, 0.0),
            ("Les travaux commencent lundi.", 11.0, False, 6.0, 0.0),
        )
    ]
    usual = Typography(lines_of(SourceDocument("minutes", "docx", tuple(blocks))))
    looks = {"size": 11.0, "largest": 18.0, "color": None, "indent": 0, "gap": 6.0, "bold": 19 / 76}
    assert vars(usual) == looks
