"""Mentions: names printed in a text found as whole words, free stretches, the model's tags."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from spacy.tokens import Doc

from crparse.document.items import get_items, source_of
from crparse.document.view import view_of
from crparse.record import Attendee, Mention
from crparse.source import SourceDocument
from crparse.text import Stretch, fold, squeeze

UPPER, LOWER = "A-ZÀ-ÖØ-Þ", "a-zà-öø-ÿ"
"""The letters of a name, for a class of an expression."""

# What a name is compared by: takes l, ', ADEME, " ", (, 38, ) of "l'ADEME (38)"; leaves nothing.
_UNIT = re.compile(r"\w+|\s+|[^\w\s]")

# A name begins: takes the place before "Roux" in "M. Roux"; leaves "LeRoux", "@Roux", "J.Roux", "X-Roux".
_BEFORE = re.compile(r"(?<![\w@.-])")

# A name ends: takes the place after "Roux" in "Roux,", "Roux -"; leaves "Rouxel", "Roux@", "Roux-Petit".
_AFTER = re.compile(r"(?![\w@])(?!-\w)")

LONGEST = 500
"""Characters of the longest name that is looked for elsewhere: a longer one that repeats itself is followed
to its end from each of its words. Chosen, not measured."""

Found = tuple[int, int, str]
"""Where a name starts and ends, and the name."""


class Words:
    """A text in the units by which names are compared."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_UNIT.finditer(text))
        self.units = [" " if unit[0].isspace() else unit[0] for unit in found]
        """White space of any kind is one space."""
        self.starts = [*(unit.start() for unit in found), len(text)]
        """Of each unit, and of what would come after the last."""


def words_of(source: SourceDocument) -> Words:
    """The words of a document."""
    return Words(source.text)


class PrintedNames:
    """Names to be found as whole words, whatever white space is between their words; no single letters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._tree: dict[str, Any] = {}
        for name in sorted(names, key=_longest_first, reverse=True):
            if 1 < len(name) <= LONGEST and name.strip():
                node = self._tree
                for unit in _UNIT.findall(" ".join(name.split())):
                    node = node.setdefault(unit, {})
                node[""] = name

    def each(self, words: Words) -> Iterator[Found]:
        """Every place of every name, in order of their starts, those inside another as well."""
        for at, unit in enumerate(words.units):
            if unit in self._tree and _BEFORE.match(words.text, words.starts[at]):
                yield from self._beginning_at(words, at)

    def places(self, words: Words) -> dict[str, list[Stretch]]:
        """The places of each name, none overlapping another of the same."""
        found: dict[str, list[Stretch]] = {}
        for start, end, name in self.each(words):
            own = found.setdefault(name, [])
            if not own or own[-1][1] <= start:
                own.append((start, end))
        return found

    def apart(self, words: Words) -> Iterator[Found]:
        """The places of names, none overlapping another: from left to right, of several the longest."""
        end = 0
        for start, found in groupby(self.each(words), key=itemgetter(0)):
            if start >= end:
                best = min(found, key=lambda one: _longest_first(one[2]))
                yield best
                end = best[1]

    def _beginning_at(self, words: Words, at: int) -> Iterator[Found]:
        node = self._tree
        for place in range(at, len(words.units)):
            if words.units[place] not in node:
                return
            node = node[words.units[place]]
            end = words.starts[place + 1]
            if "" in node and _AFTER.match(words.text, end):
                yield words.starts[at], end, node[""]


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name


# Takes "roux" of "roux-42", leaves "le".
_WORD = re.compile(r"[^\W\d_]{3,}")

# What no name of a person runs across: takes the "/" of "Roux/Tell", leaves the "-" of "Roux-Tell".
_SEPARATOR = re.compile(r"[\t\n()\[\]/;:|*•]|->|→|⇒|\s[-–—]+\s|\s[-–—](?=\w)|(?<=\w)[-–—]\s")

# Places that no mention holds: takes b"\0\0", leaves b"\1".
_FREE = re.compile(rb"\0+")


class Text:
    """The text of a document while names are found in it: who holds which stretch, which words are common."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = view_of(doc).of_blocks(words_of)
        self.text = self.words.text
        self._held = bytearray(len(self.text))
        self.lower = frozenset(fold(t.text) for t in doc if t.text.islower())
        """Words that the document prints in lower case: common words."""
        attendees = get_items(doc, "attendees", Attendee)
        self.came_for = sum(bool(a.organisation) for a in attendees) / (len(attendees) + 1)
        """Share of the attendees who came for an organisation."""
        self._tag = {at: ent.label_ for ent in doc.ents for at in range(ent.start_char, ent.end_char)}

    def free(self, start: int, end: int) -> bool:
        """Whether no mention reaches into the stretch."""
        return not any(self._held[start:end])

    def take(self, start: int, end: int, rule: str) -> Iterator[Mention]:
        """The mention of that stretch if it is free; nothing else can be found there then."""
        if self.free(start, end):
            self._held[start:end] = b"\1" * (end - start)
            yield mention(self.text, start, end, rule)

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the names of people, to be asked for when all are found."""
        held = "".join(char if taken else " " for char, taken in zip(self.text, self._held, strict=True))
        return frozenset(_WORD.findall(fold(held)))

    def labels(self, start: int, end: int) -> set[str]:
        """The kinds of entities that the model sees in the stretch."""
        return {self._tag[place] for place in range(start, end) if place in self._tag}

    def proper(self, start: int, end: int) -> bool:
        """Whether the model takes the word for a proper name."""
        span = self.doc.char_span(start, end, alignment_mode="expand")
        return span is not None and all(token.pos_ == "PROPN" for token in span)

    def stretches(self) -> Iterator[Stretch]:
        """The free stretches in which a name may lie: no separator and no end of a block in them."""
        for start, end, _ in source_of(self.doc).spans():
            for piece in pieces(_SEPARATOR, self.text, start, end):
                yield from (free.span() for free in _FREE.finditer(self._held, *piece))


def pieces(separator: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Stretch]:
    """What is left of `text[start:end]` between the separators."""
    edges = [start, *(edge for cut in separator.finditer(text, start, end) for edge in cut.span()), end]
    return zip(edges[::2], edges[1::2], strict=True)


def mention(text: str, start: int, end: int, rule: str) -> Mention:
    """The mention that quotes `text[start:end]`; resolution sets its level and score."""
    return Mention(start=start, end=end, rule=rule, text=squeeze(text[start:end]), level="exact", score=100.0)


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the names as whole words, whatever white space is between their words."""
    longest = sorted((n for n in names if len(n) > 1), key=lambda n: (-len(n), n))
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    # Names "La Ruche": takes "La  Ruche", leaves "La Ruche-Bleue".
    return re.compile(rf"(?<![\w@.-])(?:{words or '(?!)'})(?![\w@])(?!-\w)")
