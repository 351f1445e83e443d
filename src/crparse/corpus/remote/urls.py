"""A URL told from a path, before anything of it is looked at."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

# Takes "s3://archives/2024", "https://example.org/cr.pdf"; leaves "C:\\minutes", "2024/cr.pdf", "mailto:x".
_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+)://(?P<rest>.*)", re.DOTALL)

LOCAL = frozenset({"file", "local"})
"""Schemes of files of this machine: such a URL is a path in other words."""

WEB = frozenset({"http", "https"})
"""Schemes whose paths are written with "%20" for a blank; in those of stores every sign is itself."""

OF_ONE_PROCESS = frozenset({"memory"})
"""Schemes of stores that no other process sees."""


@dataclass(frozen=True, slots=True)
class Url:
    """Where documents lie, or a corpus is to be published."""

    text: str

    @property
    def scheme(self) -> str:
        """What kind of store it names, in lower case."""
        return self.text.partition("://")[0].lower()

    @property
    def name(self) -> str:
        """The last part of its path, which a record is named by: "cr.docx"; of a web address without "?…"."""
        path = self.text.partition("://")[2]
        if self.scheme in WEB:
            path = unquote(path.partition("?")[0].partition("#")[0])
        return path.rstrip("/").rpartition("/")[2]

    @property
    def is_of_one_process(self) -> bool:
        """Whether no other process sees what lies there."""
        return self.scheme in OF_ONE_PROCESS

    def __str__(self) -> str:
        return self.text


def place_named(text: str | os.PathLike[str]) -> Path | Url:
    """What a user names: a path, or a URL; `file:///minutes` is the path /minutes."""
    if not isinstance(text, str) or not (found := _URL.fullmatch(text)):
        return Path(text)
    if found["scheme"].lower() in LOCAL:
        path = Path(found["rest"].removeprefix("localhost") or "/")
        return path if path.exists() else Path(unquote(str(path)))
    return Url(text)
