"""What a process is handed to parse, and what it hands back."""

from dataclasses import dataclass
from pathlib import Path

from crparse.corpus.inputs import InputFile
from crparse.corpus.ledger import LedgerEntry
from crparse.corpus.same_minutes import Print
from crparse.record import Provenance
from crparse.resolution.corpus import DocumentEntities


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
    failure: LedgerEntry | None = None
