"""The folder of an export: written beside its place, then put there whole; other files are not touched."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crparse.corpus.folder import DISK_TROUBLE, GENERATOR, describe_files, list_files, write_json
from crparse.corpus.tables import Corpus
from crparse.errors import ExportError
from crparse.wording import Message

MARK = "export.json"
"""In the folder of an export: which format it is, with which options, and its files."""


PSEUDONYMISED = "pseudonymised"
"""In that file, and in the manifest of a corpus that was made for an export: names are codes there."""


@contextmanager
def export_folder(corpus: Corpus, target: Path, name: str, options: dict[str, Any]) -> Iterator[Path]:
    """A folder that takes the place of `target` when the block ends well.

    Raises:
        ExportError: `target` is no folder, holds what is no earlier export, or cannot be written.
    """
    target = target.resolve()
    _refuse_others(target, corpus)
    work = target.with_name(f".{target.name}.crparse-export")
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        yield work
        mark: dict[str, Any] = {"generator": GENERATOR, "format": name, "options": options}
        mark[PSEUDONYMISED] = bool(corpus.manifest.get(PSEUDONYMISED))
        write_json({**mark, "files": describe_files(work)}, work / MARK)
        _put(work, target)
    except OSError as error:
        if error.errno in DISK_TROUBLE or isinstance(error, PermissionError):
            raise ExportError(
                Message("%(target)s cannot be written (%(error)s).", target=target, error=error.strerror)
            ) from error
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def read_mark(folder: Path) -> dict[str, Any] | None:
    """What the folder says of the export in it; None where it holds none, or other files as well."""
    try:
        mark: dict[str, Any] = json.loads((folder / MARK).read_text(encoding="utf-8"))
        ours = mark["generator"] == GENERATOR and {MARK, *mark["files"]}.issuperset(list_files(folder))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return mark if ours else None


def _refuse_others(target: Path, corpus: Corpus) -> None:
    if target == corpus.folder.resolve():
        raise ExportError(Message("%(target)s is the corpus itself: choose another folder.", target=target))
    if target.exists() and not target.is_dir():
        raise ExportError(Message("%(target)s is a file: choose another folder.", target=target))
    if target.exists() and any(target.iterdir()) and read_mark(target) is None:
        raise ExportError(
            Message(
                "%(target)s holds files that are no earlier export: choose another folder.", target=target
            )
        )


def _put(work: Path, target: Path) -> None:
    if not target.exists():
        work.rename(target)
        return
    before = target.with_name(f".{target.name}.crparse-before")
    shutil.rmtree(before, ignore_errors=True)
    target.rename(before)
    work.rename(target)
    shutil.rmtree(before)
