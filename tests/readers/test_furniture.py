"""Running headers, footers and page numbers, and the lines of the text that only look like them."""

import pytest
from pdf_files import LEFT, Sheet, wrap

from crparse.readers.blocks.layout import is_page_number
from crparse.readers.pdf import read_pdf
from crparse.source import Kind

TOPICS = ["la voirie", "le budget", "les écoles", "le marché", "la halle"]


def body(page: int) -> list[str]:
    words = f"Le comité examine {TOPICS[page]} et entend le rapport de la commission, puis il délibère. "
    return wrap(words * (2 + page % 2))


def read(sheet: Sheet) -> list[tuple[str, str]]:
    """Kind and beginning of each block, then of the furniture."""
    source = read_pdf(sheet.done())
    return [(b.kind.value, b.text[:40]) for b in (*source.blocks, *source.furniture)]


def test_running_lines_are_kept_once_apart_and_numbers_dropped() -> None:
    sheet = Sheet()
    for page in range(4):
        sheet.text(LEFT, 40, "Syndicat de la Brune - Comité du 3 mars", 9)
        sheet.lines(LEFT, 90, body(page))
        sheet.text(LEFT, 800, f"Compte rendu - page {page + 1}/4", 9)
        sheet.text(290, 815, f"- {page + 1} -", 9)
        sheet.next_page()
    assert read(sheet) == [
        ("paragraph", "Le comité examine la voirie et entend le"),
        ("paragraph", "Le comité examine le budget et entend le"),
        ("paragraph", "Le comité examine les écoles et entend l"),
        ("paragraph", "Le comité examine le marché et entend le"),
        ("header", "Syndicat de la Brune - Comité du 3 mars"),
        ("footer", "Compte rendu - page 1/4"),
    ]


def test_first_page_without_header_and_title_like_it() -> None:
    sheet = Sheet()
    sheet.centered(120, "Syndicat de la Brune", 16)
    sheet.lines(LEFT, 160, body(0))
    for page in (1, 2, 3):
        sheet.next_page()
        sheet.text(LEFT, 40, "Syndicat de la Brune", 9)
        sheet.lines(LEFT, 90, body(page))
    found = read(sheet)
    assert found[0] == ("paragraph", "Syndicat de la Brune")
    assert [kind for kind, _ in found].count("header") == 1


def test_left_and_right_pages_have_their_own_header() -> None:
    sheet = Sheet()
    for page in range(5):
        sheet.text(LEFT, 40, "Procès-verbal" if page % 2 else "Conseil de quartier des Ormes", 9)
        sheet.lines(LEFT, 90, body(page))
        sheet.next_page()
    headers = [text for kind, text in read(sheet) if kind == "header"]
    assert headers == ["Conseil de quartier des Ormes", "Procès-verbal"]


def test_two_pages() -> None:
    sheet = Sheet()
    for page in (0, 1):
        sheet.text(LEFT, 40, "CSE de Tarmelune", 9)
        sheet.lines(LEFT, 90, body(page))
        sheet.text(450, 810, f"Page {page + 1} sur 2", 9)
        sheet.next_page()
    assert [kind for kind, _ in read(sheet)] == ["paragraph", "paragraph", "header"]


def test_the_repeated_head_of_a_table_is_its_own_and_stands_once() -> None:
    sheet = Sheet()
    for page in range(3):
        sheet.grid([LEFT, 300, 523], [40, 60, 400])
        sheet.text(LEFT + 5, 54, "Sujet")
        sheet.text(305, 54, "Suite donnée")
        sheet.text(LEFT + 5, 80, f"Point sur {TOPICS[page]}")
        sheet.text(305, 80, "Reporté")
        sheet.text(305, 380, f"avec {TOPICS[page]}")
        sheet.next_page()
    assert [text for _, text in read(sheet)] == [
        "Sujet",
        "Suite donnée",
        *(text for topic in TOPICS[:3] for text in (f"Point sur {topic}", "Reporté", f"avec {topic}")),
    ]


def test_a_running_head_set_as_a_table_leaves_the_other_lines_of_its_page_text() -> None:
    sheet = Sheet()
    for page in range(3):
        sheet.grid([LEFT, 300, 523], [40, 60])
        sheet.text(LEFT + 5, 54, "Comité de la Brune")
        sheet.text(305, 54, "Compte rendu")
        sheet.lines(LEFT, 90, body(page))
        sheet.next_page()
    kinds = [kind for kind, _ in read(sheet)]
    assert kinds == ["paragraph", "paragraph", "paragraph", "header", "header"]


@pytest.mark.parametrize("number", ["1/1", "Page 1 sur 1", "1", "- 1 -"])
def test_page_number_of_a_single_page(number: str) -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 90, body(0))
    sheet.text(500, 812, number, 9)
    assert [kind for kind, _ in read(sheet)] == ["paragraph"]


def test_votes_at_the_top_of_two_pages_are_text() -> None:
    sheet = Sheet()
    for page, votes in enumerate([12, 14]):
        sheet.text(LEFT, 80, f"Vote : {votes} pour")
        sheet.lines(LEFT, 110, body(page))
        sheet.next_page()
    assert [text for _, text in read(sheet)][::2] == ["Vote : 12 pour", "Vote : 14 pour"]


def test_numbers_that_do_not_follow_the_pages_are_text() -> None:
    sheet = Sheet()
    for page, figure in enumerate([310, 48, 915, 77]):
        sheet.text(LEFT, 50, f"Subvention proposée : {figure} euros")
        sheet.lines(LEFT, 110, body(page))
        sheet.next_page()
    assert [kind for kind, text in read(sheet) if text.startswith("Subvention")] == ["paragraph"] * 4


def test_lines_in_the_middle_of_pages_are_text() -> None:
    sheet = Sheet()
    for page in range(4):
        sheet.lines(LEFT, 90, body(page))
        sheet.text(LEFT, 400, "Adopté à l'unanimité.")
        sheet.next_page()
    assert [text for _, text in read(sheet)].count("Adopté à l'unanimité.") == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", True),
        ("- 3 -", True),
        ("Page 3", True),
        ("p. 3", True),
        ("3/12", True),
        ("3 sur 12", True),
        ("Page 3 de 12", True),
        ("3 mars", False),
        ("Article 3", False),
        ("12 voix", False),
        ("2024/2025 budget", False),
    ],
)
def test_page_numbers(text: str, expected: bool) -> None:
    assert is_page_number(text) is expected


def test_address_lines_of_a_letterhead_are_a_footer() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 90, body(1))
    sheet.text(LEFT, 800, "Syndicat de la Brune - 4 quai des Tanneurs - 99300 Orvanche", 7)
    sheet.text(LEFT, 810, "Tél. 09 99 99 99 99 - accueil@brune.example", 7)
    source = read_pdf(sheet.done())
    assert [b.kind for b in source.blocks] == [Kind.PARAGRAPH]
    assert [b.kind for b in source.furniture] == [Kind.FOOTER, Kind.FOOTER]


def test_footnotes_stand_after_the_text_that_goes_on_over_the_page() -> None:
    words = (
        "Le schéma est soumis à la CDPENAF avant le vote du conseil de la communauté et des communes "
        "qui en sont membres depuis la fusion des deux syndicats de rivière."
    )
    first, second = wrap(words)
    sheet = Sheet()
    x = sheet.text(LEFT, 740, first.split(" avant")[0])
    sheet.text(x, 736, "1", 6)
    sheet.text(x + 4, 740, f" avant{first.split(' avant')[1]}")
    sheet.text(LEFT, 780, "1", 5)
    sheet.text(LEFT + 5, 783, "Commission de préservation des espaces naturels", 8.5)
    sheet.next_page()
    sheet.text(LEFT, 90, second)
    blocks = read_pdf(sheet.done()).blocks
    assert [(b.kind.value, b.marker, b.text) for b in blocks] == [
        ("paragraph", None, words.replace("CDPENAF", "CDPENAF1")),
        ("footnote", "1", "1 Commission de préservation des espaces naturels"),
    ]
    assert [line.page for line in blocks[0].lines] == [1, 2]
