"""Which format a file has, told by its content: names lie; and what it is where it is no minutes.

Bytes first, then packages (ZIP, Microsoft's container of the 1990s), then text.
"""

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

OTHER_FORMAT = "other_format"
"""Code of a file that is well but holds no minutes: a picture, a worksheet."""

OTHER_EXTENSIONS = frozenset(
    {
        "bmp", "gif", "heic", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp",
        "avi", "m4a", "mkv", "mov", "mp3", "mp4", "ogg", "wav", "wma", "wmv",
        "csv", "numbers", "ods", "sxc", "tsv", "xls", "xlsb", "xlsm", "xlsx",
        "odp", "pps", "ppsx", "ppt", "pptx", "sxi", "odg", "vsd", "vsdx", "pages", "epub",
        "eml", "ics", "msg", "vcf", "accdb", "json", "mdb", "sqlite",
        "7z", "bz2", "gz", "rar", "tar", "xz", "zip", "bat", "dll", "exe", "js", "lnk", "py", "sh", "url",
    }
)  # fmt: skip
"""Of files that are no minutes: pictures, recordings, worksheets, slides, mail, data, archives, programs."""

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of Microsoft's container of the 1990s: old .doc files, and new ones under a password."""

PDF = b"%PDF-"
PDF_WITHIN = 1024
"""Bytes in which a PDF may begin: some mail and scanning programs write a few of their own before it."""


def detect_format(content: bytes, name: str = "") -> str:
    """The format of a file's bytes: a key of `crparse.readers.FORMATS`, or "zip" for an archive of files.

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
    _refuse(_binary_kind(content))
    if is_binary(content):
        message = "The file is no document that crparse knows, and no text."
        advice = "Check what it is; if Word or LibreOffice opens it, save it as .docx."
        raise ReadError("unknown_format", message, advice)
    return _of_text(decode_text(content), name)


def _refuse(kind: str | None) -> None:
    """The error of a file of a kind that holds no minutes, if it is of one."""
    if kind is not None:
        advice = "Nothing to do, unless it holds minutes: save them as PDF."
        raise ReadError(OTHER_FORMAT, f"The file is {kind}, no minutes.", advice)


def _protected(program: str) -> ReadError:
    advice = f"Open it in {program} and save it without a password."
    return ReadError("encrypted", "The file is protected by a password.", advice)


NOT_UNPACKED = "archive (only ZIP archives are unpacked)"

BINARY = {
    "a JPEG picture": (b"\xff\xd8\xff",),
    "a PNG picture": (b"\x89PNG\r\n",),
    "a GIF picture": (b"GIF8",),
    "a TIFF picture": (b"II*\0", b"MM\0*"),
    "a BMP picture": (b"BM",),
    "an icon": (b"\0\0\1\0",),
    "a sound recording": (b"ID3", b"\xff\xfb", b"fLaC"),
    "a recording": (b"OggS",),
    "a video": (b"\x1aE\xdf\xa3",),
    f"a 7z {NOT_UNPACKED}": (b"7z\xbc\xaf\x27\x1c",),
    f"a RAR {NOT_UNPACKED}": (b"Rar!",),
    f"a gzip {NOT_UNPACKED}": (b"\x1f\x8b",),
    f"a bzip2 {NOT_UNPACKED}": (b"BZh",),
    f"an xz {NOT_UNPACKED}": (b"\xfd7zXZ",),
    "a database": (b"SQLite format 3",),
    "a program": (b"MZ", b"\x7fELF"),
    "a PostScript file": (b"%!PS",),
    "a Windows shortcut": (b"L\0\0\0\1\x14\2\0",),
}
"""What a file is -> how it begins."""

RIFF = {b"WEBP": "a WebP picture", b"WAVE": "a sound recording", b"AVI ": "a video"}
"""The same for what stands in the container RIFF."""


def _binary_kind(content: bytes) -> str | None:
    """What a file that is not text is, by its first bytes."""
    if content.startswith(b"RIFF"):
        return RIFF.get(content[8:12], "a recording")
    if content[4:8] == b"ftyp":
        return "a HEIC picture" if content[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "a recording"
    if content.startswith((b"BM", b"MZ")) and b"\0" not in content[:64]:
        return None  # Two letters may begin a text as well: a binary file has zeros.
    return next((kind for kind, starts in BINARY.items() if content.startswith(starts)), None)


UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
"""What the standard library says of a damaged package."""

ODT = b"application/vnd.oasis.opendocument.text"
SXW = b"application/vnd.sun.xml.writer"
"""What a text of OpenOffice 1 says it is, ODT's forerunner."""

WORD = "wordprocessingml.document"
"""In the types of its parts, what a package with a Word document says."""

CONTENT_TYPES = "[Content_Types].xml"
"""The part in which Microsoft's packages say that."""

TYPES = 1 << 20
"""Bytes in which a package says what its parts are."""

OFFICE = {
    b"application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (.ods)",
    b"application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation (.odp)",
    b"application/vnd.oasis.opendocument.graphics": "an OpenDocument drawing (.odg)",
    b"application/vnd.oasis": "an OpenDocument file, but no text",
    b"application/vnd.sun.xml.calc": "an OpenOffice spreadsheet (.sxc)",
    b"application/vnd.sun.xml.impress": "an OpenOffice presentation (.sxi)",
    b"application/vnd.sun.xml.draw": "an OpenOffice drawing (.sxd)",
    b"application/epub+zip": "an electronic book (.epub)",
}
"""What other packages of these families say they are."""

APPLE = ("Index/Document.iwa", "Index.zip", "index.apxl", "index.apxl.gz")
OLD_APPLE = frozenset({"index.xml", "index.xml.gz"})
HISTORY = "buildVersionHistory.plist"
"""Parts of Apple's packages; until 2009 the text was in a part whose name alone says little."""

MICROSOFT = {
    "xl/": "an Excel workbook (.xlsx)",
    "ppt/": "a PowerPoint presentation (.pptx)",
    "visio/": "a Visio drawing",
}
"""Folder in a package of Microsoft's -> what such a file is."""


def zip_format(stream: BinaryIO) -> str:
    """The format of what begins as a ZIP archive: "docx", "odt", "sxw", or "zip" for an archive of files.

    Raises:
        ReadError: It is something else, or damaged.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            names = set(package.namelist())
            mime, types, manifest = (
                _start(package, part) for part in ("mimetype", CONTENT_TYPES, "META-INF/manifest.xml")
            )
    except (*UNREADABLE_ZIP, RuntimeError, ValueError, OSError) as error:
        message = f"The file begins as a DOCX or a ZIP archive but cannot be unpacked ({error})."
        raise ReadError("truncated", message, "Get a new copy of it.") from error
    mime = mime.strip()
    if mime.startswith(SXW) and b"manifest:encryption-data" in manifest:
        raise _protected("OpenOffice or LibreOffice")
    if mime.startswith((ODT, SXW)):
        return "odt" if mime.startswith(ODT) else "sxw"
    if (
        WORD.encode() in types
        or "word/document.xml" in names
        or (CONTENT_TYPES in names and any(name.startswith("word/") for name in names))
    ):
        return "docx"
    _refuse(_package_kind(names, mime))
    return "zip"


def _start(package: zipfile.ZipFile, part: str) -> bytes:
    """The first bytes of a part, which may be a bomb; none where there is no such part."""
    try:
        with package.open(part) as stream:
            return stream.read(TYPES)
    except KeyError:
        return b""


def _package_kind(names: Collection[str], mime: bytes) -> str | None:
    """What a package that holds no minutes is; None for an archive of files."""
    found = next((kind for known, kind in OFFICE.items() if mime.startswith(known)), None)
    if found:
        return found
    if CONTENT_TYPES in names:
        kinds = (kind for folder, kind in MICROSOFT.items() if any(name.startswith(folder) for name in names))
        return next(kinds, "an Office file without a Word document in it")
    if any(part in names for part in APPLE) or (HISTORY in names and not OLD_APPLE.isdisjoint(names)):
        return "an Apple document (Pages, Numbers or Keynote)"
    return None


STREAMS = {
    "Workbook": "an old Excel workbook (.xls)",
    "PowerPoint Document": "an old PowerPoint presentation (.ppt)",
    "__substg1.0_": "an Outlook message (.msg)",
}
"""Stream in Microsoft's container -> what such a file is."""

FIB = (b"\xec\xa5", b"\xdc\xa5")
"""First bytes of the header of a Word document within its container, since Word 97 and before."""

VERSIONS = range(0x60, 0x120)
"""What follows them, from Word 6 to Word 2010."""

HEADER = 512
"""Bytes of the container's own header."""

SECTOR = 64
"""Bytes: the least step at which a stream may begin after it."""

ENCRYPTED = 0x01
"""Flag in the second byte of the flags, at offset 10 of the header, for a document under a password."""


def _compound(content: bytes) -> str:
    """What is in a compound file: stream names stand in its directory as UTF-16."""
    is_word = _has_stream(content, "WordDocument")
    header = _header(content) if is_word else None
    if _has_stream(content, "EncryptedPackage") or (header and header[1] & ENCRYPTED):
        raise _protected("Word")
    if is_word:
        return "doc"
    _refuse(next((kind for stream, kind in STREAMS.items() if _has_stream(content, stream)), None))
    message = "The file is an old Office file, but no Word document."
    raise ReadError("unknown_format", message, "Check what it is.")


def _has_stream(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content


def word_version(content: bytes) -> int | None:
    """The version of its format that an old Word file names in its header."""
    header = _header(content)
    return header[0] if header else None


def _header(content: bytes) -> tuple[int, int] | None:
    """The version and the flags in the header of the Word document, at the start of a sector."""
    for at in range(HEADER, len(content) - 12, SECTOR):
        if content[at : at + 2] in FIB:
            version = int.from_bytes(content[at + 2 : at + 4], "little")
            if version in VERSIONS:
                return version, content[at + 11]
    return None


HEAD = 4096
"""Characters in which HTML and XML say what they are and how they are encoded.

Browsers look at 1,024 for that; a declaration, comments and Word's namespaces may stand before it.
"""

FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"
"""Namespace of a package in one XML file: Word's "Word XML document"."""

# Takes "<!DOCTYPE html>", "<body class=…>"; leaves "<bodyguard>".
_HTML = re.compile(r"<!doctype html|<html[\s>]|<(?:head|body)[\s>]", re.I)
# Takes "<p>Présents :</p>", "<h1 class=…>"; leaves "<pv>", "Voir <p>" that begins with text.
_FRAGMENT = re.compile(r"\s*<(?:p|div|h[1-6]|table|ul|ol|span|meta|article|section|center|font)[\s>]", re.I)
# Takes "From: <Saved by …>\nContent-Type: multipart/related", leaves "Content-Type: multipart/mixed" of mail.
SAVED_PAGE = re.compile(r"(?:[\w-]+:.*\n(?:[ \t]+.*\n)*)*?content-type:\s*multipart/related", re.I)
# Takes "## Budget", leaves "#Budget", the "#" of "Lot #2".
_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.M)
# Takes "**Présents :**", "[compte rendu](cr.pdf)", "| --- |", "- [x] relancer"; leaves "2 * 3 * 4", "[sic]".
_MARKUP = re.compile(
    r"\*\*[^\s*][^*\n]*\*\*|\[[^\]\n]+\]\([^)\s]+\)|^```|^\|? *:?-{3,}:? *\||^ {0,3}[*+-] \[[ xX]\] ", re.M
)


def _of_text(text: str, name: str) -> str:
    head = text[:HEAD].lstrip()
    if FLAT in head and WORD in text:
        return "docx"
    if "<?mso-application" in head and "Word.Document" in head:
        return "wordxml"
    if "office:document" in head and ODT.decode() in head:
        return "odt"
    if _HTML.search(head) or _FRAGMENT.match(head) or SAVED_PAGE.match(head):
        return "html"
    _refuse(_text_kind(text))
    return "md" if name.lower().endswith((".md", ".markdown")) or _is_markdown(text) else "txt"


def _is_markdown(text: str) -> bool:
    """Whether signs of Markdown stand in the text: one alone may be chance."""
    headings, markup = len(_HEADING.findall(text)), len(_MARKUP.findall(text))
    return headings > 1 or markup > 2 or (headings > 0 and markup > 0)


STARTS = {
    "BEGIN:VCALENDAR": "a calendar file",
    "BEGIN:VCARD": "an address card",
    "\\documentclass": "a LaTeX source",
    "[InternetShortcut]": "a link to a web page",
    "#!/": "a program",
}
"""How the text of such a file begins -> what it is."""

# Takes "<svg width=…", also after "<?xml …?>" and comments; leaves "<p>Plan : <svg>".
_SVG = re.compile(r"<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*<svg|<svg\s", re.S)
# Takes "<?xml version=…", leaves "<?xml-stylesheet …".
_XML = re.compile(r"<\?xml\s")
# Takes "Return-Path: <…>\n", "X-Mailer: …\n"; leaves "Objet : …\n".
_MAIL = re.compile(r"(?:received|return-path|delivered-to|message-id|x-[\w-]+|mime-version):.*\n", re.I)

ROWS = 3
"""Lines with as many separators as each other from which text is a table of values.

Two may be sentences: "Présents : Mmes Roux ; Vidal ; Noël" and "Excusés : MM. Petit ; Blanc ; Caron".
"""


def _text_kind(text: str) -> str | None:
    """What a text that is no minutes is, by how it begins and goes on."""
    for pattern, kind in ((_SVG, "an SVG drawing"), (_XML, "an XML file"), (_MAIL, "an e-mail")):
        if pattern.match(text):
            return kind
    start = text.lstrip()
    found = next((kind for sign, kind in STARTS.items() if start.startswith(sign)), None)
    if found:
        return found
    if start.startswith(("{", "[")) and _is_json(text):
        return "JSON data"
    return "a table of values (.csv)" if _is_table(text) else None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    counts = {line.count(";") for line in lines}
    return len(lines) >= ROWS and len(counts) == 1 and counts.pop() > 1
