"""Other programs at work for a reader: under a time limit, and ended with everything that they started."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

SUFFIX = ".program"
"""Of the files, one for each program at work, that let another process end what a dead one had started."""


@contextlib.contextmanager
def started(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    leftover: Path | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program with pipes to it; ended, with its own children, when the block ends.

    A note in the temporary folder lets `end_children` find it should this process die. `leftover` is a file
    that it leaves elsewhere when it is ended; it is removed.
    """
    program = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    note = Path(tempfile.gettempdir()) / f"{program.pid}{SUFFIX}"
    note.write_text(str(leftover or ""), encoding="utf-8")
    try:
        yield program
    finally:
        _end(program.pid)
        program.communicate()
        _remove(note)


def run_program(
    command: Sequence[str | Path],
    *,
    seconds: float,
    content: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> "subprocess.CompletedProcess[bytes]":
    """Runs a program to its end: `content` on its standard input, its outputs in the result.

    Raises:
        subprocess.TimeoutExpired: It took more than `seconds`.
    """
    with started(command, environment=environment) as program:
        output, errors = program.communicate(content, timeout=seconds)
    return subprocess.CompletedProcess(program.args, program.returncode, output, errors)


def end_children(folder: Path) -> None:
    """Ends the programs that a process with this temporary folder had started and can end no more."""
    for note in sorted(folder.glob(f"*{SUFFIX}")):
        _end(int(note.stem))
        _remove(note)


def _remove(note: Path) -> None:
    """Removes the note of a program that has ended, and what the program has left."""
    leftover = note.read_text(encoding="utf-8") if note.exists() else ""
    if leftover:
        Path(leftover).unlink(missing_ok=True)
    note.unlink(missing_ok=True)


def _end(leader: int) -> None:
    """Kills a program and what it started, which share a session; on Windows the program alone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(leader, signal.SIGKILL)
        else:
            os.kill(leader, signal.SIGTERM)
