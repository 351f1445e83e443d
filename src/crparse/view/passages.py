"""Passages: the sentences of all texts and the items found in them, numbered and indexed by their words.

The documents are numbered, the latest meeting first, and each has a stretch of numbers for its passages:
first its sentences, then its items. So what a search finds comes in order of the meetings without being
sorted, and a number tells its document. Of a text only the folded words are indexed; the table `vocabulary`
has each of them with its stem, and the other forms of a word are looked for by their names. Texts are kept
squeezed, with the places of their sentences: only those of the hits that are shown are unpacked.
"""

import sqlite3
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crparse.document.sentences import sentences_of
from crparse.record import COUNTED, Located, Minutes
from crparse.text import WORD
from crparse.view.folding import searchable, stem
from crparse.view.labels import said_by

ITEMS = tuple(field for field in COUNTED if field not in ("people", "organisations", "warnings"))
"""The lists of a record whose items stand at one place."""

TEXT = "text"
"""The `field` of a passage that is a sentence of the text."""

BITS = 22
"""Of the number of a passage within its document: a text of the longest that is read has fewer sentences."""

TABLES = """
CREATE TABLE texts (number INTEGER PRIMARY KEY, text BLOB, places BLOB);
CREATE TABLE vocabulary (form TEXT, stem TEXT, PRIMARY KEY (form, stem)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    form, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE item_words USING fts5(
    form, field, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0');
"""
INDICES = """
CREATE INDEX vocabulary_of_stem ON vocabulary (stem);
INSERT INTO words (words) VALUES ('optimize');
INSERT INTO item_words (item_words) VALUES ('optimize');
"""

_PLACE = struct.Struct("<4i")
"""Start, end, first and last page of a sentence."""

NO_PAGE = -1
"""Stands for the page where the format has none."""


def first_of(document: int) -> int:
    """The number of the first passage of a document."""
    return document << BITS


def document_of(number: int) -> int:
    """The document that a passage is of."""
    return number >> BITS


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or an item, as it is read."""

    document: str
    field: str
    start: int
    end: int
    page: int | None
    last_page: int | None
    text: str


class PassageWriter:
    """Takes in the passages of one document after the other."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self.rows = rows
        self._known: set[str] = set()

    def add(self, document: int, record: Minutes) -> int:
        """Takes in those of a record.

        Returns:
            How many sentences there are: the items are numbered after them, in the order of `ITEMS`.
        """
        text, first = record.text, first_of(document)
        plain = _plain_of(text)
        places, pages, words = bytearray(), _Pages(record), list[tuple[int, str]]()
        for start, end in sentences_of(text):
            page, last = (NO_PAGE if one is None else one for one in pages.of(start))
            places += _PLACE.pack(start, end, page, last)
            words.append((first + len(words), plain[start:end] if plain else searchable(text[start:end])))
        count = len(words)
        squeezed = zlib.compress(text.encode("utf-8", "surrogatepass")), zlib.compress(places)
        self.rows.execute("INSERT INTO texts VALUES (?, ?, ?)", (document, *squeezed))
        said = self._items(first + count, record, set(WORD.findall(searchable(text))))
        self.rows.executemany("INSERT INTO words (rowid, form) VALUES (?, ?)", [*words, *said])
        self._learn(WORD.findall(text))
        return count

    def _items(self, first: int, record: Minutes, printed: set[str]) -> Iterator[tuple[int, str]]:
        """Takes in the items; gives those with words that stand in no sentence."""
        titles = {section.id: section.title for section in record.sections}
        items = [(field, item) for field in ITEMS for item in getattr(record, field)]
        words = []
        for number, (field, item) in enumerate(items, first):
            said = said_by(item)
            plain = searchable(said)
            # What is decided under "Four à pain" is about the four, whether it names it or not.
            words.append((number, f"{plain} {searchable(titles.get(item.section or '', ''))}", field))
            # What somebody has put right, or a date that is told in figures, stands in no sentence.
            if not printed.issuperset(WORD.findall(plain)):
                self._learn(WORD.findall(said))
                yield number, plain
        self.rows.executemany("INSERT INTO item_words (rowid, form, field) VALUES (?, ?, ?)", words)

    def _learn(self, words: Iterable[str]) -> None:
        unknown = {word.lower() for word in words} - self._known
        self._known |= unknown
        forms = sorted((searchable(word), stem(word)) for word in unknown)
        self.rows.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?)", forms)


def _plain_of(text: str) -> str | None:
    """The folded text where it is as long as the text; None where a ligature makes it longer."""
    plain = searchable(text)
    return plain if len(plain) == len(text) else None


class _Pages:
    """On which page a place of the text is, told by the items before and after it."""

    def __init__(self, record: Minutes) -> None:
        items: list[Located] = [item for field in ITEMS for item in getattr(record, field)]
        entities = (*record.people, *record.organisations)
        items += [mention for one in entities for mention in one.mentions]
        places = sorted((item.start, item.page) for item in items if item.page is not None)
        self.starts, self.pages = [start for start, _ in places], [page for _, page in places]
        source = record.source
        self.first, self.last = source.first_page, source.last_page or source.pages

    def of(self, start: int) -> tuple[int | None, int | None]:
        """The first and the last page that it may be on; (None, None) where the format has no pages."""
        if self.first is None and not self.pages:
            return None, None
        at = bisect_right(self.starts, start)
        before = self.pages[at - 1] if at else self.first
        if at and self.starts[at - 1] == start:
            return before, before
        return before, self.pages[at] if at < len(self.pages) else self.last


def sentences_in(
    rows: sqlite3.Connection, document: int
) -> Iterator[tuple[int, int, int | None, int | None, str]]:
    """The sentences of a document: start, end, first and last page, and what stands there."""
    found = rows.execute("SELECT text, places FROM texts WHERE number = ?", (document,)).fetchone()
    text = zlib.decompress(found[0]).decode("utf-8", "surrogatepass")
    for start, end, *pages in _PLACE.iter_unpack(zlib.decompress(found[1])):
        page, last = (None if one == NO_PAGE else one for one in pages)
        yield start, end, page, last, text[start:end]


def passages_of(rows: sqlite3.Connection, numbers: Sequence[int]) -> Mapping[int, Passage]:
    """The passages of some numbers, by number."""
    found: dict[int, Passage] = {}
    for document in dict.fromkeys(map(document_of, numbers)):
        (name,) = rows.execute("SELECT id FROM documents WHERE number = ?", (document,)).fetchone()
        sentences = list(sentences_in(rows, document))
        for number in numbers:
            if document_of(number) != document:
                continue
            at = number - first_of(document)
            if at < len(sentences):
                found[number] = Passage(name, TEXT, *sentences[at])
            else:
                query = 'SELECT field, start, "end", page, page, said FROM items WHERE number = ?'
                found[number] = Passage(name, *rows.execute(query, (number,)).fetchone())
    return found
