"""What is told from a page's picture alone: how it lies, its rules, its bold words, its margin column."""

import numpy as np
import pytest
from pdf_files import LEFT, Sheet, wrap
from PIL import Image

from crparse.readers.printed.columns import margin_rule, split_at
from crparse.readers.printed.drawings import Rule
from crparse.readers.printed.glyphs import Glyph, GlyphFace
from crparse.readers.scan.pictures import (
    ink_threshold,
    lies_on_its_side,
    mark_bold,
    slant,
    turned,
    without_watermark,
)
from crparse.readers.scan.rules import find_rules
from crparse.readers.scan.tesseract import Word
from scanned_pages import SCAN_DPI, picture

WORDS = "Le conseil municipal de Vaubrune se réunit en séance publique sous la présidence de Mme Ferrandin. "


def page(turn: float = 0.0) -> Image.Image:
    sheet = Sheet()
    sheet.lines(LEFT, 80, wrap(WORDS * 12))
    return picture(sheet.done(), turn=turn)


@pytest.mark.parametrize("turn", [-3.1, -0.5, 0.0, 0.1, 1.8, 4.0])
def test_how_crooked_a_page_is(turn: float) -> None:
    found = slant(page(turn), SCAN_DPI)
    assert found == (pytest.approx(-turn, abs=0.15) if abs(turn) >= 0.2 else 0.0)


def test_a_blank_page_is_not_turned() -> None:
    blank = Image.new("L", (800, 1100), 255)
    assert (slant(blank, SCAN_DPI), lies_on_its_side(blank, SCAN_DPI)) == (0.0, False)


@pytest.mark.parametrize(("turn", "on_its_side"), [(0, False), (90, True), (180, False), (270, True)])
def test_a_page_on_its_side(turn: int, on_its_side: bool) -> None:
    assert lies_on_its_side(page(turn), SCAN_DPI) is on_its_side


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_quarters_are_turned_clockwise(quarter: int) -> None:
    corner = Image.new("L", (3, 2), 255)
    corner.putpixel((0, 0), 0)
    found = np.argwhere(np.asarray(turned(corner, quarter, 0.0)) == 0)[0].tolist()
    assert found == {90: [0, 1], 180: [1, 2], 270: [2, 0]}[quarter]


@pytest.mark.parametrize("angle", [0.2, -0.7, 3.0, -5.0])
def test_a_page_is_turned_as_a_whole_though_white_paper_is_passed_over(angle: float) -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 80, wrap(WORDS * 3))
    sheet.canvas.rect(0, 0, 595, 3, fill=1)  # along the edge
    straight = picture(sheet.done())
    whole = straight.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert turned(straight, 0, angle).tobytes() == whole.tobytes()


def test_ink_is_told_from_grey_paper() -> None:
    grey = np.full((20, 20), 190, dtype=np.uint8)
    grey[5:8] = 120
    assert 120 < ink_threshold(grey) <= 190


def test_rules_of_a_picture() -> None:
    sheet = Sheet()
    sheet.grid([100, 300], [200, 240])
    sheet.text(110, 230, "illisible")
    sheet.canvas.rect(400, 300, 90, 40, fill=1)
    grey = np.asarray(picture(sheet.done()))
    rules = find_rules(grey, grey < 160, SCAN_DPI)
    level = sorted((r.x0, (r.top + r.bottom) / 2, r.x1) for r in rules if r.level)
    upright = sorted(((r.x0 + r.x1) / 2, r.top, r.bottom) for r in rules if not r.level)
    assert level == [pytest.approx(box, abs=1) for box in [(100, 200, 300), (100, 240, 300)]]
    assert upright == [pytest.approx(box, abs=1) for box in [(100, 200, 240), (300, 200, 240)]]


@pytest.mark.parametrize("start", range(200, 209))
def test_a_stroke_of_22_points_is_a_rule_and_a_dot_less_is_none(start: int) -> None:
    grey = np.full((400, 603), 255, dtype=np.uint8)
    grey[100:104, start : start + 92] = 0
    grey[200:204, start : start + 91] = 0
    grey[250:342, 400 + start % 8 : 404 + start % 8] = 0
    rules, dots = find_rules(grey, grey < 128, 300), 300 / 72
    level = [(r.x0 * dots, (r.top + r.bottom) / 2 * dots, r.x1 * dots) for r in rules if r.level]
    upright = [((r.x0 + r.x1) / 2 * dots, r.top * dots, r.bottom * dots) for r in rules if not r.level]
    assert level == [pytest.approx((start, 102, start + 92))]
    assert upright == [pytest.approx((402 + start % 8, 250, 342))]


def test_pale_rules_are_found_in_a_grid_alone_though_letters_touch_them() -> None:
    sheet = Sheet()
    sheet.canvas.setStrokeGray(0.75)
    heights = [100 + 15 * i for i in range(9)]
    sheet.grid([100, 250, 400], heights)
    for height in heights[:-1]:
        sheet.text(101, height + 12, "Odile Ferrandin")
        sheet.text(251, height + 12, "Mairie de Vaubrune")
    sheet.rule(100, 400, 400, 400)  # alone: a pale underline, a fold in the paper
    sheet.lines(100, 500, wrap(WORDS * 3))
    grey = np.asarray(picture(sheet.done()))
    rules = find_rules(grey, grey < 100, SCAN_DPI)
    level = sorted(((r.top + r.bottom) / 2, r.x0, r.x1) for r in rules if r.level)
    upright = sorted(((r.x0 + r.x1) / 2, r.top, r.bottom) for r in rules if not r.level)
    assert level == [pytest.approx((height, 100, 400), abs=2) for height in heights]
    assert upright == [pytest.approx((x, 100, 220), abs=6) for x in (100, 250, 400)]


@pytest.mark.parametrize("tone", [0.0, 0.3, 0.55])
def test_bold_words_of_a_line_however_pale(tone: float) -> None:
    sheet = Sheet()
    regular = ["Le", "conseil", "municipal", "de", "VAUBRUNE", "se", "réunit"]
    x, boxes = LEFT, []
    for text, font in [("Présents", "Helvetica-Bold"), *((word, "Helvetica") for word in regular)]:
        sheet.canvas.setFillGray(tone if font.endswith("Bold") else 0.0)
        end = sheet.text(x, 100, text, font=font)
        boxes.append((text, x, end))
        x = end + 4
    scale = 300 / 72
    top, base, foot = 88 * scale, 100 * scale, 104 * scale
    words = [Word(t, a * scale, top, b * scale, foot, base, 46, 90, 0) for t, a, b in boxes]
    size = round(595 * scale), round(842 * scale)
    grey = np.asarray(picture(sheet.done()).resize(size, Image.Resampling.BICUBIC))
    assert [(w.text, w.bold) for w in mark_bold(words, grey)] == [(t, t == "Présents") for t, _, _ in boxes]


def letters(left: float, right: float) -> list[Glyph]:
    face = GlyphFace("", 11)
    return [
        Glyph("x", x, x + 6, 100.0 + 20 * row, face, row)
        for row in range(30)
        for x in np.arange(left, right, 8)
    ]


MARGIN = Rule(170, 40, 171, 800)


def test_a_table_beside_the_margin_rule_does_not_make_it_one_of_a_table() -> None:
    table = [Rule(172, 100 + 30 * row, 540, 101 + 30 * row) for row in range(5)]
    assert margin_rule([MARGIN, *table], letters(40, 160) + letters(180, 540), 842) == MARGIN


def test_a_margin_column_behind_a_rule() -> None:
    side, text = letters(40, 160), letters(180, 540)
    assert margin_rule([MARGIN], side + text, 842) == MARGIN
    assert split_at(MARGIN, side + text) == (side, text)


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [Rule(170, 40, 171, 300)],  # too short
        [Rule(300, 40, 301, 800)],  # in the middle of the text
        [MARGIN, *(Rule(40, y, 540, y + 1) for y in (100, 200, 300, 400))],  # a table
    ],
)
def test_pages_without_a_margin_column(rules: list[Rule]) -> None:
    assert margin_rule(rules, letters(40, 160) + letters(180, 540), 842) is None


def test_a_rule_broken_by_a_stamp_is_one() -> None:
    parts = [Rule(170, 40, 171, 400), Rule(170.5, 410, 171.5, 800)]
    assert margin_rule(parts, letters(40, 160) + letters(180, 540), 842) == Rule(170, 40, 171, 800)


def test_a_pale_word_across_the_page_is_taken_out_and_the_text_over_it_stays() -> None:
    sheet = Sheet()
    sheet.canvas.setFillGray(0.85)
    sheet.text(LEFT, 200, "PROJET", 100, "Helvetica-Bold")
    plain = Sheet()
    for one in (sheet, plain):
        one.canvas.setFillGray(0)
        one.lines(LEFT, 80, wrap(WORDS * 12))
    marked, without = (np.asarray(picture(one.done())) for one in (sheet, plain))
    cleared = np.asarray(without_watermark(Image.fromarray(marked)))
    assert (np.abs(cleared.astype(int) - without) > 60).mean() < 0.002
    assert np.array_equal(np.asarray(without_watermark(Image.fromarray(without))), without)
