"""Every date of a text: days and hours, weeks, months, seasons, years and longer, as printed and as meant.

    >>> crparse.find_dates("Prochaine réunion : jeudi 5 mai à 18 h", reference="2016-04-05")

Built on the calendar and the occasions that the stages read; the words stand in the lexicon.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Literal, TypeVar

from crparse import lexicon
from crparse.language.calendar import PrintedDay, PrintedHour, apart, find_days, find_hours
from crparse.language.occasions import Occasion, find_occasions, is_time_of_day, timed
from crparse.language.outlook import BEFORE, Days, Outlook, Toward, settled
from crparse.language.printed_periods import find_printed_periods, month_names
from crparse.language.told_days import find_told_days
from crparse.language.told_periods import ToldPeriod, find_told_periods, week
from crparse.source import from_text
from crparse.stages.dates import LONG_AGO, inside_name
from crparse.text import fold

DateKind = Literal["day", "range", "month", "season", "year", "hour"]
When = Literal["upcoming", "past", "reference"]

YEARS = 4
"""Years before and after that of writing in which a day without one is looked for: one is a leap year."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as printed at `text[start:end]`, and what it means."""

    start: int
    end: int
    text: str
    kind: DateKind
    """A day, a range (of days, months or years), a month, a season, a year, or an hour.

    A week is a range ("2016-W15"), and so are a week-end, a quarter or half of a year ("2015-07/2015-09"), a
    decade ("1980/1989") and a century ("1801/1900").
    """
    edtf: str | None
    """What is printed, in EDTF: "2016-05-05", without its year "XXXX-05-05", "2016-05-05/2016-05-07".

    A season is numbered as there: "2015-21" is the spring of 2015, 22 summer, 23 autumn, 24 the winter that
    begins in that year.

    None for an hour whose day is not known.
    """
    value: str | None
    """What it means, in ISO 8601: a missing year is told by the weekday, by the tense, or where neither tells
    by the reference: the next such day, or one that is just gone.

    An hour is "2016-05-05T18:00", or "T18:00" where it belongs to no day or to several. None for what only
    a reference would tell.
    """
    when: When | None
    """Before or after the reference, or at it; None where that is not known."""


def find_dates(text: str, reference: str | date | None = None) -> list[FoundDate]:
    """Every date printed in a text, in order.

    Args:
        text: Any French text; what is told by words alone ("demain") is found where there is a reference.
        reference: The day that the text was written or that it tells of, by which years that are not
            printed are found and what is upcoming told from what is past.
    """
    day = date.fromisoformat(reference) if isinstance(reference, str) else reference
    found = [
        replace(one, start=start + one.start, end=start + one.end)
        for start, _, block in from_text(text).spans()
        for one in _in_line(block.text, day)
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def _in_line(text: str, reference: date | None) -> list[FoundDate]:
    outlook, hours = Outlook(text), _clock(text)
    days = _days(outlook, reference)
    occasions = timed(outlook.folded, [one.occasion for one in days], hours)
    found = [_of_days(text, one, day.printed, reference) for one, day in zip(occasions, days, strict=True)]
    found += _hours(text, hours, occasions, reference)
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    periods = [*find_told_periods(outlook, reference), *find_printed_periods(outlook, reference)]
    longest = sorted(periods, key=lambda one: (one.start - one.end, one.start))
    return found + [_of_period(text, one, reference) for one in _apart(longest, taken)]


P = TypeVar("P", "_Day", ToldPeriod)


def _apart(found: Iterable[P], taken: bytearray) -> Iterator[P]:
    """Those that stand on none before them; where they stand is marked in `taken`."""
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


@dataclass(frozen=True, slots=True)
class _Day:
    """A day or a stretch of days, with the days printed in it; one that words alone tell has none."""

    occasion: Occasion
    printed: Sequence[PrintedDay] = ()

    @property
    def start(self) -> int:
        return self.occasion.start

    @property
    def end(self) -> int:
        return self.occasion.end


def _days(outlook: Outlook, reference: date | None) -> list[_Day]:
    """The days and stretches of days in order; of several in one place the printed one, else the longest."""
    text, printed = outlook.text, find_days(outlook.text)
    found, told = [], []
    for occasion in find_occasions(text, reference or LONG_AGO):
        first = bisect_left(printed, occasion.start, key=attrgetter("start"))
        days = printed[first : bisect_right(printed, occasion.end, key=attrgetter("end"))]
        lead = outlook.folded[max(0, occasion.start - BEFORE) : occasion.start]
        if lexicon.cues("times", "place_of_day").search(lead):
            continue
        if days and not inside_name(text, occasion):
            found.append(_Day(_settled(outlook, _with_old_year(outlook, occasion), days, reference), days))
    for one in find_told_days(outlook, reference) if reference is not None else ():
        told.append(_Day(Occasion(one.start, one.end, one.first, one.last, year=True)))
    longest = sorted(told, key=lambda one: (one.start - one.end, one.start))
    return sorted(_apart([*found, *longest], bytearray(len(text))), key=attrgetter("start"))


def _with_old_year(outlook: Outlook, occasion: Occasion) -> Occasion:
    """The occasion with a year after it that minutes do not print: "le 4 août 1789"."""
    old = None if occasion.year else lexicon.cues("times", "years.old").match(outlook.folded, occasion.end)
    return _in_year(occasion, int(old["year"]), old.end()) if old else occasion


def _in_year(occasion: Occasion, year: int, end: int) -> Occasion:
    later = occasion.last.year - occasion.first.year if occasion.last else 0
    try:
        first = occasion.first.replace(year=year - later)
        last = occasion.last and occasion.last.replace(year=year)
    except ValueError:
        return occasion
    return replace(occasion, first=first, last=last, end=end, year=True)


def _settled(
    outlook: Outlook, occasion: Occasion, days: Sequence[PrintedDay], reference: date | None
) -> Occasion:
    """The occasion in the year that its weekday or its sentence tells, where none is printed."""
    if occasion.year or reference is None:
        return occasion
    around = range(reference.year - YEARS, reference.year + YEARS + 1)
    choices = {year: one for year in around if (one := _in_year(occasion, year, occasion.end)).year}
    toward = outlook.toward(occasion.start, occasion.end)

    def at(year: int) -> Days:
        return choices[year].first, choices[year].last or choices[year].first

    weekdays = [(day.weekday, index) for index, day in enumerate(days) if day.weekday is not None]
    fits = [
        year
        for year in choices
        if weekdays
        and at(year)[weekdays[0][1] > 0].weekday() == weekdays[0][0]
        and abs(year - reference.year) <= 1
    ]
    year = settled(
        at, fits if len(fits) == 1 else choices, reference, Toward.NEAREST if len(fits) == 1 else toward
    )
    return replace(choices[year], year=False) if year is not None else occasion


def _of_days(text: str, occasion: Occasion, days: Sequence[PrintedDay], reference: date | None) -> FoundDate:
    """A day or a stretch of days."""
    start, end = occasion.start, occasion.end
    # The full stop of its sentence is no part of it: "5 mars.", not "5 janv.".
    if text[start:end].endswith(".") and fold(text[start : end - 1]).split()[-1] in month_names():
        end -= 1
    # The week or the week-end of a day, "la semaine du 4 avril", is more than that day.
    lead = fold(text[max(0, start - BEFORE) : start])
    if not occasion.last and days and (occasion.year or reference is not None):
        if lexicon.cues("times", "stretch_of.week").search(lead):
            return _of_period(text, week(start, end, occasion.first), reference)
        if lexicon.cues("times", "stretch_of.weekend").search(lead):
            occasion = replace(occasion, last=occasion.first + timedelta(1))
    known = occasion.year or (reference is not None)
    value = "/".join(day.isoformat() for day in (occasion.first, occasion.last) if day) if known else None
    # One told by words alone, or of a year that only stands after it, has no other form than its value.
    alone = not days or (occasion.year and not any(day.year for day in days))
    ends = [] if alone else [days[0], days[-1]] if occasion.last else days[:1]
    edtf = "/".join(map(_edtf, ends)) if ends else value
    when = _when(occasion.first, occasion.last or occasion.first, reference) if known else None
    return FoundDate(start, end, text[start:end], "range" if occasion.last else "day", edtf, value, when)


def _edtf(day: PrintedDay) -> str:
    return f"{day.year or 'XXXX'}-{day.month:02}-{day.day:02}"


def _when(first: date, last: date, reference: date | None) -> When | None:
    if reference is None:
        return None
    if first <= reference <= last:
        return "reference"
    return "upcoming" if first > reference else "past"


def _of_period(text: str, period: ToldPeriod, reference: date | None) -> FoundDate:
    when = _when(*period.days, reference) if period.days and period.value else None
    printed = text[period.start : period.end]
    return FoundDate(period.start, period.end, printed, period.kind, period.edtf, period.value, when)


def _clock(text: str) -> list[PrintedHour]:
    """The hours of a text, without those that are a length of time: "six heures de route"."""
    folded = fold(text)
    named = lexicon.table("calendar", "named_hours")
    hours = [
        PrintedHour(*match.span("named"), int(named[match["named"]].split(":")[0]), sure=True)
        for match in lexicon.cues("times", "hours.named").finditer(folded)
    ]
    found = apart([*find_hours(text), *hours], bytearray(len(text)))
    return sorted((hour for hour in found if not _is_length(folded, hour)), key=attrgetter("start"))


def _is_length(folded: str, hour: PrintedHour) -> bool:
    if lexicon.cues("times", "hours.length_printed").search(folded, hour.start, hour.end):
        return True
    before = folded[max(0, hour.start - BEFORE) : hour.start]
    after = (
        None
        if hour.sure or hour.minute
        else lexicon.cues("times", "hours.length_after").match(folded, hour.end)
    )
    return bool(after or lexicon.cues("times", "hours.length_before").search(before))


def _is_of(occasion: Occasion, hour: PrintedHour) -> bool:
    """Whether an hour is of one day: both of "de 9 h à 12 h", none after "du 5 au 7 mai"."""
    if occasion.last and not occasion.start < hour.start < occasion.end:
        return False
    return occasion.hour is not None and occasion.hour.start <= hour.start < occasion.hours_end


def _hours(
    text: str, hours: Sequence[PrintedHour], occasions: Sequence[Occasion], reference: date | None
) -> Iterator[FoundDate]:
    """The times of day, each with its day where it has one."""
    folded, known = fold(text), [one for one in occasions if one.year or reference is not None]
    own, of = Counter(one.hour for one in known), {one.hour: one for one in known}
    owner: Occasion | None = None
    for hour in hours:
        if not is_time_of_day(folded, hour):
            continue
        if hour in of:
            owner = of[hour] if own[hour] == 1 else None
        day = owner.first if owner and _is_of(owner, hour) else None
        printed, time = text[hour.start : hour.end], f"T{hour.iso()}"
        if day is None:
            yield FoundDate(hour.start, hour.end, printed, "hour", None, time, None)
        else:
            value, when = f"{day.isoformat()}{time}", _when(day, day, reference)
            yield FoundDate(hour.start, hour.end, printed, "hour", f"{value}:00", value, when)
