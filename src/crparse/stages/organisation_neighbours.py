"""The candidates around a candidate: those that hold it, and the surely named bodies beside it in a list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crparse import lexicon
from crparse.stages.mentions import Span
from crparse.text import fold

REACH = 12
"""Characters that may part two names of a list: ", le "."""

SURE = ("public_body", "attendee", "suffix", "kind_sure")
"""Families of rules whose candidates are bodies nearly always."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around the candidates of one document."""

    longer: Mapping[Span, frozenset[str]]
    """For each place, the rules of the longer candidates that hold it."""
    starts: frozenset[int]
    """Where surely named bodies start."""
    ends: frozenset[int]

    def beside(self, text: str, start: int, end: int) -> bool:
        """Whether a sure body stands next to the stretch in a list: "l'ADEME, Zorglub et les Grillons"."""
        before = _joint_before().search(fold(text[max(0, start - REACH) : start]))
        if before and start - len(before.group()) in self.ends:
            return True
        after = _joint_after().match(fold(text[end : end + REACH]))
        return after is not None and end + len(after.group()) in self.starts


def neighbours(places: Mapping[Span, set[str]], families: Mapping[str, str]) -> Neighbours:
    """The neighbours of all places, given the rules that found each and the family of each rule."""
    sure = [place for place, rules in places.items() if any(families[rule] in SURE for rule in rules)]
    return Neighbours(
        _holders(sorted(places, key=lambda p: (p[0], -p[1])), places),
        frozenset(start for start, _ in sure),
        frozenset(end for _, end in sure),
    )


def _holders(places: Sequence[Span], rules: Mapping[Span, set[str]]) -> dict[Span, frozenset[str]]:
    found: dict[Span, set[str]] = {}
    for i, outer in enumerate(places):
        for inner in places[i + 1 :]:
            if inner[0] >= outer[1]:
                break
            if inner[1] <= outer[1]:
                found.setdefault(inner, set()).update(rules[outer])
    return {place: frozenset(own) for place, own in found.items()}


@cache
def _joint_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{_joints()})$")


@cache
def _joint_after() -> re.Pattern[str]:
    return re.compile(_joints())


def _joints() -> str:
    joint: str = lexicon.load("organisations")["around"]["list_joint"]
    return joint
