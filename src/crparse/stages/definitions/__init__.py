"""Definitions: the passages that say what a term means."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import definition_rule, get_items, is_of, require, set_items, stage
from crparse.document.passages import Part, SentenceFlow, place, quoted
from crparse.document.view import DocumentView, view_of
from crparse.language.acronyms import cost, is_acronym
from crparse.record import Attendee, Definition
from crparse.stages.definitions.glossaries import find_glossaries, find_labelled
from crparse.stages.definitions.wordings import Defined, find_appositions, find_defining_sentences
from crparse.text import fold, squeeze


@stage("crparse_definitions", sets=("definitions",), needs=("token.pos", "doc.ents"))
def make_definitions(nlp: Language, name: str, without: Sequence[str] = ()) -> "Definitions":
    """Definitions by label, place, wording and acronym; those of the rules `without` are left out."""
    return Definitions(without)


class Definitions:
    """Passages that say what a term means, once a term.

    "Le Bureau d'Aide aux Familles (BAF) est ouvert." -> BAF: "Bureau d'Aide aux Familles"
    Misses a term explained in passing, without cue or bracket.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        self.without = frozenset(without)

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "definitions"."""
        require(doc, "crparse_definitions", "token.pos", "doc.ents")
        view = view_of(doc)
        items = []
        for found in distinct(self.candidates(view)):
            text, rule = quoted(view.flow.text, found.parts), definition_rule(found.rule)
            items.append(Definition(term=found.term, text=text, rule=rule, **place(found.parts)))
        set_items(doc, "definitions", items)
        return doc

    def candidates(self, view: DocumentView) -> list[Defined]:
        """Every passage that defines something, also what defines a term again."""
        flow = view.flow
        people = {word for name in _people(flow) for word in name.split()}
        found = [
            *find_labelled(flow),
            *find_glossaries(flow),
            *find_defining_sentences(flow),
            *(d for d in find_appositions(flow) if fold(d.term) not in people),
            *acronyms(view),
        ]
        return [each for each in found if not is_of(definition_rule(each.rule), self.without)]


def acronyms(view: DocumentView) -> Iterator[Defined]:
    """Acronyms with what they stand for; not the initials of a person."""
    flow = view.flow
    people = _people(flow)
    for index, start, end in flow.body():
        block = flow.text[start:end]
        yield from _below_heading(flow, index, squeeze(block))
        for pair in view.pairs[index]:
            expansion = (start + pair.expansion[0], start + pair.expansion[1])
            named = squeeze(fold(block[slice(*pair.expansion)]))
            if named not in people and not _is_person(flow, expansion):
                yield Defined(block[slice(*pair.acronym)], (expansion,), pair.rule)


def _people(flow: SentenceFlow) -> set[str]:
    return {fold(attendee.name) for attendee in get_items(flow.doc, "attendees", Attendee)}


def _is_person(flow: SentenceFlow, part: Part) -> bool:
    """Whether a name of two or three words was read as acronym: "Paul Ruelle (PR)"."""
    span = flow.doc.char_span(*part, alignment_mode="expand")
    return span is not None and any(len(e) >= len(span) for e in flow.people_in(span))


def _below_heading(flow: SentenceFlow, index: int, acronym: str) -> Iterator[Defined]:
    """A heading that is an acronym, and a line that says what it stands for."""
    below = flow.blocks_below(index, 1) if is_acronym(acronym) and " " not in acronym else []
    if below and cost(acronym, quoted(flow.text, below[0])) == 0:
        yield Defined(acronym, tuple(below[0]), "acronym_heading")


def distinct(found: Iterable[Defined]) -> list[Defined]:
    """The first definition of each term, in the order of the text; no passage twice."""
    terms: set[str] = set()
    passages: set[tuple[Part, ...]] = set()
    kept = []
    for each in sorted(found, key=lambda d: (d.parts[0][0], -d.parts[-1][1], d.rule)):
        term = squeeze(fold(each.term))
        if term not in terms and each.parts not in passages:
            kept.append(each)
        terms.add(term)
        passages.add(each.parts)
    return kept
