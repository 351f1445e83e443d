"""From a file to a `SourceDocument`: one module a format, the format told by content."""

import io
from pathlib import Path
from typing import BinaryIO

from crparse.errors import ReadError
from crparse.readers.detect import detect_format
from crparse.source import SourceDocument

Readable = str | Path | bytes | BinaryIO
"""A path, the bytes of a file, or a stream of them (standard input)."""

__all__ = ["Readable", "detect_format", "read_content", "read_document"]


def read_document(path: Readable, *, name: str | None = None, format: str | None = None) -> SourceDocument:
    """The blocks of a document, whichever format its content has.

    Args:
        path: The file; bytes and streams are taken as well.
        name: Name for the record, by default the file's own.
        format: "docx", "pdf"… where the content is not to be trusted.

    Raises:
        ReadError: The file is damaged, protected, or of a format that crparse does not read.
    """
    content = read_content(path)
    label = name or (Path(path).name if isinstance(path, str | Path) else "document")
    return _read(content, label, format or detect_format(content))


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


def _read(content: bytes, name: str, format: str) -> SourceDocument:
    # Imported late: each reader brings a library that the others do not need.
    if format == "docx":
        from crparse.readers.word import read_word

        return read_word(io.BytesIO(content), name)
    if format == "pdf":
        from crparse.readers.pdf import read_pdf

        return read_pdf(content, name)
    if format == "odt":
        from crparse.readers.odt import read_odt

        return read_odt(io.BytesIO(content), name)
    raise ReadError(
        "unknown_format", f"crparse does not read “{format}” files.", "Convert it to DOCX or PDF."
    )
