"""HTML: pages saved from the web, Word's "filtered" HTML, fragments; read with lxml.

Menus, scripts and forms are left out, headers and footers of the page are furniture. Nothing is fetched. Here
a page is walked in reading order; how its elements look and where the cells of its tables stand is in `tree`.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree, html

from crparse.errors import ReadError
from crparse.readers.blocks.lists import PLAIN, ListLevels, RichText, TextFace, marked_blocks, struck_caveats
from crparse.readers.blocks.markers import UNMARKED, Marker, plain, symbol, written
from crparse.readers.blocks.plain import TextBlocks
from crparse.readers.files.detect import HEAD, SAVED_PAGE
from crparse.readers.files.encodings import decode_text
from crparse.readers.files.markup import points, whole
from crparse.readers.html import tree
from crparse.source import Block, Kind, SourceDocument
from crparse.text import squeeze, without_unseen
from crparse.wording import Message


def read_html(content: bytes, name: str) -> SourceDocument:
    """The blocks of an HTML file, or of a page saved with its pictures (MHTML).

    Raises:
        ReadError: "corrupt_html" where there is nothing but broken tags.
    """
    is_saved = SAVED_PAGE.match(decode_text(content[:HEAD]))
    text = _mime_page(content) if is_saved else _decoded(content)
    root, warnings = tree.parse_html(text)
    main = _main(root)
    page = HtmlBlocks()
    blocks = page.read(main)
    body = [block for block in blocks if block.kind is not Kind.FOOTNOTE]
    numbered = [replace(block, paragraph=index) for index, block in enumerate(body)]
    notes = [block for block in blocks if block.kind is Kind.FOOTNOTE]
    title = squeeze(root.findtext(".//title") or "") or None
    every = (*numbered, *notes, *_furniture(root, main))
    told = (*warnings, *struck_caveats(page.struck))
    return SourceDocument(name, "html", every, title=title, warnings=told)


# Takes "<meta charset="utf-8">", "text/html; charset=windows-1252"; leaves "charsets".
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)


def _decoded(content: bytes) -> str:
    told = _CHARSET.search(content[:HEAD])
    return decode_text(content, told[1].decode("ascii") if told else None)


MOST_PARTS = 100
"""Parts of a saved page that may hold parts themselves: browsers and Word write one."""

# Takes "Content-Type: multipart/related", leaves "Content-Type: image/png".
_NESTING = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)


def _mime_page(content: bytes) -> str:
    """The page of an MHTML file, as Word and browsers save it with its pictures."""
    if sum(1 for _ in _NESTING.finditer(content)) > MOST_PARTS:
        raise ReadError(
            "corrupt_html", Message("The saved page has parts inside parts without end."), tree.SAVE_AGAIN
        )
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return decode_text(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    raise ReadError("corrupt_html", Message("The saved page holds no text."), tree.SAVE_AGAIN)


MOST = 0.5
"""Share of a page's text from which its one article is its content: one of a few lines is a part of it."""


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """What a page marks as its content, or its one article if that is most of the text; else all of it."""
    body: html.HtmlElement | None = root.find(".//body")
    whole = root if body is None else body
    for path, share in (("//main", 0.0), ("//*[@role='main']", 0.0), ("//article", MOST)):
        found = root.xpath(path)
        if len(found) == 1 and letters(found[0]) > share * letters(whole):
            return found[0]
    return whole


def _furniture(root: html.HtmlElement, main: html.HtmlElement) -> Iterator[Block]:
    """Headers and footers of the page, where its content is marked."""
    if main.tag in ("body", "html"):
        return
    around = [*main.iterancestors(), main]
    for kind in (Kind.HEADER, Kind.FOOTER):
        for element in root.iter(kind.value):
            if element not in around and main not in element.iterancestors():
                for block in HtmlBlocks().read(element):
                    yield Block(block.text, kind=kind, runs=block.runs)


INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong",
        "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
"""Elements that stand within a paragraph; all others end it."""

DROPPED = frozenset(
    {
        "script", "style", "nav", "noscript", "template", "head", "title", "form", "button", "select",
        "option", "textarea", "input", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map",
        "rp", "rt", "dialog",
    }
)  # fmt: skip

FORM = 0.5
"""Share of the text from which a form is the page: some programs put the whole page into one."""

DEEPEST = 150
"""Elements inside each other that are told apart; what stands deeper is read as plain paragraphs."""

QUOTE = 36.0
"""Points by which lists, quotations and definitions stand further in: half an inch, as in Word."""

# Takes the no-break spaces with which a line is filled up, leaves the one of "19 h".
_PADDING = re.compile("\u00a0{2,}")
# A note's id: takes "_ftn1", "fn2"; leaves "fnac".
_NOTE = re.compile(r"_?(?:ftn|edn|fn)\d+$")
# What leads to a note and back: takes "#_ftn1", "#_ftnref1"; leaves "#bilan".
_NOTE_CALL = re.compile(r"#_?(?:ftn|edn|fn|ftnref|ednref)\d+$")


@dataclass(frozen=True, slots=True)
class HtmlPlace:
    """Where the walk stands."""

    pattern: Block
    """What the blocks here share."""
    face: TextFace = PLAIN
    depth: int = 0
    """Of lists."""


class HtmlBlocks:
    """Gathers the blocks of an element; `tables` is the number of tables before it."""

    def __init__(self, tables: int = 0) -> None:
        self.tables = tables
        self.struck = 0
        """Characters left out because they are struck through."""
        self.blocks: list[Block] = []
        self._text = RichText()
        self._marker = UNMARKED
        self._levels = ListLevels()
        self._lists = 0
        self._depth = 0
        self._letters = 0

    def read(self, element: html.HtmlElement) -> list[Block]:
        """The blocks of an element, in reading order."""
        self._letters = letters(element)
        place = HtmlPlace(Block(""))
        self._walk(element, place)
        self._finish(place)
        return self.blocks

    def _walk(self, element: html.HtmlElement, place: HtmlPlace) -> None:
        self._add(element.text, place)
        for child in element:
            if isinstance(child.tag, str) and not self._is_dropped(child):
                self._child(child, place)
            self._add(child.tail, place)

    def _is_dropped(self, element: html.HtmlElement) -> bool:
        is_page = element.tag == "form" and letters(element) > FORM * self._letters
        is_shown = is_page or tree.entry(element) is not None
        return (element.tag in DROPPED and not is_shown) or tree.is_unseen(element)

    def _flat(self, element: html.HtmlElement, place: HtmlPlace) -> None:
        """The text of an element and all in it, a paragraph for each that ends one."""
        walk = etree.iterwalk(element, events=("start", "end"))
        for event, inner in walk:
            if inner.tag == "br" and event == "start":
                self._break(place)
            elif inner.tag not in INLINE and inner.tag != "br":
                self._finish(place)
            if event == "end":
                self._add(inner.tail if inner is not element else None, place)
            elif self._is_dropped(inner):
                walk.skip_subtree()
            else:
                self._add(inner.text, place)

    def _child(self, element: html.HtmlElement, place: HtmlPlace) -> None:
        tag = element.tag
        self._depth += 1
        if self._depth > DEEPEST:
            self._flat(element, place)
        elif tag == "br":
            self._break(place)
        elif (entry := tree.entry(element)) is not None:
            self._add(entry, place)
        elif tag in INLINE or (":" in tag and len(element) == 0):
            if not (tag == "a" and _NOTE_CALL.match(element.get("href", ""))):
                self._walk(element, replace(place, face=tree.inner_face(element, place.face)))
        else:
            self._finish(place)
            self._block(element, place)
            self._finish(place)
        self._depth -= 1

    def _block(self, element: html.HtmlElement, place: HtmlPlace) -> None:
        inner = _placed(element, place)
        if element.tag in ("ul", "ol", "menu", "dir"):
            self._list(element, inner)
        elif element.tag == "table":
            self._table(element, inner)
        elif element.tag in ("pre", "listing", "xmp"):
            self._typed(element, inner)
        elif element.tag not in ("hr", "img"):
            self._walk(element, inner)
            self._finish(inner)

    def _list(self, element: html.HtmlElement, place: HtmlPlace) -> None:
        inner = replace(place, depth=place.depth + 1)
        self._lists += place.depth == 0
        number = _number(element, "start", 1)
        self._add(element.text, inner)
        for item in element:
            self._finish(inner)
            if item.tag == "li":
                number = _number(item, "value", number)
                self._marker = _list_marker(element, number)
                self._walk(item, inner)
                self._finish(inner)
                self._marker = UNMARKED
                number += 1
            elif isinstance(item.tag, str) and not self._is_dropped(item):
                self._child(item, inner)
            self._add(item.tail, inner)
        self._finish(inner)

    def _table(self, element: html.HtmlElement, place: HtmlPlace) -> None:
        grid = tree.grid_of(element, self.tables)
        self._between_cells(element, place)
        if tree.only_sets_a_page(element, grid):
            for _, inside in grid:
                self._walk(inside, place)
                self._finish(place)
            return
        self.tables += 1
        for cell, inside in grid:
            inner = _placed(inside, HtmlPlace(Block("", cell=cell), place.face))
            face = replace(inner.face, bold=True) if inside.tag == "th" else inner.face
            self._walk(inside, replace(inner, face=face))
            self._finish(inner)
        for caption in islice(element.iterchildren("caption"), 1):
            self._walk(caption, place)
            self._finish(place)

    def _between_cells(self, part: html.HtmlElement, place: HtmlPlace) -> None:
        """What stands in a table and in none of its cells: a browser shows it before them."""
        self._finish(place)
        self._add(part.text, place)
        for child in part:
            if child.tag in tree.INNER[part.tag]:
                self._between_cells(child, place)
            elif child.tag not in (*tree.CELLS, "caption") and not self._is_dropped(child):
                self._child(child, place)
            self._add(child.tail, place)
        self._finish(place)

    def _typed(self, element: html.HtmlElement, place: HtmlPlace) -> None:
        """Text set as it was typed: read as plain text is."""
        lines = without_unseen(plain(element.text_content())).split("\n")
        around = place.pattern.kind
        typed = TextBlocks(lines, self.tables)
        for block in typed.read(lines):
            self.blocks.append(replace(block, kind=block.kind if around is Kind.PARAGRAPH else around))
        self.tables = typed.tables

    def _add(self, text: str | None, place: HtmlPlace) -> None:
        if not text:
            return
        font = (place.face.font or "").lower()
        if font.startswith(("wingdings", "symbol")):
            text = "".join((not char.isspace() and symbol(ord(char), font)) or char for char in text)
        self._text.add(_PADDING.sub(" ", plain(text)), place.face)

    def _break(self, place: HtmlPlace) -> None:
        """A line break; two of them end the paragraph."""
        if self._text.last == "\n":
            self._finish(place)
        else:
            self._text.end_line(place.face)

    def _finish(self, place: HtmlPlace) -> None:
        """Makes blocks of the text gathered."""
        gathered, self._text = self._text, RichText()
        self.struck += gathered.struck
        lines = gathered.items()
        if not lines:
            return
        pattern = replace(place.pattern, indent=(place.pattern.indent or 0.0) + QUOTE * place.depth)
        marker, self._marker = self._marker, UNMARKED
        listed = (str(self._lists), place.depth - 1) if marker.text else None
        letter_o = gathered.in_courier
        self.blocks += marked_blocks(pattern, lines, self._levels, marker, listed, letter_o=letter_o)


def _placed(element: html.HtmlElement, place: HtmlPlace) -> HtmlPlace:
    """The place inside a block element."""
    styles, around = tree.styles_of(element), place.pattern
    outline = _number(element, "aria-level", 2) if element.get("role") == "heading" else None
    level = tree.HEADINGS.get(element.tag) or outline or around.heading_level
    left = points(styles.get("margin-left"), digits=1) or 0.0
    first = points(styles.get("text-indent"), digits=1) or 0.0
    quoted = QUOTE if element.tag in ("blockquote", "dd") else 0.0
    note = bool(_NOTE.match(element.get("id", ""))) and element.tag in ("div", "li", "p")
    centred = "center" if element.tag == "center" else around.align
    pattern = replace(
        around,
        kind=Kind.FOOTNOTE if note else around.kind,
        heading_level=level,
        style=element.get("class") or (element.tag if level else around.style),
        align=styles.get("text-align") or element.get("align") or centred,
        indent=max(0.0, (around.indent or 0.0) + left + first + quoted),
    )
    return replace(place, pattern=pattern, face=tree.inner_face(element, place.face))


def letters(element: html.HtmlElement) -> int:
    """How long the text of an element is."""
    return len(squeeze(element.text_content()))


def _number(element: html.HtmlElement, attribute: str, otherwise: int) -> int:
    found = whole(element.get(attribute))
    return otherwise if found is None else found


def _list_marker(element: html.HtmlElement, number: int) -> Marker:
    """What the list prints before an item."""
    if element.tag != "ol":
        return Marker("•", True)
    figures = element.get("type", "1")
    return Marker(f"{written(number, figures if len(figures) == 1 else '1')}.", False)
