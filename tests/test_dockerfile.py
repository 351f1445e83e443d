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


def test_the_demo_installs_no_tool_of_the_developers() -> None:
    """`make demo` makes what `set_up.sh` installs, and nothing that tests or checks need."""
    planned = subprocess.run(
        ["make", "--dry-run", "--always-make", "demo"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "scripts/set_up.sh" in planned
    assert "tools" not in planned
    assert "validators" not in planned
    assert "dev" not in (ROOT / "scripts" / "set_up.sh").read_text(encoding="utf-8").replace("/dev/null", "")
    tested = subprocess.run(
        ["make", "--dry-run", "--always-make", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for script in ("set_up.sh", "set_up_tools.sh", "set_up_validators.sh"):
        assert f"scripts/{script}" in tested
