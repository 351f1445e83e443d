"""How fast one process is: pages of PDF and DOCX beside a plain pipeline, and the start of the command line.

usage: speed.py [--rounds N] [DOCUMENT...]

Prints a table of each format: CPU milliseconds a page of `plain_pipeline.py`, of crparse and its parts, and
how many times the pages crparse does in a second of CPU; then the CPU seconds of a whole process. Both read
each document one after the other, so that a machine that slows down slows both; of the rounds the median
counts. A page of DOCX is 3,000 characters. Without documents it reads generated minutes of four and of ten
pages, which hold more to find than minutes usually do. docs/performance.md keeps the figures.
"""

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does, before numpy is loaded

import docx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from spacy.language import Language

import plain_pipeline
from bench import MODEL
from crparse.corpus.folder import record_json
from crparse.document.meetings import meetings_of
from crparse.pipeline import STAGES, own_pipeline, parse_content_all, parse_source
from crparse.readers import read_document
from generated_minutes import minutes

PAGE = 3_000
"""Characters of a page of DOCX, which has none of its own."""

LENGTHS = (4, 10)
"""Pages of the generated minutes."""

STARTS = 7
"""Runs of a whole process."""

READER, REST = "reader", "rest"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description="How fast one process is.")
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        made = generated(Path(place))
        for format in ("pdf", "docx"):
            given = [file for file in options.documents or made if file.suffix == f".{format}"]
            if given:
                print(beside_plain(format, given, options.rounds), flush=True)
        print(starts(next(file for file in made if file.suffix == ".docx"), Path(place)))
    return 0


def generated(folder: Path) -> list[Path]:
    """Generated minutes in both formats, the shortest first."""
    made = []
    for pages in LENGTHS:
        text = minutes(pages * PAGE, seed=pages)
        for format, write in (("docx", _docx), ("pdf", _pdf)):
            made.append(folder / f"{pages}.{format}")
            made[-1].write_bytes(write(text.splitlines()))
    return made


def _docx(lines: Sequence[str]) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def _pdf(lines: Sequence[str]) -> bytes:
    style, stream = getSampleStyleSheet()["BodyText"], io.BytesIO()
    SimpleDocTemplate(stream).build([Paragraph(line, style) for line in lines])
    return stream.getvalue()


def beside_plain(format: str, documents: Sequence[Path], rounds: int) -> str:
    """The table of a format."""
    whole, own = plain_pipeline.load(), own_pipeline()
    contents = [file.read_bytes() for file in documents]
    pages = sum(map(pages_of, contents))
    for content in contents[:3]:  # what is read and compiled once a process
        plain_pipeline.parse(whole, content)
        parse(content)
    plain, ours, shares = [], [], []
    for _ in range(rounds):
        pairs = [
            (spent(lambda c=c: plain_pipeline.parse(whole, c)), spent(lambda c=c: parse(c))) for c in contents
        ]
        plain.append(sum(one for one, _ in pairs))
        ours.append(sum(other for _, other in pairs))
        shares.append(sum((parts(own, content) for content in contents), Counter[str]()))
    each = {
        name: 1000 * median(share[name] for share in shares) / pages for name in (READER, MODEL, "stages")
    }
    figures = {"plain": 1000 * median(plain) / pages, "crparse": 1000 * median(ours) / pages, **each}
    figures[REST] = figures["crparse"] - sum(each.values())
    times = median(one / other for one, other in zip(plain, ours, strict=True))
    told = ", ".join(f"{name} {figure:.0f}" for name, figure in figures.items())
    head = f"{format}: {len(documents)} documents, {pages:.0f} pages"
    return f"{head}; ms a page: {told}; pages a second: x{times:.2f}"


def pages_of(content: bytes) -> float:
    """The pages of a document, counted by its characters where it has none."""
    document = read_document(content, name="document")
    return document.pages or len(document.text) / PAGE


def parse(content: bytes) -> None:
    """The records of a document, as they are written."""
    for record in parse_content_all(content, name="document", path="document"):
        record_json(record)


def parts(nlp: Language, content: bytes) -> Counter[str]:
    """The CPU seconds of reader, model and stages."""
    began = time.process_time()
    document = read_document(content, name="document")
    found = Counter({READER: time.process_time() - began})
    for meeting in meetings_of(document):
        with nlp.select_pipes(disable=STAGES):
            began = time.process_time()
            doc = parse_source(nlp, meeting)
            found[MODEL] += time.process_time() - began
        began = time.process_time()
        for stage in STAGES:
            doc = nlp.get_pipe(stage)(doc)
        found["stages"] += time.process_time() - began
    return found


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def starts(document: Path, folder: Path) -> str:
    """The CPU seconds of whole processes, with modules compiled as after an installation."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    lines = []
    for asked in (["--help"], ["parse", str(document)]):
        command = [sys.executable, "-m", "crparse", *asked]
        runs = [_process(command, environment) for _ in range(STARTS + 1)][1:]
        among = f"of {len(runs)} runs {min(runs):.2f} to {max(runs):.2f}"
        lines.append(f"crparse {asked[0]}: {median(runs):.2f} s ({among})")
    return "\n".join(lines)


def _process(command: Sequence[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
