"""Examples: the passages given as an example, without the words that introduce them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.record import Example, Section
from crparse.stages.defining_sentences import extent
from crparse.stages.items import get_items, set_items
from crparse.stages.passages import Flow, Part, closing_of, place, quoted, strip_joints
from crparse.stages.terms import term_before
from crparse.text import fold, squeeze

_ENUMERATION = re.compile(r"\s+/\s+|\s*;\s+")
MOST_PARAGRAPHS = 5
"""Paragraphs up to the next heading that "Exemples :" may announce where they are no list."""

_STOP = re.compile(r"\s*;\s|\s+[–—]\s")


@dataclass(frozen=True)
class Given:
    """A passage given as an example, and what of."""

    parts: tuple[Part, ...]
    rule: str
    of: str | None = None


@Language.factory("crparse_examples", assigns=["doc.spans"])
def make_examples(nlp: Language, name: str) -> "Examples":
    """Examples by the cues of the lexicon."""
    return Examples()


class Examples:
    """Passages given as an example.

    "un circuit court (ex : la coopérative du Bourg)" -> "la coopérative du Bourg", of circuit court
    Misses an example that no word introduces.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "examples"."""
        flow = Flow(doc, [section.start for section in get_items(doc, "sections", Section)])
        set_items(doc, "examples", [self.item(flow, each) for each in outermost(find_examples(doc, flow))])
        return doc

    def item(self, flow: Flow, given: Given) -> Example:
        """The example as it goes into the record."""
        return Example(
            text=quoted(flow.text, given.parts), of=given.of, rule=given.rule, **place(given.parts)
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


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile(lexicon.load("examples")[name])


def find_examples(doc: Doc, flow: Flow) -> Iterator[Given]:
    """Every example of the body, nested ones included."""
    for index, start, end in flow.body():
        for sentence in flow.sentences_in(start, end):
            yield from _labelled(doc, flow, index, sentence)
            yield from _inline(doc, flow, sentence)
            yield from _introduced(flow, sentence)


def _labelled(doc: Doc, flow: Flow, index: int, sentence: Part) -> Iterator[Given]:
    """ "Exemple : …", "(ex : …)", "Autres exemples :" and a list."""
    start, end = sentence
    for match in _cue("label").finditer(fold(flow.text[start:end])):
        at = start + match.start("text")
        of = squeeze(flow.text[start + match.start("of") : start + match.end("of")]) if match["of"] else None
        bracketed = closing_of(flow.text, at, flow.block_end(at)) is not None
        of = of or (_illustrated(doc, start, start + match.start()) if bracketed else None)
        if not flow.text[at : flow.block_end(at)].strip():
            several = "exemples" in match.group()
            items = flow.list_parts(index) or flow.blocks_below(index, MOST_PARAGRAPHS if several else 1)
            yield from (Given(tuple(parts), "example_list", of) for parts in items)
        else:
            yield from _contents(flow, extent(flow, at, flow.sentence(at)[1]), of)


def _contents(flow: Flow, parts: list[Part], of: str | None) -> Iterator[Given]:
    """What stands after the label: several examples where slashes or semicolons part them."""
    if len(parts) != 1:
        yield from [Given(tuple(parts), "example_label", of)] if parts else []
        return
    (start, end), at = parts[0], parts[0][0]
    for joint in [*_ENUMERATION.finditer(flow.text, start, end), None]:
        part = strip_joints(flow.text, at, joint.start() if joint else end)
        if part and any(c.isalnum() for c in flow.text[slice(*part)]):
            yield Given((part,), "example_label", of)
        at = joint.end() if joint else end


def _inline(doc: Doc, flow: Flow, sentence: Part) -> Iterator[Given]:
    """ "par exemple …", or "… par exemple" where nothing follows."""
    start, end = sentence
    for match in _cue("inline").finditer(fold(flow.text[start:end])):
        at = start + match.start("text")
        closing = closing_of(flow.text, at, flow.block_end(at))
        following = flow.text[at : end if closing is None else min(closing, end)]
        if flow.text[at : at + 1] == ":":
            continue
        if _cue("empty").match(fold(following)):
            part = _before_cue(flow, start, start + match.start(), closing is not None)
            yield from [Given((part,), "example_before")] if part else []
            continue
        stop = _STOP.search(flow.text, at, end)
        parts = extent(flow, at, stop.start() if stop and closing is None else end)
        set_off = flow.text[start : start + match.start()].rstrip()[-1:] in ("(", ",", ":")
        of = _illustrated(doc, start, start + match.start()) if set_off else None
        yield from [Given(tuple(parts), "example_inline", of)] if parts else []


def _before_cue(flow: Flow, start: int, cue: int, bracketed: bool) -> Part | None:
    """What the cue follows: the bracket up to it, or the last phrase of the sentence."""
    opening = flow.text.rfind("(", start, cue)
    if bracketed and flow.text[opening + 1 : cue].strip():
        return strip_joints(flow.text, opening + 1, cue)
    if bracketed:
        cue = opening
    folded = fold(flow.text[start:cue])
    prepositions = list(_cue("preposition").finditer(folded))
    clause = max(folded.rfind(", "), folded.rfind(": "))
    at = prepositions[-1].end() if prepositions else clause + 1
    return strip_joints(flow.text, start + at, cue)


def _illustrated(doc: Doc, start: int, end: int) -> str | None:
    term = term_before(doc, start, end)
    return squeeze(doc.text[slice(*term)]) if term else None


def _introduced(flow: Flow, sentence: Part) -> Iterator[Given]:
    """ "Exemple de Robert Owen.", "l'exemple porte sur…", "c'est le cas de…"."""
    start, end = sentence
    folded = fold(flow.text[start:end])
    for rule in ("of", "cited", "told", "likeness"):
        for match in _cue(rule).finditer(folded):
            if rule == "of" and not flow.text[start:end].lstrip('«"“ -')[:1].isupper():
                continue
            at = start + match.start("text")
            last = start + match.start("end") if rule == "cited" else _phrase_end(flow.text, at, end)
            part = strip_joints(flow.text, at, last)
            yield from [Given((part,), f"example_{rule}")] if part else []


def _phrase_end(text: str, start: int, end: int) -> int:
    """The end of what a cue introduces: its bracket, a colon, or the sentence."""
    closing, colon = closing_of(text, start, end), text.find(" :", start, end)
    return min(end, closing if closing is not None else end, colon if colon > 0 else end)
