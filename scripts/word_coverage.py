"""Compares the text of records with the plain text that other programs give: are all words there, in order?

usage: word_coverage.py FOLDER [FOLDER ...] [--worst 10] [--show NAME]

PDF is compared page by page with pdftotext (of its three orders of reading the one that agrees best: columns
and tables are read in more than one right way), other formats as a whole with LibreOffice. Running headers
and footers count neither here nor there. Scanned pages have nothing to be compared with.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from rapidfuzz.distance import LCSseq

from conversion import convert_all
from crparse.errors import ReadError
from crparse.programs import LIBREOFFICE
from crparse.readers import read_document
from crparse.source import SourceDocument
from crparse.text import fold

PDF = ".pdf"

ORDERS = ((), ("-layout",), ("-raw",))
"""In reading order as pdftotext takes it, as printed, and as the file has it."""

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"(\w)[-\u00ad]\s*\n\s*(\w)")
_DIGITS = re.compile(r"\d+")

Words = list[str]


@dataclass(slots=True)
class Coverage:
    """Of one document: the words that the other program gives, and those of them that the record lacks."""

    name: str
    words: int = 0
    missing: Words = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of the words that the record has, in order."""
        return 1 - len(self.missing) / self.words if self.words else 1.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the share of all documents together, the worst, and what they lack."""
    parser = argparse.ArgumentParser(description="Compares the text of records with that of other programs.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--show", metavar="NAME", help="all missing words of one document")
    options = parser.parse_args(arguments)
    files = sorted(file for folder in options.folders for file in folder.iterdir())
    chosen = [file for file in files if options.show in (None, file.name)]
    found = coverages(chosen)
    words = sum(c.words for c in found)
    share = 1 - sum(len(c.missing) for c in found) / max(1, words)
    at_least = sum(c.share >= 0.99 for c in found)
    print(
        f"{len(found)} documents, {words} words: {share:.4f} in order; {at_least} documents at 0.99 or more"
    )
    for coverage in sorted(found, key=lambda c: (c.share, c.name))[: options.worst]:
        shown = coverage.missing if options.show else coverage.missing[:20]
        print(f"{coverage.share:.4f}  {coverage.name}  ({coverage.words} words) lacks: {' '.join(shown)}")
    return 0


def coverages(files: Sequence[Path]) -> list[Coverage]:
    """The coverage of each document that there is something to compare with, two at a time."""
    texts = libreoffice_texts([file for file in files if file.suffix != PDF])
    given = [texts.get(file) for file in files]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return [coverage for coverage in pool.map(compare, files, given) if coverage is not None]


def compare(file: Path, text: str | None) -> Coverage | None:
    """The coverage of one document; None where it cannot be read or there is nothing to compare.

    `text` is LibreOffice's, where the file is no PDF.
    """
    try:
        document = read_document(file)
    except ReadError as error:
        print(f"{file.name}: {error}", file=sys.stderr)
        return None
    if document.format == "pdf":
        return compare_pages(file, document)
    return compare_whole(file, document, text) if text is not None else None


def compare_pages(file: Path, document: SourceDocument) -> Coverage:
    """Page by page; a paragraph that runs on is on both of its pages."""
    coverage = Coverage(file.name)
    readings = [pdftotext(file, order).split("\f") for order in ORDERS]
    furniture = furniture_lines(document)
    for number, given in enumerate(zip(*readings, strict=True), start=1):
        ours = words_of("\n".join(page_lines(document, number)))
        found = [lacking(words_of(without(text, furniture), ours), ours) for text in given]
        total, missing = min(found, key=lambda pair: len(pair[1]))
        if was_read(document, number):
            coverage.words += total
            coverage.missing += missing
    return coverage


def compare_whole(file: Path, document: SourceDocument, text: str) -> Coverage:
    """The whole text at once."""
    ours = words_of("\n".join(b.text for b in document.blocks))
    total, missing = lacking(words_of(without(text, furniture_lines(document)), ours), ours)
    return Coverage(file.name, total, missing)


def was_read(document: SourceDocument, page: int) -> bool:
    """Whether the page's own text was read, rather than recognised or reported."""
    recognised = any(block.page == page and block.confidence is not None for block in document.blocks)
    return not recognised and not any(caveat.page == page for caveat in document.warnings)


def page_lines(document: SourceDocument, page: int) -> Iterator[str]:
    """What the record has of a page, running headers and footers left out."""
    for block in document.blocks:
        if block.lines:
            yield from (block.text[line.start : line.end] for line in block.lines if line.page == page)
        elif block.page == page:
            yield block.text


def furniture_lines(document: SourceDocument) -> set[str]:
    """The running headers and footers, whatever the page number in them."""
    blocks = (block.text for block in document.furniture)
    return {_bare(line) for text in blocks for line in text.splitlines()}


def without(text: str, furniture: set[str]) -> str:
    """The text without the lines of running headers and footers."""
    return "\n".join(line for line in text.splitlines() if _bare(line) not in furniture)


def _bare(line: str) -> str:
    return " ".join(_WORD.findall(_DIGITS.sub("0", fold(line))))


def words_of(text: str, known: Sequence[str] = ()) -> Words:
    """The words, folded; a word broken at the end of a line is whole where `known` has it whole."""
    whole = set(known)

    def join(match: re.Match[str]) -> str:
        before = _WORD.findall(plain[: match.start() + 1])[-1]
        after = _WORD.match(plain, match.end() - 1)
        return f"{match[1]}{match[2]}" if after and before + after.group() in whole else match.group()

    plain = fold(unicodedata.normalize("NFKC", text))
    return _WORD.findall(_BREAK.sub(join, plain))


def lacking(theirs: Words, ours: Words) -> tuple[int, Words]:
    """How many words there are, and those that stand in no common order with ours."""
    common = {i for block in LCSseq.opcodes(theirs, ours) if block.tag == "equal" for i in _source(block)}
    return len(theirs), [word for i, word in enumerate(theirs) if i not in common]


def _source(block: object) -> range:
    return range(block.src_start, block.src_end)  # type: ignore[attr-defined]


def pdftotext(file: Path, order: tuple[str, ...]) -> str:
    """The text of all pages, a form feed after each."""
    command = ["pdftotext", "-enc", "UTF-8", *order, str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def libreoffice_texts(files: Sequence[Path]) -> dict[Path, str]:
    """The text of each document as LibreOffice saves it, of those that it can read."""
    if LIBREOFFICE.find() is None:
        sys.exit("LibreOffice is not there to compare with.")
    with tempfile.TemporaryDirectory() as folder:
        made = convert_all(files, "txt:Text (encoded):UTF8", Path(folder))
        return {file: text.read_text(encoding="utf-8-sig") for file, text in made.items()}


if __name__ == "__main__":
    sys.exit(main())
