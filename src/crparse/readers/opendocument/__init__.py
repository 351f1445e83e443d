"""OpenDocument text (ODT): the package's XML read with lxml, zipped or flat, no office suite needed.

How text looks is resolved through its styles and their parents, then the body is walked in reading order.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product, repeat
from typing import Self

from lxml import etree

from crparse.errors import ReadError
from crparse.readers.blocks.layout import without_layout
from crparse.readers.blocks.lists import RichText, TextFace, TypedLine, marked_block, struck_caveats
from crparse.readers.blocks.markers import UNMARKED, LevelStyle, ListNumbers, Marker, plain
from crparse.readers.files.markup import (
    DAMAGED_PACKAGE,
    clark,
    is_bold,
    parsed,
    points,
    read_parts,
    whole_xml,
)
from crparse.source import Block, Cell, Kind, SourceDocument
from crparse.text import without_unseen
from crparse.wording import Message

MAX_XML = 256 * 2**20
"""Bytes of unpacked XML beyond which a package is taken for a bomb: 1,000 pages are about 20 MB."""

MANIFEST = "META-INF/manifest.xml"
ADVICE = Message("Open it in LibreOffice and save it again as .odt or .docx.")


def read_odt(content: bytes, name: str) -> SourceDocument:
    """The blocks of an ODT file, zipped or flat.

    Raises:
        ReadError: "corrupt_odt" or "encrypted" or "too_large".
    """
    text, styles, meta = open_odt(content)
    body = text.find(f"{clark('office:body')}/{clark('office:text')}")
    if body is None:
        message = Message("The file is OpenDocument but holds no text document.")
        raise ReadError("corrupt_odt", message, Message("Save it as .odt."))
    walker = _Walker(OdtStyles(styles, text))
    walker.walk(body)
    return SourceDocument(
        name=name,
        format="odt",
        blocks=(*_furniture(styles, walker), *without_layout(walker.blocks), *walker.notes),
        title=meta.findtext(f".//{clark('dc:title')}") or None,
        warnings=tuple(struck_caveats(walker.struck)),
    )


NOTHING = etree.Element("nothing")
"""In the place of a part that a package has not."""

OdtPackage = tuple[etree._Element, etree._Element, etree._Element]
"""The content, the styles and the properties; a flat file is its own styles and properties."""


def open_odt(content: bytes) -> OdtPackage:
    """The parts of an ODT file.

    Raises:
        ReadError: "corrupt_odt" or "encrypted" or "too_large".
    """
    try:
        with whole_xml("corrupt_odt", "file", ADVICE):
            if content.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(content)) as package:
                    return _unpacked(package)
            root = parsed(content)
            return root, root, root
    except DAMAGED_PACKAGE as error:
        raise ReadError(
            "corrupt_odt", Message("The ODT package is damaged (%(error)s).", error=error), ADVICE
        ) from error


def _unpacked(package: zipfile.ZipFile) -> OdtPackage:
    parts = {part.filename: part for part in package.infolist()}
    read = [parts[name] for name in (MANIFEST, "content.xml", "styles.xml", "meta.xml") if name in parts]
    contents = read_parts(package, read, MAX_XML, "ODT")
    if b"manifest:encryption-data" in contents.pop(MANIFEST, b""):
        raise ReadError(
            "encrypted", Message("The file is protected by a password."), Message("Save it without one.")
        )
    if "content.xml" not in contents:
        raise ReadError("corrupt_odt", Message("The ODT package has no content.xml."), ADVICE)
    trees = {name: parsed(content) for name, content in contents.items()}
    return trees["content.xml"], trees.get("styles.xml", NOTHING), trees.get("meta.xml", NOTHING)


def _furniture(styles: etree._Element, walker: "_Walker") -> Iterable[Block]:
    """Headers and footers of the page styles, each text once."""
    once: dict[str, Block] = {}
    for kind, pages in product((Kind.HEADER, Kind.FOOTER), ("", "-first", "-left")):
        for element in styles.iter(clark(f"style:{kind.value}{pages}")):
            for block in walker.aside(element, kind):
                once.setdefault(block.text, block)
    return once.values()


LARGEST = 10_000
"""What no number of blanks, columns or items exceeds: a file may say anything."""

# Takes "12", leaves "-1", "1.5".
_WHOLE = re.compile(r"[0-9]{1,12}")


def whole_number(told: str | None) -> int:
    """The number that an attribute tells, as far as it makes sense in a document."""
    return min(LARGEST, int(told)) if told and _WHOLE.fullmatch(told) else 1


@dataclass(frozen=True, slots=True)
class OdtLooks(TextFace):
    """What styles say of a stretch of text or a paragraph, after their parents and defaults."""

    align: str | None = None
    indent: float | None = None
    above: float | None = None
    title: bool = False
    """Based on the style that the format names Title."""

    def with_style(self, style: etree._Element) -> Self:
        """These looks with those that `style` itself sets laid over them."""
        said: dict[str, str] = {}
        for part in style.iterchildren(clark("style:text-properties"), clark("style:paragraph-properties")):
            said.update((str(name), str(told)) for name, told in part.attrib.items())
        title = self.title or style.get(clark("style:name")) == "Title"
        return replace(self._with_text(said)._with_paragraph(said), title=title)

    def _with_text(self, said: Mapping[str, str]) -> Self:
        weight, slant = said.get(clark("fo:font-weight")), said.get(clark("fo:font-style"))
        under, case = said.get(clark("style:text-underline-style")), said.get(clark("fo:text-transform"))
        size, color = said.get(clark("fo:font-size"), ""), said.get(clark("fo:color"))
        shown, small = said.get(clark("text:display")), said.get(clark("fo:font-variant"))
        line = said.get(clark("style:text-line-through-style"))
        share = points(size[:-1], 0.01, 4) if size.endswith("%") else None
        return replace(
            self,
            bold=self.bold if weight is None else is_bold(weight),
            italic=self.italic if slant is None else slant in ("italic", "oblique"),
            underline=self.underline if under is None else under != "none",
            caps=self.caps if case is None else case == "uppercase",
            small_caps=self.small_caps if small is None else small == "small-caps",
            hidden=self.hidden if shown is None else shown == "none",
            struck=self.struck if line is None else line != "none",
            size=points(size) or self.size if share is None else self.size and round(self.size * share, 1),
            color=self.color if color is None else color.lstrip("#").upper().removeprefix("000000"),
        )

    def _with_paragraph(self, said: Mapping[str, str]) -> Self:
        align, around = said.get(clark("fo:text-align")), said.get(clark("fo:margin"))
        left = points(said.get(clark("fo:margin-left")) or around)
        first = points(said.get(clark("fo:text-indent")))
        above = points(said.get(clark("fo:margin-top")) or around)
        indent = self.indent
        if left is not None or first is not None:
            indent = (left if left is not None else self.indent or 0.0) + (first or 0.0)
        return replace(
            self,
            align=self.align if align is None else {"start": "left", "end": "right"}.get(align, align),
            indent=indent,
            above=self.above if above is None else above,
        )


def _levels(style: etree._Element) -> dict[int, LevelStyle]:
    """How the levels (from 1) of a list style, or of the outline, are marked."""
    found = {whole_number(told): level for level in style if (told := level.get(clark("text:level")))}
    formats = {at: level.get(clark("style:num-format"), "") for at, level in found.items()}
    return {at: _level(level, at, formats) for at, level in found.items()}


def _level(element: etree._Element, level: int, formats: Mapping[int, str]) -> LevelStyle:
    if etree.QName(element).localname == "list-level-style-bullet":
        sign = plain(element.get(clark("text:bullet-char"), "•"))
        return LevelStyle(Marker(sign or None, not any(char.isalnum() for char in sign)))
    first = level - whole_number(element.get(clark("text:display-levels"))) + 1
    parts: list[str | int] = [element.get(clark("style:num-prefix"), "")]
    for shown in sorted(at for at in formats if first <= at <= level and formats[at]):
        parts += shown, "."
    parts[-1] = element.get(clark("style:num-suffix"), "")
    start = whole_number(element.get(clark("text:start-value")))
    return LevelStyle(None, formats[level], tuple(parts) if formats[level] else (), start)


class OdtStyles:
    """The named styles of a document; automatic styles of the body win over common ones of that name."""

    def __init__(self, *trees: etree._Element) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._looks: dict[tuple[str, str | None, OdtLooks], OdtLooks] = {}
        self.lists: dict[str, dict[int, LevelStyle]] = {}
        """List style name -> level (from 1) -> how it is marked; the outline's numbering under ""."""
        self.usual = OdtLooks()
        """Of a paragraph of which nothing is said."""
        for tree in trees:
            for style in tree.iter(clark("style:style")):
                key = (style.get(clark("style:family"), ""), style.get(clark("style:name"), ""))
                self._elements[key] = style
            for style in tree.iter(clark("style:default-style")):
                if style.get(clark("style:family")) == "paragraph":
                    self.usual = OdtLooks().with_style(style)
            for style in tree.iter(clark("text:list-style"), clark("text:outline-style")):
                outline = style.tag == clark("text:outline-style")
                self.lists["" if outline else style.get(clark("style:name"), "")] = _levels(style)

    def looks(self, family: str, style: str | None, around: OdtLooks) -> OdtLooks:
        """Looks of a style of a family ("paragraph", "text") inside what looks like `around`."""
        key = family, style, around
        if key not in self._looks:
            for element in reversed(self._chain(family, style)):
                around = around.with_style(element)
            self._looks[key] = around
        return self._looks[key]

    def display_name(self, style: str | None) -> str | None:
        """The name a user knows the style by: that of the common style behind an automatic one."""
        for element in self._chain("paragraph", style or ""):
            parent = element.getparent()
            if parent is None or parent.tag != clark("office:automatic-styles"):
                return element.get(clark("style:display-name")) or element.get(clark("style:name"))
            style = element.get(clark("style:parent-style-name"))
        return style

    def _chain(self, family: str, style: str | None) -> list[etree._Element]:
        """A style and those it is based on, each once even where they go round in a circle."""
        chain: dict[str, etree._Element] = {}
        while style is not None and style not in chain and (family, style) in self._elements:
            chain[style] = self._elements[family, style]
            style = chain[style].get(clark("style:parent-style-name"))
        return list(chain.values())


MAX_REPEATED = 64
"""Places that one repeated table cell may stand for: text tables are not wider."""

# The line ends and indents of the file: takes "\n   " of "le\n   maire", leaves a no-break space.
_FILE_BREAKS = re.compile(r"[\r\n\t]+ *")

SIZE = 12.0
"""Points of an empty line where no style says: what LibreOffice's own template has."""

SKIPPED = frozenset(
    clark(n)
    for n in (
        "text:tracked-changes", "text:sequence-decls", "text:variable-decls", "text:user-field-decls",
        "office:forms", "office:annotation", "office:annotation-end", "text:page-number",
        "text:page-count", "text:table-of-content", "text:alphabetical-index",
    )
)  # fmt: skip
"""Elements whose text a reader of the printed page does not see, or that repeat the headings."""


@dataclass(slots=True)
class _Text(RichText):
    """The text of a paragraph, and what stands in frames in it."""

    frames: list[etree._Element] = field(default_factory=list)


def printed(text: str) -> str:
    """Text of the XML as it is printed: accents composed, line feeds made spaces, no marks without width."""
    return plain(unicodedata.normalize("NFC", without_unseen(_FILE_BREAKS.sub(" ", text))))


@dataclass(frozen=True)
class _Place:
    """Where in lists and tables the walk stands."""

    level: int = 0
    numbers: ListNumbers | None = None
    style: str | None = None
    start: int | None = None
    first: bool = False
    """Whether the next paragraph is the one that carries its item's marker."""
    cell: Cell | None = None


@dataclass
class _Walker:
    """Walks the body in document order and gathers blocks."""

    styles: OdtStyles
    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    struck: int = 0
    """Characters left out because they are struck through."""
    blank: float = 0.0
    """Points of empty paragraphs since the last block."""
    counters: dict[str, ListNumbers] = field(default_factory=dict)
    """Of each list style, for lists that continue it, and of the outline under ""."""
    lists: dict[str | None, ListNumbers] = field(default_factory=dict)
    """The counters of each list by its id, for lists that continue that very one."""

    def walk(self, element: etree._Element, place: _Place = _Place()) -> None:
        """Gathers the blocks of an element's children."""
        for child in element.iterchildren(etree.Element):
            if child.tag in SKIPPED:
                continue
            if child.tag in (clark("text:p"), clark("text:h")):
                self.paragraph(child, place)
                place = replace(place, first=False)
            elif child.tag == clark("text:list"):
                self.items(child, place)
            elif child.tag == clark("table:table"):
                self.table(child)
            else:
                self.walk(child, place)

    def items(self, element: etree._Element, place: _Place) -> None:
        """A list: its items a level deeper, their numbers counted on where the list continues another."""
        style = element.get(clark("text:style-name")) or (place.style if place.level else None)
        numbers = place.numbers
        if numbers is None or style != place.style:
            numbers = self.list_numbers(element, style or "-")
        for item in element:
            if item.tag == clark("text:list-header"):
                self.walk(item, _Place(cell=place.cell))
            elif item.tag == clark("text:list-item"):
                start = item.get(clark("text:start-value"))
                first = whole_number(start) if start else None
                self.walk(item, _Place(place.level + 1, numbers, style, first, True, place.cell))

    def list_numbers(self, element: etree._Element, style: str) -> ListNumbers:
        """The counters of a list: new ones, or counted on from the list or the style that it continues."""
        before = self.lists.get(element.get(clark("text:continue-list")))
        if before is None and element.get(clark("text:continue-numbering")) == "true":
            before = self.counters.get(style)
        numbers = ListNumbers(self.styles.lists.get(style, {}), before.counts if before else {})
        self.counters[style] = numbers
        name = element.get(clark("xml:id"))
        if name:
            self.lists[name] = numbers
        return numbers

    def table(self, element: etree._Element) -> None:
        """The cells of a table row by row; a merged cell stands at its first place."""
        number, self.tables = self.tables, self.tables + 1
        tables = clark("table:table")  # which nest
        rows = [r for r in element.iter(clark("table:table-row")) if next(r.iterancestors(tables)) is element]
        grid = [(_is_header(row), list(_cells(row))) for row in rows]
        columns = max((len(cells) for _, cells in grid), default=0)
        for index, (header, cells) in enumerate(grid):
            for column, cell in enumerate(cells):
                if cell.tag == clark("table:covered-table-cell"):
                    continue
                spans = (cell.get(clark(f"table:number-{side}-spanned")) for side in ("rows", "columns"))
                row_span, column_span = map(whole_number, spans)
                where = Cell(number, index, column, len(grid), columns, row_span, column_span, header)
                self.walk(cell, _Place(cell=where))

    def paragraph(self, element: etree._Element, place: _Place) -> None:
        """One paragraph or heading as a block; frames and notes inside it follow it."""
        style = element.get(clark("text:style-name"))
        looks = self.styles.looks("paragraph", style or "Standard", self.styles.usual)
        index, self.paragraphs = self.paragraphs, self.paragraphs + 1
        text = _Text()
        self.gather(element, looks, text)
        self.struck += text.struck
        level = self.heading_level(element, looks)
        marker = self.marker(element, place, level)
        # An empty paragraph is one empty line: it may still print a number, and it leaves white.
        for line in text.items() or [TypedLine("", ())]:
            block = marked_block(Block("", heading_level=level), line, marker, face=looks)
            if block.text.strip():
                self.blocks.append(self.placed(block, element, looks, place, index))
                self.blank = 0.0
            else:
                self.blank += looks.size or SIZE
            marker = UNMARKED
        for frame in text.frames:
            self.walk(frame, _Place(cell=place.cell))

    def placed(
        self, block: Block, element: etree._Element, looks: OdtLooks, place: _Place, index: int
    ) -> Block:
        """The block of a paragraph in its list, with its looks."""
        listed = block.marker is not None or place.level > 0
        return replace(
            block,
            kind=Kind.LIST_ITEM if listed and block.heading_level is None else Kind.PARAGRAPH,
            paragraph=index,
            list_level=max(0, place.level - 1) if listed else None,
            style=self.styles.display_name(element.get(clark("text:style-name"))),
            align=looks.align,
            indent=looks.indent,
            space_before=(looks.above or 0.0) + self.blank,
            cell=place.cell,
        )

    def heading_level(self, element: etree._Element, looks: OdtLooks) -> int | None:
        """The outline level: of `text:h`, or 0 for a title."""
        if element.tag == clark("text:h"):
            return whole_number(element.get(clark("text:outline-level")))
        return 0 if looks.title else None

    def marker(self, element: etree._Element, place: _Place, level: int | None) -> Marker:
        """What the list or the outline prints before the paragraph."""
        numbers, at, start = place.numbers, place.level, place.start
        if numbers is None and level and element.get(clark("text:is-list-header")) != "true":
            outline = self.counters.setdefault("", ListNumbers(self.styles.lists.get("", {})))
            numbers, at, start = outline, level, None
        elif not place.first:
            return UNMARKED
        if numbers is None or at not in numbers.levels:
            return UNMARKED
        if numbers.levels[at].bullet is None:
            numbers.count(at, start)
        return numbers.marker(at)

    def gather(self, element: etree._Element, looks: OdtLooks, text: _Text) -> None:
        """The text of a paragraph with its runs and frames; notes go to the notes."""
        text.put(printed(element.text or ""), looks)
        for child in element:
            if child.tag == clark("text:span"):
                style = child.get(clark("text:style-name"))
                self.gather(child, self.styles.looks("text", style, looks), text)
            elif child.tag == clark("text:s"):
                text.put(" " * whole_number(child.get(clark("text:c"))), looks)
            elif child.tag == clark("text:tab"):
                text.put("\t", looks)
            elif child.tag == clark("text:line-break"):
                text.put("\n", looks)
            elif child.tag == clark("text:note"):
                self.note(child)
            elif child.tag == clark("draw:frame"):
                text.frames.append(child)
            elif isinstance(child.tag, str) and child.tag not in SKIPPED:
                self.gather(child, looks, text)
            text.put(printed(child.tail or ""), looks)

    def note(self, element: etree._Element) -> None:
        """A footnote or endnote, kept for the end of the text."""
        for body in element.iterchildren(clark("text:note-body")):
            self.notes.extend(self.aside(body, Kind.FOOTNOTE))

    def aside(self, element: etree._Element, kind: Kind) -> Iterator[Block]:
        """The blocks of what stands beside the text: one of its notes, or a header or footer."""
        side = _Walker(self.styles)
        side.walk(element)
        yield from (Block(block.text, kind=kind, runs=block.runs) for block in side.blocks)
        yield from side.notes


def _is_header(row: etree._Element) -> bool:
    return next(row.iterancestors()).tag == clark("table:table-header-rows")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row; one repeated cell stands for each of its places."""
    for cell in row.iterchildren(clark("table:table-cell"), clark("table:covered-table-cell")):
        repeated = whole_number(cell.get(clark("table:number-columns-repeated")))
        yield from repeat(cell, min(repeated, MAX_REPEATED))
