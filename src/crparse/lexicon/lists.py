r"""A list of the lexicon: how its lines are written and what they take.

# Before a name, in a label.
[labels.lead] word start
membre(s) (du conseil )présent{e}      a bracket: may be missing
administrat{eur|rice}{e}               braces with a bar: one of these
{civility} le maire                    braces with a name: any line of that list
abstention\(s\)                        a backslash: the sign itself
regex: \d+ (?:voix|votes?)\b           anything else
takes: Membres présents : Mme Odile Ferrandin
leaves: Le remembrement est voté.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from crparse.errors import LexiconError
from crparse.text import fold
from crparse.wording import Message


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

# Takes `[labels.lead] word start`, `[months] numbers`, `[labels.lead] replace`; leaves `[labels`.
_HEADER = re.compile(
    r"\[(?P<name>[a-z0-9_.]+)\](?P<way>[a-z ]*?)(?P<printed> as printed)?(?P<replace> replace)?"
)

# Takes `takes: Présents : Zoé`, `Takes : Zoé`; leaves "prises de notes". A second blank is of the example.
_KEYWORD = re.compile(r"(takes|leaves|remove|regex)\s?: ?(.*)", re.IGNORECASE)

# Takes `term` of `on appelle (?P<term>.+)`, leaves `on (?:appelle)`.
_NAMED = re.compile(r"\(\?P<(\w+)>")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list."""

    text: str
    """As written, without its value."""
    file: str
    line: int
    value: str = ""
    """After the equals sign, in a table."""

    def mistake(self, message: Message) -> LexiconError:
        """What is wrong with the line."""
        return LexiconError(self.file, self.line, message)


@dataclass(frozen=True)
class WrittenList:
    """What a file says of one list."""

    header: Entry
    """The list's name, where it stands."""
    way: Way | None
    """None where an own file adds to a list of the package and does not repeat its way."""
    printed: bool
    """Looked for in the text as printed, accents and capitals included."""
    replaces: bool
    lines: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    """By the keyword that they begin with: "takes", "leaves", "remove", "" for an entry."""


def read_lists(content: str, file: str, mistakes: list[LexiconError]) -> list[WrittenList]:
    """The lists that a file writes; what is wrong with its lines is added to `mistakes`."""
    found: list[WrittenList] = []
    for number, line in enumerate(map(str.strip, content.splitlines()), 1):
        if not line or line.startswith("#"):
            continue  # \# begins a line with the sign itself
        written = Entry(line, file, number)
        try:
            if line.startswith("["):
                found.append(_header(written))
            elif found:
                _add(found[-1], written)
            else:
                raise written.mistake(Message("“%(text)s” stands before the first [list].", text=line))
        except LexiconError as error:
            mistakes.append(error)
    return found


def _header(written: Entry) -> WrittenList:
    header = _HEADER.fullmatch(written.text)
    if header is None:
        message = Message(
            "“%(text)s” is no header: write [group.list] and how it is looked for.", text=written.text
        )
        raise written.mistake(message)
    way = header["way"].strip()
    if way and way not in set(Way):
        raise written.mistake(
            Message("“%(way)s” is no way of looking: there are %(names)s.", way=way, names=", ".join(Way))
        )
    name = replace(written, text=header["name"])
    return WrittenList(name, Way(way) if way else None, bool(header["printed"]), bool(header["replace"]))


def _add(section: WrittenList, written: Entry) -> None:
    keyword = _KEYWORD.fullmatch(written.text)
    if keyword is None:
        section.lines[""].append(written)
        return
    kind, text = keyword[1].lower(), keyword[2]
    if not text:
        raise written.mistake(Message("nothing follows “%(kind)s:”.", kind=kind))
    is_entry = kind == "regex"
    section.lines["" if is_entry else kind].append(
        replace(written, text=f"{MARK} {text}" if is_entry else text)
    )


@dataclass(frozen=True)
class WordList:
    """A list in effect: the package's lines, with those of an own folder."""

    file: str
    """Without its ending: "attendance"."""
    name: str
    way: Way
    printed: bool
    entries: tuple[Entry, ...] = ()
    takes: tuple[Entry, ...] = ()
    leaves: tuple[Entry, ...] = ()

    def seen(self, text: str) -> str:
        """A text as the list sees it: folded, or as printed."""
        return text if self.printed else fold(text)

    @property
    def table(self) -> Mapping[str, str]:
        """What is looked up, with the values of a table, in the order of the file."""
        return MappingProxyType({self.word(entry): entry.value for entry in self.entries})

    def word(self, entry: Entry) -> str:
        """The word of an entry that is looked up."""
        return self.seen(entry.text).removeprefix("\\")

    def expression(self, entry: Entry) -> str:
        """The regular expression of an entry, names of lists in braces left as they are.

        Raises:
            LexiconError: It is not well written.
        """
        if self.way in LOOKED_UP:
            return literal(self.word(entry))
        try:
            return expression(entry.text, folded=not self.printed)
        except NotationError as error:
            raise entry.mistake(Message("%(what)s.", what=error.args[0])) from error

    def changed(self, written: WrittenList, mistakes: list[LexiconError]) -> "WordList":
        """The list with lines added, taken out or put in their place.

        Raises:
            LexiconError: A line is written twice, or is none of a table.
        """
        added: dict[str, Entry] = {}
        for entry in map(self._valued, written.lines[""]):
            known = added.setdefault(self.seen(entry.text), entry)
            if known is not entry:
                raise entry.mistake(
                    Message(
                        "“%(text)s” is in [%(name)s] already, line %(before)s.",
                        text=entry.text,
                        name=self.name,
                        before=known.line,
                    )
                )
        for entry in added.values():
            self._check_parts(entry, written.replaces)
        ours = {self.seen(entry.text): entry for entry in self.entries}
        removed = written.lines["remove"]
        gone = {*added, *(self.seen(entry.text) for entry in removed)}
        for entry in removed:
            if self.seen(entry.text) not in ours:
                mistakes.append(
                    entry.mistake(
                        Message("“%(text)s” is no line of [%(name)s].", text=entry.text, name=self.name)
                    )
                )
        kept = [] if written.replaces else [entry for form, entry in ours.items() if form not in gone]
        # The package's examples hold for its own lines: they say nothing where some of these are gone.
        takes, leaves = ((), ()) if written.replaces or removed else (self.takes, self.leaves)
        return replace(
            self,
            entries=(*kept, *added.values()),
            takes=(*takes, *written.lines["takes"]),
            leaves=(*leaves, *written.lines["leaves"]),
        )

    def _check_parts(self, added: Entry, replaces: bool) -> None:
        """A line whose named parts are asked for: no other can have the same, and none is without them."""
        named = [set(_NAMED.findall(entry.text)) for entry in self.entries]
        asked = set.intersection(*named) if named else set()
        parts = " ".join(f"(?P<{name}>…)" for name in sorted(asked))
        if asked and not replaces:
            raise added.mistake(
                Message(
                    "[%(name)s] is one expression with %(parts)s: write it anew under “replace”.",
                    name=self.name,
                    parts=parts,
                )
            )
        if asked - set(_NAMED.findall(added.text)):
            raise added.mistake(
                Message(
                    "“%(text)s” has not each of %(parts)s, by which [%(name)s] is read.",
                    text=added.text,
                    parts=parts,
                    name=self.name,
                )
            )

    def _valued(self, written: Entry) -> Entry:
        """A line as the list has it: of a table, the word with its value."""
        if self.way not in (Way.TABLE, Way.NUMBERS):
            return written
        word, _, value = (part.strip() for part in written.text.rpartition(" = "))
        if not word or not value:
            raise written.mistake(
                Message("“%(text)s” is no line of a table: write word = value.", text=written.text)
            )
        # Takes "-15", "1000"; leaves "1er".
        if self.way is Way.NUMBERS and not re.fullmatch(r"-?\d+", value):
            raise written.mistake(Message("“%(value)s” is no whole number.", value=value))
        return replace(written, text=word, value=value)


MARK = "regex:"
"""Begins a line that is a regular expression."""

# Takes `{e}`, `{calendar.months}`; leaves `{2,40}` of a regular expression and an escaped brace.
REFERENCE = re.compile(r"(?<!\\)\{([a-z][a-z0-9_.]*)\}")

_SIGNS = frozenset(".^$*+?{}[]|()\\")
"""Signs that mean something in a regular expression."""

# Capitals of an expression that are no letters to find: takes `\W`, `(?P` of `(?P<name>`; leaves `É`.
_NO_LETTER = re.compile(r"\\.|\(\?P")


class NotationError(ValueError):
    """What is wrong with a line, in words."""


def expression(line: str, *, folded: bool) -> str:
    """The regular expression of a line, names of lists in braces left as they are.

    Raises:
        NotationError: A bracket is not closed, a sign stands where it means nothing.
    """
    if not line.startswith(MARK):
        found = "".join(_parts(iter(fold(line) if folded else line), ""))
        if not found:
            raise NotationError(Message("there is no word"))
        return found
    pattern = line.removeprefix(MARK).strip()
    # Folded text has no capitals, accents or typographic signs.
    for sign in _NO_LETTER.sub("", pattern) if folded else "":
        if fold(sign) != sign:
            raise NotationError(
                Message(
                    "“%(sign)s” is never found: texts are compared without capitals and accents, "
                    "write “%(folded)s” in a regular expression",
                    sign=sign,
                    folded=fold(sign),
                )
            )
    return pattern


def literal(word: str) -> str:
    """The expression that takes a word and nothing else."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in word)


def _parts(signs: Iterator[str], closing: str) -> Iterator[str]:
    """The expressions of what stands before the closing sign, read from left to right."""
    for sign in signs:
        if sign == closing:
            return
        if sign == "(":
            yield _optional(list(_parts(signs, ")")))
        elif sign == "{":
            yield _one_of("".join(_parts(signs, "}")))
        elif sign in ")}":
            raise NotationError(Message("“%(sign)s” closes no bracket", sign=sign))
        elif sign == "|" and not closing:
            raise NotationError(Message("“|” stands in no brackets: write each choice on a line of its own"))
        elif sign == "\\":
            yield _escaped(next(signs, ""))
        else:
            yield sign if sign == "|" else literal(sign)
    if closing:
        raise NotationError(Message("a bracket is not closed: “%(closing)s” is missing", closing=closing))


def _escaped(sign: str) -> str:
    if not sign:
        raise NotationError(Message("“\\” ends the line: the sign that it is for is missing"))
    return literal(sign)


def _optional(parts: list[str]) -> str:
    if not parts:
        raise NotationError(Message("a bracket is empty"))
    inside = "".join(parts)
    one_sign = len(parts) == 1 and len(inside.removeprefix("\\")) == 1
    return f"{inside}?" if one_sign else f"(?:{inside})?"


def _one_of(inside: str) -> str:
    if REFERENCE.fullmatch(named := f"{{{inside}}}".replace("\\.", ".")):
        return named
    if "|" not in inside:
        raise NotationError(Message("braces hold the name of a list, or choices parted by “|”"))
    return f"(?:{inside})"


Find = Callable[..., re.Match[str] | None]
"""One of the pattern's own methods, called a hundred times a line: no call of ours is in between."""

Alternative = tuple[Entry, str]
"""A line, and the regular expression that it stands for."""

_GUARDS = {
    Way.WORD: (r"(?<!\w)", r"(?!\w)"),
    Way.WORD_START: (r"(?<!\w)", ""),
    Way.FIRST_WORDS: (r"\W*", r"(?!\w)"),
}
"""What stands around a cue: "publi" as the start of a word is taken in "publication", not in "république"."""


class Cues:
    """The cues of a list in one expression, for folded text, or for text as printed where the list says so.

    `find` looks in the way that the list declares; `search`, `match`, `fullmatch` and `finditer` look between
    two places of a text.

    Raises:
        LexiconError: A line is no regular expression.
    """

    def __init__(self, words: WordList, alternatives: Sequence[Alternative]) -> None:
        self.words = words
        self.alternatives = alternatives
        """In the order in which they are tried."""
        try:
            self.pattern = self._compiled(one_of(alternatives))
        except re.error as error:
            raise _culprit(alternatives, error) from error
        self.search: Find = self.pattern.search
        self.match: Find = self.pattern.match
        self.fullmatch: Find = self.pattern.fullmatch
        self.finditer = self.pattern.finditer
        ways = {Way.LINE_START: self.match, Way.FIRST_WORDS: self.match, Way.WHOLE: self.fullmatch}
        self.find = ways.get(words.way, self.search)

    def _compiled(self, expression: str) -> re.Pattern[str]:
        before, after = _GUARDS.get(self.words.way, ("", ""))
        # "présent{e}" as the start of a word takes "Présents :", leaves "représentés".
        return re.compile(f"{before}(?:{expression}){after}")

    def takes(self, text: str) -> bool:
        """Whether a text as printed holds one of the cues."""
        return self.find(self.words.seen(text)) is not None

    def entry(self, match: re.Match[str]) -> Entry | None:
        """The line that took a match of these cues."""
        text, (start, end) = match.string, match.span()
        for entry, pattern in self._each:
            found = pattern.match(text, start)
            if found is not None and found.end() == end:
                return entry
        return next((entry for entry, pattern in self._each if pattern.fullmatch(text, start, end)), None)

    @cached_property
    def _each(self) -> list[tuple[Entry, re.Pattern[str]]]:
        """Each line by itself."""
        return [(entry, self._compiled(one)) for entry, one in self.alternatives]


def one_of(alternatives: Sequence[Alternative]) -> str:
    """One of the lines; a list without lines takes nothing."""
    return f"(?:{'|'.join(one for _, one in alternatives) if alternatives else '(?!)'})"


def _culprit(alternatives: Sequence[Alternative], error: re.error) -> LexiconError:
    """What is wrong, and where: in the first line that is no expression, alone or with those before it."""
    for count, (entry, one) in enumerate(alternatives, 1):
        try:
            re.compile(f"(?:{one})")  # takes "\d+ voix", leaves "(\d+ voix"
            re.compile(one_of(alternatives[:count]))  # takes the lines so far, leaves what repeats a name
        except re.error as found:
            return entry.mistake(
                Message("“%(text)s” is no regular expression: %(msg)s.", text=entry.text, msg=found.msg)
            )
    return alternatives[-1][0].mistake(Message("the list is no regular expression: %(msg)s.", msg=error.msg))
