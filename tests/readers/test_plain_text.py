"""Plain text minutes made blocks."""

import time

import pytest

from crparse.readers.text import read_plain_text
from crparse.source import Block, Kind

Cells = list[tuple[str, int, int]]


def read(text: str) -> tuple[Block, ...]:
    return read_plain_text(text.encode(), "cr.txt").blocks


def texts(text: str) -> list[str]:
    return [block.text for block in read(text)]


def cells(text: str) -> Cells:
    return [(b.text, b.cell.row, b.cell.column) for b in read(text) if b.cell]


WRAPPED = """\
Le comité prend connaissance du bilan de la saison écoulée, qui montre que
la fréquentation des jardins a augmenté de douze pour cent, et remercie les
bénévoles de l'association pour leur travail. La présidente rappelle que la
subvention de la ville est versée au mois de juin, sur présentation des
comptes.
"""


def test_wrapped_lines_are_one_paragraph() -> None:
    assert texts(WRAPPED) == [" ".join(WRAPPED.split())]


def test_lines_that_end_where_the_author_meant_stay_apart() -> None:
    assert texts(f"{WRAPPED}\nOuverture à 18 h\nClôture à 20 h\n")[1:] == [
        "Ouverture à 18 h",
        "Clôture à 20 h",
    ]


def test_a_full_line_before_a_label_ends() -> None:
    end = "Présents : Aline Corbier, Hugo Ferrand, Inès Marchal et Karim Belgacem-Roy\nExcusé : Paul Tissot\n"
    assert texts(f"{WRAPPED}\n{end}")[1:] == [line for line in end.split("\n") if line]


def test_long_lines_are_paragraphs() -> None:
    long = "Le conseil municipal, après en avoir délibéré, décide d'approuver le budget primitif. " * 3
    assert texts(f"{long}\n{long}\n") == [long.strip()] * 2


def test_lists_with_their_depth_and_wrapped_items() -> None:
    text = (
        WRAPPED
        + """
1. Bilan
  - parcelles attribuées : 42, dont douze nouvelles dans le secteur de la gare
    où l'eau manquait ;
  - parcelles libres
      * près du canal
  - compost
"""
    )
    found = [(b.text, b.kind, b.marker, b.list_level) for b in read(text)[1:]]
    assert found == [
        ("1. Bilan", Kind.PARAGRAPH, "1.", None),
        (
            "parcelles attribuées : 42, dont douze nouvelles dans le secteur de la gare où l'eau manquait ;",
            Kind.LIST_ITEM,
            "-",
            0,
        ),
        ("parcelles libres", Kind.LIST_ITEM, "-", 0),
        ("près du canal", Kind.LIST_ITEM, "*", 1),
        ("compost", Kind.LIST_ITEM, "-", 0),
    ]


def test_underlined_titles() -> None:
    found = read(
        "COMPTE RENDU\n============\n\n1. Bilan\n--------\nRas.\n\n----------\nFin de la séance publique\n"
    )
    assert [(block.text, block.heading_level) for block in found] == [
        ("COMPTE RENDU", 1),
        ("1. Bilan", 2),
        ("Ras.", None),
        ("Fin de la séance publique", None),
    ]


def test_a_line_drawn_under_a_paragraph_is_no_underline() -> None:
    found = read("Le conseil remercie les services.\nLa séance est levée.\n--------------------\n")
    assert [block.heading_level for block in found] == [None, None]
    found = read("Fin\n----------------------------------------\n")
    assert [(block.text, block.heading_level) for block in found] == [("Fin", None)]


def test_columns_under_each_other_are_a_table() -> None:
    text = """\
Nom                Organisme          Présence
Aline Corbier      Ville de Valmont   présente
Hugo Ferrand       Terre Vive         excusé
"""
    assert cells(text) == [
        ("Nom", 0, 0), ("Organisme", 0, 1), ("Présence", 0, 2),
        ("Aline Corbier", 1, 0), ("Ville de Valmont", 1, 1), ("présente", 1, 2),
        ("Hugo Ferrand", 2, 0), ("Terre Vive", 2, 1), ("excusé", 2, 2),
    ]  # fmt: skip
    tabs = "Nom\tVote\nAline Corbier\toui\nHugo Ferrand\tnon\n"
    assert cells(tabs) == [
        ("Nom", 0, 0), ("Vote", 0, 1), ("Aline Corbier", 1, 0), ("oui", 1, 1),
        ("Hugo Ferrand", 2, 0), ("non", 2, 1),
    ]  # fmt: skip


def test_wide_gaps_that_are_no_table_are_tabs() -> None:
    assert texts("Le maire          Le secrétaire\nP. Tissot     I. Marchal\n") == [
        "Le maire\tLe secrétaire",
        "P. Tissot\tI. Marchal",
    ]
    assert cells("Le maire          Le secrétaire\nP. Tissot     I. Marchal\nSigné   Lu\n") == []


def test_tables_drawn_with_bars() -> None:
    text = """\
+------------+---------+
| Qui        | Quand   |
+============+=========+
| H. Ferrand | 5 avril |
|            | 6 avril |
+------------+---------+
Fin
"""
    assert cells(text) == [
        ("Qui", 0, 0), ("Quand", 0, 1), ("H. Ferrand", 1, 0), ("5 avril", 1, 1), ("6 avril", 2, 1),
    ]  # fmt: skip
    assert [b.cell.header for b in read(text) if b.cell] == [True, True, False, False, False]
    assert texts(text)[-1] == "Fin"


def test_a_table_below_rows_of_more_columns() -> None:
    text = "Le maire\tLe secrétaire\tLu\nNom\tVote\nAline Corbier\toui\nHugo Ferrand\tnon\n"
    assert texts(text)[0] == "Le maire\tLe secrétaire\tLu"
    assert cells(text)[::2] == [("Nom", 0, 0), ("Aline Corbier", 1, 0), ("Hugo Ferrand", 2, 0)]


def test_empty_cells_between_tabs_keep_the_columns() -> None:
    text = "Nom\tPour\tContre\nAline Corbier\t\tX\nHugo Ferrand\tX\n"
    assert cells(text)[3:] == [
        ("Aline Corbier", 1, 0), ("X", 1, 2), ("Hugo Ferrand", 2, 0), ("X", 2, 1),
    ]  # fmt: skip


def test_empty_cells_among_columns_set_by_spaces() -> None:
    rows = [
        ("Nom", "Pour", "Contre"),
        ("Aline Corbier", "", "X"),
        ("Hugo Ferrand", "X", ""),
        ("Inès Roux", "", "X"),
    ]
    text = "\n".join("".join(cell.ljust(16) for cell in row).rstrip() for row in rows)
    assert cells(text)[3:] == [
        ("Aline Corbier", 1, 0), ("X", 1, 2), ("Hugo Ferrand", 2, 0), ("X", 2, 1),
        ("Inès Roux", 3, 0), ("X", 3, 2),
    ]  # fmt: skip


MANY = 6_000
"""Lines of a hundred pages: in time that grew with their square they took from 10 to 180 seconds."""


@pytest.mark.parametrize(
    "lines", [["| Le four est voté |"], ["Four\tvoté", "Four\t12\tvoté"], [WRAPPED[:75]]]
)
def test_many_lines_of_one_kind_are_read_in_good_time(lines: list[str]) -> None:
    start = time.process_time()
    assert read("\n".join(line.strip() for line in lines * (MANY // len(lines))))
    assert time.process_time() - start < 5


def test_form_feeds_are_pages_and_what_comes_back_is_furniture() -> None:
    pages = [
        f"Commune de Valmont      Séance du 3 mai\n\nPoint {i} : voirie\n\n  Page {i} sur 3\n"
        for i in (1, 2, 3)
    ]
    source = read_plain_text("\f".join(pages).encode(), "cr.txt")
    assert source.pages == 3
    assert [(b.text, b.kind, b.page) for b in (*source.blocks, *source.furniture)] == [
        ("Point 1 : voirie", Kind.PARAGRAPH, 1),
        ("Point 2 : voirie", Kind.PARAGRAPH, 2),
        ("Point 3 : voirie", Kind.PARAGRAPH, 3),
        ("Commune de Valmont\tSéance du 3 mai", Kind.HEADER, None),
    ]


def test_lines_with_days_of_their_own_are_no_furniture() -> None:
    days = ("12/03/2019", "09/04/2019", "14/05/2019")
    pages = [f"Séance du {day}\n\nLe four chauffe.\n\nRegistre, page {i}" for i, day in enumerate(days, 4)]
    source = read_plain_text("\f".join(pages).encode(), "registre.txt")
    assert [block.text for block in source.blocks if "four" not in block.text] == [
        f"Séance du {day}" for day in days
    ]
    assert [block.text for block in source.furniture] == ["Registre, page 4"]


def test_one_page_keeps_all_its_lines() -> None:
    source = read_plain_text(b"Page 1\nPoint 1\n\f", "cr.txt")
    assert (source.pages, source.text) == (None, "Page 1\nPoint 1")


def test_words_cut_at_the_end_of_a_line() -> None:
    text = (
        WRAPPED
        + "\n"
        + "Le président donne la parole à la trésorière pour le bilan de la fréquenta-\ntion du jardin.\n"
    )
    assert texts(text)[1] == (
        "Le président donne la parole à la trésorière pour le bilan de la fréquentation du jardin."
    )


def test_white_above_and_place_in_the_text() -> None:
    found = read("Titre\n\n\nSuite\nFin\n")
    assert [(b.paragraph, b.space_before) for b in found] == [(0, 0.0), (1, 24.0), (2, 0.0)]
