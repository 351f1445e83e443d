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

    def each(self, text: str) -> Iterator[Found]:
        """Every place of every name, in order of their starts, those inside another as well."""
        starts, units = _units(text)
        for at, start in enumerate(starts):
            if units[at] in self._tree and _BEFORE.match(text, start):
                yield from self._beginning_at(text, starts, units, at)

    def apart(self, text: str) -> Iterator[Found]:
        """The places of names, none overlapping another: from left to right, of several the longest."""
        end = 0
        best: Found | None = None
        for found in self.each(text):
            if best is not None and found[0] != best[0]:
                yield best
                end, best = best[1], None
            if found[0] >= end and (best is None or _longest_first(found[2]) < _longest_first(best[2])):
                best = found
        if best is not None:
            yield best

    def _beginning_at(self, text: str, starts: list[int], units: list[str], at: int) -> Iterator[Found]:
        node: dict[str, Any] | None = self._tree
        start = starts[at]
        for place in range(at, len(units)):
            node = node.get(units[place]) if node else None
            if node is None:
                return
            end = starts[place + 1] if place + 1 < len(starts) else len(text)
            if "" in node and _AFTER.match(text, end):
                yield start, end, node[""]


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name


def _units(text: str) -> tuple[list[int], list[str]]:
    """Where each unit starts, and what it is: white space of any kind is one space."""
    starts: list[int] = []
    units: list[str] = []
    for match in _UNIT.finditer(text):
        starts.append(match.start())
        unit = match.group()
        units.append(" " if unit.isspace() else unit)
    return starts, units
