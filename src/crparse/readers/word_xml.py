"""Small questions put to Word's XML: names, values, switches, lengths."""

import re
from functools import cache

from docx.oxml.ns import nsmap
from lxml import etree

NAMESPACES = {
    **nsmap,
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}

_OFF = frozenset({"0", "false", "off", "none"})
_WHOLE = re.compile(r"-?[0-9]{1,9}$")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|cm|mm|in|pc|pi)?$")
_POINTS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}


@cache
def name(qualified: str) -> str:
    """The Clark name of "prefix:local"."""
    prefix, local = qualified.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def child(parent: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of qualified names."""
    for step in path:
        if parent is None:
            return None
        parent = parent.find(name(step))
    return parent


def value(parent: etree._Element | None, *path: str) -> str | None:
    """The `w:val` of the element down a path."""
    found = child(parent, *path)
    return None if found is None else found.get(name("w:val"))


def whole(element: etree._Element | None, attribute: str) -> int | None:
    """An attribute as a whole number; None where it is not there or is none."""
    found = element.get(name(attribute), "") if element is not None else ""
    return int(found) if _WHOLE.match(found) else None


def number(parent: etree._Element | None, *path: str) -> int | None:
    """The `w:val` of the element down a path as a whole number."""
    return whole(child(parent, *path), "w:val")


def switch(parent: etree._Element | None, *path: str) -> bool | None:
    """Whether an on-off property is on; None where it is not there."""
    found = child(parent, *path)
    return None if found is None else found.get(name("w:val"), "1") not in _OFF


def length(element: etree._Element | None, *attributes: str, unit: float = 20.0) -> float | None:
    """The first of these attributes that is there, in points; a bare figure counts `unit` to the point."""
    for attribute in attributes:
        match = _LENGTH.match(element.get(name(attribute), "")) if element is not None else None
        if match:
            scale = _POINTS[match[2]] if match[2] else 1 / unit
            return round(float(match[1]) * scale, 2)
    return None
