"""The numbers and bullets that Word prints but does not store: counted as it counts them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from crparse import lexicon
from crparse.readers.blocks.markers import MOST, Marker, plain, roman, symbol
from crparse.readers.files.markup import clark, whole
from crparse.readers.word.styles import (
    UNSAID,
    Layout,
    WordStyles,
    child,
    font_of,
    number,
    read_layout,
    switch,
    value,
)

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
class _WordList:
    """One `w:num`: the list it belongs to, with its own changes."""

    abstract: str
    levels: dict[int, WordListLevel]
    starts: dict[int, int]
    """Level -> the count that it starts from anew the first time this `w:num` is used there."""
    started: set[int] = field(default_factory=set)

    def start(self, level: int) -> int:
        """The count of the first item of a level."""
        return self.starts.get(level, self.levels[level].start if level in self.levels else 1)


class Numbering:
    """The lists of a document and how far each has counted.

    Paragraphs of different `w:num` that share an abstract list count on together, unless one starts anew.
    """

    def __init__(self, root: etree._Element | None, styles: WordStyles) -> None:
        self._lists: dict[str, _WordList] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        described = root.iterchildren(clark("w:abstractNum"))
        self._abstract = {element.get(clark("w:abstractNumId"), ""): element for element in described}
        nums = {num.get(clark("w:numId"), ""): num for num in root.iterchildren(clark("w:num"))}
        abstract = {num_id: value(num, "w:abstractNumId") or "" for num_id, num in nums.items()}
        for num_id, element in nums.items():
            self._lists[num_id] = self._read(element, self._linked(abstract[num_id], abstract, styles))

    def _linked(self, abstract: str, of: dict[str, str], styles: WordStyles) -> str:
        """The abstract list that has the levels, where this one only names a list style."""
        for _ in range(LEVELS):
            named = value(self._abstract.get(abstract), "w:numStyleLink")
            style = styles.get(named, "numbering") if named is not None else None
            linked = of.get(style.layout.num_id or "") if style else None
            if linked is None or linked == abstract:
                break
            abstract = linked
        return abstract

    def _read(self, element: etree._Element, abstract: str) -> _WordList:
        base = self._abstract.get(abstract)
        described = base.iterchildren(clark("w:lvl")) if base is not None else ()
        levels = {whole(level.get(clark("w:ilvl"))) or 0: read_level(level) for level in described}
        starts: dict[int, int] = {}
        for override in element.iterchildren(clark("w:lvlOverride")):
            index = whole(override.get(clark("w:ilvl"))) or 0
            changed = child(override, "w:lvl")
            if changed is not None:
                levels[index] = read_level(changed)
            start = number(override, "w:startOverride")
            if start is not None:
                starts[index] = start
        known = {index: levels[index] for index in range(LEVELS) if index in levels}
        return _WordList(abstract, known, starts)

    def level(self, num_id: str | None, level: int) -> WordListLevel | None:
        """How a level of a list is marked; None where the list does not exist or is "none" (0)."""
        found = self._lists.get(num_id or "0")
        return found.levels.get(level) if found else None

    def level_of_style(self, num_id: str | None, styles: Sequence[str]) -> int | None:
        """The level that is bound to the first of these paragraph styles that has one."""
        found = self._lists.get(num_id or "0")
        if found is None:
            return None
        bound = {level.style: index for index, level in found.levels.items() if level.style}
        return next((bound[style] for style in styles if style in bound), None)

    def next(self, num_id: str, level: int) -> Marker:
        """The marker of the next paragraph of a list at this level (from 0)."""
        found = self._lists[num_id]
        how = found.levels[level]
        counts = self._counts.setdefault(found.abstract, {})
        self._count(found, counts, level)
        return how.bullet or Marker(self._number(found, counts, level), False)

    def _count(self, found: _WordList, counts: dict[int, int], level: int) -> None:
        # A level left out counts as used: the first "Heading 1" after a "Heading 2" is number 2.
        for above in range(level):
            counts.setdefault(above, found.start(above))
        if level in found.starts and level not in found.started:
            found.started.add(level)
            counts[level] = found.starts[level]
        else:
            counts[level] = counts.get(level, found.start(level) - 1) + 1
        for deeper in [key for key in counts if key > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                del counts[deeper]

    def _number(self, found: _WordList, counts: dict[int, int], level: int) -> str | None:
        how = found.levels[level]

        def count(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = found.levels.get(index)
            if other is None or index not in counts:
                return ""
            plain = how.figures and other.format not in _UNPRINTED
            return written(counts[index], "decimal" if plain else other.format)

        return " ".join(_PLACE.sub(count, how.text).split()) or None
