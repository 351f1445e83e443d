"""All weights anew, in the order in which they depend on each other, and what each comes to on unseen bodies.

Headings come first: the features of organisations and statements read the outline. Where a body is held out,
the entries of the word lists that it alone uses are hidden and its headings come from weights that have not
seen it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from crparse.models import BoostedTrees
from crparse.training.annotated import AnnotatedMinutes, TaggedMinutes
from crparse.training.figures import line
from crparse.training.folds import K, M, Trial, read_views, try_out
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


def rebuild(minutes: Sequence[AnnotatedMinutes], nlp: Language, output: Path, say: Say = print) -> None:
    """Writes the weights learned from the minutes to `output`, and says how they do on bodies held out."""
    outline, trial = _rebuild_outline(minutes, output, say)
    tagged = TaggedMinutes(nlp)

    def tables(one: AnnotatedMinutes, held_out: bool) -> list[DocumentTables]:
        trees = trial.unseen[one.body] if held_out else outline
        return [DocumentTables.of(one, tagged.doc(one, trees))]

    views = read_views(minutes, tables)
    organisations = views.of(lambda one: one.organisations)
    tried = try_out(organisations, None, learn_organisations, score_organisations)
    threshold = organisation_threshold(tried.masked)
    _report(say, "organisations", tried, threshold)
    write_linear(learn_organisations(organisations.but(), threshold), output / "organisations.json")
    for field, statements in (
        ("decisions", views.of(lambda one: one.decisions)),
        ("actions", views.of(lambda one: one.actions)),
    ):
        tried = try_out(statements, None, learn_statements, score_statements)
        threshold = statement_threshold(tried.masked)
        _report(say, field, tried, threshold)
        write_linear(learn_statements(statements.but(), threshold), output / f"{field}.json")


def _rebuild_outline(
    minutes: Sequence[AnnotatedMinutes], output: Path, say: Say
) -> tuple[BoostedTrees, Trial[BoostedTrees, str]]:
    """The weights of headings, and what they come to on bodies that they have not seen."""
    views = read_views(minutes, heading_tables)
    folds = min(HEADING_FOLDS, len(views.known))
    trial = try_out(views, folds, learn_headings, score_headings)
    _report(say, "headings", trial)
    outline = learn_headings(views.but())
    write_trees(outline, output / "outline.json")
    return outline, trial


def _report(say: Say, what: str, trial: Trial[M, K], chosen: K | None = None) -> None:
    """A line for every threshold or rendering, with and without what the lexicon knows of the body alone."""
    for label, scores in (("", trial.masked), ("whole lexicon, ", trial.known)):
        for key, by_body in scores.items():
            say(line(f"{what}, {label}{key}{' (chosen)' if key == chosen else ''}", by_body))
