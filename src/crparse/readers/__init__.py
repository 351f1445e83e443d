"""From a file to a `SourceDocument`: one module a format, the format told by content."""

import io
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from crparse.errors import ReadError
from crparse.readers.files.detect import EXTENSIONS, OTHER_EXTENSIONS, detect_format
from crparse.source import Caveat, SourceDocument

Readable = str | Path | bytes | BinaryIO
"""A path, the bytes of a file, or a stream of them (standard input)."""

NAMES = {
    "docx": "a Word document (DOCX)",
    "doc": "an old Word document (DOC)",
    "rtf": "rich text (RTF)",
    "wordxml": "Word's XML of 2003",
    "odt": "an OpenDocument text (ODT)",
    "sxw": "a text of OpenOffice 1 (SXW)",
    "pdf": "a PDF",
    "html": "HTML",
    "md": "Markdown",
    "txt": "plain text",
}
"""Format -> what a message calls it."""

TYPED = ("txt", "md")
"""Formats that are nothing but their text."""

BYTES_OF_CHARACTER = 4
"""At most, in any encoding of text."""

__all__ = ["Readable", "detect_format", "read_content", "read_document"]


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
    found = format or detect_format(content, label)
    if found in TYPED:  # its paragraphs need not be found to tell that it is too long
        _check_length(len(content) // BYTES_OF_CHARACTER, characters)
    document = _read(content, label, found)
    _check_length(len(document.text), characters)
    if not document.text.strip():
        reasons = " ".join(warning.message for warning in document.warnings) or "The file holds no text."
        raise ReadError("no_text", reasons, "Check that it is the right one, and whole.")
    return document if format else _checked(document, label, found)


def read_content(path: Readable) -> bytes:
    """The bytes of a file or stream; `ReadError` "unreadable" where it cannot be opened."""
    if isinstance(path, bytes):
        return path
    if not isinstance(path, str | Path):
        return path.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = f"The file cannot be opened ({error.strerror})."
        raise ReadError("unreadable", message, "Check its path and its access rights.") from error


def _check_length(length: int, limit: int | None) -> None:
    if limit is not None and length > limit:
        raise ReadError(
            "too_long",
            f"The file holds more text than the {limit:,} characters allowed.".replace(",", " "),
            "Check that it is one meeting's minutes, or raise --text-limit.",
        )


def _checked(document: SourceDocument, name: str, format: str) -> SourceDocument:
    """The document, with a warning where its name says that it is of another format."""
    extension = name.rpartition(".")[2].lower()
    others = OTHER_EXTENSIONS.union(*EXTENSIONS.values()) - EXTENSIONS[format]
    if "." not in name or extension not in others:
        return document
    message = f"The file is named .{extension}, but its content is {NAMES[format]}: it was read as that."
    return replace(document, warnings=(*document.warnings, Caveat("wrong_extension", message)))


def _read(content: bytes, name: str, format: str) -> SourceDocument:
    # Imported late: each reader brings a library that the others do not need.
    if format == "docx":
        from crparse.readers.word import read_word

        return read_word(io.BytesIO(content), name)
    if format == "pdf":
        from crparse.readers.pdf import read_pdf

        return read_pdf(content, name)
    if format == "odt":
        from crparse.readers.opendocument import read_odt

        return read_odt(io.BytesIO(content), name)
    if format == "html":
        from crparse.readers.html import read_html

        return read_html(content, name)
    if format == "md":
        from crparse.readers.markdown import read_markdown

        return read_markdown(content, name)
    if format == "txt":
        from crparse.readers.text import read_plain_text

        return read_plain_text(content, name)
    if format in ("doc", "rtf", "wordxml", "sxw"):
        from crparse.readers.office import read_legacy

        return read_legacy(content, name, format)
    if format == "zip":
        raise ReadError(
            "archive",
            "The file is a ZIP archive of several files.",
            "Give it to `crparse build`, which reads every document in it.",
        )
    raise ReadError(
        "unknown_format", f"crparse does not read “{format}” files.", "Convert it to DOCX or PDF."
    )
