"""What DOCX and ODT share: parts unpacked no further than they say, XML without entities, lengths."""

import re
import zipfile

from lxml import etree

from crparse.readers.files.detect import UNREADABLE_ZIP

DAMAGED_PACKAGE = (*UNREADABLE_ZIP, RuntimeError)
"""What the standard library says of a package that cannot be unpacked, or not without a password."""

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def read_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part; one larger than it says is damaged, and is not unpacked to its end."""
    with package.open(part) as stream:
        return stream.read(part.file_size + 1)


def xml_fault(error: etree.XMLSyntaxError) -> str:
    """What is wrong with XML, in words."""
    if "Excessive depth" in error.msg:
        return "it has elements, such as tables, hundreds deep inside each other"
    return str(error)


_POINTS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0, "px": 0.75}
# "1.25cm", "-36pt", "720"; not "120%", nor "2 cm"
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|cm|mm|in|pc|pi|px)?$")


def points(length: str | None, unit: float | None = None) -> float | None:
    """A length ("1.25cm") in points, a bare figure counting `unit` points; None for what is no length."""
    match = _LENGTH.match(length or "")
    scale = (_POINTS[match[2]] if match[2] else unit) if match else None
    return round(float(match[1]) * scale, 2) if match and scale else None
