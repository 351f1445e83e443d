"""From printed lines to paragraphs and blocks: which line begins a new one, which merely wrapped."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import median

from crparse import lexicon
from crparse.readers.blocks.hyphens import Hyphens
from crparse.readers.blocks.markers import split_marker
from crparse.readers.printed.columns import Span
from crparse.readers.printed.glyphs import GlyphFace
from crparse.readers.printed.lines import Segment, grouped
from crparse.source import Block, Cell, Kind, Line, Run
from crparse.text import fold


@dataclass(slots=True, kw_only=True, eq=False)
class PrintedLine(Segment):
    """A line as it stands on its page, in reading order."""

    page: int
    area: int
    """Column, cell or stretch of page: lines of different areas of one page are never joined."""
    whole: bool
    """It may run over the whole width of the text: its edges are found for the document as a whole."""
    left: float
    """Left edge of the column that it stands in."""
    right: float
    """Right edge of the column that it stands in."""
    cell: Cell | None = None
    marker: str | None = None
    """The bullet or number that it begins with."""
    bullet: bool = False
    body: int = 0
    """Offset of its text after the marker."""

    @property
    def room(self) -> float:
        """White left after it in its column."""
        return self.right - self.x1

    @property
    def centered(self) -> bool:
        """Whether it stands in the middle of its column, away from both edges."""
        before = self.x0 - self.left
        even = min(before, self.room) > 2 * self.size and abs(before - self.room) <= 1.2 * self.size
        return even and not self.marker

    def share(self, trait: str) -> float:
        """Share of the characters after the marker that are bold, italic or underlined."""
        faces = self.faces[self.body :] or self.faces
        # Most lines are set in one or two faces, which are looked at once each.
        counts, each = Counter(map(id, faces)), {id(face): face for face in faces}
        return sum(count for face, count in counts.items() if getattr(each[face], trait)) / len(faces)


def printed_line(
    segment: Segment, page: int, area: int, bounds: Span | None = None, cell: Cell | None = None
) -> PrintedLine:
    """The line of a segment in its place."""
    left, right = bounds or (segment.x0, segment.x1)
    set_as = {trait.name: getattr(segment, trait.name) for trait in fields(segment)}
    line = PrintedLine(
        **set_as, page=page, area=area, whole=bounds is None, left=left, right=right, cell=cell
    )
    apart = segment.marked or line.faces[0].font != line.faces[-1].font
    line.marker, kind, line.body = split_marker(line.text, letter_o=apart)
    line.bullet = kind == "bullet"
    return line


FULL = 2.5
"""Type sizes from the right edge within which a ragged line still counts as full: as wide as a word of five
letters that found no room."""

STICKING_OUT = 0.05
"""Share of lines that may reach beyond the margin: two on a page of forty, a heading and an address."""

WIDE = 0.6
"""Part of the page's width that text has to reach: a page of short lines shows no margin. Text with a margin
of 2.5 cm on A4 reaches 0.88, the narrowest 0.78."""

ENOUGH = 0.12
"""Share of lines that have to end together to show the right margin: one in eight, for items and headings end
early."""


def set_margins(lines: Sequence[PrintedLine], width: float) -> None:
    """Gives the lines that run over the whole width the left and right edge of the text."""
    wide = [line for line in lines if line.whole]
    if not wide:
        return
    left, right = _left_edge(wide), _right_edge(wide, width)
    for line in wide:
        line.left, line.right = min(left, line.x0), max(right, line.x1)


def _left_edge(lines: Sequence[PrintedLine]) -> float:
    """Where lines begin at the outermost, a few strays apart."""
    starts = sorted(line.x0 for line in lines)
    return starts[int(0.03 * len(starts))]


def _right_edge(lines: Sequence[PrintedLine], width: float) -> float:
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
    return max(ends[0], width - _left_edge(lines))


# Takes the end of "Le budget est voté." and of "Il répond “non !”"; leaves "Le budget de la", "« non ! »".
_STOP = re.compile(r"[.!?:;…][»\"”')\]]*$")
# Takes "est adopté", "« oui »", "(voir l'annexe)"; leaves "Est adopté", "« Oui »", "12 voix".
_LOWER = re.compile(r"[«\"“(]?\s?[a-zà-öø-ÿœ]")

NEARLY, JITTER, MIXED = 0.08, 0.3, 0.15
"""Parts by which the type sizes of two lines of a paragraph may differ: printed (11 and 11.5 points, not 11
and 12), recognised from a scan, where a line without capitals measures less, and of text that is set in two
typefaces (10 and 11.5, not 10 and 12)."""

LIKENESS = 0.6
"""Share of a line that also stands in the line before, from which they are two of a kind: the rest of a
paragraph shared 0.5 at most, rows of like sentences from 0.87 on."""

PICTURE = 7.0
"""Type sizes that a small picture inside a paragraph may be high: 2.7 cm at 11 points, a logo or a
formula."""

OUTDENT = 6.0
"""Type sizes by which a first line may be indented at most: first lines were by up to 5.5."""

# Takes "PETIT Luc", "ÉLUS"; leaves "Petit Luc", "A. Roux".
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}")
# Words in capitals and one that is not, an entry of a list: takes "LE GALL Anne", leaves "Anne LE GALL".
_NAMES = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]{2,}[\w'’-]*\s)+[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ][\w'’-]*")

# Takes "le conseil muni-", leaves "le budget -", "la commune".
_CUT = re.compile(r"\w-$")
# Takes "https://exemple.fr", "(www.exemple.fr)"; leaves "voir www.exemple.fr".
_ADDRESS = re.compile(r"[(<]?(?:https?://|www\.)")

_CLOSING = tuple("€%),;!?»°")
"""Signs that begin no paragraph."""

PrintedParagraph = list[PrintedLine]


def group_lines(lines: Sequence[PrintedLine]) -> list[PrintedParagraph]:
    """The lines of a document, in reading order, as paragraphs."""
    pitches = _usual_pitches(lines)
    return grouped(lines, lambda paragraph, line: _continues(paragraph, line, pitches))


def _usual_pitches(lines: Sequence[PrintedLine]) -> dict[float, float]:
    """Type size -> usual distance between the feet of two lines that follow each other in it."""
    seen: dict[float, list[float]] = {}
    for above, below in pairwise(lines):
        step = below.base - above.base
        together = above.area == below.area and above.page == below.page and above.size == below.size
        if together and 0.8 * above.size <= step <= 2.2 * above.size and _room_for(above, below) <= 0:
            seen.setdefault(above.size, []).append(step)
    return {size: median(steps) for size, steps in seen.items()}


def _room_for(above: PrintedLine, below: PrintedLine) -> float:
    """White left after `above` if the first word of `below` stood there: below 0 it had to wrap."""
    white = above.room
    if _both_centered(above, below) or _flush_right(above, below):
        white += above.x0 - above.left
    one_middle = abs(above.x0 + above.x1 - below.x0 - below.x1) < 3
    if one_middle and abs(above.x0 - below.x0) > above.size:
        # Centred in a frame whose edges are not known: it holds the longer of the two at least.
        white = max(white, (below.x1 - below.x0) - (above.x1 - above.x0))
    return white - below.opening - 0.25 * above.size


def _both_centered(above: PrintedLine, below: PrintedLine) -> bool:
    """Whether two lines of different length stand in the middle of their column."""
    return above.centered and below.centered and abs(above.x0 - below.x0) > 1


def _flush_right(above: PrintedLine, below: PrintedLine) -> bool:
    """Whether two lines end together at the right edge and begin apart, far from the left one."""
    ends = above.room < 1.5 * above.size and abs(above.x1 - below.x1) < 2
    apart = above.x0 - above.left > 3 * above.size and abs(above.x0 - below.x0) > 1
    # Justified lines end together as well: they go on in lower case, or belong to an item.
    return ends and apart and not above.marker and not _LOWER.match(below.text)


def _continues(paragraph: PrintedParagraph, line: PrintedLine, pitches: dict[float, float]) -> bool:
    """Whether a line goes on a paragraph: on the same page, over a picture or over the page."""
    last = paragraph[-1]
    if line.tied:
        return True
    cut = bool(_CUT.search(last.text)) and line.text[:1].isalnum()
    if (line.marker and not cut) or line.tab_x is not None or last.cell != line.cell:
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
    if _STOP.search(last.text) and _opens_point(line.text):
        return False
    if _room_for(last, line) > 0:
        return _unfinished(last, line)
    return not (_starts_indented(paragraph, line) or _set_back(paragraph, line) or _parallel(paragraph, line))


@cache
def _point() -> re.Pattern[str]:
    label = lexicon.source("outline", "numbers.labels", "numbers.kept_labels")
    sign, ending = (lexicon.source("outline", f"numbers.{name}") for name in ("signs", "ordinal_endings"))
    words = "|".join(sorted(lexicon.numbers("outline", "numbers.worded"), key=len, reverse=True))
    # Takes "point n° 4 : ", "n° 2 - ", "2eme point : ", "second point : "; leaves "le point 4 : ".
    return re.compile(
        rf"(?:(?:{label})\s(?:{sign}\s?)?(?:[\d/-]+|[ivx]+)|{sign}\s?\d[\d/-]*"
        rf"|(?:\d+(?:{ending})|{words})\s(?:{label}))\s?[:.-]"
    )


def _opens_point(text: str) -> bool:
    """Whether a line begins with a number that a word announces ("Point n° 4 : …"), as no line goes on."""
    return _LOWER.match(text) is None and _point().match(fold(text)) is not None


def _goes_round_picture(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a full line goes on below a picture set in the middle of its paragraph."""
    near = 0 < line.base - last.base < PICTURE * last.size and abs(line.x0 - last.x0) < 1.5
    open_end = not _STOP.search(last.text) and _LOWER.match(line.text) is not None
    return open_end and near and _room_for(last, line) <= 0


def _widest_step(paragraph: PrintedParagraph, pitches: dict[float, float]) -> float:
    """How far below the last line of a paragraph the next one may stand."""
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
    for trait in ("bold", "italic", "underline"):
        turned = abs(last.share(trait) - line.share(trait)) > 0.95
        if turned and getattr(one, trait) != getattr(other, trait):
            return _clearly_goes_on(last, line)
    return True


def _clearly_goes_on(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a full line stops in the middle of a sentence that the next takes up."""
    if _room_for(last, line) > 0:
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
    if line.text.startswith(_CLOSING) or _closes(last.text, line.text):
        return True
    reaches = (last.x1 - last.left) / (last.right - last.left)
    if last.text.endswith(",") and last.text.count(",") > 1:
        return reaches > 0.6 or last.cell is not None
    beside_picture = len(last.text) > 30 and last.x1 > line.x1 - 4 * last.size
    begun = last.x0 if last.tab_x is None else last.tab_x
    near = abs(line.x0 - begun) < 3 * last.size
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
    return bool(words) and words[-1] in lexicon.words("lines", "open_ends")


def _starts_indented(paragraph: PrintedParagraph, line: PrintedLine) -> bool:
    """Whether a line stands further in than the line before: the indent of a new paragraph."""
    last = paragraph[-1]
    if last.centered and line.centered:
        return False
    if len(paragraph) == 1 and last.marker:
        return line.x0 < last.x0 - 0.8 * last.size
    return line.x0 - last.x0 > 0.8 * last.size and bool(_STOP.search(last.text))


def _set_back(paragraph: PrintedParagraph, line: PrintedLine) -> bool:
    """Whether a line stands much further left than a single line before it: that one was set apart."""
    last = paragraph[-1]
    apart = last.x0 - line.x0 > OUTDENT * last.size
    return len(paragraph) == 1 and not last.marker and apart and not (last.centered and line.centered)


def _parallel(paragraph: PrintedParagraph, line: PrintedLine) -> bool:
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
    enough = max(15, LIKENESS * min(len(first.text), len(line.text)))
    return match.size >= enough and set(".!?").isdisjoint(line.text[: match.b])


def _runs_over(paragraph: PrintedParagraph, line: PrintedLine) -> bool:
    """Whether a line at the top of a page goes on the paragraph at the foot of the page before."""
    last, first = paragraph[-1], paragraph[0]
    if not _alike(last, line) or _STOP.search(last.text):
        return False
    if _LOWER.match(line.text) or _ends_open(last.text):
        return True
    below = first.x0 - 1 if first.marker else last.x0 - 2 * last.size
    return _room_for(last, line) <= 0 and line.x0 >= below and last.faces[-1].italic == line.faces[0].italic


TIGHT = 0.7
"""Type sizes of room in which the last two letters of a word find no place: "es" is 1.06 wide in Arial."""


def make_block(
    paragraph: list[PrintedLine], hyphens: Hyphens, before: float | None = None, kind: Kind = Kind.PARAGRAPH
) -> Block:
    """The block of the lines of one paragraph."""
    text, faces, lines = _join(paragraph, hyphens)
    first = paragraph[0]
    if first.bullet:
        kind = Kind.LIST_ITEM if kind is Kind.PARAGRAPH else kind
    return Block(
        text=text,
        kind=kind,
        page=first.page,
        runs=_runs(faces),
        lines=lines,
        marker=first.marker,
        align=_align(paragraph),
        indent=round(first.x0 - first.left, 1),
        space_before=before,
        cell=first.cell,
    )


def _join(paragraph: list[PrintedLine], hyphens: Hyphens) -> tuple[str, list[GlyphFace], tuple[Line, ...]]:
    """The text of the lines of a paragraph, the face of each character, and where each line stands in it."""
    text = ""
    faces: list[GlyphFace] = []
    lines: list[Line] = []
    for i, line in enumerate(paragraph):
        skipped = line.body if i == 0 and line.bullet else 0
        words = line.text[skipped:]
        if i:
            ending, glue = (text, "") if _is_torn(paragraph[i - 1], line) else hyphens.join(text, words)
            faces = faces[: len(ending)] + [faces[-1]] * len(glue)
            text = ending + glue
            # A hyphen that is undone is taken off the end of the stretch of its line.
            lines[-1] = replace(lines[-1], end=min(lines[-1].end, len(text)))
        start = len(text)
        text += words
        faces += line.faces[skipped:]
        box = (round(v, 1) for v in (line.x0, line.top, line.x1, line.bottom))
        lines.append(Line(start, len(text), line.page, *box))
    return text, faces, tuple(lines)


def _is_torn(above: PrintedLine, below: PrintedLine) -> bool:
    """Whether a word was torn apart, without a hyphen, by a column too narrow for it ("Observateu" / "r")."""
    if above.cell is None or " " in above.text or not above.text.isalpha():
        return False
    rest = below.text
    if not (rest.isalpha() and rest.islower()) or rest in lexicon.words("lines", "open_ends") or rest == "x":
        return False
    return len(rest) == 1 or (len(rest) == 2 and above.room < TIGHT * above.size)


def _runs(faces: list[GlyphFace]) -> tuple[Run, ...]:
    """The stretches of characters that are set alike."""
    runs: list[Run] = []
    at = 0
    for looks, stretch in groupby(faces, key=attrgetter("bold", "italic", "underline", "size", "color")):
        start, at = at, at + sum(1 for _ in stretch)
        runs.append(Run(start, at, *looks))
    return tuple(runs)


def _align(paragraph: list[PrintedLine]) -> str:
    """How the lines of a paragraph are set between the edges of their column."""
    if all(line.centered for line in paragraph) and not paragraph[0].marker:
        return "center"
    first = paragraph[0]
    inset = first.x0 - first.left > 0.4 * (first.right - first.left)
    if inset and all(line.room < first.size for line in paragraph):
        return "right"
    wrapped = paragraph[:-1]
    if len(wrapped) > 1 and all(abs(a.x1 - b.x1) < 1.0 for a, b in pairwise(wrapped)):
        return "justify"
    return "left"


DEEPER = 5.0
"""Points further in from which an item belongs to a list of its own: from one list to another the step was
5.3 and more, in one list items agreed to 4.7."""


def with_levels(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, list items with their kind and level."""
    found: list[Block] = []
    stack: list[float] = []
    for index, block in enumerate(blocks):
        indent = block.indent or 0.0
        if _is_item(blocks, index):
            while stack and indent < stack[-1] - DEEPER:
                stack.pop()
            if not stack or indent > stack[-1] + DEEPER:
                stack.append(indent)
            block = replace(block, kind=Kind.LIST_ITEM, list_level=len(stack) - 1)
        elif stack and indent <= stack[0] + DEEPER:
            stack = []
        found.append(block)
    return found


def _is_item(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is an item: it has a bullet, or stands among others with numbers."""
    block = blocks[index]
    if block.kind is Kind.LIST_ITEM:
        return True
    if block.kind is not Kind.PARAGRAPH or not block.marker or block.share("bold") > 0.5:
        return False
    sides = range(index - 1, -1, -1), range(index + 1, len(blocks))
    return any(_is_numbered_beside(blocks, block.indent or 0.0, side) for side in sides)


def _is_numbered_beside(blocks: Sequence[Block], own: float, side: range) -> bool:
    """Whether the next block that is not further in has a number as well."""
    for block in (blocks[index] for index in side):
        indent = block.indent or 0.0
        if indent <= own + DEEPER:
            return _numbered(block) and abs(indent - own) < DEEPER
    return False


def _numbered(block: Block) -> bool:
    """Whether a block begins with a number and is no heading in bold."""
    plain = block.kind is Kind.PARAGRAPH and block.share("bold") <= 0.5
    return plain and split_marker(block.text).kind == "number"
