"""Learns the weights of `crparse.models` from annotated minutes, with scikit-learn (the extra `train`).

`annotated` reads minutes with their gold records; `headings` and `items` make examples of them; `learners`
fits and exports weights; `held_out` tries them on bodies held out; `probability` learns from the records that
come of it how likely their items are right. Here it is all done, in the order in which
the weights depend on each other: headings come first, as the features of organisations and statements read
the outline. Where a body is held out, the entries of the word lists that it alone uses are hidden and its
headings come from weights that have not seen it. What an encoder read of each body while it was held out is
weighed too where it is given: in weights of their own, for those who have the encoder.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

from spacy.language import Language

from crparse.evaluation.calibration import calibration
from crparse.models import READ, BoostedTrees, LinearModel
from crparse.stages.outline.nesting import NestingModel
from crparse.training.annotated import AnnotatedMinutes, TaggedMinutes, kept_reading
from crparse.training.headings import (
    HeadingTable,
    heading_tables,
    learn_headings,
    score_headings,
    sheet_table,
)
from crparse.training.held_out import (
    ByBody,
    K,
    Views,
    entries_of_one_body,
    learn_unseen,
    mean_of_bodies,
    read_views,
    score_unseen,
    total,
    without,
)
from crparse.training.items import TASKS, ItemTable, LinearTask, best_threshold
from crparse.training.learners import write_linear, write_linears, write_trees
from crparse.training.nesting import NestingTable, learn_nesting, nesting_table, score_nesting
from crparse.training.probability import HeldOut, judged_record, judged_unseen, learn

HEADING_FOLDS = 5
"""Parts in which bodies are held out for headings: trees for each body would take ten times as long."""

Say = Callable[[str], None]
"""Takes a line of the report."""


@dataclass(frozen=True)
class Beside:
    """What is made up to learn from beside real minutes; nothing is scored on it."""

    sheets: Sequence[AnnotatedMinutes] = ()
    """Fictional sheets: headings and how they nest are learned from them."""
    sentences: Sequence[AnnotatedMinutes] = ()
    """Fictional sentences: decisions and actions are."""


def rebuild(
    minutes: Sequence[AnnotatedMinutes],
    nlp: Language,
    output: Path,
    beside: Beside | None = None,
    say: Say = print,
    readings: Path | None = None,
) -> None:
    """Writes the weights learned from the minutes to `output`, and says how they do on bodies held out.

    `readings` holds what an encoder read of each document whose body it had not seen.
    """
    sheets, sentences = (beside.sheets, beside.sentences) if beside else ((), ())
    headings, others = read_views(minutes, heading_tables), [sheet_table(sheet) for sheet in sheets]

    def learn(tables: Sequence[HeadingTable]) -> BoostedTrees:
        return learn_headings([*tables, *others])

    unseen = learn_unseen(headings, min(HEADING_FOLDS, len(headings.known)), learn)
    _say(say, "headings", score_unseen(headings.masked, unseen, score_headings))
    _say(say, "headings, whole lexicon", score_unseen(headings.known, unseen, score_headings))
    outline = learn(headings.but())
    write_trees(outline, output / "outline.json")
    nesting = _rebuild_nesting(minutes, sheets, output, say)
    tagged = TaggedMinutes(nlp)

    def tables(one: AnnotatedMinutes, held_out: bool) -> list[dict[str, ItemTable]]:
        doc = tagged.doc(one, unseen[one.body] if held_out else outline)
        made = {name: task.table(one, doc) for name, task in TASKS.items()}
        if readings is not None:
            doc._.crparse_reading = kept_reading(readings, one.name)
            made |= {name + READ: task.table(one, doc) for name, task in TASKS.items()}
        return [made]

    views = read_views(minutes, tables)
    written = [(one, tagged.doc(one, outline)) for one in sentences]
    linear: dict[str, dict[str, LinearModel]] = {}
    for name, task in TASKS.items():
        also = [task.table(one, doc) for one, doc in written] if name in FROM_SENTENCES else []
        linear[name] = _rebuild_linear(name, views.of(itemgetter(name)), task, also, output, say)
        if readings is not None:
            _rebuild_linear(name + READ, views.of(itemgetter(name + READ)), task, [], output, say)
    held_out = {
        body: HeldOut(unseen[body], nesting[body], {name: own[body] for name, own in linear.items()})
        for body in unseen
    }
    _rebuild_probability(minutes, tagged, held_out, output, say)


FROM_SENTENCES = ("decisions", "actions")
"""What fictional sentences are labelled for."""


def _rebuild_nesting(
    minutes: Sequence[AnnotatedMinutes], sheets: Sequence[AnnotatedMinutes], output: Path, say: Say
) -> dict[str, NestingModel]:
    """Writes the weights that tell how headings nest; for each body those that have not seen it."""
    views = read_views(minutes, lambda one, held_out: [nesting_table(one)])
    others = [nesting_table(sheet, sheet=True) for sheet in sheets]

    def learn(tables: Sequence[NestingTable]) -> NestingModel:
        return learn_nesting([*tables, *others])

    unseen = learn_unseen(views, min(HEADING_FOLDS, len(views.known)), learn)
    _say(say, "nesting", score_unseen(views.masked, unseen, score_nesting))
    model = learn(views.but())
    write_trees(model.over, output / "nesting_over.json")
    write_trees(model.peer, output / "nesting_peer.json")
    return unseen


def _rebuild_linear(
    name: str, views: Views[ItemTable], task: LinearTask, beside: list[ItemTable], output: Path, say: Say
) -> dict[str, LinearModel]:
    """Writes the weights learned from all bodies, with the threshold that does best on bodies held out.

    For each body those that have not seen it, with that threshold.
    """
    unseen = learn_unseen(views, None, lambda tables: task.learn([*tables, *beside]))
    masked = score_unseen(views.masked, unseen, lambda own, model: task.score(own, model, task.thresholds))
    threshold = best_threshold(masked)
    known = score_unseen(views.known, unseen, lambda own, model: task.score(own, model, [threshold]))
    _say(say, name, masked)
    _say(say, f"{name}, whole lexicon", known)
    learned = task.learn([*views.but(), *beside])
    write_linear(replace(learned, threshold=threshold), output / f"{name}.json")
    return {body: replace(own, threshold=threshold) for body, own in unseen.items()}


def _rebuild_probability(
    minutes: Sequence[AnnotatedMinutes],
    tagged: TaggedMinutes,
    held_out: Mapping[str, HeldOut],
    output: Path,
    say: Say,
) -> None:
    """Writes the weights that tell how likely items are right, learned from what others made of bodies that
    they had not seen."""
    hidden = entries_of_one_body((one.body, one.source.text) for one in minutes)
    records = []
    for one in sorted(minutes, key=lambda one: one.body):
        with without(hidden[one.body]):
            doc = held_out[one.body].parse(tagged.tagged(one), tagged.nlp)
            records.append(judged_record(one, doc))
    write_linears(learn(records), output / "probability.json")
    for line in calibration(judged_unseen(records)):
        say(f"probability, {line}")


def _say(say: Say, what: str, scores: Mapping[K, ByBody]) -> None:
    """The figures of each threshold or rendering in a line."""
    for key, by_body in scores.items():
        counts = total(by_body)
        say(
            f"{f'{what}, {key}':40} precision {counts.precision or 0:.3f} recall {counts.recall or 0:.3f}"
            f" F1 {counts.f1 or 0:.3f} mean of bodies {mean_of_bodies(by_body):.3f}"
        )
