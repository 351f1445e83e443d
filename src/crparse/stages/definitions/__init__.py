"""Definitions: the passages that say what a term means.

Here by where they stand: after a label, under a heading, in a glossary, beside an acronym. By their wording
they are found in `wordings`.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import definition_rule, get_items, is_of, require, set_items, stage
from crparse.document.lists import is_item, item_start, list_after
from crparse.document.passages import Part, SentenceFlow, bare, place, quoted, trim
from crparse.document.view import DocumentView, view_of
from crparse.language.acronyms import cost, is_acronym
from crparse.record import Attendee, Definition, Section
from crparse.stages.definitions.wordings import (
    Defined,
    after_speaker,
    cue,
    extent,
    find_appositions,
    find_defining_sentences,
)
from crparse.text import WORD, fold, squeeze


@stage("crparse_definitions", sets=("definitions",), needs=("token.pos", "token.morph", "doc.ents"))
def make_definitions(nlp: Language, name: str, without: Sequence[str] = ()) -> "Definitions":
    """Definitions by label, place, wording and acronym; those of the rules `without` are left out."""
    return Definitions(without)


class Definitions:
    """Passages that say what a term means, once a term.

    "Le Bureau d'Aide aux Familles (BAF) est ouvert." -> BAF: "Bureau d'Aide aux Familles"
    Misses a term explained in passing, without cue or bracket.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        self.without = frozenset(without)

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "definitions"."""
        require(doc, "crparse_definitions", "token.pos", "token.morph", "doc.ents")
        view = view_of(doc)
        items = []
        for found in distinct(self.candidates(view)):
            text, rule = quoted(view.flow.text, found.parts), definition_rule(found.rule)
            items.append(Definition(term=found.term, text=text, rule=rule, **place(found.parts)))
        set_items(doc, "definitions", items)
        return doc

    def candidates(self, view: DocumentView) -> list[Defined]:
        """Every passage that defines something, also what defines a term again."""
        flow = view.flow
        people = {word for name in _people(flow) for word in name.split()}
        found = [
            *find_labelled(flow),
            *find_glossaries(flow),
            *find_defining_sentences(flow),
            *(d for d in find_appositions(flow) if fold(d.term) not in people),
            *acronyms(view),
        ]
        return [each for each in found if not is_of(definition_rule(each.rule), self.without)]


def acronyms(view: DocumentView) -> Iterator[Defined]:
    """Acronyms with what they stand for; not the initials of a person."""
    flow = view.flow
    people = _people(flow)
    for index, start, end in flow.body():
        block = flow.text[start:end]
        yield from _below_heading(flow, index, squeeze(block))
        for pair in view.pairs[index]:
            expansion = (start + pair.expansion[0], start + pair.expansion[1])
            named = squeeze(fold(block[slice(*pair.expansion)]))
            if named not in people and not _is_person(flow, expansion):
                yield Defined(block[slice(*pair.acronym)], (expansion,), pair.rule)


def _people(flow: SentenceFlow) -> set[str]:
    return {fold(attendee.name) for attendee in get_items(flow.doc, "attendees", Attendee)}


FULL_NAME = 2
"""Words that a person is named with as a rule: of more the first must be a first name."""


def _is_person(flow: SentenceFlow, part: Part) -> bool:
    """Whether a name was read as acronym: "Paul Ruelle (PR)"; not "Fondation Jeanne Aubier (FJA)"."""
    words = WORD.findall(flow.text[slice(*part)])
    first_names = lexicon.words("first_names", "first_names")
    if len(words) > FULL_NAME and fold(words[0]) not in first_names:
        return False
    span = flow.doc.char_span(*part, alignment_mode="expand")
    return span is not None and any(len(e) >= len(span) for e in flow.people_in(span))


def _below_heading(flow: SentenceFlow, index: int, acronym: str) -> Iterator[Defined]:
    """A heading that is an acronym, and a line that says what it stands for."""
    below = flow.blocks_below(index, 1) if is_acronym(acronym) and " " not in acronym else []
    if below and cost(acronym, quoted(flow.text, below[0])) == 0:
        yield Defined(acronym, tuple(below[0]), "acronym_heading")


def distinct(found: Iterable[Defined]) -> list[Defined]:
    """The first definition of each term, in the order of the text; no passage twice."""
    terms: set[str] = set()
    passages: set[tuple[Part, ...]] = set()
    kept = []
    for each in sorted(found, key=lambda d: (d.parts[0][0], -d.parts[-1][1], d.rule)):
        term = squeeze(fold(each.term))
        if term not in terms and each.parts not in passages:
            kept.append(each)
        terms.add(term)
        passages.add(each.parts)
    return kept


MAX_TERM_WORDS = 9
"""Words of the longest term before a colon, or title that is one (chosen, not measured)."""

# Takes "RivNet : " and "« voir » = " before what defines them, leaves "18:30".
_ENTRY = re.compile(
    r"\s*(?:[«\"“]\s*(?P<quoted>[^\n«»\"“”]{2,80}?)\s*[»\"”][^\n:=.]{0,30}?|(?P<plain>[^\n:=]{2,80}?))"
    r"(?P<joint>\s+[-–—]|\s*[:=])\s+(?=\S)"
)


@dataclass(frozen=True)
class GlossaryEntry:
    """What stands before and after the colon of "terme : définition"."""

    term: Part
    quoted: bool
    joint: str
    text: Part


def entry_in(flow: SentenceFlow, index: int) -> GlossaryEntry | None:
    """The block at `index` read as "terme : définition"."""
    block, at = flow.source.blocks[index], flow.source.starts[index]
    return _entry(flow, at + item_start(block), at + len(block.text))


def _entry(flow: SentenceFlow, start: int, end: int) -> GlossaryEntry | None:
    """A stretch read as "terme : définition"."""
    match = _ENTRY.match(flow.text, start, end)
    if not match:
        return None
    term = match.span("quoted" if match["quoted"] else "plain")
    return GlossaryEntry(term, bool(match["quoted"]), match["joint"].strip(), (match.end(), end))


def find_glossaries(flow: SentenceFlow) -> Iterator[Defined]:
    """The entries of glossaries, in lists, paragraphs or tables."""
    sections = get_items(flow.doc, "sections", Section)
    for index, start, end in flow.body():
        if cue("labels.glossary").match(fold(flow.text[start:end])) and _heads_entries(flow, index):
            yield from _entries_below(flow, index)
            if cue("labels.of_terms").find(fold(flow.text[start:end])):
                yield from _headed_terms(flow, sections, start, end)
    yield from _table_rows(flow)


def _headed_terms(flow: SentenceFlow, sections: Sequence[Section], start: int, end: int) -> Iterator[Defined]:
    """The headings right under that of a glossary, each a term: the sentence below it says what it means."""
    glossary = next((section for section in sections if start <= section.start < end), None)
    for section in sections if glossary else ():
        if glossary is None or section.parent != glossary.id:
            continue
        index = flow.source.block_index(section.start)
        below = flow.blocks_below(index, 1)
        if below and len(section.title.split()) <= MAX_TERM_WORDS:
            at = below[0][0][0]
            yield Defined(bare(section.title), tuple(extent(flow, *flow.sentence(at))), "glossary")


def _heads_entries(flow: SentenceFlow, index: int) -> bool:
    """Whether the block is a heading, by its looks or since an entry stands right below it."""
    block, below = flow.source.blocks[index], index + 1
    if index in flow.stops or block.text.rstrip().endswith(":"):
        return True
    return below < len(flow.source.blocks) and below not in flow.stops and entry_in(flow, below) is not None


def _entries_below(flow: SentenceFlow, index: int) -> Iterator[Defined]:
    """The items of the list below, else the paragraphs up to the first that is no entry."""
    items = [i for item in list_after(flow.source, index, flow.stops) for i in item]
    paragraphs = range(index + 1, len(flow.source.blocks))
    for i in items or takewhile(lambda i: i not in flow.stops and entry_in(flow, i), paragraphs):
        entry = entry_in(flow, i)
        if entry and len(flow.text[slice(*entry.term)].split()) <= MAX_TERM_WORDS:
            parts = extent(flow, *entry.text)
            yield Defined(bare(flow.text[slice(*entry.term)]), tuple(parts), "glossary")


def _table_rows(flow: SentenceFlow) -> Iterator[Defined]:
    """Rows of a table whose header says "Terme" and "Définition"."""
    cells: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    heads: list[tuple[int, int, str]] = []
    for i, block in enumerate(flow.source.blocks):
        if (cell := block.cell) and block.text.strip():
            cells[cell.table, cell.row, cell.column].append(i)
        if cell and cell.row == 0:
            heads.append((cell.table, cell.column, squeeze(fold(block.text))))
    meanings = {
        (table, column): meaning
        for (table, column, term), (other, meaning, text) in pairwise(heads)
        if table == other and cue("labels.term_column").match(term) and cue("labels.text_column").match(text)
    }
    for (table, row, column), indices in cells.items() if meanings else ():
        found = cells.get((table, row, meanings.get((table, column), -1)), []) if row else []
        if parts := tuple(part for i in found if (part := flow.written(i))):
            yield Defined(bare(flow.source.blocks[indices[0]].text), parts, "glossary_table")


QUOTES = {"«": "»", "“": "”", '"': '"'}

LONGEST_QUOTE = 3000
"""Characters: a quotation mark that is not closed by then was never closed."""

MAX_LABEL_WORDS = 6
"""A longer label before a colon is a sentence of its own."""

# No term: takes "12 %" and "Coût en €", leaves "RivNet".
_FIGURES = re.compile(r"\d|€|%")


def find_labelled(flow: SentenceFlow) -> Iterator[Defined]:
    """Labelled definitions, and sentences that define the label or heading they stand after."""
    sections = get_items(flow.doc, "sections", Section)
    titles = {flow.source.block_index(section.start): section.title for section in sections}
    for index, start, end in flow.body():
        opening = start + item_start(flow.source.blocks[index])
        for first, last in flow.sentences_in(start, end):
            yield from _labelled(flow, sections, index, (first, last))
            said, _ = after_speaker(flow, first, last)
            if said > opening and (entry := _entry(flow, said, last)):
                yield from _after_label(flow, index, entry)
        if entry := entry_in(flow, index):
            yield from _after_label(flow, index, entry)
        yield from _under_heading(flow, index, titles.get(index))


def _labelled(flow: SentenceFlow, sections: list[Section], index: int, sentence: Part) -> Iterator[Defined]:
    """A label "Définition …:", its quotation running over the list items that follow."""
    said = after_speaker(flow, *sentence)
    label = fold(flow.text[slice(*said)])
    match = cue("labels.definition").match(label)
    if not match or (not label[match.start("text") :].strip() and cue("labels.glossary").match(label)):
        return
    start, end = said
    if flow.source.starts[index] + item_start(flow.source.blocks[index]) >= start:
        end = flow.block_end(start)
    says = start + match.start("text")
    parts = _quotation(flow, says) or extent(flow, says, end) or [*chain(*flow.list_parts(index))]
    if match["term"]:
        term: str | None = flow.text[start + match.start("term") : start + match.end("term")]
    else:
        term = _topic(sections, start, quoted(flow.text, parts))
    if parts and term:
        yield Defined(bare(term), tuple(parts), "definition_label")


def _quotation(flow: SentenceFlow, start: int) -> list[Part]:
    """What stands between the quotation mark at `start` and the one that closes it, block by block."""
    opening = flow.text[start : start + 1]
    if opening not in QUOTES:
        return []
    depth = 0
    for i in range(start + 1, min(len(flow.text), start + LONGEST_QUOTE)):
        char = flow.text[i]
        if char == QUOTES[opening] and depth == 0:
            return _by_block(flow, start + 1, i)
        depth += (char == opening) - (char == QUOTES[opening])
    return []


def _by_block(flow: SentenceFlow, start: int, end: int) -> list[Part]:
    """The stretch, block by block and without bullets."""
    parts = []
    for i in range(flow.source.block_index(start), flow.source.block_index(end) + 1):
        block, at = flow.source.blocks[i], flow.source.starts[i]
        part = trim(flow.text, max(start, at + item_start(block)), min(end, at + len(block.text)))
        parts += [part] if part else []
    return parts


def _topic(sections: list[Section], offset: int, text: str) -> str | None:
    """What an unnamed definition is about: the heading above that its own words repeat, else the nearest."""
    above = [s.title for s in sections if s.start < offset <= s.body_end]
    named = [title for title in above if fold(title) in fold(text)]
    topics = [title for title in above if not cue("labels.apparatus").match(fold(title))]
    short = [title for title in topics if len(title.split()) <= MAX_TERM_WORDS]
    return (named or short)[-1] if named or short else None


def _after_label(flow: SentenceFlow, index: int, entry: GlossaryEntry) -> Iterator[Defined]:
    """A block "terme : …" whose text or quoted term shows that it defines."""
    term = flow.text[slice(*entry.term)]
    about = cue("labels.about").match(fold(term))
    named = flow.doc.char_span(*entry.term, alignment_mode="expand")
    speaks = not about and cue("labels.speech").match(fold(term))
    if speaks or (named is not None and flow.people_in(named)):
        return
    term = bare(term[about.end() :] if about else term)
    if len(term.split()) > MAX_LABEL_WORDS or not any(map(str.isalpha, term)):
        return
    says = fold(flow.text[slice(*entry.text)])
    defines = cue("labels.is_after_label").match(says) or (about and cue("labels.is_about").match(says))
    if defines and entry.joint == ":":
        yield Defined(term, tuple(_going_on(flow, entry.text)), "label_is")
    elif entry.quoted and entry.joint == ":" and not _FIGURES.search(term):
        whole = flow.written(index) if is_item(flow.source.blocks[index]) else None
        yield Defined(term, (whole,) if whole else tuple(extent(flow, *entry.text)), "quoted_label")


def _going_on(flow: SentenceFlow, text: Part) -> list[Part]:
    """The sentence that begins the text and those that go on defining."""
    parts = extent(flow, text[0], flow.sentence(text[0])[1])
    for first, last in flow.sentences_in(text[0] + 1, text[1]):
        if not cue("labels.goes_on").match(fold(flow.text[first:last])):
            break
        parts[-1] = (parts[-1][0], last)
    return parts


def _under_heading(flow: SentenceFlow, index: int, title: str | None) -> Iterator[Defined]:
    """A paragraph right below a heading or lone label: "C'est une convention…", "Elle regroupe…"."""
    written = flow.written(index)
    lone = written is not None and flow.text[slice(*written)].endswith(":")
    title = title or (flow.text[slice(*written)] if written and lone else "")
    below = flow.blocks_below(index, 1) if title and len(title.split()) <= MAX_TERM_WORDS else []
    if not below or cue("labels.speech").match(fold(title)):
        return
    at = below[0][0][0]
    end = flow.block_end(at)
    if cue("labels.is_after_label" if lone else "labels.is").match(fold(flow.text[at:end])):
        parts = _going_on(flow, (at, end)) if lone else extent(flow, *flow.sentence(at))
        yield Defined(bare(title), tuple(parts), "heading_is")
