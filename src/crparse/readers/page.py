"""One page: from what PDFium finds on it to pieces of text in reading order, with what could not be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pypdfium2 as pdfium

from crparse.errors import ReadError
from crparse.readers.accents import join_accents
from crparse.readers.annotations import OpenPage, find_unread, in_place
from crparse.readers.doubts import (
    SCANNED,
    UNSURE,
    find_doubts,
    find_doubts_recognised,
    has_layer,
    is_unreadable,
    needs_recognition,
    shows_more,
)
from crparse.readers.drawn_bullets import mark_bullets
from crparse.readers.glyphs import Glyph, PageGlyphs, read_glyphs
from crparse.readers.lines import Row, drop_doubles, find_rows
from crparse.readers.margin_columns import bounded, drawings_beside, margin_rule, set_aside, split_at
from crparse.readers.reading_order import Piece, TableFlow, grid_flow, lines_of, place_tables
from crparse.readers.recognition import Recognised, recognise
from crparse.readers.ruled_rows import find_strips, strip_table
from crparse.readers.rules import Drawings, read_drawings
from crparse.readers.tables import Box, Grid, GridCell, find_grids
from crparse.readers.tesseract import CHECK, find_tesseract, missing_part
from crparse.readers.underlines import mark_underlined
from crparse.source import Caveat

SCAN = "Its text has to be recognised from its picture."

MORE, AS_MUCH = 2.0, 0.8
"""How many times the characters of the page's own text those recognised have to be to be believed; and those
of a text that was recognised before."""


class PageSize(NamedTuple):
    """Width and height of a page, points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page as read: pieces in reading order."""

    number: int
    size: PageSize
    pieces: list[Piece]
    caveats: list[Caveat]
    confidence: float | None = None
    """Of the recognition that read it, 0-100; None for a page with text of its own."""
    untried: bool = False
    """It has no text but stamps, and pictures in which no text was looked for."""
    layered: bool = False
    """Its text is what another program has recognised in its picture."""


def read_page(opened: OpenPage, number: int, *, pictured: bool = False) -> PageContent:
    """The text of a page in reading order; `pictured`: read from what its pictures show."""
    page = opened.page
    found = read_glyphs(page)
    if opened.own is not None:
        found = replace(found, glyphs=in_place(found.glyphs, opened.own))
    drawings = read_drawings(page, found.place, found.width, found.height)
    more, layered = shows_more(found, drawings), has_layer(found, drawings)
    if needs_recognition(found, drawings) or (pictured and (more or layered)):
        content = _read_scan(page, number, found, drawings)
    else:
        content = _content(number, found, drawings, find_doubts(found, drawings))
        content = replace(content, untried=more, layered=layered)
    content.caveats.extend(Caveat(code, message, number) for code, message in find_unread(opened))
    for piece in content.pieces:
        for line in lines_of(piece):
            line.xs = []  # thousands of pages are kept until the last is read
    return content


def _content(
    number: int,
    found: PageGlyphs,
    drawings: Drawings,
    doubts: Iterable[tuple[str, str]],
    confidence: float | None = None,
) -> PageContent:
    caveats = [Caveat(code, message, number) for code, message in doubts]
    pieces = [] if is_unreadable(found) else find_pieces(found, drawings)
    size = PageSize(found.width, found.height)
    return PageContent(number, size, pieces, caveats, confidence if pieces else None)


def _read_scan(page: pdfium.PdfPage, number: int, found: PageGlyphs, drawings: Drawings) -> PageContent:
    """A page read from its picture; as it is where that cannot be done or gives hardly more."""
    doubts = list(find_doubts(found, drawings, tried=True))
    engine = find_tesseract()
    if engine is None:
        missing = missing_part()
        advice = missing.advice if missing else CHECK
        return _content(number, found, drawings, [*doubts, ("not_recognised", f"{SCAN} {advice}")])
    try:
        recognised = recognise(page, engine)
    except ReadError as error:
        return _content(number, found, drawings, [*doubts, (error.code, str(error))])
    if not _is_believed(recognised, found, has_layer(found, drawings)):
        return _content(number, found, drawings, doubts)
    new = find_doubts_recognised(recognised.glyphs, recognised.confidence)
    return _content(number, recognised.glyphs, recognised.drawings, new, recognised.confidence)


def _is_believed(recognised: Recognised, found: PageGlyphs, layered: bool) -> bool:
    """Whether what was recognised takes the place of the page's own text."""
    if is_unreadable(found):
        return True
    now, before = len(recognised.glyphs.inked), len(found.inked)
    if layered:
        return now >= AS_MUCH * before and recognised.confidence >= UNSURE
    return now >= MORE * before


def find_pieces(found: PageGlyphs, drawings: Drawings) -> list[Piece]:
    """Text and tables of a page, from its characters and rules; a margin column before the text beside it."""
    glyphs = drop_doubles(join_accents(_shown(found, drawings)))
    margin = margin_rule(drawings.rules, glyphs, found.height)
    if margin is None:
        return _pieces(glyphs, drawings, found.width)
    aside, beside = split_at(margin, glyphs)
    column = _pieces(aside, drawings_beside(margin, drawings, aside), margin.x0)
    text = _pieces(beside, drawings_beside(margin, drawings, beside), found.width)
    return [*set_aside(column), *bounded(text)]


def _pieces(glyphs: list[Glyph], drawings: Drawings, width: float) -> list[Piece]:
    strips = find_strips(drawings.rules)
    of_tables = {rule for strip in strips for rule in strip.rules}
    mark_underlined(glyphs, [rule for rule in drawings.rules if rule not in of_tables])
    tables, free = _ruled_tables(glyphs, drawings)
    rows = find_rows(free)
    mark_bullets(rows, drawings.dots)
    for strip in strips:
        table = strip_table(strip, rows)
        if table:
            tables.append(((strip.x0, strip.tops[0], strip.x1, strip.tops[-1]), table[0]))
            rows = [row for row in rows if row not in table[1]]
    tables.sort(key=lambda placed: (placed[0][1], placed[0][0]))
    return place_tables(rows, tables, _right_edge(rows, width))


def _shown(found: PageGlyphs, drawings: Drawings) -> list[Glyph]:
    """The characters that a reader of the page sees, or that recognition laid over its picture."""
    visible = [g for g in found.glyphs if g.face.visible]
    return found.glyphs if drawings.pictured >= SCANNED or not visible else visible


def _ruled_tables(glyphs: list[Glyph], drawings: Drawings) -> tuple[list[tuple[Box, TableFlow]], list[Glyph]]:
    """The tables with rules on all sides of their cells, and the characters outside them."""
    tables: list[tuple[Box, TableFlow]] = []
    free = glyphs
    for grid in find_grids(drawings.rules):
        inside, outside = _split(free, grid)
        flow = grid_flow(grid, [find_rows(cell) for cell in inside])
        if _is_table(flow):
            tables.append((grid.box, flow))
            free = outside
    return tables, free


def _is_table(flow: TableFlow) -> bool:
    """Whether a grid is a table rather than a frame around text."""
    return flow.columns > 1 and len(flow.cells) > 1


def _split(glyphs: list[Glyph], grid: Grid) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The characters of each cell of a grid, and those outside it."""
    inside: dict[tuple[int, int], list[Glyph]] = {}
    outside: list[Glyph] = []
    last: tuple[Glyph, GridCell] | None = None
    for glyph in glyphs:
        cell = grid.cell_at((glyph.x0 + glyph.x1) / 2, glyph.base - 0.3 * glyph.face.size)
        if cell is None and last and _runs_out(last[0], glyph):
            cell = last[1]
        if cell is None:
            outside.append(glyph)
        else:
            inside.setdefault((cell.row, cell.column), []).append(glyph)
            last = glyph, cell
    return [inside.get((c.row, c.column), []) for c in grid.cells], outside


def _runs_out(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character outside a table goes on a word that runs out of its cell."""
    return abs(last.base - glyph.base) < 0.5 and -0.5 < glyph.x0 - last.x1 < 0.3 * glyph.face.size


def _right_edge(rows: Sequence[Row], width: float) -> float:
    """How far right text may run: as far as it does, or to a margin as wide as the left one."""
    segments = [s for row in rows for s in row.segments]
    if not segments:
        return width
    return max(max(s.x1 for s in segments), width - max(36.0, min(s.x0 for s in segments)))
