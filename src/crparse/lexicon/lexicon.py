"""The lexicon as a whole: the lists of the package, with what a folder of one's own adds or replaces.

Whether it holds what it says, and which of its lists take a line of minutes.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from crparse.errors import LexiconError
from crparse.lexicon.lists import (
    LOOKED_UP,
    REFERENCE,
    Alternative,
    Cues,
    Entry,
    Way,
    WordList,
    WrittenList,
    one_of,
    read_lists,
)
from crparse.wording import Message

ENDING = ".txt"

COMMON = "common"
"""The file whose parts every other file may name."""

PARTS = "parts"
"""The group of lists that lines name in braces."""

TELLS_OF = (("organisations", "kind.takes", "kinds"),)
"""Tables whose words are the names of the lists of a group: file, table, group."""

Key = tuple[str, str]
"""File and list: ("attendance", "labels.present")."""

Lists = dict[Key, WordList]
"""In the order of the files."""


@dataclass(frozen=True)
class Lexicon:
    """The lists in effect."""

    lists: Lists

    def cues(self, file: str, name: str) -> Cues:
        """The cues of a list."""
        return Cues(self.lists[file, name], self._alternatives((file, name)))

    def source(self, file: str, *names: str) -> str:
        """One of the lines of several lists, the longest first, for a bigger expression to hold."""
        return one_of(self._alternatives(*((file, name) for name in names)))

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same words, whatever their order: what a record says of its lexicon."""
        content = sorted(
            (*key, found.way, found.printed, sorted((found.seen(e.text), e.value) for e in found.entries))
            for key, found in self.lists.items()
        )
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def _alternatives(self, *keys: Key, inside: tuple[Key, ...] = ()) -> list[Alternative]:
        """The lines of some lists with their expressions, the longest first wherever it stands."""
        lists = map(self.lists.__getitem__, keys)
        lines = [(entry, words.expression(entry)) for words in lists for entry in words.entries]
        lines.sort(key=lambda line: (-len(line[1]), line[1]))
        return [(entry, self._spelt_out(entry, one, keys[0][0], (*inside, *keys))) for entry, one in lines]

    def _spelt_out(self, entry: Entry, one: str, file: str, inside: tuple[Key, ...]) -> str:
        """The expression of a line with each name of a list replaced by what the list stands for."""

        def spell(reference: re.Match[str]) -> str:
            name = reference[1]
            key = self._named(name, file)
            if key is None:
                raise entry.mistake(Message("there is no list {%(name)s}.", name=name))
            if key in inside:
                raise entry.mistake(Message("{%(name)s} leads back to its own list.", name=name))
            return one_of(self._alternatives(key, inside=inside))

        return REFERENCE.sub(spell, one)

    def _named(self, name: str, file: str) -> Key | None:
        """The list that a name in braces means: a part of the file, a common part, or any list."""
        whole, _, rest = name.partition(".")
        meant = ((file, f"{PARTS}.{name}"), (COMMON, f"{PARTS}.{name}"), (whole, rest))
        return next((key for key in meant if key in self.lists), None)


def read(folder: Path | None = None) -> tuple[Lexicon, list[LexiconError]]:
    """The lexicon, and what is wrong in the folder of one's own."""
    mistakes: list[LexiconError] = []
    lists: Lists = {}
    for ours in sorted(files(__package__).iterdir(), key=lambda file: file.name):
        if ours.name.endswith(ENDING):
            written = read_lists(ours.read_text(encoding="utf-8"), ours.name, mistakes)
            _enter(lists, ours.name.removesuffix(ENDING), written, mistakes)
    found = Lexicon(lists)
    if folder is not None:
        changed = list(_enter_own(lists, folder, mistakes))
        mistakes += [fault for key in changed for fault in _unusable(found, lists[key])]
        mistakes += _telling_of_no_list(lists)
    return found, mistakes


def _telling_of_no_list(lists: Lists) -> Iterator[LexiconError]:
    """The words of tables that name a list that is not there."""
    for file, table, group in TELLS_OF:
        for entry in lists[file, table].entries:
            if (file, f"{group}.{entry.text}") not in lists:
                yield entry.mistake(
                    Message("there is no list [%(group)s.%(text)s].", group=group, text=entry.text)
                )


def _enter_own(lists: Lists, folder: Path, mistakes: list[LexiconError]) -> Iterator[Key]:
    """Adds the files of a folder to the lists; yields the lists that they change."""
    if not folder.is_dir():
        mistakes.append(LexiconError(str(folder), 0, Message("there is no such folder.")))
    known = sorted({file for file, _ in lists})
    for path in sorted(path for path in folder.glob("*") if path.suffix.lower() == ENDING):
        if path.stem not in known:
            names = ", ".join(name + ENDING for name in known)
            mistakes.append(
                LexiconError(
                    str(path), 0, Message("the lexicon has no such file: there are %(names)s.", names=names)
                )
            )
            continue
        try:
            content = path.read_text(encoding="utf-8-sig")  # some editors begin it with a mark
        except (OSError, UnicodeDecodeError) as error:
            mistakes.append(
                LexiconError(
                    str(path), 0, Message("it cannot be read as UTF-8 text (%(error)s).", error=error)
                )
            )
            continue
        yield from _enter(lists, path.stem, read_lists(content, str(path), mistakes), mistakes, own=True)


def _enter(
    lists: Lists, file: str, written: list[WrittenList], mistakes: list[LexiconError], own: bool = False
) -> list[Key]:
    """Enters what a file writes; the lists that it opens or, an own file, changes."""
    changed = []
    for one in written:
        key = file, one.header.text
        try:
            lists[key] = _before(lists, key, one, own).changed(one, mistakes)
            changed.append(key)
        except LexiconError as error:
            mistakes.append(error)
    return changed


def _before(lists: Lists, key: Key, written: WrittenList, own: bool) -> WordList:
    """The list that a header names, as it is before the lines that follow."""
    (file, name), header, ours = key, written.header, lists.get(key)
    if ours is None:
        if own:
            names = ", ".join(f"[{name}]" for at, name in lists if at == file)
            raise header.mistake(
                Message("there is no list [%(name)s]: there are %(names)s.", name=name, names=names)
            )
        if written.way is None:
            raise header.mistake(Message("[%(name)s] says not how it is looked for.", name=name))
        return WordList(file, name, written.way, written.printed)
    if not own:
        raise header.mistake(Message("[%(name)s] stands twice.", name=name))
    if written.way not in (None, ours.way):
        raise header.mistake(
            Message(
                "[%(name)s] is looked for as “%(way)s”, not as “%(other)s”.",
                name=name,
                way=ours.way,
                other=written.way,
            )
        )
    return ours


def _unusable(lexicon: Lexicon, words: WordList, examples: bool = False) -> Iterator[LexiconError]:
    """What is wrong with a list of cues: its lines, or its examples."""
    if words.way in LOOKED_UP:
        return
    try:
        cues = lexicon.cues(words.file, words.name)
    except LexiconError as error:
        yield error
        return
    empty = words.way is not Way.PART and cues.find("")
    if empty and (by := cues.entry(empty)) and by.file != words.file + ENDING:
        yield by.mistake(
            Message("[%(name)s] takes a line without any word by “%(text)s”.", name=words.name, text=by.text)
        )
        return
    for example in words.takes if examples else ():
        if not cues.takes(example.text):
            yield example.mistake(
                Message("[%(name)s] does not take “%(text)s”.", name=words.name, text=example.text)
            )
    for example in words.leaves if examples else ():
        if match := cues.find(words.seen(example.text)):
            by = cues.entry(match)
            # An own line that takes what ours must leave is what is to mend.
            wrong = by if by and by.file != example.file else example
            told = {"name": words.name, "text": example.text}
            if by:
                yield wrong.mistake(Message("[%(name)s] takes “%(text)s” by “%(by)s”.", by=by.text, **told))
            else:
                yield wrong.mistake(Message("[%(name)s] takes “%(text)s”.", **told))


def check(folder: Path | None = None) -> tuple[Lexicon, list[LexiconError]]:
    """Reads every file, compiles every list, looks for every example; what is wrong with them."""
    found, mistakes = read(folder)
    for words in found.lists.values():
        mistakes += _unusable(found, words, examples=True)
    # A list that is wrong is wrong in each list that names it.
    return found, list({str(mistake): mistake for mistake in mistakes}.values())


def lists_that_take(lexicon: Lexicon, text: str) -> Iterator[tuple[WordList, Entry | None, str]]:
    """Every list with a cue in a line of minutes, or that has the line as a word: by which of its lines (None
    where several go into one cue), and what it takes."""
    for words in lexicon.lists.values():
        seen = words.seen(text)
        if words.way in LOOKED_UP:
            yield from ((words, entry, text) for entry in words.entries if words.word(entry) == seen)
        elif words.way is not Way.PART:
            cues = lexicon.cues(words.file, words.name)
            if (match := cues.find(seen)) and (taken := text[match.start() : match.end()].strip()):
                yield words, cues.entry(match), taken
