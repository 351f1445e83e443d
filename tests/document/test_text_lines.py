"""Lines of the body, each with its looks."""

import pytest

from crparse.document.lines import lines_of
from crparse.source import Block, Kind, Run, SourceDocument


def test_blocks_and_manual_breaks_give_lines_furniture_and_notes_do_not() -> None:
    source = SourceDocument(
        "minutes",
        "docx",
        (
            Block("Budget\n\n  Le budget est voté."),
            Block("   "),
            Block("1 Selon le devis", Kind.FOOTNOTE),
            Block("Page 1", Kind.FOOTER),
        ),
    )
    assert [(line.text, source.text[line.start : line.end], line.first) for line in lines_of(source)] == [
        ("Budget", "Budget", True),
        ("Le budget est voté.", "Le budget est voté.", False),
    ]


def test_looks_are_those_of_the_line_and_not_of_its_block() -> None:
    block = Block(
        "Budget\nLe budget est voté.", runs=(Run(0, 6, bold=True, size=14.0), Run(6, 26, size=11.0))
    )
    first, second = lines_of(SourceDocument("minutes", "docx", (block,)))
    assert (first.bold, first.size, second.bold, second.size) == (True, 14.0, False, 11.0)
    assert first.look != second.look


def test_a_bold_lead_does_not_make_a_bold_line() -> None:
    block = Block("Budget : il est voté.", runs=(Run(0, 8, bold=True), Run(8, 21)))
    (line,) = lines_of(SourceDocument("minutes", "docx", (block,)))
    assert (line.bold, line.share("bold")) == (False, pytest.approx(7 / 17))


@pytest.mark.parametrize(
    ("text", "caps"), [("TRAVAUX", True), ("PLUI", False), ("Travaux", False), ("VOTE DES TAUX 2024", True)]
)
def test_capitals_of_an_acronym_say_nothing(text: str, caps: bool) -> None:
    (line,) = lines_of(SourceDocument("minutes", "txt", (Block(text),)))
    assert line.caps == caps


def test_bullets_are_signs_and_not_numbers() -> None:
    blocks = (Block("Budget", Kind.LIST_ITEM, marker="•"), Block("1. Budget", Kind.LIST_ITEM, marker="1."))
    assert [line.bullet for line in lines_of(SourceDocument("minutes", "docx", blocks))] == [True, False]
