"""The records of a corpus on disk: what people have changed in them, and what has to change in them."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from crparse.corpus.corrections import Corrections, correct, read_corrections
from crparse.corpus.entries import (
    LedgerEntry,
    edited_record,
    forgotten_record,
    record_aside,
    refused_correction,
    unreadable_record,
)
from crparse.corpus.folder import (
    CORRECTIONS,
    DOCUMENTS,
    LEDGER,
    MANIFEST,
    SPOILT,
    file_sha256,
    record_json,
    write_record,
)
from crparse.corpus.inputs import InputFile, input_at
from crparse.corpus.ledger import NOWHERE, Content, KnownFile, KnownRecord, Ledger, read_ledger
from crparse.corpus.workers import parsed_of
from crparse.record import Minutes
from crparse.wording import Message

EARLIER = "earlier"
"""Stamp of records by a version that kept no ledger: they are read again where their file is there."""


class Records:
    """The records of the generation in `folder`, and what the ledger has of them."""

    def __init__(self, folder: Path, before: Path | None, ledger: Ledger) -> None:
        self.folder, self.before, self.ledger = folder / DOCUMENTS, before, ledger
        self.corrected = 0
        """How many corrections are in the records."""
        self.corrections = Corrections()
        """What the corpus has of them when its records are settled."""
        self._invalid: set[str] = set()

    def file(self, identity: str) -> Path:
        """Where a record is."""
        return self.folder / f"{identity}.json"

    def is_there(self, identity: str) -> bool:
        """Whether a record has its file."""
        return self.file(identity).exists()

    def is_valid(self, record: KnownRecord) -> bool:
        """Whether the record can be read: nobody has spoilt it by hand."""
        return record.id not in self._invalid

    def read(self, known: Iterable[KnownRecord]) -> Iterator[Minutes]:
        """The records themselves, one by one."""
        for record in known:
            yield Minutes.model_validate_json(self.file(record.id).read_bytes())

    def take_edits(self) -> Iterator[LedgerEntry]:
        """Takes in what was changed by hand since the corpus was written; tells what had to be put aside.

        A record whose file was taken out is made anew; one of a version that kept no ledger is taken up.
        """
        known = self.ledger.ids()
        for place, digest in self._described(DOCUMENTS):
            if not place.exists():
                self._forget(place.stem)
            elif place.stem not in known or file_sha256(place) != digest:
                yield from self._take(place, self.ledger.record(place.stem))
        for place, digest in self._described(SPOILT):
            if place.exists():
                is_mended = file_sha256(place) != digest
                yield from self._take(place, self.ledger.record(place.stem), by_hand=is_mended)

    def tell_edits(self) -> Iterator[LedgerEntry]:
        """Tells all that ever was changed by hand."""
        for identity, edited in self.ledger.ids().items():
            record = self.ledger.record(identity) if edited else None
            if record:
                yield self._told(record)

    def _described(self, part: str) -> list[tuple[Path, str]]:
        """The files of a part of the corpus that it was written with, each with its digest."""
        if self.before is None:
            return []
        files = json.loads((self.before / MANIFEST).read_text(encoding="utf-8"))["files"]
        names = ((Path(name), told["sha256"]) for name, told in sorted(files.items()))
        return [(self.before / name, digest) for name, digest in names if name.parent == Path(part)]

    def _forget(self, identity: str) -> None:
        """Keeps no longer a record whose file was taken out, but for one that this run has made since."""
        known = self.ledger.record(identity)
        content = self.ledger.content(known.sha256) if known else None
        if content and content.run != self.ledger.run:
            self.file(identity).unlink(missing_ok=True)
            self.ledger.forget(identity)

    def _take(self, place: Path, known: KnownRecord | None, by_hand: bool = False) -> Iterator[LedgerEntry]:
        """Takes up a record as it stands in the corpus: changed by hand, or without a ledger.

        One that cannot be, and of which nothing is known, is put aside and told.
        """
        found = place.read_bytes()
        digest = hashlib.sha256(found).hexdigest()
        if known and known.edited and known.digest == digest:
            return
        try:
            record = Minutes.model_validate_json(found)
        except ValidationError:
            if known and place.parent.name != SPOILT:
                self._put(place, replace(known, digest=digest, edited=True, original=None))
            else:
                yield self._put_aside(place, Message("It was changed by hand and is no valid record"))
            return
        if known:
            parsed = replace(parsed_of(record), id=known.id)
            self._put(place, replace(known, digest=digest, parsed=parsed, edited=True, original=None))
            return
        sha256 = record.source.sha256
        content = self.ledger.content(sha256)
        if content is None:
            self.ledger.keep(Content(sha256, EARLIER, 0), ())
            self.ledger.add_file(KnownFile(NOWHERE, record.source.path, sha256, NOWHERE))
        if content is None or content.stamp == EARLIER:
            self._put(place, KnownRecord(record.id, sha256, EARLIER, digest, parsed_of(record), by_hand))
        elif place.parent.name == SPOILT:
            yield self._put_aside(place, Message("Its document has another record"))

    def _put_aside(self, place: Path, reason: str) -> LedgerEntry:
        aside = self.folder.parent / SPOILT
        aside.mkdir(exist_ok=True)
        shutil.copyfile(place, aside / place.name)
        return record_aside(f"{SPOILT}/{place.name}", reason)

    def _put(self, place: Path, record: KnownRecord) -> None:
        file = self.file(record.id)
        if not (file.exists() and file.samefile(place)):
            write_record(place.read_bytes(), record.id, self.folder)  # not into a file of the corpus as it is
        self.ledger.change(record)

    def _told(self, record: KnownRecord) -> LedgerEntry:
        path = record.parsed.print.path
        try:
            Minutes.model_validate_json(self.file(record.id).read_bytes())
        except ValidationError:
            self._invalid.add(record.id)
            return unreadable_record(path, record.id, record.sha256)
        told = forgotten_record if record.id in self.ledger.forgotten() else edited_record
        return told(path, record.id, record.sha256)

    def settle(self, files: Sequence[KnownFile]) -> Iterator[LedgerEntry]:
        """Brings the records to what is known now: where their file is, and what people have corrected.

        A content has the first path of those of `files`. Tells the corrections that change nothing.
        """
        paths: dict[str, str] = {}
        for file in sorted(files, key=lambda file: (file.path, file.place)):
            paths.setdefault(file.sha256, file.path)
        known = [self._named(record, paths[record.sha256]) for record in self.ledger.records()]
        yield from self._correct(known, paths)
        kept = {f"{record.id}.json" for record in known}
        for left in sorted(self.folder.iterdir()):
            if left.name not in kept:
                left.unlink()

    def _named(self, known: KnownRecord, path: str) -> KnownRecord:
        """The record, which says where its file is now; what was changed by hand stays."""
        if known.edited or known.parsed.print.path == path:
            return known
        record = Minutes.model_validate_json(known.original or self.file(known.id).read_bytes())
        source = record.source.model_copy(update={"path": path, "name": path.rpartition("/")[2]})
        return self._write(known, record.model_copy(update={"source": source}))

    def _write(self, known: KnownRecord, record: Minutes, original: bytes | None = None) -> KnownRecord:
        content = record_json(record)
        write_record(content, known.id, self.folder)
        digest = hashlib.sha256(content).hexdigest()
        parsed = replace(parsed_of(record), id=known.id)
        written = replace(known, digest=digest, parsed=parsed, original=original)
        self.ledger.change(written)
        return written

    def _corrections(self) -> Corrections:
        """Those of the corpus as it is, or where it has none, that the next one begins with."""
        if self.before and (self.before / CORRECTIONS).exists():
            return read_corrections(self.before)
        return read_corrections(self.folder.parent)

    def _correct(self, records: Iterable[KnownRecord], paths: dict[str, str]) -> Iterator[LedgerEntry]:
        """Applies the corrections to the records as they were without any."""
        corrections = self.corrections = self._corrections()
        refused = list(corrections.refused)
        used: set[tuple[str, int]] = set()
        for known in records:
            key = known.sha256, ordinal_of(known.id)
            lines = corrections.of(*key)
            used.add(key)
            if not self.is_valid(known) or not (lines or known.original):
                continue
            base = known.original or self.file(known.id).read_bytes()
            record, applied, others = correct(Minutes.model_validate_json(base), lines)
            refused += others
            self.corrected += len(applied)
            self._write(known, record, base if applied else None)
        for one in refused:
            yield refused_correction(one.line, paths.get(one.sha256 or ""), one.reason, one.sha256)
        for key, lines in corrections.by_content.items():
            if key not in used:
                reason = Message("the corpus has no record of that content")
                for number, _ in lines:
                    yield refused_correction(number, None, reason, key[0])


def uncorrected(folder: Path, identity: str) -> Minutes | None:
    """A record of a corpus as it was before corrections; None where it never had any."""
    if not (folder / LEDGER).exists():
        return None
    with read_ledger(folder / LEDGER) as ledger:
        known = ledger.record(identity)
    return Minutes.model_validate_json(known.original) if known and known.original else None


def source_of(folder: Path, record: Minutes) -> InputFile | None:
    """Where the file of a record can be read now; None where it is gone, or nothing tells where it was."""
    if not (folder / LEDGER).exists():
        return None
    with read_ledger(folder / LEDGER) as ledger:
        known = ledger.files_of(record.source.sha256)
    return next(filter(None, map(input_at, known)), None)


def ordinal_of(identity: str) -> int:
    """Which meeting of its file a record is of: 2 of "9f1c-2"."""
    ordinal = identity.rpartition("-")[2]
    return int(ordinal) if "-" in identity and ordinal.isdecimal() else 1
