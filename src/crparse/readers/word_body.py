"""One story of a Word document (body, note, header) walked in reading order, paragraph by paragraph."""

from dataclasses import dataclass, field, replace

from lxml import etree

from crparse.readers.numbering import Numbering
from crparse.readers.typed_lists import ListLevels
from crparse.readers.word_paragraph import ListPlace, Paragraph, Place, White, make_blocks
from crparse.readers.word_styles import Layout, Styles
from crparse.readers.word_tables import WRAPPERS, TableLooks, read_grid
from crparse.readers.word_text import TextReader, chosen
from crparse.readers.word_xml import child, name, switch, value
from crparse.source import Block, Cell, Kind

LINE = 1.15
"""Height of a line in parts of its type size, for the white that empty paragraphs leave."""

SIZE = 11.0
"""Points of type where the document does not say."""

WALKED = WRAPPERS | {name("w:body")}


@dataclass
class WordDocument:
    """What the stories of a document share: styles, lists, the count of tables, places in the body."""

    styles: Styles
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
        self._unfinished: Paragraph | None = None
        self._white = White()
        self._levels = ListLevels()
        self._walk(root, Place())
        self._finish()

    def _walk(self, element: etree._Element, place: Place) -> None:
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
            self._walk(cell.element, Place(where, looks.of(cell, grid.rows, grid.columns)))
            self._finish()
        self._white = White()

    def _paragraph(self, element: etree._Element, place: Place) -> None:
        style = self.document.styles.get(value(element, "w:pPr", "w:pStyle"), "paragraph")
        text = self._reader.read(element, style, place.traits)
        if self._unfinished is not None:
            text.pieces[:0] = self._unfinished.text.pieces
        self._unfinished = Paragraph(element, style, text, place)
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

    def _skip(self, paragraph: Paragraph, layout: Layout) -> None:
        """Counts the white that an empty paragraph leaves."""
        properties = child(paragraph.element, "w:pPr", "w:rPr")
        mark = self._reader.looks(properties, paragraph.style, paragraph.place.traits)
        height = LINE * (mark.size or SIZE) + (layout.above or 0.0) + (layout.below or 0.0)
        self._white.blank = round(self._white.blank + height, 2)
