"""What the README and the pages for archivists, researchers and tool makers say: each command is run."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from typer.testing import CliRunner

import crparse
from crparse.cli import app

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.fr.md"]
PAGES = ["archivist.md", "archivist.fr.md", "researcher.md", "toolmaker.md"]
LONGEST = 60
"""Lines of the part for those who use crparse."""

SOURCES = ["01-conseil-municipal.pdf", "04-cse.pdf", "07-comite-pilotage.docx"]
"""Of the example corpus: some stand for all of it."""


def _blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)


def _commands(page: Path) -> Iterator[str]:
    """The commands of a page without their remarks; those of `make` are what runs these tests."""
    for line in "".join(_blocks(page, "sh")).splitlines():
        command = line.split("  #")[0].strip()
        if command.startswith("crparse "):
            yield command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds what the pages name; what would wait for a browser ends at once."""
    (tmp_path / "corpus" / "sources").mkdir(parents=True)
    for name in SOURCES:
        shutil.copy(ROOT / "corpus" / "sources" / name, tmp_path / "corpus" / "sources")
    (tmp_path / "corpus" / "texts").mkdir()
    text = next((ROOT / "corpus" / "texts").iterdir())
    shutil.copy(text, tmp_path / "corpus" / "texts")
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets=None: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(command: str) -> None:
    """Runs a command as a shell would: what is read from a file, and written to one."""
    command, _, target = command.partition(" > ")
    command, _, source = command.partition(" < ")
    given = Path(source).read_bytes() if source else None
    result = CliRunner().invoke(app, shlex.split(command)[1:], input=given)
    assert result.exit_code == 0, f"{command}: {result.output}"
    if target:
        Path(target.strip()).write_text(result.stdout, encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_part_for_users_is_short(name: str) -> None:
    part = re.split(
        r"^## (?:Where things are|Où sont les choses)$", (ROOT / name).read_text("utf-8"), flags=re.M
    )
    assert len(part) == 2
    assert len(part[0].rstrip().splitlines()) <= LONGEST


def test_both_readmes_show_the_same_commands_and_figures() -> None:
    english, french = (ROOT / name for name in READMES)
    assert list(_commands(english)) == list(_commands(french))
    figures = [
        [figure.replace(",", ".") for figure in re.findall(r"\b0[.,]\d\d\b", page.read_text("utf-8"))]
        for page in (english, french)
    ]
    assert figures[0] == figures[1] != []


@pytest.mark.parametrize("name", READMES)
def test_the_example_is_what_comes_of_its_lines(name: str) -> None:
    (text,), (record,) = _blocks(ROOT / name, "text"), _blocks(ROOT / name, "json")
    said: dict[str, Any] = json.loads(record)
    found = crparse.parse(text.encode(), name="cr.txt").model_dump(mode="json")
    assert _shown(found, said) == said


def _shown(found: Any, said: Any) -> Any:
    """Of what is found the keys that are shown."""
    if isinstance(said, dict) and isinstance(found, dict):
        return {key: _shown(found[key], value) for key, value in said.items()}
    if isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        return [_shown(one, shown) for one, shown in zip(found, said, strict=True)]
    return found


def test_the_commands_of_the_readme_run(folder: Path) -> None:
    shutil.copytree(folder / "corpus" / "sources", folder / "minutes")
    shutil.rmtree(folder / "corpus")
    shutil.copy(folder / "minutes" / "07-comite-pilotage.docx", folder / "cr.docx")
    (folder / "gold").mkdir()
    for name in SOURCES:
        shutil.copy(ROOT / "corpus" / "gold" / f"{name}.json", folder / "gold")
    for command in _commands(ROOT / "README.md"):
        _run(command)
    assert len(list((folder / "corpus" / "documents").iterdir())) == len(SOURCES)
    assert (folder / "db" / "corpus.db").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_commands_and_lines_of_a_page_run(name: str, folder: Path) -> None:
    page = ROOT / "docs" / name
    commands = list(_commands(page))
    assert commands
    for command in commands:
        _run(command)
    for block in _blocks(page, "python"):
        exec(compile(block, name, "exec"), {})


def test_the_pages_lead_to_what_is_there() -> None:
    for page in [*(ROOT / name for name in READMES), *sorted((ROOT / "docs").glob("*.md"))]:
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert "://" in link or (page.parent / link).exists(), f"{page.name}: {link}"
