"""Other programs: where they are, what they bring, how they are run, and how what was begun is ended."""

import contextlib
import logging
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from types import FrameType

from crparse.wording import N_, Message, say

log = logging.getLogger(__name__)

SECONDS = 30
"""Time in which a program has to tell its version: LibreOffice's first start is slow."""

# Takes "24.8.1.2" of "LibreOffice 24.8.1.2 …", leaves "5".
_VERSION = re.compile(r"\d+(?:\.\d+)+")
# Takes the folder of 'List of available languages in "/usr/share/tessdata/" (3):', leaves "fra".
_QUOTED = re.compile(r'"(.+)"')


INSTALLERS = {"Debian/Ubuntu": "sudo apt install", "macOS": "brew install", "Windows": "winget install"}
"""System -> what installs a program there."""


@dataclass(frozen=True, slots=True)
class SystemPart:
    """A program, or data of one, that some documents need."""

    name: str
    packages: tuple[str, str, str]
    """What the installers of the systems call it."""
    find: Callable[[], Path | None]
    """Where it is, None where it is not installed."""
    version_option: str | None = None
    """What makes the program print its version; data have none."""
    brings: str = ""
    """What of other files crparse reads with it, where it does not need it for all of a format."""

    def version(self) -> str | None:
        """Its version, None where it is absent or does not tell."""
        found = self.find()
        if found is None or self.version_option is None:
            return None
        number = _VERSION.search(_said(found, self.version_option))
        return number.group() if number else None

    def commands(self) -> dict[str, str]:
        """System -> what installs it there."""
        named = zip(INSTALLERS.items(), self.packages, strict=True)
        return {system: f"{installer} {package}" for (system, installer), package in named}

    @property
    def advice(self) -> Message:
        """One line on how to install it on this system."""
        system = {"darwin": "macOS", "win32": "Windows"}.get(sys.platform, "Debian/Ubuntu")
        return Message(
            "Install %(what_part)s: %(command)s (`crparse doctor` lists what is there).",
            what_part=self.name,
            command=self.commands()[system],
        )


def _said(program: Path, option: str) -> str:
    """What a program answers; nothing where it cannot be started or is too slow."""
    try:
        done = subprocess.run([program, option], capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout or done.stderr


def _program(names: Sequence[str], folders: Sequence[str], windows: str) -> Path | None:
    """The first program of these names on the path, or in the folders that installers choose."""
    roots = [os.environ[name] for name in ("ProgramFiles", "ProgramFiles(x86)") if name in os.environ]
    elsewhere = os.pathsep.join([*folders, *(rf"{root}\{windows}" for root in roots)])
    places = (shutil.which(name, path=path) for path in (None, elsewhere) for name in names)
    return next((Path(place) for place in places if place), None)


def _libreoffice() -> Path | None:
    mac = "/Applications/LibreOffice.app/Contents/MacOS"
    return _program(("soffice", "libreoffice"), (mac,), r"LibreOffice\program")


def _tesseract() -> Path | None:
    return _program(("tesseract",), (), "Tesseract-OCR")


def _tesseract_french() -> Path | None:
    """The data file, where Tesseract itself looks: it says which folder that is."""
    tesseract = _tesseract()
    if tesseract is None:
        return None
    head, *languages = _said(tesseract, "--list-langs").splitlines() or [""]
    folder = _QUOTED.search(head)
    if "fra" not in languages or folder is None:
        return None
    return Path(folder.group(1)) / "fra.traineddata"


LIBREOFFICE = SystemPart(
    name="LibreOffice",
    packages=("libreoffice-writer-nogui", "--cask libreoffice", "TheDocumentFoundation.LibreOffice"),
    find=_libreoffice,
    version_option="--version",
)

_WINDOWS_TESSERACT = "UB-Mannheim.TesseractOCR"

TESSERACT = SystemPart(
    name="Tesseract",
    brings=N_("scanned pages"),
    packages=("tesseract-ocr", "tesseract", _WINDOWS_TESSERACT),
    find=_tesseract,
    version_option="--version",
)

TESSERACT_FRENCH = SystemPart(
    name=N_("French data of Tesseract"),
    brings=N_("scanned pages in French"),
    packages=(
        "tesseract-ocr-fra",
        "tesseract-lang",
        f"{_WINDOWS_TESSERACT}, then choose French under additional languages",
    ),
    find=_tesseract_french,
)

PARTS = (LIBREOFFICE, TESSERACT, TESSERACT_FRENCH)


SUFFIX = ".program"
"""Of the notes, one for each program at work, that let another process end what a dead one had started."""

MOVED = ".ended"
"""Of a folder of notes whose programs are being ended."""

REMOVALS = 3
"""Times that a folder is removed: a program killed in the midst of making a file still makes it, once."""

HAS_SESSIONS = hasattr(os, "killpg")

_NOTE_AND_BEGIN = (
    f'printf %s "$2" > "$1/$${SUFFIX}" && shift 2 '
    '&& { ulimit -S -v "$(ulimit -H -v)" 2> /dev/null; exec "$@"; }'
)
"""For a shell: a note of its own number, in which stands the file that is left, then it is the program.

The limit of memory is that of the process that starts it, not what a program may map.
"""

_notes: list[Path] = []
"""The folder of the notes, in a process that keeps any."""


def note_programs_in(folder: Path) -> None:
    """Has every program that this process starts noted in a folder, for `end_children`."""
    _notes[:] = [folder]


class Crew:
    """Threads that run programs, which another thread may end: a stop is heard by the main one alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._programs: set[int] = set()
        self._ended = False

    def join(self) -> None:
        """Makes the thread that calls it one of the crew."""
        _thread.crew = self

    @contextlib.contextmanager
    def programs(self) -> Iterator[set[int]]:
        """Those at work, to be changed; CancelledError where the crew has been ended."""
        with self._lock:
            if self._ended:
                raise CancelledError
            yield self._programs

    def end(self) -> None:
        """Ends the programs at work; no more are begun."""
        with self._lock:
            self._ended = True
            for program in self._programs:
                _end(program)


_thread = threading.local()
"""Has the `crew` of a thread that is one of some."""


def _its_turn() -> contextlib.AbstractContextManager[set[int]]:
    """The programs at work of this thread's crew, which none of them begins or ends meanwhile."""
    crew: Crew | None = getattr(_thread, "crew", None)
    return crew.programs() if crew else contextlib.nullcontext(set())


Command = Sequence[str | Path]
Environment = Mapping[str, str] | None
Running = subprocess.Popen[bytes]


@contextlib.contextmanager
def started(
    command: Command, *, environment: Environment = None, leftover: Path | None = None
) -> Iterator[Running]:
    """A program with pipes to it; ended, with its own children, when the block ends.

    `leftover` is a file that it leaves elsewhere when it is ended; it is removed.
    """
    log.debug("starting %s", command[0])
    with contextlib.ExitStack() as ending:
        with undisturbed(), _its_turn() as begun:
            program = subprocess.Popen(
                _noting([str(part) for part in command], leftover),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
            begun.add(program.pid)
            ending.callback(_finish, program, leftover)
            for folder in () if HAS_SESSIONS else _notes:
                _note(folder, program.pid).write_text(str(leftover or ""), encoding="utf-8")
        yield program


def _noting(command: list[str], leftover: Path | None) -> list[str]:
    """The command of a program that notes itself before it begins.

    A note that this process wrote would come too late: it may be killed when the program has just started.
    """
    if not _notes or not HAS_SESSIONS:
        return command
    return ["sh", "-c", _NOTE_AND_BEGIN, "sh", str(_notes[0]), str(leftover or ""), *command]


def _finish(program: Running, leftover: Path | None) -> None:
    """Ends a program, reads what it still says, and removes what it leaves and its note."""
    with undisturbed():
        _end(program.pid)
        with contextlib.suppress(CancelledError), _its_turn() as begun:
            begun.discard(program.pid)
        program.communicate()
        if leftover:
            leftover.unlink(missing_ok=True)
        for folder in _notes:
            _note(folder, program.pid).unlink(missing_ok=True)


def _note(folder: Path, program: int) -> Path:
    return folder / f"{program}{SUFFIX}"


def run_program(
    command: Command,
    *,
    seconds: float,
    content: bytes = b"",
    environment: Environment = None,
    leftover: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Runs a program to its end: `content` on its standard input, its outputs in the result.

    Raises:
        subprocess.TimeoutExpired: It took more than `seconds`.
    """
    with started(command, environment=environment, leftover=leftover) as program:
        output, errors = program.communicate(content, timeout=seconds)
    return subprocess.CompletedProcess(program.args, program.returncode, output, errors)


def end_children(folder: Path) -> None:
    """Ends the programs noted in a folder by a process that can end them no more, and removes what is left.

    Several processes may do so at once. The folder is moved first: a program that was about to note itself
    finds none, and does not begin.
    """
    moved = folder.with_name(folder.name + MOVED)
    with contextlib.suppress(OSError):  # another process has moved it, or (on Windows) a file in it is open
        folder.rename(moved)
    for note in sorted([*moved.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}")]):
        _end(int(note.stem))
        with contextlib.suppress(FileNotFoundError):
            leftover = note.read_text(encoding="utf-8")
            note.unlink()
            if leftover:
                Path(leftover).unlink()
    for place in (moved, folder):  # which a program that was at work may have made anew
        remove_folder(place)


def remove_folder(folder: Path) -> None:
    """Removes a folder in which programs were at work that have just been killed, as far as that can be."""
    for _ in range(REMOVALS):
        shutil.rmtree(folder, ignore_errors=True)


def _end(leader: int) -> None:
    """Kills a program and what it started, which share a session; on Windows the program alone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if HAS_SESSIONS:
            os.killpg(leader, signal.SIGKILL)
        else:
            os.kill(leader, signal.SIGTERM)


STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Ctrl-C, `kill`, a terminal that is closed."""


@contextlib.contextmanager
def _stops_heard(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Every signal that stops a run goes to a handler inside."""
    with contextlib.ExitStack() as restoring:
        for asked in STOPS:
            restoring.callback(signal.signal, asked, signal.getsignal(asked))
            signal.signal(asked, handler)
        yield


def stopped_by_signals() -> contextlib.AbstractContextManager[None]:
    """Every signal that stops a run is KeyboardInterrupt inside."""
    return _stops_heard(signal.default_int_handler)


@contextlib.contextmanager
def stops_noted() -> Iterator[Callable[[], bool]]:
    """The first signal that stops a run is noted inside: what is in hand can be finished.

    What it gives tells whether one came; the second one is KeyboardInterrupt.
    """
    heard: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if heard:
            signal.default_int_handler(number, frame)
        heard.append(number)

    if threading.current_thread() is not threading.main_thread():  # to which alone signals come
        yield lambda: False
        return
    with _stops_heard(note):
        yield lambda: bool(heard)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """A signal that stops the run is heard when the block is done: what it begins or puts away is whole."""
    if threading.current_thread() is not threading.main_thread():  # to which alone signals come
        yield
        return
    heard: list[int] = []
    with _stops_heard(lambda number, _: heard.append(number)):
        yield
    for number in heard[:1]:
        signal.raise_signal(number)


def programs_there() -> tuple[str, ...]:
    """The programs that are installed, and data of theirs."""
    return tuple(part.name for part in PARTS if part.find())


# Takes "spacy" of "spacy<4,>=3.8", leaves the "<4".
_NAME = re.compile(r"[\w.-]+")


def packages() -> dict[str, str | None]:
    """The packages that crparse cannot do without, in order of name, each with its version if it is there."""
    needed = (text for text in requires("crparse") or () if "extra ==" not in text)
    names = {found.group() for text in needed if (found := _NAME.match(text))}
    return {name: _version(name) for name in sorted(names, key=str.lower)}


EXTRAS = {
    "pi-heif": ("heic", N_("pictures of Apple's (HEIC)")),
    "distributed": ("dask", N_("builds on several machines")),
    "sqlite-utils": ("export", N_("the export as a database")),
    "icalendar": ("export", N_("the export as a calendar")),
}
"""Package that crparse can do without -> the extra that installs it, and what it brings."""


def extras(version_of: Callable[[str], str | None] | None = None) -> Iterator[str]:
    """The packages that crparse can do without, line by line."""
    for name, (extra, brings) in EXTRAS.items():
        number = (version_of or _version)(name)
        if number:
            yield f"{name} {number}: {say(brings)}"
        else:
            yield say(
                '%(name)s: absent. It would bring %(what)s: pip install "crparse[%(extra)s]"',
                name=name,
                what=brings,
                extra=extra,
            )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def report(
    found: Mapping[str, str | None],
    read_with: Callable[[SystemPart | None], str],
    parts: Sequence[SystemPart] = PARTS,
) -> Iterator[str]:
    """What is there and what is not, line by line; `read_with` tells which formats need a part, or none."""
    yield f"crparse {version('crparse')}, Python {platform.python_version()} ({sys.platform})"
    yield say("Python packages")
    for name, number in found.items():
        absent = say("absent: pip install %(name)s", name=name)
        yield f"  {name} {number or absent}"
    yield say("System parts (without them crparse reads %(formats)s)", formats=read_with(None))
    for part in parts:
        place, brings = (
            part.find(),
            ", ".join(filter(None, (read_with(part), part.brings and say(part.brings)))),
        )
        if place is not None:
            yield f"  {' '.join(filter(None, (say(part.name), part.version())))}: {brings} ({place})"
            continue
        yield "  " + say("%(what)s: absent. It would bring %(brings)s.", what=part.name, brings=brings)
        yield from (f"    {system}: {command}" for system, command in part.commands().items())
