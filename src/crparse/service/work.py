"""What a process of the service does with one document: its record, or every record, or TEI, in a file."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from lxml import etree

from crparse.corpus import Limits
from crparse.corpus.entries import out_of_memory
from crparse.corpus.folder import read_record
from crparse.corpus.workers import Job, Outcome, Task, run
from crparse.exports.tei import to_tei
from crparse.pipeline import own_pipeline
from crparse.reporting.page_progress import tell_pages_to

Form = Literal["json", "jsonl", "tei"]
"""The record of the first meeting; that of each, on a line of its own; TEI P5 of the first."""

ANSWER = "answer"
"""In the folder of a document, what is sent back."""

PAGES = "pages"
"""In the folder of a document, how many of its pages are read: "3 12"."""


@dataclass(frozen=True, slots=True)
class AskedDocument(Task):
    """A document that somebody has sent, and the form in which its record is to come back."""

    form: Form = "json"


def prepare() -> Job:
    """What a process does with each document, once the model is loaded."""
    own_pipeline()
    return answer


def answer(task: Task, limits: Limits) -> Outcome:
    """Reads one document and writes what is sent back; bugs propagate, as in `workers.run`."""
    assert isinstance(task, AskedDocument)
    tell_pages_to(partial(_note_pages, task.folder))
    outcome = run(task, limits)
    files = [task.folder / f"{one.parsed.id}.json" for one in outcome.written]
    if not files:
        return outcome
    try:
        _write_answer(files, task)
    except MemoryError:
        failure = out_of_memory(task.input.path, task.input.sha256, limits.memory)
        return Outcome(task.input, failure=failure)
    return replace(outcome, written=())  # what it tells beside is for a corpus


def _note_pages(folder: Path, done: int, of: int) -> None:
    part = folder / f"{PAGES}.part"
    part.write_text(f"{done} {of}", encoding="ascii")
    part.replace(folder / PAGES)


def pages_read(folder: Path) -> tuple[int, int] | None:
    """How many pages of a document are read, and of how many; None where it has none, or none yet."""
    try:
        done, of = (folder / PAGES).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return None
    return int(done), int(of)


def _write_answer(files: list[Path], task: AskedDocument) -> None:
    target = task.folder / ANSWER
    if task.form == "json":
        files[0].replace(target)
    elif task.form == "tei":
        root = to_tei(read_record(files[0]), {})
        target.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    else:
        with target.open("wb") as lines:
            for file in files:
                lines.write(read_record(file).model_dump_json(by_alias=True).encode() + b"\n")
