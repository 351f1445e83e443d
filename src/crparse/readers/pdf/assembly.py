"""The pages of a document put together: furniture and footnotes aside, long tables made one, blocks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise
from operator import attrgetter

from rapidfuzz import fuzz

from crparse.readers.blocks.hyphens import Hyphens
from crparse.readers.blocks.layout import DIGITS, is_page_number, masked
from crparse.readers.pdf.page import PageContent, PageSize
from crparse.readers.printed.lines import Segment
from crparse.readers.printed.paragraphs import (
    PrintedLine,
    group_lines,
    main_size,
    make_block,
    printed_line,
    set_margins,
    with_levels,
)
from crparse.readers.printed.reading_order import LineFlow, PagePiece, TableFlow, lines_of
from crparse.source import Block, Cell, Kind
from crparse.text import fold

_PAGE_OF = re.compile(r"\bpages?\s*:?\s*\d+|\b\d+\s*/\s*\d+\W*$")

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
    return [(i, line) for i, (piece, line) in enumerate(lines) if isinstance(piece, LineFlow) and piece.aside]


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
            numbers = tuple(int(n) for n in DIGITS.findall(line.text))
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


def without_furniture(page: PageContent, furniture: dict[Placed, Kind]) -> list[PagePiece]:
    """The pieces of a page that are left when its running lines are taken out."""
    pieces: list[PagePiece] = []
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


def _pruned(piece: PagePiece, kept: list[bool]) -> PagePiece:
    if isinstance(piece, LineFlow):
        kept_lines = [line for line, keep in zip(piece.lines, kept, strict=True) if keep]
        return LineFlow(kept_lines, piece.bounds, piece.aside)
    keeps = iter(kept)
    cells = [replace(cell, lines=[line for line in cell.lines if next(keeps)]) for cell in piece.cells]
    cells = [cell for cell in cells if cell.lines]
    return TableFlow(cells, piece.rows, piece.columns, piece.edges, piece.ruled)


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
    if not edge.outermost or edge.page not in {int(n) for n in DIGITS.findall(folded) if len(n) < 5}:
        return False
    if is_page_number(edge.line.text):
        return count > 1 or edge.apart
    return bool(_PAGE_OF.search(folded)) and len(folded) < LONGEST


_MARK = re.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\]]?\s?(?=\S)")

SMALL = 0.92
"""Part of the main type size under which lines may be footnotes."""

TINY = 0.8
"""Part of the main type size under which lines may be a letterhead's."""

LOWER_HALF = 0.5
"""Part of the page's height below which footnotes stand."""

LOWEST = 0.88
"""Part of the page's height below which a letterhead's lines stand."""

FOOT_APART = 1.5
"""Type sizes of white above them."""


def find_small_print(lines: Sequence[PrintedLine], sizes: Sequence[PageSize]) -> dict[int, Kind]:
    """Index of each line that is a footnote's or a letterhead's -> its kind."""
    main = main_size(lines)
    found: dict[int, Kind] = {}
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        pages.setdefault(line.page, []).append(index)
    for page, indices in pages.items():
        ordered = sorted(indices, key=lambda i: lines[i].base)
        tail = _small_tail(lines, ordered, main)
        kind = _kind(lines, ordered, tail, main, sizes[page - 1].height)
        if kind:
            found.update(dict.fromkeys(tail, kind))
    return found


def _small_tail(lines: Sequence[PrintedLine], ordered: Sequence[int], main: float) -> list[int]:
    """The last lines of a page, as long as they are in small type and in no table."""
    tail: list[int] = []
    for index in reversed(ordered):
        if lines[index].size > SMALL * main or lines[index].cell:
            break
        tail.insert(0, index)
    return tail


def _kind(
    lines: Sequence[PrintedLine], ordered: Sequence[int], tail: Sequence[int], main: float, height: float
) -> Kind | None:
    if not tail:
        return None
    first = lines[tail[0]]
    above = [lines[i] for i in ordered if i not in tail]
    mark = _MARK.match(first.text)
    if mark and first.base > LOWER_HALF * height and _is_referred_to(mark[1], first, above):
        return Kind.FOOTNOTE
    white = first.top - above[-1].bottom if above else 0.0
    tiny = all(lines[i].size <= TINY * main for i in tail)
    return Kind.FOOTER if tiny and first.base > LOWEST * height and white > FOOT_APART * main else None


def _is_referred_to(mark: str, note: PrintedLine, above: Sequence[PrintedLine]) -> bool:
    """Whether the mark of a note is set small, or stands small in the text above."""
    if note.faces[0].size < 0.85 * note.size:
        return True
    return any(
        line.faces[match.start()].size < 0.85 * line.size
        for line in above
        for match in re.finditer(re.escape(mark), line.text)
    )


def mark_note(line: PrintedLine) -> None:
    """Takes the mark that begins a note as its marker."""
    found = _MARK.match(line.text)
    if found and not line.marker:
        line.marker, line.body = found[1], found.end()


SAME_EDGE = 6.0
"""Points within which the columns of two parts of a table agree."""


def assemble(pages: Sequence[PageContent]) -> list[Block]:
    """The blocks of a document, furniture last."""
    furniture = find_furniture(pages)
    pieces = join_tables(
        [(page.number, piece) for page in pages for piece in without_furniture(page, furniture)]
    )
    lines = list(_printed(pieces))
    set_margins(lines, max((page.size.width for page in pages), default=0.0))
    hyphens = Hyphens([line.text for line in lines])
    small = find_small_print(lines, [page.size for page in pages])
    body = [line for i, line in enumerate(lines) if i not in small]
    notes = [lines[i] for i, kind in small.items() if kind is Kind.FOOTNOTE]
    address = [lines[i] for i, kind in small.items() if kind is Kind.FOOTER]
    for note in notes:
        mark_note(note)
    return [
        *with_levels(list(_blocks(body, hyphens))),
        *(make_block(paragraph, hyphens, kind=Kind.FOOTNOTE) for paragraph in group_lines(notes)),
        *_furniture_blocks(pages, furniture, hyphens),
        *(make_block([line], hyphens, kind=Kind.FOOTER) for line in address),
    ]


def _blocks(lines: Sequence[PrintedLine], hyphens: Hyphens) -> Iterator[Block]:
    last: PrintedLine | None = None
    for paragraph in group_lines(lines):
        first = paragraph[0]
        follows = last is not None and last.page == first.page and last.base < first.base
        before = round(first.top - last.bottom, 1) if last and follows else None
        yield make_block(paragraph, hyphens, before)
        last = paragraph[-1]


def _furniture_blocks(
    pages: Sequence[PageContent], furniture: dict[Placed, Kind], hyphens: Hyphens
) -> Iterator[Block]:
    """Each running line once, page numbers left out."""
    seen: set[str] = set()
    for page in pages:
        lines = [s for piece in page.pieces for s in lines_of(piece)]
        for index, segment in enumerate(lines):
            kind = furniture.get((page.number, index))
            if kind is None or is_page_number(segment.text) or masked(segment.text) in seen:
                continue
            seen.add(masked(segment.text))
            yield make_block([printed_line(segment, page.number, area=-1)], hyphens, kind=kind)


Numbered = tuple[int, PagePiece]
"""Page and piece."""


def join_tables(pieces: Sequence[Numbered]) -> list[list[Numbered]]:
    """The pieces of all pages; those that are one table over several pages stand together."""
    joined: list[list[Numbered]] = []
    for page, piece in pieces:
        if joined and isinstance(piece, TableFlow) and _goes_on(joined[-1][-1], page, piece):
            joined[-1].append((page, piece))
        else:
            joined.append([(page, piece)])
    return joined


def _goes_on(last: Numbered, page: int, table: TableFlow) -> bool:
    """Whether a table goes on the one that ends the page before."""
    before, above = last
    if not isinstance(above, TableFlow) or page != before + 1 or above.columns != table.columns:
        return False
    return all(abs(a - b) <= SAME_EDGE for a, b in zip(above.edges, table.edges, strict=False))


def _printed(groups: Sequence[Sequence[Numbered]]) -> Iterator[PrintedLine]:
    areas, tables = count(), count()
    for group in groups:
        if all(isinstance(piece, TableFlow) for _, piece in group):
            yield from _table_lines(group, next(tables), areas)
            continue
        for page, piece in group:
            area = next(areas)
            assert isinstance(piece, LineFlow)
            for segment in piece.lines:
                yield printed_line(segment, page, area, piece.bounds)


def _table_lines(group: Sequence[Numbered], table: int, areas: "count[int]") -> Iterator[PrintedLine]:
    rows = sum(_rows_kept(group))
    first = group[0][1]
    assert isinstance(first, TableFlow)
    header = len(group) > 1 and len(set(_rows_kept(group))) > 0 and _repeats_head(group)
    offset = 0
    for index, (page, piece) in enumerate(group):
        assert isinstance(piece, TableFlow)
        skipped = int(index > 0 and _head(piece) == _head(first))
        for cell in piece.cells:
            if cell.row < skipped:
                continue
            row = cell.row - skipped + offset
            marked = row == 0 and (header or stands_out(piece))
            place = Cell(
                table, row, cell.column, rows, first.columns, cell.row_span, cell.column_span, marked
            )
            area = next(areas)
            for segment in cell.lines:
                yield printed_line(segment, page, area, cell.bounds, place)
        offset += piece.rows - skipped


def _rows_kept(group: Sequence[Numbered]) -> list[int]:
    head = _head(group[0][1])
    return [
        piece.rows - int(i > 0 and _head(piece) == head)
        for i, (_, piece) in enumerate(group)
        if isinstance(piece, TableFlow)
    ]


def _repeats_head(group: Sequence[Numbered]) -> bool:
    return any(_head(piece) == _head(group[0][1]) for _, piece in group[1:])


def _head(piece: PagePiece) -> list[str]:
    """The texts of a table's first row."""
    assert isinstance(piece, TableFlow)
    return [segment.text for cell in piece.cells if cell.row == 0 for segment in cell.lines]


def stands_out(table: TableFlow) -> bool:
    """Whether the first row is bold and the rest is not."""
    head = [s for cell in table.cells if cell.row == 0 for s in cell.lines]
    rest = [s for cell in table.cells if cell.row > 0 for s in cell.lines]
    return bool(head and rest) and _bold(head) > 0.9 and _bold(rest) < 0.5


def _bold(segments: Sequence[Segment]) -> float:
    faces = [face for segment in segments for face in segment.faces]
    return sum(face.bold for face in faces) / max(1, len(faces))
