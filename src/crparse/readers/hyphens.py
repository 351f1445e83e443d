"""End-of-line hyphens: undone where the word was cut, kept where it is written with one."""

import re
from collections.abc import Iterable

from crparse import lexicon
from crparse.text import fold

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LEFT = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010\u00ad]$")
_RIGHT = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class Hyphens:
    """Decides by the document's own words, then by the lexicon's compounds."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words: set[str] = set()
        for text in texts:
            self.words.update(_WORD.findall(fold(text)))
        table = lexicon.load("hyphens")
        self.prefixes = frozenset(table["prefixes"])
        self.enclitics = frozenset(table["enclitics"])

    def join(self, above: str, below: str) -> tuple[str, str]:
        """The end of the upper line and the glue to the lower: ("réu-", "nion") -> ("réu", "")."""
        left = _LEFT.search(above)
        right = _RIGHT.match(below)
        if above.endswith("\u00ad"):
            return above[:-1], ""
        if left is None or right is None:
            return above, "" if re.search(r"\w[-\u2010]$", above) and below[:1].isalnum() else " "
        return (above, "") if self.is_real(left[1], right[0]) else (above[:-1], "")

    def is_real(self, left: str, right: str) -> bool:
        """Whether the word is written with the hyphen."""
        one, two = fold(left), fold(right)
        if f"{one}-{two}" in self.words:
            return True
        if one + two in self.words:
            return False
        first = one.rsplit("-", 1)[-1]
        if right[0].isupper() or right[0].isdigit():
            return True
        return first in self.prefixes or two.split("-", 1)[0] in self.enclitics or first in ("t",)
