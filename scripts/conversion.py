"""Documents in another format, by LibreOffice: to damage them, or to compare with its own text."""

import subprocess
from pathlib import Path

from crparse.programs import LIBREOFFICE


def convert(document: Path, form: str, folder: Path) -> Path:
    """Where LibreOffice saves the document in `form` ("odt", or an extension and a filter), if it can.

    Raises:
        FileNotFoundError: LibreOffice is not there.
    """
    program = LIBREOFFICE.find()
    if program is None:
        raise FileNotFoundError("LibreOffice is not there.")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", form, "--outdir", folder, document]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{document.stem}.{form.partition(':')[0]}"
