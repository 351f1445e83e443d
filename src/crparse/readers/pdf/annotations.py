"""What is written over a PDF page rather than on it: values of form fields, notes typed in place, stamps.

PDFium keeps it apart from the page's text, though it is seen there like any other. So it is made part of the
page before that is read. What a click only brings up (comments, links, marks on the text) stays out.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.readers.printed.glyphs import Glyph
from crparse.readers.printed.lines import grouped
from crparse.wording import N_, Message

WRITTEN = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
"""Kinds of annotation that show text on the page itself."""

SMALL = 0.05
"""Scale at which a page is drawn only for PDFium to make up how its annotations look: an A4 page is 30 dots
wide."""

LEVEL, NEXT = 0.5, 2.0
"""Type sizes between the feet of a label and of its value (a field is typed half a line higher or lower), and
between two lines of one value (set up to 1.5 apart)."""

PINNED = N_("%(count)s file(s) pinned to the page are not read: save them beside it.")
LOST = Message("What is filled into fields or typed over the page cannot be read: it is missing.")


PageDoubt = tuple[str, Message]
"""Code and message of a warning about a page."""


class OpenPage(NamedTuple):
    """A page with what is written over it made part of it."""

    page: pdfium.PdfPage
    own: int | None = None
    """How many characters it had before; None where nothing is written over it."""
    unread: tuple[PageDoubt, ...] = ()
    """What is put on it and not read."""


def prepare_forms(document: pdfium.PdfDocument) -> None:
    """Has PDFium draw the values of fields for which the file holds no drawing; before any page is opened."""
    if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        document.init_forms()


def open_page(document: pdfium.PdfDocument, index: int) -> OpenPage:
    """A page of a document.

    Raises:
        PdfiumError: The page is damaged.
    """
    page = document[index]
    kinds = [kind for _, kind in _annotations(page)]
    pinned = kinds.count(raw.FPDF_ANNOT_FILEATTACHMENT)
    unread = (("attachments", Message(PINNED, count=pinned)),) if pinned else ()
    if WRITTEN.isdisjoint(kinds):
        return OpenPage(page, unread=unread)
    with closing(page.get_textpage()) as text:
        own = text.count_chars()
    page.render(scale=SMALL)
    for annotation, kind in _annotations(page):
        if kind not in WRITTEN:
            flags = raw.FPDFAnnot_GetFlags(annotation)
            raw.FPDFAnnot_SetFlags(annotation, flags | raw.FPDF_ANNOT_FLAG_HIDDEN)
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
        unread = (("form_values", LOST), *unread)
    page.close()
    return OpenPage(document[index], own, unread)


def _annotations(page: pdfium.PdfPage) -> Iterator[tuple[raw.FPDF_ANNOTATION, int]]:
    """Each annotation of a page and its kind."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            yield annotation, raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)


def in_place(glyphs: Sequence[Glyph], own: int) -> list[Glyph]:
    """The characters of a page, what is written over it after the words to its left, as if typed with them.

    The order in which a page draws its text tells its columns from its rows.
    """
    drawn = [glyph for glyph in glyphs if glyph.order < own]
    written_after: dict[int, list[Glyph]] = {}
    for value in grouped((glyph for glyph in glyphs if glyph.order >= own), _goes_on):
        written_after.setdefault(_label_end(drawn, value[0]), []).extend(value)
    placed = [g for i, glyph in enumerate(drawn) for g in (glyph, *written_after.get(i, ()))]
    placed += written_after.get(len(drawn), ())
    for order, glyph in enumerate(placed):
        glyph.order = order
    return placed


def _goes_on(value: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character goes on the line of a value, or begins the next one right under it."""
    size, down = glyph.face.size, glyph.base - value[-1].base
    if abs(down) <= LEVEL * size:
        return glyph.x0 >= value[-1].x0 and glyph.x0 - value[-1].x1 <= size
    return 0 < down <= NEXT * size and abs(glyph.x0 - value[0].x0) <= size


def _label_end(drawn: Sequence[Glyph], first: Glyph) -> int:
    """Index of the last character to the left of a value; past the end where none stands there."""
    reach = LEVEL * first.face.size
    left = [i for i, g in enumerate(drawn) if abs(g.base - first.base) <= reach and g.x0 < first.x0]
    return max(left, key=lambda i: drawn[i].x0, default=len(drawn))
