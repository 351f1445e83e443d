"""Tables drawn with characters: bars between the cells, or columns set by tabs or spaces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crparse.source import Cell

ROWS = 3
"""Rows from which columns without bars are a table: a heading and two more."""

_BARRED = re.compile(r"\s*[|│║].*[|│║]\s*$")
_DRAWN = re.compile(r"\s*[|+│║├┼┌└╔╚╠:=\-─━═┬┴┤┐┘╗╝╣╬ ]{3,}$")
_BAR = re.compile("[|│║]")
_CELL_GAP = re.compile(r" *\t[ \t]*| {3,}")


@dataclass(frozen=True, slots=True)
class TextTable:
    """The rows of a table, and the line after it."""

    rows: tuple[tuple[str, ...], ...]
    end: int
    header: bool = False

    def cells(self, number: int) -> Iterator[tuple[str, Cell]]:
        """The text and place of each cell that is not empty."""
        columns = max(map(len, self.rows))
        for row, texts in enumerate(self.rows):
            for column, text in enumerate(texts):
                if text:
                    head = self.header and row == 0
                    yield text, Cell(number, row, column, len(self.rows), columns, header=head)


def find_tables(lines: Sequence[str]) -> dict[int, TextTable]:
    """The tables of a text, by their first line."""
    found: dict[int, TextTable] = {}
    at = 0
    while at < len(lines):
        table = _barred(lines, at) or _spaced(lines, at)
        if table is not None:
            found[at] = table
            at = table.end
        else:
            at += 1
    return found


def _barred(lines: Sequence[str], at: int) -> TextTable | None:
    rows: list[tuple[str, ...]] = []
    rules: list[int] = []
    end = at
    while end < len(lines) and (
        _BARRED.match(lines[end]) or (_DRAWN.match(lines[end]) and lines[end].strip())
    ):
        if _DRAWN.match(lines[end]):
            rules.append(len(rows))
        else:
            rows.append(tuple(cell.strip() for cell in _BAR.split(lines[end].strip()[1:-1])))
        end += 1
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    return TextTable(tuple(rows), end, header=1 in rules)


def _spaced(lines: Sequence[str], at: int) -> TextTable | None:
    """Rows with as many columns as each other, each beginning below the one above (or set by tabs)."""
    end = at
    while end < len(lines) and len(_CELL_GAP.split(lines[end].strip())) > 1:
        end += 1
    rows = tuple(tuple(_CELL_GAP.split(line.strip())) for line in lines[at:end])
    if len(rows) < ROWS or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    return TextTable(rows, end) if _aligned(lines[at:end]) else None


def _aligned(lines: Sequence[str]) -> bool:
    """Whether the columns begin at the same place in every line; tabs are taken to see to it."""
    if all("\t" in line for line in lines):
        return True
    starts = {tuple(gap.end() for gap in _CELL_GAP.finditer(line.rstrip()) if gap.start()) for line in lines}
    return len(starts) == 1
