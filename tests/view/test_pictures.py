"""Pictures and the numbers that they are drawn of."""

import csv
import re
import sqlite3
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

import crparse
from crparse.view.index import make_index
from crparse.view.pictures import (
    Bars,
    StackedBar,
    attendance_numbers,
    decision_numbers,
    matrix,
    matrix_numbers,
)
from viewing import entered

Browse = Callable[..., str]


@pytest.fixture(scope="module")
def rows(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = make_index(built, tmp_path_factory.mktemp("aside")).open()
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def garden(built: Path) -> str:
    """The id of the body that met twice."""
    return next(one.id for one in crparse.open_corpus(built).bodies if "jardins" in one.name)


def test_attendance_is_counted_meeting_by_meeting(
    rows: sqlite3.Connection, garden: str, ids: dict[str, str]
) -> None:
    found = attendance_numbers(rows, garden)
    title = "Compte rendu du comité des jardins de Valcreuse"
    assert found.columns == ("date", "document", "title", "present", "represented", "excused", "absent")
    assert found.rows == [
        ("2024-03-12", ids["jardins.docx"], title, 2, 0, 1, 0),
        ("2024-04-09", ids["jardins-avril.docx"], title, 3, 0, 0, 0),
    ]


def test_the_matrix_has_a_row_for_each_person_and_a_column_for_each_meeting(
    rows: sqlite3.Connection, garden: str, ids: dict[str, str]
) -> None:
    found = matrix(rows, garden, matrix_numbers(rows, garden))
    assert [meeting["id"] for meeting in found.meetings] == [ids["jardins.docx"], ids["jardins-avril.docx"]]
    assert {name: statuses for _, name, statuses in found.people} == {
        "Claire Thibaud": ["excused", "present"],
        "Henri Lacombe": ["present", "present"],
        "Odile Vasseur": ["present", "present"],
    }
    assert found.left_out == 0


def test_decisions_are_counted_by_year_and_vote(rows: sqlite3.Connection) -> None:
    found = decision_numbers(rows)
    assert found.columns == ("year", "unanimous", "voted", "not_voted", "for", "against", "abstentions")
    assert found.rows == [(2024, 1, 0, 3, 0, 0, 0)]
    assert decision_numbers(rows, "four").rows == [(2024, 1, 0, 0, 0, 0, 0)]


def test_lines_are_drawn_at_round_numbers_up_to_the_highest_bar() -> None:
    def lines(highest: int) -> list[int]:
        return Bars("", [StackedBar("", "", (("present", highest),))], ()).lines

    assert [lines(3), lines(7), lines(37)] == [[0, 1, 2, 3], [0, 2, 4, 6, 8], [0, 10, 20, 30, 40]]


def test_the_pictures_stand_on_their_pages_with_their_numbers_beside_them(
    browse: Browse, built: Path, garden: str, tmp_path: Path
) -> None:
    page = browse(f"/bodies/{garden}")
    assert len(re.findall(r'<rect x="\d+" [^>]*height="[\d.]+" class="present"/>', page)) == 2
    assert "<title>12 mars 2024 – Claire Thibaud, excusé</title>" in page
    assert "style=" not in page  # the policy of the pages lets none through
    for address in re.findall(r'"(/numbers/[^"]+)"', page + browse("/matter")):
        answer = entered(built, tmp_path).get(address.replace("&amp;", "&"))
        table = list(csv.reader(StringIO(answer.text)))
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert len(table) > 1
        assert {len(row) for row in table} == {len(table[0])}


def test_a_table_that_is_none_is_told(built: Path, tmp_path: Path) -> None:
    assert entered(built, tmp_path).get("/numbers/secrets").status_code == 404
