"""Running headers, footers and page numbers: what comes back at the same place of page after page."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from rapidfuzz import fuzz

from crparse.readers.lines import Segment
from crparse.readers.page import PageContent
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
"""Likeness from which they are so without white around them, or a little higher or lower."""

OFTEN = 0.4
"""Share of the other pages on which a running line comes back."""

MOSTLY = 0.75
"""Share of the other left or right pages, where these differ."""

FEW_PAGES = 3
"""Pages up to which a running line also has to stand apart from the text."""

APART = 1.5
"""Type sizes of white that set a line apart."""

NEAR, FAR = 4.0, 14.0
"""Points by which a running line may stand higher or lower: any, and a long and certain one."""

LONGEST = 120
"""Characters that a line with a page number has at most."""

BLURRED = 75.0
"""Likeness from which two lines of margin columns are one, each recognised with faults of its own."""

REPEATED = 0.5
"""Share of the lines of a margin column that other pages repeat."""

WINDOW = 30
"""Pages before and after a page with which it is compared: registers change their running lines."""

Placed = tuple[int, int]
"""Page and index of a line among the lines of its page."""


def find_furniture(pages: Sequence[PageContent]) -> dict[Placed, Kind]:
    """The lines that are running headers or footers."""
    found: dict[Placed, Kind] = dict.fromkeys(_margin_columns(pages), Kind.HEADER)
    for kind in (Kind.HEADER, Kind.FOOTER):
        edges = [edge for page in pages for edge in _edge_lines(page, kind, len(pages))]
        for edge in edges:
            if _comes_back(edge, _near(edges, edge.page), len(pages)) or _tells_page(edge, len(pages)):
                found[edge.page, edge.index] = kind
    return found


def _near(edges: Sequence["_Edge"], page: int) -> Iterator["_Edge"]:
    """The lines of the pages around a page; `edges` stand in order of their page."""
    first = bisect_left(edges, page - WINDOW, key=attrgetter("page"))
    last = bisect_right(edges, page + WINDOW, key=attrgetter("page"))
    return (edges[i] for i in range(first, last) if edges[i].page != page)


def _margin_columns(pages: Sequence[PageContent]) -> Iterator[Placed]:
    """The lines of the margin columns that say on two pages or more what they say on the next."""
    columns = [(page.number, aside) for page in pages if (aside := _aside_lines(page))]
    for number, column in columns:
        near = (lines for other, lines in columns if 0 < abs(other - number) <= WINDOW)
        others = [masked(line.text) for lines in near for _, line in lines]
        again = [_likest(masked(line.text), others) >= BLURRED for _, line in column]
        if sum(again) >= REPEATED * len(again):
            yield from ((number, index) for index, _ in column)


def _aside_lines(page: PageContent) -> list[tuple[int, Segment]]:
    """Index and line of what stands in the margin column of a page."""
    lines = [(piece, line) for piece in page.pieces for line in lines_of(piece)]
    return [(i, line) for i, (piece, line) in enumerate(lines) if isinstance(piece, Flow) and piece.aside]


def _likest(text: str, others: Sequence[str]) -> float:
    return max((fuzz.ratio(text, other) for other in others), default=0.0)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line in the top or bottom margin of its page."""

    page: int
    index: int
    line: Segment
    outermost: bool
    """It stands at the very edge of the page."""
    apart: bool
    """White parts it from the text."""
    masked: str
    numbers: tuple[int, ...]


def _edge_lines(page: PageContent, kind: Kind, count: int) -> Iterator[_Edge]:
    lines = [line for piece in page.pieces for line in lines_of(piece)]
    height = page.size.height
    apart = _set_apart(lines, height, kind)
    for index, line in enumerate(lines):
        depth = line.base if kind is Kind.HEADER else height - line.base
        outermost = depth < OUTER * height
        # Two or three pages may well begin alike by chance; many do not.
        if depth < MARGIN * height and (outermost or index in apart or count > FEW_PAGES):
            numbers = tuple(int(n) for n in _DIGITS.findall(line.text))
            yield _Edge(page.number, index, line, outermost, index in apart, masked(line.text), numbers)


def _set_apart(lines: Sequence[Segment], height: float, kind: Kind) -> set[int]:
    """Indices of the lines at the edge of the page that white parts from the text."""
    sign = 1 if kind is Kind.HEADER else -1
    ordered = sorted(range(len(lines)), key=lambda i: sign * lines[i].base)
    found: set[int] = set()
    for index, following in pairwise(ordered):
        found.add(index)
        one, other = (lines[index], lines[following])[::sign]
        if other.top - one.bottom > APART * one.size:
            depth = lines[index].base if kind is Kind.HEADER else height - lines[index].base
            return found if depth < MARGIN * height else set()
    return set()


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
        kept_lines = [line for line, keep in zip(piece.lines, kept, strict=True) if keep]
        return Flow(kept_lines, piece.bounds, piece.aside)
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


def _comes_back(edge: _Edge, others: Iterable[_Edge], pages: int) -> bool:
    """Whether a line stands on enough of the pages around, or on those of its side of the sheet."""
    again = {other.page for other in others if _same(edge, other)}
    first, last = max(1, edge.page - WINDOW), min(pages, edge.page + WINDOW)
    side = [page for page in range(first, last + 1) if page != edge.page and (page - edge.page) % 2 == 0]
    if pages > FEW_PAGES and sum(page in again for page in side) >= MOSTLY * len(side):
        return bool(again)
    return len(again) >= max(1, round(OFTEN * (last - first)))


def _same(one: _Edge, other: _Edge) -> bool:
    a, b = one.line, other.line
    if abs(a.base - b.base) > FAR or abs(a.size - b.size) > 0.6 or not _numbers_follow(one, other):
        return False
    likeness = fuzz.ratio(one.masked, other.masked, score_cutoff=ALIKE)
    # The first page may be laid out a little differently.
    near = FAR if likeness >= CERTAIN and len(a.text) > 15 else NEAR
    alike = ALIKE if one.apart and other.apart else CERTAIN
    return likeness >= alike and abs(a.base - b.base) <= near


def _numbers_follow(one: _Edge, other: _Edge) -> bool:
    """Whether the numbers in two lines are the same but for the page's own."""
    if len(one.numbers) != len(other.numbers):
        return False
    shift = one.page - other.page
    return all(a == b or a - b == shift for a, b in zip(one.numbers, other.numbers, strict=True))


def _tells_page(edge: _Edge, count: int) -> bool:
    """Whether a line at the very edge of the page shows the number of that page."""
    folded = fold(edge.line.text)
    if not edge.outermost or edge.page not in {int(n) for n in _DIGITS.findall(folded) if len(n) < 5}:
        return False
    if is_page_number(edge.line.text):
        return count > 1 or edge.apart
    return bool(_PAGE_OF.search(folded)) and len(folded) < LONGEST
