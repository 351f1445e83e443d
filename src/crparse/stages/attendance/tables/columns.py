"""What the columns of an attendance table hold: by their headings, and by what stands in them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from crparse import lexicon
from crparse.document.tables import HEADING_ROWS, CellGrid, goes_on, kinds_of_row
from crparse.language.persons import first_names, parse_name, split_civility
from crparse.record import Status
from crparse.source import Block
from crparse.stages.attendance.beside import (
    STATUSES,
    after_mark,
    holds_contact,
    names_a_body,
    starts_with_role,
    ticked,
)
from crparse.stages.attendance.pieces import ListText, begins_with_person
from crparse.text import fold, squeeze

NAMES = ("name", "surname", "given")
_OTHERS = ("organisation", "role", "remark", "contact", "number")
_KINDS = ("both", "presence", "signature", *STATUSES, "civility", *reversed(NAMES), *_OTHERS)
_MERGED = "statuses"
"""The kind of a cell that holds several status headings."""
_FEW_PEOPLE, _MOST_PEOPLE = 0.4, 0.6
"""Shares of people that tell a column of bodies from one of people."""
NEAR = 12.0
"""Points within which crosses stand in one column, or below their heading."""

KEPT = 1_000
"""Cells whose kind is kept: each is asked for a few times while its table is read."""


class CellPart(ListText):
    """A stretch of a cell between tabs, with its place in the document and on the page."""

    def __init__(self, text: str, start: int, column: int, x: float | None) -> None:
        super().__init__(text, start)
        self.column = column
        self.x = x
        """Middle of it, in points, where the reader knows."""


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The heading row of a table with a person a row."""

    row: int
    columns: int
    kinds: dict[int, str]
    """By column; empty where one cell holds several headings."""
    marks: tuple[tuple[float, str], ...]
    """Where on the page the status headings stand."""
    both: bool
    """One column holds body and function."""
    status: Status | None = None
    """Of all the people, where their column is headed by it."""

    def nearest(self, x: float | None, columns: Sequence[float]) -> str | None:
        """The status heading over a cross at `x`, in order where crosses stand in as many `columns`."""
        if x is None or not self.marks:
            return None
        ordered = sorted(self.marks)
        places = columns if len(columns) == len(ordered) else [place for place, _ in ordered]
        return ordered[min(range(len(ordered)), key=lambda i: abs(places[i] - x))][1]


HeadedGrid = tuple[CellGrid, HeadingRow]
"""A table with its heading, or a part of one with its own."""


def columns_of(crosses: Iterable[float]) -> list[float]:
    """The columns that crosses stand in, from left to right."""
    found: list[float] = []
    for x in sorted(crosses):
        if not found or x - found[-1] > NEAR:
            found.append(x)
    return found


@lru_cache(KEPT)
def column_kind(text: str) -> str | None:
    """What a heading says its column holds: "name", "organisation", "present"… None if nothing known."""
    # Takes "(titulaires)" of "Nom (titulaires)", leaves "Nom".
    folded = re.sub(r"\(.*?\)", "", fold(squeeze(text))).strip(" :.*/-")
    kinds = (kind for kind in _KINDS if lexicon.cues("attendance", f"columns.{kind}").fullmatch(folded))
    return next(kinds, None) if folded else None


def heads_columns(text: str) -> bool:
    """Whether a line with tabs is a heading: "Nom\tSociété\tPrésence"."""
    parts = [part for part in text.split("\t") if part.strip()]
    return len(parts) > 1 and all(column_kind(part) for part in parts)


# Takes "Roux" and "DDT" of "Roux\tDDT", leaves the tab.
_STRETCH = re.compile(r"[^\t\n]*[^\s][^\t\n]*")


def row_segments(grid: CellGrid, row: int) -> list[CellPart]:
    """The stretches of text of a row, from left to right."""
    return [
        CellPart(match.group(), start + match.start(), column, _middle(block, *match.span()))
        for column in range(grid.columns)
        for start, block in grid.cells.get((row, column), [])
        for match in _STRETCH.finditer(block.text)
    ]


def _middle(block: Block, start: int, end: int) -> float | None:
    """The middle of a stretch on the page, by its share of the printed line."""
    line = next((line for line in block.lines if line.start <= start < line.end), None)
    if line is None:
        return None
    share = ((start + min(end, line.end)) / 2 - line.start) / max(1, line.end - line.start)
    return line.x0 + share * (line.x1 - line.x0)


@cache
def _several() -> re.Pattern[str]:
    """The words of each status, wherever they stand."""
    words = (f"(?P<{kind}>{lexicon.source('attendance', f'column_words.{kind}')})" for kind in STATUSES)
    # Takes "present" and "excuse" of "presentexcuse", leaves "nom".
    return re.compile("|".join(words))


def _status_marks(grid: CellGrid, row: int) -> Iterator[tuple[float, str]]:
    """Where the status headings of a row stand, those printed as one ("Présent Excusé") as well."""
    for column in range(grid.columns):
        for _, block in grid.cells.get((row, column), []):
            for match in _several().finditer(fold(block.text)):
                middle = _middle(block, *match.span())
                if middle is not None and match.lastgroup:
                    yield middle, match.lastgroup


def find_heading(grid: CellGrid) -> HeadingRow | None:
    """The heading row of a table with a person a row, None if it has none."""
    for row in range(min(grid.rows - 1, HEADING_ROWS)):
        cells = {column: _cell_kind(grid.cell(row, column)) for column in grid.filled(row)}
        kinds = [*cells.values()]
        marks_known = sum(kind in (*STATUSES, _MERGED) for kind in kinds)
        if len(kinds) - kinds.count(None) < 2 and not _is_merged(grid, row):
            continue
        if set(NAMES) & set(kinds) or kinds[0] in STATUSES or marks_known > 1 or _is_merged(grid, row):
            return _loose(grid, row) if _is_merged(grid, row) else _two_rows(grid, row, cells)
    return None


def _cell_kind(text: str) -> str | None:
    """What a heading cell says: as a whole, else its last line ("Présence" over "P"), or past "N°"."""
    parts = [part for part in _STRETCH.findall(text) if column_kind(part) != "number"]
    whole = column_kind(text) or _merged_status(text)
    return whole or (column_kind(parts[-1]) if parts and len(parts) < 3 else None)


def _is_merged(grid: CellGrid, row: int) -> bool:
    """Whether one cell of a heading holds several that are known."""
    kinds = [
        (part.column, column_kind(part.text) or _merged_status(part.text)) for part in row_segments(grid, row)
    ]
    known = [(column, kind) for column, kind in kinds if kind and kind != "number"]
    names = set(NAMES) & {kind for _, kind in known}
    statuses = {kind for _, kind in known if kind in STATUSES}
    several = len({column for column, _ in known}) < len(known) and (len(statuses) > 1 or bool(names))
    under = any(column_kind(grid.cell(row, c).split("\n")[0]) == "presence" for c in grid.filled(row))
    return len(known) > 1 and ((several and not under) or _MERGED in {kind for _, kind in known})


def _loose(grid: CellGrid, row: int) -> HeadingRow:
    """A heading with several words in a cell: marks are told by where they stand on the page."""
    both = any(column_kind(part.text) == "both" for part in row_segments(grid, row))
    return HeadingRow(row, grid.columns, {}, tuple(_status_marks(grid, row)), both)


def _two_rows(grid: CellGrid, row: int, cells: Mapping[int, str | None]) -> HeadingRow:
    """The heading, with the row below where that goes on with it: "Présence" over "P | E | A"."""
    lower = kinds_of_row(grid, row + 1, column_kind)
    last = row + goes_on(grid, row + 1, column_kind)
    held = {column: kind for column, kind in cells.items() if kind}
    held = {**held, **(lower if last > row else {})}
    status = _status_of_names(held, grid, last)
    held, marks = _clear(held, grid, last), tuple(_status_marks(grid, last))
    return HeadingRow(last, grid.columns, held, marks, "both" in cells.values(), status)


def _status_of_names(held: dict[int, str], grid: CellGrid, row: int) -> Status | None:
    """The status that heads the names ("Absents" over a column of people), which becomes one of names."""
    if set(held.values()) & set(NAMES):
        return None
    first = min(held)
    status = next((one for one in STATUSES if one == held[first]), None)
    if status is None or people_share(grid, first, row + 1) < _MOST_PEOPLE:
        return None
    held[first] = "name"
    return status


def _merged_status(text: str) -> str | None:
    """ "Présent Excusé", "PrésentExcusé": status headings and nothing else."""
    # Takes "/ ", what the words leave of "Présent / Excusé"; leaves "nom".
    return None if re.sub(r"[\s/|-]+", "", _several().sub("", fold(text))) else _MERGED


def _clear(held: dict[int, str], grid: CellGrid, row: int) -> dict[int, str]:
    """What each column holds by its heading, and by what stands below where that may be one or the other."""
    kinds = [*held.values()]
    if kinds.count("surname") > 1 and "given" not in kinds:  # two lists of people
        held = {column: "name" if kind == "surname" else kind for column, kind in held.items()}
    names = [column for column, kind in held.items() if kind == "name"]
    if len(names) == 2 and "organisation" not in kinds:  # "Intervenant | Représentant"
        shares = [people_share(grid, column, row + 1, least=2) for column in names]
        if min(shares) < _FEW_PEOPLE and max(shares) > _MOST_PEOPLE:
            held[names[shares.index(min(shares))]] = "organisation"
    held = with_contents(grid, row + 1, held)
    if not set(held.values()) & set(NAMES):
        held[min(held)] = "name"
    return held


def people_share(grid: CellGrid, column: int, first_row: int = 0, least: int = 1) -> float:
    """Share of the filled cells of a column that begin with a person, or below a label ("Sur place :")."""
    return _share(grid.below(column, first_row), lambda cell: _names_person(cell, least))


def _names_person(cell: str, least: int = 2) -> bool:
    lines = () if is_mark(cell) else cell.strip().split("\n")[:2]
    return any(begins_with_person(line, least) for line in lines)


def _share(texts: Sequence[str], tells: Callable[[str], bool]) -> float:
    return sum(map(tells, texts)) / len(texts) if texts else 0.0


_MOST_STATUSES = 0.8
"""Share of statuses in a column of presence: its heading comes back on each page. Chosen, not measured."""
_LEAST_CELLS = 2
"""Filled cells from which on a column is told by what stands in it. Chosen, not measured."""


def is_given(cell: str) -> bool:
    """A first name and nothing else: "Odile", "Jean-Marc"."""
    word = fold(squeeze(cell))
    return (" " not in word and word and all(part in first_names() for part in word.split("-"))) or False


def _is_surname(cell: str) -> bool:
    """What may be a surname and nothing else: "FERRAND", "Le Gall"."""
    name = parse_name(squeeze(cell))
    return name is not None and len(name.text.split()) < 4 and not starts_with_role(cell)


def _is_civility(cell: str) -> bool:
    word = squeeze(cell)
    return " " not in word and split_civility(f"{word.capitalize()} X")[0] is not None


def _is_number(cell: str) -> bool:
    return cell.strip(" .)").isdigit()


_CONTENTS: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("number", _is_number, 0.8),
    ("civility", _is_civility, 0.8),
    ("contact", holds_contact, 0.6),
    ("given", is_given, 0.6),
    ("name", _names_person, 0.6),
    ("role", starts_with_role, 0.5),
    ("organisation", names_a_body, 0.4),
)
"""What a column holds by its cells, from which share of them on; chosen on fictional tables."""

_INSTEAD = {
    "name": NAMES, "given": ("given", "name"), "presence": ("presence", *STATUSES), "role": ("role", "both"),
    "organisation": ("organisation", "both"),
}  # fmt: skip
"""The kinds that leave no room for another column of a kind."""


def with_contents(grid: CellGrid, first_row: int, held: Mapping[int, str]) -> dict[int, str]:
    """What each column holds, those without a known heading told by what stands below it."""
    found = dict(held)
    known = set(held.values())
    for column in range(grid.columns):
        texts = [] if column in held else grid.below(column, first_row)
        kind = _content_kind(texts)
        if kind and not known & set(_INSTEAD.get(kind, ())):
            found[column] = kind
    return _with_surname(grid, first_row, found)


def _content_kind(texts: Sequence[str]) -> str | None:
    if texts and _share(texts, _says_status) >= _MOST_STATUSES:
        return "presence"
    if len(texts) < _LEAST_CELLS:
        return None
    return next((kind for kind, tells, least in _CONTENTS if _share(texts, tells) >= least), None)


def _says_status(cell: str) -> bool:
    """A word that says who was there: "Excusé", "présente", "pouvoir à Mme Roux"; no letter, no mark."""
    folded = fold(squeeze(ticked(cell))).strip(" .")
    values = (f"columns.value_{status}" for status in STATUSES)
    return (
        len(folded) > 2
        and not is_mark(cell)
        and any(after_mark(value, folded) is not None for value in values)
    )


def _with_surname(grid: CellGrid, first_row: int, found: dict[int, str]) -> dict[int, str]:
    """With the surnames beside a column of first names."""
    given = [column for column, kind in found.items() if kind == "given"]
    if len(given) != 1 or set(found.values()) & {"name", "surname"}:
        return found
    for column in (given[0] - 1, given[0] + 1):
        texts = grid.below(column, first_row) if column not in found else []
        if texts and _share(texts, _is_surname) >= _MOST_PEOPLE:
            return {**found, column: "surname"}
    return {**found, given[0]: "name"}


def by_contents(grid: CellGrid) -> HeadingRow | None:
    """A table whose heading nobody knows, or that has none: its columns by what stands in them."""
    row = _row_above_names(grid, with_contents(grid, 0, {}))
    held = with_contents(grid, row + 1, kinds_of_row(grid, row, column_kind) if row >= 0 else {})
    names = [kind for kind in held.values() if kind in NAMES]
    if not names or len(held) < 2 or names.count("name") > 1:
        return None
    return HeadingRow(row, grid.columns, held, (), False)


def _row_above_names(grid: CellGrid, held: Mapping[int, str]) -> int:
    """The last row of several cells above the first row that names someone, -1 if there is none."""
    names = [column for column, kind in held.items() if kind in NAMES]
    named = (row for row in range(grid.rows) if names and _names_row(grid, row, held, names[0]))
    above = (row for row in range(next(named, 0)) if len(grid.filled(row)) > 1)
    return max((row for row in above if not _has_contents(grid, row, held)), default=-1)


def _has_contents(grid: CellGrid, row: int, held: Mapping[int, str]) -> bool:
    """Whether a row has what its columns hold, so that it is no heading: "CEREMA | ARNO GALLAND"."""
    tells = {kind: test for kind, test, _ in _CONTENTS}
    return any(tells[kind](grid.cell(row, column)) for column, kind in held.items() if kind in tells)


def _names_row(grid: CellGrid, row: int, held: Mapping[int, str], column: int) -> bool:
    cell = grid.cell(row, column)
    return is_given(cell) if held[column] == "given" else _names_person(cell)


def is_cross(text: str) -> bool:
    """A mark that says yes, and nothing else."""
    return lexicon.cues("attendance", "columns.cross").fullmatch(fold(text).strip(" .")) is not None


def is_no(text: str) -> bool:
    """A mark that says no: an empty box, "non", a dash."""
    return lexicon.cues("attendance", "columns.no").fullmatch(fold(text).strip(" .")) is not None


def is_mark(text: str) -> bool:
    """A mark of one or the other kind."""
    return is_cross(text) or is_no(text)
