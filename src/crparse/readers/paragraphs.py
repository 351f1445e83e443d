"""From printed lines to paragraphs: which line begins a new block, and which merely wrapped.

A line wrapped if the first word of the next would not have fitted after it; type, spacing, indents, bullets
and numbers decide the rest.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from statistics import median

from crparse import lexicon
from crparse.readers.printed import PrintedLine
from crparse.text import fold

_STOP = re.compile(r"[.!?:;…][»\"”')\]]*$")
_LOWER = re.compile(r"[«\"“(]?\s?[a-zà-öø-ÿœ]")

NEARLY, JITTER, MIXED = 0.08, 0.3, 0.15
"""Parts by which the type sizes of two lines of a paragraph may differ: printed, recognised from a scan, and
of text that is set in two typefaces."""

LIKENESS = 0.6
"""Share of a line that also stands in the line before, from which they are two of a kind."""

PICTURE = 7.0
"""Type sizes that a small picture inside a paragraph may be high."""

OUTDENT = 6.0
"""Type sizes by which a first line may be indented at most."""

_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}")
_NAMES = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]{2,}[\w'’-]*\s)+[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ][\w'’-]*")
"""Words in capitals and one that is not: an entry of a list ("LE GALL Anne")."""

_CUT = re.compile(r"\w-$")
_TAIL = re.compile(r"[€%),;!?»°]")
"""Signs that begin no paragraph."""

_ADDRESS = re.compile(r"[(<]?(?:https?://|www\.)")

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
    white = above.room()
    if _both_centered(above, below) or _flush_right(above, below):
        white += above.x0 - above.left
    if _same_middle(above, below):
        # Centred in a frame whose edges are not known: it holds the longer of the two at least.
        white = max(white, (below.x1 - below.x0) - (above.x1 - above.x0))
    return white - below.opening - 0.25 * above.size


def _same_middle(above: PrintedLine, below: PrintedLine) -> bool:
    apart = abs(above.x0 - below.x0) > above.size
    return apart and abs(above.x0 + above.x1 - below.x0 - below.x1) < 3


def _both_centered(above: PrintedLine, below: PrintedLine) -> bool:
    return above.centered and below.centered and abs(above.x0 - below.x0) > 1


def _flush_right(above: PrintedLine, below: PrintedLine) -> bool:
    """Whether two lines end together at the right edge and begin apart, far from the left one."""
    ends = above.room() < 1.5 * above.size and abs(above.x1 - below.x1) < 2
    apart = above.x0 - above.left > 3 * above.size and abs(above.x0 - below.x0) > 1
    # Justified lines end together as well: they go on in lower case, or belong to an item.
    return ends and apart and not above.marker and not _LOWER.match(below.text)


def _continues(paragraph: Paragraph, line: PrintedLine, pitches: dict[float, float]) -> bool:
    last = paragraph[-1]
    if line.tied:
        return True
    cut = bool(_CUT.search(last.text)) and line.text[:1].isalnum()
    if (line.marker and not cut) or line.tabbed or last.cell != line.cell:
        return False
    if last.page != line.page:
        return _runs_over(paragraph, line)
    if last.area != line.area or not _alike(last, line):
        return False
    step = line.base - last.base
    if not 0.4 * last.size <= step <= _widest_step(paragraph, pitches):
        return _goes_round_picture(last, line)
    if cut:
        return True
    if room_for(last, line) > 0:
        return _unfinished(last, line)
    return not (_starts_indented(paragraph, line) or _set_back(paragraph, line) or _parallel(paragraph, line))


def _goes_round_picture(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a full line goes on below a picture set in the middle of its paragraph."""
    step = line.base - last.base
    open_end = not _STOP.search(last.text) and _LOWER.match(line.text)
    near = 0 < step < PICTURE * last.size and abs(line.x0 - last.x0) < 1.5
    return bool(open_end) and near and room_for(last, line) <= 0


def _widest_step(paragraph: Paragraph, pitches: dict[float, float]) -> float:
    last = paragraph[-1]
    if len(paragraph) > 1 and paragraph[-2].page == last.page:
        usual = last.base - paragraph[-2].base
    else:
        usual = pitches.get(last.size, 1.3 * last.size)
    return max(1.18 * usual, usual + 1.0)


def _alike(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether two lines are set alike, so that one may go on the other."""
    one, other = last.faces[-1], line.faces[line.body]
    apart = abs(last.size - line.size) / max(last.size, line.size)
    # Recognition measures type anew in each line.
    if apart > (NEARLY if one.visible else JITTER) and one.size != other.size:
        return apart <= MIXED and _clearly_goes_on(last, line)
    for trait in ("bold", "italic"):
        turned = abs(last.share(trait) - line.share(trait)) > 0.95
        if turned and getattr(one, trait) != getattr(other, trait):
            return _clearly_goes_on(last, line)
    return True


def _clearly_goes_on(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a full line stops in the middle of a sentence that the next takes up."""
    if room_for(last, line) > 0:
        return False
    begun = _LOWER.match(line.text) or _ADDRESS.match(line.text)
    return begun is not None and (last.text.endswith(":") or not _STOP.search(last.text))


def _unfinished(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line that ends early goes on all the same: a narrow frame, a break set by hand."""
    if _STOP.search(last.text):
        return False
    if _ends_open(last.text):
        return True
    if _both_centered(last, line) or _flush_right(last, line):
        return False
    reaches = (last.x1 - last.left) / (last.right - last.left)
    if _TAIL.match(line.text) or _closes(last.text, line.text):
        return True
    if last.text.endswith(",") and last.text.count(",") > 1:
        return reaches > 0.6 or last.cell is not None
    beside_picture = len(last.text) > 30 and last.x1 > line.x1 - 4 * last.size
    near = abs(line.x0 - last.body_x) < 3 * last.size
    return bool(_LOWER.match(line.text)) and near and (reaches > 0.5 or beside_picture)


def _closes(above: str, below: str) -> bool:
    """Whether a line closes a bracket or a quotation that the line above leaves open."""
    return any(
        above.count(left) > above.count(right) and below.count(right) > below.count(left)
        for left, right in ("()", "«»")
    )


def _ends_open(text: str) -> bool:
    """Whether a text ends with a word that cannot end a sentence."""
    words = fold(text).replace("'", "' ").split()
    return bool(words) and words[-1] in open_ends()


@cache
def open_ends() -> frozenset[str]:
    """Words that cannot end a sentence."""
    return frozenset(lexicon.load("lines")["open_ends"])


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


def _set_back(paragraph: Paragraph, line: PrintedLine) -> bool:
    """Whether a line stands much further left than a single line before it: that one was set apart."""
    last = paragraph[-1]
    apart = last.x0 - line.x0 > OUTDENT * last.size
    return len(paragraph) == 1 and not last.marker and apart and not (last.centered and line.centered)


def _parallel(paragraph: Paragraph, line: PrintedLine) -> bool:
    """Whether a line is worded like the one before: the next of a row of like sentences, not its rest."""
    last, first = paragraph[-1], paragraph[0]
    if not line.text[:1].isupper() or _STOP.search(last.text) or _ends_open(last.text):
        return False
    whole = " ".join(part.text for part in paragraph)
    if _NAMES.fullmatch(whole[first.body :]) and _CAPITALS.match(line.text):
        return True
    if line.text.split(" ")[:2] == first.text[first.body :].split(" ")[:2]:
        return len(line.text.split(" ")) > 2
    match = SequenceMatcher(None, first.text, line.text, autojunk=False).find_longest_match()
    if re.search(r"[.!?]", line.text[: match.b]):
        return False
    return match.size >= max(15, LIKENESS * min(len(first.text), len(line.text)))


def _runs_over(paragraph: Paragraph, line: PrintedLine) -> bool:
    """Whether a line at the top of a page goes on the paragraph at the foot of the page before."""
    last, first = paragraph[-1], paragraph[0]
    if last.cell or line.cell or not _alike(last, line) or _STOP.search(last.text):
        return False
    if _LOWER.match(line.text):
        return True
    below = first.x0 - 1 if first.marker else last.x0 - 2 * last.size
    return room_for(last, line) <= 0 and line.x0 >= below and last.faces[-1].italic == line.faces[0].italic


def main_size(lines: Sequence[PrintedLine]) -> float:
    """Type size of most of the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda s: (sizes[s], s)) if sizes else 0.0
