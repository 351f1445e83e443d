"""Statements: the sentences and list items of the body, each with what it stands under and beside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

from spacy.tokens import Doc, Span

from crparse import lexicon
from crparse.record import Attendee
from crparse.source import FURNITURE, Block, Kind, SourceDocument
from crparse.stages.items import get_items, source_of
from crparse.stages.lists import item_start
from crparse.stages.outline_context import OutlineContext
from crparse.text import fold

SHORTEST = 3
"""Letters of the shortest statement."""


@dataclass(eq=False)
class Statement:
    """A sentence, list item or piece of a line; `doc.text[start:end]` without its bullet."""

    doc: Doc
    whole: str
    """The document's text (`doc.text` would be put together anew each time)."""
    start: int
    end: int
    index: int
    """Of its block."""
    block: Block
    first: bool
    """Whether it begins its block."""
    last: bool
    """Whether it ends it."""
    arrow: bool
    """Whether an arrow leads to it."""
    titles: Sequence[str] = ()
    """Folded headings it stands under, innermost first."""
    lead: str = ""
    """The folded line that leads in its list."""
    heading: tuple[int, int] | None = None
    """Where the innermost heading stands."""
    neighbours: dict[str, "Statement"] = field(default_factory=dict)
    """The statements "before" and "after" it."""

    @cached_property
    def text(self) -> str:
        """As printed."""
        return self.whole[self.start : self.end]

    @cached_property
    def folded(self) -> str:
        """Folded, of the same length."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> Span:
        """The tokens that cover it."""
        found = self.doc.char_span(self.start, self.end, alignment_mode="expand")
        return found if found is not None else self.doc[0:0]

    @property
    def before(self) -> "Statement | None":
        """The statement before it."""
        return self.neighbours.get("before")

    @property
    def after(self) -> "Statement | None":
        """The statement after it."""
        return self.neighbours.get("after")


@cache
def _cuts() -> re.Pattern[str]:
    """Where a sentence is cut: manual line breaks, labels, arrows, bullets inside a line."""
    data = lexicon.load("statements")
    labels = "|".join(data["labels"])
    return re.compile(
        rf"(?P<break>\n)|(?P<arrow>\s*{data['arrows']}\s*)|(?P<bullet>{data['inline_bullets']})|(?<=\s)(?={labels})"
    )


def section_cue(name: str) -> re.Pattern[str]:
    """Headings of one kind, as the lexicon tells them."""
    return re.compile(lexicon.load("statements")["sections"][name])


def find_statements(doc: Doc) -> list[Statement]:
    """Every statement of the body: no headings, attendance, running headers or agenda items."""
    source, context = source_of(doc), OutlineContext(doc)
    skipped = _attendance_blocks(doc) | context.heading_blocks
    found: list[Statement] = []
    sentences, columns = _sentences_by_block(doc), column_headings(source)
    for index, (start, _, block) in enumerate(source.spans()):
        if block.kind in FURNITURE or block.kind is Kind.FOOTNOTE or index in skipped:
            continue
        sections = context.headings(start)
        titles = [fold(section.title) for section in sections]
        lead = fold(context.lead(index) or columns.get(index, ""))
        heading = (sections[0].start, sections[0].end) if sections else None
        for piece in _pieces(source.text, index, block, start, sentences.get(index, [])):
            found.append(Statement(doc, source.text, *piece, titles=titles, lead=lead, heading=heading))
    for one, other in pairwise(found):
        one.neighbours["after"], other.neighbours["before"] = other, one
    return found


def column_headings(source: SourceDocument) -> dict[int, str]:
    """The heading of the column that each block of a table stands in, by block."""
    first: dict[tuple[int, int], str] = {}
    found = {}
    for index, block in enumerate(source.blocks):
        cell = block.cell
        if cell is None:
            continue
        if cell.row == 0:
            first.setdefault((cell.table, cell.column), block.text)
        elif (cell.table, cell.column) in first:
            found[index] = first[cell.table, cell.column]
    return found


def _sentences_by_block(doc: Doc) -> dict[int, list[tuple[int, int]]]:
    source = source_of(doc)
    found: dict[int, list[tuple[int, int]]] = {}
    for sent in doc.sents:
        found.setdefault(source.block_index(sent.start_char), []).append((sent.start_char, sent.end_char))
    return found


Piece = tuple[int, int, int, Block, bool, bool, bool]


def _pieces(
    text: str, index: int, block: Block, start: int, sentences: list[tuple[int, int]]
) -> Iterator[Piece]:
    """The statements of a block: its sentences, cut at labels, arrows and inner bullets."""
    written, end = start + item_start(block), start + len(block.text)
    cut: list[tuple[int, int, bool]] = []
    for sent_start, sent_end in sentences:
        cut += _cut(text, max(sent_start, written), min(sent_end, end))
    for number, (s, e, arrow) in enumerate(cut):
        yield s, e, index, block, number == 0, number == len(cut) - 1, arrow


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    arrow, at = False, start
    marks = [*_cuts().finditer(fold(text[start:end])), None]
    for mark in marks:
        until = start + mark.start() if mark else end
        left, right = at, until
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if sum(c.isalpha() for c in text[left:right]) >= SHORTEST or any(
            c.isdigit() for c in text[left:right]
        ):
            yield left, right, arrow
        if mark:
            at, arrow = start + mark.end(), mark["arrow"] is not None


def people_pattern(doc: Doc) -> re.Pattern[str] | None:
    """The first names and surnames of the attendees, None if there are none."""
    names = {
        word
        for person in get_items(doc, "attendees", Attendee)
        for word in re.findall(r"\w[\w'’-]+", person.name)
        if len(word) >= SHORTEST and word[0].isupper()
    }
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names)))})\b") if names else None


def _attendance_blocks(doc: Doc) -> set[int]:
    """Blocks that list who took part."""
    source = source_of(doc)
    return {
        source.block_index(person.start) for person in get_items(doc, "attendees", Attendee) if person.end
    }
