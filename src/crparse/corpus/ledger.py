"""The ledger of a corpus: every file that it has met and what became of it, from run to run, in SQLite.

It is what lets a run leave alone what is unchanged, and what a run that was stopped goes on from. Nothing in
it is published as it is: `errors.jsonl` is.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from crparse.corpus.entries import LedgerEntry
from crparse.corpus.folder import OutputError
from crparse.corpus.same_minutes import Print
from crparse.record import DocumentKind, Provenance
from crparse.resolution.corpus import Comparison, Comparisons, DocumentEntities
from crparse.wording import Message

FORMAT = 1
"""Of the database; a higher one is a later crparse's."""

NOWHERE = ""
"""The folder of files of which it is not known where they were found."""

_TABLES = """
CREATE TABLE run (number INTEGER NOT NULL);
CREATE TABLE contents (
    sha256 TEXT PRIMARY KEY, stamp TEXT NOT NULL, run INTEGER NOT NULL, failure TEXT) WITHOUT ROWID;
CREATE TABLE records (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, stamp TEXT NOT NULL, digest TEXT NOT NULL,
    edited INTEGER NOT NULL, original BLOB, kept TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX records_of_content ON records (sha256);
CREATE TABLE files (
    root TEXT, path TEXT, sha256 TEXT NOT NULL, place TEXT NOT NULL,
    PRIMARY KEY (root, path, sha256)) WITHOUT ROWID;
CREATE TABLE entities (
    kind TEXT, id TEXT, born INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
"""

_LATER = """
CREATE TABLE IF NOT EXISTS told (root TEXT NOT NULL, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS same (record TEXT NOT NULL, leads_to TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS comparisons (
    levels TEXT, one TEXT, other TEXT, rank INTEGER, score REAL NOT NULL,
    PRIMARY KEY (levels, one, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS compared_by (stamp TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS forgotten (record TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shard (state TEXT NOT NULL);
"""
"""The tables that came later than the others: a ledger that is only looked at may lack them."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the end of a run needs of a record, so that it need not be read again."""

    id: str
    entities: DocumentEntities
    provenance: Provenance
    print: Print
    kind: DocumentKind | None = None
    """What it is, where it is no minutes."""


_PARSED = TypeAdapter(Parsed)


@dataclass(frozen=True, slots=True)
class Content:
    """The last time that a content was read."""

    sha256: str
    stamp: str
    """What read it: versions, words, weights, settings."""
    run: int
    failure: LedgerEntry | None = None
    """Why it has no record, or not all that it could have."""


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record of the corpus."""

    id: str
    sha256: str
    stamp: str
    digest: str
    """SHA-256 of its file as it was written."""
    parsed: Parsed
    edited: bool = False
    """Whether somebody has changed its file since."""
    original: bytes | None = None
    """As it was before corrections, where there are any."""


@dataclass(frozen=True, slots=True, order=True)
class KnownFile:
    """A file that the corpus has met: its path under a folder that was given."""

    root: str
    path: str
    sha256: str
    place: str
    """Where it was found on this machine; for a file in an archive with its number in it."""


class Ledger:
    """The database, open for one run."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows = connection

    @property
    def run(self) -> int:
        """The number of this run, or of the one that it goes on with; the first is 1."""
        (number,) = self._rows.execute("SELECT number FROM run").fetchone()
        return int(number)

    def begin_run(self) -> None:
        """Counts one more run."""
        self._rows.execute("UPDATE run SET number = number + 1")
        self._rows.commit()

    def content(self, sha256: str) -> Content | None:
        """The last time that a content was read, None where it never was."""
        found = self._rows.execute("SELECT * FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
        return _content(found) if found else None

    def contents(self) -> Iterator[Content]:
        """Every content that was ever read and is still of the corpus."""
        return map(_content, self._rows.execute("SELECT * FROM contents ORDER BY sha256").fetchall())

    def records(self) -> Iterator[KnownRecord]:
        """The records, in order of their id."""
        for row in self._rows.execute("SELECT * FROM records ORDER BY id").fetchall():
            yield _record(row)

    def record(self, identity: str) -> KnownRecord | None:
        """The record of an id, None where there is none."""
        found = self._rows.execute("SELECT * FROM records WHERE id = ?", (identity,)).fetchone()
        return _record(found) if found else None

    def records_of(self, sha256: str) -> list[KnownRecord]:
        """The records of a content, in order of their id."""
        query = "SELECT * FROM records WHERE sha256 = ? ORDER BY id"
        return [_record(row) for row in self._rows.execute(query, (sha256,)).fetchall()]

    def ids(self) -> dict[str, bool]:
        """The ids of all records, each with whether somebody has changed it by hand."""
        return self._ids("SELECT id, edited FROM records ORDER BY id")

    def ids_of(self, sha256: str) -> dict[str, bool]:
        """The same of the records of a content."""
        return self._ids("SELECT id, edited FROM records WHERE sha256 = ? ORDER BY id", sha256)

    def stale(self, stamp: str) -> int:
        """How many records another installation has made, but for those changed by hand."""
        query = "SELECT COUNT(*) FROM records WHERE stamp != ? AND NOT edited"
        return int(self._rows.execute(query, (stamp,)).fetchone()[0])

    def _ids(self, query: str, *values: str) -> dict[str, bool]:
        return {identity: bool(edited) for identity, edited in self._rows.execute(query, values).fetchall()}

    def keep(self, content: Content, records: Iterable[KnownRecord]) -> None:
        """How a content was read, at once and for good; without records, those it had before stay."""
        with self._rows:
            failure = json.dumps(asdict(content.failure)) if content.failure else None
            values = content.sha256, content.stamp, content.run, failure
            self._rows.execute("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?)", values)
            made = list(records)
            if made:
                self._rows.execute("DELETE FROM records WHERE sha256 = ?", (content.sha256,))
            for record in made:
                self._insert(record)

    def forget(self, identity: str) -> None:
        """Keeps a record no longer."""
        with self._rows:
            self._rows.execute("DELETE FROM records WHERE id = ?", (identity,))

    def change(self, record: KnownRecord) -> None:
        """Keeps a record in place of the one of that id."""
        with self._rows:
            self._insert(record)

    def _insert(self, record: KnownRecord) -> None:
        kept = _PARSED.dump_json(record.parsed).decode()
        values = record.id, record.sha256, record.stamp, record.digest, record.edited, record.original, kept
        self._rows.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def files(self) -> list[KnownFile]:
        """Every file that was met, in order."""
        return [
            KnownFile(*row) for row in self._rows.execute("SELECT * FROM files ORDER BY root, path, sha256")
        ]

    def files_of(self, sha256: str) -> list[KnownFile]:
        """The files that have a content, in order."""
        query = "SELECT * FROM files WHERE sha256 = ? ORDER BY root, path"
        return [KnownFile(*row) for row in self._rows.execute(query, (sha256,))]

    def add_file(self, file: KnownFile) -> None:
        """One more file that was met."""
        with self._rows:
            values = file.root, file.path, file.sha256, file.place
            self._rows.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", values)

    def set_files(self, files: Iterable[KnownFile]) -> None:
        """Takes these files for all; contents and records that none of them has are forgotten."""
        with self._rows:
            self._rows.execute("DELETE FROM files")
            rows = [(one.root, one.path, one.sha256, one.place) for one in files]
            self._rows.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)
            for table in ("contents", "records"):
                self._rows.execute(f"DELETE FROM {table} WHERE sha256 NOT IN (SELECT sha256 FROM files)")

    def told(self) -> list[tuple[str, LedgerEntry]]:
        """What was told of single files when they were last looked for, after the folder that was given."""
        if not self._has("told"):
            return []
        rows = self._rows.execute("SELECT root, entry FROM told ORDER BY root, entry").fetchall()
        return [(root, _entry(json.loads(entry))) for root, entry in rows]

    def set_told(self, told: Iterable[tuple[str, LedgerEntry]]) -> None:
        """Takes this for all that was told."""
        with self._rows:
            self._rows.execute("DELETE FROM told")
            rows = [(root, json.dumps(asdict(entry))) for root, entry in told]
            self._rows.executemany("INSERT INTO told VALUES (?, ?)", rows)

    def _has(self, table: str) -> bool:
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return self._rows.execute(query, (table,)).fetchone() is not None

    def shard(self) -> str | None:
        """What the corpus keeps as a shard of a larger one; None where it is none."""
        found = self._rows.execute("SELECT state FROM shard").fetchone() if self._has("shard") else None
        return str(found[0]) if found else None

    def set_shard(self, state: str) -> None:
        """Keeps that in place of what was kept."""
        with self._rows:
            self._rows.execute("DELETE FROM shard")
            self._rows.execute("INSERT INTO shard VALUES (?)", (state,))

    def same(self) -> list[tuple[str, str]]:
        """The records of minutes that are there in another form, each with the record that counts."""
        return self._rows.execute("SELECT record, leads_to FROM same ORDER BY record").fetchall()

    def set_same(self, same: Iterable[tuple[str, str]]) -> None:
        """Takes these for all of them."""
        with self._rows:
            self._rows.execute("DELETE FROM same")
            self._rows.executemany("INSERT INTO same VALUES (?, ?)", same)

    def comparisons(self, stamp: str) -> Iterator[Comparison]:
        """How the names of the corpus compare, as far as this installation has compared them."""
        if self._rows.execute("SELECT 1 FROM compared_by WHERE stamp = ?", (stamp,)).fetchone():
            yield from map(Comparison._make, self._rows.execute("SELECT * FROM comparisons"))

    def forget_comparisons(self) -> None:
        """Keeps none of them: all names are to be compared anew."""
        self._rows.execute("DELETE FROM comparisons")
        self._rows.execute("DELETE FROM compared_by")

    def set_comparisons(self, stamp: str, comparisons: Comparisons) -> None:
        """Keeps what was asked for of them, and nothing of another installation's."""
        with self._rows:
            if not self._rows.execute("SELECT 1 FROM compared_by WHERE stamp = ?", (stamp,)).fetchone():
                self.forget_comparisons()
                self._rows.execute("INSERT INTO compared_by VALUES (?)", (stamp,))
            idle = [one[:3] for one in comparisons.idle()]
            self._rows.executemany("DELETE FROM comparisons WHERE levels = ? AND one = ? AND other = ?", idle)
            self._rows.executemany("INSERT INTO comparisons VALUES (?, ?, ?, ?, ?)", comparisons.made())

    def forgotten(self) -> set[str]:
        """The records that a person was taken out of."""
        return {record for (record,) in self._rows.execute("SELECT record FROM forgotten")}

    def add_forgotten(self, records: Iterable[str]) -> None:
        """A person was taken out of these records."""
        with self._rows:
            rows = [(record,) for record in records]
            self._rows.executemany("INSERT OR REPLACE INTO forgotten VALUES (?)", rows)

    def births(self, kind: str) -> dict[str, int]:
        """For each entity of a kind the run that it was met in first."""
        return dict(self._rows.execute("SELECT id, born FROM entities WHERE kind = ?", (kind,)).fetchall())

    def set_births(self, kind: str, born: Mapping[str, int]) -> None:
        """Takes these entities for all of a kind."""
        with self._rows:
            self._rows.execute("DELETE FROM entities WHERE kind = ?", (kind,))
            rows = [(kind, identity, run) for identity, run in sorted(born.items())]
            self._rows.executemany("INSERT INTO entities VALUES (?, ?, ?)", rows)


def _content(row: tuple[Any, ...]) -> Content:
    sha256, stamp, run, failure = row
    return Content(sha256, stamp, run, _entry(json.loads(failure)) if failure else None)


def _entry(told: dict[str, Any]) -> LedgerEntry:
    return LedgerEntry(**{**told, "traceback": tuple(told["traceback"])})


def _record(row: tuple[Any, ...]) -> KnownRecord:
    identity, sha256, stamp, digest, edited_by_hand, original, kept = row
    parsed = _PARSED.validate_json(kept)
    return KnownRecord(identity, sha256, stamp, digest, parsed, bool(edited_by_hand), original)


FULL = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
)
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""What SQLite says of a disk that is full or failing, and of a file that is no database of its own."""

KIND = 0xFF
"""The part of its codes that says so; the rest tells where it happened."""


@contextmanager
def _usable(file: Path, copied: Path) -> Iterator[None]:
    """Tells a full disk and a damaged file from a bug."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        kind = getattr(error, "sqlite_errorcode", 0) & KIND
        if kind in FULL:
            message = Message(
                "%(folder)s cannot be written (%(error)s): make room, then start again.",
                folder=file.parent,
                error=error,
            )
        elif kind in DAMAGED:
            message = _damaged(copied, str(error))
        else:
            raise
        raise OutputError(message) from error


def _damaged(file: Path, how: str) -> Message:
    return Message(
        "%(file)s is damaged (%(what_reason)s): put a copy of it back, or remove it: the next build "
        "then makes every record anew, those changed by hand as well.",
        file=file,
        what_reason=how,
    )


@contextmanager
def open_ledger(file: Path, copied: Path | None = None) -> Iterator[Ledger]:
    """The ledger in a file, a new one where there is none; what is kept in it survives a run that is killed.

    Where it is damaged, so is the one that it was `copied` from.

    Raises:
        OutputError: It was written by a later version or is damaged, or the disk is full.
    """
    is_new = not file.exists()
    with _usable(file, copied or file), closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if copied and not is_new and not _format(connection):
            raise OutputError(_damaged(copied, Message("there is nothing in it")))
        if is_new or not _format(connection):  # a run may be killed before it has begun it
            begun = f"INSERT INTO run VALUES (0); PRAGMA user_version = {FORMAT};"
            connection.executescript(f"BEGIN; {_TABLES} {begun} COMMIT;")
        _check_format(connection, file)
        connection.executescript(_LATER)
        yield Ledger(connection)
        connection.execute("PRAGMA journal_mode = DELETE")  # one file again, which can be copied


@contextmanager
def read_ledger(file: Path) -> Iterator[Ledger]:
    """The ledger in a file, to be looked at alone.

    Raises:
        OutputError: It was written by a later version, or is damaged.
    """
    address = f"{file.absolute().as_uri()}?mode=ro"
    with _usable(file, file), closing(sqlite3.connect(address, uri=True)) as connection:
        if not _format(connection):
            raise OutputError(_damaged(file, Message("there is nothing in it")))
        _check_format(connection, file)
        yield Ledger(connection)


def _format(connection: sqlite3.Connection) -> int:
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def _check_format(connection: sqlite3.Connection, file: Path) -> None:
    if _format(connection) > FORMAT:
        raise OutputError(
            Message("%(file)s was written by a later version of crparse: use that one.", file=file)
        )
