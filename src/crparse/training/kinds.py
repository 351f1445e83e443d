"""What tells minutes from other papers: real ones, papers that are none and fictional ones, weights, figures.

Folds hold out whole repositories: papers of one hand are never in both training and test.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path

from scipy.stats import binomtest
from spacy.language import Language
from spacy.tokens import Doc

from crparse.errors import ReadError
from crparse.evaluation.evaluate import read_lines
from crparse.models import LinearModel
from crparse.pipeline import parse_source
from crparse.readers import read_document
from crparse.readers.files.detect import OTHER_FORMAT
from crparse.record import MINUTES_KINDS
from crparse.stages.kind import LEAST, SURE
from crparse.stages.kind.features import PaperReading, Row
from crparse.stages.kind.verdict import Bounds, verdict
from crparse.training.annotated import AnnotatedMinutes
from crparse.training.held_out import held_out_parts
from crparse.training.learners import EVEN, TrainingSet, export_linear, fit_linear, write_linear

FOLDS = 5
"""Parts in which repositories are held out."""

SHRINK = 20.0
"""How strongly weights are drawn to zero: 5, 20 and 60 rank papers held out alike (0.992, 0.992, 0.991)."""

BOUNDS = Bounds(LEAST, SURE)

SURELY, NEVER = LinearModel({}, 50.0, EVEN), LinearModel({}, -50.0, EVEN)
"""Weights that find everything likely, and nothing: what they cannot change is settled by rules."""


@dataclass(frozen=True)
class Paper:
    """A document that is minutes or none."""

    document: AnnotatedMinutes
    """It has no gold record where it is none."""
    is_minutes: bool
    fictional: bool = False


@dataclass(frozen=True)
class KindExample:
    """What tells of a paper, and whether it is minutes."""

    name: str
    repository: str
    is_minutes: bool
    fictional: bool
    row: Row
    never_minutes: bool
    """Whether it is refused however likely it is."""
    never_refused: bool
    """Whether it is kept however unlikely it is."""

    def outcome(self, likely: float) -> str:
        """What becomes of it: "kept", "doubted" or "refused"."""
        if self.never_minutes or (likely < LEAST and not self.never_refused):
            return "refused"
        return "doubted" if likely < SURE else "kept"


def read_papers(folder: Path, fictional: bool = False) -> list[Paper]:
    """The documents of a folder whose manifest.jsonl tells the `kind` of each `file`, and its `repo` if any.

    What holds data is read as text; what cannot be read is left out.
    """
    found = []
    for entry in read_lines(folder / "manifest.jsonl"):
        name = entry["file"]
        try:
            source = read_document(folder / name)
        except ReadError as error:
            if error.code != OTHER_FORMAT:
                print(f"{name} is left out: {error.message}", file=sys.stderr)
                continue
            source = read_document(folder / name, format="txt")
        document = AnnotatedMinutes(name, name, source, {}, repository=entry.get("repo"))
        found.append(Paper(document, entry["kind"] in MINUTES_KINDS, fictional))
    return found


# What the names of minutes of one body share: takes "club" of "a027_club-pv.pdf", leaves
# its number and the rest.
_NAME = re.compile(r"(?:[a-z]*\d+_)?([^-_.]+)")


def read_without_gold(folder: Path, known: Iterable[AnnotatedMinutes]) -> list[Paper]:
    """More minutes, without gold records: of the repository of those known ones that are called alike."""
    repositories = {_called(one.name): one.repository for one in known}
    found = []
    for file in sorted(folder.iterdir()):
        repository = repositories.get(_called(file.name)) or _called(file.name)
        document = AnnotatedMinutes(file.name, repository, read_document(file), {}, repository=repository)
        found.append(Paper(document, True))
    return found


def _called(name: str) -> str:
    match = _NAME.match(name)
    return match[1] if match else name


def kind_example(paper: Paper, doc: Doc) -> KindExample:
    """What tells of a paper that the stages have read."""
    reading = PaperReading(doc)
    return KindExample(
        paper.document.name,
        paper.document.repository or paper.document.body,
        paper.is_minutes,
        paper.fictional,
        reading.row,
        not verdict(reading, SURELY, BOUNDS).is_minutes,
        verdict(reading, NEVER, BOUNDS).is_minutes,
    )


def read_examples(papers: Iterable[Paper], nlp: Language) -> list[KindExample]:
    """The papers as the stages of a pipeline read them."""
    return [kind_example(paper, parse_source(nlp, paper.document.source)) for paper in papers]


def learn_kinds(examples: Sequence[KindExample]) -> LinearModel:
    """The weights; minutes and other papers count alike, and many papers of one repository less each."""
    names = sorted({name for one in examples for name in one.row})
    answers = [one.is_minutes for one in examples]
    told = TrainingSet(names, [one.row for one in examples], answers, _weights(examples))
    return export_linear(fit_linear(told, SHRINK), names)


def _weights(examples: Sequence[KindExample]) -> list[float]:
    many = Counter(one.repository for one in examples)
    sums = {
        answer: fsum(many[one.repository] ** -0.5 for one in examples if one.is_minutes is answer)
        for answer in (True, False)
    }
    return [float(many[one.repository] ** -0.5 / sums[one.is_minutes]) for one in examples]


def outcomes_unseen(examples: Sequence[KindExample]) -> Mapping[str, str]:
    """What becomes of each paper by weights that have not seen its repository, by its name."""
    found: dict[str, str] = {}
    repositories = [one.repository for one in examples]
    for part in held_out_parts(repositories, min(FOLDS, len(set(repositories)))):
        model = learn_kinds([one for one in examples if one.repository not in part])
        own = (one for one in examples if one.repository in part)
        found |= {one.name: one.outcome(model.probability(one.row)) for one in own}
    return found


def rebuild_kinds(examples: Sequence[KindExample], output: Path, say: Callable[[str], None]) -> None:
    """Writes the weights, and says what becomes of papers whose repository they have not seen."""
    unseen = outcomes_unseen(examples)
    for fictional in (False, True):
        for is_minutes in (True, False):
            own = [one for one in examples if (one.fictional, one.is_minutes) == (fictional, is_minutes)]
            counts = Counter(unseen[one.name] for one in own)
            what = f"{'fictional ' if fictional else ''}{'minutes' if is_minutes else 'other papers'}"
            shares = (
                f"{name} {counts[name]} ({_interval(counts[name], len(own))})"
                for name in ("kept", "doubted", "refused")
            )
            say(f"{f'kind, {what}':40} {len(own)}: {', '.join(shares)}")
    write_linear(learn_kinds(examples), output / "kind.json")


def _interval(count: int, total: int) -> str:
    """The share with the interval (Wilson, 95 %) in which it lies."""
    if not total:
        return "-"
    low, high = binomtest(count, total).proportion_ci(method="wilson")
    return f"{count / total:.3f}, {low:.3f} to {high:.3f}"
