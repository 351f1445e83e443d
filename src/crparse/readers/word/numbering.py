"""The numbers and bullets that Word prints but does not store: counted as it counts them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from crparse.readers.blocks.markers import LevelStyle, ListNumbers, Marker, plain, symbol
from crparse.readers.files.markup import clark, whole
from crparse.readers.word.styles import UNSAID, Layout, WordStyles, font_of, read_layout
from crparse.readers.word.xml import child, number, switch, value
from crparse.text import squeeze

LEVELS = 9
"""Of a list in Word; what names a deeper one names none."""

RING = "◦"
"""What the letter "o" in Courier, Word's second bullet, looks like."""

# Takes "%1" and "%2" of the "%1.%2" that prints "2.1"; leaves "%0" and the sign of "50 %".
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class WordListLevel(LevelStyle):
    """How one level of a list is marked and set."""

    style: str | None = None
    layout: Layout = UNSAID


def read_level(element: etree._Element) -> WordListLevel:
    """The level that a `w:lvl` describes."""
    # Formats newer than 2007 stand in an alternative, beside a plain one for old programs.
    newer = value(element, "mc:AlternateContent", "mc:Fallback", "w:numFmt")
    number_format = value(element, "w:numFmt") or newer or "decimal"
    text = value(element, "w:lvlText") or ""
    places = enumerate(_PLACE.split(text))
    bullet = None
    if child(element, "w:lvlPicBulletId") is not None:
        bullet = Marker("•", True)
    elif number_format == "bullet":
        bullet = Marker(bullet_of(text.strip(), font_of(child(element, "w:rPr"))), True)
    return WordListLevel(
        start=number(element, "w:start") or 0,
        format=number_format,
        parts=tuple(int(part) - 1 if at % 2 else part for at, part in places),
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
class WordNumbers(ListNumbers):
    """One `w:num`, with its own changes: those that share an abstract list count on together."""

    levels: dict[int, WordListLevel]
    anew: set[int] = field(default_factory=set)
    """Levels that start anew the first time this `w:num` is used there."""

    def level_of_style(self, styles: Iterable[str]) -> int | None:
        """The level that is bound to the first of these paragraph styles that has one."""
        bound = {level.style: index for index, level in self.levels.items() if level.style}
        return next((bound[style] for style in styles if style in bound), None)

    def next(self, level: int) -> Marker:
        """The marker of the next paragraph at this level (from 0)."""
        # A level left out counts as used: the first "Heading 1" after a "Heading 2" is number 2.
        for above in range(level):
            self.counts.setdefault(above, self.levels[above].start if above in self.levels else 1)
        self.count(level, self.levels[level].start if level in self.anew else None)
        self.anew.discard(level)
        marker = self.marker(level)
        return marker if marker.bullet else Marker(squeeze(marker.text or "") or None, False)


def read_lists(root: etree._Element | None, styles: WordStyles) -> dict[str, WordNumbers]:
    """The lists of a document by the id of their `w:num`."""
    if root is None:
        return {}
    abstract = {
        found.get(clark("w:abstractNumId"), ""): found for found in root.iterchildren(clark("w:abstractNum"))
    }
    nums = {num.get(clark("w:numId"), ""): num for num in root.iterchildren(clark("w:num"))}
    of = {num_id: value(num, "w:abstractNumId") or "" for num_id, num in nums.items()}
    counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
    lists: dict[str, WordNumbers] = {}
    for num_id, num in nums.items():
        key = _linked(of[num_id], abstract, of, styles)
        lists[num_id] = _read_list(num, abstract.get(key), counts[key])
    return lists


def _linked(key: str, abstract: dict[str, etree._Element], of: dict[str, str], styles: WordStyles) -> str:
    """The abstract list that has the levels, where this one only names a list style."""
    for _ in range(LEVELS):
        named = value(abstract.get(key), "w:numStyleLink")
        num_id = styles.get(named, "numbering").layout.num_id if named is not None else None
        linked = of.get(num_id) if num_id else None
        if linked is None or linked == key:
            break
        key = linked
    return key


def _read_list(num: etree._Element, base: etree._Element | None, counts: dict[int, int]) -> WordNumbers:
    described = base.iterchildren(clark("w:lvl")) if base is not None else ()
    levels = {whole(level.get(clark("w:ilvl"))) or 0: read_level(level) for level in described}
    anew: set[int] = set()
    for override in num.iterchildren(clark("w:lvlOverride")):
        index = whole(override.get(clark("w:ilvl"))) or 0
        changed, start = child(override, "w:lvl"), number(override, "w:startOverride")
        if changed is not None:
            levels[index] = read_level(changed)
        if start is not None and index in levels:
            levels[index] = replace(levels[index], start=start)
            anew.add(index)
    known = {index: levels[index] for index in range(LEVELS) if index in levels}
    return WordNumbers(known, counts, anew)
