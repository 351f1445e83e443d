"""A mailbox (mbox): mails one after another in one file, each behind a line that says when it came.

The standard library takes every line that begins with "From " for such a line. Here it tells a date, and a
field of a mail's head stands below: no mail is cut where its text begins a line like that.
"""

import re
from email.parser import BytesHeaderParser
from functools import partial
from itertools import pairwise
from typing import BinaryIO

from crparse.readers.files.detect import MAIL_HEAD, MAILBOX, MAILBOX_LINE
from crparse.readers.mail.mime import envelope_of
from crparse.readers.mail.parts import file_name

# A field of a mail's head: takes "Received: from …", ">From: …", leaves "Bonjour : …".
_FIELD = re.compile(rb">?[!-9;-~]+:")
# What programs put before a line of a text that reads like the line before a mail: takes ">From ", ">>From ".
_QUOTED = re.compile(rb"^>(>*From )", re.M)
# The empty line behind the head of a mail: takes that of "Subject: CR\n\nBonjour", leaves "To: a,\n b".
_HEAD_END = re.compile(rb"\r?\n\r?\n")
# The empty line behind a mail: takes the second line end of "À demain\n\n", leaves that of "À demain\n".
_LAST_LINE = re.compile(rb"(?<=\n)\r?\n\Z")
# What Thunderbird keeps of a mail: takes the 0009 of "X-Mozilla-Status: 0009".
_STATUS = re.compile(rb"^X-Mozilla-Status: *([0-9A-Fa-f]{4})", re.M)

LONGEST_LINE = 1 << 20
"""Bytes of a line that are held at once: lines of mails have under a thousand."""

DELETED = 0x0008
"""Thunderbird's flag of a mail that its owner has deleted, and that stays until the mailbox is compacted."""

Span = tuple[int, int]
"""Where in the file a mail begins and ends."""


def mails_in(stream: BinaryIO) -> list[Span]:
    """The mails of a mailbox, but for those that are deleted."""
    found: list[Span] = []
    at, line_before = 0, -1
    for line in iter(partial(stream.readline, LONGEST_LINE), b""):
        if line_before >= 0 and _FIELD.match(line):
            found.append((line_before, at))
        line_before = at if line.startswith(MAILBOX) and MAILBOX_LINE.match(line) else -1
        at += len(line)
    begins = [*found, (at, at)]
    spans = [(begin, end) for (_, begin), (end, _) in pairwise(begins)]
    return [span for span in spans if not _is_deleted(_head(stream, span))]


def mail_at(stream: BinaryIO, span: Span) -> bytes:
    """A mail as it was sent, without the empty line that parts it from the next."""
    begin, end = span
    stream.seek(begin)
    return _QUOTED.sub(rb"\1", _LAST_LINE.sub(b"", stream.read(end - begin)))


def mail_name(stream: BinaryIO, span: Span) -> str:
    """What a mail is called as a file: by its subject."""
    subject = envelope_of(BytesHeaderParser().parsebytes(_head(stream, span))).subject
    return file_name(f"{subject or 'mail'}.eml")


def _head(stream: BinaryIO, span: Span) -> bytes:
    begin, end = span
    stream.seek(begin)
    content = stream.read(min(end - begin, MAIL_HEAD))
    return _HEAD_END.split(content, maxsplit=1)[0] + b"\n"


def _is_deleted(head: bytes) -> bool:
    status = _STATUS.search(head)
    return bool(status and int(status[1], 16) & DELETED)
