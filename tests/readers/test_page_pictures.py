"""The picture of a page and where its characters stand on it."""

from io import BytesIO

import pytest
from pdf_files import Sheet
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from crparse.errors import ReadError
from crparse.programs import TESSERACT
from crparse.readers.pdf.facsimile import Facsimile, facsimile
from scanned_pages import scanned

LINES = ("Présents : Mme Odile Vasseur", "Le comité décide d'acheter deux bancs.")


def page(lines: tuple[str, ...] = LINES) -> bytes:
    sheet = Sheet()
    sheet.lines(72, 100, lines, step=40, size=16)
    return sheet.done()


def inked(shown: Facsimile, words: str) -> tuple[float, float]:
    """The share of dark dots in the box around some words, and in the one as large just below it."""
    picture = Image.open(BytesIO(shown.picture)).convert("L")
    (line,) = [one for one in shown.lines if words in one.text]
    start = line.text.index(words)
    left, right = line.edges[start] * shown.width, line.edges[start + len(words)] * shown.width
    top, bottom = line.top * shown.height, line.bottom * shown.height
    high = bottom - top
    shares = []
    for y in (top, bottom + 0.2 * high):
        dots = picture.crop((round(left), round(y), round(right), round(y + high))).tobytes()
        shares.append(sum(dot < 128 for dot in dots) / len(dots))
    return shares[0], shares[1]


def test_the_lines_of_a_page_stand_where_they_are_drawn() -> None:
    shown = facsimile(page(), 1)
    assert [line.text for line in shown.lines] == list(LINES)
    assert (shown.width, shown.height) == (1241, 1754)
    (_, line) = shown.lines
    assert line.edges[0] == pytest.approx(72 / A4[0], abs=0.002)
    assert len(line.edges) == len(line.text) + 1
    assert line.top < 140 / A4[1] < line.bottom
    for words in ("Odile Vasseur", "deux bancs"):
        over, below = inked(shown, words)
        assert over > 0.08
        assert below == 0


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_whose_text_lies_on_its_side_is_shown_upright(quarter: int) -> None:
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.translate(300, 400)
    canvas.rotate(quarter)
    canvas.drawString(0, 0, "Le comité décide d'acheter deux bancs.")
    canvas.save()
    shown = facsimile(stream.getvalue(), 1)
    assert (shown.width > shown.height) == (quarter != 180)
    over, below = inked(shown, "deux bancs")
    assert over > 0.08
    assert below == 0


@pytest.mark.slow
@pytest.mark.skipif(not TESSERACT.find(), reason="Tesseract is not there")
@pytest.mark.parametrize("turn", [0, 1.5, 180])
def test_a_scan_is_shown_as_it_was_read(turn: float) -> None:
    shown = facsimile(scanned(page(LINES * 6), turn=turn), 1)
    assert [line.text for line in shown.lines] == list(LINES * 6)
    first = next(line for line in shown.lines if "décide" in line.text)
    alone = Facsimile(shown.picture, shown.width, shown.height, (first,))
    over, below = inked(alone, "décide")
    assert over > 0.08
    assert below < 0.01


def test_what_cannot_be_opened_is_told() -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        facsimile(b"%PDF-1.7 and no more", 1)
