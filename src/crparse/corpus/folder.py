"""The corpus folder: each run prepares the next generation beside it, then puts it there whole."""

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from crparse.errors import CorpusChanged, ReadError
from crparse.record import Minutes
from crparse.wording import Message

try:
    import fcntl
except ImportError:  # Windows has no such locks: there, two runs on one folder are not told apart
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
DOCUMENTS = "documents"
TABLE_FILES = "tables"
ENTITIES = "entities"
ERRORS = "errors.jsonl"
SPOILT = "spoilt"
LEDGER = "ledger.sqlite"
CORRECTIONS = "corrections.jsonl"
INDEX = "view.sqlite"
RECORD_SCHEMA = "record.schema.json"
"""The parts of a corpus, by their name in its folder."""

KEPT_APART = frozenset({LEDGER, CORRECTIONS, INDEX})
"""Parts that the manifest does not describe: what a run remembers for the next, what people write, and what
the viewer searches in, which is of one generation and goes with it."""

GENERATOR = "crparse"
"""What the manifest says made the folder: only such a folder is ever replaced."""

DISK_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""What the system says of a disk that is full or failing, whichever file is written."""

DENIED = frozenset({errno.EACCES, errno.EPERM})
"""What it says of a file or folder that is another user's, or protected."""

UNFINISHED = ".part"
"""Ends the name of a file that is still being written."""

NEXT = "next"
"""In the workplace beside the corpus, the generation that is being prepared."""

BASE = "base"
"""In the workplace, which generation the next one is made from: written when all of that one is at hand."""

HOLDER = "holder"
"""In the workplace, who is at work."""


class OutputError(Exception):
    """The output folder cannot be used: what is wrong and what to do about it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)


def write_json(value: Any, file: Path) -> None:
    """Plain data and models as indented JSON, accents as they are, the same bytes everywhere."""
    file.write_bytes(to_json(value, indent=1) + b"\n")


def record_json(record: Minutes) -> bytes:
    """The record as its file holds it."""
    return record.model_dump_json(by_alias=True, indent=1).encode() + b"\n"


def write_record(content: bytes, identity: str, folder: Path) -> None:
    """The record as `<id>.json`, whole or not at all; the file before it may be another generation's too."""
    file = folder / f"{identity}.json"
    part = file.with_suffix(UNFINISHED)
    part.write_bytes(content)
    part.replace(file)


def record_files(folder: Path) -> list[Path]:
    """The files of the records of a corpus, in order of their id."""
    return sorted((folder / DOCUMENTS).glob("*.json"), key=attrgetter("stem"))


def read_record(file: Path) -> Minutes:
    """The record in a file.

    Raises:
        ReadError: It is none any more: somebody has changed it by hand.
    """
    try:
        return Minutes.model_validate_json(file.read_bytes())
    except ValidationError as error:
        message = Message("%(file)s was changed by hand and is no valid record.", file=file)
        raise ReadError(
            "invalid_record", message, Message("Mend it, or remove it and build the corpus again.")
        ) from error


def list_files(folder: Path) -> list[str]:
    """The files under a folder, by their path in it."""
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if not f.is_dir())


def describe_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and SHA-256 of each file under a folder, for the manifest."""
    files = {name: folder / name for name in list_files(folder) if not name.startswith(tuple(KEPT_APART))}
    return {name: {"bytes": f.stat().st_size, "sha256": file_sha256(f)} for name, f in files.items()}


def file_sha256(file: Path) -> str:
    """The SHA-256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(slots=True)
class Generation:
    """The next generation of a corpus while it is prepared."""

    folder: Path
    """Where it is prepared; it holds the records and the ledger of the generation before."""
    before: Path | None
    """The corpus as it is; None where there is none."""
    worth_keeping: bool = False
    """Whether a run that is stopped leaves something done, which the next one need not do again."""

    @property
    def is_begun(self) -> bool:
        """Whether there is a corpus, or what a stopped run has done of one."""
        return self.before is not None or self.worth_keeping


@contextlib.contextmanager
def next_generation(output: Path) -> Iterator[Generation]:
    """A folder beside `output` that takes its place when the block ends well.

    It begins with the records and the ledger of the corpus that is there, or with what a stopped run has done
    beyond them. A run that is stopped, killed even, leaves the corpus as it was. An empty folder is taken; a
    folder with anything in it but a corpus never is.

    Raises:
        OutputError: `output` is not to be written to, another run is at work on it, or the disk is full.
    """
    output = output.resolve()
    if output.name == "":
        raise OutputError(Message("%(output)s cannot be replaced: choose a folder inside it.", output=output))
    previous = output.with_name(f".{output.name}.crparse-previous")
    workplace = output.with_name(f".{output.name}.crparse-building")
    with _lock(workplace, output):
        generation = Generation(workplace / NEXT, None, (workplace / NEXT / LEDGER).exists())
        try:
            with _writable(output):
                _settle(output, previous)
                generation.before = output if _is_taken(output) else None
                generation.worth_keeping = _begin(workplace, generation)
                yield generation
                _swap(generation.folder, output, previous)
                generation.worth_keeping = False
        finally:
            if not generation.worth_keeping:
                shutil.rmtree(workplace, ignore_errors=True)


@contextlib.contextmanager
def _writable(output: Path) -> Iterator[None]:
    """Tells a full or failing disk, and a folder that is closed to this user, from a bug."""
    try:
        yield
    except OSError as error:
        named = Path(error.filename) if error.filename else output
        is_ours = output.parent in named.parents or not named.is_absolute()
        if error.errno in DISK_TROUBLE:
            raise OutputError(
                Message(
                    "%(folder)s cannot be written (%(error)s): make room, then start again.",
                    folder=named.parent if error.filename else output,
                    error=error.strerror,
                )
            ) from error
        if error.errno in DENIED and is_ours:
            raise OutputError(
                Message(
                    "%(folder)s cannot be replaced (%(error)s: %(name)s): mend the access rights of what is "
                    "in and beside it.",
                    folder=output,
                    error=error.strerror,
                    name=named.name,
                )
            ) from error
        raise


@contextlib.contextmanager
def _lock(workplace: Path, output: Path) -> Iterator[None]:
    """Makes the workplace and holds it: the lock goes with the process, however that ends."""
    with contextlib.ExitStack() as held:
        try:
            while not _hold(workplace, held):
                pass
            (workplace / HOLDER).write_text(f"process {os.getpid()} on {socket.gethostname()}")
        except BlockingIOError as error:
            raise OutputError(
                Message(
                    "%(what)s is writing %(output)s: wait for it to end.",
                    what=_holder(workplace),
                    output=output,
                )
            ) from error
        except OSError as error:
            raise OutputError(
                Message("%(output)s cannot be written (%(error)s).", output=output, error=error.strerror)
            ) from error
        yield


def _hold(workplace: Path, held: contextlib.ExitStack) -> bool:
    """Whether the workplace is held; one that its last holder was just putting away is to be made anew."""
    workplace.mkdir(parents=True, exist_ok=True)
    if not fcntl:
        return True
    lock = os.open(workplace, os.O_RDONLY)
    held.callback(os.close, lock)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return workplace.exists() and os.path.samestat(os.fstat(lock), workplace.stat())


def _holder(workplace: Path) -> Message:
    """Who says to be at work."""
    try:
        return Message("Another run (%(holder)s)", holder=(workplace / HOLDER).read_text())
    except OSError:
        return Message("Another run")


def work_begun(output: Path) -> int:
    """How many records a stopped run has at hand beside a corpus; 0 where none was stopped."""
    output = output.resolve()
    left = output.with_name(f".{output.name}.crparse-building") / NEXT / DOCUMENTS
    return len(list(left.glob("*.json")))


def _begin(workplace: Path, generation: Generation) -> bool:
    """Lays out what the next generation begins with; whether a stopped run has left something of it."""
    base = workplace / BASE
    name = _name(generation.before)
    folder = generation.folder
    if base.exists() and base.read_text() == name and (folder / LEDGER).exists():
        _clear(folder, {DOCUMENTS, *(f"{LEDGER}{end}" for end in ("", "-wal", "-shm"))})
        for half in (folder / DOCUMENTS).glob(f"*{UNFINISHED}"):
            half.unlink()
        return True
    _clear(workplace, {HOLDER})
    (folder / DOCUMENTS).mkdir(parents=True)
    if generation.before:
        for file in sorted((generation.before / DOCUMENTS).glob("*.json")):
            _share(file, folder / DOCUMENTS / file.name)
        if (generation.before / LEDGER).exists():
            shutil.copyfile(generation.before / LEDGER, folder / LEDGER)
    base.write_text(name)
    return False


def _name(corpus: Path | None) -> str:
    """What tells a generation from others."""
    return file_sha256(corpus / MANIFEST) if corpus else "none"


def _share(file: Path, place: Path) -> None:
    """The same file at another place: without a copy where the file system can."""
    try:
        os.link(file, place)
    except OSError:
        shutil.copyfile(file, place)


def _clear(folder: Path, kept: frozenset[str] | set[str]) -> None:
    """Throws away what stands in a folder, but for what is kept."""
    for left in folder.iterdir():
        if left.name in kept:
            continue
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


def _settle(output: Path, previous: Path) -> None:
    """Finishes what a run stopped between the two renames of `_swap` left undone."""
    if previous.exists() and not output.exists():
        previous.rename(output)
    elif previous.exists():
        shutil.rmtree(previous)


def _is_taken(output: Path) -> bool:
    """Whether there is a corpus already, in a place that may be written to."""
    if not output.exists():
        return False
    if not output.is_dir():
        raise OutputError(Message("%(output)s is a file: choose another folder.", output=output))
    if os.path.ismount(output):
        raise OutputError(Message("%(output)s is a mount point: choose a folder inside it.", output=output))
    if not any(output.iterdir()):
        return False
    if not is_corpus(output):
        raise OutputError(
            Message(
                "%(output)s holds files that are no crparse corpus: choose another folder.", output=output
            )
        )
    return True


def is_corpus(folder: Path) -> bool:
    """Whether everything in the folder is the work of an earlier run, edited records included."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        ours = {MANIFEST, *KEPT_APART, *manifest["files"]}
        return bool(manifest["generator"] == GENERATOR) and ours.issuperset(list_files(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


AT_WORKING_DIRECTORY, EXCHANGE = -100, 2
"""`renameat2` of Linux: paths as the process sees them; both change places at once."""

NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
"""What it says where the system or the file system cannot."""


def _swap(folder: Path, output: Path, previous: Path) -> None:
    """The new generation in place of the old one.

    At once where the system can; else by two renames, and `_settle` should a run stop in between. What people
    have written meanwhile is taken along.
    """
    if not output.exists():
        folder.rename(output)
        return
    with held(output):
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(output / CORRECTIONS, folder / CORRECTIONS)
        if _exchange(folder, output):
            return
        output.rename(previous)
        try:
            folder.rename(output)
        except OSError:
            previous.rename(output)
            raise
    shutil.rmtree(previous, ignore_errors=True)


@contextlib.contextmanager
def held(corpus: Path) -> Iterator[None]:
    """A corpus that is not replaced while something is written into it: who else wants to is waited for.

    Raises:
        CorpusChanged: There is none.
    """
    if not fcntl:
        yield
        return
    while True:
        try:
            lock = os.open(corpus, os.O_RDONLY)
        except FileNotFoundError as error:
            raise CorpusChanged(
                Message("%(corpus)s is being replaced, or is no corpus any more.", corpus=corpus)
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # One that was replaced while it was waited for is of the generation before.
            if corpus.exists() and os.path.samestat(os.fstat(lock), corpus.stat()):
                yield
                return
        finally:
            os.close(lock)


def _exchange(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step; whether the system could."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here = AT_WORKING_DIRECTORY
    if rename(here, os.fsencode(one), here, os.fsencode(other), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code not in NO_EXCHANGE:
        raise OSError(code, os.strerror(code), str(other))
    return False
