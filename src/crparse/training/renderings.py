"""Annotated minutes as lines with their gold headings, as they are set and as other typists would."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from crparse.document.lines import NOT_BODY, lines_of
from crparse.evaluation.scoring import pair_up_in_order
from crparse.source import Block, Kind, Run, SourceDocument
from crparse.stages.meeting import MeetingStage
from crparse.stages.outline import join_wrapped, title_places
from crparse.stages.outline.surroundings import Surroundings
from crparse.text import fold
from crparse.training.annotated import AnnotatedMinutes

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
    title = title_places(MeetingStage().find(source))
    around = Surroundings(join_wrapped(lines_of(source), source.text), title)
    headings = find_headings(around, [section["title"] for section in minutes.gold["sections"]])
    as_it_is = Rendering("as it is", around, headings)
    yield as_it_is
    for kind in list(RENDERINGS)[1:]:
        yield _other(as_it_is, source, kind)


def find_headings(around: Surroundings, titles: Sequence[str]) -> frozenset[int]:
    """The lines that are the gold titles, in order; of two that fit, the one set more like a heading."""
    wordings = [_words(line.text) for line in around.lines]
    bare = [_words(wording) for wording in around.wordings]

    def alike(title: str, index: int) -> float:
        likeness = max(fuzz.ratio(title, wordings[index]), fuzz.ratio(title, bare[index]))
        if not title or likeness < SAME_TITLE or around.lines[index].block.kind in NOT_BODY:
            return 0.0
        return likeness / 100 + 0.3 * _prominence(around, index)

    pairs = pair_up_in_order([_words(title) for title in titles], range(len(around.lines)), alike)
    return frozenset(index for _, index in pairs)


def _words(title: str) -> str:
    return re.sub(r"[^\w]+", " ", fold(title)).strip()


def _prominence(around: Surroundings, index: int) -> float:
    line, usual = around.lines[index], around.typography
    larger = bool(line.size and usual.size and line.size > usual.size * 1.05)
    again = (index in around.repeats[1]) - (index in around.repeats[0])
    return (
        bool(line.block.heading_level)
        + 0.5 * (line.bold or line.underline)
        + 0.5 * larger
        - 0.5 * line.bullet
        + 0.3 * again
    )


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
    usual = as_it_is.around.typography.size
    for line in (as_it_is.around.lines[i] for i in as_it_is.headings):
        larger = bool(line.size and usual and line.size > usual * 1.05)
        if line.block.heading_level or line.bold or line.underline or larger:
            yield line.index
