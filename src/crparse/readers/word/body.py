"""One story of a Word document (body, note, header) in reading order: paragraphs and tables made blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from crparse.readers.blocks.lists import ListLevels, marked_blocks, split_items
from crparse.readers.blocks.markers import UNMARKED, Marker
from crparse.readers.word.numbering import Numbering
from crparse.readers.word.styles import (
    BODY_LEVEL,
    NOTHING,
    UNSAID,
    Layout,
    Style,
    Traits,
    WordStyles,
    child,
    name,
    number,
    read_layout,
    switch,
    value,
)
from crparse.readers.word.text import ParagraphText, TextReader, chosen
from crparse.source import Block, Cell, Kind

WRAPPERS = frozenset(
    name(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")
)
"""Elements around rows and cells that print nothing themselves."""

_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,4}$")


@dataclass(slots=True)
class WordCell:
    """A cell, with the rows and columns that it covers."""

    element: etree._Element
    row: int
    column: int
    column_span: int
    row_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class WordGrid:
    """A table: how many rows and columns it has, and its cells row by row."""

    rows: int
    columns: int
    cells: list[WordCell]


def wrapped(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of this name, those in content controls and marks of revision included."""
    for inner in element.iterchildren(etree.Element):
        if inner.tag == name(tag):
            yield inner
        elif inner.tag in WRAPPERS:
            yield from wrapped(inner, tag)


def read_grid(table: etree._Element) -> WordGrid:
    """The cells of a table; rows deleted under revision are left out."""
    rows = [row for row in wrapped(table, "w:tr") if child(row, "w:trPr", "w:del") is None]
    cells: list[WordCell] = []
    open_cells: dict[int, WordCell] = {}
    columns = 0
    for index, row in enumerate(rows):
        header = bool(switch(row, "w:trPr", "w:tblHeader"))
        column = number(row, "w:trPr", "w:gridBefore") or 0
        above, open_cells = open_cells, {}
        for element in wrapped(row, "w:tc"):
            span = max(1, number(element, "w:tcPr", "w:gridSpan") or 1)
            cell = _continued(element, above.get(column), cells)
            if cell is None:
                cell = WordCell(element, index, column, span, header=header)
                cells.append(cell)
            elif cell.row == index:
                cell.column_span += span
            else:
                cell.row_span += 1
            if child(element, "w:tcPr", "w:vMerge") is not None:
                open_cells[column] = cell
            column += span
        columns = max(columns, column)
    return WordGrid(len(rows), columns, cells)


def _continued(element: etree._Element, above: WordCell | None, cells: list[WordCell]) -> WordCell | None:
    """The cell that this one only carries on: that above it, or in old files that before it."""
    down, across = child(element, "w:tcPr", "w:vMerge"), value(element, "w:tcPr", "w:hMerge")
    if down is not None and down.get(name("w:val"), "continue") == "continue":
        return above
    return cells[-1] if across == "continue" and cells else None


class TableLooks:
    """How the style of a table prints its first and last rows and columns."""

    PARTS = (("firstRow", 0x20), ("lastRow", 0x40), ("firstColumn", 0x80), ("lastColumn", 0x100))

    def __init__(self, table: etree._Element, styles: WordStyles) -> None:
        properties = child(table, "w:tblPr")
        style = styles.get(value(properties, "w:tblStyle"), "table")
        look = child(properties, "w:tblLook")
        self.whole = style.traits if style else NOTHING
        self.parts: dict[str, Traits] = {}
        if style is None or look is None:
            return
        bits = int(look.get(name("w:val"), ""), 16) if _HEXADECIMAL.match(look.get(name("w:val"), "")) else 0
        for part, bit in self.PARTS:
            on = look.get(name(f"w:{part}"))
            if on in ("1", "true", "on") or (on is None and bits & bit):
                self.parts[part] = style.table_part(part.replace("Column", "Col"))

    def of(self, cell: WordCell, rows: int, columns: int) -> Traits:
        """The traits of a cell's text."""
        stands = {
            "firstRow": cell.row == 0,
            "lastRow": cell.row + cell.row_span == rows,
            "firstColumn": cell.column == 0,
            "lastColumn": cell.column + cell.column_span == columns,
        }
        traits = self.whole
        for part in ("lastColumn", "firstColumn", "lastRow", "firstRow"):
            if stands[part] and part in self.parts:
                traits = self.parts[part].over(traits)
        return traits


@dataclass(frozen=True)
class WordPlace:
    """The cell that a paragraph stands in, and how the table's style prints it."""

    cell: Cell | None = None
    traits: Traits = NOTHING


@dataclass
class WordParagraph:
    """A paragraph with its text and style."""

    element: etree._Element
    style: Style | None
    text: ParagraphText
    place: WordPlace

    @cached_property
    def direct(self) -> Layout:
        """What its own properties say."""
        return read_layout(child(self.element, "w:pPr"))

    @property
    def runs_on(self) -> bool:
        """Whether it goes on in the next: its mark is deleted, or it is a large initial."""
        properties = child(self.element, "w:pPr")
        frame = child(properties, "w:framePr")
        initial = frame is not None and frame.get(name("w:dropCap"), "none") != "none"
        return initial or any(child(properties, "w:rPr", tag) is not None for tag in ("w:del", "w:moveFrom"))

    @property
    def heading_level(self) -> int | None:
        """Its outline level; its own wins over its style's."""
        if self.direct.outline is not None:
            return self.direct.outline + 1 if self.direct.outline < BODY_LEVEL else None
        return self.style.heading_level if self.style else None

    @property
    def in_courier(self) -> bool:
        """Whether it begins in the typefaces in which Word draws a ring as the letter o."""
        pieces = self.text.pieces
        return bool(pieces) and (pieces[0][1].font or "").startswith("Courier")


@dataclass
class White:
    """What stands between the last block and the next."""

    below: float = 0.0
    blank: float = 0.0
    style: Style | None = None

    def above(self, layout: Layout, style: Style | None) -> float:
        """Points of white above a paragraph."""
        if layout.close and style is self.style:
            return self.blank
        return round(self.below + self.blank + (layout.above or 0.0), 2)


@dataclass(frozen=True)
class ListPlace:
    """The list and level of a paragraph, and whether it or its style says so."""

    num_id: str | None = None
    level: int = 0
    direct: bool = False
    layout: Layout = UNSAID

    @classmethod
    def of(cls, paragraph: WordParagraph, numbering: Numbering) -> "ListPlace":
        """The numbering of a paragraph; its own wins over its style's."""
        direct, style = paragraph.direct, paragraph.style
        num_id = direct.num_id or (style.layout.num_id if style else None)
        level = direct.level
        if level is None:
            bound = numbering.level_of_style(num_id, [s.id for s in style.chain] if style else ())
            level = bound if bound is not None else (style.layout.level or 0 if style else 0)
        how = numbering.level(num_id, level)
        return cls() if how is None else cls(num_id, level, direct.num_id is not None, how.layout)

    @property
    def listed(self) -> tuple[str, int] | None:
        """The Word list and its level."""
        return None if self.num_id is None else (self.num_id, self.level)

    def laid_out(self, paragraph: WordParagraph, defaults: Layout) -> Layout:
        """The paragraph's layout: its list's indents win over its style's where it chose the list itself."""
        named = paragraph.style.layout if paragraph.style else UNSAID
        around = self.layout.over(named) if self.direct else named.over(self.layout)
        return paragraph.direct.over(around).over(defaults)

    def next(self, numbering: Numbering) -> Marker:
        """What the list prints before this paragraph."""
        return numbering.next(self.num_id, self.level) if self.num_id is not None else UNMARKED


def make_blocks(
    pattern: Block,
    paragraph: WordParagraph,
    marker: Marker,
    listed: tuple[str, int] | None,
    levels: ListLevels,
) -> list[Block]:
    """The blocks of a paragraph: one, or one for each item typed in it. `pattern` has what they share."""
    lines = split_items(*paragraph.text.printed())
    return marked_blocks(pattern, lines, levels, marker, listed, letter_o=paragraph.in_courier)


LINE = 1.15
"""Height of a line in parts of its type size, for the white that empty paragraphs leave."""

SIZE = 11.0
"""Points of type where the document does not say."""

WALKED = WRAPPERS | {name("w:body")}


@dataclass
class WordDocument:
    """What the stories of a document share: styles, lists, the count of tables, places in the body."""

    styles: WordStyles
    numbering: Numbering
    paragraphs: dict[etree._Element, int] = field(default_factory=dict)
    """Each `w:p` of the body with its place in document order."""
    tables: int = 0


class Story:
    """Reads a story into blocks, and the notes that it calls."""

    def __init__(self, document: WordDocument, root: etree._Element, kind: Kind = Kind.PARAGRAPH) -> None:
        self.document = document
        self.kind = kind
        self.blocks: list[Block] = []
        self.notes: list[tuple[str, str]] = []
        furniture = kind in (Kind.HEADER, Kind.FOOTER)
        self._reader = TextReader(document.styles, root, furniture=furniture)
        self._unfinished: WordParagraph | None = None
        self._white = White()
        self._levels = ListLevels()
        self._walk(root, WordPlace())
        self._finish()

    def _walk(self, element: etree._Element, place: WordPlace) -> None:
        for inner in element.iterchildren(etree.Element):
            if inner.tag == name("w:p"):
                self._paragraph(inner, place)
            elif inner.tag == name("w:tbl"):
                self._table(inner)
            elif inner.tag == name("mc:AlternateContent"):
                for alternative in chosen(inner):
                    self._walk(alternative, place)
            elif inner.tag in WALKED and not switch(inner, "w:sdtPr", "w:showingPlcHdr"):
                self._walk(inner, place)

    def _table(self, element: etree._Element) -> None:
        self._finish()
        number, self.document.tables = self.document.tables, self.document.tables + 1
        grid = read_grid(element)
        looks = TableLooks(element, self.document.styles)
        for cell in grid.cells:
            where = Cell(
                table=number,
                row=cell.row,
                column=cell.column,
                rows=grid.rows,
                columns=grid.columns,
                row_span=cell.row_span,
                column_span=cell.column_span,
                header=cell.header,
            )
            self._white = White()
            self._walk(cell.element, WordPlace(where, looks.of(cell, grid.rows, grid.columns)))
            self._finish()
        self._white = White()

    def _paragraph(self, element: etree._Element, place: WordPlace) -> None:
        style = self.document.styles.get(value(element, "w:pPr", "w:pStyle"), "paragraph")
        text = self._reader.read(element, style, place.traits)
        if self._unfinished is not None:
            text.pieces[:0] = self._unfinished.text.pieces
        self._unfinished = WordParagraph(element, style, text, place)
        self.notes.extend(text.notes)
        if not self._unfinished.runs_on:
            self._finish()
        for box in text.boxes:
            inner = Story(self.document, box, self.kind)
            self.blocks.extend(replace(b, cell=b.cell or place.cell) for b in inner.blocks)
            self.notes.extend(inner.notes)

    def _finish(self) -> None:
        """Adds the blocks of the last paragraph read."""
        paragraph, self._unfinished = self._unfinished, None
        if paragraph is None:
            return
        numbered = ListPlace.of(paragraph, self.document.numbering)
        layout = numbered.laid_out(paragraph, self.document.styles.layout)
        marker = numbered.next(self.document.numbering)
        if not paragraph.text.printed()[0]:
            self._skip(paragraph, layout)
            return
        pattern = Block(
            text="",
            kind=self.kind,
            paragraph=self.document.paragraphs.get(paragraph.element),
            heading_level=paragraph.heading_level,
            style=paragraph.style.name if paragraph.style else None,
            align=layout.align,
            indent=(layout.left or 0.0) + (layout.first or 0.0),
            space_before=self._white.above(layout, paragraph.style),
            cell=paragraph.place.cell,
        )
        self.blocks.extend(make_blocks(pattern, paragraph, marker, numbered.listed, self._levels))
        self._white = White(layout.below or 0.0, 0.0, paragraph.style)

    def _skip(self, paragraph: WordParagraph, layout: Layout) -> None:
        """Counts the white that an empty paragraph leaves."""
        properties = child(paragraph.element, "w:pPr", "w:rPr")
        mark = self._reader.looks(properties, paragraph.style, paragraph.place.traits)
        height = LINE * (mark.size or SIZE) + (layout.above or 0.0) + (layout.below or 0.0)
        self._white.blank = round(self._white.blank + height, 2)
