"""Learns the weights of `crparse.models` from annotated minutes, with scikit-learn (the extra `train`).

`annotated` reads minutes with their gold records; `headings` and `items` make examples of them; `learners`
fits and exports weights; `held_out` tries them on bodies held out; `probability` learns from the records that
come of it how likely their items are right, `kinds` from papers that are none what tells minutes from them.
Here it is all done, in the order in which the weights depend on each other: headings come first, as the
features of organisations and statements read the outline. Where a body is held out, the entries of the word
lists that it alone uses are hidden and its headings come from weights that have not seen it. What an encoder
read of each body while it was held out is weighed too where it is given: in weights of their own, for those
who have the encoder.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from spacy.language import Language

from crparse.evaluation.calibration import calibration
from crparse.models import READ, BoostedTrees
from crparse.stages.outline.nesting import NestingModel
from crparse.training.annotated import AnnotatedMinutes, TaggedMinutes, kept_reading
from crparse.training.attendance import learn_lines, line_table, score_lines
from crparse.training.beside import beside_table, learn_beside, score_beside
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
from crparse.training.items import TASKS, ItemTable, ItemTask, best_threshold
from crparse.training.kinds import Paper, kind_example, rebuild_kinds
from crparse.training.learners import write_linears, write_trees
from crparse.training.nesting import NestingTable, learn_nesting, nesting_table, score_nesting
from crparse.training.probability import HeldOut, judged_record, judged_unseen, learn
from crparse.training.statements import JURIES

HEADING_FOLDS = 5
"""Parts in which bodies are held out for headings: trees for each body would take ten times as long."""

Say = Callable[[str], None]
"""Takes a line of the report."""


@dataclass(frozen=True)
class Beside:
    """What is learned from beside real minutes; of it papers alone are scored."""

    sheets: Sequence[AnnotatedMinutes] = ()
    """Fictional sheets: headings and how they nest are learned from them."""
    sentences: Sequence[AnnotatedMinutes] = ()
    """Fictional sentences: decisions and actions are."""
    papers: Sequence[Paper] = ()
    """Papers that are none, and fictional ones: what tells minutes from other papers is learned from them."""


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
    _rebuild_attendance(minutes, output, say)
    outline = learn(headings.but())
    write_trees(outline, output / "outline.json")
    nesting = _rebuild_nesting(minutes, sheets, output, say)
    tagged = TaggedMinutes(nlp)

    tasks: dict[str, ItemTask[Any, Any]] = {**TASKS, **JURIES}

    def tables(one: AnnotatedMinutes, held_out: bool) -> list[dict[str, Any]]:
        doc = tagged.doc(one, unseen[one.body] if held_out else outline)
        made = {name: task.table(one, doc) for name, task in tasks.items()}
        if readings is not None:
            doc._.crparse_reading = kept_reading(readings, one.name)
            made |= {name + READ: task.table(one, doc) for name, task in tasks.items() if task.reads}
        return [made]

    views = read_views(minutes, tables)
    written = [(one, tagged.doc(one, outline)) for one in sentences]
    items: dict[str, dict[str, Any]] = {}
    for name, task in tasks.items():
        # No encoder has read the fictional sentences.
        also = [task.table(one, doc) for one, doc in written] if name in JURIES else []
        items[name] = _rebuild_items(name, views.of(itemgetter(name)), task, also, output, say)
        if readings is not None and task.reads:
            read = views.of(itemgetter(name + READ))
            items[name + READ] = _rebuild_items(name + READ, read, task, [], output, say)
    held_out = {
        body: HeldOut(unseen[body], nesting[body], {name: own[body] for name, own in items.items()})
        for body in unseen
    }
    _rebuild_probability(minutes, tagged, held_out, output, say)
    if readings is not None:
        _rebuild_probability(minutes, tagged, held_out, output, say, readings)
    if beside and beside.papers:
        _rebuild_kind(minutes, beside.papers, tagged, held_out, output, say)


def _rebuild_kind(
    minutes: Sequence[AnnotatedMinutes],
    papers: Sequence[Paper],
    tagged: TaggedMinutes,
    held_out: Mapping[str, HeldOut],
    output: Path,
    say: Say,
) -> None:
    """Writes the weights that tell minutes from other papers, as others read bodies that they had not seen.

    No body of a paper is among those of the minutes, so that any weights do for it.
    """
    any_weights = held_out[min(held_out)]
    examples = [
        *(
            kind_example(Paper(one, True), held_out[one.body].parse(tagged.tagged(one), tagged.nlp))
            for one in minutes
        ),
        *(
            kind_example(paper, any_weights.parse(tagged.tagged(paper.document), tagged.nlp))
            for paper in papers
        ),
    ]
    rebuild_kinds(examples, output, say)


def _rebuild_attendance(minutes: Sequence[AnnotatedMinutes], output: Path, say: Say) -> None:
    """Writes the weights that tell rows of people, and bodies from what else stands beside a name."""
    views = read_views(minutes, lambda one, held_out: [line_table(one)])
    unseen = learn_unseen(views, min(HEADING_FOLDS, len(views.known)), learn_lines)
    _say(say, "rows of people", score_unseen(views.masked, unseen, score_lines))
    write_trees(learn_lines(views.but()), output / "attendance.json")
    others = read_views(minutes, lambda one, held_out: [beside_table(one)])
    unseen = learn_unseen(others, min(HEADING_FOLDS, len(others.known)), learn_beside)
    _say(say, "bodies beside names", score_unseen(others.masked, unseen, score_beside))
    write_trees(learn_beside(others.but()), output / "beside.json")


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


def _rebuild_items(
    name: str,
    views: Views[ItemTable],
    task: ItemTask[Any, Any],
    beside: list[ItemTable],
    output: Path,
    say: Say,
) -> dict[str, Any]:
    """Writes the weights learned from all bodies, with the threshold that does best on bodies held out.

    For each body those that have not seen it, with that threshold.
    """
    folds = task.folds and min(task.folds, len(views.known))
    unseen = learn_unseen(views, folds, lambda tables: task.learn([*tables, *beside]))
    masked = score_unseen(views.masked, unseen, lambda own, model: task.score(own, model, task.thresholds))
    threshold = best_threshold(masked)
    known = score_unseen(views.known, unseen, lambda own, model: task.score(own, model, [threshold]))
    _say(say, name, masked)
    _say(say, f"{name}, whole lexicon", known)
    task.write(task.at(task.learn([*views.but(), *beside]), threshold), output, name)
    return {body: task.at(own, threshold) for body, own in unseen.items()}


def _rebuild_probability(
    minutes: Sequence[AnnotatedMinutes],
    tagged: TaggedMinutes,
    held_out: Mapping[str, HeldOut],
    output: Path,
    say: Say,
    readings: Path | None = None,
) -> None:
    """Writes the weights that tell how likely items are right, learned from what others made of bodies that
    they had not seen; with `readings` those for documents that an encoder has read."""
    hidden = entries_of_one_body((one.body, one.source.text) for one in minutes)
    records = []
    for one in sorted(minutes, key=lambda one: one.body):
        with without(hidden[one.body]):
            reading = None if readings is None else kept_reading(readings, one.name)
            doc = held_out[one.body].parse(tagged.tagged(one), tagged.nlp, reading)
            records.append(judged_record(one, doc))
    name = "probability" if readings is None else "probability" + READ
    write_linears(learn(records), output / f"{name}.json")
    for line in calibration(judged_unseen(records)):
        say(f"{name}, {line}")


def _say(say: Say, what: str, scores: Mapping[K, ByBody]) -> None:
    """The figures of each threshold or rendering in a line."""
    for key, by_body in scores.items():
        counts = total(by_body)
        say(
            f"{f'{what}, {key}':40} precision {counts.precision or 0:.3f} recall {counts.recall or 0:.3f}"
            f" F1 {counts.f1 or 0:.3f} mean of bodies {mean_of_bodies(by_body):.3f}"
        )
