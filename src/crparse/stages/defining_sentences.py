"""Sentences that say what a term means: "le glanage, c'est-à-dire…", "on entend par quorum…"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crparse import lexicon
from crparse.stages.passages import Flow, Part, closing_of, quoted, strip_joints
from crparse.stages.terms import bare, term_after, term_before
from crparse.text import fold


@dataclass(frozen=True)
class Defined:
    """A term and the passage that defines it."""

    term: str
    parts: tuple[Part, ...]
    rule: str


def find_defining_sentences(flow: Flow) -> Iterator[Defined]:
    """Every wording of the lexicon met in a sentence of the body."""
    for _, start, end in flow.body():
        for sentence in flow.sentences_in(start, end):
            yield from _in_sentence(flow, *sentence)


@cache
def _example() -> re.Pattern[str]:
    return re.compile(lexicon.load("definitions")["labels"]["example"])


def _in_sentence(flow: Flow, start: int, end: int) -> Iterator[Defined]:
    folded = fold(flow.text[start:end])
    for rule, pattern in _wordings():
        matches = list(pattern.finditer(folded))
        ends = [start + later.start() for later in matches[1:]] + [end]
        for match, last in zip(matches, ends, strict=bool(matches)):
            term = _term(flow, match, start, last)
            parts = term and _passage(flow, match, term, (start, last))
            if term and parts:
                yield Defined(bare(quoted(flow.text, [term])), tuple(parts), rule)


@cache
def _wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table: dict[str, str] = lexicon.load("definitions")["sentences"]
    return tuple((rule, re.compile(pattern)) for rule, pattern in table.items())


def _term(flow: Flow, match: re.Match[str], start: int, end: int) -> Part | None:
    groups = match.re.groupindex
    if "term" in groups:
        return strip_joints(flow.text, start + match.start("term"), start + match.end("term"))
    if "before" in groups:
        return term_before(flow.doc, start, start + match.start("before"))
    return term_after(flow.doc, start + match.start("after"), end)


def _passage(flow: Flow, match: re.Match[str], term: Part, sentence: Part) -> list[Part]:
    start, end = sentence
    groups = match.re.groupindex
    if "noun" in groups:
        noun = term_before(flow.doc, start, start + match.start("noun"))
        return [noun] if noun else []
    if "phrase" in groups:
        noun = term_before(flow.doc, start, start + match.start("phrase"))
        several = noun and len(flow.text[slice(*noun)].split()) > 1
        return [(noun[0], term[1])] if noun and several else []
    if "so_far" in groups:
        so_far = strip_joints(flow.text, start, start + match.start("so_far"))
        return [so_far] if so_far else flow.before(start)
    if "next" in groups:
        return flow.after(start + match.start("next"))
    return extent(flow, start + match.start("text") if "text" in groups else term[1], end)


def extent(flow: Flow, start: int, end: int) -> list[Part]:
    """From `start` to the end of the sentence or of the bracket it stands in, with the list that follows."""
    closing = closing_of(flow.text, start, flow.block_end(start))
    if closing is not None and closing <= end:
        inside = strip_joints(flow.text, start, closing)
        return [inside] if inside else []
    aside = _example().search(fold(flow.text[start:end]))
    end = start + aside.start() if aside else end
    opened = strip_joints(flow.text, start, end)
    parts = flow.until(opened[0], end) if opened else []
    last = parts[-1][1] if parts else end
    if flow.text[last - 1] == ":":
        index = flow.source.block_index(last - 1)
        parts += [part for item in flow.list_parts(index) for part in item]
    return parts
