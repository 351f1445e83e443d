"""French: cues, civilities, months, roles, first names, legal forms, as plain text files.

LISEZMOI.md says, in French and for an archivist, how the files are written and how to add to them. Modules
ask for a list by its file and name: `lexicon.cues("attendance", "labels.present").find(folded)`. A process
has one lexicon: the package's, with the folder of one's own that the environment names.
"""

import os
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from crparse.errors import LexiconError
from crparse.lexicon.cues import Cues
from crparse.lexicon.lexicon import FOLDER, Lexicon

__all__ = [
    "Cues",
    "Lexicon",
    "cues",
    "current",
    "names",
    "numbers",
    "own_folder",
    "source",
    "table",
    "use",
    "words",
]


def own_folder() -> Path | None:
    """The folder of one's own that the environment names."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else None


@cache
def current() -> Lexicon:
    """The lexicon of this process, loaded once.

    Raises:
        LexiconError: The folder of one's own cannot be used.
    """
    return _load(own_folder())


@lru_cache(maxsize=1)
def _load(folder: Path | None) -> Lexicon:
    return Lexicon.load(folder)


def use(folder: Path | None) -> Lexicon:
    """Makes a folder of one's own that of this process and of those that it starts.

    Raises:
        LexiconError: The folder cannot be used, or comes too late: what was parsed has used another.
    """
    if folder is None or folder.absolute() == own_folder():
        return current()
    found = _load(folder.absolute())
    if current.cache_info().currsize:
        raise LexiconError(
            str(folder), 0, "another lexicon is in use already, name it before anything is read."
        )
    os.environ[FOLDER] = str(folder.absolute())
    return found


@cache
def cues(file: str, name: str) -> Cues:
    """The cues of a list of the lexicon of this process."""
    return current().cues(file, name)


@cache
def source(file: str, *names: str) -> str:
    """One of the lines of several lists, the longest first, for a bigger expression to hold."""
    return current().source(file, *names)


@cache
def words(file: str, name: str) -> frozenset[str]:
    """The words of a set or table."""
    return current().words(file, name)


@cache
def table(file: str, name: str) -> Mapping[str, str]:
    """The words of a table with their values."""
    return current().table(file, name)


@cache
def numbers(file: str, name: str) -> Mapping[str, int]:
    """The words of a table of numbers."""
    return current().numbers(file, name)


@cache
def names(file: str, group: str) -> tuple[str, ...]:
    """The lists of a group, in the order of the file."""
    return current().names(file, group)
