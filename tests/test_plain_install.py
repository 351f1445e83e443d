"""What works where only crparse itself is installed: no extra, and nothing that tests and checks need."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from minutes_files import make_record, write_docx


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed_by(package: str, *, with_extras: bool = False) -> set[str]:
    """The packages that one asks for itself."""
    try:
        told = [Requirement(text) for text in requires(package) or ()]
    except PackageNotFoundError:
        return set()
    environments = [{"extra": extra} for extra in ("", *(EXTRAS if with_extras else ()))]
    return {
        canonical(one.name)
        for one in told
        if one.marker is None or any(map(one.marker.evaluate, environments))
    }


EXTRAS = metadata("crparse").get_all("Provides-Extra")


def plain() -> set[str]:
    """The packages that a plain install brings, and those that they need."""
    found, new = set[str](), {"crparse"}
    while new:
        found |= new
        new = {other for package in new for other in needed_by(package)} - found
    return found


def absent() -> set[str]:
    """The modules of packages that only extras install."""
    only_extra = {"crparse-encoder", *needed_by("crparse", with_extras=True)} - plain()
    return {
        module
        for module, packages in packages_distributions().items()
        if {canonical(package) for package in packages} <= only_extra
    }


CODE = """
import sys
from importlib.machinery import PathFinder

ABSENT = {absent!r}

class Plain(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in ABSENT else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Plain
from crparse.cli import main
main()
"""


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """The command line, without what extras install."""
    command = [sys.executable, "-c", CODE.format(absent=absent()), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_what_is_taken_away_is_what_extras_install() -> None:
    assert {"uvicorn", "sklearn", "mypy", "crparse_encoder"} <= absent()
    assert not absent() & {"scipy", "spacy", "numpy", "typer", "crparse"}


def test_evaluate(tmp_path: Path) -> None:
    for folder in ("gold", "pred"):
        (tmp_path / folder).mkdir()
        record = make_record().model_dump_json(by_alias=True)
        (tmp_path / folder / "jardins.json").write_text(record, encoding="utf-8")
    found = run("evaluate", "--gold", tmp_path / "gold", "--pred", tmp_path / "pred")
    assert (found.returncode, found.stderr) == (0, "")
    assert re.search(r"attendees\s+1\.0", found.stdout)


@pytest.mark.parametrize("command", ["serve", "view"])
def test_what_is_absent_is_told(tmp_path: Path, command: str) -> None:
    found = run(command, *([tmp_path] if command == "view" else []))
    assert found.returncode == 2
    assert f'pip install "crparse[{command}]"' in found.stderr


@pytest.mark.slow
def test_a_corpus_is_built(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx")
    found = run("build", tmp_path / "minutes", "--output", tmp_path / "corpus", "--workers", 0)
    assert found.returncode == 0, found.stderr
