"""A Word paragraph made blocks: its number or bullet, its heading level, its place on the page."""

from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from crparse.readers.marked_blocks import marked_blocks
from crparse.readers.numbering import NO_MARKER, Marker, Numbering
from crparse.readers.typed_lists import ListLevels, split_items
from crparse.readers.word_styles import BODY_LEVEL, NOTHING, UNSAID, Layout, Style, Traits, read_layout
from crparse.readers.word_text import ParagraphText
from crparse.readers.word_xml import child, name
from crparse.source import Block, Cell


@dataclass(frozen=True)
class Place:
    """The cell that a paragraph stands in, and how the table's style prints it."""

    cell: Cell | None = None
    traits: Traits = NOTHING


@dataclass
class Paragraph:
    """A paragraph with its text and style."""

    element: etree._Element
    style: Style | None
    text: ParagraphText
    place: Place

    @cached_property
    def direct(self) -> Layout:
        """What its own properties say."""
        return read_layout(child(self.element, "w:pPr"))

    @property
    def runs_on(self) -> bool:
        """Whether it goes on in the next: its mark is deleted, or it is a large initial."""
        properties = child(self.element, "w:pPr")
        frame = child(properties, "w:framePr")
        initial = frame is not None and frame.get(name("w:dropCap"), "none") != "none"
        return initial or any(child(properties, "w:rPr", tag) is not None for tag in ("w:del", "w:moveFrom"))

    @property
    def heading_level(self) -> int | None:
        """Its outline level; its own wins over its style's."""
        if self.direct.outline is not None:
            return self.direct.outline + 1 if self.direct.outline < BODY_LEVEL else None
        return self.style.heading_level if self.style else None

    @property
    def in_courier(self) -> bool:
        """Whether it begins in the typefaces in which Word draws a ring as the letter o."""
        pieces = self.text.pieces
        return bool(pieces) and (pieces[0][1].font or "").startswith("Courier")


@dataclass
class White:
    """What stands between the last block and the next."""

    below: float = 0.0
    blank: float = 0.0
    style: Style | None = None

    def above(self, layout: Layout, style: Style | None) -> float:
        """Points of white above a paragraph."""
        if layout.close and style is self.style:
            return self.blank
        return round(self.below + self.blank + (layout.above or 0.0), 2)


@dataclass(frozen=True)
class ListPlace:
    """The list and level of a paragraph, and whether it or its style says so."""

    num_id: str | None = None
    level: int = 0
    direct: bool = False
    layout: Layout = UNSAID

    @classmethod
    def of(cls, paragraph: Paragraph, numbering: Numbering) -> "ListPlace":
        """The numbering of a paragraph; its own wins over its style's."""
        direct, style = paragraph.direct, paragraph.style
        num_id = direct.num_id or (style.layout.num_id if style else None)
        level = direct.level
        if level is None:
            bound = numbering.level_of_style(num_id, [s.id for s in style.chain] if style else ())
            level = bound if bound is not None else (style.layout.level or 0 if style else 0)
        how = numbering.level(num_id, level)
        return cls() if how is None else cls(num_id, level, direct.num_id is not None, how.layout)

    @property
    def listed(self) -> tuple[str, int] | None:
        """The Word list and its level."""
        return None if self.num_id is None else (self.num_id, self.level)

    def laid_out(self, paragraph: Paragraph, defaults: Layout) -> Layout:
        """The paragraph's layout: its list's indents win over its style's where it chose the list itself."""
        named = paragraph.style.layout if paragraph.style else UNSAID
        around = self.layout.over(named) if self.direct else named.over(self.layout)
        return paragraph.direct.over(around).over(defaults)

    def next(self, numbering: Numbering) -> Marker:
        """What the list prints before this paragraph."""
        return numbering.next(self.num_id, self.level) if self.num_id is not None else NO_MARKER


def make_blocks(
    pattern: Block, paragraph: Paragraph, marker: Marker, listed: tuple[str, int] | None, levels: ListLevels
) -> list[Block]:
    """The blocks of a paragraph: one, or one for each item typed in it. `pattern` has what they share."""
    lines = split_items(*paragraph.text.printed())
    return marked_blocks(pattern, lines, levels, marker, listed, letter_o=paragraph.in_courier)
