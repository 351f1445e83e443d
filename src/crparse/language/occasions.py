"""Occasions: days and hours joined to when something happens, days told from that of the meeting too."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from crparse import lexicon
from crparse.language.calendar import PrintedDay, PrintedHour, apart, find_days, find_hours
from crparse.lexicon import Cues
from crparse.text import fold

AHEAD = {"tomorrow": 1, "day_after": 2}
"""Lists of the lexicon -> how many days after the meeting's they mean."""

MONTHS_AHEAD = 62
"""Days within which "le lundi 14" has to fall (chosen, not measured)."""


def _told(folded: str, meeting: date) -> Iterator[PrintedDay]:
    """Every day told from the meeting's, with its year."""
    # Whole names only: "mar" and "sam" are too short to stand alone.
    weekdays = lexicon.numbers("calendar", "weekdays")
    for name, ahead in AHEAD.items():
        for match in _cue(f"relative.{name}").finditer(folded):
            yield _day(match.start(), match.end(), meeting + timedelta(ahead))
    for name in lexicon.names("dates", "weekday.next"):
        for match in _cue(f"weekday.next.{name}").finditer(folded):
            ahead = (weekdays[match["weekday"]] - meeting.weekday()) % 7 or 7
            yield _day(match.start("weekday"), match.end(), meeting + timedelta(ahead))
    for match in _cue("weekday.numbered").finditer(folded):
        # the weekday confirms the number, so that "mardi 3 points" is rarely taken for a day
        for day in (meeting + timedelta(ahead) for ahead in range(MONTHS_AHEAD)):
            if day.day == int(match["day"]) and day.weekday() == weekdays[match["weekday"]]:
                yield _day(match.start(), match.end(), day)
                break


def _day(start: int, end: int, day: date) -> PrintedDay:
    return PrintedDay(start, end, day.day, day.month, day.year, day.weekday())


NEAR = 80
"""Characters between a day and its hour at most, where another day follows (chosen, not measured)."""

FAR = 240
"""Characters between the only day of a line and its hour at most (chosen, not measured)."""

LEAD = 100
"""Characters before a day or an hour that tell what it is (chosen, not measured)."""

EARLIEST = 6
"""An hour before it is a length of time ("2 h") unless it is printed with its minutes
(chosen, not measured)."""


# Takes the semicolon of "voté ; fermé", "fin. "; leaves "M. ".
_CLAUSE_END = re.compile(r"[;!?\n]|\w{3}\.\s")


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something happens, as printed at `text[start:end]`."""

    start: int
    end: int
    first: date
    last: date | None = None
    """The last day of a stretch of several."""
    hour: PrintedHour | None = None
    year: bool = False
    """Whether the year is printed (or the day is told from the meeting's)."""
    chained: bool = False
    """Whether it carries on a list of days: "le 5 mai, le 9 juin"."""


@cache
def _joint(name: str) -> re.Pattern[str]:
    # As "list_joint" takes " et ", leaves " et du four ".
    return re.compile(rf"\s*{lexicon.source('dates', name)}\s*")


def _cue(name: str) -> Cues:
    return lexicon.cues("dates", name)


def find_occasions(text: str, meeting: date) -> list[Occasion]:
    """The occasions of a block, in order; a day without its year is the first from the meeting on."""
    folded, taken = fold(text), bytearray(len(text))
    told = sorted(_told(folded, meeting), key=lambda day: day.start)
    days = list(apart(find_days(text), taken))
    days += apart(apart(told, bytearray(len(text))), taken)
    occasions = _stretches(folded, sorted(days, key=lambda day: day.start), meeting)
    return _timed(folded, list(occasions), find_hours(text))


def _stretches(folded: str, days: list[PrintedDay], meeting: date) -> Iterator[Occasion]:
    """Each day, those that are one stretch of time joined."""
    index, before = 0, 0
    while index < len(days):
        until = _stretch_end(folded, days, index, meeting)
        first, last = _resolve(days[index], days[until], meeting)
        if first is not None:
            start, end, year = days[index].start, days[until].end, days[until].year is not None
            chained = bool(before and _joint("other_joint").fullmatch(folded, before, start))
            yield Occasion(start, end, first, last, year=year, chained=chained)
            before = end
        index = until + 1


def _stretch_end(folded: str, days: list[PrintedDay], index: int, meeting: date) -> int:
    """Index of the last day of the stretch that begins at `index`."""
    until = index
    while until + 1 < len(days):
        here, following = days[until], days[until + 1]
        between = folded[here.end : following.start]
        if until == index and _is_range(folded, here, between):
            return until + 1
        if not (_joint("list_joint").fullmatch(between) and _follows(here, following, meeting)):
            break
        until += 1
    return until


def _is_range(folded: str, here: PrintedDay, between: str) -> bool:
    bracketed = folded[max(0, here.start - 1) : here.start] == "(" and between.strip() == "-"
    led = bracketed or _cue("range_lead").search(folded[max(0, here.start - LEAD) : here.start])
    if led:
        between = _without_hour(between)
    if not _joint("range_joint").fullmatch(between):
        return False
    return bool(led) or between.strip() not in lexicon.words("dates", "weak_range_joints")


def _without_hour(between: str) -> str:
    """What joins two days, without the hour of the first ("du 5 mai à 14 h au 7 mai")."""
    hours = find_hours(between)
    if len(hours) != 1:
        return between
    before = _cue("range_hour_lead").pattern.sub("", between[: hours[0].start])
    return f"{before.rstrip(' ,')} {between[hours[0].end :].lstrip(' ,')}"


def _follows(here: PrintedDay, following: PrintedDay, meeting: date) -> bool:
    one, two = here.on_or_after(meeting), following.on_or_after(meeting)
    return one is not None and two is not None and two - one == timedelta(1)


def _resolve(day: PrintedDay, end: PrintedDay, meeting: date) -> tuple[date | None, date | None]:
    """First and last day; last is None for a single day."""
    last = end.on_or_after(meeting)
    if day is end or last is None:
        return day.on_or_after(meeting), None
    year = last.year if (day.month, day.day) <= (end.month, end.day) else last.year - 1
    if day.year is None or (day.year == end.year and year < last.year):
        day = replace(day, year=year)
    first = day.on_or_after(meeting)
    return (first, last) if first is not None and first < last else (first, None)


def _timed(folded: str, occasions: list[Occasion], hours: list[PrintedHour]) -> list[Occasion]:
    """The occasions with their hour; the hour after a list of days is that of each."""
    hours = [hour for hour in hours if is_time_of_day(folded, hour)]
    starts = [hour.start for hour in hours]
    timed: list[Occasion] = []
    follower: Occasion | None = None
    for index in range(len(occasions) - 1, -1, -1):
        occasion = occasions[index]
        before = occasions[index - 1].end if index else 0
        after = follower.start if follower else len(folded)
        reach = NEAR if before or after < len(folded) else FAR
        first = max(bisect_left(starts, min(before, occasion.start)) - 1, 0)
        near = hours[first : bisect_left(starts, occasion.end + reach)]
        hour = _hour_of(folded, occasion, near, before, min(after, occasion.end + reach))
        if hour is None and follower is not None and follower.chained:
            hour = follower.hour
        follower = replace(occasion, hour=hour)
        timed.append(follower)
    return timed[::-1]


def _hour_of(
    folded: str, occasion: Occasion, hours: list[PrintedHour], before: int, until: int
) -> PrintedHour | None:
    """The first hour after the day in its clause, or the one right before it ("à 18 h le 5 mai").

    `hours` are those from the day `before` on; `until` is where the last may start.
    """
    for hour in hours:
        if occasion.last and occasion.start < hour.start < occasion.end:
            return hour
        gap = folded[occasion.end : hour.start]
        if occasion.end <= hour.start < until and not _CLAUSE_END.search(gap):
            return hour
    leads = [h for h in hours if before <= h.end <= occasion.start]
    if leads and _cue("hour_first_joint").fullmatch(folded, leads[-1].end, occasion.start):
        return leads[-1]
    return None


def is_time_of_day(folded: str, hour: PrintedHour) -> bool:
    """Whether an hour is one of the clock: not "durée : 7 h", not "2 h"."""
    if _cue("duration_lead").search(folded[max(0, hour.start - LEAD) : hour.start]):
        return False
    # Takes "5h30", leaves "5h".
    return hour.hour >= EARLIEST or bool(re.search(r"\d\D+\d", folded[hour.start : hour.end]))
