"""Which blocks a lead ending with a colon takes along."""

import pytest

from crparse.document.lists import item_start, list_after
from crparse.source import Block, Cell, Kind, SourceDocument, from_text


def item(text: str, level: int = 0, marker: str = "•") -> Block:
    return Block(text, Kind.LIST_ITEM, marker=marker, list_level=level)


def taken(blocks: list[Block], index: int = 0, stops: tuple[int, ...] = ()) -> list[str]:
    source = SourceDocument("essai", "docx", tuple(blocks))
    return [" + ".join(source.blocks[i].text for i in each) for each in list_after(source, index, stops)]


def test_items_up_to_the_next_paragraph() -> None:
    blocks = [
        Block("Autres exemples :"),
        item("le four à pain"),
        item("le lavoir"),
        Block("La séance reprend."),
    ]
    assert taken(blocks) == ["le four à pain", "le lavoir"]


def test_sub_items_belong_to_their_item() -> None:
    blocks = [Block("Exemples :"), item("le four"), item("son toit", 1), item("le lavoir")]
    assert taken(blocks) == ["le four + son toit", "le lavoir"]


def test_item_as_lead_takes_deeper_items_only() -> None:
    blocks = [item("Exemples :"), item("le four", 1), item("Budget voté")]
    assert taken(blocks) == ["le four"]
    assert taken([item("Exemples :"), item("Budget voté")]) == []


def test_item_cut_by_a_page_break_is_whole() -> None:
    blocks = [Block("Exemples :"), item("le four du"), Block("hameau du Bas"), Block("Fin.")]
    assert taken(blocks) == ["le four du + hameau du Bas"]


def test_a_heading_or_another_numbering_ends_the_list() -> None:
    blocks = [Block("Exemples :"), item("le four"), item("Budget", marker="2.")]
    assert taken(blocks) == ["le four"]
    assert taken([Block("Exemples :"), item("le four"), item("Budget")], stops=(2,)) == ["le four"]


def test_a_list_stays_in_its_cell() -> None:
    cell, next_cell = Cell(0, 1, 0, 2, 2), Cell(0, 1, 1, 2, 2)
    blocks = [
        Block("Exemples :", cell=cell),
        Block("le four", Kind.LIST_ITEM, marker="•", cell=cell),
        Block("le lavoir", Kind.LIST_ITEM, marker="•", cell=next_cell),
    ]
    assert taken(blocks) == ["le four"]


def test_paragraphs_set_further_in() -> None:
    blocks = [
        Block("Exemples :", indent=0.0),
        Block("Le four à pain, qui a été remis en service.", indent=18.0),
        Block("Le lavoir.", indent=18.0),
        Block("La séance reprend.", indent=0.0),
    ]
    assert taken(blocks) == ["Le four à pain, qui a été remis en service.", "Le lavoir."]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Exemples :\n\n- le four\n\n- le lavoir\nFin.", ["- le four", "- le lavoir"]),
        ("Parler d'eau c'est aborder :\nle coût\nle débit\nLa séance reprend.", ["le coût", "le débit"]),
        ("Prochaine réunion :\nLa séance est levée.", []),
        ("Exemples :\nun seul mot", []),
    ],
)
def test_plain_text(lines: str, expected: list[str]) -> None:
    source = from_text(lines)
    assert [source.blocks[each.start].text for each in list_after(source, 0)] == expected


@pytest.mark.parametrize(
    ("block", "start"),
    [
        (Block("- le four"), 2),
        (Block("le four"), 0),
        (Block("2.1 Budget", marker="2.1"), 4),
        (item("le four"), 0),
        (Block("-5 % de recettes"), 0),
    ],
)
def test_item_start(block: Block, start: int) -> None:
    assert item_start(block) == start
