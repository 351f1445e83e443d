"""How many sheets of a grid of layouts crparse reads wholly right.

check_layouts.py GRID [--seed 1] [--count 2000]: GRID is a module of scripts/layouts that has a `GRID`. Prints
the share by value, the worst first, then F1 by field. `--show 5` prints the first five wrong sheets with what
differs; `--with label=Présents` shows only those with that value.
"""

import argparse
import importlib
import json
import sys

from layouts.check import as_text, fields, read_all, shares
from layouts.grid import Grid

WORST = 40
"""Values shown unless all are asked for."""


def main() -> None:
    """The table of one grid."""
    options = _options()
    grid: Grid = importlib.import_module(f"layouts.{options.grid}").GRID
    reads = read_all(grid, options.seed, options.count, options.workers)
    for name, value, count, share in list(shares(reads))[: None if options.all else WORST]:
        print(f"{share:7.3f} {count:6d}  {name} = {value}")
    print("\n".join(f"{f1:7.3f}  {name}" for name, f1 in fields(reads).items()))
    wrong = [one for one in reads if one.wrong and _has(one.choice, options.having)]
    right = sum(not one.wrong for one in reads)
    print(f"{right / len(reads):7.3f} of {len(reads)} sheets wholly right")
    print(f"{grid.ambiguous_share:7.3f} of the pairs of values left out as ambiguous")
    for one in wrong[: options.show]:
        text, expected = as_text(grid, options.seed, one.number, one.choice)
        print("=" * 100, one.number, dict(one.choice), *one.wrong, text, sep="\n")
        print(json.dumps(expected, ensure_ascii=False, indent=1))


def _has(choice: object, having: str | None) -> bool:
    if having is None:
        return True
    name, _, value = having.partition("=")
    return isinstance(choice, dict) and choice.get(name) == value


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("grid")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--with", dest="having")
    parser.add_argument("--all", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
