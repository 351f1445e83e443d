"""Documents of a corpus that are the same minutes in another form: a DOCX and its PDF, a second version."""

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

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

# Takes "seance", "18h30"; leaves the hyphen of "saint-vaury".
_WORD = re.compile(r"\w+")

DATED, UNDATED = "dated", "undated"
"""Under what documents are met by those that give no date."""

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
    items = sum(len(getattr(record, kind)) for kind in COUNTED)
    return Print(
        record.id,
        record.source.path,
        record.meeting.date,
        (items, len(record.text)),
        sketch(shingles(record.text)),
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


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimated share of the shingles of two documents that both have, 0-1."""
    union = nsmallest(SKETCH, {*one, *other})
    return len(set(union) & set(one) & set(other)) / len(union) if union else 0.0


def find_same(prints: Iterable[Print]) -> Iterator[Same]:
    """The documents that are the same minutes as a richer one, which are those of no other: in order of path.

    Two that give different dates are two meetings. Without the date of both, more of the wording has to be
    the same. Compared are those that may be alike enough (`rarest`).
    """
    given = sorted(prints, key=lambda p: (-p.richness[0], -p.richness[1], p.path, p.document))
    of_day: defaultdict[str, list[Print]] = defaultdict(list)
    for this in given:
        of_day[this.date or ""].append(this)
    undated = bool(of_day.pop("", ()))
    by_wording = rarest(given, ALIKE_UNDATED) if undated else {}
    by_day = {
        name: own for day in of_day.values() if len(day) > 1 for name, own in rarest(day, ALIKE).items()
    }
    leaders: defaultdict[tuple[str, int], list[Print]] = defaultdict(list)
    found = []
    for this in given:
        day = [(this.date or "", figure) for figure in by_day.get(this.document, ())]
        wording = by_wording.get(this.document, ())
        scopes = (UNDATED,) if this.date else (DATED, UNDATED)
        keys = [*day, *((scope, figure) for scope in scopes for figure in wording)]
        near = {other.document: other for key in keys for other in leaders.get(key, ())}
        alike = [(score, other.path, other) for other in near.values() if (score := _alike(this, other))]
        if alike:
            score, _, first = max(alike, key=itemgetter(0, 1))
            found.append(Same(this.document, this.path, first.document, first.path, round(score, 2)))
            continue
        for key in (*day, *((DATED if this.date else UNDATED, figure) for figure in wording)):
            leaders[key].append(this)
    yield from sorted(found, key=lambda same: (same.path, same.document))


def rarest(prints: Sequence[Print], least: float) -> dict[str, Sketch]:
    """For each document its rarest figures: of two that share `least` of theirs, one has one of the other's.

    What all minutes have in common ("la séance est levée à vingt heures") is not among them. Two documents
    that share 128 of 256 figures share one of the 129 first of each, in whatever order all are taken.

    Source: S. Chaudhuri, V. Ganti, R. Kaushik, "A Primitive Operator for Similarity Joins", 2006.
    """
    count: Counter[int] = Counter()
    for one in prints:
        count.update(one.sketch)
    found = {}
    for one in prints:
        size = len(one.sketch)
        by_rarity = sorted(one.sketch, key=lambda figure: (count[figure], figure))
        found[one.document] = tuple(by_rarity[: size - math.ceil(least * size) + 1])
    return found


def _alike(one: Print, other: Print) -> float:
    """How like another a document is that is the same minutes, else 0."""
    dated = bool(one.date and other.date)
    if dated and one.date != other.date:
        return 0.0
    least = ALIKE if dated else ALIKE_UNDATED
    score = likeness(one.sketch, other.sketch)
    return score if score >= least else 0.0
