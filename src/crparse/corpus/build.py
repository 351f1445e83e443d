"""From files and folders to a corpus on disk, and from that corpus to the next.

A build reads what is new or has changed and keeps the rest; it takes nothing out of a corpus unasked.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from crparse import lexicon
from crparse.corpus import DEFAULT_LIMITS, Limits
from crparse.corpus.entity_ids import ENTITY_KINDS, keep_ids, read_entities, write_entities
from crparse.corpus.entries import (
    BUGS,
    CRASHED,
    DUPLICATE,
    GONE,
    NO_MINUTES,
    OUT_OF_MEMORY,
    OUT_OF_REACH,
    PASSING,
    RECORD_KEPT,
    SAME_MINUTES,
    STAGE_FAILED,
    LedgerEntry,
    count_costless,
    duplicate,
    gone,
    no_minutes,
    out_of_reach,
    record_kept,
    refused_correction,
    same_minutes,
    write_errors,
)
from crparse.corpus.folder import (
    DOCUMENTS,
    ERRORS,
    GENERATOR,
    LEDGER,
    MANIFEST,
    RECORD_SCHEMA,
    TABLE_FILES,
    Generation,
    OutputError,
    describe_files,
    next_generation,
    write_json,
)
from crparse.corpus.inputs import Findings, InputFile, MetFile, find_inputs, findings_of, roots_of
from crparse.corpus.ledger import Content, KnownFile, KnownRecord, Ledger, open_ledger
from crparse.corpus.machines.shards import Shard, check_shard, keep_shard
from crparse.corpus.readme import write_readme
from crparse.corpus.records import Records, ordinal_of
from crparse.corpus.same_minutes import Same, find_same
from crparse.corpus.status import documents_told, failures_told
from crparse.corpus.tables import CorpusIndex, new_tables
from crparse.corpus.workers import Engine, Outcome, Task, prepare, processes, run, run_isolated, worker_count
from crparse.errors import ReadError
from crparse.pipeline import stamp
from crparse.programs import programs_there, stops_noted
from crparse.readers.files.detect import OTHER_FORMAT
from crparse.record import COUNTED, SCHEMA_VERSION, Minutes, Provenance, record_schema
from crparse.reporting.progress import Watcher
from crparse.resolution.corpus import (
    Comparisons,
    CorpusEntities,
    CorpusEntity,
    DocumentEntities,
    Judgement,
    judge,
    mandates_of,
    resolve_corpus,
    unsearched,
)
from crparse.text import printable
from crparse.wording import N_, say

Path_ = str | os.PathLike[str]


class Stopped(KeyboardInterrupt):
    """The run was asked to stop and has finished what was in hand: so many documents are done, of so many."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.done, self.total = done, total


@dataclass(slots=True)
class Report:
    """How a build went."""

    output: Path
    documents: int = 0
    """Records that the corpus holds."""
    read: int = 0
    """Files that were read by this run, or by the stopped one that it goes on with."""
    found: int = 0
    """Documents of what was given that the tables have, read now or before."""
    is_elsewhere: bool = False
    """Whether there are documents in what was given, all of them of other shards."""
    corrections: int = 0
    """Corrections that are in the records."""
    counts: dict[str, int] = field(default_factory=dict)
    """Items of each kind, over all records; people and organisations of the corpus."""
    entries: list[LedgerEntry] = field(default_factory=list)
    """The lines of `errors.jsonl`."""

    @property
    def failures(self) -> list[LedgerEntry]:
        """The entries that cost a document, or part of one."""
        return [entry for entry in self.entries if entry.severity == "error"]

    @property
    def passed_over(self) -> int:
        """How many files are no minutes by their kind: pictures, worksheets."""
        return sum(entry.code == OTHER_FORMAT and entry.severity == "warning" for entry in self.entries)

    def count(self, code: str) -> int:
        """How many entries have a code."""
        return sum(entry.code == code for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Choices:
    """What is asked of a build beside its folders."""

    again: bool = False
    """Read everything again, what is unchanged as well."""
    retry: bool = False
    """Read again what failed."""
    prune: bool = False
    """Take out what is gone."""
    all_kinds: bool = False
    """Have in the tables what is no minutes as well."""
    beside: bool = False
    """What is not under the folders given is none of this build's business."""
    strict: bool = False
    """Let a bug of crparse end the run, rather than cost what it keeps from being found."""


def build(
    paths: Sequence[Path_] | Path_,
    output: Path_,
    *,
    overwrite: bool = False,
    retry: bool = False,
    prune: bool = False,
    all_kinds: bool = False,
    beside: bool = False,
    strict: bool = False,
    workers: int | None = None,
    engine: Engine | None = None,
    shard: Shard | None = None,
    limits: Limits = DEFAULT_LIMITS,
    watcher: Watcher | None = None,
) -> Report:
    """Makes a corpus of documents, or brings the one that is there up to date with them.

    What is unchanged is kept (same content, same crparse with the same words, weights and settings), what is
    new or has changed is read, what is gone is told and kept.

    Args:
        paths: Files, and folders to go through.
        output: The folder of the corpus; its next generation appears whole when all is done.
        overwrite: Read everything again, what is unchanged as well, and compare all names anew.
        retry: Read again what failed.
        prune: Take out what is gone, and what is not under `paths`.
        all_kinds: Have in the tables and entities what is no minutes as well.
        beside: `paths` come beside those given before: what is not under them is neither told nor taken out.
        strict: Raise a bug of crparse, as `parse` does; documents that met one before are read again. By
            default a stage that fails is left out, with a warning in the record and an entry of the report.
        workers: Processes to share the work; None for as many as suit the machine, 0 for none: the documents
            are then parsed in this process, where no limit of time or memory holds and a bug in crparse,
            outside the stages, is raised. Processes need the caller's script to be guarded by
            `if __name__ == "__main__":`. The result is the same.
        engine: What parses the documents in the place of processes of this machine: the workers of a Dask
            scheduler (`machines.on_dask`). The result is the same.
        shard: Build that shard of the corpus alone, for `merge` to join with the others.
        limits: What one document may take.
        watcher: Is told how it goes.

    Returns:
        What was done and what failed. A document that cannot be read, or in which crparse itself fails, is an
        entry of the report and of `errors.jsonl`; the others are done all the same.

    Raises:
        OutputError: `output` is not to be written to, another run is writing it, it is another shard, or the
            disk is full; the corpus is as it was, and what was done need not be done again.
        Stopped: A signal asked for it; likewise.
        NoProcess: No process can be started, on the machines of the engine neither.
        BugMet: With `strict`, a bug met by another process; in this one, with `workers=0`, the bug itself.
        LexiconError: The folder of one's own that the environment names cannot be used.
    """
    lexicon.current()  # before any document: what is wrong with it would cost each of them
    arguments = [Path(p) for p in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    choices = Choices(overwrite, retry, prune, all_kinds, beside, strict)
    target = Path(output)
    with next_generation(target) as generation:
        copied = None if generation.worth_keeping else target / LEDGER
        with open_ledger(generation.folder / LEDGER, copied) as ledger:
            check_shard(ledger, shard, target, generation.is_begun)
            inputs = find_inputs(arguments, leave_out=target)
            findings = findings_of(inputs, arguments)
            if shard:
                findings = keep_shard(ledger, shard, findings, limits)
            update = Update(generation, ledger, findings, choices, limits, watcher or Watcher())
            files = [item for item in inputs.files if shard is None or shard.holds(item.sha256)]
            update.read(files, workers, engine)
            return update.publish(target, shard)


SHARE = 1280
"""Megabytes of a process beside others: a worker with its model takes 500, minutes of a hundred pages 700."""

LACKING = frozenset({CRASHED, OUT_OF_MEMORY})
"""Codes of a document that may succeed with more memory."""

TOLD_LATE = frozenset({DUPLICATE, GONE, OUT_OF_REACH, RECORD_KEPT})
"""Codes of what is known only when all files are read; failures were told as they came."""


class Update:
    """One generation of a corpus in the making, from what was found to what is published."""

    def __init__(
        self,
        generation: Generation,
        ledger: Ledger,
        findings: Findings,
        choices: Choices,
        limits: Limits,
        watcher: Watcher,
    ) -> None:
        if not generation.worth_keeping:
            ledger.begin_run()
        self.generation, self.ledger, self.findings, self.choices = generation, ledger, findings, choices
        self.limits, self.watcher = limits, watcher
        self.stamp = stamp()
        # What may let a document succeed that failed before.
        self.failing_stamp = f"{self.stamp} {limits} {list(programs_there())}"
        self.silent = set(findings.silent)
        self.records = Records(generation.folder, generation.before, ledger)
        self.entries: list[LedgerEntry] = []

    def begin(self) -> None:
        """Tells what could not be taken in, and takes in what was changed by hand."""
        self.tell(entry for _, entry in self.findings.told)
        self.tell(self.records.take_edits())

    def read(self, files: Sequence[InputFile], workers: int | None, engine: Engine | None = None) -> None:
        """Reads what is new, has changed, or is to be read again; each is kept as soon as it is done."""
        folder = self.generation.folder / DOCUMENTS
        self.begin()
        strict = self.choices.strict
        tasks = [Task(item, folder, strict) for item in files if self._is_due(item)]
        count = worker_count(len(tasks)) if workers is None else workers
        self.watcher.begin(len(tasks))
        done = 0
        with stops_noted() as stopping:
            for outcome in self._outcomes(tasks, count, engine, stopping):
                self._keep(outcome)
                done += 1
            if stopping() and done < len(tasks):
                raise Stopped(done, len(tasks))

    def _outcomes(
        self, tasks: Sequence[Task], workers: int, engine: Engine | None, stopping: Callable[[], bool]
    ) -> Iterator[Outcome]:
        if engine or workers > 1:
            yield from self._side_by_side(tasks, engine or processes(workers), stopping)
            return
        if workers:
            yield from run_isolated(tasks, workers, self.limits, prepare, stopping)
            return
        for task in tasks:
            if stopping():
                return
            yield run(task, self.limits)

    def _side_by_side(
        self, tasks: Sequence[Task], engine: Engine, stopping: Callable[[], bool]
    ) -> Iterator[Outcome]:
        """Each process has its share of memory; a document that needs more is read again alone, with all."""
        share = replace(self.limits, memory=min(SHARE, self.limits.memory))
        tell = self.watcher.report
        short = []
        of_input = {task.input.sha256: task for task in tasks}
        for outcome in engine(tasks, share, alone=False, stopping=stopping, tell=tell):
            if outcome.failure and outcome.failure.code in LACKING:
                short.append(of_input[outcome.input.sha256])
            else:
                yield outcome
        if not stopping():
            yield from engine(short, self.limits, alone=True, stopping=stopping, tell=tell)

    def _is_due(self, item: InputFile) -> bool:
        """Whether a file has to be read: what has not been is, and what this version would read otherwise."""
        known = self.ledger.content(item.sha256)
        records = self.ledger.ids_of(item.sha256)
        if known is None or not (known.failure or records):
            return True
        if any(records.values()):
            return False
        if self.choices.strict and known.failure and known.failure.code in BUGS:
            return True
        if known.run == self.ledger.run:  # this run did it, before it was stopped
            return not all(map(self.records.is_there, records))
        if known.failure and (self.choices.retry or known.failure.code in PASSING):
            return True
        if known.failure and known.stamp != self.failing_stamp:
            return True
        current = known.failure is not None or known.stamp == self.stamp
        return self.choices.again or not current or not all(map(self.records.is_there, records))

    def _keep(self, outcome: Outcome) -> None:
        """Keeps how a document ended, and tells it."""
        sha256, failure = outcome.input.sha256, outcome.failure
        content = Content(sha256, self.failing_stamp if failure else self.stamp, self.ledger.run, failure)
        self.ledger.keep(
            content,
            [
                KnownRecord(one.parsed.id, sha256, self.stamp, one.digest, one.parsed)
                for one in outcome.written
            ],
        )
        self.generation.worth_keeping = True
        if failure:
            self.watcher.report(failure.line())
        self.watcher.advance(failed=failure is not None and failure.severity == "error")

    def publish(self, target: Path, shard: Shard | None = None) -> Report:
        """Writes all that follows from the records, the corpus as a whole."""
        self.tell(self.records.tell_edits())
        met, missing = self._files()
        of_files = list(self._of_files(met, missing))
        elsewhere = self._told_elsewhere(met)
        self.tell((entry for _, entry in of_files), quiet=True)
        self.entries += [entry for _, entry in elsewhere]
        self.ledger.set_told([*self.findings.told, *of_files, *elsewhere])
        self.ledger.set_files([*met, *missing])
        self.tell(self.records.settle([*met, *missing]))
        known = list(self.ledger.records())
        valid = [record for record in known if self.records.is_valid(record)]
        counted = [one for one in valid if self.choices.all_kinds or one.parsed.kind is None]
        self.tell(
            no_minutes(one.parsed.print.path, one.parsed.kind, one.sha256)
            for one in valid
            if one.parsed.kind and not self.choices.all_kinds
        )
        same = list(find_same(record.parsed.print for record in counted))
        self.tell(map(same_minutes, same))
        entities = self._entities(counted, same)
        folder = self.generation.folder
        read = sum(content.run == self.ledger.run for content in self.ledger.contents())
        report = Report(target, len(counted), read, entries=self.entries)
        report.found = len({one.sha256 for one in counted} & {one.file.sha256 for one in self.findings.met})
        report.is_elsewhere = bool(shard and not self.findings.met and not self.findings.is_empty)
        report.corrections = self.records.corrected
        report.counts = {"meetings": len(counted) - len(same)}
        mandates = mandates_of(entities, (record.parsed.entities for record in counted))
        index = CorpusIndex(entities, same, mandates)
        report.counts |= _write_tables(folder, self.records.read(counted), index)
        report.counts |= {kind: len(getattr(entities, kind)) for kind in ENTITY_KINDS}
        write_entities(entities, folder)
        write_errors(self.entries, folder / ERRORS)
        write_json(record_schema(), folder / RECORD_SCHEMA)
        write_readme(folder, _counts(report), self.entries, _provenance(counted))
        manifest = _manifest(folder, report, counted)
        write_json(manifest | ({"shard": str(shard)} if shard else {}), folder / MANIFEST)
        return report

    def _files(self) -> tuple[list[KnownFile], list[KnownFile]]:
        """The files that were met, and those met before whose records stay though they were not.

        A file that has moved or got another name was met: its content tells.
        """
        met = [one.file for one in self.findings.met]
        self.silent -= {file.root for file in met} | {one.given for one in self.findings.met}
        contents = {file.sha256 for file in met}
        now = {(file.root, file.path): file for file in met}
        missing = []
        for file in self.ledger.files():
            is_elsewhere = file.sha256 in contents  # moved, or under another name
            successor = now.get((file.root, file.path))
            if self._is_of_others(file) or (not is_elsewhere and self._stays(file, successor)):
                missing.append(file)
        places = {file.place for file in missing if self._is_of_others(file)}
        return [file for file in met if file.place not in places], missing

    def _is_of_others(self, file: KnownFile) -> bool:
        """Whether the file is none of this build's business."""
        return self.choices.beside and file.root not in self.findings.given

    def _stays(self, file: KnownFile, now: KnownFile | None) -> bool:
        """Whether the record of a content that is no longer there is kept: but for one with a successor."""
        records = self.ledger.ids_of(file.sha256)
        if not records:
            return False
        if self.choices.prune and not self._is_out_of_reach(file):
            return False
        is_replaced = now is not None and self.ledger.ids_of(now.sha256)
        return not is_replaced or any(records.values())

    def _is_out_of_reach(self, file: KnownFile) -> bool:
        """Whether a file may be there all the same: nothing was found where it was, or could be read."""
        if file.root in self.silent or self.findings.is_empty:
            return True
        closed = self.findings.closed
        return any(file.root == root and file.path.startswith(f"{path}/") for root, path in closed)

    def _of_files(
        self, met: Sequence[KnownFile], missing: Sequence[KnownFile]
    ) -> Iterator[tuple[str, LedgerEntry]]:
        """What became of each file, but for those that are just as they should be; under what was given."""
        first: dict[str, MetFile] = {}
        lost = {entry.sha256 for _, entry in self.ledger.told() if entry.code in (GONE, OUT_OF_REACH)}
        others = [file for file in reversed(missing) if self._is_of_others(file)]
        elsewhere = {file.sha256: file for file in others if file.sha256 not in lost}
        places = {(file.root, file.path) for file in met}
        contents = {file.sha256 for file in [*met, *others]}
        for one in self.findings.met:
            item, root = one.file, one.given
            known, other = self.ledger.content(item.sha256), elsewhere.get(item.sha256)
            of = first.setdefault(item.sha256, one)
            if known and known.failure:
                yield root, replace(known.failure, path=item.path)
                is_lost = known.failure.severity == "error" and known.failure.code != STAGE_FAILED
                if is_lost and self.ledger.ids_of(item.sha256):
                    yield root, record_kept(item.path, item.sha256)
            elif one is not of:
                yield root, duplicate(item.path, of.file.path, item.sha256)
            elif other and other.place != item.place:
                yield root, duplicate(item.path, other.path, item.sha256)
        for file in missing:
            if (file.root, file.path) in places:
                yield file.root, record_kept(file.path, file.sha256)
            elif file.sha256 not in contents:
                told = out_of_reach if self._is_out_of_reach(file) else gone
                yield file.root, told(file.path, file.sha256)

    def _told_elsewhere(self, met: Sequence[KnownFile]) -> list[tuple[str, LedgerEntry]]:
        """What was told of files that are none of this build's business: it holds, but for contents met."""
        if not self.choices.beside:
            return []
        contents = {file.sha256 for file in met}
        return [
            (root, entry)
            for root, entry in self.ledger.told()
            if not roots_of(root, self.findings.given)
            and (entry.code == DUPLICATE or entry.sha256 not in contents)
        ]

    def _entities(self, records: Sequence[KnownRecord], same: Sequence[Same]) -> CorpusEntities:
        """The people and organisations of the corpus, under the ids that they had.

        Of minutes in several forms only the one that leads says who they are.
        """
        led = [(one.document, one.of) for one in same]
        others = {record for record, _ in led}
        pairs = [*self.ledger.same(), *led]
        self.ledger.set_same(led)
        kept = {}
        with unsearched():
            if self.choices.again:
                self.ledger.forget_comparisons()
            comparisons = Comparisons(self.ledger.comparisons(self.stamp))
            leading = [record.parsed.entities for record in records if record.id not in others]

            def judged(kind: str, entities: list[CorpusEntity]) -> list[CorpusEntity]:
                return self._judged(kind, entities, records, dict(led), leading)

            said_of_bodies = any(one.field == "bodies" for _, one in self.records.corrections.identities)
            found = resolve_corpus(
                leading, comparisons, partial(judged, "bodies") if said_of_bodies else None
            )
            self.ledger.set_comparisons(self.stamp, comparisons)
            found.people, found.organisations = (
                judged(kind, getattr(found, kind)) for kind in ("people", "organisations")
            )
            for kind in ENTITY_KINDS:
                before = self._entities_before(kind)
                births = self.ledger.births(kind)
                kept[kind], born = keep_ids(getattr(found, kind), before, births, self.ledger.run, pairs)
                self.ledger.set_births(kind, born)
            return CorpusEntities(**kept)

    def _judged(
        self,
        kind: str,
        entities: list[CorpusEntity],
        records: Sequence[KnownRecord],
        led: Mapping[str, str],
        leading: Sequence[DocumentEntities],
    ) -> list[CorpusEntity]:
        """The entities of a kind as people have said who is who; tells what of it changes nothing."""
        said = [one for one in self.records.corrections.identities if one[1].field == kind]
        of_content = {(one.sha256, ordinal_of(one.id)): led.get(one.id, one.id) for one in records}
        judgements = [
            Judgement(
                number,
                one.action == "same",
                tuple(
                    frozenset((of_content.get((n.sha256, n.meeting), ""), n.name) for n in group)
                    for group in one.groups
                ),
            )
            for number, one in said
        ]
        found, refused = judge(entities, judgements, leading)
        self.records.corrected += len(judgements) - len(refused)
        self.tell(
            refused_correction(number, None, reason, None) for number, reason in sorted(refused.items())
        )
        return found

    def _entities_before(self, kind: str) -> list[CorpusEntity]:
        """Those of the corpus as it is; none where there is no file of them, as in an earlier version."""
        try:
            return read_entities(self.generation.before, kind) if self.generation.before else []
        except FileNotFoundError:
            return []
        except ReadError as error:
            raise OutputError(error.told) from error

    def tell(self, entries: Iterable[LedgerEntry], quiet: bool = False) -> None:
        """Reports entries as they come, and keeps them."""
        for entry in entries:
            self.entries.append(entry)
            if not quiet or entry.code in TOLD_LATE:
                self.watcher.report(entry.line())


def _write_tables(folder: Path, records: Iterable[Minutes], index: CorpusIndex) -> dict[str, int]:
    """The tables, from the records on disk, so that they need not all fit in memory; what they count.

    Minutes that are there in two forms count once.
    """
    (folder / TABLE_FILES).mkdir()
    counts = dict.fromkeys(COUNTED, 0)
    with new_tables(folder / TABLE_FILES, index) as add:
        for record in records:
            add(record)
            if record.id not in index.same_as:
                counts = {kind: count + len(getattr(record, kind)) for kind, count in counts.items()}
    return counts


def _provenance(records: Sequence[KnownRecord]) -> Provenance | None:
    """What made the records, the programs that read some of them included."""
    if not records:
        return None
    made = [record.parsed.provenance for record in records]
    packages = {name: number for one in made for name, number in one.packages.items()}
    return made[0].model_copy(update={"packages": packages})


def _counts(report: Report) -> dict[str, int]:
    """How much the corpus holds, and how much of what was met it does not."""
    return {
        "documents": report.documents,
        "failures": len(report.failures),
        "passed_over": report.passed_over,
        "duplicates": report.count(DUPLICATE),
        "same_minutes": report.count(SAME_MINUTES),
        "corrections": report.corrections,
        "no_minutes": report.count(NO_MINUTES),
        **report.counts,
    }


def _manifest(folder: Path, report: Report, records: Sequence[KnownRecord]) -> dict[str, Any]:
    """Versions, counts, and every file with its digest; no clock: the same bytes every time."""
    made = _provenance(records)
    return {
        "generator": GENERATOR,
        "schema_version": SCHEMA_VERSION,
        "provenance": made.model_dump(mode="json") if made else None,
        "counts": _counts(report),
        "files": describe_files(folder),
    }


COUNTED_AS: Mapping[str, str] = {
    "meetings": N_("meetings"),
    "attendees": N_("attendees"),
    "people": N_("people"),
    "organisations": N_("organisations"),
    "sections": N_("sections"),
    "definitions": N_("definitions"),
    "examples": N_("examples"),
    "upcoming_dates": N_("upcoming dates"),
    "decisions": N_("decisions"),
    "actions": N_("actions"),
    "warnings": N_("warnings"),
    "bodies": N_("bodies"),
}
"""What the lists of a record are called in a summary."""


def summary(report: Report, seconds: float) -> str:
    """Documents, failures by cause, items of each kind, time; how to look at what there is."""
    took = say("%(what)s in %(time)s", what=documents_told(report.documents), time=_duration(seconds))
    lines = [f"{took}, {failures_told(len(report.failures))}"]
    if report.read < report.documents:
        lines.append("  " + say("read now: %(count)s", count=report.read))
    causes = Counter(entry.code for entry in report.failures)
    lines += [
        "  " + say("failed: %(count)s %(code)s", count=count, code=code)
        for code, count in sorted(causes.items())
    ]
    lines += count_costless(entry.code for entry in report.entries if entry.severity == "warning")
    if not report.found:
        nothing = N_("no minutes in what was given")
        if report.is_elsewhere:
            nothing = N_("nothing of this shard in what was given")
        lines.append(f"  {say(nothing)}")
    lines += [f"  {say(COUNTED_AS[kind])}: {count}" for kind, count in report.counts.items()]
    corpus = printable(str(report.output))
    lines.append(say("corpus: %(folder)s", folder=corpus))
    if report.documents:
        lines.append(say("to look at it: crparse view %(folder)s", folder=corpus))
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"
