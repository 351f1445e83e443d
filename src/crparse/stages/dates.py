"""Upcoming dates: the events that the minutes announce, each with its day, hour and label."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, islice
from operator import itemgetter

from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc

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
from crparse.language.occasions import Occasion, closing_hour, find_occasions
from crparse.models import LinearModel, load_model
from crparse.record import UpcomingDate
from crparse.source import SourceDocument
from crparse.stages.attendance.beside import starts_with_role
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.days import (
    REACH,
    DayContext,
    DayPlace,
    FoundOccasion,
    cue,
    features,
    is_bare,
    row_of,
    surroundings,
    tells,
)
from crparse.stages.meeting.head import read_head
from crparse.text import fold, squeeze
from crparse.wording import N_, Message

SOON = 200
"""Days: a day without a year that would fall later is more often one of the months before the meeting."""

JUST_PAST = 300
"""Days: a day without a year that would fall later was a few weeks ago, if its sentence tells of the past."""


def _rule(around: DayContext) -> str:
    """The rule that the record names: the list it stands in, the cue, the tense, or its time alone."""
    if cue("next_meeting").find(around.before):
        return "cue:next_meeting"
    if around.in_calendar:
        return "list:calendars"
    if around.distance("announces") < REACH:
        return "cue:announces"
    return "tense:future" if around.future else "time:ahead"


def label_of(before: str, after: str, row: Sequence[str], titles: Sequence[str]) -> str | None:
    """The event as printed: "Prochaine réunion : le 5 mai", "5 mai à 18 h : Portes ouvertes"."""
    end, start = cue("label.before").find(fold(before)), cue("label.after").find(fold(after))
    first = squeeze(before[: end.start()] if end else before)
    second = squeeze(after[start.end() :] if start else after).rstrip(" .;,(")
    # the clause with what follows the day, which often names the place or the matter
    whole = first if not second or first.endswith(":") else f"{first} {second}"
    cells = squeeze(" ".join(row))
    for named, label in ((first, whole), (second, second), (cells, cells)):
        if tells(named):
            return label
    return next((title.rstrip(" :") for title in titles), None) or first or second or None


LONG_AGO = date(1900, 1, 1)
"""Stands in for a meeting day that is not known: no day is before it."""

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


PAST = N_("before the meeting")

TODAY = N_("the day of the meeting, without an hour that is announced")

COST = N_("the time that a cost is for")

SIGNED = N_("the day on which the minutes were signed")

OTHER_YEAR = N_("its sentence speaks of an earlier year")

REPORTED = N_("told in the report of a year that is over")

REFUSED = (PAST, TODAY, COST, SIGNED, OTHER_YEAR, REPORTED)
"""What no weights outweigh."""

FAR = N_("far ahead, without a year or a word that announces it")

NO_MEETING_DAY = N_("no day of the meeting is known, and it is in no list of dates with years")

LEFT_OUT = Message(
    "No day of the meeting is known to tell what is upcoming: crparse_meeting or meeting_date gives one."
)


UNLIKELY = N_("unlike an announced day")

LEANING = 0.15
"""Likelihood by which a day is believed earlier where the cues announce it, and later where they speak
against it: on bodies held out F1 0.877 with it, 0.868 without; with weights of the first 101 minutes the
later ones come to 0.79, by the cues of that time alone to 0.76."""

SETTLED = ("list:calendars", "cue:next_meeting")
"""Rules that need no weights: what they announce is right 45 times of 47 in lists, 38 of 42 else."""


@stage("crparse_dates", sets=("upcoming_dates", "caveats"))
def make_dates(
    nlp: Language,
    name: str,
    meeting_date: str | None = None,
    soon: int = SOON,
    just_past: int = JUST_PAST,
    threshold: float | None = None,
) -> "UpcomingDates":
    """Announced events, by the cues of the lexicon and learned weights, by default with their threshold.

    `meeting_date` is the day of the meeting where the document tells none. Without tags of a trained model
    the cues alone decide.
    """
    model = load_model("dates").with_threshold(threshold)
    return UpcomingDates(day_given(meeting_date), soon, just_past, model)


@dataclass(frozen=True, slots=True)
class DayOfBody:
    """A day of the body, with what the cues say of it and what there is to weigh."""

    found: FoundOccasion
    rule: str
    """What announces it, if it is announced."""
    against: str | None
    """What the cues have against it."""
    features: Mapping[str, float] | None
    """None where nothing is to be weighed: before the meeting, in a list of dates, told without a figure
    ("demain"), in a document that no model tagged."""

    def announced(self, likely: float, threshold: float) -> bool:
        """Whether so likely a day is announced: the cues lean to one side."""
        return likely >= threshold + (LEANING if self.against else -LEANING)


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
    soon: int = SOON
    just_past: int = JUST_PAST
    model: LinearModel | None = None
    """Without weights the cues alone decide."""

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
        for day in self.days(doc):
            against = day.against
            if self.model is not None and day.features is not None:
                likely = self.model.probability(day.features)
                announced = day.announced(likely, self.model.threshold)
                against = None if announced else against or UNLIKELY
            yield JudgedDay(day.found, against is None, against or day.rule)

    def days(self, doc: Doc) -> Iterator[DayOfBody]:
        """Every day of the body, as the cues see it."""
        meeting, view = meeting_day(doc, self.meeting), view_of(doc)
        source = view.outline.source
        head = end_of_head(view.of_blocks(DocumentRows))
        begins, tagged = meeting_of(doc).start_time, doc.has_annotation("MORPH")
        all_found = list(self.find(doc, meeting or LONG_AGO))
        together = Counter(found.sentence for found in all_found)
        before: DayOfBody | None = None
        for found in all_found:
            around = surroundings(view.outline, found, view.verbs)
            if meeting is not None:
                found = replace(found, occasion=corrected(found.occasion, around, meeting))
            against = self._against(found.occasion, around, meeting, begins)
            goes_on = before is not None and _goes_on(before.found, found)
            if against is None and not around.in_calendar and is_signed(source, found):
                against = SIGNED
            elif against is None and found.end <= head and is_bare(source.text, found):
                against = N_("a day of the head")
            elif against == FAR and before is not None and before.against is None and goes_on:
                against = None
            weighed = None
            rule = _rule(around)
            settled = found.occasion.vague or against in REFUSED or (against is None and rule in SETTLED)
            if meeting is not None and tagged and not settled:
                ahead_before = goes_on and before is not None and before.against != PAST
                place = DayPlace(
                    meeting, begins, found.end <= head, together[found.sentence], ahead_before, view.outline
                )
                weighed = features(doc, found, around, place)
            before = DayOfBody(found, rule, against, weighed)
            yield before

    def _against(
        self, occasion: Occasion, around: DayContext, meeting: date | None, begins: str | None
    ) -> str | None:
        """Why a day is no event for that of the meeting or later, None if it is one."""
        if around.of_document:
            return N_("the day of a document")
        if meeting is None and occasion.year and around.in_calendar:
            return None
        if meeting is None:
            return NO_MEETING_DAY
        ahead = ((occasion.last or occasion.first) - meeting).days
        if ahead < 0:
            return PAST
        if occasion.vague and not (occasion.hour or around.future or around.announced < REACH):
            return N_("about a day that no figure tells, and not announced as one")
        if occasion.first < meeting and cue("money").find(around.line):
            return COST
        if ahead == 0:
            own = occasion.hour is not None and occasion.hour.iso() == begins
            said = occasion.hour is not None and not own and around.announced < around.told
            return None if said else TODAY
        return self._past_or_far(occasion, around, ahead)

    def _past_or_far(self, occasion: Occasion, around: DayContext, ahead: int) -> str | None:
        """Why a day after the meeting is not announced."""
        near = ahead <= self.soon
        if not occasion.year and not occasion.vague and not around.future:
            if around.year_before is not None and around.year_before < occasion.first.year:
                return OTHER_YEAR
            if around.in_report and str(occasion.first.year) not in around.line:
                return REPORTED
        long_ago = not occasion.year and ahead > self.just_past and around.told < REACH
        # "Dernière permanence le 8 juillet 2019" in a list of dates to come is one of them
        listed = occasion.year and around.in_calendar
        if long_ago or (around.is_past and not listed and (near or not occasion.year)):
            return N_("its sentence tells of the past")
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


def end_of_head(rows: DocumentRows) -> int:
    """Where the lines end that the title may be made of."""
    lines = read_head(rows).title_lines
    return lines[-1].end if lines else 0


SIGNERS = 6
"""Lines or cells below a day among which a function of who signs stands (chosen, not measured)."""

SIGNER = 80
"""Characters of such a line (chosen, not measured)."""


def is_signed(source: SourceDocument, found: FoundOccasion) -> bool:
    """Whether the day stands alone in its line, and right below it the functions of those who sign."""
    block = source.blocks[found.index]
    rest = fold(block.text[: found.occasion.start]), block.text[found.occasion.end :]
    alone = cue("signed_day").fullmatch(rest[0]) and not any(map(str.isalnum, rest[1]))
    if not alone or block.cell or not found.occasion.year:
        return False
    below = [b.text for b in source.blocks[found.index + 1 : found.index + 1 + SIGNERS] if b.text.strip()]
    return any(starts_with_role(part) for text in below for part in text.split("\t") if len(part) <= SIGNER)


LINE_LEAD = 4
"""Characters before a day that opens its line, a bullet for one (chosen, not measured)."""


def _goes_on(one: FoundOccasion, found: FoundOccasion) -> bool:
    """Whether a day opens the line below that of another, and is no earlier: a calendar."""
    opens = one.occasion.start <= LINE_LEAD and found.occasion.start <= LINE_LEAD
    return opens and found.index - one.index == 1 and found.occasion.first >= one.occasion.first


def shared_out(text: str, found: Sequence[FoundOccasion]) -> Iterator[FoundOccasion]:
    """The days of one sentence, each with its own part of it: no label runs into another event."""
    ends = [max(one.end, one.offset + one.occasion.hours_end) for one in found]
    starts = [_hour_start(one) for one in found]
    named = tells(text[found[0].sentence[0] : starts[0]])
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


def _cut(text: str, start: int, end: int, named: bool) -> int | None:
    """Where between two days the event of the second begins; None where both are of one event."""
    between = fold(text[start:end])
    if not tells(between):
        return None
    for signs in ("label.parts_strongly", "label.parts"):
        cuts = list(cue(signs).finditer(between))
        # "Bal le 5 mai, à la halle, forum le 6": the name stands before its day, or after it
        told = [
            match for match in cuts if tells(between[match.end() :] if named else between[: match.start()])
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


def corrected(occasion: Occasion, around: DayContext, meeting: date) -> Occasion:
    """The occasion with the year after, where that of a "prochaine réunion" was misprinted."""
    day, misprint = occasion.first, occasion.year and cue("next_meeting").find(around.before)
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
    hour, until = (
        (occasion.hour, occasion.until) if occasion.hour else _hours_of_row(row) or _hours_below(text, found)
    )
    return UpcomingDate(
        start=found.start,
        end=found.end,
        rule=judged.reason,
        date=first.isoformat(),
        end_date=occasion.last.isoformat() if occasion.last and not begun else None,
        time=hour.iso() if hour else None,
        end_time=until.iso() if until else None,
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


Hours = tuple[PrintedHour | None, PrintedHour | None]
"""When something begins, and when it ends."""


def _hours_below(text: str, found: FoundOccasion) -> Hours:
    """The hours of the next lines that have some, below "Date : 5 mai": "Horaires : 10 h - 12 h"."""
    if not cue("date_key").find(fold(text[slice(*found.before)])):
        return None, None
    below = text[found.end : found.end + BELOW].split("\n")[1:3]
    line = next((line for line in below if cue("hour_key").find(fold(line))), "")
    hours = find_hours(line)
    return (hours[0], closing_hour(fold(line), hours[:2])) if hours else (None, None)


def _hours_of_row(row: list[str]) -> Hours | None:
    """The hours that fill a cell of their own beside the day ("12 mai | 18 h - 20 h | Bal")."""
    for cell in row:
        hours = find_hours(cell)
        if hours and len(cell.strip()) <= HOUR_CELL and cell[: hours[0].start].strip() == "":
            return hours[0], closing_hour(fold(cell), hours[:2])
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
