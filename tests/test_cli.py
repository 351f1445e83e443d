import errno
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import crparse
from crparse.cli import app
from crparse.corpus.entries import LedgerEntry, read_failure
from crparse.corpus.inputs import find_inputs
from crparse.exports import EXPORTS
from crparse.record import record_schema
from minutes_files import CHOIR, GARDEN, make_record, write_docx, write_pdf
from scanned_pages import scanned
from system_programs import needs_libreoffice


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def build(*arguments: object) -> Result:
    """`crparse build` in this process: starting others takes seconds."""
    return run("build", *arguments, "--workers", 0)


def begin(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """The command line at work in a folder, its temporary files in `temporary`, in a session of its own."""
    (folder / "temporary").mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "crparse", *arguments],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder / "temporary")},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


SOCKETS = "OSL_PIPE*"
"""Where each LibreOffice listens."""


def is_listened_to(file: Path) -> bool:
    """Whether a LibreOffice is at work there, another's; or has just gone and taken the file along."""
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(str(file)) in (0, errno.ENOENT)


def wait_for(found: Callable[[], bool], seconds: float = 600) -> bool:
    end = time.monotonic() + seconds
    while not found() and time.monotonic() < end:
        time.sleep(0.02)
    return found()


@pytest.mark.parametrize("command", ["build", "parse", "doctor", "schema", "evaluate"])
def test_every_command_has_help(command: str) -> None:
    assert command in run("--help").output
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.output.split("\n")[2].strip().endswith(".")


def test_the_list_of_commands_cuts_no_sentence_off() -> None:
    listed = run("--help").output.partition("Commands:")[2].splitlines()
    assert [line for line in listed if line and not line.endswith(".")] == []
    assert [line for line in listed if line.endswith("...")] == []


def test_help_and_version_load_nothing_heavy() -> None:
    code = (
        "import atexit, sys, crparse, crparse.cli; crparse.__version__;"
        "heavy = {'spacy', 'numpy', 'pandas', 'pyarrow', 'pydantic', 'scipy', 'pypdfium2', 'docx', 'lxml'};"
        "heavy |= {'rich', 'crparse.readers', 'crparse.lexicon'};"
        "atexit.register(lambda: print(sorted(heavy & sys.modules.keys())));"
        "crparse.cli.main()"
    )
    asked = [sys.executable, "-c", code, "--help"]
    found = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert found.stdout.startswith("Usage: ")
    assert found.stdout.endswith("\n[]\n")


def test_version() -> None:
    assert run("--version").output == f"crparse {crparse.__version__}\n"


def test_python_finds_what_is_exported_and_no_more() -> None:
    assert set(crparse.__all__) <= set(dir(crparse))
    assert [name for name in crparse.__all__ if getattr(crparse, name) is None] == []
    with pytest.raises(AttributeError, match="has no attribute 'prase'"):
        crparse.prase  # noqa: B018


def test_build(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx", GARDEN)
    write_docx(tmp_path / "minutes" / "chorale.docx", CHOIR)
    result = run("build", tmp_path / "minutes", "--output", tmp_path / "corpus")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 documents in ")
    corpus = tmp_path / "corpus"
    assert result.stdout.endswith(f"corpus: {corpus}\nto look at it: crparse view {corpus}\n")
    assert result.stderr.splitlines()[-1] == "2/2 documents, 0 failed"
    assert len(crparse.open_corpus(tmp_path / "corpus")["documents"]) == 2


@pytest.mark.parametrize("command", ["parse", "explain"])
def test_a_folder_is_for_build(tmp_path: Path, command: str) -> None:
    write_docx(tmp_path / "jardins.docx", GARDEN)
    result = run(command, tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    advice = "`crparse build FOLDER --output CORPUS` makes a corpus of the documents in it."
    assert result.stderr == f"{tmp_path} is a folder: {advice}\n"
    result = run(command, tmp_path / "absent.docx")
    assert (result.exit_code, result.stderr) == (2, f"There is no file {tmp_path / 'absent.docx'}.\n")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cr  du   12.txt", "cr  du   12.txt"),
        (" cr .txt", " cr .txt"),
        ("cr\u00a0: 12\u202fmars.txt", "cr\u00a0: 12\u202fmars.txt"),
        ("cr\n12\t.txt", "cr\\n12\\t.txt"),
        ("cr\u202etxt.exe", "cr\\u202etxt.exe"),
        ("cr\x1b[31m.txt", "cr\\x1b[31m.txt"),
    ],
)
def test_a_message_names_a_file_sign_for_sign(tmp_path: Path, name: str, shown: str) -> None:
    (tmp_path / name).write_bytes(bytes(9))
    result = run("parse", tmp_path / name)
    assert result.stderr.startswith(f"{tmp_path}/{shown}: The file is empty")
    (entry,) = find_inputs([tmp_path]).entries or read_failures(tmp_path)
    assert entry.line().startswith(f"{shown}: The file is empty")


def read_failures(folder: Path) -> list[LedgerEntry]:
    """What is wrong with the files of a folder, as a build would tell."""
    found = []
    for item in find_inputs([folder]).files:
        try:
            crparse.parse(item.read(), name=item.name)
        except crparse.ReadError as error:
            found.append(read_failure(item.path, error))
    return found


def test_build_with_some_failures(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx", GARDEN)
    (tmp_path / "minutes" / "vide.pdf").write_bytes(b"")
    result = build(tmp_path / "minutes", tmp_path / "absent", "--output", tmp_path / "corpus")
    assert result.exit_code == 1
    assert "vide.pdf: The file is empty. Get a new copy of it." in result.stderr.splitlines()
    assert f"{tmp_path / 'absent'}: There is no such file. Check its path." in result.stderr.splitlines()
    assert "1 document in " in result.stdout
    assert "2 files failed" in result.stdout


def test_build_with_duplicates_succeeds(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "a.docx", GARDEN)
    (tmp_path / "minutes" / "b.docx").write_bytes((tmp_path / "minutes" / "a.docx").read_bytes())
    result = build(tmp_path / "minutes", "--output", tmp_path / "corpus")
    assert result.exit_code == 0
    assert "the same as another: 1" in result.stdout


def test_build_refuses_what_it_cannot_use(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("years of work")
    missing = run("build", tmp_path / "a", tmp_path / "b", "--output", tmp_path / "corpus")
    full = run("build", file, "--output", tmp_path / "full", "--overwrite")
    assert missing.stderr == f"There is no {tmp_path / 'a'}, {tmp_path / 'b'}.\n"
    assert (
        full.stderr == f"{tmp_path / 'full'} holds files that are no crparse corpus: choose another folder.\n"
    )
    arguments = ([], [file], [file, "-o", "x", "--workers", "-1"])
    assert [run("build", *found).exit_code for found in arguments] == [2, 2, 2]
    assert [missing.exit_code, full.exit_code] == [2, 2]
    assert not (tmp_path / "corpus").exists()


def test_what_cannot_be_looked_at_is_not_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    parsed, built = run("parse", tmp_path / "loop"), build(tmp_path / "loop", "-o", tmp_path / "corpus")
    assert [parsed.exit_code, built.exit_code] == [1, 1]
    told = (
        "The file cannot be opened (Too many levels of symbolic links). Check its path and its access rights."
    )
    assert parsed.stderr == f"{tmp_path / 'loop'}: {told}\n"
    assert built.stderr.splitlines()[0] == f"{tmp_path / 'loop'}: {told}"


def test_nothing_done_is_no_success(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "agenda.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    build(file, "--output", tmp_path / "corpus")
    for command in (
        ("build", tmp_path / "more", "--output", tmp_path / "other"),
        ("add", tmp_path / "more", "--to", tmp_path / "corpus"),
    ):
        result = run(*command, "--workers", 0)
        assert result.exit_code == 1
        assert "  no minutes in what was given" in result.stdout.splitlines()
    result = run("doubts", tmp_path / "other")
    assert (result.exit_code, result.stderr) == (1, f"{tmp_path / 'other'} holds no minutes.\n")
    assert run("add", tmp_path / "absent", "--to", tmp_path / "corpus").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "", "-o", "corpus"),
        ("build", "minutes", "-o", ""),
        ("add", "minutes", "--to", ""),
        ("parse", ""),
        ("explain", ""),
    ],
)
def test_an_empty_name_is_no_folder(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "An empty name is no file and no folder" in result.stderr


def test_build_brings_a_corpus_up_to_date(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    arguments = [file, "--output", tmp_path / "corpus"]
    first, again, anew = build(*arguments), build(*arguments), build(*arguments, "--overwrite")
    assert [result.exit_code for result in (first, again, anew)] == [0, 0, 0]
    assert "  read now: 0" in again.stdout.splitlines()
    assert "read now" not in first.stdout + anew.stdout


def test_add_leaves_alone_what_came_from_elsewhere(tmp_path: Path) -> None:
    one, other = write_docx(tmp_path / "jardins.docx"), write_docx(tmp_path / "chorale.docx", CHOIR)
    build(one, "--output", tmp_path / "corpus")
    result = run("add", other, "--to", tmp_path / "corpus", "--workers", 0)
    assert (result.exit_code, result.stdout.splitlines()[1]) == (0, "  read now: 1")
    assert sorted(crparse.open_corpus(tmp_path / "corpus")["documents"]["path"]) == [
        "chorale.docx",
        "jardins.docx",
    ]


def test_status_says_what_is_the_matter(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    write_docx(folder / "jardins.docx")
    build(folder, "--output", tmp_path / "corpus")
    assert run("status", tmp_path / "corpus").stdout == "1 document, 0 files failed\n"
    (folder / "jardins.docx").rename(tmp_path / "jardins.docx")
    (folder / "vide.pdf").touch()
    build(folder, "--output", tmp_path / "corpus")
    result = run("status", tmp_path / "corpus")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "1 document, 1 file failed",
        "  out of reach, kept: 1",
        "  vide.pdf: empty. The file is empty. Get a new copy of it.",
    ]
    write_docx(folder / "vide.pdf", CHOIR)
    result = run("status", tmp_path / "corpus", "--retry", "--workers", 0)
    assert (result.exit_code, result.stdout.splitlines()[-2]) == (0, "2 documents, 0 files failed")
    assert run("status", folder).exit_code == 2


def retry(corpus: Path) -> Result:
    return run("status", corpus, "--retry", "--workers", 0)


def test_what_still_fails_is_told_at_the_end_of_a_retry(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx")
    (tmp_path / "minutes" / "bruit.docx").write_bytes(bytes(range(256)))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "vide.txt").touch()
    folders, corpus = (tmp_path / "minutes", tmp_path / "more"), tmp_path / "corpus"
    assert build(*folders, "--output", corpus).exit_code == 1
    result = retry(corpus)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-3:] == [
        "1 document, 2 files failed",
        "  bruit.docx: unknown_format. The file is no document that crparse knows, and no text. "
        "Check what it is; if Word or LibreOffice opens it, save it as .docx.",
        "  vide.txt: empty. The file is empty. Get a new copy of it.",
    ]
    (tmp_path / "more" / "vide.txt").unlink()
    (tmp_path / "more").rmdir()
    result = retry(corpus)
    assert (result.exit_code, result.stdout.splitlines()[-3]) == (1, "1 document, 2 files failed")
    assert f"No longer there, and so not read again: {tmp_path / 'more'}.\n" in result.stderr


def test_a_retry_without_the_folders_of_a_corpus_names_them(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx")
    build(tmp_path / "minutes", "--output", tmp_path / "corpus")
    (tmp_path / "minutes").rename(tmp_path / "elsewhere")
    result = retry(tmp_path / "corpus")
    assert result.exit_code == 2
    assert result.stderr == (
        f"Nothing that {tmp_path / 'corpus'} was made of is there: {tmp_path / 'minutes'}. "
        "Is the drive connected?\n"
    )
    (tmp_path / "corpus" / "ledger.sqlite").unlink()
    assert retry(tmp_path / "corpus").stderr == (
        f"{tmp_path / 'corpus'} does not tell what it was made of: give it to `crparse build` again.\n"
    )


def test_build_stopped_by_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crparse.corpus.build.resolve_corpus", stop)
    result = build(write_docx(tmp_path / "jardins.docx"), "--output", tmp_path / "corpus")
    assert result.exit_code == 130
    assert result.stderr.endswith(f"Stopped: {tmp_path / 'corpus'} is as it was.\n")
    monkeypatch.undo()
    assert build(tmp_path / "jardins.docx", "--output", tmp_path / "corpus").exit_code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["corpus", "jardins.docx"]


@pytest.mark.skipif(sys.platform == "win32", reason="a process ends otherwise there")
@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("SIGINT", True),  # Ctrl-C
        ("SIGTERM", False),  # kill
        pytest.param("SIGHUP", True, marks=pytest.mark.slow),
        pytest.param("SIGINT", False, marks=pytest.mark.slow),
        pytest.param("SIGTERM", True, marks=pytest.mark.slow),
        pytest.param("SIGHUP", False, marks=pytest.mark.slow),
    ],
)
def test_a_run_that_is_stopped_by_a_signal_leaves_nothing(tmp_path: Path, name: str, group: bool) -> None:
    write_docx(tmp_path / "jardins.docx")
    process = begin(tmp_path, "build", "jardins.docx", "--output", "corpus", "--workers", "1")
    assert wait_for(lambda: any((tmp_path / "temporary").iterdir()))  # its worker begins
    (os.killpg if group else os.kill)(process.pid, getattr(signal, name))
    _, said = process.communicate(timeout=600)
    assert process.returncode == 130
    # A process that was just being started may have its say as well.
    told = "Stopped: corpus is as it was. 0 of 1 documents are done; the same command goes on from there."
    assert told in said.splitlines()
    assert sorted(os.listdir(tmp_path)) == ["jardins.docx", "temporary"]
    assert os.listdir(tmp_path / "temporary") == []


@pytest.mark.skipif(sys.platform == "win32", reason="a process ends otherwise there")
def test_a_run_that_is_killed_leaves_nothing_but_what_the_next_run_clears_away(tmp_path: Path) -> None:
    write_docx(tmp_path / "jardins.docx")
    process = begin(tmp_path, "build", "jardins.docx", "--output", "corpus", "--workers", "1")
    temporary = tmp_path / "temporary"
    assert wait_for(lambda: any(temporary.glob("*/*")))
    time.sleep(1)  # the worker is on its way
    process.kill()
    process.communicate(timeout=600)
    assert wait_for(lambda: not any(temporary.iterdir()))
    assert sorted(os.listdir(tmp_path)) == [".corpus.crparse-building", "jardins.docx", "temporary"]
    assert build(tmp_path / "jardins.docx", "--output", tmp_path / "corpus").exit_code == 0
    assert sorted(os.listdir(tmp_path)) == ["corpus", "jardins.docx", "temporary"]


@needs_libreoffice
def test_parse_stopped_by_a_signal_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "pv.rtf").write_text(r"{\rtf1 Compte rendu}")
    process = begin(tmp_path, "parse", "pv.rtf")
    assert wait_for(lambda: any((tmp_path / "temporary").glob("crparse-office-*/profile/user/*")))
    process.terminate()
    _, said = process.communicate(timeout=600)
    assert (process.returncode, said) == (130, "Stopped.\n")
    assert os.listdir(tmp_path / "temporary") == []


@pytest.mark.skipif(sys.platform == "win32", reason="names are Unicode there")
def test_a_corpus_is_built_where_names_are_no_utf_8(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"ann\xe9e")
    write_docx(folder / os.fsdecode(b"s\xe9ance\x1b[2J\n.docx"))
    (folder / "vide\x1b[2J\n.pdf").touch()
    command = [sys.executable, "-m", "crparse", "build", folder, "-o", folder / "corpus", "--workers", "0"]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == 1
    said = (done.stderr + done.stdout).decode()
    assert "vide\\x1b[2J\\n.pdf: The file is empty. Get a new copy of it." in said.splitlines()
    corpus = f"{tmp_path}/ann\\udce9e/corpus"
    assert said.splitlines()[-2:] == [f"corpus: {corpus}", f"to look at it: crparse view {corpus}"]
    assert "\x1b" not in said
    (document,) = crparse.open_corpus(folder / "corpus")["documents"].to_dict("records")
    assert document["path"] == "s\ufffdance\x1b[2J\n.docx"


def test_a_build_writes_nowhere_but_to_its_output(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    content = write_pdf(tmp_path / "minutes" / "jardins.pdf").read_bytes()
    (tmp_path / "minutes" / "scan.pdf").write_bytes(scanned(content))
    (tmp_path / "minutes" / "pv.rtf").write_text(r"{\rtf1 Compte rendu du 12 mars 2024}")
    (tmp_path / "minutes" / "pv2.rtf").write_text(r"{\rtf1 Compte rendu du 13 mars 2024}")
    homes = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
    for name in (*homes, "work"):
        (tmp_path / name).mkdir()
    sockets = set(Path("/tmp").glob(SOCKETS))
    subprocess.run(
        [sys.executable, "-m", "crparse", "build", "../minutes", "-o", "../corpus", "--workers", "1"],
        cwd=tmp_path / "work",
        env={**os.environ, **{name: str(tmp_path / name) for name in homes}},
        capture_output=True,
    )
    left = [file for name in (*homes, "work") for file in (tmp_path / name).iterdir()]
    assert left == []
    assert [file for file in set(Path("/tmp").glob(SOCKETS)) - sockets if not is_listened_to(file)] == []
    assert (tmp_path / "corpus" / "manifest.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize("workers", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_a_disk_that_takes_no_more_is_told(tmp_path: Path, workers: int) -> None:
    write_docx(tmp_path / "jardins.docx")
    build(tmp_path / "jardins.docx", "--output", tmp_path / "corpus")
    before = (tmp_path / "corpus" / "manifest.json").read_bytes()
    command = f"ulimit -f 8; exec {sys.executable} -m crparse build jardins.docx -o corpus --overwrite"
    done = subprocess.run(
        ["sh", "-c", f"{command} --workers {workers}"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.endswith("cannot be written (File too large): make room, then start again.")
    assert sorted(os.listdir(tmp_path)) == ["corpus", "jardins.docx"]
    assert (tmp_path / "corpus" / "manifest.json").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as POSIX has them")
def test_a_run_goes_on_when_nobody_listens(tmp_path: Path) -> None:
    write_docx(tmp_path / "jardins.docx")
    (tmp_path / "vide.pdf").touch()
    heard, said = os.pipe()
    os.close(heard)
    command = [sys.executable, "-m", "crparse", "build", "jardins.docx", "vide.pdf", "-o", "corpus"]
    done = subprocess.run([*command, "--workers", "0"], cwd=tmp_path, stderr=said, stdout=subprocess.PIPE)
    os.close(said)
    assert done.returncode == 1
    assert done.stdout.startswith(b"1 document in ")
    assert len(crparse.open_corpus(tmp_path / "corpus")["documents"]) == 1


def test_parse_prints_the_record(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    result = run("parse", file)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(crparse.parse(file).model_dump_json(by_alias=True))


REGISTER = "\n\f".join(
    f"Procès-verbal\nSéance du {day} 2019\nPrésents : Mme Odile Ferrandin\n1. Four\nIl chauffe.\n2. Lavoir"
    for day in ("12 mars", "9 avril")
)
"""The minutes of two meetings, each on a page."""


def test_parse_prints_the_first_meeting_and_says_how_many_there_are(tmp_path: Path) -> None:
    file = tmp_path / "registre.txt"
    file.write_text(REGISTER, encoding="utf-8")
    result = run("parse", file)
    assert json.loads(result.stdout)["meeting"]["date"] == "2019-03-12"
    assert result.stderr == f"{file} holds 2 meetings, this is the first: --all prints them all.\n"


def test_parse_prints_every_meeting_on_a_line(tmp_path: Path) -> None:
    (tmp_path / "registre.txt").write_text(REGISTER, encoding="utf-8")
    result = run("parse", "--all", tmp_path / "registre.txt")
    records = [crparse.Minutes.model_validate_json(line) for line in result.stdout.splitlines()]
    assert records == crparse.parse_all(tmp_path / "registre.txt")
    assert len(records) == 2
    assert result.stderr == ""


def test_explain_shows_the_meeting_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "registre.txt").write_text(REGISTER, encoding="utf-8")
    result = run("explain", tmp_path / "registre.txt", "--meeting", 2, "--json")
    assert [line["text"] for line in json.loads(result.stdout)["lines"]][:2] == [
        "Procès-verbal",
        "Séance du 9 avril 2019",
    ]
    refused = run("explain", tmp_path / "registre.txt", "--meeting", 3)
    assert refused.exit_code == 2
    assert "there is no meeting 3" in refused.stderr


def test_a_file_standard_input_and_a_build_give_one_id(tmp_path: Path) -> None:
    file = write_docx(tmp_path / "jardins.docx")
    build(file, "-o", tmp_path / "corpus")
    (made,) = (tmp_path / "corpus" / "documents").iterdir()
    printed = run("parse", file), run("parse", "-", stdin=file.read_bytes())
    assert [json.loads(result.stdout)["id"] for result in printed] == [made.stem] * 2


def test_parse_reads_standard_input(tmp_path: Path) -> None:
    content = write_pdf(tmp_path / "jardins.pdf").read_bytes()
    plain, told = run("parse", "-", stdin=content), run("parse", "-", "--format", "pdf", stdin=content)
    assert json.loads(plain.stdout)["source"]["format"] == "pdf"
    assert plain.stdout == told.stdout


def test_parse_refuses_bad_input_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "vide.docx").write_bytes(b"")
    empty, wrong = (
        run("parse", tmp_path / "vide.docx"),
        run("parse", "-", "--format", "pdf", stdin=b"PK\x03\x04"),
    )
    assert empty.stderr == f"{tmp_path / 'vide.docx'}: The file is empty. Get a new copy of it.\n"
    assert wrong.stderr.startswith("-: The file is no PDF")
    assert (empty.stdout, wrong.stdout) == ("", "")
    assert [empty.exit_code, wrong.exit_code] == [1, 1]
    unusable = ([tmp_path / "absent.docx"], [tmp_path], [], ["-", "--format", "dwg"])
    assert [run("parse", *found).exit_code for found in unusable] == [2, 2, 2, 2]


def test_build_lets_a_bug_show_where_it_is_strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("séance")

    monkeypatch.setattr("crparse.stages.dates.UpcomingDates.__call__", fail)
    arguments = write_docx(tmp_path / "jardins.docx"), "--output", tmp_path / "corpus"
    assert isinstance(build(*arguments, "--strict").exception, KeyError)
    usual = build(*arguments)
    assert (usual.exit_code, usual.stdout.splitlines()[1]) == (1, "  failed: 1 stage_failed")


def test_the_documents_to_look_at_first(tmp_path: Path) -> None:
    write_docx(tmp_path / "jardins.docx")
    odd = "Conseil du 5 avril 2016\nPrésents : 14\nOdile Ferrandin\nYves Delorme\n"
    (tmp_path / "conseil.txt").write_text(odd, encoding="utf-8")
    assert build(tmp_path, "-o", tmp_path / "corpus").exit_code == 0
    lines = run("doubts", tmp_path / "corpus").stdout.splitlines()
    assert len(lines) == 2
    doubts = [float(line.split()[0]) for line in lines]
    assert doubts == sorted(doubts, reverse=True)
    assert "count_differs" in next(line for line in lines if "conseil.txt" in line)
    assert run("doubts", tmp_path / "corpus", "--first", 1).stdout.splitlines() == lines[:1]
    assert run("doubts", tmp_path / "none").exit_code == 2
    spoilt = min((tmp_path / "corpus" / "documents").iterdir())
    spoilt.write_text("{")
    advice = "Mend it, or remove it and build the corpus again."
    told = f"{spoilt} was changed by hand and is no valid record. {advice}"
    found = run("doubts", tmp_path / "corpus").stdout.splitlines()
    assert (found[0], len(found), found[1] in lines) == (f"      ?  {told}", 2, True)
    with pytest.raises(crparse.ReadError, match="is no valid record"):
        list(crparse.open_corpus(tmp_path / "corpus").records())


def test_schema() -> None:
    assert json.loads(run("schema").stdout) == record_schema()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Gold and predicted records, the second gold record without a prediction."""
    record = json.loads(make_record().model_dump_json(by_alias=True))
    for folder, names in (("gold", ["a.docx", "b.docx"]), ("pred", ["a.docx"])):
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / f"{name}.json").write_text(json.dumps({**record, "source": {"name": name}}))
    return tmp_path / "gold", tmp_path / "pred"


def test_evaluate_prints_figures(folders: tuple[Path, Path], tmp_path: Path) -> None:
    gold, pred = folders
    figures = tmp_path / "figures.json"
    result = run("evaluate", "--gold", gold, "--pred", pred, "--json", figures)
    assert result.exit_code == 0
    assert "decisions                 1.000  0.500  0.667      2      1" in result.stdout.splitlines()
    assert result.stdout.splitlines()[1] == "without a prediction: b.docx"
    assert json.loads(figures.read_text())["fields"]["people"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": 2 / 3,
        "gold": 4,
        "predicted": 2,
    }


def test_evaluate_by_file_group_and_error(folders: tuple[Path, Path], tmp_path: Path) -> None:
    gold, pred = folders
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text('{"file": "a.docx", "body": "Jardins"}\n{"file": "b.docx", "body": "Chorale"}\n')
    options = ["--per-file", "--errors", "people", "--by", "body", "--manifest", manifest]
    lines = run("evaluate", "--gold", gold, "--pred", pred, *options).stdout.splitlines()
    assert next(line for line in lines if line.startswith("a.docx")).startswith("a.docx attendees=1.00")
    assert "Chorale      1  0.000  0.000" in lines
    assert "b.docx | missed | gold: Odile Vasseur | predicted: -" in lines


def test_evaluate_refuses_what_it_cannot_use(folders: tuple[Path, Path], tmp_path: Path) -> None:
    gold, pred = folders
    (tmp_path / "empty").mkdir()
    refused = [
        run("evaluate", "--gold", gold),
        run("evaluate", "--gold", tmp_path / "absent", "--pred", pred),
        run("evaluate", "--gold", tmp_path / "empty", "--pred", pred),
        run("evaluate", "--gold", gold, "--pred", pred, "--errors", "atendees"),
        run("evaluate", "--gold", gold, "--pred", pred, "--by", "body"),
    ]
    assert [result.exit_code for result in refused] == [2] * 5
    assert refused[2].stderr == f"There is no gold record under {tmp_path / 'empty'}.\n"


def test_streams_other_than_utf8(tmp_path: Path) -> None:
    """A console of another encoding prints JSON in UTF-8 all the same."""
    file = write_docx(tmp_path / "jardins.docx")
    command = [sys.executable, "-m", "crparse", "parse", str(file)]
    found = subprocess.run(
        command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert "comité" in json.load(io.BytesIO(found.stdout))["text"]


def test_export_lists_its_formats() -> None:
    told = run("export", "--list")
    assert told.exit_code == 0
    assert [line.split()[0] for line in told.stdout.splitlines()] == list(EXPORTS)


def test_export_writes_a_corpus(own_corpus: Path, tmp_path: Path) -> None:
    told = run("export", str(own_corpus), "--to", "csv", "-o", str(tmp_path / "out"), "--bom")
    assert (told.exit_code, told.stdout) == (0, f"csv: {tmp_path / 'out'}\n")
    assert (tmp_path / "out" / "actions.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_export_tells_what_it_will_not_do(own_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    refused = run("export", str(own_corpus), "--to", "csv", "-o", str(tmp_path / "out"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1
    assert "holds files that are no earlier export" in refused.stderr
    unknown = run("export", str(own_corpus), "--to", "pdf", "-o", str(tmp_path / "new"))
    assert unknown.exit_code == 2
    assert "--to names one of csv, xlsx" in " ".join(unknown.stderr.split())
    none = run("export", str(tmp_path), "--to", "csv", "-o", str(tmp_path / "new"))
    assert none.exit_code == 2
    assert "holds no crparse corpus" in none.stderr
