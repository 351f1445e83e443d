"""Passages: stretches of the frozen text, in one piece or several, as the items of a record quote them."""

import re
from collections.abc import Iterable, Sequence

from crparse.source import SourceDocument
from crparse.stages.lists import item_start
from crparse.text import squeeze

Part = tuple[int, int]
"""Start and end of a stretch of the frozen text."""

_OPENING = re.compile(r"[\s:;,–—=«\"“-]*")
_CLOSING = re.compile(r"[\s:;,–—=»\"”-]*$")


def quoted(text: str, parts: Sequence[Part]) -> str:
    """What the parts say: each on one line, joined by spaces."""
    return " ".join(squeeze(text[start:end]) for start, end in parts)


def place(parts: Sequence[Part]) -> dict[str, int | list[Part]]:
    """The `start`, `end` and `parts` of an item that quotes `parts`."""
    return {
        "start": parts[0][0],
        "end": parts[-1][1],
        "parts": list(parts) if len(parts) > 1 else [],
    }


def blocks_part(source: SourceDocument, indices: Iterable[int]) -> list[Part]:
    """One part a block: what it says, without bullet or number and outer white space."""
    parts = []
    for i in indices:
        block, start = source.blocks[i], source.starts[i]
        written = trim(source.text, start + item_start(block), start + len(block.text))
        if written is not None:
            parts.append(written)
    return parts


def trim(text: str, start: int, end: int) -> Part | None:
    """The stretch without outer white space, None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def strip_joints(text: str, start: int, end: int) -> Part | None:
    """The stretch without the punctuation that joins it to its introduction (": ", "« ")."""
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening else start
    closing = _CLOSING.search(text[start:end])
    return trim(text, start, start + closing.start() if closing else end)
