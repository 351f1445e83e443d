"""Which marked blocks are items of a list, and how deep: bullets by indent, numbers by neighbours."""

from collections.abc import Sequence
from dataclasses import replace

from crparse.readers.markers import split_marker
from crparse.source import Block, Kind

DEEPER = 5.0
"""Points further in from which an item belongs to a list of its own."""


def with_levels(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, list items with their kind and level."""
    found: list[Block] = []
    stack: list[float] = []
    for index, block in enumerate(blocks):
        indent = block.indent or 0.0
        if is_item(blocks, index):
            while stack and indent < stack[-1] - DEEPER:
                stack.pop()
            if not stack or indent > stack[-1] + DEEPER:
                stack.append(indent)
            block = replace(block, kind=Kind.LIST_ITEM, list_level=len(stack) - 1)
        elif stack and indent <= stack[0] + DEEPER:
            stack = []
        found.append(block)
    return found


def is_item(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is an item: it has a bullet, or stands among others with numbers."""
    block = blocks[index]
    if block.kind is Kind.LIST_ITEM:
        return True
    if block.kind is not Kind.PARAGRAPH or not block.marker or block.share("bold") > 0.5:
        return False
    return _is_numbered_beside(blocks, index, -1) or _is_numbered_beside(blocks, index, 1)


def _is_numbered_beside(blocks: Sequence[Block], index: int, step: int) -> bool:
    """Whether the next block that is not further in has a number as well."""
    own = blocks[index].indent or 0.0
    index += step
    while 0 <= index < len(blocks) and (blocks[index].indent or 0.0) > own + DEEPER:
        index += step
    if not 0 <= index < len(blocks):
        return False
    return _numbered(blocks[index]) and abs((blocks[index].indent or 0.0) - own) < DEEPER


def _numbered(block: Block) -> bool:
    plain = block.kind is Kind.PARAGRAPH and block.share("bold") <= 0.5
    return plain and split_marker(block.text).kind == "number"
