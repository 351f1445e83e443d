"""Builds a corpus from thousands of damaged documents: nothing but the damaged document itself may be lost.

usage: mutate.py [DOCUMENT ...] [--count 2000] [--seed 1] [--workers N]

Without arguments the documents of corpus/sources are damaged, and their ODT, DOC and RTF forms where
LibreOffice is there to make them. Exit code 1 where a file has neither a record nor an entry of the ledger,
or a failure is a bug of crparse (internal_error), took its process down or hung.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from conversion import convert
from crparse import build
from crparse.corpus.build import Report
from crparse.corpus.ledger import CRASHED, INTERNAL_ERROR, TOO_SLOW
from crparse.corpus.limits import Limits
from crparse.system_parts import LIBREOFFICE
from mutants import mutate

SOURCES = Path(__file__).parent.parent / "corpus" / "sources"
LEGACY = ("odt", "doc", "rtf")
LIMITS = Limits(seconds=120)
FAULTS = {INTERNAL_ERROR, CRASHED, TOO_SLOW}
"""Codes that say that crparse, not the document, is to blame."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Damages, builds, checks."""
    parser = argparse.ArgumentParser(description="Builds a corpus from damaged documents.")
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        documents = options.documents or [*sorted(SOURCES.iterdir()), *legacy_forms(Path(folder))]
        written = write_mutants(documents, Path(folder) / "mutants", options.count, options.seed)
        mutants, corpus = Path(folder) / "mutants", Path(folder) / "corpus"
        report = build(mutants, corpus, workers=options.workers, limits=LIMITS)
        lines = complaints(written, report)
    print(*outcomes(report), *lines, sep="\n")
    return 1 if lines else 0


def write_mutants(documents: Sequence[Path], folder: Path, count: int, seed: int) -> int:
    """So many damaged copies, and each document whole; returns how many files there are."""
    random = Random(seed)
    folder.mkdir()
    for document in documents:
        (folder / f"whole-{document.name}").write_bytes(document.read_bytes())
    for number in range(count):
        document = documents[number % len(documents)]
        damaged = mutate(document.read_bytes(), random)
        (folder / f"{number:05d}-{document.name}").write_bytes(damaged)
    return count + len(documents)


def legacy_forms(folder: Path) -> list[Path]:
    """The first document that LibreOffice reads, in its older formats."""
    if LIBREOFFICE.find() is None:
        print("LibreOffice is not there: ODT, DOC and RTF are not damaged.", file=sys.stderr)
        return []
    source = next(file for file in sorted(SOURCES.iterdir()) if file.suffix == ".docx")
    return [convert(source, form, folder) for form in LEGACY]


def complaints(written: int, report: Report) -> list[str]:
    """What must not be: files that vanished, whole documents that failed, faults of crparse's own."""
    failed = [entry for entry in report.entries if entry.code in FAULTS or entry.path.startswith("whole-")]
    failed = [entry for entry in failed if entry.severity == "error"]
    told = report.documents + len(report.failures) + report.duplicates
    lines = [] if told == written else [f"{written} files were given, {told} are accounted for."]
    return lines + [f"{entry.code}: {entry.line()} {entry.traceback[-3:]}" for entry in failed]


def outcomes(report: Report) -> list[str]:
    """How many ended how."""
    codes = Counter(entry.code for entry in report.entries if entry.severity == "error")
    return [f"{report.documents:6d} record"] + [f"{n:6d} {code}" for code, n in sorted(codes.items())]


if __name__ == "__main__":
    sys.exit(main())
