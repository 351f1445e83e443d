"""Days told from the day of the meeting: "demain", "jeudi prochain", "le lundi 14"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from crparse import lexicon
from crparse.calendar import Day
from crparse.text import fold

MONTHS_AHEAD = 62
"""Days within which "le lundi 14" has to fall."""


@cache
def _weekdays() -> dict[str, int]:
    """Full names only: "mar" and "sam" are too short to stand alone."""
    return {name: number for name, number in lexicon.load("calendar")["weekdays"].items() if len(name) > 3}


@cache
def _patterns() -> tuple[list[re.Pattern[str]], re.Pattern[str], list[tuple[re.Pattern[str], int]]]:
    data = lexicon.load("dates")
    name = rf"\b(?P<weekday>{'|'.join(_weekdays())})\b"
    upcoming = [re.compile(cue.replace("WEEKDAY", name)) for cue in data["weekday"]["next"]]
    numbered = re.compile(data["weekday"]["numbered"].replace("WEEKDAY", name))
    return upcoming, numbered, [(re.compile(cue), ahead) for cue, ahead in data["relative"].items()]


def find_relative_days(text: str, meeting: date) -> list[Day]:
    """Every day told from the meeting's, with its year."""
    folded = fold(text)
    found: list[Day] = []
    for day in sorted([*_relative(folded, meeting), *_weekday(folded, meeting)], key=lambda d: d.start):
        if not found or day.start >= found[-1].end:
            found.append(day)
    return found


def _relative(folded: str, meeting: date) -> Iterator[Day]:
    for cue, ahead in _patterns()[2]:
        for match in cue.finditer(folded):
            yield _day(match.start(), match.end(), meeting + timedelta(ahead))


def _weekday(folded: str, meeting: date) -> Iterator[Day]:
    upcoming, numbered, _ = _patterns()
    for cue in upcoming:
        for match in cue.finditer(folded):
            ahead = (_weekdays()[match["weekday"]] - meeting.weekday()) % 7 or 7
            yield _day(match.start("weekday"), match.end(), meeting + timedelta(ahead))
    for match in numbered.finditer(folded):
        # the weekday confirms the number, so that "mardi 3 points" is rarely taken for a day
        for ahead in range(MONTHS_AHEAD):
            day = meeting + timedelta(ahead)
            if day.day == int(match["day"]) and day.weekday() == _weekdays()[match["weekday"]]:
                yield _day(match.start(), match.end(), day)
                break


def _day(start: int, end: int, day: date) -> Day:
    return Day(start, end, day.day, day.month, day.year, day.weekday())
