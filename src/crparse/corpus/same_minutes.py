"""Documents of a corpus that are the same minutes in another form: a DOCX and its PDF, a second version."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from crparse.record import COUNTED, Minutes
from crparse.text import fold

SHINGLE = 4
"""Words that are taken together: single words and turns ("est adopté à") are common to all minutes."""

SKETCH = 256
"""Figures kept of a document: likeness is then estimated to about three hundredths."""

ALIKE = 0.5
"""Share of common shingles from which two documents are the same minutes.

Measured on some hundred real minutes: renderings of one document by other programs share 0.9 or more, the two
nearest minutes of different meetings 0.23.
"""

ALIKE_UNDATED = 0.9
"""The same where one of the two gives no date: short minutes may share all but what was said."""

BANDS, ROWS = 21, 12
"""Bands by which documents without a date are met, and figures in each: of pairs that share 0.9 one in a
thousand is missed, of those that share 0.5 one in two hundred compared in vain (1 - (1 - 0.9**12)**21)."""

# Takes "seance", "18h30"; leaves the hyphen of "saint-vaury".
_WORD = re.compile(r"\w+")

Sketch = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a document to tell whether another is the same minutes."""

    document: str
    path: str
    date: str | None
    richness: tuple[int, int]
    """How many items its record has, and characters of text: of two forms the richer one leads."""
    sketch: Sketch
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """A document that is the same minutes as a richer one."""

    document: str
    path: str
    of: str
    of_path: str
    likeness: float
    """Share of their shingles that both have, 0-1."""


def print_of(record: Minutes) -> Print:
    """What is kept of a record."""
    hashes = shingles(record.text)
    items = sum(len(getattr(record, kind)) for kind in COUNTED)
    return Print(
        record.id,
        record.source.path,
        record.meeting.date,
        (items, len(record.text)),
        sketch(hashes),
        bands(hashes),
    )


def sketch(hashes: Iterable[int]) -> Sketch:
    """The smallest hashes of a text's shingles: a sample that is the same for the same words.

    Source: A. Broder, "On the resemblance and containment of documents", 1997.
    """
    return tuple(nsmallest(SKETCH, hashes))


def shingles(text: str) -> set[int]:
    """A hash for each run of words of a text."""
    words = _WORD.findall(fold(text))
    return {_hash(" ".join(words[i : i + SHINGLE])) for i in range(max(1, len(words) - SHINGLE + 1))}


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big")


def _mixers() -> NDArray[np.uint64]:
    """For each figure of each band a number to change hashes by, and an odd one to multiply them by."""
    found = [[_hash(f"{part} {number}") for number in range(BANDS * ROWS)] for part in ("change", "multiply")]
    return np.array(found, np.uint64) | np.array([[0], [1]], np.uint64)


_CHANGE, _MULTIPLY = _mixers()


def bands(hashes: Iterable[int]) -> tuple[int, ...]:
    """For each band a number that two texts share the likelier the more alike they are.

    Source: J. Leskovec, A. Rajaraman, J. Ullman, "Mining of Massive Datasets", chapter 3.4.
    """
    figures = np.fromiter(hashes, np.uint64)
    least = [int(((figures ^ change) * by).min()) for change, by in zip(_CHANGE, _MULTIPLY, strict=True)]
    return tuple(_hash(repr(least[at : at + ROWS])) for at in range(0, BANDS * ROWS, ROWS))


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimated share of the shingles of two documents that both have, 0-1."""
    union = nsmallest(SKETCH, {*one, *other})
    return len(set(union) & set(one) & set(other)) / len(union) if union else 0.0


def find_same(prints: Iterable[Print]) -> Iterator[Same]:
    """The documents that are the same minutes as a richer one, which are those of no other: in order of path.

    Two that give different dates are two meetings; those that give one date are compared, of the others those
    that share a band. Without the date of both, more of the wording has to be the same.
    """
    leaders: defaultdict[str | tuple[int, int], list[Print]] = defaultdict(list)
    found = []
    given = list(prints)
    figures = {one.document: frozenset(one.sketch) for one in given}
    for this in sorted(given, key=lambda p: (-p.richness[0], -p.richness[1], p.path, p.document)):
        keys = [*([this.date] if this.date else ()), *enumerate(this.bands)]
        near = {other.document: other for key in keys for other in leaders.get(key, ())}
        own = figures[this.document]
        alike = [
            (score, other.path, other)
            for other in near.values()
            if (score := _alike(this, other, len(own & figures[other.document])))
        ]
        if alike:
            score, _, first = max(alike, key=itemgetter(0, 1))
            found.append(Same(this.document, this.path, first.document, first.path, round(score, 2)))
            continue
        for key in keys:
            leaders[key].append(this)
    yield from sorted(found, key=lambda same: (same.path, same.document))


def _alike(one: Print, other: Print, common: int) -> float:
    """How like another a document is that is the same minutes, else 0.

    Of the figures that both have, `common`, likeness counts those at most that are the least of all.
    """
    dated = bool(one.date and other.date)
    if dated and one.date != other.date:
        return 0.0
    least = ALIKE if dated else ALIKE_UNDATED
    if common < least * min(SKETCH, len(one.sketch) + len(other.sketch) - common):
        return 0.0
    score = likeness(one.sketch, other.sketch)
    return score if score >= least else 0.0
