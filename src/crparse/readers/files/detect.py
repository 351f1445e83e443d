"""Which format a file has, told by its content: names lie; and what it is where it is no minutes."""

import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Collection
from typing import BinaryIO

from crparse.errors import ReadError
from crparse.readers.files.encodings import decode_text, is_binary

BINARY = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\0\0\1\0", "an icon"),
    (b"ID3", "a sound recording"),
    (b"\xff\xfb", "a sound recording"),
    (b"OggS", "a recording"),
    (b"fLaC", "a sound recording"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive (only ZIP archives are unpacked)"),
    (b"Rar!", "a RAR archive (only ZIP archives are unpacked)"),
    (b"\x1f\x8b", "a gzip archive (only ZIP archives are unpacked)"),
    (b"BZh", "a bzip2 archive (only ZIP archives are unpacked)"),
    (b"\xfd7zXZ", "an xz archive (only ZIP archives are unpacked)"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"L\0\0\0\1\x14\2\0", "a Windows shortcut"),
)
"""First bytes -> what such a file is."""

RIFF = {b"WEBP": "a WebP picture", b"WAVE": "a sound recording", b"AVI ": "a video"}

TEXT = (
    (re.compile(r"<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*<svg|<svg\s", re.S), "an SVG drawing"),
    (re.compile(r"<\?xml\s"), "an XML file"),
    (re.compile(r"BEGIN:VCALENDAR"), "a calendar file"),
    (re.compile(r"BEGIN:VCARD"), "an address card"),
    (re.compile(r"\s*\\documentclass"), "a LaTeX source"),
    (re.compile(r"\[InternetShortcut\]"), "a link to a web page"),
    (re.compile(r"#!/"), "a program"),
    (
        re.compile(r"(?:(?:received|return-path|delivered-to|message-id|x-[\w-]+|mime-version):.*\n)", re.I),
        "an e-mail",
    ),
)
"""How the text of such a file begins."""

OFFICE = {
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (.ods)",
    "application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation (.odp)",
    "application/vnd.oasis.opendocument.graphics": "an OpenDocument drawing (.odg)",
    "application/vnd.sun.xml.calc": "an OpenOffice spreadsheet (.sxc)",
    "application/vnd.sun.xml.impress": "an OpenOffice presentation (.sxi)",
    "application/vnd.sun.xml.draw": "an OpenOffice drawing (.sxd)",
    "application/epub+zip": "an electronic book (.epub)",
}

APPLE = ("Index/Document.iwa", "Index.zip", "index.apxl", "index.apxl.gz")
OLD_APPLE = frozenset({"index.xml", "index.xml.gz"})
HISTORY = "buildVersionHistory.plist"
"""Parts of Apple's packages; until 2009 the text was in a part whose name alone says little."""

OTHER_EXTENSIONS = frozenset(
    {
        "bmp", "gif", "heic", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp",
        "avi", "m4a", "mkv", "mov", "mp3", "mp4", "ogg", "wav", "wma", "wmv",
        "csv", "numbers", "ods", "sxc", "tsv", "xls", "xlsb", "xlsm", "xlsx",
        "odp", "pps", "ppsx", "ppt", "pptx", "sxi", "odg", "vsd", "vsdx", "pages", "epub",
        "eml", "ics", "msg", "vcf", "accdb", "json", "mdb", "sqlite",
        "7z", "bz2", "gz", "rar", "tar", "xz", "bat", "dll", "exe", "js", "lnk", "py", "sh", "url",
    }
)  # fmt: skip
"""Of files that are no minutes: pictures, recordings, worksheets, slides, mail, data, archives, programs."""

ROWS = 3
"""Lines with as many separators as each other from which text is a table of values."""


def binary_kind(content: bytes) -> str | None:
    """What a file that is not text is, by its first bytes."""
    if content.startswith(b"RIFF"):
        return RIFF.get(content[8:12], "a recording")
    if content[4:8] == b"ftyp":
        return "a HEIC picture" if content[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "a recording"
    return next((kind for start, kind in BINARY if content.startswith(start) and _fits(start, content)), None)


def _fits(start: bytes, content: bytes) -> bool:
    """A mark of two letters may begin a text as well: then it takes the zeros of a binary file."""
    return not start.isalpha() or len(start) > 2 or b"\0" in content[:64]


def text_kind(text: str) -> str | None:
    """What a text that is no minutes is, by how it begins and goes on."""
    found = next((kind for pattern, kind in TEXT if pattern.match(text)), None)
    if found:
        return found
    if text.lstrip()[:1] in ("{", "["):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            pass
        else:
            return "JSON data"
    return "a table of values (.csv)" if _is_table(text) else None


def _is_table(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    counts = {line.count(";") for line in lines}
    return len(lines) >= ROWS and len(counts) == 1 and counts.pop() > 1


def zip_kind(names: Collection[str], mime: bytes) -> str | None:
    """What a file is that is a ZIP archive inside; None for an archive of files."""
    for known, kind in OFFICE.items():
        if mime.decode("ascii", "replace").startswith(known):
            return kind
    if mime.startswith(b"application/vnd.oasis"):
        return "an OpenDocument file, but no text"
    if "[Content_Types].xml" in names:
        return _microsoft(names)
    if any(part in names for part in APPLE) or (HISTORY in names and not OLD_APPLE.isdisjoint(names)):
        return "an Apple document (Pages, Numbers or Keynote)"
    return None


def _microsoft(names: Collection[str]) -> str:
    for folder, kind in (
        ("xl/", "an Excel workbook (.xlsx)"),
        ("ppt/", "a PowerPoint presentation (.pptx)"),
        ("visio/", "a Visio drawing"),
    ):
        if any(name.startswith(folder) for name in names):
            return kind
    return "an Office file without a Word document in it"


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
