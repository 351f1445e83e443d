"""The corpus folder: built beside its place, then put there whole."""

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crparse.record import Minutes

try:
    import fcntl
except ImportError:  # Windows has no such locks: there, two runs on one folder are not told apart
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
DOCUMENTS = "documents"
TABLE_FILES = "tables"
ENTITIES = "entities"
LEDGER = "errors.jsonl"
"""The parts of a corpus, by their name in its folder."""

GENERATOR = "crparse"
"""What the manifest says made the folder: only such a folder is ever replaced."""

DISK_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""What the system says of a disk that is full or failing, whichever file is written."""


class OutputError(Exception):
    """The output folder cannot be used: what is wrong and what to do about it."""


def write_json(value: Any, file: Path) -> None:
    """Indented JSON, accents as they are, the same bytes everywhere."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")


def record_json(record: Minutes) -> bytes:
    """The record as its file holds it."""
    return record.model_dump_json(by_alias=True, indent=1).encode() + b"\n"


def write_record(content: bytes, identity: str, folder: Path) -> None:
    """The record as `<id>.json`."""
    (folder / f"{identity}.json").write_bytes(content)


def read_records(folder: Path) -> Iterator[Minutes]:
    """The records of a corpus one by one, in order of their id."""
    for file in sorted((folder / DOCUMENTS).glob("*.json")):
        yield Minutes.model_validate_json(file.read_bytes())


def list_files(folder: Path) -> list[str]:
    """The files under a folder, by their path in it."""
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if not f.is_dir())


def describe_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and SHA-256 of each file under a folder, for the manifest."""
    files = {name: folder / name for name in list_files(folder)}
    return {name: {"bytes": f.stat().st_size, "sha256": file_sha256(f)} for name, f in files.items()}


def file_sha256(file: Path) -> str:
    """The SHA-256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def new_folder(output: Path, overwrite: bool) -> Iterator[Path]:
    """A folder beside `output` that takes its place when the block ends well, and is gone otherwise.

    A run that is stopped, killed even, leaves the corpus that was there; what it had begun is cleared away by
    the next run. An empty folder is taken; a corpus is replaced with `overwrite`, as a whole; a folder with
    anything else in it never is.

    Raises:
        OutputError: `output` is not to be written to.
    """
    output = output.resolve()
    if output.name == "":
        raise OutputError(f"{output} cannot be replaced: choose a folder inside it.")
    previous = output.with_name(f".{output.name}.crparse-previous")
    building = output.with_name(f".{output.name}.crparse-building")
    with _lock(building, output):
        try:
            _settle(output, previous)
            _check(output, overwrite)
            _clear(building)
            with _writable(output):
                yield building
                _swap(building, output, previous)
        finally:
            shutil.rmtree(building, ignore_errors=True)


@contextlib.contextmanager
def _writable(output: Path) -> Iterator[None]:
    """Tells a full or failing disk from a bug."""
    try:
        yield
    except OSError as error:
        if error.errno not in DISK_TROUBLE:
            raise
        where = Path(error.filename).parent if error.filename else output
        raise OutputError(
            f"{where} cannot be written ({error.strerror}): make room, then start again."
        ) from error


@contextlib.contextmanager
def _lock(building: Path, output: Path) -> Iterator[None]:
    """Makes the folder to build in, and holds it: the lock goes with the process, however that ends."""
    with contextlib.ExitStack() as held:
        try:
            building.mkdir(parents=True, exist_ok=True)
            if fcntl:
                lock = os.open(building, os.O_RDONLY)
                held.callback(os.close, lock)
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(f"Another run is writing {output}: wait for it to end.") from error
        except OSError as error:
            raise OutputError(f"{output} cannot be written ({error.strerror}).") from error
        yield


def _clear(building: Path) -> None:
    """Throws away what a stopped run had begun."""
    for left in building.iterdir():
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


def _check(output: Path, overwrite: bool) -> None:
    if not output.exists():
        return
    if not output.is_dir():
        raise OutputError(f"{output} is a file: choose another folder.")
    if os.path.ismount(output):
        raise OutputError(f"{output} is a mount point: choose a folder inside it.")
    if not any(output.iterdir()):
        return
    if not _is_corpus(output):
        raise OutputError(f"{output} holds files that are no crparse corpus: choose another folder.")
    if not overwrite:
        raise OutputError(f"{output} holds a corpus already: add --overwrite to replace it.")


def _is_corpus(folder: Path) -> bool:
    """Whether everything in the folder is the work of an earlier run."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        ours = {MANIFEST, *manifest["files"]}
        return bool(manifest["generator"] == GENERATOR) and ours.issuperset(list_files(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _swap(building: Path, output: Path, previous: Path) -> None:
    """The new folder in place of the old one: two renames, and `_settle` should a run stop in between."""
    if output.exists():
        output.rename(previous)
    try:
        building.rename(output)
    except OSError:
        if previous.exists():
            previous.rename(output)
        raise
    shutil.rmtree(previous, ignore_errors=True)
