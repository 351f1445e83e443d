"""Programs and data that are no Python packages: where they are, what they bring, how to install them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

SECONDS = 30
"""Time in which a program has to tell its version: LibreOffice's first start is slow."""

_VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True, slots=True)
class SystemPart:
    """A program, or data of one, that some documents need."""

    name: str
    brings: str
    """What crparse reads with it and does not read without."""
    install: Mapping[str, str]
    """System (Debian/Ubuntu, macOS, Windows) -> what to do there."""
    locate: Callable[[], Path | None]
    version_option: str | None = None
    """What makes the program print its version; data have none."""

    def find(self) -> Path | None:
        """Where it is, None where it is not installed."""
        return self.locate()

    def version(self) -> str | None:
        """Its version, None where it is absent or does not tell."""
        found = self.find()
        if found is None or self.version_option is None:
            return None
        try:
            said = subprocess.run(
                [found, self.version_option], capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        number = _VERSION.search(said.stdout or said.stderr)
        return number.group() if number else None

    @property
    def advice(self) -> str:
        """One line on how to install it on this system."""
        return f"Install {self.name}: {self.install[this_system()]} (`crparse doctor` lists what is there)."


def this_system() -> str:
    """The key of `install` for the system that runs."""
    return {"darwin": "macOS", "win32": "Windows"}.get(sys.platform, "Debian/Ubuntu")


def _program(names: tuple[str, ...], folders: tuple[str, ...]) -> Path | None:
    """The first program of these names on the path, or in the folders that installers choose."""
    on_path = (shutil.which(name) for name in names)
    elsewhere = (shutil.which(name, path=os.pathsep.join(folders)) for name in names)
    return next((Path(found) for found in (*on_path, *elsewhere) if found), None)


def _libreoffice() -> Path | None:
    windows = (rf"{root}\LibreOffice\program" for root in _program_files())
    return _program(("soffice", "libreoffice"), ("/Applications/LibreOffice.app/Contents/MacOS", *windows))


def _tesseract() -> Path | None:
    return _program(("tesseract",), tuple(rf"{root}\Tesseract-OCR" for root in _program_files()))


def _program_files() -> list[str]:
    return [os.environ[name] for name in ("ProgramFiles", "ProgramFiles(x86)") if name in os.environ]


def _tesseract_french() -> Path | None:
    """The data file, where Tesseract itself looks: it says which folder that is."""
    tesseract = _tesseract()
    if tesseract is None:
        return None
    try:
        said = subprocess.run(
            [tesseract, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    head, *languages = (said.stdout or said.stderr).splitlines() or [""]
    folder = re.search(r'"(.+)"', head)
    if "fra" not in languages or folder is None:
        return None
    return Path(folder.group(1)) / "fra.traineddata"


LIBREOFFICE = SystemPart(
    name="LibreOffice",
    brings="old Word files (.doc), rich text (.rtf), Word's XML of 2003 and OpenOffice 1 texts (.sxw)",
    install={
        "Debian/Ubuntu": "sudo apt install libreoffice-writer-nogui",
        "macOS": "brew install --cask libreoffice",
        "Windows": "winget install TheDocumentFoundation.LibreOffice",
    },
    locate=_libreoffice,
    version_option="--version",
)

TESSERACT = SystemPart(
    name="Tesseract",
    brings="scanned pages",
    install={
        "Debian/Ubuntu": "sudo apt install tesseract-ocr",
        "macOS": "brew install tesseract",
        "Windows": "winget install UB-Mannheim.TesseractOCR",
    },
    locate=_tesseract,
    version_option="--version",
)

TESSERACT_FRENCH = SystemPart(
    name="French data of Tesseract",
    brings="scanned pages in French",
    install={
        "Debian/Ubuntu": "sudo apt install tesseract-ocr-fra",
        "macOS": "brew install tesseract-lang",
        "Windows": "winget install UB-Mannheim.TesseractOCR, then choose French under additional languages",
    },
    locate=_tesseract_french,
)

PARTS = (LIBREOFFICE, TESSERACT, TESSERACT_FRENCH)
