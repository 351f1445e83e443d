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

import olefile

from crparse.errors import ReadError
from crparse.readers.files.encodings import decode_text, is_binary
from crparse.wording import N_, Message

OTHER_FORMAT = "other_format"
"""Code of a file that is well but holds no minutes: a recording, slides, a picture without text."""

OTHER_EXTENSIONS = frozenset(
    {
        "bmp", "gif", "ico", "svg", "webp", "avif",
        "avi", "m4a", "mkv", "mov", "mp3", "mp4", "ogg", "wav", "wma", "wmv",
        "csv", "numbers", "sxc", "tsv", "xlsb",
        "odp", "pps", "ppsx", "ppt", "pptx", "sxi", "odg", "vsd", "vsdx", "pages", "epub",
        "ics", "vcf", "accdb", "json", "mdb", "sqlite",
        "7z", "bz2", "gz", "rar", "tar", "xz", "zip", "bat", "dll", "exe", "js", "lnk", "py", "sh", "url",
    }
)  # fmt: skip
"""Of files that are no minutes: pictures, recordings, tables, slides, data, archives, programs."""

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
        raise _empty(content)
    if content.startswith((ZIP, EMPTY_ZIP)):
        return zip_format(io.BytesIO(content), name)
    if content.startswith(COMPOUND):
        return _compound(content)
    if PDF in content[:PDF_WITHIN]:
        return "pdf"
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return "rtf"
    if content.startswith(BARE_WORD) and is_binary(content):
        return "doc"
    picture = _picture_format(content)
    if picture:
        return picture
    _refuse_packed(content)
    _refuse(_binary_kind(content))
    if is_mail(content):
        return "eml"
    if is_binary(content):
        message = Message("The file is no document that crparse knows, and no text.")
        advice = Message("Check what it is; if Word or LibreOffice opens it, save it as .docx.")
        raise ReadError("unknown_format", message, advice)
    return _of_text(decode_text(content), name)


def _empty(content: bytes) -> ReadError:
    """The error of a file without content: a drive may have kept its size, and nothing else of it."""
    if content.count(0) < len(content) or not content:
        return ReadError("empty", Message("The file is empty."), Message("Get a new copy of it."))
    message = Message(
        "The file is empty: there are only zeros in it, as where a copy or a download has not ended."
    )
    return ReadError(
        "empty",
        message,
        Message("If it lies on a cloud drive, have it kept on this machine; else copy it anew."),
    )


def _refuse_packed(content: bytes) -> None:
    """The error of what may hold minutes in a form that is not unpacked."""
    if content.startswith(TNEF):
        message = Message(
            "The file is the package that Outlook makes of attachments (winmail.dat): it is not unpacked."
        )
        raise ReadError(
            "packed", message, Message("Open the mail in Outlook and save what is attached to it.")
        )
    if content.startswith(OUTLOOK_STORE):
        message = Message("The file is a data file of Outlook's (.pst, .ost), which crparse does not open.")
        raise ReadError("packed", message, Message("Open it in Outlook and save its mails as .msg files."))
    if MAILBOX_LINE.match(content[:HEAD]):
        message = Message("The file is a whole mailbox (mbox), not one mail.")
        raise ReadError(
            "mailbox", message, Message("Give it to `crparse build`, which reads every mail in it.")
        )


def _refuse(kind: str | None) -> None:
    """The error of a file of a kind that holds no minutes, if it is of one."""
    if kind is not None:
        advice = Message("Nothing to do, unless it holds minutes: save them as PDF.")
        raise ReadError(OTHER_FORMAT, Message("The file is %(what)s, no minutes.", what=kind), advice)


def _protected(program: str) -> ReadError:
    advice = Message("Open it in %(program)s and save it without a password.", program=program)
    return ReadError("encrypted", Message("The file is protected by a password."), advice)


BINARY = {
    N_("a GIF picture"): (b"GIF8",),
    N_("a BMP picture"): (b"BM",),
    N_("an icon"): (b"\0\0\1\0",),
    N_("a sound recording"): (b"ID3", b"\xff\xfb", b"fLaC"),
    N_("a recording"): (b"OggS",),
    N_("a video"): (b"\x1aE\xdf\xa3",),
    N_("a 7z archive (only ZIP archives are unpacked)"): (b"7z\xbc\xaf\x27\x1c",),
    N_("a RAR archive (only ZIP archives are unpacked)"): (b"Rar!",),
    N_("a gzip archive (only ZIP archives are unpacked)"): (b"\x1f\x8b",),
    N_("a bzip2 archive (only ZIP archives are unpacked)"): (b"BZh",),
    N_("an xz archive (only ZIP archives are unpacked)"): (b"\xfd7zXZ",),
    N_("a database"): (b"SQLite format 3",),
    N_("a program"): (b"MZ", b"\x7fELF"),
    N_("a PostScript file"): (b"%!PS",),
    N_("a Windows shortcut"): (b"L\0\0\0\1\x14\2\0",),
}
"""What a file is -> how it begins."""

RIFF = {b"WEBP": N_("a WebP picture"), b"WAVE": N_("a sound recording"), b"AVI ": N_("a video")}
"""The same for what stands in the container RIFF."""


PICTURES = {
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n",),
    "tiff": (b"II*\0", b"MM\0*"),
}
"""Format of a picture that is read -> how it begins."""

HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
"""Brands of the pictures of Apple's telephones, after the size and the word "ftyp"."""

TNEF = b"\x78\x9f\x3e\x22"
"""How winmail.dat begins, in which Outlook sends rich text and attachments to others of its kind."""

OUTLOOK_STORE = b"!BDN"
"""How the file begins in which Outlook keeps all of its mails."""

MAILBOX = b"From "
"""How the line begins that stands before each mail of a mailbox."""

BARE_WORD = (b"\xdb\xa5", b"\xdc\xa5")
"""How documents of Word 2 and 6 begin that stand in no container."""

# That line: takes "From ana@valmont.example Tue Mar 12 10:00:00 2024" and "From - Tue Mar 12 10:00:00 2024",
# leaves "From the chair: ".
MAILBOX_LINE = re.compile(rb"From \S+ +\w{3} \w{3} +\d+ [\d:]+ .*\d{4}\r?\n")


def _picture_format(content: bytes) -> str | None:
    """The format of a picture that is read, None for anything else."""
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return "heic"
    return next((format for format, starts in PICTURES.items() if content.startswith(starts)), None)


def _binary_kind(content: bytes) -> str | None:
    """What a file that is not text is, by its first bytes."""
    if content.startswith(b"RIFF"):
        return RIFF.get(content[8:12], N_("a recording"))
    if content[4:8] == b"ftyp":
        return N_("an AVIF picture") if content[8:12] == b"avif" else N_("a recording")
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

ODS = b"application/vnd.oasis.opendocument.spreadsheet"

OFFICE = {
    b"application/vnd.oasis.opendocument.presentation": N_("an OpenDocument presentation (.odp)"),
    b"application/vnd.oasis.opendocument.graphics": N_("an OpenDocument drawing (.odg)"),
    b"application/vnd.oasis": N_("an OpenDocument file, but no text"),
    b"application/vnd.sun.xml.calc": N_("an OpenOffice spreadsheet (.sxc)"),
    b"application/vnd.sun.xml.impress": N_("an OpenOffice presentation (.sxi)"),
    b"application/vnd.sun.xml.draw": N_("an OpenOffice drawing (.sxd)"),
    b"application/epub+zip": N_("an electronic book (.epub)"),
}
"""What other packages of these families say they are."""

APPLE = ("Index/Document.iwa", "Index.zip", "index.apxl", "index.apxl.gz")
APPLE_KINDS = {
    "key": N_("a presentation of Apple's (Keynote)"),
    "numbers": N_("a worksheet of Apple's (Numbers)"),
}
OLD_APPLE = frozenset({"index.xml", "index.xml.gz"})
HISTORY = "buildVersionHistory.plist"
"""Parts of Apple's packages; until 2009 the text was in a part whose name alone says little."""

WORKBOOK = "xl/workbook.xml"
"""The part of an Excel workbook that lists its sheets; a binary one (.xlsb) has another."""

MICROSOFT = {
    "xl/": N_("a binary Excel workbook (.xlsb)"),
    "ppt/": N_("a PowerPoint presentation (.pptx)"),
    "visio/": N_("a Visio drawing"),
}
"""Folder in a package of Microsoft's -> what such a file is."""


def part_name(filename: str) -> str:
    """The name of a part of a package of Microsoft's, whose case says nothing: of "WORD/Document.xml" too."""
    name = filename.replace("\\", "/").lower()
    return CONTENT_TYPES if name == CONTENT_TYPES.lower() else name


def zip_format(stream: BinaryIO, name: str = "") -> str:
    """The format of what begins as a ZIP archive: "docx", "odt", "xlsx"…, or "zip" for an archive of files.

    `name` only tells which of Apple's programs made a package that they all make alike.

    Raises:
        ReadError: It is something else, or damaged.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            names = set(package.namelist())
            parts = {part_name(name): name for name in names}
            types = _start(package, parts.get(CONTENT_TYPES, CONTENT_TYPES))
            mime, manifest = (_start(package, part) for part in ("mimetype", "META-INF/manifest.xml"))
            mime = mime.strip() or _told_inside(package, names, manifest)
    except (*UNREADABLE_ZIP, RuntimeError, ValueError, OSError) as error:
        message = Message(
            "The file begins as a DOCX or a ZIP archive but cannot be unpacked (%(error)s).", error=error
        )
        raise ReadError("truncated", message, Message("Get a new copy of it.")) from error
    if mime.startswith(SXW) and b"manifest:encryption-data" in manifest:
        raise _protected("OpenOffice or LibreOffice")
    if mime.startswith((ODT, SXW)):
        return "odt" if mime.startswith(ODT) else "sxw"
    if mime.startswith(ODS):
        return "ods"
    if (
        WORD.encode() in types
        or "word/document.xml" in parts
        or (CONTENT_TYPES in parts and any(part.startswith("word/") for part in parts))
    ):
        return "docx"
    if CONTENT_TYPES in names and WORKBOOK in names:
        return "xlsx"
    _refuse_apple(names, name)
    _refuse(_package_kind(parts, mime))
    return "zip"


# What the package as a whole is: takes its type of '<manifest:file-entry manifest:full-path="/"
# manifest:media-type="application/vnd.oasis…"/>', in either order; leaves that of "content.xml".
_WHOLE = re.compile(rb'<manifest:file-entry(?=[^>]*manifest:full-path="/")[^>]*manifest:media-type="([^"]*)"')

BODIES = {b"<office:text": ODT, b"<office:spreadsheet": ODS, b'office:class="text"': SXW}
"""How the content of a package says what it is, where the part that should say so has been lost."""

CONTENT = 16 * TYPES
"""Bytes in which the body begins: the looks of its paragraphs stand before it."""


def _told_inside(package: zipfile.ZipFile, names: Collection[str], manifest: bytes) -> bytes:
    """What a package of OpenDocument is without its part `mimetype`, as its other parts tell."""
    if "content.xml" not in names:
        return b""
    whole = _WHOLE.search(manifest)
    if whole and whole[1]:
        return whole[1]
    content = _start(package, "content.xml", CONTENT)
    return next((kind for sign, kind in BODIES.items() if sign in content), b"")


def _start(package: zipfile.ZipFile, part: str, most: int = TYPES) -> bytes:
    """The first bytes of a part, which may be a bomb; none where there is no such part."""
    try:
        with package.open(part) as stream:
            return stream.read(most)
    except KeyError:
        return b""


def _package_kind(names: Collection[str], mime: bytes) -> str | None:
    """What a package that holds no minutes is; None for an archive of files."""
    found = next((kind for known, kind in OFFICE.items() if mime.startswith(known)), None)
    if found:
        return found
    if CONTENT_TYPES in names:
        kinds = (kind for folder, kind in MICROSOFT.items() if any(name.startswith(folder) for name in names))
        return next(kinds, N_("an Office file without a Word document in it"))
    return None


def _refuse_apple(names: Collection[str], name: str) -> None:
    """The error of a package of Apple's programs: slides and sheets are named so, the rest may be minutes."""
    if not any(part in names for part in APPLE) and (HISTORY not in names or OLD_APPLE.isdisjoint(names)):
        return
    _refuse(APPLE_KINDS.get(name.rpartition(".")[2].lower()))
    message = Message("The file is a document of Apple's programs (Pages), which crparse does not read.")
    raise ReadError(
        "pages", message, Message("Open it in Pages or on icloud.com and export it as Word (.docx) or PDF.")
    )


STREAMS = {
    "powerpoint document": N_("an old PowerPoint presentation (.ppt)"),
    "visiodocument": N_("an old Visio drawing (.vsd)"),
}
"""Stream in Microsoft's container, in lower case -> what such a file is."""

MESSAGE = "__properties_version1.0"
"""The stream that every message of Outlook has."""

SHEETS = frozenset({"workbook", "book"})
"""The stream of a workbook, since Excel 97 and before."""

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
    """What is in a compound file: its outermost streams tell, or where they are lost what stands in it."""
    streams = outer_streams(content)
    if MESSAGE in streams:
        return "msg"
    if "worddocument" not in streams and not SHEETS.isdisjoint(streams):
        return "xls"
    is_word = _has_stream(content, "WordDocument")
    header = _header(content) if is_word or not streams.isdisjoint(WORD_TABLES) else None
    if _has_stream(content, "EncryptedPackage") or (header and header[1] & ENCRYPTED):
        raise _protected("Word")
    if is_word or header:
        return "doc"
    _refuse(next((kind for stream, kind in STREAMS.items() if stream in streams), None))
    if not streams:
        message = Message("The file is an old Office file, and damaged: what it holds cannot be told.")
        raise ReadError("truncated", message, Message("Get a new copy of it."))
    message = Message("The file is an old Office file, but no Word document.")
    raise ReadError("unknown_format", message, Message("Check what it is."))


WORD_TABLES = frozenset({"0table", "1table", "objectpool"})
"""Streams beside that of a Word document, whatever that is called."""

DAMAGED_COMPOUND = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError)
"""What `olefile` raises on a container that is damaged."""


def outer_streams(content: bytes) -> frozenset[str]:
    """The outermost streams and folders of a compound file in lower case; none where it is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            return frozenset(path[0].lower() for path in container.listdir(streams=True, storages=True))
    except DAMAGED_COMPOUND:
        return frozenset()


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
    r"\*\*[^\s*][^*\n]*\*\*|\[[^\]\n]{1,500}\]\([^)\s]+\)|^```|^\|? *:?-{3,}:? *\||^ {0,3}[*+-] \[[ xX]\] ",
    re.M,
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
    _refuse_encoded(text)
    _refuse(_text_kind(text))
    return "md" if name.lower().endswith((".md", ".markdown")) or _is_markdown(text) else "txt"


def _is_markdown(text: str) -> bool:
    """Whether signs of Markdown stand in the text: one alone may be chance."""
    headings, markup = len(_HEADING.findall(text)), len(_MARKUP.findall(text))
    return headings > 1 or markup > 2 or (headings > 0 and markup > 0)


# A line of letters that stand for bytes: takes the 76 of "JVBERi0xLjQKJcOkw7zDtsOf…", leaves every sentence.
_ENCODED_LINE = re.compile(r"^[A-Za-z0-9+/]{60,}={0,2}[ \t]*$", re.M)

ENCODED = 0.5
"""Share of a text in such lines from which it is a file in disguise: of a mail without its head all is."""


def _refuse_encoded(text: str) -> None:
    """The error of a file written as letters, as mail does, where nothing says any more which it is."""
    letters = "".join(_ENCODED_LINE.findall(text))
    # Bytes give letters of each kind; a word of 6,000 signs is a word.
    of_each = all(any(map(kind, letters)) for kind in (str.isupper, str.islower, str.isdigit))
    if of_each and len(letters) > ENCODED * len(text):
        message = Message(
            "The file is another one written in letters (base64), as mail does, without what says so."
        )
        raise ReadError(
            "encoded", message, Message("Open the mail that it comes from and save what is attached to it.")
        )


STARTS = {
    "BEGIN:VCALENDAR": N_("a calendar file"),
    "BEGIN:VCARD": N_("an address card"),
    "\\documentclass": N_("a LaTeX source"),
    "[InternetShortcut]": N_("a link to a web page"),
    "#!/": N_("a program"),
}
"""How the text of such a file begins -> what it is."""

# Takes "<svg width=…", also after "<?xml …?>" and comments; leaves "<p>Plan : <svg>".
_SVG = re.compile(r"<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*<svg|<svg\s", re.S)
# Takes "<?xml version=…", leaves "<?xml-stylesheet …".
_XML = re.compile(r"<\?xml\s")
ROWS = 3
"""Lines with as many separators as each other from which text is a table of values.

Two may be sentences: "Présents : Mmes Roux ; Vidal ; Noël" and "Excusés : MM. Petit ; Blanc ; Caron".
"""


def _text_kind(text: str) -> str | None:
    """What a text that is no minutes is, by how it begins and goes on."""
    for pattern, kind in ((_SVG, N_("an SVG drawing")), (_XML, N_("an XML file"))):
        if pattern.match(text):
            return kind
    start = text.lstrip()
    found = next((kind for sign, kind in STARTS.items() if start.startswith(sign)), None)
    if found:
        return found
    if start.startswith(("{", "[")) and _is_json(text):
        _refuse_link(start)
        return "JSON data"
    return N_("a table of values (.csv)") if _is_table(text) else None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


# Takes '"doc_id": "1x…"', '"url": "https://docs.google.com/…"'; leaves '"url": "https://valmont.example"'.
_GOOGLE = re.compile(r'"doc_id"\s*:|"url"\s*:\s*"https://(?:docs|drive)\.google\.com/')

LINK = 4096
"""Characters of what a drive leaves in the place of a document: a few hundred, with its address."""


def _refuse_link(text: str) -> None:
    """The error of what Google's drive puts in the place of a document."""
    if len(text) <= LINK and _GOOGLE.search(text):
        message = Message(
            "The file is only a link to a document of Google's (.gdoc, .gsheet): its text is not in it."
        )
        raise ReadError(
            "cloud_link", message, Message("Open it in the browser and download it as Word (.docx) or PDF.")
        )


def _is_table(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    counts = {line.count(";") for line in lines}
    return len(lines) >= ROWS and len(counts) == 1 and counts.pop() > 1


SURE = frozenset({"received", "return-path", "delivered-to", "message-id", "x-unsent"})
USUAL = frozenset({"from", "to", "cc", "subject", "date", "reply-to", "sender", "mime-version"})
"""Fields of a mail's head: one of the first, or so many of the others, make a mail of a text."""

FEWEST_FIELDS = 3
"""Of the usual fields: a text may begin with "Date:" and "From:"."""

MAIL_HEAD = 1 << 18
"""Bytes in which the head of a mail ends: one to a thousand people takes some fifty thousand."""

# Takes "Subject: Compte rendu\n" with the lines that go on with it, leaves "Objet : …\n".
_FIELD = re.compile(r"([\w-]+):[ \t]?.*\n(?:[ \t]+\S.*\n)*")
# Takes what a saved page says in the head: "Content-Type: multipart/related"; leaves "multipart/mixed".
_RELATED = re.compile(r"content-type:\s*multipart/related", re.I)


def is_mail(content: bytes) -> bool:
    """Whether a file is a mail, by the fields of its head; a page that a browser saved has some of them."""
    head = content[:MAIL_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    text = head.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
    names: set[str] = set()
    at = 0
    while found := _FIELD.match(text, at):
        names.add(found[1].lower())
        at = found.end()
    if "snapshot-content-location" in names:
        return False
    return not names.isdisjoint(SURE) or (
        len(names & USUAL) >= FEWEST_FIELDS and not (_RELATED.search(text, 0, at) and "to" not in names)
    )
