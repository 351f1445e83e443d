"""Pictures drawn as SVG: attendance, who was there when, who comes with whom, decisions and votes by year.

Each is drawn of a table of its `numbers`, which can be had as CSV; `bars` are bars side by side. A picture
tells nothing by colour alone, and what stands in it is read out as the title of each mark.
"""

import sqlite3
from collections.abc import Callable

from crparse.view.pictures.attendance import (
    CameFor,
    Matrix,
    attendance,
    attendance_numbers,
    came_for,
    came_for_numbers,
    matrix,
    matrix_numbers,
)
from crparse.view.pictures.bars import Bars, StackedBar, spaced
from crparse.view.pictures.decisions import decision_numbers, decisions
from crparse.view.pictures.network import Network, network, network_numbers
from crparse.view.pictures.numbers import Numbers

__all__ = [
    "DRAWN",
    "Bars",
    "CameFor",
    "Matrix",
    "Network",
    "Numbers",
    "StackedBar",
    "attendance",
    "attendance_numbers",
    "came_for",
    "came_for_numbers",
    "decision_numbers",
    "decisions",
    "matrix",
    "matrix_numbers",
    "network",
    "network_numbers",
    "numbers_of",
    "spaced",
]

Make = Callable[[sqlite3.Connection, str, str], Numbers]

TABLES: dict[str, Make] = {
    "attendance": lambda rows, words, body: attendance_numbers(rows, body),
    "matrix": lambda rows, words, body: matrix_numbers(rows, body),
    "organisations": lambda rows, words, body: came_for_numbers(rows, body),
    "network": lambda rows, words, body: network_numbers(rows, body),
    "decisions": decision_numbers,
}
"""The tables of numbers by name, of a body and, for decisions, of a matter."""

Drawing = Bars | Matrix | CameFor | Network

DRAWN: dict[str, Callable[[sqlite3.Connection, str, str], Drawing]] = {
    "attendance": lambda rows, words, body: attendance(attendance_numbers(rows, body)),
    "matrix": lambda rows, words, body: matrix(rows, body, matrix_numbers(rows, body)),
    "organisations": lambda rows, words, body: came_for(rows, body, came_for_numbers(rows, body)),
    "network": lambda rows, words, body: network(rows, body),
    "decisions": lambda rows, words, body: decisions(decision_numbers(rows, words, body)),
}
"""The pictures by the same names."""


OF_BODIES = ("attendance", "matrix", "organisations", "network")
"""The pictures on the page of a body, in order."""


def numbers_of(rows: sqlite3.Connection, name: str, words: str, body: str) -> Numbers | None:
    """The table of that name; None where there is none."""
    make = TABLES.get(name)
    return make(rows, words, body) if make else None
