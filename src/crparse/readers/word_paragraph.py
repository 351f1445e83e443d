"""A Word paragraph made blocks: its number or bullet, its heading level, its place on the page."""

from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree

from crparse.readers.markers import split_marker
from crparse.readers.numbering import NO_MARKER, Marker, Numbering
from crparse.readers.runs import moved
from crparse.readers.typed_lists import Line, ListLevels, split_items
from crparse.readers.word_styles import BODY_LEVEL, NOTHING, UNSAID, Layout, Style, Traits, read_layout
from crparse.readers.word_text import ParagraphText
from crparse.readers.word_xml import child, name
from crparse.source import Block, Cell, Kind


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
    blocks: list[Block] = []
    for line in split_items(*paragraph.text.printed()):
        first = marker if not blocks else NO_MARKER
        block = _marked(pattern, line, first, letter_o=paragraph.in_courier)
        depth = None
        if block.heading_level is not None:
            levels.text(0.0)
        elif block.list_level is None:
            levels.text(block.indent or 0.0)
        else:
            depth = levels.level(block.indent or 0.0, block.cell, listed if first.text else None)
        white = 0.0 if blocks else pattern.space_before
        blocks.append(replace(block, list_level=depth, space_before=white))
    return blocks


def _marked(pattern: Block, line: Line, marker: Marker, *, letter_o: bool) -> Block:
    """The block of a line, with the number that Word prints or the bullet or number that is typed."""
    inset = 0.0 if marker.text else line.indent
    block = replace(pattern, indent=round((pattern.indent or 0.0) + inset, 2), marker=marker.text)
    if marker.text and not marker.bullet:
        shift = len(marker.text) + 1
        runs = moved(line.runs, shift, 0, len(line.text) + shift)
        number = replace(runs[0], start=0)
        return _item(replace(block, text=f"{marker.text} {line.text}", runs=(number, *runs[1:])))
    if marker.text:
        return _item(replace(block, text=line.text, runs=line.runs))
    typed = split_marker(line.text, letter_o=letter_o)
    if typed.kind != "bullet":
        return replace(block, text=line.text, runs=line.runs, marker=typed.marker)
    rest = line.text[typed.offset :]
    runs = moved(line.runs, -typed.offset, 0, len(rest))
    return _item(replace(block, text=rest, runs=runs, marker=typed.marker))


def _item(block: Block) -> Block:
    """The block as an item of the first level; headings, notes and furniture keep their kind."""
    text = block.kind is Kind.PARAGRAPH and block.heading_level is None
    return replace(block, kind=Kind.LIST_ITEM if text else block.kind, list_level=0)
