"""Plain text: its pages, without the lines that come back at their edges, and the blocks that they make."""

from collections import Counter
from dataclasses import replace

from crparse.readers.blocks.layout import is_page_number, masked
from crparse.readers.blocks.plain import COLUMN_GAP, TextBlocks
from crparse.readers.files.encodings import decode_text
from crparse.source import Block, Kind, SourceDocument

REPEATS = 0.5
"""Share of the pages on which a first or last line is a running one: left pages may have their own."""

PAGES = 3
"""Pages from which lines are compared for that: on two, half of them is one."""


def read_plain_text(content: bytes, name: str) -> SourceDocument:
    """The blocks of a text file."""
    text = decode_text(content)
    pages = [page.split("\n") for page in text.rstrip("\f\n ").split("\f")]
    several = len(pages) > 1
    furniture = _take_furniture(pages) if several else []
    blocks: list[Block] = []
    reader = TextBlocks([line for page in pages for line in page])
    for number, page in enumerate(pages, 1):
        blocks += reader.read(page, number if several else None)
    numbered = [replace(block, paragraph=index) for index, block in enumerate(blocks)]
    return SourceDocument(name, "txt", (*numbered, *furniture), pages=len(pages) if several else None)


def _take_furniture(pages: list[list[str]]) -> list[Block]:
    """Empties the lines that come back at the edges of the pages, and gives each of them once."""
    running: dict[str, Block] = {}
    for side, kind in ((0, Kind.HEADER), (-1, Kind.FOOTER)):
        printed = ([at for at, line in enumerate(page) if line.strip()] for page in pages)
        edges = [(page, at) for page, lines in zip(pages, printed, strict=True) for at in lines[side:][:1]]
        masks = Counter(masked(page[at].strip()) for page, at in edges)
        for page, at in edges:
            edge, page_number = page[at].strip(), is_page_number(page[at].strip())
            again = len(pages) >= PAGES and masks[masked(edge)] >= REPEATS * len(pages)
            if again or page_number:
                page[at] = ""
            if again and not page_number:
                running.setdefault(masked(edge), Block(COLUMN_GAP.sub("\t", edge), kind=kind))
    return list(running.values())
