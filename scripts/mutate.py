"""Builds a corpus from thousands of damaged documents: nothing but the damaged document itself may be lost.

usage: mutate.py [DOCUMENT ...] [--count 2000] [--seed 1] [--workers N]

Without arguments the documents of corpus/sources are damaged, and a scan, a ZIP archive, a web page, a text,
a mail, a workbook and a picture made from them, and the ODT, DOC and RTF forms of one where LibreOffice is
there to make them. Exit code 1 where a file has neither a record nor an entry of the ledger, or a failure is
a bug of crparse (internal_error), took its process down or hung.
"""

import argparse
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from random import Random

import openpyxl
import pypdfium2 as pdfium
from PIL import Image

from conversion import convert
from crparse import build, open_corpus
from crparse.corpus import Limits
from crparse.corpus.build import Report
from crparse.corpus.entries import CRASHED, INTERNAL_ERROR, TOO_SLOW
from crparse.programs import LIBREOFFICE
from crparse.readers import read_document
from mutants import mutate

SOURCES = Path(__file__).parent.parent / "corpus" / "sources"
LEGACY = ("odt", "doc", "rtf")
SCAN_SCALE = 2
"""Dots of a scanned page for each point: few, for recognition to be fast."""

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
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        documents = options.documents or [*sorted(SOURCES.iterdir()), *other_forms(folder)]
        written = write_mutants(documents, folder / "mutants", options.count, options.seed)
        report = build(folder / "mutants", folder / "corpus", workers=options.workers, limits=LIMITS)
        lines = complaints(written, told_of(report), report)
    print(*outcomes(report), *lines, sep="\n")
    return 1 if lines else 0


def write_mutants(documents: Sequence[Path], folder: Path, count: int, seed: int) -> list[str]:
    """So many damaged copies, and each document whole; returns the names of the files."""
    random = Random(seed)
    folder.mkdir()
    for document in documents:
        (folder / f"whole-{document.name}").write_bytes(document.read_bytes())
    for number in range(count):
        document = documents[number % len(documents)]
        damaged = mutate(document.read_bytes(), random)
        (folder / f"{number:05d}-{document.name}").write_bytes(damaged)
    return sorted(file.name for file in folder.iterdir())


def other_forms(folder: Path) -> Iterator[Path]:
    """The documents in the other forms that are read; the first DOCX as LibreOffice saves it."""
    documents = sorted(SOURCES.iterdir())
    pdf, word = (next(d for d in documents if d.suffix == suffix) for suffix in (".pdf", ".docx"))
    text = read_document(word).text
    yield _written(folder / "page.html", "".join(f"<p>{line}</p>\n" for line in text.splitlines()))
    yield _written(folder / "texte.txt", text)
    yield _scan(pdf, folder / "scan.pdf")
    with zipfile.ZipFile(folder / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("page.html", "texte.txt"):
            archive.writestr(f"archive/{name}", (folder / name).read_text(encoding="utf-8") + "Archive")
    yield folder / "archive.zip"
    yield _mailed(word, folder / "courriel.eml")
    yield _listed(text, folder / "classeur.xlsx")
    yield _scan(pdf, folder / "page.png")
    if LIBREOFFICE.find() is None:
        print("LibreOffice is not there: ODT, DOC and RTF are not damaged.", file=sys.stderr)
    else:
        yield from (convert(word, form, folder) for form in LEGACY)


def _written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def _mailed(document: Path, file: Path) -> Path:
    """A mail to which a document is attached."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@valmont.example", "b@valmont.example", document.stem
    mail.set_content("Bonjour, voici le compte rendu.")
    mail.add_attachment(document.read_bytes(), "application", "octet-stream", filename=document.name)
    file.write_bytes(mail.as_bytes())
    return file


def _listed(text: str, file: Path) -> Path:
    """A workbook with a line of a text in each row."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Classeur", 0)
    for line in text.splitlines():
        sheet.append(line.split("\t"))
    book.save(file)
    return file


def _scan(document: Path, file: Path) -> Path:
    """The first page as a picture."""
    pdf = pdfium.PdfDocument(document)
    picture: Image.Image = pdf[0].render(scale=SCAN_SCALE, grayscale=True).to_pil()
    pdf.close()
    picture.save(file, resolution=72 * SCAN_SCALE)
    return file


def told_of(report: Report) -> set[str]:
    """The files of the folder that have a record or an entry of the ledger."""
    paths = [*open_corpus(report.output)["documents"]["path"], *(entry.path for entry in report.entries)]
    return {path.partition("/")[0] for path in paths}


def complaints(written: Sequence[str], told: set[str], report: Report) -> list[str]:
    """What must not be: files that vanished, whole documents that failed, faults of crparse's own."""
    failed = [entry for entry in report.entries if entry.code in FAULTS or entry.path.startswith("whole-")]
    failed = [entry for entry in failed if entry.severity == "error"]
    lines = [f"{name} has neither a record nor an entry." for name in written if name not in told]
    return lines + [f"{entry.code}: {entry.line()} {entry.traceback[-3:]}" for entry in failed]


def outcomes(report: Report) -> list[str]:
    """How many ended how."""
    codes = Counter(entry.code for entry in report.entries if entry.severity == "error")
    return [f"{report.documents:6d} record"] + [f"{n:6d} {code}" for code, n in sorted(codes.items())]


if __name__ == "__main__":
    sys.exit(main())
