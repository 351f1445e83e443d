"""The README of a corpus: what whoever is handed the folder has to know."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from crparse.corpus.entries import LedgerEntry
from crparse.corpus.tables import TABLES
from crparse.record import Provenance

README = "README.md"

WHAT = """\
# A corpus of minutes

What minutes of meetings say of who attended, what was decided and what comes next, as crparse has read it.

| here | what it is |
|---|---|
| `documents/<id>.json` | the record of each document with its text; every item tells where in it it stands |
| `record.schema.json` | what each field of a record means, as JSON Schema |
| `tables/` | the same as tables, in Parquet and CSV: below |
| `entities/` | the people, organisations and bodies of the whole corpus, with every name that they have |
| `errors.jsonl` | what could not be read, why, and what to do |
| `manifest.json` | versions, counts, and every file with its SHA-256 |
"""

TRUST = """\
## How far to trust it

A program has read the minutes: it misses things, and takes some for what they are not. `probability` of an
item says how likely it is right, `doubt` of a document how many errors to expect in it. Whoever cites a
passage looks it up: `text[start:end]` of the record is what the item quotes, `pages` tells on which page it
stands.
"""

PERSONAL = """\
## Personal data

Minutes name people. Whoever holds this folder answers for it: on what ground, for how long, and who may read
it. `crparse export --pseudonymise` writes it with codes in the place of names, `crparse forget NAME` takes a
person out of it.
"""


def write_readme(
    folder: Path, counts: Mapping[str, int], entries: Iterable[LedgerEntry], provenance: Provenance | None
) -> None:
    """Writes the `README.md` of a corpus.

    Args:
        folder: Of the corpus.
        counts: What the corpus holds, as the manifest tells it.
        entries: What could not be read, or was passed over.
        provenance: What made the records.
    """
    parts = [WHAT, _made(provenance), _counts(counts), _unread(entries), TRUST, _cited(provenance), PERSONAL]
    (folder / README).write_text("\n".join([*parts, _columns()]), encoding="utf-8", newline="\n")


def _made(provenance: Provenance | None) -> str:
    lines = ["## How it was made", ""]
    if provenance:
        lines += [f"By crparse {provenance.crparse} with the model {provenance.model}."]
        others = ", ".join(f"{name} {version}" for name, version in sorted(provenance.packages.items()))
        lines += [f"With it: {others}."] if others else []
    return "\n".join([*lines, "The same files give the same bytes.", ""])


def _counts(counts: Mapping[str, int]) -> str:
    rows = [f"| {name.replace('_', ' ')} | {number} |" for name, number in counts.items()]
    return "\n".join(["## What it holds", "", "| what | how many |", "|---|---|", *rows, ""])


def _unread(entries: Iterable[LedgerEntry]) -> str:
    found = Counter((entry.severity, entry.code) for entry in entries)
    rows = [f"| `{code}` | {severity} | {number} |" for (severity, code), number in sorted(found.items())]
    table = ["| what | severity | files |", "|---|---|---|", *rows] if rows else ["Every file was read."]
    return "\n".join(["## What was not read, or is told of what was", "", *table, ""])


def _cited(provenance: Provenance | None) -> str:
    version = f" {provenance.crparse}" if provenance else ""
    return "\n".join(
        [
            "## How to cite it",
            "",
            f"Name the source of the minutes, the program (crparse{version}) and the SHA-256 of",
            "`manifest.json`, which tells this state from any other; of a passage its document and its page.",
            "",
        ]
    )


def _columns() -> str:
    lines = ["## The tables"]
    for name, table in TABLES.items():
        lines += ["", f"### {name}", "", f"{table.meaning} Key: {', '.join(table.key)}.", ""]
        lines += ["| column | meaning |", "|---|---|"]
        lines += [f"| `{column.name}` | {column.meaning} |" for column in table.columns]
    return "\n".join([*lines, ""])
