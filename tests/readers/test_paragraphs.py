"""Which line begins a block: spacing, type, indents, bullets, names, page breaks, titles."""

import pytest
from pdf_files import LEFT, RIGHT, Sheet, wrap

from crparse.readers.pdf import read_pdf
from crparse.source import Block

FIRST = (
    "Le conseil municipal de Vaubrune s'est réuni en séance publique. Il examine le projet de rénovation de "
    "la halle et les devis reçus des entreprises consultées au printemps, puis décide."
)
SECOND = (
    "Mme Ferrandin rappelle le calendrier des travaux. Les services préparent le dossier de subvention, qui "
    "doit partir avant la fin du mois de juin."
)


def read(sheet: Sheet) -> list[Block]:
    return list(read_pdf(sheet.done()).blocks)


def texts(sheet: Sheet) -> list[str]:
    return [block.text for block in read(sheet)]


def test_paragraphs_part_at_white_between_them() -> None:
    sheet = Sheet()
    y = sheet.lines(LEFT, 100, wrap(FIRST))
    sheet.lines(LEFT, y + 6, wrap(SECOND))
    assert texts(sheet) == [FIRST, SECOND]


def test_paragraphs_part_at_a_line_that_ends_early() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, [*wrap(FIRST), *wrap(SECOND)])
    assert texts(sheet) == [FIRST, SECOND]


def test_paragraphs_part_at_an_indent() -> None:
    lines = [
        "Le maire ouvre la séance, constate que le quorum est atteint et présente",
        "les points inscrits à l'ordre du jour de cette réunion du conseil ordinaire.",
        "Il propose d'ajouter la question du bail du presbytère, ce qu'acceptent",
        "les membres présents.",
    ]
    sheet = Sheet()
    for i, (line, left) in enumerate(zip(lines[:3], (LEFT + 20, LEFT, LEFT + 20), strict=True)):
        sheet.justified(100 + 14 * i, line, left=left)
    sheet.text(LEFT, 142, lines[3])
    assert texts(sheet) == [f"{lines[0]} {lines[1]}", f"{lines[2]} {lines[3]}"]


def test_names_one_a_line_stay_apart() -> None:
    names = [
        "Odile Ferrandin, maire",
        "Paul Quentrec, adjoint",
        "Marthe Lubin",
        "Hugues Sandelain",
        "Ali Remouche",
    ]
    sheet = Sheet()
    sheet.text(LEFT, 80, "Étaient présents :")
    sheet.lines(LEFT, 100, names)
    sheet.lines(LEFT, 200, wrap(FIRST))
    assert texts(sheet) == ["Étaient présents :", *names, FIRST]


def test_list_of_names_broken_by_hand_is_one_paragraph() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "Présents : Mme Ferrandin Odile, M. Quentrec Paul, Mme Lubin Marthe,")
    sheet.text(LEFT + 50, 114, "M. Sandelain Hugues, Mme Corbaz Ines")
    sheet.lines(LEFT, 160, wrap(FIRST))
    names = "Mme Ferrandin Odile, M. Quentrec Paul, Mme Lubin Marthe, M. Sandelain Hugues, Mme Corbaz Ines"
    assert texts(sheet) == [f"Présents : {names}", FIRST]


def test_bullets_and_numbers_begin_blocks_and_take_their_hanging_lines() -> None:
    point = "Approbation du procès-verbal de la séance précédente et désignation du secrétaire du conseil"
    sheet = Sheet()
    sheet.text(LEFT, 100, "1.")
    y = sheet.lines(LEFT + 18, 100, wrap(point, 430))
    sheet.text(LEFT, y, "2.")
    sheet.text(LEFT + 18, y, "Budget")
    for i, words in enumerate(["Section de fonctionnement", "Section d'investissement"]):
        sheet.text(LEFT + 18, y + 14 + 14 * i, "•")
        sheet.text(LEFT + 32, y + 14 + 14 * i, words)
    sheet.text(LEFT, y + 42, "3.")
    sheet.text(LEFT + 18, y + 42, "Questions diverses")
    assert [(b.kind.value, b.marker, b.list_level, b.text) for b in read(sheet)] == [
        ("list_item", "1.", 0, f"1. {point}"),
        ("list_item", "2.", 0, "2. Budget"),
        ("list_item", "•", 1, "Section de fonctionnement"),
        ("list_item", "•", 1, "Section d'investissement"),
        ("list_item", "3.", 0, "3. Questions diverses"),
    ]


def test_numbered_headings_are_no_list_items() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "1. Budget", 13, "Helvetica-Bold")
    y = sheet.lines(LEFT, 122, wrap(FIRST))
    sheet.text(LEFT, y + 14, "2. Travaux", 13, "Helvetica-Bold")
    sheet.lines(LEFT, y + 36, wrap(SECOND))
    assert [(b.kind.value, b.marker, b.list_level) for b in read(sheet)] == [
        ("paragraph", "1.", None),
        ("paragraph", None, None),
        ("paragraph", "2.", None),
        ("paragraph", None, None),
    ]


def test_title_in_large_type_over_three_lines_is_one_block() -> None:
    sheet = Sheet()
    title = "Groupe de travail Patrimoine bâti / Rénovation des halles et marchés couverts du canton"
    lines = wrap(title, size=24, font="Helvetica-Bold")
    for i, line in enumerate(lines):
        sheet.text(LEFT, 90 + 28 * i, line, 24, "Helvetica-Bold")
    sheet.text(LEFT, 200, "Compte rendu du 3 mars 2024", font="Helvetica-Bold")
    sheet.lines(LEFT, 230, wrap(FIRST))
    assert len(lines) == 3
    assert texts(sheet) == [title, "Compte rendu du 3 mars 2024", FIRST]


def test_centred_lines_broken_by_hand_stay_apart() -> None:
    sheet = Sheet()
    lines = ["COMPTE RENDU", "DU CONSEIL MUNICIPAL", "du 1er mars 2024"]
    for i, line in enumerate(lines):
        sheet.centered(100 + 18 * i, line, 14, "Helvetica-Bold")
    sheet.lines(LEFT, 200, wrap(FIRST))
    assert [(b.text, b.align) for b in read(sheet)][:3] == [(line, "center") for line in lines]


def test_lines_flush_right_stay_apart() -> None:
    sheet = Sheet()
    for i, line in enumerate(
        ["Groupe de travail Halles", "Commission du patrimoine", "Compte rendu du 5 avril"]
    ):
        sheet.flush_right(100 + 15 * i, line)
    sheet.text(LEFT, 145, "Participants :")
    sheet.lines(LEFT, 200, wrap(FIRST))
    assert texts(sheet) == [
        "Groupe de travail Halles",
        "Commission du patrimoine",
        "Compte rendu du 5 avril",
        "Participants :",
        FIRST,
    ]


def test_heading_and_text_of_other_type_part_without_white() -> None:
    sheet = Sheet()
    sheet.text(
        LEFT,
        100,
        "Rénovation de la halle et calendrier des travaux prévus au printemps",
        font="Helvetica-Bold",
    )
    sheet.lines(LEFT, 114, wrap(FIRST))
    assert texts(sheet)[1:] == [FIRST]


def test_bold_opening_that_fills_its_line_goes_on() -> None:
    sheet = Sheet()
    opening = "Le conseil, après en avoir délibéré et à l'unanimité des membres qui y sont"
    sheet.text(LEFT, 100, opening, 11.5, "Helvetica-Bold")
    sheet.text(LEFT, 114, "présents, accepte le devis de l'entreprise.", 11.5)
    assert texts(sheet) == [f"{opening} présents, accepte le devis de l'entreprise."]


def test_sentences_worded_alike_stay_apart_though_they_fill_their_lines() -> None:
    lines = [
        "Une candidature au poste de secrétaire générale (Mme Karine Chaudemer), élue à l'unanimité",
        "Une candidature au poste de trésorier adjoint (M. Romain Laporderie), élu à l'unanimité",
    ]
    sheet = Sheet()
    sheet.lines(LEFT, 100, lines)
    sheet.lines(LEFT, 160, wrap(FIRST))
    assert texts(sheet)[:2] == lines


def test_an_underlined_label_is_not_the_end_of_the_paragraph_above() -> None:
    sheet = Sheet()
    sheet.justified(100, "Le conseil examine le projet de la halle et les devis reçus au printemps.")
    end = sheet.text(LEFT, 114, "Suite à donner au dossier :")
    sheet.rule(LEFT, 115.5, end, 115.5)
    sheet.lines(LEFT, 160, wrap(FIRST))
    assert texts(sheet)[1] == "Suite à donner au dossier :"


@pytest.mark.parametrize(
    ("line", "apart"),
    [
        ("Point n° 2 : Rénovation de la halle", True),
        ("Deuxième point : Rénovation de la halle", True),
        ("N° 2 – Rénovation de la halle", True),
        ("Le point n° 2 : Rénovation de la halle", False),
        ("Point fort : Rénovation de la halle", False),
    ],
)
def test_a_counted_point_begins_a_block(line: str, apart: bool) -> None:
    above = "Le conseil examine le projet de la halle et les devis reçus au printemps."
    sheet = Sheet()
    sheet.justified(100, above)
    sheet.text(LEFT, 114, line)
    sheet.lines(LEFT, 160, wrap(FIRST))
    assert (texts(sheet)[0] == above) == apart


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("Il approuve le compte de gestion présenté par la trésorière et le", "compte administratif.", True),
        ("Il approuve le compte de gestion présenté par la trésorière.", "Le budget est voté.", False),
    ],
)
def test_paragraph_over_a_page_break(end: str, start: str, joined: bool) -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 700, [*wrap(FIRST), end])
    sheet.next_page()
    sheet.lines(LEFT, 90, [start, *wrap(SECOND)])
    found = [end in text and start in text for text in texts(sheet)]
    assert any(found) is joined


def test_white_above_and_indent_of_blocks() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(FIRST))
    sheet.text(LEFT + 36, 180, "Budget primitif")
    blocks = read(sheet)
    assert [(b.indent, b.space_before) for b in blocks] == [(0.0, None), (36.0, 41.0)]


def test_last_word_of_a_line_is_never_lost() -> None:
    sheet = Sheet()
    lines = wrap(FIRST, RIGHT - LEFT - 40)
    sheet.lines(LEFT + 20, 100, lines)
    assert " ".join(texts(sheet)) == FIRST


def test_a_line_that_sticks_out_does_not_move_the_margin() -> None:
    sheet = Sheet()
    sheet.text(
        LEFT,
        80,
        "Vue de la halle depuis la rue du Marché, avec le nouvel auvent et ses poteaux de chêne clair, 2023",
    )
    y = 110.0
    for _ in range(4):
        y = sheet.lines(LEFT, y, wrap(FIRST, 380)) + 8
    assert texts(sheet)[1:] == [FIRST] * 4


def test_ring_set_in_another_typeface_is_a_bullet() -> None:
    sheet = Sheet()
    for i, words in enumerate(["Section de fonctionnement", "Section d'investissement"]):
        sheet.text(LEFT, 100 + 14 * i, "o", font="Courier")
        sheet.text(LEFT + 18, 100 + 14 * i, words)
    assert [(b.marker, b.text) for b in read(sheet)] == [
        ("o", "Section de fonctionnement"),
        ("o", "Section d'investissement"),
    ]


def test_item_at_the_foot_of_a_page_ends_before_the_paragraph_of_the_next() -> None:
    item = "Formation des guides de la tannerie et calendrier des visites de la saison prochaine à venir"
    sheet = Sheet()
    sheet.lines(LEFT, 660, wrap(FIRST))
    sheet.text(LEFT + 18, 720, f"• {item}", 10)
    sheet.next_page()
    sheet.lines(LEFT, 90, wrap(SECOND))
    assert texts(sheet)[-2:] == [item, SECOND]


def test_web_address_over_two_lines() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 80, wrap(FIRST))
    address = "https://vaubrune.example/conseil/seances/2024/mars/deliberations/documents-preparatoires/"
    sheet.lines(LEFT, 140, ["Le dossier complet est en ligne :", address, "annexes.pdf"])
    assert texts(sheet)[-1] == f"Le dossier complet est en ligne : {address}annexes.pdf"
