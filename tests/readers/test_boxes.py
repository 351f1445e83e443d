"""Boxes to tick, drawn as squares, and upright headings."""

from collections.abc import Callable

import pytest
from pdf_files import LEFT, Sheet

from crparse.readers.pdf import read_pdf


def square(sheet: Sheet, x: float, y: float, side: float = 8) -> None:
    sheet.canvas.rect(x, sheet.height - y, side, side)


def strokes(sheet: Sheet, x: float, y: float, side: float = 8) -> None:
    for line in ((x, y, x + side, y), (x, y - side, x + side, y - side), (x, y, x, y - side)):
        sheet.rule(*line)
    sheet.rule(x + side, y, x + side, y - side)


def cross(sheet: Sheet, x: float, y: float) -> None:
    sheet.rule(x, y, x + 8, y - 8)
    sheet.rule(x, y - 8, x + 8, y)


def tick(sheet: Sheet, x: float, y: float) -> None:
    path = sheet.canvas.beginPath()
    path.moveTo(x + 1, sheet.height - y + 4)
    path.lineTo(x + 3, sheet.height - y + 1)
    path.lineTo(x + 7, sheet.height - y + 8)
    sheet.canvas.drawPath(path)


def letter(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x + 1, y - 1, "X", 8)


def full(sheet: Sheet, x: float, y: float) -> None:
    sheet.canvas.rect(x + 2, sheet.height - y + 2, 4, 4, stroke=0, fill=1)


Draw = Callable[[Sheet, float, float], None]


@pytest.mark.parametrize("frame", [square, strokes])
@pytest.mark.parametrize("mark", [cross, tick, letter, full])
def test_boxes_before_items(frame: Draw, mark: Draw) -> None:
    sheet = Sheet()
    for row, words in enumerate(["Relancer la pépinière", "Commander les plants"]):
        frame(sheet, LEFT, 100 + 20 * row)
        sheet.text(LEFT + 14, 100 + 20 * row, words)
    mark(sheet, LEFT, 100)
    assert [(block.marker, block.text) for block in read_pdf(sheet.done()).blocks] == [
        ("☒", "Relancer la pépinière"),
        ("☐", "Commander les plants"),
    ]


def test_cells_of_a_table_are_no_boxes() -> None:
    sheet = Sheet()
    sheet.grid([LEFT, 200, 212, 224], [100, 112, 124])
    for row, name in enumerate(["Ana Roux", "Luc Petit"]):
        sheet.text(LEFT + 3, 109 + 12 * row, name, 9)
        sheet.text(203 + 12 * row, 109 + 12 * row, "X", 8)
    assert [block.text for block in read_pdf(sheet.done()).blocks] == ["Ana Roux", "X", "Luc Petit", "X"]


NAMES = [("Ana Roux", 0), ("Luc Petit", 1), ("Zoé Lantier", 2)]


def upright(sheet: Sheet, x: float, words: str, angle: int) -> None:
    sheet.canvas.saveState()
    sheet.canvas.translate(x, sheet.height - (186 if angle == 90 else 140))
    sheet.canvas.rotate(angle)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(0, 0, words)
    sheet.canvas.restoreState()


@pytest.mark.parametrize("angle", [90, -90])
@pytest.mark.parametrize("ruled", [True, False])
def test_upright_headings_of_columns(ruled: bool, angle: int) -> None:
    sheet = Sheet()
    if ruled:
        sheet.grid([LEFT, 220, 250, 280, 310], [130, 190, 210, 230, 250])
    sheet.text(LEFT + 4, 185, "Nom")
    for column, words in enumerate(["Présent", "Excusé", "Absent"]):
        upright(sheet, 239 + 30 * column - (0 if angle == 90 else 6), words, angle)
    for row, (name, column) in enumerate(NAMES):
        sheet.text(LEFT + 4, 204 + 20 * row, name)
        sheet.text(232 + 30 * column, 204 + 20 * row, "X")
    source = read_pdf(sheet.done())
    cells = {(b.cell.row, b.cell.column): b.text for b in source.blocks if b.cell is not None}
    heads = {(0, 0): "Nom", (0, 1): "Présent", (0, 2): "Excusé", (0, 3): "Absent"}
    assert {place: text for place, text in cells.items() if place[0] == 0} == heads
    assert {(row, column) for (row, column), text in cells.items() if text == "X"} == {(1, 1), (2, 2), (3, 3)}
    assert source.warnings == ()


def test_one_upright_line_in_the_margin_is_left_out() -> None:
    sheet = Sheet()
    sheet.lines(LEFT, 100, ["Le comité examine le rapport.", "Le budget est voté."])
    upright(sheet, 30, "Imprimé en mairie", 90)
    assert [block.text for block in read_pdf(sheet.done()).blocks] == [
        "Le comité examine le rapport.",
        "Le budget est voté.",
    ]
