"""Upcoming dates: the events that the minutes announce, each with its day, hour and label."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from operator import itemgetter

from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import assigned, day_given, meeting_day, set_items, source_of
from crparse.document.sentences import sentence_spans
from crparse.document.statements import OutlineContext
from crparse.document.view import DocumentView, view_of
from crparse.language.calendar import PrintedHour, find_hours
from crparse.language.occasions import Occasion, find_occasions
from crparse.language.tenses import Verbs, nearest
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
class Horizon:
    """How many days ahead a day without a year may fall."""

    soon: int = SOON
    just_past: int = JUST_PAST


HORIZON = Horizon()


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
    """Distance from the day to the nearest verbs in the future tense of its sentence, on either side."""
    past: Sequence[int] = ()
    """Distance to the nearest verbs in a past tense."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a day is announced, and why."""

    announced: bool
    reason: str
    """The rule of an announced event; else what speaks against it."""


def judge(
    occasion: Occasion, around: DayContext, meeting: date | None, horizon: Horizon = HORIZON
) -> Verdict:
    """Whether the occasion is an event for the meeting day or later."""
    reason = _against(occasion, around, meeting, horizon)
    return Verdict(True, _rule(around)) if reason is None else Verdict(False, reason)


def _against(occasion: Occasion, around: DayContext, meeting: date | None, horizon: Horizon) -> str | None:
    """Why it is no such event, None if it is one."""
    if is_document_date(around):
        return "the day of a document"
    if meeting is None:
        listed = occasion.year and is_calendar(around)
        return None if listed else "no day of the meeting is known, and it is in no list of dates with years"
    announced, told = _told(around)
    ahead = ((occasion.last or occasion.first) - meeting).days
    if ahead < 0:
        return "before the meeting"
    if occasion.first < meeting and is_paid(around):
        return "the time that a cost is for"
    if ahead == 0:
        said = occasion.hour is not None and announced < told
        return None if said else "the day of the meeting, without an hour that is announced"
    return _far_or_past(occasion, around, ahead, horizon)


def _far_or_past(occasion: Occasion, around: DayContext, ahead: int, horizon: Horizon) -> str | None:
    """Why a day after the meeting is not announced."""
    announced, told = _told(around)
    if occasion.year:
        return None if announced <= told or ahead > horizon.soon else "its sentence tells of the past"
    if told < announced or (ahead > horizon.just_past and told < REACH):
        return "its sentence tells of the past"
    near = ahead <= horizon.soon or announced < REACH or is_calendar(around)
    return None if near else "far ahead, without a year or a word that announces it"


def _told(around: DayContext) -> tuple[int, int]:
    """Characters from the day to the nearest sign that it is announced, and that it is past."""
    announced, told = _distance("announces", around), _distance("past", around)
    return min([announced, *around.future]), min([told, *around.past])


def _rule(around: DayContext) -> str:
    """The rule that the record names: the list it stands in, the cue, the tense, or its time alone."""
    if lexicon.cues("dates", "next_meeting").find(around.before):
        return "cue:next_meeting"
    if is_calendar(around):
        return "list:calendars"
    if _distance("announces", around) < REACH:
        return "cue:announces"
    return "tense:future" if around.future else "time:ahead"


def is_told_as_past(around: DayContext) -> bool:
    """Whether the nearest cue of the sentence tells of the past."""
    return _distance("past", around) < _distance("announces", around)


def is_document_date(around: DayContext) -> bool:
    """Whether the day is that of a document: its date, version, posting, signature."""
    if lexicon.cues("dates", "document_lead").find(around.before) or lexicon.cues(
        "dates", "document_line"
    ).find(around.before):
        return True
    if any(lexicon.cues("dates", "version_row").find(cell.strip()) for cell in around.row):
        return True
    return any(lexicon.cues("dates", "version_columns").find(cell.strip()) for cell in around.columns)


def is_calendar(around: DayContext) -> bool:
    """Whether it stands in a list or table of dates to come."""
    return any(lexicon.cues("dates", "calendars").find(text) for text in (*around.titles, *around.columns))


def is_paid(around: DayContext) -> bool:
    """Whether the line is about a cost."""
    return lexicon.cues("dates", "money").find(around.line) is not None


def _distance(name: str, around: DayContext) -> int:
    """Characters from the day to the nearest cue, REACH if there is none."""
    cues = lexicon.cues("dates", name)
    before = [len(around.before) - match.end() for match in cues.finditer(around.before)]
    after = [match.start() for match in cues.finditer(around.after)]
    # a cue may take in the preposition before the day ("jusqu'au"), hence up to the day itself
    return min([*before, *after, REACH])


ENOUGH = 8
"""Letters from which what stands beside a day names the event."""


def label_of(before: str, after: str, row: Sequence[str], titles: Sequence[str]) -> str | None:
    """The event as printed: "Prochaine réunion : le 5 mai", "5 mai à 18 h : Portes ouvertes"."""
    first, second = _before(before), _after(after)
    cells = squeeze(" ".join(row))
    for label in (first, second, cells):
        if len(list(islice(filter(str.isalpha, label), ENOUGH))) == ENOUGH:
            return _whole(first, second) if label is first else label
    return next((title.rstrip(" :") for title in titles), None) or first or second or None


def _before(text: str) -> str:
    end = lexicon.cues("dates", "label.before").find(fold(text))
    return squeeze(text[: end.start()] if end else text)


def _after(text: str) -> str:
    start = lexicon.cues("dates", "label.after").find(fold(text))
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


@Language.factory(
    "crparse_dates",
    default_config={"meeting_date": None, "soon": SOON, "just_past": JUST_PAST},
    assigns=assigned("upcoming_dates"),
)
def make_dates(
    nlp: Language, name: str, meeting_date: str | None, soon: int, just_past: int
) -> "UpcomingDates":
    """Announced events, with the cues of the lexicon.

    `meeting_date` is the day of the meeting where the document tells none. Without tags of a trained model
    the cues alone decide.
    """
    return UpcomingDates(day_given(meeting_date), Horizon(soon, just_past))


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


@dataclass(frozen=True, slots=True)
class JudgedDay:
    """A day of the body, what it is taken for, and whether it is announced."""

    found: FoundOccasion
    occasion: Occasion
    verdict: Verdict


class UpcomingDates:
    """Events announced for the day of the meeting or later.

    "Prochaine réunion : le 5 mai à 18 h" -> 2016-05-05, 18:00, "Prochaine réunion".
    Misses days told in words alone ("la semaine prochaine", "à la même date").
    """

    def __init__(self, meeting: date | None = None, horizon: Horizon = HORIZON) -> None:
        self.meeting = meeting
        self.horizon = horizon

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "upcoming_dates"."""
        meeting = meeting_day(doc, self.meeting)
        view = view_of(doc)
        events = [
            event(judged.found, judged.occasion, meeting, view.outline, judged.verdict.reason)
            for judged in self.judge(view, meeting)
            if judged.verdict.announced
        ]
        set_items(doc, "upcoming_dates", merged(events))
        return doc

    def candidates(self, doc: Doc) -> list["JudgedDay"]:
        """Every day of the body, announced or not."""
        return list(self.judge(view_of(doc), meeting_day(doc, self.meeting)))

    def judge(self, view: DocumentView, meeting: date | None) -> Iterator["JudgedDay"]:
        """Every day of the body, with whether and why it is announced."""
        for found in self.find(view.doc, meeting or LONG_AGO):
            around = surroundings(view.outline, found, view.verbs)
            occasion = corrected(found.occasion, around, meeting) if meeting else found.occasion
            yield JudgedDay(found, occasion, judge(occasion, around, meeting, self.horizon))

    def find(self, doc: Doc, meeting: date) -> Iterator[FoundOccasion]:
        """Every day printed in the body, with the sentence it stands in."""
        source = source_of(doc)
        sentences = sentence_spans(doc)
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
    if occasion.first >= meeting or occasion.last or not occasion.year:
        return occasion
    day = occasion.first
    if not lexicon.cues("dates", "next_meeting").find(around.before) or (day.month, day.day) == (2, 29):
        return occasion
    later = day.replace(year=day.year + 1)
    return replace(occasion, first=later) if later >= meeting else occasion


def event(
    found: FoundOccasion, occasion: Occasion, meeting: date | None, context: OutlineContext, rule: str
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
        rule=rule,
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
