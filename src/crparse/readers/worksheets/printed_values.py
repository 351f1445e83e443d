"""Numbers and days of a worksheet as its cells print them: 45363 is "12/03/2024" where the cell says so."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from crparse import lexicon

Value = bool | int | float | str | date | datetime | time | timedelta

# The pieces of a format: takes '"€"', "\\ ", "[$€-40C]", "_-", "* ", "yyyy", "AM/PM", "#,##0.00", "%"; what
# is left stands for itself.
_PIECES = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<sign>.)|\[(?P<told>[^\]]*)\]|_.|\*.|(?P<noon>AM/PM|A/P)|(?P<unit>[ymdhs]+)|'
    r"(?P<digits>[#0?](?:[#0?,\s.]*[#0?])?(?:E[+-]0+)?)|(?P<other>.)",
    re.I | re.S,
)
# What a bracket tells of money: takes "$€-40C", leaves "Red", ">100".
_MONEY = re.compile(r"\$([^-\]]*)")
# A unit that counts on: takes "[h]" and "[mm]", leaves "[Red]".
_ELAPSED = re.compile(r"[hms]+", re.I)

HERE = {
    "mm-dd-yy": "dd/mm/yyyy",
    "m/d/yy h:mm": "dd/mm/yyyy hh:mm",
    "[$-f800]dddd, mmmm dd, yyyy": "dddd d mmmm yyyy",
    "[$-x-sysdate]dddd, mmmm dd, yyyy": "dddd d mmmm yyyy",
}
"""Formats that a workbook writes in one way and every machine prints in its own -> as French ones do."""

GENERAL = ("general", "standard", "@", "")
DIGITS = 10
"""That a number shows where its format says nothing, as Excel does in a narrow cell."""

SHORT, FULL = 3, 4
"""Letters of a format from which it prints a name: "mmm" is "janv.", "mmmm" is "janvier"."""

THIN = "\u00a0"
"""What French puts between thousands."""


def printed_value(value: Value, format: str = "") -> str:
    """A value as a cell of this number format prints it on a French machine; text is itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    section = _section(HERE.get(format.lower(), format), value)
    if isinstance(value, timedelta):
        return _elapsed(value)
    if isinstance(value, date | time):
        return "".join(_moment(value, section)) if _has_units(section) else value.isoformat()
    if section.lower() in GENERAL:
        return _plain(value)
    return "".join(_number(value, section)).strip()


def _section(format: str, value: Value) -> str:
    """The part of a format that is for numbers of this sign."""
    sections = format.split(";")
    is_negative = isinstance(value, int | float) and not isinstance(value, bool) and value < 0
    if is_negative and len(sections) > 1 and sections[1]:
        return sections[1]
    return f"-{sections[0]}" if is_negative and sections[0].lower() not in GENERAL else sections[0]


def _has_units(section: str) -> bool:
    return any(piece["unit"] for piece in _PIECES.finditer(section))


def _plain(value: float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**DIGITS:
        value = int(value)
    return str(value) if isinstance(value, int) else f"{value:.{DIGITS}g}".replace(".", ",")


def _elapsed(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _number(value: float, section: str) -> Iterator[str]:
    """The pieces of a number and what is printed around it."""
    done = False
    scaled = abs(value) * (100 if "%" in section else 1)
    for piece in _PIECES.finditer(section):
        if piece["digits"]:
            yield "" if done else _digits(scaled, piece["digits"])
            done = True
        elif piece["told"] is not None:
            money = _MONEY.match(piece["told"])
            yield money[1] if money else ""
        elif piece["quoted"] is not None:
            yield piece["quoted"]
        else:
            yield piece["sign"] or piece["other"] or ("" if done else piece["unit"] or "")
    if not done:
        yield "" if any(piece["quoted"] for piece in _PIECES.finditer(section)) else _plain(abs(value))


def _digits(value: float, pattern: str) -> str:
    whole, dot, decimals = pattern.strip().partition(".")
    if "E" in pattern.upper() or "/" in pattern:
        return _plain(value)
    text = f"{value:,.{len(decimals.strip())}f}" if dot else f"{value:,.0f}"
    if dot and "#" in decimals:
        text = text.rstrip("0").rstrip(".")
    head, point, tail = text.partition(".")
    head = head.replace(",", THIN if "," in whole or " " in whole else "")
    head = head.zfill(whole.count("0"))
    return f"{head},{tail}" if point else head


def _moment(value: date | time, section: str) -> Iterator[str]:
    """The pieces of a day or an hour; "m" is minutes after hours and before seconds."""
    pieces = list(_PIECES.finditer(section))
    units = [piece["unit"][0].lower() if piece["unit"] else "" for piece in pieces]
    half = any(piece["noon"] for piece in pieces)
    for at, piece in enumerate(pieces):
        unit = piece["unit"]
        if unit:
            before = next((u for u in reversed(units[:at]) if u), "")
            after = next((u for u in units[at + 1 :] if u), "")
            minutes = units[at] == "m" and (before == "h" or after == "s")
            yield _unit("n" if minutes else units[at], len(unit), value, half)
        elif piece["noon"]:
            yield "AM" if isinstance(value, datetime | time) and value.hour < 12 else "PM"
        elif piece["told"] is not None:
            yield _unit("h", 1, value, False) if _ELAPSED.fullmatch(piece["told"]) else ""
        elif piece["quoted"] is not None:
            yield piece["quoted"]
        else:
            yield piece["sign"] or piece["other"] or ""


def _unit(unit: str, letters: int, value: date | time, half: bool) -> str:
    """A day, month, year, hour, minute or second in so many letters."""
    if unit in "ymd" and isinstance(value, date):
        if unit == "y":
            return f"{value.year:04}" if letters > 2 else f"{value.year % 100:02}"
        if letters >= SHORT:
            names = _names("months" if unit == "m" else "weekdays")
            return names[value.month if unit == "m" else value.weekday()][letters >= FULL]
        return f"{value.month if unit == 'm' else value.day:0{letters}}"
    if unit in "hns" and isinstance(value, datetime | time):
        hour = (value.hour - 1) % 12 + 1 if half else value.hour
        return f"{ {'h': hour, 'n': value.minute, 's': value.second}[unit]:0{min(letters, 2)}}"
    return ""


@lru_cache(maxsize=2)
def _names(of: str) -> dict[int, tuple[str, str]]:
    """Number -> the short and the full name of a month or weekday, from the lexicon."""
    words: dict[int, list[str]] = {}
    for name in (of, "weekday_abbreviations") if of == "weekdays" else (of,):
        for word, number in lexicon.numbers_as_written("calendar", name):
            words.setdefault(number, []).append(word)
    return {
        number: (f"{found[1]}." if len(found) > 1 else found[0], found[0]) for number, found in words.items()
    }
