"""The numbers and bullets that Word prints but does not store: counted as it counts them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from crparse import lexicon
from crparse.readers.blocks.markers import MOST, Marker, plain, roman, symbol
from crparse.readers.files.markup import clark, whole
from crparse.readers.word.styles import UNSAID, UNSTYLED, Layout, WordStyles, font_of, read_layout
from crparse.readers.word.xml import child, number, switch, value

LEVELS = 9
"""Of a list in Word; what names a deeper one names none."""

RING = "◦"
"""What the letter "o" in Courier, Word's second bullet, looks like."""

# "%1" and "%2" in the "%1.%2" that prints "2.1"; not "%0", nor the sign of "50 %"
_PLACE = re.compile(r"%([1-9])")


def letters(count: int) -> str:
    """2 -> "B"; after "Z" Word doubles: 28 -> "BB"."""
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


def _ordinal(count: int) -> str:
    endings = lexicon.table("common", "ordinal_endings")
    return f"{count}{endings.get(str(count), endings['other'])}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": roman,
    "lowerRoman": lambda count: roman(count).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda count: letters(count).lower(),
    "decimalZero": lambda count: f"{count:02d}",
    "ordinal": _ordinal,
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
}

_UNPRINTED = ("none", "bullet")
"""Formats of levels that have no number to show in those below them."""


def written(count: int, number_format: str) -> str:
    """A count as its format prints it; in figures where that is not known here or cannot count so far."""
    if number_format in _UNPRINTED:
        return ""
    return _FORMATS.get(number_format, str)(count) if abs(count) <= MOST else str(count)


@dataclass(frozen=True, slots=True)
class WordListLevel:
    """How one level of a list is marked."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    """"%1.%2": the counts of the first and second level."""
    restart: int | None = None
    """The level (from 1) whose items restart this one; 0 for never, None for any above."""
    figures: bool = False
    """All counts in figures, whatever their own format."""
    bullet: Marker | None = None
    """What it prints where that is no number."""
    style: str | None = None
    layout: Layout = UNSAID


def read_level(element: etree._Element) -> WordListLevel:
    """The level that a `w:lvl` describes."""
    # Formats newer than 2007 stand in an alternative, beside a plain one for old programs.
    newer = value(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    number_format = value(element, "w:numFmt") or newer or "decimal"
    text = value(element, "w:lvlText") or ""
    bullet = None
    if child(element, "w:lvlPicBulletId") is not None:
        bullet = Marker("•", True)
    elif number_format == "bullet":
        bullet = Marker(bullet_of(text.strip(), font_of(child(element, "w:rPr"))), True)
    return WordListLevel(
        start=number(element, "w:start") or 0,
        format=number_format,
        text=text,
        restart=number(element, "w:lvlRestart"),
        figures=bool(switch(element, "w:isLgl")),
        bullet=bullet,
        style=value(element, "w:pStyle"),
        layout=read_layout(child(element, "w:pPr")),
    )


def bullet_of(sign: str, font: str | None) -> str | None:
    """The bullet of a level as it looks; None where the level prints none."""
    if sign == "o":
        return RING
    return symbol(ord(sign[0]), font) or plain(sign) if sign else None


@dataclass
class WordList:
    """One `w:num`: the list it belongs to, with its own changes, and how far it has counted."""

    levels: dict[int, WordListLevel]
    starts: dict[int, int]
    """Level -> the count that it starts from anew the first time this `w:num` is used there."""
    counts: dict[int, int]
    """Level -> its last number; all `w:num` of an abstract list count on together."""
    started: set[int] = field(default_factory=set)

    def level_of_style(self, styles: Iterable[str]) -> int | None:
        """The level that is bound to the first of these paragraph styles that has one."""
        bound = {level.style: index for index, level in self.levels.items() if level.style}
        return next((bound[style] for style in styles if style in bound), None)

    def next(self, level: int) -> Marker:
        """The marker of the next paragraph at this level (from 0)."""
        how = self.levels[level]
        self._count(level)
        if how.bullet is not None:
            return how.bullet
        text = _PLACE.sub(lambda place: self._shown(int(place[1]) - 1, how), how.text)
        return Marker(" ".join(text.split()) or None, False)

    def _count(self, level: int) -> None:
        # A level left out counts as used: the first "Heading 1" after a "Heading 2" is number 2.
        for above in range(level):
            self.counts.setdefault(above, self._start(above))
        if level in self.starts and level not in self.started:
            self.started.add(level)
            self.counts[level] = self.starts[level]
        else:
            self.counts[level] = self.counts.get(level, self._start(level) - 1) + 1
        for deeper in [key for key in self.counts if key > level]:
            restart = self.levels[deeper].restart if deeper in self.levels else None
            if restart is None or level < restart:
                del self.counts[deeper]

    def _start(self, level: int) -> int:
        """The count of the first item of a level."""
        return self.starts.get(level, self.levels[level].start if level in self.levels else 1)

    def _shown(self, level: int, within: WordListLevel) -> str:
        """The count of a level in the number of an item that stands at it or below."""
        how = self.levels.get(level)
        if how is None or level not in self.counts:
            return ""
        plain = within.figures and how.format not in _UNPRINTED
        return written(self.counts[level], "decimal" if plain else how.format)


def read_lists(root: etree._Element | None, styles: WordStyles) -> dict[str, WordList]:
    """The lists of a document by the id of their `w:num`."""
    if root is None:
        return {}
    abstract = {
        found.get(clark("w:abstractNumId"), ""): found for found in root.iterchildren(clark("w:abstractNum"))
    }
    nums = {num.get(clark("w:numId"), ""): num for num in root.iterchildren(clark("w:num"))}
    of = {num_id: value(num, "w:abstractNumId") or "" for num_id, num in nums.items()}
    counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
    lists: dict[str, WordList] = {}
    for num_id, num in nums.items():
        key = _linked(of[num_id], abstract, of, styles)
        lists[num_id] = _read_list(num, abstract.get(key), counts[key])
    return lists


def _linked(key: str, abstract: dict[str, etree._Element], of: dict[str, str], styles: WordStyles) -> str:
    """The abstract list that has the levels, where this one only names a list style."""
    for _ in range(LEVELS):
        named = value(abstract.get(key), "w:numStyleLink")
        style = styles.get(named, "numbering") if named is not None else UNSTYLED
        linked = of.get(style.layout.num_id or "")
        if linked is None or linked == key:
            break
        key = linked
    return key


def _read_list(num: etree._Element, base: etree._Element | None, counts: dict[int, int]) -> WordList:
    described = base.iterchildren(clark("w:lvl")) if base is not None else ()
    levels = {whole(level.get(clark("w:ilvl"))) or 0: read_level(level) for level in described}
    starts: dict[int, int] = {}
    for override in num.iterchildren(clark("w:lvlOverride")):
        index = whole(override.get(clark("w:ilvl"))) or 0
        changed, start = child(override, "w:lvl"), number(override, "w:startOverride")
        if changed is not None:
            levels[index] = read_level(changed)
        if start is not None:
            starts[index] = start
    return WordList({index: levels[index] for index in range(LEVELS) if index in levels}, starts, counts)
