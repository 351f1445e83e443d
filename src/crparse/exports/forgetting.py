"""A person taken out of a corpus and of its exports, at somebody's wish; what was done stands in the ledger.

The files that the minutes came in are not touched: who keeps them answers for them.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crparse.corpus.build import build
from crparse.corpus.folder import (
    CORRECTIONS,
    DOCUMENTS,
    LEDGER,
    read_record,
    record_files,
    record_json,
    write_record,
)
from crparse.corpus.ledger import open_ledger
from crparse.corpus.tables import open_corpus
from crparse.errors import ExportError
from crparse.exports import export
from crparse.exports.pseudonyms import Words, each_text, masked, words_of
from crparse.exports.targets import PSEUDONYMISED, read_mark
from crparse.record import Entity, Minutes
from crparse.resolution.corpus import CorpusEntity
from crparse.resolution.who_is_meant import WhoIsMeant
from crparse.text import name_key
from crparse.wording import Message, say


@dataclass(slots=True)
class Forgotten:
    """What was done."""

    records: list[str] = field(default_factory=list)
    """Ids of the records that the person was taken out of."""
    files: list[str] = field(default_factory=list)
    """Where the files of these are, which still name the person."""
    exports: list[Path] = field(default_factory=list)
    """Folders of exports that were written anew."""
    corrections: int = 0
    """Lines of `corrections.jsonl` that named the person and were taken out."""


def forget(folder: Path, name: str, exports: Sequence[Path] = ()) -> Forgotten:
    """Takes a person out of a corpus, and writes its exports anew.

    In each record that names the person the name is masked in every text, of the same length; the person,
    the mentions and the attendance are taken out. Tables and entities follow, and later builds keep the
    record like this.

    Args:
        folder: The corpus.
        name: One of the person's names there, or the id: of namesakes only the id tells.
        exports: Folders of exports of the corpus.

    Raises:
        ExportError: The corpus names nobody so, or several; a folder holds no export, or one with codes.
        OutputError: The corpus cannot be written.
    """
    corpus = open_corpus(folder)
    person = _person(corpus.people, name)
    marks = {target: _mark(target) for target in exports}
    names = {name_key(one) for one in (person.name, *person.variants)}
    links = {(link.document, link.entity) for link in person.links}
    resolved = {link.document for one in corpus.people for link in one.links}
    done = Forgotten()
    for file in record_files(folder):
        record = read_record(file)
        who = [one for one in record.people if _is_meant(record, one, names, links, resolved)]
        if who:
            write_record(record_json(_without(record, who)), record.id, folder / DOCUMENTS)
            done.records.append(record.id)
            done.files.append(record.source.path)
    done.corrections = _take_out_corrections(folder / CORRECTIONS, person)
    with open_ledger(folder / LEDGER) as ledger:
        ledger.add_forgotten(done.records)
        ledger.forget_comparisons()  # they hold names as they were printed
    build([], folder, beside=True, workers=0)
    with closing(sqlite3.connect(folder / LEDGER)) as connection:
        connection.execute("VACUUM")  # what was deleted stands in a database until then
    for target, mark in marks.items():
        options = {key: value for key, value in mark["options"].items() if value is not None}
        export(open_corpus(folder), mark["format"], target, **options)
        done.exports.append(target)
    return done


def _person(people: Sequence[CorpusEntity], name: str) -> CorpusEntity:
    by_id = [one for one in people if one.id == name]
    key = name_key(name)
    found = by_id or [one for one in people if key and key in map(name_key, (one.name, *one.variants))]
    if not found:
        raise ExportError(Message("The corpus names nobody “%(name)s”.", name=name))
    if len(found) > 1:
        ids = ", ".join(f"{one.id} ({one.name})" for one in found)
        raise ExportError(
            Message(
                "The corpus names several “%(name)s”: give the id of the one who is meant: %(ids)s.",
                name=name,
                ids=ids,
            )
        )
    return found[0]


def _mark(target: Path) -> dict[str, Any]:
    mark = read_mark(target)
    if mark is None:
        raise ExportError(Message("%(target)s holds no export, or other files as well.", target=target))
    if mark[PSEUDONYMISED]:
        raise ExportError(
            Message(
                "%(target)s has codes in the place of names: export it again with its keys.", target=target
            )
        )
    return mark


def _is_meant(
    record: Minutes, one: Entity, names: set[str], links: set[tuple[str, str]], resolved: set[str]
) -> bool:
    """Whether somebody in a record is the person: by the corpus, by name where it leaves the record out."""
    if record.id in resolved:
        return (record.id, one.id) in links
    return not names.isdisjoint(map(name_key, (one.name, *one.variants)))


def _without(record: Minutes, who: Sequence[Entity]) -> Minutes:
    """The record without these people; words of others' names too are masked in whole names only."""
    ids = {one.id for one in who}
    kept = [one for one in record.people if one.id not in ids]
    printed = {name for one in who for name in (one.name, *one.variants, *(m.text for m in one.mentions))}
    words = words_of(printed) - words_of(name for one in kept for name in (one.name, *one.variants))
    whole = sorted(printed, key=lambda name: (-len(name), name))
    meant = WhoIsMeant(record)
    data = record.model_dump(mode="json", by_alias=True)
    changed: dict[str, Any] = each_text(data, lambda text: _masked_names(text, whole, words))
    for same in ("id", "schema_version", "provenance"):
        changed[same] = data[same]
    changed["source"]["sha256"] = data["source"]["sha256"]
    changed["people"] = [one for one in changed["people"] if one["id"] not in ids]
    pairs = zip(changed["attendees"], record.attendees, strict=True)
    changed["attendees"] = [one for one, attendee in pairs if attendee.person not in ids]
    left = [attendee for attendee in record.attendees if attendee.person not in ids]
    for one, attendee in zip(changed["attendees"], left, strict=True):
        if attendee.proxy and meant.person(attendee.proxy) in ids:
            one["proxy"] = None
    for one, action in zip(changed["actions"], record.actions, strict=True):
        if action.who and meant.person(action.who) in ids:
            one["who"] = None
    return Minutes.model_validate(changed)


def _masked_names(text: str, whole: Sequence[str], words: Words) -> str:
    for name in whole:
        if len(name.split()) > 1:
            text = text.replace(name, masked(name, words_of([name])))
    return masked(text, words)


def _take_out_corrections(file: Path, person: CorpusEntity) -> int:
    """Takes the lines out that name the person; how many there were."""
    if not file.exists():
        return 0
    names = [name for name in (person.name, *person.variants) if len(name.split()) > 1]
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not any(name in line for name in names)]
    if len(kept) < len(lines):
        file.write_text("".join(kept), encoding="utf-8", newline="")
    return len(lines) - len(kept)


def told(done: Forgotten) -> Iterator[str]:
    """What was done, and what is left to do, a line each."""
    count = len(done.records)
    yield say("Taken out of %(count)s records; errors.jsonl names them, not the person.", count=count)
    if done.corrections:
        yield say(
            "%(count)s lines of %(file)s that named the person were taken out.",
            count=done.corrections,
            file=CORRECTIONS,
        )
    yield from (say("Written anew: %(target)s", target=target) for target in done.exports)
    yield say("These files still name the person, and would again give records that do, were these removed:")
    yield from (f"  {path}" for path in done.files)
