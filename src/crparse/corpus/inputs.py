"""Which files a corpus is made from: files, folders, archives, mailboxes, found in a fixed order."""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crparse.corpus import MEGABYTE
from crparse.corpus.containers import CHECK, Listing, Member, container_kind, read_member
from crparse.corpus.entries import DOCUMENT_EXTENSIONS, LedgerEntry, read_failure
from crparse.corpus.folder import GENERATOR, MANIFEST, file_sha256
from crparse.corpus.ledger import NOWHERE, KnownFile
from crparse.errors import ReadError
from crparse.readers import read_content
from crparse.readers.files.detect import MAILBOX
from crparse.source import Envelope
from crparse.text import portable
from crparse.wording import N_, Message

LEFT_BY_PROGRAMS = frozenset({"thumbs.db", "desktop.ini", "__macosx", ".ds_store"})
"""Files that Windows and macOS put into folders and archives; nobody means them as documents."""

LITTER = ("._", ".~", "~$")
"""What macOS keeps of a file on other disks, and the locks that LibreOffice and Word leave beside one."""

LOCKS = (".~lock.", "~$")
"""Of these the locks: a document is open, or was when its program or the copy ended."""

ICLOUD = ".icloud"
"""How the name ends of what Apple's drive leaves in the place of a file, after a dot and the file's name."""

CLOUDS = {
    "onedrive": "OneDrive",
    "sharepoint": "SharePoint",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "kdrive": "kDrive",
}
"""How the name of a drive's folder begins, in lower case ("OneDrive - Valmont") -> the drive."""

OWN_BUILDING = (".crparse-building", ".crparse-previous")
"""How the names of folders end in which a corpus is being built."""

DEEPEST_FOLDER = 100
"""Folders inside each other that are gone through."""

LARGEST_FILE = 2048 * MEGABYTE
"""Bytes of a file; what reads it holds it in memory."""

UNREADABLE_FOLDER, EMPTY_FOLDER, NOT_FOUND = "unreadable_folder", "empty_folder", "not_found"
"""Codes of a folder that cannot be gone through, of one without documents, of what is not there."""

NOTHING_THERE = frozenset({UNREADABLE_FOLDER, EMPTY_FOLDER, NOT_FOUND})
"""What is told of an argument whose drive is not connected."""

EMPTY = hashlib.sha256().hexdigest()
"""Digest of a file without content."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: where it is, and the path that the record gives."""

    file: Path
    path: str
    sha256: str = ""
    places: tuple[int, ...] = ()
    """For a file in an archive or a mail, its place in it."""
    envelope: Envelope | None = None
    """For what came by mail, what the mail says of it."""
    argument: Path = Path()
    """What was given, under which it was found."""

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
    told: list[tuple[Path, LedgerEntry]] = field(default_factory=list)
    """What could not be taken in, after what was given and under which it stands."""

    @property
    def entries(self) -> list[LedgerEntry]:
        """The same without what was given."""
        return [entry for _, entry in self.told]


def find_inputs(arguments: Sequence[Path], leave_out: Path | None = None) -> Inputs:
    """The documents under `arguments`, each content once, in order of their path.

    A path is relative to the folder it was found under, with forward slashes, in composed Unicode: the same
    documents give the same paths on every machine. Hidden documents and folders and corpora built earlier are
    passed over, and said to be; `leave_out`, the folder being written, is skipped; links to folders are
    followed once.
    """
    found: list[InputFile] = []
    told: list[tuple[Path, LedgerEntry]] = []
    for argument in arguments:
        search = _Search(leave_out)
        search.take(argument)
        found += (replace(item, argument=argument) for item in search.found)
        told += ((argument, entry) for entry in search.entries)
    return _each_content_once(_each_file_once(found), told)


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
        if any(map(_is_corpus, (argument, *Path(os.path.realpath(argument)).parents))):
            message = Message(
                "The folder is, or stands in, a corpus that crparse has built: no folder of minutes."
            )
            self.fail(portable(str(argument)), "corpus", message, Message("Give the folder of the minutes."))
            return
        self.walk(argument, "")
        if not self.found and all(entry.severity == "warning" for entry in self.entries):
            message = Message("The folder holds no document.")
            self.fail(
                portable(str(argument)), EMPTY_FOLDER, message, Message("Check that it is the right one.")
            )

    def walk(self, folder: Path, prefix: str) -> None:
        """The documents of a folder and its folders; one already seen (a loop of links) is passed over."""
        for name in self._names(folder, prefix):
            path = f"{prefix}/{portable(name)}".lstrip("/")
            if _is_skipped(name):
                self.pass_over(path, os.path.isdir(folder / name))
            elif not os.path.isdir(folder / name):
                self.add(folder / name, path)
            elif self.is_new_corpus(folder / name):
                message = Message("The folder is a corpus that crparse has built: it was passed over.")
                self.warn(path, "corpus", message, Message("Keep corpora outside the folder of the minutes."))
            else:
                self.walk(folder / name, path)

    def is_new_corpus(self, folder: Path) -> bool:
        """Whether a folder is a corpus, and not met before (the one being written is)."""
        try:
            return _identity(folder) not in self.visited and _is_corpus(folder)
        except OSError:
            return False

    def _names(self, folder: Path, prefix: str) -> list[str]:
        """What stands in a folder, in order; nothing where it is not to be gone through."""
        try:
            identity, names = _identity(folder), sorted(os.listdir(folder))
        except OSError as error:
            message = Message("The folder cannot be listed (%(error)s).", error=error.strerror)
            self.fail(prefix or portable(str(folder)), UNREADABLE_FOLDER, message, CHECK)
            return []
        if identity in self.visited:
            return []
        if prefix.count("/") >= DEEPEST_FOLDER:
            message = Message("The folder lies more than %(deepest)s folders deep.", deepest=DEEPEST_FOLDER)
            self.fail(prefix, "too_deep", message, Message("Give it as an argument of its own."))
            return []
        self.visited.add(identity)
        return names

    def add(self, file: Path, path: str) -> None:
        """Keeps a regular file; a pipe or a device would wait for ever."""
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):
                self.fail(
                    path,
                    "not_a_file",
                    Message("This is no regular file."),
                    Message("Give documents and folders only."),
                )
            elif status.st_size == 0:  # not even opened: what the system makes up on reading may never come
                self.fail_empty(file, path)
            elif status.st_size > LARGEST_FILE and not _is_read_piece_by_piece(file):
                message = Message(
                    "The file takes %(megabytes)s MB, more than a document does.",
                    megabytes=status.st_size // MEGABYTE,
                )
                self.fail(
                    path, "too_large", message, Message("Split it into the minutes of single meetings.")
                )
            elif kind := container_kind(file):
                self.take_container(file, path, kind)
            else:
                self.found.append(InputFile(file, path))
        except FileNotFoundError:
            self.fail(path, NOT_FOUND, Message("There is no such file."), Message("Check its path."))
        except OSError as error:
            self.fail(
                path,
                "unreadable",
                Message("The file cannot be opened (%(error)s).", error=error.strerror),
                CHECK,
            )

    def fail_empty(self, file: Path, path: str) -> None:
        """Notes a file without content: on a cloud drive it stands for one that is not on this machine."""
        drive = _cloud(file)
        if drive is None:
            self.fail(path, "empty", Message("The file is empty."), Message("Get a new copy of it."), EMPTY)
            return
        message = Message(
            "The file is a placeholder of %(drive)s: its content is not on this machine.", drive=drive
        )
        self.fail(
            path,
            "placeholder",
            message,
            Message("Have the drive keep it on this machine, then build again."),
            EMPTY,
        )

    def take_container(self, file: Path, path: str, kind: str) -> None:
        """Keeps the files of an archive or a mail."""
        extension = path.rpartition(".")[2].lower()
        what, right = CONTAINERS[kind]
        if extension in DOCUMENT_EXTENSIONS - {*right}:
            message = Message(
                "The file is named .%(named)s, but it is %(what)s: its files were read.",
                named=extension,
                what=what,
            )
            self.warn(
                path, "wrong_extension", message, Message("Name it .%(extension)s.", extension=right[0])
            )
        taken = [self._take_member(file, path, inside, member) for inside, member in Listing(file).members()]
        if not any(taken):
            code, message = HOLDS_NOTHING[kind]
            self.fail(
                path,
                code,
                message,
                Message("Check that it is the right one."),
            )

    def _take_member(self, file: Path, path: str, inside: str, member: Member | ReadError) -> bool:
        """Keeps a file of an archive or a mail, or what is wrong with it; whether it is not passed over."""
        whole = f"{path}/{inside}".rstrip("/")
        if any(map(_is_skipped, inside.split("/"))):
            self.pass_over(whole)
            return False
        if isinstance(member, ReadError):
            self.entries.append(read_failure(whole, member))
        else:
            self.found.append(InputFile(file, whole, member.sha256, member.places, _within(path, member)))
        return True

    def pass_over(self, path: str, is_folder: bool = False) -> None:
        """Notes what is hidden, a lock, a placeholder; other litter of programs goes without a word."""
        name = path.rpartition("/")[2]
        if name.endswith(ICLOUD) and not is_folder:
            message = Message("The file is a placeholder of iCloud: its content is not on this machine.")
            self.fail(
                path, "placeholder", message, Message("Have it downloaded in the Finder, then build again.")
            )
            return
        if name.startswith(LOCKS) and not is_folder:
            message = Message("The file is the lock that Word or LibreOffice keeps beside an open document.")
            self.warn(
                path,
                "lock",
                message,
                Message("Close the document, or delete the lock if it is open nowhere."),
            )
            return
        if any(_is_litter(part) or part.endswith(OWN_BUILDING) for part in path.split("/")):
            return
        if is_folder or path.rpartition(".")[2].lower() in DOCUMENT_EXTENSIONS:
            message = Message("This file is hidden by its name: it was passed over.")
            if is_folder:
                message = Message("This folder is hidden by its name: it was passed over.")
            self.warn(
                path, "hidden", message, Message("Give it as an argument of its own if it holds minutes.")
            )

    def fail(
        self, path: str, code: str, message: Message, advice: Message, sha256: str | None = None
    ) -> None:
        """Notes what could not be taken in."""
        self.entries.append(LedgerEntry(path, code, message, advice, sha256=sha256))

    def warn(self, path: str, code: str, message: Message, advice: Message) -> None:
        """Notes what costs nothing."""
        self.entries.append(LedgerEntry(path, code, message, advice, severity="warning"))


HOLDS_NOTHING = {
    "zip": ("empty_archive", Message("A ZIP archive that holds no document.")),
    "mail": ("empty_mail", Message("A mail that holds no document.")),
    "mailbox": ("empty_mailbox", Message("A mailbox that holds no document.")),
}
"""Kind -> code and message of one in which no document is."""

CONTAINERS = {
    "zip": (N_("a ZIP archive"), ("zip",)),
    "mail": (N_("a mail"), ("eml", "msg")),
    "mailbox": (N_("a mailbox"), ("mbox", "mbx")),
}
"""Kind -> what a message calls it, and the extensions that it has."""


def _within(path: str, member: Member) -> Envelope | None:
    """The envelope of a file that came by mail, with the mail's path as a record gives it."""
    told = member.envelope
    return told and replace(told, mail=f"{path}/{told.mail}".rstrip("/"))


def _is_read_piece_by_piece(file: Path) -> bool:
    """Whether a file is an archive or a mailbox: what is in it is held in memory one by one."""
    with file.open("rb") as stream:
        return stream.read(len(MAILBOX)).startswith((b"PK", MAILBOX))


def _cloud(file: Path) -> str | None:
    """The cloud drive that a file lies on, as far as the names of its folders tell."""
    folders = [part.lower() for part in Path(os.path.abspath(file)).parts[:-1]]
    return next(
        (drive for start, drive in CLOUDS.items() if any(part.startswith(start) for part in folders)), None
    )


def _is_corpus(folder: Path) -> bool:
    """Whether a folder is a corpus, by its manifest."""
    manifest = folder / MANIFEST
    try:
        if not manifest.is_file() or manifest.stat().st_size > LARGEST_FILE:
            return False
        told = json.loads(manifest.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("generator") == GENERATOR


def _is_skipped(name: str) -> bool:
    """Whether a name is hidden, or litter; one that begins with several dots ("…suite.docx") is a name."""
    return (name.startswith(".") and not name.startswith("..")) or _is_litter(name)


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


def _each_content_once(found: Sequence[InputFile], told: list[tuple[Path, LedgerEntry]]) -> Inputs:
    """The first file of each content, and apart from them those that repeat one."""
    inputs = Inputs(told=told)
    seen: set[str] = set()
    for item in found:
        try:
            sha256 = item.sha256 or file_sha256(item.file)
        except OSError as error:
            message = Message("The file cannot be opened (%(error)s).", error=error.strerror)
            inputs.told.append((item.argument, LedgerEntry(item.path, "unreadable", message, CHECK)))
            continue
        kept = inputs.repeats if sha256 in seen else inputs.files
        kept.append(replace(item, sha256=sha256))
        seen.add(sha256)
    return inputs


@dataclass(frozen=True, slots=True)
class MetFile:
    """A file that a build has met, as the ledger keeps it, and what was given under which it was found."""

    file: KnownFile
    given: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was given to a build and what was found there, told apart from where it can be read now."""

    given: tuple[str, ...]
    """Files and folders, by their place."""
    met: tuple[MetFile, ...]
    """Of files with the same content the first is the one that the record is named after."""
    told: tuple[tuple[str, LedgerEntry], ...]
    """What could not be taken in, after what was given."""
    silent: frozenset[str]
    """What was given of which nothing was found or could be read."""
    closed: tuple[tuple[str, str], ...]
    """Folders that cannot be gone through, after what was given."""
    is_empty: bool
    """Whether there was no document at all."""


def findings_of(inputs: Inputs, arguments: Iterable[Path]) -> Findings:
    """The inputs as the ledger keeps them."""
    root_of = {argument: portable(os.path.realpath(argument)) for argument in arguments}
    given = tuple(sorted(set(root_of.values())))
    told = [(argument, root_of[argument], entry) for argument, entry in inputs.told]
    return Findings(
        given,
        tuple(
            MetFile(known_file(item, given), root_of[item.argument])
            for item in [*inputs.files, *inputs.repeats]
        ),
        tuple((root, entry) for _, root, entry in told),
        frozenset(
            root
            for argument, root, entry in told
            if entry.code in NOTHING_THERE and entry.path == portable(str(argument))
        ),
        tuple((root, entry.path) for _, root, entry in told if entry.code == UNREADABLE_FOLDER),
        not inputs.files,
    )


def known_file(item: InputFile, given: Iterable[str]) -> KnownFile:
    """A file as the ledger keeps it."""
    place = portable(os.path.realpath(item.file))
    inside = "".join(f":{number}" for number in item.places)
    root = max(roots_of(place, given), key=len, default=NOWHERE)
    return KnownFile(root, item.path, item.sha256, place + inside)


# Takes "/minutes/2024.zip:3" and "/minutes/mail.zip:2:0", the numbers apart; leaves "/minutes/cr.pdf".
_INSIDE = re.compile(r"(?P<file>.+?)(?P<numbers>(?::\d+)+)")


def input_at(known: KnownFile) -> InputFile | None:
    """Where a file that the ledger keeps can be read now; None where it is gone."""
    if os.path.isfile(known.place):
        return InputFile(Path(known.place), known.path, known.sha256)
    inside = _INSIDE.fullmatch(known.place)
    if inside is None or not os.path.isfile(inside["file"]):
        return None
    places = tuple(map(int, inside["numbers"].split(":")[1:]))
    return InputFile(Path(inside["file"]), known.path, known.sha256, places)


def roots_of(place: str, given: Iterable[str]) -> list[str]:
    """What was given, of which a file or folder is, or stands in it."""
    return [root for root in given if place == root or place.startswith(f"{root.rstrip('/')}/")]
