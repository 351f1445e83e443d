"""Lists side by side, set by tabs."""

from crparse.readers.blocks.labelled_columns import lists_apart
from crparse.source import Block, Cell, Run


def texts(*told: str) -> list[str]:
    return [block.text for block in lists_apart([Block(text) for text in told])]


def test_lists_under_labels_are_put_one_after_the_other() -> None:
    rows = [
        "Présents :\t\tExcusés :",
        "Ana Roux\t\tLuc Petit",
        "Zoé Lantier",
        "\tMax Aubin",
        "Le budget est voté.",
    ]
    assert texts(*rows) == [
        "Présents :",
        "Ana Roux",
        "Zoé Lantier",
        "Excusés :",
        "Luc Petit",
        "Max Aubin",
        "Le budget est voté.",
    ]


def test_a_list_that_begins_beside_its_label() -> None:
    assert texts("Présents : Ana Roux\tAbsents : Luc Petit", "Zoé Lantier\tMax Aubin") == [
        "Présents : Ana Roux",
        "Zoé Lantier",
        "Absents : Luc Petit",
        "Max Aubin",
    ]


def test_other_lines_with_tabs_stay() -> None:
    for rows in (
        ["Nom\tPrésent\tExcusé", "Ana Roux\tX\t"],
        ["Présents :\tAna Roux, Luc Petit", "Excusés :\tZoé Lantier"],
        ["Présents :\tExcusés :", "Le conseil examine le budget de la commune et vote."],
        ["Présents\tExcusés", "14\t2."],
    ):
        assert texts(*rows) == rows


def test_cells_stay_and_looks_move() -> None:
    cells = [Block("Présents :\tExcusés :", cell=Cell(0, 0, 0, 1, 1)), Block("Ana Roux\tLuc Petit")]
    assert list(lists_apart(cells)) == cells
    bold = Block("Présents :\tExcusés :", runs=(Run(0, 10, bold=True), Run(10, 20)))
    found = lists_apart([bold, Block("Ana Roux\tLuc Petit")])
    assert [(block.text, block.runs) for block in found if block.runs] == [
        ("Présents :", (Run(0, 10, bold=True),)),
        ("Excusés :", (Run(0, 9),)),
    ]
