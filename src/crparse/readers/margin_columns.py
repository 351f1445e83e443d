"""Pages cut by a rule from top to foot into a narrow margin column and the text, as town halls print them.

The margin has the number of members, the date of the convocation, the purpose; often the same on each page.
"""

from collections.abc import Sequence
from itertools import groupby

from crparse.readers.glyphs import Glyph
from crparse.readers.reading_order import Flow, Piece, lines_of
from crparse.readers.rules import Drawings, Rule

TALL = 0.55
"""Share of the page's height that the rule runs at least."""

NARROW = 0.36
"""Share of the text's width that the margin column takes at most."""

LEAST = 0.1
"""Share that it takes at least: less is the frame of the page."""

BROKEN = 14.0
"""Points that may be missing from the rule: print is faint in places, stamps lie across it."""

ASIDE = 2.5
"""Points to the side within which two strokes are parts of one rule."""

CROSSINGS = 2
"""Rules that may meet it on its way: a table has more rows."""


def margin_rule(rules: Sequence[Rule], glyphs: Sequence[Glyph], height: float) -> Rule | None:
    """The rule between the margin column and the text; None for a page without."""
    inked = [g for g in glyphs if not g.char.isspace()]
    if not inked:
        return None
    left, right = min(g.x0 for g in inked), max(g.x1 for g in inked)
    found = [
        rule
        for rule in _upright(rules)
        if rule.bottom - rule.top >= TALL * height
        and LEAST <= min(rule.x0 - left, right - rule.x0) / (right - left) <= NARROW
        and _crossings(rule, rules) <= CROSSINGS
        and _parts(rule, inked)
    ]
    return found[0] if len(found) == 1 else None


def _upright(rules: Sequence[Rule]) -> list[Rule]:
    """The upright rules, those that go on one another made one."""
    found: list[Rule] = []
    for rule in sorted((r for r in rules if not r.level), key=lambda r: (r.top, r.x0)):
        above = next((r for r in found if _goes_on(r, rule)), None)
        if above is None:
            found.append(rule)
        else:
            found[found.index(above)] = Rule(above.x0, above.top, above.x1, max(above.bottom, rule.bottom))
    return found


def _goes_on(above: Rule, rule: Rule) -> bool:
    return abs(above.x0 - rule.x0) <= ASIDE and rule.top - above.bottom <= BROKEN


def _crossings(upright: Rule, rules: Sequence[Rule]) -> int:
    """At how many heights level rules meet an upright one on its way from both sides.

    A table beside it that begins at it meets it from one.
    """
    met = [
        rule
        for rule in rules
        if rule.level
        and rule.x0 - ASIDE <= upright.x0 <= rule.x1 + ASIDE
        and upright.top + BROKEN < rule.top < upright.bottom - BROKEN
    ]
    before = [rule.top for rule in met if rule.x0 < upright.x0 - 2 * ASIDE]
    after = [rule.top for rule in met if rule.x1 > upright.x0 + 2 * ASIDE]
    both = sorted(top for top in before if any(abs(top - other) <= ASIDE for other in after))
    return len([height for height, _ in groupby(both, key=lambda top: round(top / ASIDE))])


def _parts(rule: Rule, inked: Sequence[Glyph]) -> bool:
    """Whether no more than a stamp stands across the rule."""
    across = sum(g.x0 < rule.x0 - 1 and g.x1 > rule.x0 + 1 for g in inked)
    return across <= max(2, len(inked) // 200)


def split_at(rule: Rule, glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """The characters of the margin column, and the others; blanks stay with what they follow."""
    left: list[Glyph] = []
    right: list[Glyph] = []
    middle = _middle(glyphs)
    text, side = (right, left) if rule.x0 < middle else (left, right)
    into = text
    for glyph in glyphs:
        if not glyph.char.isspace():
            beyond = (glyph.x0 + glyph.x1) / 2 > rule.x0
            beside = rule.top <= glyph.base <= rule.bottom + glyph.face.size
            into = text if not beside else right if beyond else left
        into.append(glyph)
    return side, text


def _middle(glyphs: Sequence[Glyph]) -> float:
    inked = [g for g in glyphs if not g.char.isspace()]
    return (min(g.x0 for g in inked) + max(g.x1 for g in inked)) / 2


def drawings_beside(rule: Rule, drawings: Drawings, glyphs: Sequence[Glyph]) -> Drawings:
    """What is drawn on the side of a rule on which some characters stand."""
    left = bool(glyphs) and _middle(glyphs) < rule.x0
    rules, dots = (
        [r for r in drawn if (r.x1 < rule.x0 - ASIDE if left else r.x0 > rule.x0 + ASIDE)]
        for drawn in (drawings.rules, drawings.dots)
    )
    return Drawings(rules, drawings.pictured, dots)


def set_aside(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a margin column, marked as such: its lines one after the other, tables too."""
    lines = [line for piece in pieces for line in lines_of(piece)]
    edges = (min(line.x0 for line in lines), max(line.x1 for line in lines)) if lines else None
    return [Flow(lines, edges, aside=True)] if lines else []


def bounded(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those as wide as the page made as wide as what stands on their side of the rule."""
    lines = [line for piece in pieces for line in lines_of(piece)]
    edges = (min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0))
    for piece in pieces:
        if isinstance(piece, Flow) and piece.bounds is None:
            piece.bounds = edges
    return list(pieces)
