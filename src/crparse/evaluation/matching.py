"""When a predicted value counts as the gold one, and which predicted item answers which gold item."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from crparse import lexicon

SAME_PERSON = 90.0
"""Similarity of two names from which they are one person: a letter may differ, a first name may not."""

SAME_NAME = 92.0
"""Similarity of two names of entities from which they are one."""

NEARLY = 0.9
"""What a pair of similar names is worth: less than an equal pair, so that equal names pair up first."""

SAME_TITLE = 88.0

PART_FROM = 0.6
"""Share of the longer passage that the shorter must reach for its being contained in it to count."""

PART_WORTH = 0.97
"""A contained passage is worth a little less than the whole one."""

KEPT = 20_000
"""Texts whose letters are kept: the items of a long document, each compared with all others of its kind."""

_SPELLED = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE"})


@lru_cache(KEPT)
def letters(text: Any) -> str:
    """Words without case, accents and punctuation: "L'État (31)" -> "l etat 31"."""
    if not text:
        return ""
    plain = unicodedata.normalize("NFKD", str(text).translate(_SPELLED))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return " ".join(re.findall(r"\w+", plain))


@lru_cache(KEPT)
def person_key(printed: Any) -> str:
    """The words of a name in alphabetical order, without civility: "LE GALL Anne" is "Mme Anne Le Gall"."""
    rest = str(printed or "").strip()
    while found := _civility().match(rest):
        rest = rest[found.end() :]
    return " ".join(sorted(letters(rest).split()))


def same_person(gold: Any, predicted: Any) -> float:
    """1 for the same name, nearly 1 for one with a letter wrong, else 0."""
    one, other = person_key(gold), person_key(predicted)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    ratio = fuzz.ratio(one, other)
    return ratio / 100 if ratio >= SAME_PERSON else 0.0


def same_text(gold: Any, predicted: Any, at_least: float = 75.0) -> float:
    """How alike two passages are, 0 below `at_least` (0-100): nearly equal, or one within a longer one."""
    one, other = letters(gold), letters(predicted)
    if not one or not other:
        return 0.0
    best: float = fuzz.ratio(one, other)
    if min(len(one), len(other)) / max(len(one), len(other)) >= PART_FROM:
        best = max(best, fuzz.partial_ratio(one, other) * PART_WORTH)
    return best / 100 if best >= at_least else 0.0


def same_title(gold: Any, predicted: Any) -> float:
    """How alike two headings are, whether or not "Article 3" was taken for the number of one."""
    one, other = letters(gold), letters(predicted)
    if not one or not other:
        return 0.0
    ratio = max(
        fuzz.ratio(a, b) for a in _with_and_without_label(one) for b in _with_and_without_label(other)
    )
    return ratio / 100 if ratio >= SAME_TITLE else 0.0


def same_names(gold: list[str], predicted: list[str]) -> float:
    """1 where two entities share a name, `NEARLY` for similar names, else 0; by `person_key` or `letters`."""
    if not set(gold).isdisjoint(predicted):
        return 1.0
    alike = any(fuzz.ratio(one, other) >= SAME_NAME for one in gold for other in predicted)
    return NEARLY if alike else 0.0


def same_organisation(gold: Any, predicted: Any) -> bool:
    """The same words, in any order, nearly."""
    return fuzz.token_sort_ratio(letters(gold), letters(predicted)) >= 88


def same_role(gold: Any, predicted: Any) -> bool:
    """One function may be printed with more words than the other."""
    return fuzz.token_set_ratio(letters(gold), letters(predicted)) >= 85


def shared_words(gold: Any, predicted: Any) -> float:
    """How far the words of one are among those of the other, 0-100."""
    return float(fuzz.token_set_ratio(letters(gold), letters(predicted)))


@cache
def _civility() -> re.Pattern[str]:
    return re.compile(rf"{lexicon.source('evaluation', 'civilities')}\s+", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"{lexicon.source('evaluation', 'heading_labels')}s?\s+(?:no?\s*)?[\divx]+\s+(?=\w)")


def _with_and_without_label(title: str) -> set[str]:
    label = _label().match(title)
    return {title, title[label.end() :]} if label else {title}


G = TypeVar("G")
P = TypeVar("P")

Pairs = list[tuple[int, int]]
"""(place in the gold list, place in the predicted list)"""


def pair_up(gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]) -> Pairs:
    """One to one, with the greatest sum of similarities; items with no likeness stay alone."""
    if not gold or not predicted:
        return []
    table = _table(gold, predicted, alike)
    rows, columns = linear_sum_assignment(-table)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i, j] > 0]


def pair_up_in_order(gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]) -> Pairs:
    """One to one without crossing, for outlines: with the greatest sum of similarities."""
    if not gold or not predicted:
        return []
    table = _table(gold, predicted, alike)
    best = np.zeros((len(gold) + 1, len(predicted) + 1))
    for i in reversed(range(len(gold))):
        for j in reversed(range(len(predicted))):
            best[i, j] = max(best[i + 1, j], best[i, j + 1])
            if table[i, j] > 0:
                best[i, j] = max(best[i, j], best[i + 1, j + 1] + table[i, j])
    return _trace(table, best)


def _trace(table: npt.NDArray[np.float64], best: npt.NDArray[np.float64]) -> Pairs:
    """The pairs that make the best sum; where two ways are as good, the earlier pair."""
    pairs: Pairs = []
    i = j = 0
    while i < table.shape[0] and j < table.shape[1]:
        if table[i, j] > 0 and best[i, j] == best[i + 1, j + 1] + table[i, j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1, j] >= best[i, j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _table(
    gold: Sequence[G], predicted: Sequence[P], alike: Callable[[G, P], float]
) -> npt.NDArray[np.float64]:
    return np.array([[alike(g, p) for p in predicted] for g in gold], dtype=np.float64)
