"""Plain text: paragraphs between empty lines, wrapped lines put together, lists, titles, tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crparse.readers.blocks.hyphens import Hyphens
from crparse.readers.blocks.layout import Width, is_page_number, masked
from crparse.readers.blocks.lists import ListLevels, TypedLine, marked_blocks
from crparse.readers.blocks.markers import split_marker
from crparse.readers.files.encodings import decode_text
from crparse.readers.text.tables import find_tables
from crparse.source import Block, Cell, Kind, SourceDocument

LETTER = 4.0
"""Points that a character of indent stands for."""

HEIGHT = 12.0
"""Points of an empty line."""

TAB_STOP = 4

UNDERLINES = {"=": 1, "-": 2, "~": 3, "_": 2, "*": 1, "#": 1, "—": 2, "–": 2}
"""Sign that underlines a title -> the title's level."""

REPEATS = 0.5
"""Share of the pages on which a first or last line has to come back to be a running one."""

PAGES = 3
"""Pages from which lines are compared for that."""

_RULE = re.compile(r"\s*([=\-~_*#—–+.])(?:\s?\1){2,}\s*$")
_COLUMN_GAP = re.compile(r"(?<=\S)(?: *\t[ \t]*| {3,})(?=\S)")


def read_plain_text(content: bytes, name: str) -> SourceDocument:
    """The blocks of a text file."""
    text = decode_text(content)
    pages = text.rstrip("\f\n ").split("\f")
    kept, furniture = _without_furniture([page.split("\n") for page in pages])
    several = len(pages) > 1
    blocks: list[Block] = []
    reader = TextBlocks([line for page in kept for line in page])
    for number, page in enumerate(kept, 1):
        blocks += reader.read(page, number if several else None)
    numbered = [replace(block, paragraph=index) for index, block in enumerate(blocks)]
    return SourceDocument(name, "txt", (*numbered, *furniture), pages=len(pages) if several else None)


@dataclass(slots=True)
class _Paragraph:
    """Lines that make one block, with the empty lines above them."""

    lines: list[str]
    blank: int = 0
    level: int | None = None
    """Of a title, by what it is underlined with."""
    cell: Cell | None = None


class TextBlocks:
    """Makes blocks of lines; the whole text tells how wide it is wrapped and which hyphens are real."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.width = Width(lines)
        self.hyphens = Hyphens([line.strip() for line in lines])
        self.levels = ListLevels()
        self.tables = 0

    def read(self, lines: Sequence[str], page: int | None = None) -> Iterator[Block]:
        """The blocks of the lines of a page."""
        for paragraph in self._paragraphs([line.rstrip() for line in lines]):
            pattern = Block(
                "",
                page=page,
                heading_level=paragraph.level,
                space_before=HEIGHT * paragraph.blank,
                cell=paragraph.cell,
            )
            indent = 0.0 if paragraph.cell else LETTER * _indent(paragraph.lines[0])
            yield from marked_blocks(
                pattern, [TypedLine(self._joined(paragraph.lines), (), indent)], self.levels
            )

    def _paragraphs(self, lines: Sequence[str]) -> Iterator[_Paragraph]:
        tables = find_tables(lines)
        current: _Paragraph | None = None
        blank = at = 0
        while at < len(lines):
            line = lines[at]
            table = tables.get(at)
            follows = current is not None and table is None and self._goes_on(current.lines, line)
            if current is not None and follows:
                current.lines.append(line.strip())
                at += 1
                continue
            if current is not None:
                yield current
                current, blank = None, 0
            if table is not None:
                for text, cell in table.cells(self.tables):
                    yield _Paragraph([text], blank, cell=cell)
                self.tables, at = self.tables + 1, table.end
                continue
            if line.strip() and not _RULE.match(line):
                current = _Paragraph([line], blank, _underlined(lines, at))
            blank += not line.strip()
            at += 1
        if current is not None:
            yield current

    def _goes_on(self, paragraph: Sequence[str], line: str) -> bool:
        """Whether a line belongs to the paragraph above it."""
        above = paragraph[-1]
        if not line.strip() or _RULE.match(line) or split_marker(line.strip()).kind:
            return False
        if _COLUMN_GAP.search(line.strip()) or _COLUMN_GAP.search(above.strip()):
            return False
        first = paragraph[0]
        text = first.strip()
        hangs = _indent(line) >= _indent(first) + split_marker(text).offset > _indent(first)
        if hangs and split_marker(text).kind == "bullet":
            return True
        whole = above if len(paragraph) == 1 else " " * _indent(line) + above
        return abs(_indent(line) - _indent(first)) <= TAB_STOP and self.width.is_wrapped(whole, line)

    def _joined(self, lines: Sequence[str]) -> str:
        text = _COLUMN_GAP.sub("\t", lines[0].strip())
        for line in lines[1:]:
            ending, glue = self.hyphens.join(text, line.strip())
            text = f"{ending}{glue}{line.strip()}"
        return text


def _indent(line: str) -> int:
    spread = line.expandtabs(TAB_STOP)
    return len(spread) - len(spread.lstrip())


def _underlined(lines: Sequence[str], at: int) -> int | None:
    """The level of a title with a line drawn under it, as long as itself and no other line above."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    rule = _RULE.match(below)
    title = lines[at].strip()
    if (
        rule is None
        or rule[1] not in UNDERLINES
        or (at > 0 and lines[at - 1].strip() and not _RULE.match(lines[at - 1]))
    ):
        return None
    length = len(below.strip())
    fits = 0.6 * len(title) <= length <= 1.5 * len(title) + 3
    return UNDERLINES[rule[1]] if fits else None


def _without_furniture(pages: list[list[str]]) -> tuple[list[list[str]], list[Block]]:
    """The pages without the lines that come back at their edges, and those lines once."""
    running: dict[str, Block] = {}
    if len(pages) == 1:
        return pages, []
    for side, kind in ((0, Kind.HEADER), (-1, Kind.FOOTER)):
        places = [[i for i, line in enumerate(page) if line.strip()][side:][:1] for page in pages]
        edges = [page[place[0]].strip() if place else "" for page, place in zip(pages, places, strict=True)]
        masks = [masked(edge) for edge in edges]
        for page, place, edge, mask in zip(pages, places, edges, masks, strict=True):
            again = len(pages) >= PAGES and masks.count(mask) >= REPEATS * len(pages)
            if not place or not (again or is_page_number(edge)):
                continue
            page[place[0]] = ""
            if not is_page_number(edge):
                running.setdefault(mask, Block(_COLUMN_GAP.sub("\t", edge), kind=kind))
    return pages, list(running.values())
