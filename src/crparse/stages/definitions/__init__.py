"""Definitions: the passages that say what a term means."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import get_items, set_items
from crparse.document.passages import Part, SentenceFlow, place, quoted
from crparse.document.view import DocumentView, view_of
from crparse.language.acronyms import cost, is_acronym
from crparse.record import Attendee, Definition
from crparse.stages.definitions.glossaries import find_glossaries, find_labelled
from crparse.stages.definitions.wordings import Defined, find_appositions, find_defining_sentences
from crparse.text import fold, squeeze


@Language.factory("crparse_definitions", assigns=["doc.spans"])
def make_definitions(nlp: Language, name: str) -> "Definitions":
    """Definitions by label, place, wording and acronym."""
    return Definitions()


class Definitions:
    """Passages that say what a term means, once a term.

    "Le Bureau d'Aide aux Familles (BAF) est ouvert." -> BAF: "Bureau d'Aide aux Familles"
    Misses a term explained in passing, without cue or bracket.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Sets the group "definitions"."""
        view = view_of(doc)
        flow = view.flow
        people = {word for a in get_items(doc, "attendees", Attendee) for word in fold(a.name).split()}
        found = [
            *find_labelled(flow),
            *find_glossaries(flow),
            *find_defining_sentences(flow),
            *(d for d in find_appositions(flow) if fold(d.term) not in people),
            *acronyms(view),
        ]
        set_items(doc, "definitions", [self.item(flow, each) for each in distinct(found)])
        return doc

    def item(self, flow: SentenceFlow, found: Defined) -> Definition:
        """The definition as it goes into the record."""
        return Definition(
            term=found.term,
            text=quoted(flow.text, found.parts),
            rule=found.rule,
            **place(found.parts),
        )


def acronyms(view: DocumentView) -> Iterator[Defined]:
    """Acronyms with what they stand for; not the initials of a person."""
    flow = view.flow
    people = {fold(a.name) for a in get_items(flow.doc, "attendees", Attendee)}
    yield from _below_heading(flow)
    for index, start, end in flow.body():
        block = flow.text[start:end]
        for pair in view.pairs[index]:
            expansion = (start + pair.expansion[0], start + pair.expansion[1])
            named = squeeze(fold(block[slice(*pair.expansion)]))
            if named not in people and not _is_person(flow, expansion):
                yield Defined(block[slice(*pair.acronym)], (expansion,), pair.rule)


def _is_person(flow: SentenceFlow, part: Part) -> bool:
    """Whether a name of two or three words was read as acronym: "Paul Ruelle (PR)"."""
    span = flow.doc.char_span(*part, alignment_mode="expand")
    return span is not None and any(len(e) >= len(span) for e in flow.people_in(span))


def _below_heading(flow: SentenceFlow) -> Iterator[Defined]:
    """A heading that is an acronym, and a line that says what it stands for."""
    for index, start, end in flow.body():
        acronym = squeeze(flow.text[start:end])
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
