"""Where the minutes of a meeting may begin: a line that names it and its day, above who was there."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from crparse import lexicon
from crparse.language.calendar import PrintedDay, begins_with_year, find_days
from crparse.source import Kind, SourceDocument
from crparse.text import fold

TITLE = 200
"""Characters of the longest line of a title with the day of the meeting (chosen, not measured)."""

AFTER_DAY = 90
"""Characters behind the day in such a line at most: " à 18 h, salle des fêtes" (chosen, not measured)."""

SENTENCE = 400
"""Characters in which a sentence that opens the minutes says that the members met (chosen, not measured)."""

FIRST = 6
"""Characters before the day in such a sentence: "Le", "Ce" (chosen, not measured)."""

SHORT = 60
"""Characters of a line of a title that ends with a full stop (chosen, not measured)."""

SENTENCE_FORM = "."
"""The form of all sentences that say that the members met."""

ABOVE = 8
"""Lines of a title above a day that stands alone (chosen, not measured)."""

BELOW = 40
"""Lines below a head in which the attendance or the opening begins (chosen, not measured)."""

# The words of a folded line: takes "conseil" and "2016" of "conseil, 2016", leaves ", ".
_WORDS = re.compile(r"[a-zœ]+|\d+")

# A line of a table of contents: takes "Séance du 12 mars ..... 3" and "Séance du 12 mars\t3"; leaves
# "Séance du 12 mars 2019".
_CONTENTS = re.compile(r"(?:[.·…_ ]{4,}|\t)\s*\d{1,4}\s*$")


# An item of a list: takes "4) Réunion du 12 mars", "2.1 Séance du 12 mars"; leaves "12 mars 2019".
_ITEM = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z])\s?[.)/](?!\d)")

# A bullet that is typed: takes "- Réunion du 12 mars", leaves "-12".
_BULLET = re.compile(r"[-*•▪]\s")

_JOINED = frozenset("-_/")
"""Signs that join the parts of a file's name."""


@cache
def _dated() -> re.Pattern[str]:
    """What a line with a day has at least; quick, as the whole text is searched."""
    # Takes "mars", "12/03", "12.03", "20190312"; leaves "18 h 30".
    return re.compile(rf"{lexicon.source('calendar', 'months')}\b|\d[./_-]\s?\d|\b(?:19|20)\d{{6}}\b")


def cue(name: str) -> lexicon.Cues:
    """Words about the beginnings and ends of minutes, as the lexicon tells them."""
    return lexicon.cues("registers", name)


Day = tuple[int, int, int]
"""Year, month, day; the year is 0 where none is printed."""


@dataclass(frozen=True, slots=True)
class DatedHead:
    """A line that may open the minutes of a meeting."""

    line: int
    """Index among the lines."""
    day: Day
    forms: tuple[str, ...]
    """Its words up to the day, and with those behind it: what the heads of other meetings have alike."""
    opening: int | None
    """Lines down to where its own attendance begins or the meeting opens; None where neither follows."""

    @property
    def opened(self) -> bool:
        """Whether an attendance or opening of its own follows."""
        return self.opening is not None


class FileLines:
    """The lines of a file's text that are not blank, a row of a table as one."""

    def __init__(self, source: SourceDocument) -> None:
        self.source = source
        self.folded_text = fold(source.text)
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for line in self.folded_text.split("\n"):
            if line and not line.isspace():
                self.starts.append(at)
                self.ends.append(at + len(line))
            at += len(line) + 1

    @cached_property
    def headers(self) -> list[str]:
        """The running headers, folded."""
        return [fold(block.text) for block in self.source.furniture if block.kind is Kind.HEADER]

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, index: int) -> str:
        """A line as printed."""
        return self.source.text[self.starts[index] : self.ends[index]].strip()

    def folded(self, index: int) -> str:
        """A line, folded."""
        return self.folded_text[self.starts[index] : self.ends[index]].strip()

    def block(self, index: int) -> int:
        """The index of the block in which a line begins."""
        return self.source.block_index(self.starts[index])

    def page(self, index: int) -> int | None:
        """The page of a line."""
        return self.source.page_at(self.starts[index])

    def heading_level(self, index: int) -> int | None:
        """The level of a line that the file itself has as a heading."""
        return self.source.blocks[self.block(index)].heading_level

    def tops_page(self, index: int) -> bool:
        """Whether it is the first line of its page."""
        page = self.page(index)
        return page is not None and (index == 0 or self.page(index - 1) != page)

    def dated(self) -> Iterator[int]:
        """The lines that may print a day, in order."""
        last = -1
        for match in _dated().finditer(self.folded_text):
            index = bisect_right(self.starts, match.start()) - 1
            if index > last:
                last = index
                yield index

    def form(self, index: int) -> str:
        """A line's words without days, hours and numbers: "seance du" of "SÉANCE DU 12 MARS 2019"."""
        return form_of(self.folded(index)[:TITLE])

    def is_listed(self, index: int) -> bool:
        """Whether a bullet marks a line as an item of a list."""
        block = self.source.blocks[self.block(index)]
        marked = block.kind is Kind.LIST_ITEM and not any(map(str.isalnum, block.marker or ""))
        return marked or _BULLET.match(self.folded(index)) is not None

    def is_attendance(self, index: int) -> bool:
        """Whether a line begins a list of who was there or not."""
        return _is_attendance(self.folded(index))

    def is_opening(self, index: int) -> bool:
        """Whether a line says that the members met or that the meeting began."""
        return _is_opening(self.folded(index))

    def opens_in_header(self, index: int) -> bool:
        """Whether a line tops its page and the attendance or opening was read as a running header."""
        if not any(_is_attendance(header) or _is_opening(header) for header in self.headers):
            return False
        return any(self.tops_page(above) for above in range(max(0, index - ABOVE), index + 1))

    def is_end(self, index: int) -> bool:
        """Whether a line says that the meeting ended, or is signed."""
        folded = self.folded(index)
        if cue("ends.signature").match(folded) is not None and len(folded) <= TITLE:
            return True
        return cue("ends.closing").search(folded[-TITLE:]) is not None


def is_of_contents(folded: str) -> bool:
    """Whether a line is one of a table of contents."""
    return _CONTENTS.search(folded) is not None


def _is_attendance(folded: str) -> bool:
    return cue("heads.attendance").match(folded[:TITLE]) is not None


def _is_opening(folded: str) -> bool:
    return cue("heads.opening").search(folded[:SENTENCE]) is not None


@cache
def _variable() -> frozenset[str]:
    """Words that differ between the heads of one register: of days and numbers, kinds of session."""
    days = ("months", "weekdays", "weekday_abbreviations", "numbers")
    printed = (word for name in days for word in lexicon.numbers("calendar", name))
    return lexicon.words("registers", "heads.session").union(printed)


def form_of(folded: str) -> str:
    """The words of a folded line that say neither day nor number."""
    words = [word for word in _WORDS.findall(folded) if not word[0].isdigit() and word not in _variable()]
    small = lexicon.words("registers", "heads.small")
    while words and words[-1] in small:
        words.pop()
    return " ".join(words)


def find_heads(lines: FileLines) -> list[DatedHead]:
    """The lines that may open the minutes of a meeting, in order."""
    found = [(index, *head) for index in lines.dated() if (head := _head(lines, index)) is not None]
    heads: list[DatedHead] = []
    end, day_below = len(lines), None
    for index, day, forms in reversed(found):
        if day_below is not None and day != day_below:
            end = heads[-1].line
        below = range(index, min(end, index + BELOW + 1))
        opens = (line for line in below if lines.is_attendance(line) or lines.is_opening(line))
        first = index if lines.opens_in_header(index) else next(opens, None)
        heads.append(DatedHead(index, day, forms, None if first is None else first - index))
        day_below = day
    return heads[::-1]


def _head(lines: FileLines, index: int) -> tuple[Day, tuple[str, ...]] | None:
    """Day and forms of a line that may open minutes."""
    folded = lines.folded(index)
    sentence = _sentence(folded[:SENTENCE])
    if sentence is not None:
        return _day(sentence), (SENTENCE_FORM,)
    if not _may_be_title(lines.text(index), folded) or lines.is_listed(index):
        return None
    number = lexicon.cues("meeting", "title.number")
    days = (day for day in find_days(folded) if not number.search(folded[: day.start]))
    day = next((day for day in days if not _in_a_name(folded, day)), None)
    if day is None or len(folded) - day.end > AFTER_DAY:
        return None
    if next(filter(str.isalnum, lines.text(index)[: day.start]), "").islower():
        return None  # the line goes on from the one above
    if index and len(lines.folded(index - 1)) < SHORT and cue("heads.never").search(lines.folded(index - 1)):
        return None
    before = form_of(folded[: day.start])
    if _names_meeting(folded[: day.start]):
        return _day(day), tuple(dict.fromkeys((before, lines.form(index))))
    if before and not cue("heads.key").fullmatch(before):
        return None
    title = _title_above(lines, index)
    return None if title is None else (_day(day), (f"{title} {before}".strip(),))


def _title_above(lines: FileLines, index: int) -> str | None:
    """The form of the line above a day that names the meeting, at the top of a page of the running header."""
    headers = [form_of(header) for header in lines.headers if _names_meeting(header)]
    for line in range(index, max(-1, index - 1 - ABOVE), -1):
        if line < index:
            title = lines.folded(line)
            if len(title) > TITLE or lines.is_end(line) or cue("heads.never").search(title):
                return None
            if _names_meeting(title):
                return lines.form(line)
        if headers and lines.tops_page(line):
            return headers[0]
    return None


def _may_be_title(text: str, folded: str) -> bool:
    """Whether a line can be one of a title: no item, sentence or line of a table of contents."""
    if len(folded) > TITLE or (text.endswith(".") and len(text) > SHORT and not _begins_as_title(folded)):
        return False
    return not (_ITEM.match(text) or is_of_contents(folded) or cue("heads.never").search(folded))


def _begins_as_title(folded: str) -> bool:
    """Whether a line begins with words for minutes, for a meeting, or with "Objet :"."""
    names = ("document", "meeting", "object")
    return any(lexicon.cues("meeting", f"title.{name}").match(folded) for name in names)


def _in_a_name(folded: str, day: PrintedDay) -> bool:
    """Whether a day is part of the name of a file: "cr-2019-03-12.pdf"."""
    return folded[day.start - 1 : day.start] in _JOINED or folded[day.end : day.end + 1] in _JOINED


def _sentence(folded: str) -> PrintedDay | None:
    """The day of a sentence that says that the members met: "L'an …, le douze mars, … s'est réuni"."""
    if not begins_with_year(folded) and not cue("heads.opening").search(folded):
        return None
    day = next(iter(find_days(folded)), None)
    return day if day is not None and day.start <= FIRST else None


def _names_meeting(folded: str) -> bool:
    """Whether words for minutes or for a meeting stand in a title."""
    return any(lexicon.cues("meeting", name).search(folded) for name in ("title.document", "title.meeting"))


def _day(day: PrintedDay) -> Day:
    return day.year or 0, day.month, day.day
