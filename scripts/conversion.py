"""Documents in another format, by LibreOffice: to damage them, or to compare with its own text."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from crparse.programs import LIBREOFFICE


def convert(document: Path, form: str, folder: Path) -> Path:
    """Where LibreOffice saves the document in `form` ("odt", or an extension and a filter), if it can.

    Raises:
        FileNotFoundError: LibreOffice is not there.
    """
    _run([document], form, folder)
    return _made(document, form, folder)


def convert_all(documents: Sequence[Path], form: str, folder: Path) -> dict[Path, Path]:
    """Where it saves each of them, of those that it can: in one call, since a start of it takes a second.

    Raises:
        FileNotFoundError: LibreOffice is not there.
    """
    copies = {document: folder / f"{n:05d}{document.suffix}" for n, document in enumerate(documents)}
    for document, copy in copies.items():
        shutil.copyfile(document, copy)
    if copies:
        _run([*copies.values()], form, folder, check=False)
    for copy in copies.values():
        if not _made(copy, form, folder).exists():  # what ended the call took those after it along
            _run([copy], form, folder, check=False)
    made = {document: _made(copy, form, folder) for document, copy in copies.items()}
    return {document: file for document, file in made.items() if file.exists()}


def _run(documents: Sequence[Path], form: str, folder: Path, *, check: bool = True) -> None:
    program = LIBREOFFICE.find()
    if program is None:
        raise FileNotFoundError("LibreOffice is not there.")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", "--convert-to", form, "--outdir", str(folder))
    command = [str(program), profile, *options, *map(str, documents)]
    subprocess.run(command, check=check, capture_output=True)


def _made(document: Path, form: str, folder: Path) -> Path:
    return folder / f"{document.stem}.{form.partition(':')[0]}"
