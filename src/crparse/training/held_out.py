"""Weights tried on bodies that they have not seen: which are held out together, with what the word lists know
of them hidden or not, and what a try came to.

Names, first names and words that are no names came into the lists from minutes: those that one body alone
uses are hidden, so that a body held out is met as one never seen.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar
from unittest.mock import patch

from sklearn.model_selection import GroupKFold, LeaveOneGroupOut

from crparse import lexicon
from crparse.evaluation.scoring import Counts
from crparse.text import name_words
from crparse.training.annotated import AnnotatedMinutes

T = TypeVar("T")
P = TypeVar("P")
M = TypeVar("M")
K = TypeVar("K", bound=Hashable)

LISTS = ("first_names", "not_organisations", "public_bodies")
"""The lists that are filled from minutes; the cues in the other files speak French, not names."""

KEPT = ("crparse.lexicon", "crparse.pipeline", "crparse.readers")
"""Modules whose caches stay: the lexicon's files, the model; documents are read before anything is hidden."""

Entries = Mapping[str, frozenset[str]]
"""Entries of each list."""

ByBody = Mapping[str, Counts]
"""Right, gold and predicted items of each body."""


@dataclass(frozen=True)
class Views(Generic[T]):
    """The examples of each body, read with the whole lexicon and without what it knows of that body alone."""

    known: Mapping[str, Sequence[T]]
    masked: Mapping[str, Sequence[T]]

    def but(self, held_out: frozenset[str] = frozenset()) -> list[T]:
        """What is learned from while some bodies are held out."""
        return [one for body, own in self.known.items() if body not in held_out for one in own]

    def of(self, part: Callable[[T], P]) -> "Views[P]":
        """A part of every example."""
        known, masked = (
            {body: [part(one) for one in own] for body, own in view.items()}
            for view in (self.known, self.masked)
        )
        return Views(known, masked)


def read_views(
    minutes: Sequence[AnnotatedMinutes], examples: Callable[[AnnotatedMinutes, bool], Sequence[T]]
) -> Views[T]:
    """The examples that the minutes give; `examples` is told whether the body of the minutes is held out."""
    by_body = defaultdict[str, list[AnnotatedMinutes]](list)
    for one in minutes:
        by_body[one.body].append(one)
    hidden = entries_of_one_body((one.body, one.source.text) for one in minutes)
    known = {body: [table for one in own for table in examples(one, False)] for body, own in by_body.items()}
    masked = {}
    for body, own in by_body.items():
        with without(hidden[body]):
            masked[body] = [table for one in own for table in examples(one, True)]
    return Views(known, masked)


def entries_of_one_body(texts: Iterable[tuple[str, str]]) -> dict[str, Entries]:
    """For each body the entries that its minutes alone show, from (body, text) of all minutes."""
    words: dict[str, list[str]] = defaultdict(list)
    for body, text in texts:
        words[body] += ["|", *name_words(text)]
    spoken = {body: (frozenset(own), f" {' '.join(own)} ") for body, own in words.items()}
    found = {body: {name: set[str]() for name in LISTS} for body in words}
    for name in LISTS:
        for entry in lexicon.words(name, name):
            bodies = _bodies_with(name_words(entry), spoken)
            if len(bodies) == 1:
                found[bodies[0]][name].add(entry)
    return {body: {name: frozenset(own) for name, own in lists.items()} for body, lists in found.items()}


def _bodies_with(entry: tuple[str, ...], spoken: Mapping[str, tuple[frozenset[str], str]]) -> list[str]:
    printed = f" {' '.join(entry)} "
    return [body for body, (words, text) in spoken.items() if words.issuperset(entry) and printed in text]


@contextmanager
def without(hidden: Entries) -> Iterator[None]:
    """The lexicon lacks these entries meanwhile."""
    known = lexicon.words

    def words(file: str, name: str) -> frozenset[str]:
        return known(file, name) - hidden.get(name, frozenset())

    with patch.object(lexicon, "words", words):
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    """Nothing derived from the lists is kept."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("crparse.") and not name.startswith(KEPT):
            for value in vars(module).values():
                clear = getattr(value, "cache_clear", None)
                if clear is not None:
                    clear()


def learn_unseen(views: Views[T], folds: int | None, learn: Callable[[Sequence[T]], M]) -> dict[str, M]:
    """For each body the weights learned without it, and without the other bodies of its part."""
    unseen: dict[str, M] = {}
    for part in held_out_parts([body for body, own in views.known.items() for _ in own], folds):
        unseen |= dict.fromkeys(sorted(part), learn(views.but(part)))
    return unseen


def held_out_parts(bodies: Sequence[str], folds: int | None = None) -> list[frozenset[str]]:
    """The bodies of each part, from the body of each example; every body its own part without `folds`."""
    splitter = LeaveOneGroupOut() if folds is None else GroupKFold(folds)
    return [frozenset(bodies[i] for i in test) for _, test in splitter.split(bodies, groups=bodies)]


def score_unseen(
    view: Mapping[str, Sequence[T]],
    unseen: Mapping[str, M],
    score: Callable[[Sequence[T], M], Mapping[K, Counts]],
) -> dict[K, dict[str, Counts]]:
    """What each body's weights come to on it: items right, in the gold and predicted, by threshold or
    rendering, and by body."""
    found: dict[K, dict[str, Counts]] = defaultdict(dict)
    for body, own in view.items():
        for key, counts in score(own, unseen[body]).items():
            found[key][body] = counts
    return dict(found)


def total(by_body: ByBody) -> Counts:
    """All bodies together."""
    found = Counts()
    for counts in by_body.values():
        found.add(counts.right, counts.gold, counts.predicted)
    return found


def mean_of_bodies(by_body: ByBody) -> float:
    """The mean F1 of the bodies that have an item, or are said to: each counts the same."""
    figures = [counts.f1 for counts in by_body.values() if counts.f1 is not None]
    return sum(figures) / max(1, len(figures))
