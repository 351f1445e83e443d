"""Months and years that are printed without a day: "en mai", "mars 2015 - mai 2016", "de 2008 à 2012"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from crparse import lexicon
from crparse.language.calendar import worded_number
from crparse.language.outlook import Days, Outlook, Toward, settled
from crparse.language.told_periods import (
    SHORT_CENTURY,
    PeriodKind,
    ToldPeriod,
    months,
    whole_year,
    years,
)
from crparse.lexicon import Cues

_CENTURIES = r"(?:1[89]|20)\d\d"
"""Years from 1800 to 2099: "2016", not "2500" or "16"."""

OLD = 1800
"""A year before it wants a word like "en" before it: 1650 may be anything."""

LEAD = 30
"""Characters before four figures that tell whether they are a year (chosen, not measured)."""

LONGEST = 500
"""Years between the first and the last of a stretch at most: "1500-2016" is none (chosen, not measured)."""


@cache
def month_names() -> dict[str, int]:
    """Months by their whole names: "mar" and "sept" are too short to stand without a day."""
    names = lexicon.numbers("calendar", "months")
    longest: dict[int, str] = {}
    for name, number in names.items():
        longest[number] = max(longest.get(number, ""), name, key=len)
    return {name: number for number, name in longest.items()}


def _word(name: str) -> str:
    return lexicon.source("calendar", f"periods.{name}")


def _cue(name: str) -> Cues:
    return lexicon.cues("times", name)


def _part(name: str) -> str:
    return lexicon.source("times", f"parts.{name}")


def _shared_year() -> str:
    """The year of a later month of a list: "2015" of "janvier et novembre 2015"."""
    return rf"(?:(?={_part('next_months')}\s(?P<year>{_CENTURIES})\b))?"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month, year = "|".join(month_names()), _CENTURIES
    shared = _shared_year()
    return (
        # Takes "mai-juin 2016", "mars 2015 - mai 2016"; leaves "5 mars - mai 2016".
        re.compile(
            rf"(?<!\d\s)\b(?P<first>(?P<month>{month})(?:\s+(?P<year>{year}))?"
            rf"\s*{_word('joint')}\s*(?P<last_month>{month})\s+(?P<last_year>{year}))\b"
        ),
        # Takes "de mars à mai 2016", leaves "de mars" alone.
        re.compile(
            rf"\b{_word('stretch_lead')}\s?(?P<first>(?P<month>{month})(?:\s+(?P<year>{year}))?"
            rf"\s*{_word('stretch_joint')}\s*(?P<last_month>{month})(?:\s+(?P<last_year>{year}))?)\b"
        ),
        # Takes "entre mars et mai", leaves "en mars et mai".
        re.compile(
            rf"\b{_word('between')}\s(?P<first>(?P<month>{month})(?:\s+(?P<year>{year}))?"
            rf"\s{_word('between_joint')}\s(?P<last_month>{month})(?:\s+(?P<last_year>{year}))?)\b"
        ),
        # Takes "mai 2016", leaves "31 février 2016", a day that no calendar has.
        re.compile(rf"(?<!\d\s)\b(?P<first>(?P<month>{month})\s+(?P<year>{year}))\b"),
        # Takes "05/2016", leaves "12/05/2016", "n° 03/2016".
        re.compile(
            rf"(?<![\d/.])(?<!{_word('number_sign')}\s)(?<!{_word('number_sign')})(?P<first>(?P<number>0?[1-9]|1[0-2])/(?P<year>{year}))(?![\d/])"
        ),
        # Takes "en mai", "mi-mai"; leaves "Mai va bien".
        re.compile(rf"\b{_word('month_lead')}[\s-]?(?P<first>(?P<month>{month}))\b(?!\s+\d{{4}}){shared}"),
        # Takes "mai 68", leaves "mai 68 %".
        re.compile(
            rf"(?<!\d\s)\b(?P<first>(?P<month>{month})\s'?(?P<short>[4-9]\d))(?![ -]?\w|[.,:/]\d|\s?[%°€])"
        ),
    )


@cache
def _bare_month() -> re.Pattern[str]:
    month, (alone, told) = "|".join(month_names()), map(_part, ("month_alone", "with_told_year"))
    # Takes "avril" of "la foire d'avril", leaves "5 avril", "avril 2016", "avril-mai".
    return re.compile(rf"{alone}(?P<first>(?P<month>{month}){told})(?![\w-]|\s\d{{4}}){_shared_year()}")


@cache
def _led_year() -> re.Pattern[str]:
    # Takes "en 2016", "saison 2015-2016"; leaves "en 2016 euros".
    return re.compile(
        rf"\b{_word('year_lead')}\s+(?P<first>(?P<year>{_CENTURIES})(?:\s?{_word('joint')}\s?(?P<last_year>{_CENTURIES}))?)"
        rf"(?![\d.,]\d|\s?(?:{_word('sum')})|\d)"
    )


@cache
def _next_year() -> re.Pattern[str]:
    """A year that follows another in a list of years."""
    joint, again, money = map(_word, ("year_list", "year_again", "sum"))
    # Takes " et 2016" of "en 2015 et 2016", leaves the sum of "en 2015, 2016 euros".
    return re.compile(rf"\s?{joint}\s{again}?(?P<year>{_CENTURIES})(?![\d.,]\d|\s?{money}|\d)")


@cache
def _bare_year() -> re.Pattern[str]:
    units = _part("figures_of")
    # Takes "2016", "1650"; leaves "1 980", "2016,5", "2016-04", "2016 euros".
    return re.compile(
        rf"(?<![\d.,/_#-])(?<!\d )(?<![a-z]-)(?P<year>(?:1\d|20)\d\d)"
        rf"(?![\w/-]|[.,]\d| \d{{3}}\b|\s?(?:{units})(?!\w))"
    )


# Takes "habitants" of "1950 habitants", leaves "dans", "(".
_FOLLOWING = re.compile(r"\s(?P<word>[a-z]+[sx])\b")


@dataclass(frozen=True, slots=True)
class _Period:
    """A month, or a year where `month` is None."""

    year: int | None
    month: int | None

    def edtf(self) -> str:
        """2016, 2016-05, XXXX-05."""
        year = f"{self.year:04}" if self.year else "XXXX"
        return year if self.month is None else f"{year}-{self.month:02}"

    def days(self) -> Days:
        """Its first and its last day; a year must be known."""
        year = self.year or 1
        return months(year, self.month, self.month) if self.month else whole_year(year)


def find_printed_periods(outlook: Outlook, day: date | None) -> Iterator[ToldPeriod]:
    """The months and years, and stretches of them, without a day; several may stand in one place."""
    for pattern in (*_patterns(), _bare_month()):
        for match in pattern.finditer(outlook.folded):
            # a month that nothing leads in is one where it has no capital: "avril", not "Avril Delorme"
            if pattern is not _bare_month() or outlook.text[match.start("first")].islower():
                yield from _period(outlook, *match.span("first"), _ends(match.groupdict(), day), day)
    yield from _years(outlook, day)


def _years(outlook: Outlook, day: date | None) -> Iterator[ToldPeriod]:
    folded = outlook.folded
    for match in _led_year().finditer(folded):
        if _counts(folded, *match.span("first")):
            continue
        ends = _ends(match.groupdict(), day)
        yield from _period(outlook, *match.span("first"), ends, day)
        end = match.end()
        while following := _next_year().match(folded, end):
            end = following.end()
            yield _year(*following.span("year"), int(following["year"]))
    for match in _bare_year().finditer(folded):
        if _is_year(outlook, match):
            yield _year(*match.span("year"), int(match["year"]))
    for match in _cue("years.stretch").finditer(folded):
        yield from _stretch(outlook, match)
    for match in _cue("years.in").finditer(folded):
        year = worded_number(match["year"])
        if OLD <= year < 2100:
            yield _year(*match.span("year"), year)
    for match in _cue("years.short").finditer(folded):
        year = int(match["year"]) if match["year"].isdigit() else worded_number(match["year"])
        if year < 100:
            yield _year(*match.span("year"), SHORT_CENTURY + year)
    for match in _cue("war").finditer(folded):
        first, last = lexicon.table("times", "wars")[match["war"]].split("/")
        yield years(*match.span("war"), int(first), int(last))


def _year(start: int, end: int, year: int) -> ToldPeriod:
    return ToldPeriod(start, end, "year", str(year), str(year), whole_year(year))


def _is_year(outlook: Outlook, match: re.Match[str]) -> bool:
    """Whether four figures are a year: not of a page, a sum or a number of things."""
    start, end = match.span("year")
    led = _cue("years.lead").search(outlook.folded[max(0, start - LEAD) : start]) is not None
    if not led and (int(match["year"]) < OLD or _of_no_year(outlook, start)):
        return False
    return not _counts(outlook.folded, start, end)


def _of_no_year(outlook: Outlook, start: int) -> bool:
    """Whether what stands before figures says that they are none: "page 2014", "il a 2014"."""
    return _cue("years.no_lead").search(outlook.plain[max(0, start - LEAD) : start]) is not None


def _counts(folded: str, start: int, end: int) -> bool:
    """Whether figures say how many: "2016 personnes", not "en 2016 les personnes"."""
    following = _FOLLOWING.match(folded, end)
    if following is None or following["word"] in lexicon.words("times", "years.small_words"):
        return False
    return _cue("years.sure_lead").search(folded[max(0, start - LEAD) : start]) is None


def _stretch(outlook: Outlook, match: re.Match[str]) -> Iterator[ToldPeriod]:
    """ "de 2008 à 2012", "2015-16"; "2016-04" is a month."""
    start = match.start("between") if match["between"] else match.start("first")
    first, last = int(match["between"] or match["first"]), int(match["last"])
    if last < 100:
        month, last = 0 < last <= 12, first - first % 100 + last
        if month and last != first + 1:
            return
    if first < last <= first + LONGEST and not _of_no_year(outlook, start):
        yield years(start, match.end(), first, last)


def _ends(parts: dict[str, str | None], day: date | None) -> list[_Period]:
    """The period of a match, or the first and last of a stretch: "de novembre à mai 2016" is 2015-11 on."""
    name, last_name = parts.get("month"), parts.get("last_month")
    month = month_names()[name] if name else int(parts.get("number") or 0) or None
    year, last_year = (int(parts.get(name) or 0) or None for name in ("year", "last_year"))
    if short := parts.get("short"):
        year = SHORT_CENTURY + int(short)
    if (told := parts.get("told")) and day is not None:
        year = day.year + lexicon.numbers("times", "told.years")[told]
    last_month = month_names()[last_name] if last_name else None
    if last_month is None and last_year is None:
        return [_Period(year, month)]
    if month and last_month and year is None and last_year is not None:
        year = last_year - (month > last_month)
    return [_Period(year, month), _Period(last_year, last_month)]


def _period(
    outlook: Outlook, start: int, end: int, ends: list[_Period], day: date | None
) -> Iterator[ToldPeriod]:
    """A month, a year or a stretch of either; nothing for one that ends before it begins."""
    known = _with_years(outlook, start, end, ends, day)
    days = (known[0].days()[0], known[-1].days()[1]) if all(one.year for one in known) else None
    if days and days[0] > days[1]:
        return
    kind: PeriodKind = "range" if len(ends) == 2 else "month" if ends[0].month else "year"
    edtf = "/".join(one.edtf() for one in ends)
    yield ToldPeriod(start, end, kind, edtf, "/".join(one.edtf() for one in known) if days else None, days)


def _with_years(
    outlook: Outlook, start: int, end: int, ends: list[_Period], day: date | None
) -> list[_Period]:
    """The months in the year that the tense tells, or in the nearest."""
    if day is None or ends[-1].year is not None:
        return ends

    def in_year(year: int) -> list[_Period]:
        return [replace(one, year=year - ((one.month or 0) > (ends[-1].month or 0))) for one in ends]

    def days(year: int) -> Days:
        known = in_year(year)
        return known[0].days()[0], known[-1].days()[1]

    toward = outlook.toward(start, end)
    if len(ends) == 2 and toward == Toward.NEAREST:
        toward = Toward.AHEAD
    year = settled(days, range(day.year - 2, day.year + 3), day, toward)
    return in_year(year) if year is not None else ends
