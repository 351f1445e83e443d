"""Text on layers of a PDF: shown, or switched off."""

import pytest

from crparse.readers.pdf import read_pdf
from crparse.readers.pdf.layers import Layers
from pdf_objects import BOX, one_page

DRAWN = (
    "BT /F1 12 Tf 72 700 Td (Budget) Tj ET "
    "/OC /L1 BDC BT /F1 12 Tf 72 600 Td (Variante) Tj ET EMC "
    "/OC /L2 BDC BT /F1 12 Tf 72 500 Td (Annexe) Tj ET EMC"
)


def page(settings: str, *names: str) -> bytes:
    layers = [f"<< /Type /OCG /Name ({name}) >>" for name in names]
    catalogue = f"/OCProperties << /OCGs [6 0 R 7 0 R] /D << {settings} >> >>"
    return one_page(
        DRAWN, BOX, *layers, catalogue=catalogue, resources="/Properties << /L1 6 0 R /L2 7 0 R >>"
    )


@pytest.mark.parametrize(
    ("settings", "names", "expected"),
    [
        ("/OFF [6 0 R]", ("Masque", "Plan"), ["Budget", "Annexe"]),
        ("/BaseState /OFF /ON [7 0 R]", ("Masque", "Plan"), ["Budget", "Annexe"]),
        ("", ("Masque", "Plan"), ["Budget", "Variante", "Annexe"]),
        ("/OFF [6 0 R]", ("Plan", "Plan"), ["Budget", "Variante", "Annexe"]),  # which of the two is not said
    ],
)
def test_layers_that_are_off_are_left_out(settings: str, names: tuple[str, str], expected: list[str]) -> None:
    assert [block.text for block in read_pdf(page(settings, *names)).blocks] == expected


def test_a_catalogue_that_cannot_be_read_hides_nothing() -> None:
    assert not Layers(b"%PDF-1.4").is_off("Plan")
    assert [block.text for block in read_pdf(one_page(DRAWN)).blocks] == ["Budget", "Variante", "Annexe"]
