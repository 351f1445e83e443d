"""The pages of a document put together: furniture and footnotes aside, long tables made one, blocks."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import count, pairwise, takewhile
from operator import attrgetter

from rapidfuzz import fuzz

from crparse import lexicon
from crparse.readers.blocks.hyphens import Hyphens
from crparse.readers.blocks.layout import DIGITS, is_page_number, masked
from crparse.readers.pdf.page import PageContent
from crparse.readers.printed import paragraphs
from crparse.readers.printed.lines import Segment, grouped
from crparse.readers.printed.paragraphs import PrintedLine
from crparse.readers.printed.reading_order import LineFlow, PagePiece, TableFlow
from crparse.source import Block, Cell, Kind
from crparse.text import fold


def assemble(pages: Sequence[PageContent]) -> tuple[Block, ...]:
    """The blocks of a document, furniture last."""
    _even_sizes(pages)
    furniture = _find_furniture(pages)
    lines = list(_printed(pages, furniture))
    paragraphs.set_margins(lines, max((page.width for page in pages), default=0.0))
    hyphens = Hyphens([line.text for line in lines])
    small = _find_small_print(lines, [page.height for page in pages])
    body = [line for line in lines if line not in small]
    notes = [_marked(line) for line, kind in small.items() if kind is Kind.FOOTNOTE]
    address = [line for line, kind in small.items() if kind is Kind.FOOTER]
    blocks = [
        *paragraphs.with_levels(list(_blocks(body, hyphens))),
        *(
            paragraphs.make_block(paragraph, hyphens, kind=Kind.FOOTNOTE)
            for paragraph in paragraphs.group_lines(notes)
        ),
        *_furniture_blocks(pages, furniture, hyphens),
        *(paragraphs.make_block([line], hyphens, kind=Kind.FOOTER) for line in address),
    ]
    confidence: dict[int | None, float | None] = {page.number: page.confidence for page in pages}
    return tuple(replace(block, confidence=confidence[block.page]) for block in blocks)


def _blocks(lines: Sequence[PrintedLine], hyphens: Hyphens) -> Iterator[Block]:
    """The paragraphs of the text, with the white above each."""
    last: PrintedLine | None = None
    for paragraph in paragraphs.group_lines(lines):
        first = paragraph[0]
        follows = last is not None and last.page == first.page and last.base < first.base
        before = round(first.top - last.bottom, 1) if last and follows else None
        yield paragraphs.make_block(paragraph, hyphens, before)
        last = paragraph[-1]


ONE_SIZE = 0.08
"""Part of a size by which recognised lines may measure more or less and be of that size: 11.5 points are of
11, 12 are not."""


def _even_sizes(pages: Sequence[PageContent]) -> None:
    """Gives the recognised lines of one size, on whatever page, the one that most of them measure."""
    lines = [line for page in pages if page.confidence is not None for line in page.lines]
    size_of = _size_bands(_letters(lines))
    for line in lines:
        faces = {face: replace(face, size=size_of.get(face.size, face.size)) for face in set(line.faces)}
        line.faces = [faces[face] for face in line.faces]
        line.size = size_of[line.size]


def _letters(lines: Iterable[Segment]) -> Counter[float]:
    """Type size -> how many characters are set in it."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters


def _size_bands(letters: Counter[float]) -> dict[float, float]:
    """Each size and the one that stands for it: the most frequent first, each taking in those about it."""
    band: dict[float, float] = {}
    for size in sorted(letters, key=lambda s: (-letters[s], s)):
        if size not in band:
            about = (other for other in letters if abs(other - size) <= ONE_SIZE * size)
            band.update((other, size) for other in about if other not in band)
    return band


MARGIN = 0.14
"""Part of the page's height, above and below, in which furniture is looked for: 4 cm of A4, a letterhead's
three lines."""

OUTER = 0.09
"""Part of the height in which a page number is believed without a second page to confirm it: 2.7 cm of A4,
hardly more than the margin."""

ALIKE = 88.0
"""Likeness (0-100) of two texts, digits masked, from which they are one running line: one in eight letters
may differ, as recognition has them."""

CERTAIN = 95.0
"""Likeness from which they are so without white around them, or a little higher or lower: running lines were
99 alike and more but for one in forty."""

OFTEN = 0.4
"""Share of the other pages on which a running line comes back: in a book every second page has another one,
and first pages have none."""

MOSTLY = 0.75
"""Share of the other left or right pages, where these differ: lines came back on all of them, or on half at
most."""

FEW_PAGES = 3
"""Pages up to which a running line also has to stand apart from the text: two or three may begin alike by
chance ("Vote : unanimité")."""

APART = 1.5
"""Type sizes of white that set a line apart: a blank line leaves 1.3 where lines are set 1.15 apart."""

NEAR, FAR = 4.0, 14.0
"""Points by which a running line may stand higher or lower: any, by a part of a line, and a long and certain
one, by a line, for the first page may be set differently."""

LONGEST = 120
"""Characters that a line with a page number has at most: one line of small type; a longer one is a sentence
that names a page."""

BLURRED = 75.0
"""Likeness from which two lines of margin columns are one, each recognised with faults of its own: the same
lines were from 87 on alike, others up to 72."""

REPEATED = 0.5
"""Share of the lines of a margin column that other pages repeat: where they repeat it, it was from 0.87 on,
elsewhere none."""

WINDOW = 30
"""Pages before and after a page with which it is compared: registers change their running lines, and
comparing all of their pages with each other takes too long."""


Furniture = dict[Segment, Kind]
"""A running line -> whether it is a header or a footer."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line in the top or bottom margin of its page."""

    page: int
    line: Segment
    outermost: bool
    """It stands at the very edge of the page."""
    apart: bool
    """White parts it from the text."""
    masked: str
    numbers: tuple[int, ...]


def _find_furniture(pages: Sequence[PageContent]) -> Furniture:
    """The lines that are running headers or footers."""
    found: Furniture = dict.fromkeys(_margin_columns(pages), Kind.HEADER)
    tabled = _lines_of_tables(pages)
    for kind in (Kind.HEADER, Kind.FOOTER):
        edges = [edge for page in pages for edge in _edge_lines(page, kind, len(pages), tabled)]
        for edge in edges:
            if _comes_back(edge, _near(edges, edge.page), len(pages)) or _tells_page(edge, len(pages)):
                found[edge.line] = kind
    return found


def _margin_columns(pages: Sequence[PageContent]) -> Iterator[Segment]:
    """The lines of the margin columns that say on two pages or more what they say on the next."""
    columns = [(page.number, aside) for page in pages if (aside := _aside_lines(page))]
    for number, column in columns:
        near = (lines for other, lines in columns if 0 < abs(other - number) <= WINDOW)
        others = [masked(line.text) for lines in near for line in lines]
        again = [_is_among(masked(line.text), others) for line in column]
        if sum(again) >= REPEATED * len(again):
            yield from column


def _aside_lines(page: PageContent) -> list[Segment]:
    """What stands in the margin column of a page."""
    return [
        line for piece in page.pieces if isinstance(piece, LineFlow) and piece.aside for line in piece.lines
    ]


def _is_among(text: str, others: Sequence[str]) -> bool:
    """Whether a text is one of some others but for faults of recognition."""
    return any(fuzz.ratio(text, other) >= BLURRED for other in others)


def _edge_lines(page: PageContent, kind: Kind, count: int, tabled: Set[Segment]) -> Iterator[_Edge]:
    """The lines of the top or bottom margin that may be furniture."""
    lines, height = [line for line in page.lines if line not in tabled], page.height
    apart = _set_apart(lines, height, kind)
    for line in lines:
        depth = _depth(line, height, kind)
        outermost = depth < OUTER * height
        # Two or three pages may well begin alike by chance; many do not.
        if depth < MARGIN * height and (outermost or line in apart or count > FEW_PAGES):
            numbers = tuple(int(n) for n in DIGITS.findall(line.text))
            yield _Edge(page.number, line, outermost, line in apart, masked(line.text), numbers)


def _lines_of_tables(pages: Sequence[PageContent]) -> set[Segment]:
    """The lines of tables that reach down a page: they may come back, but are the table's own.

    A frame with a running head has one cell below it, the text of the page.
    """
    tables = (
        piece
        for page in pages
        for piece in page.pieces
        if isinstance(piece, TableFlow) and piece.ruled and _reaches_down(piece, page.height)
    )
    return {
        line
        for table in tables
        if max(Counter(cell.row for cell in table.cells if cell.row).values(), default=0) > 1
        for cell in table.cells
        for line in cell.lines
    }


def _reaches_down(table: TableFlow, height: float) -> bool:
    """Whether a table ends below the upper margin of its page."""
    return max((line.base for cell in table.cells for line in cell.lines), default=0.0) > 2 * MARGIN * height


def _depth(line: Segment, height: float, kind: Kind) -> float:
    """How far a line stands from the edge of the page."""
    return line.base if kind is Kind.HEADER else height - line.base


def _set_apart(lines: Sequence[Segment], height: float, kind: Kind) -> set[Segment]:
    """The lines at the edge of the page that white parts from the text."""
    sign = 1 if kind is Kind.HEADER else -1
    ordered = sorted(lines, key=lambda line: sign * line.base)
    for at, (line, following) in enumerate(pairwise(ordered), 1):
        above, below = (line, following)[::sign]
        if below.top - above.bottom > APART * above.size:
            return set(ordered[:at]) if _depth(line, height, kind) < MARGIN * height else set()
    return set()


def _near(edges: Sequence[_Edge], page: int) -> Iterator[_Edge]:
    """The lines of the pages around a page; `edges` stand in order of their page."""
    first = bisect_left(edges, page - WINDOW, key=attrgetter("page"))
    last = bisect_right(edges, page + WINDOW, key=attrgetter("page"))
    return (edge for edge in edges[first:last] if edge.page != page)


def _comes_back(edge: _Edge, others: Iterable[_Edge], pages: int) -> bool:
    """Whether a line stands on enough of the pages around, or on those of its side of the sheet."""
    again = {other.page for other in others if _same(edge, other)}
    first, last = max(1, edge.page - WINDOW), min(pages, edge.page + WINDOW)
    side = [page for page in range(first, last + 1) if page != edge.page and (page - edge.page) % 2 == 0]
    if pages > FEW_PAGES and sum(page in again for page in side) >= MOSTLY * len(side):
        return bool(again)
    return len(again) >= max(1, round(OFTEN * (last - first)))


def _same(one: _Edge, other: _Edge) -> bool:
    """Whether two lines of different pages are one running line."""
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
    steps = {a - b for a, b in zip(one.numbers, other.numbers, strict=False)}
    return len(one.numbers) == len(other.numbers) and steps <= {0, one.page - other.page}


def _tells_page(edge: _Edge, count: int) -> bool:
    """Whether a line at the very edge of the page shows the number of that page."""
    folded = fold(edge.line.text)
    if not edge.outermost or edge.page not in {int(n) for n in DIGITS.findall(folded) if len(n) < 5}:
        return False
    if is_page_number(edge.line.text):
        return count > 1 or edge.apart
    return lexicon.cues("furniture", "page_of").find(folded) is not None and len(folded) < LONGEST


def _furniture_blocks(
    pages: Sequence[PageContent], furniture: Furniture, hyphens: Hyphens
) -> Iterator[Block]:
    """Each running line once, page numbers left out."""
    seen: set[str] = set()
    for page in pages:
        for line in page.lines:
            said, kind = masked(line.text), furniture.get(line)
            if kind and said not in seen and not is_page_number(line.text):
                seen.add(said)
                yield paragraphs.make_block(
                    [paragraphs.printed_line(line, page.number, area=-1)], hyphens, kind=kind
                )


def _without_furniture(page: PageContent, furniture: Furniture) -> Iterator[PagePiece]:
    """The pieces of a page that are left when its running lines are taken out."""
    for piece in page.pieces:
        if isinstance(piece, LineFlow):
            if lines := [line for line in piece.lines if line not in furniture]:
                yield replace(piece, lines=lines)
        else:
            kept = ([line for line in cell.lines if line not in furniture] for cell in piece.cells)
            cells = [replace(c, lines=lines) for c, lines in zip(piece.cells, kept, strict=True) if lines]
            if cells:
                yield replace(piece, cells=cells)


SAME_EDGE = 6.0
"""Points within which the columns of two parts of a table agree: programs repeat them, scans move them by
some points; no column is as narrow."""


def _printed(pages: Sequence[PageContent], furniture: Furniture) -> Iterator[PrintedLine]:
    """The lines of all pages but the furniture."""
    areas, tables = count(), count()
    placed = ((page.number, piece) for page in pages for piece in _without_furniture(page, furniture))
    for parts in grouped(placed, _goes_on):
        page, piece = parts[0]
        if isinstance(piece, LineFlow):
            area = next(areas)
            yield from (paragraphs.printed_line(line, page, area, piece.bounds) for line in piece.lines)
        else:
            whole = [(page, part) for page, part in parts if isinstance(part, TableFlow)]
            yield from _table_lines(whole, next(tables), areas)


def _goes_on(parts: Sequence[tuple[int, PagePiece]], part: tuple[int, PagePiece]) -> bool:
    """Whether a piece is a table that goes on the one that ends the page before."""
    (before, above), (page, below) = parts[-1], part
    if not (isinstance(above, TableFlow) and isinstance(below, TableFlow)):
        return False
    return page == before + 1 and above.has_columns_of(below, SAME_EDGE)


def _table_lines(
    parts: Sequence[tuple[int, TableFlow]], table: int, areas: Iterator[int]
) -> Iterator[PrintedLine]:
    """The lines of a table, its head once."""
    first = parts[0][1]
    repeats = [False, *(_head(part) == _head(first) for _, part in parts[1:])]
    offsets, rows = _row_offsets([part for _, part in parts], repeats)
    headed = any(repeats) or _stands_out(first)
    whole: dict[tuple[int, int], list[PrintedLine]] = {}
    for (page, part), again, offset in zip(parts, repeats, offsets, strict=True):
        for cell in part.cells:
            if cell.row >= again:
                row, spans = cell.row - again + offset, (cell.row_span, cell.column_span)
                place = Cell(table, row, cell.column, rows, first.columns, *spans, header=headed and row == 0)
                area, own = next(areas), whole.setdefault((row, cell.column), [])
                place = own[0].cell or place if own else place
                own += (paragraphs.printed_line(line, page, area, cell.bounds, place) for line in cell.lines)
    for lines in whole.values():
        yield from lines


def _row_offsets(parts: Sequence[TableFlow], repeats: Sequence[bool]) -> tuple[list[int], int]:
    """Which row of the whole table each part begins with, and how many rows there are.

    A row that is cut by the end of a page goes on in the first row of the next part.
    """
    offsets, rows = [0], parts[0].rows
    for above, below, again in zip(parts, parts[1:], repeats[1:], strict=False):
        offsets.append(rows - _is_cut(above, below, again))
        rows = offsets[-1] + below.rows - again
    return offsets, rows


# How a text goes on: takes "des riverains", leaves "Des riverains", "12 voix".
_GOES_ON = re.compile(r"[«\"“(]?\s?[a-zà-öø-ÿœ]")

# How one ends: takes the end of "est voté.", leaves that of "le budget de".
_ENDS = re.compile(r"[.!?:;…][»\"”')\]]*$")


def _is_cut(above: TableFlow, below: TableFlow, again: bool) -> bool:
    """Whether the last row of a part goes on in the first of the next: in each cell that has text there."""
    last = {c.column: c for c in above.cells if c.row + c.row_span == above.rows}
    rest = {c.column: c for c in below.cells if c.row == again}
    if not rest or not rest.keys() <= last.keys() or len(rest) == below.columns > 1:
        return False
    return all(
        _GOES_ON.match(cell.lines[0].text) and not _ENDS.search(last[column].lines[-1].text)
        for column, cell in rest.items()
    )


def _head(table: TableFlow) -> list[str]:
    """The texts of a table's first row."""
    return [line.text for cell in table.cells if cell.row == 0 for line in cell.lines]


def _stands_out(table: TableFlow) -> bool:
    """Whether the first row is bold and the rest is not."""
    bold = [(cell.row > 0, face.bold) for cell in table.cells for line in cell.lines for face in line.faces]
    head, rest = ([is_bold for below, is_bold in bold if below is part] for part in (False, True))
    return bool(head and rest) and sum(head) / len(head) > 0.9 and sum(rest) / len(rest) < 0.5


SMALL = 0.92
"""Part of the main type size under which lines may be footnotes: 11 points beside 12 are, 11.5 are not."""

TINY = 0.8
"""Part of the main type size under which lines may be a letterhead's: 9 points beside 12 are, 8 beside 9 are
not."""

RAISED = 0.85
"""Part of its line's type size under which the mark of a note is set small: office programs set it at 0.58 or
0.65."""

LOWER_HALF = 0.5
"""Part of the page's height below which footnotes stand: they began at 0.73, but a page that ends early may
have its own higher up."""

LOWEST = 0.88
"""Part of the page's height below which a letterhead's lines stand: they began at 0.92; small lines of the
text ended at 0.69."""

FOOT_APART = 1.5
"""Type sizes of white above them: more than a blank line leaves."""

# Takes the mark of "1 Voir l'annexe", "(2) Hors taxes", "* Sous réserve"; leaves "Voir 1".
_MARK = re.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\]]?\s?(?=\S)")


def _find_small_print(lines: Sequence[PrintedLine], heights: Sequence[float]) -> dict[PrintedLine, Kind]:
    """Each line that is a footnote's or a letterhead's -> its kind."""
    letters = _letters(lines)
    main = max(letters, key=lambda size: (letters[size], size), default=0.0)
    pages: defaultdict[int, list[PrintedLine]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    found: dict[PrintedLine, Kind] = {}
    for page, printed in pages.items():
        printed.sort(key=attrgetter("base"))
        small = takewhile(lambda line: line.size <= SMALL * main and not line.cell, reversed(printed))
        start = len(printed) - len(list(small))
        kind = _kind(printed[:start], printed[start:], main, heights[page - 1])
        found.update(dict.fromkeys(printed[start:], kind) if kind else {})
    return found


def _kind(
    above: Sequence[PrintedLine], small: Sequence[PrintedLine], main: float, height: float
) -> Kind | None:
    """What the last lines of a page are, all in small type."""
    if not small:
        return None
    first = small[0]
    mark = _MARK.match(first.text)
    if mark and first.base > LOWER_HALF * height and _is_referred_to(mark[1], first, above):
        return Kind.FOOTNOTE
    white = first.top - above[-1].bottom if above else 0.0
    tiny = all(line.size <= TINY * main for line in small)
    return Kind.FOOTER if tiny and first.base > LOWEST * height and white > FOOT_APART * main else None


def _is_referred_to(mark: str, note: PrintedLine, above: Sequence[PrintedLine]) -> bool:
    """Whether the mark of a note is set small, or stands small in the text above."""
    if note.faces[0].size < RAISED * note.size:
        return True
    return any(
        line.text.startswith(mark, at) and face.size < RAISED * line.size
        for line in above
        for at, face in enumerate(line.faces)
    )


def _marked(line: PrintedLine) -> PrintedLine:
    """The line of a note, the mark that begins it taken as its marker."""
    found = _MARK.match(line.text)
    if found and not line.marker:
        line.marker, line.body = found[1], found.end()
    return line
