"""Where the name of an organisation ends: at the closing quotes, the last capital, the end of the phrase."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from crparse import lexicon
from crparse.text import fold

MAX_WORDS = 14
"""Longer names are sentences in capitals."""

WORD = re.compile(r"[\w&](?:[\w&.]*[\w&])?")

_GAP = re.compile(r"[ \u00a0\u202f]?[-‐‑'’&][ ]?|[ \u00a0\u202f]")
_QUOTED = re.compile(r"\s*[«\"“]\s*([^«»\"“”\n]{2,60}?)\s*[»\"”]")
_SPACE = re.compile(r"\s+")
_OPENING = re.compile(r"[«\"“]\s*")
_CLOSING = re.compile(r"\s*[»\"”]$")
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "CCONJ", "NUM", "X"})
_HEADS = frozenset({"NOUN", "PROPN", "ADJ", "X"})
_JOINTS = frozenset({"-", "’", "'", ","})


def name_ends(doc: Doc, text: str, offset: int, cue_end: int, takes: str) -> Iterator[int]:
    """The places in a block's `text`, which stands at `offset`, where a name after a kind's cue may end.

    `takes` as in the lexicon: "of", "name", "both" or "words".
    """
    if quoted := _QUOTED.match(text, cue_end):
        yield quoted.end()
        return
    of = _of().match(fold(text), cue_end)
    after = of or _SPACE.match(text, cue_end)
    if after is None or (takes == "of" and not of) or (takes == "name" and of):
        return
    if end := capitals_end(text, after.end()):
        yield end
        if longer := adjectives_end(doc, text, offset, end):
            yield longer
    if takes == "words" or of or (takes != "both" and text[after.end() : after.end() + 1].islower()):
        last = _phrase_end(doc, offset + after.end(), offset + len(text))
        if last is not None:
            yield last - offset


def bare_name(text: str, cue_end: int, end: int) -> tuple[int, int]:
    """The name after its kind, without preposition and quotes."""
    after = _of().match(fold(text), cue_end) or _SPACE.match(text, cue_end)
    start = after.end() if after else cue_end
    if opening := _OPENING.match(text, start):
        start = opening.end()
    return start, start + len(_CLOSING.sub("", text[start:end]))


def capitals_end(text: str, start: int) -> int | None:
    """Where the capitalised words that begin at `start` end, small words between them included."""
    end, position = None, start
    for count in range(MAX_WORDS):
        word = WORD.match(text, position)
        if word is None:
            break
        if word.group()[0].isupper() or (word.group()[0].isdigit() and count):
            end = word.end()
        elif fold(word.group()) not in link_words():
            break
        gap = _GAP.match(text, word.end())
        if gap is None:
            break
        position = gap.end()
    return end


def adjectives_end(doc: Doc, text: str, offset: int, end: int) -> int | None:
    """Where the nouns and adjectives in small letters right after a name end: "Banque alimentaire"."""
    if not text[end : end + 2].strip().islower() or text[end] != " ":
        return None
    span = doc.char_span(offset + end, offset + min(end + 60, len(text)), alignment_mode="contract")
    last = None
    for token in span if span is not None else ():
        if token.pos_ not in ("NOUN", "ADJ") or not token.is_alpha or not token.text.islower():
            break
        last = token.idx + len(token) - offset
    return last


def _phrase_end(doc: Doc, start: int, ceiling: int) -> int | None:
    """End of the noun phrase that begins at `start`."""
    span = doc.char_span(start, ceiling, alignment_mode="contract")
    last = None
    for token in span[:MAX_WORDS] if span is not None else ():
        if token.is_space or (token.pos_ not in _PHRASE and token.text not in _JOINTS):
            break
        if token.pos_ in _HEADS:
            last = token.idx + len(token)
    return last


@cache
def link_words() -> frozenset[str]:
    """Small words that may stand inside a name."""
    return frozenset(lexicon.load("organisations")["forms"]["links"])


@cache
def _of() -> re.Pattern[str]:
    return re.compile(lexicon.load("organisations")["forms"]["of"])
