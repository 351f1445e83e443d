"""PDF files drawn in the test, read back as blocks: what is wrong with a file, text, type, caveats."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_files import LEFT, Sheet, without_map, wrap
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from crparse.errors import ReadError
from crparse.readers import read_document
from crparse.readers.pdf import read_pdf
from crparse.source import Kind
from pdf_objects import SAYS, one_page

WORDS = "Le conseil municipal de Vaubrune se réunit en séance publique sous la présidence de Mme Ferrandin."


def locked(password: str = "secret") -> bytes:
    """A PDF that opens with the password; its owner's, for printing and copying, is another."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=StandardEncryption(password, ownerPassword="owner"))
    canvas.drawString(LEFT, 700, WORDS)
    canvas.save()
    return buffer.getvalue()


def test_a_password_against_copying_alone_does_not_hinder_reading() -> None:
    assert read_pdf(locked("")).text == WORDS


def scan(words: str = "", mode: int = 3) -> bytes:
    """A page that a picture covers, with hidden text on it."""
    sheet = Sheet()
    picture = Image.new("L", (60, 80), 200)
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    for i, line in enumerate(wrap(words)):
        text = sheet.canvas.beginText(LEFT, 700 - 14 * i)
        text.setFont("Helvetica", 11)
        text.setTextRenderMode(mode)
        text.textOut(line)
        sheet.canvas.drawText(text)
    return sheet.done()


def plain() -> bytes:
    sheet = Sheet()
    sheet.text(LEFT, 100, WORDS)
    return sheet.done()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "not_pdf"),
        (b"%PDF-1.4\n", "corrupt_pdf"),
        (plain()[:300], "corrupt_pdf"),
        (locked(), "encrypted"),
        (scan(), "no_text"),
    ],
)
def test_what_is_wrong_with_a_file(content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_pdf(content)
    assert caught.value.code == code
    assert caught.value.advice


def test_a_file_by_path_and_by_content(tmp_path: Path) -> None:
    path = tmp_path / "pv.pdf"
    path.write_bytes(plain())
    for source in (read_document(path), read_document(str(path))):
        assert (source.name, source.format, source.pages, source.text) == ("pv.pdf", "pdf", 1, WORDS)


def test_words_wrapped_over_lines_keep_their_printed_lines() -> None:
    sheet = Sheet()
    lines = wrap(f"{WORDS} {WORDS}")
    sheet.lines(LEFT, 100, lines)
    (block,) = read_pdf(sheet.done()).blocks
    assert block.text == f"{WORDS} {WORDS}"
    assert [block.text[line.start : line.end] for line in block.lines] == lines
    assert [(line.page, line.x0) for line in block.lines] == [(1, LEFT)] * 3
    tops = [line.top for line in block.lines]
    assert tops == [91.8, 105.8, 119.8]


def test_type_of_each_stretch() -> None:
    sheet = Sheet()
    x = sheet.text(LEFT, 100, "Vote : ", font="Helvetica-Bold")
    x = sheet.text(x, 100, "adopté ", font="Helvetica-Oblique")
    sheet.canvas.setFillColorRGB(1, 0, 0)
    sheet.text(x, 100, "à 12 voix", size=9)
    (block,) = read_pdf(sheet.done()).blocks
    assert block.text == "Vote : adopté à 12 voix"
    runs = [(block.text[r.start : r.end].strip(), r.bold, r.italic, r.size, r.color) for r in block.runs]
    assert runs == [
        ("Vote :", True, False, 11.0, None),
        ("adopté", False, True, 11.0, None),
        ("à 12 voix", False, False, 9.0, "FF0000"),
    ]


def test_underline_as_long_as_its_text_only() -> None:
    sheet = Sheet()
    end = sheet.text(LEFT, 100, "Relevé de décisions")
    sheet.rule(LEFT, 101.5, end, 101.5)
    end = sheet.text(LEFT, 130, "Budget")
    sheet.rule(LEFT, 131.5, 500, 131.5)
    shares = {b.text: b.share("underline") for b in read_pdf(sheet.done()).blocks}
    assert shares == {"Relevé de décisions": 1.0, "Budget": 0.0}


def test_recognised_layer_of_a_scan_is_read_and_reported() -> None:
    source = read_pdf(scan(WORDS))
    assert source.text == WORDS
    assert [(w.code, w.page) for w in source.warnings] == [("ocr_layer", 1)]


def test_hidden_text_without_a_picture_is_left_out() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, WORDS)
    hidden = sheet.canvas.beginText(LEFT, 600)
    hidden.setTextRenderMode(3)
    hidden.textOut("Mot de passe : tilleul")
    sheet.canvas.drawText(hidden)
    assert read_pdf(sheet.done()).text == WORDS


def test_page_of_pictures_among_pages_of_text_is_reported() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, WORDS)
    sheet.next_page()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)
    source = read_pdf(sheet.done())
    assert (source.text, source.pages) == (WORDS, 2)
    assert [(w.code, w.page) for w in source.warnings] == [("no_text_layer", 2)]


def test_letters_mixed_up_by_a_font_are_reported_not_read() -> None:
    sheet = Sheet()
    shifted = "".join(chr(ord(c) + 3) if c.isascii() and c.isalpha() else c for c in WORDS)
    sheet.lines(LEFT, 100, wrap(" ".join([shifted] * 5)))
    with pytest.raises(ReadError) as caught:
        read_pdf(sheet.done())
    assert caught.value.code == "no_text"


@pytest.mark.parametrize(
    ("words", "read", "codes"),
    [
        ("L'été, à la mairie, Zoé a été élue.", "L'�t�, � la mairie, Zo� a �t� �lue.", ["garbled_text"]),
        ("Le budget est voté, Zoé Lubin sortie.", "Le budget est vot�, Zo� Lubin sortie.", []),
        ("Le budget est retrait-", "Le budget est retrait-", []),
    ],
)
def test_letters_that_a_font_does_not_name(words: str, read: str, codes: list[str]) -> None:
    source = read_pdf(without_map([words]))
    assert source.text == read
    assert [w.code for w in source.warnings] == codes


def test_a_text_of_signs_is_reported_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crparse.readers.pdf.page.find_tesseract", lambda: None)
    signs = ["¤¶§ ±×÷ ¦¬ ^~|{} [] <>=+ #@&"] * 10
    sheet = Sheet()
    sheet.lines(LEFT, 100, [WORDS])
    sheet.next_page()
    sheet.lines(LEFT, 100, signs)
    source = read_pdf(sheet.done())
    assert source.text == WORDS
    assert [(w.code, w.page) for w in source.warnings] == [("garbled_text", 2), ("not_recognised", 2)]


def test_a_list_to_sign_is_read() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, ["Nom " + "." * 30 + " Signature " + ". " * 20] * 20)
    source = read_pdf(sheet.done())
    assert source.text.count("Signature") == 20
    assert source.warnings == ()


def test_text_across_the_page_is_left_out_and_reported() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(WORDS))
    sheet.canvas.translate(200, 300)
    sheet.canvas.rotate(45)
    sheet.canvas.setFont("Helvetica", 40)
    sheet.canvas.drawString(0, 0, "PROJET NON ENCORE APPROUVE")
    source = read_pdf(sheet.done())
    assert source.text == WORDS
    assert [w.code for w in source.warnings] == ["rotated_text"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_read_upright(turn: int) -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, ["Présents :", "Paul Quentrec", "Marthe Lubin"])
    document = pdfium.PdfDocument(sheet.done())
    document[0].set_rotation(turn)
    buffer = io.BytesIO()
    document.save(buffer)
    blocks = read_pdf(buffer.getvalue()).blocks
    assert [b.text for b in blocks] == ["Présents :", "Paul Quentrec", "Marthe Lubin"]


@pytest.mark.parametrize(
    "box", ["0 0 595 842", "595 842 0 0", "0 842 595 0", "100 50 695 892", "695 892 100 50"]
)
def test_a_page_whose_corners_are_named_in_another_order(box: str) -> None:
    (block,) = read_pdf(one_page(SAYS, f"/MediaBox [{box}]")).blocks
    left, foot = (min(map(int, box.split()[i::2])) for i in (0, 1))
    assert (block.text, block.lines[0].x0, block.lines[0].top) == ("Budget", 72 - left, 842 + foot - 700 - 9)


def test_reading_twice_gives_the_same() -> None:
    assert read_pdf(plain()) == read_pdf(plain())


def test_text_outside_the_page_is_left_out() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 100, WORDS)
    sheet.text(-300, 100, "brouillon")
    sheet.text(LEFT, 900, "brouillon")
    assert [(b.text, b.kind) for b in read_pdf(sheet.done()).blocks] == [(WORDS, Kind.PARAGRAPH)]
