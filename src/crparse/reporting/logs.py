"""What crparse tells of its work through `logging`, and how the command line shows it.

Every module that tells something has the logger of its name. A library says nothing by itself: a script that
wants to hear it sets `logging` up as for any other.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

ROOT = "crparse"
"""The logger above all others."""

FIELDS = ("event", "file", "code", "advice", "id", "meetings", "warnings")
"""What a message may say of itself beside its words, as `extra`."""


class JsonLines(logging.Formatter):
    """A message as one line of JSON: when, how grave, who says it, what, and what it says of itself."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            told["traceback"] = "".join(traceback.format_exception(record.exc_info[1]))
        return json.dumps(told, ensure_ascii=False)


@contextmanager
def told_on_stderr(*, as_json: bool = False, quiet: bool = False) -> Iterator[None]:
    """Has messages shown on the stream of errors inside.

    Args:
        as_json: As JSON Lines, with what was read as well.
        quiet: Errors alone.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else logging.Formatter("%(message)s"))
    logger = logging.getLogger(ROOT)
    before = logger.level
    logger.setLevel(logging.ERROR if quiet else logging.INFO if as_json else logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
