"""PDF: the text of each page, or what its picture shows; lines, columns, tables and paragraphs from that.

What belongs here is the file: what is written over its pages, which of them are recognised, how they are put
together. What goes for any printed page is in `printed`, recognition in `scan`.
"""

import io
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.errors import ReadError
from crparse.lanes import Lanes
from crparse.readers.pdf.annotations import open_page, prepare_forms
from crparse.readers.pdf.assembly import assemble
from crparse.readers.pdf.layers import Layers
from crparse.readers.pdf.page import Finish, PageContent, read_page
from crparse.readers.scan.tesseract import find_tesseract, missing_part
from crparse.reporting.page_progress import page_read
from crparse.source import Caveat, SourceDocument
from crparse.wording import Message, joined

NAMED = 5
"""Attached files that a warning names: it stays one line."""

MOST_ANEW = 60
"""Pages with a text recognised before that are recognised anew: more, at four seconds each, take too long."""

A4 = 595.0, 842.0
"""Width and height put down for a page that cannot be opened."""


def read_pdf(content: bytes, name: str = "document.pdf") -> SourceDocument:
    """The blocks of a PDF file.

    Raises:
        ReadError: "empty", "not_pdf", "encrypted", "corrupt_pdf", "ocr_failed" or "no_text".
    """
    document = open_pdf(content)
    try:
        prepare_forms(document)
        pages = _pages(document, Layers(content))
        unread = tuple(_unread_parts(document))
        title = document.get_metadata_dict().get("Title") or None
    finally:
        document.close()
    if not any(page.pieces for page in pages):
        raise _no_text(pages, unread)
    engine = find_tesseract() if any(page.confidence is not None for page in pages) else None
    return SourceDocument(
        name=name,
        format="pdf",
        blocks=assemble(pages),
        pages=len(pages),
        title=title,
        warnings=(*unread, *_caveats(pages)),
        programs=(("tesseract", engine.version),) if engine else (),
    )


def open_pdf(content: bytes) -> pdfium.PdfDocument:
    """The document, to be closed by whoever asks.

    Raises:
        ReadError: It cannot be opened: "empty", "not_pdf", "encrypted" or "corrupt_pdf".
    """
    if not content:
        raise ReadError(
            "empty", Message("The file is empty."), Message("Fetch it again from where it comes from.")
        )
    if b"%PDF-" not in content[:1024]:
        raise ReadError(
            "not_pdf",
            Message("The file is no PDF, whatever its name says."),
            Message("Check how it was exported."),
        )
    try:
        return pdfium.PdfDocument(io.BytesIO(content))
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ReadError(
                "encrypted", Message("The PDF is protected by a password."), Message("Save it without one.")
            ) from error
        advice = Message("It may be cut off: fetch it again, or open and print it to PDF anew.")
        raise ReadError("corrupt_pdf", Message("The PDF is damaged and cannot be opened."), advice) from error


def _pages(document: pdfium.PdfDocument, layers: Layers) -> list[PageContent]:
    """All pages, some read a second time, from what their pictures show.

    That is, where no page has text, those with pictures; and scans under which another program has laid what
    it recognised: it often had no French, and it tells neither bold type nor rules. On seven scans, three of
    them with such a layer, records gain by it: core F1 0.746 instead of 0.725.
    """
    pages = _read(document, range(len(document)), layers, before=0)
    again: set[int] = set()
    if all(page.untried or not page.pieces for page in pages):
        again |= {page.number for page in pages if page.untried}
    layered = {page.number for page in pages if page.layered}
    if len(layered) <= MOST_ANEW and find_tesseract():
        again |= layered
    indexes = [number - 1 for number in sorted(again)]
    anew = iter(_read(document, indexes, layers, before=len(pages), pictured=True))
    return [next(anew) if page.number in again else page for page in pages]


def _read(
    document: pdfium.PdfDocument,
    indexes: Sequence[int],
    layers: Layers,
    *,
    before: int,
    pictured: bool = False,
) -> list[PageContent]:
    """Pages in their order, those that are recognised side by side; so many were read `before`."""
    pages: list[PageContent] = []

    def take(finish: Finish) -> None:
        pages.append(_as_kept(finish()))
        page_read(before + len(pages), before + len(indexes))

    with Lanes() as lanes:
        begun: deque[Finish] = deque()
        for index in indexes:
            begun.append(_page(document, index, layers, lanes, pictured=pictured))
            while begun and (lanes.is_full or not lanes.begun):
                take(begun.popleft())
        for finish in begun:
            take(finish)
    return pages


def _as_kept(page: PageContent) -> PageContent:
    """A page without what no later step needs: thousands are kept until the last is read."""
    for line in page.lines:
        line.xs = []
    return page


def _page(
    document: pdfium.PdfDocument, index: int, layers: Layers, lanes: Lanes, *, pictured: bool
) -> Finish:
    """Begins with one page; an empty one with a warning where it cannot be opened."""
    try:
        opened = open_page(document, index)
    except pdfium.PdfiumError:
        message = Message("The page is damaged and cannot be opened: its content is missing.")
        empty = PageContent(index + 1, *A4, [], [Caveat("damaged_page", message, index + 1)])
        return lambda: empty
    try:
        return read_page(opened, index + 1, layers, lanes, pictured=pictured)
    finally:
        opened.page.close()


def _unread_parts(document: pdfium.PdfDocument) -> Iterator[Caveat]:
    """A warning for each kind of part that is not read."""
    count = document.count_attachments()
    if count:
        names = [_name(document, index) for index in range(min(count, NAMED))]
        listed = ", ".join(names) + (", …" if count > NAMED else "")
        message = Message(
            "The PDF carries %(count)s file(s) (%(files)s) that are not read: save them beside it.",
            count=count,
            files=listed,
        )
        yield Caveat("attachments", message)
    if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
        yield Caveat(
            "xfa_form",
            Message(
                "The PDF is a form (XFA) that only Adobe's programs show: open it there and print it to PDF."
            ),
        )


def _name(document: pdfium.PdfDocument, index: int) -> str:
    """Name of an attached file."""
    try:
        name: str = document.get_attachment(index).get_name()
    except pdfium.PdfiumError:  # listed, but not in the file
        return "damaged"
    return name or "unnamed"


def _no_text(pages: Sequence[PageContent], unread: Sequence[Caveat]) -> ReadError:
    """Why there is nothing to read, and what can be done."""
    codes = {caveat.code: caveat for page in pages for caveat in page.caveats}
    if "ocr_failed" in codes:
        return ReadError(
            "ocr_failed", codes["ocr_failed"].message, Message("Nothing else can be read in the PDF.")
        )
    blank = Message(
        "No page of the PDF holds text that can be read: it is blank, a scan or made of pictures."
    )
    missing = missing_part() if "not_recognised" in codes else None
    return ReadError(
        "no_text",
        joined([blank, *(caveat.message for caveat in unread)]),
        missing.advice
        if missing
        else Message("Scan it anew, darker or at 300 dots an inch, if it shows text."),
    )


def _caveats(pages: Sequence[PageContent]) -> tuple[Caveat, ...]:
    """What could not be taken in: once for the document where it holds for every page."""
    found = [caveat for page in pages for caveat in page.caveats]
    pages_of = Counter(caveat.code for caveat in found)
    whole = {
        c.code: replace(c, page=None) for c in found if len(pages) > 1 and pages_of[c.code] == len(pages)
    }
    return (*whole.values(), *(c for c in found if c.code not in whole))
