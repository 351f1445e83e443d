"""HTML: pages saved from the web, Word's "filtered" HTML, fragments; read with lxml.

Menus, scripts and forms are left out, headers and footers of the page are furniture. Nothing is fetched.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree, html

from crparse.errors import ReadError
from crparse.readers.encodings import decode_text
from crparse.readers.html_blocks import HtmlBlocks
from crparse.source import Block, Kind, SourceDocument
from crparse.text import squeeze

CHARSET_WITHIN = 4096
"""Bytes in which a page says its encoding."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
MOST = 0.5
"""Share of a page's text from which its one article is its content: one of a few lines is a part of it."""

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_MIME = re.compile(rb"\A[\w-]+:(?:(?!\r?\n\r?\n).){0,4000}?\ncontent-type:\s*multipart/related", re.I | re.S)


def read_html(content: bytes, name: str) -> SourceDocument:
    """The blocks of an HTML file, or of a page saved with its pictures (MHTML).

    Raises:
        ReadError: "corrupt_html" where there is nothing but broken tags.
    """
    text = _mime_page(content) if _MIME.match(content) else _decoded(content)
    root = parse_html(text)
    blocks = HtmlBlocks().read(_main(root))
    body = [block for block in blocks if block.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM)]
    notes = [block for block in blocks if block.kind is Kind.FOOTNOTE]
    furniture = [*(block for block in blocks if block.kind in (Kind.HEADER, Kind.FOOTER)), *_furniture(root)]
    numbered = [replace(block, paragraph=index) for index, block in enumerate(body)]
    title = squeeze(root.findtext(".//title") or "")
    return SourceDocument(name, "html", (*numbered, *notes, *furniture), title=title or None)


def parse_html(text: str) -> html.HtmlElement:
    """The tree of a page or fragment."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError(
            "corrupt_html", f"The HTML cannot be read ({error}).", "Open it in a browser and save it again."
        ) from error
    return root


def _decoded(content: bytes) -> str:
    told = _CHARSET.search(content[:CHARSET_WITHIN])
    return decode_text(content, told[1].decode("ascii") if told else None)


def _mime_page(content: bytes) -> str:
    """The page of an MHTML file, as Word and browsers save it with its pictures."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return decode_text(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    raise ReadError(
        "corrupt_html", "The saved page holds no text.", "Open it in a browser and save it again."
    )


def _main(root: html.HtmlElement) -> html.HtmlElement:
    """What a page marks as its content, or its one article if that is most of the text; else all of it."""
    body: html.HtmlElement | None = root.find(".//body")
    whole = root if body is None else body
    for path, share in (("//main", 0.0), ("//*[@role='main']", 0.0), ("//article", MOST)):
        found = root.xpath(path)
        if len(found) == 1 and _letters(found[0]) > share * _letters(whole):
            return found[0]
    return whole


def _letters(element: html.HtmlElement) -> int:
    return len(squeeze(element.text_content()))


def _furniture(root: html.HtmlElement) -> Iterator[Block]:
    """Headers and footers of the page, where its content is marked."""
    if _main(root).tag in ("body", "html"):
        return
    main = _main(root)
    for kind in (Kind.HEADER, Kind.FOOTER):
        for element in root.iter(kind.value):
            if main not in element.iterdescendants() and element not in main.iterdescendants():
                for block in HtmlBlocks().read(element):
                    yield Block(block.text, kind=kind, runs=block.runs)
