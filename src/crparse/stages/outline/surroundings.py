"""A document's lines with what only the whole document tells about each."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from crparse import lexicon
from crparse.document.lines import LONGEST, Look, TextLine, Typography
from crparse.document.numbering import NumberedRun, find_runs, parse_number, resolve_runs
from crparse.lexicon import Cues
from crparse.text import fold, squeeze

SAME_TITLE = 90
"""Similarity (0-100) at which two lines are one title, in the agenda and again over its section."""

COMPARED = 1000
"""Short lines after a line that are compared with it: twice as many as the longest minutes at hand have, 455.
So each line of a meeting is compared with all, and the work still grows with the lines alone."""

AT_ONCE = 500
"""Lines compared at a time: a table of so many by `COMPARED` has 750 kB."""

SHORT_TITLE = 5
"""Characters up to which equal wording says nothing."""

FAR = 30
"""Lines beyond which a distance says nothing more."""


def wording(group: str) -> Cues:
    """How headings of one group are worded, as the lexicon tells it."""
    return lexicon.cues("outline", f"words.{group}")


class Surroundings:
    """The lines of a document, and what each is among them."""

    def __init__(self, lines: Sequence[TextLine], title: Sequence[tuple[int, int]] = ()) -> None:
        self.lines = lines
        self.title = title
        """Where the lines of the document's title stand, as far as the meeting stage found it."""
        self.typography = Typography(lines)
        self.numbers = resolve_runs([parse_number(line.text) if line.first else None for line in lines])
        self.runs = find_runs(lines, self.numbers)

    @cached_property
    def wordings(self) -> list[str]:
        """The words of each line after its number."""
        return [
            squeeze(line.text[number.rest_at if number else 0 :])
            for line, number in zip(self.lines, self.numbers, strict=True)
        ]

    @cached_property
    def by_look(self) -> dict[Look, list[int]]:
        """The lines of each look."""
        found: dict[Look, list[int]] = defaultdict(list)
        for index, line in enumerate(self.lines):
            found[line.look].append(index)
        return found

    @cached_property
    def by_scheme(self) -> dict[tuple[object, ...], NumberedRun]:
        """The lines numbered in each way, in order or not."""
        found: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for index, number in enumerate(self.numbers):
            if number is not None:
                found[number.scheme, number.mark].append(index)
        return {scheme: NumberedRun(lines) for scheme, lines in found.items()}

    @cached_property
    def row_company(self) -> list[int]:
        """For each line in a table how many other cells of its row hold text."""
        rows = [
            (line.block.cell.table, line.block.cell.row) if line.block.cell else None for line in self.lines
        ]
        columns: dict[tuple[int, int] | None, set[int]] = defaultdict(set)
        for row, line in zip(rows, self.lines, strict=True):
            if line.block.cell is not None:
                columns[row].add(line.block.cell.column)
        return [len(columns[row]) - 1 if row else 0 for row in rows]

    @cached_property
    def letters(self) -> int:
        """Characters of all lines."""
        return sum(len(line.text) for line in self.lines)

    @cached_property
    def levels(self) -> Counter[int]:
        """How many lines have each outline level of the format."""
        return Counter(line.block.heading_level for line in self.lines if line.block.heading_level)

    @cached_property
    def outermost(self) -> int | None:
        """The first outline level that the format uses."""
        return min(self.levels, default=None)

    @cached_property
    def repeats(self) -> tuple[set[int], set[int]]:
        """The lines that come again later, and those that came earlier, in the same words."""
        titles = [re.sub(r"[^\w]+", " ", fold(wording)).strip() for wording in self.wordings]
        short = [
            i for i, t in enumerate(titles) if len(t) > SHORT_TITLE and len(self.lines[i].text) <= LONGEST
        ]
        texts = [titles[i] for i in short]
        later: set[int] = set()
        earlier: set[int] = set()
        for start in range(0, len(texts), AT_ONCE):
            some, near = texts[start : start + AT_ONCE], texts[start : start + AT_ONCE + COMPARED]
            alike = process.cdist(some, near, scorer=fuzz.ratio, score_cutoff=SAME_TITLE, dtype=np.uint8)
            first, again = np.nonzero(np.triu(alike, 1))
            later.update(short[start + i] for i in first.tolist())
            earlier.update(short[start + i] for i in again.tolist())
        return later, earlier

    def since(self, group: str) -> list[int]:
        """For each line how many lines ago one worded like `group` stood."""
        distance, found = FAR, []
        for line in self.lines:
            found.append(distance)
            hit = line.words <= 6 and wording(group).find(line.folded.rstrip(" :."))
            distance = 1 if hit else min(FAR, distance + 1)
        return found

    @cached_property
    def since_agenda(self) -> list[int]:
        """Lines since the agenda's heading."""
        return self.since("agenda")

    @cached_property
    def since_attendance(self) -> list[int]:
        """Lines since a heading of the attendance block."""
        return self.since("attendance")
