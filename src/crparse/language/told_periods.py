"""Weeks, months, years and longer as told: "la semaine prochaine", "au printemps", "les années 80"."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from re import Match
from typing import Literal

from crparse import lexicon
from crparse.language.occasions import number_of
from crparse.language.outlook import Days, Outlook, Toward, settled
from crparse.language.told_days import named
from crparse.lexicon import Cues

PeriodKind = Literal["range", "month", "year", "season"]

WINTER = 24
"""Its number in ISO 8601-2, where spring is 21."""

SHORT_CENTURY = 1900
"""What a decade or year of two figures is of: "les années 80", "en 57"."""


@dataclass(frozen=True, slots=True)
class ToldPeriod:
    """A stretch of time as told at `text[start:end]`."""

    start: int
    end: int
    kind: PeriodKind
    edtf: str
    """As printed: without its year "XXXX-21"."""
    value: str | None
    """What it means, None where no day of writing tells."""
    days: Days | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of any year: a season, a quarter, a month."""

    kind: PeriodKind
    printed: str
    """Its value with "XXXX" for the year."""
    days: Callable[[int], Days]

    def of(self, year: int) -> str:
        """Its value in a year."""
        return self.printed.replace("XXXX", f"{year:04}")


def _cue(name: str) -> Cues:
    return lexicon.cues("times", name)


def _group(match: Match[str], name: str) -> str | None:
    return match.groupdict().get(name)


def find_told_periods(outlook: Outlook, day: date | None) -> Iterator[ToldPeriod]:
    """Every period told by words or by its number in a longer one; several may stand in one place."""
    if day is not None:
        yield from _away(outlook, day)
        yield from _distances(outlook, day)
        yield from _edges(outlook, day)
    for match, part in (*_seasons(outlook), *_quarters(outlook), *_first_months(outlook), *_halves(outlook)):
        yield from _of_year(outlook, match, part, day)
    yield from _decades(outlook)
    yield from _centuries(outlook, day)


def whole_year(year: int) -> Days:
    """From its first day to its last."""
    return date(year, 1, 1), date(year, 12, 31)


def months(year: int, first: int, last: int) -> Days:
    """From the first day of a month to the last of another of the same year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def week(start: int, end: int, day: date) -> ToldPeriod:
    """The week of a day: "2016-W15"."""
    year, number, weekday = day.isocalendar()
    monday = day - timedelta(weekday - 1)
    value = f"{year}-W{number:02}"
    return ToldPeriod(start, end, "range", value, value, (monday, monday + timedelta(6)))


def _unit(start: int, end: int, unit: str, away: int, day: date) -> ToldPeriod:
    """The week, month or year so many of them away from the day of writing."""
    if unit == "weeks":
        return week(start, end, day + timedelta(7 * away))
    if unit == "years":
        year = day.year + away
        return ToldPeriod(start, end, "year", str(year), str(year), whole_year(year))
    year, month = divmod(day.year * 12 + day.month - 1 + away, 12)
    value = f"{year}-{month + 1:02}"
    return ToldPeriod(start, end, "month", value, value, months(year, month + 1, month + 1))


def _away(outlook: Outlook, day: date) -> Iterator[ToldPeriod]:
    """ "la semaine dernière", "le mois prochain", "cette année"."""
    for unit in ("weeks", "months", "years"):
        for start, end, away in named(outlook.folded, unit):
            yield _unit(start, end, unit, away, day)


def _distances(outlook: Outlook, day: date) -> Iterator[ToldPeriod]:
    """ "il y a trois ans", "depuis deux mois", "dans trois semaines"."""
    for name, sign in (("ago", -1), ("ahead", 1)):
        for match in _cue(f"distance.{name}").finditer(outlook.folded):
            unit = next((unit for unit in ("weeks", "months", "years") if match[unit]), None)
            away = sign * number_of(match["count"])
            if unit and abs(away) < day.year:
                yield _unit(*match.span(), unit, away, day)


def _edges(outlook: Outlook, day: date) -> Iterator[ToldPeriod]:
    """ "en début d'année", "en fin d'année prochaine": the year that the tense tells."""
    for match in _cue("edge").finditer(outlook.folded):
        month = 1 if match["opens"] else 12
        if match["next"] or match["last"]:
            year: int | None = day.year + (1 if match["next"] else -1)
        else:

            def at(year: int, month: int = month) -> Days:
                return months(year, month, month)

            year = settled(at, range(day.year - 1, day.year + 2), day, outlook.toward(*match.span()))
        if year is not None:
            yield ToldPeriod(*match.span(), "year", str(year), str(year), whole_year(year))


def _of_year(outlook: Outlook, match: Match[str], part: _Part, day: date | None) -> Iterator[ToldPeriod]:
    """The part in the year that is printed or told with it, or in that which the tense tells."""
    told, printed = _group(match, "told"), _group(match, "year") or _group(match, "bare")
    # without what leads a season in: "été" of "pendant l'été"
    start = match.start("season") if _group(match, "season") else match.start()
    end = match.end()
    year = int(printed) if printed else None
    if year is None and day is not None:
        if told:
            year = day.year + lexicon.numbers("times", "told.years")[told]
        else:
            toward = outlook.toward(start, end)
            toward = Toward.LAST if _group(match, "last") else toward
            toward = Toward.NEXT if _group(match, "next") else toward
            year = settled(part.days, range(day.year - 2, day.year + 3), day, toward)
    value = part.of(year) if year else None
    edtf = part.of(int(printed)) if printed else value if told and value else part.printed
    yield ToldPeriod(start, end, part.kind, edtf, value, part.days(year) if year else None)


def _seasons(outlook: Outlook) -> Iterator[tuple[Match[str], _Part]]:
    numbers = lexicon.numbers("times", "seasons")
    for name in lexicon.names("times", "season"):
        for match in _cue(f"season.{name}").finditer(outlook.folded):
            number = numbers[_group(match, "season") or match["this"]]
            yield match, _Part("season", f"XXXX-{number}", _days_of_season(number))


def _days_of_season(number: int) -> Callable[[int], Days]:
    """From the first of March, June, September or December on; a winter is that of the year it begins in."""
    first = 3 * (number - 20)

    def days(year: int) -> Days:
        if number == WINTER:
            return date(year, first, 1), months(year + 1, 2, 2)[1]
        return months(year, first, first + 2)

    return days


def _stretch_of_months(first: int, last: int) -> _Part:
    return _Part("range", f"XXXX-{first:02}/XXXX-{last:02}", lambda year: months(year, first, last))


def _quarters(outlook: Outlook) -> Iterator[tuple[Match[str], _Part]]:
    units, ordinals = lexicon.numbers("times", "units"), lexicon.numbers("times", "ordinals")
    letters = {unit[0]: size for unit, size in units.items()}
    for match in _cue("quarter.worded").finditer(outlook.folded):
        size = units[match["unit"]]
        nth = 12 // size if match["final"] else ordinals[match["nth"]]
        if nth * size <= 12:
            yield match, _stretch_of_months((nth - 1) * size + 1, nth * size)
    for match in _cue("quarter.short").finditer(outlook.folded):
        size, nth = letters[match["unit"]], int(match["nth"])
        if nth * size <= 12:
            yield match, _stretch_of_months((nth - 1) * size + 1, nth * size)


def _first_months(outlook: Outlook) -> Iterator[tuple[Match[str], _Part]]:
    """ "les trois premiers mois de l'année", "les deux premiers trimestres de 2016"."""
    units = lexicon.numbers("times", "units")
    for match in _cue("months.first").finditer(outlook.folded):
        count = number_of(match["count"]) * units.get(match["unit"] or "", 1)
        if 1 < count < 12:
            yield match, _stretch_of_months(*((1, count) if match["first"] else (13 - count, 12)))


HALF = 15
"""Days of the first half of a month, "la première quinzaine"."""


def _halves(outlook: Outlook) -> Iterator[tuple[Match[str], _Part]]:
    ordinals, names = lexicon.numbers("times", "ordinals"), lexicon.numbers("calendar", "months")
    for match in _cue("months.half").finditer(outlook.folded):
        month, first = names[match["month"]], ordinals[match["nth"]] == 1
        yield match, _half(month, first)


def _half(month: int, first: bool) -> _Part:
    def days(year: int) -> Days:
        opens, closes = months(year, month, month)
        return (opens, opens.replace(day=HALF)) if first else (opens.replace(day=HALF + 1), closes)

    opens, closes = days(2001)  # no leap year: the last day is that of most years
    return _Part("range", f"XXXX-{opens:%m-%d}/XXXX-{closes:%m-%d}", days)


def _decades(outlook: Outlook) -> Iterator[ToldPeriod]:
    """ "les années 1980", "les années 80 et 90": a hyphen makes one stretch of two, "et" does not."""
    for match in _cue("decade").finditer(outlook.folded):
        first, last = _decade(match["decade"]), _decade(match["last"] or match["decade"])
        if match["last"] and not match["through"]:
            yield years(match.start(), match.end("decade"), first, first + 9)
            yield years(match.start("last"), match.end(), last, last + 9)
        elif first <= last:
            yield years(*match.span(), first, last + 9)


def _decade(printed: str) -> int:
    if not printed.isdigit():
        return lexicon.numbers("times", "decades")[printed]
    return int(printed) + (SHORT_CENTURY if len(printed) == 2 else 0)


def years(start: int, end: int, first: int, last: int) -> ToldPeriod:
    """A stretch of years."""
    value = f"{first:04}/{last:04}"
    return ToldPeriod(start, end, "range", value, value, (whole_year(first)[0], whole_year(last)[1]))


ROMAN = {"i": 1, "v": 5, "x": 10}
"""The figures of centuries."""


def _centuries(outlook: Outlook, day: date | None) -> Iterator[ToldPeriod]:
    """ "au XIXe siècle", "aux XVIIe et XVIIIe siècles", "au siècle dernier"."""
    for match in _cue("century.counted").finditer(outlook.folded):
        last = _century(match["century"] or match["worded"])
        first = _century(match["first"]) if match["first"] else last
        if not 0 < first <= last <= 30:
            continue
        if match["first"] and not match["through"]:
            yield years(*match.span("first"), 100 * first - 99, 100 * first)
            yield years(match.start("century"), match.end(), 100 * last - 99, 100 * last)
        else:
            yield years(*match.span(), 100 * first - 99, 100 * last)
    for match in _cue("century.last").finditer(outlook.folded) if day else ():
        first = (day.year - 1) // 100 * 100 - 99 if day else 0
        yield years(*match.span(), first, first + 99)


def _century(printed: str) -> int:
    worded = lexicon.numbers("times", "centuries").get(printed)
    if worded or printed.isdigit():
        return worded or int(printed)
    figures = [ROMAN[figure] for figure in printed]
    return sum(
        -one if following > one else one for one, following in zip(figures, [*figures[1:], 0], strict=True)
    )
