"""Scores crparse on the project's own minutes, and on real ones where there are any; raises the floors.

usage: evaluate.py [--minutes DIR] [--update [--allow-regression]]

Exit code 1 where a score is below its floor in tests/eval_baseline.json, or an update would lower one.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from crparse.evaluation.baseline import Floors, FloorsLowered, complaints, raised, read_floors, write_floors
from crparse.evaluation.evaluate import figures
from evaluation_sets import BASELINE, EvaluationSet, own_set, real_minutes_folder, real_set


def main(arguments: Sequence[str] | None = None) -> int:
    """Scores each set, then checks or raises its floors."""
    parser = argparse.ArgumentParser(
        description="Scores crparse on its evaluation sets; checks or raises floors."
    )
    parser.add_argument("--minutes", type=Path, default=real_minutes_folder(), help="folder of real minutes")
    parser.add_argument("--update", action="store_true", help="keep the scores reached as floors")
    parser.add_argument("--allow-regression", action="store_true", help="let an update lower floors")
    options = parser.parse_args(arguments)
    sets = [own_set(), *([real_set(options.minutes)] if options.minutes else [])]
    floors = read_floors(BASELINE)
    reached = {found.name: score(found) for found in sets}
    if options.update:
        return update(floors, reached, options.allow_regression)
    lines = [f"{name}: {line}" for name, now in reached.items() for line in check(floors.get(name), now)]
    print("\n".join(lines) or "All scores are at their floors or above.")
    return 1 if lines else 0


def score(found: EvaluationSet) -> Floors:
    """Parses a set and prints its scores."""
    with tempfile.TemporaryDirectory() as folder:
        evaluation = found.evaluate(found.parse(Path(folder) / "corpus"))
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
