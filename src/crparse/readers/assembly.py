"""The pages of a document put together: furniture aside, tables over several pages made one, blocks."""

from collections.abc import Iterator, Sequence
from itertools import count

from crparse.readers.blocks import make_block
from crparse.readers.furniture import Placed, find_furniture, is_page_number, masked, without_furniture
from crparse.readers.hyphens import Hyphens
from crparse.readers.lines import Segment
from crparse.readers.list_levels import with_levels
from crparse.readers.margins import set_margins
from crparse.readers.page import PageContent
from crparse.readers.page_foot import find_small_print, mark_note
from crparse.readers.paragraphs import group_lines
from crparse.readers.printed import PrintedLine, printed_line
from crparse.readers.reading_order import Flow, Piece, TableFlow, lines_of
from crparse.source import Block, Cell, Kind

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


Numbered = tuple[int, Piece]
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
            assert isinstance(piece, Flow)
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


def _head(piece: Piece) -> list[str]:
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
