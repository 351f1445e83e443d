"""From a file to a `SourceDocument`: the format told by content, then the reader of that format.

`FORMATS` is the one list of what is read. A reader is a function of a file's bytes and its name; to read
another format is to write one, and a line of the table.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import BinaryIO

from crparse.errors import ReadError
from crparse.programs import LIBREOFFICE, TESSERACT, SystemPart
from crparse.readers.blocks.labelled_columns import lists_apart
from crparse.readers.blocks.spacing import without_inner_blanks
from crparse.readers.files.detect import OTHER_EXTENSIONS, detect_format
from crparse.readers.files.encodings import lost_letters
from crparse.source import Caveat, SourceDocument
from crparse.wording import N_, Message, joined, say

Readable = str | Path | bytes | BinaryIO
"""A path, the bytes of a file, or a stream of them (standard input)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that crparse reads."""

    name: str
    """What a message calls it."""
    extensions: tuple[str, ...]
    """Those that such files have, the usual one first."""
    reader: str
    """Its reader, "module:function" here: each brings a library that the others do not need."""
    needs: SystemPart | None = None
    """The program without which no such file is read."""
    is_text: bool = False
    """Whether such a file is nothing but its text."""
    may_be_other: bool = False
    """Whether most such files are no minutes and show it by their content alone: pictures."""

    def read(self, content: bytes, name: str) -> SourceDocument:
        """The blocks of a file of this format; its reader is imported when first needed."""
        reader: Callable[[bytes, str], SourceDocument] = resolve_name(f"{__name__}.{self.reader}")
        return reader(content, name)


def _picture(name: str, *extensions: str) -> Format:
    return Format(name, extensions, "picture:read_picture", TESSERACT, may_be_other=True)


FORMATS = {
    "docx": Format(N_("a Word document (DOCX)"), ("docx", "docm", "dotx", "dotm", "xml"), "word:read_word"),
    "pdf": Format(N_("a PDF"), ("pdf",), "pdf:read_pdf"),
    "odt": Format(N_("an OpenDocument text (ODT)"), ("odt", "ott", "fodt", "odm"), "opendocument:read_odt"),
    "doc": Format(N_("an old Word document (DOC)"), ("doc", "dot"), "office:read_doc", LIBREOFFICE),
    "rtf": Format(N_("rich text (RTF)"), ("rtf", "doc"), "office:read_rtf", LIBREOFFICE),
    "wordxml": Format(N_("Word's XML of 2003"), ("xml", "doc"), "office:read_word_xml", LIBREOFFICE),
    "sxw": Format(N_("a text of OpenOffice 1 (SXW)"), ("sxw", "stw"), "office:read_sxw", LIBREOFFICE),
    "xlsx": Format(N_("an Excel workbook (XLSX)"), ("xlsx", "xlsm", "xltx", "xltm"), "worksheets:read_xlsx"),
    "xls": Format(N_("an old Excel workbook (XLS)"), ("xls", "xlt"), "worksheets:read_xls"),
    "ods": Format(N_("an OpenDocument spreadsheet (ODS)"), ("ods", "ots"), "worksheets:read_ods"),
    "eml": Format(N_("a mail (EML)"), ("eml",), "mail:read_mail"),
    "msg": Format(N_("a message of Outlook's (MSG)"), ("msg",), "mail:read_mail"),
    "html": Format(N_("HTML"), ("html", "htm", "xhtml", "mht", "mhtml"), "html:read_html"),
    "md": Format(N_("Markdown"), ("md", "markdown", "txt", "text"), "markdown:read_markdown", is_text=True),
    "txt": Format(N_("plain text"), ("txt", "text", "md", "markdown"), "text:read_plain_text", is_text=True),
    "jpg": _picture(N_("a JPEG picture"), "jpg", "jpeg", "jfif"),
    "png": _picture(N_("a PNG picture"), "png"),
    "tiff": _picture(N_("a TIFF picture"), "tif", "tiff"),
    "heic": _picture(N_("a picture of Apple's (HEIC)"), "heic", "heif"),
}
"""What `detect_format` tells -> how it is read. Word itself names rich text .doc on occasion."""

EXTENSIONS = frozenset(
    extension for format in FORMATS.values() for extension in format.extensions if not format.may_be_other
)
"""Of files that pass for documents by their name; a picture that is none costs nothing."""


def read_with(part: SystemPart | None) -> str:
    """The formats that need this program, or none, in words."""
    return ", ".join(say(format.name) for format in FORMATS.values() if format.needs is part)


BYTES_OF_CHARACTER = 4
"""At most, in any encoding of text: an "é" takes one in Windows', two in UTF-8, four in UTF-32."""


def read_document(
    path: Readable, *, name: str | None = None, format: str | None = None, characters: int | None = None
) -> SourceDocument:
    """The blocks of a document, whichever format its content has.

    Args:
        path: The file; bytes and streams are taken as well.
        name: Name for the record, by default the file's own.
        format: "docx", "pdf"… where the content is not to be trusted.
        characters: Length of text beyond which it is refused; none by default.

    Raises:
        ReadError: The file is damaged, protected, empty, too long, or of a format that crparse does not read.
    """
    content = read_content(path)
    label = name or (Path(path).name if isinstance(path, str | Path) else "document")
    found = _format(format or detect_format(content, label))
    if found.is_text:  # its paragraphs need not be found to tell that it is too long
        _check_length(len(content) // BYTES_OF_CHARACTER, characters)
    document = found.read(content, label)
    _check_length(len(document.text), characters)
    if not any(map(str.isalnum, document.text)):
        told = [warning.message for warning in document.warnings] or [Message("The file holds no text.")]
        raise ReadError("no_text", joined(told), Message("Check that it is the right one, and whole."))
    document = _with_losses(replace(document, blocks=lists_apart(without_inner_blanks(document.blocks))))
    return document if format else _checked(document, label, found)


def _with_losses(document: SourceDocument) -> SourceDocument:
    """The document, with a warning where letters of its text are lost; PDFs tell by page."""
    lost = lost_letters(document.text) if document.format != "pdf" else 0
    if not lost:
        return document
    message = Message(
        "%(lost)s letter(s) of the text are lost: a sign stands in their place (“F\ufffdvrier”).", lost=lost
    )
    return replace(document, warnings=(*document.warnings, Caveat("lost_letters", message)))


def read_content(path: Readable) -> bytes:
    """The bytes of a file or stream; `ReadError` "unreadable" where it cannot be opened."""
    if isinstance(path, bytes):
        return path
    if not isinstance(path, str | Path):
        return path.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = Message("The file cannot be opened (%(error)s).", error=error.strerror)
        raise ReadError("unreadable", message, Message("Check its path and its access rights.")) from error


def _format(key: str) -> Format:
    if key in FORMATS:
        return FORMATS[key]
    if key == "zip":
        message = Message("The file is a ZIP archive of several files.")
        raise ReadError(
            "archive", message, Message("Give it to `crparse build`, which reads every document in it.")
        )
    raise ReadError(
        "unknown_format",
        Message("crparse does not read “%(key)s” files.", key=key),
        Message("Convert it to DOCX or PDF."),
    )


def _check_length(length: int, limit: int | None) -> None:
    if limit is not None and length > limit:
        message = Message(
            "The file holds more text than the %(characters)s characters allowed.",
            characters=f"{limit:,}".replace(",", " "),
        )
        advice = Message("Check that it is one meeting's minutes, or raise --text-limit.")
        raise ReadError("too_long", message, advice)


def _checked(document: SourceDocument, name: str, format: Format) -> SourceDocument:
    """The document, with a warning where its name says that it is of another format."""
    extension = name.rpartition(".")[2].lower()
    known = OTHER_EXTENSIONS.union(*(other.extensions for other in FORMATS.values()))
    if "." not in name or extension not in known - {*format.extensions}:
        return document
    message = Message(
        "The file is named .%(extension)s, but its content is %(what)s: it was read as that.",
        extension=extension,
        what=format.name,
    )
    return replace(document, warnings=(*document.warnings, Caveat("wrong_extension", message)))
