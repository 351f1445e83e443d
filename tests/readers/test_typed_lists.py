"""Items typed in one paragraph, and how deep the items of lists stand."""

import time

import pytest

from crparse.readers.blocks.lists import ListLevels, split_items
from crparse.source import Cell, Run


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Un seul point", ["Un seul point"]),
        ("Adresse :\n3 rue des Lilas", ["Adresse :\n3 rue des Lilas"]),
        ("Présents :\n- Nora\n- Luc", ["Présents :", "- Nora", "- Luc"]),
        ("• Nora\n• Luc\nmaire", ["• Nora", "• Luc\nmaire"]),
        ("▪ Nora\t▪ Luc\t\t▪ Inès", ["▪ Nora", "▪ Luc", "▪ Inès"]),
        ("▪ Nora\t- excusée", ["▪ Nora\t- excusée"]),
        ("Nora\t▪ Luc", ["Nora\t▪ Luc"]),
        ("1. Vote\n2. Divers", ["1. Vote\n2. Divers"]),
    ],
)
def test_items_of_a_paragraph(text: str, lines: list[str]) -> None:
    assert [line.text for line in split_items(text, (), "")] == lines


def test_runs_and_indents_of_items() -> None:
    text = "Lu :\n  - Nora\n- Luc"
    lines = split_items(text, (Run(0, 4, bold=True), Run(4, len(text))), "\t")
    assert [(line.text, line.indent, line.runs) for line in lines] == [
        ("Lu :", 36.0, (Run(0, 4, bold=True),)),
        ("- Nora", 6.0, (Run(0, 6),)),
        ("- Luc", 0.0, (Run(0, 5),)),
    ]


def test_thousands_of_items_in_one_paragraph_are_read_in_good_time() -> None:
    count, item = 8_000, "- Nora\n"
    runs = tuple(Run(start, start + len(item)) for start in range(0, count * len(item), len(item)))
    start = time.process_time()
    assert len(split_items((item * count).strip(), runs, "")) == count
    assert time.process_time() - start < 5


def test_items_of_one_word_list_are_as_deep_as_it_says() -> None:
    levels = ListLevels()
    assert [levels.level(0.0, None, ("1", told)) for told in (0, 1, 2, 1, 0)] == [0, 1, 2, 1, 0]


def test_another_list_further_in_is_nested() -> None:
    levels = ListLevels()
    listed = [(18.0, ("1", 0)), (36.0, ("2", 0)), (36.0, ("2", 0)), (54.0, ("2", 1)), (18.0, ("1", 0))]
    assert [levels.level(edge, None, told) for edge, told in listed] == [0, 1, 1, 2, 0]


def test_another_list_at_the_same_edge_is_not_nested() -> None:
    levels = ListLevels()
    listed = [(0.0, ("1", 0)), (0.0, ("1", 1)), (0.0, ("2", 0))]
    assert [levels.level(edge, None, told) for edge, told in listed] == [0, 1, 0]


def test_a_list_that_begins_deep_keeps_its_level() -> None:
    levels = ListLevels()
    assert [levels.level(54.0, None, ("1", 1)), levels.level(18.0, None, ("1", 0))] == [1, 0]


def test_text_ends_a_list_unless_it_belongs_to_an_item() -> None:
    levels = ListLevels()
    found = [levels.level(0.0, None), levels.level(36.0, None)]
    levels.text(18.0)
    found.append(levels.level(36.0, None))
    levels.text(0.0)
    found.append(levels.level(36.0, None))
    assert found == [0, 1, 1, 0]


def test_each_cell_has_its_own_lists() -> None:
    levels = ListLevels()
    found = [levels.level(0.0, Cell(0, 0, 0, 1, 2)), levels.level(36.0, Cell(0, 0, 1, 1, 2))]
    assert found == [0, 0]
