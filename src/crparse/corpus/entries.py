"""The lines of `errors.jsonl`: what went wrong with which file, in words an archivist understands."""

import json
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from crparse.corpus.folder import CORRECTIONS
from crparse.corpus.same_minutes import Same
from crparse.errors import ReadError
from crparse.readers import EXTENSIONS
from crparse.readers.files.detect import OTHER_FORMAT
from crparse.record import DocumentKind
from crparse.text import printable
from crparse.wording import N_, Filled, Message, filled, said, say

INTERNAL_ERROR = "internal_error"
"""Code of a failure that is crparse's own fault: a bug met in one document."""

STAGE_FAILED = "stage_failed"
"""Code of a document in which one stage of crparse failed: it has a record without what that stage finds."""

CRASHED = "crashed"
"""Code of a document that took its whole process down (out of memory, a fault in a library)."""

OUT_OF_MEMORY = "out_of_memory"
"""Code of a document that needs more memory than allowed."""

TOO_SLOW = "too_slow"
"""Code of a document that takes more time than allowed."""

BUGS = frozenset({INTERNAL_ERROR, STAGE_FAILED})
"""Codes of what is crparse's own fault."""

PASSING = frozenset({"changed", "unreadable", "needs_heic"})
"""Codes of what may be otherwise the next time, though neither the file nor crparse has changed."""

DUPLICATE = "duplicate"
"""Code of a file whose content another file of the corpus has already."""

SAME_MINUTES = "same_minutes"
"""Code of a file that holds the same minutes as another, in another form."""

GONE = "gone"
"""Code of a file that is no longer where it was, and whose record is kept."""

OUT_OF_REACH = "out_of_reach"
"""Code of a file whose folder holds nothing now, or cannot be read, and whose record is kept."""

EDITED = "edited_record"
"""Code of a record that somebody has changed by hand."""

FORGOTTEN = "forgotten"
"""Code of a record that a person was taken out of."""

RECORD_KEPT = "record_kept"
"""Code of a file that cannot be read any more, and whose earlier record is kept."""

NO_MINUTES = "no_minutes"
"""Code of a document that is no minutes but something else."""

CORRECTION = "correction"
"""Code of a line of `corrections.jsonl` that changes nothing."""

COSTLESS: Mapping[str, str] = {
    OTHER_FORMAT: N_("of another kind, passed over"),
    DUPLICATE: N_("the same as another"),
    SAME_MINUTES: N_("the same minutes in another form"),
    NO_MINUTES: N_("no minutes, left out of the tables"),
    GONE: N_("no longer there, kept (--prune takes them out)"),
    OUT_OF_REACH: N_("out of reach, kept"),
    RECORD_KEPT: N_("cannot be read any more, kept (--prune takes them out)"),
    EDITED: N_("changed by hand, kept"),
    CORRECTION: N_("lines of corrections.jsonl that change nothing"),
}
"""Codes of what costs nothing, as they are counted."""

REPORT = Message("Please report it with this line of errors.jsonl; the other documents are not concerned.")

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
    parameters: Mapping[str, Filled] = field(default_factory=dict)
    """What is filled into message and advice, by name: they are said in other languages with it."""

    def __post_init__(self) -> None:
        if not self.parameters:
            object.__setattr__(self, "parameters", filled(self.message, self.advice))

    def told(self) -> str:
        """Message and advice, in the language that is spoken."""
        return f"{said(self.message, self.parameters)} {said(self.advice, self.parameters)}"

    def line(self) -> str:
        """The entry in one line, for a terminal, in the language that is spoken."""
        return printable(f"{self.path}: {self.told()}")


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
    message = Message("crparse failed on this document (%(error)s).", error=_named(error))
    return LedgerEntry(path, INTERNAL_ERROR, message, REPORT, sha256=sha256, traceback=_calls(error))


def stage_failed(path: str, stage: str, error: Exception, sha256: str) -> LedgerEntry:
    """The entry of a document in which a stage met a bug; the record has what the other stages found."""
    message = Message(
        "The stage %(stage)s failed on this document (%(error)s).", stage=stage, error=_named(error)
    )
    advice = Message("Its record lacks what that stage finds. %(what_else)s", what_else=REPORT)
    return LedgerEntry(path, STAGE_FAILED, message, advice, sha256=sha256, traceback=_calls(error))


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _calls(error: Exception) -> tuple[str, ...]:
    return tuple(
        f"{frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    )


def crashed(path: str, sha256: str) -> LedgerEntry:
    """The entry of a document whose process died."""
    message = Message("The process that read this document died (out of memory?).")
    advice = Message("Open the document and save it anew, or raise --memory-limit.")
    return LedgerEntry(path, CRASHED, message, advice, sha256=sha256)


def out_of_memory(path: str, sha256: str, megabytes: int) -> LedgerEntry:
    """The entry of a document that needs more memory than allowed."""
    message = Message(
        "The document needs more than the %(megabytes)s MB of memory allowed.", megabytes=megabytes
    )
    advice = Message("Check that it is one meeting's minutes, or raise --memory-limit.")
    return LedgerEntry(path, OUT_OF_MEMORY, message, advice, sha256=sha256)


def too_slow(path: str, sha256: str, seconds: float) -> LedgerEntry:
    """The entry of a document that takes more time than allowed."""
    message = Message("The document was not done in the %(seconds)s seconds allowed.", seconds=f"{seconds:g}")
    advice = Message("Check that it is one meeting's minutes, or raise --time-limit.")
    return LedgerEntry(path, TOO_SLOW, message, advice, sha256=sha256)


def duplicate(path: str, of: str, sha256: str) -> LedgerEntry:
    """The entry of a file that is the same, byte for byte, as another."""
    message, advice = (
        Message("The file is the same as %(other)s.", other=of),
        Message("One record stands for both."),
    )
    return LedgerEntry(path, DUPLICATE, message, advice, "warning", sha256)


def same_minutes(same: Same) -> LedgerEntry:
    """The entry of a document that is the same minutes as another, in another form."""
    message = Message(
        "The file holds the same minutes as %(other)s (%(likeness)s of the wording).",
        other=same.of_path,
        likeness=f"{same.likeness:.0%}",
    )
    advice = Message("Both have a record; the table `documents` links them, and they are counted once.")
    return LedgerEntry(same.path, SAME_MINUTES, message, advice, "warning")


def gone(path: str, sha256: str) -> LedgerEntry:
    """The entry of a file that is no longer where it was."""
    message = Message("The file is no longer there; its record is kept.")
    advice = Message("Add --prune to take it out of the corpus.")
    return LedgerEntry(path, GONE, message, advice, "warning", sha256)


def out_of_reach(path: str, sha256: str) -> LedgerEntry:
    """The entry of a file whose folder holds nothing now, as where a drive is not connected."""
    message = Message(
        "Neither it nor any other file was found there: the record is kept, in spite of --prune."
    )
    advice = Message(
        "Connect the drive that it is on; --prune takes it out when other folders alone are given."
    )
    return LedgerEntry(path, OUT_OF_REACH, message, advice, "warning", sha256)


def edited_record(path: str, identity: str, sha256: str) -> LedgerEntry:
    """The entry of a record that somebody has changed by hand."""
    message = Message(
        "Its record %(record)s was changed by hand: it is kept as it is.", record=f"{identity}.json"
    )
    advice = Message("Remove that file to have it made anew; corrections.jsonl keeps changes for good.")
    return LedgerEntry(path, EDITED, message, advice, "warning", sha256)


def forgotten_record(path: str, identity: str, sha256: str) -> LedgerEntry:
    """The entry of a record that a person was taken out of."""
    message = Message(
        "A person was taken out of its record %(record)s: it is kept as it is.", record=f"{identity}.json"
    )
    advice = Message(
        "The file itself names the person still; were the record removed, it would be made anew from it."
    )
    return LedgerEntry(path, FORGOTTEN, message, advice, "warning", sha256)


def unreadable_record(path: str, identity: str, sha256: str) -> LedgerEntry:
    """The entry of a record that was changed by hand so that it is none any more."""
    message = Message(
        "Its record %(record)s was changed by hand and is no valid record: the tables lack it.",
        record=f"{identity}.json",
    )
    advice = Message("Mend it, or remove that file to have it made anew.")
    return LedgerEntry(path, EDITED, message, advice, "error", sha256)


def record_aside(path: str, reason: str) -> LedgerEntry:
    """The entry of a record that cannot be taken up, and of which the corpus knows nothing else."""
    message = Message("%(what_reason)s: it was put aside.", what_reason=reason)
    advice = Message("Mend it there, and the next build takes it up; or remove it.")
    return LedgerEntry(path, EDITED, message, advice)


def no_minutes(path: str, kind: DocumentKind, sha256: str) -> LedgerEntry:
    """The entry of a document that is something else than minutes."""
    reasons = [reason.quote or reason.rule for reason in kind.reasons]
    if reasons:
        message = Message(
            "This is no minutes (kind: %(kind)s, by “%(reason)s”): the tables leave it out.",
            kind=kind.name,
            reason=printable(reasons[0]),
        )
    else:
        message = Message("This is no minutes (kind: %(kind)s): the tables leave it out.", kind=kind.name)
    advice = Message("Add --all to have it in them all the same.")
    return LedgerEntry(path, NO_MINUTES, message, advice, "warning", sha256)


def record_kept(path: str, sha256: str) -> LedgerEntry:
    """The entry of a file whose earlier record is kept, since there is no new one."""
    message = Message("The file could be read before: the record made of it then is kept.")
    advice = Message("Add --prune to take it out of the corpus.")
    return LedgerEntry(path, RECORD_KEPT, message, advice, "warning", sha256)


def refused_correction(line: int, path: str | None, reason: str, sha256: str | None) -> LedgerEntry:
    """The entry of a line of `corrections.jsonl` that changes nothing."""
    message = Message(
        "Line %(line)s of corrections.jsonl changes nothing: %(what_reason)s.", line=line, what_reason=reason
    )
    advice = Message("Look at the record, then mend or remove the line.")
    return LedgerEntry(path or CORRECTIONS, CORRECTION, message, advice, "warning", sha256)


def count_costless(codes: Iterable[str]) -> Iterator[str]:
    """A line for each of the codes that cost nothing: how many there are."""
    counts = Counter(codes)
    return (f"  {say(told)}: {counts[code]}" for code, told in COSTLESS.items() if counts[code])


def write_errors(entries: Iterable[LedgerEntry], file: Path) -> None:
    """`errors.jsonl`: one entry a line, in order of path."""
    ordered = sorted(entries, key=lambda entry: (entry.path, entry.code, entry.sha256 or "", entry.message))
    lines = [json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in ordered]
    file.write_text("".join(lines), encoding="utf-8", newline="\n")
