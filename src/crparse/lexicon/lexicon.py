"""The lexicon: every list of the package, with what a folder of one's own adds, takes out or replaces."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from crparse.errors import LexiconError
from crparse.lexicon.cues import Alternative, Cues, one_of
from crparse.lexicon.files import (
    LOOKED_UP,
    VALUED,
    Entry,
    Way,
    WordList,
    WrittenList,
    read_lists,
    with_values,
)
from crparse.lexicon.notation import literal, references, spelt_out

FOLDER = "CRPARSE_LEXICON"
"""The environment variable that names a folder of one's own; processes started from this one inherit it."""

ENDING = ".txt"

COMMON = "common"
"""The file whose parts every other file may name."""

PARTS = "parts"
"""The group of lists that lines name in braces."""

Key = tuple[str, str]
"""File and list: ("attendance", "labels.present")."""


@dataclass(frozen=True)
class Lexicon:
    """The lists in effect, each compiled once when it is first asked for."""

    lists: Mapping[Key, WordList]
    _cues: dict[Key, Cues] = field(default_factory=dict, repr=False, compare=False)
    _sources: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path | None = None) -> "Lexicon":
        """The package's lexicon, with a folder of one's own.

        Raises:
            LexiconError: Something in the folder cannot be used.
        """
        found, mistakes = read(folder)
        if mistakes:
            raise mistakes[0]
        return found

    def cues(self, file: str, name: str) -> Cues:
        """The cues of a list."""
        key = file, name
        if key not in self._cues:
            self._cues[key] = Cues.of(self.lists[key], tuple(self._alternatives(key)))
        return self._cues[key]

    def source(self, file: str, *names: str) -> str:
        """One of the lines of several lists, the longest first, for a bigger expression to hold."""
        key = (file, *names)
        if key not in self._sources:
            self._sources[key] = one_of(tuple(self._alternatives(*((file, name) for name in names))))
        return self._sources[key]

    def words(self, file: str, name: str) -> frozenset[str]:
        """The words of a set or table."""
        return self.lists[file, name].words

    def table(self, file: str, name: str) -> Mapping[str, str]:
        """The words of a table with their values, in the order of the file."""
        return self.lists[file, name].table

    def numbers(self, file: str, name: str) -> Mapping[str, int]:
        """The words of a table of numbers."""
        return self.lists[file, name].numbers

    def names(self, file: str, group: str) -> tuple[str, ...]:
        """The lists of a group in the order of the file, without the group's name."""
        return self._groups.get((file, group), ())

    @cached_property
    def _groups(self) -> dict[Key, tuple[str, ...]]:
        """File and group -> the lists of it."""
        found: dict[Key, tuple[str, ...]] = {}
        for file, name in self.lists:
            parts = name.split(".")
            for depth in range(1, len(parts)):
                group = file, ".".join(parts[:depth])
                found[group] = (*found.get(group, ()), ".".join(parts[depth:]))
        return found

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same words, whatever their order: what a record says of its lexicon."""
        content = sorted(
            (*key, found.way, found.printed, sorted((found.seen(e.text), e.value) for e in found.entries))
            for key, found in self.lists.items()
        )
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def _alternatives(self, *keys: Key, inside: tuple[Key, ...] = ()) -> Iterator[Alternative]:
        """The lines of some lists with their expressions, the longest first wherever it stands."""
        lines = [(e, one) for key in keys for e, one in self._lines(key)]
        for entry, one in sorted(lines, key=lambda line: (-len(line[1]), line[1])):
            yield entry, self._spelt_out(entry, one, keys[0][0], (*inside, *keys))

    def _lines(self, key: Key) -> Iterator[Alternative]:
        found = self.lists[key]
        for entry in found.entries:
            plain = found.way in LOOKED_UP
            yield entry, literal(found.word(entry)) if plain else found.expression(entry)

    def _spelt_out(self, entry: Entry, one: str, file: str, inside: tuple[Key, ...]) -> str:
        def spell(name: str) -> str:
            key = self._named(name, file)
            if key is None:
                raise LexiconError(entry.file, entry.line, f"there is no list {{{name}}}.")
            if key in inside:
                raise LexiconError(entry.file, entry.line, f"{{{name}}} leads back to its own list.")
            return one_of(tuple(self._alternatives(key, inside=inside)))

        return spelt_out(one, spell) if references(one) else one

    def _named(self, name: str, file: str) -> Key | None:
        """The list that a name in braces means: a part of the file, a common part, or any list."""
        whole, _, rest = name.partition(".")
        meant = ((file, f"{PARTS}.{name}"), (COMMON, f"{PARTS}.{name}"), (whole, rest))
        return next((key for key in meant if key in self.lists), None)


def read(folder: Path | None = None) -> tuple[Lexicon, list[LexiconError]]:
    """The lexicon, and what is wrong in the folder of one's own."""
    mistakes: list[LexiconError] = []
    lists: dict[Key, WordList] = {}
    package = sorted(f.name for f in files(__package__).iterdir() if f.name.endswith(ENDING))
    for name in package:
        content = files(__package__).joinpath(name).read_text(encoding="utf-8")
        for section in read_lists(content, name, mistakes):
            _define(lists, name.removesuffix(ENDING), section, mistakes)
    touched = [] if folder is None else list(_change(lists, folder, mistakes))
    found = Lexicon(lists)
    mistakes += _unusable(found, touched)
    return found, mistakes


def _define(
    lists: dict[Key, WordList], file: str, section: WrittenList, mistakes: list[LexiconError]
) -> None:
    """Enters a list of the package."""
    try:
        if section.way is None:
            raise LexiconError(section.file, section.line, f"[{section.name}] says not how it is looked for.")
        if (file, section.name) in lists:
            raise LexiconError(section.file, section.line, f"[{section.name}] stands twice.")
        empty = WordList(file, section.name, section.way, section.printed, ())
        entries = _entries(empty, section)
        examples = tuple(section.takes), tuple(section.leaves)
        lists[file, section.name] = WordList(*_head(empty), entries, *examples)
    except LexiconError as error:
        mistakes.append(error)


def _head(words: WordList) -> tuple[str, str, Way, bool]:
    return words.file, words.name, words.way, words.printed


def _entries(words: WordList, section: WrittenList) -> tuple[Entry, ...]:
    """The lines of a section, none twice."""
    found: dict[str, Entry] = {}
    entries = with_values(section.entries, words.way) if words.way in VALUED else iter(section.entries)
    for entry in entries:
        form = words.seen(entry.text)
        if form in found:
            raise LexiconError(
                entry.file,
                entry.line,
                f"“{entry.text}” is in [{section.name}] already, line {found[form].line}.",
            )
        found[form] = entry
    return tuple(found.values())


def _change(lists: dict[Key, WordList], folder: Path, mistakes: list[LexiconError]) -> Iterator[Key]:
    """Adds the files of a folder to the lists; yields the lists that they change."""
    if not folder.is_dir():
        mistakes.append(LexiconError(str(folder), 0, "there is no such folder."))
        return
    known = {file for file, _ in lists}
    for path in sorted(folder.glob(f"*{ENDING}")):
        if path.stem not in known:
            names = ", ".join(sorted(name + ENDING for name in known))
            mistakes.append(LexiconError(str(path), 0, f"the lexicon has no such file: there are {names}."))
            continue
        for section in read_lists(_content(path, mistakes), str(path), mistakes):
            try:
                lists[path.stem, section.name] = _changed(lists, path.stem, section, mistakes)
                yield path.stem, section.name
            except LexiconError as error:
                mistakes.append(error)


def _content(path: Path, mistakes: list[LexiconError]) -> str:
    """The text of a file; some editors begin it with a mark that is no sign of it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        mistakes.append(LexiconError(str(path), 0, f"it cannot be read as UTF-8 text ({error})."))
        return ""


def _changed(
    lists: Mapping[Key, WordList], file: str, section: WrittenList, mistakes: list[LexiconError]
) -> WordList:
    """A list of the package with the lines of an own file added, taken out or put in their place."""
    ours = lists.get((file, section.name))
    if ours is None:
        names = ", ".join(f"[{name}]" for at, name in lists if at == file)
        raise LexiconError(
            section.file, section.line, f"there is no list [{section.name}]: there are {names}."
        )
    if section.way not in (None, ours.way):
        message = f"[{section.name}] is looked for as “{ours.way}”, not as “{section.way}”."
        raise LexiconError(section.file, section.line, message)
    added = _entries(ours, section)
    known = {ours.seen(entry.text) for entry in ours.entries}
    taken_out = {ours.seen(entry.text) for entry in section.removed}
    for entry in section.removed:
        if ours.seen(entry.text) not in known:
            mistakes.append(
                LexiconError(entry.file, entry.line, f"“{entry.text}” is no line of [{ours.name}].")
            )
    replaced = {ours.seen(entry.text) for entry in added}
    kept = (
        () if section.replaces else (e for e in ours.entries if ours.seen(e.text) not in taken_out | replaced)
    )
    # The package's examples hold for its own lines: they say nothing where some of these are gone.
    whole = not section.replaces and not taken_out
    return replace(
        ours,
        entries=(*kept, *added),
        takes=(*(ours.takes if whole else ()), *section.takes),
        leaves=(*(ours.leaves if whole else ()), *section.leaves),
    )


def _unusable(found: Lexicon, keys: Sequence[Key]) -> Iterator[LexiconError]:
    """What is wrong with the lines of some lists."""
    for key in keys:
        if found.lists[key].way in LOOKED_UP:
            continue
        try:
            found.cues(*key)
        except LexiconError as error:
            yield error
