"""What a large corpus costs beside the reading of its documents: finding, keeping, publishing, merging.

usage: scale.py [--documents N ...] [--shards N]
       scale.py --dask WORKERS [--documents N ...]

A few fictional minutes of two pages are read; every further document has the record of one of them, under a
day of its own and with words of its own, so that only what comes after the reading is measured. N documents
are built at once, then as shards, and these are merged; it says whether both give the same bytes. Prints CPU
milliseconds a document, what is on the disk, and the memory of the process that holds the corpus (each
measured in a process of its own).
--dask: builds them with a Dask scheduler and so many workers on this machine, whose processes make those
records; prints the CPU milliseconds a document of this process and of the scheduler, which is what limits how
many workers they can feed.

docs/scale.md keeps the figures.
"""

import argparse
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from random import Random

import psutil

from crparse.corpus import Limits
from crparse.corpus.build import build
from crparse.corpus.folder import (
    DOCUMENTS,
    ENTITIES,
    LEDGER,
    TABLE_FILES,
    list_files,
    record_json,
    write_record,
)
from crparse.corpus.machines.merge import merge
from crparse.corpus.machines.on_dask import DaskEngine, on_scheduler
from crparse.corpus.machines.shards import Shard
from crparse.corpus.workers import Job, Outcome, Task, WrittenRecord, parsed_of
from crparse.pipeline import document_id, parse_content_all
from crparse.record import Minutes
from crparse.reporting.progress import Watcher
from generated_minutes import minutes

SIZE = 3_000
"""Bytes of each document: minutes of a short meeting, two pages."""

READ = 20
"""Documents that are really read: as many councils, which meet again and again."""

EXAMPLES = "examples"
"""The folder of their records, beside that of the minutes."""

WORDS = 300
"""Words that a document has of its own: so that no two are the same minutes."""


def read_examples(place: Path) -> None:
    """Reads the minutes whose records stand for all."""
    place.mkdir()
    for number in range(READ):
        content = minutes(SIZE, number).encode()
        (record,) = parse_content_all(content, name="cr.txt", path="cr.txt", characters=2 * SIZE)
        (place / f"{number}.json").write_bytes(record_json(record))


@lru_cache
def example(file: Path) -> Minutes:
    """The record of minutes that were read."""
    return Minutes.model_validate_json(file.read_bytes())


def record_of(task: Task) -> Minutes:
    """The record that stands for one of a document."""
    number = int(Path(task.input.path).stem)
    record = example(task.input.argument.with_name(EXAMPLES) / f"{number % READ}.json")
    random = Random(number)
    own = " ".join(f"{random.getrandbits(32):x}" for _ in range(WORDS))
    day = f"{1970 + number // 336 % 50}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
    update = {"path": task.input.path, "name": task.input.name, "sha256": task.input.sha256}
    return record.model_copy(
        update={
            "id": document_id(task.input.sha256, record.source.meeting),
            "source": record.source.model_copy(update=update),
            "meeting": record.meeting.model_copy(update={"date": day}),
            "text": f"{record.text}\n{own}",
        }
    )


def stand_in(
    tasks: Sequence[Task],
    limits: Limits,
    *,
    alone: bool,
    stopping: Callable[[], bool],
    tell: Callable[[str], None],
) -> Iterator[Outcome]:
    """The engine that reads nothing; making its records is not counted."""
    for task in tasks:
        began = time.process_time()
        record = record_of(task)
        content = record_json(record)
        parsed = parsed_of(record)
        Clock.aside += time.process_time() - began
        write_record(content, record.id, task.folder)
        yield Outcome(task.input, (WrittenRecord(parsed, hashlib.sha256(content).hexdigest()),))


def prepare_stand_in() -> Job:
    """The same for the processes of Dask workers."""
    return stand_in_one


def stand_in_one(task: Task, limits: Limits) -> Outcome:
    """One document."""
    (outcome,) = stand_in([task], limits, alone=True, stopping=lambda: False, tell=print)
    return outcome


class Clock(Watcher):
    """CPU seconds of each part of a build."""

    aside = 0.0

    def __init__(self) -> None:
        Clock.aside = 0.0
        self.began = self.found = self.kept = time.process_time()

    def begin(self, total: int) -> None:
        """All files are found."""
        self.found = self.kept = time.process_time()

    def advance(self, failed: bool) -> None:
        """One more is kept."""
        self.kept = time.process_time()

    def told(self) -> str:
        """The parts: found, kept, published."""
        published = time.process_time() - self.kept
        parts = self.found - self.began, self.kept - self.found - Clock.aside, published
        return " ".join(f"{part:.2f}" for part in parts)


def one_step(step: str, place: Path, shards: int) -> None:
    """Builds or merges in this process, and prints what it took: seconds by part, MB."""
    clock = Clock()
    if step == EXAMPLES:
        read_examples(place / step)
    elif step == "whole":
        build(place / "minutes", place / step, engine=stand_in, watcher=clock)
    elif step == "merge":
        merge([place / f"shard{number}" for number in range(1, shards + 1)], place / step, watcher=clock)
    else:
        shard = Shard(int(step.removeprefix("shard")), shards)
        build(place / "minutes", place / step, engine=stand_in, watcher=clock, shard=shard)
    print(clock.told(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(step: str, place: Path, shards: int) -> list[float]:
    """The same in a process of its own."""
    given = ["--step", step, "--place", str(place), "--shards", str(shards)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, __file__, *given], check=True, stdout=subprocess.PIPE, text=True, env=environment
    )
    return [float(figure) for figure in run.stdout.split()]


def dask_of(documents: int, workers: int) -> None:
    """Prints what this process and a scheduler take for so many documents."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        place = Path(name)
        measured(EXAMPLES, place, 1)
        write_documents(place / "minutes", documents)
        told = place / "scheduler.json"
        path = os.pathsep.join([str(Path(__file__).parent), *sys.path])

        def start(module: str, *options: str) -> int:
            program = subprocess.Popen(
                [sys.executable, "-m", module, *options],
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path},
                start_new_session=True,
            )
            ending.callback(program.wait)
            ending.callback(os.killpg, program.pid, signal.SIGKILL)
            return program.pid

        scheduler = start("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(told))
        while not (told.exists() and told.read_text()):
            time.sleep(0.1)
        for _ in range(workers):
            start(
                "distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny"
            )
        with on_scheduler(json.loads(told.read_text())["address"]) as found:
            found.client.wait_for_workers(workers)
            # By the name that the workers know this module by.
            engine = DaskEngine(found.client, import_module("scale").prepare_stand_in)
            began, before = time.monotonic(), sum(psutil.Process(scheduler).cpu_times()[:2])
            clock = Clock()
            build(
                place / "minutes",
                place / "whole",
                engine=engine,
                watcher=clock,
            )
            kept = clock.kept - clock.found
            spent = sum(psutil.Process(scheduler).cpu_times()[:2]) - before
            seconds = time.monotonic() - began
    each = 1000 / documents
    print(
        f"{documents} documents, {workers} workers: {kept * each:.1f} ms a document here, "
        f"{spent * each:.1f} ms in the scheduler; {seconds:.0f} s by the clock"
    )


def write_documents(folder: Path, count: int) -> None:
    """Files whose records are stood in for."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:07}.txt").write_text(f"{number}")


def size_of(folder: Path) -> float:
    """Kilobytes of all files in a folder."""
    files = [folder] if folder.is_file() else folder.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 1024


def scale_of(documents: int, shards: int) -> bool:
    """Prints the lines of so many documents; whether merged shards are the corpus of one build."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        measured(EXAMPLES, place, shards)
        write_documents(place / "minutes", documents)
        steps = ["whole", *(f"shard{number}" for number in range(1, shards + 1)), "merge"]
        for step in steps:
            found, kept, published, memory = measured(step, place, shards)
            print(
                f"{documents} documents, {step}: {found:.1f} s to find, {kept:.1f} s to keep, "
                f"{published:.1f} s to publish; {memory:.0f} MB",
                flush=True,
            )
        whole, merged = place / "whole", place / "merge"
        parts = [DOCUMENTS, TABLE_FILES, ENTITIES, LEDGER]
        sizes = ", ".join(f"{part} {size_of(whole / part) / documents:.1f} KB" for part in parts)
        is_same = all(
            (whole / file).read_bytes() == (merged / file).read_bytes()
            for file in list_files(whole)
            if file != LEDGER
        )
        print(f"{documents} documents: {sizes} each; merged {'the same' if is_same else 'ANOTHER CORPUS'}")
        return is_same


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what is measured; 1 where merged shards are not the corpus of one build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 4000])
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--dask", type=int, metavar="WORKERS")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        one_step(options.step, options.place, options.shards)
        return 0
    if options.dask:
        for count in options.documents:
            dask_of(count, options.dask)
        return 0
    return 0 if all(scale_of(count, options.shards) for count in options.documents) else 1


if __name__ == "__main__":
    sys.exit(main())
