"""`crparse parse` of several files, and what is told of them."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import crparse
from crparse.cli import app
from minutes_files import APRIL, CHOIR, MARCH, REGISTER, write_docx


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["parse", *map(str, arguments)], input=stdin)


def paths(result: Result) -> list[tuple[str, str]]:
    """Of each record that was printed, the path and the name of its file."""
    sources = [json.loads(line)["source"] for line in result.stdout.splitlines()]
    return [(source["path"], source["name"]) for source in sources]


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    folder = tmp_path / "minutes"
    write_docx(folder / "jardins.docx")
    (folder / "chorale.txt").write_text("\n".join(CHOIR), encoding="utf-8")
    (folder / "registre.txt").write_text(REGISTER, encoding="utf-8")
    (folder / "vide.docx").write_bytes(b"")
    return folder


def test_each_of_several_files_has_a_line_and_a_bad_one_costs_itself(minutes: Path) -> None:
    files = [minutes / name for name in ("jardins.docx", "vide.docx", "absent.pdf", "chorale.txt")]
    result = run(*files)
    assert result.exit_code == 1
    assert paths(result) == [
        (files[0].as_posix(), "jardins.docx"),
        (files[3].as_posix(), "chorale.txt"),
    ]
    assert result.stderr.splitlines() == [
        f"{files[1]}: The file is empty. Get a new copy of it.",
        f"{files[2]}: The file cannot be opened (No such file or directory). "
        "Check its path and its access rights.",
    ]


def test_a_line_holds_the_record_of_the_file_alone(minutes: Path) -> None:
    file = minutes / "chorale.txt"
    line, indented = run(file, "--jsonl"), run(file)
    assert line.stdout.count("\n") == 1
    assert json.loads(line.stdout) == json.loads(indented.stdout)
    assert crparse.Minutes.model_validate_json(line.stdout) == crparse.parse(file)


def test_a_list_names_the_files(minutes: Path, tmp_path: Path) -> None:
    names = f"\ufeff{minutes / 'chorale.txt'}\r\n\n  {minutes / 'jardins.docx'}\n"
    (tmp_path / "list").write_text(names, encoding="utf-8")
    expected = ["chorale.txt", "jardins.docx"]
    assert [name for _, name in paths(run("--list", tmp_path / "list"))] == expected
    assert [name for _, name in paths(run("--list", "-", stdin=names.encode()))] == expected
    both = run(minutes / "registre.txt", "--list", tmp_path / "list", "--all")
    assert [name for _, name in paths(both)] == ["registre.txt", "registre.txt", *expected]
    assert (both.exit_code, both.stderr) == (0, "")


def test_what_names_no_file_is_refused(minutes: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"s\xe9ance.docx\n")
    (tmp_path / "nothing").write_bytes(b"\n")
    for arguments in (
        ["--list", tmp_path / "absent"],
        ["--list", tmp_path / "list"],
        ["--list", tmp_path / "nothing"],
        [],
        ["-", "-"],
        ["--list", "-", "-"],
        [minutes / "jardins.docx", minutes / "chorale.txt", "--name", "cr.docx"],
    ):
        result = run(*arguments, stdin=b"")
        assert (result.exit_code, result.stdout) == (2, ""), arguments
    assert run("--list", tmp_path / "list").stderr == (
        f"{tmp_path / 'list'}: The list is no UTF-8 text (byte 1). "
        "Save it as UTF-8, a file name on each line.\n"
    )


def test_a_name_of_ones_own(minutes: Path) -> None:
    found = run("-", "--name", "séance.txt", stdin=MARCH.encode())
    source = json.loads(found.stdout)["source"]
    assert (source["name"], source["path"]) == ("séance.txt", "séance.txt")


def test_quiet_says_what_failed_and_no_more(minutes: Path) -> None:
    files = minutes / "registre.txt", minutes / "vide.docx"
    assert run(*files).stderr.splitlines() == [
        f"{files[0]} holds 2 meetings, this is the first: --all prints them all.",
        f"{files[1]}: The file is empty. Get a new copy of it.",
    ]
    assert run(*files, "--quiet").stderr == f"{files[1]}: The file is empty. Get a new copy of it.\n"


def test_what_is_said_as_json(minutes: Path) -> None:
    register, empty, choir = (str(minutes / n) for n in ("registre.txt", "vide.docx", "chorale.txt"))
    result = run(register, empty, choir, "--log-json")
    told = [json.loads(line) for line in result.stderr.splitlines()]
    assert [(one["level"], one["event"], one["file"]) for one in told] == [
        ("warning", "first_only", register),
        ("info", "read", register),
        ("error", "refused", empty),
        ("info", "read", choir),
    ]
    assert {one["logger"] for one in told} == {"crparse.parsing.files"}
    assert (told[2]["code"], told[2]["advice"]) == ("empty", "Get a new copy of it.")
    assert told[3]["id"] == json.loads(result.stdout.splitlines()[-1])["id"]
    assert run(register, empty, "--log-json", "--quiet").stderr.count("\n") == 1


def test_a_bug_has_an_exit_code_of_its_own_and_costs_one_file(
    minutes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crparse.parsing import files as batch

    parse = batch.parse_content_all

    def fail_on_april(content: bytes, **options: object) -> list[crparse.Minutes]:
        if content == APRIL.encode():
            raise KeyError("séance")
        return parse(content, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "parse_content_all", fail_on_april)
    bad = minutes / "avril.txt"
    bad.write_text(APRIL, encoding="utf-8")
    result = run(bad, minutes / "vide.docx", minutes / "chorale.txt")
    assert (result.exit_code, [name for _, name in paths(result)]) == (3, ["chorale.txt"])
    first, *calls = result.stderr.splitlines()
    assert first == f"{bad}: crparse failed on this document. Please report it."
    assert "KeyError: 'séance'" in calls
    told = json.loads(run(bad, "--log-json").stderr)
    assert (told["event"], told["code"]) == ("bug", "internal_error")
    assert "KeyError: 'séance'" in told["traceback"]


def test_a_bug_of_any_command_has_that_exit_code() -> None:
    code = (
        "import crparse.record, crparse.cli, sys\n"
        "crparse.record.record_schema = lambda: {}['séance']\n"
        "sys.argv = ['crparse', 'schema']\n"
        "crparse.cli.main()"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (3, "")
    assert found.stderr.endswith("KeyError: 'séance'\n")


def test_a_library_says_nothing_unless_it_is_listened_to(caplog: pytest.LogCaptureFixture) -> None:
    code = (
        "import crparse, logging\n"
        "logging.getLogger('crparse.parsing.files').error('something')\n"
        "print([type(handler).__name__ for handler in logging.getLogger('crparse').handlers])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (found.stdout, found.stderr) == ("['NullHandler']\n", "")
    with caplog.at_level(logging.DEBUG, logger="crparse.pipeline"):
        crparse.parse(MARCH.encode(), name="mars.txt")
    told = [record.getMessage() for record in caplog.records if record.name == "crparse.pipeline"]
    assert told[0] == f"mars.txt: txt, {len(MARCH)} characters, 1 meeting(s)"
    assert told[1:3] == ["mars.txt: stage crparse_sentences", "mars.txt: stage crparse_meeting"]
