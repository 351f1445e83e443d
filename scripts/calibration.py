"""Says whether the probabilities of records come true, and what sorting documents by their doubt is worth.

usage: calibration.py [--minutes DIR] [--records FOLDER]

DIR, by default CRPARSE_MINUTES, has documents/, gold/ and manifest.jsonl. The documents are parsed, or their
records are those of a corpus or a folder of .json files. Of each set: the items of every field, the share of
them that is right and the one that was said; the expected calibration error in ten bins; the Brier score
beside that of the base rate; the share of the errors that the first fifth of the documents holds.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from crparse.evaluation.calibration import calibration, judge
from crparse.evaluation.evaluate import read_json_records
from evaluation_sets import REAL_SETS, EvaluationSet, parse, real_minutes, real_minutes_folder, real_set


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures of every set of real minutes."""
    parser = argparse.ArgumentParser(description="Says whether the probabilities of records come true.")
    parser.add_argument("--minutes", type=Path, default=real_minutes_folder(), help="folder of real minutes")
    parser.add_argument("--records", type=Path, help="records that are there already")
    options = parser.parse_args(arguments)
    if options.minutes is None:
        parser.error("there are no minutes: name their folder by --minutes or CRPARSE_MINUTES")
    every = real_minutes(options.minutes)
    with tempfile.TemporaryDirectory() as folder:
        given = options.records
        records = read_json_records(given) if given else parse(every.documents, Path(folder) / "corpus")
    for found in (every, *(real_set(options.minutes, name) for name in REAL_SETS)):
        tell(found, found.records_in(records))
    return 0


def tell(found: EvaluationSet, records: dict[str, dict[str, object]]) -> None:
    """Prints the figures of a set."""
    gold = {name: found.gold_folder / f"{name}.json" for name in sorted(records)}
    judged = [judge(name, json.loads(file.read_text("utf-8")), records[name]) for name, file in gold.items()]
    if judged:
        print(f"{found.name}: {len(judged)} documents", *calibration(judged), sep="\n", end="\n\n")


if __name__ == "__main__":
    sys.exit(main())
