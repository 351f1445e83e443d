"""Plain text: its pages, without the lines that come back at their edges, and the blocks that they make."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crparse.readers.blocks.layout import DIGITS, is_page_number, masked
from crparse.readers.blocks.plain import COLUMN_GAP, TextBlocks
from crparse.readers.files.encodings import decode_text
from crparse.source import Block, Kind, SourceDocument

REPEATS = 0.5
"""Share of the pages on which a first or last line is a running one: left pages may have their own."""

PAGES = 3
"""Pages from which lines are compared for that: on two, half of them is one."""

COUNTED = 0.8
"""Share of the pages on which a number counts them, where a line has one: a sheet may be missing (chosen)."""


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
        edges = [
            _EdgeLine(number, at, page[at].strip())
            for number, (page, lines) in enumerate(zip(pages, printed, strict=True))
            for at in lines[side:][:1]
        ]
        said = _said(edges)
        counts = Counter(said.values())
        for edge in edges:
            page_number = is_page_number(edge.text)
            again = len(pages) >= PAGES and counts[said[edge]] >= REPEATS * len(pages)
            if again or page_number:
                pages[edge.page][edge.at] = ""
            if again and not page_number:
                running.setdefault(masked(edge.text), Block(COLUMN_GAP.sub("\t", edge.text), kind=kind))
    return list(running.values())


@dataclass(frozen=True, slots=True)
class _EdgeLine:
    """The first or last line of a page."""

    page: int
    at: int
    text: str


def _said(edges: Sequence[_EdgeLine]) -> dict[_EdgeLine, tuple[str, ...]]:
    """What each line says but for the number of its page: "Séance du 12/03" is not "Séance du 09/04"."""
    alike: defaultdict[str, list[_EdgeLine]] = defaultdict(list)
    for edge in edges:
        alike[masked(edge.text)].append(edge)
    said: dict[_EdgeLine, tuple[str, ...]] = {}
    for mask, group in alike.items():
        printed = [[int(number) for number in DIGITS.findall(edge.text)] for edge in group]
        pages = [edge.page for edge in group]
        fixed = [column for column in zip(*printed, strict=True) if not _counts_pages(column, pages)]
        for at, edge in enumerate(group):
            said[edge] = (mask, *(str(column[at]) for column in fixed))
    return said


def _counts_pages(numbers: Sequence[int], pages: Sequence[int]) -> bool:
    """Whether the numbers of a running line rise with its pages rather than stay."""
    rising = Counter(number - page for number, page in zip(numbers, pages, strict=True))
    return max(rising.values()) >= COUNTED * len(pages) and len(set(numbers)) > 1
