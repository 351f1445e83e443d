"""The index of a corpus: what lists and search need of its records, in SQLite, made anew for each generation.

It stands in the corpus folder, is prepared beside it and put there whole, and says of which generation it is:
one that is of another is none. Where the folder cannot be written, it lives as long as the viewer does.
"""

import contextlib
import csv
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crparse.corpus.entity_ids import ENTITY_KINDS, read_entities
from crparse.corpus.folder import ERRORS, INDEX, MANIFEST, TABLE_FILES, read_record, record_files
from crparse.errors import CorpusChanged, ReadError
from crparse.record import Decision, Minutes
from crparse.resolution.corpus import CorpusEntity
from crparse.resolution.who_is_meant import WhoIsMeant
from crparse.view.folding import folded
from crparse.view.labels import said_by
from crparse.view.passages import INDICES, ITEMS, TABLES, PassageWriter, first_of
from crparse.wording import Message

FORMAT = 3
"""Of the index; one of another number is made anew."""

SHOWN: Mapping[str, set[str]] = {
    "decisions": {"vote"},
    "actions": {"due"},
    "upcoming_dates": {"date", "end_date", "time", "label", "quote"},
}
"""What pages of several documents show of an item beside what it says; `data` of an item has it as JSON."""

DOCUMENTS = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, sha256 TEXT, meeting INTEGER, path TEXT, name TEXT,
    format TEXT, pages INTEGER, title TEXT, body TEXT, body_id TEXT, body_name TEXT, date TEXT,
    year INTEGER, kind TEXT,
    probability REAL, is_minutes INTEGER, is_doubtful INTEGER, doubt REAL, same_as TEXT, expected TEXT,
    sentences INTEGER
);
"""
_TABLES = """
CREATE TABLE generation (name TEXT NOT NULL, format INTEGER NOT NULL);
CREATE TABLE caveats (document TEXT, code TEXT, message TEXT, page INTEGER);
CREATE TABLE items (
    number INTEGER PRIMARY KEY, body_id TEXT, year INTEGER, document TEXT, field TEXT, item INTEGER,
    start INTEGER, "end" INTEGER, page INTEGER,
    probability REAL, said TEXT, date TEXT, data TEXT, unanimous INTEGER, votes_for INTEGER,
    against INTEGER, abstentions INTEGER);
CREATE TABLE attendance (
    document TEXT, item INTEGER, name TEXT, status TEXT, organisation TEXT, role TEXT, proxy TEXT,
    person TEXT, organisation_id TEXT);
CREATE TABLE entities (
    id TEXT, kind TEXT, name TEXT, variants TEXT, aliases TEXT, split_from TEXT, key TEXT, documents INTEGER,
    PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE links (
    kind TEXT, entity TEXT, document TEXT, local TEXT, name TEXT, mentions INTEGER, level TEXT, score REAL);
CREATE TABLE mandates (
    person TEXT, body TEXT, role TEXT, first TEXT, last TEXT, meetings INTEGER);
CREATE TABLE failures (
    path TEXT, code TEXT, message TEXT, advice TEXT, severity TEXT, parameters TEXT);
"""
_INDICES = """
CREATE INDEX documents_of_year ON documents (year);
CREATE INDEX documents_of_body ON documents (body_id);
CREATE INDEX items_of_field ON items (field);
CREATE INDEX items_of_day ON items (date) WHERE field IN ('upcoming_dates', 'actions');
CREATE INDEX items_of_vote ON items (field, body_id, year, unanimous, votes_for, against, abstentions);
CREATE INDEX attendance_of_person ON attendance (person);
CREATE INDEX attendance_of_organisation ON attendance (organisation_id);
CREATE INDEX attendance_of_document ON attendance (document);
CREATE INDEX links_of_entity ON links (kind, entity);
CREATE INDEX links_of_document ON links (document);
CREATE INDEX mandates_of_person ON mandates (person);
CREATE INDEX mandates_of_body ON mandates (body);
CREATE INDEX caveats_of_document ON caveats (document);
ANALYZE;
"""

TRIES = 5
"""Times that an index is begun anew because the corpus has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """An index that is there whole: its file, and the generation of the corpus that it is of."""

    file: Path
    generation: str

    def open(self) -> sqlite3.Connection:
        """A connection that only reads; rows are told by the names of their columns."""
        connection = sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        return connection


def generation_of(corpus: Path) -> str:
    """What tells a generation of a corpus from others.

    Raises:
        CorpusChanged: There is none just now: a build is putting the next one in its place.
    """
    try:
        return hashlib.sha256((corpus / MANIFEST).read_bytes()).hexdigest()
    except FileNotFoundError as error:
        raise CorpusChanged(
            Message("%(corpus)s is being replaced, or is no corpus any more.", corpus=corpus)
        ) from error


def find_index(corpus: Path) -> SearchIndex | None:
    """The index that stands in the corpus; None where there is none of this generation."""
    generation = generation_of(corpus)
    file = corpus / INDEX
    if not file.exists():
        return None
    index = SearchIndex(file, generation)
    try:
        with closing(index.open()) as rows:
            found = rows.execute("SELECT name, format FROM generation").fetchone()
    except sqlite3.DatabaseError:  # of another format, or no index at all: it is made anew
        return None
    return index if tuple(found) == (generation, FORMAT) else None


def make_index(corpus: Path, aside: Path) -> SearchIndex:
    """Makes the index of a corpus as it is now.

    Args:
        corpus: The folder that `crparse build` wrote.
        aside: A folder for the index of a corpus whose own folder cannot be written.

    Raises:
        CorpusChanged: It changed each time that the index was nearly done.
    """
    for _ in range(TRIES):
        with contextlib.suppress(CorpusChanged):
            return _made(corpus, aside)
    raise CorpusChanged(
        Message("%(corpus)s changes faster than it can be read: wait for the build to end.", corpus=corpus)
    )


def _made(corpus: Path, aside: Path) -> SearchIndex:
    generation = generation_of(corpus)
    with _workplace(corpus, aside) as folder:
        part = folder / INDEX
        try:
            with closing(sqlite3.connect(part)) as rows:
                # A file that is thrown away when the machine stops need not be safe from that.
                rows.execute("PRAGMA journal_mode = OFF")
                rows.execute("PRAGMA synchronous = OFF")
                rows.executescript(_TABLES + DOCUMENTS + TABLES)
                rows.execute("INSERT INTO generation VALUES (?, ?)", (generation, FORMAT))
                _fill(rows, corpus)
                rows.executescript(INDICES + _INDICES)
                rows.commit()
        except FileNotFoundError as error:
            raise CorpusChanged(
                Message("%(corpus)s was replaced while it was read.", corpus=corpus)
            ) from error
        if generation_of(corpus) != generation:
            raise CorpusChanged(Message("%(corpus)s was replaced while it was read.", corpus=corpus))
        place = (aside if folder.parent == aside else corpus) / INDEX
        part.replace(place)
        return SearchIndex(place, generation)


@contextlib.contextmanager
def _workplace(corpus: Path, aside: Path) -> Iterator[Path]:
    """A folder on the disk of the corpus where that can be written, else one aside."""
    corpus = corpus.resolve()
    is_writable = all(os.access(folder, os.W_OK) for folder in (corpus, corpus.parent))
    beside = {"prefix": f".{corpus.name}.crparse-index-", "dir": corpus.parent}
    folder = tempfile.mkdtemp(**beside if is_writable else {"dir": aside})
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(rows: sqlite3.Connection, corpus: Path) -> None:
    entities = {kind: read_entities(corpus, kind) for kind in ENTITY_KINDS}
    for kind, listed in entities.items():
        _insert(rows, "entities", (_entity(kind, one) for one in listed))
        for one in listed:
            _insert(rows, "links", _links(kind, one))
    _insert(rows, "mandates", _mandates(corpus))
    failures = _failures(corpus)
    _insert(rows, "failures", failures)
    known, passages = _Known.of(entities, corpus), PassageWriter(rows)
    for number, file in enumerate(known.in_order(record_files(corpus))):
        try:
            record = read_record(file)
        except ReadError:
            continue  # the build has told it, and the overview shows what it told
        counts = record.id not in known.same_as
        sentences = passages.add(number, record) if counts else 0
        document = known.document(record)
        _insert(rows, "documents", [(number, *document, sentences)])
        _insert(rows, "caveats", [(record.id, one.code, one.message, one.page) for one in record.warnings])
        if counts:
            _insert(rows, "items", _items(record, first_of(number) + sentences, known.bodies.get(record.id)))
        _insert(rows, "attendance", known.attendance(record))


def _insert(rows: sqlite3.Connection, table: str, values: Iterable[tuple[Any, ...]]) -> None:
    listed = list(values)
    if listed:
        marks = ", ".join("?" * len(listed[0]))
        rows.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)


def _entity(kind: str, one: CorpusEntity) -> tuple[Any, ...]:
    texts = (json.dumps(listed, ensure_ascii=False) for listed in (one.variants, one.aliases, one.split_from))
    documents = len({link.document for link in one.links})
    return one.id, kind, one.name, *texts, folded(" ".join((one.name, *one.variants))), documents


def _links(kind: str, one: CorpusEntity) -> Iterator[tuple[Any, ...]]:
    for link in one.links:
        yield kind, one.id, link.document, link.entity, link.name, link.mentions, link.level, link.score


def _mandates(corpus: Path) -> Iterator[tuple[Any, ...]]:
    with (corpus / TABLE_FILES / "mandates.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = row["first"] or None, row["last"] or None
            yield row["entity_id"], row["body_id"], row["role"] or None, first, last, int(row["meetings"])


def _failures(corpus: Path) -> Iterator[tuple[Any, ...]]:
    for line in (corpus / ERRORS).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        told = tuple(entry[name] for name in ("path", "code", "message", "advice", "severity"))
        yield *told, json.dumps(entry.get("parameters", {}))  # an earlier version kept none


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the corpus as a whole when its records are read."""

    of_local: Mapping[tuple[str, str, str], str]
    """(kind, record, id in the record) -> id in the corpus."""
    bodies: Mapping[str, CorpusEntity]
    """Record -> the body that met."""
    same_as: Mapping[str, str]
    """Record -> record of the same minutes that counts."""
    dates: Mapping[str, str]
    """Record -> the day of its meeting."""

    @classmethod
    def of(cls, entities: Mapping[str, list[CorpusEntity]], corpus: Path) -> "_Known":
        """From the entities of a corpus, and its table of documents."""
        of_local = {
            (kind, link.document, link.entity): one.id
            for kind, listed in entities.items()
            for one in listed
            for link in one.links
        }
        bodies = {link.document: one for one in entities["bodies"] for link in one.links}
        with (corpus / TABLE_FILES / "documents.csv").open(encoding="utf-8", newline="") as file:
            documents = list(csv.DictReader(file))
        same_as = {row["document_id"]: row["same_as"] for row in documents if row["same_as"]}
        return cls(of_local, bodies, same_as, {row["document_id"]: row["date"] for row in documents})

    def in_order(self, files: Iterable[Path]) -> list[Path]:
        """The records, the latest meeting first: so stand their passages, and what is found in them."""
        by_id = sorted(files, key=lambda file: file.stem)
        return sorted(by_id, key=lambda file: self.dates.get(file.stem, ""), reverse=True)

    def document(self, record: Minutes) -> tuple[Any, ...]:
        """The row of a record."""
        source, meeting, kind = record.source, record.meeting, record.kind
        same_as = self.same_as.get(record.id)
        body = self.bodies.get(same_as or record.id)
        return (
            record.id,
            source.sha256,
            source.meeting,
            source.path,
            source.name,
            source.format,
            source.pages,
            meeting.title,
            meeting.body,
            body.id if body else None,
            body.name if body else meeting.body,
            meeting.date,
            int(meeting.date[:4]) if meeting.date else None,
            kind.name if kind else "minutes",
            kind.probability if kind else None,
            record.is_minutes,
            bool(kind and kind.doubtful),
            record.doubt or 0.0,
            same_as,
            json.dumps(record.expected_errors),
        )

    def attendance(self, record: Minutes) -> Iterator[tuple[Any, ...]]:
        """A row for each attendee."""
        named = WhoIsMeant(record)
        for number, attendee in enumerate(record.attendees):
            local = named.organisation(attendee.organisation) or ""
            yield (
                record.id,
                number,
                attendee.name,
                attendee.status,
                attendee.organisation,
                attendee.role,
                attendee.proxy,
                self.of_local.get(("people", record.id, attendee.person or "")),
                self.of_local.get(("organisations", record.id, local)),
            )


def _items(record: Minutes, first: int, body: CorpusEntity | None) -> Iterator[tuple[Any, ...]]:
    """A row for each item, numbered as `PassageWriter` does."""
    items = [(field, *one) for field in ITEMS for one in enumerate(getattr(record, field))]
    day_of_meeting = record.meeting.date
    whose = body.id if body else None, int(day_of_meeting[:4]) if day_of_meeting else None
    for number, (field, at, item) in enumerate(items, first):
        shown = SHOWN.get(field)
        data = item.model_dump_json(by_alias=True, include=shown) if shown else None
        said, day = said_by(item), getattr(item, "date", None) or getattr(item, "due", None)
        place = item.start, item.end, item.page
        vote = item.vote if isinstance(item, Decision) else None
        votes = (vote.unanimous, *vote.counts) if vote else (None,) * 4
        yield number, *whose, record.id, field, at, *place, item.probability, said, day, data, *votes
