"""End-of-line hyphens: undone where the word was cut, kept where it is written with one.

Most programs cut no words: there the hyphens at line ends are all real. Whether a document cuts words shows
in how many of its lines end so, and in cut words that stand whole elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crparse import lexicon

# Takes "réunion", "porte-parole", "aujourd'hui"; leaves the hyphen of "réu-".
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# Takes "réu" of "la réu-", "porte-pa" of "porte-pa-"; leaves "2023-", the dash of "présents -".
_LEFT = re.compile(r"(?<![^\W\d_])(?<!['’-])((?:[^\W\d_]|['’-])*[^\W\d_])[-\u2010\u2011]$")
# Takes "2023-", "et/-"; leaves "présents -".
_HARD = re.compile(r"[\w/][-\u2010\u2011]$")
# Takes "mairie@vaubrune.example", "www.", "et/ou", "art.12"; leaves "M. Roux".
_ADDRESS = re.compile(r"[/_@]|www\.|\w\.\w")
# Takes "https://www.vaubrune.example/conseil-", leaves "www.vaubrune.fr".
_LONG_ADDRESS = re.compile(r"(?:https?://|www\.)\S{20,}$")
# Takes "seances/2023", "2023b", "pv?id=3"; leaves "nicipal".
_ADDRESS_REST = re.compile(r"[\w.~:@-]*[/?=&%_#+]\S|\w*\d\w*[a-z]\w*")
# Takes what is between the parts of "porte-pa", "l'arti"; leaves "réu".
_JOINT = re.compile("[-'’]")

_ADDRESS_BREAKS = ("/", "?", "=", "&", "%", "_", "#")
"""Signs after which an address goes on in the next line, whatever stands there."""

SOFT = "\u00ad"
"""A hyphen that is printed only where a line ends."""

VOWELS = "aàâäeéèêëiîïoôöuùûüyœæ"

OFTEN = 0.02
"""Share of lines that end on a cut word from which a document is taken to cut words.

Compounds that meet a line end by chance ("porte-" above "parole") are fewer.
"""

SEVERAL = 3
"""Such lines that it takes for that: one or two may be compounds, even in a short text."""


class Hyphens:
    """Decides by the document's own words, then by the shape of the parts and the lexicon's compounds."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.words = {word.lower() for line in _whole(lines) for word in _WORD.findall(line)}
        self.prefixes = lexicon.words("hyphens", "prefixes")
        self.suffixes = lexicon.words("hyphens", "suffixes")
        self.compounds, self.pronouns = (
            {part: others.split() for part, others in lexicon.table("hyphens", name).items()}
            for name in ("compounds", "pronouns")
        )
        self.cuts_words = self._cuts_words(lines)

    def _cuts_words(self, lines: Sequence[str]) -> bool:
        found = [parts for above, below in pairwise(lines) if (parts := _parts(above, below))]
        cut = [(left, right) for left, right in found if right[0].islower()]
        if any(left.lower() + right.lower() in self.words for left, right in cut):
            return True
        return len(cut) >= SEVERAL and len(cut) >= OFTEN * len(lines)

    def join(self, above: str, below: str) -> tuple[str, str]:
        """The end of the upper line and the glue to the lower: ("réu-", "nion") -> ("réu", "")."""
        if above.endswith(SOFT):
            return above[:-1], ""
        parts = _parts(above, below)
        if parts is None and _goes_on(above, below):
            return above, ""
        if parts is None:
            return above, "" if _HARD.search(_last_word(above)) and below[:1].isalnum() else " "
        return (above, "") if self.is_real(*parts) else (above[:-1], "")

    def is_real(self, left: str, right: str) -> bool:
        """Whether the word is written with the hyphen."""
        one, two = left.lower(), right.lower()
        if f"{one}-{two}" in self.words:
            return True
        if one + two in self.words:
            return False
        if right[0].isdigit() or (right[0].isupper() and not left.isupper()) or self.keeps(one, two):
            return True
        known = [part in self.words for part in (one, two.split("-")[0])]
        return all(known) if self.cuts_words else any(known)

    def keeps(self, left: str, right: str) -> bool:
        """Whether the parts are those of a compound, or cannot be those of a cut word."""
        first = _JOINT.split(left)[-1]
        if first in self.prefixes or right.split("-")[0] in self.suffixes:
            return True
        if right[0] in VOWELS and first[-1] not in VOWELS:
            return True
        if any(right.startswith(start) for start in self.compounds.get(first, ())):
            return True
        return any(first.endswith(ending) for ending in self.pronouns.get(right, ()))


def _goes_on(above: str, below: str) -> bool:
    """Whether a web address goes over the line end."""
    address = _LONG_ADDRESS.search(_last_word(above))
    if address is None:
        return False
    return address[0].endswith(_ADDRESS_BREAKS) or _ADDRESS_REST.match(below) is not None


def _last_word(line: str) -> str:
    """The word that ends a line or all the lines so far; none where white space does."""
    return "" if line[-1:].isspace() else line.rsplit(maxsplit=1)[-1] if line else ""


def _whole(lines: Sequence[str]) -> Iterator[str]:
    """The lines without the parts of words that stand on both sides of a line end."""
    cut = False
    for line in lines:
        rest = _WORD.sub("", line, count=1) if cut and _WORD.match(line) else line
        left = _LEFT.search(line)
        yield rest[: -len(left[0])] if left and rest.endswith(left[0]) else rest
        cut = left is not None


def _parts(above: str, below: str) -> tuple[str, str] | None:
    """The two parts of the word at a line end; None where there is none, or the parts are an address's."""
    last = _last_word(above)
    left, right = _LEFT.search(last), _WORD.match(below)
    if left is None or right is None:
        return None
    tokens = last, below.split()[0].rstrip(".,;:!?»)")
    return None if any(_ADDRESS.search(token) for token in tokens) else (left[1], right[0])
