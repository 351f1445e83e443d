"""The head of the minutes: the lines before the agenda, the attendance or the text."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter

from crparse import lexicon
from crparse.language.calendar import PrintedDay, PrintedHour, find_days, find_hours
from crparse.source import FURNITURE, Block, Kind
from crparse.stages.attendance.labels import Label, LabelKind, read_label
from crparse.stages.attendance.pieces import ListText
from crparse.stages.attendance.rows import AttendanceLine, DocumentRows
from crparse.text import fold

_MAX_BLOCKS = 30
_MAX_TITLE_LINE = 230
LEAD = 100
"""Characters before a day that tell what it is."""
_PROSE = 110
"""A longer line that ends with a full stop is text."""


@dataclass(frozen=True)
class HeadLine:
    """A line of the head or of the running header, with its offsets in the document."""

    start: int
    end: int
    text: str
    block: Block
    index: int
    lead: str = ""
    """The folded key that stands before it in a line or cell of its own: "date :"."""
    row: AttendanceLine | None = None
    """The row that it is, white space around it apart, if it is one."""

    @cached_property
    def label(self) -> Label | None:
        """The label it begins with."""
        same = self.row is not None and self.row.text.startswith(self.text)
        return self.row.label if self.row is not None and same else read_label(self.text)

    @cached_property
    def listing(self) -> ListText:
        """Its text as people may be listed in it."""
        same = self.row is not None and self.row.text == self.text
        return self.row if self.row is not None and same else ListText(self.text)

    @cached_property
    def days(self) -> list[PrintedDay]:
        """Days printed in it, offsets from its start."""
        number = lexicon.cues("meeting", "title.number")
        before = ((day, self.folded[max(0, day.start - LEAD) : day.start]) for day in find_days(self.text))
        return [day for day, lead in before if not number.search(lead)]

    @cached_property
    def hours(self) -> list[PrintedHour]:
        """Hours printed in it."""
        return find_hours(self.text)

    def hours_from(self, offset: int) -> Iterator[PrintedHour]:
        """The hours that begin at `offset` or later."""
        first = bisect_left(self.hours, offset, key=attrgetter("start"))
        return islice(self.hours, first, None)

    @cached_property
    def folded(self) -> str:
        """The folded text."""
        return fold(self.text)

    @property
    def furniture(self) -> bool:
        """Whether it is a running header or footer."""
        return self.block.kind in FURNITURE

    @cached_property
    def prose(self) -> bool:
        """Whether it is a sentence rather than a line of a title."""
        text = self.text.strip()
        return len(text) > _MAX_TITLE_LINE or (
            len(text) > _PROSE and text.endswith((".", ":", "…")) and not self.block.cell
        )

    @cached_property
    def key(self) -> bool:
        """Whether it is "Date : …", "Lieu : …"."""
        found = lexicon.cues("meeting", "title.keys").match(self.folded.lstrip(" -*+•"))
        return found is not None and re.match(r"[\w' ]{0,30}\s?[:\t]", self.folded[found.end() :]) is not None

    @cached_property
    def rest(self) -> str:
        """The folded line without days, hours and words that say nothing."""
        kept = list(self.folded)
        for day in self.days:
            kept[day.start : day.end] = " " * (day.end - day.start)
        for hour in self.hours:
            kept[hour.start : hour.end] = " " * (hour.end - hour.start)
        words = re.findall(r"[a-z0-9œ]+", "".join(kept))
        generic = lexicon.cues("meeting", "title.generic")
        return " ".join(word for word in words if not generic.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Head:
    """The lines before the agenda or the attendance, those after it as far as dates go, and the furniture."""

    title_lines: tuple[HeadLine, ...]
    """Up to the first label, second heading or paragraph."""
    lines: tuple[HeadLine, ...]
    """The first blocks, text and labels included."""
    furniture: tuple[HeadLine, ...]


def read_head(rows: DocumentRows) -> Head:
    """The head of a document."""
    lines: list[HeadLine] = []
    furniture: list[HeadLine] = []
    body_blocks = 0
    for index, block in enumerate(rows.source.blocks):
        if block.kind is Kind.FOOTNOTE or not block.text.strip():
            continue
        if block.kind in FURNITURE:
            furniture.extend(_lines(rows.of_block(index)))
        elif body_blocks < _MAX_BLOCKS:
            body_blocks += 1
            lines.extend(_lines(rows.of_block(index)))
    lines = list(_with_keys(lines))
    return Head(tuple(_title_lines(lines)), tuple(lines), tuple(furniture))


def _with_keys(lines: list[HeadLine]) -> Iterator[HeadLine]:
    """The lines, each with the key that stands alone before it."""
    lead = ""
    for line in lines:
        yield replace(line, lead=lead)
        alone = len(line.text) < 40 and (line.text.rstrip().endswith(":") or line.block.cell is not None)
        lead = line.folded if alone and lexicon.cues("meeting", "title.keys").match(line.folded) else ""


def _lines(rows: Sequence[AttendanceLine]) -> Iterator[HeadLine]:
    for row in rows:
        left = len(row.text) - len(row.text.lstrip())
        right = len(row.text.rstrip())
        text = row.text[left:right]
        yield HeadLine(row.start + left, row.start + right, text, row.block, row.index, row=row)


def _title_lines(lines: list[HeadLine]) -> Iterator[HeadLine]:
    """The lines that a title can be made of."""
    headings = 0
    for line in lines:
        if line.block.heading_level is not None and line.block.heading_level > 0:
            headings += 1
        if headings > 1 or _ends_head(line):
            return
        yield line


def _ends_head(line: HeadLine) -> bool:
    if line.prose or re.match(r"(?:[1IA][.)/]|1 ?[-–])\s+\S", line.text):
        return True
    label = line.label
    if label is None or label.kind not in (LabelKind.LIST, LabelKind.AFTER):
        return False
    if ":" not in line.text and lexicon.cues("meeting", "title.document").match(line.folded):
        return False
    return (
        label.kind is LabelKind.LIST or lexicon.cues("meeting", "title.agenda").match(line.folded) is not None
    )
