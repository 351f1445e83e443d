"""The sections that headings open, and how they nest: of all trees the one that suits every heading best.

Each heading is a peer of one that is still open before it, or stands under the innermost, and closes the
others. How likely that is weights tell, by all that two headings are to each other (`relations`); the tree
that is the likeliest as a whole is kept, not the likeliest place of each heading.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import log

from crparse.document.lines import Look
from crparse.models import BoostedTrees, load_trees
from crparse.record import Section
from crparse.stages.outline.headings import INDENTED, Heading, with_runs
from crparse.stages.outline.relations import Outlined, Relation, Way
from crparse.text import squeeze

# Taken off the end of a title: takes " :" of "Budget :", leaves "Budget".
_CLOSING = re.compile(r"[\s:]+$")

# And off its beginning: takes "## " and "• ", leaves "Budget".
_OPENING = re.compile(r"[\s#*•▪■◆➢➤❖>\-–—]+(?=\w)")


def make_sections(headings: Sequence[Heading], end_of_body: int) -> list[Section]:
    """The sections that the headings open, each up to the next heading of its level or one above."""
    levels = nest(headings)
    ends, parents = [end_of_body] * len(levels), []
    still_open: list[int] = []
    for index, level in enumerate(levels):
        while still_open and levels[still_open[-1]] >= level:
            ends[still_open.pop()] = headings[index].line.start
        parents.append(f"s{still_open[-1] + 1}" if still_open else None)
        still_open.append(index)
    found = zip(headings, levels, parents, ends, strict=True)
    return [_section(f"s{number}", *one) for number, one in enumerate(found, 1)]


def _section(section_id: str, heading: Heading, level: int, parent: str | None, body_end: int) -> Section:
    line, number = heading.line, heading.number
    offset = number.title_at if number else 0
    opening = _OPENING.match(line.text, offset)
    offset = opening.end() if opening else offset
    title = _CLOSING.sub("", line.text[offset:])
    return Section(
        start=line.start + offset,
        end=line.start + offset + len(title),
        rule=rule_of(heading),
        id=section_id,
        level=level,
        number=(number.text or None) if number else None,
        title=squeeze(title),
        parent=parent,
        body_end=body_end,
    )


def rule_of(heading: Heading) -> str:
    """By what it is a heading: its style in the file, its run, its wording ("Présents :"), or the model."""
    if heading.level:
        return "style:heading"
    if heading.completes:
        return "run:numbered"
    return "label:settled" if heading.says("settled") else "model:outline"


WAYS = 8
"""Of each of so many ways to set and number a heading the last one before it is compared with a heading."""

NEAR = 3
"""So many headings right before it are compared with it in any case."""

TREES = 8
"""Trees that are carried on, the likeliest ones. More do not change a level of the minutes at hand."""

DEEPEST = 9
"""Levels that an outline may have: as many as Word gives it."""

LEAST = 1e-4
"""The least that anything is likely: one odd pair must not decide a whole tree (chosen, not measured)."""


@dataclass(frozen=True, slots=True)
class Odds:
    """Logarithms of how likely an earlier heading stands over a later one, is its peer or is closed by it."""

    over: float
    peer: float
    closed: float


UNTOLD = Odds(0.0, 0.0, 0.0)
"""Of two headings that were not compared."""

OVER = Odds(0.0, log(LEAST), log(LEAST))
"""Of an earlier heading that certainly stands over the later one."""

CLOSED = Odds(log(LEAST), log(LEAST), 0.0)
"""Of one that the later one certainly closes."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Levels given to the headings so far, and how likely they are."""

    likely: float = 0.0
    open_above: tuple[int, ...] = ()
    """The headings that are still open, the outermost first; the last of them has its level last."""
    before: "Tree | None" = None

    def grown(self, heading: int, odds: Mapping[tuple[int, int], Odds]) -> Iterator["Tree"]:
        """The tree with the next heading in each place where it may stand."""
        told = [odds.get((above, heading), UNTOLD) for above in self.open_above]
        closed = [0.0, *accumulate(one.closed for one in reversed(told))][::-1]
        over = [0.0, *accumulate(one.over for one in told)]
        for depth, above in enumerate(over[:DEEPEST]):
            beside = told[depth].peer + closed[depth + 1] if depth < len(told) else 0.0
            yield Tree(self.likely + above + beside, (*self.open_above[:depth], heading), self)

    @property
    def levels(self) -> list[int]:
        """The level of each heading."""
        found: list[int] = []
        tree: Tree | None = self
        while tree is not None and tree.open_above:
            found.append(len(tree.open_above))
            tree = tree.before
        return found[::-1]


@dataclass(frozen=True, slots=True)
class NestingModel:
    """The weights that tell what an earlier heading is to a later one."""

    over: BoostedTrees
    peer: BoostedTrees

    def odds(self, relations: Sequence[Relation]) -> list[Odds]:
        """What the weights say of pairs of headings."""
        over, peer = self.over.probabilities(relations), self.peer.probabilities(relations)
        return [
            Odds(_log(above), _log(1 - above) + _log(beside), _log(1 - above) + _log(1 - beside))
            for above, beside in zip(over, peer, strict=True)
        ]


def _log(likely: float) -> float:
    return log(max(LEAST, min(1 - LEAST, likely)))


def nest(headings: Sequence[Heading]) -> list[int]:
    """The level of each heading, 1 for the outermost."""
    outlined = Outlined(with_runs(headings))
    pairs = list(compared(outlined))
    model = NestingModel(load_trees("nesting_over"), load_trees("nesting_peer"))
    odds = dict(zip(pairs, model.odds([outlined.relation(*pair) for pair in pairs]), strict=True))
    edges = Counter(map(_edge, headings))
    for pair in pairs:
        outer, inner = (headings[index] for index in pair)
        further = _edge(inner)[1] - _edge(outer)[1] if _tells_by_indent(outer, inner, edges) else 0
        if further:
            odds[pair] = OVER if further > 0 else CLOSED
        elif outer.says("attendance") and inner.number is not None:
            odds[pair] = replace(odds[pair], over=log(LEAST))  # "Excusés" holds no "1. Budget"
    return best_levels(len(headings), odds)


def _edge(heading: Heading) -> tuple[Look, int]:
    """Its looks, and how many steps it is set further in."""
    return heading.line.look, round((heading.line.block.indent or 0.0) / INDENTED)


def _tells_by_indent(outer: Heading, inner: Heading, edges: Counter[tuple[Look, int]]) -> bool:
    """Whether nothing but the indent tells two headings apart, and others stand at the edge of each."""
    alone = outer.number is None and inner.number is None and outer.line.look == inner.line.look
    return alone and min(edges[_edge(outer)], edges[_edge(inner)]) > 1


def best_levels(count: int, odds: Mapping[tuple[int, int], Odds]) -> list[int]:
    """The levels of the likeliest tree of so many headings."""
    trees = [Tree()]
    for index in range(count):
        grown = [one for tree in trees for one in tree.grown(index, odds)]
        grown.sort(key=lambda tree: (tree.likely, tree.open_above))
        # Trees that have the same headings open go on alike: the likeliest of them stands for all.
        best = {tree.open_above: tree for tree in grown}
        trees = sorted(best.values(), key=lambda tree: (tree.likely, tree.open_above), reverse=True)[:TREES]
    return trees[0].levels


def compared(outlined: Outlined) -> Iterator[tuple[int, int]]:
    """Pairs of headings of which the later may stand under, beside or after the earlier one."""
    last: dict[Way, int] = {}
    for index, way in enumerate(outlined.ways):
        nearest = sorted(last.values())[-WAYS:]
        for earlier in sorted({*nearest, *range(max(0, index - NEAR), index)}):
            yield earlier, index
        last[way] = index
