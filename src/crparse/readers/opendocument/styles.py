"""How ODT text looks and is numbered: styles resolved through their parents, list numbers counted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from lxml import etree

from crparse.readers.blocks.lists import TextFace
from crparse.readers.blocks.markers import UNMARKED, Marker, counted, plain
from crparse.readers.files.markup import clark, is_bold, points

LARGEST = 10_000
"""What no number of blanks, columns or items exceeds: a file may say anything."""

# "12"; not "-1", "1.5"
_WHOLE = re.compile(r"[0-9]{1,12}")


def whole_number(told: str | None) -> int:
    """The number that an attribute tells, as far as it makes sense in a document."""
    return min(LARGEST, int(told)) if told and _WHOLE.fullmatch(told) else 1


@dataclass(frozen=True, slots=True)
class OdtLooks(TextFace):
    """What styles say of a stretch of text or a paragraph, after their parents and defaults."""

    align: str | None = None
    indent: float | None = None
    above: float | None = None
    title: bool = False
    """Based on the style that the format names Title."""

    def over(self, style: etree._Element) -> Self:
        """These looks with those that `style` itself sets laid over them."""
        said: dict[str, str] = {}
        for part in style.iterchildren(clark("style:text-properties"), clark("style:paragraph-properties")):
            said.update((str(name), str(told)) for name, told in part.attrib.items())
        title = self.title or style.get(clark("style:name")) == "Title"
        return replace(self._with_text(said)._with_paragraph(said), title=title)

    def _with_text(self, said: Mapping[str, str]) -> Self:
        weight, slant = said.get(clark("fo:font-weight")), said.get(clark("fo:font-style"))
        under, case = said.get(clark("style:text-underline-style")), said.get(clark("fo:text-transform"))
        size, color = said.get(clark("fo:font-size"), ""), said.get(clark("fo:color"))
        shown = said.get(clark("text:display"))
        color = self.color if color is None else color.lstrip("#").upper()
        share = float(size[:-1]) / 100 if size.endswith("%") else None
        return replace(
            self,
            bold=self.bold if weight is None else is_bold(weight),
            italic=self.italic if slant is None else slant in ("italic", "oblique"),
            underline=self.underline if under is None else under != "none",
            caps=self.caps if case is None else case == "uppercase",
            hidden=self.hidden if shown is None else shown == "none",
            size=points(size) or self.size if share is None else self.size and round(self.size * share, 1),
            color=None if color == "000000" else color,
        )

    def _with_paragraph(self, said: Mapping[str, str]) -> Self:
        align, around = said.get(clark("fo:text-align")), said.get(clark("fo:margin"))
        left = points(said.get(clark("fo:margin-left")) or around)
        first = points(said.get(clark("fo:text-indent")))
        above = points(said.get(clark("fo:margin-top")) or around)
        indent = self.indent
        if left is not None or first is not None:
            indent = (left if left is not None else self.indent or 0.0) + (first or 0.0)
        return replace(
            self,
            align=self.align if align is None else {"start": "left", "end": "right"}.get(align, align),
            indent=indent,
            above=self.above if above is None else above,
        )


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list style: a bullet, or a number with what stands around it."""

    bullet: str | None = None
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    """How many levels the number shows ("2.1" shows two)."""
    start: int = 1


def _level(element: etree._Element) -> ListLevel:
    if etree.QName(element).localname == "list-level-style-bullet":
        return ListLevel(bullet=plain(element.get(clark("text:bullet-char"), "•")))
    return ListLevel(
        format=element.get(clark("style:num-format"), ""),
        prefix=element.get(clark("style:num-prefix"), ""),
        suffix=element.get(clark("style:num-suffix"), ""),
        shown=whole_number(element.get(clark("text:display-levels"))),
        start=whole_number(element.get(clark("text:start-value"))),
    )


class OdtStyles:
    """The named styles of a document; automatic styles of the body win over common ones of that name."""

    def __init__(self, *trees: etree._Element) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._looks: dict[tuple[str, str | None, OdtLooks], OdtLooks] = {}
        self.lists: dict[str, dict[int, ListLevel]] = {}
        """List style name -> level (from 1) -> how it is marked; the outline's numbering under ""."""
        self.usual = OdtLooks()
        """Of a paragraph of which nothing is said."""
        for tree in trees:
            for style in tree.iter(clark("style:style")):
                key = (style.get(clark("style:family"), ""), style.get(clark("style:name"), ""))
                self._elements[key] = style
            for style in tree.iter(clark("style:default-style")):
                if style.get(clark("style:family")) == "paragraph":
                    self.usual = OdtLooks().over(style)
            for style in tree.iter(clark("text:list-style"), clark("text:outline-style")):
                outline = style.tag == clark("text:outline-style")
                levels = (level for level in style if level.get(clark("text:level")))
                self.lists["" if outline else style.get(clark("style:name"), "")] = {
                    whole_number(level.get(clark("text:level"))): _level(level) for level in levels
                }

    def looks(self, family: str, style: str | None, around: OdtLooks) -> OdtLooks:
        """Looks of a style of a family ("paragraph", "text") inside what looks like `around`."""
        key = family, style, around
        if key not in self._looks:
            for element in reversed(self._chain(family, style)):
                around = around.over(element)
            self._looks[key] = around
        return self._looks[key]

    def display_name(self, style: str | None) -> str | None:
        """The name a user knows the style by: that of the common style behind an automatic one."""
        for element in self._chain("paragraph", style or ""):
            parent = element.getparent()
            if parent is None or parent.tag != clark("office:automatic-styles"):
                return element.get(clark("style:display-name")) or element.get(clark("style:name"))
            style = element.get(clark("style:parent-style-name"))
        return style

    def _chain(self, family: str, style: str | None) -> list[etree._Element]:
        """A style and those it is based on, each once even where they go round in a circle."""
        chain: dict[str, etree._Element] = {}
        while style is not None and style not in chain and (family, style) in self._elements:
            chain[style] = self._elements[family, style]
            style = chain[style].get(clark("style:parent-style-name"))
        return list(chain.values())


@dataclass
class ListNumbers:
    """The counters of one list: `next` gives the marker of the following item of a level."""

    levels: dict[int, ListLevel]
    values: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, start: int | None = None) -> Marker:
        """The marker of the next item at `level` (from 1)."""
        style = self.levels.get(level)
        if style is None:
            return UNMARKED
        if style.bullet is None:
            self.values[level] = start if start is not None else self.values.get(level, style.start - 1) + 1
            for deeper in [key for key in self.values if key > level]:
                del self.values[deeper]
        printed = style.bullet or self._printed(level, style)
        return Marker(printed or None, not any(char.isalnum() for char in printed))

    def _printed(self, level: int, style: ListLevel) -> str:
        if not style.format:
            return ""
        numbers = (self._number(above) for above in range(max(1, level - style.shown + 1), level + 1))
        return (style.prefix + ".".join(filter(None, numbers)) + style.suffix).strip()

    def _number(self, level: int) -> str:
        style = self.levels.get(level, ListLevel())
        return counted(self.values.get(level, style.start), style.format) if style.format else ""
