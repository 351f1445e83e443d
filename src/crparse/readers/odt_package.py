"""An ODT as a package of parts, zipped or flat (.fodt: the same XML in one piece)."""

import re
import zipfile
from typing import BinaryIO, NamedTuple

from lxml import etree

from crparse.errors import ReadError
from crparse.readers.package_parts import DAMAGED_PACKAGE, PARSER, read_part, xml_fault

MAX_XML = 256 * 2**20
"""Bytes of unpacked XML beyond which a package is taken for a bomb: 1,000 pages are about 20 MB."""

MANIFEST = "META-INF/manifest.xml"
ADVICE = "Open it in LibreOffice and save it again as .odt or .docx."

_PICTURE = re.compile(rb"(<office:binary-data>)[^<]*")
"""In a flat file; the parser takes none of more than 10 MB."""


class OdtPackage(NamedTuple):
    """The content, the styles and the properties: of a flat file three times the whole."""

    content: etree._Element
    styles: etree._Element | None
    meta: etree._Element | None


def open_odt(stream: BinaryIO) -> OdtPackage:
    """The parts of an ODT file.

    Raises:
        ReadError: "corrupt_odt" or "encrypted" or "too_large".
    """
    content = stream.read()
    try:
        if content.startswith(b"PK"):
            stream.seek(0)
            with zipfile.ZipFile(stream) as package:
                return _unpacked(package)
        root = etree.fromstring(_PICTURE.sub(rb"\1", content), PARSER)
    except DAMAGED_PACKAGE as error:
        raise ReadError("corrupt_odt", f"The ODT package is damaged ({error}).", ADVICE) from error
    except etree.XMLSyntaxError as error:
        message = f"The XML of the file is damaged ({xml_fault(error)})."
        raise ReadError("corrupt_odt", message, ADVICE) from error
    return OdtPackage(root, root, root)


def _unpacked(package: zipfile.ZipFile) -> OdtPackage:
    parts = {part.filename: part for part in package.infolist()}
    read = [parts[name] for name in (MANIFEST, "content.xml", "styles.xml", "meta.xml") if name in parts]
    if sum(part.file_size for part in read) > MAX_XML:
        message = "The ODT unpacks to more than a document can hold."
        raise ReadError("too_large", message, "Check where the file comes from.")
    contents = {part.filename: read_part(package, part) for part in read}
    if b"manifest:encryption-data" in contents.pop(MANIFEST, b""):
        raise ReadError("encrypted", "The file is protected by a password.", "Save it without one.")
    if "content.xml" not in contents:
        raise ReadError("corrupt_odt", "The ODT package has no content.xml.", ADVICE)
    trees = {name: etree.fromstring(content, PARSER) for name, content in contents.items()}
    return OdtPackage(trees["content.xml"], trees.get("styles.xml"), trees.get("meta.xml"))
