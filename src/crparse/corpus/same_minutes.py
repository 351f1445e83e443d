"""Documents of a corpus that are the same minutes in another form: a DOCX and its PDF, a second version."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

from crparse.record import Minutes
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

# Takes "seance", "18h30"; leaves the hyphen of "saint-vaury".
_WORD = re.compile(r"\w+")

Sketch = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a document to tell whether another is the same minutes."""

    document: str
    path: str
    date: str | None
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Same:
    """A document that is the same minutes as an earlier one."""

    document: str
    path: str
    of: str
    of_path: str
    likeness: float
    """Share of their shingles that both have, 0-1."""


def print_of(record: Minutes) -> Print:
    """What is kept of a record."""
    return Print(record.id, record.source.path, record.meeting.date, sketch(record.text))


def sketch(text: str) -> Sketch:
    """The smallest hashes of a text's shingles: a sample that is the same for the same words.

    Source: A. Broder, "On the resemblance and containment of documents", 1997.
    """
    words = _WORD.findall(fold(text))
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
    return tuple(nsmallest(SKETCH, map(_hash, shingles)))


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big")


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimated share of the shingles of two documents that both have, 0-1."""
    union = nsmallest(SKETCH, {*one, *other})
    return len(set(union) & set(one) & set(other)) / len(union) if union else 0.0


def find_same(prints: Iterable[Print]) -> Iterator[Same]:
    """The documents that are the same minutes as one before them, in order of path.

    Only documents that share a hash are compared; two that give different dates are two meetings. Without the
    date of both, more of the wording has to be the same.
    """
    holders: dict[int, list[Print]] = {}
    for this in sorted(prints, key=lambda p: (p.path, p.document)):
        shared = Counter(other for figure in this.sketch for other in holders.get(figure, ()))
        near = [(score, other.path, other) for other in shared if (score := _alike(this, other))]
        if near:
            score, _, first = max(near, key=itemgetter(0, 1))
            yield Same(this.document, this.path, first.document, first.path, round(score, 2))
            continue
        for figure in this.sketch:
            holders.setdefault(figure, []).append(this)


def _alike(one: Print, other: Print) -> float:
    """How like another a document is that is the same minutes, else 0."""
    dated = bool(one.date and other.date)
    if dated and one.date != other.date:
        return 0.0
    score = likeness(one.sketch, other.sketch)
    return score if score >= (ALIKE if dated else ALIKE_UNDATED) else 0.0
