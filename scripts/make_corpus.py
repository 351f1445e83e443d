"""Makes the example corpus: the DOCX and PDF files of corpus/sources from the texts of corpus/texts.

usage: make_corpus.py [--check]

With --check nothing is written; exit code 1 where a source does not say what its text says, or has no text.

A text begins with the lines of its layout, `key: value`, down to a line `---`:

    format: docx | pdf
    headings: styles | bold | underline   DOCX: real heading styles, or runs that only look like headings
    numbers: word                         DOCX: Word numbers the headings ("1. " is not part of their text)
    font: Times | Helvetica | Courier     PDF
    size: 12                              PDF, points; 10.5 unless said
    header: …, footer: …                  on each page; in a PDF {page} and {pages} are filled in

Below it each line is a paragraph, and empty lines only part blocks:

    title: …       a line of the title, large; several in a row are its lines
    center: …      a centred line
    date: …        the date on a line of its own, centred
    bold: …        a bold line of its own
    # …, ## …      headings
    - …, -- …      bullets, and bullets below them
    | a | b        a row of a ruled table; ` / ` parts the paragraphs of a cell; short rows are filled up
    columns:       the `- ` lines down to a line `end` become a list in two columns (PDF)
    tabs: a→b→c    a line with tabs (written here as →) and tab stops (DOCX)
    dots: a→b      a line whose tab draws dots (DOCX)
    **…**          bold words
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from crparse.readers import read_document
from example_docx import docx_bytes
from example_markup import read_text
from example_pdf import pdf_bytes

CORPUS = Path(__file__).parent.parent / "corpus"
WRITERS = {"docx": docx_bytes, "pdf": pdf_bytes}

Shown = tuple[str, str, str | None, int | None]
"""What a reader sees of a block: its text, its kind, its marker and the level of its heading style."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the sources, or says which are not up to date."""
    parser = argparse.ArgumentParser(description="Makes corpus/sources from corpus/texts.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, say which sources are out of date"
    )
    options = parser.parse_args(arguments)
    sources = made_sources(CORPUS / "texts")
    if options.check:
        stale = out_of_date(CORPUS / "sources", sources)
        print("\n".join(f"out of date: {name}" for name in stale) or "corpus/sources is up to date.")
        return 1 if stale else 0
    for name, content in sources.items():
        (CORPUS / "sources" / name).write_bytes(content)
    return 0


def made_sources(texts: Path) -> dict[str, bytes]:
    """The content of each source by its file name."""
    made = {}
    for file in sorted(texts.glob("*.txt")):
        text = read_text(file.read_text(encoding="utf-8"))
        form = text.layout["format"]
        made[f"{file.stem}.{form}"] = WRITERS[form](text)
    return made


def out_of_date(folder: Path, made: dict[str, bytes]) -> list[str]:
    """Sources that are missing, have no text, or show something else than their text says.

    What is shown is compared, not bytes: another version of a library may write the same document otherwise.
    """
    there = {file.name for file in folder.iterdir()}
    stale = set(made) ^ there
    stale |= {name for name in set(made) & there if shown(made[name]) != shown((folder / name).read_bytes())}
    return sorted(stale)


def shown(content: bytes) -> list[Shown]:
    """What a reader sees of a document."""
    blocks = read_document(content).blocks
    return [(block.text, block.kind.value, block.marker, block.heading_level) for block in blocks]


if __name__ == "__main__":
    sys.exit(main())
