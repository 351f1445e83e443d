"""Which format a file has, told by its content: names lie."""

import io
import zipfile

from crparse.errors import ReadError

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of Microsoft's container of the 1990s: old .doc files, and new ones under a password."""

PDF = b"%PDF-"
PDF_WITHIN = 1024
"""Bytes in which a PDF may begin: some mail and scanning programs write a few of their own before it."""

ODT = b"application/vnd.oasis.opendocument.text"

CONVERT = "Open it in Word or LibreOffice and save it as .docx."


def detect_format(content: bytes) -> str:
    """The format of a file's bytes: "docx", "pdf" or "odt".

    Raises:
        ReadError: Anything else, with what it is and what to do about it.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise ReadError("empty", "The file is empty.", "Get a new copy of it.")
    if content.startswith((ZIP, EMPTY_ZIP)):
        return _in_zip(content)
    if content.startswith(COMPOUND):
        raise _compound(content)
    if PDF in content[:PDF_WITHIN]:
        return "pdf"
    if content.lstrip().startswith(b"{\\rtf"):
        raise ReadError("rtf", "The file is rich text (RTF).", CONVERT)
    raise ReadError(
        "unknown_format", "The file is neither DOCX nor PDF nor ODT.", "Convert it to DOCX or PDF."
    )


def _in_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            mime = package.read("mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ReadError(
            "truncated",
            f"The file begins as a DOCX but cannot be unpacked ({error}).",
            "Get a new copy of it.",
        ) from error
    if mime.strip().startswith(ODT):
        return "odt"
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(n.startswith("word/") for n in names)
    ):
        return "docx"
    what = "an Excel or PowerPoint file" if "[Content_Types].xml" in names else "a ZIP archive"
    raise ReadError("not_docx", f"The file is {what} without a Word document in it.", "Check what it is.")


def _compound(content: bytes) -> ReadError:
    """What is in a compound file: stream names stand in its directory as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ReadError(
            "encrypted",
            "The file is protected by a password.",
            "Open it in Word and save it without a password.",
        )
    if "WordDocument".encode("utf-16-le") in content:
        return ReadError("legacy_doc", "The file is in the old Word format (.doc).", CONVERT)
    return ReadError(
        "unknown_format", "The file is an old Office file, but no Word document.", "Check what it is."
    )
