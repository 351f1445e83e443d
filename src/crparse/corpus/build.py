"""From files and folders to a corpus on disk."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crparse import lexicon
from crparse.corpus import DEFAULT_LIMITS, Limits
from crparse.corpus.folder import (
    DOCUMENTS,
    ENTITIES,
    GENERATOR,
    LEDGER,
    MANIFEST,
    TABLE_FILES,
    OutputError,
    describe_files,
    new_folder,
    read_records,
    write_json,
)
from crparse.corpus.inputs import InputFile, Inputs, find_inputs
from crparse.corpus.ledger import DUPLICATE, SAME_MINUTES, LedgerEntry, duplicate, same_minutes, write_ledger
from crparse.corpus.same_minutes import find_same
from crparse.corpus.tables import COUNTED, CorpusIndex, new_tables
from crparse.corpus.workers import Outcome, Parsed, Task, prepare, run, run_isolated, worker_count
from crparse.progress import Watcher
from crparse.readers.files.detect import OTHER_FORMAT
from crparse.record import SCHEMA_VERSION
from crparse.resolution.corpus import CorpusEntities, resolve_corpus
from crparse.text import printable

Path_ = str | os.PathLike[str]

LEAST_KEPT = 0.5
"""Share of its records that a corpus keeps without a word. No archive loses half its meetings from one run to
the next; one whose drive is not mounted, or where every parse fails, loses nearly all."""


@dataclass(slots=True)
class Report:
    """How a build went."""

    output: Path
    documents: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """Items of each kind, over all records; people and organisations of the corpus."""
    entries: list[LedgerEntry] = field(default_factory=list)
    """The ledger."""

    @property
    def failures(self) -> list[LedgerEntry]:
        """The entries that cost a document."""
        return [entry for entry in self.entries if entry.severity == "error"]

    @property
    def passed_over(self) -> int:
        """How many files are no minutes by their kind: pictures, worksheets."""
        return sum(entry.code == OTHER_FORMAT and entry.severity == "warning" for entry in self.entries)

    @property
    def duplicates(self) -> int:
        """How many files repeat another."""
        return sum(entry.code == DUPLICATE for entry in self.entries)

    @property
    def same_minutes(self) -> int:
        """How many documents are the minutes of another, in another form."""
        return sum(entry.code == SAME_MINUTES for entry in self.entries)


def build(
    paths: Sequence[Path_] | Path_,
    output: Path_,
    *,
    overwrite: bool = False,
    prune: bool = False,
    workers: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    watcher: Watcher | None = None,
) -> Report:
    """Parses documents and writes them as a corpus.

    Args:
        paths: Files, and folders to go through.
        output: The folder to write; it appears whole when all is done.
        overwrite: Replace the corpus that is there.
        prune: Replace it even by one of less than half its records.
        workers: Processes to share the work; None for as many as suit the machine, 0 for none: the documents
            are then parsed in this process, where no limit of time or memory holds and a bug in crparse is
            raised. Processes need the caller's script to be guarded by `if __name__ == "__main__":`. The
            result is the same.
        limits: What one document may take.
        watcher: Is told how it goes.

    Returns:
        What was done and what failed. A document that cannot be read, or in which crparse itself fails, is an
        entry of the report and of `errors.jsonl`; the others are done all the same.

    Raises:
        OutputError: `output` is not to be written to, would lose most of its records, or the disk is full;
            what was there is as it was.
        NoProcess: No process can be started.
        LexiconError: The folder of one's own that the environment names cannot be used.
    """
    lexicon.current()  # before any document: what is wrong with it would cost each of them
    arguments = [Path(p) for p in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    target = Path(output)
    watcher = watcher or Watcher()
    with new_folder(target, overwrite) as folder:
        inputs = find_inputs(arguments, leave_out=target)
        held = 0 if prune else len(list((target / DOCUMENTS).glob("*.json")))
        _check_loss(target, held, len(inputs.files), "documents were found")
        parsed, entries = _parse(inputs, folder, workers, limits, watcher)
        _check_loss(target, held, len(parsed), "documents could be read")
        same = list(find_same(p.print for p in parsed))
        entries += _tell(map(same_minutes, same), watcher)
        entities = resolve_corpus(p.entities for p in parsed)
        report = Report(target, len(parsed), entries=entries)
        report.counts = _write_tables(folder, CorpusIndex(entities, same))
        report.counts |= {"people": len(entities.people), "organisations": len(entities.organisations)}
        _write_entities(folder, entities)
        write_ledger(entries, folder / LEDGER)
        write_json(_manifest(folder, report, parsed), folder / MANIFEST)
    return report


def _check_loss(target: Path, records: int, left: int, how: str) -> None:
    """Stops before a corpus of so many records is replaced by one that has lost most of them."""
    if left < LEAST_KEPT * records:
        raise OutputError(
            f"{target} holds {records} records, and only {left} {how}: "
            "is every folder there, every drive mounted? Add --prune to replace it all the same."
        )


def _parse(
    inputs: Inputs, folder: Path, workers: int | None, limits: Limits, watcher: Watcher
) -> tuple[list[Parsed], list[LedgerEntry]]:
    """A record on disk for each document that can be parsed, and the ledger of the rest."""
    entries = _tell(inputs.entries, watcher)
    (folder / DOCUMENTS).mkdir()
    tasks = [Task(item, folder / DOCUMENTS) for item in inputs.files]
    processes = worker_count(len(tasks)) if workers is None else workers
    watcher.begin(len(tasks))
    outcomes: dict[str, Outcome] = {}
    here = (run(task, limits) for task in tasks)
    for outcome in run_isolated(tasks, processes, limits, prepare) if processes else here:
        outcomes[outcome.input.sha256] = outcome
        if outcome.failure:
            watcher.report(outcome.failure.line())
        watcher.advance(failed=outcome.failure is not None and outcome.failure.severity == "error")
    entries += [outcome.failure for outcome in outcomes.values() if outcome.failure]
    entries += _tell((_repeat(item, outcomes[item.sha256]) for item in inputs.repeats), watcher)
    parsed = [outcome.parsed for outcome in outcomes.values() if outcome.parsed]
    return sorted(parsed, key=lambda p: p.id), entries


def _tell(entries: Iterable[LedgerEntry], watcher: Watcher) -> list[LedgerEntry]:
    """Reports entries as they come, and keeps them."""
    kept = list(entries)
    for entry in kept:
        watcher.report(entry.line())
    return kept


def _repeat(item: InputFile, outcome: Outcome) -> LedgerEntry:
    """A file with the content of another: its record is the other's, and so is its failure."""
    if outcome.failure:
        return replace(outcome.failure, path=item.path)
    return duplicate(item.path, outcome.input.path, item.sha256)


def _write_tables(folder: Path, index: CorpusIndex) -> dict[str, int]:
    """The tables, from the records on disk, so that they need not all fit in memory; what they count.

    Minutes that are there in two forms count once.
    """
    (folder / TABLE_FILES).mkdir()
    counts = dict.fromkeys(COUNTED, 0)
    with new_tables(folder / TABLE_FILES, index) as add:
        for record in read_records(folder):
            add(record)
            if record.id not in index.same_as:
                counts = {kind: count + len(getattr(record, kind)) for kind, count in counts.items()}
    return counts


def _write_entities(folder: Path, entities: CorpusEntities) -> None:
    (folder / ENTITIES).mkdir()
    found = entities.model_dump(mode="json")
    for kind in ("people", "organisations"):
        write_json(found[kind], folder / ENTITIES / f"{kind}.json")


def _provenance(parsed: Sequence[Parsed]) -> dict[str, Any] | None:
    """What made the records, the programs that read some of them included."""
    if not parsed:
        return None
    packages = {name: number for p in parsed for name, number in p.provenance.packages.items()}
    first = parsed[0].provenance
    return first.model_copy(update={"packages": packages}).model_dump(mode="json")


def _manifest(folder: Path, report: Report, parsed: list[Parsed]) -> dict[str, Any]:
    """Versions, counts, and every file with its digest; no clock: the same bytes every time."""
    return {
        "generator": GENERATOR,
        "schema_version": SCHEMA_VERSION,
        "provenance": _provenance(parsed),
        "counts": {
            "documents": report.documents,
            "failures": len(report.failures),
            "passed_over": report.passed_over,
            "duplicates": report.duplicates,
            "same_minutes": report.same_minutes,
            **report.counts,
        },
        "files": describe_files(folder),
    }


def summary(report: Report, seconds: float) -> str:
    """Documents, failures by cause, items of each kind, time."""
    lines = [f"{report.documents} documents in {_duration(seconds)}, {len(report.failures)} files failed"]
    causes = Counter(entry.code for entry in report.failures)
    lines += [f"  failed: {count} {code}" for code, count in sorted(causes.items())]
    spared = {
        "of another kind, passed over": report.passed_over,
        "the same as another": report.duplicates,
        "the same minutes in another form": report.same_minutes,
    }
    lines += [f"  {what}: {count}" for what, count in spared.items() if count]
    lines += [f"  {kind.replace('_', ' ')}: {count}" for kind, count in report.counts.items()]
    lines.append(f"corpus: {printable(str(report.output))}")
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"
