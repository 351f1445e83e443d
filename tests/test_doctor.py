"""What `crparse doctor` says is installed."""

import stat
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crparse import programs as doctor
from crparse import programs as system_parts
from crparse.cli import app
from crparse.programs import LIBREOFFICE, TESSERACT, TESSERACT_FRENCH, SystemPart, extras, report
from crparse.readers import read_with

posix = pytest.mark.skipif(sys.platform == "win32", reason="programs made of shell scripts")


def part(place: Path | None) -> SystemPart:
    return SystemPart("Scie", ("scie", "saw", "a.Saw"), lambda: place, "--version", "planches")


def program(folder: Path, name: str, script: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


def test_an_absent_part_says_what_it_would_bring_and_how_to_install_it() -> None:
    assert list(report({"lxml": "6.0", "rich": None}, read_with, [part(None)]))[1:] == [
        "Python packages",
        "  lxml 6.0",
        "  rich absent: pip install rich",
        "System parts (without them crparse reads a Word document (DOCX), a PDF, an OpenDocument text (ODT),"
        " an Excel workbook (XLSX), an old Excel workbook (XLS), an OpenDocument spreadsheet (ODS),"
        " a mail (EML), a message of Outlook's (MSG), HTML, Markdown, plain text)",
        "  Scie: absent. It would bring planches.",
        "    Debian/Ubuntu: sudo apt install scie",
        "    macOS: brew install saw",
        "    Windows: winget install a.Saw",
    ]


def test_packages_that_crparse_can_do_without() -> None:
    assert list(extras(lambda _: None)) == [
        'pi-heif: absent. It would bring pictures of Apple\'s (HEIC): pip install "crparse[heic]"',
        'distributed: absent. It would bring builds on several machines: pip install "crparse[dask]"',
        'sqlite-utils: absent. It would bring the export as a database: pip install "crparse[export]"',
        'icalendar: absent. It would bring the export as a calendar: pip install "crparse[export]"',
    ]
    assert list(extras(lambda _: "1.4.0")) == [
        "pi-heif 1.4.0: pictures of Apple's (HEIC)",
        "distributed 1.4.0: builds on several machines",
        "sqlite-utils 1.4.0: the export as a database",
        "icalendar 1.4.0: the export as a calendar",
    ]


@posix
def test_a_part_that_is_there_with_its_version(tmp_path: Path) -> None:
    saw = program(tmp_path, "scie", "echo Scie 7.4.7 40")
    assert list(report({}, read_with, [part(saw)]))[-1] == f"  Scie 7.4.7: planches ({saw})"


@posix
@pytest.mark.parametrize("script", ["echo unknown", "exit 3", "exec /does/not/exist"])
def test_a_part_that_does_not_tell_its_version(tmp_path: Path, script: str) -> None:
    saw = program(tmp_path, "scie", script)
    assert part(saw).version() is None
    assert list(report({}, read_with, [part(saw)]))[-1] == f"  Scie: planches ({saw})"


@posix
def test_parts_are_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [found.find() for found in (LIBREOFFICE, TESSERACT, TESSERACT_FRENCH)] == [None, None, None]
    office = program(tmp_path, "libreoffice", "")
    listed = f"echo 'List of available languages in \"{tmp_path}/\" (2):'; echo eng"
    tesseract = program(tmp_path, "tesseract", listed)
    assert [found.find() for found in (LIBREOFFICE, TESSERACT)] == [office, tesseract]
    assert TESSERACT_FRENCH.find() is None
    program(tmp_path, "tesseract", f"{listed}; echo fra")
    assert TESSERACT_FRENCH.find() == tmp_path / "fra.traineddata"


@pytest.mark.parametrize(("platform", "command"), [("linux", "apt"), ("darwin", "brew"), ("win32", "winget")])
def test_advice_for_the_system_that_runs(
    monkeypatch: pytest.MonkeyPatch, platform: str, command: str
) -> None:
    monkeypatch.setattr(system_parts.sys, "platform", platform)
    assert command in part(None).advice


def test_the_packages_are_those_of_the_project() -> None:
    found = doctor.packages()
    assert found["spacy"] == version("spacy")
    assert found["scipy"] == version("scipy")
    assert "scikit-learn" not in found


def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0
    assert "LibreOffice" in result.output
    assert "an old Word document (DOC), rich text (RTF)" in result.output
    monkeypatch.setattr(doctor, "packages", lambda: {"rich": None})
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 1
