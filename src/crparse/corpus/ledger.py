"""The ledger of a corpus: what went wrong with which file, in words an archivist understands."""

import json
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from crparse.corpus.same_minutes import Same
from crparse.errors import ReadError
from crparse.readers import EXTENSIONS
from crparse.readers.files.detect import OTHER_FORMAT
from crparse.text import printable

INTERNAL_ERROR = "internal_error"
"""Code of a failure that is crparse's own fault: a bug met in one document."""

CRASHED = "crashed"
"""Code of a document that took its whole process down (out of memory, a fault in a library)."""

OUT_OF_MEMORY = "out_of_memory"
"""Code of a document that needs more memory than allowed."""

TOO_SLOW = "too_slow"
"""Code of a document that takes more time than allowed."""

DUPLICATE = "duplicate"
"""Code of a file whose content another file of the corpus has already."""

SAME_MINUTES = "same_minutes"
"""Code of a file that holds the same minutes as another, in another form."""

DOCUMENT_EXTENSIONS = EXTENSIONS - {"xml"}
"""Extensions that say that a file is a document; "xml" may be anything."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A line of `errors.jsonl`."""

    path: str
    """As in `source.path` of a record; the argument itself where it could not be read at all."""
    code: str
    """Stable: ledgers are grouped by it."""
    message: str
    advice: str
    severity: Literal["error", "warning"] = "error"
    """A file with an error has no record; a warning costs nothing (a duplicate, a photo)."""
    sha256: str | None = None
    """Of the file, where it could be read."""
    traceback: tuple[str, ...] = ()
    """For an internal error: where in the code, outermost call first."""

    def line(self) -> str:
        """The entry in one line, for a terminal."""
        return printable(f"{self.path}: {self.message} {self.advice}")


def read_failure(path: str, error: ReadError, sha256: str | None = None) -> LedgerEntry:
    """The entry of a file that its reader refused.

    A picture or a worksheet costs nothing where it does not pass for a document by its name.
    """
    passed_over = error.code == OTHER_FORMAT and path.rpartition(".")[2].lower() not in DOCUMENT_EXTENSIONS
    severity: Literal["error", "warning"] = "warning" if passed_over else "error"
    return LedgerEntry(path, error.code, error.message, error.advice, severity, sha256=sha256)


def internal_error(path: str, error: Exception, sha256: str) -> LedgerEntry:
    """The entry of a document that met a bug, with the calls that led to it.

    The calls are told by module, not by file: the entry reads the same on every machine.
    """
    calls = tuple(
        f"{frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    )
    message = f"crparse failed on this document ({type(error).__name__}: {error})."
    advice = "Please report it with this line of errors.jsonl; the other documents are not concerned."
    return LedgerEntry(path, INTERNAL_ERROR, message, advice, sha256=sha256, traceback=calls)


def crashed(path: str, sha256: str) -> LedgerEntry:
    """The entry of a document whose process died."""
    message = "The process that read this document died (out of memory?)."
    advice = "Open the document and save it anew, or raise --memory-limit."
    return LedgerEntry(path, CRASHED, message, advice, sha256=sha256)


def out_of_memory(path: str, sha256: str, megabytes: int) -> LedgerEntry:
    """The entry of a document that needs more memory than allowed."""
    message = f"The document needs more than the {megabytes} MB of memory allowed."
    advice = "Check that it is one meeting's minutes, or raise --memory-limit."
    return LedgerEntry(path, OUT_OF_MEMORY, message, advice, sha256=sha256)


def too_slow(path: str, sha256: str, seconds: float) -> LedgerEntry:
    """The entry of a document that takes more time than allowed."""
    message = f"The document was not done in the {seconds:g} seconds allowed."
    advice = "Check that it is one meeting's minutes, or raise --time-limit."
    return LedgerEntry(path, TOO_SLOW, message, advice, sha256=sha256)


def duplicate(path: str, of: str, sha256: str) -> LedgerEntry:
    """The entry of a file that is the same, byte for byte, as another."""
    message, advice = f"The file is the same as {of}.", "One record stands for both."
    return LedgerEntry(path, DUPLICATE, message, advice, "warning", sha256)


def same_minutes(same: Same) -> LedgerEntry:
    """The entry of a document that is the same minutes as another, in another form."""
    message = f"The file holds the same minutes as {same.of_path} ({same.likeness:.0%} of the wording)."
    advice = "Both have a record; the table `documents` links them, and they are counted once."
    return LedgerEntry(same.path, SAME_MINUTES, message, advice, "warning")


def write_ledger(entries: Iterable[LedgerEntry], file: Path) -> None:
    """`errors.jsonl`: one entry a line, in order of path."""
    ordered = sorted(entries, key=lambda entry: (entry.path, entry.code, entry.sha256 or ""))
    lines = [json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in ordered]
    file.write_text("".join(lines), encoding="utf-8", newline="\n")
