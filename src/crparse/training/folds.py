"""Weights tried on bodies that they have not seen: which are held out together, with what the lexicon knows
of them hidden or not."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sklearn.model_selection import GroupKFold, LeaveOneGroupOut

from crparse.evaluation.scoring import Counts
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.masking import entries_of_one_body, without

T = TypeVar("T")
P = TypeVar("P")
M = TypeVar("M")
K = TypeVar("K", bound=Hashable)


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


def held_out_parts(bodies: Sequence[str], folds: int | None = None) -> list[frozenset[str]]:
    """The bodies of each part, from the body of each example; every body its own part without `folds`."""
    splitter = LeaveOneGroupOut() if folds is None else GroupKFold(folds)
    return [frozenset(bodies[i] for i in test) for _, test in splitter.split(bodies, groups=bodies)]


def learn_unseen(views: Views[T], folds: int | None, learn: Callable[[Sequence[T]], M]) -> dict[str, M]:
    """For each body the weights learned without it, and without the other bodies of its part."""
    unseen: dict[str, M] = {}
    for part in held_out_parts([body for body, own in views.known.items() for _ in own], folds):
        unseen |= dict.fromkeys(sorted(part), learn(views.but(part)))
    return unseen


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
