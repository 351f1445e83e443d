"""Texts made blocks: typefaces as words are cut and joined, typed lists, the bullet or number of each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import Self

from crparse.readers.blocks.markers import UNMARKED, Marker, split_marker
from crparse.source import Block, Caveat, Cell, Kind, Run
from crparse.text import without_unseen
from crparse.wording import Message


@dataclass(frozen=True, slots=True)
class Said:
    """What one place (a style, a text's own properties) says; None where it says nothing."""

    def over(self, other: Self) -> Self:
        """This, with what `other` says where it says nothing."""
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return type(self)(*(theirs if own is None else own for own, theirs in pairs))


@dataclass(frozen=True, slots=True)
class TextFace(Said):
    """How characters look."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    size: float | None = None
    color: str | None = None
    """Six figures, or "" for the automatic colour."""
    font: str | None = None
    caps: bool | None = None
    """Small letters are printed as capitals."""
    small_caps: bool | None = None
    """Small letters are printed as small capitals, beside which a capital still stands out."""
    hidden: bool | None = None
    struck: bool | None = None
    """A line through it says that it no longer holds."""

    def run(self, start: int, end: int) -> Run:
        """A stretch of text that looks so."""
        bold, italic, underline = bool(self.bold), bool(self.italic), bool(self.underline)
        return Run(start, end, bold, italic, underline, self.size, self.color or None)


PLAIN = TextFace()
"""Of text of which nothing is said."""

# The line ends and indents of the markup: takes " \n   " of "le \n   maire", leaves a no-break space.
_WHITE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class RichText:
    """The text of one paragraph as it is gathered, in pieces of one typeface each."""

    pieces: list[tuple[str, TextFace]] = field(default_factory=list)
    struck: int = 0
    """Characters left out because they are struck through."""

    def add(self, text: str, face: TextFace) -> None:
        """Appends text of the markup, whose white space is one space."""
        words = _WHITE.sub(" ", text)
        self.put(words[1:] if words[:1] == " " and self.last in (" ", "\n", "\t", "") else words, face)

    def put(self, text: str, face: TextFace) -> None:
        """Appends text as it is printed, if it is; text struck through is only counted."""
        text = without_unseen(text)
        if text and face.struck:
            self.struck += len(text.strip())
        elif text and not face.hidden:
            # "Roux" in small capitals begins with a larger letter; of "roux" all are alike.
            capitals = face.caps or (face.small_caps and text.islower())
            face = replace(face, small_caps=None) if face.small_caps else face
            self.pieces.append((text.upper() if capitals else text, face))

    def end_line(self, face: TextFace) -> None:
        """Appends a line break."""
        while self.last == " ":
            text, around = self.pieces.pop()
            self.put(text.rstrip(" "), around)
        self.put("\n", face)

    @property
    def last(self) -> str:
        """The last character, if there is one."""
        return self.pieces[-1][0][-1] if self.pieces else ""

    @property
    def in_courier(self) -> bool:
        """Whether its first word is in the typeface in which Word draws a ring as the letter o."""
        font = next((face.font for text, face in self.pieces if text.strip()), None)
        return (font or "").lower().startswith("courier")

    def stripped(self) -> tuple[str, tuple[Run, ...], str]:
        """The text without outer white space, its runs, and the white space that stood before it."""
        text = "".join(piece for piece, _ in self.pieces)
        ends = accumulate(len(piece) for piece, _ in self.pieces)
        runs = [face.run(end - len(piece), end) for (piece, face), end in zip(self.pieces, ends, strict=True)]
        inner, before = text.strip(), text[: len(text) - len(text.lstrip())]
        return inner, moved(runs, -len(before), 0, len(inner)), before

    def items(self) -> list["TypedLine"]:
        """The text, or each of the items typed in it; none where there is but white space."""
        return split_items(*self.stripped()) if self.pieces else []


def struck_caveats(characters: int) -> Iterator[Caveat]:
    """A warning that text is left out because it is struck through."""
    if characters:
        message = Message(
            "%(characters)s characters are struck through: what no longer holds is left out.",
            characters=characters,
        )
        yield Caveat("struck_text", message)


def moved(runs: Iterable[Run], by: int, least: int, most: int) -> tuple[Run, ...]:
    """The runs moved `by` characters and kept between `least` and `most`."""
    clipped = (replace(run, start=max(least, run.start + by), end=min(most, run.end + by)) for run in runs)
    return tuple(run for run in clipped if run.start < run.end)


TAB = 36.0
"""Points from one tab stop to the next where the document sets none: half an inch, as Word has it."""

SPACE = 3.0
"""Points of a space at the start of a line: a quarter of the size of twelve points, as in Times."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A text of its own within a paragraph, with how far in it stands."""

    text: str
    runs: tuple[Run, ...]
    indent: float = 0.0


def split_items(text: str, runs: tuple[Run, ...], before: str) -> list[TypedLine]:
    """The items that a paragraph holds: lines with a bullet, and bullets side by side.

    "Présents :\\n- Ana Roux\\n- Luc Petit" -> three lines; "▪ Ana Roux\\t▪ Luc Petit" -> two. A line without
    a bullet stays with the one before it. `before` is the white space that stands before the text.
    """
    starts = sorted({0, *_item_starts(text), len(text)})
    lines: list[TypedLine] = []
    for start, end in pairwise(starts):
        raw = text[start:end]
        words = raw.strip()
        skipped = start + len(raw) - len(raw.lstrip())
        blank = raw[: skipped - start] if start else before
        first = bisect_right(runs, start, key=attrgetter("end"))
        last = bisect_left(runs, end, key=attrgetter("start"))
        lines.append(TypedLine(words, moved(runs[first:last], -skipped, 0, len(words)), _width(blank)))
    return lines


# Lines but the first: takes "- Luc Petit" of "- Ana Roux\n- Luc Petit", leaves "- Ana Roux".
_LINE = re.compile(r"(?<=\n)[^\n]+")
# Between items side by side: takes the tab of "▪ Ana Roux\t▪ Luc Petit", leaves "▪ Ana Roux ▪ Luc Petit".
_GAP = re.compile(r"\t+")


def _item_starts(text: str) -> Iterator[int]:
    for line in _LINE.finditer(text):
        if split_marker(line.group()).kind == "bullet":
            yield line.start()
    first = split_marker(text)
    if first.kind == "bullet":
        for gap in _GAP.finditer(text):
            if split_marker(text[gap.end() :]).marker == first.marker:
                yield gap.end()


def _width(blank: str) -> float:
    """Points of the white space at the start of a line."""
    last = blank.rpartition("\n")[2]
    return TAB * last.count("\t") + SPACE * (len(last) - last.count("\t"))


DEEPER = 6.0
"""Points by which an item has to stand further in to be one level deeper.

Two typed spaces more (6 points) are none, a tab stop (36) is one.
"""


@dataclass(frozen=True, slots=True)
class _Item:
    edge: float
    level: int
    of: str | None
    depth: int
    """Its level as its list tells it."""


@dataclass
class ListLevels:
    """The nesting of list items as they follow one another.

    Items of one Word list are as deep as it says; typed bullets, and items of another list, as deep as they
    stand further in than what is before them.
    """

    open: list[_Item] = field(default_factory=list)
    place: tuple[int, int, int] | None = None

    def depth(self, block: Block, listed: tuple[str, int] | None) -> int | None:
        """Nesting (from 0) of an item; None of another block, which ends the list or stands in it."""
        edge = block.indent or 0.0
        if block.heading_level is None and block.list_level is not None:
            return self.level(edge, block.cell, listed)
        self.text(edge if block.heading_level is None else 0.0)
        return None

    def level(self, edge: float, cell: Cell | None, listed: tuple[str, int] | None = None) -> int:
        """Nesting (from 0) of an item at this edge; `listed` is its Word list and level."""
        place = (cell.table, cell.row, cell.column) if cell else None
        if place != self.place:
            self.open, self.place = [], place
        of, depth = listed or (None, 0)
        same = [item for item in self.open if listed and item.of == of]
        level = self._by_list(same, depth) if same else self._by_edge(edge, depth)
        self.open.append(_Item(edge, level, of, depth))
        return level

    def text(self, edge: float) -> None:
        """A paragraph that is no item ends the list, unless it stands as far in as the list's text."""
        if self.open and edge <= self.open[0].edge + DEEPER:
            self.open = []

    def _by_edge(self, edge: float, told: int) -> int:
        while self.open and edge < self.open[-1].edge - DEEPER:
            self.open.pop()
        if not self.open:
            return told
        if edge > self.open[-1].edge + DEEPER:
            return self.open[-1].level + 1
        beside = [item for item in self.open if abs(item.edge - edge) <= DEEPER]
        twin = next((item for item in beside if item.level == told), beside[0])
        self.open = self.open[: self.open.index(twin)]
        return twin.level

    def _by_list(self, same: Sequence[_Item], depth: int) -> int:
        anchor = next((item for item in reversed(same) if item.depth <= depth), same[0])
        self.open = self.open[: self.open.index(anchor) + (anchor.depth < depth)]
        return max(0, anchor.level + depth - anchor.depth)


def marked_blocks(
    pattern: Block,
    lines: Sequence[TypedLine],
    levels: ListLevels,
    marker: Marker = UNMARKED,
    listed: tuple[str, int] | None = None,
    *,
    letter_o: bool = False,
) -> list[Block]:
    """A block for each text of a paragraph. `pattern` has what they share, `marker` stands before the first.

    `listed` is the list and level that the format tells, `letter_o` that a letter o stands for a ring.
    """
    blocks: list[Block] = []
    for line in lines:
        first, white = (UNMARKED, 0.0) if blocks else (marker, pattern.space_before)
        block = marked_block(pattern, line, first, letter_o=letter_o)
        depth = levels.depth(block, listed if first.text else None)
        blocks.append(replace(block, list_level=depth, space_before=white))
    return blocks


def marked_block(
    pattern: Block, line: TypedLine, marker: Marker, *, face: TextFace | None = None, letter_o: bool = False
) -> Block:
    """The block of a line, with the number that is printed or the bullet or number that is typed.

    A number looks as `face`, by default as the text after it.
    """
    text, runs, printed, is_item = line.text, line.runs, marker.text, True
    inset = 0.0 if printed else line.indent
    if not printed:
        typed = split_marker(text, letter_o=letter_o)
        printed, is_item = typed.marker, typed.kind == "bullet"
        text = text[typed.offset :] if is_item else text
        runs = moved(runs, len(text) - len(line.text), 0, len(text))
    elif not marker.bullet:
        shift, text = len(printed) + 1, f"{printed} {text}"
        runs = moved(runs, shift, 0, len(text))
        if face or not runs:
            runs = ((face or PLAIN).run(0, shift), *runs)
        else:
            runs = (replace(runs[0], start=0), *runs[1:])
    is_text = pattern.kind is Kind.PARAGRAPH and pattern.heading_level is None
    return replace(
        pattern,
        text=text,
        kind=Kind.LIST_ITEM if is_item and is_text else pattern.kind,
        runs=runs,
        marker=printed,
        list_level=0 if is_item else None,
        indent=round((pattern.indent or 0.0) + inset, 2),
    )
