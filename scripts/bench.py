"""What takes too long for a test: how time grows with the text and the corpus, and what killed runs leave.

usage: bench.py growth [--most KB] [--hostile | --minutes] [--only TEXT]
       bench.py corpus [--documents N]
       bench.py entities [--bodies N]
       bench.py same [--documents N]
       bench.py scan [PDF...] [--pages N]

growth: reads generated minutes (new people, bodies, days and votes in every motion) of 64 kB, 128 kB… up to
`--most`, and lines that are made to cost more than their length, each three times doubled; prints the CPU
seconds of the model and of each stage, and by how much each doubling multiplies them. The best of three runs
counts where a run is short.
corpus: builds a corpus of N generated minutes, then adds one, and says how long it took and how much memory.
entities: joins the people and organisations that the minutes of a tenth of N bodies name, then of N, of whom
the truth is known: of each body 250 mentions of people and 75 of organisations; then with one document more.
same: looks for the same minutes in other forms among N generated minutes of one day, and among the same
without a date; every hundredth is there twice.
scan: reads scans, by default pages of the example minutes made pictures, every other one crooked; prints the
CPU seconds a page of Tesseract and of each step of ours, and the time with one process of Tesseract and with
two side by side.

docs/measurements.md and, of entities, docs/entities.md, of scans, docs/performance.md keep the figures.
"""

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import pypdfium2 as pdfium
from PIL import Image
from spacy.language import Language

import crparse
from crparse import lanes
from crparse.corpus.same_minutes import Print, find_same, shingles, sketch
from crparse.pipeline import STAGES, load, parse_source
from crparse.readers import pdf, scan
from crparse.readers.pdf import page as pdf_page
from crparse.readers.scan import pictures, tesseract
from crparse.resolution.corpus import Comparisons, resolve_corpus
from crparse.source import from_text
from generated_mentions import mentions as generated_mentions
from generated_mentions import pairs_right
from generated_minutes import HOSTILE, hostile, minutes

SMALLEST, LARGEST = 64, 2048
"""Kilobytes of text: minutes of a long meeting, and the longest that are promised."""

DOUBLINGS = 3
"""Of a hostile line: four sizes show whether the ratio settles."""

LONG_RUN = 30.0
"""Seconds from which one run is measured well enough."""

BAR = 2.2
"""What doubling the text may multiply the time by at most."""

TENFOLD = 12
"""What ten times the names may multiply the time by at most."""

MODEL = "model"

SHORT = 3_000
"""Bytes of each of many minutes: those of a short meeting, two pages."""

Spent = dict[str, float]
"""CPU seconds by stage, those of the model under `MODEL`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what is measured; 1 where it is worse than promised."""
    parser = argparse.ArgumentParser(description="What takes too long for a test.")
    commands = parser.add_subparsers(dest="command", required=True)
    growth = commands.add_parser("growth", help="CPU seconds by stage as the text doubles")
    growth.add_argument("--most", type=int, default=LARGEST, help="kilobytes of the longest minutes")
    growth.add_argument("--only", default="", help="of the hostile lines those with this in their name")
    which = growth.add_mutually_exclusive_group()
    which.add_argument("--hostile", action="store_true", help="the hostile lines alone")
    which.add_argument("--minutes", action="store_true", help="the minutes alone")
    built = commands.add_parser("corpus", help="a corpus of many generated minutes")
    built.add_argument("--documents", type=int, default=10_000)
    joined = commands.add_parser("entities", help="people and organisations of many documents")
    joined.add_argument("--bodies", type=int, default=4_000)
    same = commands.add_parser("same", help="the same minutes in other forms")
    same.add_argument("--documents", type=int, default=10_000)
    scans = commands.add_parser("scan", help="CPU seconds a scanned page by step")
    scans.add_argument("files", nargs="*", type=Path, metavar="PDF")
    scans.add_argument("--pages", type=int, default=4, help="pages of the generated scan")
    options = parser.parse_args(arguments)
    if options.command == "growth":
        return growth_of_time(options)
    if options.command == "corpus":
        return corpus_of(options.documents)
    if options.command == "same":
        return same_of(options.documents)
    if options.command == "scan":
        return scans_of(options.files, options.pages)
    return entities_of(options.bodies)


def growth_of_time(options: argparse.Namespace) -> int:
    """Prints the tables of growth; 1 where a doubling costs more than `BAR`."""
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


def _shares(spent: Spent, before: Spent | None, digits: str = ".2f") -> str:
    """The seconds of each stage, the dearest first, with the ratio to the half text."""
    dearest = sorted(spent, key=lambda name: -spent[name])
    parts = []
    for name in dearest if before is None and digits != ".2f" else dearest[:6]:
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


def corpus_of(documents: int) -> int:
    """Builds a corpus of so many generated minutes and prints what it took; 1 where one is missing."""
    with tempfile.TemporaryDirectory() as place:
        folder = _write_minutes(Path(place) / "minutes", documents)
        began = time.monotonic()
        report = crparse.build(folder, Path(place) / "corpus")
        seconds = time.monotonic() - began
        _write_minutes(folder, documents + 1)
        began = time.monotonic()
        grown = crparse.build(folder, Path(place) / "corpus")
        added = time.monotonic() - began
        here, worker = (
            resource.getrusage(who).ru_maxrss // 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
    print(f"{report.documents} of {documents} documents in {seconds:.0f} s, {seconds / documents:.2f} s each")
    print(f"one more document in {added:.1f} s")
    print(f"{here} MB here, {worker} MB in the largest process")
    return (report.documents, grown.documents) != (documents, documents + 1)


def _write_minutes(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(minutes(SHORT, seed=number), encoding="utf-8")
    return folder


def entities_of(bodies: int) -> int:
    """Prints what joining ever more mentions costs and how much of it is right; 1 where it grows too fast."""
    before, steep = 0.0, False
    for count in (bodies // 10, bodies):
        given = generated_mentions(count)
        comparisons = Comparisons()
        began = time.process_time()
        found = resolve_corpus(given.documents, comparisons)
        seconds = time.process_time() - began
        grown = f"x{seconds / before:.2f}" if before else ""
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{len(given.documents)} documents of {count} bodies: {seconds:.1f} s {grown}, {memory} MB")
        for kind in ("people", "organisations"):
            truth = getattr(given, kind)
            joined = ([(link.document, link.entity) for link in one.links] for one in getattr(found, kind))
            precision, recall = pairs_right(truth, joined)
            print(
                f"  {len(truth)} mentions of {len(set(truth.values()))} {kind},"
                f" {len(getattr(found, kind))} found:"
                f" precision {precision:.4f}, recall {recall:.4f}",
                flush=True,
            )
        kept = comparisons.made()
        del found, comparisons
        *others, _ = given.documents
        known = Comparisons(kept)
        resolve_corpus(others, known)
        idle = set(known.idle())
        known = Comparisons(one for one in kept if one not in idle)
        began = time.process_time()
        resolve_corpus(given.documents, known)
        added = time.process_time() - began
        anew = f"{len(known.made())} of {len(kept)} comparisons"
        print(f"  one document more: {added:.1f} s, {anew}", flush=True)
        steep = steep or (bool(before) and seconds > TENFOLD * before)
        before = seconds
    return steep


OTHER_FORM = 100
"""Every so many-th of the minutes is there in a second form."""


def same_of(documents: int) -> int:
    """Prints what finding minutes in other forms costs; 1 where one is missed, or one too many found."""
    drawn = []
    for number in range(documents):
        text = minutes(SHORT, seed=number)
        drawn.append((f"{number:06}", sketch(shingles(text))))
        if number % OTHER_FORM == 0:
            drawn.append((f"{number:06}-pdf", sketch(shingles(f"Ville de Lormoy, page 1\n{text}"))))
    wrong = False
    for day in ("2024-03-12", None):
        prints = [Print(name, name, day, (0, 0), figures) for name, figures in drawn]
        began = time.process_time()
        found = list(find_same(prints))
        seconds = time.process_time() - began
        dated = "of one day" if day else "without a date"
        print(f"{len(prints)} documents {dated}: {seconds:.2f} s, {len(found)} are there twice", flush=True)
        wrong = wrong or [one.document for one in found] != [name for name, _ in drawn if "-" in name]
    return wrong


EXAMPLE = Path(__file__).parents[1] / "corpus" / "sources" / "01-conseil-municipal.pdf"

SCAN_DPI, CROOKED = 200, 0.6
"""Dots an inch of the generated scans, and degrees by which every other page lies askew."""

STEPS: dict[str, Sequence[tuple[object, str]]] = {
    "render": [(pdfium.PdfPage, "render")],
    "watermark": [(pictures, "without_watermark")],
    "how it lies": [(pictures, "lies_on_its_side"), (pictures, "slant")],
    "turn": [(pictures, "turned")],
    "to Tesseract and back": [(tesseract.Tesseract, "read")],
    "words": [(scan, "read_hocr"), (scan, "corrected"), (scan, "without_noise")],
    "bold": [(pictures, "mark_bold")],
    "rules": [(scan, "find_rules")],
    "reading order": [(pdf_page, "find_pieces")],
    "assembly": [(pdf, "assemble")],
}
"""What our share of a page is spent on -> the functions that do it."""

REST = "rest"


def scans_of(files: Sequence[Path], pages: int) -> int:
    """Prints what each scan costs a page; 1 where two lanes find something else than one."""
    os.environ[scan.FOLDER] = ""
    named = [(file.name, file.read_bytes()) for file in files] or [("generated", scanned_example(pages))]
    differs = False
    for name, content in named:
        spent, recognition, count = scan_costs(content)
        (alone, first), (beside, second) = (_wall(content, number) for number in (1, 2))
        differs = differs or first != second
        print(f"== {name}, {count} pages; CPU seconds a page")
        print(f"tesseract {recognition:.2f}, ours {sum(spent.values()):.3f}: {_shares(spent, None, '.3f')}")
        print(f"seconds a page: {alone / count:.2f} with one lane, {beside / count:.2f} with two", flush=True)
    return differs


def scanned_example(pages: int) -> bytes:
    """Pages of the example minutes as a scanner gives them."""
    document = pdfium.PdfDocument(EXAMPLE)
    drawn: list[Image.Image] = []
    for number in range(pages):
        page = document[number % len(document)]
        picture = page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
        askew = CROOKED * (number % 2)
        drawn.append(picture.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255))
    document.close()
    stream = io.BytesIO()
    drawn[0].save(stream, "PDF", resolution=SCAN_DPI, save_all=True, append_images=drawn[1:])
    return stream.getvalue()


def scan_costs(content: bytes) -> tuple[Spent, float, int]:
    """CPU seconds a page of each step of ours, and of Tesseract, one page after the other; and the pages."""
    spent = dict.fromkeys([*STEPS, REST], 0.0)
    lanes.keep_to(1)
    with ExitStack() as timing:
        for step, functions in STEPS.items():
            for owner, name in functions:
                timed = _timed(getattr(owner, name), step, spent)
                timing.enter_context(mock.patch.object(owner, name, timed))
        began, before = time.process_time(), _children()
        pages = pdf.read_pdf(content).pages or 1
        total, recognition = time.process_time() - began, _children() - before
    spent[REST] = total - sum(spent.values())
    return {step: seconds / pages for step, seconds in spent.items()}, recognition / pages, pages


def _timed(function: Callable[..., object], step: str, spent: Spent) -> Callable[..., object]:
    """A function whose CPU seconds are added to a step's."""

    def timed(*args: object, **options: object) -> object:
        began = time.process_time()
        try:
            return function(*args, **options)
        finally:
            spent[step] += time.process_time() - began

    return timed


def _children() -> float:
    """CPU seconds of the programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wall(content: bytes, count: int) -> tuple[float, object]:
    """Seconds that a scan takes with so many lanes, and what is read."""
    lanes.keep_to(count)
    began = time.perf_counter()
    read = pdf.read_pdf(content)
    return time.perf_counter() - began, read


if __name__ == "__main__":
    sys.exit(main())
