r"""The files of the lexicon: lists under headers, one entry a line, comments, examples.

# Before a name, in a label.
[labels.lead] word start
membre(s)
regex: \d+ (?:voix|votes?)
takes: Membres présents : Mme Odile Ferrandin
leaves: Le remembrement est voté.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from crparse.errors import LexiconError
from crparse.lexicon.notation import NotationError, expression
from crparse.text import fold


class Way(StrEnum):
    """How the lines of a list are looked for, as its header says."""

    ANYWHERE = "anywhere"
    """Inside words as well."""
    WORD = "word"
    """Whole words."""
    WORD_START = "word start"
    """The word may go on: "publi" in "publication", not in "république"."""
    LINE_START = "line start"
    FIRST_WORDS = "first words"
    """Whole words at the start of the line, bullets and other signs apart."""
    WHOLE = "whole"
    """Nothing else in the line, cell or label."""
    PART = "part"
    """Never by itself: other lines name the list in braces."""
    SET = "set"
    """Words that are looked up as they are, without brackets."""
    TABLE = "table"
    """`word = value`, looked up likewise."""
    NUMBERS = "numbers"
    """A table whose values are whole numbers."""


LOOKED_UP = frozenset({Way.SET, Way.TABLE, Way.NUMBERS})
VALUED = frozenset({Way.TABLE, Way.NUMBERS})

_HEADER = re.compile(
    r"\[(?P<name>[a-z0-9_.]+)\](?P<way>[a-z ]*?)(?P<printed> as printed)?(?P<replace> replace)?"
)
"""`[labels.lead] word start`, `[months] numbers`, `[labels.lead] replace`; not `[labels`."""

_KEYWORD = re.compile(r"(takes|leaves|remove): ?(.*)")
"""`takes: Présents : Zoé`; not "prises de notes". A second blank after the colon is part of the example."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list."""

    text: str
    """As written, without its value."""
    file: str
    line: int
    value: str = ""
    """After the equals sign, in a table."""


@dataclass
class WrittenList:
    """What a file says of one list."""

    file: str
    line: int
    name: str
    way: Way | None
    """None where an own file adds to a list of the package and does not repeat its way."""
    printed: bool
    """Looked for in the text as printed, accents and capitals included."""
    replaces: bool
    entries: list[Entry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    takes: list[Entry] = field(default_factory=list)
    leaves: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class WordList:
    """A list in effect: the package's lines, with those of an own folder."""

    file: str
    """Without its ending: "attendance"."""
    name: str
    way: Way
    printed: bool
    entries: tuple[Entry, ...]
    takes: tuple[Entry, ...] = ()
    leaves: tuple[Entry, ...] = ()

    def seen(self, text: str) -> str:
        """A text as the list sees it: folded, or as printed."""
        return text if self.printed else fold(text)

    @cached_property
    def words(self) -> frozenset[str]:
        """What is looked up."""
        return frozenset(self.word(entry) for entry in self.entries)

    @cached_property
    def table(self) -> Mapping[str, str]:
        """The words of a table with their values, in the order of the file."""
        return MappingProxyType({self.word(entry): entry.value for entry in self.entries})

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The words of a table of numbers with theirs."""
        return MappingProxyType({word: int(value) for word, value in self.table.items()})

    def word(self, entry: Entry) -> str:
        """The word of an entry that is looked up."""
        return self.seen(entry.text).removeprefix("\\")

    def expression(self, entry: Entry) -> str:
        """The regular expression of an entry, names of lists in braces left as they are.

        Raises:
            LexiconError: It is not well written.
        """
        try:
            return expression(entry.text, folded=not self.printed)
        except NotationError as error:
            raise LexiconError(entry.file, entry.line, f"{error}.") from error


def read_lists(content: str, file: str, mistakes: list[LexiconError]) -> list[WrittenList]:
    """The sections of a file; what is wrong with its lines is added to `mistakes`."""
    found: list[WrittenList] = []
    for number, line in enumerate(content.splitlines(), 1):
        written = line.strip()
        if not written or written.startswith("#"):
            continue  # \# begins a line with the sign itself
        try:
            if written.startswith("["):
                found.append(_header(written, file, number))
            elif found:
                _add(found[-1], written, number)
            else:
                raise LexiconError(file, number, f"“{written}” stands before the first [list].")
        except LexiconError as error:
            mistakes.append(error)
    return found


def _header(written: str, file: str, line: int) -> WrittenList:
    header = _HEADER.fullmatch(written)
    if header is None:
        raise LexiconError(
            file, line, f"“{written}” is no header: write [group.list] and how it is looked for."
        )
    way = header["way"].strip()
    if way and way not in set(Way):
        raise LexiconError(file, line, f"“{way}” is no way of looking: there are {', '.join(Way)}.")
    return WrittenList(
        file,
        line,
        header["name"],
        Way(way) if way else None,
        header["printed"] is not None,
        header["replace"] is not None,
    )


def _add(section: WrittenList, written: str, number: int) -> None:
    keyword = _KEYWORD.fullmatch(written)
    if keyword is None:
        section.entries.append(Entry(written, section.file, number))
        return
    if not keyword[2]:
        raise LexiconError(section.file, number, f"nothing follows “{keyword[1]}:”.")
    places = {"takes": section.takes, "leaves": section.leaves, "remove": section.removed}
    places[keyword[1]].append(Entry(keyword[2], section.file, number))


def with_values(entries: list[Entry], way: Way) -> Iterator[Entry]:
    """The entries of a table, each with its value.

    Raises:
        LexiconError: One has none, or none that is a number.
    """
    for entry in entries:
        word, sign, value = (part.strip() for part in entry.text.rpartition(" = "))
        if not sign or not word or not value:
            raise LexiconError(
                entry.file, entry.line, f"“{entry.text}” is no line of a table: write word = value."
            )
        # "-15", "1000"; not "1er"
        if way is Way.NUMBERS and not re.fullmatch(r"-?\d+", value):
            raise LexiconError(entry.file, entry.line, f"“{value}” is no whole number.")
        yield Entry(word, entry.file, entry.line, value)
