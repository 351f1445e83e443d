"""Other programs at work for a reader: under a time limit, and ended with everything that they started."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

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
