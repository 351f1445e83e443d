"""Plain text, read as it was typed: page by page, the lines that come back at their edges apart."""

from dataclasses import replace

from crparse.readers.blocks.layout import is_page_number, masked
from crparse.readers.blocks.typed import COLUMN_GAP, TextBlocks
from crparse.readers.files.encodings import decode_text
from crparse.source import Block, Kind, SourceDocument

REPEATS = 0.5
"""Share of the pages on which a first or last line is a running one: left pages may have their own."""

PAGES = 3
"""Pages from which lines are compared for that: on two, half of them is one."""


def read_plain_text(content: bytes, name: str) -> SourceDocument:
    """The blocks of a text file."""
    text = decode_text(content)
    pages = text.rstrip("\f\n ").split("\f")
    kept, furniture = _without_furniture([page.split("\n") for page in pages])
    several = len(pages) > 1
    blocks: list[Block] = []
    reader = TextBlocks([line for page in kept for line in page])
    for number, page in enumerate(kept, 1):
        blocks += reader.read(page, number if several else None)
    numbered = [replace(block, paragraph=index) for index, block in enumerate(blocks)]
    return SourceDocument(name, "txt", (*numbered, *furniture), pages=len(pages) if several else None)


def _without_furniture(pages: list[list[str]]) -> tuple[list[list[str]], list[Block]]:
    """The pages without the lines that come back at their edges, and those lines once."""
    running: dict[str, Block] = {}
    if len(pages) == 1:
        return pages, []
    for side, kind in ((0, Kind.HEADER), (-1, Kind.FOOTER)):
        places = [[i for i, line in enumerate(page) if line.strip()][side:][:1] for page in pages]
        edges = [page[place[0]].strip() if place else "" for page, place in zip(pages, places, strict=True)]
        masks = [masked(edge) for edge in edges]
        for page, place, edge, mask in zip(pages, places, edges, masks, strict=True):
            again = len(pages) >= PAGES and masks.count(mask) >= REPEATS * len(pages)
            if not place or not (again or is_page_number(edge)):
                continue
            page[place[0]] = ""
            if not is_page_number(edge):
                running.setdefault(mask, Block(COLUMN_GAP.sub("\t", edge), kind=kind))
    return pages, list(running.values())
