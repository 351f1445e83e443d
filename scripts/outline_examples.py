"""Annotated minutes as examples for learning headings: lines, the gold heading of each, other renderings."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from crparse.document.lines import NOT_BODY, lines_of
from crparse.source import Block, Kind, Run, SourceDocument
from crparse.stages.outline import join_wrapped
from crparse.stages.outline.surroundings import Surroundings
from crparse.text import fold

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
class Example:
    """A document in one rendering, with the places of the gold headings."""

    name: str
    group: str
    rendering: str
    around: Surroundings
    headings: dict[int, int]
    """Line -> index of the gold section whose heading it is."""
    gold: int
    """How many gold sections there are."""


def _words(title: str) -> str:
    return re.sub(r"[^\w]+", " ", fold(title)).strip()


def find_headings(around: Surroundings, titles: Sequence[str]) -> dict[int, int]:
    """The lines that are the gold titles, in order; of two that fit, the one set more like a heading."""
    wordings = [_words(line.text) for line in around.lines]
    bare = [_words(wording) for wording in around.wordings]
    fits = np.zeros((len(titles), len(around.lines)))
    for i, title in enumerate(map(_words, titles)):
        for j, line in enumerate(around.lines):
            likeness = max(fuzz.ratio(title, wordings[j]), fuzz.ratio(title, bare[j]))
            if title and likeness >= SAME_TITLE and line.block.kind not in NOT_BODY:
                fits[i, j] = likeness / 100 + 0.3 * _prominence(around, j)
    return _in_order(fits)


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


def _in_order(fits: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> dict[int, int]:
    """The best pairs of which none cross."""
    rows, columns = fits.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1, j + 1] + fits[i, j] if fits[i, j] else 0.0
            best[i, j] = max(best[i + 1, j], best[i, j + 1], paired)
    found: dict[int, int] = {}
    i = j = 0
    while i < rows and j < columns:
        if fits[i, j] and np.isclose(best[i, j], best[i + 1, j + 1] + fits[i, j]):
            found[j] = i
            i, j = i + 1, j + 1
        elif best[i + 1, j] >= best[i, j + 1]:
            i += 1
        else:
            j += 1
    return found


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


def renderings(example: Example, source: SourceDocument) -> Iterator[Example]:
    """The same document in every other rendering."""
    lines = example.around.lines
    at = {lines[i].index: i for i in example.headings}
    usual = example.around.typography.size
    for rendering in list(RENDERINGS)[1:]:
        blocks = []
        for index, block in enumerate(source.blocks):
            line = lines[at[index]] if index in at else None
            larger = bool(line and line.size and usual and line.size > usual * 1.05)
            stands_out = line is not None and bool(
                block.heading_level or line.bold or line.underline or larger
            )
            blocks.append(rendered(block, rendering, stands_out))
        other = replace(source, blocks=tuple(blocks))
        around = Surroundings(join_wrapped(lines_of(other), other.text))
        where = {lines[i].index: gold for i, gold in example.headings.items() if lines[i].first}
        headings = {
            i: where[line.index] for i, line in enumerate(around.lines) if line.first and line.index in where
        }
        yield replace(example, rendering=rendering, around=around, headings=headings)


def read_groups(manifest: Path) -> dict[str, str]:
    """The body each document is from, so that no body is in both training and test."""
    rows = (json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines() if line.strip())
    return {row["file"]: row["group"] for row in rows}
