"""Upcoming dates: the events that the minutes announce, each with its day, hour and label."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from operator import itemgetter

from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import meeting_of, set_items, source_of
from crparse.document.statements import OutlineContext
from crparse.document.view import view_of
from crparse.language.calendar import PrintedHour, find_hours
from crparse.language.occasions import Occasion, find_occasions
from crparse.language.tenses import future_verbs, past_verbs
from crparse.record import UpcomingDate
from crparse.source import FURNITURE, SourceDocument
from crparse.text import fold, squeeze

SOON = 200
"""Days: a day without a year that would fall later is more often one of the months before the meeting."""

JUST_PAST = 300
"""Days: a day without a year that would fall later was a few weeks ago, if its sentence tells of the past."""

REACH = 120
"""Characters on either side of a day in which its sentence is read."""


@dataclass(frozen=True, slots=True)
class DayContext:
    """What is printed around a day, all folded."""

    before: str
    """Of its sentence or line."""
    after: str
    line: str
    """The whole line."""
    row: Sequence[str] = ()
    """The cells of its table row."""
    columns: Sequence[str] = ()
    """The cells of the table's first row."""
    titles: Sequence[str] = ()
    """The headings and the lead that it stands under."""
    future: Sequence[int] = ()
    """Distance from the day to each verb in the future tense of its sentence."""
    past: Sequence[int] = ()
    """Distance to each verb in a past tense."""


@cache
def cues(name: str) -> re.Pattern[str]:
    """The lexicon's expressions of one list as one."""
    return re.compile("|".join(f"(?:{cue})" for cue in lexicon.load("dates")[name]))


def is_announced(occasion: Occasion, around: DayContext, meeting: date | None) -> bool:
    """Whether the occasion is an event for the meeting day or later."""
    if is_document_date(around):
        return False
    if meeting is None:
        return occasion.year and is_calendar(around)
    announced, told = _distance("announces", around), _distance("past", around)
    announced, told = min([announced, *around.future]), min([told, *around.past])
    ahead = ((occasion.last or occasion.first) - meeting).days
    if ahead < 0 or (occasion.first < meeting and is_paid(around)):
        return False
    if ahead == 0:
        return occasion.hour is not None and announced < told
    if occasion.year:
        return announced <= told or ahead > SOON
    if told < announced or (ahead > JUST_PAST and told < REACH):
        return False
    return ahead <= SOON or announced < REACH or is_calendar(around)


def is_document_date(around: DayContext) -> bool:
    """Whether the day is that of a document: its date, version, posting, signature."""
    if cues("document_lead").search(around.before) or cues("document_line").search(around.before):
        return True
    if any(cues("version_row").search(cell.strip()) for cell in around.row):
        return True
    return any(cues("version_columns").search(cell.strip()) for cell in around.columns)


def is_calendar(around: DayContext) -> bool:
    """Whether it stands in a list or table of dates to come."""
    return any(cues("calendars").search(text) for text in (*around.titles, *around.columns))


def is_paid(around: DayContext) -> bool:
    """Whether the line is about a cost."""
    return bool(re.search(lexicon.load("dates")["money"], around.line))


def _distance(name: str, around: DayContext) -> int:
    """Characters from the day to the nearest cue, REACH if there is none."""
    before = [len(around.before) - match.end() for match in cues(name).finditer(around.before)]
    after = [match.start() for match in cues(name).finditer(around.after)]
    # a cue may take in the preposition before the day ("jusqu'au"), hence up to the day itself
    return min([*before, *after, REACH])


ENOUGH = 8
"""Letters from which what stands beside a day names the event."""


@cache
def _ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = lexicon.load("dates")["label"]
    return re.compile(data["before"]), re.compile(data["after"])


def label_of(before: str, after: str, row: Sequence[str], titles: Sequence[str]) -> str | None:
    """The event as printed: "Prochaine réunion : le 5 mai", "5 mai à 18 h : Portes ouvertes"."""
    first, second = _before(before), _after(after)
    cells = squeeze(" ".join(row))
    for label in (first, second, cells):
        if sum(c.isalpha() for c in label) >= ENOUGH:
            return _whole(first, second) if label is first else label
    return next((title.rstrip(" :") for title in titles), None) or first or second or None


def _before(text: str) -> str:
    end = _ends()[0].search(fold(text))
    return squeeze(text[: end.start()] if end else text)


def _after(text: str) -> str:
    start = _ends()[1].match(fold(text))
    return squeeze(text[start.end() :] if start else text).rstrip(" .;,(")


def _whole(before: str, after: str) -> str:
    """The clause with what follows the day, which often names the place or the matter."""
    return before if not after or before.endswith(":") else f"{before} {after}"


LONG_AGO = date(1900, 1, 1)
"""Stands in for a meeting day that is not known: no day is before it."""

DAY_CELL = 40
"""Characters: a longer cell says more than a day and its hour."""

HOUR_CELL = 20
"""Characters: a longer cell says more than an hour ("18 h - 20 h")."""

ADDRESS = 500
"""Characters on each side of a day that may be one word with it, an address at most."""

_LAST_WORD = re.compile(r"\S+\Z")
_FIRST_WORD = re.compile(r"\S+")
"""What a day is glued to: "cr-" before and ".pdf" after "2016-04-05"; nothing in "le 5 avril à"."""

MOST_ALIKE = 100
"""Mentions of one day that another is compared with: no calendar gives a day so many events."""

SENTENCE = 1500
"""Characters on each side of a day that belong to its sentence: some lists have no full stop for pages."""

SAME_EVENT = 50
"""Similarity (0-100) of labels from which two mentions of one day are one event."""


@Language.factory("crparse_dates", assigns=["doc.spans"], requires=["token.is_sent_start"])
def make_dates(nlp: Language, name: str) -> "UpcomingDates":
    """Announced events, with the cues of the lexicon."""
    return UpcomingDates()


@dataclass(frozen=True, slots=True)
class FoundOccasion:
    """An occasion with its block and sentence (offsets in the document)."""

    occasion: Occasion
    index: int
    offset: int
    """Of the block."""
    sentence: tuple[int, int]

    @property
    def start(self) -> int:
        """Where the day begins in the document."""
        return self.offset + self.occasion.start

    @property
    def end(self) -> int:
        """Where the day ends in the document."""
        return self.offset + self.occasion.end


class UpcomingDates:
    """Events announced for the day of the meeting or later.

    "Prochaine réunion : le 5 mai à 18 h" -> 2016-05-05, 18:00, "Prochaine réunion".
    Misses days told in words alone ("la semaine prochaine", "à la même date").
    """

    def __call__(self, doc: Doc) -> Doc:
        """Sets `doc.spans["upcoming_dates"]`."""
        printed = meeting_of(doc).date
        meeting = date.fromisoformat(printed) if printed else None
        context = view_of(doc).outline
        events: list[UpcomingDate] = []
        for found in self.find(doc, meeting or LONG_AGO):
            around = surroundings(doc, context, found)
            occasion = corrected(found.occasion, around, meeting) if meeting else found.occasion
            if is_announced(occasion, around, meeting):
                events.append(event(doc, found, occasion, meeting, context))
        set_items(doc, "upcoming_dates", merged(events))
        return doc

    def find(self, doc: Doc, meeting: date) -> Iterator[FoundOccasion]:
        """Every day printed in the body, with the sentence it stands in."""
        source = source_of(doc)
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        for index, (start, _, block) in enumerate(source.spans()):
            if block.kind in FURNITURE:
                continue
            for occasion in find_occasions(block.text, meeting):
                if not inside_name(block.text, occasion):
                    yield FoundOccasion(occasion, index, start, _sentence(sentences, start + occasion.start))


def _sentence(sentences: list[tuple[int, int]], offset: int) -> tuple[int, int]:
    index = bisect_right(sentences, offset, key=itemgetter(0)) - 1
    if index < 0 or offset >= sentences[index][1]:
        return offset, offset
    start, end = sentences[index]
    return max(start, offset - SENTENCE), min(end, offset + SENTENCE)


def inside_name(text: str, occasion: Occasion) -> bool:
    """Whether the day is part of a file name, an address or a time stamp."""
    left = _LAST_WORD.search(text[max(0, occasion.start - ADDRESS) : occasion.start])
    right = _FIRST_WORD.match(text, occasion.end, occasion.end + ADDRESS)
    glued = (left.group() if left else "") + "|" + (right.group() if right else "")
    return bool(re.search(r"[/_=@#]|\w\.\w|\|T\d|-\|", glued))


def surroundings(doc: Doc, context: OutlineContext, found: FoundOccasion) -> DayContext:
    """What is printed around the day."""
    source, (start, end) = context.source, found.sentence
    near = max(start, found.start - REACH), min(end, found.end + REACH)
    row, columns = row_of(source, found.index)
    return DayContext(
        before=fold(source.text[near[0] : found.start]),
        after=fold(source.text[found.start : near[1]]),
        line=fold(source.text[start:end]),
        row=[fold(cell) for cell in row],
        columns=[fold(cell) for cell in columns],
        titles=[fold(title) for title in context.titles(found.start)],
        future=[_gap(v.idx, found) for v in future_verbs(doc, start, end)],
        past=[_gap(v.idx, found) for v in past_verbs(doc, start, end)],
    )


def _gap(offset: int, found: FoundOccasion) -> int:
    return found.start - offset if offset < found.start else max(0, offset - found.end)


def row_of(source: SourceDocument, index: int) -> tuple[list[str], list[str]]:
    """The other cells of the row that a day fills a cell of, and those of the table's first row."""
    cell, text = source.blocks[index].cell, source.blocks[index].text
    if cell is None or len(text) > DAY_CELL:
        return text.split("\t") if "\t" in text else [], []

    others = [b.text for b in source.row(cell.table, cell.row) if b is not source.blocks[index]]
    return others, [b.text for b in source.row(cell.table, 0)] if cell.row else []


def corrected(occasion: Occasion, around: DayContext, meeting: date) -> Occasion:
    """The occasion with the year after, where that of a "prochaine réunion" was misprinted."""
    if occasion.first >= meeting or occasion.last or not occasion.year:
        return occasion
    day = occasion.first
    if not cues("next_meeting").search(around.before) or (day.month, day.day) == (2, 29):
        return occasion
    later = day.replace(year=day.year + 1)
    return replace(occasion, first=later) if later >= meeting else occasion


def event(
    doc: Doc, found: FoundOccasion, occasion: Occasion, meeting: date | None, context: OutlineContext
) -> UpcomingDate:
    """The item of the record; a stretch already begun is told by its end."""
    text, begun = context.source.text, meeting is not None and occasion.first < meeting
    first = occasion.last if begun and occasion.last else occasion.first
    until = occasion.hour.end if occasion.hour else occasion.end
    row, _ = row_of(context.source, found.index)
    hour = occasion.hour or _hour_of_row(row)
    return UpcomingDate(
        start=found.start,
        end=found.end,
        rule="announced",
        date=first.isoformat(),
        end_date=occasion.last.isoformat() if occasion.last and not begun else None,
        time=hour.iso() if hour else None,
        label=label_of(
            text[found.sentence[0] : found.start],
            text[max(found.end, found.offset + until) : found.sentence[1]],
            row,
            context.titles(found.start),
        ),
        quote=squeeze(text[found.start : found.end]),
    )


def _hour_of_row(row: list[str]) -> PrintedHour | None:
    """The hour that fills a cell of its own beside the day ("12 mai | 18 h | Bal")."""
    for cell in row:
        hours = find_hours(cell)
        if hours and len(cell.strip()) <= HOUR_CELL and cell[: hours[0].start].strip() == "":
            return hours[0]
    return None


def merged(events: list[UpcomingDate]) -> list[UpcomingDate]:
    """One entry for an event printed twice; of its mentions, the first with the hour."""
    kept: dict[str, list[UpcomingDate]] = defaultdict(list)
    for found in sorted(events, key=lambda e: (e.time is None, e.start)):
        if not any(same_event(found, other) for other in islice(kept[found.date], MOST_ALIKE)):
            kept[found.date].append(found)
    return [event for of_day in kept.values() for event in of_day]


def same_event(later: UpcomingDate, earlier: UpcomingDate) -> bool:
    """Whether two mentions of one day tell of one event: the same hour or none, and like labels."""
    if later.time not in (earlier.time, None):
        return False
    if not later.label or not earlier.label:
        return True
    return fuzz.token_set_ratio(fold(later.label), fold(earlier.label)) >= SAME_EVENT
