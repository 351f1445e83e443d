"""Titles and wordings of the lexicon that speak for a kind of paper, each with where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from crparse import lexicon
from crparse.document.passages import Part
from crparse.lexicon import Cues
from crparse.source import Kind, SourceDocument
from crparse.text import fold

FILE = "kinds"
"""The file of the lexicon."""

HEAD_LINES = 30
"""Lines of the text, blank ones apart, among which titles are looked for (chosen, not measured)."""

LONGEST_TITLE = 150
"""Characters of the longest title (chosen, not measured)."""

LONGEST_WITH_STOP = 30
"""Characters of the longest title that ends with a full stop (chosen, not measured)."""

SAMPLE = 4000, 2000
"""Characters from the start, and before the end, in which wordings are counted: enough to tell (chosen)."""

BEFORE = 45
"""Characters before the words of a title that may say it is that of another paper."""

FADES = 6.0
"""Lines after which a title counts half (chosen, not measured)."""

# Where a new part of a line begins: takes the dash of "Ville de Lormoy - Bulletin", the tab between cells and
# the bracket; leaves the hyphen of "compte-rendu".
_PART = re.compile(r"\s[-|:]\s|\t|\(")

# What stands before the first word of a title: takes "# ", "** ", "« "; leaves "1. ".
_LEAD = re.compile(r"[\W_]*")

# The beginning of an item of a list, no title: takes "- planning", "2) Budget"; leaves "2e trimestre".
_ITEM = re.compile(r"\s*(?:[-*•▪●○◦‣>]|(?:\d+|[a-z])[.)/]|\d+ ?-|\d+\.\d)\s*")


@dataclass(frozen=True)
class NamedPaper:
    """A title, and the kind of paper that it names."""

    kind: str
    family: str
    """ "title" or "header"."""
    start: int
    """In the text; of a running header, in its own line."""
    end: int
    weight: float
    """0-1: a title counts the less the later it stands."""
    line: int | None = None
    """Of a running header, its number in the furniture."""


@dataclass(frozen=True)
class PaperLine:
    """A line of the text that is not blank."""

    start: int
    text: str
    folded: str

    @property
    def may_be_title(self) -> bool:
        """Whether it is too short to be prose, or ends as a title does."""
        if _ITEM.match(self.folded):
            return False
        stopped = self.text.rstrip().endswith((".", ";"))
        return len(self.text) <= (LONGEST_WITH_STOP if stopped else LONGEST_TITLE)


class Papers:
    """A document as its titles and wordings tell of it."""

    def __init__(self, source: SourceDocument) -> None:
        self.source = source
        self.text = source.text
        self.folded = fold(source.text)

    @cached_property
    def lines(self) -> list[PaperLine]:
        """The lines that are not blank."""
        found, at = [], 0
        for text in self.text.split("\n"):
            if text.strip():
                found.append(PaperLine(at, text, self.folded[at : at + len(text)]))
            at += len(text) + 1
        return found

    @cached_property
    def sample(self) -> list[Part]:
        """The start and the end of the text, or all of a short one."""
        first, last = SAMPLE
        size = len(self.text)
        return [(0, size)] if size <= first + last else [(0, first), (size - last, size)]

    @cached_property
    def sampled(self) -> int:
        """How many characters of it are looked at."""
        return sum(end - start for start, end in self.sample)

    @cached_property
    def titles(self) -> list[NamedPaper]:
        """Titles of the head and of running headers, of each kind the first place."""
        return [*self._titles_of("title", self._head()), *self._titles_of("header", self._headers())]

    def _head(self) -> Iterator[tuple[int, int | None, str]]:
        return ((line.start, None, line.folded) for line in self.title_lines)

    @cached_property
    def title_lines(self) -> list[PaperLine]:
        """The lines of the head that are neither prose nor items of a list."""
        items = {
            start for start, _, block in self.source.spans() if block.kind is Kind.LIST_ITEM and block.marker
        }
        head = self.lines[:HEAD_LINES]
        return [line for line in head if line.may_be_title and line.start not in items]

    def names_meeting(self, first: int) -> bool:
        """Whether one of the first lines names a meeting and nothing else."""
        return any(opens(line, "meeting_title") for line in self.title_lines[:first])

    def _headers(self) -> Iterator[tuple[int, int | None, str]]:
        lines = enumerate(block.text for block in self.source.furniture)
        return ((0, i, fold(text)) for i, text in lines if len(text) <= LONGEST_TITLE)

    def _titles_of(self, family: str, lines: Iterator[tuple[int, int | None, str]]) -> Iterator[NamedPaper]:
        seen: set[str] = set()
        for order, (start, number, folded) in enumerate(lines):
            for kind, place in _titles_in(folded):
                if kind not in seen:
                    seen.add(kind)
                    weight = FADES / (FADES + order)
                    yield NamedPaper(kind, family, start + place[0], start + place[1], weight, number)

    def places(self, *groups: str) -> dict[str, list[Part]]:
        """Where the text has what the lists of some groups look for, by the names of the lists.

        All lists of words are looked for at once: where two have a place the first has it.
        """
        found: dict[str, list[Part]] = {name: [] for group in groups for name in _names(group)}
        for part in self.sample:
            for match in _words_of(*groups).finditer(self.folded, *part):
                found[_list_of(match)].append(match.span())
        for name in found:
            if _way_of(name) != "word":
                found[name] = self._places_of(lexicon.cues(FILE, name))
        return found

    def _places_of(self, cues: Cues) -> list[Part]:
        if cues.words.way == "line start":
            inside = (line for line in self.lines if any(a <= line.start < b for a, b in self.sample))
            found = ((line.start, cues.match(line.folded)) for line in inside)
            return [(at + m.start(), at + m.end()) for at, m in found if m]
        return [match.span() for part in self.sample for match in cues.finditer(self.folded, *part)]


def _way_of(name: str) -> str:
    """How a list is looked for; its own expression need not be compiled to tell."""
    return lexicon.current().lists[FILE, name].way


def _names(group: str) -> list[str]:
    return [f"{group}.{name}" for name in lexicon.names(FILE, group)] if "." not in group else [group]


@cache
def _words_of(*names: str) -> re.Pattern[str]:
    """All lists of some groups that are looked for as whole words."""
    # Takes what the lists take as whole words: "vous" of "pour vous", leaves "vouss".
    return re.compile(rf"(?<!\w)(?:{_named_lists(names, 'word')})(?!\w)")


@cache
def _first_words_of(*names: str) -> re.Pattern[str]:
    """All lists of some groups that are looked for at the start of a line."""
    return re.compile(_named_lists(names, "line start"))  # takes "ordre du jour : budget", as its list does


def _named_lists(names: Sequence[str], way: str) -> str:
    """One of the lines of the lists of one way; a match has the name of its list."""
    lists = (name for group in names for name in _names(group))
    named = [
        f"(?P<{name.replace('.', '__')}>{lexicon.source(FILE, name)})"
        for name in lists
        if _way_of(name) == way
    ]
    return "|".join(named) or "(?!)"


def _list_of(match: re.Match[str]) -> str:
    """The name of the list that has a match."""
    return str(match.lastgroup).replace("__", ".")


def opens(line: PaperLine, name: str) -> bool:
    """Whether a line begins with words of a list."""
    return lexicon.cues(FILE, name).match(line.folded, _lead(line.folded)) is not None


def _lead(folded: str, start: int = 0) -> int:
    """Where the first word from `start` on begins."""
    lead = _LEAD.match(folded, start)
    return lead.end() if lead else start


def _titles_in(folded: str) -> Iterator[tuple[str, Part]]:
    """The papers that a line names, as the first words of one of its parts or, of minutes, anywhere in it."""
    words, first_words = _words_of("title"), _first_words_of("title")
    starts = [0, *(match.end() for match in _PART.finditer(folded))]
    found = [first_words.match(folded, _lead(folded, start)) for start in starts]
    for match in (*words.finditer(folded), *filter(None, found)):
        if not _of_another(folded[max(0, match.start() - BEFORE) : match.start()]):
            yield _list_of(match).removeprefix("title."), match.span()


def _of_another(before: str) -> bool:
    return lexicon.cues(FILE, "title_of_another").search(before) is not None
