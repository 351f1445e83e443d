"""How Word text looks: what styles, tables and its own properties say of it, resolved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree

from crparse import lexicon
from crparse.readers.blocks.lists import PLAIN, Said, TextFace
from crparse.readers.files.markup import clark
from crparse.readers.word.xml import ON, child, hexadecimal, length, number, switch, value
from crparse.source import Cell
from crparse.text import fold

AUTO_SPACING = 14.0
"""Points of white that Word itself leaves where it spaces paragraphs as a browser does."""

KEPT = 500
"""Names of styles whose level is kept: those of a few documents; most have twenty."""

FIGURES = "123456789"

BODY_LEVEL = 9
"""The outline level of text that is no heading."""

_SIDES = {
    "left": "left", "start": "left", "right": "right", "end": "right", "center": "center",
    "both": "justify", "distribute": "justify",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout(Said):
    """What a paragraph's properties, or those of its style, say of its place."""

    align: str | None = None
    left: float | None = None
    first: float | None = None
    above: float | None = None
    below: float | None = None
    close: bool | None = None
    """No white between paragraphs of this style."""
    outline: int | None = None
    """The outline level, from 0; `BODY_LEVEL` for text."""
    num_id: str | None = None
    level: int | None = None

    @property
    def heading_level(self) -> int | None:
        """The level of a heading, by its outline level; None of text."""
        return self.outline + 1 if self.outline is not None and self.outline < BODY_LEVEL else None


UNSAID = Layout()


def read_traits(properties: etree._Element | None) -> TextFace:
    """The traits that a `w:rPr` sets."""
    if properties is None or not len(properties):
        return PLAIN
    underline, color = value(properties, "w:u"), value(properties, "w:color")
    return TextFace(
        bold=switch(properties, "w:b"),
        italic=switch(properties, "w:i"),
        caps=switch(properties, "w:caps"),
        small_caps=switch(properties, "w:smallCaps"),
        hidden=switch(properties, "w:vanish"),
        struck=_either(properties, "w:strike", "w:dstrike"),
        underline=None if underline is None else underline != "none",
        size=length(child(properties, "w:sz"), "w:val", unit=1 / 2),
        color=None if color is None else _color(color),
        font=font_of(properties),
    )


def _either(properties: etree._Element, *tags: str) -> bool | None:
    """Whether one of these is switched on, None where nothing is said of any."""
    said = [told for tag in tags if (told := switch(properties, tag)) is not None]
    return any(said) if said else None


def font_of(properties: etree._Element | None) -> str | None:
    """The typeface that a `w:rPr` names."""
    fonts = child(properties, "w:rFonts")
    return None if fonts is None else fonts.get(clark("w:ascii")) or fonts.get(clark("w:hAnsi"))


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
    if spacing is not None and spacing.get(clark(f"{side}Autospacing")) in ON:
        return AUTO_SPACING
    return length(spacing, side)


class Style:
    """A named style, with what the styles it is based on add."""

    def __init__(self, element: etree._Element, parent: "Style | None") -> None:
        self.id = element.get(clark("w:styleId"), "")
        self.name = value(element, "w:name") or self.id or None
        self.element = element
        self.parent = parent
        self.traits: TextFace = read_traits(child(element, "w:rPr")).over(parent.traits if parent else PLAIN)
        self.layout: Layout = read_layout(child(element, "w:pPr")).over(parent.layout if parent else UNSAID)

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
            return self.layout.heading_level
        return next(
            (found for style in self.chain if (found := named_level(style.name or "")) is not None), None
        )

    def table_part(self, part: str) -> TextFace:
        """What a table style says of a part of its tables ("firstRow")."""
        tag = clark("w:tblStylePr")
        parts = (found for style in self.chain for found in style.element.iterchildren(tag))
        own = next((found for found in parts if found.get(clark("w:type")) == part), None)
        return read_traits(child(own, "w:rPr"))


UNSTYLED = Style(etree.Element("style"), None)
"""Of text that has no style."""


@lru_cache(KEPT)
def named_level(style: str) -> int | None:
    """The outline level that a style's name tells: 2 for "heading 2" and "Titre 2", 0 for "Title"."""
    folded = fold(style).strip()
    if folded in lexicon.words("word_styles", "titles"):
        return 0
    words, _, figure = folded.rpartition(" ")
    if not words:
        words, figure = folded.rstrip(FIGURES), folded[-1:]
    is_heading = words in lexicon.words("word_styles", "headings") and figure in set(FIGURES)
    return int(figure) if is_heading else None


class WordStyles:
    """The styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        for element in root.iterchildren(clark("w:style")) if root is not None else ():
            self._elements[element.get(clark("w:styleId"), "")] = element
            if element.get(clark("w:default")) in ON:
                self._defaults[element.get(clark("w:type"), "")] = element.get(clark("w:styleId"), "")
        defaults = child(root, "w:docDefaults")
        self.traits: TextFace = read_traits(child(defaults, "w:rPrDefault", "w:rPr"))
        self.layout = read_layout(child(defaults, "w:pPrDefault", "w:pPr"))
        self._styles: dict[str, Style] = {}

    def get(self, style_id: str | None, kind: str) -> Style:
        """A style by its id, or the one that text of this kind has without saying so.

        Where styles are based on each other in a circle, the last has no parent.
        """
        named = style_id if style_id in self._elements else self._defaults.get(kind)
        unread: dict[str, etree._Element] = {}
        based_on = named
        while based_on in self._elements and based_on not in self._styles and based_on not in unread:
            unread[based_on] = self._elements[based_on]
            based_on = value(unread[based_on], "w:basedOn")
        parent = self._styles.get(based_on or "")
        for own_id, element in reversed(unread.items()):
            parent = self._styles[own_id] = Style(element, parent)
        return UNSTYLED if named is None else self._styles.get(named, UNSTYLED)

    def looks(self, table: TextFace, paragraph: Style, character: Style, direct: TextFace) -> TextFace:
        """How text is printed.

        Bold in a paragraph style and bold in a character style cancel each other out, as Word has it; what
        the text itself says is final.
        """
        plain = direct
        for traits in (character.traits, paragraph.traits, table, self.traits):
            plain = plain.over(traits)
        named = paragraph.traits, character.traits, table
        toggled = ("bold", "italic", "caps", "small_caps", "hidden", "struck")
        bold, italic, *others = (self._toggled(trait, direct, named) or None for trait in toggled)
        underline, color = plain.underline or None, plain.color or None
        return TextFace(bold, italic, underline, plain.size, color, plain.font, *others)

    def _toggled(self, trait: str, direct: TextFace, styles: Sequence[TextFace]) -> bool:
        said: bool | None = getattr(direct, trait)
        if said is not None:
            return said
        odd = sum(bool(getattr(traits, trait)) for traits in styles) % 2 == 1
        return odd or bool(getattr(self.traits, trait))


_BITS = {"lastColumn": 0x100, "firstColumn": 0x80, "lastRow": 0x40, "firstRow": 0x20}
"""Part of a table -> its bit in old files; each is printed over those that stand before it here."""


class TableLooks:
    """How the style of a table prints its first and last rows and columns."""

    def __init__(self, table: etree._Element, styles: WordStyles) -> None:
        properties = child(table, "w:tblPr")
        style = styles.get(value(properties, "w:tblStyle"), "table")
        look = child(properties, "w:tblLook")
        self.whole = style.traits
        self.parts: dict[str, TextFace] = {}
        if look is None:
            return
        bits = hexadecimal(look, "w:val") or 0
        for part, bit in _BITS.items():
            on = look.get(clark(f"w:{part}"))
            if on in ON or (on is None and bits & bit):
                self.parts[part] = style.table_part(part.replace("Column", "Col"))

    def of(self, cell: Cell) -> TextFace:
        """The traits of a cell's text."""
        stands = {
            "firstRow": cell.row == 0,
            "lastRow": cell.row + cell.row_span == cell.rows,
            "firstColumn": cell.column == 0,
            "lastColumn": cell.column + cell.column_span == cell.columns,
        }
        traits = self.whole
        for part, own in self.parts.items():
            traits = own.over(traits) if stands[part] else traits
        return traits
