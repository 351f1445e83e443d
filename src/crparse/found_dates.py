"""Every date of a text: days, stretches of days, months, years and hours, as printed and as they are meant.

    >>> crparse.find_dates("Prochaine réunion : jeudi 5 mai à 18 h", reference="2016-04-05")

Built on the calendar and the occasions that the stages read; the words stand in the lexicon.
"""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Literal

from crparse import lexicon
from crparse.language.calendar import PrintedDay, find_days, find_hours
from crparse.language.occasions import Occasion, find_occasions, is_time_of_day, number_of
from crparse.source import from_text
from crparse.stages.dates import LONG_AGO, inside_name
from crparse.stages.days import REACH, DayContext
from crparse.text import fold

DateKind = Literal["day", "range", "month", "year", "hour"]
When = Literal["upcoming", "past", "reference"]

_CENTURIES = r"(?:1[89]|20)\d\d"
"""Years from 1800 to 2099: "2016", not "2500" or "16"."""

# Where what tells of the past stops: takes ". " of "… a eu lieu. Le 5 mai …", leaves "le 5.04.16".
_SENTENCE_END = re.compile(r"[.;!?]\s")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as printed at `text[start:end]`, and what it means."""

    start: int
    end: int
    text: str
    kind: DateKind
    """A day, a range (of days, months or years), a month, a year, or an hour."""
    edtf: str | None
    """What is printed, in EDTF: "2016-05-05", without its year "XXXX-05-05", "2016-05-05/2016-05-07".

    None for an hour whose day is not known.
    """
    value: str | None
    """What it means, in ISO 8601: a missing year is told by the reference, the weekday and the sentence.

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
    printed = find_days(text)
    found, occasions = [], []
    for occasion in find_occasions(text, reference or LONG_AGO):
        first = bisect_left(printed, occasion.start, key=attrgetter("start"))
        days = printed[first : bisect_right(printed, occasion.end, key=attrgetter("end"))]
        if (days or reference is not None) and not inside_name(text, occasion):
            occasions.append(_settled(text, occasion, days, reference))
            found.append(_of_days(text, occasions[-1], days, reference))
    found += _hours(text, occasions, reference)
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    told = _told(fold(text), text, reference) if reference is not None else ()
    for period in chain(told, _periods(text, reference)):
        if not any(taken[period.start : period.end]):
            taken[period.start : period.end] = b"\1" * (period.end - period.start)
            found.append(period)
    return found


def _told(folded: str, text: str, reference: date) -> Iterator[FoundDate]:
    """What is told from the day of writing alone: "hier", "la semaine prochaine", "il y a trois ans"."""
    for unit in ("days", "weeks", "months", "years"):
        # Takes "hier", leaves that of "cahier".
        words = re.compile(rf"\b(?<!-)(?P<said>{lexicon.source('dates', f'news.{unit}')})\b")
        for match in words.finditer(folded):
            away = lexicon.numbers("dates", f"news.{unit}")[match["said"]]
            yield _away(text, *match.span(), unit, away, reference)
    for match in lexicon.cues("dates", "news.ago").finditer(folded):
        unit = "years" if match["years"] else "months"
        yield _away(text, *match.span(), unit, -number_of(match["count"]), reference)


def _away(text: str, start: int, end: int, unit: str, away: int, reference: date) -> FoundDate:
    """A day, a week ("2016-W15"), a month or a year so many of them away from the day of writing."""
    kind: DateKind
    if unit in ("days", "weeks"):
        day = reference + timedelta(away * (7 if unit == "weeks" else 1))
        year, week, _ = day.isocalendar()
        kind, value = ("day", day.isoformat()) if unit == "days" else ("range", f"{year}-W{week:02}")
    elif unit == "months":
        year, month = divmod(reference.year * 12 + reference.month - 1 + away, 12)
        kind, value = "month", f"{year}-{month + 1:02}"
    else:
        kind, value = "year", str(reference.year + away)
    when: When = "reference" if away == 0 else "upcoming" if away > 0 else "past"
    return FoundDate(start, end, text[start:end], kind, value, value, when)


def _settled(text: str, occasion: Occasion, days: Sequence[PrintedDay], reference: date | None) -> Occasion:
    """The occasion in the year that its weekday or its sentence tells, where none is printed."""
    last_year = _a_year_before(occasion)
    if occasion.year or reference is None or not days or last_year is None:
        return occasion
    weekdays = [day.weekday for day in days if day.weekday is not None]
    if weekdays:
        first = days[0].weekday is not None
        fits = [
            choice
            for choice in (occasion, last_year)
            if (choice.first if first else choice.last or choice.first).weekday() == weekdays[0]
        ]
        if len(fits) == 1:
            return fits[0]
    told = _sentence_around(text, occasion.start, occasion.end).is_past
    return last_year if told and occasion.first > reference else occasion


def _a_year_before(occasion: Occasion) -> Occasion | None:
    """The same days of the year before, None for a 29 February."""
    first, last = occasion.first, occasion.last
    try:
        last = last and last.replace(year=last.year - 1)
        return replace(occasion, first=first.replace(year=first.year - 1), last=last)
    except ValueError:
        return None


def _sentence_around(text: str, start: int, end: int) -> DayContext:
    before = _SENTENCE_END.split(text[max(0, start - REACH) : start])[-1]
    after = text[start:end] + _SENTENCE_END.split(text[end : end + REACH])[0]
    return DayContext(before=fold(before), after=fold(after))


def _of_days(text: str, occasion: Occasion, days: Sequence[PrintedDay], reference: date | None) -> FoundDate:
    """A day or a stretch of days; one told by words alone is printed in no other form than its value."""
    start, end = occasion.start, occasion.end
    # The full stop of its sentence is no part of it: "5 mars.", not "5 janv.".
    if text[start:end].endswith(".") and fold(text[start : end - 1]).split()[-1] in _months():
        end -= 1
    known = occasion.year or (reference is not None)
    value = "/".join(day.isoformat() for day in (occasion.first, occasion.last) if day) if known else None
    ends = [days[0], days[-1]] if occasion.last else days[:1]
    edtf = "/".join(map(_edtf, ends)) if days else value
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


def _hours(text: str, occasions: Sequence[Occasion], reference: date | None) -> Iterator[FoundDate]:
    """The times of day, each with its day where it has one."""
    folded, known = fold(text), [one for one in occasions if one.year or reference is not None]
    own, day_of = Counter(one.hour for one in known), {one.hour: one.first for one in known}
    for hour in find_hours(text):
        if not is_time_of_day(folded, hour):
            continue
        day = day_of[hour] if own[hour] == 1 else None
        printed, time = text[hour.start : hour.end], f"T{hour.iso()}"
        if day is None:
            yield FoundDate(hour.start, hour.end, printed, "hour", None, time, None)
        else:
            value, when = f"{day.isoformat()}{time}", _when(day, day, reference)
            yield FoundDate(hour.start, hour.end, printed, "hour", f"{value}:00", value, when)


@cache
def _months() -> dict[str, int]:
    """Months by their whole names: "mar" and "sept" are too short to stand without a day."""
    months = lexicon.numbers("calendar", "months")
    longest: dict[int, str] = {}
    for name, number in months.items():
        longest[number] = max(longest.get(number, ""), name, key=len)
    return {name: number for number, name in longest.items()}


def _word(name: str) -> str:
    return lexicon.source("calendar", f"periods.{name}")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month, year = "|".join(_months()), _CENTURIES
    return (
        # Takes "mai-juin 2016", "mars 2015 - mai 2016"; leaves "5 mars - mai 2016".
        re.compile(
            rf"(?<!\d\s)\b(?P<first>(?P<month>{month})(?:\s+(?P<year>{year}))?"
            rf"\s*{_word('joint')}\s*(?P<last_month>{month})\s+(?P<last_year>{year}))\b"
        ),
        # Takes "de mars à mai 2016", leaves "de mars" alone.
        re.compile(
            rf"\b{_word('stretch_lead')}\s?(?P<first>(?P<month>{month})(?:\s+(?P<year>{year}))?"
            rf"\s*{_word('joint')}\s*(?P<last_month>{month})(?:\s+(?P<last_year>{year}))?)\b"
        ),
        # Takes "mai 2016", leaves "31 février 2016", a day that no calendar has.
        re.compile(rf"(?<!\d\s)\b(?P<first>(?P<month>{month})\s+(?P<year>{year}))\b"),
        # Takes "05/2016", leaves "12/05/2016", "n° 03/2016".
        re.compile(
            rf"(?<![\d/.])(?<!{_word('number_sign')}\s)(?<!{_word('number_sign')})(?P<first>(?P<number>0?[1-9]|1[0-2])/(?P<year>{year}))(?![\d/])"
        ),
        # Takes "en mai", "mi-mai"; leaves "Mai va bien".
        re.compile(rf"\b{_word('month_lead')}[\s-]?(?P<first>(?P<month>{month}))\b(?!\s+\d{{4}})"),
        # Takes "en 2016", "saison 2015-2016"; leaves "en 2016 euros".
        re.compile(
            rf"\b{_word('year_lead')}\s+(?P<first>(?P<year>{year})(?:\s?{_word('joint')}\s?(?P<last_year>{year}))?)"
            rf"(?![\d.,]\d|\s?(?:{_word('sum')})|\d)"
        ),
    )


@cache
def _next_year() -> re.Pattern[str]:
    """A year that follows another in a list of years."""
    joint, again, money = map(_word, ("year_list", "year_again", "sum"))
    # Takes " et 2016" of "en 2015 et 2016", leaves the sum of "en 2015, 2016 euros".
    return re.compile(rf"\s?{joint}\s{again}?(?P<year>{_CENTURIES})(?![\d.,]\d|\s?{money}|\d)")


@dataclass(frozen=True, slots=True)
class _Period:
    """A month, or a year where `month` is None."""

    year: int | None
    month: int | None

    def edtf(self) -> str:
        """2016, 2016-05, XXXX-05."""
        year = str(self.year or "XXXX")
        return year if self.month is None else f"{year}-{self.month:02}"

    def first(self) -> date:
        """Its first day; a year must be known."""
        return date(self.year or 1, self.month or 1, 1)

    def last(self) -> date:
        """Its last day."""
        month = self.month or 12
        return date(self.year or 1, month, monthrange(self.year or 1, month)[1])


def _periods(text: str, reference: date | None) -> Iterator[FoundDate]:
    """The months and years, and stretches of them, that are printed without a day."""
    folded = fold(text)
    for pattern in _patterns():
        for match in pattern.finditer(folded):
            ends = _ends(match.groupdict())
            yield from _period(text, *match.span("first"), ends, reference)
            end = match.end()
            while ends[0].month is None and (following := _next_year().match(folded, end)):
                end = following.end()
                year = [_Period(int(following["year"]), None)]
                yield from _period(text, *following.span("year"), year, reference)


def _ends(parts: dict[str, str | None]) -> list[_Period]:
    """The period of a match, or the first and last of a stretch: "de novembre à mai 2016" is 2015-11 on."""
    name, last_name = parts.get("month"), parts.get("last_month")
    month = _months()[name] if name else int(parts.get("number") or 0) or None
    year, last_year = (int(parts.get(name) or 0) or None for name in ("year", "last_year"))
    last_month = _months()[last_name] if last_name else None
    if last_month is None and last_year is None:
        return [_Period(year, month)]
    if month and last_month and year is None and last_year is not None:
        year = last_year - (month > last_month)
    return [_Period(year, month), _Period(last_year, last_month)]


def _period(
    text: str, start: int, end: int, ends: list[_Period], reference: date | None
) -> Iterator[FoundDate]:
    """A month, a year or a stretch of either; nothing for one that ends before it begins."""
    known = _with_years(text, start, end, ends, reference)
    settled = all(one.year is not None for one in known)
    if settled and known[0].first() > known[-1].last():
        return
    kind: DateKind = "range" if len(ends) == 2 else "month" if ends[0].month else "year"
    edtf = "/".join(one.edtf() for one in ends)
    value = "/".join(one.edtf() for one in known) if settled else None
    when = _when(known[0].first(), known[-1].last(), reference) if settled else None
    yield FoundDate(start, end, text[start:end], kind, edtf, value, when)


def _with_years(
    text: str, start: int, end: int, ends: list[_Period], reference: date | None
) -> list[_Period]:
    """The months in the year that the reference tells: the next such month, or the one before it."""
    last = ends[-1]
    if reference is None or last.year is not None:
        return ends
    this, month = reference.year, last.month or 0
    if _sentence_around(text, start, end).is_past:
        year = this if month <= reference.month else this - 1
    else:
        year = this if month >= reference.month else this + 1
    return [replace(one, year=year - ((one.month or 0) > month)) for one in ends]
