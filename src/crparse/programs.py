"""Other programs: where they are, what they bring, how they are run, and how what was begun is ended."""

import contextlib
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
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


SUFFIX = ".program"
"""Of the notes, one for each program at work, that let another process end what a dead one had started."""

_notes: list[Path] = []
"""The folder of the notes, in a process that keeps any."""


def note_programs_in(folder: Path) -> None:
    """Has every program that this process starts noted in a folder, for `end_children`."""
    _notes[:] = [folder]


@contextlib.contextmanager
def started(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    leftover: Path | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program with pipes to it; ended, with its own children, when the block ends.

    `leftover` is a file that it leaves elsewhere when it is ended; it is removed.
    """
    program = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    for folder in _notes:
        _note(folder, program.pid).write_text(str(leftover or ""), encoding="utf-8")
    try:
        yield program
    finally:
        _end(program.pid)
        program.communicate()
        if leftover:
            leftover.unlink(missing_ok=True)
        for folder in _notes:
            _note(folder, program.pid).unlink(missing_ok=True)


def run_program(
    command: Sequence[str | Path],
    *,
    seconds: float,
    content: bytes = b"",
    environment: Mapping[str, str] | None = None,
    leftover: Path | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Runs a program to its end: `content` on its standard input, its outputs in the result.

    Raises:
        subprocess.TimeoutExpired: It took more than `seconds`.
    """
    with started(command, environment=environment, leftover=leftover) as program:
        output, errors = program.communicate(content, timeout=seconds)
    return subprocess.CompletedProcess(program.args, program.returncode, output, errors)


def end_children(folder: Path) -> None:
    """Ends the programs noted in a folder by a process that can end them no more, and removes what they left.

    Several processes may do so at once.
    """
    for note in sorted(folder.glob(f"*{SUFFIX}")):
        _end(int(note.stem))
        with contextlib.suppress(FileNotFoundError):
            leftover = note.read_text(encoding="utf-8")
            note.unlink()
            if leftover:
                Path(leftover).unlink()


def _note(folder: Path, program: int) -> Path:
    return folder / f"{program}{SUFFIX}"


def _end(leader: int) -> None:
    """Kills a program and what it started, which share a session; on Windows the program alone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(leader, signal.SIGKILL)
        else:
            os.kill(leader, signal.SIGTERM)


STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, `kill`, a terminal that is closed."""


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Every signal that stops a run is KeyboardInterrupt inside."""
    before = {asked: signal.signal(asked, signal.default_int_handler) for asked in STOPS}
    try:
        yield
    finally:
        for asked, handler in before.items():
            signal.signal(asked, handler)


_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Package:
    """A Python package that crparse needs."""

    name: str
    version: str | None
    """None where it is not installed."""


def packages() -> list[Package]:
    """The packages that crparse cannot do without, in order of name."""
    needed = (text for text in requires("crparse") or () if "extra ==" not in text)
    names = {found.group() for text in needed if (found := _NAME.match(text))}
    return [Package(name, _version(name)) for name in sorted(names, key=str.lower)]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def report(found: Sequence[Package], parts: Sequence[SystemPart] = PARTS) -> Iterator[str]:
    """What is there and what is not, line by line."""
    yield f"crparse {version('crparse')}, Python {platform.python_version()} ({sys.platform})"
    yield "Python packages"
    for package in found:
        yield f"  {package.name} {package.version or 'absent: pip install ' + package.name}"
    yield "System parts (crparse reads DOCX, ODT, PDF, text, Markdown and HTML without them)"
    for part in parts:
        yield from _part_lines(part)


def _part_lines(part: SystemPart) -> Iterator[str]:
    place = part.find()
    if place is None:
        yield f"  {part.name}: absent. It would bring {part.brings}."
        for system, command in part.install.items():
            yield f"    {system}: {command}"
    else:
        yield f"  {' '.join(filter(None, (part.name, part.version())))}: {part.brings} ({place})"
