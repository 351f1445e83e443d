"""Runs of numbers: what "I." or "C." means, and which lines carry on one another."""

from crparse.document.lines import lines_of
from crparse.document.numbering import find_runs, numbers_of, parse_number, resolve_runs
from crparse.source import Block, Kind, SourceDocument, from_text


def kinds(*lines: str) -> list[tuple[str, int] | None]:
    return [
        (number.kind, number.value) if number else None
        for number in resolve_runs([parse_number(line) for line in lines])
    ]


def test_a_letter_is_read_as_its_run_asks() -> None:
    assert kinds(*(f"{letter}. Point" for letter in "ABCDEFGHI"))[-2:] == [("upper", 8), ("upper", 9)]
    assert kinds("I. Budget", "II. Voirie", "A. Ecole") == [("roman", 1), ("roman", 2), None]
    assert kinds("I. Budget", "II. Voirie", "III. Divers") == [("roman", 1), ("roman", 2), ("roman", 3)]
    assert kinds("B. Budget", "C. Voirie", "A. Ecole", "B. Divers") == [
        None,
        None,
        ("upper", 1),
        ("upper", 2),
    ]


def test_letters_with_accents_are_those_without() -> None:
    assert kinds("A. Budget", "B. Voirie", "Ç. Divers") == [("upper", 1), ("upper", 2), ("upper", 3)]
    assert kinds("İ - Ordre du jour", "É. Divers") == [None, None]


def test_names_and_counts_are_no_numbers() -> None:
    assert kinds("M. Terrier", "J. Petit", "27 Participants", "1. Budget") == [
        None,
        None,
        None,
        ("decimal", 1),
    ]


def test_letters_with_a_sign_may_begin_anywhere() -> None:
    assert kinds("d) Budget", "e) Voirie") == [("lower", 4), ("lower", 5)]
    assert kinds("IV. Budget", "V. Voirie", "VI. Divers") == [("roman", 4), ("roman", 5), ("roman", 6)]
    assert kinds("Y) Budget", "Z) Voirie", "AA) Divers") == [("upper", 25), ("upper", 26), ("upper", 27)]
    assert kinds("D. Terrier", "E. Petit") == [None, None]


def test_what_the_file_has_counted_is_a_number_in_any_case() -> None:
    def counted(text: str, marker: str) -> Block:
        return Block(f"{marker} {text}", Kind.LIST_ITEM, marker=marker, list_level=0)

    blocks = [counted("Budget", "II."), counted("Voirie", "V."), counted("Ecole", "IIbis.")]
    lines = lines_of(SourceDocument("minutes", "docx", (*blocks, Block("V. Petit est excusé"))))
    found = [number and (number.kind, number.text, number.parts) for number in numbers_of(lines)]
    assert found == [("roman", "II", (2,)), ("roman", "V", (5,)), ("counted", "IIbis", (0,)), None]


def test_bare_figures_count_in_a_run() -> None:
    assert kinds("1 Budget", "2 voirie", "14 votes pour") == [("decimal", 1), ("decimal", 2), None]
    assert kinds("0 Ouverture", "1 Budget") == [("decimal", 0), ("decimal", 1)]


def test_runs_are_kept_apart() -> None:
    lines = lines_of(
        from_text("1. Budget\na) Recettes\nb) Dépenses\n2. Voirie\na) Rues\nb) Places\n1. Ecole")
    )
    numbers = resolve_runs([parse_number(line.text) for line in lines])
    assert {line: run.lines for line, run in find_runs(lines, numbers).items()} == {
        0: [0, 3],
        1: [1, 2],
        2: [1, 2],
        3: [0, 3],
        4: [4, 5],
        5: [4, 5],
        6: [6],
    }


def test_references_carry_on_by_the_figures_that_are_no_year() -> None:
    assert kinds("2024-41 Tarifs", "2024-42 Voirie", "12/2024 Travaux") == [
        ("reference", 41),
        ("reference", 42),
        None,
    ]
    assert kinds("7/2024 : Tarifs", "8/2024 : Voirie") == [("reference", 7), ("reference", 8)]
    assert kinds("2023/2024 : Bilan", "2025-07-03 : Réunion") == [None, None]
