"""Upcoming dates: the events that the minutes announce, each with its day, hour and label."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc

from crparse.calendar import Hour, find_hours
from crparse.record import UpcomingDate
from crparse.source import FURNITURE, SourceDocument
from crparse.stages.announcements import REACH, Surroundings, cues, is_announced
from crparse.stages.event_labels import label_of
from crparse.stages.items import meeting_of, set_items, source_of
from crparse.stages.occasions import Occasion, find_occasions
from crparse.stages.outline_context import OutlineContext
from crparse.stages.tenses import future_verbs, past_verbs
from crparse.text import fold, squeeze

LONG_AGO = date(1900, 1, 1)
"""Stands in for a meeting day that is not known: no day is before it."""

DAY_CELL = 40
"""Characters: a longer cell says more than a day and its hour."""

HOUR_CELL = 20
"""Characters: a longer cell says more than an hour ("18 h - 20 h")."""

SENTENCE = 1500
"""Characters on each side of a day that belong to its sentence: some lists have no full stop for pages."""

SAME_EVENT = 50
"""Similarity (0-100) of labels from which two mentions of one day are one event."""


@Language.factory("crparse_dates", assigns=["doc.spans"], requires=["token.is_sent_start"])
def make_dates(nlp: Language, name: str) -> "UpcomingDates":
    """Announced events, with the cues of the lexicon."""
    return UpcomingDates()


@dataclass(frozen=True, slots=True)
class Found:
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
        context = OutlineContext(doc)
        events: list[UpcomingDate] = []
        for found in self.find(doc, meeting or LONG_AGO):
            around = surroundings(doc, context, found)
            occasion = corrected(found.occasion, around, meeting) if meeting else found.occasion
            if is_announced(occasion, around, meeting):
                events.append(event(doc, found, occasion, meeting, context))
        set_items(doc, "upcoming_dates", merged(events))
        return doc

    def find(self, doc: Doc, meeting: date) -> Iterator[Found]:
        """Every day printed in the body, with the sentence it stands in."""
        source = source_of(doc)
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        for index, (start, _, block) in enumerate(source.spans()):
            if block.kind in FURNITURE:
                continue
            for occasion in find_occasions(block.text, meeting):
                if not inside_name(block.text, occasion):
                    yield Found(occasion, index, start, _sentence(sentences, start + occasion.start))


def _sentence(sentences: list[tuple[int, int]], offset: int) -> tuple[int, int]:
    index = bisect_right(sentences, offset, key=itemgetter(0)) - 1
    if index < 0 or offset >= sentences[index][1]:
        return offset, offset
    start, end = sentences[index]
    return max(start, offset - SENTENCE), min(end, offset + SENTENCE)


def inside_name(text: str, occasion: Occasion) -> bool:
    """Whether the day is part of a file name, an address or a time stamp."""
    left = text[: occasion.start].split()[-1:] if not text[: occasion.start][-1:].isspace() else []
    right = text[occasion.end :].split()[:1] if not text[occasion.end :][:1].isspace() else []
    glued = (left[0] if left else "") + "|" + (right[0] if right else "")
    return bool(re.search(r"[/_=@#]|\w\.\w|\|T\d|-\|", glued))


def surroundings(doc: Doc, context: OutlineContext, found: Found) -> Surroundings:
    """What is printed around the day."""
    source, (start, end) = context.source, found.sentence
    near = max(start, found.start - REACH), min(end, found.end + REACH)
    row, columns = row_of(source, found.index)
    return Surroundings(
        before=fold(source.text[near[0] : found.start]),
        after=fold(source.text[found.start : near[1]]),
        line=fold(source.text[start:end]),
        row=[fold(cell) for cell in row],
        columns=[fold(cell) for cell in columns],
        titles=[fold(title) for title in context.titles(found.start)],
        future=[_gap(v.idx, found) for v in future_verbs(doc, start, end)],
        past=[_gap(v.idx, found) for v in past_verbs(doc, start, end)],
    )


def _gap(offset: int, found: Found) -> int:
    return found.start - offset if offset < found.start else max(0, offset - found.end)


def row_of(source: SourceDocument, index: int) -> tuple[list[str], list[str]]:
    """The other cells of the row that a day fills a cell of, and those of the table's first row."""
    cell, text = source.blocks[index].cell, source.blocks[index].text
    if cell is None or len(text) > DAY_CELL:
        return text.split("\t") if "\t" in text else [], []

    others = [b.text for b in source.row(cell.table, cell.row) if b is not source.blocks[index]]
    return others, [b.text for b in source.row(cell.table, 0)] if cell.row else []


def corrected(occasion: Occasion, around: Surroundings, meeting: date) -> Occasion:
    """The occasion with the year after, where that of a "prochaine réunion" was misprinted."""
    if occasion.first >= meeting or occasion.last or not occasion.year:
        return occasion
    day = occasion.first
    if not cues("next_meeting").search(around.before) or (day.month, day.day) == (2, 29):
        return occasion
    later = day.replace(year=day.year + 1)
    return replace(occasion, first=later) if later >= meeting else occasion


def event(
    doc: Doc, found: Found, occasion: Occasion, meeting: date | None, context: OutlineContext
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


def _hour_of_row(row: list[str]) -> Hour | None:
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
        if not any(same_event(found, other) for other in kept[found.date]):
            kept[found.date].append(found)
    return [event for of_day in kept.values() for event in of_day]


def same_event(later: UpcomingDate, earlier: UpcomingDate) -> bool:
    """Whether two mentions of one day tell of one event: the same hour or none, and like labels."""
    if later.time not in (earlier.time, None):
        return False
    if not later.label or not earlier.label:
        return True
    return fuzz.token_set_ratio(fold(later.label), fold(earlier.label)) >= SAME_EVENT
