"""Sentences: where one ends and the next begins, decided by blocks and full stops alone."""

import re
from itertools import pairwise

from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import source_of
from crparse.text import fold

_END = re.compile(r"(?<![.!?…])[.!?…]+[»\"”')\]]*(?=\s)")
# Ends "est reporté. Le vote"; not "la loi no 3.2" nor the first dots of "attendre... encore".

_NEXT = re.compile(r"\S")
# The first letter or sign after the white space that follows a full stop.

LONGEST = 100
"""Characters before a full stop in which the word stands that it may belong to."""


def known_abbreviations() -> frozenset[str]:
    """The abbreviations of the lexicon."""
    return lexicon.words("sentences", "abbreviations")


class SentenceRules:
    """Sentences never cross a block and do not end at an abbreviation.

    "M. Roux demande l'avis de Mme Le Gall. Le vote est reporté." -> two sentences, not three.
    Misses a sentence that begins in lower case after a full stop.
    """

    def __init__(self, abbreviations: frozenset[str]) -> None:
        self.abbreviations = abbreviations

    def tokens(self, doc: Doc) -> list[int]:
        """The tokens that begin a sentence."""
        starts = set(self.find(doc))
        found = []
        opening = False
        for token in doc:
            begins = token.i == 0 or opening
            if not begins:
                begins = any(i in starts for i in range(token.idx, token.idx + len(token)))
            opening = token.is_space and begins and token.i > 0
            if token.i == 0 or (begins and not token.is_space):
                found.append(token.i)
        return found

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


def sentence_spans(doc: Doc) -> list[tuple[int, int]]:
    """Start and end of every sentence: as a component has set them, else as `crparse_sentences` would."""
    if doc.has_annotation("SENT_START"):
        return [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    starts = [*SentenceRules(known_abbreviations()).tokens(doc), len(doc)]
    spans = (doc[first:last] for first, last in pairwise(starts))
    return [(span.start_char, span.end_char) for span in spans]
