"""How many pages of a document are read is told while it is."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from crparse.readers.pdf import read_pdf
from crparse.reporting.page_progress import tell_pages_to


def test_each_page_is_told_and_nobody_who_does_not_listen(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    canvas = Canvas(str(tmp_path / "cr.pdf"), invariant=1)
    for number in range(3):
        canvas.drawString(72, 780, f"{number}. Le comité décide de réparer le four communal.")
        canvas.showPage()
    canvas.save()
    content = (tmp_path / "cr.pdf").read_bytes()
    tell_pages_to(lambda done, of: told.append((done, of)))
    try:
        read_pdf(content)
    finally:
        tell_pages_to(None)
    read_pdf(content)
    assert told == [(1, 3), (2, 3), (3, 3)]
