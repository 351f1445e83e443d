"""Terms: the noun phrase just before or after a place ("le glanage, c'est-à-dire…" -> glanage)."""

import re
from functools import cache

from spacy.tokens import Doc, Token

from crparse import lexicon
from crparse.stages.items import source_of
from crparse.stages.passages import Part, trim
from crparse.text import fold, squeeze

NOUNS = frozenset({"NOUN", "PROPN", "X"})
WORDS = NOUNS | {"ADJ", "NUM"}
_QUOTED_BEFORE = re.compile(r"[«\"“‘]\s*([^«»\"“”‘\n]{2,80}?)\s*[»\"”’]\s*$")
_QUOTED_AFTER = re.compile(r"\s*[«\"“]\s*([^«»\"“”\n]{2,80}?)\s*[»\"”]")
_BRACKETED = re.compile(r"(?<!\s)\s*\([^()]*\)\s*$")
_EDGES = " «»\"“”'’.;,:"
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_CAPITALS = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2}")
_JOINT = re.compile(r"(?<![\s,:(;–—-])[\s,:(;–—-]+$")


def bare(term: str) -> str:
    """The term without article, quotation marks and brackets."""
    term = _BRACKETS.sub("", squeeze(term)).strip(_EDGES)
    article = _cue("article").match(fold(term))
    return term[article.end() :].strip(_EDGES) if article else term


def term_before(doc: Doc, floor: int, end: int) -> Part | None:
    """The quoted term or noun phrase that ends at `end`, brackets and commas apart; none before `floor`."""
    text = source_of(doc).text
    for joint in (_JOINT, _BRACKETED, _JOINT):
        found = joint.search(text[floor:end])
        end = floor + found.start() if found else end
    if quoted := _QUOTED_BEFORE.search(text[floor:end]):
        return floor + quoted.start(1), floor + quoted.end(1)
    span = doc.char_span(floor, end, alignment_mode="contract")
    if span is None or not len(span):
        return None
    first = _phrase_start(doc, span.start, span.end - 1)
    while first < span.end and not _word(doc[first]):
        first += 1
    if first >= span.end:
        return None
    start = doc[first].idx
    frame = _cue("frame").match(fold(text[start:end]))
    return trim(text, start + frame.end() if frame else start, end)


def term_after(doc: Doc, start: int, ceiling: int) -> Part | None:
    """The quoted term or noun phrase that begins at `start`, its article apart; nothing after `ceiling`."""
    text = source_of(doc).text
    while start < ceiling and text[start].isspace():
        start += 1
    article = _cue("article").match(fold(text[start:ceiling]))
    if quoted := _QUOTED_AFTER.match(text, start + (article.end() if article else 0), ceiling):
        return quoted.span(1)
    span = doc.char_span(start, ceiling, alignment_mode="contract")
    if span is None:
        return None
    first = span.start
    while first < span.end and (doc[first].pos_ in ("DET", "ADP", "SPACE")):
        first += 1
    last = first
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
    return fold(token.text).rstrip("'") in lexicon.load("definitions")["terms"][words]


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("definitions")["terms"][name])
