"""What is filled into a PDF's form fields and typed over its pages, and what it carries that is not read."""

import pytest
from pdf_files import LEFT, Sheet

from crparse.errors import ReadError
from crparse.readers.pdf import annotations, read_pdf
from crparse.source import SourceDocument
from pdf_objects import BOX, SAYS, drawing_form, one_page

LABELS = "BT /F1 12 Tf 72 700 Td (Date :) Tj 0 -30 Td (Lieu :) Tj 0 -30 Td (Secretaire :) Tj ET"
VALUES = ["12 mai 2022", "Salle des Tilleuls", "Odile Ferrandin"]
FORM = "/AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /DR << /Font << /F1 3 0 R >> >> /DA (/F1 12 Tf 0 g) %s >>"
MARKS = ["Highlight", "Text", "Popup", "Link", "Underline"]


def filled(*, drawn: bool, catalogue: str = FORM % "", entries: str = "/F 4") -> bytes:
    """A form with three labels and their values, the values `drawn` in the file or not."""
    fields = [
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{i}) /V ({value}) /DA (/F1 12 Tf 0 g)"
        f" /Rect [150 {696 - 30 * i} 400 {712 - 30 * i}]"
        f" {entries} {f'/AP << /N {9 + i} 0 R >>' if drawn else ''} >>"
        for i, value in enumerate(VALUES)
    ]
    looks = [drawing_form(f"BT /F1 12 Tf 2 4 Td ({value}) Tj ET", "250 16") for value in VALUES]
    return one_page(LABELS, f"{BOX} /Annots [6 0 R 7 0 R 8 0 R]", *fields, *looks, catalogue=catalogue)


def note(kind: str, contents: str, *more: str) -> bytes:
    """A page that says "Budget", with an annotation under it."""
    made = (
        f"<< /Type /Annot /Subtype /{kind} /Contents ({contents}) /DA (/F1 12 Tf 0 g)"
        f" /Rect [72 600 400 640] {more[0]} >>"
    )
    return one_page(SAYS, f"{BOX} /Annots [6 0 R]", made, *more[1:])


def warned(source: SourceDocument) -> list[tuple[str, int | None]]:
    return [(w.code, w.page) for w in source.warnings]


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("catalogue", [FORM % "", FORM % "/NeedAppearances true"])
def test_values_of_form_fields_stand_beside_their_labels(drawn: bool, catalogue: str) -> None:
    source = read_pdf(filled(drawn=drawn, catalogue=catalogue))
    assert [(b.cell.row, b.cell.column, b.text) for b in source.blocks if b.cell] == [
        (0, 0, "Date :"),
        (0, 1, "12 mai 2022"),
        (1, 0, "Lieu :"),
        (1, 1, "Salle des Tilleuls"),
        (2, 0, "Secretaire :"),
        (2, 1, "Odile Ferrandin"),
    ]
    assert warned(source) == []


def test_values_beside_each_other_and_over_several_lines() -> None:
    sheet = Sheet()
    for x, y, label, value, lines in [
        (LEFT, 100, "Date :", "12 mai 2022", 1),
        (320, 100, "Heure :", "19 h 30", 1),
        (LEFT, 130, "Présents :", "Odile Ferrandin\nBasile Morvaux\nLucie Tancarel", 3),
        (LEFT, 200, "Décision :", "Le budget est approuvé.", 1),
    ]:
        sheet.text(x, y, label)
        sheet.canvas.acroForm.textfield(
            value=value, name=label, x=x + 70, y=842 - y - 16 * lines + 10, width=150, height=16 * lines,
            fieldFlags="multiline" if lines > 1 else "", borderWidth=0, fontSize=11,
        )  # fmt: skip
    assert read_pdf(sheet.done()).text.split("\n") == [
        "Date :\t12 mai 2022\tHeure :\t19 h 30",
        "Présents :\tOdile Ferrandin Basile Morvaux Lucie Tancarel",
        "Décision :\tLe budget est approuvé.",
    ]


def test_values_that_the_form_hides_are_not_read() -> None:
    source = read_pdf(filled(drawn=True, entries="/F 2"))
    assert source.text.split("\n") == ["Date :", "Lieu :", "Secretaire :"]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("FreeText", [""]),
        (
            "FreeText",
            ["/AP << /N 7 0 R >>", drawing_form("BT /F1 12 Tf 2 20 Td (Voix pour : 12) Tj ET", "328 40")],
        ),
        (
            "Stamp",
            ["/AP << /N 7 0 R >>", drawing_form("BT /F1 12 Tf 2 20 Td (Voix pour : 12) Tj ET", "328 40")],
        ),
    ],
)
def test_what_is_typed_over_a_page_is_read_where_it_stands(kind: str, more: list[str]) -> None:
    source = read_pdf(note(kind, "Voix pour : 12", *more))
    assert [block.text for block in source.blocks] == ["Budget", "Voix pour : 12"]
    line = source.blocks[1].lines[0]
    assert 72 <= line.x0 < 80
    assert 842 - 640 <= line.top < line.bottom <= 842 - 600
    assert warned(source) == []


@pytest.mark.parametrize("kind", MARKS)
def test_comments_and_marks_are_no_text_of_the_page(kind: str) -> None:
    look = drawing_form("BT /F1 12 Tf 2 20 Td (Voix pour : 12) Tj ET", "328 40")
    source = read_pdf(note(kind, "Voix pour : 12", "/AP << /N 7 0 R >>", look))
    assert (source.text, warned(source)) == ("Budget", [])


def test_values_that_cannot_be_read_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations.raw, "FPDFPage_Flatten", lambda *_: annotations.raw.FLATTEN_FAIL)
    source = read_pdf(filled(drawn=True))
    assert source.text.split("\n") == ["Date :", "Lieu :", "Secretaire :"]
    assert warned(source) == [("form_values", 1)]


NAMES = "/Names << /EmbeddedFiles << /Names [%s] >> >>"


@pytest.mark.parametrize(
    ("names", "listed"),
    [
        (["pv.odt"], "1 file(s) (pv.odt)"),
        (["a.odt", "b.odt"], "2 file(s) (a.odt, b.odt)"),
        ([f"{i}.odt" for i in range(7)], "7 file(s) (0.odt, 1.odt, 2.odt, 3.odt, 4.odt, …)"),
    ],
)
@pytest.mark.parametrize("says", [SAYS, ""])
def test_attached_files_are_named(names: list[str], listed: str, says: str) -> None:
    tree = " ".join(f"({name}) << /Type /Filespec /F ({name}) /EF << /F 6 0 R >> >>" for name in names)
    attached = "<< /Type /EmbeddedFile /Length 6 >>\nstream\nBudget\nendstream"
    content = one_page(says, BOX, attached, catalogue=NAMES % tree)
    message = f"The PDF carries {listed} that are not read: save them beside it."
    if says:
        assert [(w.code, w.message) for w in read_pdf(content).warnings] == [("attachments", message)]
        return
    with pytest.raises(ReadError) as caught:
        read_pdf(content)
    assert caught.value.code == "no_text"
    assert caught.value.message.endswith(message)


def test_an_attached_file_that_is_missing() -> None:
    (warning,) = read_pdf(one_page(SAYS, BOX, catalogue=NAMES % "(pv.odt) 55 0 R")).warnings
    assert warning.message == "The PDF carries 1 file(s) (damaged) that are not read: save them beside it."


def test_a_file_pinned_to_a_page_is_reported() -> None:
    source = read_pdf(note("FileAttachment", "pv.odt", "/FS << /Type /Filespec /F (pv.odt) >>"))
    assert (source.text, warned(source)) == ("Budget", [("attachments", 1)])


@pytest.mark.parametrize(("rendering", "codes"), [("true", ["xfa_form"]), ("false", [])])
def test_a_form_that_only_its_maker_shows_is_reported(rendering: str, codes: list[str]) -> None:
    form = f"/NeedsRendering {rendering} /AcroForm << /Fields [] /XFA 6 0 R >>"
    content = one_page(
        "BT /F1 12 Tf 72 700 Td (Please wait) Tj ET",
        BOX,
        "<< /Length 0 >>\nstream\n\nendstream",
        catalogue=form,
    )
    assert [w.code for w in read_pdf(content).warnings] == codes
