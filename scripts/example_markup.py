"""The light markup of corpus/texts, read into blocks; scripts/make_corpus.py explains it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

PREFIXES = {
    "title: ": "title",
    "center: ": "center",
    "date: ": "date",
    "bold: ": "bold",
    "tabs: ": "tabs",
    "dots: ": "dots",
    "# ": "heading 1",
    "## ": "heading 2",
    "### ": "heading 3",
    "- ": "bullet 1",
    "-- ": "bullet 2",
    "|": "row",
}
COLUMNS = ("columns:", "end")
LEAD = re.compile(r"\*\*(.+?)\*\*")
NUMBER = re.compile(r"^\d+\. ")


class MarkupError(ValueError):
    """A line of a text that the markup has no meaning for."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a table or a list in two columns; `lines` has one line, or those of the table or list."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The one line of a paragraph."""
        return self.lines[0]

    @property
    def cells(self) -> list[list[list[str]]]:
        """The paragraphs of each cell of a table, short rows filled up with empty cells."""
        rows = [[cell.strip() for cell in line.split("|")] for line in self.lines]
        width = max(map(len, rows))
        return [[cell.split(" / ") for cell in row + [""] * (width - len(row))] for row in rows]


@dataclass(frozen=True)
class Text:
    """A document to make: how it is laid out, and its blocks."""

    layout: dict[str, str]
    blocks: tuple[Block, ...]


def read_text(text: str) -> Text:
    """The layout above the `---`, the blocks below."""
    head, rule, body = text.partition("\n---\n")
    if not rule:
        raise MarkupError("no '---' line below the layout")
    layout = dict(line.split(": ", 1) for line in head.splitlines())
    return Text(layout, tuple(_blocks(body)))


def spans(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a line, and whether each is bold."""
    for index, piece in enumerate(LEAD.split(text)):
        if piece:
            yield piece, index % 2 == 1


def _blocks(body: str) -> Iterator[Block]:
    lines = [_classified(line) for line in body.splitlines()]
    for kind, group in groupby(_in_columns(lines), key=lambda line: line[0]):
        texts = tuple(text for _, text in group)
        if kind in ("row", "columns"):
            yield Block("table" if kind == "row" else kind, texts)
        elif kind != "empty":
            yield from (Block(kind, (text,)) for text in texts)


def _classified(line: str) -> tuple[str, str]:
    if not line.strip():
        return "empty", ""
    if line in COLUMNS:
        return line, ""
    for prefix, kind in PREFIXES.items():
        if line.startswith(prefix):
            return kind, line.removeprefix(prefix).strip()
    return "paragraph", line


def _in_columns(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The lines, those between `columns:` and `end` as items of a list in two columns."""
    inside = False
    for kind, text in lines:
        if kind in COLUMNS:
            inside = kind == COLUMNS[0]
        elif not inside:
            yield kind, text
        elif kind == "bullet 1":
            yield "columns", text
        else:
            raise MarkupError(f"only '- ' lines between 'columns:' and 'end', not: {text}")
