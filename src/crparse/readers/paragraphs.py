"""From printed lines to paragraphs: which line begins a new block, and which merely wrapped.

A line wrapped if the first word of the next would not have fitted after it; type, spacing, indents, bullets
and numbers decide the rest.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from crparse.readers.printed import PrintedLine

_STOP = re.compile(r"[.!?:;…][»\"”')\]]*$")
_LOWER = re.compile(r"[«\"“(]?\s?[a-zà-öø-ÿœ]")

Paragraph = list[PrintedLine]


def group_lines(lines: Sequence[PrintedLine]) -> list[Paragraph]:
    """The lines of a document, in reading order, as paragraphs."""
    pitches = usual_pitches(lines)
    found: list[Paragraph] = []
    for line in lines:
        if found and _continues(found[-1], line, pitches):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def usual_pitches(lines: Sequence[PrintedLine]) -> dict[float, float]:
    """Type size -> usual distance between the feet of two lines that follow each other in it."""
    seen: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        step = below.base - above.base
        together = above.area == below.area and above.page == below.page and above.size == below.size
        if together and 0.8 * above.size <= step <= 2.2 * above.size and room_for(above, below) <= 0:
            seen.setdefault(above.size, []).append(step)
    return {size: median(steps) for size, steps in seen.items()}


def room_for(above: PrintedLine, below: PrintedLine) -> float:
    """White left after `above` if the first word of `below` stood there: below 0 it had to wrap."""
    return above.room() - below.opening - 0.25 * above.size


def _continues(paragraph: Paragraph, line: PrintedLine, pitches: dict[float, float]) -> bool:
    last = paragraph[-1]
    if line.tied:
        return True
    if line.marker or last.cell != line.cell:
        return False
    if last.page != line.page:
        return _runs_over(paragraph, line)
    if last.area != line.area or not _alike(last, line):
        return False
    step = line.base - last.base
    if not 0.4 * last.size <= step <= _widest_step(paragraph, pitches):
        return False
    if last.text.endswith("-") and _LOWER.match(line.text):
        return True
    full = room_for(last, line) <= 0
    if not full:
        return _unfinished(last, line)
    return not _starts_indented(paragraph, line)


def _widest_step(paragraph: Paragraph, pitches: dict[float, float]) -> float:
    last = paragraph[-1]
    if len(paragraph) > 1 and paragraph[-2].page == last.page:
        usual = last.base - paragraph[-2].base
    else:
        usual = pitches.get(last.size, 1.3 * last.size)
    return max(1.18 * usual, usual + 1.0)


def _alike(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether two lines are set alike, so that one may go on the other."""
    if abs(last.size - line.size) > 0.08 * max(last.size, line.size):
        return False
    for trait in ("bold", "italic"):
        if abs(last.share(trait) - line.share(trait)) > 0.95:
            meets = getattr(last.faces[-1], trait) == getattr(line.faces[line.body], trait)
            if not meets and (trait == "bold" or room_for(last, line) > 0):
                return (
                    not _STOP.search(last.text)
                    and bool(_LOWER.match(line.text))
                    and room_for(last, line) <= 0
                )
    return True


def _unfinished(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line that ends early goes on all the same: a narrow frame, a break set by hand."""
    if _STOP.search(last.text) or not _LOWER.match(line.text):
        return False
    return last.x1 - last.left > 0.5 * (last.right - last.left) and abs(line.x0 - last.body_x) < 3 * last.size


def _starts_indented(paragraph: Paragraph, line: PrintedLine) -> bool:
    """Whether a line stands further in than the lines before: the indent of a new paragraph."""
    last = paragraph[-1]
    if last.centered and line.centered:
        return False
    first = paragraph[0]
    if len(paragraph) > 1:
        return line.x0 - last.x0 > 0.8 * last.size and bool(_STOP.search(last.text))
    if first.marker:
        return line.x0 < first.x0 - 0.8 * last.size
    return line.x0 - first.x0 > 0.8 * last.size and bool(_STOP.search(last.text))


def _runs_over(paragraph: Paragraph, line: PrintedLine) -> bool:
    """Whether a line at the top of a page goes on the paragraph at the foot of the page before."""
    last = paragraph[-1]
    if last.cell or line.cell or not _alike(last, line) or _STOP.search(last.text):
        return False
    return bool(_LOWER.match(line.text)) or room_for(last, line) <= 0


def main_size(lines: Sequence[PrintedLine]) -> float:
    """Type size of most of the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 0.0
