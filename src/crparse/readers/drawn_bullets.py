"""Bullets that a program draws as dots rather than sets as characters (pages printed from a browser)."""

from collections.abc import Sequence
from dataclasses import replace

from crparse.readers.lines import Row, Segment
from crparse.readers.rules import Rule

FURTHEST = 2.5
"""Type sizes that may lie between a bullet and its text."""


def mark_bullets(rows: Sequence[Row], dots: Sequence[Rule]) -> None:
    """Puts a bullet before the lines that have a dot to their left."""
    for dot in dots:
        middle = (dot.top + dot.bottom) / 2
        beside = [
            (row, index)
            for row in rows
            for index, s in enumerate(row.segments)
            if s.base - 0.65 * s.size <= middle <= s.base and 0 < s.x0 - dot.x1 <= FURTHEST * s.size
        ]
        if len(beside) == 1:
            row, index = beside[0]
            row.segments[index] = _with_bullet(row.segments[index], dot)


def _with_bullet(segment: Segment, dot: Rule) -> Segment:
    return replace(
        segment,
        text=f"• {segment.text}",
        faces=[segment.faces[0]] * 2 + segment.faces,
        xs=[dot.x0, dot.x1, *segment.xs],
        x0=dot.x0,
    )
