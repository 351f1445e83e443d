"""A data set as Hugging Face's `datasets` loads it from a folder: Parquet files and a card."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from crparse.corpus.folder import TABLE_FILES
from crparse.corpus.tables import TABLES, Corpus
from crparse.exports.dictionary import TYPE_NAMES
from crparse.exports.targets import export_folder
from crparse.wording import Message

CARD = "README.md"

PART = "train-00000-of-00001.parquet"
"""The one part of the one split that each table is."""

TEXTS_CONFIG = "texts"
"""The text of each record, which its items quote."""

GROUP = 200
"""Texts kept in memory before they are written: a hundred pages each at most, mostly ten (chosen)."""

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
"""What the hub calls so many documents."""


def write_hf(
    corpus: Corpus, target: Path, *, licence: str | None = None, source: str | None = None
) -> list[str]:
    """Writes `data/<table>/train-….parquet` for each table and for the texts, and the card `README.md`.

    Args:
        corpus: What to write.
        target: The folder.
        licence: As the hub calls it: "etalab-2.0", "cc-by-4.0".
        source: Whence the minutes are.
    """
    with export_folder(corpus, target, "hf", {"licence": licence, "source": source}) as folder:
        for name in TABLES:
            (folder / "data" / name).mkdir(parents=True)
            shutil.copyfile(corpus.folder / TABLE_FILES / f"{name}.parquet", folder / "data" / name / PART)
        _write_texts(corpus, folder / "data" / TEXTS_CONFIG)
        (folder / CARD).write_text(_card(corpus, licence, source), encoding="utf-8", newline="\n")
    given = {"licence": licence, "source": source}
    return [
        Message("The card tells no %(option)s: --%(option)s was not given.", option=name)
        for name, told in given.items()
        if not told
    ]


def _write_texts(corpus: Corpus, folder: Path) -> None:
    folder.mkdir(parents=True)
    schema = pa.schema([("document_id", pa.string()), ("text", pa.large_string())])
    with (folder / PART).open("wb") as stream, pq.ParquetWriter(stream, schema, compression="zstd") as file:
        kept: list[tuple[str, str]] = []
        for record in corpus.meetings():
            kept.append((record.id, record.text))
            if len(kept) == GROUP:
                _flush(file, schema, kept)
        if kept:
            _flush(file, schema, kept)


def _flush(file: pq.ParquetWriter, schema: pa.Schema, kept: list[tuple[str, str]]) -> None:
    ids, texts = zip(*kept, strict=True)
    file.write_table(pa.Table.from_arrays([pa.array(ids), pa.array(texts, pa.large_string())], schema=schema))
    kept.clear()


def _card(corpus: Corpus, licence: str | None, source: str | None) -> str:
    meetings = corpus.manifest["counts"]["meetings"]
    size = next((name for most, name in SIZES if meetings < most), "n>1M")
    head = ["---", "language:", "- fr", "pretty_name: Minutes, as read by crparse"]
    head += [f"license: {licence}"] if licence else []
    head += ["size_categories:", f"- {size}", "configs:"]
    for name in [*TABLES, TEXTS_CONFIG]:
        default = ["  default: true"] if name == "documents" else []
        head += [f"- config_name: {name}", *default, "  data_files:", "  - split: train"]
        head += [f"    path: data/{name}/*.parquet"]
    lines = [*head, "---", "", "# Minutes, as read by crparse", ""]
    lines += [f"What {meetings} meetings say of who attended, what was decided and what comes next."]
    lines += [f"Source: {source}."] if source else []
    lines += ["", PERSONAL, "", "```python", 'datasets.load_dataset("FOLDER", "decisions")', "```", ""]
    for name, table in TABLES.items():
        lines += [f"## {name}", "", table.meaning, "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {TYPE_NAMES[c.type]} | {c.meaning} |" for c in table.columns]
        lines += [""]
    lines += [f"## {TEXTS_CONFIG}", "", "The text of each record, which `start` and `end` of items count in."]
    return "\n".join(lines) + "\n"


PERSONAL = (
    "Minutes name people: whoever keeps or publishes this answers for it. Each item has a `probability`: how "
    "likely it is right."
)
"""What a card says of personal data, and of how far to trust it."""
