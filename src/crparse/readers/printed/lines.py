"""From the characters of a page to its printed lines: words apart, wide gaps cutting them into segments."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from statistics import median
from typing import TypeVar

from crparse.readers.printed.glyphs import Glyph, GlyphFace

Item = TypeVar("Item")


def grouped(items: Iterable[Item], goes_on: Callable[[list[Item], Item], bool]) -> list[list[Item]]:
    """The items in order, each put to the group before it or at the head of a new one."""
    groups: list[list[Item]] = []
    for item in items:
        if groups and goes_on(groups[-1], item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


SOFT_HYPHEN = "\u00ad"
"""Printed at the end of a line only; inside one some programs leave it in."""


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch of a line without a wide gap: its text, with the face of each character."""

    text: str
    faces: list[GlyphFace]
    xs: list[float]
    """Left edge of each character."""
    x0: float
    x1: float
    base: float
    size: float
    order: int
    """Place of its first character in the page's content."""
    last: int
    """Place of its last character in the page's content."""
    opening: float
    """Width of what could have stood on the line above: its first word, or that up to a hyphen."""
    tied: bool = False
    """It is known to go on the line before it."""
    tab_x: float | None = None
    """Where its text after the first tab begins."""
    marked: bool = False
    """It begins with a bullet or number that stands apart from its text."""
    spaced: bool = False
    """A blank is drawn between it and the segment before it on its line."""

    @property
    def top(self) -> float:
        """Top of the type body."""
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Bottom of the type body."""
        return self.base + 0.25 * self.size

    def end_of(self, offset: int) -> float:
        """Right edge of the character before an offset."""
        return self.xs[offset] if offset < len(self.xs) else self.x1

    def part(self, start: int, end: int) -> "Segment":
        """The segment from one word to another."""
        return replace(
            self,
            text=self.text[start:end],
            faces=self.faces[start:end],
            xs=self.xs[start:end],
            x0=self.xs[start],
            x1=self.end_of(end),
            order=self.order + start,
            opening=self.end_of(end) - self.xs[start],
        )

    def joined(self, other: "Segment", glue: str) -> "Segment":
        """This segment and the next on its line as one."""
        return replace(
            self,
            text=self.text + glue + other.text,
            faces=self.faces + [self.faces[-1]] * len(glue) + other.faces,
            xs=self.xs + [self.x1] * len(glue) + other.xs,
            x0=min(self.x0, other.x0),
            x1=max(self.x1, other.x1),
            size=max(self.size, other.size),
            order=min(self.order, other.order),
            last=max(self.last, other.last),
            tab_x=self.tab_x if self.tab_x is not None or glue != "\t" else other.x0,
        )


PrintedRow = list[Segment]
"""The segments that stand on one line across the page, left to right."""


def base_of(row: PrintedRow) -> float:
    """Where most of the letters of a row stand."""
    return max(row, key=lambda segment: len(segment.text)).base


_COMBINING = {
    "´": "\u0301", "ˊ": "\u0301", "`": "\u0300", "ˋ": "\u0300", "^": "\u0302", "ˆ": "\u0302",
    "¨": "\u0308", "¸": "\u0327", "˜": "\u0303", "~": "\u0303", "˚": "\u030a",
}  # fmt: skip
"""Spacing accent -> the combining mark that it stands for over a letter."""

_DOTLESS = {"ı": "i", "ȷ": "j"}


def join_accents(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs in their order, each accent drawn over a letter made one with it."""
    gone: set[int] = set()
    for index, glyph in enumerate(glyphs):
        mark = _COMBINING.get(glyph.char, glyph.char)
        if len(mark) != 1 or not unicodedata.combining(mark):
            continue
        for letter in _near(glyphs, index):
            accented = compose(letter.char, mark)
            if accented and (mark == glyph.char or _over(glyph, letter)):
                letter.char, letter.x1 = accented, max(letter.x1, glyph.x1)
                gone.add(index)
                break
    return [g for i, g in enumerate(glyphs) if i not in gone] if gone else glyphs


def compose(letter: str, mark: str) -> str | None:
    """The accented letter, None where French and its neighbours write none."""
    joined = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    return joined if len(joined) == 1 else None


def _near(glyphs: list[Glyph], index: int) -> Iterator[Glyph]:
    """Letters that an accent may belong to: the one drawn before, the one after, any that it stands over."""
    yield from glyphs[max(0, index - 1) : index]
    yield from glyphs[index + 1 : index + 2]
    if not unicodedata.combining(glyphs[index].char):
        yield from (g for g in glyphs if _over(glyphs[index], g))


def _over(mark: Glyph, letter: Glyph) -> bool:
    """Whether the accent stands over (or under) the letter rather than beside it."""
    shared = min(mark.x1, letter.x1) - max(mark.x0, letter.x0)
    narrow = min(mark.x1 - mark.x0, letter.x1 - letter.x0)
    near = abs(mark.base - letter.base) < 0.6 * letter.face.size
    return near and shared >= 0.4 * max(narrow, 0.1)


def drop_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn a second time almost in place to look bold; the kept one is bold."""
    kept: list[Glyph] = []
    seen: defaultdict[str, dict[int, Glyph]] = defaultdict(dict)
    for glyph in glyphs:
        same, place = seen[glyph.char], round(glyph.x0) * COLUMN + round(glyph.base)
        twin = None if glyph.char.isspace() else _twin(glyph, same, place)
        if twin is None:
            same[place] = glyph
            kept.append(glyph)
        elif not twin.face.bold:
            twin.face = replace(twin.face, bold=True)
    return kept


COLUMN = 1 << 40
"""How far apart the numbers of two places are whose columns touch: more rows than any page has."""

AROUND = tuple(dx * COLUMN + dy for dx, dy in product((0, -1, 1), repeat=2))
"""From the number of a place to its own and those of the eight around it."""


def _twin(glyph: Glyph, same: dict[int, Glyph], place: int) -> Glyph | None:
    """The same character drawn before at all but the same place, None if there is none."""
    near = 0.12 * glyph.face.size
    for step in AROUND:
        twin = same.get(place + step)
        # PDFium gives the parts of a ligature ("ff", "tt") one place.
        ligature = twin and twin.face is glyph.face and twin.order == glyph.order - 1
        if twin and not ligature and max(abs(twin.x0 - glyph.x0), abs(twin.base - glyph.base)) <= near:
            return twin
    return None


WIDE = 1.1
"""Gap, in parts of the type size, that may be a column's or a tab's rather than a word's: the fewest of all
gaps were 1.0 to 1.2 wide."""

SAME_BASE = 0.3
"""How far apart, in parts of the type size, the feet of two letters of one line may stand (skewed scans): the
lines of a page were 1.1 apart and more, hardly any under 0.8."""

SAME_BASE_READ = 0.42
"""The same for recognised text, whose words stand on the foot of their box, lower where letters hang down: by
a fifth of the size in "payé"."""


@dataclass(slots=True)
class _Run:
    """Characters drawn one after the other on one line."""

    base: float
    x0: float
    """Where the first begins."""
    x1: float
    """Where the last ends."""
    glyphs: list[Glyph] = field(default_factory=list)
    size: float = 0.0
    """Of the largest of them."""


def find_rows(glyphs: list[Glyph]) -> list[PrintedRow]:
    """The rows of a page, top to bottom."""
    groups: list[list[_Run]] = []
    for run in sorted(_runs(glyphs), key=lambda r: (-r.size, r.base, r.x0)):
        group = next((g for g in reversed(groups) if _same_line(g, run)), None)
        if group is None:
            groups.append([run])
        else:
            group.append(run)
    rows = (_segments(sorted(g, key=lambda r: (r.x0, r.glyphs[0].order))) for g in groups)
    return sorted((row for row in rows if row), key=lambda row: (base_of(row), row[0].x0))


def _runs(glyphs: list[Glyph]) -> list[_Run]:
    """The characters that follow one another both on the page and in its content."""
    runs: list[_Run] = []
    blank = False
    for glyph in glyphs:
        if glyph.char.isspace():
            blank = True
            continue
        if not runs or not _goes_on(runs[-1].glyphs[-1], glyph):
            runs.append(_Run(glyph.base, glyph.x0, glyph.x1))
        run = runs[-1]
        run.glyphs.append(glyph)
        run.size, run.x1 = max(run.size, glyph.face.size), glyph.x1
        glyph.after_blank, blank = blank, False
    return runs


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands right after the one drawn before it."""
    size = min(last.face.size, glyph.face.size)
    level = abs(last.base - glyph.base) <= 0.05 * size
    return level and -0.5 * size <= glyph.x0 - last.x1 <= WIDE * size


def _same_line(group: list[_Run], run: _Run) -> bool:
    """Whether characters stand on a line, or small and high or low beside what stands on it."""
    main = group[0]
    apart = abs(main.base - run.base)
    tolerance = SAME_BASE if run.glyphs[0].face.visible else SAME_BASE_READ
    if apart <= tolerance * min(main.size, run.size):
        return True
    if apart > 0.55 * main.size or run.size > 0.85 * main.size:
        return False
    # A superscript or subscript touches what it is set on.
    return any(
        -0.2 * r.size <= run.x0 - r.x1 <= 0.4 * r.size or abs(r.x0 - run.x1) <= 0.3 * r.size for r in group
    )


SPACE = 0.17
"""Gap, in parts of the type size, from which two letters belong to two words: between letters one in a
thousand was above 0.09; TeX's tightest between words is 0.22."""

FIXED = 0.45
"""Type sizes up to which a blank may be one that is not drawn out: before a colon, in a number. Such blanks
were up to 0.4, hardly any was 0.4 to 0.6."""

EVEN = 1.15
"""How many times the narrowest the widest of the blanks is that a justified line draws out, all alike: up to
1.07 times, where there are tabs among them 1.16 and more."""

UNSPACED = 1.5
"""Gap without a drawn blank, in parts of the type size, that even TeX, which draws none, leaves nowhere."""

STRETCHED = 2.2
"""How many times the usual gap of its line a gap has to be to be more than a justified word space: such
spaces were up to 1.5 times as wide, others 2.7 and more, few between."""


def _segments(runs: list[_Run]) -> list[Segment]:
    """The segments of one line, from its runs in order of their place."""
    glyphs = [g for run in runs for g in run.glyphs]
    gaps = [right.x0 - left.x1 for left, right in pairwise(glyphs)]
    sizes = [min(a.face.size, b.face.size) for a, b in pairwise(glyphs)]
    spaced_out = _spaced_letters(glyphs, gaps, sizes)
    breaks = spaced_out or [
        gap > (0.6 * SPACE if glyph.begins_word else SPACE) * size
        or (glyph.after_blank and gap > -0.2 * size)
        for gap, size, glyph in zip(gaps, sizes, glyphs[1:], strict=True)
    ]
    for at in () if spaced_out else _stand_off(glyphs, gaps):
        breaks[at - 1] = False
    usual = [gap for gap, broken in zip(gaps, breaks, strict=True) if broken]
    cuts = [
        at
        for at, (gap, size, glyph) in enumerate(zip(gaps, sizes, glyphs[1:], strict=True), 1)
        if breaks[at - 1] and (gap > 4 * size if spaced_out else _is_cut(gap, size, usual, glyph.after_blank))
    ]
    found = [_segment(glyphs[i:j], breaks[i : j - 1]) for i, j in pairwise([0, *cuts, len(glyphs)])]
    for segment, at in zip(found[1:], cuts, strict=True):
        segment.spaced = glyphs[at].after_blank
    return [segment for segment in found if segment.text.strip()]


def _spaced_letters(glyphs: list[Glyph], gaps: list[float], sizes: list[float]) -> list[bool] | None:
    """Where words part in a line set letter by letter ("C O M P T E   R E N D U"), None for other lines."""
    apart = sum(gap > SPACE * size for gap, size in zip(gaps, sizes, strict=True))
    letters = sum(g.char.isalpha() for g in glyphs)
    if len(glyphs) < 6 or apart < 0.85 * len(gaps) or letters < 0.8 * len(glyphs):
        return None
    between = median(gaps)
    return [gap > 1.6 * between for gap in gaps] if between <= 1.5 * median(sizes) else None


OFF = 0.35
"""Gap, in parts of the type size, that a first letter set apart ("M adame") leaves at most; none was seen as
wide as a drawn blank and a letter gap together (chosen on kerned capitals, not measured)."""

DRAWN = 0.8
"""Share of the gaps between words with a drawn blank, in a line where no word ends without one."""


def _stand_off(glyphs: Sequence[Glyph], gaps: Sequence[float]) -> list[int]:
    """Where the second letter of a word stands that a gap without a blank parts from its capital.

    In lines that draw their blanks.
    """
    apart = [at for at, gap in enumerate(gaps, 1) if gap > SPACE * glyphs[at].face.size]
    if sum(glyphs[at].after_blank for at in apart) < max(2, DRAWN * len(apart) - 1):
        return []
    return [
        at
        for at in apart
        if not glyphs[at].after_blank
        and glyphs[at].char.islower()
        and glyphs[at - 1].char.isupper()
        and gaps[at - 1] <= OFF * glyphs[at].face.size
        and (at == 1 or glyphs[at - 1].after_blank)
    ]


def _is_cut(gap: float, size: float, usual: list[float], blank: bool) -> bool:
    """Whether a gap is more than a word space, however stretched to justify the line."""
    if gap <= (WIDE if blank else 0.8 * WIDE) * size:
        return False
    # All the blanks of a justified line are drawn out alike: the narrowest tell how far.
    narrow = sorted(usual)[len(usual) // 4]
    stretchable = len(usual) > 2 and (blank or gap <= UNSPACED * size)
    drawn_out = [other for other in usual if other > FIXED * size]
    if stretchable and len(drawn_out) > 1 and max(drawn_out) <= EVEN * min(drawn_out):
        return False
    return not stretchable or gap > STRETCHED * narrow or gap > 4 * size


def _segment(glyphs: list[Glyph], breaks: list[bool]) -> Segment:
    """The segment of some characters; `breaks` tells which are the last of their word."""
    sizes = Counter(g.face.size for g in glyphs)
    size = max(sizes, key=lambda s: (sizes[s], s))
    return Segment(
        *_text(glyphs, breaks),
        x0=glyphs[0].x0,
        x1=max(g.x1 for g in glyphs),
        base=next(g.base for g in glyphs if g.face.size == size),
        size=size,
        order=min(g.order for g in glyphs),
        last=max(g.order for g in glyphs),
        opening=_opening(glyphs, breaks),
    )


def _text(glyphs: list[Glyph], breaks: list[bool]) -> tuple[str, list[GlyphFace], list[float]]:
    """What some characters say, and the face and left edge of each."""
    text = ""
    faces: list[GlyphFace] = []
    xs: list[float] = []
    for i, glyph in enumerate(glyphs):
        if glyph.face.struck or (glyph.char == SOFT_HYPHEN and i < len(glyphs) - 1):
            continue
        if text and breaks[i - 1]:
            text += " "
            faces.append(glyphs[i - 1].face)
            xs.append(glyphs[i - 1].x1)
        text += glyph.char
        faces += [glyph.face] * len(glyph.char)
        xs += [glyph.x0] * len(glyph.char)
    return text, faces, xs


def _opening(glyphs: list[Glyph], breaks: list[bool]) -> float:
    """Width of the first word, or of its part up to a hyphen, which in an address does not count."""
    address = "".join(g.char for g in glyphs[:8]).lstrip("(<").startswith(("http", "www."))
    ends = [i for i, g in enumerate(glyphs[:-1]) if breaks[i] or (i > 0 and g.char == "-" and not address)]
    return glyphs[ends[0] if ends else -1].x1 - glyphs[0].x0
