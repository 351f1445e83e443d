"""Small print at the foot of a page: footnotes, and the address lines of a letterhead."""

import re
from collections.abc import Sequence

from crparse.readers.page import PageSize
from crparse.readers.paragraphs import main_size
from crparse.readers.printed import PrintedLine
from crparse.source import Kind

_MARK = re.compile(r"[(\[]?(\d{1,3}|\*{1,3})[)\]]?\s?(?=\S)")

SMALL = 0.92
"""Part of the main type size under which lines may be footnotes."""

TINY = 0.8
"""Part of the main type size under which lines may be a letterhead's."""

LOWER_HALF = 0.5
"""Part of the page's height below which footnotes stand."""

LOWEST = 0.88
"""Part of the page's height below which a letterhead's lines stand."""

APART = 1.5
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
    return Kind.FOOTER if tiny and first.base > LOWEST * height and white > APART * main else None


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
