"""How the time that crparse takes grows with the text.

usage: bench.py growth [--most KB] [--hostile | --minutes] [--only TEXT]

Reads generated minutes (new people, bodies, days and votes in every motion) of 64 kB, 128 kB… up to
`--most`, and lines that are made to cost more than their length, each three times doubled; prints the CPU
seconds of the model and of each stage, and by how much each doubling multiplies them. The best of three runs
counts where a run is short.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence

from spacy.language import Language

from crparse.pipeline import STAGES, load, parse_source
from crparse.source import from_text
from generated_minutes import HOSTILE, hostile, minutes

SMALLEST, LARGEST = 64, 2048
"""Kilobytes of text: minutes of a long meeting, and the longest that are promised."""

DOUBLINGS = 3
"""Of a hostile line: four sizes show whether the ratio settles."""

LONG_RUN = 8.0
"""Seconds from which one run is measured well enough."""

BAR = 2.2
"""What doubling the text may multiply the time by at most."""

MODEL = "model"

Spent = dict[str, float]
"""CPU seconds by stage, those of the model under `MODEL`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; 1 where a doubling costs more than `BAR`."""
    parser = argparse.ArgumentParser(description="How the time grows with the text.")
    commands = parser.add_subparsers(dest="command", required=True)
    growth = commands.add_parser("growth", help="CPU seconds by stage as the text doubles")
    growth.add_argument("--most", type=int, default=LARGEST, help="kilobytes of the longest minutes")
    growth.add_argument("--only", default="", help="of the hostile lines those with this in their name")
    which = growth.add_mutually_exclusive_group()
    which.add_argument("--hostile", action="store_true", help="the hostile lines alone")
    which.add_argument("--minutes", action="store_true", help="the minutes alone")
    options = parser.parse_args(arguments)
    steep = []
    if not options.hostile:
        texts = ((f"{size} kB", minutes(size * 1000)) for size in _doubled(SMALLEST, options.most))
        steep += _table("minutes", texts)
    for name, (_, count) in HOSTILE.items():
        if not options.minutes and options.only in name:
            counts = _doubled(count, count << DOUBLINGS)
            steep += _table(name, ((f"{number}", hostile(name, number)) for number in counts))
    print("\n".join(f"steeper than {BAR}: {name}" for name in steep) or f"no doubling costs more than {BAR}")
    return bool(steep)


def _doubled(size: int, most: int) -> Iterator[int]:
    while size <= most:
        yield size
        size *= 2


def _table(title: str, texts: Iterator[tuple[str, str]]) -> list[str]:
    """Prints the time of each text; the title where one of them costs too much more than the one before."""
    print(f"== {title}")
    before: Spent | None = None
    nlp, steep = load(), False
    for label, text in texts:
        spent = best_of_three(nlp, text)
        total = sum(spent.values())
        ratio = total / sum(before.values()) if before else 0.0
        grown = f"x{ratio:.2f}" if before else ""
        print(f"{label:>9} {total:8.2f} s  {grown:6} {_shares(spent, before)}", flush=True)
        steep = steep or ratio > BAR
        before = spent
    return [title] if steep else []


def _shares(spent: Spent, before: Spent | None) -> str:
    """The seconds of each stage, the dearest first, with the ratio to the half text."""
    dearest = sorted(spent, key=lambda name: -spent[name])
    parts = []
    for name in dearest[:6]:
        ratio = f" x{spent[name] / before[name]:.2f}" if before and before.get(name, 0.0) > 0.05 else ""
        parts.append(f"{name.removeprefix('crparse_')} {spent[name]:.2f}{ratio}")
    return ", ".join(parts)


def best_of_three(nlp: Language, text: str) -> Spent:
    """The least CPU seconds of each stage in three runs; of a long one in one."""
    best = measure(nlp, text)
    for _ in range(2 if sum(best.values()) < LONG_RUN else 0):
        best = {name: min(seconds, best[name]) for name, seconds in measure(nlp, text).items()}
    return best


def measure(nlp: Language, text: str) -> Spent:
    """CPU seconds of the model and of each stage for a text."""
    source = from_text(text)
    began = time.process_time()
    with nlp.select_pipes(disable=STAGES):
        doc = parse_source(nlp, source)
    spent = {MODEL: time.process_time() - began}
    for stage in STAGES:
        began = time.process_time()
        doc = nlp.get_pipe(stage)(doc)
        spent[stage] = time.process_time() - began
    return spent


if __name__ == "__main__":
    sys.exit(main())
