"""Markdown, parsed by markdown-it: headings, lists, tables, emphasis; front matter is furniture.

The title that the front matter gives is what pages made of the text show above it.

Lines that end where the author meant stay lines, as the pads on which minutes are taken together show them;
those that are merely wrapped are joined.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, pairwise, takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from crparse.readers.blocks.layout import Width
from crparse.readers.blocks.lists import (
    ListLevels,
    RichText,
    TextFace,
    marked_blocks,
    moved,
    split_items,
    struck_caveats,
)
from crparse.readers.blocks.markers import UNMARKED, Marker
from crparse.readers.files.encodings import decode_text
from crparse.readers.html import HtmlBlocks
from crparse.readers.html.tree import parse_html
from crparse.source import Block, Caveat, Cell, Kind, SourceDocument
from crparse.text import fold, squeeze

INDENT = 18.0
"""Points by which a list or quotation stands further in: more than `DEEPER`, so that each is a level."""

# Takes "---\ntitle: Conseil du 3 mai\n---\n", leaves "---\nBilan" that no such line ends.
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
# Takes "title: Conseil du 3 mai", leaves "Présents :", "http://mairie.example".
_PROPERTY = re.compile(r"([\w-]+)[ \t]*:[ \t]+(\S.*)")
# Takes ":::success" and ":::" around a coloured box, "[TOC]"; leaves "Présents ::: tous".
_CONTAINER = re.compile(r"^ {0,3}:::.*$|^\[(?:TOC|toc)\][ \t]*$", re.M)
# Takes "[x] relancer la mairie", leaves "[sic]", "[]".
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")
# Takes "<!-- à relire -->", leaves "<-- ici".
_COMMENT = re.compile(r"<!--.*?-->", re.S)
# Takes "<td>Ana Roux</td>", leaves "<br>", "<div class='note'></div>".
_WORDS = re.compile(r"(?:>|^)[^<]*\w")
# Takes "<br>", "<BR />"; leaves "<b>".
_BREAK_TAG = re.compile(r"<br\s*/?>", re.I)


def read_markdown(content: bytes, name: str) -> SourceDocument:
    """The blocks of a Markdown file."""
    text, notes = _without_notes(decode_text(content).replace("\f", "\n"))
    front = _FRONT.match(text.lstrip("\n"))
    properties = dict(_PROPERTY.findall(front[1])) if front else {}
    walked = MarkdownBlocks(text.lstrip("\n")[front.end() :] if front else text)
    title = properties.get("title", "").strip("\"' ")
    head = [Block(title, heading_level=0)] if title and not _is_said(title, walked.blocks) else []
    numbered = [replace(block, paragraph=index) for index, block in enumerate([*head, *walked.blocks])]
    furniture = [Block(f"{key}: {value.strip()}", kind=Kind.HEADER) for key, value in properties.items()]
    return SourceDocument(
        name=name,
        format="md",
        blocks=(*numbered, *notes, *furniture),
        title=title or None,
        warnings=(*dict.fromkeys(walked.warnings), *struck_caveats(walked.struck)),
    )


def _is_said(title: str, blocks: Sequence[Block]) -> bool:
    """Whether the first heading of a text is its title."""
    first = next((block for block in blocks if block.heading_level is not None), None)
    return first is not None and fold(title) in fold(first.text)


# A footnote: takes "[^1]: arrivé à 19 h" with the lines further in below it, leaves "[^1] et".
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]*\n)?(?: {2,}|\t).+)*)\n?", re.M)
# What calls one: takes "[^1]" of "Ferrand[^1]", leaves "[1]".
_CALL = re.compile(r"\[\^([^\]\s]+)\]")


def _without_notes(text: str) -> tuple[str, list[Block]]:
    """The text without its footnotes and what calls them, and the footnotes."""
    notes = {note[1]: squeeze(note[2]) for note in _NOTE.finditer(text)}
    if not notes:
        return text, []
    called = _CALL.sub(lambda call: "" if call[1] in notes else call[0], _NOTE.sub("", text))
    return called, [Block(note, kind=Kind.FOOTNOTE, marker=name) for name, note in notes.items() if note]


class MarkdownBlocks:
    """Walks the tokens of a text and gathers blocks."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.warnings: list[Caveat] = []
        self.struck = 0
        """Characters left out because they are struck through."""
        self._levels = ListLevels()
        self._lists: list[int | None] = []
        """Of each list that is open, the number of its next item; None of one with bullets."""
        self._cell: Cell | None = None
        self._tables = 0
        self._quotes = 0
        self._heading: int | None = None
        self._marker = UNMARKED
        text = _COMMENT.sub("", _CONTAINER.sub("", text))
        self._width = Width(text.split("\n"))
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
        for index, token in enumerate(tokens):
            self._token(token, tokens, index)

    def _token(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        kind = token.type
        if kind == "inline":
            self._inline(token)
        elif kind.endswith(("list_open", "list_close", "item_open")):
            self._list(token)
        elif kind in ("table_open", "table_close", "tr_open", "td_open", "th_open"):
            self._table_part(token, tokens, index)
        elif kind in ("heading_open", "heading_close"):
            self._heading = int(token.tag[1:]) if kind == "heading_open" else None
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotes += 1 if kind == "blockquote_open" else -1
        elif kind in ("fence", "code_block"):
            text = RichText()
            text.put(token.content.rstrip("\n"), TextFace())
            self._add(text)
        elif kind == "html_block":
            self._html(token.content)

    def _list(self, token: Token) -> None:
        if token.type.endswith("list_open"):
            start = token.attrGet("start")
            self._lists.append(None if token.tag == "ul" else 1 if start is None else int(start))
            self._marker = UNMARKED
        elif token.type.endswith("list_close"):
            self._lists.pop()
        else:
            number = self._lists[-1]
            self._marker = Marker(f"{'' if number is None else number}{token.markup}", number is None)
            self._lists[-1] = None if number is None else number + 1

    def _table_part(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        if token.type == "table_open":
            kinds = (tokens[at].type for at in count(index))
            inside = list(takewhile(lambda kind: kind != "table_close", kinds))
            size = inside.count("tr_open"), inside.count("th_open")
            self._cell, self._tables = Cell(self._tables, -1, -1, *size), self._tables + 1
        elif token.type == "table_close" or self._cell is None:
            self._cell = None
        elif token.type == "tr_open":
            self._cell = replace(self._cell, row=self._cell.row + 1, column=-1)
        else:
            header = token.type == "th_open"
            self._cell = replace(self._cell, column=self._cell.column + 1, header=header)

    def _inline(self, token: Token) -> None:
        text = RichText()
        face = TextFace(bold=self._cell is not None and self._cell.header)
        lines = iter(pairwise(token.content.split("\n")))
        for part in token.children or ():
            if part.type in ("text", "code_inline"):
                text.put(part.content, face)
            elif part.type in ("softbreak", "hardbreak"):
                above, below = next(lines)
                wrapped = part.type == "softbreak" and self._width.is_wrapped(above, below)
                text.put(" ", face) if wrapped else text.end_line(face)
            elif part.type == "html_inline" and _BREAK_TAG.fullmatch(part.content):
                text.end_line(face)
            elif part.tag == "strong":
                face = replace(face, bold=part.nesting > 0)
            elif part.tag == "em":
                face = replace(face, italic=part.nesting > 0)
            elif part.tag == "s":
                face = replace(face, struck=part.nesting > 0)
        self._add(text)

    def _add(self, gathered: RichText) -> None:
        self.struck += gathered.struck
        text, runs, before = gathered.stripped()
        if not text:
            return
        marker, self._marker = self._marker, UNMARKED
        task = _TASK.match(text) if marker.text else None
        if task:
            marker, text = Marker("☐" if task[1] == " " else "☒", True), text[task.end() :]
            runs = moved(runs, -task.end(), 0, len(text))
        pattern = Block(
            text="",
            heading_level=self._heading,
            indent=INDENT * (len(self._lists) + self._quotes),
            cell=self._cell,
        )
        listed = ("markdown", len(self._lists) - 1) if marker.text else None
        self.blocks += marked_blocks(pattern, split_items(text, runs, before), self._levels, marker, listed)

    def _html(self, content: str) -> None:
        """HTML between the paragraphs: a table, mostly."""
        if not _WORDS.search(content):
            return
        root, warnings = parse_html(content)
        self.warnings += warnings
        page = HtmlBlocks(self._tables)
        self.blocks += page.read(root)
        self.struck += page.struck
        self._tables = page.tables
