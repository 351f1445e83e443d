"""What happens on an announced day: the words of its line, row or clause that are not the day itself."""

import re
from collections.abc import Sequence
from functools import cache

from crparse import lexicon
from crparse.text import fold, squeeze

ENOUGH = 8
"""Letters from which what stands beside a day names the event."""


@cache
def _ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = lexicon.load("dates")["label"]
    return re.compile(data["before"]), re.compile(data["after"])


def label_of(before: str, after: str, row: Sequence[str], titles: Sequence[str]) -> str | None:
    """The event as printed: "Prochaine réunion : le 5 mai", "5 mai à 18 h : Portes ouvertes"."""
    first, second = _before(before), _after(after)
    cells = squeeze(" ".join(row))
    for label in (first, second, cells):
        if sum(c.isalpha() for c in label) >= ENOUGH:
            return _whole(first, second) if label is first else label
    return next((title.rstrip(" :") for title in titles), None) or first or second or None


def _before(text: str) -> str:
    end = _ends()[0].search(fold(text))
    return squeeze(text[: end.start()] if end else text)


def _after(text: str) -> str:
    start = _ends()[1].match(fold(text))
    return squeeze(text[start.end() :] if start else text).rstrip(" .;,(")


def _whole(before: str, after: str) -> str:
    """The clause with what follows the day, which often names the place or the matter."""
    return before if not after or before.endswith(":") else f"{before} {after}"
