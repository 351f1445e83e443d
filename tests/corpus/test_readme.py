import re
from pathlib import Path

from crparse.corpus.entries import LedgerEntry
from crparse.corpus.readme import write_readme
from crparse.corpus.tables import TABLES
from minutes_files import make_record


def written(folder: Path, *entries: LedgerEntry) -> str:
    write_readme(folder, {"documents": 2, "upcoming_dates": 7}, entries, make_record().provenance)
    return (folder / "README.md").read_text("utf-8")


def test_it_tells_what_is_there_and_how_it_was_made(tmp_path: Path) -> None:
    told = written(tmp_path)
    assert "| documents | 2 |\n| upcoming dates | 7 |" in told
    assert "By crparse 0 with the model none." in told
    assert re.findall(r"^## (.*)$", told, re.MULTILINE) == [
        "How it was made",
        "What it holds",
        "What was not read, or is told of what was",
        "How far to trust it",
        "How to cite it",
        "Personal data",
        "The tables",
    ]


def test_every_column_is_described(tmp_path: Path) -> None:
    told = written(tmp_path)
    lines = [f"| `{column.name}` | {column.meaning} |" for t in TABLES.values() for column in t.columns]
    assert [line for line in lines if line not in told] == []


def test_what_was_not_read_is_counted(tmp_path: Path) -> None:
    assert "Every file was read." in written(tmp_path)
    entry = LedgerEntry("a.pdf", "protected", "It has a password.", "Ask for it.")
    assert "| `protected` | error | 2 |" in written(tmp_path, entry, entry)
