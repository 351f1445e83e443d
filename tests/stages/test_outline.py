"""The outline: which lines are headings, with which number, title and nesting."""

import pytest
import spacy
from spacy.language import Language

from crparse.record import Section
from crparse.source import Block, Kind, Run, SourceDocument
from crparse.stages.items import get_items
from crparse.stages.outline import make_outline


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("fr")


def outline(nlp: Language, *blocks: Block) -> list[Section]:
    source = SourceDocument("minutes", "docx", blocks)
    doc = nlp.make_doc(source.text)
    doc.user_data["crparse_source"] = source
    doc = make_outline(nlp, "crparse_outline", 0.4)(doc)
    return get_items(doc, "sections", Section)


def tree(sections: list[Section]) -> list[tuple[int, str | None, str]]:
    return [(s.level, s.number, s.title) for s in sections]


def bold(text: str, size: float = 11.0) -> Block:
    return Block(text, runs=(Run(0, len(text), bold=True, size=size),))


def plain(text: str) -> Block:
    return Block(text, runs=(Run(0, len(text), size=11.0),))


def item(text: str) -> Block:
    return Block(text, Kind.LIST_ITEM, runs=(Run(0, len(text), size=11.0),), marker="•", list_level=0)


LONG = "Le trésorier présente les comptes de l'année écoulée et répond aux questions des membres du bureau."


def test_bold_numbered_headings_are_the_outline_and_agenda_items_are_not(nlp: Language) -> None:
    found = outline(
        nlp,
        bold("Compte rendu de la réunion du 3 mai 2021", 16.0),
        plain("Présents : Odile Marchetti, Yvan Terrier"),
        bold("Ordre du jour"),
        item("Budget"),
        item("Travaux"),
        bold("1. Budget"),
        plain(LONG),
        bold("2. Travaux"),
        plain(LONG),
    )
    assert tree(found) == [(1, None, "Ordre du jour"), (1, "1", "Budget"), (1, "2", "Travaux")]
