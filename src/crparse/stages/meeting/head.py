"""The head of the minutes: the lines before the agenda, the attendance or the text."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, islice
from operator import attrgetter

from crparse import lexicon
from crparse.document.passages import Part
from crparse.language.calendar import PrintedDay, PrintedHour, find_days, find_hours
from crparse.lexicon import Cues
from crparse.source import Block, Cell, Kind, SourceDocument
from crparse.stages.attendance.labels import LabelKind
from crparse.stages.attendance.rows import AttendanceLine, DocumentRows, block_rows

MAX_BLOCKS = 30
"""Blocks of the text that count as its head (chosen with the first minutes at hand, not measured)."""

MAX_TITLE_LINE = 230
"""Characters of the longest line of a title: some name every body that met (chosen, not measured)."""

PROSE = 110
"""Characters: a longer line that ends with a full stop is text (chosen, not measured)."""

LEAD = 100
"""Characters before a day that tell what it is."""

# The rest of a key and its colon, folded: takes " de la reunion :", leaves " de la reunion".
_VALUE = re.compile(r"[\w' ]{0,30}\s?[:\t]")

# The first item of the agenda: takes "1. Budget", leaves "1er avril".
_FIRST_ITEM = re.compile(r"(?:[1IA][.)/]|1 ?[-–])\s+\S")

# The words of a folded line: takes "conseil" and "2016" of "conseil, 2016", leaves ", ".
_WORDS = re.compile(r"[a-z0-9œ]+")


def cue(name: str) -> Cues:
    """Words about the meeting, as the lexicon tells them."""
    return lexicon.cues("meeting", name)


@dataclass(frozen=True)
class HeadLine:
    """A line of the head or of the running header, with its offsets in the document."""

    row: AttendanceLine
    lead: str = ""
    """The folded key that stands before it in a line or cell of its own: "date :"."""

    @property
    def start(self) -> int:
        """Where it begins in the document."""
        return self.row.start

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.row.end

    @property
    def text(self) -> str:
        """As printed."""
        return self.row.text

    @property
    def folded(self) -> str:
        """The folded text."""
        return self.row.folded

    @property
    def block(self) -> Block:
        """The block it stands in."""
        return self.row.block

    @property
    def index(self) -> int:
        """The index of its block."""
        return self.row.index

    def part(self, start: int, end: int) -> Part:
        """A stretch of it as offsets in the document."""
        return self.start + start, self.start + end

    def says(self, name: str) -> bool:
        """Whether it holds words of a list of the lexicon."""
        return cue(name).search(self.folded) is not None

    def opens(self, name: str) -> bool:
        """Whether it begins with such words."""
        return cue(name).match(self.folded) is not None

    @cached_property
    def days(self) -> list[PrintedDay]:
        """Days printed in it, offsets from its start."""
        before = ((day, self.folded[max(0, day.start - LEAD) : day.start]) for day in find_days(self.text))
        return [day for day, lead in before if not cue("title.number").search(lead)]

    @cached_property
    def hours(self) -> list[PrintedHour]:
        """Hours printed in it."""
        return find_hours(self.text)

    @property
    def printed(self) -> "list[PrintedDay | PrintedHour]":
        """The days and hours printed in it."""
        return [*self.days, *self.hours]

    def hours_from(self, offset: int) -> Iterator[PrintedHour]:
        """The hours that begin at `offset` or later."""
        first = bisect_left(self.hours, offset, key=attrgetter("start"))
        return islice(self.hours, first, None)

    @cached_property
    def unstopped(self) -> str:
        """The folded text, its days and hours without full stops: "le 29 févr." ends no sentence."""
        kept = list(self.folded)
        for found in self.printed:
            kept[found.start : found.end] = self.folded[found.start : found.end].replace(".", " ")
        return "".join(kept)

    @cached_property
    def written(self) -> str:
        """The folded text after a bullet."""
        return self.folded.lstrip(" -*+•")

    @property
    def running(self) -> bool:
        """Whether it is a running header."""
        return self.block.kind is Kind.HEADER

    @cached_property
    def prose(self) -> bool:
        """Whether it is a sentence rather than a line of a title."""
        text = self.text.strip()
        sentence = len(text) > PROSE and text.endswith((".", ":", "…")) and not self.block.cell
        return len(text) > MAX_TITLE_LINE or sentence

    @cached_property
    def key(self) -> bool:
        """Whether it is "Date : …", "Lieu : …"."""
        found = cue("title.keys").match(self.written)
        return found is not None and _VALUE.match(self.folded, found.end()) is not None

    @cached_property
    def rest(self) -> str:
        """The folded line without days, hours and words that say nothing."""
        return self.words_of(0, len(self.text))

    def words_of(self, start: int, end: int) -> str:
        """The same of a part of it."""
        kept = list(self.folded)
        for found in self.printed:
            kept[found.start : found.end] = " " * (found.end - found.start)
        words = _WORDS.findall("".join(kept[start:end]))
        return " ".join(word for word in words if not cue("title.generic").fullmatch(word))


@dataclass(frozen=True, slots=True)
class Head:
    """The lines before the agenda or the attendance, those after it as far as dates go, and headers."""

    title_lines: tuple[HeadLine, ...]
    """Up to the first label, second heading or paragraph."""
    lines: tuple[HeadLine, ...]
    """The first blocks, text and labels included."""
    running: tuple[HeadLine, ...]
    """Of the running headers: footers tell nothing of the meeting."""


def read_head(rows: DocumentRows) -> Head:
    """The head of a document."""
    blocks = rows.source.blocks
    printed = [i for i, b in enumerate(blocks) if b.kind is not Kind.FOOTNOTE and b.text.strip()]
    lines = list(_with_keys(_lines(chain.from_iterable(map(rows.of_block, printed[:MAX_BLOCKS])))))
    return Head(tuple(_title_lines(lines)), tuple(lines), tuple(_lines(_running_rows(rows.source))))


def whole_blocks(source: SourceDocument) -> list[HeadLine]:
    """Every block of the text as one line."""
    return [
        HeadLine(AttendanceLine(block.text, start, block, index))
        for index, (start, _, block) in enumerate(source.spans())
        if block.text.strip()
    ]


def _lines(rows: Iterable[AttendanceLine]) -> Iterator[HeadLine]:
    for row in rows:
        yield HeadLine(row.part(len(row.text) - len(row.text.lstrip()), len(row.text.rstrip())))


def whole_text(source: SourceDocument) -> str:
    """The text with the furniture below it, as the offsets of running lines count."""
    return "\n".join([source.text, *(line.text for line in source.furniture)])


def furniture_starts(source: SourceDocument) -> list[int]:
    """Where each line of the furniture begins in that text."""
    lengths = (len(line.text) + 1 for line in source.furniture)
    return list(accumulate(lengths, initial=len(source.text) + 1))[:-1]


def _running_rows(source: SourceDocument) -> Iterator[AttendanceLine]:
    """The rows of the running headers."""
    lines = zip(furniture_starts(source), source.furniture, strict=True)
    for index, (start, block) in enumerate(lines, len(source.blocks)):
        if block.kind is Kind.HEADER:
            yield from block_rows(start, block, index)


def _with_keys(lines: Iterable[HeadLine]) -> Iterator[HeadLine]:
    """The lines, each with the key that stands alone before it."""
    lead, columns = "", {}
    for line in lines:
        cell = line.block.cell
        if cell is not None and cell.row == 0:
            columns[cell.table, cell.column] = line.folded if _is_key(line) else ""
        in_column = cell is not None and cell.row == 1 and _heads(columns, cell)
        if cell is not None and _is_key(line):
            lead = ""
        own = columns[cell.table, cell.column] if cell and in_column else lead
        yield replace(line, lead=own) if own else line
        alone = len(line.text) < 40 and (line.text.rstrip().endswith(":") or line.block.cell is not None)
        lead = line.folded if alone and line.opens("title.keys") else ""
        if cue("place.key_alone").fullmatch(line.folded):
            lead = line.folded


def _is_key(line: HeadLine) -> bool:
    found = cue("title.keys").match(line.folded)
    return found is not None and not line.folded[found.end() :].strip(" :")


def _heads(columns: Mapping[tuple[int, int], str], cell: Cell) -> bool:
    """Whether the first row of its table names what stands below: "Date | Lieu | Heure"."""
    first = [columns.get((cell.table, column), "") for column in range(cell.columns)]
    return len(first) > 1 and all(first)


def _title_lines(lines: Sequence[HeadLine]) -> Iterator[HeadLine]:
    """The lines that a title can be made of."""
    headings = 0
    for line in lines:
        headings += (line.block.heading_level or 0) > 0 and line.row.opening
        if headings > 1 or _ends_head(line):
            return
        yield line


def _ends_head(line: HeadLine) -> bool:
    if line.prose or _FIRST_ITEM.match(line.text):
        return True
    label = line.row.label
    if label is None or (":" not in line.text and line.opens("title.document")):
        return False
    return label.kind is LabelKind.LIST or (label.kind is LabelKind.AFTER and line.opens("title.agenda"))
