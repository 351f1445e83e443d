"""PDF files drawn line by line, for tests: what stands where is in the test itself."""

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT = 72.0, 523.0
"""Edges of the text."""


class Sheet:
    """A canvas measured from the top left corner of the page."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, pageCompression=0, invariant=1)
        self.height = A4[1]

    def text(self, x: float, y: float, words: str, size: float = 11, font: str = "Helvetica") -> float:
        """Words with their foot at y points from the top; returns where they end."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, words)
        return x + stringWidth(words, font, size)

    def lines(self, x: float, y: float, lines: Sequence[str], step: float = 14, size: float = 11) -> float:
        """Lines under each other; returns where the next one would stand."""
        for line in lines:
            self.text(x, y, line, size)
            y += step
        return y

    def centered(self, y: float, words: str, size: float = 11, font: str = "Helvetica") -> None:
        """Words in the middle between the edges of the text."""
        width = stringWidth(words, font, size)
        self.text((LEFT + RIGHT - width) / 2, y, words, size, font)

    def flush_right(self, y: float, words: str, size: float = 11) -> None:
        """Words that end at the right edge."""
        self.text(RIGHT - stringWidth(words, "Helvetica", size), y, words, size)

    def justified(self, y: float, words: str, size: float = 11, left: float = LEFT) -> None:
        """A line whose blanks are drawn out to end at the right edge."""
        room = RIGHT - left - stringWidth(words, "Helvetica", size)
        text = self.canvas.beginText(left, self.height - y)
        text.setFont("Helvetica", size)
        text.setWordSpace(room / words.count(" "))
        text.textOut(words)
        text.setWordSpace(0)
        self.canvas.drawText(text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """The rules of a table."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)

    def next_page(self) -> None:
        """Ends the page."""
        self.canvas.showPage()

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.buffer.getvalue()


def without_map(lines: Sequence[str]) -> bytes:
    """Lines in a font that does not say which letters it draws but for those of ASCII."""
    sheet = Sheet()
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with ReportLab
    for i, line in enumerate(lines):
        sheet.text(LEFT, 100 + 14 * i, line, font="Vera")
    return sheet.done().replace(b"/ToUnicode", b"/NoUnicode")


def wrap(words: str, width: float = RIGHT - LEFT, size: float = 11, font: str = "Helvetica") -> list[str]:
    """The words as lines that are no wider than `width`."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
