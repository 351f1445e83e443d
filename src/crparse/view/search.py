"""Search: the passages that hold all words asked for, the best first, each with the place it is cited by.

Words are found whatever their accents and case, and in their other forms by their stems; a phrase between
quotes is found as it is. A word that ends in * stands for all that begin so.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from crparse.view.folding import folded, stems

PAGE = 25
"""Hits on a page."""

MOST = 10_000
"""Hits that are counted and weighed: more say that the words are too common to tell anything."""

# Takes "“jardins partagés”" and "jardins*" of what is typed, each as one; leaves the blanks between them.
_ASKED = re.compile(r'["«“](?P<phrase>[^"»”]*)["»”]|(?P<word>[^\s"«»“”]+)')

# Takes "47b660ec99e77c98:120-133" and "47b660ec99e77c98-2:0-12"; leaves "12:30-14".
_CITED = re.compile(r"\s*(?P<document>[0-9a-f]{16}(?:-\d+)?):(?P<start>\d+)-(?P<end>\d+)\s*")


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for, and where."""

    words: str = ""
    body: str = ""
    """Id of a body."""
    first: int | None = None
    last: int | None = None
    """Years."""
    person: str = ""
    """Of the documents, those that name someone of that name."""
    field: str = ""
    """A kind of item; of the text by default."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words.strip() or self.body or self.person.strip() or self.field)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found."""

    document: str
    name: str
    title: str | None
    body: str | None
    date: str | None
    field: str
    start: int
    end: int
    page: int | None
    last_page: int | None
    text: str
    marks: tuple[tuple[str, bool], ...]
    """The text in pieces, each with whether it is what was asked for."""

    @property
    def citation(self) -> str:
        """How it is cited: the record and its characters, the same wherever the corpus is."""
        return cited(self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits."""

    total: int
    """How many there are, as far as they are counted."""
    hits: list[Hit]
    is_cut: bool = False
    """Whether there are more than were counted: these are in order of their meetings, not the best first."""


def cited(document: str, start: int, end: int) -> str:
    """The citation of a passage: "47b660ec99e77c98:120-133"."""
    return f"{document}:{start}-{end}"


def parse_citation(text: str) -> tuple[str, int, int] | None:
    """The passage that a citation names; None for what is no citation."""
    found = _CITED.fullmatch(text)
    return (found["document"], int(found["start"]), int(found["end"])) if found else None


def search(rows: sqlite3.Connection, query: Query, page: int = 1) -> Hits:
    """The passages that a query finds."""
    match = " AND ".join(terms(query.words))
    if query.words.strip() and not match:
        return Hits(0, [])
    conditions, values = _conditions(query)
    source = "passages AS p JOIN documents AS d ON d.id = p.document"
    if match:
        table = "item_words" if query.field else "words"
        source = (
            f"{table} JOIN passages AS p ON p.id = {table}.rowid JOIN documents AS d ON d.id = p.document"
        )
        conditions.insert(0, f"{table} MATCH ?")
        values.insert(0, match)
    where = " AND ".join(conditions)
    counted = f"SELECT COUNT(*) FROM (SELECT 1 FROM {source} WHERE {where} LIMIT {MOST + 1})"
    (total,) = rows.execute(counted, values).fetchone()
    # Passages stand in order of their meetings, the latest first; weighing all of very many takes seconds.
    order = f"bm25({table}, 2.0, 1.0), p.id" if match and total <= MOST else "p.id"
    columns = (
        'p.document, d.name, d.title, d.body_name AS body, d.date, p.field, p.start, p."end", '
        "p.page, p.last_page, p.text"
    )
    limits = f"LIMIT {PAGE} OFFSET {PAGE * (page - 1)}"
    asked = f"SELECT {columns} FROM {source} WHERE {where} ORDER BY {order} {limits}"
    hits = [
        Hit(**dict(row), marks=tuple(_marked(row["text"], query.words)))
        for row in rows.execute(asked, values)
    ]
    return Hits(min(total, MOST), hits, total > MOST)


def terms(words: str) -> Iterator[str]:
    """What FTS5 is asked for each word or phrase; nothing typed can be an operator of its own."""
    for asked in _ASKED.finditer(words):
        if phrase := folded(asked["phrase"] or ""):
            yield f'folded : "{phrase}"'
        elif asked["word"]:
            yield from _word_terms(asked["word"])


def _word_terms(word: str) -> Iterator[str]:
    plain = folded(word)
    if plain and word.endswith("*"):
        yield f'folded : "{plain}" *'
    elif plain:
        yield f'(folded : "{plain}" OR stems : "{stems(word)}")'


def _conditions(query: Query) -> tuple[list[str], list[str | int]]:
    conditions, values = ["d.same_as IS NULL"], list[str | int]()
    if query.field:
        conditions.append("p.field = ?")
        values.append(query.field)
    elif not query.words.strip():
        conditions.append("p.field = 'text'")
    if query.body:
        conditions.append("d.body_id = ?")
        values.append(query.body)
    if query.first is not None:
        conditions.append("d.year >= ?")
        values.append(query.first)
    if query.last is not None:
        conditions.append("d.year <= ?")
        values.append(query.last)
    for word in folded(query.person).split():
        conditions.append(
            "d.id IN (SELECT l.document FROM links AS l "
            "JOIN entities AS e ON e.kind = l.kind AND e.id = l.entity "
            "WHERE l.kind = 'people' AND ' ' || e.key || ' ' LIKE ?)"
        )
        values.append(f"% {word} %")
    return conditions, values


# Takes "L", "Œuvre" of "L'Œuvre"; leaves the apostrophe.
_WORD = re.compile(r"[^\W_]+")


def _marked(text: str, asked: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces: the words that were asked for, in any form, and what stands between them."""
    plain, roots, begun = set[str](), set[str](), tuple[str, ...]()
    for one in _ASKED.finditer(asked):
        said = one["phrase"] or one["word"] or ""
        plain |= set(folded(said).split())
        if one["word"]:
            roots |= set(stems(said).split())
        if said.endswith("*"):
            begun += (folded(said),)
    at = 0
    for word in _WORD.finditer(text):
        form = folded(word.group())
        if form in plain or stems(word.group()) in roots or (begun and form.startswith(begun)):
            if word.start() > at:
                yield text[at : word.start()], False
            yield word.group(), True
            at = word.end()
    if at < len(text):
        yield text[at:], False


def years(rows: sqlite3.Connection) -> list[int]:
    """The years of which the corpus has documents."""
    found = rows.execute("SELECT DISTINCT year FROM documents WHERE year IS NOT NULL ORDER BY year")
    return [year for (year,) in found]


def bodies(rows: sqlite3.Connection) -> list[sqlite3.Row]:
    """The bodies to choose from, by name."""
    query = "SELECT id, name, documents FROM entities WHERE kind = 'bodies' ORDER BY key"
    return rows.execute(query).fetchall()
