"""What a corpus holds and what is the matter with it, line by line, without reading a document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crparse.corpus.entries import count_costless
from crparse.corpus.folder import DOCUMENTS, ERRORS, LEDGER, MANIFEST, OutputError, work_begun
from crparse.corpus.ledger import NOWHERE, read_ledger
from crparse.corpus.remote.urls import Url, place_named
from crparse.pipeline import stamp
from crparse.text import printable


def told(corpus: Path) -> tuple[list[str], bool]:
    """The lines, and whether all is well: there are documents, and no file failed.

    Raises:
        OutputError: The corpus was written by a later version, or is damaged.
    """
    manifest = json.loads((corpus / MANIFEST).read_text(encoding="utf-8"))
    entries = _entries(corpus)
    failed = [entry for entry in entries if entry["severity"] == "error"]
    is_well = bool(manifest["counts"]["documents"]) and not failed
    return list(_lines(corpus, manifest, entries, failed)), is_well


def _lines(
    corpus: Path, manifest: dict[str, Any], entries: list[dict[str, Any]], failed: list[dict[str, Any]]
) -> Iterator[str]:
    yield f"{manifest['counts']['documents']} documents, {len(failed)} files failed"
    if shard := manifest.get("shard"):
        yield f"  shard {shard} of a corpus, to be merged with the others"
    stale = _stale(corpus)
    if stale:
        yield f"  stale, to be read again by the next build: {stale}"
    yield from count_costless(entry["code"] for entry in entries if entry["severity"] == "warning")
    if begun := work_begun(corpus):
        yield f"  a run was stopped; the same command goes on from {begun} documents"
    for entry in failed:
        line = f"{entry['path']}: {entry['code']}. {entry['message']} {entry['advice']}"
        yield f"  {printable(line)}"


def _entries(corpus: Path) -> list[dict[str, Any]]:
    try:
        lines = (corpus / ERRORS).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
    except (OSError, ValueError) as error:
        raise OutputError(f"{corpus / ERRORS} cannot be read ({error}): build the corpus again.") from error


def _stale(corpus: Path) -> int:
    """How many records were made by other versions, words or weights than there are now."""
    if not (corpus / LEDGER).exists():
        return sum(1 for _ in (corpus / DOCUMENTS).glob("*.json"))
    with read_ledger(corpus / LEDGER) as ledger:
        return ledger.stale(stamp())


def folders(corpus: Path) -> list[Path | Url]:
    """The files, folders and URLs that a corpus was made of, whether they are there or not."""
    if not (corpus / LEDGER).exists():
        return []
    with read_ledger(corpus / LEDGER) as ledger:
        roots = {file.root for file in ledger.files()} | {root for root, _ in ledger.told()}
    return [place_named(root) for root in sorted(roots - {NOWHERE})]
