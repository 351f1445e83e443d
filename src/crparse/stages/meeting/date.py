"""The day that the meeting was held, and its hours."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice

from crparse import lexicon
from crparse.document.items import Doubt
from crparse.language.calendar import PrintedDay, PrintedHour, begins_with_year
from crparse.language.persons import Basis, name_at
from crparse.stages.meeting.head import Head, HeadLine

_STAMP_HOUR = re.compile(r"\d{4}-\d\d-\d\dT(?P<hour>\d\d):(?P<minute>\d\d)(?::00)?(?![\d:.]|:[0-5][1-9])")
_STAMP_SECOND = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:(?!00)\d\d")
"""A time stamp to the second: of the file, not of the meeting."""
_FIRST_BLOCKS = 8
_TITLE_YEAR = 5
"""How much a year in the title counts beside those of printed days."""
_SHORT = 60
_NEAR = 60
"""Characters before a day in which a word can say what day it is."""


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value with the place it was read from, offsets in the document."""

    value: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class DayPrinted:
    """A day that the head or the closing prints, with how well it fits the day of the meeting."""

    value: str | None
    """None where no year is known for it."""
    start: int
    end: int
    weight: int


def find_printed_days(
    head: Head, title: Sequence[HeadLine], closing: Sequence[HeadLine]
) -> Iterator[DayPrinted]:
    """Every day of head and closing, in the order in which they are read."""
    years = _years(head, closing)
    for line in [*head.lines, *head.furniture, *closing]:
        where = line in title, line in head.title_lines, line in closing
        for day in line.days:
            weight = _weight(line, day, *where)
            dated = _with_year(day, years)
            yield DayPrinted(dated, line.start + day.start, line.start + day.end, weight)


def best_day(days: Sequence[DayPrinted]) -> FoundValue | None:
    """The day with the best reason to be that of the meeting, the first of equals; None without any."""
    fitting = [day for day in days if day.weight > 0 and day.value is not None]
    best = max(fitting, key=lambda day: day.weight, default=None)
    return FoundValue(best.value, best.start, best.end, "date") if best and best.value else None


def doubts_of_day(days: Sequence[DayPrinted], chosen: FoundValue | None) -> Iterator[Doubt]:
    """No day that fits although some are printed, or another day that fits as well."""
    if chosen is None:
        for day in days[:1]:
            message = "No day printed in head or closing could be taken for that of the meeting."
            yield Doubt("no_meeting_day", message, day.start, day.end)
        return
    weight = next(day.weight for day in days if (day.start, day.end) == (chosen.start, chosen.end))
    for day in days:
        if day.weight == weight and day.value not in (None, chosen.value):
            message = f"The meeting may as well have been on {day.value}: {chosen.value} is printed first."
            yield Doubt("two_meeting_days", message, day.start, day.end)


@cache
def _strong() -> re.Pattern[str]:
    """What stands directly before the day of the meeting: "réunion du", not "convocation du"."""
    cue, article = (lexicon.source("meeting", f"date.{name}") for name in ("strong", "article"))
    return re.compile(rf"(?<!\w){cue}\W*(?:{article}\W+)?$")


def _weight(line: HeadLine, day: PrintedDay, in_title: bool, in_head: bool, closing: bool) -> int:
    """How well the place of a day fits the day of the meeting; 0 or less if it does not."""
    before = f"{line.lead} {line.folded[max(0, day.start - _NEAR) : day.start]}"
    clause = re.split(r"[.;\n]|\)\s", before)[-1]
    if lexicon.cues("meeting", "date.never").search(clause) or _STAMP_SECOND.match(line.text):
        return 0
    strong = _strong().search(clause)
    hours_follow = any(hour.start - day.end < 12 for hour in islice(line.hours_from(day.end), 1))
    if line.furniture:
        page = lexicon.cues("meeting", "date.page")
        return 3 if strong or (not line.rest and not page.find(line.folded)) else 1
    opens = day.start < 4 or begins_with_year(line.folded[day.start : day.end])
    if line.prose and not strong and not opens:
        return 0
    early = in_head or line.prose or line.key or line.lead or line.index < _FIRST_BLOCKS
    weight = 5 if strong and early else 0
    weight += 6 if in_title else 0
    weight += 3 if in_head and not line.prose else 0
    weight += 3 if not line.rest and in_head else 0
    weight += 2 if hours_follow or begins_with_year(line.folded[day.start : day.end]) else 0
    weight += 1 if day.start < 4 and not line.furniture and not closing and line.index < 8 else 0
    weight -= 4 if _STAMP_HOUR.match(line.text) or re.match(r"\d{4}-\d\d-\d\dT", line.text) else 0
    weight += 2 if re.match(r"\d{4}-\d\d-\d\dT", line.text) and in_head else 0
    weight -= 4 if is_byline(line, day) else 0
    if closing:
        weight -= 3
    return weight + (0 if day.year is None else 1)


def is_byline(line: HeadLine, day: PrintedDay) -> bool:
    """Whether a day is that of publication: the author follows it ("5 avril 2016 par Anne Roux")."""
    by = lexicon.cues("meeting", "date.by").match(line.folded, day.end)
    if by is None or by.end() == len(line.text):
        return by is not None
    name = name_at(line.text, by.end())
    return name is not None and name.basis >= Basis.CAPITALS and line.text[name.end :].strip(" .") == ""


def _years(head: Head, closing: Sequence[HeadLine]) -> Counter[int]:
    """How often each year is printed with other days of the head, or else of the closing."""
    years = Counter(
        other.year for line in [*head.lines, *head.furniture] for other in line.days if other.year
    )
    years.update(int(year) for line in head.title_lines for year in re.findall(r"\b20\d\d\b", line.text))
    years.update({year: _TITLE_YEAR for line in head.title_lines for year in _bare_years(line)})
    if not years:
        years.update(other.year for line in closing for other in line.days if other.year)
    return years


def _with_year(day: PrintedDay, years: Counter[int]) -> str | None:
    """The day in ISO form; a missing year is the one that most other days are printed with."""
    if day.year is not None:
        return day.iso()
    weekdays = {year for year in years if day.weekday is not None and _weekday(day, year) == day.weekday}
    candidates = sorted(weekdays or years, key=lambda year: (-years[year], -year))
    if not candidates:
        return None
    return replace(day, year=candidates[0]).iso() if _weekday(day, candidates[0]) is not None else None


def _bare_years(line: HeadLine) -> Iterator[int]:
    """Years of a title that are of no day: "Assemblée générale 2016"."""
    for match in re.finditer(r"\b20\d\d\b", line.text):
        if len(line.text) < _SHORT and not any(day.start <= match.start() < day.end for day in line.days):
            yield int(match.group())


def _weekday(day: PrintedDay, year: int) -> int | None:
    try:
        return date(year, day.month, day.day).weekday()
    except ValueError:
        return None


def find_start(head: Head, day: FoundValue | None) -> FoundValue | None:
    """When the meeting began: beside its day, after a word for the beginning, before "début de"."""
    lines = [line for line in head.lines if not _is_duration(line)]
    return (
        _after_cue(lines, "start", first=True)
        or _beside_day(lines, day)
        or _before_cue(lines, "start_after")
        or _alone_in_head(head)
        or _stamped(head)
    )


def find_end(head: Head, start: FoundValue | None, closing: Sequence[HeadLine]) -> FoundValue | None:
    """When it ended: in the closing, or after the beginning ("de 14h à 16h")."""
    lines = [*head.lines, *closing]
    found = (
        _after_cue(lines, "end", first=True)
        or _before_cue(lines, "end_after")
        or _after_cue(lines, "end_key", first=False)
    )
    if found is not None or start is None:
        return found
    for line in head.lines:
        for first, second in zip(line.hours, line.hours[1:], strict=False):
            joined = lexicon.cues("meeting", "hours.range").fullmatch(line.folded, first.end, second.start)
            if joined and line.start + first.start == start.start:
                return _found(line, second, "range")
    return None


def _is_duration(line: HeadLine) -> bool:
    """A length of time; "Durée : 17h00 à 18h00" gives hours all the same."""
    return (
        lexicon.cues("meeting", "date.duration").match(line.lead or line.folded) is not None
        and len(line.hours) < 2
    )


def _found(line: HeadLine, hour: PrintedHour, rule: str) -> FoundValue:
    return FoundValue(hour.iso(), line.start + hour.start, line.start + hour.end, rule)


@cache
def _before_hour(key: str) -> re.Pattern[str]:
    """A cue that stands directly before its hour: "ouverte à" before "18 h"; not "ouverte le lundi"."""
    cue, at = lexicon.source("meeting", f"hours.{key}"), lexicon.source("meeting", "hours.at")
    return re.compile(rf"(?<!\w){cue}[\s:]*{at}?$")


def _after_cue(lines: Iterable[HeadLine], key: str, *, first: bool) -> FoundValue | None:
    """The hour that follows a cue directly."""
    found, before_hour = None, _before_hour(key)
    for line in lines:
        for hour in line.hours:
            before = f"{line.lead} {line.folded[max(0, hour.start - 200) : hour.start]}"
            if lexicon.cues("meeting", "hours.never").search(before):
                continue
            if before_hour.search(before):
                found = _found(line, hour, key)
                if first:
                    return found
    return found


def _before_cue(lines: Iterable[HeadLine], key: str) -> FoundValue | None:
    """The hour that a cue follows: "18h10, début de la réunion"."""
    cues = lexicon.cues("meeting", f"hours.{key}")
    for line in lines:
        for hour in line.hours:
            if cues.match(line.folded, hour.end):
                return _found(line, hour, key)
    return None


def _beside_day(lines: Iterable[HeadLine], day: FoundValue | None) -> FoundValue | None:
    """The hour after the day of the meeting: "le 5 avril 2016 à 18 h 30", "12/05, 9h30-12h"."""
    if day is None:
        return None
    beside = lexicon.cues("meeting", "hours.beside_day")
    for line in lines:
        for printed in line.days:
            if f"{printed.month:02}-{printed.day:02}" != day.value[5:]:
                continue
            for hour in line.hours_from(printed.end):
                if hour.start - printed.end > 25:
                    break
                if beside.find(line.folded[printed.end : hour.start]):
                    return _found(line, hour, "day")
    return None


def _alone_in_head(head: Head) -> FoundValue | None:
    """A line of the head that is an hour, or hours from-to, and little more."""
    keyed = [line for line in head.lines if line.lead]
    for line in [*head.title_lines, *keyed]:
        if line.hours and not line.prose and not line.days and not _is_duration(line) and len(line.text) < 45:
            return _found(line, line.hours[0], "head")
    return None


def _stamped(head: Head) -> FoundValue | None:
    """The hour of a time stamp of full minutes in the front matter."""
    for line in head.title_lines:
        match = _STAMP_HOUR.search(line.text)
        if match and match["minute"] and ":00" in match.group()[16:]:
            return FoundValue(
                f"{match['hour']}:{match['minute']}",
                line.start + match.start("hour"),
                line.start + match.end("minute"),
                "stamp",
            )
    return None
