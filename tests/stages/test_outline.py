"""The outline: which lines are headings, with which number, title and nesting."""

from collections.abc import Mapping, Sequence
from typing import cast

import pytest
import spacy
from outline_renderings import LONG, MINUTES, TYPISTS, plain, render
from spacy.language import Language
from spacy.tokens import Doc

from crparse.document.items import attach_source, get_items
from crparse.models import BoostedTrees
from crparse.record import Section
from crparse.source import Block, Cell, Kind, Run, SourceDocument
from crparse.stages.meeting import make_meeting
from crparse.stages.outline import Outline, make_outline


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("fr")


def parse(blank: Language, source: SourceDocument) -> Doc:
    doc = blank.make_doc(source.text)
    attach_source(doc, source)
    doc = make_meeting(blank, "crparse_meeting", 25)(doc)
    return make_outline(blank, "crparse_outline")(doc)


def sections(blank: Language, *blocks: Block) -> list[Section]:
    """The sections found in `blocks` under a title of the document."""
    title = "Compte rendu de la réunion du 3 mai 2021"
    first = Block(title, runs=(Run(0, len(title), bold=True, size=16.0),), align="center")
    return get_items(parse(blank, SourceDocument("minutes", "docx", (first, *blocks))), "sections", Section)


def tree(found: list[Section]) -> list[tuple[int, str | None, str]]:
    return [(section.level, section.number, section.title) for section in found]


def bold(text: str, size: float = 11.0) -> Block:
    return Block(text, runs=(Run(0, len(text), bold=True, size=size),))


def text(words: str) -> Block:
    return Block(words, runs=(Run(0, len(words), size=11.0),))


def item(words: str) -> Block:
    return Block(words, Kind.LIST_ITEM, runs=(Run(0, len(words), size=11.0),), marker="•", list_level=0)


@pytest.mark.parametrize("typist", TYPISTS)
@pytest.mark.parametrize("name", MINUTES)
def test_the_outline_does_not_depend_on_who_typed_it(blank: Language, name: str, typist: str) -> None:
    minutes = MINUTES[name]
    found = get_items(parse(blank, render(minutes, TYPISTS[typist])), "sections", Section)
    assert [(level, number, title.casefold()) for level, number, title in tree(found)] == [
        (
            level,
            number and (number.upper() if typist == "capitals" and level == 1 else number),
            title.casefold(),
        )
        for level, number, title in minutes.outline
    ]


# In plain text nothing sets the unnumbered inner headings of the staff committee apart.
@pytest.mark.parametrize("name", [name for name in MINUTES if name != "CSE"])
def test_numbers_and_wording_alone_give_an_outline(blank: Language, name: str) -> None:
    found = get_items(parse(blank, plain(MINUTES[name])), "sections", Section)
    assert tree(found) == MINUTES[name].outline


def test_a_plain_text_doc_needs_no_source(blank: Language) -> None:
    doc = blank(
        "Présents :\nOdile Marchetti, Yvan Terrier\n1. Budget\n" + LONG[0] + "\n2. Travaux\n" + LONG[1]
    )
    found = get_items(make_outline(blank, "crparse_outline")(doc), "sections", Section)
    assert tree(found) == [(1, None, "Présents"), (1, "1", "Budget"), (1, "2", "Travaux")]


def test_sections_quote_the_text_and_know_their_body(blank: Language) -> None:
    blocks = (bold("1. Budget :"), text(LONG[0]), bold("1.1. Recettes"), text(LONG[1]), bold("2. Travaux"))
    source = SourceDocument("minutes", "docx", (*blocks, text(LONG[2]), Block("Page 1", Kind.FOOTER)))
    found = get_items(parse(blank, source), "sections", Section)
    assert [(source.text[s.start : s.end], s.parent, source.text[s.end : s.body_end]) for s in found] == [
        ("Budget", None, f" :\n{LONG[0]}\n1.1. Recettes\n{LONG[1]}\n"),
        ("Recettes", "s1", f"\n{LONG[1]}\n"),
        ("Travaux", None, f"\n{LONG[2]}"),
    ]


def test_a_heading_of_two_lines_is_one(blank: Language) -> None:
    found = sections(
        blank,
        text(LONG[1]),
        bold("1. Intervention de Solène Aury, chargée de"),
        bold("mission à l'agence de l'eau"),
        text(LONG[0]),
        bold("2. Divers"),
        text(LONG[2]),
    )
    assert tree(found) == [
        (1, "1", "Intervention de Solène Aury, chargée de mission à l'agence de l'eau"),
        (1, "2", "Divers"),
    ]


def test_a_heading_and_its_text_typed_with_a_line_break(blank: Language) -> None:
    typed = "Travaux de la salle\n" + LONG[0]
    block = Block(typed, runs=(Run(0, 19, bold=True, size=11.0), Run(19, len(typed), size=11.0)))
    found = sections(blank, bold("Budget"), text(LONG[1]), block, bold("Divers"), text(LONG[2]))
    assert tree(found) == [(1, None, "Budget"), (1, None, "Travaux de la salle"), (1, None, "Divers")]


@pytest.mark.parametrize(
    "words",
    [
        "Présents : Odile Marchetti, Yvan Terrier",  # run-in: the value follows on the line
        "Prochaine réunion : le 5 mai 2021 à 20 h",
        "Adopté à l'unanimité",
        "Pour : 12 - Contre : 0 - Abstention : 1",
        "3 mai 2021",
        "La séance est levée à 22 h.",
        "https://exemple.fr/compte-rendu",
        "Autres exemples :",
        "La présidente,",
    ],
)
def test_lines_that_are_no_headings_even_in_bold(blank: Language, words: str) -> None:
    found = sections(
        blank, bold("1. Budget"), text(LONG[0]), bold(words), text(LONG[1]), bold("2. Divers"), text(LONG[2])
    )
    assert tree(found) == [(1, "1", "Budget"), (1, "2", "Divers")]


def test_the_title_of_the_document_is_no_section(blank: Language) -> None:
    title = Block("Compte rendu de la réunion du 3 mai 2021", heading_level=1)
    headings = [Block(words, heading_level=2) for words in ("Budget", "Travaux")]
    blocks = (title, text(LONG[3]), headings[0], text(LONG[0]), headings[1], text(LONG[1]))
    found = get_items(parse(blank, SourceDocument("minutes", "docx", blocks)), "sections", Section)
    assert tree(found) == [(1, None, "Budget"), (1, None, "Travaux")]


class Sure:
    """Weights that give each candidate the probability noted for its place among them."""

    def __init__(self, *likely: float) -> None:
        self.likely = likely

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> Sequence[float]:
        return self.likely


@pytest.mark.parametrize(
    ("third", "expected"),
    [
        (0.2, ["Bilan", "Budget", "Voirie"]),
        (0.05, ["Bilan", "Budget"]),  # too unlikely even there
    ],
)
def test_a_numbered_run_of_headings_is_whole(blank: Language, third: float, expected: list[str]) -> None:
    words = ["1. Bilan", "2. Budget", "3. Voirie", "Halle", "a) Four"]
    source = SourceDocument("minutes", "docx", tuple(bold(one) for one in words))
    doc = attach_source(blank.make_doc(source.text), source)
    outline = Outline(cast(BoostedTrees, Sure(0.9, 0.8, third, 0.2, 0.2)))
    found = get_items(outline(doc), "sections", Section)
    assert [section.title for section in found] == expected
    assert [section.rule for section in found[2:]] == ["run:numbered"] * len(found[2:])


def test_the_head_of_a_table_is_no_section(blank: Language) -> None:
    rows = [("Nom", "Organisme"), ("Odile Marchetti", "Ville de Nerval"), ("Yvan Terrier", "Région")]
    cells = [
        Block(
            words,
            runs=(Run(0, len(words), bold=row == 0, size=11.0),),
            cell=Cell(0, row, column, rows=3, columns=2, header=row == 0),
        )
        for row, pair in enumerate(rows)
        for column, words in enumerate(pair)
    ]
    found = sections(blank, bold("Participants"), *cells, bold("Budget"), text(LONG[0]))
    assert tree(found) == [(1, None, "Participants"), (1, None, "Budget")]


def test_an_empty_text_has_no_sections(blank: Language) -> None:
    assert sections(blank) == []
    doc = make_outline(blank, "crparse_outline")(blank(""))
    assert get_items(doc, "sections", Section) == []
