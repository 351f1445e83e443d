"""Which lines of minutes are headings: the lines in several renderings, weights, figures."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz import fuzz

from crparse.document.lines import NOT_BODY, TextLine, lines_of
from crparse.evaluation.scoring import Counts, pair_up_in_order
from crparse.models import BoostedTrees
from crparse.source import Block, Kind, Run, SourceDocument
from crparse.stages.attendance.rows import DocumentRows
from crparse.stages.meeting import read_meeting
from crparse.stages.outline import THRESHOLD, join_wrapped, title_places
from crparse.stages.outline.features import Features, features, is_settled
from crparse.stages.outline.surroundings import Surroundings
from crparse.text import fold
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.learners import TrainingSet, export_trees, fit_trees

FOR = (
    "has level", "bold", "bold contrast", "underline", "size", "caps", "emphasis", "run apart",
    "emphasised run", "gap over next", "repeated earlier", "all settled", "all attendance", "all agenda",
    "all closing", "all last", "all inner", "unfinished",
)  # fmt: skip
"""Features of which more may only speak for a heading."""

AGAINST = (
    "title style", "link", "in title", "before title", "bullet", "list item", "ends stop", "run-in colon",
    "small initial", "inner stop", "commas", "brackets", "address", "has date", "has verb", "opens sentence",
    "opens tally", "opens courtesy", "opens person", "names someone", "all lead_in", "repeated later",
    "run adjacent", "row company",
)  # fmt: skip
"""Features of which more may only speak against a heading."""

SETTINGS = {
    "max_bins": 32,
    "max_iter": 700,
    "max_depth": 3,
    "learning_rate": 0.08,
    "l2_regularization": 5.0,
    "min_samples_leaf": 20,
    "max_features": 0.4,
}
"""How trees are grown. With 400 of them headings of bodies held out are as often right (F1 0.917 both), those
of the minutes learned from less often."""

MANY = 100
"""Lines from which on a longer document counts less a line."""


SAME_TITLE = 88
"""Similarity (0-100) from which a line is a gold title."""

RENDERINGS = {
    "as it is": 1.0,
    "no styles": 0.3,
    "one size": 0.3,
    "underlined": 0.2,
    "full stops": 0.15,
    "plain text": 0.15,
}
"""How much an example counts in each rendering. The others keep what one layout shows from being learned as
the only way to set a heading."""

SHEET = "sheet"
"""The rendering of a fictional sheet, which is set in one way."""

COUNTS = {**RENDERINGS, SHEET: 0.04}
"""How much an example counts, of a fictional sheet too."""


@dataclass(frozen=True)
class Rendering:
    """A document as one typist would set it, with the places of the gold headings."""

    kind: str
    """A key of `RENDERINGS`."""
    around: Surroundings
    headings: frozenset[int]
    """The lines that are headings."""


def renderings(minutes: AnnotatedMinutes) -> Iterator[Rendering]:
    """The minutes as they are, then in every other rendering."""
    source = minutes.source
    title = title_places(read_meeting(DocumentRows(source)).meeting)
    around = Surroundings(join_wrapped(lines_of(source), source.text), title)
    headings = find_headings(around, [section["title"] for section in minutes.gold["sections"]])
    as_it_is = Rendering("as it is", around, headings)
    yield as_it_is
    for kind in list(RENDERINGS)[1:]:
        yield _other(as_it_is, source, kind)


def find_headings(around: Surroundings, titles: Sequence[str]) -> frozenset[int]:
    """The lines that are the gold titles."""
    return frozenset(index for _, index in find_pairs(around, titles))


def find_pairs(around: Surroundings, titles: Sequence[str]) -> list[tuple[int, int]]:
    """Gold titles with their lines, in order; of two lines that fit, the one set more like a heading."""
    wordings = [_words(line.text) for line in around.lines]
    bare = [_words(wording) for wording in around.wordings]

    def alike(title: str, index: int) -> float:
        likeness = max(fuzz.ratio(title, wordings[index]), fuzz.ratio(title, bare[index]))
        if not title or likeness < SAME_TITLE or around.lines[index].block.kind in NOT_BODY:
            return 0.0
        return likeness / 100 + 0.3 * _prominence(around, index)

    return pair_up_in_order([_words(title) for title in titles], range(len(around.lines)), alike)


def _words(title: str) -> str:
    # Takes the ". " of "1. Budget", leaves its letters and figures.
    return re.sub(r"[^\w]+", " ", fold(title)).strip()


def _prominence(around: Surroundings, index: int) -> float:
    line = around.lines[index]
    again = (index in around.repeats[1]) - (index in around.repeats[0])
    return (
        bool(line.block.heading_level)
        + 0.5 * (line.bold or line.underline)
        + 0.5 * _is_larger(around, line)
        - 0.5 * line.bullet
        + 0.3 * again
    )


def _is_larger(around: Surroundings, line: TextLine) -> bool:
    """Whether a line is set larger than most."""
    usual = around.typography.size
    return bool(line.size and usual and line.size > usual * 1.05)


def rendered(block: Block, rendering: str, emphasised: bool) -> Block:
    """The block as another typist would have set it; `emphasised` if it is a heading that stands out."""
    runs = block.runs or (Run(0, len(block.text)),)
    if rendering == "no styles":
        if block.heading_level is None:
            return block
        bold = tuple(replace(run, bold=True) for run in runs)
        return replace(
            block, heading_level=None, style=None, runs=bold if block.heading_level else block.runs
        )
    if rendering == "plain text":
        marker = f"{block.marker} " if block.marker and not any(c.isalnum() for c in block.marker) else ""
        return Block(marker + block.text, Kind.PARAGRAPH if block.kind not in NOT_BODY else block.kind)
    if rendering == "full stops":
        # Some typists end titles like sentences.
        end = "." if emphasised and block.text[-1:].isalnum() else ""
        return replace(block, text=block.text + end, heading_level=None, style=None)
    how = {"bold": rendering == "one size", "underline": rendering == "underlined"} if emphasised else {}
    flat = tuple(replace(run, size=None, color=None, **how) for run in runs)
    return replace(block, heading_level=None, style=None, runs=flat)


def _other(as_it_is: Rendering, source: SourceDocument, kind: str) -> Rendering:
    """The same document in another rendering; what headed a section still does."""
    emphasised = set(_emphasised(as_it_is))
    blocks = [rendered(block, kind, index in emphasised) for index, block in enumerate(source.blocks)]
    other = replace(source, blocks=tuple(blocks))
    around = Surroundings(join_wrapped(lines_of(other), other.text))
    lines = [as_it_is.around.lines[i] for i in as_it_is.headings]
    begins = {line.index for line in lines if line.first}
    headings = frozenset(i for i, line in enumerate(around.lines) if line.first and line.index in begins)
    return Rendering(kind, around, headings)


def _emphasised(as_it_is: Rendering) -> Iterator[int]:
    """The blocks of headings that stand out from the text: another typist would set them off too."""
    for line in (as_it_is.around.lines[i] for i in as_it_is.headings):
        if line.block.heading_level or line.bold or line.underline or _is_larger(as_it_is.around, line):
            yield line.index


@dataclass(frozen=True)
class HeadingTable:
    """The lines of a document in one rendering that may be headings."""

    body: str
    rendering: str
    rows: list[Features]
    answers: list[bool]
    settled: list[bool]
    """Lines that are headings whatever the weights say."""
    gold: int
    """How many gold sections there are."""


def heading_tables(minutes: AnnotatedMinutes, held_out: bool = False) -> list[HeadingTable]:
    """The minutes in every rendering; held out, as they are.

    The lexicon's lists of names tell the lines of the title, which the other renderings have none of.
    """
    return [_table(minutes, one) for one in islice(renderings(minutes), 1 if held_out else None)]


def sheet_table(minutes: AnnotatedMinutes) -> HeadingTable:
    """A fictional sheet, as it is."""
    return _table(minutes, replace(next(renderings(minutes)), kind=SHEET))


def _table(minutes: AnnotatedMinutes, one: Rendering) -> HeadingTable:
    known = dict(features(one.around))
    return HeadingTable(
        minutes.body,
        one.kind,
        list(known.values()),
        [index in one.headings for index in known],
        [is_settled(one.around, index) for index in known],
        len(minutes.gold["sections"]),
    )


def learn_headings(tables: Sequence[HeadingTable]) -> BoostedTrees:
    """The weights learned from all lines of the tables."""
    rows = [row for table in tables for row in table.rows]
    names = sorted({name for row in rows for name in row})
    answers = [answer for table in tables for answer in table.answers]
    directions = [(name in FOR) - (name in AGAINST) for name in names]
    examples = TrainingSet(names, rows, answers, list(_weights(tables)))
    return export_trees(fit_trees(examples, directions, SETTINGS), names)


def _weights(tables: Sequence[HeadingTable]) -> Iterator[float]:
    """How much each line counts: bodies with many documents and long documents do not drown the others."""
    bodies = Counter(table.body for table in tables if table.rendering in ("as it is", SHEET))
    for table in tables:
        body = bodies[table.body] ** -0.5
        length = min(1.0, MANY / max(1, len(table.rows))) ** 0.5
        yield from [COUNTS[table.rendering] * body * length] * len(table.rows)


def score_headings(tables: Sequence[HeadingTable], trees: BoostedTrees) -> dict[str, Counts]:
    """Headings right, in the gold records and found, by rendering."""
    found = defaultdict[str, Counts](Counts)
    for table in tables:
        likely = trees.probabilities(table.rows)
        taken = [p >= THRESHOLD or settled for p, settled in zip(likely, table.settled, strict=True)]
        right = sum(one and answer for one, answer in zip(taken, table.answers, strict=True))
        found[table.rendering].add(right, table.gold, sum(taken))
    return found
