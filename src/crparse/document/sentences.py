"""Sentences: where one ends and the next begins, decided by blocks and full stops alone.

"M. Roux demande l'avis de Mme Le Gall. Le vote est reporté." -> two sentences, not three.
Misses a sentence that begins in lower case after a full stop.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import source_of
from crparse.text import fold

# Takes the stop of "est reporté. Le vote", the dots of "attendre... Encore" as one; leaves "la loi no 3.2".
_END = re.compile(r"(?<![.!?…])[.!?…]+[»\"”')\]]*(?=\s+(?P<next>\S))")

# Takes the space of "de M" and the sign of "l'art"; leaves "art".
_WORD_END = re.compile(r"[\s('«]")

LONGEST = 100
"""Characters before a full stop in which the word stands that it may belong to (chosen, not measured)."""


def sentence_tokens(doc: Doc, abbreviations: frozenset[str] = frozenset()) -> list[int]:
    """The tokens that begin a sentence.

    Sentences never cross a block and do not end at an abbreviation of the lexicon, or one of those given.
    """
    starts = set(_starts(doc, abbreviations | lexicon.words("sentences", "abbreviations")))
    found = []
    opening = False
    for token in doc:
        begins = token.i == 0 or opening
        begins = begins or any(i in starts for i in range(token.idx, token.idx + len(token)))
        opening = token.is_space and begins and token.i > 0
        if begins and not opening:
            found.append(token.i)
    return found


def _starts(doc: Doc, abbreviations: frozenset[str]) -> Iterator[int]:
    """Offsets at which a sentence begins."""
    for start, _, block in source_of(doc).spans():
        yield from (start + begin for begin in _starts_in(block.text, abbreviations))


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a record's text begins and ends; none crosses a line, and a blank is none."""
    abbreviations = lexicon.words("sentences", "abbreviations")
    offset = 0
    for line in text.split("\n"):
        starts = [*_starts_in(line, abbreviations), len(line)]
        for start, end in pairwise(starts):
            printed = line[start:end].strip()
            if printed:
                begin = offset + line.index(printed, start)
                yield begin, begin + len(printed)
        offset += len(line) + 1


def _starts_in(block: str, abbreviations: frozenset[str]) -> Iterator[int]:
    """Offsets in a block at which a sentence begins."""
    yield 0
    for stop in _END.finditer(block):
        if not stop["next"].islower() and not _abbreviated(block, stop, abbreviations):
            yield stop.start("next")


def _abbreviated(text: str, stop: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether the full stop belongs to the word before it ("M.", "art.", "J.", "sam. 5 mai")."""
    if stop.group() != ".":
        return False
    word = _WORD_END.split(text[max(0, stop.start() - LONGEST) : stop.start()])[-1]
    numbering = word.isdigit() and not text[: stop.start() - len(word)].strip()
    dated = stop["next"].isdigit() and fold(word) in lexicon.words("sentences", "before_number")
    return dated or fold(word) in abbreviations or (len(word) == 1 and word.isupper()) or numbering


def sentence_spans(doc: Doc) -> list[tuple[int, int]]:
    """Start and end of every sentence: as a component has set them, else as `crparse_sentences` would."""
    if doc.has_annotation("SENT_START"):
        return [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    spans = (doc[first:last] for first, last in pairwise([*sentence_tokens(doc), len(doc)]))
    return [(span.start_char, span.end_char) for span in spans]
