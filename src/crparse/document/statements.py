"""Statements: the sentences and list items of the body, each with what it stands under, beside and names."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, groupby, pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from crparse import lexicon
from crparse.document.items import get_items, source_of
from crparse.document.lines import NOT_BODY
from crparse.document.lists import is_item, item_start
from crparse.document.passages import Part, trim
from crparse.document.sentences import sentence_spans
from crparse.document.votes import is_filler, read_vote, row_votes, tally_start
from crparse.language.persons import Basis, find_names, first_names
from crparse.record import Attendee, Section, Vote
from crparse.source import Block, SourceDocument
from crparse.text import fold, squeeze

LEAD_LIMIT = 120
"""Characters: a longer block is a paragraph, no lead of what follows (chosen, not measured)."""

LOOK_BACK = 40
"""Blocks: how far back the lead of a list is sought (chosen, not measured)."""


class OutlineContext:
    """Headings and leads by offset."""

    def __init__(self, doc: Doc) -> None:
        self.source = source_of(doc)
        self.sections = get_items(doc, "sections", Section)
        self._starts = [section.start for section in self.sections]
        self._by_id = {section.id: section for section in self.sections}
        self.heading_blocks = frozenset(self.source.block_index(start) for start in self._starts)

    def headings(self, offset: int) -> list[Section]:
        """The sections that hold `offset`, innermost first."""
        index = bisect_right(self._starts, offset) - 1
        section = self.sections[index] if index >= 0 else None
        found = []
        while section is not None:
            # Sections nest: whatever else holds the offset holds the last one that begins before it.
            if offset < section.body_end:
                found.append(section)
            section = self._by_id.get(section.parent) if section.parent else None
        return found

    def titles(self, offset: int) -> list[str]:
        """The titles of those sections, and the lead of the list that `offset` stands in, innermost first."""
        lead = self.lead(self.source.block_index(offset))
        titles = [section.title for section in self.headings(offset)]
        return titles if lead is None or lead in titles else [lead, *titles]

    def lead(self, index: int) -> str | None:
        """The line that leads in the block: the nearest above it that ends with a colon or stands higher."""
        block = self.source.blocks[index]
        for i in range(index - 1, max(-1, index - 1 - LOOK_BACK), -1):
            above = self.source.blocks[i]
            text = above.text.strip()
            if i in self.heading_blocks:
                return None
            if text and _leads(above, block):
                return text if len(above.text) <= LEAD_LIMIT else None
            if text and not (is_item(above) and is_item(block)):
                return None
        return None


def _leads(above: Block, block: Block) -> bool:
    higher = (above.list_level or 0) < (block.list_level or 0)
    if is_item(block):
        return higher or not is_item(above)
    return above.text.rstrip().endswith(":")


# Takes "Zoé : " of "Zoé : relancer", "Zoé => " of "Zoé => relancer"; leaves "Zoé relance (12:30)".
_LEAD = re.compile(r"([^:.!?()]{2,60}?)\s*(?::|=>|->|→|\s[–-])\s+(?=\S)")
# Takes "(Zoé)" of "relancer le traiteur (Zoé)", "(Zoé) (15/05)"; leaves "(Zoé) relance".
_BRACKET = re.compile(r"\(([^()]{2,60})\)(?:\s*\([\d/. ]+\))?[\s.;]*$")
# Takes ", 15/05" of "Zoé, 15/05", leaves "Zoé".
_DAY = re.compile(r"[\s,;:–-]+\d[\d/.\s]*$")
# Takes " @zoe" of "relancer @zoe", leaves "écrire à zoe@lormoy.fr".
_HANDLE = re.compile(r"\s\(?@\w[\w.-]*(?:[\s,]+@\w[\w.-]*)*[\s.)]*$")
# Takes "ZL", "É."; leaves "Zoé", "Z".
_INITIALS = re.compile(r"[A-ZÀ-Ý]{2,4}|[A-ZÀ-Ý]\.")
# Takes "É. Lamarre", "J.-P. Roux"; leaves "Zoé Lamarre".
_INITIALLED = re.compile(r"(?:[A-ZÀ-Ý][a-z]?\.[ -]?){1,3}[A-ZÀ-Ý][\w'’-]+")


@dataclass(frozen=True, slots=True)
class Named:
    """People named for a task, and the stretch of the line that is left for the task."""

    who: str
    start: int
    end: int


# Takes " → Zoé" of "relancer le traiteur → Zoé", " : Zoé" of "relancer : Zoé.", " – ZL", " | Zoé";
# leaves "12:30".
_MARKED = re.compile(r"(?<=\S)\s*(?::|=>|->|→|⇒|\||\s[–-])\s+([^:.;!?()→⇒]{2,40}?)[\s.;]*$")


def named_before(text: str, people: re.Pattern[str] | None) -> Named | None:
    """The people before a colon or dash."""
    match = _LEAD.match(text)
    if match and match.end() < len(text) and is_people(match.group(1), people):
        return Named(squeeze(match.group(1)), match.end(), len(text))
    return None


def named_after(text: str, people: re.Pattern[str] | None) -> Named | None:
    """The people in brackets, after a colon or an arrow, or by an "@", at the end of the line."""
    if handle := _HANDLE.search(text):
        return Named(squeeze(handle.group()).strip(" ()."), 0, handle.start())
    for place in (_BRACKET, _MARKED):
        found = place.search(text)
        who = _DAY.sub("", found.group(1)) if found else ""
        if found and who and is_people(who, people):
            return Named(squeeze(who), 0, len(text[: found.start()].rstrip()))
    return None


def is_people(text: str, people: re.Pattern[str] | None) -> bool:
    """Whether some words are people: attendees, known first names, initials, or "tous"."""
    if lexicon.cues("actions", "trim.everybody").find(fold(text).strip()) or (people and people.search(text)):
        return True
    words = [word for word in lexicon.cues("actions", "trim.name_joint").pattern.split(text) if word]
    # "OK" and "DONE" are no initials.
    if lexicon.cues("actions", "tasks.done").find(fold(text)):
        return False
    if not words or not words[0][0].isupper():
        return False
    named = fold(words[0]) in first_names() and all(word[0].isupper() for word in words)
    initials = all(map(_INITIALS.fullmatch, words)) or _INITIALLED.match(text)
    return bool(named or initials or find_names(text, Basis.FIRST_NAME))


SHORTEST = 3
"""Letters of the shortest statement (chosen, not measured)."""


@dataclass(eq=False)
class Companions:
    """Statements that stand together: those of a list, of a section, of a document."""

    members: list["Statement"] = field(default_factory=list)
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    """What they come to, by lexicon, once it is read."""


@dataclass(eq=False)
class Statement:
    """A sentence, list item or piece of a line; `doc.text[start:end]` without its bullet."""

    doc: Doc
    whole: str
    """The document's text (`doc.text` would be put together anew each time)."""
    index: int
    """Of its block."""
    block: Block
    offset: int
    """Where its block starts."""
    start: int
    end: int
    arrow: bool
    """Whether an arrow leads to it."""
    first: bool
    """Whether it begins its block."""
    last: bool
    """Whether it ends it."""
    titles: Sequence[str] = ()
    """Folded headings it stands under, innermost first."""
    lead: str = ""
    """The folded line that leads in its list."""
    heading: tuple[int, int] | None = None
    """Where the innermost heading stands."""
    people: re.Pattern[str] | None = None
    """The names of the attendees."""
    before: "Statement | None" = None
    """The statement before it."""
    after: "Statement | None" = None
    """The statement after it."""
    row: Companions = field(default_factory=Companions)
    """The items of its list, or the sentences of its paragraph."""
    section: Companions = field(default_factory=Companions)
    """What stands under the same headings, one after the other."""
    everything: Companions = field(default_factory=Companions)
    """All statements of the document."""
    tabled: Vote | None = None
    """The vote printed beside it in its row of a table."""
    figures: dict[str, float] = field(default_factory=dict)
    """Its features but those of a lexicon's cues, once they are read."""
    spoken: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """The cue families that speak in it, by lexicon and group, once they are read."""
    meaning: NDArray[np.float64] | None = None
    """What its own words mean, once they are read."""

    @cached_property
    def text(self) -> str:
        """As printed."""
        return self.whole[self.start : self.end]

    @cached_property
    def folded(self) -> str:
        """Folded, of the same length."""
        return fold(self.text)

    @cached_property
    def vote(self) -> Vote | None:
        """The vote that it tells of."""
        return self.tabled or read_vote(self.text)

    @cached_property
    def bare(self) -> bool:
        """Whether it tells how a vote went and nothing else."""
        return self.vote is not None and self.filler

    @cached_property
    def filler(self) -> bool:
        """Whether it is made of counts of votes and words that go with them alone."""
        return is_filler(self.text)

    @cached_property
    def tally(self) -> int | None:
        """Offset of the tally at its end."""
        return tally_start(self.text)

    @cached_property
    def named_before(self) -> Named | None:
        """Those whom it names before a colon or dash."""
        return named_before(self.text, self.people)

    @cached_property
    def named_after(self) -> Named | None:
        """Those whom it names at its end."""
        return named_after(self.text, self.people)

    @cached_property
    def tokens(self) -> Span:
        """The tokens that cover it."""
        found = self.doc.char_span(self.start, self.end, alignment_mode="expand")
        return found if found is not None else self.doc[0:0]


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """A statement that may be what a stage looks for, and how it judged."""

    statement: Statement
    probability: float | None
    """None where its form alone decides."""
    kept: bool
    rule: str = ""
    """What the record names as the rule; empty where it is not kept."""


@cache
def _cuts() -> re.Pattern[str]:
    """Where a sentence is cut: manual line breaks, labels, arrows, bullets inside a line."""
    arrows, bullets = lexicon.source("statements", "arrows"), lexicon.source("statements", "inline_bullets")
    return re.compile(
        # Takes "\n" of "a\nb", " => " of "a => b", "•"; the place before "action" in "fait. action : b";
        # leaves "a - b". Each run of spaces is read from each of its spaces, hence the bound before an arrow.
        rf"(?P<break>\n)|(?P<arrow>\s{{0,50}}{arrows}\s*)|(?P<bullet>{bullets})"
        rf"|(?<=\s)(?={lexicon.source('statements', 'labels')})"
    )


def find_statements(doc: Doc, context: OutlineContext) -> list[Statement]:
    """Every statement of the body: no headings, attendance or agenda items."""
    source, people, columns = context.source, people_pattern(doc), column_headings(context.source)
    attendees = get_items(doc, "attendees", Attendee)
    skipped = context.heading_blocks | {source.block_index(one.start) for one in attendees if one.end}
    found: list[Statement] = []
    for index, sentences in groupby(sentence_spans(doc), lambda span: source.block_index(span[0])):
        block, start = source.blocks[index], source.starts[index]
        if block.kind in NOT_BODY or index in skipped:
            continue
        sections = context.headings(start)
        titles = [fold(section.title) for section in sections]
        lead = fold(context.lead(index) or columns.get(index, ""))
        heading = (sections[0].start, sections[0].end) if sections else None
        for place in _pieces(source.text, block, start, sentences, people):
            found.append(
                Statement(doc, source.text, index, block, start, *place, titles, lead, heading, people)
            )
    for one, other in pairwise(found):
        one.after, other.before = other, one
    _gather(found)
    beside = row_votes(source)
    for statement in found:
        statement.tabled = beside.get(statement.index) if statement.first else None
    return found


def _gather(statements: Sequence[Statement]) -> None:
    """Tells each statement in what company it stands."""
    everything = Companions(list(statements))
    for _, under in groupby(statements, lambda s: (s.heading, s.titles)):
        section = Companions(list(under))
        for _, beside in groupby(section.members, lambda s: (s.lead,) if is_item(s.block) else (s.index, "")):
            row = Companions(list(beside))
            for statement in row.members:
                statement.row, statement.section, statement.everything = row, section, everything


def column_headings(source: SourceDocument) -> dict[int, str]:
    """The heading of the column that each block of a table stands in, by block."""
    heads: dict[tuple[int, int], str] = {}
    found = {}
    for index, block in enumerate(source.blocks):
        if block.cell is None:
            continue
        column = block.cell.table, block.cell.column
        if block.cell.row == 0:
            heads.setdefault(column, block.text)
        elif column in heads:
            found[index] = heads[column]
    return found


def _pieces(
    text: str, block: Block, offset: int, sentences: Iterable[Part], people: re.Pattern[str] | None
) -> Iterator[tuple[int, int, bool, bool, bool]]:
    """The sentences of a block, cut at labels, arrows and inner bullets.

    Of each start and end, whether an arrow leads to it, and whether it is the first and the last.
    """
    written, end = offset + item_start(block), offset + len(block.text)
    cuts = (_cut(text, max(start, written), min(until, end), people) for start, until in sentences)
    pieces = list(chain.from_iterable(cuts))
    for number, piece in enumerate(pieces, start=1):
        yield *piece, number == 1, number == len(pieces)


def _cut(text: str, start: int, end: int, people: re.Pattern[str] | None) -> Iterator[tuple[int, int, bool]]:
    """The pieces of a sentence that say something, and whether an arrow leads to each.

    An arrow to nothing but people cuts nothing: "relancer le traiteur → Zoé".
    """
    arrow, at = False, start
    marks = list(_cuts().finditer(fold(text[start:end])))
    if marks and marks[-1]["arrow"] and is_people(text[start + marks[-1].end() : end].strip(" .;"), people):
        marks = marks[:-1]
    for mark in [*marks, None]:
        part = trim(text, at, start + mark.start() if mark else end)
        piece = text[slice(*part)] if part else ""
        if part and (sum(map(str.isalpha, piece)) >= SHORTEST or any(map(str.isdigit, piece))):
            yield *part, arrow
        if mark:
            at, arrow = start + mark.end(), mark["arrow"] is not None


def people_pattern(doc: Doc) -> re.Pattern[str] | None:
    """The first names and surnames of the attendees, None if there are none."""
    names = {
        word
        for person in get_items(doc, "attendees", Attendee)
        # Takes "Le" and "Gall" of "Y. Le Gall", leaves "Y".
        for word in re.findall(r"\w[\w'’-]+", person.name)
        if len(word) >= SHORTEST and word[0].isupper()
    }
    # The names as words: of "Roux", takes "M. Roux", leaves "Rouxel".
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names)))})\b") if names else None
