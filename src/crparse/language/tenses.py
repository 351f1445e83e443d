"""Tenses: which verbs of a stretch look ahead and which look back, as the tagger sees them."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from crparse import lexicon

LINKED = 3
"""Tokens between an auxiliary and its participle at most ("a bien été")."""


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
    endings = tuple(lexicon.words("tenses", "conditional"))
    return token.pos_ in ("VERB", "AUX") and token.lower_.endswith(endings)


def _has_avoir(token: Token) -> bool:
    """Whether a form of "avoir" in the present stands just before a participle."""
    for i in range(token.i - 1, max(-1, token.i - 1 - LINKED), -1):
        before = token.doc[i]
        if before.lower_ in lexicon.words("tenses", "avoir") and before.pos_ == "AUX":
            return True
        if before.pos_ not in ("AUX", "ADV", "PRON", "PART", "SPACE"):
            return False
    return False


def span_of(doc: Doc, start: int, end: int) -> Span:
    """The tokens that cover some characters of the text."""
    found = doc.char_span(start, end, alignment_mode="expand")
    return found if found is not None else doc[0:0]


def future_verbs(doc: Doc, start: int, end: int) -> Iterator[Token]:
    """The verbs in the future tense between two offsets."""
    return (token for token in span_of(doc, start, end) if is_future(token))


def past_verbs(doc: Doc, start: int, end: int) -> Iterator[Token]:
    """The verbs in a past tense between two offsets."""
    return (token for token in span_of(doc, start, end) if is_past(token))
