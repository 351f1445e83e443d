"""All weights anew, in the order in which they depend on each other, and what each comes to on unseen bodies.

Headings come first: the features of organisations and statements read the outline. Where a body is held out,
the entries of the word lists that it alone uses are hidden and its headings come from weights that have not
seen it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic

from spacy.language import Language
from spacy.tokens import Doc

from crparse.evaluation.scoring import Counts
from crparse.models import LinearModel
from crparse.training import organisations, statements
from crparse.training.annotated import AnnotatedMinutes, TaggedMinutes
from crparse.training.figures import ByBody, line
from crparse.training.folds import K, T, Views, learn_unseen, read_views, score_unseen
from crparse.training.headings import heading_tables, learn_headings, score_headings
from crparse.training.learners import write_linear, write_trees
from crparse.training.organisations import (
    OrganisationTable,
    learn_organisations,
    organisation_table,
    organisation_threshold,
    score_organisations,
)
from crparse.training.statements import (
    StatementTable,
    learn_statements,
    score_statements,
    statement_table,
    statement_threshold,
)

HEADING_FOLDS = 5
"""Parts in which bodies are held out for headings: trees for each body would take ten times as long."""

Say = Callable[[str], None]
"""Takes a line of the report."""


@dataclass(frozen=True)
class DocumentTables:
    """What a document gives to learn from after its headings are found."""

    organisations: OrganisationTable
    decisions: StatementTable
    actions: StatementTable

    @classmethod
    def of(cls, minutes: AnnotatedMinutes, doc: Doc) -> "DocumentTables":
        """The tables of a document."""
        return cls(
            organisation_table(minutes, doc),
            statement_table("decisions", minutes, doc),
            statement_table("actions", minutes, doc),
        )


@dataclass(frozen=True)
class LinearTask(Generic[T]):
    """How weights with a threshold are learned and tried."""

    learn: Callable[[Sequence[T]], LinearModel]
    score: Callable[[Sequence[T], LinearModel, Sequence[float]], Mapping[float, Counts]]
    thresholds: Sequence[float]
    choose: Callable[[Mapping[float, ByBody]], float]
    """The threshold to keep, by what each comes to on bodies held out."""


ORGANISATIONS = LinearTask(
    learn_organisations, score_organisations, organisations.THRESHOLDS, organisation_threshold
)
STATEMENTS = LinearTask(learn_statements, score_statements, statements.THRESHOLDS, statement_threshold)


def rebuild(minutes: Sequence[AnnotatedMinutes], nlp: Language, output: Path, say: Say = print) -> None:
    """Writes the weights learned from the minutes to `output`, and says how they do on bodies held out."""
    headings = read_views(minutes, heading_tables)
    unseen = learn_unseen(headings, min(HEADING_FOLDS, len(headings.known)), learn_headings)
    _say(say, "headings", score_unseen(headings.masked, unseen, score_headings))
    _say(say, "headings, whole lexicon", score_unseen(headings.known, unseen, score_headings))
    outline = learn_headings(headings.but())
    write_trees(outline, output / "outline.json")
    tagged = TaggedMinutes(nlp)

    def tables(one: AnnotatedMinutes, held_out: bool) -> list[DocumentTables]:
        return [DocumentTables.of(one, tagged.doc(one, unseen[one.body] if held_out else outline))]

    views = read_views(minutes, tables)
    _rebuild_linear("organisations", views.of(lambda one: one.organisations), ORGANISATIONS, output, say)
    _rebuild_linear("decisions", views.of(lambda one: one.decisions), STATEMENTS, output, say)
    _rebuild_linear("actions", views.of(lambda one: one.actions), STATEMENTS, output, say)


def _rebuild_linear(name: str, views: Views[T], task: LinearTask[T], output: Path, say: Say) -> None:
    """Writes the weights learned from all bodies, with the threshold that does best on bodies held out."""
    unseen = learn_unseen(views, None, task.learn)
    masked = score_unseen(views.masked, unseen, lambda own, model: task.score(own, model, task.thresholds))
    threshold = task.choose(masked)
    known = score_unseen(views.known, unseen, lambda own, model: task.score(own, model, [threshold]))
    _say(say, name, masked)
    _say(say, f"{name}, whole lexicon", known)
    write_linear(replace(task.learn(views.but()), threshold=threshold), output / f"{name}.json")


def _say(say: Say, what: str, scores: Mapping[K, ByBody]) -> None:
    for key, by_body in scores.items():
        say(line(f"{what}, {key}", by_body))
