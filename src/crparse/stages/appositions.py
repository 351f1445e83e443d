"""Appositions that say what a term stands for: "RivNet, modèle de données permettant de suivre les crues"."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span, Token

from crparse import lexicon
from crparse.stages.acronyms import is_acronym
from crparse.stages.defining_sentences import Defined, extent
from crparse.stages.passages import Flow, Part, quoted
from crparse.stages.terms import bare, is_link, term_before
from crparse.text import fold

FARTHEST_QUALIFIER = 7
"""Tokens between the noun and the participle or relative pronoun that qualifies it."""

FEWEST_WORDS = 4
"""Shorter glosses mostly name a detail ("format PDF")."""

_CAMEL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")
_JOINT = re.compile(r"(?<=[\w»\"”])\s*(?P<mark>[,(:])\s*(?=[a-zà-öø-ÿœ])")


def find_appositions(flow: Flow) -> Iterator[Defined]:
    """A name or quoted word, a comma or bracket, and a bare noun that is qualified."""
    for first, last in flow.sentences:
        for joint in _JOINT.finditer(flow.text, first, last):
            gloss = flow.doc.char_span(joint.end(), last, alignment_mode="contract")
            term = term_before(flow.doc, first, joint.start())
            if gloss is None or term is None or len(gloss) < 3 or gloss[0].pos_ != "NOUN":
                continue
            if not _glosses(flow, term, joint["mark"], gloss, first):
                continue
            parts = extent(flow, joint.end(), _end(gloss, last))
            enough = len(quoted(flow.text, parts).split()) >= FEWEST_WORDS
            if enough and not _cue("listed").search(flow.text[joint.end() : parts[-1][1] + len(", etc")]):
                yield Defined(bare(quoted(flow.text, [term])), tuple(parts), "apposition")


def _end(gloss: Span, last: int) -> int:
    """Where the apposition ends: at a comma, unless an adjective, participle or noun goes on with it."""
    for token in gloss[:-1]:
        if token.text == "," and token.nbor().pos_ not in ("ADJ", "NOUN", "VERB", "CCONJ", "ADP"):
            return token.idx
    return last


def _glosses(flow: Flow, term: Part, mark: str, gloss: Span, first: int) -> bool:
    if mark == "(" and _repeats(flow, term, gloss):
        return True
    if not _named(flow, term):
        return False
    head = fold(gloss[0].text)
    described = len(gloss) > 1 and (gloss[1].pos_ == "ADJ" or is_link(gloss[1]))
    is_kind = described and _cue("kind").fullmatch(head)
    if mark == ":":
        return bool(is_kind) and term[0] == first
    return bool(is_kind) or (not _cue("office").fullmatch(head) and _qualified(gloss))


def _repeats(flow: Flow, term: Part, gloss: Span) -> bool:
    """ "la date d'effet (date de la plantation)": the gloss takes up the noun of the term."""
    words = fold(flow.text[slice(*term)]).split()
    return len(words) > 1 and fold(gloss[0].text) in words and is_link(gloss[1])


def _named(flow: Flow, term: Part) -> bool:
    """Whether the term is quoted or ends with a name that is no person's."""
    if flow.text[term[1] : term[1] + 2].strip()[:1] in ("»", '"', "”"):
        return True
    span = flow.doc.char_span(*term, alignment_mode="expand")
    if span is None or flow.people_in(span) or _after_civility(span):
        return False
    name = span[-1].text
    proper = span[-1].pos_ == "PROPN" and not span[-1].is_sent_start
    return is_acronym(name) or bool(_CAMEL.search(name)) or proper


def _after_civility(span: Span) -> bool:
    return span.start > 0 and bool(_cue("civility").fullmatch(fold(span.doc[span.start - 1].text)))


def _qualified(gloss: Span) -> bool:
    """Whether the gloss is "noun … qui / permettant / standardisé par"."""
    for token in gloss[1 : min(FARTHEST_QUALIFIER, len(gloss) - 1)]:
        if _qualifies(token):
            return True
        if token.pos_ not in ("NOUN", "ADJ", "PROPN", "DET") and not is_link(token):
            return False
    return False


def _qualifies(token: Token) -> bool:
    participle = token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm", [])
    return bool(_cue("qualifier").fullmatch(fold(token.text))) or (participle and token.nbor().pos_ == "ADP")


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("definitions")["appositions"][name])
