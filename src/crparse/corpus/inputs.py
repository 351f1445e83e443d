"""Which files a corpus is made from: files and folders given, found in a fixed order."""

import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crparse.corpus.archives import is_archive, list_members, read_member
from crparse.corpus.ledger import DOCUMENTS, Entry, read_failure
from crparse.corpus.limits import MEGABYTE
from crparse.errors import ReadError
from crparse.readers import read_content
from crparse.text import portable

LEFT_BY_PROGRAMS = frozenset({"thumbs.db", "desktop.ini", "__macosx", ".ds_store"})
"""Files that Windows and macOS put into folders and archives; nobody means them as documents."""

LITTER = ("._", ".~", "~$")
"""What macOS keeps of a file on other disks, and the locks that LibreOffice and Word leave beside one."""

DEEPEST = 100
"""Folders inside each other that are gone through."""

LARGEST = 2048 * MEGABYTE
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
    entries: list[Entry] = field(default_factory=list)


def find_inputs(arguments: Sequence[Path], leave_out: Path | None = None) -> Inputs:
    """The documents under `arguments`, each content once, in order of their path.

    A path is relative to the folder it was found under, with forward slashes, in composed Unicode: the same
    documents give the same paths on every machine. Hidden documents and folders are passed over, and said to
    be; `leave_out`, the folder being written, is skipped; links to folders are followed once.
    """
    found: list[InputFile] = []
    entries: list[Entry] = []
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
        self.entries: list[Entry] = []

    def take(self, argument: Path) -> None:
        """A file, or every document of a folder."""
        if not os.path.isdir(argument):
            self.add(argument, portable(argument.name if os.path.exists(argument) else str(argument)))
            return
        self.walk(argument, "")
        if not self.found and all(entry.severity == "warning" for entry in self.entries):
            path = portable(str(argument))
            self.fail(
                path, "empty_folder", "The folder holds no document.", "Check that it is the right one."
            )

    def walk(self, folder: Path, prefix: str) -> None:
        """The documents of a folder and its folders; one already seen (a loop of links) is passed over."""
        try:
            identity = _identity(folder)
            names = sorted(os.listdir(folder))
        except OSError as error:
            message = f"The folder cannot be listed ({error.strerror})."
            self.fail(prefix or portable(str(folder)), "unreadable_folder", message, CHECK)
            return
        if identity in self.visited:
            return
        if prefix.count("/") >= DEEPEST:
            message = f"The folder lies more than {DEEPEST} folders deep."
            self.fail(prefix, "too_deep", message, "Give it as an argument of its own.")
            return
        self.visited.add(identity)
        for name in names:
            path = f"{prefix}/{portable(name)}".lstrip("/")
            if _is_skipped(name):
                self.pass_over(path, os.path.isdir(folder / name))
            elif os.path.isdir(folder / name):
                self.walk(folder / name, path)
            else:
                self.add(folder / name, path)

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
            elif status.st_size > LARGEST:
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
        if extension in DOCUMENTS:
            message = f"The file is named .{extension}, but it is a ZIP archive: its files were read."
            self.warn(path, "wrong_extension", message, "Name it .zip.")
        empty = True
        for member in list_members(file):
            inner = f"{path}/{member.path}".rstrip("/")
            if any(map(_is_skipped, member.path.split("/"))):
                self.pass_over(inner)
                continue
            empty = False
            if member.error:
                self.entries.append(read_failure(inner, member.error))
            else:
                self.found.append(InputFile(file, inner, member.sha256, member.places))
        if empty:
            self.fail(
                path, "empty_archive", "The archive holds no document.", "Check that it is the right one."
            )

    def pass_over(self, path: str, is_folder: bool = False) -> None:
        """Notes a hidden document or folder; the litter of programs goes without a word."""
        if any(_is_litter(part) for part in path.split("/")):
            return
        if is_folder or path.rpartition(".")[2].lower() in DOCUMENTS:
            message = f"This {'folder' if is_folder else 'file'} is hidden by its name: it was passed over."
            self.warn(path, "hidden", message, "Give it as an argument of its own if it holds minutes.")

    def fail(self, path: str, code: str, message: str, advice: str, sha256: str | None = None) -> None:
        """Notes what could not be taken in."""
        self.entries.append(Entry(path, code, message, advice, sha256=sha256))

    def warn(self, path: str, code: str, message: str, advice: str) -> None:
        """Notes what costs nothing."""
        self.entries.append(Entry(path, code, message, advice, severity="warning"))


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


def _each_content_once(found: Sequence[InputFile], entries: list[Entry]) -> Inputs:
    """The first file of each content, and apart from them those that repeat one."""
    inputs = Inputs(entries=entries)
    seen: set[str] = set()
    for item in found:
        try:
            sha256 = item.sha256 or file_sha256(item.file)
        except ReadError as error:
            inputs.entries.append(read_failure(item.path, error))
            continue
        kept = inputs.repeats if sha256 in seen else inputs.files
        kept.append(replace(item, sha256=sha256))
        seen.add(sha256)
    return inputs


def file_sha256(file: Path) -> str:
    """The SHA-256 of a file's content, `ReadError` where it cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ReadError("unreadable", f"The file cannot be opened ({error.strerror}).", CHECK) from error
