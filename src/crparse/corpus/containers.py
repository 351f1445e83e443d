"""Files that hold others: ZIP archives, mails, mailboxes; read in memory, nothing of them goes to disk."""

import hashlib
import io
import lzma
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from crparse.corpus import MEGABYTE
from crparse.errors import ReadError
from crparse.readers.files.detect import (
    COMPOUND,
    EMPTY_ZIP,
    MAIL_HEAD,
    MAILBOX_LINE,
    MESSAGE,
    ZIP,
    is_mail,
    outer_streams,
    zip_format,
)
from crparse.readers.files.encodings import most_plausible
from crparse.readers.mail import open_mail
from crparse.readers.mail.mailbox import mail_at, mail_name, mails_in
from crparse.readers.mail.parts import names_apart
from crparse.source import Envelope
from crparse.wording import Message

MOST_FILES = 10_000
"""Files of one archive, those of the archives inside it and these themselves."""

MOST_BYTES = 4096 * MEGABYTE
"""Bytes of them all together, unpacked."""

LARGEST_MEMBER = 256 * MEGABYTE
"""Bytes of one file, unpacked."""

RATIO = 200
"""Times its size that a file may unpack to; the text of a document is about ten."""

UNSUSPECTED = 16 * MEGABYTE
"""Bytes up to which the ratio does not matter."""

DEEPEST_ARCHIVE = 2
"""Archives inside each other that are opened."""

OPEN = 3
"""Containers that are kept open: a mailbox, a mail of it and what is attached to that."""

DEEPEST = 5
"""Archives and mails inside each other that are opened: an archive of mails to which others are attached."""

ENCODINGS = ("cp850", "cp1252", "mac_roman", "cp437")
"""Of names that are not in UTF-8: DOS and Windows in French, other Windows programs, old Macintosh, DOS."""

UTF8_NAME = 0x800
"""Flag of a file whose name is in UTF-8, as the ZIP format has it (bit 11)."""

ENCRYPTED = 0x1
"""Flag of a file under a password (bit 0)."""

BOMB = Message("Check where the archive comes from; unpack it by hand if you trust it.")
UNPACK = Message("Unpack the archive by hand and give crparse the folder.")

UNREADABLE = (zipfile.BadZipFile, ValueError, OSError)
"""What `zipfile` raises on a directory that is damaged."""

# Takes "C:" of "C:\\minutes\\cr.docx", leaves "2024: budget".
_DRIVE = re.compile(r"[A-Za-z]:")


CHECK = Message("Check its path and its access rights.")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, a mail or a mailbox."""

    places: tuple[int, ...]
    """Which it is, and before that which of those around it."""
    sha256: str
    envelope: Envelope | None = None
    """Of the mail that it came in, with the mail's path inside."""


Listed = Iterator[tuple[str, Member | ReadError]]
"""Paths inside, each with the file, or with what is wrong with it."""


def container_kind(file: Path) -> str | None:
    """Whether a file is an archive of files ("zip"), a mail ("mail") or several ("mailbox"), else None.

    A DOCX is a ZIP archive as well.
    """
    with file.open("rb") as stream:
        return _kind(stream)


def _kind(stream: BinaryIO) -> str | None:
    start = stream.read(MAIL_HEAD)
    stream.seek(0)
    if start.startswith((ZIP, EMPTY_ZIP)):
        return "zip" if _is_archive(stream) else None
    if start.startswith(COMPOUND):
        is_message = MESSAGE in outer_streams(stream.read())
        stream.seek(0)
        return "mail" if is_message else None
    if MAILBOX_LINE.match(start):
        return "mailbox"
    return "mail" if b"\0" not in start and is_mail(start) else None


def _is_archive(stream: BinaryIO) -> bool:
    try:
        return zip_format(stream) == "zip"
    except ReadError:
        return False
    finally:
        stream.seek(0)


class Opened(Protocol):
    """An archive or a mail that is open."""

    troubles: list[ReadError]
    """What of it is lost."""

    def sizes(self) -> dict[int, int]:
        """Bytes of each file, unpacked."""

    def path(self, place: int) -> str:
        """Where in it a file stands.

        Raises:
            ReadError: "unsafe_name" or "not_a_file".
        """

    def content(self, place: int) -> bytes:
        """The content of a file.

        Raises:
            ReadError: It is damaged, protected, too large, or packed in a way that is not known.
        """

    def envelope(self, place: int) -> Envelope | None:
        """What the mail says of it."""


class Archive:
    """A ZIP archive."""

    def __init__(self, source: Path | BinaryIO) -> None:
        self.troubles: list[ReadError] = []
        try:
            self.archive = zipfile.ZipFile(source)
            self.listed = self.archive.infolist()
        except UNREADABLE as error:
            raise _damaged(error) from error

    def sizes(self) -> dict[int, int]:
        """Bytes of each file, unpacked; folders are listed as well."""
        listed = enumerate(self.listed)
        return {place: info.file_size for place, info in listed if not info.filename.endswith("/")}

    def path(self, place: int) -> str:
        """Where in the archive a file stands."""
        info = self.listed[place]
        name = _name(info)
        parts = [part for part in name.split("/") if part not in ("", ".", "..")]
        if not parts:
            raise ReadError("unsafe_name", Message("A file of the archive has no name."), UNPACK)
        path = "/".join(parts)
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
            raise MisplacedError(
                "unsafe_name", Message("The name of this file leads out of the archive."), UNPACK, path
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise MisplacedError("not_a_file", Message("This is a link to another file."), UNPACK, path)
        return path

    def content(self, place: int) -> bytes:
        """The content of a file."""
        return _unpacked(self.archive, self.listed[place])

    def envelope(self, place: int) -> Envelope | None:
        """An archive says nothing of who sent it."""
        return None


class MisplacedError(ReadError):
    """A file of an archive that is not where it says."""

    def __init__(self, code: str, message: Message, advice: Message, path: str) -> None:
        super().__init__(code, message, advice)
        self.path = path


class OpenMail:
    """A mail."""

    def __init__(self, stream: BinaryIO) -> None:
        mail = open_mail(stream.read())
        self.parts, self.troubles = mail.parts, mail.troubles

    def sizes(self) -> dict[int, int]:
        """Bytes of each part."""
        return {place: len(part.content) for place, part in enumerate(self.parts)}

    def path(self, place: int) -> str:
        """What the mail calls it."""
        return self.parts[place].name

    def content(self, place: int) -> bytes:
        """The content of a part."""
        return self.parts[place].content

    def envelope(self, place: int) -> Envelope | None:
        """Of the innermost mail around it."""
        return self.parts[place].envelope


class OpenMailbox:
    """A mailbox: its mails are files, named by their subjects."""

    def __init__(self, source: Path | BinaryIO) -> None:
        self.source, self.troubles = source, list[ReadError]()
        with self._stream() as stream:
            self.spans = mails_in(stream)
            names = [mail_name(stream, span) for span in self.spans]
        self.names = names_apart(names)

    @contextmanager
    def _stream(self) -> Iterator[BinaryIO]:
        if isinstance(self.source, Path):
            with self.source.open("rb") as stream:
                yield stream
        else:
            self.source.seek(0)
            yield self.source

    def sizes(self) -> dict[int, int]:
        """Bytes of each mail."""
        return {place: end - begin for place, (begin, end) in enumerate(self.spans)}

    def path(self, place: int) -> str:
        """What the mail is called."""
        return self.names[place]

    def content(self, place: int) -> bytes:
        """The mail as it was sent."""
        begin, end = span = self.spans[place]
        if end - begin > LARGEST_MEMBER:
            message = Message(
                "The mail takes %(megabytes)s MB, more than a document does.",
                megabytes=(end - begin) // MEGABYTE,
            )
            raise ReadError(
                "too_large", message, Message("Open it in a mail program and save what is attached to it.")
            )
        with self._stream() as stream:
            return mail_at(stream, span)

    def envelope(self, place: int) -> Envelope | None:
        """Each of its mails has one of its own."""
        return None


KINDS: Mapping[str, Callable[[BinaryIO], Opened]] = {"zip": Archive, "mail": OpenMail, "mailbox": OpenMailbox}


def read_member(file: Path, places: tuple[int, ...]) -> bytes:
    """The content of a file of an archive or a mail.

    Raises:
        ReadError: It is damaged, protected, too large, or packed in a way that is not known.
    """
    try:
        status = file.stat()
        return _content(file, places, (status.st_ino, status.st_size, status.st_mtime_ns))
    except OSError as error:
        message = Message("The archive cannot be opened (%(error)s).", error=error.strerror or error)
        raise ReadError("unreadable", message, CHECK) from error


def _content(file: Path, places: tuple[int, ...], stamp: tuple[int, ...]) -> bytes:
    *above, place = places
    container = _opened(file, tuple(above), stamp)
    try:
        return container.content(place)
    except IndexError as error:
        raise _damaged(error) from error


@lru_cache(maxsize=OPEN)
def _opened(file: Path, places: tuple[int, ...], stamp: tuple[int, ...]) -> Opened:
    """An archive or a mail, or one inside it, which stays open: its documents are read one after another.

    To list ten thousand files once for each of them would take hours. `stamp` changes with the file.
    """
    if places:
        inner = io.BytesIO(_content(file, places, stamp))
        return KINDS[_kind(inner) or "zip"](inner)
    kind = container_kind(file)
    if kind == "mail":
        with file.open("rb") as stream:
            return OpenMail(stream)
    return OpenMailbox(file) if kind == "mailbox" else Archive(file)


class Listing:
    """Goes through an archive or a mail and those inside it, each file once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.files, self.bytes = MOST_FILES, MOST_BYTES
        """What may still be unpacked."""

    def members(self) -> Listed:
        """The path inside of each file, and the file, or what is wrong with it."""
        with self.file.open("rb") as stream:
            kind = _kind(stream)
            if kind:
                yield from self._members(stream, _Way((kind,)))

    def _members(self, stream: BinaryIO, way: "_Way") -> Listed:
        try:
            container = KINDS[way.kinds[-1]](stream)
        except ReadError as error:
            yield way.path, error
            return
        sizes = container.sizes()
        if way.is_limited:
            self.files -= len(sizes)
            self.bytes -= sum(sizes.values())
        if self.files < 0 or self.bytes < 0:
            message = Message(
                "The archive holds over %(most_files)s files, or over %(megabytes)s MB.",
                most_files=MOST_FILES,
                megabytes=MOST_BYTES // MEGABYTE,
            )
            yield way.path, ReadError("too_large", message, BOMB)
            return
        for trouble in container.troubles:
            yield way.path, trouble
        for place in sizes:
            yield from self._member(container, place, way)

    def _member(self, container: Opened, place: int, way: "_Way") -> Listed:
        """A file of an archive or a mail; for one that holds others, its files."""
        path = way.path
        try:
            path = way.to(container.path(place))
            told = container.envelope(place)
            envelope = replace(told, mail=path.rpartition("/")[0]) if told else way.envelope
            inner = io.BytesIO(container.content(place))
            kind = _kind(inner)
            if kind is None:
                sha256 = hashlib.sha256(inner.getvalue()).hexdigest()
                yield path, Member((*way.places, place), sha256, envelope)
                return
            if len(way.kinds) >= DEEPEST or (kind == "zip" and way.kinds.count("zip") >= DEEPEST_ARCHIVE):
                message = Message("This archive stands in an archive that stands in another.")
                raise ReadError("nested_archive", message, UNPACK)
            yield from self._members(inner, _Way((*way.kinds, kind), path, (*way.places, place), envelope))
        except MisplacedError as error:
            yield way.to(error.path), error
        except ReadError as error:
            yield path, error


@dataclass(frozen=True, slots=True)
class _Way:
    """How an archive or a mail is come to: what stands around it, and it itself."""

    kinds: tuple[str, ...]
    path: str = ""
    places: tuple[int, ...] = ()
    envelope: Envelope | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it may hold more than its size tells: in a mailbox nothing is packed but for archives."""
        return self.kinds[0] != "mailbox" or "zip" in self.kinds

    def to(self, name: str) -> str:
        """The path of a file in it."""
        return f"{self.path}/{name}" if self.path else name


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file in composed Unicode, with forward slashes."""
    name = info.filename
    if not info.flag_bits & UTF8_NAME and not name.isascii():
        try:
            raw = name.encode("cp437")
            name = raw.decode("utf-8")
        except UnicodeEncodeError:  # Python took it from elsewhere in the archive, and it is right
            pass
        except UnicodeDecodeError:
            name = raw.decode(most_plausible(raw, ENCODINGS), "replace")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & ENCRYPTED:
        raise ReadError("encrypted", Message("The file is protected by a password."), UNPACK)
    bomb = info.file_size > UNSUSPECTED and info.file_size > RATIO * info.compress_size
    if bomb or info.file_size > LARGEST_MEMBER:
        message = Message(
            "The file would unpack to %(megabytes)s MB, more than a document takes.",
            megabytes=info.file_size // MEGABYTE,
        )
        raise ReadError("too_large", message, BOMB)
    try:
        return archive.read(info)
    except NotImplementedError as error:
        message = Message("The file is packed in a way that crparse does not know.")
        raise ReadError("unknown_packing", message, UNPACK) from error
    except (*UNREADABLE, zlib.error, lzma.LZMAError, EOFError, RuntimeError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> ReadError:
    return ReadError(
        "truncated",
        Message("The archive is damaged here (%(error)s).", error=error),
        Message("Get a new copy of it."),
    )
