"""What formats of markup share: names, numbers and lengths that it tells, packages of parts unpacked."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from lxml import etree

from crparse.errors import ReadError
from crparse.readers.files.detect import UNREADABLE_ZIP
from crparse.wording import Message

NAMESPACES = {
    # OpenDocument
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    # Word
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    # Both
    "dc": "http://purl.org/dc/elements/1.1/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


@cache
def clark(qualified: str) -> str:
    """The Clark name of "prefix:local"."""
    prefix, local = qualified.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


# Takes "-1", "720"; leaves "12.5", "".
_WHOLE = re.compile(r"-?[0-9]{1,9}")


def whole(told: str | None) -> int | None:
    """A whole number; None for what is none, or larger than anything in a document."""
    return int(told) if told and _WHOLE.fullmatch(told.strip()) else None


_POINTS = {
    "pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0, "px": 0.75,
    "em": 12.0, "rem": 12.0,
}  # fmt: skip
# Takes "1.25cm", "-36pt", ".5em", "720", "12pt !important"; leaves "120%", "auto".
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*([a-z]+)?(?=$|\s*!)")


def points(length: str | None, unit: float | None = None, digits: int = 2) -> float | None:
    """A length ("1.25cm") in points, a bare figure counting `unit` points; None for what is no length."""
    match = _LENGTH.match(length or "")
    scale = (_POINTS.get(match[2]) if match[2] else unit) if match else None
    return round(float(match[1]) * scale, digits) if match and scale else None


BOLD = 600
"""Weight from which a typeface is bold: 400 is the usual one, 700 the bold."""


def is_bold(weight: str) -> bool:
    """Whether a typeface of this weight ("bold", "700") is bold."""
    return weight in ("bold", "bolder") or (whole(weight) or 0) >= BOLD


DAMAGED_PACKAGE = (*UNREADABLE_ZIP, RuntimeError)
"""What the standard library says of a package that cannot be unpacked, or not without a password."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
# Pictures, which the parser reads up to 10 MB: takes "<pkg:binaryData>iVBORw0…", leaves "<w:t>…".
_PICTURE = re.compile(rb"(<(?:pkg:binaryData|office:binary-data)>)[^<]*")


def parsed(content: bytes) -> etree._Element:
    """The tree of an XML file without the pictures in it.

    Raises:
        etree.XMLSyntaxError: It is damaged.
    """
    return etree.fromstring(_PICTURE.sub(rb"\1", content), _PARSER)


def read_parts(
    package: zipfile.ZipFile, parts: Sequence[zipfile.ZipInfo], most: int, what: str
) -> dict[str, bytes]:
    """The bytes of some parts by name; one larger than it says is damaged, and is not unpacked to its end.

    Raises:
        ReadError: "too_large" where they unpack to more than `most` bytes; `what` is the format.
    """
    if sum(part.file_size for part in parts) > most:  # a picture of any size is not unpacked
        message = Message("The %(what)s unpacks to more than a document can hold.", what=what)
        raise ReadError("too_large", message, Message("Check where the file comes from."))
    return {part.filename: _unpacked(package, part) for part in parts}


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with package.open(part) as stream:
        return stream.read(part.file_size + 1)


@contextmanager
def whole_xml(code: str, what: str, advice: Message) -> Iterator[None]:
    """Says in words what is wrong with XML that is parsed inside.

    Raises:
        ReadError: With this code and advice, where it is damaged.
    """
    try:
        yield
    except etree.XMLSyntaxError as error:
        deep = Message("it has elements, such as tables, hundreds deep inside each other")
        fault = deep if "Excessive depth" in error.msg else error
        raise ReadError(
            code,
            Message("The XML of the %(what)s is damaged (%(what_fault)s).", what=what, what_fault=fault),
            advice,
        ) from error
