"""Mail as Outlook keeps it (.msg): properties in Microsoft's container, read with olefile."""

import io
import struct
from datetime import UTC, datetime, timedelta
from functools import cached_property

import olefile

from crparse.errors import ReadError
from crparse.readers.files.detect import DAMAGED_COMPOUND, MESSAGE
from crparse.readers.files.encodings import decode_text
from crparse.readers.mail.mime import envelope_of
from crparse.readers.mail.parts import Mail
from crparse.source import Envelope
from crparse.text import squeeze
from crparse.wording import Message

SUBJECT, SENDER, ADDRESS, SMTP_ADDRESS, HEADERS = 0x0037, 0x0C1A, 0x0C1F, 0x5D01, 0x007D
TEXT, PAGE, RICH_TEXT = 0x1000, 0x1013, 0x1009
NAME, SHORT_NAME, SHOWN_NAME, CONTENT, CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x3701, 0x3712
SENT, RECEIVED = 0x0039, 0x0E06
"""Properties of a message and of what is attached to it, by Microsoft's numbers."""

WIDE, NARROW, BINARY, OBJECT, TIME = 0x001F, 0x001E, 0x0102, 0x000D, 0x0040
"""Kinds of a property: text in UTF-16 and in an encoding of one byte, bytes, a message, a moment."""

ATTACHED = "__attach_version1.0_#"
HEADS = (32, 24)
"""Bytes before the properties of a message, and of one inside another."""

EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
"""From which moments count, in tenths of a microsecond."""

DEEPEST = 10
"""Messages inside each other that are read."""

DAMAGED = (*DAMAGED_COMPOUND, struct.error)
AGAIN = Message("Open it in Outlook and save it again, or save what is attached to it.")

Place = tuple[str, ...]


def open_message(content: bytes) -> Mail:
    """What a message holds.

    Raises:
        ReadError: "corrupt_mail".
    """
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            return _Message(container, ()).mail()
    except DAMAGED as error:
        raise ReadError(
            "corrupt_mail", Message("The message is damaged (%(error)s).", error=error), AGAIN
        ) from error


class _Message:
    """A message in a container, at its root or where it is attached to another."""

    def __init__(self, container: olefile.OleFileIO, place: Place) -> None:
        self.container = container
        self.place = place

    def mail(self) -> Mail:
        """Its own text, what is attached, and what is wrong with either."""
        mail = Mail(self.envelope())
        page, text = self._page(), self._text(self.place, TEXT)
        mail.write([("html", page)] if page.strip() else [("plain", text)])
        if not mail.parts and self._has(self.place, RICH_TEXT, BINARY):
            message = Message("What is written in the message is there as Outlook's packed rich text alone.")
            mail.troubles.append(
                ReadError("rich_text_mail", message, Message("Save it in Outlook as HTML or text."))
            )
        for folder in self._attached():
            self._take(mail, folder)
        return mail

    def envelope(self) -> Envelope:
        """Who sent it, when, and about what."""
        import email

        told = envelope_of(email.message_from_string(self._text(self.place, HEADERS)))
        name, subject = self._text(self.place, SENDER), self._text(self.place, SUBJECT)
        address = self._text(self.place, SMTP_ADDRESS) or self._text(self.place, ADDRESS)
        address = f"<{address}>" if "@" in address else ""
        sender = squeeze(f"{name} {address}") if name != address.strip("<>") else name
        date = self._moments.get(SENT) or self._moments.get(RECEIVED)
        return Envelope(
            told.sender or sender or None,
            told.date or (date.isoformat() if date else None),
            squeeze(subject) or told.subject,
        )

    def _take(self, mail: Mail, folder: str) -> None:
        """Adds what is attached; pictures that the text shows are left out."""
        place = (*self.place, folder)
        name = next(filter(None, (self._text(place, kind) for kind in (NAME, SHORT_NAME, SHOWN_NAME))), "")
        try:
            if self._has(place, CONTENT, BINARY):
                is_shown = bool(self._text(place, CONTENT_ID)) and name.lower().endswith(PICTURES)
                if not is_shown:
                    mail.attach(name, self._bytes(place, CONTENT, BINARY))
            elif len(place) >= DEEPEST:
                raise ReadError(
                    "corrupt_mail", Message("The message has messages inside each other without end."), AGAIN
                )
            elif self.container.exists([*place, _stream(CONTENT, OBJECT), MESSAGE]):
                inside = _Message(self.container, (*place, _stream(CONTENT, OBJECT))).mail()
                mail.enclose(f"{inside.envelope.subject or name or 'mail'}.msg", inside)
            else:
                message = Message(
                    "What is attached as “%(name)s” is not in the message, or an object of its own kind.",
                    name=name,
                )
                raise ReadError(
                    "cloud_link", message, Message("Open it in Outlook and save it beside the message.")
                )
        except ReadError as error:
            mail.troubles.append(error)

    def _attached(self) -> list[str]:
        depth = len(self.place)
        listed = self.container.listdir(streams=False, storages=True)
        inside = [path[depth] for path in listed if len(path) == depth + 1 and (*path[:depth],) == self.place]
        return [name for name in inside if name.startswith(ATTACHED)]

    def _page(self) -> str:
        if self._has(self.place, PAGE, BINARY):
            return decode_text(self._bytes(self.place, PAGE, BINARY))
        return self._text(self.place, PAGE)

    def _has(self, place: Place, property: int, kind: int) -> bool:
        return bool(self.container.exists([*place, _stream(property, kind)]))

    def _bytes(self, place: Place, property: int, kind: int) -> bytes:
        with self.container.openstream([*place, _stream(property, kind)]) as stream:
            return bytes(stream.read())

    def _text(self, place: Place, property: int) -> str:
        if self._has(place, property, WIDE):
            wide = self._bytes(place, property, WIDE).decode("utf-16-le", "replace")
            return decode_text(wide.encode("utf-8", "replace")).rstrip("\0")
        if self._has(place, property, NARROW):
            return decode_text(self._bytes(place, property, NARROW)).rstrip("\0")
        return ""

    @cached_property
    def _moments(self) -> dict[int, datetime]:
        """The properties that are moments."""
        properties = b""
        if self.container.exists([*self.place, MESSAGE]):
            with self.container.openstream([*self.place, MESSAGE]) as stream:
                properties = bytes(stream.read())
        rows = properties[HEADS[bool(self.place)] :]
        found: dict[int, datetime] = {}
        for kind, number, ticks in struct.iter_unpack("<HH4xQ", rows[: len(rows) // 16 * 16]):
            if kind == TIME and ticks < LAST:
                found[number] = EPOCH + timedelta(microseconds=ticks // 10)
        return found


LAST = int((datetime(9999, 1, 1, tzinfo=UTC) - EPOCH).total_seconds()) * 10**7
"""The last moment that a calendar has."""

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz")
"""Ends of the names of pictures that a text shows."""


def _stream(property: int, kind: int) -> str:
    return f"__substg1.0_{property:04X}{kind:04X}"
