"""The lexicon on the command line: checked, tried, and a folder of one's own that reaches every process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crparse import lexicon
from crparse.cli import app
from crparse.errors import LexiconError

COMMAND = [sys.executable, "-c", "from crparse.cli import main; main()"]

MINUTES = """Compte rendu de la réunion du 5 avril 2016

De la fête : Odile Ferrandin, Ivo Prutkov

Le four est vendu.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own; no other is in use."""
    monkeypatch.delenv("CRPARSE_LEXICON", raising=False)
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


def write(folder: Path, content: str) -> None:
    (folder / "attendance.txt").write_text(content, encoding="utf-8")


@pytest.mark.parametrize("command", ["build", "parse"])
def test_a_mistake_stops_before_any_document_is_read(folder: Path, tmp_path: Path, command: str) -> None:
    write(folder, "[labels.present]\nvenu{e}\n(de la fête\n")
    minutes, corpus = tmp_path / "minutes.txt", tmp_path / "corpus"
    minutes.write_text(MINUTES, encoding="utf-8")
    output = ["-o", str(corpus)] if command == "build" else []
    result = CliRunner().invoke(app, [command, str(minutes), *output, "--lexicon", str(folder)])
    assert result.exit_code == 2
    assert result.output == f"{folder}/attendance.txt, line 3: a bracket is not closed: “)” is missing.\n"
    assert not corpus.exists()


def test_a_mistake_in_the_folder_that_the_environment_names_stops_as_well(
    folder: Path, tmp_path: Path
) -> None:
    write(folder, "[labels.presents]\nvenu{e}\n")
    minutes = tmp_path / "minutes.txt"
    minutes.write_text(MINUTES, encoding="utf-8")
    result = subprocess.run(
        [*COMMAND, "build", str(minutes), "-o", str(tmp_path / "corpus")],
        env={**os.environ, "CRPARSE_LEXICON": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.startswith(f"{folder}/attendance.txt, line 1: there is no list [labels.presents]")
    assert len(result.stderr.splitlines()) == 1


def test_an_own_word_reaches_the_processes_that_are_started(folder: Path) -> None:
    (folder / "first_names.txt").write_text("[first_names]\nMaëlig\n", encoding="utf-8")
    script = f"""
import multiprocessing, pathlib
from crparse import lexicon
if __name__ == "__main__":
    lexicon.use(pathlib.Path({str(folder)!r}))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print("maelig" in pool.apply(lexicon.words, ("first_names", "first_names")))
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout == "True\n"


def test_another_lexicon_comes_too_late_once_one_is_in_use(folder: Path) -> None:
    lexicon.current()
    with pytest.raises(LexiconError, match="another lexicon is in use already"):
        lexicon.use(folder)


def test_check_says_what_is_to_mend(folder: Path) -> None:
    write(folder, "[labels.present]\nde la fête\ntakes: De la partie : Mme Ferrandin\n")
    result = CliRunner().invoke(app, ["lexicon", "check", str(folder)])
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == (
        f"{folder}/attendance.txt, line 3: [labels.present] does not take “De la partie : Mme Ferrandin”."
    )
    assert result.output.splitlines()[1].endswith(": 1 to mend.")


def test_try_prints_the_lists_that_take_a_line(folder: Path) -> None:
    result = CliRunner().invoke(app, ["lexicon", "try", "Étaient présents : Mme Ferrandin"])
    assert result.exit_code == 0
    lines = [line for line in result.output.splitlines() if line.startswith("attendance [labels.")]
    assert [line.split(", line")[0] for line in lines] == ["attendance [labels.present] takes “présents”"]
    assert lines[0].endswith(": présent{e}")
