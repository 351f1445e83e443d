"""Lists: the blocks that carry on a sentence ending with a colon ("Autres exemples :")."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import dropwhile, takewhile

from crparse.source import Block, Kind, SourceDocument

# A bullet or number left in the text: takes those of "- le four", "2) le four", leaves "-5 %", "2024 : four".
_BULLET = re.compile(r"\s*(?:[-–—•▪●◦■□➢➔→✓✔❖*·o]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")

SHORT = 100
"""Characters: a paragraph without a bullet that is longer is no list item (chosen, not measured)."""

INDENTED = 6.0
"""Points further in than the lead: a paragraph set off that far is taken for an item
(chosen, not measured)."""


def item_start(block: Block) -> int:
    """Offset in the block's text of what is written, after a bullet or number."""
    if block.marker:
        return block.body_start
    bullet = _BULLET.match(block.text)
    return bullet.end() if bullet else len(block.text) - len(block.text.lstrip())


def list_after(source: SourceDocument, index: int, stops: Collection[int] = ()) -> list[range]:
    """The items of the list that the block at `index` leads in: block indices of each, sub-items included.

    Block indices in `stops` (headings) end the list. Without list items, paragraphs set further in or a
    run of short lines are taken; without those either, there is no list.
    """
    return (
        _items(source, index, _following(source, index, stops))
        or _set_off(source, index, _following(source, index, stops))
        or _short_lines(source, _following(source, index, stops))
    )


def _following(source: SourceDocument, index: int, stops: Collection[int]) -> Iterator[int]:
    """Blocks that could belong: those in the same cell or running text, up to the next stop."""
    for i in range(index + 1, len(source.blocks)):
        block = source.blocks[i]
        if i in stops or block.cell != source.blocks[index].cell or block.heading_level is not None:
            break
        if block.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM):
            yield i


def is_item(block: Block) -> bool:
    """Whether the format or a bullet in the text makes the block an item of a list."""
    return block.kind is Kind.LIST_ITEM or bool(_BULLET.match(block.text))


def _deeper(block: Block, other: Block) -> bool:
    """Whether an item is nested in another, by the format's level or else by where it begins."""
    if not is_item(other):
        return is_item(block)
    if block.list_level is not None and other.list_level is not None and block.list_level != other.list_level:
        return block.list_level > other.list_level
    return _further_in(block, other)


def _further_in(block: Block, other: Block) -> bool:
    """Whether a block is set further in than another."""
    return None not in (block.indent, other.indent) and (block.indent or 0) >= (other.indent or 0) + INDENTED


def _numbered(block: Block) -> bool:
    mark = block.marker or block.text.lstrip()[:1]
    return any(c.isdigit() for c in mark)


def _items(source: SourceDocument, index: int, following: Iterable[int]) -> list[range]:
    """Bulleted or numbered blocks, deeper than the lead if that is an item itself."""
    items: list[range] = []
    for i in following:
        block = source.blocks[i]
        if not block.text.strip():
            continue
        first = source.blocks[items[0].start] if items else block
        before = source.blocks[items[-1].stop - 1] if items else source.blocks[index]
        if items and (_deeper(block, first) if is_item(block) else carries_on(before, block)):
            items[-1] = range(items[-1].start, i + 1)
        elif not is_item(block) or _deeper(first, block) or _numbered(block) != _numbered(first):
            break
        elif items or _deeper(block, before):
            items.append(range(i, i + 1))
        else:
            break
    return items


def carries_on(before: Block, block: Block) -> bool:
    """Whether a block goes on with the unfinished one before it (cut by a page break)."""
    text = before.text.rstrip()
    unfinished = bool(text) and not text.endswith((".", ";", ":", "!", "?", "…", "»", '"', "”"))
    return unfinished and not is_item(block) and block.text.lstrip()[:1].islower()


def _set_off(source: SourceDocument, index: int, following: Iterable[int]) -> list[range]:
    """Paragraphs without bullets that stand further in than the lead."""
    lead = source.blocks[index]
    inked = (i for i in following if source.blocks[i].text.strip())
    return [range(i, i + 1) for i in takewhile(lambda i: _further_in(source.blocks[i], lead), inked)]


def _short_lines(source: SourceDocument, following: Iterable[int]) -> list[range]:
    """At least two short lines in a row that do not end as sentences do."""
    inked = dropwhile(lambda i: not source.blocks[i].text.strip(), following)
    found = [range(i, i + 1) for i in takewhile(lambda i: _is_short(source.blocks[i]), inked)]
    return found if len(found) > 1 else []


def _is_short(block: Block) -> bool:
    text = block.text.strip()
    return 0 < len(text) <= SHORT and not text.endswith((".", ":", "?", "!")) and not is_item(block)
