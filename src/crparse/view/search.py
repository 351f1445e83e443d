"""Search: the passages that hold all words asked for, each with the place it is cited by.

Words are found whatever their accents and case, and in their other forms by their stems; a phrase between
quotes is found as it is. A word that ends in * stands for all that begin so. Passages with the words as they
were typed come first, then those with other forms; within both the latest meetings.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from crparse.text import WORD
from crparse.view.folding import folded, stem
from crparse.view.passages import BITS, document_of, first_of, passages_of

PAGE = 25
"""Hits on a page."""

MOST = 10_000
"""Hits that are counted: more say that the words are too common to tell anything."""

FEW = 20
"""Documents that are asked one by one: each takes some 3 ms, going through all hits of a usual word 50 to 250
(measured on 10,000 documents)."""

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
    """Whether there are more than were counted."""


def cited(document: str, start: int, end: int) -> str:
    """The citation of a passage: "47b660ec99e77c98:120-133"."""
    return f"{document}:{start}-{end}"


def parse_citation(text: str) -> tuple[str, int, int] | None:
    """The passage that a citation names; None for what is no citation."""
    found = _CITED.fullmatch(text)
    return (found["document"], int(found["start"]), int(found["end"])) if found else None


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that was asked for: what FTS5 is asked, and what is marked in a passage."""

    exact: str
    """As it was typed."""
    any_form: str
    """In all its forms."""
    forms: frozenset[str]
    beginning: str = ""
    """Of all the words that it stands for."""

    def is_met_by(self, form: str) -> bool:
        """Whether it is a folded word of a passage."""
        return form in self.forms or bool(self.beginning and form.startswith(self.beginning))


def search(rows: sqlite3.Connection, query: Query, page: int = 1) -> Hits:
    """The passages that a query finds."""
    asked = terms(rows, query.words)
    if query.words.strip() and not asked:
        return Hits(0, [])
    numbers = list(islice(_numbers(rows, query, asked), MOST + 1))
    shown = numbers[:MOST][PAGE * (page - 1) : PAGE * page]
    return Hits(min(len(numbers), MOST), _hits(rows, shown, asked), len(numbers) > MOST)


def _hits(rows: sqlite3.Connection, numbers: Sequence[int], asked: Sequence[Term]) -> list[Hit]:
    passages = passages_of(rows, numbers)
    marks = ", ".join("?" * len(numbers))
    query = f"SELECT number, name, title, body_name AS body, date FROM documents WHERE number IN ({marks})"
    documents = {row["number"]: row for row in rows.execute(query, list(map(document_of, numbers)))}
    found = []
    for number in numbers:
        passage, document = passages[number], documents[document_of(number)]
        found.append(
            Hit(
                document=passage.document,
                name=document["name"],
                title=document["title"],
                body=document["body"],
                date=document["date"],
                field=passage.field,
                start=passage.start,
                end=passage.end,
                page=passage.page,
                last_page=passage.last_page,
                text=passage.text,
                marks=tuple(_marked(passage.text, asked)),
            )
        )
    return found


def terms(rows: sqlite3.Connection, words: str) -> list[Term]:
    """What is asked for, word by word; nothing typed can be an operator of FTS5."""
    found = []
    for asked in _ASKED.finditer(words):
        phrase = folded(asked["phrase"] or asked["word"] or "")
        if not phrase:
            continue
        *before, last = phrase.split()
        exact = f'"{phrase}"'
        if asked["phrase"]:
            found.append(Term(exact, exact, frozenset((*before, last))))
        elif asked["word"].endswith("*"):
            exact += " *"
            found.append(Term(exact, exact, frozenset(before), last))
        else:
            # Of "l'adhérent" only the last word has other forms.
            forms = _forms(rows, WORD.findall(asked["word"])[-1])
            phrases = (f'"{" ".join((*before, form))}"' for form in forms)
            found.append(Term(exact, f"({' OR '.join(phrases)})", frozenset((*before, *forms))))
    return found


def _forms(rows: sqlite3.Connection, word: str) -> list[str]:
    """All forms of a word in the corpus, folded, and its own."""
    plain = folded(word)
    stems = {stem(word)}
    if plain == word.lower():
        # Typed without accents, it may be one that has them, and ends otherwise for the stemmer.
        stems |= {one for (one,) in rows.execute("SELECT stem FROM vocabulary WHERE form = ?", (plain,))}
    query = f"SELECT form FROM vocabulary WHERE stem IN ({', '.join('?' * len(stems))})"
    return sorted({plain, *(form for (form,) in rows.execute(query, sorted(stems)))})


def matching(asked: Iterable[Term], *fields: str) -> Iterator[str]:
    """What FTS5 is asked: first for the words as they were typed, then for their other forms alone.

    Args:
        asked: What was typed; at least one.
        fields: Of which kinds of item they are to be, in `item_words`.
    """
    exact = " AND ".join(term.exact for term in asked)
    any_form = " AND ".join(term.any_form for term in asked)
    if fields:
        kinds = " OR ".join(f'"{folded(field)}"' for field in fields)
        exact, any_form = (f"form : ({words}) AND field : ({kinds})" for words in (exact, any_form))
    yield exact
    if any_form != exact:
        yield f"({any_form}) NOT ({exact})"


def _numbers(rows: sqlite3.Connection, query: Query, asked: Sequence[Term]) -> Iterator[int]:
    """The numbers of the passages that are found, in order."""
    documents = _documents(rows, query)
    if asked:
        table = "item_words" if query.field else "words"
        for match in matching(asked, *filter(None, (query.field,))):
            yield from _within(
                rows, f"SELECT rowid FROM {table} WHERE {table} MATCH ?", "rowid", match, documents
            )
    elif query.field:
        yield from _within(rows, "SELECT number FROM items WHERE field = ?", "number", query.field, documents)
    else:
        for document, sentences in (documents or {}).items():
            yield from range(first_of(document), first_of(document) + sentences)


def _within(
    rows: sqlite3.Connection, query: str, column: str, value: str, documents: Mapping[int, int] | None
) -> Iterator[int]:
    """The numbers that a query finds in some documents, in order; in all where None is given."""
    if documents is None or len(documents) > FEW:
        values = [value]
        if documents is not None:
            query += f" AND {column} >> {BITS} IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(documents)))
        for (number,) in rows.execute(f"{query} ORDER BY {column}", values):
            yield number
        return
    query = f"{query} AND {column} BETWEEN ? AND ? ORDER BY {column}"
    for document in documents:
        for (number,) in rows.execute(query, (value, first_of(document), first_of(document + 1) - 1)):
            yield number


def _documents(rows: sqlite3.Connection, query: Query) -> dict[int, int] | None:
    """The documents that are asked for, in order, with how many sentences each has; None where all are."""
    conditions, values = ["d.same_as IS NULL"], list[str | int]()
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
            "d.id IN (SELECT l.document FROM entities AS e CROSS JOIN links AS l "
            "ON l.kind = e.kind AND l.entity = e.id WHERE e.kind = 'people' AND ' ' || e.key || ' ' LIKE ?)"
        )
        values.append(f"% {word} %")
    if not values:
        return None
    asked = (
        f"SELECT d.number, d.sentences FROM documents AS d WHERE {' AND '.join(conditions)} ORDER BY d.number"
    )
    return dict(rows.execute(asked, values).fetchall())


def _marked(text: str, asked: Sequence[Term]) -> Iterator[tuple[str, bool]]:
    """The text in pieces: the words that were asked for, in any form, and what stands between them."""
    at = 0
    for word in WORD.finditer(text):
        form = folded(word.group())
        if any(term.is_met_by(form) for term in asked):
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
