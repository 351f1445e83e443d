"""Examples: the passages given as an example, without the words that introduce them."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from crparse import lexicon
from crparse.document.items import is_of, require, set_items, stage
from crparse.document.passages import (
    NOUNS,
    Part,
    SentenceFlow,
    after_verbs,
    is_finite,
    place,
    quoted,
    strip_joints,
    term_before,
)
from crparse.document.view import view_of
from crparse.lexicon import Cues
from crparse.record import Example
from crparse.stages.definitions.wordings import after_speaker, extent
from crparse.text import fold, squeeze

MOST_PARAGRAPHS = 5
"""Paragraphs up to the next heading that "Exemples :" may announce where they are no list."""

# Parts several examples: takes " / " and "; ", leaves the "/" of "km/h".
_ENUMERATION = re.compile(r"\s+/\s+|\s*;\s+")

# Ends what a cue introduces: takes " :" and " – ", leaves the "-" of "Saint-Jean".
_PHRASE_STOP = re.compile(r"\s:|\s[–—-]\s")

# Ends an example in its sentence: takes "; " and " – ", leaves ", ".
_STOP = re.compile(r"\s*;\s|\s+[–—-]\s")


# Parts an example from what the sentence says of it: takes ", ", leaves the comma of "1,80".
_COMMA = re.compile(r",(?=\s)")


@dataclass(frozen=True)
class Given:
    """A passage given as an example, and what of."""

    parts: tuple[Part, ...]
    rule: str
    of: str | None = None


@stage("crparse_examples", sets=("examples",), needs=("token.pos", "token.morph"))
def make_examples(nlp: Language, name: str, without: Sequence[str] = ()) -> "Examples":
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
        found = outermost(given for given in find_examples(flow) if not is_of(given.rule, self.without))
        items = [
            Example(text=quoted(flow.text, one.parts), of=one.of, rule=one.rule, **place(one.parts))
            for one in found
        ]
        set_items(doc, "examples", items)
        return doc


def outermost(found: Iterable[Given]) -> list[Given]:
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
            labelled = list(_labelled(flow, index, sentence[0], fold(flow.text[slice(*sentence)])))
            yield from labelled
            first, last = after_speaker(flow, *sentence)
            folded = fold(flow.text[first:last])
            yield from _inline(flow, first, folded)
            yield from _introduced(flow, first, folded, bool(labelled))


def _labelled(flow: SentenceFlow, index: int, start: int, folded: str) -> Iterator[Given]:
    """ "Exemple : …", "(ex : …)", "Autres exemples :" and a list."""
    for match in _cue("label").finditer(folded):
        at = start + match.start("text")
        of = squeeze(flow.text[start + match.start("of") : start + match.end("of")]) if match["of"] else None
        if flow.brackets.closing(at, flow.block_end(at)) is not None:
            of = of or _illustrated(flow, start, start + match.start())
        if not flow.text[at : flow.block_end(at)].strip():
            several = _cue("several").search(match.group())
            items = flow.list_parts(index) or flow.blocks_below(index, MOST_PARAGRAPHS if several else 1)
            items = [parts for parts in items if not _has_own(flow, parts)]
            yield from (Given(tuple(parts), "list:label", of) for parts in items)
        else:
            found = _contents(flow, extent(flow, at, flow.sentence(at)[1]))
            yield from (Given(parts, "cue:label", of) for parts in found)


def _has_own(flow: SentenceFlow, parts: Sequence[Part]) -> bool:
    """Whether an item of a list of examples has an example of its own: that one is meant."""
    return any(_cue("inline").find(fold(flow.text[start:end])) for start, end in parts)


def _contents(flow: SentenceFlow, parts: list[Part]) -> Iterator[tuple[Part, ...]]:
    """What stands after the label: several examples where slashes or semicolons part them."""
    if len(parts) != 1:
        yield from [tuple(parts)] if parts else []
        return
    at, end = parts[0]
    for joint in [*_ENUMERATION.finditer(flow.text, at, end), None]:
        part = strip_joints(flow.text, at, joint.start() if joint else end)
        if part and any(c.isalnum() for c in flow.text[slice(*part)]):
            yield (part,)
        at = joint.end() if joint else end


def _inline(flow: SentenceFlow, start: int, folded: str) -> Iterator[Given]:
    """ "par exemple …", or "… par exemple" where nothing follows."""
    end = start + len(folded)
    for match in _cue("inline").finditer(folded):
        cue, at = start + match.start(), start + match.start("text")
        closing = flow.brackets.closing(at, flow.block_end(at))
        last = end if closing is None else min(closing, end)
        said_so = not flow.text[at:last].strip(" .") and _cue("likeness").search(folded[: match.start()])
        if flow.text[at : at + 1] == ":" or said_so:
            continue
        if _is_behind(flow, start, (cue, at), last):
            part, of = _before_cue(flow, start, cue), None
            parts, rule = [part] if part else [], "cue:before"
        else:
            set_off = flow.text[start:cue].rstrip()[-1:] in ("(", ",", ":")
            of, rule = _illustrated(flow, start, cue) if set_off else None, "cue:inline"
            parts = extent(flow, at, _content_end(flow, (start, end), cue, at) if closing is None else end)
        if parts:
            yield Given(tuple(parts), rule, of)


def _is_behind(flow: SentenceFlow, start: int, said: Part, last: int) -> bool:
    """Whether the cue `said` stands behind its example: nothing follows, another sentence, "afin que…",
    or what the sentence says of it: "le judo par exemple, manque de place".
    """
    text, (cue, at) = flow.text, said
    folded = fold(text[at:last])
    if _cue("empty").match(folded) or _sentence_follows(text, cue, at):
        return True
    if text[:cue].rstrip()[-1:] in "(,:":
        return False
    return _cue("aside").match(folded) is not None or _goes_on_behind(flow, start, said, last)


def _goes_on_behind(flow: SentenceFlow, start: int, said: Part, last: int) -> bool:
    """Whether a noun set off from its sentence stands before the cue, and a comma or its verb behind.

    "Moi par exemple, je viens" is an example as a whole.
    """
    before = flow.doc.char_span(start, said[0], alignment_mode="contract")
    if not before or before[-1].pos_ not in NOUNS:
        return False
    set_off = "," in before.text or _cue("preposition").search(fold(before.text))
    comma = flow.text[slice(*said)].rstrip().endswith(",")
    return bool(set_off) and (comma or (not any(map(is_finite, before)) and _verb_at(flow, said[1], last)))


MOST_BEFORE_VERB = 3
"""Tokens from a comma to the verb that the sentence goes on with: "ne nous en…" (chosen, not measured)."""


def _verb_at(flow: SentenceFlow, start: int, end: int) -> bool:
    """Whether the stretch begins with a verb of the sentence: "manquent de place", "ne serait plus libre"."""
    span = flow.doc.char_span(start, end, alignment_mode="contract")
    for token in (span or ())[:MOST_BEFORE_VERB]:
        if is_finite(token):
            return True
        subordinate = _cue("subordinate").search(fold(token.text).rstrip("'"))
        if subordinate or token.pos_ not in ("ADV", "PRON", "PART"):
            return False
    return False


def _sentence_follows(text: str, cue: int, at: int) -> bool:
    """ "… des plans par ex. Le reste suit.": the stop of the abbreviation ends the sentence as well."""
    return "." in text[cue:at] and text[at].isupper() and not text[:cue].rstrip().endswith((",", ":", "("))


def _content_end(flow: SentenceFlow, sentence: Part, cue: int, at: int) -> int:
    """The end of the sentence, or an earlier semicolon, dash, or comma that goes on without the example."""
    start, end = sentence
    stop = _STOP.search(flow.text, at, end)
    end = stop.start() if stop else end
    after_comma = flow.text[max(0, cue - 2) : cue].rstrip().endswith(",")
    enumerated = _cue("enumeration").search(fold(flow.text[at:end])) if after_comma else None
    end = at + enumerated.start() if enumerated else end
    listed = _cue("listed").search(fold(flow.text[at:end]))
    end = at + listed.end() if listed else end
    before = flow.doc.char_span(start, cue, alignment_mode="contract")
    if before is None or any(map(is_finite, before)):
        return end
    commas = [at + match.start() for match in _COMMA.finditer(flow.text[at:end])]
    if _cue("opening").match(fold(flow.text[start:cue])):
        return commas[0] if commas else end
    return next((comma for comma in commas if after_comma and _verb_at(flow, comma + 1, end)), end)


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
    found = max([*prepositions[-1:], *after_verbs(flow.doc, start, cue)[-1:]], default=0)
    comma = folded.rfind(", ") + 2
    if not inside and comma > 1 and _cue("set_off").match(folded[comma:]):
        return strip_joints(flow.text, start + comma, cue)
    clause = 0 if inside or found else max(folded.rfind(", "), folded.rfind(": ")) + 1
    return strip_joints(flow.text, start + max(found, clause), cue)


def _illustrated(flow: SentenceFlow, start: int, end: int) -> str | None:
    term = term_before(flow.doc, start, end)
    span = flow.doc.char_span(*term) if term else None
    named = span is not None and any(token.pos_ in NOUNS for token in span)
    return squeeze(flow.text[slice(*term)]) if term and named else None


def _introduced(flow: SentenceFlow, start: int, folded: str, labelled: bool) -> Iterator[Given]:
    """ "Exemple de Jeanne Ruelle.", "l'exemple porte sur…", "c'est le cas de…"."""
    end = start + len(folded)
    for rule in ("of", "cited", "told", "likeness"):
        for match in _cue(rule).finditer(folded):
            if rule == "of" and (labelled or not flow.text[start:end].lstrip('«"“ -')[:1].isupper()):
                continue
            at = start + match.start("text")
            last = start + match.start("end") if rule == "cited" else _phrase_end(flow, at, end)
            if match.start() == 0 and _cue("opening").match(folded):
                comma = _COMMA.search(flow.text, at, last)
                last = comma.start() if comma else last
            if part := strip_joints(flow.text, at, last):
                yield Given((part,), f"cue:{rule}")


def _phrase_end(flow: SentenceFlow, start: int, end: int) -> int:
    """The end of what a cue introduces: its bracket, a colon, a dash, or the sentence."""
    closing, stop = flow.brackets.closing(start, end), _PHRASE_STOP.search(flow.text, start, end)
    return min(end, closing if closing is not None else end, stop.start() if stop else end)
