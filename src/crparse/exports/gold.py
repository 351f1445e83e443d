"""Gold: the documents that somebody has looked through, each with its record as a reader wrote it down.

It is a folder as `make train CRPARSE_MINUTES=…` and `crparse evaluate --gold …/gold` take it. What a review
shows is held for right; people and organisations, which it does not, are those that were found and those that
the attendance names.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from crparse.corpus.corrections import DOCUMENT, correct, read_corrections
from crparse.corpus.folder import DOCUMENTS, read_record, write_json
from crparse.corpus.records import source_of, uncorrected
from crparse.corpus.tables import Corpus
from crparse.errors import ExportError, ReadError
from crparse.exports.targets import PSEUDONYMISED, export_folder
from crparse.pipeline import document_id
from crparse.record import Entity, Minutes
from crparse.text import name_key
from crparse.wording import Message

NONE = Message(
    "No document was looked through: say so of one in crparse view, or with an accept line of the field "
    "document in corrections.jsonl."
)

TO_LOOK_THROUGH = Message(
    "People and organisations are those that crparse found and those that the attendance names: look through "
    "gold/ before figures on them are believed."
)

VALUES = {
    "attendees": ("name", "status", "organisation", "role", "proxy"),
    "sections": ("level", "number", "title"),
    "definitions": ("term", "text"),
    "examples": ("text", "of"),
    "upcoming_dates": ("date", "end_date", "time", "label"),
    "decisions": ("text", "vote"),
    "actions": ("what", "who", "due"),
}
"""What a gold record says of each item."""

OF_MEETING = ("title", "body", "date", "start_time", "end_time", "place")


def write_gold(corpus: Corpus, target: Path) -> list[str]:
    """Writes `gold/<file>.json` for each document looked through, `documents/<file>` and `manifest.jsonl`.

    Corrections count at once, whether or not a build has applied them.

    Raises:
        ExportError: Names are codes in this corpus, which its documents know nothing of.
    """
    if corpus.manifest.get(PSEUDONYMISED):
        raise ExportError(
            Message("gold holds the documents themselves, names and all: leave out --pseudonymise.")
        )
    told: list[str] = []
    with export_folder(corpus, target, "gold", {}) as folder:
        (folder / "gold").mkdir()
        (folder / "documents").mkdir()
        lines = []
        for record in _alone(_looked_through(corpus.folder), told):
            name = record.source.name
            write_json(gold_of(record), folder / "gold" / f"{name}.json")
            if problem := _copy(corpus.folder, record, folder / "documents" / name):
                told.append(
                    Message("%(path)s is in gold/ alone: %(what)s", path=record.source.path, what=problem)
                )
            else:
                body = record.meeting.body or record.id
                lines.append({"file": name, "group": body, "format": record.source.format})
        written = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        (folder / "manifest.jsonl").write_text(written, encoding="utf-8", newline="\n")
        return [*told, TO_LOOK_THROUGH] if any((folder / "gold").iterdir()) else [*told, NONE]


def _looked_through(corpus: Path) -> list[Minutes]:
    """The records that somebody has looked through, with all corrections, in order of their id."""
    corrections = read_corrections(corpus)
    found = []
    for (sha256, meeting), lines in corrections.by_content.items():
        if not any(said.field == DOCUMENT and said.action == "accept" for _, said in lines):
            continue
        identity = document_id(sha256, meeting)
        try:
            stored = read_record(corpus / DOCUMENTS / f"{identity}.json")
        except FileNotFoundError:  # of a file that the corpus has no more
            continue
        found.append(correct(uncorrected(corpus, identity) or stored, lines)[0])
    return sorted(found, key=lambda record: record.id)


def _alone(records: Iterable[Minutes], told: list[str]) -> Iterator[Minutes]:
    """The records that a file's name tells from all others; tells which are left out."""
    records = list(records)
    names = Counter(record.source.name for record in records)
    for record in records:
        if record.source.meetings > 1:
            told.append(
                Message(
                    "%(path)s is left out: gold has one meeting a file, it holds several.",
                    path=record.source.path,
                )
            )
        elif names[record.source.name] > 1:
            told.append(
                Message(
                    "%(path)s is left out: another file is named %(name)s too.",
                    path=record.source.path,
                    name=record.source.name,
                )
            )
        else:
            yield record


def _copy(corpus: Path, record: Minutes, file: Path) -> Message | None:
    """Copies the file of a record; why it cannot be, where it cannot."""
    source = source_of(corpus, record)
    if source is None:
        return Message("its file is no longer where the last build has read it.")
    try:
        content = source.read()
    except ReadError as error:
        return error.told
    if hashlib.sha256(content).hexdigest() != record.source.sha256:
        return Message("its file was changed since the last build.")
    file.write_bytes(content)
    return None


def gold_of(record: Minutes) -> dict[str, Any]:
    """A record as a reader writes it down: what it says, without where, how sure and found by what."""
    said = record.model_dump(mode="json", by_alias=True)
    lists = {
        field: [{name: item[name] for name in names} for item in said[field]]
        for field, names in VALUES.items()
    }
    came_for = [one.organisation for one in record.attendees if one.organisation]
    return {
        "file": record.source.name,
        "meeting": {name: said["meeting"][name] for name in OF_MEETING},
        "attendees": lists.pop("attendees"),
        "people": _named(record.people, [one.name for one in record.attendees]),
        "organisations": _named(record.organisations, came_for),
        **lists,
        "notes": record.notes,
    }


def _named(entities: Iterable[Entity], others: Iterable[str]) -> list[dict[str, Any]]:
    """Entities by their names, with the others that none of them bears."""
    named = [(one.name, list(one.variants)) for one in entities]
    known = {name_key(form) for name, variants in named for form in (name, *variants)}
    for name in others:
        if name_key(name) not in known:
            known.add(name_key(name))
            named.append((name, []))
    return [{"name": name, "variants": variants} for name, variants in named]
