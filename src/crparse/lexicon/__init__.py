"""French: cues, civilities, months, roles, first names, legal forms, as plain text files.

LISEZMOI.md says, in French and for an archivist, how the files are written and how to add to them. Modules
ask for a list by its file and name: `lexicon.cues("attendance", "labels.present").find(folded)`. A process
has one lexicon: the package's, with the folder of one's own that the environment names.
"""

import os
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from crparse.errors import LexiconError
from crparse.lexicon.lexicon import Lexicon, read
from crparse.lexicon.lists import Cues as Cues
from crparse.wording import Message

FOLDER = "CRPARSE_LEXICON"
"""The environment variable that names a folder of one's own; processes started from this one inherit it."""


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
    return load(own_folder())


@lru_cache(maxsize=1)
def load(folder: Path | None = None) -> Lexicon:
    """The package's lexicon, with a folder of one's own; the last that was asked for is kept.

    Raises:
        LexiconError: Something in the folder cannot be used.
    """
    found, mistakes = read(folder)
    if mistakes:
        raise mistakes[0]
    return found


def use(folder: Path | None) -> Lexicon:
    """Makes a folder of one's own that of this process and of those that it starts.

    Raises:
        LexiconError: The folder cannot be used, or comes too late: what was parsed has used another.
    """
    if folder is None or folder.absolute() == own_folder():
        return current()
    found = load(folder.absolute())
    if current.cache_info().currsize:
        message = Message("another lexicon is in use already, name it before anything is read.")
        raise LexiconError(str(folder), 0, message)
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
    return frozenset(current().lists[file, name].table)


@cache
def table(file: str, name: str) -> Mapping[str, str]:
    """The words of a table with their values."""
    return current().lists[file, name].table


@cache
def numbers(file: str, name: str) -> Mapping[str, int]:
    """The words of a table of numbers."""
    return MappingProxyType({word: int(value) for word, value in table(file, name).items()})


@cache
def numbers_as_written(file: str, name: str) -> tuple[tuple[str, int], ...]:
    """The words of a table of numbers with their accents, in the order of the file: ("août", 8)."""
    return tuple((entry.text, int(entry.value)) for entry in current().lists[file, name].entries)


@cache
def names(file: str, group: str) -> tuple[str, ...]:
    """The lists of a group, in the order of the file."""
    lists = [name for at, name in current().lists if at == file and name.startswith(f"{group}.")]
    return tuple(name.removeprefix(f"{group}.") for name in lists)
