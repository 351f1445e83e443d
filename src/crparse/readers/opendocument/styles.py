"""How ODT text looks and is numbered: styles resolved through their parents, list numbers counted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from lxml import etree

from crparse.readers.blocks.lists import TextFace
from crparse.readers.blocks.markers import LevelStyle, Marker, plain
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

    def with_style(self, style: etree._Element) -> Self:
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
        share = float(size[:-1]) / 100 if size.endswith("%") else None
        return replace(
            self,
            bold=self.bold if weight is None else is_bold(weight),
            italic=self.italic if slant is None else slant in ("italic", "oblique"),
            underline=self.underline if under is None else under != "none",
            caps=self.caps if case is None else case == "uppercase",
            hidden=self.hidden if shown is None else shown == "none",
            size=points(size) or self.size if share is None else self.size and round(self.size * share, 1),
            color=self.color if color is None else color.lstrip("#").upper().removeprefix("000000"),
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


def _levels(style: etree._Element) -> dict[int, LevelStyle]:
    """How the levels (from 1) of a list style, or of the outline, are marked."""
    found = {whole_number(told): level for level in style if (told := level.get(clark("text:level")))}
    formats = {at: level.get(clark("style:num-format"), "") for at, level in found.items()}
    return {at: _level(level, at, formats) for at, level in found.items()}


def _level(element: etree._Element, level: int, formats: Mapping[int, str]) -> LevelStyle:
    if etree.QName(element).localname == "list-level-style-bullet":
        sign = plain(element.get(clark("text:bullet-char"), "•"))
        return LevelStyle(Marker(sign or None, not any(char.isalnum() for char in sign)))
    first = level - whole_number(element.get(clark("text:display-levels"))) + 1
    parts: list[str | int] = [element.get(clark("style:num-prefix"), "")]
    for shown in sorted(at for at in formats if first <= at <= level and formats[at]):
        parts += shown, "."
    parts[-1] = element.get(clark("style:num-suffix"), "")
    start = whole_number(element.get(clark("text:start-value")))
    return LevelStyle(None, formats[level], tuple(parts) if formats[level] else (), start)


class OdtStyles:
    """The named styles of a document; automatic styles of the body win over common ones of that name."""

    def __init__(self, *trees: etree._Element) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._looks: dict[tuple[str, str | None, OdtLooks], OdtLooks] = {}
        self.lists: dict[str, dict[int, LevelStyle]] = {}
        """List style name -> level (from 1) -> how it is marked; the outline's numbering under ""."""
        self.usual = OdtLooks()
        """Of a paragraph of which nothing is said."""
        for tree in trees:
            for style in tree.iter(clark("style:style")):
                key = (style.get(clark("style:family"), ""), style.get(clark("style:name"), ""))
                self._elements[key] = style
            for style in tree.iter(clark("style:default-style")):
                if style.get(clark("style:family")) == "paragraph":
                    self.usual = OdtLooks().with_style(style)
            for style in tree.iter(clark("text:list-style"), clark("text:outline-style")):
                outline = style.tag == clark("text:outline-style")
                self.lists["" if outline else style.get(clark("style:name"), "")] = _levels(style)

    def looks(self, family: str, style: str | None, around: OdtLooks) -> OdtLooks:
        """Looks of a style of a family ("paragraph", "text") inside what looks like `around`."""
        key = family, style, around
        if key not in self._looks:
            for element in reversed(self._chain(family, style)):
                around = around.with_style(element)
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
