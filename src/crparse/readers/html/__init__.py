"""HTML: pages saved from the web, Word's "filtered" HTML, fragments; read with lxml.

Menus, scripts and forms are left out, headers and footers of the page are furniture. Nothing is fetched.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree, html

from crparse.errors import ReadError
from crparse.readers.files.encodings import decode_text
from crparse.readers.html.blocks import HtmlBlocks, letters
from crparse.readers.html.looks import INNER
from crparse.source import Block, Caveat, Kind, SourceDocument
from crparse.text import squeeze

CHARSET_WITHIN = 4096
"""Bytes in which a page says its encoding."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
MOST = 0.5
"""Share of a page's text from which its one article is its content: one of a few lines is a part of it."""

SAVE_AGAIN = "Open it in a browser and save it again."

MOST_PARTS = 100
"""Parts of a saved page that may hold parts themselves: browsers and Word write one."""

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_MIME = re.compile(rb"\A[\w-]+:(?:(?!\r?\n\r?\n).){0,4000}?\ncontent-type:\s*multipart/related", re.I | re.S)
_NESTING = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)


class HtmlTree(NamedTuple):
    """The elements of a page, and what of it is not among them."""

    root: html.HtmlElement
    warnings: tuple[Caveat, ...]


def read_html(content: bytes, name: str) -> SourceDocument:
    """The blocks of an HTML file, or of a page saved with its pictures (MHTML).

    Raises:
        ReadError: "corrupt_html" where there is nothing but broken tags.
    """
    text = _mime_page(content) if _MIME.match(content) else _decoded(content)
    root, warnings = parse_html(text)
    blocks = HtmlBlocks().read(_main(root))
    body = [block for block in blocks if block.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM)]
    notes = [block for block in blocks if block.kind is Kind.FOOTNOTE]
    furniture = [*(block for block in blocks if block.kind in (Kind.HEADER, Kind.FOOTER)), *_furniture(root)]
    numbered = [replace(block, paragraph=index) for index, block in enumerate(body)]
    title = squeeze(root.findtext(".//title") or "")
    return SourceDocument(
        name, "html", (*numbered, *notes, *furniture), title=title or None, warnings=warnings
    )


def parse_html(text: str) -> HtmlTree:
    """The tree of a page or fragment."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError("corrupt_html", f"The HTML cannot be read ({error}).", SAVE_AGAIN) from error
    _take_forms_out_of_tables(root)
    return HtmlTree(root, _cut_off(parser))


def _take_forms_out_of_tables(root: html.HtmlElement) -> None:
    """Puts into tables what forms have put between them and their cells, as browsers do."""
    for form in [*root.iter("form")]:
        parent = form.getparent()
        if parent is not None and parent.tag in INNER:
            form.drop_tag()


def _cut_off(parser: html.HTMLParser) -> tuple[Caveat, ...]:
    """A warning where the parser has stopped before the end: even a huge tree has a greatest depth."""
    if not parser.error_log.filter_from_fatals():
        return ()
    message = "The page has elements thousands deep inside each other: what follows them is not read."
    return (Caveat("cut_html", message),)


def _decoded(content: bytes) -> str:
    told = _CHARSET.search(content[:CHARSET_WITHIN])
    return decode_text(content, told[1].decode("ascii") if told else None)


def _mime_page(content: bytes) -> str:
    """The page of an MHTML file, as Word and browsers save it with its pictures."""
    if sum(1 for _ in _NESTING.finditer(content)) > MOST_PARTS:
        raise ReadError("corrupt_html", "The saved page has parts inside parts without end.", SAVE_AGAIN)
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return decode_text(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    raise ReadError("corrupt_html", "The saved page holds no text.", SAVE_AGAIN)


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """What a page marks as its content, or its one article if that is most of the text; else all of it."""
    body: html.HtmlElement | None = root.find(".//body")
    whole = root if body is None else body
    for path, share in (("//main", 0.0), ("//*[@role='main']", 0.0), ("//article", MOST)):
        found = root.xpath(path)
        if len(found) == 1 and letters(found[0]) > share * letters(whole):
            return found[0]
    return whole


def _furniture(root: html.HtmlElement) -> Iterator[Block]:
    """Headers and footers of the page, where its content is marked."""
    main = _main(root)
    if main.tag in ("body", "html"):
        return
    around = [*main.iterancestors(), main]
    for kind in (Kind.HEADER, Kind.FOOTER):
        for element in root.iter(kind.value):
            if element not in around and main not in element.iterancestors():
                for block in HtmlBlocks().read(element):
                    yield Block(block.text, kind=kind, runs=block.runs)
