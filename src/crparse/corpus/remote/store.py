"""What lies under a URL, listed and fetched by the driver of fsspec that knows its scheme.

Credentials, addresses of servers and the like are the driver's own matter: it takes them from the environment
(`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`…) and from the files that its documentation names.
"""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from crparse.corpus import MEGABYTE
from crparse.corpus.inputs import LARGEST_FILE, NOT_FOUND, UNREADABLE, UNREADABLE_FOLDER
from crparse.corpus.remote.urls import Url
from crparse.errors import ReadError
from crparse.text import printable
from crparse.wording import Message

NEEDS_URLS, UNKNOWN_SCHEME, HAS_PASSWORD = "needs_urls", "unknown_scheme", "password_in_url"
"""Codes of a URL whose driver is not installed, that names no kind of store, that would tell a password."""

INSTALL = Message('Install it: pip install "crparse[urls]", or what the message names.')
ACCESS = Message("Check the URL, the credentials in the environment and the connection, then start again.")

PIECE = 4 << 20
"""Bytes that are fetched at a time: about what drivers of object stores fetch at once."""

DIGESTS = ("ETag", "etag", "md5Hash")
"""What stores call a digest, or another sign, that changes with the content."""

TIMES = ("mtime", "LastModified", "last_modified", "updated", "modified", "created")
"""What they call the time of the last change, the surest first; a new object is created anew in most."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a store."""

    path: str
    """As the driver calls it."""
    size: int | None
    version: str | None
    """Changes when the content does, as far as the store tells: None where it tells nothing."""


class Store:
    """What a URL names.

    Raises:
        ReadError: The extra or the driver is not installed, no driver knows the scheme, or the URL holds a
            password or several URLs.
    """

    def __init__(self, url: Url) -> None:
        self.url = url
        _check(url)
        try:
            from fsspec.core import url_to_fs
        except ModuleNotFoundError as error:
            message = Message("%(scheme)s:// needs the package fsspec.", scheme=url.scheme)
            raise ReadError(NEEDS_URLS, message, INSTALL) from error
        try:
            # Listings are not to be those of a build before: the files may have changed since.
            self.files, path = url_to_fs(url.text, use_listings_cache=False, skip_instance_cache=True)
        except ImportError as error:
            message = Message("%(scheme)s:// needs a package (%(error)s).", scheme=url.scheme, error=error)
            raise ReadError(NEEDS_URLS, message, INSTALL) from error
        except ValueError as error:
            message = Message(
                "%(scheme)s:// names no kind of store (%(error)s).", scheme=url.scheme, error=error
            )
            advice = Message("Check how it is spelled: s3://bucket/folder, https://host/file…")
            raise ReadError(UNKNOWN_SCHEME, message, advice) from error
        self.path = str(path)

    def listed(self) -> list[StoredFile]:
        """The files under the URL, in order; the one that it names, where it is one.

        Raises:
            ReadError: There is nothing there (NOT_FOUND), or it cannot be listed (UNREADABLE_FOLDER).
        """
        with reached(UNREADABLE_FOLDER):
            if not self.url.text.endswith("/"):
                told = self.files.info(self.path)
                if told["type"] == "file":
                    return [_stored(self.path, told)]
            found = self.files.find(self.path, detail=True)
        kept = {path: told for path, told in found.items() if told["type"] == "file" and path[-1:] != "/"}
        return [_stored(path, told) for path, told in sorted(kept.items())]

    def relative(self, path: str) -> str:
        """A path of the store as it stands under the URL; "" for the URL's own."""
        return path[len(self.path.rstrip("/")) :].lstrip("/")

    def fetch(self, path: str, target: IO[bytes]) -> None:
        """Copies the content of a file.

        Raises:
            ReadError: It is gone, is not handed out, or is larger than a document.
        """
        size = 0
        with reached(UNREADABLE), self.files.open(path, "rb", block_size=PIECE) as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > LARGEST_FILE:
                    break
                target.write(piece)
        if size > LARGEST_FILE:
            message = Message(
                "The file has more than the %(megabytes)s MB that are read of a URL.",
                megabytes=LARGEST_FILE // MEGABYTE,
            )
            raise ReadError("too_large", message, Message("Split it into the minutes of single meetings."))


def fetch_content(url: Url) -> bytes:
    """The content of the file that a URL names.

    Raises:
        ReadError: It cannot be reached or read.
    """
    store, content = Store(url), io.BytesIO()
    store.fetch(store.path, content)
    return content.getvalue()


@contextmanager
def reached(code: str) -> Iterator[None]:
    """Tells in a line what a store does not do; inside stand calls of its driver alone.

    Raises:
        ReadError: NOT_FOUND where there is no such file, else `code`.
    """
    try:
        yield
    except (MemoryError, ReadError):
        raise
    except FileNotFoundError as error:
        message = Message("There is no such file in the store, or no longer.")
        raise ReadError(NOT_FOUND, message, ACCESS) from error
    except PermissionError as error:
        message = Message("The store refuses access (%(error)s).", error=_first_line(error))
        raise ReadError(code, message, ACCESS) from error
    except Exception as error:  # each driver raises its own kinds (botocore's, aiohttp's), of no common class
        told = f"{type(error).__name__}: {_first_line(error)}"
        message = Message("The store cannot be read (%(error)s).", error=told)
        raise ReadError(code, message, ACCESS) from error


def _first_line(error: Exception) -> str:
    return printable((str(error) or type(error).__name__).splitlines()[0])


def _check(url: Url) -> None:
    """Refuses a URL that would carry a password into the ledger, and several URLs in one."""
    if "::" in url.text:
        message = Message("Several URLs are chained here by “::”.")
        advice = Message("Give that of the store; archives are opened anyway.")
        raise ReadError(UNKNOWN_SCHEME, message, advice)
    try:
        password = urlsplit(url.text).password
    except ValueError:  # of no such form, as bucket names in brackets: then there is no password either
        return
    if password:
        message = Message("The URL holds a password, which the corpus would keep.")
        raise ReadError(HAS_PASSWORD, message, Message("Leave it out, and let the environment tell it."))


def _stored(path: str, told: Mapping[str, Any]) -> StoredFile:
    size = told.get("size")
    digest = next((str(told[name]) for name in DIGESTS if told.get(name)), None)
    changed = next((str(told[name]) for name in TIMES if told.get(name)), None)
    sign = digest if digest and not digest.startswith("W/") else changed  # W/: alike, not the same bytes
    return StoredFile(path, size, f"{sign} {size}" if sign else None)
