"""Which format a file has, told by its content: names lie."""

import io
import lzma
import re
import zipfile
import zlib
from typing import BinaryIO

from crparse.errors import ReadError
from crparse.readers.encodings import decode_text, is_binary
from crparse.readers.other_formats import binary_kind, text_kind, zip_kind

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of Microsoft's container of the 1990s: old .doc files, and new ones under a password."""

PDF = b"%PDF-"
PDF_WITHIN = 1024
"""Bytes in which a PDF may begin: some mail and scanning programs write a few of their own before it."""

UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
"""What the standard library says of a damaged package."""

ODT = b"application/vnd.oasis.opendocument.text"
SXW = b"application/vnd.sun.xml.writer"
"""What a text of OpenOffice 1 says it is, ODT's forerunner."""

FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"
"""Namespace of a package in one XML file: Word's "Word XML document"."""

HEAD = 4096
"""Characters in which HTML and XML say what they are."""

WORD = "wordprocessingml.document"
"""In the types of its parts, what a package with a Word document says."""

TYPES = 1 << 20
"""Bytes in which a package says what its parts are."""

FIB = (b"\xec\xa5", b"\xdc\xa5")
"""First bytes of the header of a Word document within its container, since Word 97 and before."""

VERSIONS = range(0x60, 0x120)
"""What follows them, from Word 6 to Word 2010."""

HEADER = 512
SECTOR = 64
"""Bytes: where the container's own header ends, and the least step at which the next stream may begin."""

ENCRYPTED = 0x01
"""Flag in the second byte of the flags, at offset 10 of the header, for a document under a password."""

OTHER_FORMAT = "other_format"
"""Code of a file that is well but holds no minutes: a picture, a worksheet."""

EXTENSIONS = {
    "docx": {"docx", "docm", "dotx", "dotm", "xml"},
    "doc": {"doc", "dot"},
    "rtf": {"rtf", "doc"},
    "wordxml": {"xml", "doc"},
    "odt": {"odt", "ott", "fodt", "odm"},
    "sxw": {"sxw", "stw"},
    "pdf": {"pdf"},
    "html": {"html", "htm", "xhtml", "mht", "mhtml"},
    "md": {"md", "markdown", "txt", "text"},
    "txt": {"txt", "text", "md", "markdown"},
    "zip": {"zip"},
}
"""Format -> the extensions that such files have. Word itself names rich text .doc on occasion."""

_HTML = re.compile(r"<!doctype html|<html[\s>]|<(?:head|body)[\s>]", re.I)
_FRAGMENT = re.compile(r"\s*<(?:p|div|h[1-6]|table|ul|ol|span|meta|article|section|center|font)[\s>]", re.I)
_MIME = re.compile(r"(?:[\w-]+:.*\n(?:[ \t]+.*\n)*)*?content-type:\s*multipart/related", re.I)
_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.M)
_MARKUP = re.compile(
    r"\*\*[^\s*][^*\n]*\*\*|\[[^\]\n]+\]\([^)\s]+\)|^```|^\|? *:?-{3,}:? *\||^ {0,3}[*+-] \[[ xX]\] ", re.M
)


def detect_format(content: bytes, name: str = "") -> str:
    """The format of a file's bytes: a key of `EXTENSIONS`.

    `name` only tells Markdown from plain text, which may be the same bytes.

    Raises:
        ReadError: Anything else, with what it is and what to do about it.
    """
    if not content.strip(b"\0 \t\r\n\f\xef\xbb\xbf"):
        raise ReadError("empty", "The file is empty.", "Get a new copy of it.")
    if content.startswith((ZIP, EMPTY_ZIP)):
        return zip_format(io.BytesIO(content))
    if content.startswith(COMPOUND):
        return _compound(content)
    if PDF in content[:PDF_WITHIN]:
        return "pdf"
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return "rtf"
    kind = binary_kind(content)
    if kind:
        raise other_format(kind)
    if is_binary(content):
        raise ReadError(
            "unknown_format",
            "The file is no document that crparse knows, and no text.",
            "Check what it is; if Word or LibreOffice opens it, save it as .docx.",
        )
    return _of_text(decode_text(content), name)


def other_format(kind: str) -> ReadError:
    """The error of a file of a kind that holds no minutes."""
    return ReadError(
        OTHER_FORMAT,
        f"The file is {kind}, no minutes.",
        "Nothing to do, unless it holds minutes: save them as PDF.",
    )


def _of_text(text: str, name: str) -> str:
    head = text[:HEAD].lstrip()
    if FLAT in head and WORD in text:
        return "docx"
    if "<?mso-application" in head and "Word.Document" in head:
        return "wordxml"
    if "office:document" in head and ODT.decode() in head:
        return "odt"
    if _HTML.search(head) or _FRAGMENT.match(head) or _MIME.match(head):
        return "html"
    kind = text_kind(text)
    if kind:
        raise other_format(kind)
    if name.lower().endswith((".md", ".markdown")) or _is_markdown(text):
        return "md"
    return "txt"


def _is_markdown(text: str) -> bool:
    """Whether signs of Markdown stand in the text: one alone may be chance."""
    headings, markup = len(_HEADING.findall(text)), len(_MARKUP.findall(text))
    return headings > 1 or markup > 2 or (headings > 0 and markup > 0)


def zip_format(stream: BinaryIO) -> str:
    """The format of what begins as a ZIP archive: "docx", "odt", "sxw", or "zip" for an archive of files.

    Raises:
        ReadError: It is something else, or damaged.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            names = set(package.namelist())
            mime, types, manifest = (
                _start(package, part) for part in ("mimetype", "[Content_Types].xml", "META-INF/manifest.xml")
            )
    except (*UNREADABLE_ZIP, RuntimeError, ValueError, OSError) as error:
        raise ReadError(
            "truncated",
            f"The file begins as a DOCX or a ZIP archive but cannot be unpacked ({error}).",
            "Get a new copy of it.",
        ) from error
    if mime.strip().startswith(ODT):
        return "odt"
    if mime.strip().startswith(SXW):
        if b"manifest:encryption-data" in manifest:
            raise _protected("OpenOffice or LibreOffice")
        return "sxw"
    if WORD.encode() in types or "word/document.xml" in names or _has_word_folder(names):
        return "docx"
    kind = zip_kind(names, mime)
    if kind:
        raise other_format(kind)
    return "zip"


def _start(package: zipfile.ZipFile, part: str) -> bytes:
    """The first bytes of a part, which may be a bomb; none where there is no such part."""
    try:
        with package.open(part) as stream:
            return stream.read(TYPES)
    except KeyError:
        return b""


def _has_word_folder(names: set[str]) -> bool:
    return "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)


def _compound(content: bytes) -> str:
    """What is in a compound file: stream names stand in its directory as UTF-16."""
    if _named("EncryptedPackage") in content or (
        _named("WordDocument") in content and _is_encrypted(content)
    ):
        raise _protected("Word")
    if _named("WordDocument") in content:
        return "doc"
    for stream, kind in (
        ("Workbook", "an old Excel workbook (.xls)"),
        ("PowerPoint Document", "an old PowerPoint presentation (.ppt)"),
        ("__substg1.0_", "an Outlook message (.msg)"),
    ):
        if _named(stream) in content:
            raise other_format(kind)
    raise ReadError(
        "unknown_format", "The file is an old Office file, but no Word document.", "Check what it is."
    )


def _protected(program: str) -> ReadError:
    advice = f"Open it in {program} and save it without a password."
    return ReadError("encrypted", "The file is protected by a password.", advice)


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le")


def _is_encrypted(content: bytes) -> bool:
    at = _header(content)
    return at is not None and bool(content[at + 11] & ENCRYPTED)


def word_version(content: bytes) -> int | None:
    """The version of its format that an old Word file names in its header."""
    at = _header(content)
    return None if at is None else _version(content, at)


def _header(content: bytes) -> int | None:
    """Where the header of the Word document stands: at the start of a sector."""
    sectors = range(HEADER, len(content) - 12, SECTOR)
    starts = (at for at in sectors if content[at : at + 2] in FIB)
    return next((at for at in starts if _version(content, at) in VERSIONS), None)


def _version(content: bytes, header: int) -> int:
    return int.from_bytes(content[header + 2 : header + 4], "little")
