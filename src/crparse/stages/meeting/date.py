"""The day that the meeting was held, and its hours."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain, islice, pairwise

from crparse import lexicon
from crparse.document.items import Doubt
from crparse.language.calendar import PrintedDay, PrintedHour, begins_with_year
from crparse.language.persons import Basis, name_at
from crparse.stages.meeting.head import Head, HeadLine, cue
from crparse.wording import Message

# A time stamp in the front matter: takes "2016-04-05T18:30", leaves "2016-04-05 18:30".
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT")

# One of full minutes, an hour of the meeting: takes "2016-04-05T18:30:00", leaves "2016-04-05T18:30:12".
_STAMP_HOUR = re.compile(r"\d{4}-\d\d-\d\dT(?P<hour>\d\d):(?P<minute>\d\d):00(?![\d:.])")

# One to the second, of the file: takes "2016-04-05 18:30:12", leaves "2016-04-05 18:30:00".
_STAMP_SECOND = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:(?!00)\d\d")

# A year by itself: takes "Assemblée générale 2016", leaves "n° 120167".
_YEAR = re.compile(r"\b20\d\d\b")

# Ends the clause before a day: takes the stop of "approuvé.", ") " of "(excusée) "; leaves "réunion du ".
_CLAUSE = re.compile(r"[.;\n]|\)\s")

FIRST_BLOCKS = 8
"""Blocks in which the day of the meeting stands rather than another (chosen, not measured)."""

TITLE_YEAR = 5
"""How much a year in the title counts beside those of printed days (chosen, not measured)."""

SHORT = 60
"""Characters: a longer line of the title says more than the year of the meeting (chosen, not measured)."""

NEAR = 60
"""Characters before a day in which a word can say what day it is."""

BESIDE = 25
"""Characters between the day of the meeting and its hour at most (chosen, not measured)."""


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A day or an hour with the place it was read from, offsets in the document."""

    value: str | None
    """None for a day that no year is known for."""
    start: int
    end: int
    rule: str
    weight: int = 0
    """How well a day of head or closing fits the day of the meeting."""
    bare: bool = False
    """Whether the line of a day says nothing else."""


def find_printed_days(
    head: Head, title: Sequence[HeadLine], closing: Sequence[HeadLine]
) -> Iterator[FoundValue]:
    """Every day of head and closing, in the order in which they are read."""
    years = _years(head, closing)
    places = [frozenset(lines) for lines in (title, head.title_lines, closing)]
    for line in [*head.lines, *head.running, *closing]:
        where = [line in lines for lines in places]
        for day in line.days:
            weight = _weight(line, day, *where)
            value, bare = _dated(day, years), not (line.rest or line.lead)
            yield FoundValue(value, *line.part(day.start, day.end), "date", weight, bare)


def best_day(days: Sequence[FoundValue]) -> FoundValue | None:
    """The day with the best reason to be that of the meeting, the first of equals; None without any.

    Nor of two that stand alone below each other, which nothing tells apart.
    """
    fitting = [day for day in days if day.weight > 0 and day.value is not None]
    best = max(fitting, key=lambda day: day.weight, default=None)
    bare = {day.value for day in fitting if best and day.weight == best.weight and day.bare}
    return best if len(bare) < 2 else None


def doubts_of_day(days: Sequence[FoundValue], chosen: FoundValue | None) -> Iterator[Doubt]:
    """No day that fits although some are printed, or another day that fits as well."""
    if chosen is None:
        for day in days[:1]:
            message = Message("No day printed in head or closing could be taken for that of the meeting.")
            yield Doubt("no_meeting_day", message, day.start, day.end)
        return
    for day in days:
        if day.weight == chosen.weight and day.value not in (None, chosen.value):
            message = Message(
                "The meeting may as well have been on %(day)s: %(chosen)s is printed first.",
                day=day.value,
                chosen=chosen.value,
            )
            yield Doubt("two_meeting_days", message, day.start, day.end)


@cache
def _directly(name: str) -> re.Pattern[str]:
    """A cue that stands directly before the day of the meeting."""
    said, article = lexicon.source("meeting", name), lexicon.source("meeting", "date.article")
    # As "date.strong" takes "reunion du " and "seance publique du ", leaves "convocation du ".
    return re.compile(rf"(?<!\w){said}\W*(?:{article}\W+)?$")


def _weight(line: HeadLine, day: PrintedDay, in_title: bool, in_head: bool, closing: bool) -> int:
    """How well the place of a day fits the day of the meeting; 0 or less if it does not."""
    before = f"{line.lead} {line.folded[max(0, day.start - NEAR) : day.start]}"
    clause = _CLAUSE.split(before)[-1]
    if cue("date.never").search(clause) or _STAMP_SECOND.match(line.text):
        return 0
    if cue("date.convened").search(clause) and not _directly("date.met").search(clause):
        return 0
    strong = _directly("date.strong").search(clause) is not None
    if line.running:
        return 3 if strong or (not line.rest and not cue("date.page").find(line.folded)) else 1
    year_first = begins_with_year(line.folded[day.start : day.end])
    opens, first = day.start < 4, line.index < FIRST_BLOCKS
    if line.prose and not (strong or opens or year_first):
        return 0
    early = in_head or line.prose or line.key or line.lead or first
    hours_follow = any(hour.start - day.end < 12 for hour in islice(line.hours_from(day.end), 1))
    stamp = _STAMP.match(line.text) is not None
    signs = (
        (5, strong and early),
        (6, in_title),
        (3, in_head and not line.prose),
        (3, in_head and not line.rest),
        (2, hours_follow or year_first),
        (1, opens and first and not closing),
        (-4, stamp),
        (2, stamp and in_head),
        (-4, is_byline(line, day)),
        (-3, closing),
        (1, day.year is not None),
    )
    return sum(weight for weight, holds in signs if holds)


def is_byline(line: HeadLine, day: PrintedDay) -> bool:
    """Whether a day is that of publication: the author follows it ("5 avril 2016 par Anne Roux")."""
    by = cue("date.by").match(line.folded, day.end)
    if by is None or by.end() == len(line.text):
        return by is not None
    name = name_at(line.text, by.end())
    return name is not None and name.basis >= Basis.CAPITALS and line.text[name.end :].strip(" .") == ""


def _years(head: Head, closing: Sequence[HeadLine]) -> Counter[int]:
    """How often each year is printed with other days of the head, or else of the closing."""
    years = Counter(day.year for line in [*head.lines, *head.running] for day in line.days if day.year)
    bare: set[int] = set()
    for line in head.title_lines:
        for match in _YEAR.finditer(line.text):
            years[int(match.group())] += 1
            # a year of no day: "Assemblée générale 2016"
            if len(line.text) < SHORT and not any(d.start <= match.start() < d.end for d in line.days):
                bare.add(int(match.group()))
    years.update(dict.fromkeys(bare, TITLE_YEAR))
    return years or Counter(day.year for line in closing for day in line.days if day.year)


def _dated(day: PrintedDay, years: Counter[int]) -> str | None:
    """The day in ISO form; a missing year is the one that most other days are printed with."""
    if day.year is not None:
        return day.iso()
    fitting = {year for year in years if day.weekday is not None and _weekday(day, year) == day.weekday}
    year = max(fitting or years, key=lambda year: (years[year], year), default=None)
    return None if year is None or _weekday(day, year) is None else replace(day, year=year).iso()


def _weekday(day: PrintedDay, year: int) -> int | None:
    try:
        return date(year, day.month, day.day).weekday()
    except ValueError:
        return None


NIGHT = "06:00"
"""Till then a meeting may end that began the day before (chosen, not measured)."""


def doubts_of_end(times: Mapping[str, FoundValue]) -> Iterator[Doubt]:
    """A doubt about an hour of the end that is not after the beginning."""
    start, end = times.get("start_time"), times.get("end_time")
    if start and end and start.value and end.value and end.value <= start.value and end.value > NIGHT:
        message = Message(
            "The end (%(end)s) is not after the beginning (%(start)s): none is given.",
            end=end.value,
            start=start.value,
        )
        yield Doubt("end_before_start", message, end.start, end.end)


def find_times(head: Head, day: FoundValue | None, blocks: Sequence[HeadLine]) -> dict[str, FoundValue]:
    """The day of the meeting, when it began and when it ended, as far as they are printed."""
    start = _start(head, day)
    times = {"date": day, "start_time": start, "end_time": _end(head, start, [*head.lines, *blocks])}
    return {field: found for field, found in times.items() if found}


def _start(head: Head, day: FoundValue | None) -> FoundValue | None:
    """When it began: beside its day, after a word for the beginning, before "début de"."""
    lines = [line for line in head.lines if not _is_duration(line)]
    found = chain(
        _after_cue(lines, "start"),
        _beside_day(lines, day) if day else (),
        _before_cue(lines, "start_after"),
        _alone_in_head(head),
        _stamped(head),
    )
    return next(found, None)


def _end(head: Head, start: FoundValue | None, lines: Sequence[HeadLine]) -> FoundValue | None:
    """When it ended: in the closing, or after the beginning ("de 14h à 16h")."""
    said = next(chain(_after_cue(lines, "end"), _before_cue(lines, "end_after")), None)
    said = said or [None, *_after_cue(lines, "end_key")][-1]
    return said or (next(_range_end(head, start), None) if start else None)


def _range_end(head: Head, start: FoundValue) -> Iterator[FoundValue]:
    """The end of the stretch that begins with the meeting, none where others follow it: a programme."""
    stretches = [
        (line, first, second)
        for line in head.lines
        for first, second in pairwise(line.hours)
        if _is_range(line, first, second)
    ]
    for line, first, second in stretches:
        goes_on = any(other.iso() == second.iso() for _, other, _ in stretches)
        if line.start + first.start == start.start and not goes_on:
            yield _found(line, second, "range")


def _is_duration(line: HeadLine) -> bool:
    """A length of time; "Durée : 17h00 à 18h00" gives hours all the same."""
    return cue("date.duration").match(line.lead or line.folded) is not None and len(line.hours) < 2


def _found(line: HeadLine, hour: PrintedHour, rule: str) -> FoundValue:
    return FoundValue(hour.iso(), *line.part(hour.start, hour.end), rule)


@cache
def _before_hour(key: str) -> re.Pattern[str]:
    """A cue that stands directly before its hour."""
    said, at = lexicon.source("meeting", f"hours.{key}"), lexicon.source("meeting", "hours.at")
    # "start" takes "la seance est ouverte a " before "18 h", leaves "ouverte le lundi ".
    return re.compile(rf"(?<!\w){said}[\s:]*{at}?$")


def _after_cue(lines: Iterable[HeadLine], key: str) -> Iterator[FoundValue]:
    """The hours that follow a cue directly."""
    for line in lines:
        for earlier, hour in zip([None, *line.hours], line.hours, strict=False):
            before = f"{line.lead} {line.folded[max(0, hour.start - 200) : hour.start]}"
            if key == "start" and earlier is not None and _is_range(line, earlier, hour):
                continue
            if not cue("hours.never").search(before) and _before_hour(key).search(before):
                yield _found(line, hour, key)


def _is_range(line: HeadLine, first: PrintedHour, second: PrintedHour) -> bool:
    """Whether two hours are those of "de 14h à 16h"."""
    return cue("hours.range").fullmatch(line.folded, first.end, second.start) is not None


def _before_cue(lines: Iterable[HeadLine], key: str) -> Iterator[FoundValue]:
    """The hours that a cue follows: "18h10, début de la réunion"."""
    for line in lines:
        for hour in line.hours:
            if cue(f"hours.{key}").match(line.folded, hour.end):
                yield _found(line, hour, key)


def _beside_day(lines: Iterable[HeadLine], day: FoundValue) -> Iterator[FoundValue]:
    """The hours after the day of the meeting: "le 5 avril 2016 à 18 h 30", "12/05, 9h30-12h"."""
    for line in lines:
        for printed in line.days:
            if f"{printed.month:02}-{printed.day:02}" == (day.value or "")[5:]:
                for hour in line.hours_from(printed.end):
                    if hour.start - printed.end > BESIDE:
                        break
                    if cue("hours.beside_day").find(line.folded[printed.end : hour.start]):
                        yield _found(line, hour, "day")


def _alone_in_head(head: Head) -> Iterator[FoundValue]:
    """The lines of the head that are an hour, or hours from-to, and little more."""
    for line in [*head.title_lines, *(line for line in head.lines if line.lead)]:
        if line.hours and not line.prose and not line.days and not _is_duration(line) and len(line.text) < 45:
            yield _found(line, line.hours[0], "head")


def _stamped(head: Head) -> Iterator[FoundValue]:
    """The hours of time stamps of full minutes in the front matter."""
    for line in head.title_lines:
        if match := _STAMP_HOUR.search(line.text):
            place = line.part(match.start("hour"), match.end("minute"))
            yield FoundValue(f"{match['hour']}:{match['minute']}", *place, "stamp")
