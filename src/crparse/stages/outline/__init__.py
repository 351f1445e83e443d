"""The outline of the minutes: which lines are headings, their numbers and titles, and how they nest.

`surroundings` keeps what only the whole document tells of each line, `features` what speaks for and against a
heading; weights decide. `headings` and `relations` compare two of them, `nesting` makes sections of all.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import keep_scores, meeting_of, set_items, source_of, stage
from crparse.document.lines import LONGEST, Look, TextLine, joined, lines_of
from crparse.document.numbering import parse_number
from crparse.document.passages import Part
from crparse.models import BoostedTrees, load_trees
from crparse.record import Meeting
from crparse.stages.outline.features import features, is_settled
from crparse.stages.outline.headings import Heading
from crparse.stages.outline.nesting import make_sections
from crparse.stages.outline.surroundings import Surroundings

SOLID = 0.6
"""White between the lines of one heading, as a share of the type size; between paragraphs there is more."""


def join_wrapped(lines: Sequence[TextLine], text: str) -> list[TextLine]:
    """The lines, with those that carry on an emphasised line before them joined to it."""
    letters: Counter[Look] = Counter()
    for line in lines:
        letters[line.look] += len(line.text)
    plain = max(letters, key=lambda look: letters[look], default=None)
    numbered, carried = _numbered_looks(lines)
    result: list[TextLine] = []
    for line in lines:
        last = result[-1] if result else None
        if (
            last is not None
            and last.look == line.look
            and (line.look != plain or _is_broken(last, line))
            and len(last.text) + len(line.text) < LONGEST
            and _close(last, line, line.look in carried)
            and parse_number(line.text) is None
            and (_hangs(last, line) or _in_one_heading(last, line) or _is_numbered(last, line, numbered))
        ):
            result[-1] = joined(last, line, text)
        else:
            result.append(line)
    return result


def _numbered_looks(lines: Sequence[TextLine]) -> tuple[set[Look], set[Look]]:
    """Looks of which most lines begin with a number, and those of which all others stand right below one that
    does: a line of such a look without a number carries on a heading."""
    has_number = [parse_number(line.text) is not None for line in lines]
    begun: set[Look] = set()
    total: Counter[Look] = Counter()
    for line, has in zip(lines, has_number, strict=True):
        if has or line.look in begun:  # what stands above the first number belongs to no run
            begun.add(line.look)
            total[line.look] += 1
    numbered = Counter(line.look for line, has in zip(lines, has_number, strict=True) if has)
    below = Counter(
        line.look
        for (before, has), (line, own) in pairwise(zip(lines, has_number, strict=True))
        if has and not own and before.look == line.look
    )
    often = {look for look, count in numbered.items() if count > 2}
    carried = {look for look in often if below[look] and below[look] + numbered[look] == total[look]}
    return carried | {look for look in often if numbered[look] > 0.6 * total[look]}, carried


def _is_numbered(first: TextLine, second: TextLine, numbered: Collection[Look]) -> bool:
    """Whether the first line has a number and the second, of its block or such a look, none."""
    return (second.look in numbered or first.index == second.index) and parse_number(first.text) is not None


def _close(first: TextLine, second: TextLine, carried: bool) -> bool:
    """Whether the second line stands right under the first, as far as the format tells.

    `carried`: in its look all lines without a number carry one on, so there may be white as above the first.
    """
    block = second.block
    if first.folded[-1] in ".:;?!":
        return False
    if first.index == second.index:
        return first.first  # the line was broken by hand
    if block.cell is not None or block.marker:
        return False
    if not block.lines:
        white = (first.block.space_before or 0.0) if carried else 0.0
        return second.index == first.index + 1 and (block.space_before or 0.0) <= white
    if block.space_before is None:
        return first.block.page != block.page
    return 0 <= block.space_before < SOLID * (second.size or 0)


def _is_broken(first: TextLine, second: TextLine) -> bool:
    """Whether two lines are a whole paragraph with a break set by hand, as a typist parts a long title."""
    return first.index == second.index and second.inside + len(second.text) == len(first.block.text.rstrip())


def _in_one_heading(first: TextLine, second: TextLine) -> bool:
    """Whether two lines are parts of one paragraph that the format marks as a heading."""
    return first.index == second.index and bool(second.block.heading_level)


def _hangs(first: TextLine, second: TextLine) -> bool:
    """Whether the first line is unfinished or the second begins in the middle of a phrase."""
    hanging = first.folded.split()[-1] in lexicon.words("outline", "words.hanging")
    unfinished = hanging or first.text.count("(") > first.text.count(")")
    return unfinished or first.text.endswith(",") or second.text[0].islower() or second.text[0] in "(&/"


THRESHOLD = 0.4
"""Probability from which a line is taken for a heading: the best of 0.3 to 0.5 by leave-one-body-out."""

LEAST, SHARE = 2, 1 / 3
"""Headings in a run of numbered lines, and their share of it, from which the others are headings too."""

UNLIKELY = 0.1
"""Probability below which a line of such a run is none all the same. Of 0.05 to 0.2 any does as well."""


@stage("crparse_outline", sets=("sections", "scores"))
def make_outline(nlp: Language, name: str, threshold: float = THRESHOLD) -> "Outline":
    """The outline by the trained weights that come with crparse."""
    return Outline(load_trees("outline"), threshold)


class Outline:
    """Headings with number, title and nesting.

    "2.1 Budget" set in bold over a paragraph -> Section(number="2.1", title="Budget", level=2).
    Misses headings that nothing sets apart from the text around them.
    """

    def __init__(self, model: BoostedTrees, threshold: float = THRESHOLD) -> None:
        self.model = model
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """The document with its sections."""
        judged = [one for one in self.candidates(doc) if one.kept]
        end = max((line.end for line in lines_of(source_of(doc))), default=0)
        sections = make_sections([one.heading for one in judged], end)
        set_items(doc, "sections", sections)
        scores = {(s.start, s.end): one.probability for s, one in zip(sections, judged, strict=True)}
        keep_scores(doc, "sections", scores)
        return doc

    def candidates(self, doc: Doc) -> list["JudgedHeading"]:
        """Every line that may be a heading, with how likely it is one."""
        source, title = source_of(doc), title_places(meeting_of(doc))
        around = Surroundings(join_wrapped(lines_of(source), source.text), title)
        known = dict(features(around))
        likely = dict(zip(known, self.model.probabilities(list(known.values())), strict=True))
        kept = {i for i in known if likely[i] >= self.threshold or is_settled(around, i)}
        lacking = _lacking(around, likely, kept)
        size = around.typography.size
        headings = (Heading(around.lines[i], around.numbers[i], i, size, i in lacking) for i in known)
        return [JudgedHeading(one, likely[one.place], one.place in kept | lacking) for one in headings]


def _lacking(around: Surroundings, likely: Mapping[int, float], kept: Collection[int]) -> set[int]:
    """The lines that a run of headings lacks: "1. Bilan" and "2. Budget" are headings, so "3. Voirie" is."""
    lacking: set[int] = set()
    for run in {run.lines[0]: run for run in around.runs.values()}.values():
        lines = [index for index in run.lines if index in likely]
        headings = sum(index in kept for index in lines)
        if headings >= max(LEAST, SHARE * len(lines)):
            lacking |= {index for index in lines if likely[index] >= UNLIKELY and index not in kept}
    return lacking


@dataclass(frozen=True, slots=True)
class JudgedHeading:
    """A line that may be a heading."""

    heading: Heading
    probability: float
    kept: bool
    """Whether it is likely enough, or a label that is a heading in any case."""


def title_places(meeting: Meeting) -> list[Part]:
    """Where the lines of the document's title stand."""
    where = meeting.evidence.get("title")
    return (where.parts or [(where.start, where.end)]) if where is not None else []
