"""DOCX: opened with python-docx, its XML walked in reading order.

The text is what Word prints: numbers of lists and headings counted back in, insertions under revision kept
and deletions left out, letters set as capitals given as capitals, results of fields without their codes, text
boxes once, merged cells once. Comments and hidden text are left out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from crparse.readers.blocks.layout import without_layout
from crparse.readers.word.body import Story, WordDocument
from crparse.readers.word.numbering import Numbering
from crparse.readers.word.package import WordPackage, open_package
from crparse.readers.word.styles import WordStyles, name, switch
from crparse.source import FURNITURE, Block, Caveat, Kind, SourceDocument

FEW_WORDS = 20
"""A document with pictures and fewer words than that is taken for a scan put into a Word file."""


def read_word(path: Path | BinaryIO, title: str = "") -> SourceDocument:
    """The blocks of a DOCX file. `title` names it in the record, by default its file name.

    Raises:
        ReadError: "truncated", "too_large", "not_docx" or "corrupt_docx".
    """
    if isinstance(path, Path):
        with path.open("rb") as stream:
            return read_word(stream, title or path.name)
    package = open_package(path)
    document = _document(package)
    body = Story(document, package.document)
    margin, text = _apart(without_layout(body.blocks))
    blocks = [*text, *_notes(package, document, body.notes)]
    return SourceDocument(
        name=title or "document.docx",
        format="docx",
        blocks=(*blocks, *_furniture(package, document), *margin),
        title=package.title,
        warnings=tuple(_caveats(package.document, blocks)),
    )


def _apart(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The furniture among the blocks, and the rest."""
    furniture = [block for block in blocks if block.kind in FURNITURE]
    return furniture, [block for block in blocks if block.kind not in FURNITURE]


def _document(package: WordPackage) -> WordDocument:
    styles = WordStyles(package.related("STYLES"))

    def style_list(style_id: str) -> str | None:
        style = styles.get(style_id, "numbering")
        return style.layout.num_id if style else None

    numbering = Numbering(package.related("NUMBERING"), style_list)
    paragraphs = {p: index for index, p in enumerate(package.document.iter(name("w:p")))}
    return WordDocument(styles, numbering, paragraphs)


def _notes(package: WordPackage, document: WordDocument, called: list[tuple[str, str]]) -> Iterator[Block]:
    """Footnotes in the order in which they are called, then endnotes."""
    for kind in ("footnote", "endnote"):
        ids = dict.fromkeys(note for called_kind, note in called if called_kind == kind)
        root = package.related(f"{kind.upper()}S") if ids else None
        if root is None:
            continue
        notes = {note.get(name("w:id"), ""): note for note in root.iterchildren(name(f"w:{kind}"))}
        for note in ids:
            if note in notes:
                yield from Story(document, notes[note], Kind.FOOTNOTE).blocks


def _furniture(package: WordPackage, document: WordDocument) -> Iterator[Block]:
    """The headers, then the footers that are printed, each text once."""
    settings = package.related("SETTINGS")
    even = bool(switch(settings, "w:evenAndOddHeaders"))
    for kind in (Kind.HEADER, Kind.FOOTER):
        seen: set[tuple[str, ...]] = set()
        for section in package.document.iter(name("w:sectPr")):
            shown = {
                "default",
                *(["even"] if even else []),
                *(["first"] if switch(section, "w:titlePg") else []),
            }
            references = {
                r.get(name("w:type")): r for r in section.iterchildren(name(f"w:{kind.value}Reference"))
            }
            for page in ("first", "default", "even"):
                root = package.part(references[page].get(name("r:id"), "")) if page in references else None
                if root is None or page not in shown:
                    continue
                blocks = Story(document, root, kind).blocks
                text = tuple(block.text for block in blocks)
                if text not in seen:
                    seen.add(text)
                    yield from blocks


def _caveats(document: etree._Element, blocks: list[Block]) -> Iterator[Caveat]:
    """What of the document is not read, in words."""
    chunks = sum(1 for _ in document.iter(name("w:altChunk")))
    if chunks:
        yield Caveat("alternative_chunk", f"{chunks} inserted file(s) inside the document are not read.")
    objects = sum(1 for _ in document.iter(name("o:OLEObject")))
    if objects:
        yield Caveat("embedded_object", f"{objects} embedded object(s), such as worksheets, are not read.")
    drawn = sum(
        "chart" in g.get("uri", "") or "diagram" in g.get("uri", "")
        for g in document.iter(name("a:graphicData"))
    )
    if drawn:
        yield Caveat("drawing", f"{drawn} chart(s) or diagram(s) are not read.")
    pictures = sum(1 for _ in document.iter(name("pic:pic"), name("v:imagedata")))
    if pictures and sum(len(block.text.split()) for block in blocks) < FEW_WORDS:
        yield Caveat("images_only", "The document is made of pictures: the text in them is not read.")
