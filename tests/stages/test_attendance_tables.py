"""Attendance in tables: every row is the cells of a table and the attendees expected of them."""

import pytest

from crparse.source import Block, Cell, Line, SourceDocument
from crparse.stages.attendance import Attendance
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


def test_a_name_in_two_cells_is_quoted_from_the_text():
    source = minutes([["Nom", "Prénom", "Service"], ["FERRANDIN", "Odile", "SDIS 12"]])
    found = Attendance().read(DocumentRows(source)).attendees
    assert [source.text[a.start : a.end] for a in found] == ["FERRANDIN\tOdile"]
