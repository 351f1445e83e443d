"""The lines and tables of a document in the order in which attendance is read from them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from crparse import lexicon
from crparse.source import FURNITURE, Block, Kind, SourceDocument
from crparse.stages.attendance.heads import head_name
from crparse.stages.attendance.labels import Label, LabelKind, read_label
from crparse.stages.attendance.pieces import strip_bullet
from crparse.text import fold

_CUT = re.compile(r"(?<!\s)\s+(?=[A-ZÀ-Ý])")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class AttendanceLine:
    """A line of text that may hold a label, people, or neither: offsets in the document."""

    start: int
    end: int
    text: str
    block: Block
    index: int
    """Index of its block."""
    opening: bool = True
    """Whether it is the first of its block, which the bullet stands before."""

    @cached_property
    def label(self) -> Label | None:
        """The label it begins with, its offsets from the start of the row."""
        return read_label(self.text)

    @property
    def bulleted(self) -> bool:
        """Whether it is an item of a list."""
        item = self.opening and self.block.kind is Kind.LIST_ITEM
        return item or strip_bullet(self.text, 0, len(self.text))[0] > 0

    @property
    def numbered(self) -> bool:
        """Whether it begins with a number, as headings do."""
        return re.match(r"\s*\d{1,2}[.)/]\s", self.text) is not None


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A table: its cells by row and column, each the blocks in it with their offsets."""

    cells: dict[tuple[int, int], list[tuple[int, int, Block]]]
    rows: int
    columns: int
    index: int
    """Index of its first block."""

    def part(self, first: int, last: int) -> "CellGrid":
        """The columns from `first` up to `last`."""
        cells = {(row, c - first): blocks for (row, c), blocks in self.cells.items() if first <= c < last}
        return CellGrid(cells, self.rows, last - first, self.index)

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, its paragraphs joined by a line feed."""
        return "\n".join(block.text for _, _, block in self.cells.get((row, column), []))


def read_units(source: SourceDocument) -> Iterator[AttendanceLine | CellGrid]:
    """Rows and tables in order, furniture left out."""
    spans = list(enumerate(source.spans()))
    position = 0
    while position < len(spans):
        index, (start, _, block) = spans[position]
        if block.cell is not None and block.kind not in FURNITURE:
            end = position
            while end < len(spans) and _same_table(spans[end][1][2], block):
                end += 1
            yield _grid([span for _, span in spans[position:end]], index)
            position = end
            continue
        position += 1
        if block.kind not in FURNITURE and block.kind is not Kind.FOOTNOTE:
            yield from block_rows(start, block, index)


def _same_table(block: Block, first: Block) -> bool:
    return block.cell is not None and first.cell is not None and block.cell.table == first.cell.table


def _grid(spans: list[tuple[int, int, Block]], index: int) -> CellGrid:
    cells: dict[tuple[int, int], list[tuple[int, int, Block]]] = {}
    rows = columns = 0
    for start, end, block in spans:
        assert block.cell is not None
        cells.setdefault((block.cell.row, block.cell.column), []).append((start, end, block))
        rows, columns = max(rows, block.cell.row + 1), max(columns, block.cell.column + 1)
    return CellGrid(cells, rows, columns, index)


def block_rows(start: int, block: Block, index: int) -> Iterator[AttendanceLine]:
    """The rows of one block: cut at manual breaks and where a printed line or a clause opens with a label."""
    cuts = {0, *(match.end() for match in re.finditer("\n", block.text))}
    cuts |= {line.start for line in block.lines[1:] if _opens(block.text[line.start : line.end])}
    cuts |= set(_label_cuts(block.text))
    if _one_a_line(block):
        cuts |= {line.start for line in block.lines}
    ordered = [*sorted(cuts), len(block.text)]
    for begin, end in pairwise(ordered):
        if block.text[begin:end].strip():
            yield AttendanceLine(
                start + begin, start + end, block.text[begin:end], block, index, opening=begin == 0
            )


def _label_cuts(text: str) -> Iterator[int]:
    """Where labels begin within a paragraph, none inside the label before it."""
    listed = _lists_people(text)
    label = read_label(text)
    opened = looked = 0
    reached, counted = label.end if label else 0, False
    for match in _CUT.finditer(text):
        counted = counted or _FIGURE.search(text, looked, match.end()) is not None
        looked = match.end()
        if (match.end() >= reached or counted) and _opens_inside(text, match.end(), listed):
            yield match.end()
            opened, counted = match.end(), False
            label = read_label(text[opened : opened + 90])
            reached = opened + (label.end if label else 0)


def _opens(line: str) -> bool:
    label = read_label(line)
    return label is not None and label.kind in (LabelKind.LIST, LabelKind.OFFICER) and line[:1].isupper()


def _lists_people(text: str) -> bool:
    """Whether a paragraph begins with the label of a list."""
    label = read_label(text)
    return label is not None and label.kind is LabelKind.LIST and not label.alone


def _opens_inside(text: str, start: int, listed: bool) -> bool:
    """Whether a label with its colon begins within a paragraph: "… le maire. Présents : …".

    `listed`: the paragraph is a list, so that any label ends it: "… Anne Roux Début de séance : 18 h".
    """
    label = read_label(text[start : start + 90])
    if label is None or label.kind is LabelKind.PLACE:
        return False
    if label.kind is LabelKind.AFTER:
        return listed and re.match(r"\w+(?: [\w']+){0,3}\s?:", text[start:]) is not None
    colon = text.find(":", start, start + label.end + 1)
    if colon < 0 or colon > start + len(label.text) + 45:
        return False
    before = text[:start].rstrip()
    return (
        label.kind is LabelKind.LIST
        or listed
        or before.endswith((".", ";", "/", "-", "–", "—", ",", "|"))
        or lexicon.cues("attendance", "labels.writes").find(fold(label.text)) is not None
    )


def _one_a_line(block: Block) -> bool:
    """Whether each printed line of a block holds a person of its own."""
    if len(block.lines) < 2:
        return False
    lines = [block.text[line.start : line.end].strip() for line in block.lines]
    goes_on = lexicon.cues("attendance", "joints.open_end")
    if any(line.endswith((",", ";", "-")) or goes_on.find(line) for line in lines[:-1]):
        return False
    heads = [head_name(line, 0, len(line)) for line in lines]
    return all(head is not None and head.given and head.surname for head in heads)
