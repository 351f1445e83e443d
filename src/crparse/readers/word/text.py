"""A Word paragraph: its text as it is printed, what is anchored in it, its place in the lists."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from crparse.readers.blocks.lists import PLAIN, RichText, TextFace
from crparse.readers.blocks.markers import plain, symbol
from crparse.readers.files.markup import clark
from crparse.readers.word.numbering import WordNumbers
from crparse.readers.word.styles import UNSTYLED, Layout, Style, WordStyles, read_layout, read_traits
from crparse.readers.word.xml import child, children, hexadecimal, number, switch, value

# Takes control characters, leaves a tab.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


COMBINING = "".join(map(chr, range(0x300, 0x370)))
"""Accents that stand behind the letter they belong to, as some programs write them."""


@dataclass(kw_only=True)
class WordParagraph(RichText):
    """A paragraph: its style, its text, and what is anchored in it."""

    element: etree._Element
    style: Style
    boxes: list[etree._Element] = field(default_factory=list)
    """The contents of text boxes, in order."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """("footnote", id) of the notes called."""

    def printed(self) -> RichText:
        """The text, like pieces joined, accents made one with their letters, nothing unseen left."""
        joined: list[tuple[str, TextFace]] = []
        for text, face in self.pieces:
            text = _CONTROL.sub("", text)
            accents = len(text) - len(text.lstrip(COMBINING)) if joined else 0
            if accents:
                joined[-1] = (joined[-1][0] + text[:accents], joined[-1][1])
                text = text[accents:]
            if text and joined and joined[-1][1] == face:
                joined[-1] = (joined[-1][0] + text, face)
            elif text:
                joined.append((text, face))
        return RichText([(unicodedata.normalize("NFC", text), face) for text, face in joined])

    @cached_property
    def direct(self) -> Layout:
        """What its own properties say."""
        return read_layout(child(self.element, "w:pPr"))

    @property
    def runs_on(self) -> bool:
        """Whether it goes on in the next: its mark is deleted, or it is a large initial."""
        properties = child(self.element, "w:pPr")
        frame = child(properties, "w:framePr")
        initial = frame is not None and frame.get(clark("w:dropCap"), "none") != "none"
        return initial or any(child(properties, "w:rPr", tag) is not None for tag in ("w:del", "w:moveFrom"))

    def listed(self, lists: Mapping[str, WordNumbers]) -> tuple[str, int] | None:
        """The list and level that it or its style names; its own wins."""
        num_id, level = self.direct.num_id or self.style.layout.num_id, self.direct.level
        if not num_id or num_id not in lists:
            return None
        if level is None:
            bound = lists[num_id].level_of_style(style.id for style in self.style.chain)
            level = bound if bound is not None else self.style.layout.level or 0
        return (num_id, level) if level in lists[num_id].levels else None

    def layout(self, of_list: Layout | None, defaults: Layout) -> Layout:
        """Its place: the indents of its list win over its style's where it chose the list itself."""
        around = self.style.layout
        if of_list is not None:
            around = around.over(of_list) if self.direct.num_id is None else of_list.over(around)
        return self.direct.over(around).over(defaults)

    @property
    def heading_level(self) -> int | None:
        """Its outline level; its own wins over its style's."""
        if self.direct.outline is not None:
            return self.direct.heading_level
        return self.style.heading_level


PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
"""Fields whose result is the number of a page, or how many there are."""


@dataclass(slots=True)
class _Field:
    """A field that is open: its code so far, and whether text in it is printed."""

    code: list[str] = field(default_factory=list)
    printed: bool = False


class Fields:
    """Where in fields ({ PAGE }…) the text stands: codes are not printed, results are.

    A field may run over paragraphs. One that never ends would hide all the rest: it is not opened.
    """

    def __init__(self, story: etree._Element, *, without_pages: bool) -> None:
        self._open: list[_Field] = []
        self._without_pages = without_pages
        begun: list[etree._Element] = []
        for mark in story.iter(clark("w:fldChar")):
            kind = mark.get(clark("w:fldCharType"))
            if kind == "begin":
                begun.append(mark)
            elif kind == "end" and begun:
                begun.pop()
        self._endless = set(begun)

    @property
    def printed(self) -> bool:
        """Whether text here is printed."""
        return all(field.printed for field in self._open)

    def code(self, text: str) -> None:
        """A piece of the innermost field's code."""
        if self._open:
            self._open[-1].code.append(text)

    def turn(self, mark: etree._Element) -> None:
        """A `w:fldChar`: a field begins, comes to its result, or ends."""
        kind = mark.get(clark("w:fldCharType"))
        if kind == "begin" and mark not in self._endless:
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].printed = not self.drops("".join(self._open[-1].code))
        elif kind == "end" and self._open:
            self._open.pop()

    def drops(self, code: str) -> bool:
        """Whether the result of a field with this code is a page number of the furniture."""
        return self._without_pages and (code.split() or [""])[0].upper() in PAGE_FIELDS


def form_entry(mark: etree._Element) -> str:
    """What a form field of old Word shows by itself: a box, or the entry chosen from a list."""
    box, entries = child(mark, "w:ffData", "w:checkBox"), child(mark, "w:ffData", "w:ddList")
    if box is not None:
        ticked = switch(box, "w:checked")
        ticked = switch(box, "w:default") if ticked is None else ticked
        return "☒" if ticked else "☐"
    if entries is None:
        return ""
    texts = [entry.get(clark("w:val"), "") for entry in entries.iterchildren(clark("w:listEntry"))]
    index = number(entries, "w:result") or number(entries, "w:default") or 0
    return texts[index] if 0 <= index < len(texts) else ""


FILE_BREAKS = dict.fromkeys(map(ord, "\r\n\v"), " ")
"""A line break of the file within a text is white space; those that Word prints are elements."""

SYMBOL_FONTS = ("wingdings", "symbol", "webdings")
"""How the names of typefaces begin in which letters are signs."""

DROPPED = frozenset(
    clark(tag)
    for tag in (
        "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:fldData", "w:ffData",
        "w:instrText", "w:delText", "w:delInstrText", "w:rt", "w:rubyPr", "w:pgNum", "w:annotationRef",
        "w:footnoteRef", "w:endnoteRef", "w:softHyphen",
    )
)  # fmt: skip
"""Elements without text of the page: properties, field codes, print over ruby, the notes' own signs."""

DELETED = frozenset({clark("w:del"), clark("w:moveFrom")})

SIGNS = {
    clark("w:tab"): "\t", clark("w:ptab"): "\t", clark("w:br"): "\n", clark("w:cr"): "\n",
    clark("w:noBreakHyphen"): "-",
}  # fmt: skip
"""Elements that are one character. A no-break hyphen is a hyphen to the reader and to a search for it."""


class TextReader:
    """Reads paragraphs of one story: the body, a text box, a note, a header."""

    def __init__(self, styles: WordStyles, story: etree._Element, *, furniture: bool = False) -> None:
        self._styles = styles
        self._fields = Fields(story, without_pages=furniture)
        self._looks: dict[tuple[TextFace, str, str | None, TextFace], TextFace] = {}

    def read(self, element: etree._Element, style: Style, table: TextFace) -> WordParagraph:
        """A paragraph of this style in a table of these looks."""
        self._table = table
        self._paragraph = WordParagraph(element=element, style=style)
        self._children(element)
        return self._paragraph

    def looks(self, properties: etree._Element | None, style: Style, table: TextFace) -> TextFace:
        """How text with these properties is printed."""
        direct = read_traits(properties)
        character = value(properties, "w:rStyle")
        key = (table, style.id, character, direct)
        if key not in self._looks:
            named = self._styles.get(character, "character") if character else UNSTYLED
            self._looks[key] = self._styles.looks(table, style, named, direct)
        return self._looks[key]

    def _children(self, element: etree._Element) -> None:
        for inner in children(element):
            if inner.tag == clark("w:r"):
                self._run(inner, self.looks(child(inner, "w:rPr"), self._paragraph.style, self._table))
            elif inner.tag in DELETED:
                # A deleted text may hold the marks of a field whose other half stays.
                for mark in inner.iter(clark("w:fldChar")):
                    self._fields.turn(mark)
            elif inner.tag in (clark("m:oMath"), clark("m:oMathPara")):
                self._add("".join(t.text or "" for t in inner.iter(clark("m:t"))), PLAIN)
            elif inner.tag not in DROPPED and not self._is_replaced(inner):
                self._children(inner)

    def _is_replaced(self, element: etree._Element) -> bool:
        """Whether what it shows is no text: that of a control not filled in, or a page number."""
        return is_empty_control(element) or self._fields.drops(element.get(clark("w:instr"), ""))

    def _run(self, run: etree._Element, looks: TextFace) -> None:
        for piece in children(run):
            tag = piece.tag
            self._add(_signs(piece, looks.font), looks)
            if tag == clark("w:fldChar"):
                self._fields.turn(piece)
            elif tag == clark("w:instrText"):
                self._fields.code(piece.text or "")
            elif tag in (clark("w:footnoteReference"), clark("w:endnoteReference")):
                if self._fields.printed and not looks.hidden:
                    kind = etree.QName(piece).localname.removesuffix("Reference")
                    self._paragraph.notes.append((kind, piece.get(clark("w:id"), "")))
            elif tag in (clark("w:drawing"), clark("w:pict"), clark("w:object")):
                self._paragraph.boxes.extend(boxes_of(piece))
                for art in piece.iter(clark("v:textpath")):
                    self._add(f"\n{art.get('string', '')}\n", looks)
            elif tag == clark("w:ruby"):
                for base in piece.iterchildren(clark("w:rubyBase")):
                    self._children(base)

    def _add(self, text: str, looks: TextFace) -> None:
        if self._fields.printed:
            self._paragraph.put(text, looks)


def _signs(piece: etree._Element, font: str | None) -> str:
    """What a piece of a run prints by itself."""
    if piece.tag == clark("w:t"):
        return _of_font((piece.text or "").translate(FILE_BREAKS), font)
    if piece.tag == clark("w:sym"):
        code = hexadecimal(piece, "w:char")
        return "" if code is None else symbol(code, piece.get(clark("w:font"))) or plain(chr(code))
    return form_entry(piece) if piece.tag == clark("w:fldChar") else SIGNS.get(piece.tag, "")


def _of_font(text: str, font: str | None) -> str:
    """The text with the letters of a symbol font replaced by what they look like."""
    if font is not None and font.lower().startswith(SYMBOL_FONTS):
        text = "".join(symbol(ord(char), font) or char for char in text)
    return plain(text)


def is_empty_control(element: etree._Element) -> bool:
    """Whether it is a content control in which nothing is filled in."""
    return bool(switch(element, "w:sdtPr", "w:showingPlcHdr"))


def boxes_of(drawing: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes of a drawing, those inside other boxes and second versions left out."""
    for inner in children(drawing):
        if inner.tag == clark("w:txbxContent"):
            yield inner
        else:
            yield from boxes_of(inner)
