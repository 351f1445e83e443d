"""Old Word files (.doc), rich text (.rtf) and other old formats: made DOCX by LibreOffice, then read as one.

To DOCX and not to PDF: a table row that is taller than a page loses its end on the way to pages.
"""

import io
import re
from dataclasses import replace

from crparse.readers.detect import word_version
from crparse.readers.libre_office import convert_to_docx
from crparse.readers.word import read_word
from crparse.source import SourceDocument

KINDS = {
    "doc": "an old Word file (.doc)",
    "rtf": "a rich text file (.rtf)",
    "wordxml": "a Word file in the XML of 2003",
    "sxw": "a text of OpenOffice 1 (.sxw)",
}
"""Format -> what a message calls it."""

FILTERS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "wordxml": "MS Word 2003 XML",
    "sxw": "StarOffice XML (Writer)",
}
"""Format -> LibreOffice's filter for it."""

WORD_95 = "MS Word 95"
"""Its filter for Word 6.0 and 95."""

WORD_97_FROM = 0xC0
"""Version in the header of a Word document from which it is Word 97's."""


_PICTURE_DATA = re.compile(rb"[0-9A-Fa-f\r\n]{400,}")
"""In rich text, pictures and embedded files are hexadecimal digits without end; words are not."""


def read_legacy(content: bytes, name: str, format: str) -> SourceDocument:
    """The blocks of a file that only LibreOffice reads.

    Raises:
        ReadError: "needs_libreoffice", "conversion_failed" or "conversion_timeout", or one of `read_word`.
    """
    version = word_version(content) if format == "doc" else None
    old = version is not None and version < WORD_97_FROM
    if format == "rtf":  # a damaged picture would cost the whole file, a large one time
        content = _PICTURE_DATA.sub(b"", content)
    made = convert_to_docx(content, WORD_95 if old else FILTERS[format], KINDS[format])
    return replace(read_word(io.BytesIO(made), name), format=format)
