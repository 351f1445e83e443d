"""Stretches of the text: where they end, and what they quote."""

import pytest
import spacy

from crparse.document.passages import Brackets, SentenceFlow, place, quoted, strip_joints, trim
from crparse.pipeline import make_doc
from crparse.source import Block, Kind, SourceDocument


def flow(*blocks: Block, headings: tuple[str, ...] = ()) -> SentenceFlow:
    nlp = spacy.blank("fr")
    nlp.add_pipe("crparse_sentences")
    source = SourceDocument("essai", "docx", blocks)
    stops = {source.block_index(source.text.index(heading)) for heading in headings}
    return SentenceFlow(nlp(make_doc(nlp, source)), stops)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" le four ", "le four"), ("   ", None), ("", None)],
)
def test_trim(text: str, expected: str | None) -> None:
    part = trim(text, 0, len(text))
    assert (text[slice(*part)] if part else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" : le four, ", "le four"), ("– le four à pain. –", "le four à pain."), (" : ", None)],
)
def test_strip_joints(text: str, expected: str | None) -> None:
    part = strip_joints(text, 0, len(text))
    assert (text[slice(*part)] if part else None) == expected


def test_closing_of_the_bracket_it_stands_in() -> None:
    text = "un four (ex : celui (banal) du bourg) sert"
    brackets = Brackets(text)
    assert brackets.closing(text.index("ex"), len(text)) == text.index(") sert")
    assert brackets.closing(0, len(text)) is None


def test_a_passage_in_several_parts() -> None:
    text = "le four\net   le lavoir"
    assert quoted(text, [(0, 7), (8, 22)]) == "le four et le lavoir"
    assert place([(0, 7), (8, 22)]) == {"start": 0, "end": 22, "parts": [(0, 7), (8, 22)]}
    assert place([(0, 7)]) == {"start": 0, "end": 7, "parts": []}


def test_a_sentence_goes_on_in_the_next_block() -> None:
    found = flow(Block("Il rouvre le four du"), Block("hameau en mai. Le lavoir attend."))
    assert quoted(found.text, found.rest(0)) == "Il rouvre le four du hameau en mai."


def test_nothing_goes_on_over_a_heading_or_a_new_line() -> None:
    over_heading = flow(Block("Il rouvre le four du"), Block("hameau du Bas"), headings=("hameau",))
    assert quoted(over_heading.text, over_heading.rest(0)) == "Il rouvre le four du"
    over_line = flow(Block("Il rouvre le four\nLe lavoir attend"))
    assert quoted(over_line.text, over_line.rest(0)) == "Il rouvre le four"


def test_a_sentence_takes_the_bracket_after_its_stop() -> None:
    found = flow(Block("Coop du Bourg. (Plombiers) basée ici. Fin."))
    assert quoted(found.text, [found.sentence(0)]) == "Coop du Bourg. (Plombiers) basée ici."


def test_sentences_before_and_after() -> None:
    found = flow(Block("Le four sert. Le lavoir attend."), Block("La halle aussi."))
    second = found.text.index("Le lavoir")
    assert quoted(found.text, found.before(second)) == "Le four sert."
    assert quoted(found.text, found.after(second + 1)) == "La halle aussi."
    assert found.before(0) == []


def test_blocks_below_a_label() -> None:
    item = Block("le four", Kind.LIST_ITEM, marker="•", list_level=0)
    found = flow(Block("Exemples :"), item, Block("le lavoir"), Block("Budget"), headings=("Budget",))
    below = [[quoted(found.text, parts) for parts in found.blocks_below(0, most)] for most in (2, 1)]
    assert below == [["le four", "le lavoir"], ["le four"]]
