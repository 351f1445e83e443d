"""Pictures and the numbers that they are drawn of."""

import csv
import math
import re
import sqlite3
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import combinations, product
from pathlib import Path
from statistics import mean

import lxml.etree
import pytest

import crparse
from crparse.view.index import make_index
from crparse.view.pictures import (
    Bars,
    Network,
    StackedBar,
    attendance_numbers,
    came_for,
    came_for_numbers,
    decision_numbers,
    matrix,
    matrix_numbers,
    network,
    network_numbers,
)
from crparse.view.pictures.network import apart, arranged
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


def test_organisations_are_counted_by_who_came_for_them(
    rows: sqlite3.Connection, built: Path, ids: dict[str, str]
) -> None:
    corpus = crparse.open_corpus(built)
    council = next(one.id for one in corpus.bodies if "Lormoy" in one.name)
    found = came_for_numbers(rows, council)
    assert found.columns == ("organisation", "organisation_id", "date", "document", "present", "listed")
    (terre_vive,) = [one.id for one in corpus.organisations if one.name == "Terre Vive"]
    assert found.rows == [("Terre Vive", terre_vive, "2024-05-14", ids["conseil.docx"], 1, 1)]
    picture = came_for(rows, council, found)
    assert (picture.organisations, picture.left_out) == ([(terre_vive, "Terre Vive", [1])], 0)


def test_who_came_with_whom_is_counted(rows: sqlite3.Connection, garden: str) -> None:
    found = network_numbers(rows, garden)
    names = [(row[0], row[2], *row[4:]) for row in found.rows]
    assert names == [
        ("Henri Lacombe", "Odile Vasseur", 2, 2, 2),
        ("Henri Lacombe", "Claire Thibaud", 1, 2, 1),
        ("Odile Vasseur", "Claire Thibaud", 1, 2, 1),
    ]
    picture = network(rows, garden)
    assert [(one.name, one.meetings) for one in picture.people] == [
        ("Henri Lacombe", 2),
        ("Odile Vasseur", 2),
        ("Claire Thibaud", 1),
    ]
    assert [(tie.one.name, tie.other.name, tie.meetings) for tie in picture.ties] == names_of_ties(names)
    assert picture == network(rows, garden)


def test_of_one_meeting_nobody_is_tied_in_a_picture(rows: sqlite3.Connection, built: Path) -> None:
    council = next(one.id for one in crparse.open_corpus(built).bodies if "Lormoy" in one.name)
    assert len(network_numbers(rows, council).rows) == 3
    assert network(rows, council) == Network([], [], 0, 0)


def names_of_ties(rows: list[tuple[str, str, int, int, int]]) -> list[tuple[str, str, int]]:
    return [(one, other, together) for one, other, together, *_ in rows]


def test_those_who_come_together_stand_near_one_another() -> None:
    groups = [range(0, 5), range(5, 10)]
    shares = [[1.0 if (i < 5) == (j < 5) else 0.1 for j in range(10)] for i in range(10)]
    places = arranged(shares)

    def far(i: int, j: int) -> float:
        return math.dist(places[i], places[j])

    within = [far(i, j) for group in groups for i, j in combinations(group, 2)]
    between = [far(i, j) for i, j in product(*groups)]
    assert mean(within) < 0.6 * mean(between)
    assert places == arranged(shares)


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_no_name_lies_over_another_or_beyond_the_edge(count: int) -> None:
    """Thirty who always come together, with long names."""
    lengths = [16] * count
    places = apart(arranged([[1.0] * count for _ in range(count)]), lengths)
    assert len(places) == count
    assert all(0 < x < 760 and 0 < y < 540 for x, y in places)
    over = [
        (one, other)
        for one, other in combinations(places, 2)
        if abs(one[0] - other[0]) < 6.6 * 16 and abs(one[1] - other[1]) < 29
    ]
    assert over == []


@pytest.mark.parametrize("name", ["attendance", "matrix", "organisations", "network", "decisions"])
def test_a_picture_stands_alone_as_svg(built: Path, garden: str, tmp_path: Path, name: str) -> None:
    body = (
        garden
        if name != "organisations"
        else next(one.id for one in crparse.open_corpus(built).bodies if "Lormoy" in one.name)
    )
    answer = entered(built, tmp_path).get(f"/drawing/{name}", params={"body": body})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    root = lxml.etree.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not root.xpath("//@href[starts-with(., '/')]")  # it leads nowhere
    assert "jardins de Valcreuse" in answer.text or name == "organisations"
    assert ".picture .present" in answer.text
    assert root.xpath("count(//*[local-name()='circle' or local-name()='rect' or local-name()='use'])") > 1


def test_a_picture_that_is_none_is_told(built: Path, tmp_path: Path) -> None:
    assert entered(built, tmp_path).get("/drawing/secrets").status_code == 404


def test_lines_are_drawn_at_round_numbers_up_to_the_highest_bar() -> None:
    def lines(highest: int) -> list[int]:
        return Bars([StackedBar("", "", (("present", highest),))], ()).lines

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
