"""A document's lines with what only the whole document tells about each."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
from rapidfuzz import fuzz, process

from crparse import lexicon
from crparse.document.lines import LONGEST, TextLine, Typography
from crparse.document.numbering import NumberedRun, find_runs, numbers_of
from crparse.document.passages import Part
from crparse.text import fold, squeeze

K = TypeVar("K", bound=Hashable)

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

USUAL_SIZE = 11.0
"""Points, where the document names no type size."""

# What stands between words: takes " : " and "'", leaves "budget".
_SIGNS = re.compile(r"\W+")


def is_worded(folded: str, group: str) -> bool:
    """Whether a line is worded like the headings of a group of the lexicon."""
    return lexicon.cues("outline", f"words.{group}").find(folded) is not None


def _places(keys: Iterable[K | None]) -> dict[K, list[int]]:
    """For each key the lines that have it."""
    found: dict[K, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if key is not None:
            found[key].append(index)
    return found


class Surroundings:
    """The lines of a document, and what each is among them."""

    def __init__(self, lines: Sequence[TextLine], title: Sequence[Part] = ()) -> None:
        self.lines = lines
        self.title = title
        """Where the lines of the document's title stand, as far as the meeting stage found it."""
        self.typography = Typography(lines)
        self.letters = sum(len(line.text) for line in lines)
        """Characters of all lines."""
        self.levels = Counter(line.block.heading_level for line in lines if line.block.heading_level)
        """How many lines have each outline level of the format."""
        self.numbers = numbers_of(lines)
        self.runs = find_runs(lines, self.numbers)
        rests = (number.rest_at if number else 0 for number in self.numbers)
        self.wordings = [squeeze(line.text[rest:]) for line, rest in zip(lines, rests, strict=True)]
        """The words of each line after its number."""
        self.by_look = _places(line.look for line in lines)
        schemes = _places((number.scheme, number.mark) if number else None for number in self.numbers)
        self.by_scheme = {scheme: NumberedRun(mates) for scheme, mates in schemes.items()}
        """The lines numbered in each way, in order or not."""

    @cached_property
    def row_company(self) -> list[int]:
        """For each line in a table how many other cells of its row hold text."""
        places = (line.block.cell for line in self.lines)
        cells = [(cell.table, cell.row, cell.column) if cell else None for cell in places]
        of_row = Counter(cell[:2] for cell in set(cells) if cell)
        return [of_row[cell[:2]] - 1 if cell else 0 for cell in cells]

    @cached_property
    def repeats(self) -> tuple[set[int], set[int]]:
        """The lines that come again later, and those that came earlier, in the same words."""
        titles = [_SIGNS.sub(" ", fold(wording)).strip() for wording in self.wordings]
        long = [len(line.text) > LONGEST for line in self.lines]
        short = [i for i, title in enumerate(titles) if len(title) > SHORT_TITLE and not long[i]]
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

    @cached_property
    def since(self) -> dict[str, list[int]]:
        """For each line how many lines ago a heading of the agenda stood, and one of the attendance."""
        found: dict[str, list[int]] = {"agenda": [], "attendance": []}
        for group, distances in found.items():
            distance = FAR
            for line in self.lines:
                distances.append(distance)
                hit = line.words <= 6 and is_worded(line.folded.rstrip(" :."), group)
                distance = 1 if hit else min(FAR, distance + 1)
        return found
