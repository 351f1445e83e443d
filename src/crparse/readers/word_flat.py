"""Flat DOCX files ("Word XML document"): the parts of the package one after the other in one XML file."""

import io
import re
import zipfile

from lxml import etree

from crparse.readers.detect import FLAT
from crparse.readers.package_parts import PARSER

_PICTURE = re.compile(rb"(<pkg:binaryData>)[^<]*")
"""Left out: no text is in them, and the parser takes none of more than 10 MB."""

_NAME = re.compile(r"/[\w./ %-]{1,200}\.(?:xml|rels)")
"""Of a part with text or what text needs."""

_SPACE = f"{{{FLAT}}}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def is_flat(start: bytes) -> bool:
    """Whether a file that begins so is flat; in UTF-16 zeros stand between the letters."""
    return FLAT.encode() in start.replace(b"\0", b"")


def packed(content: bytes) -> io.BytesIO:
    """The DOCX that holds the same parts, pictures left out.

    Raises:
        etree.XMLSyntaxError: The file is damaged.
    """
    root = etree.fromstring(_PICTURE.sub(rb"\1", content), PARSER)
    types = etree.Element(f"{_TYPES}Types")
    parts: dict[str, bytes] = {}
    for part in root.iterchildren(f"{_SPACE}part"):
        name, xml = part.get(f"{_SPACE}name", ""), part.find(f"{_SPACE}xmlData/*")
        if xml is not None and _NAME.fullmatch(name) and name not in parts:
            parts[name] = etree.tostring(xml, with_tail=False)
            kind = part.get(f"{_SPACE}contentType", "")
            etree.SubElement(types, f"{_TYPES}Override", PartName=name, ContentType=kind)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", etree.tostring(types))
        for name, content in parts.items():
            package.writestr(name.lstrip("/"), content)
    stream.seek(0)
    return stream
