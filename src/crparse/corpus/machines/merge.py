"""One corpus of all its shards: what one build of everything would have made, byte for byte.

The merged corpus has a ledger of its own and grows as any other: merged again into the same folder, what has
changed in the shards is taken over, ids of entities stay, and what people have changed in it is kept.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from crparse import lexicon
from crparse.corpus.build import Choices, Report, Update
from crparse.corpus.entries import CORRECTION, GONE, OUT_OF_REACH, RECORD_KEPT, LedgerEntry
from crparse.corpus.folder import (
    CORRECTIONS,
    DOCUMENTS,
    LEDGER,
    OutputError,
    is_corpus,
    next_generation,
    write_record,
)
from crparse.corpus.inputs import Findings, MetFile
from crparse.corpus.ledger import Content, KnownFile, KnownRecord, Ledger, open_ledger, read_ledger
from crparse.corpus.machines.shards import Shard, ShardState, check_shard, state_of
from crparse.pipeline import stamp
from crparse.reporting.progress import Watcher
from crparse.wording import Message

LOST = frozenset({GONE, OUT_OF_REACH, RECORD_KEPT})
"""Codes of files that were not met when their record was kept."""


class ShardsRefused(OutputError):
    """The shards do not make one corpus: which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A shard that was given: where it is, what it keeps, its ledger."""

    folder: Path
    state: ShardState
    ledger: Ledger


def merge(
    shards: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    prune: bool = False,
    all_kinds: bool = False,
    anyway: bool = False,
    watcher: Watcher | None = None,
) -> Report:
    """Makes a corpus of all its shards, or brings the one that is there up to date with them.

    The shards stay as they are: records are copied.

    Args:
        shards: The folders of all shards, in any order.
        output: The folder of the corpus; its next generation appears whole when all is done.
        prune: Take out what is gone.
        all_kinds: Have in the tables and entities what is no minutes as well.
        anyway: Merge shards that are not all there, or were not made alike. What the corpus has of a shard
            that is not given stays as it is.
        watcher: Is told how it goes.

    Returns:
        What the corpus holds now; `read` counts what is new or has changed.

    Raises:
        ShardsRefused: A shard is missing, was made by another version or with other settings or of other
            files, or was changed by hand since it was built.
        OutputError: `output` is not to be written to, another run is writing it, or the disk is full.
    """
    lexicon.current()
    target = Path(output)
    with ExitStack() as opened:
        parts = sorted((_part(Path(folder), opened) for folder in shards), key=lambda part: part.state.shard)
        _check(parts, anyway)
        generation = opened.enter_context(next_generation(target))
        copied = None if generation.worth_keeping else target / LEDGER
        ledger = opened.enter_context(open_ledger(generation.folder / LEDGER, copied))
        check_shard(ledger, None, target, generation.is_begun)
        findings = _joined([part.state.findings for part in parts])
        findings = replace(findings, met=(*findings.met, *_stay(ledger, _missing(parts))))
        choices = Choices(prune=prune, all_kinds=all_kinds)
        update = Update(generation, ledger, findings, choices, parts[0].state.limits, watcher or Watcher())
        update.begin()
        update.tell(_corrections(parts, target, generation.folder))
        contents = [(part, content) for part in parts for content in part.ledger.contents()]
        update.watcher.begin(len(contents))
        for part, content in contents:
            _take(part, content, update)
            update.watcher.advance(failed=bool(content.failure and content.failure.severity == "error"))
        for part in parts:
            for file in _lost(part):
                ledger.add_file(file)
        return update.publish(target)


def _part(folder: Path, opened: ExitStack) -> Part:
    if not is_corpus(folder):
        raise ShardsRefused(Message("%(folder)s holds no crparse corpus.", folder=folder))
    if not (folder / LEDGER).exists():
        raise ShardsRefused(
            Message("%(folder)s has no %(ledger)s: build it again.", folder=folder, ledger=LEDGER)
        )
    ledger = opened.enter_context(read_ledger(folder / LEDGER))
    state = state_of(ledger)
    if state is None:
        raise ShardsRefused(
            Message("%(folder)s is no shard but a whole corpus: build it with --shard.", folder=folder)
        )
    return Part(folder, state, ledger)


def _check(parts: Sequence[Part], anyway: bool) -> None:
    """Refuses what does not make one corpus; and unless it is wanted `anyway`, what was not made alike."""
    if not parts:
        raise ShardsRefused(Message("No shard was given."))
    for one, other in pairwise(parts):
        if one.state.shard.count != other.state.shard.count:
            raise ShardsRefused(
                Message(
                    "%(folder)s is shard %(shard)s, %(other)s %(other_shard)s: build all with the "
                    "same number of shards.",
                    folder=one.folder,
                    shard=one.state.shard,
                    other=other.folder,
                    other_shard=other.state.shard,
                )
            )
        if one.state.shard == other.state.shard:
            raise ShardsRefused(
                Message(
                    "%(folder)s and %(other)s are both shard %(shard)s: give each shard once.",
                    folder=one.folder,
                    other=other.folder,
                    shard=one.state.shard,
                )
            )
    for unlike in () if anyway else _unlike(parts):
        raise ShardsRefused(Message("%(what)s, or add --anyway.", what=unlike))


def _unlike(parts: Sequence[Part]) -> Iterator[Message]:
    """What speaks against merging: what it is, and what to do."""
    if missing := _missing(parts):
        named = ", ".join(map(str, missing))
        yield Message(
            "Of the %(count)s shards there is no %(shards)s: give all",
            count=missing[0].count,
            shards=named,
        )
    own = stamp()
    for part in parts:
        if part.state.stamp != own:
            yield Message(
                "%(folder)s was made by another version of crparse, or with other words or weights: build it "
                "again with this one",
                folder=part.folder,
            )
    first = parts[0]
    for part in parts[1:]:
        both = {"folder": first.folder, "other": part.folder}
        if part.state.limits != first.state.limits:
            yield Message(
                "%(folder)s and %(other)s were built with different limits: build them with the same", **both
            )
        if part.state.programs != first.state.programs:
            differ = ", ".join(sorted({*part.state.programs} ^ {*first.state.programs}))
            yield Message(
                "%(folder)s and %(other)s were built on machines of which one alone has "
                "%(programs)s: install it on both and build again",
                programs=differ,
                **both,
            )
        if part.state.listing != first.state.listing:
            yield Message(
                "%(folder)s and %(other)s were built when their folders held different files: build "
                "both again",
                **both,
            )


def _missing(parts: Sequence[Part]) -> list[Shard]:
    there = {part.state.shard.number for part in parts}
    count = parts[0].state.shard.count
    return [Shard(number, count) for number in range(1, count + 1) if number not in there]


def _joined(findings: Sequence[Findings]) -> Findings:
    """What all shards have found; what could not be taken in each of them tells."""
    told: dict[LedgerEntry, list[str]] = {}
    for one in findings:
        roots = defaultdict[LedgerEntry, list[str]](list)
        for root, entry in one.told:
            roots[entry].append(root)
        told |= {entry: own for entry, own in roots.items() if len(own) > len(told.get(entry, ()))}
    return Findings(
        tuple(sorted({place for one in findings for place in one.given})),
        tuple(file for one in findings for file in one.met),
        tuple((root, entry) for entry, roots in told.items() for root in roots),
        frozenset().union(*(one.silent for one in findings)),
        tuple(sorted({folder for one in findings for folder in one.closed})),
        all(one.is_empty for one in findings),
    )


def _stay(ledger: Ledger, missing: Sequence[Shard]) -> Iterator[MetFile]:
    """The files of shards that are not given, as if they had been met: they stay as they are."""
    lost = {(entry.path, entry.sha256) for _, entry in ledger.told() if entry.code in LOST}
    for file in sorted(ledger.files() if missing else (), key=lambda file: (file.path, file.place)):
        if (file.path, file.sha256) not in lost and any(shard.holds(file.sha256) for shard in missing):
            yield MetFile(file, file.root)


def _corrections(parts: Iterable[Part], target: Path, next_one: Path) -> Iterator[LedgerEntry]:
    """Takes over what the shards have in `corrections.jsonl`, where the corpus has no such file itself.

    Where it has, that one holds; what a shard has beyond it is told.
    """
    texts = {part.folder: _text(part.folder / CORRECTIONS) for part in parts}
    lines = {folder: [line for line in text.split("\n") if line.strip()] for folder, text in texts.items()}
    if not (target / CORRECTIONS).exists():
        written = {text for text in texts.values() if text}
        if written:
            joined = dict.fromkeys(line for own in lines.values() for line in own)
            whole = min(written) if len(written) == 1 else "".join(f"{line}\n" for line in joined)
            (next_one / CORRECTIONS).write_text(whole, encoding="utf-8", newline="\n")
        return
    known = set(_text(target / CORRECTIONS).split("\n"))
    for folder, own in lines.items():
        if beyond := [line for line in own if line not in known]:
            message = Message(
                "%(count)s lines of %(corrections)s of %(name)s are not in that of the corpus.",
                count=len(beyond),
                corrections=CORRECTIONS,
                name=folder.name,
            )
            advice = Message("They change nothing: copy them into it if they are to hold.")
            yield LedgerEntry(CORRECTIONS, CORRECTION, message, advice, severity="warning")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig", errors="replace") if file.exists() else ""


def _take(part: Part, content: Content, update: Update) -> None:
    """Takes a content over from a shard with its records, but for what somebody has changed in the corpus."""
    ledger = update.ledger
    before, known = ledger.content(content.sha256), ledger.records_of(content.sha256)
    if any(record.edited for record in known):
        return
    records = part.ledger.records_of(content.sha256)
    is_read_alike = before is not None and (before.stamp, before.failure, [one.id for one in known]) == (
        content.stamp,
        content.failure,
        [one.id for one in records],
    )
    written = {record.id: _bytes(part, record) for record in records}
    folder = update.generation.folder / DOCUMENTS
    is_there = all((folder / f"{one.id}.json").exists() for one in records)
    if is_read_alike and is_there and all(map(_is_same, known, records)):
        return
    for identity, record in written.items():
        write_record(record, identity, folder)
    run = before.run if before and is_read_alike else ledger.run
    ledger.keep(replace(content, run=run), records)
    update.generation.worth_keeping = True
    if content.failure and not is_read_alike:
        update.watcher.report(content.failure.line())


def _is_same(one: KnownRecord, other: KnownRecord) -> bool:
    """Whether two records of a document are the same, corrections aside."""
    return _uncorrected(one) == _uncorrected(other) and one.edited == other.edited


def _uncorrected(record: KnownRecord) -> str:
    return record.digest if record.original is None else hashlib.sha256(record.original).hexdigest()


def _bytes(part: Part, record: KnownRecord) -> bytes:
    """The record's file, which is as the shard's ledger says."""
    file = part.folder / DOCUMENTS / f"{record.id}.json"
    found = file.read_bytes() if file.exists() else b""
    if hashlib.sha256(found).hexdigest() != record.digest:
        raise ShardsRefused(
            Message(
                "%(file)s was changed or taken out since its shard was built: build that again.", file=file
            )
        )
    return found


def _lost(part: Part) -> set[KnownFile]:
    """The files that the shard has not met the last time, and of which it keeps the records."""
    return set(part.ledger.files()) - {one.file for one in part.state.findings.met}
