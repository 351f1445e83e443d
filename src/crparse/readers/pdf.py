"""PDF with a text layer: characters and their type from PDFium; lines, columns, tables, paragraphs from them.

Measured on 65 pages of minutes on one core: PDFium gives every character with its box and font at 100 pages
a second, pdfplumber at 13.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from crparse.errors import ReadError
from crparse.readers.accents import join_accents
from crparse.readers.blocks import make_block
from crparse.readers.furniture import PageSize, find_furniture, is_page_number
from crparse.readers.glyphs import GlyphReader
from crparse.readers.hyphens import Hyphens
from crparse.readers.lines import Row, Segment, drop_doubles, find_rows
from crparse.readers.paragraphs import group_lines
from crparse.readers.printed import PrintedLine
from crparse.source import Block, Caveat, Kind, SourceDocument

_MARKER = re.compile(r"([•▪■□●○◦◆➢➔✓✔❖–—-]|\d{1,2}(?:[.)]\d{0,2}){1,4}|[A-Za-z][)])\s+(?=\S)")


def read_pdf(source: Path | str | bytes, name: str = "") -> SourceDocument:
    """The blocks of a PDF file with a text layer.

    Raises:
        ReadError: "empty", "not_pdf", "encrypted", "corrupt_pdf" or "no_text".
    """
    path = Path(source) if not isinstance(source, bytes) else None
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    document = _open(content)
    try:
        reading = _Reading()
        for index in range(len(document)):
            reading.add_page(document, index)
        title = document.get_metadata_dict().get("Title") or None
    finally:
        document.close()
    if not reading.lines:
        raise ReadError(
            "no_text",
            "No page of the PDF holds text: it is a scan or made of pictures.",
            "Run it through text recognition (OCR) first.",
        )
    return SourceDocument(
        name=name or (path.name if path else "document.pdf"),
        format="pdf",
        blocks=tuple(reading.blocks()),
        pages=len(reading.sizes),
        title=title,
        warnings=tuple(reading.caveats),
    )


def _open(content: bytes) -> pdfium.PdfDocument:
    if not content:
        raise ReadError("empty", "The file is empty.", "Fetch it again from where it comes from.")
    if b"%PDF-" not in content[:1024]:
        raise ReadError(
            "not_pdf", "The file is no PDF, whatever its name says.", "Check how it was exported."
        )
    try:
        return pdfium.PdfDocument(io.BytesIO(content))
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ReadError(
                "encrypted", "The PDF is protected by a password.", "Save it without one."
            ) from error
        advice = "It may be cut off: fetch it again, or open and print it to PDF anew."
        raise ReadError("corrupt_pdf", "The PDF is damaged and cannot be opened.", advice) from error


@dataclass
class _Reading:
    """What is gathered of a document while its pages are opened one by one."""

    glyphs: GlyphReader = field(default_factory=GlyphReader)
    lines: list[PrintedLine] = field(default_factory=list)
    sizes: list[PageSize] = field(default_factory=list)
    caveats: list[Caveat] = field(default_factory=list)

    def add_page(self, document: pdfium.PdfDocument, index: int) -> None:
        """Keeps the lines of a page."""
        page = document[index]
        try:
            content = self.glyphs.read(page)
        finally:
            page.close()
        self.sizes.append(PageSize(content.width, content.height))
        rows = find_rows(drop_doubles(join_accents(content.glyphs)))
        if not rows:
            self.caveats.append(Caveat("no_text_layer", "The page holds no text, only pictures.", index + 1))
        self.lines.extend(_page_lines(rows, index + 1))

    def blocks(self) -> Iterator[Block]:
        """The blocks of the document, furniture last."""
        furniture = find_furniture(self.lines, self.sizes)
        body = [line for i, line in enumerate(self.lines) if i not in furniture]
        hyphens = Hyphens(line.text for line in body)
        previous: PrintedLine | None = None
        for paragraph in group_lines(body):
            first = paragraph[0]
            above = (
                previous if previous and previous.page == first.page and previous.base < first.base else None
            )
            yield make_block(paragraph, hyphens, round(first.top - above.bottom, 1) if above else None)
            previous = paragraph[-1]
        seen: set[str] = set()
        for i, side in furniture.items():
            line = self.lines[i]
            if line.text not in seen and not is_page_number(line.text):
                seen.add(line.text)
                yield make_block([line], hyphens, kind=Kind.HEADER if side == "header" else Kind.FOOTER)


def _page_lines(rows: list[Row], page: int) -> Iterator[PrintedLine]:
    segments = [s for row in rows for s in row.segments]
    left, right = min((s.x0 for s in segments), default=0.0), max((s.x1 for s in segments), default=0.0)
    for row in rows:
        line = row.segments[0]
        for other in row.segments[1:]:
            line = line.joined(other, "\t")
        yield _printed(line, page, left, right)


def _printed(line: Segment, page: int, left: float, right: float) -> PrintedLine:
    printed = PrintedLine(
        line.text,
        line.faces,
        page,
        line.x0,
        line.x1,
        line.base,
        line.size,
        left,
        right,
        area=page,
        body_x=line.x0,
    )
    if found := _MARKER.match(line.text):
        printed.marker = found[1]
        printed.bullet = not found[1][0].isalnum()
        printed.body = found.end()
    return printed
