"""The edges of the text on a page: what a line is measured against to be short, indented or centred."""

from collections.abc import Sequence

from crparse.readers.printed import PrintedLine

FULL = 2.5
"""Type sizes from the right edge within which a ragged line still counts as full."""

STICKING_OUT = 0.05
"""Share of lines that may reach beyond the margin."""

WIDE = 0.6
"""Part of the page's width that text has to reach: a page of short lines shows no margin."""

ENOUGH = 0.12
"""Share of lines that have to end together to show the right margin."""


def set_margins(lines: Sequence[PrintedLine], width: float) -> None:
    """Gives the lines that run over the whole width the left and right edge of the text."""
    wide = [line for line in lines if line.whole]
    if not wide:
        return
    left, right = left_edge(wide), right_edge(wide, width)
    for line in wide:
        line.left, line.right = min(left, line.x0), max(right, line.x1)


def left_edge(lines: Sequence[PrintedLine]) -> float:
    """Where lines begin at the outermost, a few strays apart."""
    starts = sorted(line.x0 for line in lines)
    return starts[int(0.03 * len(starts))]


def right_edge(lines: Sequence[PrintedLine], width: float) -> float:
    """Where full lines end; as far from the edge of the page as the left margin if no line is full.

    A few lines may stick out: a wide picture's legend, a long address.
    """
    ends = sorted((min(line.x1, width) for line in lines), reverse=True)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    enough = max(3, ENOUGH * len(ends))
    for end in ends[: 1 + int(STICKING_OUT * len(ends))]:
        full = sum(0 <= end - other <= FULL * size for other in ends)
        if full >= enough and end > WIDE * width:
            return end
    return max(ends[0], width - left_edge(lines))
