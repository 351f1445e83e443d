"""Tenses: which verbs of a stretch look ahead and which look back, as the tagger sees them."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import numpy as np
from spacy.attrs import POS
from spacy.symbols import AUX, VERB
from spacy.tokens import Doc, Token

from crparse import lexicon

VERBS = (VERB, AUX)
"""As spaCy's arrays tell them."""

LINKED = 3
"""Tokens between an auxiliary and its participle at most ("a bien été") (chosen, not measured)."""


def _is(token: Token, feature: str, value: str) -> bool:
    return value in token.morph.get(feature, [])


def is_future(token: Token) -> bool:
    """A verb in the future tense."""
    return token.pos_ in ("VERB", "AUX") and _is(token, "Tense", "Fut")


def is_past(token: Token) -> bool:
    """A verb in the imparfait or passé simple, or the participle of a passé composé with "avoir"."""
    if token.pos_ not in ("VERB", "AUX"):
        return False
    if _is(token, "VerbForm", "Fin"):
        return (_is(token, "Tense", "Imp") or _is(token, "Tense", "Past")) and not is_conditional(token)
    return _is(token, "VerbForm", "Part") and _is(token, "Tense", "Past") and _has_avoir(token)


def is_conditional(token: Token) -> bool:
    """A verb in the conditional."""
    return token.pos_ in ("VERB", "AUX") and token.lower_.endswith(_conditional_endings())


@cache
def _conditional_endings() -> tuple[str, ...]:
    return tuple(lexicon.words("tenses", "conditional"))


def _has_avoir(token: Token) -> bool:
    """Whether a form of "avoir" in the present stands just before a participle."""
    for i in range(token.i - 1, max(-1, token.i - 1 - LINKED), -1):
        before = token.doc[i]
        if before.lower_ in lexicon.words("tenses", "avoir") and before.pos_ == "AUX":
            return True
        if before.pos_ not in ("AUX", "ADV", "PRON", "PART", "SPACE"):
            return False
    return False


class Verbs:
    """Where the verbs of a document stand that look ahead, and those that look back."""

    def __init__(self, doc: Doc) -> None:
        verbs = [doc[int(at)] for at in np.flatnonzero(np.isin(doc.to_array(POS), VERBS))]
        self.future = [token.idx for token in verbs if is_future(token)]
        """Offsets of the verbs in the future tense."""
        self.past = [token.idx for token in verbs if is_past(token)]
        """Offsets of the verbs in a past tense."""


def nearest(offsets: Sequence[int], start: int, place: int, end: int) -> list[int]:
    """Of the offsets from `start` up to `end` the last before `place` and the first from it on."""
    after = bisect_left(offsets, place)
    return [offset for offset in offsets[max(0, after - 1) : after + 1] if start <= offset < end]
