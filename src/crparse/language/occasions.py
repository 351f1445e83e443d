"""Occasions: days and hours joined to when something happens, days told from that of the meeting too."""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice

from crparse import lexicon
from crparse.language.calendar import PrintedDay, PrintedHour, apart, find_days, find_hours, worded_number
from crparse.lexicon import Cues
from crparse.text import fold

AHEAD = {"tomorrow": 1, "day_after": 2}
"""Lists of the lexicon -> how many days after the meeting's they mean."""

LATER = {"week": 7, "fortnight": 14}
"""Lists of the lexicon -> how many days after the next such weekday they mean: "jeudi en huit"."""

MONTHS = {"next": 1, "this": 0, "last": -1}
"""Lists of the lexicon -> how many months after the meeting's they mean: "le 5 du mois prochain"."""

IDIOMS = {8: 7, 15: 14}
"""Days that are weeks in French: "dans huit jours" is a week ahead, "dans quinze jours" two."""

MONTHS_AHEAD = 62
"""Days within which "le lundi 14" has to fall (chosen, not measured)."""


def _told(folded: str, meeting: date) -> Iterator[PrintedDay]:
    """Every day told from the meeting's, with its year."""
    yield from _weekdays(folded, meeting)
    yield from _numbered(folded, meeting)


def _distances(folded: str, meeting: date) -> Iterator[PrintedDay]:
    """ "demain", "dans quinze jours", "dans deux semaines"."""
    for name, ahead in AHEAD.items():
        for match in _cue(f"relative.{name}").finditer(folded):
            yield _day(match.start(), match.end(), meeting + timedelta(ahead))
    for match in _cue("distance.ahead").finditer(folded):
        days = number_of(match["count"]) * (7 if match["weeks"] else 1)
        yield _day(match.start(), match.end(), meeting + timedelta(IDIOMS.get(days, days)))


def number_of(printed: str) -> int:
    """A folded number in figures or in words."""
    return int(printed) if printed.isdigit() else worded_number(printed)


def _weekdays(folded: str, meeting: date) -> Iterator[PrintedDay]:
    """ "jeudi prochain", "jeudi en huit", "jeudi dernier", "avant jeudi"."""
    # Whole names only: "mar" and "sam" are too short to stand alone.
    weekdays = lexicon.numbers("calendar", "weekdays")
    lists = [(f"weekday.next.{name}", 0) for name in lexicon.names("dates", "weekday.next")]
    lists += [(f"weekday.later.{name}", later) for name, later in LATER.items()]
    for name, later in [*lists, ("weekday.due", 0), ("weekday.opens", 0), ("weekday.before", -7)]:
        for match in _cue(name).finditer(folded):
            ahead = (weekdays[match["weekday"]] - meeting.weekday()) % 7 or (7 if later >= 0 else 0)
            yield _day(match.start("weekday"), match.end(), meeting + timedelta(ahead + later))


def _numbered(folded: str, meeting: date) -> Iterator[PrintedDay]:
    """ "le lundi 14", "le 5 du mois prochain", "lundi 11 courant"."""
    weekdays = lexicon.numbers("calendar", "weekdays")
    for match in _cue("weekday.numbered").finditer(folded):
        # the weekday confirms the number, so that "mardi 3 points" is rarely taken for a day
        for day in (meeting + timedelta(ahead) for ahead in range(MONTHS_AHEAD)):
            if day.day == int(match["day"]) and day.weekday() == weekdays[match["weekday"]]:
                yield _day(match.start(), match.end(), day)
                break
    for name, ahead in MONTHS.items():
        for match in _cue(f"monthday.{name}").finditer(folded):
            year, month = divmod(meeting.year * 12 + meeting.month - 1 + ahead, 12)
            if int(match["day"]) <= monthrange(year, month + 1)[1]:
                yield _day(match.start(), match.end(), date(year, month + 1, int(match["day"])))


FEASTS = {"feasts": "feast_lead", "feast_days": "feast_day_lead"}
"""Families of the lexicon -> what stands before their names."""


def _feasts(folded: str, meeting: date) -> Iterator[PrintedDay]:
    """ "à la Toussaint", "le lundi de Pâques": the first such feast from the meeting on."""
    for family in FEASTS:
        for match in _feast(family).finditer(folded):
            days = (_feast_day(family, match["name"], meeting.year + later) for later in (0, 1))
            ahead = next((day for day in days if day >= meeting), None)
            if ahead is not None:
                yield _day(match.start("name"), match.end(), ahead)


def _feast_day(family: str, name: str, year: int) -> date:
    movable = lexicon.numbers("dates", f"{family}.movable")
    if name in movable:
        return easter(year) + timedelta(movable[name])
    month, day = lexicon.table("dates", f"{family}.fixed")[name].split("-")
    return date(year, int(month), int(day))


@cache
def _feast(family: str) -> re.Pattern[str]:
    lead = lexicon.source("dates", f"parts.{FEASTS[family]}")
    names = lexicon.source("dates", f"{family}.fixed", f"{family}.movable")
    # Takes "la toussaint" of "a la toussaint", leaves "les vacances de la toussaint".
    return re.compile(rf"{lead}(?P<name>{names})\b")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus and Butcher."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    month = epact + weekday - 7 * ((golden + 11 * epact + 22 * weekday) // 451) + 114
    return date(year, month // 31, month % 31 + 1)


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


# A day before the first of a stretch: takes "5-" of "5-6-7 mai", leaves ": ".
_TIGHT = re.compile(r"\d\s?-\s?$")

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
    until: PrintedHour | None = None
    """When it ends, where that is printed with its hour: "12 h" of "de 9 h à 12 h"."""
    hours_end: int = 0
    """Where what is printed of its hours ends: at "12 h" of "de 9 h à 12 h"; 0 without any."""
    year: bool = False
    """Whether the year is printed (or the day is told from the meeting's)."""
    vague: bool = False
    """Whether a distance or a feast tells it: "demain", "dans quinze jours", "à Noël"."""
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
    vague = [*_distances(folded, meeting), *_feasts(folded, meeting)]
    told = sorted([*_told(folded, meeting), *vague], key=lambda day: day.start)
    days = list(apart(find_days(text), taken))
    days += apart(apart(told, bytearray(len(text))), taken)
    occasions = _stretches(folded, sorted(days, key=lambda day: day.start), meeting)
    ends = {day.end for day in vague}
    marked = [replace(one, vague=True) if one.end in ends else one for one in occasions]
    return timed(folded, marked, find_hours(text))


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
        if until == index and _is_range(folded, here, following):
            return until + 1
        if not (_joint("list_joint").fullmatch(between) and _follows(here, following, meeting)):
            break
        until += 1
    return until


def _is_range(folded: str, here: PrintedDay, following: PrintedDay) -> bool:
    between = folded[here.end : following.start]
    # "12-15 avril": one month for both, and no third day
    glued = between.strip() == "-" and folded[here.start : here.end].isdigit() and here.day < following.day
    if glued and here.month == following.month:
        return not _TIGHT.search(folded, max(0, here.start - 3), here.start)
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


def timed(folded: str, occasions: Sequence[Occasion], hours: list[PrintedHour]) -> list[Occasion]:
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
        series = _series(folded, hours, bisect_left(starts, hour.start)) if hour else []
        until, hours_end = closing_hour(folded, series), series[-1].end if series else 0
        if hour is None and follower is not None and follower.chained:
            hour, until, hours_end = follower.hour, follower.until, follower.hours_end
        follower = replace(occasion, hour=hour, until=until, hours_end=hours_end)
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
    if not leads or not _cue("hour_first_joint").fullmatch(folded, leads[-1].end, occasion.start):
        return None
    first = len(leads) - 1
    while first and _cue("hour_range_joint").fullmatch(folded, leads[first - 1].end, leads[first].start):
        first -= 1
    return leads[first]


def _series(folded: str, hours: Sequence[PrintedHour], first: int) -> list[PrintedHour]:
    """The hours that go on from this one: "de 9h30 à 12h00 puis de 14h00 à 17h00"."""
    found = [hours[first]]
    for following in islice(hours, first + 1, None):
        if not _cue("hour_range_joint").fullmatch(folded, found[-1].end, following.start):
            break
        found.append(following)
    return found


def closing_hour(folded: str, hours: Sequence[PrintedHour]) -> PrintedHour | None:
    """The last of hours in a row, where it ends what the first begins: "18 h à 20 h", not "18 h et 20 h"."""
    if len(hours) < 2:
        return None
    before, last = hours[-2], hours[-1]
    if _cue("hour_range").fullmatch(folded, before.end, last.start):
        return last
    lead = folded[max(0, before.start - LEAD) : before.start]
    is_between = _cue("hours_between").find(lead) and _cue("hours_between_joint").fullmatch(
        folded, before.end, last.start
    )
    return last if is_between else None


def is_time_of_day(folded: str, hour: PrintedHour) -> bool:
    """Whether an hour is one of the clock: not "durée : 7 h", not "2 h"."""
    if _cue("duration_lead").search(folded[max(0, hour.start - LEAD) : hour.start]):
        return False
    # Takes "5h30", leaves "5h".
    return hour.sure or hour.hour >= EARLIEST or bool(re.search(r"\d\D+\d", folded[hour.start : hour.end]))
