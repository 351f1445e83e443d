"""What a place in the document stands under: its headings, and the block that leads it in."""

from bisect import bisect_right

from spacy.tokens import Doc

from crparse.record import Section
from crparse.source import FURNITURE, Block
from crparse.stages.items import get_items, source_of
from crparse.stages.lists import is_item

LEAD_LIMIT = 120
"""Characters: a longer block is a paragraph, no lead of what follows."""

LOOK_BACK = 40
"""Blocks: how far back the lead of a list is sought."""


class OutlineContext:
    """Headings and leads by offset."""

    def __init__(self, doc: Doc) -> None:
        self.source = source_of(doc)
        self.sections = get_items(doc, "sections", Section)
        self._starts = [section.start for section in self.sections]
        self._by_id = {section.id: section for section in self.sections}
        self.heading_blocks = frozenset(self.source.block_index(start) for start in self._starts)

    def headings(self, offset: int) -> list[Section]:
        """The sections that hold `offset`, innermost first."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0 and not self.sections[index].start <= offset < self.sections[index].body_end:
            index -= 1
        section = self.sections[index] if index >= 0 else None
        found = []
        while section is not None:
            found.append(section)
            section = self._by_id.get(section.parent) if section.parent else None
        return found

    def titles(self, offset: int) -> list[str]:
        """The titles of those sections, and the lead of the list that `offset` stands in, innermost first."""
        lead = self.lead(self.source.block_index(offset))
        titles = [section.title for section in self.headings(offset)]
        return titles if lead is None or lead in titles else [lead, *titles]

    def lead(self, index: int) -> str | None:
        """The line that leads in the block: the nearest above it that ends with a colon or stands higher."""
        block = self.source.blocks[index]
        for i in range(index - 1, max(-1, index - 1 - LOOK_BACK), -1):
            above = self.source.blocks[i]
            if i in self.heading_blocks or above.kind in FURNITURE:
                return None
            if above.text.strip() and _leads(above, block):
                return above.text.strip() if len(above.text) <= LEAD_LIMIT else None
            if above.text.strip() and not (is_item(above) and is_item(block)):
                return None
        return None


def _leads(above: Block, block: Block) -> bool:
    if above.text.rstrip().endswith(":"):
        return (above.list_level or 0) < (block.list_level or 0) or not is_item(above) or not is_item(block)
    if is_item(block) and not is_item(above):
        return True
    return is_item(block) and is_item(above) and (above.list_level or 0) < (block.list_level or 0)
