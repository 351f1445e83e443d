"""Mail as it is sent (.eml): parts inside parts (MIME), read with the standard library."""

import binascii
import email
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import CloseBoundaryNotFoundDefect, HeaderParseError
from email.header import decode_header
from email.message import Message as Part
from email.utils import parsedate_to_datetime

from crparse.errors import ReadError
from crparse.readers.files.encodings import decode_text
from crparse.readers.mail.parts import Mail, says_something
from crparse.source import Envelope
from crparse.text import squeeze
from crparse.wording import Message

MOST_PARTS = 200
"""Parts that may hold parts themselves: an answer to an answer that attaches each has some dozen."""

# Takes "Content-Type: multipart/mixed", leaves "Content-Type: image/png".
_NESTING = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)

AGAIN = Message("Open it in a mail program and save it again, or save what is attached to it.")


def open_mime(content: bytes) -> Mail:
    """What a mail holds.

    Raises:
        ReadError: "corrupt_mail".
    """
    if sum(1 for _ in _NESTING.finditer(content)) > MOST_PARTS:
        raise ReadError("corrupt_mail", Message("The mail has parts inside parts without end."), AGAIN)
    return _mail(email.message_from_bytes(content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")))


def _mail(message: Part) -> Mail:
    found = _Parts()
    found.gather(message)
    mail = Mail(envelope_of(message), troubles=found.troubles)
    mail.write(found.texts)
    for name, inside in found.files:
        if isinstance(inside, Mail):
            mail.enclose(name, inside)
        else:
            mail.attach(name, inside)
    return mail


@dataclass(slots=True)
class _Parts:
    """What stands in a mail, in its order."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, bytes | Mail]] = field(default_factory=list)
    troubles: list[ReadError] = field(default_factory=list)

    def gather(self, part: Part) -> None:
        """Takes in a part and those inside it."""
        kind, main = part.get_content_type(), part.get_content_maintype()
        if kind in SEALED:
            advice = Message("Open it in the mail program that has the key, and save what is attached to it.")
            self.troubles.append(
                ReadError("encrypted", Message("The mail, or a part of it, is encrypted."), advice)
            )
        elif main == "multipart":
            self._gather_several(part)
        elif kind == "message/rfc822":
            self._gather_mail(part)
        elif main == "message":  # what a server says of a mail: not delivered, kept elsewhere
            self.troubles += [ELSEWHERE[kind]] if kind in ELSEWHERE else []
        elif main == "text" and kind in TEXTS and not _is_attached(part):
            self.texts.append((TEXTS[kind], text_of(part)))
        elif not (
            main == "image" and part.get("Content-ID") and part.get_content_disposition() != "attachment"
        ):
            self.files.append((_name(part), _content(part)))

    def _gather_several(self, part: Part) -> None:
        inside = _inside(part)
        if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects):
            self.troubles.append(
                ReadError("cut_mail", Message("The mail is cut off: its last part may not be whole."), AGAIN)
            )
        if not part.is_multipart():
            message = Message("The parts of the mail cannot be told from each other (its MIME is damaged).")
            self.troubles.append(ReadError("corrupt_mail", message, AGAIN))
            return
        left_out = _other_ways(inside) if part.get_content_type() == "multipart/alternative" else []
        for inner in inside:
            if inner not in left_out:
                self.gather(inner)

    def _gather_mail(self, part: Part) -> None:
        inside = _inside(part)
        if not inside:
            return
        message = inside[0]
        told = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if told == "base64":  # against the rules, and so the parser takes it for the mail's text
            with suppress(binascii.Error, ValueError):
                message = email.message_from_bytes(b64decode(str(message.get_payload())))
        mail = _mail(message)
        self.files.append((_name(part) or f"{mail.envelope.subject or 'mail'}.eml", mail))


TEXTS = {"text/plain": "plain", "text/html": "html"}
"""What is written in the mail itself."""

SEALED = frozenset(
    {
        "multipart/encrypted",
        "application/pgp-encrypted",
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
    }
)
"""Kinds of parts that only a key opens."""


ELSEWHERE = {
    "message/external-body": ReadError(
        "cloud_link",
        Message("A part of the mail is kept elsewhere: only its address is in the mail."),
        Message("Fetch it from there and put it beside the mail."),
    ),
    "message/partial": ReadError(
        "cut_mail",
        Message("The mail is one piece of a mail that was sent in several."),
        Message("Join them in a mail program."),
    ),
}
"""Kinds of parts that stand for what is not in the mail."""


def _inside(part: Part) -> list[Part]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Part)] if isinstance(payload, list) else []


def _other_ways(inside: list[Part]) -> list[Part]:
    """Of the ways in which one text is given, those that are not read: a page says more than plain text."""
    ways = [part for part in inside if part.get_content_type() in TEXTS or part.is_multipart()]
    pages = [part for part in ways if part.is_multipart() or _is_page(part)]
    plain = [part for part in ways if part.get_content_type() == "text/plain"]
    chosen = (pages or plain)[-1:]
    return [part for part in ways if part not in chosen]


def _is_page(part: Part) -> bool:
    return part.get_content_type() == "text/html" and says_something(text_of(part))


def _is_attached(part: Part) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Part) -> str:
    """What the mail calls a file."""
    try:
        return _in_words(part.get_filename() or "")
    except (LookupError, ValueError, TypeError):  # the encoding that the name says it has is none
        return ""


def _content(part: Part) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_of(part: Part) -> str:
    """What is written in a part."""
    try:
        told = part.get_content_charset()
    except (LookupError, ValueError, TypeError):
        told = None
    return decode_text(_content(part), told)


def envelope_of(message: Part) -> Envelope:
    """Who sent a mail, when, and about what."""
    said = {name.lower(): str(value) for name, value in reversed(list(message.raw_items()))}
    sender, date, subject = (_in_words(said.get(name, "")) for name in ("from", "date", "subject"))
    return Envelope(sender or None, _moment(date), subject or None)


def _moment(date: str) -> str | None:
    """The date of a mail by ISO 8601, with its zone where it tells it."""
    try:
        return parsedate_to_datetime(date).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_words(header: str) -> str:
    """A field of the head as it is read: "=?utf-8?q?s=C3=A9ance?=" is "séance"."""
    text = decode_text(header.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return squeeze(text)
    return squeeze("".join(_pieces(pieces))) or squeeze(text)


def _pieces(pieces: list[tuple[bytes | str, str | None]]) -> Iterator[str]:
    for piece, told in pieces:
        yield piece if isinstance(piece, str) else decode_text(piece, told)
