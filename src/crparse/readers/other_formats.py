"""What a file is that is no minutes, for the line that says so: pictures, worksheets, mail."""

import json
import re
from collections.abc import Collection

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

EXTENSIONS = frozenset(
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
