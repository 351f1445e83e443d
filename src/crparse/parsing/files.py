"""The files given to `crparse parse`, one after the other: each record is written, each failure told."""

import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crparse.errors import ReadError
from crparse.parsing import name_of
from crparse.pipeline import parse_content_all
from crparse.readers import read_content
from crparse.record import Minutes
from crparse.text import portable, printable
from crparse.wording import N_, Message, said, say

log = logging.getLogger(__name__)

STDIN = "-"
"""What stands for standard input."""

OUT_OF_MEMORY = N_("Close other programs, or give it to `crparse build`, which sets limits.")


@dataclass(slots=True)
class Tally:
    """How many files were read, could not be, and met a bug."""

    read: int = 0
    refused: int = 0
    bugs: int = 0


def files_listed(file: str) -> list[str]:
    """The files that a list names, one on each line; empty lines say nothing.

    Args:
        file: The list, or "-" for standard input.

    Raises:
        ReadError: It cannot be opened, or is no text.
    """
    content = read_content(sys.stdin.buffer if file == STDIN else file)
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        message = Message("The list is no UTF-8 text (byte %(place)s).", place=error.start)
        raise ReadError(
            "not_utf_8", message, Message("Save it as UTF-8, a file name on each line.")
        ) from error
    return [line.strip() for line in lines if line.strip()]


def parse_files(
    files: Iterable[str],
    write: Callable[[Sequence[Minutes]], None],
    *,
    every: bool,
    format: str | None = None,
    name: str | None = None,
    path: bool = True,
) -> Tally:
    """Parses files one after the other; one that cannot be read, or meets a bug, is told and costs itself.

    Args:
        files: Their names; "-" for standard input.
        write: Is handed the records of each: of the first meeting alone unless `every`.
        every: Whether a file that holds several meetings gives a record for each.
        format: Theirs, where the content is not to be trusted to tell.
        name: What the record calls the file, by default the file's own name.
        path: Whether records say under which path a file was given, not its name alone.
    """
    tally = Tally()
    for file in files:
        label = name_of(b"" if file == STDIN else file, name)
        shown = printable(file)
        try:
            content = read_content(sys.stdin.buffer if file == STDIN else file)
            given = portable(Path(file).as_posix()) if path and file != STDIN else label
            records = parse_content_all(content, name=label, path=given, format=format, only_first=not every)
        except ReadError as error:
            told = {"event": "refused", "file": file, "code": error.code, "advice": error.advice}
            log.error("%s: %s", shown, printable(said(error.told)), extra=told)
            tally.refused += 1
            continue
        except MemoryError:
            told = {"event": "refused", "file": file, "code": "out_of_memory", "advice": OUT_OF_MEMORY}
            message = say("There is not enough memory to read it. %(what)s", what=OUT_OF_MEMORY)
            log.error("%s: %s", shown, message, extra=told)
            tally.refused += 1
            continue
        except Exception:  # a bug is told with its traceback and its own exit code; the others are read
            told = {"event": "bug", "file": file, "code": "internal_error"}
            message = say("crparse failed on this document. Please report it.")
            log.exception("%s: %s", shown, message, extra=told)
            tally.bugs += 1
            continue
        write(records)
        tally.read += 1
        _tell(file, shown, records, every)
    return tally


def _tell(file: str, shown: str, records: Sequence[Minutes], every: bool) -> None:
    """What is to be known of a file that was read."""
    meetings = records[0].source.meetings
    if meetings > 1 and not every:
        told = {"event": "first_only", "file": file, "meetings": meetings}
        message = say(
            "%(file)s holds %(meetings)s meetings, this is the first: --all prints them all.",
            file=shown,
            meetings=meetings,
        )
        log.warning("%s", message, extra=told)
    for record in records:
        read = {"event": "read", "file": file, "id": record.id, "warnings": len(record.warnings)}
        log.info("%s: read as %s", shown, record.id, extra=read)
