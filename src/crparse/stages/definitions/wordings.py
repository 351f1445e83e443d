"""Sentences and appositions that say what a term means.

"le glanage, c'est-à-dire…", "on entend par quorum…", "RivNet, modèle de données qui suit les crues".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Span

from crparse import lexicon
from crparse.document.passages import (
    Part,
    SentenceFlow,
    after_verbs,
    bare,
    is_link,
    quoted,
    strip_joints,
    term_after,
    term_before,
)
from crparse.language.acronyms import is_acronym
from crparse.lexicon import Cues
from crparse.text import fold


@dataclass(frozen=True)
class Defined:
    """A term and the passage that defines it."""

    term: str
    parts: tuple[Part, ...]
    rule: str


def cue(name: str) -> Cues:
    """Words about definitions, as the lexicon tells them."""
    return lexicon.cues("definitions", name)


def find_defining_sentences(flow: SentenceFlow) -> Iterator[Defined]:
    """Every wording of the lexicon met in a sentence of the body."""
    sentences = (part for _, first, last in flow.body() for part in flow.sentences_in(first, last))
    for start, end in (after_speaker(flow, *sentence) for sentence in sentences):
        folded = fold(flow.text[start:end])
        for rule in lexicon.names("definitions", "sentences"):
            matches = list(cue(f"sentences.{rule}").finditer(folded))
            ends = [*(start + later.start() for later in matches[1:]), end]
            for match, last in zip(matches, ends, strict=bool(matches)):
                term = _term(flow, match, start, last)
                if term and (parts := _passage(flow, match, term, (start, last))):
                    yield Defined(bare(quoted(flow.text, [term])), tuple(parts), rule)


# Takes "Mme Corbier : " of a speech, leaves "Le quorum est atteint".
_SPEAKER = re.compile(r"\s*(?:[-–•]\s*)?([^\n:.;,«]{2,40}?)\s*:\s+(?=\S)")


def after_speaker(flow: SentenceFlow, start: int, end: int) -> Part:
    """The sentence without who speaks it: "Mme Corbier : le quorum est…"."""
    match = _SPEAKER.match(flow.text, start, end)
    if match is None:
        return start, end
    named = flow.doc.char_span(*match.span(1), alignment_mode="expand")
    civility = named is not None and cue("appositions.civility").fullmatch(fold(named[0].text))
    speaks = named is not None and (civility or flow.people_in(named))
    return (match.end(), end) if speaks else (start, end)


def _term(flow: SentenceFlow, match: re.Match[str], start: int, end: int) -> Part | None:
    groups = match.re.groupindex
    if "term" in groups:
        return strip_joints(flow.text, start + match.start("term"), start + match.end("term"))
    if "before" in groups:
        return term_before(flow.doc, start, start + match.start("before"))
    return term_after(flow.doc, start + match.start("after"), end)


def _passage(flow: SentenceFlow, match: re.Match[str], term: Part, sentence: Part) -> list[Part]:
    start, end = sentence
    groups = match.re.groupindex
    if "noun" in groups:
        noun = _phrase_before(flow, start, start + match.start("noun"))
        return [noun] if noun else []
    if "phrase" in groups:
        noun = _phrase_before(flow, start, start + match.start("phrase"))
        return [(noun[0], term[1])] if noun and len(flow.text[slice(*noun)].split()) > 1 else []
    if "so_far" in groups:
        so_far = strip_joints(flow.text, start, start + match.start("so_far"))
        return [so_far] if so_far else flow.before(start)
    if "next" in groups:
        return flow.after(start + match.start("next"))
    return extent(flow, start + match.start("text") if "text" in groups else term[1], end)


def _phrase_before(flow: SentenceFlow, start: int, end: int) -> Part | None:
    """The noun phrase that ends at `end`: all that follows the verb where a comma sets it off."""
    if flow.text[end : end + 1] == ",":
        verbs = after_verbs(flow.doc, start, end)
        whole = strip_joints(flow.text, start + (verbs[-1] if verbs else 0), end)
        if whole and cue("terms.opened").match(fold(flow.text[slice(*whole)])):
            return whole
    return term_before(flow.doc, start, end)


def extent(flow: SentenceFlow, start: int, end: int) -> list[Part]:
    """From `start` to the end of the sentence or of the bracket it stands in, with the list that follows."""
    closing = flow.brackets.closing(start, flow.block_end(start))
    if closing is not None and closing <= end:
        inside = strip_joints(flow.text, start, closing)
        return [inside] if inside else []
    aside = cue("labels.example").search(fold(flow.text[start:end]))
    end = start + aside.start() if aside else end
    opened = strip_joints(flow.text, start, end)
    parts = flow.until(opened[0], end) if opened else []
    last = parts[-1][1] if parts else end
    if flow.text[last - 1] == ":":
        parts.extend(chain.from_iterable(flow.list_parts(flow.source.block_index(last - 1))))
    return parts


FARTHEST_QUALIFIER = 7
"""Tokens between the noun and the participle or relative pronoun that qualifies it."""

FEWEST_WORDS = 4
"""Shorter glosses mostly name a detail ("format PDF")."""

LISTED_AFTER = 5
"""Characters after a gloss in which ", etc" shows that a list stands there."""

# A name by its capitals: takes "RivNet", leaves "Rivière".
_CAMEL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")

# Between a term and its gloss: takes ", " in "RivNet, modèle de", leaves that of "RivNet, Lormoy".
_JOINT = re.compile(r"(?<=[\w»\"”])\s*(?P<mark>[,(:])\s*(?=[a-zà-öø-ÿœ])")


def find_appositions(flow: SentenceFlow) -> Iterator[Defined]:
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
            listed = cue("appositions.listed").search(flow.text, joint.end(), parts[-1][1] + LISTED_AFTER)
            if not listed and len(quoted(flow.text, parts).split()) >= FEWEST_WORDS:
                yield Defined(bare(quoted(flow.text, [term])), tuple(parts), "apposition")


def _end(gloss: Span, last: int) -> int:
    """Where the apposition ends: at a comma, unless an adjective, participle or noun goes on with it."""
    for token in gloss[:-1]:
        if token.text == "," and token.nbor().pos_ not in ("ADJ", "NOUN", "VERB", "CCONJ", "ADP"):
            return token.idx
    return last


def _glosses(flow: SentenceFlow, term: Part, mark: str, gloss: Span, first: int) -> bool:
    if mark == "(" and _repeats(flow, term, gloss):
        return not any(map(str.isdigit, gloss.text))
    if not _named(flow, term):
        return False
    head = fold(gloss[0].text)
    described = len(gloss) > 1 and (gloss[1].pos_ == "ADJ" or is_link(gloss[1]))
    is_kind = described and cue("appositions.kind").fullmatch(head) is not None
    if mark == ":":
        return is_kind and term[0] == first
    # "la réunion de la Remise, réunion présidée par": more of the same thing, not what it is
    same = head in fold(flow.text[slice(*term)]).split()
    return is_kind or (not same and not cue("appositions.office").fullmatch(head) and _qualified(gloss))


def _repeats(flow: SentenceFlow, term: Part, gloss: Span) -> bool:
    """ "la date d'effet (date de la plantation)": the gloss takes up the noun of the term."""
    words = fold(flow.text[slice(*term)]).split()
    return len(words) > 1 and fold(gloss[0].text) in words and is_link(gloss[1])


def _named(flow: SentenceFlow, term: Part) -> bool:
    """Whether the term is quoted or ends with a name that is no person's."""
    if flow.text[term[1] : term[1] + 2].strip()[:1] in ("»", '"', "”"):
        return True
    span = flow.doc.char_span(*term, alignment_mode="expand")
    if span is None or flow.people_in(span):
        return False
    before = fold(span.doc[span.start - 1].text) if span.start else ""
    if cue("appositions.civility").fullmatch(before):
        return False
    name = span[-1]
    proper = name.pos_ == "PROPN" and not name.is_sent_start
    return is_acronym(name.text) or _CAMEL.search(name.text) is not None or proper


def _qualified(gloss: Span) -> bool:
    """Whether the gloss is "noun … qui / permettant / standardisé par"."""
    for token in gloss[1 : min(FARTHEST_QUALIFIER, len(gloss) - 1)]:
        participle = token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm", [])
        if participle and token.nbor().pos_ == "ADP":
            return True
        if cue("appositions.qualifier").fullmatch(fold(token.text)):
            return True
        if token.pos_ not in ("NOUN", "ADJ", "PROPN", "DET") and not is_link(token):
            return False
    return False
