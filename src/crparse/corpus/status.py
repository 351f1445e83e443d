"""What a corpus holds and what is the matter with it, line by line, without reading a document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crparse.corpus.entries import count_costless
from crparse.corpus.folder import DOCUMENTS, ERRORS, LEDGER, MANIFEST, OutputError, work_begun
from crparse.corpus.ledger import NOWHERE, read_ledger
from crparse.pipeline import stamp
from crparse.text import printable
from crparse.wording import Message, said, say, say_count


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
    yield f"{documents_told(manifest['counts']['documents'])}, {failures_told(len(failed))}"
    if shard := manifest.get("shard"):
        yield "  " + say("shard %(shard)s of a corpus, to be merged with the others", shard=shard)
    stale = _stale(corpus)
    if stale:
        yield "  " + say("stale, to be read again by the next build: %(count)s", count=stale)
    yield from count_costless(entry["code"] for entry in entries if entry["severity"] == "warning")
    if begun := work_begun(corpus):
        yield "  " + say("a run was stopped; the same command goes on from %(count)s documents", count=begun)
    for entry in failed:
        parameters = entry.get("parameters", {})  # an earlier version kept none
        message, advice = said(entry["message"], parameters), said(entry["advice"], parameters)
        line = f"{entry['path']}: {entry['code']}. {message} {advice}"
        yield f"  {printable(line)}"


def documents_told(count: int) -> str:
    """So many documents."""
    return say_count("%(number)s document", "%(number)s documents", count)


def failures_told(count: int) -> str:
    """So many files that failed."""
    return say_count("%(number)s file failed", "%(number)s files failed", count)


def _entries(corpus: Path) -> list[dict[str, Any]]:
    try:
        lines = (corpus / ERRORS).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
    except (OSError, ValueError) as error:
        raise OutputError(
            Message(
                "%(file)s cannot be read (%(error)s): build the corpus again.",
                file=corpus / ERRORS,
                error=error,
            )
        ) from error


def _stale(corpus: Path) -> int:
    """How many records were made by other versions, words or weights than there are now."""
    if not (corpus / LEDGER).exists():
        return sum(1 for _ in (corpus / DOCUMENTS).glob("*.json"))
    with read_ledger(corpus / LEDGER) as ledger:
        return ledger.stale(stamp())


def folders(corpus: Path) -> list[Path]:
    """The files and folders that a corpus was made of, whether they are there or not."""
    if not (corpus / LEDGER).exists():
        return []
    with read_ledger(corpus / LEDGER) as ledger:
        roots = {file.root for file in ledger.files()} | {root for root, _ in ledger.told()}
    return [Path(root) for root in sorted(roots - {NOWHERE})]
