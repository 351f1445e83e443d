"""One story of a Word document (body, note, header) walked in reading order, paragraph by paragraph."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from crparse.readers.markers import split_marker
from crparse.readers.numbering import NO_MARKER, Marker, Numbering
from crparse.readers.runs import moved
from crparse.readers.typed_lists import Line, ListLevels, split_items
from crparse.readers.word_styles import NOTHING, UNSAID, Layout, Looks, Style, Styles, Traits, read_layout
from crparse.readers.word_tables import WRAPPERS, TableCell, read_grid
from crparse.readers.word_text import ParagraphText, TextReader, chosen
from crparse.readers.word_xml import child, name, switch, value
from crparse.source import Block, Cell, Kind

LINE = 1.15
"""Height of a line in parts of its type size, for the white that empty paragraphs leave."""

SIZE = 11.0
"""Points of type where the document does not say."""


WALKED = WRAPPERS | {name("w:body")}


_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,4}$")


@dataclass
class WordDocument:
    """What the stories of a document share: styles, lists, the count of tables, places in the body."""

    styles: Styles
    numbering: Numbering
    paragraphs: dict[etree._Element, int] = field(default_factory=dict)
    """Each `w:p` of the body with its place in document order."""
    tables: int = 0


@dataclass(frozen=True)
class _Place:
    """The cell that a paragraph stands in, and how the table's style prints it."""

    cell: Cell | None = None
    traits: Traits = NOTHING


@dataclass
class _White:
    """What stands between the last block and the next."""

    below: float = 0.0
    blank: float = 0.0
    style: str | None = None

    def above(self, layout: Layout, style: str | None) -> float:
        """Points of white above a paragraph."""
        if layout.close and style == self.style:
            return self.blank
        return round(self.below + self.blank + (layout.above or 0.0), 2)


class Story:
    """Reads a story into blocks, and the notes that it calls."""

    def __init__(self, document: WordDocument, root: etree._Element, kind: Kind = Kind.PARAGRAPH) -> None:
        self.document = document
        self.kind = kind
        self.blocks: list[Block] = []
        self.notes: list[tuple[str, str]] = []
        furniture = kind in (Kind.HEADER, Kind.FOOTER)
        self._reader = TextReader(document.styles, root, furniture=furniture)
        self._carried: list[tuple[str, Looks]] = []
        self._white = _White()
        self._levels = ListLevels()
        self._walk(root, _Place())

    def _walk(self, element: etree._Element, place: _Place) -> None:
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
        number, self.document.tables = self.document.tables, self.document.tables + 1
        grid = read_grid(element)
        looks = _TableLooks(element, self.document.styles)
        for cell in grid.cells:
            where = Cell(
                number,
                cell.row,
                cell.column,
                grid.rows,
                grid.columns,
                cell.row_span,
                cell.column_span,
                cell.header,
            )
            self._white = _White()
            self._walk(cell.element, _Place(where, looks.of(cell, grid.rows, grid.columns)))
        self._white = _White()

    def _paragraph(self, element: etree._Element, place: _Place) -> None:
        properties = child(element, "w:pPr")
        style = self.document.styles.get(value(properties, "w:pStyle"), "paragraph")
        text = self._reader.read(element, style, place.traits)
        text.pieces[:0], self._carried = self._carried, []
        self.notes.extend(text.notes)
        if _runs_on(properties):
            self._carried = text.pieces
        else:
            self._finish(element, style, text, place)
        for box in text.boxes:
            inner = Story(self.document, box, self.kind)
            self.blocks.extend(replace(b, cell=b.cell or place.cell) for b in inner.blocks)
            self.notes.extend(inner.notes)

    def _finish(
        self, element: etree._Element, style: Style | None, text: ParagraphText, place: _Place
    ) -> None:
        direct = read_layout(child(element, "w:pPr"))
        numbered = _Numbered.of(direct, style, self.document.numbering)
        layout = numbered.laid_out(direct, style).over(self.document.styles.layout)
        words, runs, before = text.printed()
        marker = numbered.next(self.document.numbering)
        if not words:
            self._skip(element, style, layout, place)
            return
        pattern = Block(
            "",
            self.kind,
            paragraph=self.document.paragraphs.get(element),
            heading_level=_heading_level(direct, style),
            style=style.name if style else None,
            align=layout.align,
            indent=(layout.left or 0.0) + (layout.first or 0.0),
            space_before=self._white.above(layout, style.id if style else None),
            cell=place.cell,
        )
        self._add(pattern, split_items(words, runs, before), marker, numbered, courier=_courier(text.pieces))
        self._white = _White(layout.below or 0.0, 0.0, style.id if style else None)

    def _add(
        self, pattern: Block, lines: list[Line], marker: Marker, numbered: "_Numbered", *, courier: bool
    ) -> None:
        """The blocks of a paragraph: one, or one for each item typed in it."""
        for index, line in enumerate(lines):
            listed = numbered.listed if marker.text and not index else None
            block = _marked(pattern, line, marker if listed else NO_MARKER, letter_o=courier)
            edge = block.indent or 0.0
            depth = None
            if block.list_level is None:
                self._levels.text(edge)
            else:
                depth = self._levels.level(edge, block.cell, listed)
            white = 0.0 if index else pattern.space_before
            self.blocks.append(replace(block, list_level=depth, space_before=white))

    def _skip(self, element: etree._Element, style: Style | None, layout: Layout, place: _Place) -> None:
        """Counts the white that an empty paragraph leaves."""
        mark = self._reader.looks(child(element, "w:pPr", "w:rPr"), style, place.traits)
        height = LINE * (mark.size or SIZE) + (layout.above or 0.0) + (layout.below or 0.0)
        self._white.blank = round(self._white.blank + height, 2)


def _runs_on(properties: etree._Element | None) -> bool:
    """Whether a paragraph goes on in the next: its mark is deleted, or it is a large initial."""
    frame = child(properties, "w:framePr")
    initial = frame is not None and frame.get(name("w:dropCap"), "none") != "none"
    return initial or any(child(properties, "w:rPr", tag) is not None for tag in ("w:del", "w:moveFrom"))


def _heading_level(direct: Layout, style: Style | None) -> int | None:
    if direct.outline is not None:
        return direct.outline + 1 if direct.outline < 9 else None
    return style.heading_level if style else None


def _courier(pieces: list[tuple[str, Looks]]) -> bool:
    return bool(pieces) and (pieces[0][1].font or "").startswith("Courier")


def _marked(pattern: Block, line: Line, marker: Marker, *, letter_o: bool) -> Block:
    """The block of a line, with the number that Word prints or the bullet or number that is typed."""
    inset = 0.0 if marker.text else line.indent
    block = replace(pattern, indent=round((pattern.indent or 0.0) + inset, 2), marker=marker.text)
    if marker.text and not marker.bullet:
        shift = len(marker.text) + 1
        runs = moved(line.runs, shift, 0, len(line.text) + shift)
        number = replace(runs[0], start=0)
        return _item(replace(block, text=f"{marker.text} {line.text}", runs=(number, *runs[1:])))
    if marker.text:
        return _item(replace(block, text=line.text, runs=line.runs))
    typed = split_marker(line.text, letter_o=letter_o)
    if typed.kind != "bullet":
        return replace(block, text=line.text, runs=line.runs, marker=typed.marker)
    rest = line.text[typed.offset :]
    runs = moved(line.runs, -typed.offset, 0, len(rest))
    return _item(replace(block, text=rest, runs=runs, marker=typed.marker))


def _item(block: Block) -> Block:
    """The block as a list item, unless it is a heading; notes and furniture keep their kind."""
    if block.heading_level is not None:
        return block
    return replace(block, kind=Kind.LIST_ITEM if block.kind is Kind.PARAGRAPH else block.kind, list_level=0)


@dataclass(frozen=True)
class _Numbered:
    """The list and level of a paragraph, and whether it or its style says so."""

    num_id: str | None = None
    level: int = 0
    direct: bool = False
    layout: Layout = UNSAID

    @classmethod
    def of(cls, direct: Layout, style: Style | None, numbering: Numbering) -> "_Numbered":
        """The numbering of a paragraph; its own wins over its style's."""
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

    def laid_out(self, direct: Layout, style: Style | None) -> Layout:
        """Its layout: a list's indents win over a style's where the paragraph itself chose the list."""
        named = style.layout if style else UNSAID
        return direct.over(self.layout.over(named) if self.direct else named.over(self.layout))

    def next(self, numbering: Numbering) -> Marker:
        """What the list prints before this paragraph."""
        return numbering.next(self.num_id, self.level) if self.num_id is not None else NO_MARKER


class _TableLooks:
    """How the style of a table prints its first and last rows and columns."""

    PARTS = (("firstRow", 0x20), ("lastRow", 0x40), ("firstColumn", 0x80), ("lastColumn", 0x100))

    def __init__(self, table: etree._Element, styles: Styles) -> None:
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

    def of(self, cell: TableCell, rows: int, columns: int) -> Traits:
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
