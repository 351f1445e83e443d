"""Glossaries: "terme : définition" under a heading such as "Lexique", and tables with those two columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from crparse import lexicon
from crparse.source import Cell
from crparse.stages.defining_sentences import Defined, extent
from crparse.stages.lists import item_start, list_after
from crparse.stages.passages import Flow, Part
from crparse.stages.terms import bare
from crparse.text import fold, squeeze

MAX_TERM_WORDS = 9

_ENTRY = re.compile(
    r"\s*(?:[«\"“]\s*(?P<quoted>[^\n«»\"“”]{2,80}?)\s*[»\"”][^\n:=.]{0,30}?|(?P<plain>[^\n:=]{2,80}?))"
    r"(?P<joint>\s+[-–—]|\s*[:=])\s+(?=\S)"
)


@dataclass(frozen=True)
class Entry:
    """What stands before and after the colon of "terme : définition"."""

    term: Part
    quoted: bool
    joint: str
    text: Part


@cache
def label(name: str) -> re.Pattern[str]:
    """A pattern of the lexicon's labels."""
    return re.compile(lexicon.load("definitions")["labels"][name])


def entry_in(flow: Flow, index: int) -> Entry | None:
    """The block at `index` read as "terme : définition"."""
    block, at = flow.source.blocks[index], flow.source.starts[index]
    match = _ENTRY.match(flow.text, at + item_start(block), at + len(block.text))
    if not match:
        return None
    group = "quoted" if match["quoted"] else "plain"
    return Entry(
        match.span(group), group == "quoted", match["joint"].strip(), (match.end(), at + len(block.text))
    )


def find_glossaries(flow: Flow) -> Iterator[Defined]:
    """The entries of glossaries, in lists, paragraphs or tables."""
    for index, start, end in flow.body():
        heading = index in flow.stops or flow.text[start:end].rstrip().endswith(":")
        if heading and label("glossary").match(fold(flow.text[start:end])):
            yield from _entries_below(flow, index)
    yield from _table_rows(flow)


def _entries_below(flow: Flow, index: int) -> Iterator[Defined]:
    below = [i for item in list_after(flow.source, index, flow.stops) for i in item]
    for i in below or _paragraphs_below(flow, index):
        entry = entry_in(flow, i)
        if entry and len(flow.text[slice(*entry.term)].split()) <= MAX_TERM_WORDS:
            parts = extent(flow, *entry.text)
            yield Defined(bare(flow.text[slice(*entry.term)]), tuple(parts), "glossary")


def _paragraphs_below(flow: Flow, index: int) -> Iterator[int]:
    """The paragraphs up to the first that is no entry."""
    for i in range(index + 1, len(flow.source.blocks)):
        if i in flow.stops or not entry_in(flow, i):
            return
        yield i


def _table_rows(flow: Flow) -> Iterator[Defined]:
    """Rows of a table whose header says "Terme" and "Définition"."""
    meanings = dict(_meaning_columns(flow))
    cells: dict[tuple[int, int, int], list[int]] = {}
    for i, block in enumerate(flow.source.blocks):
        if block.cell and block.text.strip():
            cells.setdefault((block.cell.table, block.cell.row, block.cell.column), []).append(i)
    for (table, row, column), indices in cells.items():
        found = meanings.get((table, column))
        if row == 0 or found is None:
            continue
        parts = tuple(part for i in cells.get((table, row, found), []) if (part := flow.written(i)))
        if parts:
            yield Defined(bare(flow.source.blocks[indices[0]].text), parts, "glossary_table")


def _meaning_columns(flow: Flow) -> Iterator[tuple[tuple[int, int], int]]:
    """((table, column of the terms), column of the definitions) of every glossary table."""
    heads: list[tuple[Cell, str]] = [
        (block.cell, squeeze(fold(block.text)))
        for block in flow.source.blocks
        if block.cell and block.cell.row == 0
    ]
    for (left, term), (right, text) in pairwise(heads):
        named = label("term_column").match(term) and label("text_column").match(text)
        if left.table == right.table and named:
            yield (left.table, left.column), right.column
