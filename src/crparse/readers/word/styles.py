"""How Word text looks: styles and its own properties, resolved; and small questions put to Word's XML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from typing import Self

from docx.oxml.ns import nsmap
from lxml import etree

from crparse import lexicon
from crparse.text import fold

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


AUTO_SPACING = 14.0
"""Points of white where Word spaces paragraphs as a browser does."""

KEPT = 500
"""Names of styles whose level is kept: those of a few documents; most have twenty."""

BODY_LEVEL = 9
"""The outline level of text that is no heading."""

_SIDES = {
    "left": "left", "start": "left", "right": "right", "end": "right", "center": "center",
    "both": "justify", "distribute": "justify",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """What one place says of its text; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    underline: bool | None = None
    size: float | None = None
    color: str | None = None
    """Six figures, or "" for the automatic colour."""
    font: str | None = None

    def over(self, other: Self) -> Self:
        """These traits, with `other`'s where they say nothing."""
        if other == NOTHING:
            return self
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return type(self)(*(theirs if own is None else own for own, theirs in pairs))


NOTHING = Traits()


@dataclass(frozen=True, slots=True)
class WordLooks:
    """How a stretch of text is printed."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float | None = None
    color: str | None = None
    caps: bool = False
    hidden: bool = False
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What a paragraph's properties, or those of its style, say of its place; None where they say nothing."""

    align: str | None = None
    left: float | None = None
    first: float | None = None
    above: float | None = None
    below: float | None = None
    close: bool | None = None
    """No white between paragraphs of this style."""
    outline: int | None = None
    num_id: str | None = None
    level: int | None = None

    def over(self, other: Self) -> Self:
        """This layout, with `other`'s where it says nothing."""
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return type(self)(*(theirs if own is None else own for own, theirs in pairs))


UNSAID = Layout()


def read_traits(properties: etree._Element | None) -> Traits:
    """The traits that a `w:rPr` sets."""
    if properties is None or not len(properties):
        return NOTHING
    underline, size, color = (value(properties, tag) for tag in ("w:u", "w:sz", "w:color"))
    fonts = child(properties, "w:rFonts")
    return Traits(
        bold=switch(properties, "w:b"),
        italic=switch(properties, "w:i"),
        caps=switch(properties, "w:caps"),
        hidden=switch(properties, "w:vanish"),
        underline=None if underline is None else underline != "none",
        size=None if size is None else length(child(properties, "w:sz"), "w:val", unit=2.0),
        color=None if color is None else _color(color),
        font=None if fonts is None else fonts.get(name("w:ascii")) or fonts.get(name("w:hAnsi")),
    )


def _color(color: str) -> str:
    printed = color.upper()
    return printed if len(printed) == 6 and printed != "000000" else ""


def read_layout(properties: etree._Element | None) -> Layout:
    """The layout that a `w:pPr` sets."""
    if properties is None:
        return UNSAID
    indents, spacing = child(properties, "w:ind"), child(properties, "w:spacing")
    hanging = length(indents, "w:hanging")
    return Layout(
        align=_SIDES.get(value(properties, "w:jc") or ""),
        left=length(indents, "w:start", "w:left"),
        first=-hanging if hanging is not None else length(indents, "w:firstLine"),
        above=_white(spacing, "w:before"),
        below=_white(spacing, "w:after"),
        close=switch(properties, "w:contextualSpacing"),
        outline=number(properties, "w:outlineLvl"),
        num_id=value(properties, "w:numPr", "w:numId"),
        level=number(properties, "w:numPr", "w:ilvl"),
    )


def _white(spacing: etree._Element | None, side: str) -> float | None:
    if spacing is not None and spacing.get(name(f"{side}Autospacing")) in ("1", "true", "on"):
        return AUTO_SPACING
    return length(spacing, side)


class Style:
    """A named style, with what the styles it is based on add."""

    def __init__(self, element: etree._Element, parent: "Style | None") -> None:
        self.id = element.get(name("w:styleId"), "")
        self.name = value(element, "w:name") or self.id
        self.element = element
        self.parent = parent
        self.own = read_layout(child(element, "w:pPr"))
        own = read_traits(child(element, "w:rPr"))
        self.traits: Traits = own.over(parent.traits) if parent else own
        self.layout: Layout = self.own.over(parent.layout) if parent else self.own

    @property
    def chain(self) -> Iterator["Style"]:
        """It and the styles it is based on."""
        style: Style | None = self
        while style is not None:
            yield style
            style = style.parent

    @cached_property
    def heading_level(self) -> int | None:
        """The outline level of its paragraphs: 0 for titles, None for text."""
        if self.layout.outline is not None:
            return self.layout.outline + 1 if self.layout.outline < BODY_LEVEL else None
        return next((found for style in self.chain if (found := named_level(style.name)) is not None), None)

    def table_part(self, part: str) -> Traits:
        """What a table style says of a part of its tables ("firstRow")."""
        for style in self.chain:
            for element in style.element.iterchildren(name("w:tblStylePr")):
                if element.get(name("w:type")) == part:
                    return read_traits(child(element, "w:rPr"))
        return NOTHING


@lru_cache(KEPT)
def named_level(style: str) -> int | None:
    """The outline level that a style's name tells: 2 for "heading 2" and "Titre 2", 0 for "Title"."""
    folded = fold(style).strip()
    if folded in lexicon.words("word_styles", "titles"):
        return 0
    words, _, figure = (
        folded.rpartition(" ") if " " in folded else (folded.rstrip("123456789"), "", folded[-1:])
    )
    return (
        int(figure)
        if words in lexicon.words("word_styles", "headings") and figure in set("123456789")
        else None
    )


class WordStyles:
    """The styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        for element in root.iterchildren(name("w:style")) if root is not None else ():
            self._elements[element.get(name("w:styleId"), "")] = element
            if element.get(name("w:default")) in ("1", "true", "on"):
                self._defaults[element.get(name("w:type"), "")] = element.get(name("w:styleId"), "")
        defaults = child(root, "w:docDefaults")
        self.traits = read_traits(child(defaults, "w:rPrDefault", "w:rPr"))
        self.layout = read_layout(child(defaults, "w:pPrDefault", "w:pPr"))
        self._styles: dict[str, Style] = {}

    def get(self, style_id: str | None, kind: str) -> Style | None:
        """A style by its id, or the one that text of this kind has without saying so."""
        if style_id is None or style_id not in self._elements:
            style_id = self._defaults.get(kind)
        return self._resolve(style_id) if style_id is not None else None

    def _resolve(self, style_id: str) -> Style | None:
        """A style on those it is based on; where they go round in a circle, the last has no parent."""
        unread: dict[str, etree._Element] = {}
        based_on: str | None = style_id
        while based_on in self._elements and based_on not in self._styles and based_on not in unread:
            unread[based_on] = self._elements[based_on]
            based_on = value(unread[based_on], "w:basedOn")
        parent = self._styles.get(based_on or "")
        for own_id, element in reversed(unread.items()):
            parent = self._styles[own_id] = Style(element, parent)
        return self._styles.get(style_id)

    def looks(
        self, table: Traits, paragraph: Style | None, character: Style | None, direct: Traits
    ) -> WordLooks:
        """How text is printed.

        Bold in a paragraph style and bold in a character style cancel each other out, as Word has it; what
        the text itself says is final.
        """
        styles = [s.traits for s in (paragraph, character) if s is not None]
        plain = direct
        for traits in [*reversed(styles), table, self.traits]:
            plain = plain.over(traits)

        def toggled(trait: str) -> bool:
            said: bool | None = getattr(direct, trait)
            if said is not None:
                return said
            odd = sum(bool(getattr(traits, trait)) for traits in [*styles, table]) % 2 == 1
            return odd or bool(getattr(self.traits, trait))

        return WordLooks(
            bold=toggled("bold"),
            italic=toggled("italic"),
            underline=bool(plain.underline),
            size=plain.size,
            color=plain.color or None,
            caps=toggled("caps"),
            hidden=toggled("hidden"),
            font=plain.font,
        )
