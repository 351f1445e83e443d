"""Tables by rows and columns, and what their headings say."""

from crparse.document.tables import find_headings, grid_of_lines, grids, repeats
from crparse.document.votes import row_votes
from crparse.source import Block, Cell, SourceDocument
from crparse.stages.actions import find_rows


def document(rows):
    """A document that is one table."""
    size = len(rows), max(map(len, rows))
    return SourceDocument(
        "minutes",
        "docx",
        tuple(
            Block(text, cell=Cell(0, row, column, *size))
            for row, cells in enumerate(rows)
            for column, text in enumerate(cells)
            if text
        ),
    )


def votes(rows):
    source = document(rows)
    return {
        source.blocks[index].text: (vote.votes_for, vote.against, vote.abstentions)
        for index, vote in row_votes(source).items()
    }


def test_counts_beside_a_matter_in_any_order():
    assert votes(
        [
            ["Contre", "Abst.", "Objet", "Pour"],
            ["2", "1", "Vente du four", "12"],
            ["0", "", "Achat du pré", "15"],
        ]
    ) == {"Vente du four": (12, 2, 1), "Achat du pré": (15, 0, None)}


def test_counts_without_a_matter_are_no_vote_of_a_row():
    assert votes([["Pour", "Contre"], ["12", "2"]]) == {}
    assert votes([["Votants", "Pour", "Contre"], ["14", "12", "2"]]) == {}


def test_words_under_for_and_against_are_no_votes():
    assert votes([["Projet", "Pour", "Contre"], ["Four banal", "la chaleur", "le prix"]]) == {}


def test_tasks_below_a_title_and_a_heading_printed_twice():
    source = document(
        [
            ["Relevé des suites"],
            ["Échéance", "Responsable", "Action"],
            ["5 mai", "Zoé", "Relancer le traiteur"],
            ["Échéance", "Responsable", "Action"],
            ["", "Paul", "Ranger la salle"],
        ]
    )
    rows = [(source.blocks[row.what[0]].text, row.who, row.due) for row in find_rows(source)]
    assert rows == [("Relancer le traiteur", "Zoé", "5 mai"), ("Ranger la salle", "Paul", "")]


def test_a_table_without_a_column_of_tasks_has_none():
    assert list(find_rows(document([["Nom", "Responsable"], ["Four", "Zoé"]]))) == []


def test_a_heading_of_two_rows():
    (grid,) = grids(document([["Nom", "Vote", ""], ["", "Oui", "Non"], ["Roux", "x", ""]]))
    known = {"Nom": "name", "Oui": "yes", "Non": "no"}
    heading = find_headings(grid, known.get, lambda kinds: "name" in kinds)
    assert heading is not None
    assert (heading.row, heading.kinds) == (1, {0: "name", 1: "yes", 2: "no"})
    assert not repeats(grid, 2, heading.row)


def lines(*texts):
    return [(index, 100 * index, Block(text)) for index, text in enumerate(texts)]


def test_lines_with_tabs_by_their_empty_fields():
    grid = grid_of_lines(lines("Nom\tPour\tContre", "Roux\t\tX", "Petit\tX"))
    assert grid is not None
    assert [[grid.cell(row, column) for column in range(3)] for row in range(3)] == [
        ["Nom", "Pour", "Contre"],
        ["Roux", "", "X"],
        ["Petit", "X", ""],
    ]


def test_lines_of_which_it_stays_open_what_stands_under_what_are_no_table():
    assert grid_of_lines(lines("Nom\tPour\tContre", "Roux\tX")) is None
