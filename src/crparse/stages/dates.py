"""Upcoming dates: the events that the minutes announce, each with its day, hour and label."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter

from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import (
    Doubt,
    day_given,
    leave_caveats,
    meeting_day,
    meeting_of,
    set_items,
    source_of,
    stage,
)
from crparse.document.sentences import sentence_spans
from crparse.document.statements import OutlineContext
from crparse.document.view import view_of
from crparse.language.calendar import PrintedHour, find_hours
from crparse.language.occasions import Occasion, find_occasions
from crparse.language.tenses import Verbs, nearest
from crparse.lexicon import Cues
from crparse.record import UpcomingDate
from crparse.source import SourceDocument
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting.head import read_head
from crparse.text import fold, squeeze

SOON = 200
"""Days: a day without a year that would fall later is more often one of the months before the meeting."""

JUST_PAST = 300
"""Days: a day without a year that would fall later was a few weeks ago, if its sentence tells of the past."""

REACH = 120
"""Characters on either side of a day in which its sentence is read."""


@dataclass(frozen=True)
class DayContext:
    """What is printed around a day, all folded."""

    before: str
    """Of its sentence or line."""
    after: str
    line: str = ""
    """The whole line."""
    row: Sequence[str] = ()
    """The cells of its table row."""
    columns: Sequence[str] = ()
    """The cells of the table's first row."""
    titles: Sequence[str] = ()
    """The headings and the lead that it stands under."""
    future: Sequence[int] = ()
    """Distance from the day to the nearest verbs in the future tense of its sentence, on either side."""
    past: Sequence[int] = ()
    """Distance to the nearest verbs in a past tense."""

    def distance(self, name: str) -> int:
        """Characters from the day to the nearest cue, REACH if there is none."""
        before = [len(self.before) - match.end() for match in _cue(name).finditer(self.before)]
        after = [match.start() for match in _cue(name).finditer(self.after)]
        # a cue may take in the preposition before the day ("jusqu'au"), hence up to the day itself
        return min([*before, *after, REACH])

    @cached_property
    def announced(self) -> int:
        """Characters to the nearest sign that the day is announced."""
        return min([self.distance("announces"), *self.future])

    @cached_property
    def told(self) -> int:
        """Characters to the nearest sign that it is past."""
        return min([self.distance("past"), *self.past])

    @property
    def is_past(self) -> bool:
        """Whether the nearest sign tells of the past."""
        return self.told < self.announced

    @property
    def in_calendar(self) -> bool:
        """Whether the day stands in a list or table of dates to come."""
        return any(_cue("calendars").find(text) for text in (*self.titles, *self.columns))

    @property
    def of_document(self) -> bool:
        """Whether the day is that of a document: its date, version, posting, signature."""
        said = any(_cue(name).find(self.before) for name in ("document_lead", "document_line"))
        cells = (("version_row", cell) for cell in self.row)
        heads = (("version_columns", cell) for cell in self.columns)
        return said or any(_cue(name).find(cell.strip()) for name, cell in (*cells, *heads))


def _cue(name: str) -> Cues:
    return lexicon.cues("dates", name)


def _rule(around: DayContext) -> str:
    """The rule that the record names: the list it stands in, the cue, the tense, or its time alone."""
    if _cue("next_meeting").find(around.before):
        return "cue:next_meeting"
    if around.in_calendar:
        return "list:calendars"
    if around.distance("announces") < REACH:
        return "cue:announces"
    return "tense:future" if around.future else "time:ahead"


def label_of(before: str, after: str, row: Sequence[str], titles: Sequence[str]) -> str | None:
    """The event as printed: "Prochaine réunion : le 5 mai", "5 mai à 18 h : Portes ouvertes"."""
    end, start = _cue("label.before").find(fold(before)), _cue("label.after").find(fold(after))
    first = squeeze(before[: end.start()] if end else before)
    second = squeeze(after[start.end() :] if start else after).rstrip(" .;,(")
    # the clause with what follows the day, which often names the place or the matter
    whole = first if not second or first.endswith(":") else f"{first} {second}"
    cells = squeeze(" ".join(row))
    for named, label in ((first, whole), (second, second), (cells, cells)):
        if _tells(named):
            return label
    return next((title.rstrip(" :") for title in titles), None) or first or second or None


LONG_AGO = date(1900, 1, 1)
"""Stands in for a meeting day that is not known: no day is before it."""

DAY_CELL = 40
"""Characters: a longer cell says more than a day and its hour."""

HOUR_CELL = 20
"""Characters: a longer cell says more than an hour ("18 h - 20 h")."""

ADDRESS = 500
"""Characters on each side of a day that may be one word with it, an address at most."""

# Parts a day from what it is glued to: takes the space of "le 5 avril", leaves "cr-2016-04-05.pdf".
_WHITE = re.compile(r"\s")

# Both with a bar for the day: takes "cr-|", "www.lormoy|" and "|T18:30", leaves "(|)." and "|,".
_IN_NAME = re.compile(r"[/_=@#]|\w\.\w|\|T\d|-\|")

MOST_ALIKE = 100
"""Mentions of one day that another is compared with: no calendar gives a day so many events."""

SENTENCE = 1500
"""Characters on each side of a day that belong to its sentence: some lists have no full stop for pages."""

SAID = 1500
"""Characters of the longest sentence whose words are compared with another's (chosen, not measured)."""

SAME_EVENT = 50
"""Similarity (0-100) of labels from which two mentions of one day are one event."""


FAR = "far ahead, without a year or a word that announces it"

NO_MEETING_DAY = "no day of the meeting is known, and it is in no list of dates with years"

LEFT_OUT = (
    "No day of the meeting is known to tell what is upcoming: crparse_meeting or meeting_date gives one."
)


@stage("crparse_dates", sets=("upcoming_dates", "caveats"))
def make_dates(
    nlp: Language, name: str, meeting_date: str | None = None, soon: int = SOON, just_past: int = JUST_PAST
) -> "UpcomingDates":
    """Announced events, with the cues of the lexicon.

    `meeting_date` is the day of the meeting where the document tells none. Without tags of a trained model
    the cues alone decide.
    """
    return UpcomingDates(day_given(meeting_date), soon, just_past)


@dataclass(frozen=True, slots=True)
class FoundOccasion:
    """An occasion with its block and sentence (offsets in the document)."""

    occasion: Occasion
    index: int
    offset: int
    """Of the block."""
    sentence: tuple[int, int]
    before: tuple[int, int] = (0, 0)
    """What stands before the day and tells of its event alone, or of a list of days that it is one of."""
    after: tuple[int, int] = (0, 0)
    """What stands after it and its hour."""

    @property
    def start(self) -> int:
        """Where the day begins in the document."""
        return self.offset + self.occasion.start

    @property
    def end(self) -> int:
        """Where the day ends in the document."""
        return self.offset + self.occasion.end


@dataclass(frozen=True, slots=True)
class JudgedDay:
    """A day of the body, as what it is taken for, and whether it is announced."""

    found: FoundOccasion
    announced: bool
    reason: str
    """The rule of an announced event; else what speaks against it."""


@dataclass(frozen=True, slots=True)
class UpcomingDates:
    """Events announced for the day of the meeting or later.

    "Prochaine réunion : le 5 mai à 18 h" -> 2016-05-05, 18:00, "Prochaine réunion".
    Misses days told in words alone ("la semaine prochaine", "à la même date").
    """

    meeting: date | None
    soon: int
    just_past: int

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "upcoming_dates"."""
        meeting, outline = meeting_day(doc, self.meeting), view_of(doc).outline
        judged = list(self.candidates(doc))
        announced = [Announcement.of(one, meeting, outline) for one in judged if one.announced]
        set_items(doc, "upcoming_dates", merged(announced))
        left = [one.found for one in judged if one.reason == NO_MEETING_DAY]
        leave_caveats(doc, [Doubt("days_left_out", LEFT_OUT, left[0].start, left[0].end)] if left else [])
        return doc

    def candidates(self, doc: Doc) -> Iterator[JudgedDay]:
        """Every day of the body, with whether and why it is announced."""
        meeting, view = meeting_day(doc, self.meeting), view_of(doc)
        head = end_of_head(view.of_blocks(DocumentRows))
        begins = meeting_of(doc).start_time
        before: JudgedDay | None = None
        for found in self.find(doc, meeting or LONG_AGO):
            around = surroundings(view.outline, found, view.verbs)
            if meeting is not None:
                found = replace(found, occasion=corrected(found.occasion, around, meeting))
            against = self._against(found.occasion, around, meeting, begins)
            if against is None and found.end <= head and _is_bare(view.outline.source.text, found):
                against = "a day of the head"
            elif against == FAR and before is not None and _goes_on(before, found):
                against = None
            before = JudgedDay(found, against is None, against or _rule(around))
            yield before

    def _against(
        self, occasion: Occasion, around: DayContext, meeting: date | None, begins: str | None
    ) -> str | None:
        """Why a day is no event for that of the meeting or later, None if it is one."""
        if around.of_document:
            return "the day of a document"
        if meeting is None and occasion.year and around.in_calendar:
            return None
        if meeting is None:
            return NO_MEETING_DAY
        ahead = ((occasion.last or occasion.first) - meeting).days
        if ahead < 0:
            return "before the meeting"
        if occasion.vague and not (occasion.hour or around.future or around.announced < REACH):
            return "about a day that no figure tells, and not announced as one"
        if occasion.first < meeting and _cue("money").find(around.line):
            return "the time that a cost is for"
        if ahead == 0:
            own = occasion.hour is not None and occasion.hour.iso() == begins
            said = occasion.hour is not None and not own and around.announced < around.told
            return None if said else "the day of the meeting, without an hour that is announced"
        return self._past_or_far(occasion, around, ahead)

    def _past_or_far(self, occasion: Occasion, around: DayContext, ahead: int) -> str | None:
        """Why a day after the meeting is not announced."""
        near = ahead <= self.soon
        long_ago = not occasion.year and ahead > self.just_past and around.told < REACH
        if long_ago or (around.is_past and (near or not occasion.year)):
            return "its sentence tells of the past"
        if occasion.year or near or around.announced < REACH or around.in_calendar:
            return None
        return FAR

    def find(self, doc: Doc, meeting: date) -> Iterator[FoundOccasion]:
        """Every day printed in the body, with the sentence it stands in."""
        sentences, source = sentence_spans(doc), source_of(doc)
        for index, (start, _, block) in enumerate(source.spans()):
            occasions = find_occasions(block.text, meeting)
            found = [
                FoundOccasion(occasion, index, start, _sentence(sentences, start + occasion.start))
                for occasion in occasions
                if not inside_name(block.text, occasion)
            ]
            for _, together in groupby(found, key=lambda one: one.sentence):
                yield from shared_out(source.text, list(together))


def _is_bare(text: str, found: FoundOccasion) -> bool:
    """Whether a day with its year stands without any word of an event."""
    named = _tells(text[slice(*found.before)]) or _tells(text[slice(*found.after)])
    return found.occasion.year and not named


def end_of_head(rows: DocumentRows) -> int:
    """Where the lines end that the title may be made of."""
    lines = read_head(rows).title_lines
    return lines[-1].end if lines else 0


LINE_LEAD = 4
"""Characters before a day that opens its line, a bullet for one (chosen, not measured)."""


def _goes_on(before: JudgedDay, found: FoundOccasion) -> bool:
    """Whether a day opens the line below that of an announced one, and is no earlier: a calendar."""
    one = before.found
    opens = one.occasion.start <= LINE_LEAD and found.occasion.start <= LINE_LEAD
    below = found.index - one.index == 1
    return before.announced and opens and below and found.occasion.first >= one.occasion.first


def shared_out(text: str, found: Sequence[FoundOccasion]) -> Iterator[FoundOccasion]:
    """The days of one sentence, each with its own part of it: no label runs into another event."""
    ends = [max(one.end, one.offset + one.occasion.hours_end) for one in found]
    starts = [_hour_start(one) for one in found]
    named = _tells(text[found[0].sentence[0] : starts[0]])
    cuts = [_cut(text, ends[i], max(ends[i], starts[i + 1]), named) for i in range(len(found) - 1)]
    lasts, last = [], len(cuts)
    for i in range(len(cuts), -1, -1):
        last = i if i < len(cuts) and cuts[i] is not None else last
        lasts.append(last)
    first = 0
    for i, (one, last) in enumerate(zip(found, reversed(lasts), strict=True)):
        if i and cuts[i - 1] is not None:
            first = i
        left, right = cuts[first - 1] if first else None, cuts[last] if last < len(cuts) else None
        before = (one.sentence[0] if left is None else left, starts[first])
        after = (ends[last], one.sentence[1] if right is None else right)
        yield replace(one, before=before, after=(min(after), after[1]))


def _hour_start(found: FoundOccasion) -> int:
    """Where the day begins, or the hour that leads it in: "à 18 h le 5 mai"."""
    hour = found.occasion.hour
    return found.offset + min(found.occasion.start, hour.start if hour else found.occasion.start)


def _tells(text: str) -> bool:
    """Whether words name an event."""
    return _cue("label.empty").fullmatch(fold(text)) is None


def _cut(text: str, start: int, end: int, named: bool) -> int | None:
    """Where between two days the event of the second begins; None where both are of one event."""
    between = fold(text[start:end])
    if not _tells(between):
        return None
    for signs in ("label.parts_strongly", "label.parts"):
        cuts = list(_cue(signs).finditer(between))
        # "Bal le 5 mai, à la halle, forum le 6": the name stands before its day, or after it
        told = [
            match for match in cuts if _tells(between[match.end() :] if named else between[: match.start()])
        ]
        if told:
            return start + (told[-1].end() if named else told[-1].start())
    return start if named else end


def _sentence(sentences: list[tuple[int, int]], offset: int) -> tuple[int, int]:
    index = bisect_right(sentences, offset, key=itemgetter(0)) - 1
    if index < 0 or offset >= sentences[index][1]:
        return offset, offset
    start, end = sentences[index]
    return max(start, offset - SENTENCE), min(end, offset + SENTENCE)


def inside_name(text: str, occasion: Occasion) -> bool:
    """Whether the day is part of a file name, an address or a time stamp."""
    before = text[max(0, occasion.start - ADDRESS) : occasion.start]
    after = text[occasion.end : occasion.end + ADDRESS]
    glued = f"{_WHITE.split(before)[-1]}|{_WHITE.split(after)[0]}"
    return _IN_NAME.search(glued) is not None


def surroundings(context: OutlineContext, found: FoundOccasion, verbs: Verbs) -> DayContext:
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
        future=[_gap(offset, found) for offset in nearest(verbs.future, start, found.start, end)],
        past=[_gap(offset, found) for offset in nearest(verbs.past, start, found.start, end)],
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
    day, misprint = occasion.first, occasion.year and _cue("next_meeting").find(around.before)
    if day >= meeting or occasion.last or not misprint or (day.month, day.day) == (2, 29):
        return occasion
    later = day.replace(year=day.year + 1)
    return replace(occasion, first=later) if later >= meeting else occasion


def event(judged: JudgedDay, meeting: date | None, context: OutlineContext) -> UpcomingDate:
    """The item of the record; a stretch already begun is told by its end."""
    found, occasion, text = judged.found, judged.found.occasion, context.source.text
    begun = meeting is not None and occasion.first < meeting
    first = occasion.last if begun and occasion.last else occasion.first
    row, _ = row_of(context.source, found.index)
    hour = occasion.hour or _hour_of_row(row) or _hour_below(text, found)
    return UpcomingDate(
        start=found.start,
        end=found.end,
        rule=judged.reason,
        date=first.isoformat(),
        end_date=occasion.last.isoformat() if occasion.last and not begun else None,
        time=hour.iso() if hour else None,
        label=label_of(
            text[slice(*found.before)],
            text[slice(*found.after)],
            row,
            context.titles(found.start),
        ),
        quote=squeeze(text[found.start : found.end]),
    )


BELOW = 120
"""Characters below a day in which the line with its hour stands (chosen, not measured)."""


def _hour_below(text: str, found: FoundOccasion) -> PrintedHour | None:
    """The hour of the next lines that have one, below "Date : 5 mai": "Horaires : 10 h - 12 h"."""
    if not _cue("date_key").find(fold(text[slice(*found.before)])):
        return None
    below = text[found.end : found.end + BELOW].split("\n")[1:3]
    line = next((line for line in below if _cue("hour_key").find(fold(line))), "")
    return next(iter(find_hours(line)), None)


def _hour_of_row(row: list[str]) -> PrintedHour | None:
    """The hour that fills a cell of its own beside the day ("12 mai | 18 h | Bal")."""
    for cell in row:
        hours = find_hours(cell)
        if hours and len(cell.strip()) <= HOUR_CELL and cell[: hours[0].start].strip() == "":
            return hours[0]
    return None


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event as one sentence announces it."""

    item: UpcomingDate
    sentence: tuple[int, int]
    said: str
    """All that its sentence says, folded: another sentence may tell of the same event in other words."""

    @classmethod
    def of(cls, judged: JudgedDay, meeting: date | None, context: OutlineContext) -> "Announcement":
        """The item with its sentence."""
        item, (start, end) = event(judged, meeting, context), judged.found.sentence
        text = context.source.text
        said = f"{text[start : item.start]} {text[item.end : end]} {item.label}"
        return cls(item, (start, end), fold(said if end - start < SAID else item.label or ""))


def merged(events: Iterable[Announcement]) -> list[UpcomingDate]:
    """One entry for an event printed twice; of its mentions, the first with the hour."""
    kept: dict[str, list[Announcement]] = defaultdict(list)
    for found in sorted(events, key=lambda e: (e.item.time is None, e.item.start)):
        of_day = kept[found.item.date]
        if not any(same_event(found, other) for other in islice(of_day, MOST_ALIKE)):
            of_day.append(found)
    return [event.item for of_day in kept.values() for event in of_day]


def same_event(later: Announcement, earlier: Announcement) -> bool:
    """Whether two mentions of one day tell of one event: the same hour or none, and like words."""
    if later.item.time not in (earlier.item.time, None):
        return False
    if not later.item.label or not earlier.item.label:
        return True
    if (
        later.item.time is not None
        and later.item.rule != "list:calendars"
        and later.sentence != earlier.sentence
    ):
        return True
    if later.sentence == earlier.sentence:
        timed = later.item.time != earlier.item.time
        return timed or fold(later.item.label) == fold(earlier.item.label)
    return fuzz.token_set_ratio(later.said, earlier.said) >= SAME_EVENT
