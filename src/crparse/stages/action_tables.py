"""Tables of actions (Quoi | Qui | Quand): one action a row, read by the headings of the columns."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from crparse.source import SourceDocument
from crparse.stages.statement_features import families
from crparse.text import fold, squeeze

COLUMNS = ("what", "who", "due", "status")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of actions: the blocks of each column, by their index."""

    what: list[int]
    who: str | None
    due: str | None
    done: bool


def find_rows(source: SourceDocument) -> Iterator[Row]:
    """The rows of every table that has a column for the task and another for who, when or whether done."""
    tables: dict[int, dict[int, dict[int, list[int]]]] = defaultdict(lambda: defaultdict(dict))
    for index, block in enumerate(source.blocks):
        if block.cell is not None:
            cell = block.cell
            tables[cell.table][cell.row].setdefault(cell.column, []).append(index)
    for rows in tables.values():
        columns = _columns(source, rows[min(rows)])
        if "what" in columns and len(columns) > 1:
            for number in sorted(rows)[1:]:
                yield from _row(source, rows[number], columns)


def _columns(source: SourceDocument, header: dict[int, list[int]]) -> dict[str, int]:
    """Which column holds what, by its heading."""
    found: dict[str, int] = {}
    for column, blocks in sorted(header.items()):
        title = fold(squeeze(" ".join(source.blocks[i].text for i in blocks)))
        for name in COLUMNS:
            if name not in found and families("actions", "columns")[name].search(title):
                found[name] = column
                break
    return found


def _row(source: SourceDocument, cells: dict[int, list[int]], columns: dict[str, int]) -> Iterator[Row]:
    def text(name: str) -> str | None:
        blocks = cells.get(columns.get(name, -1), [])
        return squeeze(" ".join(source.blocks[i].text for i in blocks)) or None

    what = [i for i in cells.get(columns["what"], []) if source.blocks[i].text.strip()]
    if what:
        done = families("actions", "columns")["done"].search(fold(text("status") or ""))
        yield Row(what, text("who"), text("due"), bool(done))
