"""One page: from what PDFium finds on it to pieces of text in reading order, with what could not be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import pypdfium2 as pdfium

from crparse.readers.accents import join_accents
from crparse.readers.glyphs import Glyph, GlyphReader, PageGlyphs
from crparse.readers.lines import Row, drop_doubles, find_rows
from crparse.readers.reading_order import Piece, TableFlow, grid_flow, place_tables
from crparse.readers.rules import Drawings, Rule, read_drawings
from crparse.readers.tables import Box, Grid, find_grids
from crparse.source import Caveat

SCANNED = 0.5
"""Share of the page that a picture covers from which hidden text is taken for a recognised scan."""

UNREADABLE = 0.3
"""Share of characters that no font names from which the text of a page is of no use."""

DOUBTFUL = 0.05
"""Share of such characters from which a reader is warned."""

VOWELS = (0.3, 0.62)
"""Share of vowels among the letters of French, with room: below or above, the letters are mapped wrongly."""


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


def read_page(page: pdfium.PdfPage, number: int, reader: GlyphReader) -> PageContent:
    """The text of a page in reading order."""
    found = reader.read(page)
    drawings = read_drawings(page)
    caveats = [Caveat(code, message, number) for code, message in _doubts(found, drawings)]
    size = PageSize(found.width, found.height)
    if not found.glyphs or (
        any(c.code == "garbled_text" for c in caveats) and _share_unmapped(found) > UNREADABLE
    ):
        return PageContent(number, size, [], caveats)
    glyphs = drop_doubles(join_accents(_shown(found, drawings)))
    mark_underlined(glyphs, drawings.rules)
    return PageContent(number, size, _pieces(glyphs, drawings, size), caveats)


def _shown(found: PageGlyphs, drawings: Drawings) -> list[Glyph]:
    """The characters that a reader of the page sees, or that recognition laid over its picture."""
    visible = [g for g in found.glyphs if g.face.visible]
    return found.glyphs if drawings.pictured >= SCANNED or not visible else visible


def _doubts(found: PageGlyphs, drawings: Drawings) -> Iterator[tuple[str, str]]:
    """What a reader of the record should know about the page's text."""
    count = sum(not g.char.isspace() for g in found.glyphs)
    if count < 10 and (drawings.pictured > 0.1 or (count == 0 and drawings.rules)):
        yield "no_text_layer", "There is no text, only pictures: what they show is missing."
        return
    if drawings.pictured >= SCANNED and sum(not g.face.visible for g in found.glyphs) > 0.5 * len(
        found.glyphs
    ):
        yield "ocr_layer", "The text was recognised from a scan and may hold errors."
    share = _share_unmapped(found)
    if share > DOUBTFUL or _vowels_off(found.glyphs):
        yield "garbled_text", f"{share:.0%} of the characters cannot be told, or their letters are mixed up."
    if found.rotated > max(20, 0.02 * count):
        yield "rotated_text", f"{found.rotated} characters run in another direction and were left out."


def _share_unmapped(found: PageGlyphs) -> float:
    return found.unmapped / max(1, len(found.glyphs))


def _vowels_off(glyphs: Sequence[Glyph]) -> bool:
    letters = [g.char.lower() for g in glyphs if g.char.isascii() and g.char.isalpha()]
    if len(letters) < 300:
        return False
    share = sum(letter in "aeiouy" for letter in letters) / len(letters)
    return not VOWELS[0] <= share <= VOWELS[1]


def mark_underlined(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> None:
    """Sets `underline` on the characters that stand just above a rule."""
    lines = [r for r in rules if r.level and r.bottom - r.top <= 2 and not r.side]
    if not lines:
        return
    by_foot: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_foot.setdefault(int(glyph.base), []).append(glyph)
    for rule in lines:
        y = (rule.top + rule.bottom) / 2
        near = [g for foot in range(int(y) - 7, int(y) + 1) for g in by_foot.get(foot, [])]
        under = [g for g in near if 0 <= y - g.base <= 0.2 * g.face.size + 0.3 and _above(g, rule)]
        if sum(not g.char.isspace() for g in under) >= 2:
            for glyph in under:
                glyph.face = replace(glyph.face, underline=True)


def _above(glyph: Glyph, rule: Rule) -> bool:
    return rule.x0 - 1 <= (glyph.x0 + glyph.x1) / 2 <= rule.x1 + 1


def _pieces(glyphs: list[Glyph], drawings: Drawings, size: PageSize) -> list[Piece]:
    tables: list[tuple[Box, TableFlow]] = []
    free = glyphs
    for grid in find_grids(drawings.rules):
        inside, outside = _split(free, grid)
        flow = grid_flow(grid, [find_rows(cell) for cell in inside])
        if _is_table(flow):
            tables.append((grid.box, flow))
            free = outside
    rows = find_rows(free)
    return place_tables(rows, tables, _right_edge(rows, size))


def _is_table(flow: TableFlow) -> bool:
    """Whether a grid is a table rather than a frame around text."""
    return flow.columns > 1 and len({(c.row, c.column) for c in flow.cells}) > 1


def _split(glyphs: list[Glyph], grid: Grid) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The characters of each cell of a grid, and those outside it."""
    inside: dict[tuple[int, int], list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in glyphs:
        cell = grid.cell_at((glyph.x0 + glyph.x1) / 2, glyph.base - 0.3 * glyph.face.size)
        if cell is None:
            outside.append(glyph)
        else:
            inside.setdefault((cell.row, cell.column), []).append(glyph)
    return [inside.get((c.row, c.column), []) for c in grid.cells], outside


def _right_edge(rows: Sequence[Row], size: PageSize) -> float:
    """How far right text may run: as far as it does, or to a margin as wide as the left one."""
    segments = [s for row in rows for s in row.segments]
    if not segments:
        return size.width
    return max(max(s.x1 for s in segments), size.width - max(36.0, min(s.x0 for s in segments)))
