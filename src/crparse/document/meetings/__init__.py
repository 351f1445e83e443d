"""The meetings of a file: a year's register, or minutes of several meetings joined, cut where each begins.

Two meetings in one record are seen by who reads it; minutes cut in two are two wrong records. A file is
therefore cut only where every sign agrees, and a caveat says so where some do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from crparse.document.meetings.beginnings import HEAD, Beginning, Beginnings
from crparse.document.meetings.heads import Day, FileLines, cue, find_heads
from crparse.language.calendar import find_days
from crparse.source import Block, Caveat, SourceDocument
from crparse.wording import Message

LETTERHEAD = 5
"""Lines above the first head that may be its own, though no other has them (chosen, not measured)."""

SEVERAL = "may_hold_several_meetings"
"""Code of the caveat of a file that seems to hold several meetings and is not cut."""

FRONT = "front_matter"
"""Code of the caveat of a file of which something stands before the first meeting."""


def meetings_of(source: SourceDocument) -> list[SourceDocument]:
    """The part of a file that each of its meetings has, in order; the file itself where it holds one.

    Blocks, pages and numbers of paragraphs stay those of the file; offsets count in the text of the part.
    What stands before the first meeting (cover, table of contents) is left out, and a caveat says so.
    """
    lines = FileLines(source)
    heads = find_heads(lines)
    if len({head.day for head in heads if head.opened}) < 2:
        return [source]
    beginnings = Beginnings(lines, heads)
    found = beginnings.found
    if len(found) < 2:
        return [source]
    cuts = _cuts(lines, found) if beginnings.are_sure() else None
    if cuts is not None:
        return list(_parts(source, cuts))
    days = ", ".join(_told(one.day) for one in found)
    message = Message("The file may hold several meetings (%(days)s): it is read as one.", days=days)
    caveat = Caveat(SEVERAL, message, lines.page(found[1].line))
    return [replace(source, warnings=(*source.warnings, caveat))]


def _told(day: Day) -> str:
    year, month, number = day
    return f"{year:04}-{month:02}-{number:02}" if year else f"{month:02}-{number:02}"


def _cuts(lines: FileLines, found: Sequence[Beginning]) -> list[int] | None:
    """The block that each meeting begins with; none where one begins inside a paragraph or table."""
    cuts = []
    for one in found:
        block = lines.block(one.line)
        cell = lines.source.blocks[block].cell
        while cell and block and (above := lines.source.blocks[block - 1].cell) and above.table == cell.table:
            block -= 1
        begun = lines.source.text[lines.source.starts[block] : lines.starts[one.line]]
        if begun.count("\n") > HEAD:
            return None
        cuts.append(block)
    if not _is_apart(lines, found[0].line):
        cuts[0] = 0
    return cuts


def _is_apart(lines: FileLines, first: int) -> bool:
    """Whether what stands before the first head is no part of it: a cover, a table of contents."""
    if first > LETTERHEAD or lines.tops_page(first):
        return True
    return any(cue("front.cover").search(lines.folded(line)) for line in range(first))


def _parts(source: SourceDocument, cuts: Sequence[int]) -> Iterator[SourceDocument]:
    """The parts that begin with these blocks."""
    for number, (start, end) in enumerate(pairwise([*cuts, len(source.blocks)])):
        part = replace(source, blocks=source.blocks[start:end])
        first, last = part.page_range or (None, None)
        warnings = tuple(w for w in source.warnings if _within(w.page, first, last))
        if number == 0 and start:
            length = source.starts[start]
            message = Message(
                "%(length)s characters before the first meeting (cover, table of contents) are in no record.",
                length=length,
            )
            warnings = (*warnings, Caveat(FRONT, message, source.blocks[0].page))
        furniture = tuple(line for line in source.furniture if _runs_in(line, first, last))
        yield replace(part, warnings=warnings, furniture=furniture)


def _runs_in(line: Block, first: int | None, last: int | None) -> bool:
    """Whether a running line is of a part: one that began before goes on unless it prints a day."""
    if line.page is not None and first is not None and line.page < first:
        return not find_days(line.text)
    return _within(line.page, first, last)


def _within(page: int | None, first: int | None, last: int | None) -> bool:
    """Whether what is told of a page, or of none, is of a part."""
    return page is None or first is None or last is None or first <= page <= last
