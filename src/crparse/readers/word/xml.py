"""The small questions that all of this folder puts to Word's XML."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from crparse.readers.files.markup import clark, points, whole

ON = frozenset({"1", "true", "on"})
_OFF = frozenset({"0", "false", "off", "none"})
# "04A0", "F0B7"; not "x1", nor ""
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
