"""What recognition found on a page, kept so that the same page is not recognised twice.

`CRPARSE_CACHE` names the folder; empty, nothing is kept. By default it is the user's cache folder
(`$XDG_CACHE_HOME/crparse`, `~/.cache/crparse`). It may be deleted at any time.
"""

import contextlib
import json
import os
import tempfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "CRPARSE_CACHE"
"""Name of the environment variable."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a picture had to be turned, and what Tesseract said about it then."""

    clockwise: int
    angle: float
    hocr: str


def cache_folder() -> Path | None:
    """Where pages are kept, None where they are not."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named) if named else None
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # a user without a home
        return None
    return home / "crparse"


def recall(key: str) -> Reading | None:
    """What is kept of a page; None where nothing is, or where it is broken."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        kept = json.loads(zlib.decompress(_file(folder, key).read_bytes()))
        return Reading(int(kept["clockwise"]), float(kept["angle"]), str(kept["hocr"]))
    except (OSError, zlib.error, ValueError, KeyError, TypeError):
        return None


def remember(key: str, reading: Reading) -> None:
    """Keeps it, whole or not at all; a folder that cannot be written to costs time only."""
    folder = cache_folder()
    if folder is None:
        return
    content = zlib.compress(json.dumps(asdict(reading)).encode())
    file = _file(folder, key)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, content)


def _write(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        os.replace(name, file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _file(folder: Path, key: str) -> Path:
    return folder / "pages" / key[:2] / f"{key}.zz"
