"""What stands beside or behind the text of a page, and what no longer holds of it."""

import pytest
from pdf_files import LEFT, Sheet, wrap

from crparse.readers.pdf import read_pdf

SENTENCE = (
    "Le comité examine le rapport de la commission des travaux, entend les riverains du chemin des Ormes et "
    "fixe le calendrier des plantations de haies, puis il délibère sur le budget de la fête de la moisson."
)
LINES = ["Comité des haies", "1. Bilan", *wrap(SENTENCE), "2. Suites", *wrap(SENTENCE)]
PLAIN = ["Comité des haies", "1. Bilan", SENTENCE, "2. Suites", SENTENCE]


def texts(sheet: Sheet) -> list[str]:
    return [block.text for block in read_pdf(sheet.done()).blocks]


@pytest.mark.parametrize(("x", "every"), [(42, 1), (545, 1), (42, 2)])
def test_line_numbers_are_left_out(x: float, every: int) -> None:
    sheet = Sheet()
    for number, line in enumerate(LINES, 1):
        if number % every == 0:
            sheet.text(x, 80 + 16 * number, str(number), 8)
        sheet.text(LEFT, 80 + 16 * number, line)
    assert texts(sheet) == PLAIN


def test_the_numbers_of_a_list_stay() -> None:
    names = ["Zoé Lantier", "Ana Roux", "Luc Petit", "Max Aubin", "Ivo Morel", "Rose Vial"]
    sheet = Sheet()
    for number, name in enumerate(names, 1):
        sheet.text(LEFT, 80 + 16 * number, str(number))
        sheet.text(LEFT + 30, 80 + 16 * number, name)
    assert texts(sheet) == [f"{number} {name}" for number, name in enumerate(names, 1)]


@pytest.mark.parametrize("first", [True, False])
def test_a_pale_word_behind_the_text_is_left_out(first: bool) -> None:
    sheet = Sheet()

    def mark() -> None:
        sheet.canvas.setFillGray(0.85)
        sheet.text(150, 130, "PROJET", 48)
        sheet.canvas.setFillGray(0)

    if first:
        mark()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    if not first:
        mark()
    assert texts(sheet) == [SENTENCE]


def test_a_pale_title_stays() -> None:
    sheet = Sheet()
    sheet.canvas.setFillGray(0.7)
    sheet.text(LEFT, 60, "Comité des haies", 24)
    sheet.canvas.setFillGray(0)
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    assert texts(sheet) == ["Comité des haies", SENTENCE]


def test_white_letters_are_seen_on_dark_ground_alone() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    sheet.canvas.setFillGray(0.2)
    sheet.canvas.rect(LEFT, sheet.height - 206, 200, 20, stroke=0, fill=1)
    sheet.canvas.setFillGray(1)
    sheet.text(LEFT + 4, 200, "1. Bilan")
    sheet.text(LEFT, 300, "Absent : Luc Petit")
    assert texts(sheet) == [SENTENCE, "1. Bilan"]


def test_struck_letters_are_left_out_and_told() -> None:
    sheet = Sheet()
    start = sheet.text(LEFT, 100, "Présents : Ana Roux, ")
    end = sheet.text(start, 100, "Luc Petit,")
    sheet.rule(start, 96.5, end, 96.5)
    sheet.text(end, 100, " Zoé Lantier")
    source = read_pdf(sheet.done())
    assert [block.text for block in source.blocks] == ["Présents : Ana Roux, Zoé Lantier"]
    assert [(caveat.code, caveat.page) for caveat in source.warnings] == [("struck_text", 1)]


def test_a_large_initial_begins_its_line() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 114, "L", 28)
    first, *others = wrap(SENTENCE[1:], 420)
    sheet.text(LEFT + 18, 100, first)
    sheet.text(LEFT + 18, 114, others[0])
    sheet.lines(LEFT, 128, others[1:])
    assert " ".join(texts(sheet)) == SENTENCE


def test_a_kerned_capital_is_no_word() -> None:
    sheet = Sheet()
    for x, letter in zip((LEFT, LEFT + 11.5), ("M", "adame Ana Roux ouvre la séance à 18 h."), strict=True):
        sheet.text(x, 100, letter)
    assert texts(sheet) == ["Madame Ana Roux ouvre la séance à 18 h."]
