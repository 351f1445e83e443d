"""Attendance in tables: every row is the cells of a table and the attendees expected of them."""

import pytest

from crparse.source import Block, Cell, Line, SourceDocument
from crparse.stages.attendance import Attendance, find_doubts
from crparse.stages.attendance.beside import ticked
from crparse.stages.attendance.rows import DocumentRows


def minutes(rows, before=(), after=()):
    """A document with one table; a line feed in a cell parts its paragraphs."""
    blocks = [Block(text) for text in before]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            cell = Cell(0, row, column, len(rows), max(map(len, rows)))
            blocks.extend(Block(part, cell=cell) for part in text.split("\n"))
    return SourceDocument("minutes", "docx", (*blocks, *(Block(text) for text in after)))


def read(source):
    found = sorted(Attendance().read(DocumentRows(source)).attendees, key=lambda attendee: attendee.start)
    return [(a.name, a.status, a.organisation, a.role, a.proxy) for a in found]


TABLES = {
    "boxes in several columns of one status": (
        [
            ["Nom", "Présent", "Excusé", "Absent"],
            ["Odile Ferrandin", "☒", "☐", "☐"],
            ["Paul Costey", "☐", "☒", "☐"],
            ["Anne Le Braz", "☐", "☐", "☒"],
        ],
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "excused", None, None, None),
            ("Anne Le Braz", "absent", None, None, None),
        ],
    ),
    "yes and no, the marks first, the heading again on the next page": (
        [
            ["Absent", "Excusé", "Présent", "Nom"],
            ["non", "non", "oui", "Odile Ferrandin"],
            ["Absent", "Excusé", "Présent", "Nom"],
            ["non", "oui", "non", "Paul Costey"],
            ["oui", "non", "non", "Anne Le Braz"],
        ],
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "excused", None, None, None),
            ("Anne Le Braz", "absent", None, None, None),
        ],
    ),
    "a heading of two rows, a row that counts": (
        [
            ["Membres", "Fonction", "Présence", ""],
            ["", "", "P", "Procuration à"],
            ["Odile Ferrandin", "Maire", "X", ""],
            ["Paul Costey", "Adjoint", "", "Odile Ferrandin"],
            ["Anne Le Braz", "Conseillère", "", ""],
            ["Total", "1", "", ""],
        ],
        [
            ("Odile Ferrandin", "present", None, "Maire", None),
            ("Paul Costey", "represented", None, "Adjoint", "Odile Ferrandin"),
            ("Anne Le Braz", "absent", None, "Conseillère", None),
        ],
    ),
    "only the absent are marked": (
        [["Nom", "Absent"], ["Odile Ferrandin", ""], ["Paul Costey", "oui"], ["Anne Le Braz", "non"]],
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "absent", None, None, None),
            ("Anne Le Braz", "present", None, None, None),
        ],
    ),
    "a status heads the names, a cross says nothing else of them": (
        [
            ["Absents", "Sans suppléant", "Pouvoir donné à"],
            ["Odile Ferrandin", "X", ""],
            ["Paul Costey", "", "Anne Le Braz"],
        ],
        [
            ("Odile Ferrandin", "absent", None, None, None),
            ("Paul Costey", "represented", None, None, "Anne Le Braz"),
        ],
    ),
    "surname and first name apart, letters for the status": (
        [
            ["Civilité", "Nom", "Prénom", "Structure", "P/A/E"],
            ["Mme", "FERRANDIN", "Odile", "SDIS 12", "P"],
            ["M.", "COSTEY", "Paul", "DDT 12", "E"],
            ["Mme", "LE BRAZ", "Anne", "CAUE", "A"],
        ],
        [
            ("FERRANDIN Odile", "present", "SDIS 12", None, None),
            ("COSTEY Paul", "excused", "DDT 12", None, None),
            ("LE BRAZ Anne", "absent", "CAUE", None, None),
        ],
    ),
    "crosses and a column of proxies": (
        [
            ["Nom", "Fonction", "Présent", "Absent", "Pouvoir à"],
            ["Odile FERRANDIN", "Maire", "X", "", ""],
            ["Paul COSTEY", "Adjoint", "", "X", "Odile FERRANDIN"],
            ["Anne LE BRAZ", "Conseillère", "", "✓", ""],
        ],
        [
            ("Odile FERRANDIN", "present", None, "Maire", None),
            ("Paul COSTEY", "represented", None, "Adjoint", "Odile FERRANDIN"),
            ("Anne LE BRAZ", "absent", None, "Conseillère", None),
        ],
    ),
    "the body first, for several rows, several names in a cell": (
        [
            ["Organisme", "Représentant", "Présent", "Excusé"],
            ["SDIS 12", "Odile FERRANDIN", "×", ""],
            ["", "Paul COSTEY", "", "×"],
            ["DDT 12", "Anne LE BRAZ, Luc TANGUY", "×", ""],
        ],
        [
            ("Odile FERRANDIN", "present", "SDIS 12", None, None),
            ("Paul COSTEY", "excused", "SDIS 12", None, None),
            ("Anne LE BRAZ", "present", "DDT 12", None, None),
            ("Luc TANGUY", "present", "DDT 12", None, None),
        ],
    ),
    "body and function in one column": (
        [
            ["Participants", ""],
            ["Nom/Prénom", "Organisme - Fonction"],
            ["Odile Ferrandin", "DREAL Centre - Chargée de mission risques"],
            ["Paul Costey", "IGN : Pilotage du projet"],
            ["Anne Le Braz", "Responsable du service à la DDT du Lormois (représente Luc Tanguy)"],
        ],
        [
            ("Odile Ferrandin", "present", "DREAL Centre", "Chargée de mission risques", None),
            ("Paul Costey", "present", "IGN", "Pilotage du projet", None),
            ("Anne Le Braz", "present", "DDT du Lormois", "Responsable du service", None),
            ("Luc Tanguy", "represented", None, None, "Anne Le Braz"),
        ],
    ),
    "lists below headings": (
        [["Présents", "Excusés"], ["Odile Ferrandin\nPaul Costey", "Anne Le Braz"]],
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "present", None, None, None),
            ("Anne Le Braz", "excused", None, None, None),
        ],
    ),
    "labels beside the people": (
        [["Présents :", "Odile Ferrandin, Paul Costey"], ["Excusés :", "Anne Le Braz"], ["Lieu :", "Lormoy"]],
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "present", None, None, None),
            ("Anne Le Braz", "excused", None, None, None),
        ],
    ),
    "labels in the cell of the people": (
        [
            [
                "Participants :\nOdile Ferrandin (SDIS 12)\nPaul Costey (DDT 12)",
                "Excusés :\nAnne Le Braz (CAUE)",
            ]
        ],
        [
            ("Odile Ferrandin", "present", "SDIS 12", None, None),
            ("Paul Costey", "present", "DDT 12", None, None),
            ("Anne Le Braz", "excused", "CAUE", None, None),
        ],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), TABLES.values(), ids=TABLES.keys())
def test_tables(rows, expected):
    assert read(minutes(rows)) == expected


UNDER_LABEL = {
    "name and body side by side": (
        [
            ["Odile Ferrandin", "Les Grillons"],
            ["Paul", "SDIS 12, Grillons"],
            ["Anne Le Braz", "La Serre bleue"],
        ],
        [
            ("Odile Ferrandin", "present", "Les Grillons", None, None),
            ("Paul", "present", "SDIS 12, Grillons", None, None),
            ("Anne Le Braz", "present", "La Serre bleue", None, None),
        ],
    ),
    "body and names": (
        [["ADEME", "ODILE FERRANDIN"], ["SDIS 12", "PAUL COSTEY, ANNE SORBET"]],
        [
            ("ODILE FERRANDIN", "present", "ADEME", None, None),
            ("PAUL COSTEY", "present", "SDIS 12", None, None),
            ("ANNE SORBET", "present", "SDIS 12", None, None),
        ],
    ),
    "two columns of people": (
        [["Odile Ferrandin – IGN\nPaul Costey – DDT 12", "Anne Le Braz – CAUE\nLuc Tanguy – DDT 12"]],
        [
            ("Odile Ferrandin", "present", "IGN", None, None),
            ("Paul Costey", "present", "DDT 12", None, None),
            ("Anne Le Braz", "present", "CAUE", None, None),
            ("Luc Tanguy", "present", "DDT 12", None, None),
        ],
    ),
    "where people sit": (
        [["Sur place :\nOdile Ferrandin - IGN", "À distance\nAnne Le Braz - CAUE"]],
        [
            ("Odile Ferrandin", "present", "IGN", None, None),
            ("Anne Le Braz", "present", "CAUE", None, None),
        ],
    ),
    "columns of functions": (
        [["Élus", "Techniciens"], ["Odile Ferrandin\nPaul Costey", "Anne Le Braz"]],
        [
            ("Odile Ferrandin", "present", None, "Élus", None),
            ("Paul Costey", "present", None, "Élus", None),
            ("Anne Le Braz", "present", None, "Techniciens", None),
        ],
    ),
    "two lists side by side": (
        [
            ["Odile Ferrandin", "SDIS 12", "Paul Costey", "La Serre bleue"],
            ["Anne Le Braz", "CAUE", "Luc Tanguy", "Consultant"],
            ["Julie Sorbet", "Les Grillons", "", ""],
        ],
        [
            ("Odile Ferrandin", "present", "SDIS 12", None, None),
            ("Paul Costey", "present", "La Serre bleue", None, None),
            ("Anne Le Braz", "present", "CAUE", None, None),
            ("Luc Tanguy", "present", None, "Consultant", None),
            ("Julie Sorbet", "present", "Les Grillons", None, None),
        ],
    ),
    "boxes in cells": (
        [["☒ Odile Ferrandin", "☐ Paul Costey"]],
        [("Odile Ferrandin", "present", None, None, None), ("Paul Costey", "absent", None, None, None)],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), UNDER_LABEL.values(), ids=UNDER_LABEL.keys())
def test_bare_tables_under_a_label(rows, expected):
    assert read(minutes(rows, before=["Liste des participants :"])) == expected


NO_ATTENDANCE = {
    "actions": [
        ["Action", "Responsable", "Échéance"],
        ["Envoyer le compte rendu", "Odile Ferrandin", "5 mai"],
    ],
    "who does what": [["Qui", "Quoi"], ["Odile Ferrandin", "Relancer"]],
    "votes": [["Votants", "Pour", "Contre"], ["12", "10", "2"]],
    "versions": [["Version", "Date", "Auteur"], ["1", "5 mai 2021", "Odile Ferrandin"]],
}


@pytest.mark.parametrize("rows", NO_ATTENDANCE.values(), ids=NO_ATTENDANCE.keys())
def test_other_tables(rows):
    assert read(minutes(rows)) == []


def cell(text, row, column, x0, x1, table=0, columns=3):
    """A cell of a PDF table, printed from x0 to x1."""
    line = Line(0, len(text), 1, x0, 0.0, x1, 10.0)
    return Block(text, lines=(line,), cell=Cell(table, row, column, 3, columns))


def test_two_status_headings_in_one_cell_are_told_by_where_the_crosses_stand():
    blocks = (
        cell("Nom Prénom", 0, 0, 50, 100),
        cell("Organisme", 0, 1, 150, 200),
        cell("Présent Excusé", 0, 2, 300, 370),
        cell("Odile Ferrandin", 1, 0, 50, 120),
        cell("SDIS 12", 1, 1, 150, 190),
        cell("x", 1, 2, 312, 318),
        cell("Paul Costey", 2, 0, 50, 110),
        cell("DDT 12", 2, 1, 150, 190),
        cell("x", 2, 2, 350, 356),
        # the table goes on without headings, in fewer columns
        cell("Anne Le Braz\tCAUE", 0, 0, 50, 200, table=1, columns=2),
        cell("x", 0, 1, 350, 356, table=1, columns=2),
    )
    assert read(SourceDocument("minutes", "pdf", blocks)) == [
        ("Odile Ferrandin", "present", "SDIS 12", None, None),
        ("Paul Costey", "excused", "DDT 12", None, None),
        ("Anne Le Braz", "excused", "CAUE", None, None),
    ]


@pytest.mark.parametrize(
    ("last", "expected"),
    [("Diffusion", ["present", "excused", "absent"]), ("Excusés", ["present", "represented", "excused"])],
)
def test_marks_beside_the_rule_of_their_heading_are_told_by_where_they_stand(last, expected):
    """Narrow headings stand in cells of their own, between those that the marks stand in."""
    names = ["Odile Ferrandin", "Paul Costey", "Anne Le Braz"]
    middle = "Excusés" if last == "Diffusion" else "Procuration"
    blocks = [
        cell("Représentant", 0, 0, 50, 110, columns=7),
        cell("Présent", 0, 2, 300, 310, columns=7),
        cell(middle, 0, 4, 320, 330, columns=7),
        cell(last, 0, 6, 340, 350, columns=7),
    ]
    for row, (name, column) in enumerate(zip(names, (1, 3, 5), strict=True), 1):
        x = 280 + 20 * (column + 1) // 2 + 1
        blocks.append(cell(name, row, 0, 50, 120, columns=7))
        blocks.append(cell("X", row, column, x, x + 5, columns=7))
    found = read(SourceDocument("minutes", "pdf", tuple(blocks)))
    assert found == [(name, status, None, None, None) for name, status in zip(names, expected, strict=True)]


def test_a_name_in_two_cells_is_quoted_from_the_text():
    source = minutes([["Nom", "Prénom", "Service"], ["FERRANDIN", "Odile", "SDIS 12"]])
    found = Attendance().read(DocumentRows(source)).attendees
    assert [source.text[a.start : a.end] for a in found] == ["FERRANDIN\tOdile"]


CONTENTS = {
    "headings that nobody knows": (
        [
            ["Rang", "Équipage", "Casquette", "Vient de", "Ce jour"],
            ["1", "Odile Ferrandin", "Maire", "Commune de Lormoy", "présente"],
            ["2", "Paul Costey", "Directeur", "Communauté de communes du Val", "excusé"],
            ["3", "Anne Le Braz", "Trésorière", "Association des Grillons", "pouvoir à Odile Ferrandin"],
        ],
        [
            ("Odile Ferrandin", "present", "Commune de Lormoy", "Maire", None),
            ("Paul Costey", "excused", "Communauté de communes du Val", "Directeur", None),
            ("Anne Le Braz", "represented", "Association des Grillons", "Trésorière", "Odile Ferrandin"),
        ],
    ),
    "no heading, surnames and first names apart": (
        [["FERRANDIN", "Odile", "Maire"], ["COSTEY", "Paul", "Adjoint"], ["LE BRAZ", "Anne", "Conseillère"]],
        [
            ("FERRANDIN Odile", "present", None, "Maire", None),
            ("COSTEY Paul", "present", None, "Adjoint", None),
            ("LE BRAZ Anne", "present", None, "Conseillère", None),
        ],
    ),
    "rows of numbers and names": (
        [["1", "Odile Ferrandin"], ["2", "Paul Costey"], ["3", "Anne Le Braz"]],
        [
            ("Odile Ferrandin", "present", None, None, None),
            ("Paul Costey", "present", None, None, None),
            ("Anne Le Braz", "present", None, None, None),
        ],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CONTENTS.values(), ids=CONTENTS.keys())
def test_columns_told_by_what_stands_in_them(rows, expected):
    assert read(minutes(rows, before=["Feuille de présence"])) == expected


def test_figures_below_unknown_headings_are_no_people():
    rows = [["Poste", "Prévu", "Voté"], ["Voirie", "1 200", "1 300"], ["Écoles", "800", "900"]]
    assert read(minutes(rows)) == []


def test_marks_that_contradict_each_other_say_nothing_and_are_told():
    rows = [["Nom", "Présent", "Absent"], ["Odile Ferrandin", "X", "X"], ["Paul Costey", "", "X"]]
    reading = Attendance().read(DocumentRows(minutes(rows)))
    assert [(a.name, a.status) for a in reading.attendees] == [
        ("Odile Ferrandin", "present"),
        ("Paul Costey", "absent"),
    ]
    assert [(d.code, d.start, d.end) for d in find_doubts(reading.reader, reading.listed)] == [
        ("unclear_marks", 19, 34)
    ]


def test_a_body_holds_for_the_rows_that_its_cell_reaches_over():
    texts = [["Nom", "Organisme"], ["Odile Ferrandin", "SDIS 12"], ["Paul Costey"], ["Anne Le Braz", "CAUE"]]
    cells = [(r, c, text) for r, row in enumerate(texts) for c, text in enumerate(row)]
    blocks = [Block(text, cell=Cell(0, r, c, 4, 2, row_span=1 + (text == "SDIS 12"))) for r, c, text in cells]
    assert read(SourceDocument("minutes", "docx", tuple(blocks))) == [
        ("Odile Ferrandin", "present", "SDIS 12", None, None),
        ("Paul Costey", "present", "SDIS 12", None, None),
        ("Anne Le Braz", "present", "CAUE", None, None),
    ]


def test_lines_with_tabs_under_a_heading_are_a_table():
    lines = ["Nom\tPrésent\tExcusé", "Odile Ferrandin\tX", "Paul Costey\t\tX"]
    assert read(SourceDocument("minutes", "docx", tuple(map(Block, lines)))) == [
        ("Odile Ferrandin", "present", None, None, None),
        ("Paul Costey", "excused", None, None, None),
    ]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("☐ Présent ☒ Excusé", "Excusé"),
        ("Présent ☒ Excusé ☐", "Présent"),
        ("☐ Présent ☐ Excusé", ""),
        ("☒ Présent ☒ Excusé", ""),
        ("☒ Présent", "☒ Présent"),
    ],
)
def test_of_several_boxes_the_ticked_one_counts(printed, shown):
    assert len(ticked(printed)) == len(printed)
    assert ticked(printed).strip() == shown


def page(*rows):
    """A label, and below it rows of a page that were taken for a table: each the cells of a printed line."""
    cells, top = [], 100.0
    for row, texts in enumerate(rows):
        for column, printed in enumerate(texts):
            for text in printed.split("\n"):
                beside = column > 0
                top += 0.0 if beside else 12.0
                line = Line(
                    0, len(text), 1, 300.0 if beside else 70.0, top, 500.0 if beside else 250.0, top + 10
                )
                cells.append(Block(text, page=1, lines=(line,), cell=Cell(0, row, column, len(rows), 2)))
    return SourceDocument("minutes", "pdf", (Block("Présents :", page=1), *cells))


def test_people_side_by_side_on_a_page_with_their_groups():
    source = page(
        ("M. et Mme Noguès", "M. et Mme Marquet"),
        ("DDT 42 :\nDirectrice : Mme Fatou FABRE", "Consultant : Mme Dominique"),
        ("MARCHAL\nVille de Corbeval :\nM. Olivier ZANETTI", "Mme Claire VIAL (cheffe"),
        ("de bureau, CAUE 17)\nM. Corentin BRUNEL", "Mme Aline PASQUIER"),
    )
    assert read(source) == [
        *[("Noguès", "present", None, None, None)] * 2,
        *[("Marquet", "present", None, None, None)] * 2,
        ("Fatou FABRE", "present", "DDT 42", "Directrice", None),
        ("Dominique MARCHAL", "present", "DDT 42", "Consultant", None),
        ("Olivier ZANETTI", "present", "Ville de Corbeval", None, None),
        ("Claire VIAL", "present", "CAUE 17", "cheffe de bureau", None),
        ("Corentin BRUNEL", "present", "Ville de Corbeval", None, None),
        ("Aline PASQUIER", "present", "Ville de Corbeval", None, None),
    ]


def test_bodies_beside_people_on_a_page_stay_a_table():
    source = page(("ADEME", "ALEXIS LUNEL"), ("CEREMA", "MARTIN OUDIN"), ("DDT 42", "SERGE CHAMPLAIN"))
    assert read(source) == [
        ("ALEXIS LUNEL", "present", "ADEME", None, None),
        ("MARTIN OUDIN", "present", "CEREMA", None, None),
        ("SERGE CHAMPLAIN", "present", "DDT 42", None, None),
    ]
