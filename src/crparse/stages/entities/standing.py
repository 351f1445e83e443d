"""Where each form stands among the other forms of its document, by what the first weights say of each.

A stretch within a likelier one is a part of it, what stands beside bodies in a list likely is one as well,
and of names with one head ("association …", "projet …") the ones tell about the others.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

from crparse.language.organisations import parse_organisation
from crparse.text import Stretch, name_key

SUREST = 8.0
"""Log-odds above which, and below whose counterpart, one form is as sure as another. Chosen, not measured."""

NONE = -9.0
"""For a form that does not exist: less likely than any that does."""

BESIDE = 14
"""Characters that may part two names of a list: " et auprès de l'". Chosen, not measured."""

NEAR = 80
"""Characters in which another name is near. Chosen, not measured."""

LIKELIEST = 10
"""Forms of a document by whose mean it shows how sure the weights are there. Chosen, not measured."""

PREFIX = "among_"
"""Begins the names of these figures, so that no figure of a form itself has one of them."""


class _StandsAt(NamedTuple):
    start: int
    longest_first: int
    """The end, negative: of places with one start the longest comes first."""
    form: int

    @property
    def end(self) -> int:
        return -self.longest_first


class _Best:
    """For each form the log-odds of the likeliest of some others."""

    def __init__(self, odds: Sequence[float]) -> None:
        self._odds = odds
        self.of = [NONE] * len(odds)

    def tell(self, form: int, other: int) -> None:
        """One of the others."""
        self.of[form] = max(self.of[form], self._odds[other])


def standings(
    names: Sequence[str],
    places: Sequence[Collection[Stretch]],
    odds: Sequence[float],
    stated: Iterable[tuple[str, str]],
) -> list[dict[str, float]]:
    """The figures of each form, in order: of `names` with their places and first log-odds.

    `stated` are the pairs of acronym and name that the text itself states.
    """
    odds = [min(max(one, -SUREST), SUREST) for one in odds]
    found = {
        **_in_document(odds),
        **_overlapping(places, odds),
        **_beside(places, odds),
        **_alike(names, odds),
        "pair": _paired(names, odds, stated),
    }
    rivals = zip(odds, found["longer"], found["inner"], found["across"], strict=True)
    found["lead"] = [own - max(others) for own, *others in rivals]
    return [
        dict(zip((PREFIX + name for name in found), row, strict=True))
        for row in zip(*found.values(), strict=True)
    ]


def _in_document(odds: Sequence[float]) -> Mapping[str, Sequence[float]]:
    """The form's own log-odds, how many are likelier, and how many are likely at all."""
    ordered = sorted(odds, reverse=True)
    rank = {one: place for place, one in reversed(list(enumerate(ordered)))}
    good, size = sum(one > 0 for one in odds), len(odds)
    top = sum(ordered[:LIKELIEST]) / max(1, len(ordered[:LIKELIEST]))
    return {
        "own": odds,
        "rank": [log(1 + rank[one]) for one in odds],
        "good": [log(1 + good)] * size,
        "dense": [good / (LIKELIEST + size)] * size,
        "top": [top] * size,
    }


def _ordered(places: Sequence[Collection[Stretch]]) -> list[_StandsAt]:
    return sorted(_StandsAt(start, -end, form) for form, own in enumerate(places) for start, end in own)


def _overlapping(
    places: Sequence[Collection[Stretch]], odds: Sequence[float]
) -> Mapping[str, Sequence[float]]:
    """The likeliest form that holds it, that it holds, that it shares but a part with."""
    longer, inner, across = _Best(odds), _Best(odds), _Best(odds)
    held = [0] * len(odds)
    ordered = _ordered(places)
    starts = [place.start for place in ordered]
    for at, outer in enumerate(ordered):
        for other in ordered[at + 1 : bisect_left(starts, outer.end)]:
            if other.end <= outer.end:
                longer.tell(other.form, outer.form)
                inner.tell(outer.form, other.form)
                held[other.form] += 1
            else:
                across.tell(outer.form, other.form)
                across.tell(other.form, outer.form)
    return {
        "longer": longer.of,
        "held": [log(1 + count) for count in held],
        "inner": inner.of,
        "across": across.of,
    }


def _beside(places: Sequence[Collection[Stretch]], odds: Sequence[float]) -> Mapping[str, Sequence[float]]:
    """The likeliest form right before it, right after it, and near it on either side."""
    before, after, near = _Best(odds), _Best(odds), _Best(odds)
    ordered = _ordered(places)
    starts = [place.start for place in ordered]
    by_end = sorted(ordered, key=lambda place: place.end)
    ends = [place.end for place in by_end]
    for place in ordered:
        for other in by_end[bisect_left(ends, place.start - NEAR) : bisect_right(ends, place.start)]:
            near.tell(place.form, other.form)
            if other.end >= place.start - BESIDE:
                before.tell(place.form, other.form)
        for other in ordered[bisect_left(starts, place.end) : bisect_left(starts, place.end + NEAR)]:
            near.tell(place.form, other.form)
            if other.start < place.end + BESIDE:
                after.tell(place.form, other.form)
    return {"before": before.of, "after": after.of, "near": near.of}


def _alike(names: Sequence[str], odds: Sequence[float]) -> Mapping[str, Sequence[float]]:
    """The other forms with its first word, with its words beside the kind, with its letters."""
    parsed = [parse_organisation(name) for name in names]
    return {
        "head": _mean_of_others([form.head for form in parsed], odds),
        "core": _best_of_others([form.core for form in parsed], odds),
        "letters": _best_of_others([form.joined for form in parsed], odds),
    }


def _mean_of_others(keys: Sequence[Hashable], odds: Sequence[float]) -> list[float]:
    """Of each form the mean of the others with its key."""
    sums, counts = defaultdict[Hashable, float](float), Counter(keys)
    for key, one in zip(keys, odds, strict=True):
        sums[key] += one
    return [
        (sums[key] - one) / (counts[key] - 1) if counts[key] > 1 else NONE
        for key, one in zip(keys, odds, strict=True)
    ]


def _best_of_others(keys: Sequence[Hashable], odds: Sequence[float]) -> list[float]:
    """Of each form the likeliest other with its key; none with a key of nothing."""
    best = defaultdict[Hashable, list[float]](list)
    for key, one in zip(keys, odds, strict=True):
        best[key] = sorted([*best[key], one], reverse=True)[:2]
    found = []
    for key, one in zip(keys, odds, strict=True):
        first, *second = best[key]
        others = second if one == first else [first]
        found.append(others[0] if key and others else NONE)
    return found


def _paired(names: Sequence[str], odds: Sequence[float], stated: Iterable[tuple[str, str]]) -> list[float]:
    """Of an acronym its name, of a name its acronym."""
    places = {name_key(name): place for place, name in enumerate(names)}
    best = _Best(odds)
    for pair in stated:
        acronym, name = (places.get(name_key(one)) for one in pair)
        if acronym is not None and name is not None:
            best.tell(acronym, name)
            best.tell(name, acronym)
    return best.of
