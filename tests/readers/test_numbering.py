"""Numbers that Word prints without storing them, seen through small documents."""

import pytest
from word_files import abstract, docx, lvl, num, p, restart, style

from crparse.readers.blocks.markers import letters, written
from crparse.readers.word import read_word

LEGAL = abstract(0, lvl(0, "%1."), lvl(1, "%1.%2"), lvl(2, "%1.%2.%3"))


def texts(body: str, numbering: str, styles: str = "") -> list[str]:
    return [
        block.text for block in read_word(docx(body, numbering=numbering, styles=styles), "pv.docx").blocks
    ]


def items(*numbered: tuple[str, str]) -> str:
    return "".join(p(text, num=num) for num, text in numbered)


@pytest.mark.parametrize(
    ("count", "number_format", "expected"),
    [
        (4, "decimal", "4"),
        (4, "upperRoman", "IV"),
        (19, "lowerRoman", "xix"),
        (2, "upperLetter", "B"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (1, "ordinal", "1er"),
        (2, "ordinal", "2e"),
        (3, "numberInDash", "- 3 -"),
        (3, "none", ""),
        (3, "hindiNumbers", "3"),
        (4000, "upperRoman", "4000"),
    ],
)
def test_counts_are_written_in_their_format(count: int, number_format: str, expected: str) -> None:
    assert written(count, number_format) == expected


def test_letters_of_nothing_are_nothing() -> None:
    assert letters(0) == ""


def test_levels_count_under_one_another() -> None:
    body = items(
        ("1", "Finances"),
        ("1:1", "Budget"),
        ("1:2", "Recettes"),
        ("1:1", "Compte"),
        ("1", "Voirie"),
        ("1:1", "Rues"),
    )
    assert texts(body, LEGAL + num(1, 0)) == [
        "1. Finances",
        "1.1 Budget",
        "1.1.1 Recettes",
        "1.2 Compte",
        "2. Voirie",
        "2.1 Rues",
    ]


def test_a_level_left_out_counts_as_used() -> None:
    body = items(("1:1", "Accueil"), ("1:1", "Appel"), ("1", "Finances"), ("1:1", "Budget"))
    assert texts(body, LEGAL + num(1, 0)) == ["1.1 Accueil", "1.2 Appel", "2. Finances", "2.1 Budget"]


def test_lists_that_share_an_abstract_list_count_on_unless_one_starts_anew() -> None:
    body = items(("1", "a"), ("2", "b"), ("3", "c"), ("3", "d"), ("1", "e"))
    numbering = LEGAL + num(1, 0) + num(2, 0) + num(3, 0, restart(0, 5))
    assert texts(body, numbering) == ["1. a", "2. b", "5. c", "6. d", "7. e"]


def test_a_level_that_never_restarts() -> None:
    body = items(("1", "Titre"), ("1:1", "x"), ("1", "Titre"), ("1:1", "y"))
    levels = abstract(0, lvl(0, "%1 -", "upperRoman"), lvl(1, "%2)", more='<w:lvlRestart w:val="0"/>'))
    assert texts(body, levels + num(1, 0)) == ["I - Titre", "1) x", "II - Titre", "2) y"]


def test_a_level_in_figures_shows_all_levels_so() -> None:
    body = items(("1", "Titre"), ("1:1", "x"))
    levels = abstract(0, lvl(0, "%1 -", "upperRoman"), lvl(1, "%1.%2", more="<w:isLgl/>"))
    assert texts(body, levels + num(1, 0)) == ["I - Titre", "1.1 x"]


def test_a_number_may_be_words_around_the_count() -> None:
    body = items(("1", "Objet"), ("1", "Siège"))
    assert texts(body, abstract(0, lvl(0, "Article %1 :")) + num(1, 0)) == [
        "Article 1 : Objet",
        "Article 2 : Siège",
    ]


def test_an_override_may_change_a_level() -> None:
    changed = f'<w:lvlOverride w:ilvl="0">{lvl(0, "%1)", "lowerLetter", start=3)}</w:lvlOverride>'
    assert texts(items(("1", "x"), ("1", "y")), LEGAL + num(1, 0, changed)) == ["c) x", "d) y"]


def test_an_empty_numbered_paragraph_counts_but_is_no_block() -> None:
    assert texts(items(("1", "a"), ("1", ""), ("1", "b")), LEGAL + num(1, 0)) == ["1. a", "3. b"]


def test_list_zero_switches_the_numbers_of_a_style_off() -> None:
    heading = style(
        "heading 1", key="Titre1", content='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    levels = abstract(0, lvl(0, "%1.", more='<w:pStyle w:val="Titre1"/>'))
    body = (
        p("Ouverture", style="Titre1") + p("Annexe", style="Titre1", num="0") + p("Clôture", style="Titre1")
    )
    assert texts(body, levels + num(1, 0), heading) == ["1. Ouverture", "Annexe", "2. Clôture"]


def test_the_level_of_a_style_is_the_one_bound_to_it() -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("heading 1", key="T1", content=numbered) + style("heading 2", key="T2", content=numbered)
    styles += style("Sous-titre local", key="T2b", based_on="T2")
    levels = abstract(
        0, lvl(0, "%1.", more='<w:pStyle w:val="T1"/>'), lvl(1, "%1.%2", more='<w:pStyle w:val="T2"/>')
    )
    body = p("Vie", style="T1") + p("École", style="T2") + p("Cantine", style="T2b")
    assert texts(body, levels + num(1, 0), styles) == ["1. Vie", "1.1 École", "1.2 Cantine"]


def test_a_list_style_lends_its_levels() -> None:
    link = '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="Plan"/></w:abstractNum>'
    plan = style("Plan", kind="numbering", content='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    numbering = link + LEGAL + num(1, 0) + num(2, 9)
    assert texts(items(("2", "a"), ("2:1", "b")), numbering, plan) == ["1. a", "1.1 b"]


def test_a_list_that_is_not_there_prints_nothing() -> None:
    assert texts(items(("7", "a")), LEGAL + num(1, 0)) == ["a"]


@pytest.mark.parametrize(
    ("sign", "font", "expected"),
    [
        ("-", "Calibri", "-"),
        ("\uf0b7", "Symbol", "•"),
        ("\uf0a7", "Wingdings", "▪"),
        ("\uf0fc", "Wingdings", "✓"),
        ("ü", "Wingdings", "✓"),
        ("Ø", "Wingdings", "➢"),
        ("o", "Courier New", "◦"),
        ("\uf000", "Marlett", "•"),
    ],
)
def test_bullets_stay_out_of_the_text(sign: str, font: str, expected: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    numbering = abstract(0, lvl(0, sign, "bullet", more=fonts)) + num(1, 0)
    source = read_word(docx(p("Nora Vasseur", num="1"), numbering=numbering), "pv.docx")
    assert [(b.text, b.marker, b.list_level) for b in source.blocks] == [("Nora Vasseur", expected, 0)]


def test_a_bullet_without_a_sign_leaves_a_plain_paragraph() -> None:
    numbering = abstract(0, lvl(0, " ", "bullet")) + num(1, 0)
    source = read_word(docx(p("Suite du point", num="1"), numbering=numbering), "pv.docx")
    assert [(b.text, b.marker, b.list_level) for b in source.blocks] == [("Suite du point", None, None)]
