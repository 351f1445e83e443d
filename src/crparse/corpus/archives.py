"""The files in a ZIP archive, and in archives inside it: listed and read in memory, nothing goes to disk.

What an archive says of itself is not believed: its names are cleaned or refused, and sizes are bounded before
anything is unpacked (`zipfile` stops at the size that was announced).
"""

import hashlib
import io
import lzma
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from crparse.corpus.limits import MEGABYTE
from crparse.errors import ReadError
from crparse.readers.detect import EMPTY_ZIP, ZIP, zip_format
from crparse.readers.encodings import most_plausible

MOST_FILES = 10_000
"""Files of one archive, those of the archives inside it and these themselves."""

MOST_BYTES = 4096 * MEGABYTE
"""Bytes of them all together, unpacked."""

LARGEST = 256 * MEGABYTE
"""Bytes of one file, unpacked."""

RATIO = 200
"""Times its size that a file may unpack to; the text of a document is about ten."""

UNSUSPECTED = 16 * MEGABYTE
"""Bytes up to which the ratio does not matter."""

DEEPEST = 2
"""Archives inside each other that are opened."""

ENCODINGS = ("cp850", "cp1252", "mac_roman", "cp437")
"""Of names that are not in UTF-8: DOS and Windows in French, other Windows programs, old Macintosh, DOS."""

UTF8_NAME = 0x800
ENCRYPTED = 0x1

BOMB = "Check where the archive comes from; unpack it by hand if you trust it."
UNPACK = "Unpack the archive by hand and give crparse the folder."

UNREADABLE = (zipfile.BadZipFile, ValueError, OSError)
"""What `zipfile` raises on a directory that is damaged."""

_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, or what is wrong with it."""

    path: str
    """From the archive on, with forward slashes; through an archive inside it, its name is a folder."""
    places: tuple[int, ...] = ()
    """Its place in the archive; for an archive inside it, that one's place and the place in it."""
    sha256: str = ""
    error: ReadError | None = None


class _Allowance:
    """What may still be unpacked of an archive and of those inside it."""

    def __init__(self) -> None:
        self.files, self.bytes = MOST_FILES, MOST_BYTES

    def take(self, files: list[zipfile.ZipInfo]) -> bool:
        """Whether the files of one more archive are within it; they are taken off."""
        self.files -= len(files)
        self.bytes -= sum(info.file_size for info in files)
        return self.files >= 0 and self.bytes >= 0


def is_archive(file: Path) -> bool:
    """Whether a file is an archive of files; a DOCX and an ODT are ZIP archives as well."""
    with file.open("rb") as stream:
        return _is_archive(stream)


def list_members(file: Path) -> Iterator[Member]:
    """The files of an archive in its own order, folders left out; each is unpacked once."""
    with file.open("rb") as stream:
        yield from _members(stream, (), _Allowance())


def read_member(file: Path, places: tuple[int, ...]) -> bytes:
    """The content of a file of an archive.

    Raises:
        ReadError: It is damaged, protected, too large, or packed in a way that is not known.
    """
    *above, place = places
    try:
        status = file.stat()
        stamp = status.st_ino, status.st_size, status.st_mtime_ns
        archive = _opened(file, tuple(above), stamp)
    except OSError as error:
        message = f"The archive cannot be opened ({error.strerror or error})."
        raise ReadError("unreadable", message, "Check its path and its access rights.") from error
    try:
        return _unpacked(archive, archive.infolist()[place])
    except IndexError as error:
        raise _damaged(error) from error


@lru_cache(maxsize=DEEPEST)
def _opened(file: Path, places: tuple[int, ...], stamp: tuple[int, ...]) -> zipfile.ZipFile:
    """An archive, or one inside it, which stays open: its documents are read one after another.

    To list ten thousand files once for each of them would take hours. `stamp` changes with the file.
    """
    try:
        if not places:
            return zipfile.ZipFile(file)
        *above, place = places
        outer = _opened(file, tuple(above), stamp)
        return zipfile.ZipFile(io.BytesIO(_unpacked(outer, outer.infolist()[place])))
    except (zipfile.BadZipFile, ValueError, IndexError) as error:
        raise _damaged(error) from error


def _is_archive(stream: BinaryIO) -> bool:
    start = stream.read(len(ZIP))
    stream.seek(0)
    if start not in (ZIP, EMPTY_ZIP):
        return False
    try:
        return zip_format(stream) == "zip"
    except ReadError:
        return False
    finally:
        stream.seek(0)


def _members(stream: BinaryIO, above: tuple[int, ...], allowance: _Allowance) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(stream)
    except UNREADABLE as error:
        yield Member("", error=_damaged(error))
        return
    with archive:
        listed = archive.infolist()
        places = [place for place, info in enumerate(listed) if not info.filename.endswith("/")]
        if not allowance.take([listed[place] for place in places]):
            message = f"The archive holds over {MOST_FILES} files, or over {MOST_BYTES // MEGABYTE} MB."
            yield Member("", error=ReadError("too_large", message, BOMB))
            return
        for place in places:
            yield from _member(archive, listed[place], (*above, place), allowance)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, places: tuple[int, ...], allowance: _Allowance
) -> Iterator[Member]:
    """A file of an archive; for an archive, its files."""
    name = _name(info)
    path = "/".join(part for part in name.split("/") if part not in ("", ".", ".."))
    if not path:
        yield Member("", error=ReadError("unsafe_name", "A file of the archive has no name.", UNPACK))
        return
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        message = "The name of this file leads out of the archive."
        yield Member(path, error=ReadError("unsafe_name", message, UNPACK))
        return
    if stat.S_ISLNK(info.external_attr >> 16):
        message = "This is a link to another file."
        yield Member(path, error=ReadError("not_a_file", message, UNPACK))
        return
    try:
        content = _unpacked(archive, info)
    except ReadError as error:
        yield Member(path, places, error=error)
        return
    inner = io.BytesIO(content)
    if not _is_archive(inner):
        yield Member(path, places, hashlib.sha256(content).hexdigest())
    elif len(places) < DEEPEST:
        for member in _members(inner, places, allowance):
            yield replace(member, path=f"{path}/{member.path}".rstrip("/"))
    else:
        message = "This archive stands in an archive that stands in another."
        yield Member(path, error=ReadError("nested_archive", message, UNPACK))


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
        raise ReadError("encrypted", "The file is protected by a password.", UNPACK)
    bomb = info.file_size > UNSUSPECTED and info.file_size > RATIO * info.compress_size
    if bomb or info.file_size > LARGEST:
        message = f"The file would unpack to {info.file_size // MEGABYTE} MB, more than a document takes."
        raise ReadError("too_large", message, BOMB)
    try:
        return archive.read(info)
    except NotImplementedError as error:
        message = "The file is packed in a way that crparse does not know."
        raise ReadError("unknown_packing", message, UNPACK) from error
    except (*UNREADABLE, zlib.error, lzma.LZMAError, EOFError, RuntimeError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> ReadError:
    return ReadError("truncated", f"The archive is damaged here ({error}).", "Get a new copy of it.")
