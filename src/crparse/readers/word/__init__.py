"""DOCX: opened with python-docx, its XML walked in reading order.

The text is what Word prints: numbers of lists and headings counted back in, insertions under revision kept
and deletions left out, letters set as capitals given as capitals, results of fields without their codes, text
boxes once, merged cells once. Comments and hidden text are left out.

Here the stories of a document (body, notes, headers) are walked and their tables read; beside it stand its
XML (`xml`), its paragraphs (`text`), its lists (`numbering`) and its looks (`styles`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from crparse.readers.blocks.layout import without_layout
from crparse.readers.blocks.lists import PLAIN, ListLevels, TextFace, marked_blocks, struck_caveats
from crparse.readers.blocks.markers import UNMARKED
from crparse.readers.files.markup import clark
from crparse.readers.word.numbering import read_lists
from crparse.readers.word.styles import UNSTYLED, Layout, Style, TableLooks, WordStyles
from crparse.readers.word.text import TextReader, WordParagraph, is_empty_control
from crparse.readers.word.xml import WordPackage, child, children, number, open_package, switch, value
from crparse.source import FURNITURE, Block, Caveat, Cell, Kind, SourceDocument
from crparse.wording import N_, Message

FEW_WORDS = 20
"""A document with pictures and fewer words than that is taken for a scan put into a Word file."""


def read_word(content: bytes, name: str) -> SourceDocument:
    """The blocks of a DOCX file.

    Raises:
        ReadError: "truncated", "too_large" or "corrupt_docx".
    """
    document = WordDocument(open_package(content))
    body = Story(document, document.package.document)
    text = [*without_layout(body.blocks), *_notes(document, body.notes)]
    return SourceDocument(
        name=name,
        format="docx",
        blocks=(*_furniture(document), *text),
        title=document.package.title,
        warnings=(*_caveats(document.package.document, text), *struck_caveats(document.struck)),
    )


class WordDocument:
    """What the stories of a document share: styles, lists, the count of tables, places in the body."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.styles = WordStyles(package.related("STYLES"))
        self.lists = read_lists(package.related("NUMBERING"), self.styles)
        self.paragraphs = {p: index for index, p in enumerate(package.document.iter(clark("w:p")))}
        """Each `w:p` of the body with its place in document order."""
        self.tables = 0
        self.struck = 0
        """Characters left out because they are struck through."""


def _notes(document: WordDocument, called: list[tuple[str, str]]) -> Iterator[Block]:
    """Footnotes in the order in which they are called, then endnotes."""
    for kind in ("footnote", "endnote"):
        ids = dict.fromkeys(note for called_kind, note in called if called_kind == kind)
        root = document.package.related(f"{kind.upper()}S") if ids else None
        if root is not None:
            notes = {note.get(clark("w:id"), ""): note for note in root.iterchildren(clark(f"w:{kind}"))}
            for note in filter(notes.__contains__, ids):
                yield from Story(document, notes[note], Kind.FOOTNOTE).blocks


def _furniture(document: WordDocument) -> Iterator[Block]:
    """The headers, then the footers that are printed, each text once."""
    seen: set[tuple[str, ...]] = set()
    for kind in (Kind.HEADER, Kind.FOOTER):
        for root in _margins(document.package, kind):
            blocks = Story(document, root, kind).blocks
            text = (kind.value, *(block.text for block in blocks))
            if text not in seen:
                seen.add(text)
                yield from blocks


def _margins(package: WordPackage, kind: Kind) -> Iterator[etree._Element]:
    """What the pages of each section have in their upper or lower margin."""
    even = switch(package.related("SETTINGS"), "w:evenAndOddHeaders")
    for section in package.document.iter(clark("w:sectPr")):
        references = {
            reference.get(clark("w:type")): reference.get(clark("r:id"), "")
            for reference in section.iterchildren(clark(f"w:{kind.value}Reference"))
        }
        for page, is_printed in (("first", switch(section, "w:titlePg")), ("default", True), ("even", even)):
            root = package.part(references[page]) if page in references else None
            if root is not None and is_printed:
                yield root


def _caveats(document: etree._Element, text: Sequence[Block]) -> Iterator[Caveat]:
    """What of the document is not read, in words."""
    graphics = [graphic.get("uri", "") for graphic in document.iter(clark("a:graphicData"))]
    drawn = sum("chart" in uri or "diagram" in uri for uri in graphics)
    for code, count, told in (
        (
            "alternative_chunk",
            _count(document, "w:altChunk"),
            N_("%(count)s inserted file(s) inside the document are not read."),
        ),
        (
            "embedded_object",
            _count(document, "o:OLEObject"),
            N_("%(count)s embedded object(s), such as worksheets, are not read."),
        ),
        ("drawing", drawn, N_("%(count)s chart(s) or diagram(s) are not read.")),
    ):
        if count:
            yield Caveat(code, Message(told, count=count))
    words = sum(len(block.text.split()) for block in text if block.kind not in FURNITURE)
    if words < FEW_WORDS and _count(document, "pic:pic", "v:imagedata"):
        yield Caveat(
            "images_only", Message("The document is made of pictures: the text in them is not read.")
        )


def _count(document: etree._Element, *tags: str) -> int:
    return sum(1 for _ in document.iter(*map(clark, tags)))


WRAPPERS = frozenset(
    clark(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")
)
"""Elements around paragraphs, rows and cells that print nothing themselves."""

WALKED = WRAPPERS | {clark("w:body")}

LINE = 1.15
"""Height of a line of Arial or Times in parts of its type size: the white that an empty paragraph leaves."""

SIZE = 11.0
"""Points of type where the document does not say: what Word's own template has."""


@dataclass(frozen=True)
class WordPlace:
    """The cell that a paragraph stands in, and how the table's style prints it."""

    cell: Cell | None = None
    traits: TextFace = PLAIN


@dataclass
class White:
    """What stands between the last block and the next."""

    below: float = 0.0
    blank: float = 0.0
    style: Style = UNSTYLED

    def above(self, layout: Layout, style: Style) -> float:
        """Points of white above a paragraph."""
        if layout.close and style is self.style:
            return self.blank
        return round(self.below + self.blank + (layout.above or 0.0), 2)


class Story:
    """Reads a story into blocks, and the notes that it calls."""

    def __init__(self, document: WordDocument, root: etree._Element, kind: Kind = Kind.PARAGRAPH) -> None:
        self.document = document
        self.kind = kind
        self.blocks: list[Block] = []
        self.notes: list[tuple[str, str]] = []
        self._reader = TextReader(document.styles, root, furniture=kind in FURNITURE)
        self._unfinished: tuple[WordParagraph, WordPlace] | None = None
        self._white = White()
        self._levels = ListLevels()
        self._walk(root, WordPlace())
        self._finish()

    def _walk(self, element: etree._Element, place: WordPlace) -> None:
        for inner in children(element):
            if inner.tag == clark("w:p"):
                self._paragraph(inner, place)
            elif inner.tag == clark("w:tbl"):
                self._table(inner)
            elif inner.tag in WALKED and not is_empty_control(inner):
                self._walk(inner, place)

    def _table(self, element: etree._Element) -> None:
        self._finish()
        table, self.document.tables = self.document.tables, self.document.tables + 1
        looks = TableLooks(element, self.document.styles)
        for cell, inner in read_grid(element, table):
            self._white = White()
            self._walk(inner, WordPlace(cell, looks.of(cell)))
            self._finish()
        self._white = White()

    def _paragraph(self, element: etree._Element, place: WordPlace) -> None:
        style = self.document.styles.get(value(element, "w:pPr", "w:pStyle"), "paragraph")
        paragraph = self._reader.read(element, style, place.traits)
        if self._unfinished is not None:
            paragraph.pieces[:0] = self._unfinished[0].pieces
        self._unfinished = paragraph, place
        self.notes.extend(paragraph.notes)
        if not paragraph.runs_on:
            self._finish()
        for box in paragraph.boxes:
            inner = Story(self.document, box, self.kind)
            self.blocks.extend(replace(b, cell=b.cell or place.cell) for b in inner.blocks)
            self.notes.extend(inner.notes)

    def _finish(self) -> None:
        """Adds the blocks of the last paragraph read: one, or one for each item typed in it."""
        if self._unfinished is None:
            return
        (paragraph, place), self._unfinished = self._unfinished, None
        listed, of_list, marker = paragraph.listed(self.document.lists), None, UNMARKED
        if listed is not None:
            found = self.document.lists[listed[0]]
            of_list, marker = found.levels[listed[1]].layout, found.next(listed[1])
        layout = paragraph.layout(of_list, self.document.styles.layout)
        self.document.struck += paragraph.struck
        text = paragraph.printed()
        lines = text.items()
        if not lines:
            self._skip(paragraph, place, layout)
            return
        pattern = self._pattern(paragraph, place, layout)
        letter_o = text.in_courier
        self.blocks += marked_blocks(pattern, lines, self._levels, marker, listed, letter_o=letter_o)
        self._white = White(layout.below or 0.0, 0.0, paragraph.style)

    def _pattern(self, paragraph: WordParagraph, place: WordPlace, layout: Layout) -> Block:
        """What the blocks of a paragraph share."""
        return Block(
            text="",
            kind=self.kind,
            paragraph=self.document.paragraphs.get(paragraph.element),
            heading_level=paragraph.heading_level,
            style=paragraph.style.name,
            align=layout.align,
            indent=(layout.left or 0.0) + (layout.first or 0.0),
            space_before=self._white.above(layout, paragraph.style),
            cell=place.cell,
        )

    def _skip(self, paragraph: WordParagraph, place: WordPlace, layout: Layout) -> None:
        """Counts the white that an empty paragraph leaves."""
        properties = child(paragraph.element, "w:pPr", "w:rPr")
        mark = self._reader.looks(properties, paragraph.style, place.traits)
        height = LINE * (mark.size or SIZE) + (layout.above or 0.0) + (layout.below or 0.0)
        self._white.blank = round(self._white.blank + height, 2)


def read_grid(table: etree._Element, count: int) -> list[tuple[Cell, etree._Element]]:
    """The place of each cell of a table, and what stands in it; rows deleted under revision are left out."""
    rows = [row for row in _wrapped(table, "w:tr") if child(row, "w:trPr", "w:del") is None]
    found: list[tuple[Cell, etree._Element]] = []
    above: dict[int, int] = {}
    columns = 0
    for index, row in enumerate(rows):
        start = Cell(count, index, 0, len(rows), 0, header=bool(switch(row, "w:trPr", "w:tblHeader")))
        above, end = _read_row(row, start, above, found)
        columns = max(columns, end)
    return [(replace(cell, columns=columns), inside) for cell, inside in found]


def _read_row(
    row: etree._Element, start: Cell, above: dict[int, int], found: list[tuple[Cell, etree._Element]]
) -> tuple[dict[int, int], int]:
    """Adds the cells of a row; column -> which of them the next row may carry on, and where the row ends."""
    column = number(row, "w:trPr", "w:gridBefore") or 0
    carried: dict[int, int] = {}
    for element in _wrapped(row, "w:tc"):
        span = max(1, number(element, "w:tcPr", "w:gridSpan") or 1)
        at = _continued(element, above.get(column), len(found))
        if at is None:
            at = len(found)
            found.append((replace(start, column=column, column_span=span), element))
        else:
            cell, inside = found[at]
            beside = cell.row == start.row
            wide, high = cell.column_span + span * beside, cell.row_span + (not beside)
            found[at] = replace(cell, column_span=wide, row_span=high), inside
        if child(element, "w:tcPr", "w:vMerge") is not None:
            carried[column] = at
        column += span
    return carried, column


def _wrapped(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of this name, those in content controls and marks of revision included."""
    for inner in element.iterchildren(etree.Element):
        if inner.tag == clark(tag):
            yield inner
        elif inner.tag in WRAPPERS:
            yield from _wrapped(inner, tag)


def _continued(element: etree._Element, above: int | None, count: int) -> int | None:
    """Which cell this one only carries on: that above it, or in old files the last before it."""
    down, across = child(element, "w:tcPr", "w:vMerge"), value(element, "w:tcPr", "w:hMerge")
    if down is not None and down.get(clark("w:val"), "continue") == "continue":
        return above
    return count - 1 if across == "continue" and count else None
