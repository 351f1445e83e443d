"""Hyphens at line ends: cut words and real ones."""

import time

import pytest

from crparse.readers.blocks.hyphens import Hyphens

CUTS = ["la réu-", "nion, une réunion"]
"""A document that shows that it cuts words."""


def join(above: str, below: str, lines: list[str] = CUTS) -> str:
    ending, glue = Hyphens([*lines, above, below]).join(above, below)
    return f"{ending}{glue}{below}"


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("les adhé-", "rents présents", "les adhérents présents"),
        ("l'as-", "semblée", "l'assemblée"),
        ("le co-", "mité", "le comité"),
        ("une inter-", "vention", "une intervention"),
        ("l'entre-", "prise", "l'entreprise"),
        ("un sémi-", "naire", "un séminaire"),
        ("les vil-", "les", "les villes"),
        ("ain-", "si", "ainsi"),
        ("aujour-", "d'hui", "aujourd'hui"),
        ("CO-", "MITÉ", "COMITÉ"),
        ("bud\u00ad", "get", "budget"),
        # real ones
        ("la co-", "présidente", "la co-présidente"),
        ("le vice-", "président", "le vice-président"),
        ("Saint-", "Denis", "Saint-Denis"),
        ("Marie-", "Odile", "Marie-Odile"),
        ("2023-", "2024", "2023-2024"),
        ("décide-t-", "il", "décide-t-il"),
        ("celui-", "ci", "celui-ci"),
        ("là-", "dessus", "là-dessus"),
        ("sous-", "entendu", "sous-entendu"),
        ("les sous-", "groupes", "les sous-groupes"),
        ("pouvez-", "vous", "pouvez-vous"),
        ("compte-", "rendu", "compte-rendu"),
        ("peut-", "être", "peut-être"),
        ("quatre-", "vingt", "quatre-vingt"),
        # no words
        ("https://vaubrune.example/conseil-", "mars", "https://vaubrune.example/conseil-mars"),
        (
            "https://vaubrune.example/seances/2024",
            "/mars?page=2",
            "https://vaubrune.example/seances/2024/mars?page=2",
        ),
        (
            "https://vaubrune.example/seances/2024",
            "en ligne",
            "https://vaubrune.example/seances/2024 en ligne",
        ),
        ("le budget -", "la suite", "le budget - la suite"),
        ("l'article R123-", "11", "l'article R123-11"),
        ("le budget", "voté", "le budget voté"),
    ],
)
def test_line_ends(above: str, below: str, expected: str) -> None:
    assert join(above, below) == expected


def test_the_document_itself_decides_first() -> None:
    assert join("les garde-", "fous", [*CUTS, "un garde-fous"]) == "les garde-fous"
    assert join("la co-", "présidente", [*CUTS, "coprésidente élue"]) == "la coprésidente"


def test_two_words_of_the_document_are_a_compound() -> None:
    assert join("les centres-", "villes", [*CUTS, "des villes et des centres"]) == "les centres-villes"
    assert join("les centres-", "villes", CUTS) == "les centresvilles"


def test_a_document_that_cuts_no_words_keeps_what_may_be_a_compound() -> None:
    uncut = ["La commune lance un appel à projets.", "Les communs sont ouverts."]
    assert join("les géo-", "communs", uncut) == "les géo-communs"
    assert join("les adhé-", "rents", uncut) == "les adhérents"


def test_parts_at_line_ends_are_no_words_of_the_document() -> None:
    lines = ["effectuée tar-", "divement, la réu-", "nion", "puis la réunion"]
    assert Hyphens(lines).join("effectuée tar-", "divement") == ("effectuée tar", "")


def test_of_all_the_lines_so_far_the_last_word_is_read() -> None:
    """A paragraph is joined line by line: one of thousands of lines in proportion to its length."""
    hyphens, so_far = Hyphens(CUTS), "le conseil vote, puis le comité " * 60_000 + "la réu-"
    start = time.process_time()
    assert {hyphens.join(so_far, "nion")[1] for _ in range(50)} == {""}
    assert {hyphens.join(so_far + "x", "nion")[1] for _ in range(50)} == {" "}
    assert time.process_time() - start < 2
