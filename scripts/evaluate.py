"""Scores crparse on the project's own minutes, and on real ones where there are any; raises the floors.

usage: evaluate.py [--minutes DIR] [--update [--allow-regression]]

Exit code 1 where a score is below its floor in tests/eval_baseline.json, or an update would lower one.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from baseline import Floors, FloorsLowered, complaints, raised, read_floors, write_floors
from crparse.evaluation.evaluate import figures
from crparse.evaluation.scoring import Record
from evaluation_sets import (
    BASELINE,
    REAL_SETS,
    EvaluationSet,
    Parsed,
    own_set,
    parse,
    real_minutes,
    real_minutes_folder,
    real_set,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Scores each set, then checks or raises its floors."""
    parser = argparse.ArgumentParser(
        description="Scores crparse on its evaluation sets; checks or raises floors."
    )
    parser.add_argument("--minutes", type=Path, default=real_minutes_folder(), help="folder of real minutes")
    parser.add_argument("--update", action="store_true", help="keep the scores reached as floors")
    parser.add_argument("--allow-regression", action="store_true", help="let an update lower floors")
    options = parser.parse_args(arguments)
    floors = read_floors(BASELINE)
    reached = {found.name: score(found, records) for found, records in parsed_sets(options.minutes)}
    if options.update:
        return update(floors, reached, options.allow_regression)
    lines = [f"{name}: {line}" for name, now in reached.items() for line in check(floors.get(name), now)]
    print("\n".join(lines) or "All scores are at their floors or above.")
    return 1 if lines else 0


def parsed_sets(minutes: Path | None) -> Iterator[Parsed]:
    """The sets with their records; each document is parsed once, whatever sets it is in."""
    own = own_set()
    yield own, parsed(own)
    if minutes:
        records = parsed(real_minutes(minutes))
        for name in REAL_SETS:
            found = real_set(minutes, name)
            yield found, found.records_in(records)


def parsed(found: EvaluationSet) -> dict[str, Record]:
    """The records of a set's documents by file name."""
    with tempfile.TemporaryDirectory() as folder:
        return parse(found.documents, Path(folder) / "corpus")


def score(found: EvaluationSet, records: dict[str, Record]) -> Floors:
    """Prints the scores of a set's records."""
    evaluation = found.evaluate(records)
    print(found.name, *figures(evaluation), sep="\n", end="\n\n")
    return found.measure(evaluation)


def check(floors: Floors | None, reached: Floors) -> list[str]:
    """What is below its floor."""
    return complaints(floors, reached) if floors else ["no floors yet: add --update"]


def update(floors: dict[str, Floors], reached: dict[str, Floors], allow_regression: bool) -> int:
    """Keeps what is reached, unless a floor would sink."""
    try:
        now = {name: raised(floors.get(name), found, allow_regression) for name, found in reached.items()}
    except FloorsLowered as error:
        print(f"Floors would sink (--allow-regression lets them):\n{error}", file=sys.stderr)
        return 1
    write_floors({**floors, **now}, BASELINE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
