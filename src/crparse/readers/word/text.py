"""The text of a Word paragraph as it is printed, with its typefaces, fields included."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from crparse.readers.blocks.lists import moved
from crparse.readers.blocks.markers import plain, symbol
from crparse.readers.word.styles import (
    Style,
    Traits,
    WordLooks,
    WordStyles,
    child,
    name,
    number,
    read_traits,
    switch,
    value,
)
from crparse.source import Run

PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


@dataclass
class _Field:
    codes: list[str] = field(default_factory=list)
    result: bool = False
    dropped: bool = False


class Fields:
    """Where in fields ({ PAGE }…) the text stands: codes are not printed, results are.

    A field may run over paragraphs. One that never ends would hide all the rest: it is not opened.
    """

    def __init__(self, story: etree._Element, *, without_pages: bool) -> None:
        self._open: list[_Field] = []
        self._without_pages = without_pages
        begun: list[etree._Element] = []
        for mark in story.iter(name("w:fldChar")):
            kind = mark.get(name("w:fldCharType"))
            if kind == "begin":
                begun.append(mark)
            elif kind == "end" and begun:
                begun.pop()
        self._endless = set(begun)

    @property
    def printed(self) -> bool:
        """Whether text here is printed."""
        return all(f.result and not f.dropped for f in self._open)

    def code(self, text: str) -> None:
        """A piece of the innermost field's code."""
        if self._open and not self._open[-1].result:
            self._open[-1].codes.append(text)

    def turn(self, mark: etree._Element) -> None:
        """A `w:fldChar`: a field begins, comes to its result, or ends."""
        kind = mark.get(name("w:fldCharType"))
        if kind == "begin" and mark not in self._endless:
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            inner = self._open[-1]
            inner.result = True
            inner.dropped = self.drops("".join(inner.codes))
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
    texts = [entry.get(name("w:val"), "") for entry in entries.iterchildren(name("w:listEntry"))]
    index = number(entries, "w:result") or number(entries, "w:default") or 0
    return texts[index] if 0 <= index < len(texts) else ""


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f]")
_FILE_BREAKS = re.compile(r"[\r\n\x0b]")
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")

DROPPED = frozenset(
    name(tag)
    for tag in (
        "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:fldData", "w:ffData",
        "w:instrText", "w:delText", "w:delInstrText", "w:rt", "w:rubyPr", "w:pgNum", "w:annotationRef",
        "w:footnoteRef", "w:endnoteRef", "w:softHyphen",
    )
)  # fmt: skip
"""Elements without text of the page: properties, field codes, print over ruby, the notes' own signs."""

DELETED = frozenset({name("w:del"), name("w:moveFrom")})

SIGNS = {
    name("w:tab"): "\t", name("w:ptab"): "\t", name("w:br"): "\n", name("w:cr"): "\n",
    name("w:noBreakHyphen"): "-",
}  # fmt: skip
"""Elements that are one character. A no-break hyphen is a hyphen to the reader and to a search for it."""


@dataclass
class ParagraphText:
    """What a paragraph holds: pieces of text with their looks, and what is anchored in it."""

    pieces: list[tuple[str, WordLooks]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    """The contents of text boxes, in order."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """("footnote", id) of the notes called."""

    def printed(self) -> tuple[str, tuple[Run, ...], str]:
        """The text without outer white space, its runs, and the white space before it."""
        parts: list[str] = []
        runs: list[Run] = []
        length = 0
        for text, looks in _composed(self.pieces):
            parts.append(text)
            runs.append(
                Run(
                    length,
                    length + len(text),
                    looks.bold,
                    looks.italic,
                    looks.underline,
                    looks.size,
                    looks.color,
                )
            )
            length += len(text)
        whole = "".join(parts)
        text = whole.strip()
        before = whole[: len(whole) - len(whole.lstrip())]
        return text, moved(runs, -len(before), 0, len(text)), before


def _composed(pieces: Iterable[tuple[str, WordLooks]]) -> Iterator[tuple[str, WordLooks]]:
    """The pieces, like ones joined, accents made one with their letters, nothing unseen left."""
    joined: list[tuple[str, WordLooks]] = []
    for text, looks in pieces:
        text = _UNSEEN.sub("", text)
        accents = len(text) - len(text.lstrip(_COMBINING)) if joined else 0
        if accents:
            joined[-1] = (joined[-1][0] + text[:accents], joined[-1][1])
            text = text[accents:]
        if text and joined and joined[-1][1] == looks:
            joined[-1] = (joined[-1][0] + text, looks)
        elif text:
            joined.append((text, looks))
    return ((unicodedata.normalize("NFC", text), looks) for text, looks in joined)


_COMBINING = "".join(chr(code) for code in range(0x300, 0x370))


class TextReader:
    """Reads paragraphs of one story: the body, a text box, a note, a header."""

    def __init__(self, styles: WordStyles, story: etree._Element, *, furniture: bool = False) -> None:
        self._styles = styles
        self._fields = Fields(story, without_pages=furniture)
        self._looks: dict[tuple[Traits, str, str | None, Traits], WordLooks] = {}

    def read(self, paragraph: etree._Element, style: Style | None, table: Traits) -> ParagraphText:
        """The text of a paragraph and what is anchored in it."""
        self._style, self._table = style, table
        self._text = ParagraphText()
        self._children(paragraph)
        return self._text

    def looks(self, properties: etree._Element | None, style: Style | None, table: Traits) -> WordLooks:
        """How text with these properties is printed."""
        direct = read_traits(properties)
        character = value(properties, "w:rStyle")
        key = (table, style.id if style else "", character, direct)
        if key not in self._looks:
            named = self._styles.get(character, "character") if character else None
            self._looks[key] = self._styles.looks(table, style, named, direct)
        return self._looks[key]

    def _children(self, element: etree._Element) -> None:
        for inner in element.iterchildren(etree.Element):
            if inner.tag == name("w:r"):
                self._run(inner)
            elif inner.tag in DELETED:
                # A deleted text may hold the marks of a field whose other half stays.
                for mark in inner.iter(name("w:fldChar")):
                    self._fields.turn(mark)
            elif inner.tag == name("w:sdt"):
                self._control(inner)
            elif inner.tag == name("w:fldSimple"):
                if not self._fields.drops(inner.get(name("w:instr"), "")):
                    self._children(inner)
            elif inner.tag in (name("m:oMath"), name("m:oMathPara")):
                self._add("".join(t.text or "" for t in inner.iter(name("m:t"))), WordLooks())
            elif inner.tag == name("mc:AlternateContent"):
                for element_of_choice in chosen(inner):
                    self._children(element_of_choice)
            elif inner.tag not in DROPPED:
                self._children(inner)

    def _control(self, control: etree._Element) -> None:
        properties, content = child(control, "w:sdtPr"), child(control, "w:sdtContent")
        if switch(properties, "w:showingPlcHdr") or content is None:
            return
        self._children(content)

    def _run(self, run: etree._Element) -> None:
        self._pieces(run, self.looks(child(run, "w:rPr"), self._style, self._table))

    def _pieces(self, run: etree._Element, looks: WordLooks) -> None:
        for piece in run.iterchildren(etree.Element):
            tag = piece.tag
            if tag == name("w:t"):
                self._add(_of_font(_FILE_BREAKS.sub(" ", piece.text or ""), looks.font), looks)
            elif tag in SIGNS:
                self._add(SIGNS[tag], looks)
            elif tag == name("w:sym"):
                self._add(_sign(piece), looks)
            elif tag == name("w:fldChar"):
                self._add(form_entry(piece), looks)
                self._fields.turn(piece)
            elif tag == name("w:instrText"):
                self._fields.code(piece.text or "")
            elif tag in (name("w:footnoteReference"), name("w:endnoteReference")):
                self._note(piece, looks)
            elif tag == name("mc:AlternateContent"):
                for alternative in chosen(piece):
                    self._pieces(alternative, looks)
            elif tag in (name("w:drawing"), name("w:pict"), name("w:object")):
                self._text.boxes.extend(boxes_of(piece))
                for art in piece.iter(name("v:textpath")):
                    self._add(f"\n{art.get('string', '')}\n", looks)
            elif tag == name("w:ruby"):
                for base in piece.iterchildren(name("w:rubyBase")):
                    self._children(base)

    def _note(self, reference: etree._Element, looks: WordLooks) -> None:
        kind = "footnote" if reference.tag == name("w:footnoteReference") else "endnote"
        if self._fields.printed and not looks.hidden:
            self._text.notes.append((kind, reference.get(name("w:id"), "")))

    def _add(self, text: str, looks: WordLooks) -> None:
        if text and self._fields.printed and not looks.hidden:
            self._text.pieces.append((text.upper() if looks.caps else text, looks))


def _sign(element: etree._Element) -> str:
    code = element.get(name("w:char"), "")
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", code):
        return ""
    return symbol(int(code, 16), element.get(name("w:font"))) or plain(chr(int(code, 16)))


def _of_font(text: str, font: str | None) -> str:
    """The text with the letters of a symbol font replaced by what they look like."""
    if font is not None and font.lower().startswith(_SYMBOL_FONTS):
        text = "".join(symbol(ord(char), font) or char for char in text)
    return plain(text)


def chosen(alternatives: etree._Element) -> Iterator[etree._Element]:
    """The one of `mc:AlternateContent`'s alternatives to read: the first choice, else the fallback."""
    for tag in ("mc:Choice", "mc:Fallback"):
        found = child(alternatives, tag)
        if found is not None and len(found):
            yield found
            return


def boxes_of(drawing: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes of a drawing, those inside other boxes and second versions left out."""
    for inner in drawing.iterchildren(etree.Element):
        if inner.tag == name("w:txbxContent"):
            yield inner
        elif inner.tag == name("mc:AlternateContent"):
            for alternative in chosen(inner):
                yield from boxes_of(alternative)
        else:
            yield from boxes_of(inner)
