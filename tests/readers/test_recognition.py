"""Scanned pages read from their pictures: what comes out, and what happens where Tesseract is missing."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from pdf_files import LEFT, Sheet, wrap
from PIL import Image
from reportlab.lib.utils import ImageReader

from crparse.errors import ReadError
from crparse.pipeline import parse_content
from crparse.readers import pdf as pdf_module
from crparse.readers import scan
from crparse.readers.pdf import page as page_module
from crparse.readers.pdf import read_pdf
from crparse.readers.scan import FOLDER, tesseract
from crparse.source import Kind, SourceDocument
from scanned_pages import in_shapes, pdf_of, picture, scanned
from system_programs import needs_tesseract

slow = pytest.mark.slow

SENTENCE = (
    "Le conseil municipal de Vaubrune se réunit en séance publique à la mairie sous la présidence de "
    "Madame Ferrandin, maire. Le quorum est atteint et la séance est ouverte à dix-neuf heures."
)


def minutes() -> Sheet:
    sheet = Sheet()
    sheet.centered(90, "COMPTE RENDU", 16, "Helvetica-Bold")
    sheet.lines(LEFT, 140, wrap(SENTENCE))
    sheet.text(LEFT, 200, "Ordre du jour", font="Helvetica-Bold")
    sheet.lines(LEFT, 220, ["- Budget de la commune", "- Travaux de la salle des fêtes"])
    sheet.lines(LEFT, 280, wrap(SENTENCE))
    return sheet


EXPECTED = [
    "COMPTE RENDU",
    SENTENCE,
    "Ordre du jour",
    "Budget de la commune",
    "Travaux de la salle des fêtes",
    SENTENCE,
]


TOP = 340
"""Points of the sheet that the words of these minutes take."""


@cache
def scan_of_minutes(turn: float) -> bytes:
    return scanned(minutes().done(), turn, TOP)


@cache
def read_minutes(turn: float) -> SourceDocument:
    """Recognised once, for all tests that look at it."""
    return read_pdf(scan_of_minutes(turn))


def texts(source: SourceDocument) -> list[str]:
    return [block.text.replace("’", "'") for block in source.blocks]


@needs_tesseract
@pytest.mark.parametrize(
    "turn", [0.0, -2.4, 90.0, *(pytest.param(t, marks=slow) for t in (1.5, 180.0, 270.0))]
)
def test_a_scanned_page_however_it_lies(turn: float) -> None:
    source = read_minutes(turn)
    assert texts(source) == EXPECTED
    assert [(w.code, w.page) for w in source.warnings] == [("recognised", 1)]
    engine = tesseract.find_tesseract()
    assert engine is not None
    assert source.programs == (("tesseract", engine.version),)


@needs_tesseract
def test_type_of_recognised_lines() -> None:
    blocks = read_minutes(0.0).blocks
    bold = [block.text for block in blocks if block.share("bold") > 0.5]
    assert bold == ["COMPTE RENDU", "Ordre du jour"]
    assert [block.kind for block in blocks].count(Kind.LIST_ITEM) == 2
    title, sentence = blocks[0].size, blocks[1].size
    assert title is not None
    assert sentence is not None
    assert title > 1.3 * sentence
    assert all(block.confidence is not None and block.confidence > 85 for block in blocks)


@slow
@needs_tesseract
def test_type_sizes_are_those_of_the_whole_document() -> None:
    pages = []
    for words in (SENTENCE, SENTENCE.replace("Vaubrune", "Malcombe")):
        sheet = Sheet()
        sheet.text(LEFT, 80, "Affaires scolaires", 16, "Helvetica-Bold")
        sheet.lines(LEFT, 110, wrap(words))
        sheet.text(LEFT, 170, "Cantine et garderie du soir", 13, "Helvetica-Bold")
        sheet.lines(LEFT, 200, wrap(words))
        pages.append(picture(sheet.done(), turn=0.3 * len(pages), height=280))
    sizes = [block.size for block in read_pdf(pdf_of(pages)).blocks]
    assert sizes[:4] == sizes[4:]
    section, text, part, again = (size or 0.0 for size in sizes[:4])
    assert section > part > text == again


@needs_tesseract
def test_two_columns_are_read_one_after_the_other() -> None:
    left = wrap(
        "Le comité des fêtes présente le bilan de la kermesse et remercie les bénévoles, dont la recette "
        "sera versée à la caisse des écoles avant la fin du mois de juin, comme tous les ans depuis peu.",
        190,
    )
    right = wrap(
        "La bibliothèque ouvre le samedi matin et prête aussi des jeux aux familles, qui peuvent proposer "
        "des achats dans le cahier posé près de la porte, et un atelier de lecture a lieu chaque mercredi.",
        190,
    )
    sheet = Sheet()
    sheet.lines(LEFT, 100, left)
    sheet.lines(LEFT + 240, 100, right)
    assert texts(read_pdf(scanned(sheet.done(), height=TOP))) == [" ".join(left), " ".join(right)]


@needs_tesseract
def test_a_ruled_table() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 80, wrap(SENTENCE))
    rows = [["Nom", "Fonction"], ["Odile Ferrandin", "Maire"], ["Basile Morvaux", "Adjoint"]]
    sheet.grid([LEFT, 250, 450], [150, 180, 210, 240])
    for i, row in enumerate(rows):
        sheet.text(LEFT + 8, 170 + 30 * i, row[0])
        sheet.text(258, 170 + 30 * i, row[1])
    blocks = read_pdf(scanned(sheet.done(), height=TOP)).blocks
    cells = [(b.cell.row, b.cell.column, b.text) for b in blocks if b.cell]
    assert cells == [(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


@slow
@needs_tesseract
def test_underlined_headings_of_a_scan() -> None:
    sheet = Sheet()
    end = sheet.text(LEFT, 80, "Affaires scolaires")
    sheet.rule(LEFT, 82, end, 82)
    sheet.lines(LEFT, 110, wrap(SENTENCE))
    shares = [round(block.share("underline")) for block in read_pdf(scanned(sheet.done(), height=TOP)).blocks]
    assert shares == [1, 0]


@slow
@needs_tesseract
def test_a_margin_column_repeated_on_every_page_is_furniture() -> None:
    pages = []
    for words in (SENTENCE, SENTENCE.replace("Vaubrune", "Malcombe")):
        sheet = Sheet()
        sheet.rule(150, 40, 150, 800)
        sheet.lines(40, 100, ["Nombre de", "membres : 11", "Convocation", "du 5 mai"])
        sheet.lines(170, 100, wrap(words, 350))
        pages.append(picture(sheet.done()))
    source = read_pdf(pdf_of(pages))
    assert [block.text for block in source.blocks] == [SENTENCE, SENTENCE.replace("Vaubrune", "Malcombe")]
    assert ("membres : 11", Kind.HEADER) in [(block.text, block.kind) for block in source.furniture]


def with_layer(sheet: Sheet, lines: Sequence[tuple[float, float, str]]) -> None:
    """A picture of the whole page with words hidden under it."""
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 0, 0, 595, 842)
    for x, y, words in lines:
        hidden = sheet.canvas.beginText(x, 842 - y)
        hidden.setTextRenderMode(3)
        hidden.textOut(words)
        sheet.canvas.drawText(hidden)


@needs_tesseract
def test_a_text_of_signs_under_a_scan_is_recognised_anew() -> None:
    sheet = Sheet()
    with_layer(sheet, [(LEFT, 142 + 14 * i, "¤¶§ ±×÷ ¦¬ ^~|{} [] <>=+ #@&") for i in range(20)])
    source = read_pdf(sheet.done())
    assert texts(source) == EXPECTED
    assert [w.code for w in source.warnings] == ["recognised"]


@needs_tesseract
def test_a_stamp_laid_over_a_scan_is_not_its_text() -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 0, 0, 595, 842)
    sheet.lines(430, 20, ["Reçu en préfecture le 12/05/2022", "ID : 099-219900000-20220510"], 9, 7)
    source = read_pdf(sheet.done())
    assert [text for text in texts(source) if "préfecture" not in text and "ID" not in text] == EXPECTED
    assert [w.code for w in source.warnings] == ["recognised"]


@needs_tesseract
def test_a_short_text_over_a_picture_without_words_stays_as_it_is() -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, 595, 842)
    sheet.text(LEFT, 100, "Prochaine réunion le 4 mars")
    source = read_pdf(sheet.done())
    assert [b.text for b in source.blocks] == ["Prochaine réunion le 4 mars"]
    assert [b.confidence for b in source.blocks] == [None]


STAMPS = {
    "préfecture": [(430, 20, "Reçu en préfecture le 12/05/2022"), (280, 835, "Page 1 / 3")],
    "signature": [
        (20, 15, "Enveloppe 5A3B7C-11-22-33-44-AABBCCDDEE"),
        (330, 600, "Signé par Odile Ferrandin le 12/05/2022"),
        (20, 835, "Archives de Vaubrune, 4 E 27"),
    ],
}


@slow
@needs_tesseract
@pytest.mark.parametrize("stamps", STAMPS)
def test_several_stamps_laid_over_a_scan_are_not_its_text(stamps: str) -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 0, 0, 595, 842)
    for x, y, words in STAMPS[stamps]:
        sheet.text(x, y, words, 7)
    source = read_pdf(sheet.done())
    assert [text for text in texts(source) if text in EXPECTED] == EXPECTED
    assert [w.code for w in source.warnings] == ["recognised"]


@needs_tesseract
def test_a_scan_of_a_smaller_sheet_on_a_larger_page() -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 88, 124, 420, 594)  # A5 on A4
    sheet.text(290, 830, "1", 8)
    source = read_pdf(sheet.done())
    assert [text for text in texts(source) if text != "1"] == EXPECTED
    assert [w.code for w in source.warnings] == ["recognised"]


@slow
@needs_tesseract
def test_a_smaller_scan_cut_into_strips_is_one_picture() -> None:
    drawn = picture(minutes().done())
    sheet = Sheet()
    for i in range(4):
        strip = drawn.crop((0, i * drawn.height // 4, drawn.width, (i + 1) * drawn.height // 4))
        sheet.canvas.drawImage(ImageReader(strip), 71, 100 + 160 * (3 - i), 453, 160)
    sheet.next_page()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    assert texts(read_pdf(sheet.done())) == [*EXPECTED, SENTENCE]


@slow
@needs_tesseract
def test_where_no_page_has_text_all_pictures_are_read() -> None:
    sheet = Sheet()
    for words, foot in ((SENTENCE, 560), (SENTENCE.replace("Vaubrune", "Malcombe"), 200)):
        note = Sheet()
        note.lines(LEFT, 80, wrap(words))
        drawn = picture(note.done())
        sheet.canvas.drawImage(
            ImageReader(drawn.crop((0, 0, drawn.width, drawn.height // 5))), 36, foot, 523, 148
        )
    assert texts(read_pdf(sheet.done())) == [SENTENCE, SENTENCE.replace("Vaubrune", "Malcombe")]


def headed_scan() -> Sheet:
    """A letter's head, and the picture of a smaller sheet under it."""
    sheet = Sheet()
    sheet.text(LEFT, 40, "Commune de Vaubrune, 12 mai 2022", 9)
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 88, 124, 420, 594)
    return sheet


@slow
@needs_tesseract
def test_where_every_page_is_but_headed_its_picture_is_read() -> None:
    source = read_pdf(headed_scan().done())
    assert [text for text in texts(source) if text in EXPECTED] == EXPECTED
    assert [w.code for w in source.warnings] == ["recognised"]


def test_a_picture_on_a_page_of_little_text_is_reported() -> None:
    sheet = headed_scan()
    sheet.next_page()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    source = read_pdf(sheet.done())
    assert texts(source) == ["Commune de Vaubrune, 12 mai 2022", SENTENCE]
    assert [(w.code, w.page) for w in source.warnings] == [("picture_not_read", 1)]


@needs_tesseract
def test_letters_turned_into_shapes() -> None:
    source = read_pdf(in_shapes(minutes().done()))
    assert texts(source) == EXPECTED
    assert [w.code for w in source.warnings] == ["recognised"]


FOREIGN = [
    (LEFT, 100 + 14 * i, "Pre\u2019sents : le conseil de'libe`re sur le biulget d'invesfissement")
    for i in range(5)
]
"""What a program without French has recognised."""

END = [(LEFT, 100, "La séance est levée à 22 h."), (350, 700, "Le secrétaire, B. Morvaux")]
"""What one with French has on a page of few words."""


@needs_tesseract
def test_a_scan_that_another_program_recognised_is_recognised_anew() -> None:
    sheet = Sheet()
    with_layer(sheet, FOREIGN)
    source = read_pdf(sheet.done())
    assert texts(source) == EXPECTED
    assert [w.code for w in source.warnings] == ["recognised"]


@needs_tesseract
def test_what_another_program_recognised_stays_where_less_is_recognised_anew() -> None:
    sheet = Sheet()
    with_layer(sheet, [(LEFT, 100 + 14 * i, line) for i, line in enumerate(9 * wrap(SENTENCE))])
    source = read_pdf(sheet.done())
    assert source.text.startswith(SENTENCE)
    assert [w.code for w in source.warnings] == ["ocr_layer"]
    assert {b.confidence for b in source.blocks} == {None}


def test_what_another_program_recognised_stays_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "find_tesseract", lambda: None)
    sheet = Sheet()
    with_layer(sheet, END)
    source = read_pdf(sheet.done())
    assert texts(source) == ["La séance est levée à 22 h.", "Le secrétaire, B. Morvaux"]
    assert [w.code for w in source.warnings] == ["ocr_layer"]


def test_what_another_program_recognised_on_many_pages_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "find_tesseract", object)
    monkeypatch.setattr(page_module, "recognise", _never)
    monkeypatch.setattr(pdf_module, "MOST_ANEW", 1)
    sheet = Sheet()
    for _ in range(2):
        with_layer(sheet, END)
        sheet.next_page()
    assert {w.code for w in read_pdf(sheet.done()).warnings} == {"ocr_layer"}


def slide(sheet: Sheet) -> None:
    """Large words over a picture."""
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 230)), 0, 0, 595, 842)
    sheet.lines(LEFT, 100, ["Budget de la commune"], size=30)
    sheet.lines(LEFT, 300, ["La cantine coûte davantage", "La voirie est à refaire"] * 2, 100, 20)


def photographs(sheet: Sheet) -> None:
    """Words beside pictures."""
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 50, 50, 495, 550)
    sheet.lines(LEFT, 60, wrap(f"{SENTENCE} {SENTENCE} {SENTENCE}"))


def shapes(sheet: Sheet) -> None:
    """Words under a drawing."""
    sheet.lines(LEFT, 60, wrap(SENTENCE))
    for i in range(100):
        sheet.canvas.circle(100 + 4 * i, 300, 20 + i % 9)


def rules(sheet: Sheet) -> None:
    """An empty table."""
    sheet.grid(range(60, 540, 20), range(60, 800, 20))
    for x in range(60, 540, 20):
        sheet.canvas.rect(x, 30, 15, 15, fill=1)


READ_AS_THEY_ARE = [slide, photographs, shapes, rules, Sheet.next_page]


@pytest.mark.parametrize("draw", READ_AS_THEY_ARE)
def test_pages_that_are_read_as_they_are(
    draw: Callable[[Sheet], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "find_tesseract", object)
    monkeypatch.setattr(page_module, "recognise", _never)
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    sheet.next_page()
    draw(sheet)
    source = read_pdf(sheet.done())
    assert source.text.startswith(SENTENCE)
    assert source.warnings == ()


def test_a_letter_shown_on_a_page_of_its_own_is_not_read() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    sheet.next_page()
    letter = ImageReader(picture(minutes().done()))
    sheet.canvas.drawImage(letter, 30, 250, 260, 400)
    sheet.canvas.drawImage(letter, 300, 250, 260, 400)
    source = read_pdf(sheet.done())
    assert source.text == SENTENCE
    assert [(w.code, w.page) for w in source.warnings] == [("no_text_layer", 2)]


@needs_tesseract
def test_a_scan_cut_into_strips_is_one_picture() -> None:
    drawn = picture(minutes().done())
    sheet = Sheet()
    for i in range(4):
        strip = drawn.crop((0, i * drawn.height // 4, drawn.width, (i + 1) * drawn.height // 4))
        sheet.canvas.drawImage(ImageReader(strip), 0, 842 * (3 - i) / 4, 595, 842 / 4)
    assert texts(read_pdf(sheet.done())) == EXPECTED


@needs_tesseract
def test_pages_of_text_are_not_recognised_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    sheet.next_page()
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 0, 0, 595, 842)
    read: list[int] = []
    recognise = page_module.recognise

    def counted(page, engine, lanes):  # type: ignore[no-untyped-def]
        read.append(1)
        return recognise(page, engine, lanes)

    monkeypatch.setattr(page_module, "recognise", counted)
    source = read_pdf(sheet.done())
    assert len(read) == 1
    assert source.blocks[0].text == SENTENCE
    assert [b.page for b in source.blocks if b.confidence is None] == [1]
    assert [(w.code, w.page) for w in source.warnings] == [("recognised", 2)]


@needs_tesseract
def test_items_of_a_record_carry_the_confidence_of_their_page() -> None:
    sheet = Sheet()
    sheet.centered(90, "Conseil municipal de Vaubrune", 14, "Helvetica-Bold")
    sheet.centered(110, "Séance du 12 mai 2022", 12)
    sheet.lines(LEFT, 160, ["Présents : Odile Ferrandin, Basile Morvaux, Lucie Tancarel"])
    sheet.lines(LEFT, 200, wrap(SENTENCE))
    record = parse_content(scanned(sheet.done(), height=TOP), name="pv.pdf", path="pv.pdf")
    assert [a.name for a in record.attendees] == ["Odile Ferrandin", "Basile Morvaux", "Lucie Tancarel"]
    assert record.meeting.date == "2022-05-12"
    (confidence,) = {a.confidence for a in record.attendees}
    assert confidence is not None
    assert 85 < confidence <= 100


@needs_tesseract
def test_a_second_reading_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, without = scan_of_minutes(0.0), read_minutes(0.0)
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    first = read_pdf(content)
    monkeypatch.setattr(tesseract, "run_program", _never)
    assert read_pdf(content) == first == without
    (kept,) = (tmp_path / "kept").rglob("*.zz")
    monkeypatch.undo()
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    kept.write_bytes(kept.read_bytes()[:40])
    assert read_pdf(content) == first


def _never(*_: object, **__: object) -> None:
    raise AssertionError("Tesseract was called")


def test_without_tesseract_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "find_tesseract", lambda: None)
    monkeypatch.setattr("crparse.readers.pdf.missing_part", lambda: tesseract.TESSERACT_FRENCH)
    with pytest.raises(ReadError) as caught:
        read_pdf(scan_of_minutes(0.0))
    assert (caught.value.code, caught.value.advice) == ("no_text", tesseract.TESSERACT_FRENCH.advice)


def test_without_tesseract_the_pages_of_text_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, wrap(SENTENCE))
    sheet.next_page()
    sheet.canvas.drawImage(ImageReader(picture(minutes().done())), 0, 0, 595, 842)
    monkeypatch.setattr(page_module, "find_tesseract", lambda: None)
    monkeypatch.setattr(page_module, "missing_part", lambda: tesseract.TESSERACT)
    source = read_pdf(sheet.done())
    assert source.text == SENTENCE
    assert [(w.code, w.page) for w in source.warnings] == [("no_text_layer", 2), ("not_recognised", 2)]
    assert source.warnings[1].message.endswith(tesseract.TESSERACT.advice)


@needs_tesseract
def test_a_page_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "SECONDS", 0.01)
    with pytest.raises(ReadError) as caught:
        read_pdf(scan_of_minutes(0.0))
    assert caught.value.code == "ocr_failed"
    assert caught.value.message.startswith("Text recognition took over 0.01 s on a page.")


@slow
@needs_tesseract
def test_a_page_too_large_to_draw_is_drawn_smaller() -> None:
    drawn = picture(minutes().done())
    sheet = Sheet()
    sheet.canvas.setPageSize((5950, 8420))
    sheet.canvas.drawImage(ImageReader(drawn), 0, 0, 5950, 8420)
    assert texts(read_pdf(sheet.done())) == EXPECTED


@needs_tesseract
def test_a_picture_that_there_is_no_room_to_draw_is_no_empty_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium would leave it out without a word."""
    monkeypatch.setattr(scan, "BYTES_A_DOT", 2**34)
    with pytest.raises(MemoryError):
        read_pdf(scan_of_minutes(0.0))
