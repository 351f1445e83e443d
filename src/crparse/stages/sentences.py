"""Sentences: where one ends and the next begins, decided by blocks and full stops alone."""

import re

import numpy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import source_of
from crparse.text import fold

_END = re.compile(r"(?<![.!?…])[.!?…]+[»\"”')\]]*(?=\s)")

_NEXT = re.compile(r"\S")

LONGEST = 100
"""Characters before a full stop in which the word stands that it may belong to."""

START = 1
INSIDE = 2**64 - 1
"""How spaCy's arrays say that a sentence begins at a token, and that none does (-1, without a sign)."""


@Language.factory("crparse_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> "Sentences":
    """Sentences from blocks and punctuation, with the abbreviations of the lexicon."""
    return Sentences(frozenset(lexicon.load("sentences")["abbreviations"]))


class Sentences:
    """Sentences never cross a block and do not end at an abbreviation.

    "M. Roux demande l'avis de Mme Le Gall. Le vote est reporté." -> two sentences, not three.
    Misses a sentence that begins in lower case after a full stop.
    """

    def __init__(self, abbreviations: frozenset[str]) -> None:
        self.abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        """Sets where sentences begin."""
        starts = set(self.find(doc))
        marks = numpy.full((len(doc), 1), INSIDE, dtype="uint64")
        opening = False
        for token in doc:
            begins = token.i == 0 or opening
            if not begins:
                begins = any(i in starts for i in range(token.idx, token.idx + len(token)))
            opening = token.is_space and begins and token.i > 0
            if token.i == 0 or (begins and not token.is_space):
                marks[token.i] = START
        # All at once: asked for a single token, spaCy looks through the whole document.
        doc.from_array([SENT_START], marks)  # type: ignore[arg-type]  # the stubs know no numpy arrays
        return doc

    def find(self, doc: Doc) -> list[int]:
        """Offsets at which a sentence begins."""
        found: list[int] = []
        for start, _, block in source_of(doc).spans():
            found.append(start)
            for match in _END.finditer(block.text):
                following = _NEXT.search(block.text, match.end())
                if following is None or following.group().islower() or self.abbreviated(block.text, match):
                    continue
                found.append(start + following.start())
        return found

    def abbreviated(self, text: str, stop: re.Match[str]) -> bool:
        """Whether the full stop belongs to the word before it ("M.", "art.", "J.")."""
        if stop.group() != ".":
            return False
        word = re.split(r"[\s('«]", text[max(0, stop.start() - LONGEST) : stop.start()])[-1]
        numbering = word.isdigit() and not text[: stop.start() - len(word)].strip()
        return fold(word) in self.abbreviations or (len(word) == 1 and word.isupper()) or numbering
