"""Running headers, footers and page numbers: what comes back at the same place of page after page."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from crparse.readers.lines import Segment
from crparse.readers.page import PageContent, PageSize
from crparse.readers.reading_order import Flow, Piece, TableFlow, lines_of
from crparse.source import Kind
from crparse.text import fold

_PAGE_NUMBER = re.compile(
    r"\W*(?:p(?:age|g|\.)?\W*)?(?:n[o°]\s*)?\d{1,4}(?:\s*(?:/|sur|de|of|-)\s*\d{1,4})?\W*"
)
_PAGE_OF = re.compile(r"\bpages?\s*:?\s*\d+|\b\d+\s*/\s*\d+\W*$")
_DIGITS = re.compile(r"\d+")

MARGIN = 0.14
"""Part of the page's height, above and below, in which furniture is looked for."""

OUTER = 0.09
"""Part of the height in which a page number is believed without a second page to confirm it."""

ALIKE = 88.0
"""Likeness (0-100) of two texts, digits masked, from which they are one running line."""

CERTAIN = 95.0
"""Likeness from which a long running line is known for one a little higher or lower as well."""

OFTEN = 0.4
"""Share of the other pages on which a running line comes back: left and right pages may differ."""

Placed = tuple[int, int]
"""Page and index of a line among the lines of its page."""


def find_furniture(pages: Sequence[PageContent]) -> dict[Placed, Kind]:
    """The lines that are running headers or footers."""
    found: dict[Placed, Kind] = {}
    lines = {page.number: [s for piece in page.pieces for s in lines_of(piece)] for page in pages}
    for kind in (Kind.HEADER, Kind.FOOTER):
        edges = {p.number: _at_edge(lines[p.number], p.size, kind) for p in pages}
        for page in pages:
            others = [[lines[n][i] for i in edge] for n, edge in edges.items() if n != page.number]
            for index in edges[page.number]:
                line = lines[page.number][index]
                if _comes_back(line, others) or _tells_page(line, page, len(pages)):
                    found[page.number, index] = kind
    return found


def without_furniture(page: PageContent, furniture: dict[Placed, Kind]) -> list[Piece]:
    """The pieces of a page that are left when its running lines are taken out."""
    pieces: list[Piece] = []
    index = 0
    for piece in page.pieces:
        kept: list[bool] = []
        for _ in lines_of(piece):
            kept.append((page.number, index) not in furniture)
            index += 1
        if all(kept):
            pieces.append(piece)
        elif any(kept):
            pieces.append(_pruned(piece, kept))
    return pieces


def _pruned(piece: Piece, kept: list[bool]) -> Piece:
    if isinstance(piece, Flow):
        return Flow([line for line, keep in zip(piece.lines, kept, strict=True) if keep], piece.bounds)
    keeps = iter(kept)
    for cell in piece.cells:
        cell.lines = [line for line in cell.lines if next(keeps)]
    cells = [cell for cell in piece.cells if cell.lines]
    return TableFlow(cells, piece.rows, piece.columns, piece.edges, piece.ruled)


def is_page_number(text: str) -> bool:
    """Whether a line says nothing but a page number ("3", "- 3 -", "Page 3 sur 8", "3/8")."""
    return bool(_PAGE_NUMBER.fullmatch(fold(text).strip()))


def masked(text: str) -> str:
    """The text folded, its numbers made alike."""
    return _DIGITS.sub("0", fold(text))


def _at_edge(lines: Sequence[Segment], size: PageSize, kind: Kind) -> list[int]:
    """Indices of the lines in the page's top or bottom margin."""
    if kind is Kind.HEADER:
        return [i for i, line in enumerate(lines) if line.base < MARGIN * size.height]
    return [i for i, line in enumerate(lines) if line.base > (1 - MARGIN) * size.height]


def _comes_back(line: Segment, others: Sequence[Sequence[Segment]]) -> bool:
    again = sum(any(_same(line, other) for other in edge) for edge in others)
    return again >= max(1, round(OFTEN * len(others)))


def _same(one: Segment, other: Segment) -> bool:
    likeness = fuzz.ratio(masked(one.text), masked(other.text))
    # The first page may be laid out a little differently.
    near = 14 if likeness >= CERTAIN and len(one.text) > 15 else 4
    return likeness >= ALIKE and abs(one.base - other.base) <= near and abs(one.size - other.size) <= 0.6


def _tells_page(line: Segment, page: PageContent, count: int) -> bool:
    """Whether a line close to the edge of the page shows the number of that very page."""
    if OUTER * page.size.height < line.base < (1 - OUTER) * page.size.height:
        return False
    folded = fold(line.text)
    numbers = {int(n) for n in _DIGITS.findall(folded) if len(n) < 5}
    if page.number not in numbers:
        return False
    if is_page_number(line.text):
        return count > 1 or line.base > (1 - OUTER) * page.size.height
    return bool(_PAGE_OF.search(folded)) and len(folded) < 120
