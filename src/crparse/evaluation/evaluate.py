"""Folders of predicted records against folders of gold records: totals, means, groups, errors."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from crparse.corpus.folder import DOCUMENTS
from crparse.evaluation.scoring import FIELDS, Counts, Mismatch, Record, Sheet, score_record
from crparse.record import CORE
from crparse.wording import Message

BEYOND = ("meeting", "decisions", "votes", "actions", "attendee_role", "attendee_proxy")
"""Fields whose mean F1 is the score beyond the core."""


FIGURES = ("precision", "recall", "f1", "gold", "predicted")
"""What a file of scores tells of each field."""


class EvaluationError(Exception):
    """There is nothing to evaluate: what is missing, in words."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)


@dataclass(frozen=True)
class Evaluation:
    """The scores of some records: counts summed over them (micro-averaged)."""

    sheets: Sequence[Sheet]
    missing: Sequence[str] = ()
    """Gold files without a prediction; they count as empty ones."""

    @property
    def totals(self) -> dict[str, Counts]:
        """The counts of every field."""
        totals = {name: Counts() for name in FIELDS}
        for sheet in self.sheets:
            for name, counts in sheet.counts.items():
                totals[name].add(counts.right, counts.gold, counts.predicted)
        return totals

    def mean(self, fields: Iterable[str]) -> float | None:
        """Mean F1 over those of `fields` that have anything to score."""
        totals = self.totals
        scores = [f1 for name in fields if (f1 := totals[name].f1) is not None]
        return sum(scores) / len(scores) if scores else None

    @property
    def core(self) -> float | None:
        """Mean F1 over the core fields."""
        return self.mean(CORE)

    @property
    def beyond(self) -> float | None:
        """Mean F1 over the fields beyond the core."""
        return self.mean(BEYOND)

    def mismatches(self, field: str) -> list[Mismatch]:
        """What is wrong in a field, file by file."""
        return [found for sheet in self.sheets for found in sheet.mismatches if found.field == field]

    def grouped(self, group_of: Mapping[str, str]) -> dict[str, "Evaluation"]:
        """The evaluation of each group of files; files of no group are left out."""
        groups: dict[str, list[Sheet]] = defaultdict(list)
        for sheet in self.sheets:
            if sheet.file in group_of:
                groups[group_of[sheet.file]].append(sheet)
        return {name: Evaluation(groups[name]) for name in sorted(groups)}

    def as_json(self) -> dict[str, Any]:
        """The figures, for a file."""
        return {
            "files": len(self.sheets),
            "missing": list(self.missing),
            "core": self.core,
            "beyond": self.beyond,
            "fields": {
                name: {figure: getattr(counts, figure) for figure in FIGURES}
                for name, counts in self.totals.items()
            },
        }


def evaluate(gold: Mapping[str, Record], predicted: Mapping[str, Record]) -> Evaluation:
    """Scores predicted records, by file name, against gold records."""
    sheets = [score_record(file, record, predicted.get(file, {})) for file, record in gold.items()]
    return Evaluation(sheets, [file for file in gold if file not in predicted])


def evaluate_folders(gold: Path, predicted: Path) -> Evaluation:
    """Scores the records under `predicted` against those under `gold`.

    Raises:
        EvaluationError: There is no gold record.
    """
    records = read_json_records(gold)
    if not records:
        raise EvaluationError(Message("There is no gold record under %(gold)s.", gold=gold))
    return evaluate(records, read_json_records(predicted))


def read_json_records(place: Path) -> dict[str, Record]:
    """Records by the name of their source file: of a corpus, a folder of .json files or a .jsonl file."""
    if place.is_file():
        found = [("", record) for record in read_lines(place)]
    else:
        folder = place / DOCUMENTS if (place / DOCUMENTS).is_dir() else place
        files = sorted(folder.glob("*.json"))
        found = [(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files]
    records = ((stem, record) for stem, record in found if isinstance(record, dict))
    return {_source_name(record, stem): record for stem, record in records if _is_first(record)}


def _is_first(record: Record) -> bool:
    """Whether it is of the first meeting of its file: gold has one record a file."""
    return bool((record.get("source") or {}).get("meeting", 1) == 1)


def _source_name(record: Record, stem: str) -> str:
    name = (record.get("source") or {}).get("name") or record.get("file") or stem
    return PurePath(str(name)).name


def read_groups(manifest: Path, key: str) -> dict[str, str]:
    """The value of `key` ("group", "format"…) for each file that a .jsonl manifest describes."""
    return {entry["file"]: str(entry[key]) for entry in read_lines(manifest) if key in entry}


def read_lines(file: Path) -> list[Any]:
    """The values of a .jsonl file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


LONGEST = 100
"""Characters of a value that an error line shows."""


def figures(evaluation: Evaluation) -> Iterator[str]:
    """Precision, recall and F1 of every field, and the two means."""
    yield f"{len(evaluation.sheets)} gold files, {len(evaluation.missing)} without a prediction"
    if evaluation.missing:
        yield "without a prediction: " + ", ".join(evaluation.missing)
    yield f"{'field':24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'pred':>7}"
    for name, counts in evaluation.totals.items():
        scores = "".join(map(_score, (counts.precision, counts.recall, counts.f1)))
        yield f"{name:24}{scores}{counts.gold:7d}{counts.predicted:7d}"
    yield f"{'core (mean F1)':38}{_score(evaluation.core)}"
    yield f"{'beyond (mean F1)':38}{_score(evaluation.beyond)}"


def by_file(evaluation: Evaluation) -> Iterator[str]:
    """The F1 of the core fields of each file."""
    for sheet in evaluation.sheets:
        scores = [f"{name}={f1:.2f}" for name in CORE if (f1 := sheet.counts[name].f1) is not None]
        yield f"{sheet.file} {' '.join(scores)}"


def by_group(groups: Mapping[str, Evaluation]) -> Iterator[str]:
    """The two means of each group of files."""
    width = max(map(len, groups), default=0)
    yield f"{'group':{width}}{'files':>7}{'core':>7}{'beyond':>7}"
    for name, evaluation in groups.items():
        yield f"{name:{width}}{len(evaluation.sheets):7d}{_score(evaluation.core)}{_score(evaluation.beyond)}"


def errors(mismatches: list[Mismatch]) -> Iterator[str]:
    """One line for each mismatch."""
    for found in mismatches:
        values = f"gold: {_value(found.gold)} | predicted: {_value(found.predicted)}"
        yield f"{found.file} | {found.kind} | {values}"


def _score(value: float | None) -> str:
    return f"{'-':>7}" if value is None else f"{value:7.3f}"


def _value(value: Any) -> str:
    if value is None:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
