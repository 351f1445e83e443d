"""The lists that a name stands in: what is beside "Zorglub" in "Opérateurs : EDF, Zorglub, SNCF"."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from crparse import lexicon
from crparse.stages.entities.mentions import Text, pieces
from crparse.text import Stretch, fold

LEAST = 3
"""Items from which on it is a list: "X et Y" says little. Chosen, not measured."""

MOST = 40
"""Items of the longest list that is looked at as a whole. Chosen, not measured."""

ITEM = 60
"""Characters of the longest item. Chosen, not measured."""

LINES = 3
"""Lines above and below whose first items keep company with that of a line. Chosen, not measured."""

LEAD = 70
"""Characters before a list in which it is said what it is of. Chosen, not measured."""

# Ends a list: takes " : " and the brackets of "Opérateurs (EDF, RTE)", leaves ", " and "data.gouv".
_HARD = re.compile(r"[\n:()\[\]!?]|\.(?=\s|$)")

# What ends the first item of a line: takes " : " and ", ", leaves "-" of "Val-Bleu".
_FIRST_END = re.compile(r"(?:(?<!\s)\s+)?[,;:(\t\n]|(?<!\s)\s+[-–—=]|$")

# Takes "Ensemble" and "42", leaves "ensemble".
_NAMED = re.compile(r"[A-ZÀ-ÖØ-Þ0-9]")


@cache
def _joint() -> re.Pattern[str]:
    words = lexicon.source("organisations", "around.and_words")
    # Parts the items of a list: takes ", ", " et ", " / ", a tab; leaves the hyphen of "Val-Bleu".
    # A run of white space is tried from its beginning alone.
    return re.compile(rf"(?:(?<!\s)\s+)?[,;/\t•+]\s*|(?<!\s)\s+{words}\s+|(?<!\s)\s+[-–—]\s+")


@dataclass(frozen=True, slots=True)
class Company:
    """What keeps a name company in its list, as shares of the other items."""

    size: int
    bodies: float
    people: float
    named: float
    led: bool
    """Whether it is said before the list that bodies follow: "Partenaires : …"."""


class Lists:
    """The lists of a text, in its lines and down its lines."""

    def __init__(self, text: Text, sure: Collection[Stretch]) -> None:
        self._text = text
        self._sure = frozenset(sure)
        self._across: dict[Stretch, Company] = {}
        self._down: dict[Stretch, Company] = {}
        self._read_lines()

    def across(self, place: Stretch) -> Company | None:
        """Of the place as an item of a list in its line."""
        return self._across.get(place)

    def down(self, place: Stretch) -> Company | None:
        """Of the place as the first item of a line among other lines."""
        return self._down.get(place)

    def _read_lines(self) -> None:
        text, firsts = self._text.text, []
        start = 0
        for line in text.split("\n"):
            end = start + len(line)
            for piece in pieces(_HARD, text, start, end):
                self._read_list(list(_items(text, *piece)), start)
            firsts.append(_first(text, start, end))
            start = end + 1
        for index, first in enumerate(firsts):
            if first:
                near = firsts[max(0, index - LINES) : index] + firsts[index + 1 : index + 1 + LINES]
                others = [one for one in near if one]
                if len(others) >= LEAST - 1:
                    self._keep(self._down, first, self._company(others, False))

    def _read_list(self, items: list[Stretch], line_start: int) -> None:
        if not LEAST <= len(items) <= MOST:
            return
        text = self._text.text
        lead = fold(text[max(line_start, items[0][0] - LEAD) : items[0][0]])
        led = lexicon.cues("organisations", "around.lead").find(lead) is not None
        for index, item in enumerate(items):
            self._keep(self._across, item, self._company(items[:index] + items[index + 1 :], led))

    def _keep(self, kept: dict[Stretch, Company], item: Stretch, company: Company) -> None:
        for way in self._ways(item):
            kept[way] = company

    def _company(self, others: list[Stretch], led: bool) -> Company:
        text, count = self._text, len(others)
        bodies = sum(any(way in self._sure for way in self._ways(one)) for one in others)
        people = sum(not text.free(*one) for one in others)
        named = sum(_NAMED.match(text.text, self._ways(one)[-1][0]) is not None for one in others)
        return Company(count + 1, bodies / count, people / count, named / count, led)

    def _ways(self, item: Stretch) -> list[Stretch]:
        """The item, and the item without its article."""
        start, end = item
        article = lexicon.cues("organisations", "around.item_article").match(fold(self._text.text[start:end]))
        return [item, (start + article.end(), end)] if article else [item]


def _items(text: str, start: int, end: int) -> Iterator[Stretch]:
    """The items between the signs that part them, white space apart; none where one is too long."""
    found = []
    for first, last in pieces(_joint(), text, start, end):
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            found.append((first, last))
    if all(last - first <= ITEM for first, last in found):
        yield from found


def _first(text: str, start: int, end: int) -> Stretch | None:
    """The first item of a line, bullets apart."""
    while start < end and not (text[start].isalnum() or text[start] in '«"/'):
        start += 1
    stop = _FIRST_END.search(text, start, end)
    last = stop.start() if stop else end
    return (start, last) if 1 < last - start <= ITEM else None
