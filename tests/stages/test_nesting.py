"""Nesting: which headings are peers, which stand under which."""

from dataclasses import replace

from crparse.document.lines import lines_of
from crparse.document.numbering import parse_number, resolve_runs
from crparse.source import Block, Run, SourceDocument, from_text
from crparse.stages.outline.nesting import Heading, nest


def heading(text: str, level: int | None = None, **looks: bool | float | str) -> Block:
    return Block(text, heading_level=level, runs=(Run(0, len(text), **{"size": 11.0, **looks}),))  # type: ignore[arg-type]


def levels(*blocks: Block, apart: int = 2) -> list[int]:
    """The levels of headings that have `apart` - 1 lines of text between them."""
    lines = lines_of(SourceDocument("minutes", "docx", blocks))
    numbers = resolve_runs([parse_number(line.text) for line in lines])
    return nest(
        [
            Heading(line, number, index * apart, body_size=11.0)
            for index, (line, number) in enumerate(zip(lines, numbers, strict=True))
        ]
    )


def test_levels_of_the_format_begin_at_one() -> None:
    assert levels(heading("Budget", 2), heading("Recettes", 3), heading("Divers", 2)) == [1, 2, 1]


def test_decimal_numbers_nest_even_where_all_have_one_style() -> None:
    blocks = [
        heading(text, 2, bold=True) for text in ("1. Budget", "1.1 Recettes", "1.1.1 Dons", "2. Divers")
    ]
    assert levels(*blocks) == [1, 2, 3, 1]


def test_a_scheme_that_begins_inside_another_stands_under_it() -> None:
    texts = (
        "I. Budget",
        "A. Recettes",
        "1) Dons",
        "2) Legs",
        "B. Dépenses",
        "II. Voirie",
        "A. Rues",
        "B. Places",
    )
    assert levels(*(heading(text, bold=True) for text in texts)) == [1, 2, 3, 3, 2, 1, 2, 2]
    texts = ("1/ Budget", "2/ Questions diverses", "A/ Voirie", "B/ Ecole")
    assert levels(*(heading(text, bold=True) for text in texts)) == [1, 1, 2, 2]


def test_a_scheme_stands_under_another_even_if_its_first_heading_was_not_found() -> None:
    numbers = [parse_number(text) for text in ("1/ Budget", "2/ Questions diverses", "E/ Ecole", "F/ Voirie")]
    lines = lines_of(from_text("Budget\nQuestions diverses\nEcole\nVoirie"))
    headings = [Heading(line, number, i) for i, (line, number) in enumerate(zip(lines, numbers, strict=True))]
    assert nest(headings) == [1, 1, 2, 2]


def test_a_run_inside_another_stands_under_it_whatever_its_size() -> None:
    texts = ("1. Budget", "2. Motion", "I. Constats", "II. Demandes", "3. Voirie")
    assert levels(*(heading(text, size=14.0 if "I" in text else 11.0) for text in texts)) == [1, 1, 2, 2, 1]


def test_the_same_numbers_inside_and_outside() -> None:
    texts = ("1. Budget", "2. Voirie", "1. Rues", "2. Places", "3. Ponts", "3. Ecole")
    assert levels(
        *(heading(text, size=12.0 if i in (2, 3, 4) else 14.0) for i, text in enumerate(texts))
    ) == [
        1,
        1,
        2,
        2,
        2,
        1,
    ]


def test_recognised_headings_of_one_size_may_measure_a_sixth_apart() -> None:
    def recognised(text: str, size: float) -> Block:
        return replace(heading(text, size=size, underline=True), confidence=93.0)

    printed = [heading("Budget", size=13.5), heading("Ecole", size=11.5), heading("Voirie", size=13.5)]
    assert levels(*printed) == [1, 2, 1]
    assert levels(recognised("Budget", 13.5), recognised("Ecole", 11.5), recognised("Voirie", 13.5)) == [
        1,
        1,
        1,
    ]
    assert levels(recognised("Budget", 15.0), recognised("Ecole", 12.0), recognised("Voirie", 15.0)) == [
        1,
        2,
        1,
    ]


def test_numbers_outweigh_the_uneven_sizes_of_recognised_text() -> None:
    sizes = {"1. Budget": 12.0, "2. Voirie": 11.0, "3. Ecole": 12.5}
    assert levels(*(heading(text, size=size) for text, size in sizes.items())) == [1, 1, 1]


def test_larger_and_stronger_type_stands_above() -> None:
    assert levels(
        heading("Budget", size=16.0), heading("Recettes", size=13.0), heading("Voirie", size=16.0)
    ) == [1, 2, 1]
    assert levels(
        heading("Budget", bold=True), heading("Recettes", underline=True), heading("Voirie", bold=True)
    ) == [
        1,
        2,
        1,
    ]


def test_an_acronym_is_not_set_in_capitals() -> None:
    assert levels(heading("PLUI", bold=True), heading("Voirie", bold=True)) == [1, 1]
    assert levels(heading("AMÉNAGEMENT", bold=True), heading("Voirie", bold=True)) == [1, 2]


def test_attendance_and_agenda_hold_no_section() -> None:
    blocks = [heading("Présents", bold=True, underline=True), heading("Excusés", bold=True)]
    assert levels(
        *blocks, heading("Ordre du jour", bold=True, underline=True), heading("Budget", bold=True)
    ) == [
        1,
        1,
        1,
        1,
    ]


def test_numbered_points_stand_under_no_attendance_label() -> None:
    assert levels(heading("Excusés", size=14.0, bold=True), heading("1. Budget", bold=True), apart=1) == [
        1,
        1,
    ]


def test_an_agenda_right_over_its_points_holds_them() -> None:
    agenda, points = heading("Ordre du jour", size=14.0, bold=True), [heading("Budget", bold=True)]
    assert levels(agenda, *points, apart=1) == [1, 2]


def test_the_next_meeting_stands_under_no_point_but_any_other_business() -> None:
    last = heading("Prochaine réunion :")
    assert levels(heading("1. Budget", bold=True), heading("a) Dons", bold=True), last)[-1] == 1
    assert levels(heading("1. Budget", bold=True), heading("Questions diverses", bold=True), last) == [
        1,
        1,
        2,
    ]


def test_a_repeated_inner_heading_keeps_its_level() -> None:
    inner = heading("Débat", italic=True)
    topics = [heading(text, bold=True) for text in ("1. Budget", "2. Voirie")]
    assert levels(topics[0], inner, topics[1], inner) == [1, 2, 1, 2]


def test_an_unnumbered_heading_inside_a_run_stands_under_its_number() -> None:
    blocks = [heading(text, bold=True) for text in ("1. Budget", "Avis du comité", "2. Voirie", "Conclusion")]
    assert levels(*blocks) == [1, 2, 1, 1]


def test_indented_headings_stand_under_those_at_the_margin() -> None:
    texts = ("Voirie", "Rue des Tilleuls", "Place du Lavoir", "Ecole", "Cantine", "Garderie", "Budget")
    inner = (1, 2, 4, 5)
    blocks = [replace(heading(text), indent=36.0 * (place in inner)) for place, text in enumerate(texts)]
    assert levels(*blocks) == [1, 2, 2, 1, 2, 2, 1]
