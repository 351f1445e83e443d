"""Which files a corpus is made from: files, folders and archives, found in a fixed order.

First what is searched; then archives, which are listed and read in memory: nothing of them goes to disk.
"""

import hashlib
import io
import lzma
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from crparse.corpus import MEGABYTE
from crparse.corpus.entries import DOCUMENT_EXTENSIONS, LedgerEntry, read_failure
from crparse.corpus.folder import file_sha256
from crparse.errors import ReadError
from crparse.readers import read_content
from crparse.readers.files.detect import EMPTY_ZIP, ZIP, zip_format
from crparse.readers.files.encodings import most_plausible
from crparse.text import portable

LEFT_BY_PROGRAMS = frozenset({"thumbs.db", "desktop.ini", "__macosx", ".ds_store"})
"""Files that Windows and macOS put into folders and archives; nobody means them as documents."""

LITTER = ("._", ".~", "~$")
"""What macOS keeps of a file on other disks, and the locks that LibreOffice and Word leave beside one."""

DEEPEST_FOLDER = 100
"""Folders inside each other that are gone through."""

LARGEST_FILE = 2048 * MEGABYTE
"""Bytes of a file; what reads it holds it in memory."""

EMPTY = hashlib.sha256().hexdigest()
"""Digest of a file without content."""

CHECK = "Check its path and its access rights."


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: where it is, and the path that the record gives."""

    file: Path
    path: str
    sha256: str = ""
    places: tuple[int, ...] = ()
    """For a file in an archive, its place in it."""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rpartition("/")[2]

    def read(self) -> bytes:
        """Its content, `ReadError` where it cannot be read."""
        return read_member(self.file, self.places) if self.places else read_content(self.file)


@dataclass(slots=True)
class Inputs:
    """What was found: a file for each record, and what could not be taken in."""

    files: list[InputFile] = field(default_factory=list)
    repeats: list[InputFile] = field(default_factory=list)
    """Files with the same content as one of `files`."""
    entries: list[LedgerEntry] = field(default_factory=list)


def find_inputs(arguments: Sequence[Path], leave_out: Path | None = None) -> Inputs:
    """The documents under `arguments`, each content once, in order of their path.

    A path is relative to the folder it was found under, with forward slashes, in composed Unicode: the same
    documents give the same paths on every machine. Hidden documents and folders are passed over, and said to
    be; `leave_out`, the folder being written, is skipped; links to folders are followed once.
    """
    found: list[InputFile] = []
    entries: list[LedgerEntry] = []
    for argument in arguments:
        search = _Search(leave_out)
        search.take(argument)
        found += search.found
        entries += search.entries
    return _each_content_once(_each_file_once(found), entries)


class _Search:
    """Walks one argument and keeps what it finds."""

    def __init__(self, leave_out: Path | None) -> None:
        self.visited = {_identity(leave_out)} if leave_out and leave_out.is_dir() else set()
        self.found: list[InputFile] = []
        self.entries: list[LedgerEntry] = []

    def take(self, argument: Path) -> None:
        """A file, or every document of a folder."""
        if not os.path.isdir(argument):
            self.add(argument, portable(argument.name if os.path.exists(argument) else str(argument)))
            return
        self.walk(argument, "")
        if not self.found and all(entry.severity == "warning" for entry in self.entries):
            message = "The folder holds no document."
            self.fail(portable(str(argument)), "empty_folder", message, "Check that it is the right one.")

    def walk(self, folder: Path, prefix: str) -> None:
        """The documents of a folder and its folders; one already seen (a loop of links) is passed over."""
        for name in self._names(folder, prefix):
            path = f"{prefix}/{portable(name)}".lstrip("/")
            if _is_skipped(name):
                self.pass_over(path, os.path.isdir(folder / name))
            elif os.path.isdir(folder / name):
                self.walk(folder / name, path)
            else:
                self.add(folder / name, path)

    def _names(self, folder: Path, prefix: str) -> list[str]:
        """What stands in a folder, in order; nothing where it is not to be gone through."""
        try:
            identity, names = _identity(folder), sorted(os.listdir(folder))
        except OSError as error:
            message = f"The folder cannot be listed ({error.strerror})."
            self.fail(prefix or portable(str(folder)), "unreadable_folder", message, CHECK)
            return []
        if identity in self.visited:
            return []
        if prefix.count("/") >= DEEPEST_FOLDER:
            message = f"The folder lies more than {DEEPEST_FOLDER} folders deep."
            self.fail(prefix, "too_deep", message, "Give it as an argument of its own.")
            return []
        self.visited.add(identity)
        return names

    def add(self, file: Path, path: str) -> None:
        """Keeps a regular file; a pipe or a device would wait for ever."""
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):
                self.fail(path, "not_a_file", "This is no regular file.", "Give documents and folders only.")
            elif status.st_size == 0:  # not even opened: what the system makes up on reading may never come
                self.fail(path, "empty", "The file is empty.", "Get a new copy of it.", EMPTY)
            elif is_archive(file):
                self.take_archive(file, path)
            elif status.st_size > LARGEST_FILE:
                message = f"The file takes {status.st_size // MEGABYTE} MB, more than a document does."
                self.fail(path, "too_large", message, "Split it into the minutes of single meetings.")
            else:
                self.found.append(InputFile(file, path))
        except FileNotFoundError:
            self.fail(path, "not_found", "There is no such file.", "Check its path.")
        except OSError as error:
            self.fail(path, "unreadable", f"The file cannot be opened ({error.strerror}).", CHECK)

    def take_archive(self, file: Path, path: str) -> None:
        """Keeps the files of an archive."""
        extension = path.rpartition(".")[2].lower()
        if extension in DOCUMENT_EXTENSIONS:
            message = f"The file is named .{extension}, but it is a ZIP archive: its files were read."
            self.warn(path, "wrong_extension", message, "Name it .zip.")
        taken = [self._take_member(path, inside, member) for inside, member in _Listing(file, path).members()]
        if not any(taken):
            message = "The archive holds no document."
            self.fail(path, "empty_archive", message, "Check that it is the right one.")

    def _take_member(self, path: str, inside: str, member: InputFile | ReadError) -> bool:
        """Keeps a file of an archive, or what is wrong with it; whether it is not passed over."""
        whole = f"{path}/{inside}".rstrip("/")
        if any(map(_is_skipped, inside.split("/"))):
            self.pass_over(whole)
            return False
        if isinstance(member, InputFile):
            self.found.append(member)
        else:
            self.entries.append(read_failure(whole, member))
        return True

    def pass_over(self, path: str, is_folder: bool = False) -> None:
        """Notes a hidden document or folder; the litter of programs goes without a word."""
        if any(_is_litter(part) for part in path.split("/")):
            return
        if is_folder or path.rpartition(".")[2].lower() in DOCUMENT_EXTENSIONS:
            message = f"This {'folder' if is_folder else 'file'} is hidden by its name: it was passed over."
            self.warn(path, "hidden", message, "Give it as an argument of its own if it holds minutes.")

    def fail(self, path: str, code: str, message: str, advice: str, sha256: str | None = None) -> None:
        """Notes what could not be taken in."""
        self.entries.append(LedgerEntry(path, code, message, advice, sha256=sha256))

    def warn(self, path: str, code: str, message: str, advice: str) -> None:
        """Notes what costs nothing."""
        self.entries.append(LedgerEntry(path, code, message, advice, severity="warning"))


def _is_skipped(name: str) -> bool:
    return name.startswith(".") or _is_litter(name)


def _is_litter(name: str) -> bool:
    return name.startswith(LITTER) or name.lower() in LEFT_BY_PROGRAMS


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _each_file_once(found: list[InputFile]) -> list[InputFile]:
    """A file that two arguments or a link lead to, under the path that says most; in order of path."""
    once: dict[tuple[str, tuple[int, ...]], InputFile] = {}
    for item in sorted(found, key=lambda item: (-item.path.count("/"), item.path)):
        once.setdefault((os.path.realpath(item.file), item.places), item)
    return sorted(once.values(), key=lambda item: (item.path, str(item.file), item.places))


def _each_content_once(found: Sequence[InputFile], entries: list[LedgerEntry]) -> Inputs:
    """The first file of each content, and apart from them those that repeat one."""
    inputs = Inputs(entries=entries)
    seen: set[str] = set()
    for item in found:
        try:
            sha256 = item.sha256 or file_sha256(item.file)
        except OSError as error:
            message = f"The file cannot be opened ({error.strerror})."
            inputs.entries.append(LedgerEntry(item.path, "unreadable", message, CHECK))
            continue
        kept = inputs.repeats if sha256 in seen else inputs.files
        kept.append(replace(item, sha256=sha256))
        seen.add(sha256)
    return inputs


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

ENCODINGS = ("cp850", "cp1252", "mac_roman", "cp437")
"""Of names that are not in UTF-8: DOS and Windows in French, other Windows programs, old Macintosh, DOS."""

UTF8_NAME = 0x800
"""Flag of a file whose name is in UTF-8, as the ZIP format has it (bit 11)."""

ENCRYPTED = 0x1
"""Flag of a file under a password (bit 0)."""

BOMB = "Check where the archive comes from; unpack it by hand if you trust it."
UNPACK = "Unpack the archive by hand and give crparse the folder."

UNREADABLE = (zipfile.BadZipFile, ValueError, OSError)
"""What `zipfile` raises on a directory that is damaged."""

# Takes "C:" of "C:\\minutes\\cr.docx", leaves "2024: budget".
_DRIVE = re.compile(r"[A-Za-z]:")


def is_archive(file: Path) -> bool:
    """Whether a file is an archive of files; a DOCX and an ODT are ZIP archives as well."""
    with file.open("rb") as stream:
        return _is_archive(stream)


def read_member(file: Path, places: tuple[int, ...]) -> bytes:
    """The content of a file of an archive.

    Raises:
        ReadError: It is damaged, protected, too large, or packed in a way that is not known.
    """
    try:
        status = file.stat()
        return _content(file, places, (status.st_ino, status.st_size, status.st_mtime_ns))
    except OSError as error:
        message = f"The archive cannot be opened ({error.strerror or error})."
        raise ReadError("unreadable", message, CHECK) from error


def _content(file: Path, places: tuple[int, ...], stamp: tuple[int, ...]) -> bytes:
    *above, place = places
    archive = _opened(file, tuple(above), stamp)
    try:
        return _unpacked(archive, archive.infolist()[place])
    except IndexError as error:
        raise _damaged(error) from error


@lru_cache(maxsize=DEEPEST_ARCHIVE)
def _opened(file: Path, places: tuple[int, ...], stamp: tuple[int, ...]) -> zipfile.ZipFile:
    """An archive, or one inside it, which stays open: its documents are read one after another.

    To list ten thousand files once for each of them would take hours. `stamp` changes with the file.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(_content(file, places, stamp)) if places else file)
    except (zipfile.BadZipFile, ValueError) as error:
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


class _Listing:
    """Goes through an archive and those inside it, in their own order; each file is unpacked once."""

    def __init__(self, file: Path, path: str) -> None:
        self.file, self.path = file, path
        self.files, self.bytes = MOST_FILES, MOST_BYTES
        """What may still be unpacked."""

    def members(self) -> Iterator[tuple[str, InputFile | ReadError]]:
        """The path inside the archive of each file, and the file, or what is wrong with it."""
        with self.file.open("rb") as stream:
            yield from self._members(stream, "", ())

    def _members(
        self, stream: BinaryIO, inside: str, above: tuple[int, ...]
    ) -> Iterator[tuple[str, InputFile | ReadError]]:
        try:
            archive = zipfile.ZipFile(stream)
        except UNREADABLE as error:
            yield inside, _damaged(error)
            return
        with archive:
            listed = [found for found in enumerate(archive.infolist()) if not found[1].filename.endswith("/")]
            self.files -= len(listed)
            self.bytes -= sum(info.file_size for _, info in listed)
            if self.files < 0 or self.bytes < 0:
                message = f"The archive holds over {MOST_FILES} files, or over {MOST_BYTES // MEGABYTE} MB."
                yield inside, ReadError("too_large", message, BOMB)
                return
            for place, info in listed:
                yield from self._member(archive, info, inside, (*above, place))

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, inside: str, places: tuple[int, ...]
    ) -> Iterator[tuple[str, InputFile | ReadError]]:
        """A file of an archive; for an archive, its files."""
        name = _name(info)
        parts = [part for part in name.split("/") if part not in ("", ".", "..")]
        path = "/".join([*([inside] if inside else []), *parts])
        try:
            if not parts:
                raise ReadError("unsafe_name", "A file of the archive has no name.", UNPACK)
            if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
                raise ReadError("unsafe_name", "The name of this file leads out of the archive.", UNPACK)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise ReadError("not_a_file", "This is a link to another file.", UNPACK)
            inner = io.BytesIO(_unpacked(archive, info))
            if not _is_archive(inner):
                sha256 = hashlib.sha256(inner.getvalue()).hexdigest()
                yield path, InputFile(self.file, f"{self.path}/{path}", sha256, places)
            elif len(places) < DEEPEST_ARCHIVE:
                yield from self._members(inner, path, places)
            else:
                message = "This archive stands in an archive that stands in another."
                raise ReadError("nested_archive", message, UNPACK)
        except ReadError as error:
            yield path, error


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
    if bomb or info.file_size > LARGEST_MEMBER:
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
