"""What a PDF holds beside its pages and crparse does not read: attached files, forms of Adobe's own kind."""

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.source import Caveat

NAMED = 5
"""Attached files that a warning names."""


def find_unread_parts(document: pdfium.PdfDocument) -> Iterator[Caveat]:
    """A warning for each kind of part that is not read."""
    count = document.count_attachments()
    if count:
        names = [_name(document, index) for index in range(min(count, NAMED))]
        listed = ", ".join(names) + (", …" if count > NAMED else "")
        message = f"The PDF carries {count} file(s) ({listed}) that are not read: save them beside it."
        yield Caveat("attachments", message)
    if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
        message = (
            "The PDF is a form (XFA) that only Adobe's programs show: open it there and print it to PDF."
        )
        yield Caveat("xfa_form", message)


def _name(document: pdfium.PdfDocument, index: int) -> str:
    try:
        name: str = document.get_attachment(index).get_name()
    except pdfium.PdfiumError:  # listed, but not in the file
        return "damaged"
    return name or "unnamed"
