"""One document of a corpus: parsed, its record written, or an entry of the ledger that says why not."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crparse.corpus.inputs import InputFile
from crparse.corpus.ledger import Entry, internal_error, out_of_memory, read_failure
from crparse.corpus.limits import MEGABYTE, Limits
from crparse.corpus.same_minutes import Print, print_of
from crparse.corpus.writer import DISK_TROUBLE, record_json, write_record
from crparse.errors import ReadError
from crparse.parsing import parse_content
from crparse.pipeline import load
from crparse.record import Provenance
from crparse.resolution.corpus_records import DocumentEntities, document_entities

WORTH_A_PROCESS = 8
"""Documents that take about as long as a process takes to load the model."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document to parse, and the folder that its record goes to."""

    input: InputFile
    folder: Path


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a record leaves behind in memory once it is on disk."""

    id: str
    entities: DocumentEntities
    provenance: Provenance
    print: Print


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one document ended: a record on disk, or an entry of the ledger."""

    input: InputFile
    parsed: Parsed | None = None
    failure: Entry | None = None


def run(task: Task, limits: Limits) -> Outcome:
    """Reads, parses and writes one document.

    A bug met in it becomes an entry with its traceback: one odd document must not cost the ten thousand
    others of a night's run. Trouble outside the document (no model, a full disk) propagates and ends the run.
    """
    load()
    item = task.input
    try:
        record = parse_content(item.read(), name=item.name, path=item.path, characters=limits.characters)
        content = record_json(record)
        parsed = Parsed(record.id, document_entities(record), record.provenance, print_of(record))
        _check(content, record.source.sha256, item, limits)
    except ReadError as error:
        return Outcome(item, failure=read_failure(item.path, error, item.sha256))
    except MemoryError:
        return Outcome(item, failure=out_of_memory(item.path, item.sha256, limits.memory))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in DISK_TROUBLE:  # the temporary folder's
            raise
        return Outcome(item, failure=internal_error(item.path, error, item.sha256))
    write_record(content, record.id, task.folder)
    return Outcome(item, parsed)


def _check(content: bytes, sha256: str, item: InputFile, limits: Limits) -> None:
    if sha256 != item.sha256:
        raise ReadError("changed", "The file changed while the corpus was built.", "Build it again.")
    if len(content) > limits.record * MEGABYTE:
        raise ReadError(
            "record_too_large",
            f"Its record would take {len(content) // MEGABYTE} MB, more than the {limits.record} MB allowed.",
            "Check that it is one meeting's minutes, or raise --record-limit.",
        )


def run_here(tasks: Iterable[Task], limits: Limits) -> Iterator[Outcome]:
    """Every task's outcome, in this process and in order: no limit of time or memory holds."""
    return (run(task, limits) for task in tasks)


def worker_count(documents: int) -> int:
    """Processes worth starting on this machine for so many documents."""
    # What this process may use, where the system tells: fewer than the machine has, in a container.
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, documents // WORTH_A_PROCESS))
