"""Text as it was typed: paragraphs between empty lines, lists, titles, tables.

Wrapped lines are joined. Tables are drawn with characters: bars between the cells, or columns set by tabs or
spaces. Plain text is read so, and what is preformatted in HTML.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from crparse.readers.blocks.hyphens import Hyphens
from crparse.readers.blocks.layout import Width
from crparse.readers.blocks.lists import ListLevels, TypedLine, marked_blocks
from crparse.readers.blocks.markers import split_marker
from crparse.source import Block, Cell

LETTER = 4.0
"""Points that a character of indent stands for: two make an item one level deeper, one does not."""

HEIGHT = 12.0
"""Points of an empty line."""

TAB_STOP = 4
"""Characters from one tab stop to the next, and by which a paragraph's first line may stand in."""

UNDERLINES = {"=": 1, "-": 2, "~": 3, "_": 2, "*": 1, "#": 1, "—": 2, "–": 2}
"""Sign that underlines a title -> the title's level."""

# Takes "=====", "- - -", "* * *"; leaves "--", "-----> Budget".
_RULE = re.compile(r"\s*([=\-~_*#—–+.])(?:\s?\1){2,}\s*$")
# Between columns: takes the gap of "Ana Roux\tprésente", "Ana Roux   présente"; leaves that of "Ana  Roux".
COLUMN_GAP = re.compile(r" *\t[ \t]*| {3,}")

ROWS = 3
"""Rows from which columns without bars are a table: a heading and two more."""

# Takes "| Ana Roux | présente |", leaves "Ana Roux | présente".
_BARRED = re.compile(r"\s*[|│║].*[|│║]\s*$")
# Takes "+-----+----+", "|:---|---|", "├───┼───┤"; leaves "| - |x".
_DRAWN = re.compile(r"\s*[|+│║├┼┌└╔╚╠:=\-─━═┬┴┤┐┘╗╝╣╬ ]{3,}$")
# Between cells: takes the bar of "Ana Roux | présente", leaves the "l" and "1" of a typewriter.
_BAR = re.compile("[|│║]")


Paragraph = tuple[list[str], Block]
"""Lines that make one block, and what it is besides its text."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """The rows of a table, and the line after it."""

    rows: tuple[tuple[str, ...], ...]
    end: int
    header: bool = False


class TextBlocks:
    """Makes blocks of lines; the whole text tells how wide it is wrapped and which hyphens are real."""

    def __init__(self, lines: Sequence[str], tables: int = 0) -> None:
        self.width = Width(lines)
        self.hyphens = Hyphens([line.strip() for line in lines])
        self.levels = ListLevels()
        self.tables = tables
        """Those before the next."""

    def read(self, lines: Sequence[str], page: int | None = None) -> Iterator[Block]:
        """The blocks of the lines of a page."""
        for own, pattern in self._paragraphs([line.rstrip() for line in lines]):
            indent = 0.0 if pattern.cell else LETTER * _indent(own[0])
            line = TypedLine(self._joined(own), (), indent)
            yield from marked_blocks(replace(pattern, page=page), [line], self.levels)

    def _paragraphs(self, lines: Sequence[str]) -> Iterator[Paragraph]:
        current: Paragraph | None = None
        white = 0.0
        at, tables = 0, _tables(lines)
        while at < len(lines):
            line, table = lines[at], tables.get(at)
            if current is not None and table is None and self._goes_on(current[0], line):
                current[0].append(line.strip())
            else:
                if current is not None:
                    yield current
                    current, white = None, 0.0
                if table is not None:
                    yield from self._cells(table, white)
                elif line.strip() and not _RULE.match(line):
                    level = _underlined(lines, at)
                    current = [line], Block("", heading_level=level, space_before=white)
                white += 0.0 if line.strip() else HEIGHT
            at = table.end if table else at + 1
        if current is not None:
            yield current

    def _cells(self, table: TextTable, white: float) -> Iterator[Paragraph]:
        """The cells of a table that are not empty."""
        number, self.tables = self.tables, self.tables + 1
        size = len(table.rows), max(map(len, table.rows))
        for row, texts in enumerate(table.rows):
            header = table.header and row == 0
            for column, text in enumerate(texts):
                if text:
                    place = Cell(number, row, column, *size, header=header)
                    yield [text], Block("", space_before=white, cell=place)

    def _goes_on(self, paragraph: Sequence[str], line: str) -> bool:
        """Whether a line belongs to the paragraph above it."""
        above = paragraph[-1]
        if not line.strip() or _RULE.match(line) or split_marker(line.strip()).kind:
            return False
        if COLUMN_GAP.search(line.strip()) or COLUMN_GAP.search(above.strip()):
            return False
        first = paragraph[0]
        text = first.strip()
        hangs = _indent(line) >= _indent(first) + split_marker(text).offset > _indent(first)
        if hangs and split_marker(text).kind == "bullet":
            return True
        whole = above if len(paragraph) == 1 else " " * _indent(line) + above
        return abs(_indent(line) - _indent(first)) <= TAB_STOP and self.width.is_wrapped(whole, line)

    def _joined(self, lines: Sequence[str]) -> str:
        whole: list[str] = []
        last = COLUMN_GAP.sub("\t", lines[0].strip())
        for line in map(str.strip, lines[1:]):
            ending, glue = self.hyphens.join(last, line)
            # Words before a blank are not read again: a text may be one paragraph.
            whole += [ending, glue] if glue else []
            last = line if glue else ending + line
        return "".join([*whole, last])


def _indent(line: str) -> int:
    spread = line.expandtabs(TAB_STOP)
    return len(spread) - len(spread.lstrip())


def _underlined(lines: Sequence[str], at: int) -> int | None:
    """The level of a title with a line drawn under it, as long as itself and no other line above."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    above = lines[at - 1] if at > 0 else ""
    rule, title = _RULE.match(below), lines[at].strip()
    if rule is None or rule[1] not in UNDERLINES or (above.strip() and not _RULE.match(above)):
        return None
    # Under "Bilan" from "===" to "=========="; a rule across the page only parts what it stands between.
    fits = 0.6 * len(title) <= len(below.strip()) <= 1.5 * len(title) + 3
    return UNDERLINES[rule[1]] if fits else None


def _tables(lines: Sequence[str]) -> dict[int, TextTable]:
    """The tables among the lines, each by the line that it begins with."""
    found: dict[int, TextTable] = {}
    spaced = {at: end for start, end in _spaced(lines) for at in range(start, end - ROWS + 1)}
    gapped = dict(_gapped(lines))
    at = unbarred = 0
    while at < len(lines):
        # Where barred lines are no table from the first on, they are none from another on.
        table, unbarred = _barred(lines, at) if at >= unbarred else (None, unbarred)
        table = table or gapped.get(at)
        if table is None and at in spaced:
            table = TextTable(tuple(map(_columns, lines[at : spaced[at]])), spaced[at])
        found |= {at: table} if table else {}
        at = table.end if table else at + 1
    return found


def _barred(lines: Sequence[str], at: int) -> tuple[TextTable | None, int]:
    """The table with bars that begins at a line, if it is one, and the line after the last with bars."""
    rows: list[tuple[str, ...]] = []
    rules: list[int] = []
    end = at
    while end < len(lines) and (_BARRED.match(lines[end]) or _DRAWN.match(lines[end])):
        if _DRAWN.match(lines[end]):
            rules.append(len(rows))
        else:
            rows.append(tuple(cell.strip() for cell in _BAR.split(lines[end].strip()[1:-1])))
        end += 1
    is_table = len(rows) > 1 and max(map(len, rows)) > 1
    return TextTable(tuple(rows), end, header=1 in rules) if is_table else None, end


def _columns(line: str) -> tuple[str, ...]:
    return tuple(COLUMN_GAP.split(line.strip()))


def _spaced(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first line of each table of columns without bars, and the line after its last.

    Its rows have as many columns as the last, which begin below each other; tabs are taken to see to it.
    """
    end = 0
    for several, run in groupby(lines, lambda line: len(_columns(line)) > 1):
        rows = [*run][::-1]
        end += len(rows)
        if several:
            yield end - _alike(rows), end


LONGEST_GROUP = 60
"""Characters of a line alone between rows of columns that groups them. Chosen, not measured."""

MOST_ROWS = 0.7
"""Share of the rows that have to fill two columns of a table with empty cells. Chosen, not measured."""


def _gapped(lines: Sequence[str]) -> Iterator[tuple[int, TextTable]]:
    """The tables of columns without bars in which cells are empty: their places tell the others' columns.

    Each with the line that it begins with. One empty line may stand between two rows.
    """
    for run in _runs(lines):
        columns = [len(_columns(lines[at])) > 1 for at in run]
        first, last = columns.index(True), len(run) - columns[::-1].index(True)
        cells = _by_place([lines[at] for at in run[first:last]])
        if cells is not None:
            yield run[first], TextTable(cells, run[last - 1] + 1)


def _runs(lines: Sequence[str]) -> Iterator[list[int]]:
    """The lines that may be rows of one table, with columns in some of them."""
    run: list[int] = []
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        apart = run and (at - run[-1] > 2 or (at - run[-1] == 2 and not _both_several(lines[run[-1]], line)))
        if apart and any(len(_columns(lines[own])) > 1 for own in run):
            yield run
        if apart:
            run = []
        run.append(at)
    if any(len(_columns(lines[own])) > 1 for own in run):
        yield run


def _both_several(above: str, below: str) -> bool:
    return len(_columns(above)) > 1 and len(_columns(below)) > 1


def _by_place(rows: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    """The cells of rows, empty ones as well; None where they are no table or none is empty."""
    counts = {len(_columns(row)) for row in rows if len(_columns(row)) > 1 or len(row) > LONGEST_GROUP}
    grouped = any(len(_columns(row)) < 2 for row in rows)
    even = len(counts) < 2 and not grouped and not any(row[:1].isspace() for row in rows)
    if len(rows) < ROWS or 1 in counts or even:
        return None
    tabbed = sum("\t" in row for row in rows if len(_columns(row)) > 1)
    cells = _between_tabs(rows) if tabbed else _below_each_other(rows)
    if cells is None or len(cells[0]) < ROWS or not (grouped or any(map(_has_gap, cells))):
        return None
    several = [row for row in cells if sum(map(bool, row)) > 1]
    full = [sum(bool(row[at]) for row in several) >= MOST_ROWS * len(several) for at in range(len(cells[0]))]
    headed = any(map(all, cells[:2]))
    return cells if len(several) >= ROWS and (headed or sum(full) > 1) else None


def _has_gap(row: Sequence[str]) -> bool:
    """Whether a filled cell stands right of an empty one."""
    return "" in row and any(row[row.index("") :])


def _between_tabs(rows: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    parts = [[part.strip() for part in row.split("\t")] for row in rows]
    size = max(map(len, parts))
    return tuple((*own, *[""] * (size - len(own))) for own in parts)


def _below_each_other(rows: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    """The cells of rows by where they begin; None where one begins between the columns of the others."""
    placed = [dict(_placed(row)) for row in rows]
    begins = Counter(at for row in placed for at in row)
    columns = sorted(at for at, count in begins.items() if count > 1 or _is_free(at, placed))
    if any(at not in columns for row in placed for at in row):
        return None
    return tuple(tuple(row.get(at, "") for at in columns) for row in placed)


def _is_free(at: int, placed: Sequence[dict[int, str]]) -> bool:
    """Whether the first row begins a column at a place over which no other row has text."""
    return at in placed[0] and not any(
        begin <= at < begin + len(text) for row in placed[1:] for begin, text in row.items()
    )


def _placed(row: str) -> Iterator[tuple[int, str]]:
    """Where the cells of a row begin, each with its text."""
    at = len(row) - len(row.lstrip())
    for gap in COLUMN_GAP.finditer(row, at):
        yield at, row[at : gap.start()]
        at = gap.end()
    yield at, row[at:]


def _alike(rows: Sequence[str]) -> int:
    """How many rows, from the first on, have their columns where it has them."""
    size, begins = len(_columns(rows[0])), _begins(rows[0])
    own = list(takewhile(lambda row: len(_columns(row)) == size, rows))
    tabbed = takewhile(lambda row: "\t" in row, own)
    below = takewhile(lambda row: _begins(row) == begins, own)
    return max(len(list(tabbed)), len(list(below)))


def _begins(row: str) -> list[int]:
    """Where the columns of a row begin, the first apart."""
    return [gap.end() for gap in COLUMN_GAP.finditer(row) if gap.start()]
