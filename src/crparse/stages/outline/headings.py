"""Headings compared, two by two: which carries on the other's run, which may stand over the other.

What decides is, in this order, decimal numbers, the format's own levels, type size, numbering schemes,
emphasis and indent.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from crparse.document.lines import ACRONYM, TextLine
from crparse.document.numbering import Number
from crparse.stages.outline.surroundings import USUAL_SIZE, is_worded
from crparse.text import fold, squeeze

MOST_RUNS = 100
"""Runs of numbers, each begun anew ("1." in every part), that a heading may carry on: the nearest."""

LARGER = 0.4
"""Points by which one heading must be larger than another to stand over it."""

UNEVEN = 1.6
"""Points by which recognised text is uneven: numbers that carry on outweigh them."""

MEASURED = 0.2
"""Part of its size by which a recognised heading must be larger than another: it is measured on the picture,
and lines of one size may measure a sixth apart."""

INDENTED = 12.0
"""Points by which a heading must be indented more than another to stand under it."""

CAPITALS = 1.1
"""How much capitals add to the emphasis."""

CLEARLY = 1.0
"""By how much one heading must be more emphasised than another to stand over it."""


@dataclass(frozen=True)
class Heading:
    """A line found to be a heading, and what was found about it."""

    line: TextLine
    number: Number | None
    place: int
    """Its index among the document's lines."""
    body_size: float | None = None
    completes: bool = False
    """Whether it is one for the other headings of its run alone."""
    goes_on: int = -1
    """The place of the heading that has the next number."""
    ends: int = -1
    """The place of the last heading of its run."""
    first: bool = False
    """Whether no heading before it is numbered in its way."""

    @cached_property
    def words(self) -> str:
        """Its folded words without number and closing punctuation."""
        return fold(squeeze(self.line.text[self.number.rest_at if self.number else 0 :])).strip(" :.-")

    @cached_property
    def size(self) -> float:
        """Its type size."""
        return self.line.size or self.body_size or USUAL_SIZE

    @cached_property
    def emphasis(self) -> float:
        """How much it stands out at its size, capitals apart."""
        return 3.0 * self.line.bold + 1.2 * self.line.underline

    @property
    def scheme(self) -> tuple[str, int, str] | None:
        """The way in which it is numbered."""
        return self.number.scheme if self.number else None

    @property
    def level(self) -> int | None:
        """The format's outline level."""
        return self.line.block.heading_level or None

    def says(self, group: str) -> bool:
        """Whether it is worded like the lexicon's `group`."""
        return is_worded(self.words, group)


def with_runs(headings: Sequence[Heading]) -> list[Heading]:
    """Each heading with what the run of its number is like."""
    first = {heading.scheme: index for index, heading in reversed(list(enumerate(headings)))}
    found: list[Heading] = []
    numbered: dict[tuple[object, ...], list[Heading]] = defaultdict(list)
    for index, one in reversed(list(enumerate(headings))):
        following = one.number and numbered[one.number.scheme, one.number.parts[:-1], one.number.value + 1]
        nearest = islice(reversed(following or ()), MOST_RUNS)
        after = next((two for two in nearest if carries_on(one, two)), None)
        told = replace(
            one,
            goes_on=after.place if after else -1,
            ends=after.ends if after else one.place,
            first=first[one.scheme] == index,
        )
        found.append(told)
        if one.number is not None:
            numbered[one.number.scheme, one.number.parts[:-1], one.number.value].append(told)
    return found[::-1]


def carries_on(earlier: Heading, later: Heading, tolerance: float = LARGER) -> bool:
    """Whether the later heading has the next number of the earlier one's run, in a like type."""
    return (
        earlier.number is not None
        and later.number is not None
        and later.number.follows(earlier.number)
        and earlier.level == later.level
        and abs(earlier.size - later.size) <= tolerance
    )


def contains(outer: Heading, inner: Heading) -> bool:
    """Whether `inner` may stand under `outer`, the innermost heading open before it."""
    order = compare(outer, inner)
    if (outer.level and inner.level and outer.level != inner.level) or _by_decimal(outer, inner):
        return order > 0
    if outer.says("contents"):
        return False
    if inner.says("last"):
        return order > 0 and outer.says("other_business")
    if outer.says("attendance") or outer.says("agenda"):
        larger, adjacent = bool(_by_size(outer, inner)), inner.place == outer.place + 1
        if inner.says("settled") or (outer.says("attendance") and inner.number is not None):
            return order > 0 and larger and inner.number is None
        return order > 0 and (larger or adjacent or inner.says("attendance"))
    return order > 0


Comparison = Callable[[Heading, Heading], int]
"""1 where the first heading stands above the second, -1 where below, 0 where that is undecided."""


def _sign(figure: float, least: float) -> int:
    return 0 if abs(figure) <= least else 1 if figure > 0 else -1


def _by_decimal(one: Heading, two: Heading) -> int:
    a, b = one.number, two.number
    if a is None or b is None or not a.kind == b.kind == "decimal" or a.label != b.label:
        return 0
    return _sign(len(b.parts) - len(a.parts), 0)


def _by_level(one: Heading, two: Heading) -> int:
    return _sign((two.level or 10) - (one.level or 10), 0)


def _by_containment(one: Heading, two: Heading) -> int:
    """A run that begins and ends between two numbers of another stands under the first of them."""
    both = one.number is not None and two.number is not None
    return int(both and one.scheme != two.scheme and one.goes_on > two.ends)


def _by_size(one: Heading, two: Heading) -> int:
    measured = None not in (one.line.block.confidence, two.line.block.confidence)
    return _sign(one.size - two.size, MEASURED * min(one.size, two.size) if measured else LARGER)


def _by_scheme(one: Heading, two: Heading) -> int:
    """A run that begins while another is open stands under it, even if its "A." was not found."""
    a, b = one.number, two.number
    if a is None or b is None or (a.kind, a.label) == (b.kind, b.label):
        return 0
    return 1 if b.value == 1 or two.first else -1


def _by_emphasis(one: Heading, two: Heading) -> int:
    difference = one.emphasis - two.emphasis
    if not any(0 < heading.line.capitals <= ACRONYM for heading in (one, two)):
        difference += CAPITALS * (one.line.caps - two.line.caps)
    return _sign(difference, CLEARLY)


def _by_colour(one: Heading, two: Heading) -> int:
    return bool(one.line.color) - bool(two.line.color)


def _by_indent(one: Heading, two: Heading) -> int:
    if one.line.bullet != two.line.bullet:
        return 1 if two.line.bullet else -1
    return _sign((two.line.block.indent or 0) - (one.line.block.indent or 0), INDENTED)


def _by_run(one: Heading, two: Heading) -> int:
    """An unnumbered heading inside a run of numbers stands under one of them, a usual section apart."""
    unnumbered = two.number is None and not two.says("settled")
    return int(one.number is not None and unnumbered and one.goes_on > two.place)


FIRM: tuple[Comparison, ...] = (_by_decimal, _by_level, _by_size)
"""What decides between headings numbered in one way."""

COMPARISONS = (
    _by_decimal,
    _by_level,
    _by_containment,
    _by_size,
    _by_scheme,
    _by_emphasis,
    _by_colour,
    _by_indent,
    _by_run,
)
"""What decides between others: the first that is not undecided."""


def compare(one: Heading, two: Heading) -> int:
    """1 where the first heading stands above the second, -1 where below, 0 for peers."""
    comparisons = FIRM if one.number is not None and one.scheme == two.scheme else COMPARISONS
    return next((order for by in comparisons if (order := by(one, two))), 0)


def comparisons(one: Heading, two: Heading) -> dict[str, int]:
    """What each comparison says by itself, by its name."""
    return {by.__name__[1:]: by(one, two) for by in COMPARISONS}
