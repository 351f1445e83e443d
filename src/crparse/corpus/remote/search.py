"""The documents under a URL: found, looked into once, and fetched again by whoever reads them.

The id of a record is the digest of its content: a file that is new is fetched to be looked into (its digest,
what is in an archive), and again by the process that reads it, so that nothing but what is in hand lies on
this machine. What a look has found is kept in the ledger: as long as the store tells the same version of the
file, it is not fetched for another.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from crparse.corpus.containers import OPEN, read_member
from crparse.corpus.entries import LedgerEntry, read_failure
from crparse.corpus.folder import ERRORS, GENERATOR, MANIFEST, file_sha256
from crparse.corpus.inputs import EMPTY_FOLDER, LARGEST_FILE, UNREADABLE, InputFile, Search, is_skipped
from crparse.corpus.ledger import Ledger
from crparse.corpus.remote.store import Store, StoredFile, fetch_content
from crparse.corpus.remote.urls import Url
from crparse.errors import ReadError
from crparse.pipeline import stamp
from crparse.source import Envelope
from crparse.text import portable
from crparse.wording import Message

GENERATIONS = "generations"
"""Where a published corpus has its generations."""

SIDE_BY_SIDE = 8
"""Files that are fetched at once: most of the time of a small one is waiting for the store."""


@dataclass(frozen=True, slots=True)
class UrlFile(InputFile):
    """A document in a store: fetched when it is read, by whatever process reads it."""

    url: Url = field(kw_only=True)
    """Of the file; of the archive or the mail that it is in."""
    version: str = ""
    """Which content the URL had when it was looked into."""

    @property
    def place(self) -> str:
        """Its URL."""
        return self.url.text

    def is_seen_here(self) -> bool:
        """Whether it can be read here is known when it is tried."""
        return True

    def read(self) -> bytes:
        """Its content, `ReadError` where the store does not hand it out."""
        with as_unreadable():
            if not self.places:
                return fetch_content(self.url)
            container = _container(self.url, self.version)
        return read_member(Path(container.name), self.places)


@contextmanager
def as_unreadable() -> Iterator[None]:
    """What was found and is not handed out now is read again by the next run, whatever the reason."""
    try:
        yield
    except ReadError as error:
        raise ReadError(UNREADABLE, error.message, error.advice) from error


@lru_cache(maxsize=OPEN)
def _container(url: Url, version: str) -> "tempfile._TemporaryFileWrapper[bytes]":
    """An archive or a mail, kept for the documents in it that are read next."""
    # It is closed, and so gone, when it leaves the cache.
    fetched = tempfile.NamedTemporaryFile(prefix="crparse-")  # noqa: SIM115
    store = Store(url)
    store.fetch(store.path, fetched.file)
    fetched.flush()
    return fetched


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document that a look has found: the file itself, or what is in it."""

    path: str
    sha256: str
    places: tuple[int, ...] = ()
    envelope: Envelope | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a file of a store turned out to hold."""

    path: str
    """Under what was given."""
    version: str
    by: str
    """The version of crparse, words and weights, of which it depends what is found in an archive."""
    documents: tuple[SeenDocument, ...] = ()
    entries: tuple[LedgerEntry, ...] = ()

    @property
    def is_of_a_plain_file(self) -> bool:
        """Whether there was nothing to find but the digest."""
        return not self.entries and [one.places for one in self.documents] == [()]


_LOOK = TypeAdapter(Look)


def find_at(
    url: Url, ledger: Ledger | None, again: bool = False
) -> tuple[list[InputFile], list[LedgerEntry]]:
    """The documents under a URL, as `inputs.find_inputs` finds those under a folder.

    Args:
        url: What was given: a file, or all that lies under it.
        ledger: Keeps what was found from run to run; None where nothing does.
        again: Fetch everything, what is unchanged as well.

    Returns:
        The documents with their digests, each as often as it is there, and what could not be taken in.
    """
    search = _UrlSearch(url, ledger, again)
    try:
        search.go()
    except ReadError as error:
        search.entries.append(read_failure(str(url), error))
    return search.found, search.entries


class _UrlSearch:
    """Goes through what lies under one URL."""

    def __init__(self, url: Url, ledger: Ledger | None, again: bool) -> None:
        self.url, self.ledger, self.again, self.by = url, ledger, again, stamp()
        self.found: list[InputFile] = []
        self.told = Search(None)

    @property
    def entries(self) -> list[LedgerEntry]:
        """What could not be taken in, or was passed over."""
        return self.told.entries

    def go(self) -> None:
        """Finds all of it; `ReadError` where nothing can be seen."""
        store = Store(self.url)
        files = self._documents(store, store.listed())
        known = {file.path: self._known(store, file, path) for file, path in files}
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            looks = pool.map(lambda one: known[one[0].path] or self._look(store, *one), files)
            try:
                for (file, _), look in zip(files, looks, strict=True):
                    self._take(self._url_of(store, file), look, is_new=look is not known[file.path])
            finally:  # a run that is stopped does not wait for what has not begun
                pool.shutdown(cancel_futures=True)
        if self.ledger:
            self.ledger.keep_looks(self.url.text, [self._url_of(store, file).text for file, _ in files])
        if not self.found and all(entry.severity == "warning" for entry in self.entries):
            message = Message("Nothing that lies there is a document.")
            self.told.fail(str(self.url), EMPTY_FOLDER, message, Message("Check that it is the right URL."))

    def _documents(self, store: Store, listed: Sequence[StoredFile]) -> list[tuple[StoredFile, str]]:
        """The files to look into, with their paths; notes what is passed over."""
        paths = [(file, portable(store.relative(file.path))) for file in listed]
        corpora = self._corpora(store, paths)
        for folder in corpora:
            message = Message("A corpus that crparse has published lies there: it was passed over.")
            advice = Message("Keep corpora outside the folder of the minutes.")
            self.told.warn(folder or str(self.url), "corpus", message, advice)
        hidden: dict[str, bool] = {}
        taken = []
        for file, path in paths:
            parts = path.split("/")
            first = next((number for number, part in enumerate(parts, 1) if is_skipped(part)), None)
            if any(not folder or path.startswith(f"{folder}/") for folder in corpora):
                continue
            if first is None:
                taken.append((file, path or portable(self.url.name)))
            else:
                hidden["/".join(parts[:first])] = first < len(parts)
        for path, is_folder in hidden.items():
            self.told.pass_over(path, is_folder)
        return taken

    def _corpora(self, store: Store, paths: Sequence[tuple[StoredFile, str]]) -> list[str]:
        """The folders in which a corpus lies: by its manifest, beside which every corpus has its errors."""
        names = {path for _, path in paths}
        folders = set()
        for file, path in paths:
            folder, _, name = path.rpartition("/")
            if name == MANIFEST and f"{folder}/{ERRORS}".lstrip("/") in names:
                try:
                    told = json.loads(fetch_content(self._url_of(store, file)))
                except (ReadError, ValueError, RecursionError):
                    continue
                if isinstance(told, dict) and told.get("generator") == GENERATOR:
                    # A published one lies in `generations`, beside which stands which of them counts.
                    above, _, kept_in = folder.rpartition("/")[0].rpartition("/")
                    folders.add(above if kept_in == GENERATIONS else folder)
        return sorted(folders)

    def _url_of(self, store: Store, file: StoredFile) -> Url:
        inside = store.relative(file.path)
        return Url(f"{self.url.text.rstrip('/')}/{inside}") if inside else self.url

    def _known(self, store: Store, file: StoredFile, path: str) -> Look | None:
        """What is known of a file that has not changed since it was looked into."""
        kept = self.ledger.look(self._url_of(store, file).text) if self.ledger and not self.again else None
        look = _LOOK.validate_json(kept) if kept else None
        if look is None or (look.path, look.version) != (path, file.version):
            return None
        return look if look.by == self.by or look.is_of_a_plain_file else None

    def _look(self, store: Store, file: StoredFile, path: str) -> Look | LedgerEntry:
        """Fetches a file and looks into it, as if it lay here; or why it cannot be fetched."""
        search = Search(None)
        if file.size is not None and file.size > LARGEST_FILE:
            search.fail_too_large(path, file.size)
            return Look(path, file.version or "", self.by, (), tuple(search.entries))
        with tempfile.NamedTemporaryFile(prefix="crparse-") as fetched:
            try:
                store.fetch(file.path, fetched.file)
            except ReadError as error:
                return read_failure(path, error)
            fetched.flush()
            copy = Path(fetched.name)
            search.add(copy, path)
            digest = file_sha256(copy)
        seen = (
            SeenDocument(one.path, one.sha256 or digest, one.places, one.envelope) for one in search.found
        )
        return Look(path, file.version or digest, self.by, tuple(seen), tuple(search.entries))

    def _take(self, url: Url, look: Look | LedgerEntry, is_new: bool) -> None:
        """Takes in what a look has found, and keeps it for the next run."""
        if isinstance(look, LedgerEntry):
            self.entries.append(look)
            return
        if self.ledger and is_new:
            self.ledger.keep_look(url.text, _LOOK.dump_json(look).decode())
        self.entries.extend(look.entries)
        self.found += (
            UrlFile(
                Path(url.text),
                one.path,
                one.sha256,
                one.places,
                one.envelope,
                argument=self.url,
                url=url,
                version=look.version,
            )
            for one in look.documents
        )
