"""What one heading is to a later one: over it, its peer, or closed by it, and what tells of that.

Looks, numbers and order are told together, in plain figures; weights learned on outlines decide.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from crparse.stages.outline.headings import Heading, carries_on, compare, comparisons, contains

Relation = Mapping[str, float]
"""What is known of two headings, the earlier one and the later one."""

MANY = 20
"""Headings or lines beyond which more say nothing."""

ASIDE = 60.0
"""Points of an indent beyond which more say nothing."""

KINDS = ("small roman", "lower", "worded", "ordinal", "decimal", "mixed", "reference", "upper", "roman")
"""Numberings, those of inner headings first."""

WORDED = ("settled", "attendance", "agenda", "closing", "last", "inner", "contents", "other_business")
"""Groups of the lexicon that tell where in minutes a heading stands."""

Way = tuple[object, ...]
"""How a heading is set and numbered: headings of one level mostly are so alike."""


@dataclass(frozen=True)
class Outlined:
    """The headings of a document, and what each is among them."""

    headings: Sequence[Heading]

    @cached_property
    def looks(self) -> list[Way]:
        """How each is set, capitals apart."""
        return [_look(heading) for heading in self.headings]

    @cached_property
    def ways(self) -> list[Way]:
        """How each is set and numbered."""
        return [(*look, one.scheme) for look, one in zip(self.looks, self.headings, strict=True)]

    @cached_property
    def of_look(self) -> Counter[Way]:
        """How many are set so."""
        return Counter(self.looks)

    @cached_property
    def of_way(self) -> Counter[Way]:
        """How many are set and numbered so."""
        return Counter(self.ways)

    @cached_property
    def of_words(self) -> Counter[str]:
        """How many say the same."""
        return Counter(heading.words for heading in self.headings)

    @cached_property
    def first(self) -> dict[Way, int]:
        """The first that is set and numbered so."""
        return {way: index for index, way in reversed(list(enumerate(self.ways)))}

    @cached_property
    def last(self) -> dict[Way, int]:
        """The last that is."""
        return {way: index for index, way in enumerate(self.ways)}

    @cached_property
    def next_to(self) -> Counter[tuple[Way, Way]]:
        """How often a heading of one way is followed by one of another."""
        return Counter(zip(self.ways, self.ways[1:], strict=False))

    @cached_property
    def lines(self) -> list[int]:
        """Lines from each heading to the next; the last has as many as say nothing."""
        places = [heading.place for heading in self.headings]
        return [*(min(MANY, after - place) for place, after in pairwise(places)), MANY]

    @cached_property
    def own(self) -> list[Relation]:
        """What is known of each heading by itself."""
        return [self._own(index) for index in range(len(self.headings))]

    def _own(self, index: int) -> Relation:
        one, number = self.headings[index], self.headings[index].number
        return {
            "level": one.level or 0,
            "bold": one.line.bold,
            "underline": one.line.underline,
            "caps": one.line.caps,
            "cell": one.line.block.cell is not None,
            "colon": one.line.text.endswith(":"),
            "words": min(MANY, one.line.words),
            "numbered": number is not None,
            "value": min(5, number.value) if number else 0,
            "parts": len(number.parts) if number else 0,
            "kind": KINDS.index(number.kind) + 1 if number and number.kind in KINDS else 0,
            "bracket": bool(number and number.mark == ")"),
            "label": bool(number and number.label),
            "goes on": one.goes_on >= 0,
            "alike": min(MANY, self.of_way[self.ways[index]]),
            "looks alike": min(MANY, self.of_look[self.looks[index]]),
            "again": min(5, self.of_words[one.words]),
            "lines": self.lines[index],
            "empty": self.lines[index] == 1,
            **{group: one.says(group) for group in WORDED},
        }  # fmt: skip

    def relation(self, earlier: int, later: int) -> Relation:
        """Everything that is known of two headings."""
        return {
            **{f"outer {name}": figure for name, figure in self.own[earlier].items()},
            **{f"inner {name}": figure for name, figure in self.own[later].items()},
            **self._order(earlier, later),
            **_difference(self.headings[earlier], self.headings[later]),
        }

    def _order(self, earlier: int, later: int) -> Relation:
        """Where the two stand, and how headings set as they are follow each other."""
        one, two = self.ways[earlier], self.ways[later]
        return {
            "same way": one == two,
            "same looks": self.looks[earlier] == self.looks[later],
            "outer comes again": self.last[one] > later,
            "outer is the last": self.last[one] == earlier,
            "inner came before": self.first[two] < earlier,
            "inner is the first": self.first[two] == later,
            "inner comes again": self.last[two] > later,
            "apart": min(MANY, later - earlier),
            "place": later / len(self.headings),
            "left": min(MANY, len(self.headings) - 1 - later),
            "outer begins": earlier == 0,
            "outer then inner": self.next_to[one, two] / self.of_way[one],
            "inner then outer": self.next_to[two, one] / self.of_way[two],
            "inner then inner": self.next_to[two, two] / self.of_way[two],
            "outer then outer": self.next_to[one, one] / self.of_way[one],
        }


def _look(heading: Heading) -> Way:
    line = heading.line
    return (
        heading.level,
        line.bold,
        line.underline,
        line.italic,
        round(heading.size),
        line.color,
        line.bullet,
        line.block.align == "center",
        line.block.cell is not None,
    )


def _difference(one: Heading, two: Heading) -> Relation:
    """How the two differ."""
    a, b = one.line, two.line
    outer, inner = one.number, two.number
    return {
        **comparisons(one, two),
        "above": compare(one, two),
        "contains": contains(one, two),
        "one look": a.look == b.look,
        "one scheme": one.scheme == two.scheme,
        "one mark": outer is not None and inner is not None and outer.mark == inner.mark,
        "both numbered": outer is not None and inner is not None,
        "carries on": carries_on(one, two),
        "follows": outer is not None and inner is not None and inner.follows(outer),
        "outer goes on": one.goes_on > two.place,
        "size": one.size / two.size,
        "more bold": a.bold - b.bold,
        "more underlined": a.underline - b.underline,
        "more italic": a.italic - b.italic,
        "more capitals": a.caps - b.caps,
        "other colour": a.color != b.color,
        "further in": max(-ASIDE, min(ASIDE, (b.block.indent or 0.0) - (a.block.indent or 0.0))),
        "bullet": b.bullet - a.bullet,
        "centred": (a.block.align == "center") - (b.block.align == "center"),
        "same words": one.words == two.words,
    }
