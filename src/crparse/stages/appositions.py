"""Appositions that say what a name stands for: "NeTEx, modèle de données permettant de…"."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from crparse import lexicon
from crparse.stages.acronyms import is_acronym
from crparse.stages.defining_sentences import Defined, extent
from crparse.stages.passages import Flow, quoted
from crparse.stages.terms import bare, is_link, term_before
from crparse.text import fold

FARTHEST_QUALIFIER = 7
"""Tokens between the noun and the participle or relative pronoun that qualifies it."""

_CAMEL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
_JOINT = re.compile(r"(?<=[\w»\"”])\s*[,(]\s*(?=[a-zà-öø-ÿœ])")


def find_appositions(doc: Doc, flow: Flow) -> Iterator[Defined]:
    """A name or quoted word, a comma or bracket, and a bare noun that a participle or relative qualifies."""
    for first, last in flow.sentences:
        for joint in _JOINT.finditer(doc.text, first, last):
            gloss = doc.char_span(joint.end(), last, alignment_mode="contract")
            term = term_before(doc, first, joint.start())
            if gloss is None or term is None or not (_named(doc, term) and _qualified(gloss)):
                continue
            parts = extent(flow, joint.end(), last)
            if parts:
                yield Defined(bare(quoted(doc.text, [term])), tuple(parts), "apposition")


def _named(doc: Doc, term: tuple[int, int]) -> bool:
    """Whether the term is quoted or ends with a name that is no person's."""
    if doc.text[term[1] : term[1] + 2].strip()[:1] in ("»", '"', "”"):
        return True
    span = doc.char_span(*term, alignment_mode="expand")
    if span is None or any(e.label_ == "PER" for e in span.ents) or _after_civility(span):
        return False
    name = span[-1].text
    return (
        is_acronym(name)
        or bool(_CAMEL.search(name))
        or (span[-1].pos_ == "PROPN" and not span[-1].is_sent_start)
    )


def _after_civility(span: Span) -> bool:
    return span.start > 0 and bool(_cue("civility").fullmatch(fold(span.doc[span.start - 1].text)))


def _qualified(gloss: Span) -> bool:
    """Whether the gloss is "noun … qui / permettant / standardisé", no office and no list."""
    head = gloss[0]
    if head.pos_ != "NOUN" or _cue("office").fullmatch(fold(head.text)):
        return False
    for token in gloss[1 : min(FARTHEST_QUALIFIER, len(gloss) - 1)]:
        if _qualifies(token):
            return True
        if token.pos_ not in ("NOUN", "ADJ", "PROPN", "DET") and not is_link(token):
            return False
    return False


def _qualifies(token: Token) -> bool:
    return bool(_cue("qualifier").fullmatch(fold(token.text))) or (
        token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm", []) and token.nbor().pos_ == "ADP"
    )


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("definitions")["appositions"][name])
