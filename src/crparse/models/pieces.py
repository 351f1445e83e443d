"""Words cut into the pieces that an encoder knows, each with the characters of the text it stands for."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

META = "▁"
"""Begins the first piece of a word."""

SIGNS = 4096
"""Characters whose plain form is kept: those of any European text. Chosen, not measured."""

PENALTY = 10.0
"""Log-odds by which a sign that no piece holds is less likely than the rarest piece: SentencePiece's own."""

# Takes "four" and "12." of "le four\n12.", leaves the white space.
_WORD = re.compile(r"\S+")

INVISIBLE = frozenset({"Cc", "Cf"})
"""Categories of characters without a shape: controls and marks of direction."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, `text[start:end]`."""

    number: int
    start: int
    end: int


class Pieces:
    """The cut of a word into the pieces that are most likely together, each by itself (a unigram model)."""

    def __init__(self, likely: Mapping[str, float], special: int = 1) -> None:
        """`likely` has the log-probability of each piece; its number is its place, after `special` ones.

        The last of the special numbers is that of a sign which no piece holds.
        """
        self.unknown = special - 1
        numbered = enumerate(likely.items(), start=special)
        self._known = {piece: (number, worth) for number, (piece, worth) in numbered}
        self._longest = max(map(len, likely))
        self._worst = min(likely.values()) - PENALTY
        self._cut: dict[str, Sequence[Piece]] = {}

    def of(self, text: str) -> Iterator[Piece]:
        """The pieces of a text, in order."""
        for match in _WORD.finditer(text):
            start = match.start()
            for piece in self._word(match.group()):
                yield Piece(piece.number, start + piece.start, start + piece.end)

    def _word(self, word: str) -> Sequence[Piece]:
        if word not in self._cut:
            self._cut[word] = self._best(word)
        return self._cut[word]

    def _best(self, word: str) -> Sequence[Piece]:
        """The best cut: for each end the best piece that leads there, then the way back."""
        written, source = _written(word)
        best = [0.0] + [float("-inf")] * len(written)
        back = [(self.unknown, 0)] * (len(written) + 1)
        for start in range(len(written)):
            worth = best[start]
            for number, end, own in self._beginning_at(written, start):
                if worth + own > best[end]:
                    best[end], back[end] = worth + own, (number, start)
        return list(_way_back(back, source))[::-1]

    def _beginning_at(self, written: str, start: int) -> Iterator[tuple[int, int, float]]:
        """Each piece that begins there, where it ends and its worth; a sign by itself always does."""
        yield self.unknown, start + 1, self._worst
        for end in range(start + 1, min(len(written), start + self._longest) + 1):
            if hit := self._known.get(written[start:end]):
                yield hit[0], end, hit[1]


def _way_back(back: Sequence[tuple[int, int]], source: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    end = len(back) - 1
    while end > 0:
        number, start = back[end]
        yield Piece(number, source[start][0], source[end - 1][1])
        end = start


def _written(word: str) -> tuple[str, Sequence[tuple[int, int]]]:
    """The word as pieces spell it, and for each of its signs the characters of the word it stands for."""
    written, source = META, [(0, 0)]
    for place, char in enumerate(word):
        for sign in _spelled(char):
            written += sign
            source.append((place, place + 1))
    return written, source


@lru_cache(maxsize=SIGNS)
def _spelled(char: str) -> str:
    """A character in its plain form: "ﬁ" is "fi", a mark of direction nothing."""
    if unicodedata.category(char) in INVISIBLE:
        return ""
    return unicodedata.normalize("NFKC", char).replace(" ", META)
