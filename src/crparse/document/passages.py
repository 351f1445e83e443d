"""Passages: stretches of the frozen text as the items of a record quote them, and the terms beside them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import TypedDict

from spacy.tokens import Doc, Span, Token

from crparse import lexicon
from crparse.document.items import source_of
from crparse.document.lists import carries_on, item_start, list_after
from crparse.document.sentences import sentence_spans
from crparse.lexicon import Cues
from crparse.text import fold, squeeze

Part = tuple[int, int]
"""Start and end of a stretch of the frozen text."""

# Takes both of "(ex : le four)", leaves "«".
_BRACKET = re.compile(r"[()\[\]]")

# A manual line break that begins something new: takes that of "four\nLe lavoir", leaves "four\ndu bourg".
_BREAK = re.compile(r"\n(?=\s*[^\sa-zà-öø-ÿ(])")

JOINTS = ":;,–—=-"
"""Signs that join a stretch to what is around it."""


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


def trim(text: str, start: int, end: int, before: str = "", after: str = "") -> Part | None:
    """The stretch without outer white space and signs that stand before or after, None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in before):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in after):
        end -= 1
    return (start, end) if start < end else None


def strip_joints(text: str, start: int, end: int) -> Part | None:
    """The stretch without the punctuation that joins it to what is around it (": ", ", ")."""
    return trim(text, start, end, JOINTS + "»”", JOINTS)


class Brackets:
    """The brackets of a text, each with the one that closes what it stands in."""

    def __init__(self, text: str) -> None:
        self._places = [match.start() for match in _BRACKET.finditer(text)]
        self._closing: list[int | None] = [None] * len(self._places)
        """For each bracket the one that closes the pair around it: for a closing one, itself."""
        open_around: list[int] = []
        for i in reversed(range(len(self._places))):
            place = self._places[i]
            if text[place] in "([":
                del open_around[-1:]
                self._closing[i] = open_around[-1] if open_around else None
            else:
                self._closing[i] = place
                open_around.append(place)

    def closing(self, start: int, end: int) -> int | None:
        """Offset of the bracket that closes the one `start` stands in, None if that is none before `end`."""
        i = bisect_left(self._places, start)
        found = self._closing[i] if i < len(self._places) else None
        return found if found is not None and found < end else None


class SentenceFlow:
    """Where the sentences of a document end, and where they go on in another block."""

    def __init__(self, doc: Doc, stops: Collection[int]) -> None:
        self.doc = doc
        self.source = source_of(doc)
        self.text = self.source.text
        self.stops = stops
        """Blocks that are headings: nothing goes on over them."""
        spans = (trim(self.text, start, end) for start, end in sentence_spans(doc))
        self.sentences = [span for span in spans if span]
        self._starts = [start for start, _ in self.sentences]
        self.brackets = Brackets(self.text)
        self._entities = doc.ents  # asked for each time, spaCy would look through the whole document
        self._entity_starts = [entity.start for entity in self._entities]

    def body(self) -> Iterable[tuple[int, int, int]]:
        """(index, start, end) of every block."""
        for index, (start, end, _) in enumerate(self.source.spans()):
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
        if first is None or line_end:
            return [first] if first else []
        return [first, *self._sequel(self.source.block_index(start), first[1])]

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
            if headed or block.cell != self.source.blocks[index].cell:
                break
            below += [[part]] if (part := self.written(i)) else []
            if len(below) > most:
                return below[:1]
        return below

    def written(self, index: int) -> Part | None:
        """What a block says, without its bullet or number."""
        block, start = self.source.blocks[index], self.source.starts[index]
        return trim(self.text, start + item_start(block), start + len(block.text))


def is_finite(token: Token) -> bool:
    """Whether the token is a conjugated verb."""
    return token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", [])


def after_verbs(doc: Doc, start: int, end: int) -> list[int]:
    """Offsets from `start` after each verb of the stretch that is in no subordinate clause.

    A clause is `opened` by "qui" or "dont"; `inside` it, its verb said, infinitives still belong to it.
    """
    span = doc.char_span(start, end, alignment_mode="contract")
    subordinate = lexicon.cues("examples", "subordinate")
    ends: list[int] = []
    opened = inside = False
    for token in span or ():
        finite = is_finite(token)
        if not opened and (finite or (not inside and "Inf" in token.morph.get("VerbForm", []))):
            ends.append(token.idx + len(token) - start)
        inside = token.text not in ",;:" and ((opened and finite) or (inside and not finite))
        opens = subordinate.search(fold(token.text).rstrip("'"))
        opened = opens is not None or (opened and not finite and token.text not in ",;:")
    return ends


REACH = 500
"""Characters before or after a cue in which its term stands, a bracket beside it included: a sentence may
have no end, and would be read back to its beginning from each of its commas."""

NOUNS = frozenset({"NOUN", "PROPN", "X"})
WORDS = NOUNS | {"ADJ", "NUM"}
# Takes "glanage" of "Le « glanage » ", leaves "le « glanage » rural".
_QUOTED_BEFORE = re.compile(r"[«\"“‘]\s*([^«»\"“”‘\n]{2,80}?)\s*[»\"”’]\s*$")
# Takes "affouage" of "« affouage » est réglé", leaves "un « affouage »".
_QUOTED_AFTER = re.compile(r"\s*[«\"“]\s*([^«»\"“”\n]{2,80}?)\s*[»\"”]")
# Takes " (annexe 2)" of "personnel (annexe 2)", leaves "(annexe 2) votée".
_BRACKETED = re.compile(r"(?<!\s)\s*\([^()]*\)\s*$")
_EDGES = " «»\"“”'’.;,:"
# Takes " (parcelle)" of "îlot (parcelle)", leaves "îlot (parcelle".
_BRACKETS = re.compile(r"\s*\([^)]*\)")
# Takes "vN" of "RivNet", "RD"; leaves "Rivnet".
_CAPITALS = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2}")
# Takes ", " of "cuisson, ", leaves "cuisson, etc".
_JOINT = re.compile(r"(?<![\s,:(;–—-])[\s,:(;–—-]+$")


def bare(term: str) -> str:
    """The term without article, quotation marks and brackets."""
    term = _BRACKETS.sub("", squeeze(term)).strip(_EDGES)
    article = _cue("article").match(fold(term))
    return term[article.end() :].strip(_EDGES) if article else term


def term_before(doc: Doc, floor: int, end: int) -> Part | None:
    """The quoted term or noun phrase that ends at `end`, brackets and commas apart; none before `floor`."""
    text = source_of(doc).text
    floor = max(floor, end - REACH)
    for joint in (_JOINT, _BRACKETED, _JOINT):
        found = joint.search(text[floor:end])
        end = floor + found.start() if found else end
    if quoted := _QUOTED_BEFORE.search(text[floor:end]):
        return floor + quoted.start(1), floor + quoted.end(1)
    span = doc.char_span(floor, end, alignment_mode="contract")
    if span is None or not len(span):
        return None
    phrase = doc[_phrase_start(doc, span.start, span.end - 1) : span.end]
    start = next((token.idx for token in phrase if _word(token)), None)
    if start is None:
        return None
    frame = _cue("frame").match(fold(text[start:end]))
    return trim(text, start + frame.end() if frame else start, end)


def term_after(doc: Doc, start: int, ceiling: int) -> Part | None:
    """The quoted term or noun phrase that begins at `start`, its article apart; nothing after `ceiling`."""
    text = source_of(doc).text
    start, _ = trim(text, start, ceiling) or (ceiling, ceiling)
    article = _cue("article").match(fold(text[start : min(ceiling, start + REACH)]))
    if quoted := _QUOTED_AFTER.match(text, start + (article.end() if article else 0), ceiling):
        return quoted.span(1)
    span = doc.char_span(start, ceiling, alignment_mode="contract")
    if span is None:
        return None
    first = last = next((t.i for t in span if t.pos_ not in ("DET", "ADP", "SPACE")), span.end)
    while last < span.end and (_fills(doc[last]) or (last > first and _links_on(doc, last, span.end))):
        last += 1
    while last > first and not _word(doc[last - 1]) and not _participle(doc[last - 1]):
        last -= 1
    if not any(_word(t) and t.pos_ != "NUM" for t in doc[first:last]):
        return None
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])


def _phrase_start(doc: Doc, floor: int, last: int) -> int:
    """Index of the first token of the phrase that `last` ends."""
    i = last
    while i > floor and (_fills(doc[i]) or _links(doc, i, floor)):
        i -= 1
    return i if _fills(doc[i]) else i + 1


def _fills(token: Token) -> bool:
    if _participle(token):  # "les heures relevées", not "la note décrit RivNet"
        return token.i + 1 == len(token.doc) or not _word(token.nbor())
    return _word(token) or token.text in ("-", "/", "'", "’")


def _word(token: Token) -> bool:
    """A noun, adjective or number, or a name by its looks: the model takes "RivNet" for a verb."""
    return token.pos_ in WORDS or bool(_CAPITALS.search(token.text))


def _participle(token: Token) -> bool:
    return (
        token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm", []) and not token.text.endswith("ant")
    )


def _links(doc: Doc, i: int, floor: int) -> bool:
    """Whether the token is the "de l'" that joins two nouns of a term."""
    token = doc[i]
    if token.pos_ == "DET":
        joined = _among(doc[i - 1], "before_article")
        return i - 1 > floor and joined and _links(doc, i - 1, floor)
    return token.pos_ == "ADP" and is_link(token) and i > floor and doc[i - 1].pos_ in WORDS


def _links_on(doc: Doc, i: int, end: int) -> bool:
    token = doc[i]
    if token.pos_ == "DET":
        return doc[i - 1].pos_ == "ADP"
    return token.pos_ == "ADP" and is_link(token) and i + 1 < end


def is_link(token: Token) -> bool:
    """Whether the token is a preposition that terms have inside."""
    return _among(token, "links")


def _among(token: Token, words: str) -> bool:
    return fold(token.text).rstrip("'") in lexicon.words("definitions", f"terms.{words}")


def _cue(name: str) -> Cues:
    return lexicon.cues("definitions", f"terms.{name}")
