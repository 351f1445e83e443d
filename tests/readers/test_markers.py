"""Bullets and numbers typed at the start of a paragraph, and texts that only look as if they had one."""

import pytest

from crparse.readers.blocks.markers import plain, split_marker, symbol


@pytest.mark.parametrize(
    ("text", "marker", "body"),
    [
        ("- Budget", "-", "Budget"),
        ("-Budget", "-", "Budget"),
        ("–\tBudget", "–", "Budget"),
        ("  • Nora Vasseur", "•", "Nora Vasseur"),
        ("➢Suite donnée", "➢", "Suite donnée"),
        ("* Élections", "*", "Élections"),
        ("-> à relancer", "->", "à relancer"),
        ("=> vote reporté", "=>", "vote reporté"),
        ("☒ Présente", "☒", "Présente"),
        ("- 3 voix contre", "-", "3 voix contre"),
    ],
)
def test_bullets(text: str, marker: str, body: str) -> None:
    found = split_marker(text)
    assert (found.marker, found.kind, text[found.offset :]) == (marker, "bullet", body)


@pytest.mark.parametrize(
    ("text", "marker", "body"),
    [
        ("1. Ouverture", "1.", "Ouverture"),
        ("1.Ouverture", "1.", "Ouverture"),
        ("12) Divers", "12)", "Divers"),
        ("3/ Travaux", "3/", "Travaux"),
        ("2° Objet", "2°", "Objet"),
        ("2°) Objet", "2°)", "Objet"),
        ("1.- Ouverture", "1.-", "Ouverture"),
        ("4 - Cantine", "4 -", "Cantine"),
        ("2.1 Budget", "2.1", "Budget"),
        ("2.1. Budget", "2.1.", "Budget"),
        ("2.1 – Budget", "2.1 –", "Budget"),
        ("(3) subventions", "(3)", "subventions"),
        ("IV. Cantine", "IV.", "Cantine"),
        ("IV – Cantine", "IV –", "Cantine"),
        ("I/ Appel", "I/", "Appel"),
        ("A - Finances", "A -", "Finances"),
        ("B/ Écoles", "B/", "Écoles"),
        ("c) le devis", "c)", "le devis"),
    ],
)
def test_numbers(text: str, marker: str, body: str) -> None:
    found = split_marker(text)
    assert (found.marker, found.kind, text[found.offset :]) == (marker, "number", body)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 voix pour",
        "A. Roux est excusée",
        "M. Aubin",
        "I. Lenoir",
        "12.05.2023 : réunion",
        "12/05 réunion",
        "2 / 3 des voix",
        "1.500 euros",
        "2023. Bilan",
        "2.5 millions",
        "14h30 ouverture",
        "-5 °C au sol",
        "*hors taxes",
        "** note",
        "- 2 -",
        "- - - -",
        "--------",
        "☐",
        "☒ Oui ☐ Non",
        "o suite",
        "A-t-il signé ?",
        "D'accord",
    ],
)
def test_texts_without_a_marker(text: str) -> None:
    assert split_marker(text) == (None, None, 0)


def test_the_letter_o_where_the_typeface_says_so() -> None:
    assert split_marker("o Suite", letter_o=True) == ("o", "bullet", 2)
    assert split_marker("ordre du jour", letter_o=True) == (None, None, 0)


@pytest.mark.parametrize(
    ("code", "font", "expected"),
    [
        (0xF0B7, "Symbol", "•"),
        (0xB7, "Symbol", "•"),
        (0xFC, "Wingdings", "✓"),
        (0xF052, "Wingdings 2", "☑"),
        (ord("W"), "Symbol", "Ω"),
        (0xFC, "Calibri", None),
        (0x21, "Wingdings", None),
    ],
)
def test_signs_of_symbol_fonts(code: int, font: str, expected: str | None) -> None:
    assert symbol(code, font) == expected


def test_private_characters_become_what_they_look_like() -> None:
    assert plain("\uf0fc fait, \uf0b0, \ue123 inconnu") == "✓ fait, °, • inconnu"
