"""Columns, lists set in columns, tables without rules, labels beside their text."""

from pdf_files import LEFT, Sheet, wrap

from crparse.readers.pdf import read_pdf
from crparse.source import Block

NAMES = (
    "Mmes Odile Ferrandin, Marthe Lubin, MM. Paul Quentrec, Hugues Sandelain, Louis Madrec et Ali Remouche."
)
WORDS = (
    "Le conseil municipal de Vaubrune s'est réuni en séance publique. Il examine le projet de rénovation de "
    "la halle et les devis reçus des entreprises consultées au printemps."
)
OTHER = (
    "Le bureau de l'office de tourisme propose un nouveau calendrier des visites. Les guides seront formés "
    "pendant l'hiver, avant la réouverture du musée de la tannerie."
)


def read(sheet: Sheet) -> list[Block]:
    return list(read_pdf(sheet.done()).blocks)


def texts(sheet: Sheet) -> list[str]:
    return [block.text for block in read(sheet)]


def cells(blocks: list[Block]) -> list[tuple[int, int, str]]:
    """Row, column and text of each block in a table."""
    return [(b.cell.row, b.cell.column, b.text) for b in blocks if b.cell]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    sheet.centered(60, "Bulletin du canton", 16)
    sheet.lines(LEFT, 100, wrap(WORDS, 210))
    sheet.lines(310, 100, wrap(OTHER, 210))
    sheet.lines(LEFT, 320, wrap("Le comité se sépare à vingt heures après un dernier échange."))
    assert texts(sheet) == [
        "Bulletin du canton",
        WORDS,
        OTHER,
        "Le comité se sépare à vingt heures après un dernier échange.",
    ]


def test_names_in_two_columns_without_bullets() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 80, "Présents :")
    sheet.lines(LEFT, 100, ["Odile Ferrandin", "Paul Quentrec", "Marthe Lubin", "Hugues Sandelain"])
    sheet.lines(300, 100, ["Louis Madrec", "Zoé Pinchard", "Ali Remouche"])
    assert texts(sheet) == [
        "Présents :",
        "Odile Ferrandin",
        "Paul Quentrec",
        "Marthe Lubin",
        "Hugues Sandelain",
        "Louis Madrec",
        "Zoé Pinchard",
        "Ali Remouche",
    ]


def test_bullets_in_two_columns_wrap_under_themselves() -> None:
    sheet = Sheet()
    left = [
        "• Odile Ferrandin, maire",
        "• Paul Quentrec, chargé de mission",
        "  patrimoine",
        "• Marthe Lubin, ADIL",
    ]
    right = ["• Louis Madrec, OREL", "• Zoé Pinchard, conseil", "  d'architecture", "• Ali Remouche, GRETA"]
    sheet.lines(LEFT, 100, left)
    sheet.lines(320, 100, right)
    blocks = read(sheet)
    assert [(b.marker, b.text) for b in blocks] == [
        ("•", "Odile Ferrandin, maire"),
        ("•", "Paul Quentrec, chargé de mission patrimoine"),
        ("•", "Marthe Lubin, ADIL"),
        ("•", "Louis Madrec, OREL"),
        ("•", "Zoé Pinchard, conseil d'architecture"),
        ("•", "Ali Remouche, GRETA"),
    ]


def test_bullets_set_with_tabs_are_read_column_by_column() -> None:
    """The rest of an entry that found no room to the right stands below the left one."""
    sheet = Sheet()
    rows = [
        ("• Odile Ferrandin, mairie", "• Louis Madrec, OREL"),
        ("• Paul Quentrec, Réseau Halles", "• Zoé Pinchard, chargée de mission au service"),
        ("patrimoine", ""),
        ("• Ali Remouche, GRETA", "• Guy Tralen, CAUE"),
    ]
    for i, (left, right) in enumerate(rows):
        sheet.text(LEFT, 100 + 14 * i, left)
        if right:
            sheet.text(290, 100 + 14 * i, right)
    assert texts(sheet) == [
        "Odile Ferrandin, mairie",
        "Paul Quentrec, Réseau Halles",
        "Ali Remouche, GRETA",
        "Louis Madrec, OREL",
        "Zoé Pinchard, chargée de mission au service patrimoine",
        "Guy Tralen, CAUE",
    ]


def test_table_without_rules() -> None:
    sheet = Sheet()
    for x, head in zip((72, 200, 390, 460), ("Nom Prénom", "Organisme", "Présent", "Excusé"), strict=True):
        sheet.text(x, 100, head, font="Helvetica-Bold")
    sheet.text(72, 116, "Odile Ferrandin")
    sheet.text(200, 116, "Mairie de Vaubrune")
    sheet.text(402, 116, "x")
    sheet.text(72, 132, "Paul Quentrec")
    sheet.lines(200, 132, ["Communauté de communes", "du Pays de Vaubrune"], 13)
    sheet.text(472, 132, "x")
    sheet.text(72, 161, "Marthe Lubin")
    sheet.text(200, 161, "ADIL 99")
    sheet.text(402, 161, "x")
    sheet.lines(LEFT, 200, wrap(WORDS))
    blocks = read(sheet)
    assert cells(blocks) == [
        (0, 0, "Nom Prénom"),
        (0, 1, "Organisme"),
        (0, 2, "Présent"),
        (0, 3, "Excusé"),
        (1, 0, "Odile Ferrandin"),
        (1, 1, "Mairie de Vaubrune"),
        (1, 2, "x"),
        (2, 0, "Paul Quentrec"),
        (2, 1, "Communauté de communes du Pays de Vaubrune"),
        (2, 3, "x"),
        (3, 0, "Marthe Lubin"),
        (3, 1, "ADIL 99"),
        (3, 2, "x"),
    ]
    assert {(b.cell.table, b.cell.rows, b.cell.columns) for b in blocks if b.cell} == {(0, 4, 4)}
    assert [b.text for b in blocks if b.cell and b.cell.header] == [
        "Nom Prénom",
        "Organisme",
        "Présent",
        "Excusé",
    ]
    assert blocks[-1].text == WORDS


def test_entry_that_touches_the_next_column_is_cut_where_the_column_begins() -> None:
    sheet = Sheet()
    rows = [
        ("Odile Ferrandin", "Mairie"),
        ("Marie-Armelle de la Vaubrenière", "ADIL"),
        ("Paul Quentrec", "OREL"),
    ]
    for i, (name, body) in enumerate(rows):
        sheet.text(LEFT, 100 + 16 * i, name)
        sheet.text(LEFT + 161.5, 100 + 16 * i, body)
    assert cells(read(sheet)) == [
        (0, 0, "Odile Ferrandin"),
        (0, 1, "Mairie"),
        (1, 0, "Marie-Armelle de la Vaubrenière"),
        (1, 1, "ADIL"),
        (2, 0, "Paul Quentrec"),
        (2, 1, "OREL"),
    ]


def test_labels_beside_their_text() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "Présents :")
    sheet.lines(160, 100, wrap(NAMES, 363))
    sheet.text(LEFT, 140, "Excusé :")
    sheet.text(160, 140, "M. Armand Le Bihoux")
    sheet.text(LEFT, 160, "Secrétaire :")
    sheet.text(160, 160, "Mme Ines Corbaz")
    assert cells(read(sheet)) == [
        (0, 0, "Présents :"),
        (0, 1, NAMES),
        (1, 0, "Excusé :"),
        (1, 1, "M. Armand Le Bihoux"),
        (2, 0, "Secrétaire :"),
        (2, 1, "Mme Ines Corbaz"),
    ]


def test_one_label_beside_its_text_is_a_line_with_a_tab() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "Présents :")
    sheet.lines(160, 100, wrap(NAMES, 363))
    sheet.lines(LEFT, 160, wrap(WORDS))
    assert texts(sheet) == [f"Présents :\t{NAMES}", WORDS]


def test_numbers_apart_from_their_heading_belong_to_it() -> None:
    sheet = Sheet()
    for y, number, words in [
        (100, "1.", "Budget"),
        (120, "2", "Travaux"),
        (140, "IV.", "Écoles"),
        (160, "a.", "Cour"),
    ]:
        sheet.text(LEFT, y, number)
        sheet.text(LEFT + 25, y, words)
    assert texts(sheet) == ["1. Budget", "2 Travaux", "IV. Écoles", "a. Cour"]


def test_sidebar_of_other_type_is_read_apart() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(WORDS, 300))
    aside = "La commune de Vaubrune compte deux mille habitants et douze associations."
    sheet.lines(420, 104, wrap(aside, 100, 8), 10, 8)
    sheet.lines(LEFT, 280, wrap(OTHER))
    assert texts(sheet) == [WORDS, aside, OTHER]


def test_sender_left_and_date_right() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 60, ["MAIRIE DE VAUBRUNE", "1 place de la Halle", "99100 VAUBRUNE"])
    sheet.text(380, 60, "Vaubrune, le 3 mars 2024")
    assert texts(sheet) == [
        "MAIRIE DE VAUBRUNE",
        "1 place de la Halle",
        "99100 VAUBRUNE",
        "Vaubrune, le 3 mars 2024",
    ]


LEFT_LIST = [
    "Présents :",
    "Ana Roux, présidente de",
    "l'association",
    "Luc Petit",
    "Zoé Lantier",
    "Max Aubin",
]
RIGHT_LIST = ["Excusés :", "Ivo Morel", "Rose Vial, trésorière"]


def test_columns_under_labels_are_read_one_after_the_other_though_drawn_row_by_row() -> None:
    sheet = Sheet()
    for row, words in enumerate(LEFT_LIST):
        sheet.text(LEFT, 100 + 15 * row, words)
        if row < len(RIGHT_LIST):
            sheet.text(300, 100 + 15 * row, RIGHT_LIST[row])
    sheet.text(LEFT, 230, "1. Bilan")
    assert texts(sheet) == [
        "Présents :",
        "Ana Roux, présidente de l'association",
        "Luc Petit",
        "Zoé Lantier",
        "Max Aubin",
        *RIGHT_LIST,
        "1. Bilan",
    ]


def test_a_table_with_a_column_for_each_status_stays_one() -> None:
    sheet = Sheet()
    rows = [["Nom", "Présents", "Excusés"], ["Ana Roux", "X", ""], ["Luc Petit", "", "X"]]
    for row, words in enumerate(rows):
        for x, word in zip((LEFT, 250, 350), words, strict=True):
            sheet.text(x, 100 + 15 * row, word)
    assert cells(read(sheet)) == [
        (0, 0, "Nom"),
        (0, 1, "Présents"),
        (0, 2, "Excusés"),
        (1, 0, "Ana Roux"),
        (1, 1, "X"),
        (2, 0, "Luc Petit"),
        (2, 2, "X"),
    ]


def test_a_table_drawn_column_by_column_is_one_by_its_headings() -> None:
    sheet = Sheet()
    columns = [["Nom", "Ana Roux", "Luc Petit", "Zoé Lantier"], ["Structure", "Terre Vive", "Ville", "Val"]]
    for x, words in zip((LEFT, 250), columns, strict=True):
        sheet.lines(x, 100, words, step=20)
    rows = [(row, column, text) for row in range(4) for column, text in enumerate(c[row] for c in columns)]
    assert cells(read(sheet)) == rows


def test_columns_under_labels_drawn_one_after_the_other_are_no_table() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, ["Présents :", "Ana Roux", "Luc Petit"])
    sheet.lines(300, 100, ["Excusés :", "Zoé Lantier", "Max Aubin"])
    assert texts(sheet) == ["Présents :", "Ana Roux", "Luc Petit", "Excusés :", "Zoé Lantier", "Max Aubin"]
