"""Lists side by side under labels of their own: "Présents :" at the left, "Excusés :" at the right.

Where tabs set them, each line holds an entry of several lists: they are read one list after the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crparse import lexicon
from crparse.readers.blocks.lists import moved
from crparse.source import Block
from crparse.text import fold

LABEL = 45
"""Characters of the longest label over a column of names (chosen, not measured)."""

STATUSES = ("present", "excused", "absent", "absence", "represented")
"""Lists of the lexicon with labels of those who came and those who did not."""

ENTRY = 60
"""Characters of the longest entry: a name with its function; a longer line is text (chosen, not measured)."""

# An entry between tabs: takes "Ana Roux" and "Luc Petit" of "Ana Roux\tLuc Petit", leaves the tab.
_ENTRY = re.compile(r"[^\t\n]+")


def is_label(text: str) -> bool:
    """Whether a text begins with the label of a list, or is one."""
    head = fold(text.partition(":")[0]).strip()
    labels = (lexicon.cues("attendance", f"labels.{status}") for status in STATUSES)
    return len(head) <= LABEL and any(label.search(head) for label in labels)


def is_column_heading(text: str) -> bool:
    """Whether a text is the heading of a column of names, organisations or functions."""
    folded = fold(text).strip(" :.")
    headings = (lexicon.cues("attendance", f"columns.{kind}") for kind in HEADINGS)
    return any(heading.fullmatch(folded) for heading in headings)


HEADINGS = ("name", "given", "surname", "both", "organisation", "role", "presence", "signature")
"""Lists of the lexicon with headings of columns."""


def lists_apart(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, lists set side by side by tabs put one after the other."""
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        end = _end_of_lists(blocks, at)
        found += _by_list(blocks[at:end]) if end > at + 1 else blocks[at : at + 1]
        at = max(end, at + 1)
    return tuple(found)


def _end_of_lists(blocks: Sequence[Block], first: int) -> int:
    """The block after the lists that begin side by side at one, that one where none do."""
    labels = _entries(blocks[first])
    sides = {column for column, *_ in labels}
    if len(sides) < 2 or "\n" in blocks[first].text or not all(is_label(text) for _, _, text in labels):
        return first
    end = first + 1
    while end < len(blocks) and _is_row(blocks[end], len(sides)):
        end += 1
    beside = any("\t" in block.text.strip() for block in blocks[first + 1 : end])
    return end if beside else first


def _entries(block: Block) -> list[tuple[int, int, str]]:
    """(column, offset, text) of each entry of a line; several tabs lead to the next column as one does."""
    if "\t" not in block.text or block.cell is not None:
        return []
    shift = 1 if block.text.startswith("\t") else 0
    entries = [
        (match.start(), match.group()) for match in _ENTRY.finditer(block.text) if match.group().strip()
    ]
    return [(shift + column, start, text) for column, (start, text) in enumerate(entries)]


def _is_row(block: Block, columns: int) -> bool:
    """Whether a line holds an entry of some of the lists."""
    if block.cell is not None or block.heading_level is not None or "\n" in block.text:
        return False
    parts = [part.strip() for part in block.text.split("\t") if part.strip()]
    short = all(len(part) <= ENTRY and not part.endswith(".") and ":" not in part for part in parts)
    return short and 0 < len(parts) <= columns and not block.marker


def _by_list(rows: Sequence[Block]) -> Iterator[Block]:
    """Each entry as a block of its own, list by list."""
    placed = [
        (column, block, start, text)
        for block in rows
        for column, start, text in _entries(block) or [(0, 0, block.text)]
    ]
    for column in sorted({column for column, *_ in placed}):
        for _, block, start, text in (one for one in placed if one[0] == column):
            begin = start + len(text) - len(text.lstrip())
            words = text.strip()
            lines = (
                replace(line, start=max(0, line.start - begin), end=min(len(words), line.end - begin))
                for line in block.lines
            )
            yield replace(
                block,
                text=words,
                runs=moved(block.runs, -begin, 0, len(words)),
                lines=tuple(line for line in lines if line.start < line.end),
            )
