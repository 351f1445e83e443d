"""Kills runs of `crparse build` at seeded moments and says whether anything was lost or done twice.

usage: kill_test.py [--kills N] [--documents N] [--workers N ...] [--seed N]

A corpus of fictional minutes is brought up to date with twice as many. A run that is never killed says what
the next corpus is. Then, N times: the same run is killed (SIGKILL, with its workers) at a moment drawn over
its whole length, and the same command is given again. Held against the run never killed: that the corpus
after the kill is the one before or the next one, never anything else; that what the second run leaves is the
same, byte for byte (documents, tables, entities, manifest, errors.jsonl); that the second run reads no
document that was kept. Prints a line for each number of workers; exit code 1 where anything differs.

docs/reliability.md keeps the figures.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from crparse.corpus.folder import LEDGER, list_files
from crparse.corpus.ledger import open_ledger
from generated_minutes import minutes

SIZE = 3_000
"""Bytes of each document: minutes of a short meeting."""

# Takes "12" of "12 documents to parse", leaves "12 documents in 3 s".
_TO_PARSE = re.compile(r"(\d+) documents to parse")


@dataclass(frozen=True)
class Case:
    """A folder of minutes, its corpus before, and the next one."""

    folder: Path
    before: Path
    next: dict[str, bytes]
    seconds: float
    workers: int


def files(corpus: Path) -> dict[str, bytes]:
    """What a corpus says; its ledger says where the files were."""
    return {name: (corpus / name).read_bytes() for name in list_files(corpus) if name != LEDGER}


def write(folder: Path, start: int, end: int) -> None:
    """Documents of these numbers, no two alike."""
    folder.mkdir(exist_ok=True)
    for number in range(start, end):
        (folder / f"{number:04}.txt").write_text(minutes(SIZE, number), encoding="utf-8")


def command(folder: Path, corpus: Path, workers: int) -> list[str]:
    """The run that is killed, and given again."""
    places = [str(folder), "--output", str(corpus)]
    return [sys.executable, "-m", "crparse", "build", *places, "--workers", str(workers)]


def killed_once(case: Case, place: Path, after: float) -> tuple[str, int]:
    """How one kill went, in a word, and how many documents were kept when it came."""
    corpus = place / "corpus"
    shutil.copytree(case.before, corpus)
    asked = command(case.folder, corpus, case.workers)
    run = subprocess.Popen(
        asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(after)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    if files(corpus) not in (files(case.before), case.next):
        return "half a corpus", 0
    is_done = files(corpus) == case.next
    kept = kept_documents(place) if not is_done else 0
    again = subprocess.run(asked, capture_output=True, text=True)
    if again.returncode:
        return f"failed: {again.stderr[-300:]}", kept
    if files(corpus) != case.next:
        return "another corpus", kept
    due = int(next(iter(_TO_PARSE.findall(again.stderr)), -1))
    expected = (
        0 if is_done else len(list(case.folder.iterdir())) - len(list((case.before / "documents").iterdir()))
    )
    if due != expected - kept:
        return f"{due} documents read again, {expected - kept} were left", kept
    left = sorted(entry.name for entry in place.iterdir())
    return ("the same" if left == ["corpus"] else f"left behind: {left}"), kept


def kept_documents(place: Path) -> int:
    """How many documents a killed run had kept beyond the corpus before."""
    ledger = place / ".corpus.crparse-building" / "next" / LEDGER
    if not ledger.exists():
        return 0
    with tempfile.TemporaryDirectory() as copies:
        for file in ledger.parent.glob(f"{LEDGER}*"):
            shutil.copy(file, copies)
        with open_ledger(Path(copies) / LEDGER) as found:
            return sum(content.run == found.run for content in found.contents()) if found.run > 1 else 0


def measure(place: Path, documents: int, workers: int) -> Case:
    """The corpus before and the next one, and how long it takes from one to the other."""
    folder, corpus = place / "minutes", place / "before"
    write(folder, 0, documents)
    subprocess.run(command(folder, corpus, workers), check=True, capture_output=True)
    write(folder, documents, 2 * documents)
    whole = place / "whole"
    shutil.copytree(corpus, whole)
    began = time.monotonic()
    subprocess.run(command(folder, whole, workers), check=True, capture_output=True)
    return Case(folder, corpus, files(whole), time.monotonic() - began, workers)


def main(arguments: Sequence[str]) -> int:
    """1 where anything was lost, done twice, or half there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=12)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    random = Random(options.seed)
    wrong = 0
    for workers in options.workers:
        with tempfile.TemporaryDirectory() as place:
            case = measure(Path(place), options.documents, workers)
            ways: Counter[str] = Counter()
            kept = []
            for number in range(options.kills):
                own = Path(place) / f"kill{number}"
                own.mkdir()
                # Evenly over the run, each at a place of its own within its stretch.
                moment = case.seconds * (number + random.random()) / options.kills
                way, done = killed_once(case, own, moment)
                ways[way] += 1
                kept.append(done)
                shutil.rmtree(own)
            wrong += options.kills - ways["the same"]
            told = ", ".join(f"{way}: {count}" for way, count in ways.most_common())
            print(
                f"{workers} workers, {options.kills} kills over {case.seconds:.0f} s: {told}; "
                f"{min(kept)} to {max(kept)} documents kept",
                flush=True,
            )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
