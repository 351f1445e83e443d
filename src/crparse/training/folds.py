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

Score = Mapping[K, Mapping[str, Counts]]
"""Right, gold and predicted items by threshold or rendering, and by body."""


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


@dataclass(frozen=True)
class Trial(Generic[M, K]):
    """What weights come to on bodies that they have not seen."""

    unseen: Mapping[str, M]
    """For each body the weights learned without it."""
    known: Score[K]
    """The scores with the whole lexicon: too good, since some of it was written from the body's minutes."""
    masked: Score[K]
    """The scores without what the lexicon knows of the body alone."""


def try_out(
    views: Views[T],
    folds: int | None,
    learn: Callable[[Sequence[T]], M],
    score: Callable[[Sequence[T], M], Score[K]],
) -> Trial[M, K]:
    """Each body met by weights learned from bodies of the other parts."""
    unseen: dict[str, M] = {}
    known: dict[K, dict[str, Counts]] = defaultdict(dict)
    masked: dict[K, dict[str, Counts]] = defaultdict(dict)
    for part in held_out_parts([body for body, own in views.known.items() for _ in own], folds):
        model = learn(views.but(part))
        for body in sorted(part):
            unseen[body] = model
            for view, scores in ((views.known, known), (views.masked, masked)):
                for key, by_body in score(view[body], model).items():
                    scores[key].update(by_body)
    return Trial(unseen, dict(known), dict(masked))
