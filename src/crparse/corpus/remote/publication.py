"""A finished corpus put under a URL, to be read there by others: whole, or not at all.

A corpus is not built in a store: its ledger is a database that needs locks, its generations change places by
renaming, and a store has neither. What is put there is a generation of it, in a folder of its own; then one
small file is replaced, which says which generation counts:

    current.json                              {"generation": "0f3a…", "before": "91bc…", …}
    generations/0f3a…/manifest.json, documents/…, tables/…, entities/…

Whoever reads `current.json` first sees the generation before or the next one. The one before stays until the
next is published, for those who are reading it.
"""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crparse.corpus.folder import GENERATOR, MANIFEST, OutputError, file_sha256, is_corpus
from crparse.corpus.remote.search import GENERATIONS, SIDE_BY_SIDE
from crparse.corpus.remote.store import ACCESS, Store, reached
from crparse.corpus.remote.urls import Url, place_named
from crparse.errors import CorpusChanged, ReadError
from crparse.wording import Message, say

CURRENT = "current.json"
"""The file that says which generation counts."""

UNWRITTEN = "unwritten"
"""Code of a store that does not take what is put there."""

# Takes "0f3a5b7c9d1e2f30", the name of a generation; leaves "minutes" and "2024".
_GENERATION = re.compile(r"[0-9a-f]{16}")

LENGTH = 16
"""Hexadecimal digits of the name of a generation: as many as an id of a record has."""


@dataclass(frozen=True, slots=True)
class Published:
    """How a corpus was published."""

    url: str
    """Of the generation that counts now."""
    sent: int
    """Files that were sent."""
    copied: int
    """Files that the store has copied from the generation before."""

    def line(self) -> str:
        """The same in a line, in the language that is spoken."""
        return say(
            "%(url)s: %(sent)s files sent, %(copied)s taken from the generation before",
            url=self.url,
            sent=self.sent,
            copied=self.copied,
        )


def publish(corpus: Path, url: str | Url) -> Published:
    """Puts a corpus under a URL, in place of the one published there before.

    Records, tables, entities, `errors.jsonl`, README and manifest are put there: what the manifest describes.
    The ledger and the corrections, which later builds need, stay with the corpus.

    Args:
        corpus: The folder that `build` wrote.
        url: Where it goes, such as `s3://bucket/corpora/valmont`: a place with nothing in it, or one that a
            corpus was published to. One who publishes at a time.

    Returns:
        What was done; nothing was sent where this generation is there already.

    Raises:
        OutputError: There is no corpus, its files are not those it was built with, or the store cannot be
            reached or holds something else there. What was published before is as it was.
        CorpusChanged: The corpus was brought up to date meanwhile; likewise.
    """
    if not is_corpus(corpus):
        raise OutputError(Message("%(folder)s holds no crparse corpus.", folder=corpus))
    try:
        return _Publication(corpus, Url(str(url).rstrip("/"))).publish()
    except ReadError as error:
        told = Message("%(place)s: %(what_failed)s", place=url, what_failed=error.told)
        raise OutputError(told) from error


def current_generation(url: str | Url) -> str:
    """The URL of the generation that counts: `tables/attendees.parquet` and the rest lie under it.

    Raises:
        ReadError: No corpus is published there, or it cannot be reached.
    """
    place = Url(str(url).rstrip("/"))
    told = _current(Store(_written(place)))
    if told is None:
        raise ReadError("no_corpus", Message("No crparse corpus is published there."), ACCESS)
    return f"{place}/{GENERATIONS}/{told['generation']}"


def _written(url: Url) -> Url:
    """The URL as the driver is asked for it: a path of this machine by the driver of files."""
    place = place_named(url.text)
    return place if isinstance(place, Url) else Url(f"file://{place.absolute()}")


def _current(store: Store) -> dict[str, Any] | None:
    """What is published under a URL; None where nothing lies there.

    Raises:
        ReadError: Something else lies there.
    """
    try:
        with reached(UNWRITTEN):
            content = store.files.cat_file(f"{store.path}/{CURRENT}")
    except ReadError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    try:
        told = json.loads(content)
        if told["generator"] == GENERATOR and _GENERATION.fullmatch(told["generation"]):
            return dict(told)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    message = Message("The %(file)s there is none that crparse has written.", file=CURRENT)
    raise ReadError("no_corpus", message, Message("Choose another place."))


class _Publication:
    """One corpus on its way to one place."""

    def __init__(self, corpus: Path, url: Url) -> None:
        self.corpus, self.url, self.store = corpus, url, Store(_written(url))
        manifest = corpus / MANIFEST
        self.digest = file_sha256(manifest)
        self.described: dict[str, Any] = json.loads(manifest.read_bytes())["files"]
        self.name = self.digest[:LENGTH]
        self.root = f"{self.store.path}/{GENERATIONS}"

    def publish(self) -> Published:
        """Sends what is new, then says that it counts, then takes away what no longer does."""
        current = _current(self.store)
        before = current["generation"] if current else None
        place = f"{self.url}/{GENERATIONS}/{self.name}"
        if before == self.name:
            return Published(place, 0, 0)
        if current is None:
            self._check_empty()
        kept = self._digests(before) if before else {}
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            done = pool.map(lambda name: self._put(name, before, kept), self.described)
            try:
                copied = sum(done)
            finally:  # one that has failed ends it: what has not begun need not
                pool.shutdown(cancel_futures=True)
        if file_sha256(self.corpus / MANIFEST) != self.digest:
            raise CorpusChanged(
                Message(
                    "%(corpus)s was brought up to date while it was sent: publish it again.",
                    corpus=self.corpus,
                )
            )
        self._send(self.corpus / MANIFEST, MANIFEST)
        self._check_sent()
        self._make_current(before)
        self._take_away({self.name, before})
        return Published(place, len(self.described) + 1 - copied, copied)

    def _check_empty(self) -> None:
        """Refuses a place where something else lies; what a run that was stopped has sent does not count."""
        with reached(UNWRITTEN):
            there = self.store.files.ls(self.store.path, detail=False) if self._exists() else []
        other = [path for path in map(self.store.relative, there) if path not in ("", GENERATIONS)]
        if other:
            message = Message("Something else lies there (%(file)s).", file=other[0])
            raise ReadError("not_empty", message, Message("Choose a place with nothing in it."))

    def _exists(self) -> bool:
        return bool(self.store.files.exists(self.store.path))

    def _digests(self, generation: str) -> dict[str, str]:
        """The digest of each file of a generation that is there, by its name."""
        with reached(UNWRITTEN):
            content = self.store.files.cat_file(f"{self.root}/{generation}/{MANIFEST}")
        return {name: told["sha256"] for name, told in json.loads(content)["files"].items()}

    def _put(self, name: str, before: str | None, kept: dict[str, str]) -> bool:
        """Puts a file there; whether the store had it."""
        sha256 = self.described[name]["sha256"]
        if before and kept.get(name) == sha256:
            with reached(UNWRITTEN):
                self._make_folder(name)
                self.store.files.cp_file(f"{self.root}/{before}/{name}", f"{self.root}/{self.name}/{name}")
            return True
        try:
            is_as_built = file_sha256(self.corpus / name) == sha256
        except FileNotFoundError:
            is_as_built = False
        if not is_as_built:
            raise OutputError(
                Message(
                    "%(file)s of %(corpus)s is not as it was built: build it again, so that the manifest "
                    "tells of it.",
                    file=name,
                    corpus=self.corpus,
                )
            )
        self._send(self.corpus / name, name)
        return False

    def _send(self, file: Path, name: str) -> None:
        with reached(UNWRITTEN):
            self._make_folder(name)
            self.store.files.put_file(str(file), f"{self.root}/{self.name}/{name}")

    def _make_folder(self, name: str) -> None:
        """Makes the folder that a file goes to, where the store has folders."""
        self.store.files.makedirs(f"{self.root}/{self.name}/{name}".rpartition("/")[0], exist_ok=True)

    def _check_sent(self) -> None:
        """Counts what is there before anybody is told of it."""
        sizes = {name: told["bytes"] for name, told in self.described.items()}
        sizes[MANIFEST] = (self.corpus / MANIFEST).stat().st_size
        place = f"{self.root}/{self.name}"
        with reached(UNWRITTEN):
            found = self.store.files.find(place, detail=True)
        there = {path[len(place) + 1 :]: told["size"] for path, told in found.items()}
        wrong = sorted(name for name, size in sizes.items() if there.get(name) != size)
        if wrong:
            message = Message(
                "%(count)s files have not arrived whole (%(file)s).", count=len(wrong), file=wrong[0]
            )
            raise ReadError(UNWRITTEN, message, Message("Publish the corpus again."))

    def _make_current(self, before: str | None) -> None:
        """The step that readers see: one file, replaced whole.

        It is written beside and moved: a store of objects copies it in one step, a file system renames it.
        """
        told = {"generator": GENERATOR, "generation": self.name, "before": before, "manifest": self.digest}
        part, place = f"{self.store.path}/{CURRENT}.part", f"{self.store.path}/{CURRENT}"
        with reached(UNWRITTEN):
            self.store.files.pipe_file(part, json.dumps(told, indent=1).encode() + b"\n")
            self.store.files.mv(part, place)

    def _take_away(self, kept: set[str | None]) -> None:
        """Removes the generations that nobody is led to any more, and what stopped runs have sent."""
        with reached(UNWRITTEN):
            for path in self.store.files.ls(self.root, detail=False):
                name = str(path).rstrip("/").rpartition("/")[2]
                if _GENERATION.fullmatch(name) and name not in kept:
                    self.store.files.rm(path, recursive=True)
