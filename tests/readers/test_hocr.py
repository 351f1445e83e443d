"""Words from Tesseract's HTML: boxes, lines, type sizes, confidences; what is broken or noise."""

from dataclasses import replace

import pytest

from crparse.readers.scan import at_usual_size, without_noise
from crparse.readers.scan.tesseract import Word, mean_confidence, read_hocr


def hocr(*lines: tuple[str, list[tuple[str, int, int, int, int, int]]]) -> str:
    """A page: each line with its title and its words (text, box, confidence)."""
    inside = "".join(
        f'<span class="ocr_line" title="{title}">'
        + "".join(
            f'<span class="ocrx_word" title="bbox {x0} {y0} {x1} {y1}; x_wconf {sure}">{text}</span> '
            for text, x0, y0, x1, y1, sure in words
        )
        + "</span>"
        for title, words in lines
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f'<div class="ocr_page" title="image; bbox 0 0 2480 3508">{inside}</div></body></html>'
    )


LINE = "bbox 100 100 500 140; baseline 0.01 -8; x_size 46"


def test_words_with_place_size_and_confidence() -> None:
    page = hocr((LINE, [("Présents", 100, 97, 300, 140, 93), (":", 310, 110, 316, 132, 71)]))
    first, second = read_hocr(page)
    assert (first.text, first.x0, first.x1, first.confidence, first.line) == ("Présents", 100, 300, 93, 0)
    assert first.base == pytest.approx(140 - 8 + 0.01 * 100)
    assert (second.text, second.base) == (":", pytest.approx(140 - 8 + 0.01 * 213))


def test_the_size_of_a_line_is_measured_by_its_letters() -> None:
    # 35 dots of capitals are 50 dots of type, whatever size Tesseract tells; an accent does not count.
    title = "bbox 100 100 500 135; baseline 0 0; x_size 72"
    page = hocr((title, [("BUREAU", 100, 100, 300, 135, 90), ("ÉLU", 320, 88, 400, 135, 90)]))
    assert [word.size for word in read_hocr(page)] == [pytest.approx(50)] * 2


def test_a_line_without_letters_keeps_the_size_told() -> None:
    assert [word.size for word in read_hocr(hocr((LINE, [("—", 100, 120, 140, 124, 90)])))] == [46]


@pytest.mark.parametrize("page", ["", "  \n", "<html", "<html><body></body></html>"])
def test_a_page_without_words(page: str) -> None:
    assert read_hocr(page) == []


def test_words_without_a_box_or_text_are_left_out() -> None:
    page = hocr((LINE, [("Maire", 100, 100, 200, 132, 90), (" ", 210, 100, 220, 132, 95)]))
    page = page.replace(
        "</span> </span>", '</span><span class="ocrx_word" title="x_wconf 9">perdu</span></span>'
    )
    assert [word.text for word in read_hocr(page)] == ["Maire"]


def test_html_cut_short_gives_the_words_before() -> None:
    page = hocr((LINE, [("Maire", 100, 100, 200, 132, 90), ("adjoint", 210, 100, 320, 140, 90)]))
    assert [word.text for word in read_hocr(page[: page.index("adjoint") - 60])] == ["Maire"]


def test_an_entity_from_outside_is_not_fetched() -> None:
    page = hocr((LINE, [("&leak;", 100, 100, 200, 132, 90), ("Maire", 210, 100, 320, 132, 90)]))
    page = page.replace("<html", '<!DOCTYPE html [<!ENTITY leak SYSTEM "file:///etc/hostname">]><html', 1)
    assert [word.text for word in read_hocr(page)][-1] == "Maire"
    assert all(word.text in {"&leak;", "Maire"} for word in read_hocr(page))


def word(text: str, confidence: float, line: int = 0, size: float = 50) -> Word:
    return Word(text, 0, 0, 100, 50, 50, size, confidence, line)


def at(x0: float, text: str, confidence: float, line: int, size: float = 50) -> Word:
    return replace(word(text, confidence, line, size), x0=x0)


def test_mean_confidence_counts_letters() -> None:
    assert mean_confidence([word("conseil", 90), word("a", 10)]) == pytest.approx(80)
    assert mean_confidence([]) == 0


def test_lines_made_up_from_stamps_and_signatures_are_left_out() -> None:
    words = [
        word("séance", 92, 1), word("|@", 0, 1),
        at(300, "IMASS", 0, 2), at(400, "LUI", 12, 2),
        word("ec", 55, 3),
        word("11", 88, 4),
        word("délibération", 48, 5),
    ]  # fmt: skip
    assert [w.text for w in without_noise(words)] == ["séance", "|@", "11", "délibération"]


SIGNED = ["Pbst", "ou", "da", "rem", "né", "se", "ti", "la", "io"]
"""What Tesseract may make of a signature."""


def test_a_short_line_that_begins_where_others_do_is_no_stamp() -> None:
    words = [
        at(100, "•", 80, 1), at(150, "Aline", 90, 1),
        at(102, "+", 52, 2), at(150, "Hugo", 22, 2),
        at(100, "•", 80, 3), at(150, "Léa", 90, 3),
        at(101, "Voté", 12, 4, size=95),  # a stamp
        at(99, "ec", 31, 5),  # a speck
        at(400, "MAIRIE", 20, 6),  # elsewhere on the page
        *(at(100, text, 9, 7) for text in SIGNED),
    ]  # fmt: skip
    assert [w.text for w in without_noise(words)] == ["•", "Aline", "+", "Hugo", "•", "Léa"]


def test_lines_of_about_the_usual_size_are_made_even() -> None:
    sizes = [50, 50, 44, 53, 37, 58, 90]
    found = at_usual_size([word("a", 9, i, size) for i, size in enumerate(sizes)])
    assert [even.size for even in found] == [50, 50, 50, 50, 37, 58, 90]
