"""HTML: pages saved from the web, Word's "filtered" HTML, fragments; read with lxml.

Menus, scripts and forms are left out, headers and footers of the page are furniture. Nothing is fetched.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import html

from crparse.errors import ReadError
from crparse.readers.files.encodings import decode_text
from crparse.readers.html.blocks import HtmlBlocks, letters
from crparse.readers.html.tree import SAVE_AGAIN, parse_html
from crparse.source import FURNITURE, Block, Kind, SourceDocument
from crparse.text import squeeze

# A page saved with its pictures: "From: …\nContent-Type: multipart/related"; not "<html>", nor a mail's
# "Content-Type: multipart/mixed"
_MIME = re.compile(rb"\A[\w-]+:(?:(?!\r?\n\r?\n).){0,4000}?\ncontent-type:\s*multipart/related", re.I | re.S)


def read_html(content: bytes, name: str) -> SourceDocument:
    """The blocks of an HTML file, or of a page saved with its pictures (MHTML).

    Raises:
        ReadError: "corrupt_html" where there is nothing but broken tags.
    """
    text = _mime_page(content) if _MIME.match(content) else _decoded(content)
    root, warnings = parse_html(text)
    main = _main(root)
    blocks = HtmlBlocks().read(main)
    body = [block for block in blocks if block.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM)]
    notes = [block for block in blocks if block.kind is Kind.FOOTNOTE]
    furniture = [*(block for block in blocks if block.kind in FURNITURE), *_furniture(root, main)]
    numbered = [replace(block, paragraph=index) for index, block in enumerate(body)]
    title = squeeze(root.findtext(".//title") or "")
    return SourceDocument(
        name, "html", (*numbered, *notes, *furniture), title=title or None, warnings=warnings
    )


CHARSET_WITHIN = 4096
"""Bytes in which a page says its encoding: browsers look at 1,024, Word writes its namespaces first."""

# "<meta charset="utf-8">", "text/html; charset=windows-1252"; not "charsets"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)


def _decoded(content: bytes) -> str:
    told = _CHARSET.search(content[:CHARSET_WITHIN])
    return decode_text(content, told[1].decode("ascii") if told else None)


MOST_PARTS = 100
"""Parts of a saved page that may hold parts themselves: browsers and Word write one."""

# "Content-Type: multipart/related"; not "Content-Type: image/png"
_NESTING = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)


def _mime_page(content: bytes) -> str:
    """The page of an MHTML file, as Word and browsers save it with its pictures."""
    if sum(1 for _ in _NESTING.finditer(content)) > MOST_PARTS:
        raise ReadError("corrupt_html", "The saved page has parts inside parts without end.", SAVE_AGAIN)
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return decode_text(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    raise ReadError("corrupt_html", "The saved page holds no text.", SAVE_AGAIN)


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
