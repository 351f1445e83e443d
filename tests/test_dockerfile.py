"""The image of crparse: its description keeps to what hadolint asks, and installs what the project has."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from crparse.programs import LIBREOFFICE, TESSERACT, TESSERACT_FRENCH

ROOT = Path(__file__).parent.parent
DOCKERFILE = ROOT / "Dockerfile"

HADOLINT = shutil.which("hadolint", path=str(Path(sys.prefix) / "bin"))
"""Installed by `scripts/set_up_validators.sh`."""


def linted(file: Path) -> list[str]:
    assert HADOLINT
    command = [HADOLINT, "--no-color", "--failure-threshold", "style", str(file)]
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.skipif(HADOLINT is None, reason="scripts/set_up_validators.sh installs hadolint")
def test_nothing_is_to_be_said_against_it(tmp_path: Path) -> None:
    assert linted(DOCKERFILE) == []
    spoilt = tmp_path / "Dockerfile"
    spoilt.write_text(DOCKERFILE.read_text(encoding="utf-8").replace("WORKDIR /minutes", "RUN cd /minutes"))
    assert "DL3003" in {line.split()[1] for line in linted(spoilt)}  # it would say something


def test_it_installs_every_program_and_extras_that_there_are() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8")
    programs = {part.packages[0] for part in (LIBREOFFICE, TESSERACT, TESSERACT_FRENCH)}
    assert programs <= set(text.split())
    named = re.search(r"set_up\.sh \S+ (\S+)", text)
    assert named
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(named.group(1).split(",")) <= set(project["optional-dependencies"])


def planned(target: str) -> list[str]:
    """What `make` would do for a target, of whose recipe no line calls `make`: such a line is run even so."""
    command = ["make", "--dry-run", "--always-make", target]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def set_up(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines if line.startswith("scripts/set_up")]


def test_the_demo_installs_no_tool_of_the_developers() -> None:
    """`make demo` makes what `set_up.sh` installs, and nothing that tests or checks need."""
    assert set_up(planned("demo")) == ["scripts/set_up.sh"]
    assert "[dev" not in (ROOT / "scripts" / "set_up.sh").read_text(encoding="utf-8")
    assert set_up(planned(".venv/.validators")) == [
        "scripts/set_up.sh",
        "scripts/set_up_tools.sh",
        "scripts/set_up_validators.sh",
    ]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^test: \$\(VALIDATORS\) ", makefile, re.M)
