"""Parts of an attendance line, and how surely each begins with a person."""

import pytest

from crparse.stages.attendance.beside import read_remark
from crparse.stages.attendance.pieces import ListText


def test_names_with_initials_begin_a_person_each() -> None:
    line = ListText("V. Amsellem, J.-P. Boissard (directeur), C. Da Rocha, L. Quémener")
    assert [piece.strength for piece in line.pieces()] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("remark", "organisation"),
    [
        ("Département de l'Orvanne", "Département de l'Orvanne"),
        ("départ à 20h", None),
        ("(870 tantièmes)", None),
        ("(1 240 tantièmes)", None),
        ("Millième Lieu", "Millième Lieu"),
    ],
)
def test_shares_and_departures_are_no_organisations(remark: str, organisation: str | None) -> None:
    assert read_remark(remark).organisation == organisation


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Mmes et MM. Barbier - Hulot – Valois", ["Barbier", "Hulot", "Valois"]),
        ("Mmes et Mrs Barbier, Hulot", ["Barbier", "Hulot"]),
        ("Mmes et Ms Philippe Barbier — Denis Valois", ["Philippe Barbier", "Denis Valois"]),
        ("Mmes, Mrs. Barbier, Hulot", ["Barbier", "Hulot"]),
        ("Mmes Anne Roux - DDT, Odile Petit - ADEME", ["Anne Roux", "Odile Petit"]),
        ("MM. Barbier - maire, Hulot", ["Barbier", "Hulot"]),
        ("M. Barbier – Hulot & fils", ["Barbier"]),
        ("Mme Roux, M. Petit", ["Roux", "Petit"]),
    ],
)
def test_a_civility_of_several_leads_all_who_follow(line: str, people: list[str]) -> None:
    heads = [piece.head for piece in ListText(line).pieces()]
    assert [head.text for head in heads if head] == people
