"""Passages: stretches of the frozen text, in one piece or several, as the items of a record quote them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import TypedDict

from spacy.tokens import Doc, Span

from crparse.source import FURNITURE, SourceDocument
from crparse.stages.items import source_of
from crparse.stages.lists import carries_on, item_start, list_after
from crparse.text import squeeze

Part = tuple[int, int]
"""Start and end of a stretch of the frozen text."""

BRACKETS = {"(": ")", "[": "]"}

_OPENING = re.compile(r"[\s:;,–—=»”-]*")
_CLOSING = re.compile(r"[\s:;,–—=-]*$")
_BREAK = re.compile(r"\n(?=\s*[^\sa-zà-öø-ÿ(])")
"""A manual line break that begins something new."""


class Place(TypedDict):
    """Where an item of the record stands."""

    start: int
    end: int
    parts: list[Part]


def quoted(text: str, parts: Sequence[Part]) -> str:
    """What the parts say: each on one line, joined by spaces."""
    return " ".join(squeeze(text[start:end]) for start, end in parts)


def place(parts: Sequence[Part]) -> Place:
    """The `start`, `end` and `parts` of an item that quotes `parts`."""
    return {"start": parts[0][0], "end": parts[-1][1], "parts": list(parts) if len(parts) > 1 else []}


def trim(text: str, start: int, end: int) -> Part | None:
    """The stretch without outer white space, None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def strip_joints(text: str, start: int, end: int) -> Part | None:
    """The stretch without the punctuation that joins it to what is around it (": ", ", ")."""
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening else start
    closing = _CLOSING.search(text[start:end])
    return trim(text, start, start + closing.start() if closing else end)


def closing_of(text: str, start: int, end: int) -> int | None:
    """Offset of the bracket that closes the one `start` stands in, None if `start` stands in none."""
    depth = 0
    for i in range(start, end):
        if text[i] in BRACKETS:
            depth += 1
        elif text[i] in BRACKETS.values():
            if depth == 0:
                return i
            depth -= 1
    return None


class Flow:
    """Where the sentences of a document end, and where they go on in another block."""

    def __init__(self, doc: Doc, stops: Collection[int] = ()) -> None:
        self.doc = doc
        self.source: SourceDocument = source_of(doc)
        self.text = self.source.text
        self.stops = frozenset(self.source.block_index(offset) for offset in stops)
        """Blocks that are headings: nothing goes on over them."""
        spans = (trim(self.text, s.start_char, s.end_char) for s in doc.sents)
        self.sentences = [span for span in spans if span]
        self._starts = [start for start, _ in self.sentences]
        self._entities = doc.ents  # asked for each time, spaCy would look through the whole document
        self._entity_starts = [entity.start for entity in self._entities]

    def body(self) -> Iterable[tuple[int, int, int]]:
        """(index, start, end) of every block that is no running header or footer."""
        for index, (start, end, block) in enumerate(self.source.spans()):
            if block.kind not in FURNITURE:
                yield index, start, end

    def sentence(self, offset: int) -> Part:
        """The sentence that `offset` stands in; one that opens a bracket goes on from the one before."""
        i = max(0, bisect_right(self._starts, offset) - 1)
        start, end = self.sentences[i]
        block_end = self.block_end(start)
        while i + 1 < len(self.sentences):
            following, until = self.sentences[i + 1]
            if following >= block_end or self.text[following] != "(":
                break
            i, end = i + 1, until
        return start, end

    def people_in(self, span: Span) -> list[Span]:
        """The names of people that the language model sees in a span."""
        first, last = (bisect_left(self._entity_starts, i) for i in (span.start, span.end))
        return [e for e in self._entities[first:last] if e.end <= span.end and e.label_ == "PER"]

    def sentences_in(self, start: int, end: int) -> list[Part]:
        """The sentences that begin between two offsets."""
        return self.sentences[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, offset: int) -> list[Part]:
        """The sentence before the one that begins at `offset`, in the same block."""
        i = bisect_right(self._starts, offset) - 2
        same = i >= 0 and self.block_end(self._starts[i]) > offset
        return [self.sentences[i]] if same else []

    def block_end(self, offset: int) -> int:
        """Where the block ends that `offset` stands in."""
        i = self.source.block_index(offset)
        return self.source.starts[i] + len(self.source.blocks[i].text)

    def until(self, start: int, end: int) -> list[Part]:
        """The stretch from `start` to the sentence end `end`, and its sequel if the next block has one."""
        line_end = _BREAK.search(self.text, start, end)
        first = trim(self.text, start, line_end.start() if line_end else end)
        if first is None:
            return []
        index = self.source.block_index(start)
        return [first, *([] if line_end else self._sequel(index, first[1]))]

    def rest(self, offset: int) -> list[Part]:
        """What follows up to the end of the sentence."""
        return self.until(offset, max(offset, self.sentence(offset)[1]))

    def after(self, offset: int) -> list[Part]:
        """The sentence that begins at or after `offset`, in the same block or the next."""
        i = bisect_right(self._starts, offset - 1)
        return self.rest(self._starts[i]) if i < len(self._starts) else []

    def _sequel(self, index: int, end: int) -> list[Part]:
        """The sentence that the next block goes on with, where the block breaks off (a page break)."""
        after = index + 1
        if end < self.block_end(end - 1) or after >= len(self.source.blocks) or after in self.stops:
            return []
        here, following = self.source.blocks[index], self.source.blocks[after]
        if here.cell != following.cell or not carries_on(here, following):
            return []
        return [self.sentence(self.source.starts[after] + item_start(following))]

    def list_parts(self, index: int) -> list[list[Part]]:
        """The items of the list that the block at `index` leads in: the parts of each."""
        items = ([self.written(i) for i in item] for item in list_after(self.source, index, self.stops))
        return [[part for part in parts if part] for parts in items if any(parts)]

    def blocks_below(self, index: int, most: int) -> list[list[Part]]:
        """The blocks up to the next heading if they are no more than `most`, else the next one alone."""
        below = []
        for i in range(index + 1, len(self.source.blocks)):
            block = self.source.blocks[i]
            headed = i in self.stops or block.heading_level is not None
            if headed or block.kind in FURNITURE or block.cell != self.source.blocks[index].cell:
                break
            below += [[part]] if (part := self.written(i)) else []
            if len(below) > most:
                return below[:1]
        return below

    def written(self, index: int) -> Part | None:
        """What a block says, without its bullet or number."""
        block, start = self.source.blocks[index], self.source.starts[index]
        return trim(self.text, start + item_start(block), start + len(block.text))
