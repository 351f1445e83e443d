"""Days told by words: "hier soir", "jeudi dernier", "il y a dix jours", "ce week-end", "avant Noël"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from crparse import lexicon
from crparse.language.occasions import IDIOMS, LATER, MONTHS, easter, number_of
from crparse.language.outlook import Days, Outlook, Toward, settled
from crparse.lexicon import Cues

LEAD = 40
"""Characters before a day that tell whether it is one ("le lundi", "le monde de demain")
(chosen, not measured)."""

MONTHS_AROUND = 62
"""Days before or after the day of writing within which "le lundi 14" has to fall (chosen, not measured)."""

NEXT = 2
"""Days that "lundi prochain" is away at least: tomorrow is "demain" (chosen, not measured)."""

SATURDAY = 5
"""Its number: Monday is 0."""


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day or a stretch of days as told at `text[start:end]`."""

    start: int
    end: int
    first: date
    last: date | None = None


def _cue(name: str) -> Cues:
    return lexicon.cues("times", name)


@cache
def _part_of_day() -> re.Pattern[str]:
    # Takes " soir" of "hier soir", leaves ", soir".
    return re.compile(lexicon.source("times", "parts.part_of_day"))


@cache
def _named(kind: str) -> re.Pattern[str]:
    # Takes "hier", leaves that of "cahier".
    return re.compile(rf"\b(?<!-)(?P<said>{lexicon.source('times', f'told.{kind}')})\b")


def is_told(folded: str, start: int, end: int) -> bool:
    """Whether what stands around words like "demain" or "ce mois" lets them tell a time."""
    before, after = folded[max(0, start - LEAD) : start], _cue("told.not_after").match(folded, end)
    return not after and not _cue("told.not_before").search(before)


def named(folded: str, unit: str) -> Iterator[tuple[int, int, int]]:
    """Where "hier", "la semaine dernière", "cette année" stand, and how many units away they are."""
    away = lexicon.numbers("times", f"told.{unit}")
    for match in _named(unit).finditer(folded):
        if is_told(folded, *match.span()):
            yield *match.span(), away[match["said"]]


def find_told_days(outlook: Outlook, day: date) -> list[ToldDay]:
    """Every day told by words alone from the day of writing, in order; several may stand in one place."""
    found = [
        *_said(outlook, day),
        *_distances(outlook, day),
        *_weekends(outlook, day),
        *_feasts(outlook, day),
    ]
    found += [*_numbered(outlook, day), *_of_month(outlook, day), *_later(outlook, day)]
    found += _joined(outlook, _weekdays(outlook, day))
    return sorted(found, key=lambda one: (one.start, one.end))


def _said(outlook: Outlook, day: date) -> Iterator[ToldDay]:
    for start, end, away in named(outlook.folded, "days"):
        yield ToldDay(start, _with_part(outlook.folded, end), day + timedelta(away))


def _with_part(folded: str, end: int) -> int:
    """The end of a day with its evening: "hier soir"."""
    part = _part_of_day().match(folded, end)
    return part.end() if part else end


def _distances(outlook: Outlook, day: date) -> Iterator[ToldDay]:
    """ "il y a dix jours", "dans quinze jours"; weeks are no days."""
    for name, sign in (("ago", -1), ("ahead", 1)):
        for match in _cue(f"distance.{name}").finditer(outlook.folded):
            if match["days"]:
                days = number_of(match["count"])
                yield ToldDay(*match.span(), day + timedelta(sign * IDIOMS.get(days, days)))


def _weekends(outlook: Outlook, day: date) -> Iterator[ToldDay]:
    monday = day - timedelta(day.weekday())
    for match in _cue("weekend.said").finditer(outlook.folded):
        toward = outlook.toward(*match.span())
        if match["last"]:
            saturday = monday + timedelta(SATURDAY - 7)
        elif match["next"]:
            saturday = _ahead(SATURDAY, day, NEXT)
        else:
            gone = toward == Toward.PAST and day.weekday() < SATURDAY
            saturday = monday + timedelta(SATURDAY - 7 * gone)
        yield ToldDay(*match.span(), saturday, saturday + timedelta(1))


def _ahead(weekday: int, day: date, at_least: int) -> date:
    """The first such weekday so many days ahead at least."""
    earliest = day + timedelta(at_least)
    return earliest + timedelta((weekday - earliest.weekday()) % 7)


def _behind(weekday: int, day: date, at_least: int) -> date:
    latest = day - timedelta(at_least)
    return latest - timedelta((latest.weekday() - weekday) % 7)


def _weekdays(outlook: Outlook, day: date) -> Iterator[tuple[ToldDay, int]]:
    """Weekdays by their names alone, each with its number."""
    weekdays = lexicon.numbers("calendar", "weekdays")
    for match in _cue("weekday.alone").finditer(outlook.folded):
        start, end = match.span("weekday")
        if _cue("weekday.each").search(outlook.plain, max(0, start - LEAD), start):
            continue
        if _is_name(outlook.text, start):
            continue
        weekday = weekdays[match["weekday"]]
        toward = outlook.toward(start, end)
        end = _with_part(outlook.folded, end)
        if toward in (Toward.LAST, Toward.NEXT):
            find = _behind if toward == Toward.LAST else _ahead
            # with the word that says so: "lundi prochain"
            end = max(end, outlook.end_of_turn(end))
            yield ToldDay(start, end, find(weekday, day, NEXT)), weekday
        elif toward == Toward.PAST:
            yield ToldDay(start, end, _behind(weekday, day, 0)), weekday
        elif toward == Toward.NEAREST and outlook.of_a_thing(start, end):
            nearest = min(_behind(weekday, day, 0), _ahead(weekday, day, 0), key=lambda one: abs(one - day))
            yield ToldDay(start, end, nearest), weekday
        else:
            yield ToldDay(start, end, _ahead(weekday, day, 0)), weekday


def _is_name(text: str, start: int) -> bool:
    """Whether a capital stands in the middle of a sentence: "Marc Jeudi", "rue Jeudi"."""
    before = text[max(0, start - 2) : start]
    return text[start].isupper() and before[:1].isalpha() and before[1:].isspace()


def _joined(outlook: Outlook, found: Iterator[tuple[ToldDay, int]]) -> Iterator[ToldDay]:
    """The weekdays, those joined that are one stretch: "de lundi à vendredi", "samedi et dimanche"."""
    days = list(found)
    index = 0
    while index < len(days):
        here, weekday = days[index]
        index += 1
        while index < len(days):
            following, number = days[index]
            between = outlook.folded[here.end : following.start]
            lead = outlook.folded[max(0, here.start - LEAD) : here.start]
            led = _cue("weekday.stretch_lead").search(lead) and here.last is None
            apart = (number - weekday) % 7
            if led and _cue("weekday.stretch").fullmatch(between):
                ends = following.first
                first = ends - timedelta(apart)
            elif apart == 1 and _cue("weekday.list").fullmatch(between):
                first, ends = here.first, following.first
                if outlook.toward(here.start, following.end) == Toward.PAST or ends < first:
                    first = ends - timedelta((ends - first).days % 7 or apart)
                else:
                    ends = (here.last or first) + timedelta(1)
            else:
                break
            if not apart:
                break
            here, weekday = ToldDay(here.start, following.end, first, ends), number
            index += 1
        yield here


def _numbered(outlook: Outlook, day: date) -> Iterator[ToldDay]:
    """ "mardi 12": the nearest Tuesday that is the 12th of its month, as the tense tells."""
    weekdays = lexicon.numbers("calendar", "weekdays")
    around = range(-MONTHS_AROUND, MONTHS_AROUND + 1)
    for match in lexicon.cues("dates", "weekday.numbered").finditer(outlook.folded):
        weekday, number = weekdays[match["weekday"]], int(match["day"])

        def at(away: int, weekday: int = weekday, number: int = number) -> Days | None:
            one = day + timedelta(away)
            return (one, one) if (one.day, one.weekday()) == (number, weekday) else None

        away = settled(at, around, day, outlook.toward(*match.span()))
        if away is None:
            away = settled(at, around, day, Toward.NEAREST)
        if away is not None:
            end = _with_part(outlook.folded, match.end())
            yield ToldDay(match.start(), end, day + timedelta(away))


def _of_month(outlook: Outlook, day: date) -> Iterator[ToldDay]:
    """ "le 5 du mois prochain", "le 3 de ce mois"."""
    for name, away in MONTHS.items():
        for match in lexicon.cues("dates", f"monthday.{name}").finditer(outlook.folded):
            year, month = divmod(day.year * 12 + day.month - 1 + away, 12)
            if 0 < int(match["day"]) <= monthrange(year, month + 1)[1]:
                yield ToldDay(*match.span(), date(year, month + 1, int(match["day"])))


def _later(outlook: Outlook, day: date) -> Iterator[ToldDay]:
    """ "lundi en huit", "jeudi en quinze": a week or two after the next such day."""
    weekdays = lexicon.numbers("calendar", "weekdays")
    for name, later in LATER.items():
        for match in lexicon.cues("dates", f"weekday.later.{name}").finditer(outlook.folded):
            coming = _ahead(weekdays[match["weekday"]], day, 1)
            yield ToldDay(match.start("weekday"), match.end(), coming + timedelta(later))


def _feasts(outlook: Outlook, day: date) -> Iterator[ToldDay]:
    """ "à Noël", "avant Pâques", "le lundi de Pentecôte", "Noël 2015"."""
    for name in lexicon.names("times", "feast"):
        for match in _cue(f"feast.{name}").finditer(outlook.folded):
            start = match.start("name")
            told: date | None
            if match["year"]:
                told = _feast(match["name"], int(match["year"]))
            else:
                years = range(day.year - 1, day.year + 2)
                toward = outlook.toward(start, match.end())

                def at(year: int, feast: str = match["name"]) -> Days:
                    return _feast(feast, year), _feast(feast, year)

                year = settled(at, years, day, toward)
                told = _feast(match["name"], year) if year else None
            if told is not None:
                yield ToldDay(start, match.end(), told)


def _feast(name: str, year: int) -> date:
    for file, family in (("times", "feasts"), ("dates", "feast_days")):
        movable = lexicon.numbers(file, f"{family}.movable")
        if name in movable:
            return easter(year) + timedelta(movable[name])
        fixed = lexicon.table(file, f"{family}.fixed")
        if name in fixed:
            month, day = fixed[name].split("-")
            return date(year, int(month), int(day))
    raise KeyError(name)
