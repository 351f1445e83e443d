"""Sentences: where one ends and the next begins, as spaCy keeps it."""

import numpy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.sentences import sentence_tokens
from crparse.text import fold

START = 1
"""How spaCy's arrays say that a sentence begins at a token."""

INSIDE = 2**64 - 1
"""And that none does: -1, without a sign."""


@Language.factory("crparse_sentences", default_config={"abbreviations": []}, assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str, abbreviations: list[str]) -> "Sentences":
    """Sentences from blocks and punctuation, with the abbreviations of the lexicon and those given."""
    return Sentences(frozenset(fold(word).rstrip(".") for word in abbreviations))


class Sentences:
    """Marks where sentences begin.

    "M. Roux demande l'avis de Mme Le Gall. Le vote est reporté." -> two sentences, not three.
    Misses a sentence that begins in lower case after a full stop.
    """

    def __init__(self, abbreviations: frozenset[str] = frozenset()) -> None:
        self.abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        """Sets where sentences begin."""
        marks = numpy.full((len(doc), 1), INSIDE, dtype="uint64")
        marks[sentence_tokens(doc, self.abbreviations)] = START
        # All at once: asked for a single token, spaCy looks through the whole document.
        doc.from_array([SENT_START], marks)  # type: ignore[arg-type]  # the stubs know no numpy arrays
        return doc
