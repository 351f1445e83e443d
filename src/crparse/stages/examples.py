"""Examples: the passages given as an example, without the words that introduce them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from crparse import lexicon
from crparse.document.items import assigned, is_of, require, set_items
from crparse.document.passages import NOUNS, Part, SentenceFlow, place, quoted, strip_joints, term_before
from crparse.document.view import view_of
from crparse.lexicon import Cues
from crparse.record import Example
from crparse.stages.definitions.wordings import extent
from crparse.text import fold, squeeze

_ENUMERATION = re.compile(r"\s+/\s+|\s*;\s+")
MOST_PARAGRAPHS = 5
"""Paragraphs up to the next heading that "Exemples :" may announce where they are no list."""

_PHRASE_STOP = re.compile(r"\s:|\s[–—-]\s")
_STOP = re.compile(r"\s*;\s|\s+[–—-]\s")


@dataclass(frozen=True)
class Given:
    """A passage given as an example, and what of."""

    parts: tuple[Part, ...]
    rule: str
    of: str | None = None


@Language.factory(
    "crparse_examples",
    default_config={"without": []},
    assigns=assigned("examples"),
    requires=["token.pos", "token.morph"],
)
def make_examples(nlp: Language, name: str, without: list[str]) -> "Examples":
    """Examples by the cues of the lexicon; those of the rules `without` are left out."""
    return Examples(without)


class Examples:
    """Passages given as an example.

    "un circuit court (ex : la coopérative du Bourg)" -> "la coopérative du Bourg", of circuit court
    Misses an example that no word introduces.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        self.without = frozenset(without)

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "examples"."""
        require(doc, "crparse_examples", "token.pos", "token.morph")
        flow = view_of(doc).flow
        found = (given for given in find_examples(flow) if not is_of(given.rule, self.without))
        set_items(doc, "examples", [self.item(flow, each) for each in outermost(found)])
        return doc

    def item(self, flow: SentenceFlow, given: Given) -> Example:
        """The example as it goes into the record."""
        return Example(
            text=quoted(flow.text, given.parts),
            of=given.of,
            rule=given.rule,
            **place(given.parts),
        )


def outermost(found: Iterator[Given]) -> list[Given]:
    """Those that stand in no other, in the order of the text."""
    kept: list[Given] = []
    end = -1
    for given in sorted(found, key=lambda g: (g.parts[0][0], -g.parts[-1][1], g.rule)):
        if given.parts[0][0] >= end:
            kept.append(given)
            end = given.parts[-1][1]
    return kept


def _cue(name: str) -> Cues:
    return lexicon.cues("examples", name)


def find_examples(flow: SentenceFlow) -> Iterator[Given]:
    """Every example of the body, nested ones included."""
    for index, start, end in flow.body():
        for sentence in flow.sentences_in(start, end):
            yield from _labelled(flow, index, sentence)
            yield from _inline(flow, sentence)
            yield from _introduced(flow, sentence)


def _labelled(flow: SentenceFlow, index: int, sentence: Part) -> Iterator[Given]:
    """ "Exemple : …", "(ex : …)", "Autres exemples :" and a list."""
    start, end = sentence
    for match in _cue("label").finditer(fold(flow.text[start:end])):
        at = start + match.start("text")
        of = squeeze(flow.text[start + match.start("of") : start + match.end("of")]) if match["of"] else None
        bracketed = flow.brackets.closing(at, flow.block_end(at)) is not None
        of = of or (_illustrated(flow, start, start + match.start()) if bracketed else None)
        if not flow.text[at : flow.block_end(at)].strip():
            several = _cue("several").search(match.group())
            items = flow.list_parts(index) or flow.blocks_below(index, MOST_PARAGRAPHS if several else 1)
            yield from (Given(tuple(parts), "list:label", of) for parts in items)
        else:
            yield from _contents(flow, extent(flow, at, flow.sentence(at)[1]), of)


def _contents(flow: SentenceFlow, parts: list[Part], of: str | None) -> Iterator[Given]:
    """What stands after the label: several examples where slashes or semicolons part them."""
    if len(parts) != 1:
        yield from [Given(tuple(parts), "cue:label", of)] if parts else []
        return
    (start, end), at = parts[0], parts[0][0]
    for joint in [*_ENUMERATION.finditer(flow.text, start, end), None]:
        part = strip_joints(flow.text, at, joint.start() if joint else end)
        if part and any(c.isalnum() for c in flow.text[slice(*part)]):
            yield Given((part,), "cue:label", of)
        at = joint.end() if joint else end


def _inline(flow: SentenceFlow, sentence: Part) -> Iterator[Given]:
    """ "par exemple …", or "… par exemple" where nothing follows."""
    start, end = sentence
    for match in _cue("inline").finditer(fold(flow.text[start:end])):
        cue, at = start + match.start(), start + match.start("text")
        closing = flow.brackets.closing(at, flow.block_end(at))
        last = end if closing is None else min(closing, end)
        said_so = not flow.text[at:last].strip(" .") and _cue("likeness").search(fold(flow.text[start:cue]))
        if flow.text[at : at + 1] == ":" or said_so:
            continue
        if _cue("empty").match(fold(flow.text[at:last])) or _sentence_follows(flow.text, cue, at):
            part = _before_cue(flow, start, cue)
            yield from [Given((part,), "cue:before")] if part else []
            continue
        set_off = flow.text[start:cue].rstrip()[-1:] in ("(", ",", ":")
        of = _illustrated(flow, start, cue) if set_off else None
        parts = extent(flow, at, _content_end(flow, sentence, cue, at) if closing is None else end)
        yield from [Given(tuple(parts), "cue:inline", of)] if parts else []


def _sentence_follows(text: str, cue: int, at: int) -> bool:
    """ "… des plans par ex. Le reste suit.": the stop of the abbreviation ends the sentence as well."""
    return "." in text[cue:at] and text[at].isupper() and not text[:cue].rstrip().endswith((",", ":", "("))


def _content_end(flow: SentenceFlow, sentence: Part, cue: int, at: int) -> int:
    """The end of the sentence, or an earlier semicolon, dash, or comma that goes on without the example."""
    start, end = sentence
    stop = _STOP.search(flow.text, at, end)
    end = stop.start() if stop else end
    enumerated = _cue("enumeration").search(fold(flow.text[at:end])) if _after_comma(flow, cue) else None
    end = at + enumerated.start() if enumerated else end
    comma = flow.text.find(",", at, end)
    before = flow.doc.char_span(start, cue, alignment_mode="contract")
    opened = _cue("opening").match(fold(flow.text[start:cue]))
    if comma < 0 or before is None or not opened or any(map(_finite, before)):
        return end
    return comma


def _after_comma(flow: SentenceFlow, cue: int) -> bool:
    return flow.text[max(0, cue - 2) : cue].rstrip().endswith(",")


def _finite(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", [])


def _before_cue(flow: SentenceFlow, start: int, cue: int) -> Part | None:
    """What the cue follows: the last phrase of the bracket or of the sentence."""
    opening = flow.text.rfind("(", start, cue)
    bracketed = opening > flow.text.rfind(")", start, cue)
    inside = bracketed and bool(flow.text[opening + 1 : cue].strip())
    if inside:
        start = opening + 1
    elif bracketed:
        cue = opening
    folded = fold(flow.text[start:cue])
    prepositions = [] if inside else [m.end() for m in _cue("preposition").finditer(folded)]
    found = max([*prepositions[-1:], *_after_verbs(flow, start, cue)[-1:]], default=0)
    clause = 0 if inside or found else max(folded.rfind(", "), folded.rfind(": ")) + 1
    return strip_joints(flow.text, start + max(found, clause), cue)


def _after_verbs(flow: SentenceFlow, start: int, end: int) -> list[int]:
    """Offsets from `start` after each verb that is not in a subordinate clause."""
    span = flow.doc.char_span(start, end, alignment_mode="contract")
    ends = []
    for token in span or ():
        verb = _finite(token) or "Inf" in token.morph.get("VerbForm", [])
        clause = fold(flow.doc[max(0, token.i - 3) : token.i].text.rstrip("'’ "))
        if verb and not any(_cue("subordinate").search(word) for word in re.split(r"[\s'’]+", clause)):
            ends.append(token.idx + len(token) - start)
    return ends


def _illustrated(flow: SentenceFlow, start: int, end: int) -> str | None:
    term = term_before(flow.doc, start, end)
    span = flow.doc.char_span(*term) if term else None
    named = span is not None and any(token.pos_ in NOUNS for token in span)
    return squeeze(flow.text[slice(*term)]) if term and named else None


def _introduced(flow: SentenceFlow, sentence: Part) -> Iterator[Given]:
    """ "Exemple de Jeanne Ruelle.", "l'exemple porte sur…", "c'est le cas de…"."""
    start, end = sentence
    folded = fold(flow.text[start:end])
    for rule in ("of", "cited", "told", "likeness"):
        for match in _cue(rule).finditer(folded):
            if rule == "of" and not flow.text[start:end].lstrip('«"“ -')[:1].isupper():
                continue
            at = start + match.start("text")
            last = start + match.start("end") if rule == "cited" else _phrase_end(flow, at, end)
            part = strip_joints(flow.text, at, last)
            yield from [Given((part,), f"cue:{rule}")] if part else []


def _phrase_end(flow: SentenceFlow, start: int, end: int) -> int:
    """The end of what a cue introduces: its bracket, a colon, a dash, or the sentence."""
    closing, stop = flow.brackets.closing(start, end), _PHRASE_STOP.search(flow.text, start, end)
    return min(end, closing if closing is not None else end, stop.start() if stop else end)
