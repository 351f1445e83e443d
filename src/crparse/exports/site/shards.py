"""What the pages of a site search, in scripts: each hands what it holds to `site`, which has asked for it.

- `documents.js` has what every search needs: the documents in order with how many passages they have, the
  bodies, and which shards there are.
- `words/<two letters>.js` has the forms that begin so: each with its stems and with the passages in which it
  stands, sentences and items apart. Long lists stand in `lists/<number>.js`: most words are never asked for.
- `texts/<document>.js` has the passages of a document, as its hits show them; `names/<kind>.js` the names.

Passages are numbered through, in the order of `crparse.view.passages`. A list of numbers is written as the
differences between them less one, in base 64: seven bits a byte, the lowest first, and the eighth where more
follow.
"""

import json
import sqlite3
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from crparse.view.folding import folded
from crparse.view.labels import ENTITIES
from crparse.view.passages import ITEMS, document_of, first_of, sentences_in

INLINE = 3_000
"""Signs of a list that stands beside its word: a shard of two letters stays under a megabyte (measured on
10,000 documents)."""

_VOCABULARY = """
CREATE VIRTUAL TABLE temp.sentence_instances USING fts5vocab(main, words, instance);
CREATE VIRTUAL TABLE temp.item_instances USING fts5vocab(main, item_words, instance);
"""


def write_shards(rows: sqlite3.Connection, folder: Path) -> None:
    """Writes them into a new folder.

    Args:
        rows: The index of the corpus.
        folder: Where to.
    """
    for name in ("words", "lists", "texts", "names"):
        (folder / name).mkdir(parents=True)
    documents = _Documents(rows)
    rows.executescript(_VOCABULARY)
    shards = _write_words(rows, folder, documents)
    _write_script(folder / "documents.js", "documents", documents.told(rows) | {"shards": shards})
    for number, identity in zip(documents.numbers, documents.ids, strict=True):
        passages = list(_passages(rows, number))
        _write_script(folder / "texts" / f"{identity}.js", "text", identity, passages)
    for kind in ENTITIES:
        _write_script(folder / "names" / f"{kind}.js", "names", kind, list(_names(rows, kind, documents)))


def _write_script(file: Path, name: str, *told: Any) -> None:
    values = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in told)
    # A half of a sign, as damaged files have it, is no UTF-8: it is written as its code.
    file.write_text(f"site.{name}({values});\n", "utf-8", "backslashreplace", newline="\n")


class _Documents:
    """The documents that are searched, in order, and the numbers of their passages counted through."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        query = "SELECT number, id, sentences FROM documents WHERE same_as IS NULL ORDER BY number"
        listed = rows.execute(query).fetchall()
        self.numbers = [row["number"] for row in listed]
        self.ids = [row["id"] for row in listed]
        counted = "SELECT document, field, COUNT(*) FROM items GROUP BY document, field"
        items = {(document, field): count for document, field, count in rows.execute(counted)}
        self.counts = [
            [row["sentences"], *(items.get((row["id"], field), 0) for field in ITEMS)] for row in listed
        ]
        self.offsets: dict[int, int] = {}
        offset = 0
        for number, counts in zip(self.numbers, self.counts, strict=True):
            self.offsets[number] = offset - first_of(number)
            offset += sum(counts)

    def through(self, passages: Iterable[int]) -> list[int]:
        """The numbers of passages, each once, counted through."""
        return [self.offsets[document_of(number)] + number for number in dict.fromkeys(passages)]

    def told(self, rows: sqlite3.Connection) -> dict[str, Any]:
        """What every search needs of them."""
        bodies = rows.execute("SELECT id, name FROM entities WHERE kind = 'bodies' ORDER BY id").fetchall()
        place = {body["id"]: at for at, body in enumerate(bodies)}
        query = (
            "SELECT id, COALESCE(title, body_name, name) AS called, body_id, date FROM documents "
            "WHERE same_as IS NULL ORDER BY number"
        )
        listed = [
            [row["id"], row["called"], place.get(row["body_id"], -1), row["date"] or "", *counts]
            for row, counts in zip(rows.execute(query), self.counts, strict=True)
        ]
        return {"documents": listed, "bodies": [body["id"] for body in bodies], "fields": ITEMS}


def _write_words(rows: sqlite3.Connection, folder: Path, documents: _Documents) -> dict[str, list[str]]:
    """Writes the words; gives the shards that there are, and in which others stand words of their stems."""
    sentences = groupby(_instances(rows, "sentence_instances"), key=itemgetter(0))
    items = groupby(_instances(rows, "item_instances"), key=itemgetter(0))
    shards = defaultdict[str, list[list[Any]]](list)
    others = defaultdict[str, set[str]](set)
    names, lists = list[str](), 0

    def write(name: str) -> None:
        _write_script(folder / "words" / f"{name}.js", "words", name, shards.pop(name))
        names.append(name)

    last = ""
    for form, *found in _beside(sentences, items):
        name = shard_of(form)
        # Forms come in order: what is behind is done, but for signs of all kinds that share a shard.
        if last != name and last in shards and "_" not in last:
            write(last)
        last = name
        entry: list[Any] = [form, stems := _stems(rows, form)]
        for numbers in found:
            packed = packed_numbers(documents.through(numbers))
            if len(packed) > INLINE:
                lists += 1
                _write_script(folder / "lists" / f"{lists}.js", "list", lists, packed)
                entry.append(lists)
            else:
                entry.append(packed)
        shards[name].append(entry)
        for stem in stems:
            others[shard_of(stem)].add(name)
    for name in list(shards):
        write(name)
    return {name: sorted(others[name] | ({name} & set(names))) for name in sorted({*names, *others})}


def shard_of(form: str) -> str:
    """The shard of a form: "le" of "lettre", "l_" of "l", "_a" of "ъa"."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in f"{form}__"[:2])


def _instances(rows: sqlite3.Connection, table: str) -> Iterator[tuple[str, int]]:
    yield from rows.execute(f"SELECT term, doc FROM {table} WHERE col = 'form'")


_Group = tuple[str, Iterator[tuple[str, int]]]


def _beside(*streams: Iterator[_Group]) -> Iterator[tuple[Any, ...]]:
    """The same word of several streams at once, all in order of the words; with the numbers of each."""
    heads = [next(stream, None) for stream in streams]
    while any(heads):
        # As FTS5 orders them: by their bytes.
        least = min((head[0] for head in heads if head), key=lambda form: form.encode())
        found: list[list[int]] = []
        for at, head in enumerate(heads):
            is_here = head is not None and head[0] == least
            found.append([number for _, number in head[1]] if head and is_here else [])
            if is_here:
                heads[at] = next(streams[at], None)
        yield least, *found


def _stems(rows: sqlite3.Connection, form: str) -> list[str]:
    query = "SELECT stem FROM vocabulary WHERE form = ? ORDER BY stem"
    return [stem for (stem,) in rows.execute(query, (form,))]


def packed_numbers(numbers: Sequence[int]) -> str:
    """Rising numbers, as the pages read them: [3, 4, 200] -> "AwDDAQ=="."""
    counted = np.array([-1, *numbers], dtype=np.int64)
    left = counted[1:] - counted[:-1] - 1
    # A column a byte, as many as the largest difference needs.
    columns, needed = [], [np.ones(len(left), dtype=bool)]
    while True:
        columns.append(left & 0x7F)
        left = left >> 7
        if not left.any():
            break
        needed.append(left > 0)
    signs = np.stack(columns, axis=1).astype(np.uint8)
    is_needed = np.stack(needed, axis=1)
    signs[:, :-1] |= is_needed[:, 1:].astype(np.uint8) << 7
    return b64encode(signs[is_needed].tobytes()).decode("ascii")


def _passages(rows: sqlite3.Connection, document: int) -> Iterator[list[Any]]:
    """Start, end, pages and text of each passage; one page stands once."""
    for start, end, page, last, text in sentences_in(rows, document):
        yield [start, end, _pages(page, last), text]
    query = 'SELECT start, "end", page, said FROM items WHERE number BETWEEN ? AND ? ORDER BY number'
    for row in rows.execute(query, (first_of(document), first_of(document + 1) - 1)):
        yield [row["start"], row["end"], _pages(row["page"], row["page"]), row["said"]]


def _pages(page: int | None, last: int | None) -> list[int]:
    return [one for one in (page, last if last != page else None) if one is not None]


def _names(rows: sqlite3.Connection, kind: str, documents: _Documents) -> Iterator[list[Any]]:
    """Id, name, documents that name it and words of each entity; of people where these documents stand."""
    place = {identity: at for at, identity in enumerate(documents.ids)}
    named = "SELECT document FROM links WHERE kind = ? AND entity = ?"
    query = "SELECT id, name, documents, key FROM entities WHERE kind = ? ORDER BY key, id"
    for row in rows.execute(query, (kind,)):
        key = row["key"] if row["key"] != folded(row["name"]) else 0
        entry = [row["id"], row["name"], row["documents"], key]
        if kind == "people":
            found = rows.execute(named, (kind, row["id"]))
            entry.append(sorted({place[document] for (document,) in found if document in place}))
        yield entry
