"""From characters to lines: accents, ligatures, doubled and spaced letters, wide gaps."""

import pytest
from pdf_files import LEFT, RIGHT, Sheet, wrap

from crparse.readers.pdf import read_pdf
from crparse.readers.printed.glyphs import Glyph, GlyphFace
from crparse.readers.printed.lines import compose, find_rows, join_accents
from crparse.source import Block

FACE = GlyphFace("Palatine", 10.0)


def read(sheet: Sheet) -> list[Block]:
    return list(read_pdf(sheet.done()).blocks)


def glyphs(*drawn: tuple[str, float, float]) -> list[Glyph]:
    """Characters 5 points wide at x, on the foot y."""
    return [Glyph(char, x, x + 5, y, FACE, i) for i, (char, x, y) in enumerate(drawn)]


def joined(drawn: list[Glyph]) -> str:
    return "".join(g.char for g in join_accents(drawn))


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (glyphs(("r", 0, 50), ("´", 5, 50), ("e", 5, 50), ("u", 10, 50)), "réu"),
        (glyphs(("r", 0, 50), ("e", 5, 50), ("´", 5, 50), ("u", 10, 50)), "réu"),
        (glyphs(("e", 0, 50), ("\u0301", 0, 50), ("t", 5, 50)), "ét"),
        (glyphs(("ı", 0, 50), ("ˆ", 0, 50), ("l", 5, 50)), "îl"),
        (glyphs(("c", 0, 50), ("¸", 0, 50), ("a", 5, 50)), "ça"),
        (glyphs(("E", 0, 50), ("c", 5, 50), ("h", 10, 50), ("´", 0, 47)), "Éch"),
        # an apostrophe beside its letter, a tilde on its own, an accent that French does not put on a letter
        (glyphs(("l", 0, 50), ("´", 5, 50), ("a", 10, 50)), "l´a"),
        (glyphs(("a", 0, 50), ("~", 5, 50), ("b", 10, 50)), "a~b"),
        (glyphs(("q", 0, 50), ("´", 0, 50)), "q´"),
    ],
)
def test_accents_drawn_apart(drawn: list[Glyph], expected: str) -> None:
    assert joined(drawn) == expected


def test_only_letters_that_exist_are_composed() -> None:
    assert [compose("e", "\u0301"), compose("ı", "\u0308"), compose("x", "\u0301")] == ["é", "ï", None]


def test_words_part_at_gaps_without_blanks() -> None:
    drawn = glyphs(("d", 0, 50), ("u", 5, 50), ("7", 12.5, 50), ("m", 18, 50), ("a", 23, 50), ("i", 28, 50))
    assert [s.text for row in find_rows(drawn) for s in row] == ["du 7mai"]


def test_text_drawn_twice_is_bold_and_read_once() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "DÉCISION DU COMITÉ")
    sheet.text(LEFT + 0.3, 100, "DÉCISION DU COMITÉ")
    sheet.text(LEFT, 130, "Le comité accepte.")
    assert [(b.text, b.share("bold")) for b in read(sheet)] == [
        ("DÉCISION DU COMITÉ", 1.0),
        ("Le comité accepte.", 0.0),
    ]


def test_double_letters_are_not_doubled_drawing() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "Elle accepte l'appel : 11 voix, ill. 000", size=6)
    assert [b.text for b in read(sheet)] == ["Elle accepte l'appel : 11 voix, ill. 000"]


def test_letters_set_apart_close_up() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "C O M P T E   R E N D U", size=16)
    text = sheet.canvas.beginText(LEFT, sheet.height - 140)
    text.setFont("Helvetica", 14)
    text.setCharSpace(6)
    text.textOut("PROCÈS VERBAL")
    text.setCharSpace(0)
    sheet.canvas.drawText(text)
    assert [b.text for b in read(sheet)] == ["COMPTE RENDU", "PROCÈS VERBAL"]


def test_single_letters_in_columns_stay_apart() -> None:
    sheet = Sheet()
    for i, words in enumerate(["A", "B", "C", "D"]):
        sheet.text(LEFT + 60 * i, 100, words)
    assert [b.text for b in read(sheet)] == ["A\tB\tC\tD"]


def test_blanks_drawn_out_to_justify_are_blanks() -> None:
    sheet = Sheet()
    sheet.justified(100, "La commission des finances examine le budget")
    sheet.justified(114, "et propose de reporter les travaux de voirie")
    sheet.text(LEFT, 128, "à la séance suivante.")
    assert [(b.text, b.align) for b in read(sheet)] == [
        (
            "La commission des finances examine le budget et propose de reporter les travaux de voirie "
            "à la séance suivante.",
            "justify",
        )
    ]


def test_wide_gap_in_a_line_is_a_tab() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, "Le président")
    sheet.text(380, 100, "La secrétaire de séance")
    sheet.lines(LEFT, 200, wrap("Fait à Vaubrune."))
    assert [b.text for b in read(sheet)] == ["Le président\tLa secrétaire de séance", "Fait à Vaubrune."]


def test_superscripts_stay_with_their_word() -> None:
    sheet = Sheet()
    x = sheet.text(LEFT, 100, "Le 1")
    x = sheet.text(x, 96, "er", size=7)
    x = sheet.text(x, 100, " mars, n")
    x = sheet.text(x, 96, "o", size=7)
    sheet.text(x, 100, " 12")
    assert [b.text for b in read(sheet)] == ["Le 1er mars, no 12"]


def test_bullets_drawn_as_dots() -> None:
    sheet = Sheet()
    for y, words in [(100, "Budget"), (114, "Travaux")]:
        sheet.canvas.circle(LEFT + 10, sheet.height - y + 4, 1.6, fill=1)
        sheet.text(LEFT + 20, y, words)
    assert [(b.text, b.kind.value, b.marker) for b in read(sheet)] == [
        ("Budget", "list_item", "•"),
        ("Travaux", "list_item", "•"),
    ]


def test_no_line_reaches_over_the_edge() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap("Le comité de bassin accepte la proposition du bureau. " * 4))
    (block,) = read(sheet)
    assert max(line.x1 for line in block.lines) <= RIGHT


def test_line_drawn_out_far_with_a_fixed_blank_is_no_row_of_columns() -> None:
    sheet = Sheet()
    x = LEFT
    for words in ["L'ensemble", "des", "informations\u00a0de", "ce\u00a0compte-rendu"]:
        x = sheet.text(x, 100, f"{words} ") + 24
    sheet.lines(
        LEFT, 114, wrap("est disponible sur les pages du groupe de travail et dans les archives du comité.")
    )
    assert read(sheet)[0].text.startswith("L'ensemble des informations de ce compte-rendu")


def test_pictographs_are_one_character() -> None:
    drawn = glyphs(("\U0001f3c3", 0, 50), ("A", 12, 50))
    assert [s.text for row in find_rows(drawn) for s in row] == ["\U0001f3c3 A"]


def test_soft_hyphens_inside_a_line_are_dropped() -> None:
    drawn = glyphs(
        ("b", 0, 50), ("u", 5, 50), ("d", 10, 50), ("\u00ad", 15, 50), ("g", 15, 50), ("e", 20, 50)
    )
    assert [s.text for row in find_rows(drawn) for s in row] == ["budge"]
