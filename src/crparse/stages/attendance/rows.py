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
from crparse.stages.attendance.pieces import ListText, strip_bullet
from crparse.text import fold

_CUT = re.compile(r"(?<!\s)\s+(?=[A-ZÀ-Ý])")
_FIGURE = re.compile(r"\d")

LABEL = 90
"""Characters in which a label within a paragraph stands, its colon included."""

_AFTER = re.compile(r"\w+(?: [\w']+){0,3}\s?:")
"""A label of something else: "Ordre du jour :"; not "Ordre du jour adopté"."""

_SIGN_BEFORE = re.compile(r"[.;/–—,|-]\s*\Z")
"""What ends the sentence or part before a label: "… le maire. " before "Présents :"; not "les "."""


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

    @cached_property
    def listing(self) -> ListText:
        """Its text as people may be listed in it."""
        return ListText(self.text)

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


class DocumentRows:
    """The rows of a document, each block cut into them once."""

    def __init__(self, source: SourceDocument) -> None:
        self.source = source
        self._rows: dict[int, list[AttendanceLine]] = {}

    def of_block(self, index: int) -> list[AttendanceLine]:
        """The rows of a block."""
        if index not in self._rows:
            block, start = self.source.blocks[index], self.source.starts[index]
            self._rows[index] = list(block_rows(start, block, index))
        return self._rows[index]

    def units(self) -> Iterator[AttendanceLine | CellGrid]:
        """Rows and tables in order, furniture left out."""
        spans = list(enumerate(self.source.spans()))
        position = 0
        while position < len(spans):
            index, (_, _, block) = spans[position]
            if block.cell is not None and block.kind not in FURNITURE:
                end = position
                while end < len(spans) and _same_table(spans[end][1][2], block):
                    end += 1
                yield _grid([span for _, span in spans[position:end]], index)
                position = end
                continue
            position += 1
            if block.kind not in FURNITURE and block.kind is not Kind.FOOTNOTE:
                yield from self.of_block(index)


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
    whole = AttendanceLine(start, start + len(block.text), block.text, block, index)
    cuts = {0, *(match.end() for match in re.finditer("\n", block.text))}
    cuts |= {line.start for line in block.lines[1:] if _opens(block.text[line.start : line.end])}
    cuts |= set(_label_cuts(whole))
    if _one_a_line(block):
        cuts |= {line.start for line in block.lines}
    if len(cuts) == 1:
        yield from [whole] if block.text.strip() else []
        return
    ordered = [*sorted(cuts), len(block.text)]
    for begin, end in pairwise(ordered):
        if block.text[begin:end].strip():
            yield AttendanceLine(
                start + begin, start + end, block.text[begin:end], block, index, opening=begin == 0
            )


def _label_cuts(whole: AttendanceLine) -> Iterator[int]:
    """Where labels begin within a paragraph, none inside the label before it."""
    text, label = whole.text, whole.label
    listed = label is not None and label.kind is LabelKind.LIST and not label.alone
    opened = looked = 0
    reached, counted = label.end if label else 0, False
    for match in _CUT.finditer(text):
        counted = counted or _FIGURE.search(text, looked, match.end()) is not None
        looked = match.end()
        if (match.end() >= reached or counted) and _opens_inside(text, match.end(), listed):
            yield match.end()
            opened, counted = match.end(), False
            label = read_label(text[opened : opened + LABEL])
            reached = opened + (label.end if label else 0)


def _opens(line: str) -> bool:
    label = read_label(line) if line[:1].isupper() else None
    return label is not None and label.kind in (LabelKind.LIST, LabelKind.OFFICER)


def _opens_inside(text: str, start: int, listed: bool) -> bool:
    """Whether a label with its colon begins within a paragraph: "… le maire. Présents : …".

    `listed`: the paragraph is a list, so that any label ends it: "… Anne Roux Début de séance : 18 h".
    """
    colon = text.find(":", start, start + LABEL + 1)
    label = read_label(text[start : start + LABEL]) if colon >= 0 else None
    if label is None or label.kind is LabelKind.PLACE:
        return False
    if label.kind is LabelKind.AFTER:
        return listed and _AFTER.match(text, start, start + LABEL + 1) is not None
    if colon > start + min(label.end, len(label.text) + 45):
        return False
    return (
        label.kind is LabelKind.LIST
        or listed
        or _SIGN_BEFORE.search(text[max(0, start - LABEL) : start]) is not None
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
    heads = (head_name(line, 0, len(line)) for line in lines)
    return all(head is not None and head.given and head.surname for head in heads)
