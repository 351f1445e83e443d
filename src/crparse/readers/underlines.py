"""Underlined text: rules that stand just below characters and are as long as they."""

from collections.abc import Sequence
from dataclasses import replace

from crparse.readers.glyphs import Glyph
from crparse.readers.rules import Rule

LOW = 0.2
"""How far below its letters, in parts of the type size, an underline may run."""

BEYOND = 4.0
"""Points by which an underline may be longer than its text; the rule of a table row is as wide as the row."""


def mark_underlined(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> None:
    """Sets `underline` on the characters that stand just above a rule."""
    lines = [r for r in rules if r.level and r.bottom - r.top <= 2 and not r.side]
    if not lines:
        return
    by_foot: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_foot.setdefault(int(glyph.base), []).append(glyph)
    for rule in lines:
        y = (rule.top + rule.bottom) / 2
        near = [g for foot in range(int(y) - 7, int(y) + 1) for g in by_foot.get(foot, [])]
        above = [g for g in near if 0 <= y - g.base <= LOW * g.face.size + 0.3 and _over(g, rule)]
        if len(above) > 1 and _as_long(rule, above):
            for glyph in above:
                glyph.face = replace(glyph.face, underline=True)


def _over(glyph: Glyph, rule: Rule) -> bool:
    return rule.x0 - 1 <= (glyph.x0 + glyph.x1) / 2 <= rule.x1 + 1


def _as_long(rule: Rule, above: Sequence[Glyph]) -> bool:
    left, right = min(g.x0 for g in above), max(g.x1 for g in above)
    return left <= rule.x0 + BEYOND and rule.x1 - BEYOND <= right
