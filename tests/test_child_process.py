import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crparse import programs as child_process
from crparse.programs import STOPS, end_children, note_programs_in, run_program, started, stopped_by_signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes as POSIX has them")

GRANDCHILD = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the programs are noted."""
    monkeypatch.setattr(child_process, "_notes", [])
    folder = tmp_path / "notes"
    folder.mkdir()
    note_programs_in(folder)
    return folder


def is_running(process: int) -> bool:
    """Whether it exists and is no zombie that waits for its parent."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout
    return bool(found.strip()) and not found.startswith("Z")


def is_gone(process: int) -> bool:
    end = time.monotonic() + 600
    while is_running(process) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_running(process)


def test_a_program_reads_and_writes(notes: Path) -> None:
    code = "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.stderr.write('fini'); sys.exit(3)"
    found = run_program([sys.executable, "-c", code], seconds=60, content=b"bonjour")
    assert (found.stdout, found.stderr, found.returncode) == (b"BONJOUR", b"fini", 3)
    assert list(notes.iterdir()) == []


def test_a_program_is_noted_while_it_is_at_work(notes: Path) -> None:
    code = "print('begun', flush=True); import time; time.sleep(600)"
    with started([sys.executable, "-c", code]) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"begun\n"
        assert [note.name for note in notes.iterdir()] == [f"{program.pid}.program"]


def test_a_program_that_takes_too_long_is_ended(notes: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_program([sys.executable, "-c", "import time; time.sleep(600)"], seconds=0.5)
    assert list(notes.iterdir()) == []


def test_a_program_ends_with_what_it_started() -> None:
    with started([sys.executable, "-c", GRANDCHILD]) as program:
        assert program.stdout is not None
        grandchild = int(program.stdout.readline())
        assert is_running(grandchild)
    assert is_gone(grandchild)


def test_another_process_ends_what_a_dead_one_left(notes: Path) -> None:
    code = f"""
import os
from pathlib import Path
from crparse.programs import note_programs_in, started
note_programs_in(Path({str(notes)!r}))
with started([{sys.executable!r}, "-c", {GRANDCHILD!r}]) as program:
    print(program.pid, int(program.stdout.readline()), flush=True)
    os._exit(1)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    program, grandchild = map(int, said.split())
    assert is_running(grandchild)
    end_children(notes)
    assert is_gone(program)
    assert is_gone(grandchild)
    assert list(notes.parent.iterdir()) == []


def test_a_process_that_dies_while_it_starts_a_program_leaves_none(notes: Path) -> None:
    code = f"""
import os, subprocess
from pathlib import Path
from crparse.programs import note_programs_in, started
class Started(subprocess.Popen):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        print(self.pid, flush=True)
        os._exit(1)
subprocess.Popen = Started
note_programs_in(Path({str(notes)!r}))
started([{sys.executable!r}, "-c", {GRANDCHILD!r}]).__enter__()
"""
    # Its own output, or the program would keep it open.
    told = notes.parent / "told"
    with told.open("w") as output:
        subprocess.run([sys.executable, "-c", code], stdout=output)
    end_children(notes)
    assert is_gone(int(told.read_text()))
    assert list(notes.parent.iterdir()) == [told]


@pytest.mark.parametrize("asked", STOPS)
def test_a_stop_while_a_program_starts_ends_it(
    asked: signal.Signals, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs: list[int] = []

    class Started(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]
            programs.append(self.pid)
            signal.raise_signal(asked)

    with monkeypatch.context() as patch:
        patch.setattr(child_process.subprocess, "Popen", Started)
        with pytest.raises(KeyboardInterrupt), stopped_by_signals():
            run_program([sys.executable, "-c", "import time; time.sleep(600)"], seconds=60)
    assert [is_gone(program) for program in programs] == [True]
    assert list(notes.iterdir()) == []


def test_what_a_program_leaves_elsewhere_is_removed(notes: Path) -> None:
    left = notes / "socket"
    left.touch()
    with started([sys.executable, "-c", "pass"], leftover=left):
        pass
    assert list(notes.iterdir()) == []


def test_another_process_removes_what_a_program_left_elsewhere(notes: Path) -> None:
    left = notes.parent / "socket"
    code = f"""
import os, sys
from pathlib import Path
from crparse.programs import note_programs_in, started
note_programs_in(Path({str(notes)!r}))
code = "print('begun', flush=True); import time; time.sleep(600)"
with started([sys.executable, "-c", code], leftover=Path({str(left)!r})) as program:
    program.stdout.readline()
    Path({str(left)!r}).touch()
    os._exit(0)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    assert left.exists()
    end_children(notes)
    assert list(notes.parent.iterdir()) == []
