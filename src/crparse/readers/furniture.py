"""Running headers, footers and page numbers: what comes back at the same place of page after page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from crparse.readers.printed import PrintedLine
from crparse.text import fold

_PAGE_NUMBER = re.compile(r"\W*(?:p(?:age|\.)?\s*)?\d{1,4}(?:\s*(?:/|sur|de|of)\s*\d{1,4})?\W*")
_PAGE_WORD = re.compile(r"\bpage\s*\d+|\b\d+\s*/\s*\d+\s*$")
_DIGITS = re.compile(r"\d+")

MARGIN = 0.14
"""Part of the page's height, above and below, in which furniture is looked for."""

ALIKE = 88.0
"""Likeness (0-100) of two texts, digits masked, from which they are one running line."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page, points."""

    width: float
    height: float


def find_furniture(lines: Sequence[PrintedLine], sizes: Sequence[PageSize]) -> dict[int, str]:
    """Index of each line that is furniture -> "header" or "footer"."""
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        pages.setdefault(line.page, []).append(index)
    found: dict[int, str] = {}
    for side in ("header", "footer"):
        found.update((i, side) for i in _running(lines, pages, sizes, side))
    return found


def is_page_number(text: str) -> bool:
    """Whether a line says nothing but a page number ("3", "- 3 -", "Page 3 sur 8", "3/8")."""
    return bool(_PAGE_NUMBER.fullmatch(fold(text).strip()))


def _running(
    lines: Sequence[PrintedLine], pages: dict[int, list[int]], sizes: Sequence[PageSize], side: str
) -> list[int]:
    edges = {page: _edge_lines(lines, indices, sizes[page - 1], side) for page, indices in pages.items()}
    found: list[int] = []
    for page, indices in edges.items():
        others = [edges[p] for p in edges if p != page]
        for index in indices:
            if _repeats(lines[index], others, lines) or _says_page(lines[index], sizes[page - 1], len(sizes)):
                found.append(index)
    return found


def _edge_lines(lines: Sequence[PrintedLine], indices: list[int], size: PageSize, side: str) -> list[int]:
    """Lines in the page's top or bottom margin, from the edge inwards."""
    ordered = sorted(indices, key=lambda i: lines[i].base, reverse=side == "footer")
    if side == "header":
        return [i for i in ordered if lines[i].base < MARGIN * size.height][:8]
    return [i for i in ordered if lines[i].base > (1 - MARGIN) * size.height][:8]


def _repeats(line: PrintedLine, others: list[list[int]], lines: Sequence[PrintedLine]) -> bool:
    """Whether a line of the same place and nearly the same text stands on enough of the other pages."""
    again = sum(any(_same(line, lines[i]) for i in indices) for indices in others)
    return again >= max(1, round(0.4 * len(others)))


def _same(one: PrintedLine, other: PrintedLine) -> bool:
    if abs(one.base - other.base) > 4 or abs(one.size - other.size) > 0.6:
        return False
    masked = [_DIGITS.sub("0", fold(line.text)) for line in (one, other)]
    return fuzz.ratio(*masked) >= ALIKE


def _says_page(line: PrintedLine, size: PageSize, count: int) -> bool:
    """Whether a line near the edge of the page shows its own page number."""
    outer = line.base < 0.08 * size.height or line.base > 0.92 * size.height
    if not outer:
        return False
    folded = fold(line.text)
    numbers = {int(n) for n in _DIGITS.findall(folded) if len(n) < 5}
    if is_page_number(line.text):
        return line.page in numbers or count > 1
    return bool(_PAGE_WORD.search(folded)) and line.page in numbers
