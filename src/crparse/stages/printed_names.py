"""Where any of many names are printed, found in one way through the text whatever their number."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

_UNIT = re.compile(r"\w+|\s+|[^\w\s]")
"""What a name is compared by: "l'ADEME (38)" is l, ', ADEME, white space, (, 38, )."""

_BEFORE = re.compile(r"(?<![\w@.-])")
"""A name begins: before "Roux" in "M. Roux"; not in "LeRoux", "@Roux", "J.Roux", "Le-Roux"."""

_AFTER = re.compile(r"(?![\w@])(?!-\w)")
"""A name ends: after "Roux" in "Roux," and "Roux -"; not in "Rouxel", "Roux@", "Roux-Petit"."""

Found = tuple[int, int, str]
"""Where a name starts and ends, and the name."""


class Words:
    """A text in the units by which names are compared."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.units: list[str] = []
        """White space of any kind is one space."""
        for match in _UNIT.finditer(text):
            self.starts.append(match.start())
            unit = match.group()
            self.units.append(" " if unit.isspace() else unit)


class PrintedNames:
    """Names to be found as whole words, whatever white space is between their words; no single letters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._tree: dict[str, Any] = {}
        for name in sorted(names, key=_longest_first, reverse=True):
            if len(name) > 1 and name.strip():
                node = self._tree
                for unit in _UNIT.findall(" ".join(name.split())):
                    node = node.setdefault(unit, {})
                node[""] = name

    def each(self, words: Words) -> Iterator[Found]:
        """Every place of every name, in order of their starts, those inside another as well."""
        for at, unit in enumerate(words.units):
            if unit in self._tree and _BEFORE.match(words.text, words.starts[at]):
                yield from self._beginning_at(words, at)

    def apart(self, words: Words) -> Iterator[Found]:
        """The places of names, none overlapping another: from left to right, of several the longest."""
        end = 0
        best: Found | None = None
        for found in self.each(words):
            if best is not None and found[0] != best[0]:
                yield best
                end, best = best[1], None
            if found[0] >= end and (best is None or _longest_first(found[2]) < _longest_first(best[2])):
                best = found
        if best is not None:
            yield best

    def _beginning_at(self, words: Words, at: int) -> Iterator[Found]:
        node: dict[str, Any] | None = self._tree
        for place in range(at, len(words.units)):
            node = node.get(words.units[place]) if node else None
            if node is None:
                return
            after = place + 1 < len(words.starts)
            end = words.starts[place + 1] if after else len(words.text)
            if "" in node and _AFTER.match(words.text, end):
                yield words.starts[at], end, node[""]


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name
