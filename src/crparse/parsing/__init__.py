"""A file in, its record out: what a script calls, in the process that it runs in or in one with limits.

Here the two functions for that; `files` is what the command line does with several. What belongs here begins
with a file that somebody names and ends with its record; a folder that becomes a corpus is for `corpus`.
"""

import hashlib
import tempfile
from pathlib import Path

from crparse.corpus import Limits
from crparse.errors import ReadError
from crparse.lanes import processors
from crparse.pipeline import parse_content, parse_content_all
from crparse.readers import Readable, read_content
from crparse.record import Minutes
from crparse.text import portable
from crparse.wording import Message

UNNAMED = "document"
"""Name of a document that comes without one, from bytes or a stream."""


def parse(
    source: Readable, *, name: str | None = None, format: str | None = None, limits: Limits | None = None
) -> Minutes:
    """The record of one set of minutes; of a file that holds several meetings, that of the first.

    Args:
        source: Path of the file; its bytes or an open binary stream are taken as well.
        name: Name for the record, by default the file's own.
        format: "docx", "pdf", "odt", "doc"… where the content is not to be trusted to tell.
        limits: What the document may take: `crparse.Limits(seconds=60, memory=1024)`. It is then read in a
            process of its own, which takes seconds to start; a script that asks for it needs an
            `if __name__ == "__main__":` around what it does. By default none: it is read here.

    Raises:
        ReadError: The file cannot be opened, is damaged, protected, or of a format crparse does not read; or
            takes more than the limits allow ("too_slow", "out_of_memory", "crashed", "too_long",
            "record_too_large").
        BugMet: Under limits, a bug of crparse, with its traceback; without any, the bug itself is raised.
        NoProcess: Under limits, no process can be started, or not in so little memory.
    """
    label = name_of(source, name)
    if limits is not None:
        return _parsed_apart(read_content(source), label, format, limits, only_first=True)[0]
    return parse_content(read_content(source), name=label, path=label, format=format)


def parse_all(
    source: Readable, *, name: str | None = None, format: str | None = None, limits: Limits | None = None
) -> list[Minutes]:
    """A record for each meeting that a file holds, in its order: a year's register, minutes joined.

    `source.meeting` of a record tells which it is, its `text` is that meeting's alone. The arguments and
    errors are those of `parse`; the limits are of the whole file.
    """
    label = name_of(source, name)
    if limits is not None:
        return _parsed_apart(read_content(source), label, format, limits)
    return parse_content_all(read_content(source), name=label, path=label, format=format)


def name_of(source: Readable, name: str | None = None) -> str:
    """What a record calls its file: the name given, else the file's own, written alike on every system."""
    return portable(name or (Path(source).name if isinstance(source, str | Path) else UNNAMED))


LIMITED = frozenset({"too_slow", "out_of_memory", "crashed"})
"""Codes of what a limit has ended."""

MORE = Message("Check that it is one meeting's minutes, or allow it more.")


def _parsed_apart(
    content: bytes, label: str, format: str | None, limits: Limits, only_first: bool = False
) -> list[Minutes]:
    """The records of a file that a process of its own has read."""
    # Only here: what builds a corpus takes longer to load than `parse` itself needs.
    from crparse.corpus.inputs import InputFile
    from crparse.corpus.workers import Task, Worker, prepare

    with tempfile.TemporaryDirectory(prefix="crparse-", ignore_cleanup_errors=True) as place:
        file, records = Path(place, "content"), Path(place, "records")
        file.write_bytes(content)
        records.mkdir()
        item = InputFile(file, label, hashlib.sha256(content).hexdigest())
        worker = Worker(limits, place, prepare, processors())
        try:
            worker.await_ready()
            outcome = worker.parse(Task(item, records, strict=True, format=format, only_first=only_first))
        finally:
            worker.end()
        if failure := outcome.failure:
            message, advice = (
                Message.kept(text, failure.parameters) for text in (failure.message, failure.advice)
            )
            raise ReadError(failure.code, message, MORE if failure.code in LIMITED else advice)
        written = (records / f"{one.parsed.id}.json" for one in outcome.written)
        return [Minutes.model_validate_json(record.read_bytes()) for record in written]
