"""A list of cues made one regular expression, looked for in the way that its header says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from crparse.errors import LexiconError
from crparse.lexicon.files import Entry, Way, WordList

_GUARDS = {
    Way.WORD: (r"(?<!\w)", r"(?!\w)"),
    Way.WORD_START: (r"(?<!\w)", ""),
    Way.FIRST_WORDS: (r"\W*", r"(?!\w)"),
}
"""What stands around a cue: "publi" as the start of a word is taken in "publication", not in "république"."""


Find = Callable[..., re.Match[str] | None]
"""One of the pattern's own methods, called a hundred times a line: no call of ours is in between."""

Alternative = tuple[Entry, str]
"""A line, and the regular expression that it stands for."""


@dataclass(frozen=True)
class Cues:
    """The cues of a list, for folded text, or for text as printed where the list says so.

    `find` looks in the way that the list declares; `match` and `fullmatch` are for a place in a line.
    """

    words: WordList
    alternatives: tuple[Alternative, ...]
    """In the order in which they are tried."""
    pattern: re.Pattern[str]
    find: Find
    """The first cue in a text, looked for as the list declares."""
    search: Find
    """The first cue in a text, or between two places in it."""
    match: Find
    """The cue that stands at a place."""
    fullmatch: Find
    """The cue that is all of a text, or all there is between two places in it."""

    @classmethod
    def of(cls, words: WordList, alternatives: tuple[Alternative, ...]) -> "Cues":
        """The cues compiled.

        Raises:
            LexiconError: A line is no regular expression.
        """
        try:
            # "présent{e}" as the start of a word: "Présents :", not "représentés"
            pattern = re.compile(_guarded(words.way, one_of(alternatives)))
        except re.error as error:
            raise _culprit(alternatives, error) from error
        search, match, fullmatch = pattern.search, pattern.match, pattern.fullmatch
        find = {Way.LINE_START: match, Way.FIRST_WORDS: match, Way.WHOLE: fullmatch}.get(words.way, search)
        return cls(words, alternatives, pattern, find, search, match, fullmatch)

    @property
    def source(self) -> str:
        """One of the cues, as an expression that bigger ones can hold."""
        return one_of(self.alternatives)

    def takes(self, text: str) -> bool:
        """Whether a text as printed holds one of the cues."""
        return self.find(self.words.seen(text)) is not None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every cue in a text."""
        return self.pattern.finditer(text)

    def entry(self, match: re.Match[str]) -> Entry | None:
        """The line that took a match of these cues."""
        text, (start, end) = match.string, match.span()
        for entry, pattern in self._compiled:
            found = pattern.match(text, start)
            if found is not None and found.end() == end:
                return entry
        whole = (entry for entry, pattern in self._compiled if pattern.fullmatch(text, start, end))
        return next(whole, None)

    @cached_property
    def _compiled(self) -> list[tuple[Entry, re.Pattern[str]]]:
        way = self.words.way
        # each line by itself: "présent{e}" takes "Présents", leaves "Excusés" to another
        return [(entry, re.compile(_guarded(way, one))) for entry, one in self.alternatives]


def one_of(alternatives: tuple[Alternative, ...]) -> str:
    """One of the lines; a list without lines takes nothing."""
    return f"(?:{'|'.join(one for _, one in alternatives) if alternatives else '(?!)'})"


def _guarded(way: Way, pattern: str) -> str:
    before, after = _GUARDS.get(way, ("", ""))
    return f"{before}(?:{pattern}){after}" if before else pattern


def _culprit(alternatives: tuple[Alternative, ...], error: re.error) -> LexiconError:
    """What is wrong, and where: in the first line that is no expression, else in the last of them."""
    for entry, one in alternatives:
        try:
            re.compile(one)  # "\d+ voix" is one, "(\d+ voix" is none
        except re.error as found:
            return LexiconError(
                entry.file, entry.line, f"“{entry.text}” is no regular expression: {found.msg}."
            )
    entry = max((entry for entry, _ in alternatives), key=lambda entry: entry.line)
    return LexiconError(
        entry.file, entry.line, f"“{entry.text}” does not go with the other lines: {error.msg}."
    )
