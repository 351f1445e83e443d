"""The one type between readers and everything after them: a document as blocks of text with their looks.

A reader turns its format into a `SourceDocument`; nothing after it knows the format. The text is frozen on
construction: every offset in a record counts characters of `SourceDocument.text`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from enum import Enum
from functools import cached_property
from itertools import accumulate, chain, islice, pairwise, takewhile
from operator import attrgetter
from typing import Any

from crparse.wording import Message


class Kind(Enum):
    """What a block is, as far as the format itself tells."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    FOOTNOTE = "footnote"
    HEADER = "header"
    FOOTER = "footer"


FURNITURE = frozenset({Kind.HEADER, Kind.FOOTER})
"""Running headers and footers: no part of the text."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block's text in one typeface: offsets count from the start of the block."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float | None = None
    """Points."""
    color: str | None = None
    """Six hexadecimal digits, None for the automatic colour (black)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a block (PDF and scans), offsets from the start of the block, box in points.

    The origin of the box is the top left corner of the page.
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table a block stands. A merged cell is given once, at its first row and column."""

    table: int
    """Number of the table in the document, from 0."""
    row: int
    column: int
    rows: int
    """How many rows the table has."""
    columns: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    """The format marks this row as a heading row."""


def _printed(text: str) -> int:
    """How many characters are not blank."""
    return sum(map(len, text.split()))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, heading, note or paragraph of a table cell.

    `text` has the number that the format or the author gave ("2.1 Budget"), not the bullet ("•"): that is in
    `marker` alone. A tab is "\\t" (also where a PDF line has a wide gap), a manual line break "\\n"; lines
    that merely wrap are joined by a space, end-of-line hyphens undone.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    page: int | None = None
    """From 1, where the format has pages."""
    paragraph: int | None = None
    """Index in the body, where the format has paragraphs."""
    runs: tuple[Run, ...] = ()
    lines: tuple[Line, ...] = ()
    marker: str | None = None
    """The bullet or number of a list item or numbered heading as printed: "•", "-", "2.1", "A.", "☒"."""
    list_level: int | None = None
    """Nesting of a list item, from 0."""
    heading_level: int | None = None
    """Outline level the format gives (heading style, outline level), from 1; 0 for the Title style."""
    style: str | None = None
    """Name of the paragraph style, where the format has styles."""
    align: str | None = None
    """left, center, right or justify."""
    indent: float | None = None
    """Left edge of the first line, in points from the text area's (DOCX) or the page's (PDF) left edge."""
    space_before: float | None = None
    """Points of white above the block: for PDF the gap to the line above."""
    cell: Cell | None = None
    confidence: float | None = None
    """Of the OCR that read it, 0-100; None for text that was not recognised but read."""

    @property
    def body_start(self) -> int:
        """Offset in `text` after the number that starts it, if any."""
        if self.marker and self.text.startswith(self.marker):
            rest = self.text[len(self.marker) :]
            return len(self.text) - len(rest.lstrip())
        return 0

    def runs_in(self, start: int, end: int) -> Iterator[Run]:
        """The runs that reach into a stretch of the text; runs stand in order."""
        first = max(0, bisect_right(self.runs, start, key=attrgetter("start")) - 1)
        return takewhile(lambda run: run.start < end, islice(self.runs, first, None))

    def share(self, trait: str) -> float:
        """Share (0-1) of the non-blank characters whose run is `bold`, `italic` or `underline`."""
        marked = sum(_printed(self.text[run.start : run.end]) for run in self.runs if getattr(run, trait))
        return marked / _printed(self.text) if marked else 0.0

    @property
    def size(self) -> float | None:
        """Type size in points of most of its characters."""
        sizes: dict[float, int] = {}
        for run in self.runs:
            if run.size is not None:
                sizes[run.size] = sizes.get(run.size, 0) + run.end - run.start
        return max(sizes, key=lambda s: (sizes[s], s)) if sizes else None


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something a reader could not take in: a warning of the record."""

    code: str
    message: Message
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the mail says in its head in which a document came."""

    sender: str | None = None
    """Name and address, as written: "Ana Roux <ana@valmont.example>"."""
    date: str | None = None
    """When it was sent, by ISO 8601, with its zone where it tells it."""
    subject: str | None = None
    mail: str = ""
    """Path of the mail, as that of a document."""


@dataclass(frozen=True)
class SourceDocument:
    """A document as its reader gives it: blocks in reading order, running headers and footers apart."""

    name: str
    format: str
    """docx, pdf, odt, txt…"""
    blocks: tuple[Block, ...]
    pages: int | None = None
    title: str | None = None
    """Title in the file's own properties: often stale, a last resort."""
    warnings: tuple[Caveat, ...] = ()
    programs: tuple[tuple[str, str], ...] = ()
    """Programs of the system that helped to read it, each with its version."""
    furniture: tuple[Block, ...] = ()
    """Running headers and footers, each once; those given among the blocks are put here."""
    envelope: Envelope | None = None
    """Of the mail, where it was read from one."""

    def __post_init__(self) -> None:
        """Takes the furniture out of the blocks, whoever made the document."""
        if any(block.kind in FURNITURE for block in self.blocks):
            apart = tuple(block for block in self.blocks if block.kind in FURNITURE)
            object.__setattr__(self, "furniture", (*self.furniture, *apart))
            object.__setattr__(self, "blocks", tuple(b for b in self.blocks if b.kind not in FURNITURE))

    @cached_property
    def _layout(self) -> tuple[str, tuple[int, ...]]:
        glue = (
            "\t" if _in_one_row(above.cell, below.cell) else "\n" for above, below in pairwise(self.blocks)
        )
        parts = [before + block.text for before, block in zip(chain([""], glue), self.blocks, strict=False)]
        ends = accumulate(map(len, parts))
        starts = (end - len(block.text) for end, block in zip(ends, self.blocks, strict=True))
        return "".join(parts), tuple(starts)

    @property
    def text(self) -> str:
        """The frozen text: blocks joined by a line feed, cells of one table row by a tab."""
        return self._layout[0]

    @property
    def starts(self) -> tuple[int, ...]:
        """Offset in `text` of each block."""
        return self._layout[1]

    def spans(self) -> Iterator[tuple[int, int, Block]]:
        """(start, end, block) of every block, in order."""
        for start, block in zip(self.starts, self.blocks, strict=True):
            yield start, start + len(block.text), block

    @cached_property
    def _rows(self) -> dict[tuple[int, int], list[Block]]:
        rows: defaultdict[tuple[int, int], list[Block]] = defaultdict(list)
        for block in self.blocks:
            if block.cell is not None:
                rows[block.cell.table, block.cell.row].append(block)
        return rows

    def row(self, table: int, row: int) -> Sequence[Block]:
        """The blocks of a row of a table, in order."""
        return self._rows.get((table, row), ())

    def block_index(self, offset: int) -> int:
        """Index of the block that holds the character at `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def block_at(self, offset: int) -> Block:
        """The block that holds the character at `offset`."""
        return self.blocks[self.block_index(offset)]

    @cached_property
    def page_range(self) -> tuple[int, int] | None:
        """The first and last page of its blocks, none where the format has no pages."""
        pages = [block.page for block in self.blocks if block.page is not None]
        pages += [line.page for block in self.blocks for line in block.lines]
        return (min(pages), max(pages)) if pages else None

    def page_stretches(self) -> Iterator[tuple[int, int, int]]:
        """(page, start, end) of what stands on one page, in order and without a gap; none without pages."""
        page, begin = None, 0
        for start, _, block in self.spans():
            lines = ((line.page, start + line.start) for line in block.lines)
            for now, at in chain(lines, () if block.lines else [(block.page, start)]):
                if now is None or now == page:
                    continue
                if page is not None:
                    yield page, begin, at
                    begin = at
                page = now
        if page is not None:
            yield page, begin, len(self.text)

    def page_at(self, offset: int) -> int | None:
        """Page of the character at `offset`: that of its printed line where known."""
        index = self.block_index(offset)
        block = self.blocks[index]
        inside = offset - self.starts[index]
        return next((line.page for line in block.lines if line.start <= inside < line.end), block.page)


def _in_one_row(above: Cell | None, below: Cell | None) -> bool:
    """Whether two blocks stand in different cells of one row of a table."""
    if above is None or below is None or above.column == below.column:
        return False
    return (above.table, above.row) == (below.table, below.row)


def from_text(text: str, name: str = "text", format: str = "txt") -> SourceDocument:
    """A document of plain text: each line is a block (an empty text has one empty block)."""
    blocks = tuple(Block(line, paragraph=i) for i, line in enumerate(text.split("\n")))
    return SourceDocument(name, format, blocks)


_VALUES = {kind: attrgetter(*(f.name for f in fields(kind))) for kind in (Run, Line, Cell)}
_PLAIN = {
    f.name: f.default
    for f in fields(Block)
    if f.default is not MISSING and f.name not in ("kind", "runs", "lines", "cell")
}
"""Fields of a block, its text apart, that are plain data already, with what they usually are."""


def to_data(source: SourceDocument) -> dict[str, Any]:
    """The document as plain data: text, numbers, lists and dictionaries.

    A block is a dictionary of what is unusual in it; runs, lines and cells are the lists of their fields.
    """
    return {
        "name": source.name,
        "format": source.format,
        "blocks": [_block_data(block) for block in source.blocks],
        "pages": source.pages,
        "title": source.title,
        "warnings": [_caveat_data(caveat) for caveat in source.warnings],
        "programs": [list(program) for program in source.programs],
        "furniture": [_block_data(block) for block in source.furniture],
        **({"envelope": asdict(source.envelope)} if source.envelope else {}),
    }


def _caveat_data(caveat: Caveat) -> list[Any]:
    """With what is filled in where something is."""
    told = [caveat.code, caveat.message.template, caveat.page]
    return [*told, dict(caveat.message.parameters)] if caveat.message.parameters else told


def _caveat_from(data: Sequence[Any]) -> Caveat:
    code, message, page, *parameters = data
    return Caveat(code, Message(message, **(parameters[0] if parameters else {})), page)


def _block_data(block: Block) -> dict[str, Any]:
    data: dict[str, Any] = {"text": block.text}
    for name, usual in _PLAIN.items():
        value = getattr(block, name)
        if value != usual:
            data[name] = value
    if block.kind is not Kind.PARAGRAPH:
        data["kind"] = block.kind.value
    for name, parts, kind in (("runs", block.runs, Run), ("lines", block.lines, Line)):
        if parts:
            data[name] = [list(_VALUES[kind](part)) for part in parts]
    if block.cell is not None:
        data["cell"] = list(_VALUES[Cell](block.cell))
    return data


def from_data(data: dict[str, Any]) -> SourceDocument:
    """The document that `to_data` wrote."""
    blocks = tuple(_block_from(block) for block in data["blocks"])
    warnings = tuple(map(_caveat_from, data["warnings"]))
    programs = tuple((name, version) for name, version in data["programs"])
    furniture = tuple(_block_from(block) for block in data.get("furniture", ()))
    made: dict[str, Any] = {
        "blocks": blocks,
        "warnings": warnings,
        "programs": programs,
        "furniture": furniture,
    }
    if "envelope" in data:
        made["envelope"] = Envelope(**data["envelope"])
    return SourceDocument(**{**data, **made})


def _block_from(data: dict[str, Any]) -> Block:
    parts = {
        "kind": Kind(data.get("kind", Kind.PARAGRAPH)),
        "runs": tuple(Run(*values) for values in data.get("runs", ())),
        "lines": tuple(Line(*values) for values in data.get("lines", ())),
        "cell": Cell(*data["cell"]) if "cell" in data else None,
    }
    return Block(**{**data, **parts})
