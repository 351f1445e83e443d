"""Runs of names without separators: "Anne Roux Paul Petit", "roux anne petit paul"."""

import re
from functools import cache
from itertools import pairwise

from crparse.person_name import first_names, is_never, is_particle
from crparse.text import fold

Span = tuple[int, int]

_LEAST_WORDS = 6
_LEAST_KNOWN = 0.3
"""Share of the words of a long run that have to be known first names."""


_MOST_NEVER = 0.1
"""Share of words that no name holds, in a run of names: some are surnames all the same."""


def _words(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(re.compile(r"[^\W\d_][\w.'’-]*").finditer(text, start, end))


def _known(word: str) -> bool:
    return all(part in first_names() for part in fold(word).split("-"))


def split_at_first_names(text: str, start: int, end: int) -> list[Span]:
    """The people of a capitalised run, cut before each first name after a surname if every part is whole.

    "Odile Ferrandin Paul El Mehdi" -> two; "Odile Marie Ferrandin" stays one.
    """
    words = _words(text, start, end)
    known = [_known(word.group()) and not is_particle(word.group()) for word in words]
    for order in (known, known[::-1]):
        cuts = [i for i in range(1, len(words)) if order[i] and not order[i - 1]]
        if order is not known:
            cuts = sorted(len(words) - i for i in cuts)
        cuts = [i for i in cuts if not is_particle(words[i - 1].group())]
        parts = _parts(words, cuts)
        if len(parts) > 1 and all(len(part) > 1 and any(_known(w.group()) for w in part) for part in parts):
            if (order is known and not known[0]) or (order is not known and not known[-1]):
                continue
            return [(part[0].start(), part[-1].end()) for part in parts]
    return [(start, end)]


def _parts(words: list[re.Match[str]], cuts: list[int]) -> list[list[re.Match[str]]]:
    bounds = [0, *cuts, len(words)]
    return [words[a:b] for a, b in pairwise(bounds)]


def split_long_run(text: str, start: int, end: int) -> list[Span]:
    """The people of a long run of words in any case, none if it is none.

    Every name has two or three words (more with particles), as many as possible with a known first name at an
    end; the run as a whole decides.
    """
    if re.search(r"[,;:()/\t@>→]|\d", text[start:end]):
        return []
    words = _words(text, start, end)
    if sum(is_never(word.group()) for word in words) > _MOST_NEVER * len(words):
        return []
    known = tuple(_known(word.group()) for word in words)
    if len(words) < _LEAST_WORDS or sum(known) < _LEAST_KNOWN * len(words):
        return []
    particles = tuple(is_particle(word.group()) for word in words)
    lengths = _best(known, particles, 0)[1]
    spans, position = [], 0
    for length in lengths:
        spans.append((words[position].start(), words[position + length - 1].end()))
        position += length
    return spans if position == len(words) else []


@cache
def _best(known: tuple[bool, ...], particles: tuple[bool, ...], start: int) -> tuple[float, tuple[int, ...]]:
    """(cost, lengths) of the cheapest cut from `start` on."""
    if start == len(known):
        return 0.0, ()
    best: tuple[float, tuple[int, ...]] = (float("inf"), ())
    for length in range(2, min(5, len(known) - start) + 1):
        cost = _cost(known[start : start + length], particles[start : start + length])
        if cost < 9:
            rest, lengths = _best(known, particles, start + length)
            best = min(best, (cost + rest, (length, *lengths)))
    return best


def _cost(known: tuple[bool, ...], particles: tuple[bool, ...]) -> float:
    """How unlike a name a few words are: 0 for a first name at one end and a surname at the other."""
    core = len(known) - sum(particles)
    if core < 1 or particles[-1] or len(known) > 3 + sum(particles):
        return 9.0
    extra = 0.6 * max(0, core - 2)
    if known[0] != known[-1]:
        return extra
    return extra + (0.4 if known[0] else 2.0)
