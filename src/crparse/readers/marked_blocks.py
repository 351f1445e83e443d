"""Texts made blocks with their bullet or number: the one that the format prints, or the one that is typed."""

from collections.abc import Sequence
from dataclasses import replace

from crparse.readers.markers import split_marker
from crparse.readers.numbering import NO_MARKER, Marker
from crparse.readers.runs import moved
from crparse.readers.typed_lists import Line, ListLevels
from crparse.source import Block, Kind, Run


def marked_blocks(
    pattern: Block,
    lines: Sequence[Line],
    levels: ListLevels,
    marker: Marker = NO_MARKER,
    listed: tuple[str, int] | None = None,
    *,
    letter_o: bool = False,
) -> list[Block]:
    """A block for each text of a paragraph. `pattern` has what they share, `marker` stands before the first.

    `listed` is the list and level that the format tells, `letter_o` that a letter o stands for a ring.
    """
    blocks: list[Block] = []
    for line in lines:
        first = marker if not blocks else NO_MARKER
        block = _marked(pattern, line, first, letter_o=letter_o)
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
    """The block of a line, with the number that is printed or the bullet or number that is typed."""
    inset = 0.0 if marker.text else line.indent
    block = replace(pattern, indent=round((pattern.indent or 0.0) + inset, 2), marker=marker.text)
    if marker.text and not marker.bullet:
        shift = len(marker.text) + 1
        runs = moved(line.runs, shift, 0, len(line.text) + shift)
        number = replace(runs[0], start=0) if runs else Run(0, shift)
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
