"""Word's XML: the small questions that all of this folder puts to it, and the package in which it stands.

A DOCX is a package of parts, zipped or in one XML file. What python-docx would stumble over is taken out.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part, XmlPart
from docx.opc.rel import Relationships
from docx.oxml.parser import parse_xml
from docx.package import Package
from lxml import etree

from crparse.errors import ReadError
from crparse.readers.files.detect import FLAT, HEAD, part_name
from crparse.readers.files.markup import DAMAGED_PACKAGE, clark, parsed, points, read_parts, whole, whole_xml
from crparse.text import squeeze
from crparse.wording import Message

ON = frozenset({"1", "true", "on"})
_OFF = frozenset({"0", "false", "off", "none"})
# Takes "04A0", "F0B7"; leaves "x1", "".
_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,4}$")


def child(parent: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of qualified names."""
    for step in path:
        if parent is None:
            return None
        parent = parent.find(clark(step))
    return parent


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The elements in an element; of alternatives, those in the first choice, else in the fallback."""
    for inner in element.iterchildren(etree.Element):
        if inner.tag == clark("mc:AlternateContent"):
            ways = (child(inner, tag) for tag in ("mc:Choice", "mc:Fallback"))
            for way in islice((way for way in ways if way is not None and len(way)), 1):
                yield from children(way)
        else:
            yield inner


def value(parent: etree._Element | None, *path: str) -> str | None:
    """The `w:val` of the element down a path."""
    found = child(parent, *path)
    return None if found is None else found.get(clark("w:val"))


def hexadecimal(element: etree._Element, attribute: str) -> int | None:
    """An attribute as a hexadecimal number; None where it is not there or is none."""
    found = element.get(clark(attribute), "")
    return int(found, 16) if _HEXADECIMAL.match(found) else None


def number(parent: etree._Element | None, *path: str) -> int | None:
    """The `w:val` of the element down a path as a whole number; None where it is not there or is none."""
    return whole(value(parent, *path))


def switch(parent: etree._Element | None, *path: str) -> bool | None:
    """Whether an on-off property is on; None where it is not there."""
    found = child(parent, *path)
    return None if found is None else found.get(clark("w:val"), "1") not in _OFF


def length(element: etree._Element | None, *attributes: str, unit: float = 1 / 20) -> float | None:
    """The first of these attributes that is a length, in points; a bare figure counts `unit` points."""
    told = (element.get(clark(attribute), "") for attribute in attributes) if element is not None else ()
    return next((found for text in told if (found := points(text, unit)) is not None), None)


MAX_XML = 128 * 2**20
"""Bytes of unpacked XML beyond which a file is taken for a bomb: 1,000 pages of tables are about 30 MB."""

REPAIR = Message("Open it in Word or LibreOffice, which may repair it, and save it again as .docx.")


class WordPackage:
    """The parts of a document that have text or say how it looks."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main: Part = package.main_document_part
        self.document = root_of(self.main)

    def related(self, relationship: str) -> etree._Element | None:
        """The XML of the part that the document relates to as styles, numbering, footnotes…"""
        return _related(self.main.rels, getattr(RELATIONSHIP_TYPE, relationship))

    def part(self, relationship_id: str) -> etree._Element | None:
        """The XML of the part behind a relationship's id."""
        relationship = self.main.rels.get(relationship_id)
        return None if relationship is None else root_of(relationship.target_part)

    @property
    def title(self) -> str | None:
        """Title in the file's properties."""
        # `Package.core_properties` would make up a title where there is none.
        found = _related(self.package.rels, RELATIONSHIP_TYPE.CORE_PROPERTIES)
        return None if found is None else squeeze(found.findtext(clark("dc:title")) or "") or None


def _related(relationships: Relationships, kind: str) -> etree._Element | None:
    inside = (r for r in relationships.values() if r.reltype == kind and not r.is_external)
    return next((root_of(r.target_part) for r in inside), None)


def root_of(part: Part) -> etree._Element:
    """The XML of a part."""
    with whole_xml("corrupt_docx", "DOCX", REPAIR):
        return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def open_package(content: bytes) -> WordPackage:
    """The package of a DOCX, zipped or flat.

    Raises:
        ReadError: "truncated", "too_large" or "corrupt_docx".
    """
    # In UTF-16 zeros stand between the letters.
    is_flat = FLAT.encode() in content[:HEAD].replace(b"\0", b"")
    try:
        with whole_xml("corrupt_docx", "DOCX", REPAIR):
            with zipfile.ZipFile(_packed(content) if is_flat else io.BytesIO(content)) as package:
                slim = _slim(package)
            return WordPackage(Package.open(slim))
    except DAMAGED_PACKAGE as error:
        message = Message("The DOCX cannot be unpacked (%(error)s).", error=error)
        raise ReadError("truncated", message, Message("Get a new copy of the file.")) from error
    except (KeyError, PackageNotFoundError) as error:
        raise ReadError(
            "corrupt_docx", Message("A part of the DOCX is missing (%(error)s).", error=error), REPAIR
        ) from error
    except (AttributeError, TypeError, ValueError) as error:
        # python-docx takes for granted that the package says what each of its parts is.
        raise ReadError(
            "corrupt_docx", Message("The DOCX does not say what its parts are."), REPAIR
        ) from error


# Takes "http://purl.oclc.org/ooxml/officeDocument/relationships", leaves "http://schemas.openxmlformats.org/…".
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")


def _slim(package: zipfile.ZipFile) -> io.BytesIO:
    """The XML parts alone, in the namespaces that python-docx knows, without relationships that lead nowhere.

    python-docx would load all pictures, tells names apart by their case, and refuses a file where one
    relationship has lost its part.
    """
    named = [part for part in package.infolist() if part_name(part.filename).endswith((".xml", ".rels"))]
    found = read_parts(package, named, MAX_XML, "DOCX")
    parts = {part_name(filename): content for filename, content in found.items()}
    for name, content in parts.items():
        content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", content)
        parts[name] = _without_lost(content, name, parts) if name.endswith(".rels") else content
    return _zipped(parts.items())


def _without_lost(relationships: bytes, filename: str, names: Collection[str]) -> bytes:
    """The XML of a .rels part without the relationships whose target is not in the package."""
    root = parsed(relationships)
    base = "/" + posixpath.dirname(posixpath.dirname(filename))
    for relationship in [*root.iterchildren(etree.Element)]:
        whole = all(relationship.get(attribute) for attribute in ("Id", "Type", "Target"))
        if relationship.get("TargetMode") == "External" and whole:
            continue
        told = part_name(relationship.get("Target", ""))
        relationship.set("Target", told)
        if not whole or posixpath.normpath(posixpath.join(base, told)).lstrip("/") not in names:
            root.remove(relationship)
    return etree.tostring(root)


# A part with text or what text needs: takes "/word/document.xml", leaves "/word/media/image1.png".
_NAME = re.compile(r"/[\w./ %-]{1,200}\.(?:xml|rels)")

_SPACE = f"{{{FLAT}}}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def _packed(content: bytes) -> io.BytesIO:
    """The package that a flat file is, pictures left out.

    Raises:
        etree.XMLSyntaxError: The file is damaged.
    """
    root = parsed(content)
    types = etree.Element(f"{_TYPES}Types")
    parts: dict[str, bytes] = {}
    for part in root.iterchildren(f"{_SPACE}part"):
        name, xml = part.get(f"{_SPACE}name", ""), part.find(f"{_SPACE}xmlData/*")
        if xml is not None and _NAME.fullmatch(name) and name not in parts:
            parts[name] = etree.tostring(xml, with_tail=False)
            kind = part.get(f"{_SPACE}contentType", "")
            etree.SubElement(types, f"{_TYPES}Override", PartName=name, ContentType=kind)
    named = [(name.lstrip("/"), xml) for name, xml in parts.items()]
    return _zipped([("[Content_Types].xml", etree.tostring(types)), *named])


def _zipped(parts: Iterable[tuple[str, bytes]]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts:
            package.writestr(name, content)
    stream.seek(0)
    return stream
