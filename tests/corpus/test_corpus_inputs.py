import os
from pathlib import Path

import pytest

from crparse.corpus import inputs
from crparse.corpus.inputs import DEEPEST_FOLDER, find_inputs
from crparse.text import portable


def put(file: Path, content: str | None = None) -> Path:
    """A file whose content is its own path, so that no two are the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(file) if content is None else content)
    return file


def paths(*arguments: Path, leave_out: Path | None = None) -> list[str]:
    return [item.path for item in find_inputs(arguments, leave_out).files]


def codes(*arguments: Path) -> list[tuple[str, str]]:
    return [(entry.path, entry.code) for entry in find_inputs(arguments).entries]


def test_folders_are_searched_in_order_of_path(tmp_path: Path) -> None:
    for name in ("b.pdf", "a/z.docx", "a.docx", "a/b/c.docx"):
        put(tmp_path / name)
    assert paths(tmp_path) == ["a.docx", "a/b/c.docx", "a/z.docx", "b.pdf"]


def test_a_file_given_alone_goes_by_its_name(tmp_path: Path) -> None:
    assert paths(put(tmp_path / "2024" / "cr.docx")) == ["cr.docx"]


@pytest.mark.parametrize("name", ["._cr.docx", ".DS_Store", ".profile", "Thumbs.db", "desktop.ini"])
def test_what_programs_leave_is_skipped(tmp_path: Path, name: str) -> None:
    put(tmp_path / name)
    put(tmp_path / "cr.docx")
    assert paths(tmp_path) == ["cr.docx"]
    assert codes(tmp_path) == []


@pytest.mark.parametrize("name", ["~$cr.docx", ".~lock.cr.docx#"])
def test_the_lock_of_an_open_document_is_told(tmp_path: Path, name: str) -> None:
    put(tmp_path / "2024" / name)
    put(tmp_path / "cr.docx")
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["cr.docx"]
    assert [(entry.path, entry.code, entry.severity) for entry in found.entries] == [
        (f"2024/{name}", "lock", "warning")
    ]


def test_a_name_that_begins_with_dots_is_a_name(tmp_path: Path) -> None:
    for name in ("...txt", "..suite.txt"):
        put(tmp_path / name)
    assert (paths(tmp_path), codes(tmp_path)) == (["...txt", "..suite.txt"], [])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("OneDrive - Valmont/cr.docx", "a placeholder of OneDrive: its content is not on this machine."),
        ("Dropbox/2024/cr.docx", "a placeholder of Dropbox: its content is not on this machine."),
        ("2024/.cr.docx.icloud", "a placeholder of iCloud: its content is not on this machine."),
        ("2024/cr.docx", "empty."),
    ],
)
def test_what_a_cloud_drive_leaves_in_the_place_of_a_file(tmp_path: Path, path: str, message: str) -> None:
    put(tmp_path / path, "")
    (entry,) = find_inputs([tmp_path]).entries[:1]
    assert (entry.path, entry.message, entry.severity) == (path, f"The file is {message}", "error")


def test_a_corpus_among_the_minutes_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "2024" / "cr.docx")
    put(tmp_path / "2024" / "corpus" / "manifest.json", '{"generator": "crparse", "files": {}}')
    put(tmp_path / "2024" / "corpus" / "documents" / "1.txt")
    put(tmp_path / "projet" / "manifest.json", '{"generator": "autre"}')
    put(tmp_path / ".corpus.crparse-building" / "documents" / "1.txt")
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["2024/cr.docx", "projet/manifest.json"]
    assert [(entry.path, entry.code, entry.severity) for entry in found.entries] == [
        ("2024/corpus", "corpus", "warning")
    ]
    assert codes(tmp_path, tmp_path / "2024" / "corpus")[-1] == (str(tmp_path / "2024" / "corpus"), "corpus")
    assert codes(tmp_path / "2024" / "corpus" / "documents") == [
        (str(tmp_path / "2024" / "corpus" / "documents"), "corpus")
    ]
    assert codes(tmp_path / "2024")[:1] == [("corpus", "corpus")]
    left_out = find_inputs([tmp_path / "2024"], tmp_path / "2024" / "corpus")
    assert ([item.path for item in left_out.files], left_out.entries) == (["cr.docx"], [])


def test_what_is_hidden_is_passed_over_and_said_to_be(tmp_path: Path) -> None:
    for name in (".corbeille/cr.docx", ".cr.docx", "pv.docx"):
        put(tmp_path / name)
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["pv.docx"]
    assert [(entry.line(), entry.severity) for entry in found.entries] == [
        (
            ".corbeille: This folder is hidden by its name: it was passed over. "
            "Give it as an argument of its own if it holds minutes.",
            "warning",
        ),
        (
            ".cr.docx: This file is hidden by its name: it was passed over. "
            "Give it as an argument of its own if it holds minutes.",
            "warning",
        ),
    ]
    (tmp_path / "pv.docx").unlink()
    assert codes(tmp_path)[-1] == (str(tmp_path), "empty_folder")


def test_an_empty_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.docx", "")
    (tmp_path / "kernel.txt").symlink_to("/proc/kmsg")  # a file by its kind, which waits for ever
    put(tmp_path / "cr.docx")
    monkeypatch.setattr("crparse.corpus.inputs.LARGEST_FILE", 10_000)
    put(tmp_path / "grand.pdf", "x" * 10_001)
    assert paths(tmp_path) == ["cr.docx"]
    expected = [("a.docx", "empty"), ("grand.pdf", "too_large")]
    assert codes(tmp_path) == [
        *expected,
        ("kernel.txt", "empty" if Path("/proc/kmsg").exists() else "not_found"),
    ]


def test_a_hidden_file_given_by_name_is_taken(tmp_path: Path) -> None:
    assert paths(put(tmp_path / ".cr.docx")) == [".cr.docx"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path / "a" / "cr.docx")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["a/cr.docx"]
    assert [(entry.path, entry.code) for entry in found.entries] == [("self", "unreadable")]


def test_a_linked_folder_is_searched_once(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere" / "cr.docx")
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "minutes" / "link2").symlink_to(tmp_path / "elsewhere")
    assert paths(tmp_path / "minutes") == ["link/cr.docx"]


def test_a_file_reached_twice_is_taken_once_whatever_the_order(tmp_path: Path) -> None:
    file = put(tmp_path / "séances" / "cr.docx")
    put(tmp_path / "2023" / "cr.docx")
    expected = ["2023/cr.docx", "séances/cr.docx"]
    assert paths(tmp_path, file) == expected
    assert paths(file, tmp_path) == expected
    assert paths(tmp_path / "séances", tmp_path) == expected
    assert codes(tmp_path, tmp_path / "séances") == []


def test_the_same_content_again_is_set_apart(tmp_path: Path) -> None:
    put(tmp_path / "b.docx", "same")
    put(tmp_path / "a.docx", "same")
    put(tmp_path / "c.docx", "other")
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["a.docx", "c.docx"]
    assert [item.path for item in found.repeats] == ["b.docx"]


def test_the_folder_being_written_is_left_out(tmp_path: Path) -> None:
    put(tmp_path / "cr.docx")
    put(tmp_path / "corpus" / "documents" / "1.json")
    assert paths(tmp_path, leave_out=tmp_path / "corpus") == ["cr.docx"]


def test_what_is_no_file_is_noted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to("nowhere")
    empty = tmp_path / "empty"
    empty.mkdir()
    missing = tmp_path / "missing.pdf"
    assert codes(tmp_path) == [("broken", "not_found"), ("pipe", "not_a_file")]
    assert codes(empty, missing) == [(str(empty), "empty_folder"), (str(missing), "not_found")]


def test_a_file_that_cannot_be_opened_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "closed.docx")
    put(tmp_path / "open.docx")
    opened = Path.open

    def refuse(self: Path, *args: str) -> object:
        if self.name == "closed.docx":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args)

    monkeypatch.setattr(Path, "open", refuse)
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["open.docx"]
    assert [entry.line() for entry in found.entries] == [
        "closed.docx: The file cannot be opened (Permission denied). Check its path and its access rights."
    ]


def test_a_folder_that_cannot_be_listed_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "closed" / "cr.docx")
    put(tmp_path / "open.docx")
    listed = os.listdir

    def refuse(folder: Path) -> list[str]:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["open.docx"]
    assert [(entry.path, entry.code) for entry in found.entries] == [("closed", "unreadable_folder")]


def test_paths_are_the_same_on_every_machine() -> None:
    assert portable("re\u0301union.docx") == "r\u00e9union.docx"
    assert portable(os.fsdecode(b"s\xe9ance.pdf")) == "s\ufffdance.pdf"


def test_folders_too_deep_are_told(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(DEEPEST_FOLDER + 2):
        folder = folder / "a"
    folder.mkdir(parents=True)
    (folder / "cr.txt").write_text("Un")
    (tmp_path / "pv.txt").write_text("Deux")
    found = find_inputs([tmp_path])
    assert [item.path for item in found.files] == ["pv.txt"]
    assert [entry.code for entry in found.entries] == ["too_deep"]


@pytest.mark.parametrize("name", ["b.txt", "b.eml", "b.zip"])
def test_a_file_deleted_while_others_are_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / name, "Received: x\n\nBudget" if name == "b.eml" else None)
    looked = inputs.container_kind

    def then_delete(file: Path) -> str | None:
        kind = looked(file)
        (tmp_path / name).unlink(missing_ok=True)
        return kind

    monkeypatch.setattr(inputs, "container_kind", then_delete)
    assert [entry[0] for entry in codes(tmp_path)] == [name]


def test_names_of_every_kind(tmp_path: Path) -> None:
    names = ["x" * 251 + ".txt", "cr\n.txt", "cr\u202etxt", " .txt", "-o.txt", "'$(x)'.txt", "con.txt"]
    for name in names:
        put(tmp_path / name)
    (tmp_path / os.fsdecode(b"s\xe9ance.txt")).write_text("Un")
    assert (len(paths(tmp_path)), codes(tmp_path)) == (8, [])
