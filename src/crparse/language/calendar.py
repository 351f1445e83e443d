"""Days and hours as French minutes print them, with the characters they stand in.

`find_days` and `find_hours` read any text; what a day means (the meeting, a deadline) is for stages.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

from crparse import lexicon
from crparse.text import fold

HOUR_PARTS = {"quarter": 15, "half": 30, "quarter_less": -15}
"""Lists of the lexicon -> the minutes that they add: "vingt heures et quart"."""

MOST_WORDS = 9
"""Words of a number: "mille neuf cent quatre-vingt-dix-neuf" has seven. Without an end "deux mille deux
mille …" is read to its last word from each of its words."""

LIST = 500
"""Characters before a day in which others of its month stand: 31 with their weekdays take no more."""

CENTURY_PIVOT = 70
"""A two-digit year below it is of the 2000s, from it on of the 1900s."""


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day as printed: `text[start:end]`, weekday and "l'an …" included."""

    start: int
    end: int
    day: int
    month: int
    year: int | None = None
    """None where no year is printed with it or with the day it is joined to."""
    weekday: int | None = None
    """As printed, Monday is 0; may contradict the date."""

    def iso(self) -> str | None:
        """2016-04-05, None without a year."""
        return None if self.year is None else date(self.year, self.month, self.day).isoformat()

    def on_or_after(self, reference: date) -> date | None:
        """The printed day; without a year, the first such day from `reference` on."""
        if self.year is not None:
            return date(self.year, self.month, self.day)
        years = range(reference.year, reference.year + 9)
        days = (date(year, self.month, self.day) for year in years if _is_day(year, self.month, self.day))
        return next((found for found in days if found >= reference), None)


@dataclass(frozen=True, slots=True)
class PrintedHour:
    """A time of day as printed: `text[start:end]`. A length of time ("2 heures") looks the same."""

    start: int
    end: int
    hour: int
    minute: int = 0
    sure: bool = False
    """Whether it is surely one of the clock: "à minuit", "2 h du matin"."""

    def iso(self) -> str:
        """20:30."""
        return f"{self.hour:02}:{self.minute:02}"


P = TypeVar("P", PrintedDay, PrintedHour)


def _is_day(year: int | None, month: int, day: int) -> bool:
    try:
        date(year if year is not None else 2000, month, day)
    except ValueError:
        return False
    return True


@cache
def _weekdays() -> Mapping[str, int]:
    """Whole names and abbreviations."""
    names = (f"weekday{ending}" for ending in ("s", "_abbreviations"))
    return {word: day for name in names for word, day in lexicon.numbers("calendar", name).items()}


@cache
def _atoms() -> dict[str, str]:
    """The parts that the expressions below are made of."""
    word = lexicon.source("calendar", "numbers")
    words = {name: lexicon.source("calendar", f"words.{name}") for name in lexicon.names("calendar", "words")}
    weekdays = lexicon.source("calendar", "weekdays", "weekday_abbreviations")
    return {
        **words,
        # Takes "sept.", leaves that of "dix-sept heures".
        "month": rf"{lexicon.source('calendar', 'months')}(?![a-z])(?!\s?{words['hour']}\b)\.?",
        "weekday": rf"(?:\b{weekdays}\b\.?\s*,?\s*(?:{words['article']}\s+)?)",
        "number": rf"\b{word}(?:[\s-]+(?:{words['number_and']}[\s-]+)?{word}){{0,{MOST_WORDS - 1}}}\b",
        "digits": (
            r"(?<![\d.,])(?<!\d\d\d[/-])(?<![a-z_][/-])(?:0?[1-9]|[12]\d|3[01])(?!\d)"
            rf"{words['first_of_month']}?"
        ),
    }


@cache
def _month() -> re.Pattern[str]:
    """What each day in letters has in it; it is found far sooner than the whole."""
    return re.compile(_atoms()["month"])


@cache
def _lettered() -> re.Pattern[str]:
    """A day whose month is a word."""
    a = _atoms()
    day = f"(?:{a['digits']}|{a['number']})"
    # Takes "mardi 5 avril 2016", "l'an deux mil vingt-deux, le vingt et un janvier", "12 mai 1642"; leaves
    # "en avril", the sum of "le 12 mai 1500 €".
    return re.compile(
        rf"(?:{a['year_lead']}\s+(?P<before>{a['number']}|\d{{4}}){a['year_joint']})?"
        rf"(?P<weekday>{a['weekday']})?(?P<day>{day})[\s-]*{a['month_joint']}(?P<month>{a['month']})"
        rf"(?:(?:[\s,-]*|\s+{a['year_of']}\s+)(?:{a['year_lead']}\s+)?"
        rf"(?P<after>(?:19|20)\d\d(?!\d)|1[0-8]\d\d(?!\d|\s?{a['counted']})|(?<=-)\d\d(?!\d)|'\d\d(?!\d)|{a['number']}))?"
    )


# What each day in figures has in it: takes "5" of "le 5/04", leaves "mardi".
_FIGURE = re.compile(r"\d")


@cache
def _figures() -> tuple[re.Pattern[str], ...]:
    """The ways to print a day in figures."""
    a = _atoms()
    named = lexicon.source("calendar", "named_hours", "numbers")
    hour = rf"{a['at_hour']}?\d?\d\s?[h:]|{a['at_hour']}{named}\b"
    week = f"(?P<weekday>{a['weekday']})?"
    no_left, no_right = r"(?<![\d.,/_])(?<!\d-)", r"(?!\d|[./-]\d)"
    day, month = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
    two_day, two_month = r"(?P<day>0[1-9]|[12]\d|3[01])", r"(?P<month>0[1-9]|1[0-2])"
    long_day = r"(?P<day>1[3-9]|2\d|3[01])"
    full = r"(?P<year>(?:19|20)\d\d)"
    led = rf"(?:(?P<weekday>{a['weekday']})|\b{a['day_lead']}\s+)"
    forms = (
        # Takes "05/04/2016", "5. 4. 2016"; leaves "05/04-2016".
        rf"{week}{no_left}{day}(?P<sep>\s?[./_-]\s?|\s){month}(?P=sep){full}{no_right}",
        # Takes "5/4/16"; leaves "5.4.16".
        rf"{week}{no_left}{day}(?P<sep>[/-]){month}(?P=sep)(?P<year>\d\d){no_right}",
        # Takes "05.04.16"; leaves "5.4.16", which may be a number of the document.
        rf"{week}{no_left}{two_day}(?P<sep>[._]){two_month}(?P=sep)(?P<year>\d\d){no_right}",
        # Takes "2016-04-05"; leaves "2016-4-5".
        rf"{no_left}{full}(?P<sep>[./_-]){two_month}(?P=sep){two_day}{no_right}",
        # Takes "20160405"; leaves "201604051".
        rf"{no_left}{full}{two_month}{two_day}(?!\d)",
        # Takes "mardi 5/04", "le 05/04"; leaves "05/04", "le 5/4".
        rf"{led}{no_left}{day}/{two_month}{no_right}",
        # Takes "mardi 15/4"; leaves "mardi 5/4", which may be a share.
        rf"{led}{no_left}{long_day}/(?P<month>[1-9]){no_right}",
        # Takes "05/04 : vote", "05/04 à 18 h" at the start of a line; leaves "05/04 vote".
        rf"(?:^|\n)\s*{two_day}/{two_month}(?=\s*(?::|-\s|{hour})){no_right}",
        # Takes the day of "(05/04)"; leaves "(5/4)".
        rf"(?<=\(){two_day}/{two_month}(?=\)|\s?-)",
    )
    # Each takes what is said above it and leaves the rest: one takes "05/04/2016", the next "5/4/16".
    return tuple(re.compile(form) for form in forms)


@cache
def _companions() -> re.Pattern[str]:
    """The days that share the month of the next one: "5, 6 et" before "7 avril"."""
    a = _atoms()
    one = rf"(?:{a['weekday']}?{a['digits']})"
    # Takes "5, 6 et " and "5-"; leaves "5, 6".
    return re.compile(rf"(?:{one}(?:\s*,\s*{one})*\s*,?\s+{a['joins']}\s+|{one}\s?[-/]\s?)\Z")


def begins_with_year(folded: str) -> bool:
    """Whether a day is printed with its year first: "l'an deux mil vingt-deux, le mardi …"."""
    return lexicon.cues("calendar", "year_first").find(folded) is not None


def worded_number(words: str) -> int:
    """The value of folded number words: "deux mil vingt-deux" is 2022."""
    numbers = lexicon.numbers("calendar", "numbers")
    total = current = previous = 0
    # Takes "deux", "mil" and "vingt" of "deux mil vingt", leaves the spaces.
    for word in re.findall(r"[a-z]+", words):
        value = numbers.get(word, 0)
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif value == 20 and previous == 4:
            current += 80 - 4
        else:
            current += value
        previous = value
    return total + current


def _number(printed: str) -> int:
    # Takes "16" of "'16", "5" of "5er"; leaves "vingt et un".
    digits = re.match(r"'?(\d+)", printed)
    return int(digits.group(1)) if digits else worded_number(printed)


def _printed(
    start: int, end: int, day: int, month: int, year: int | None = None, weekday: str | None = None
) -> PrintedDay | None:
    """A day with the weekday printed before it, None for one that is in no calendar ("31 avril")."""
    if year is not None and year < 100:
        year += 2000 if year < CENTURY_PIVOT else 1900
    if not _is_day(year, month, day):
        return None
    # Takes "mardi" of "mardi, le ", leaves the comma.
    named = _weekdays()[re.findall(r"[a-z]+", weekday)[0]] if weekday else None
    return PrintedDay(start, end, day, month, year, named)


def _from_letters(match: re.Match[str]) -> PrintedDay | None:
    printed, end = match["before"] or match["after"], match.end()
    year = _number(printed) if printed else None
    if year is not None and not 1800 <= year <= 2199 and not any(map(str.isdigit, printed)):
        # "le 5 avril six élus": the number after the month is no year
        year, end = None, match.end("month")
    month = lexicon.numbers("calendar", "months")[match["month"].rstrip(".")]
    return _printed(match.start(), end, _number(match["day"]), month, year, match["weekday"])


def _in_letters(folded: str) -> Iterator[PrintedDay | None]:
    """The days whose month is a word; the next may begin where one has no year: "5 mars, six mai"."""
    if not _month().search(folded):
        return
    at = 0
    while match := _lettered().search(folded, at):
        day = _from_letters(match)
        at = day.end if day else match.end()
        yield day


def _from_figures(match: re.Match[str]) -> PrintedDay | None:
    parts = match.groupdict()
    year, weekday = parts.get("year"), parts.get("weekday")
    start = match.start() if weekday or year else match.start("day")
    day, month = int(parts["day"]), int(parts["month"])
    return _printed(start, match.end(), day, month, int(year) if year else None, weekday)


def _figures_after(folded: str, start: int) -> Iterator[PrintedDay | None]:
    """The days in figures that carry on a list: "12/04" and "19/04" after "05/04"."""
    joint = _atoms()["figure_joint"]
    # Takes ", 12/04" and " et le 19/04"; leaves ", 12/04/2016".
    following = re.compile(rf"{joint}(?P<day>0[1-9]|[12]\d|3[01])/(?P<month>0[1-9]|1[0-2])(?![\d/])")
    while match := following.match(folded, start):
        start = match.end()
        yield _printed(match.start("day"), start, int(match["day"]), int(match["month"]))


def _joined(folded: str, days: list[PrintedDay]) -> Iterator[PrintedDay]:
    """The days with those that share their month, each with the year of the day it is joined to."""
    a = _atoms()
    # Takes " et le ", " - "; leaves " pour le ".
    joint = re.compile(rf"\s*,?\s*(?:{a['joins']}|[-/,])\s*(?:{a['article']}\s+)?")
    for index, day in enumerate(days):
        following = days[index + 1] if index + 1 < len(days) else None
        if day.year is None and following is not None and joint.fullmatch(folded, day.end, following.start):
            day = replace(day, year=following.year)
        list_start = max(days[index - 1].end if index else 0, day.start - LIST)
        companions = _companions().search(folded, list_start, day.start)
        if companions and not begins_with_year(folded[day.start : day.end]):
            yield from filter(None, _shared(folded, companions, day))
        yield day


def _shared(folded: str, companions: re.Match[str], day: PrintedDay) -> Iterator[PrintedDay | None]:
    # Takes "jeudi 5" and "6" of "jeudi 5, 6 et", leaves ", " and " et".
    one = re.compile(rf"(?P<weekday>{_atoms()['weekday']})?(?P<day>{_atoms()['digits']})")
    for match in one.finditer(folded, companions.start(), companions.end()):
        number = _number(match["day"])
        yield _printed(match.start(), match.end(), number, day.month, day.year, match["weekday"])


def apart(found: Iterable[P | None], taken: bytearray) -> Iterator[P]:
    """The days or hours that stand on none found before; where they stand is marked in `taken`."""
    for one in found:
        if one and not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def find_days(text: str) -> list[PrintedDay]:
    """Every day printed in `text`, in order; a day shared by a list ("5 et 6 avril") counts each time."""
    folded, taken = fold(text), bytearray(len(text))
    figures = _figures() if _FIGURE.search(folded) else ()
    in_figures = (_from_figures(match) for pattern in figures for match in pattern.finditer(folded))
    found = list(apart(in_figures, taken))
    for first in [day for day in found if day.year is None]:
        found += apart(_figures_after(folded, first.end), taken)
    found += apart(_in_letters(folded), taken)
    return list(_joined(folded, sorted(found, key=lambda day: day.start)))


@cache
def _hours() -> tuple[re.Pattern[str], ...]:
    a = _atoms()
    parts = lexicon.source("calendar", *(f"hour_parts.{name}" for name in HOUR_PARTS))
    # not "entre 9 h et 14 h": the second is an hour of its own
    minutes = rf"(?P<minute>[0-5]\d(?!\d|\s?{a['hour']}\b)|(?<=\s){a['number']})(?:\s?{a['minute']}\b)?"
    figure = r"(?<![\d:,.])(?P<hour>[01]?\d|2[0-4])"
    evening, morning = (lexicon.source("calendar", f"day_parts.{name}") for name in ("evening", "morning"))
    half = rf"(?:\s(?:(?P<evening>{evening})|(?P<morning>{morning}))\b)?"
    forms = (
        # Takes "20h30", "9 heures et quart", "8 h du soir"; leaves "20 halles".
        rf"{figure}\s?{a['hour']}(?:(?:\s?[:.]?\s?|\s?{a['number_and']}\s?){minutes}|\s(?P<part>{parts})\b|(?![a-z])){half}",
        # Takes "20:30"; leaves "20:30:15", "20 : 45 %".
        rf"{figure}\s?:\s?(?P<minute>[0-5]\d)(?!\d|:|\s?%)",
        # Takes "vingt heures trente", "dix-huit heures"; leaves "vingt voix".
        rf"(?P<hour>{a['number']})\s+{a['hour_after_number']}\b"
        rf"(?:\s+(?P<part>{parts})\b|\s+(?:{a['number_and']}\s+)?(?P<minute>{a['number']}|[0-5]\d\b)(?:\s{a['minute']}\b)?)?{half}",
        # Takes "midi" of "à midi et demi"; leaves "le repas de midi".
        rf"{a['named_hour_lead']}(?P<named>{lexicon.source('calendar', 'named_hours')})\b"
        rf"(?:\s(?P<part>{parts})\b|\s(?P<minute>{a['number']})\b)?",
    )
    # Each takes what is said above it and leaves the rest: one takes "20h30", the next "20:30".
    return tuple(re.compile(form) for form in forms)


def _hour(match: re.Match[str]) -> PrintedHour | None:
    parts = match.groupdict()
    named = parts.get("named")
    hour = (
        int(lexicon.table("calendar", "named_hours")[named].split(":")[0])
        if named
        else _number(parts["hour"])
    )
    hour += 12 if parts.get("evening") and hour < 12 else 0
    total = hour * 60 + (_number(parts["minute"]) if parts.get("minute") else 0)
    for name, minutes in HOUR_PARTS.items():
        if parts.get("part") and lexicon.cues("calendar", f"hour_parts.{name}").fullmatch(parts["part"]):
            total += minutes
    if not 0 <= total <= 24 * 60:
        return None
    start = match.start("named") if named else match.start()
    sure = bool(named or parts.get("evening") or parts.get("morning"))
    return PrintedHour(start, match.end(), total // 60 % 24, total % 60, sure)


def find_hours(text: str) -> list[PrintedHour]:
    """Every time of day printed in `text`, in order."""
    folded = fold(text)
    hours = (_hour(match) for pattern in _hours() for match in pattern.finditer(folded))
    return sorted(apart(hours, bytearray(len(text))), key=lambda hour: hour.start)
