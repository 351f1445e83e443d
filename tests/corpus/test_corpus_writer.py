import os
from pathlib import Path

import pytest

from crparse.corpus.folder import (
    LEDGER,
    MANIFEST,
    OutputError,
    describe_files,
    list_files,
    next_generation,
    write_json,
    write_record,
)

WORKPLACE = ".corpus.crparse-building"


def write_corpus(output: Path, content: str) -> None:
    with next_generation(output) as generation:
        folder = generation.folder
        write_record(content.encode(), "1", folder / "documents")
        write_json({"generator": "crparse", "files": describe_files(folder)}, folder / MANIFEST)


def content(output: Path) -> str:
    return (output / "documents" / "1.json").read_text()


def test_a_new_corpus_appears_with_nothing_beside_it(tmp_path: Path) -> None:
    write_corpus(tmp_path / "new" / "corpus", "one")
    assert list_files(tmp_path) == ["new/corpus/documents/1.json", "new/corpus/manifest.json"]


def test_what_is_closed_to_this_user_is_told(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    for place in (output / "documents", tmp_path / WORKPLACE / "next" / "1.json", output, Path("1.json")):
        with pytest.raises(OutputError) as told, next_generation(output):
            raise PermissionError(13, "Permission denied", str(place))
        assert str(told.value) == (
            f"{output} cannot be replaced (Permission denied: {place.name}): "
            "mend the access rights of what is in and beside it."
        )
    with pytest.raises(PermissionError), next_generation(output):
        raise PermissionError(13, "Permission denied", "/elsewhere/model")
    assert content(output) == "one"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    write_corpus(tmp_path / "corpus", "one")
    assert content(tmp_path / "corpus") == "one"


def test_nothing_shows_until_all_is_written(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    with next_generation(output) as generation:
        (generation.folder / "file").write_text("half")
        assert not output.exists()
    assert (output / "file").read_text() == "half"


def test_the_next_generation_begins_with_the_records_before(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    with next_generation(output) as generation:
        assert generation.before == output
        write_record(b"two", "2", generation.folder / "documents")
        assert list_files(generation.folder) == ["documents/1.json", "documents/2.json"]
        assert list_files(output) == ["documents/1.json", "manifest.json"]
    assert list_files(output) == ["documents/1.json", "documents/2.json"]


def test_a_record_written_anew_is_not_changed_in_the_generation_before(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    with next_generation(output) as generation:
        write_record(b"two", "1", generation.folder / "documents")
        assert content(output) == "one"
    assert content(output) == "two"


@pytest.mark.parametrize("manifest", [None, "{}", "[]", "not json", '{"generator": "other", "files": {}}'])
def test_a_folder_of_other_files_is_never_replaced(tmp_path: Path, manifest: str | None) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(OutputError, match="no crparse corpus: choose another folder"):
        write_corpus(tmp_path, "one")
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_corpus_with_a_file_of_the_user_is_never_replaced(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    (output / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="choose another folder"):
        write_corpus(output, "two")
    assert (output / "notes.txt").read_text() == "mine"


def test_corrections_are_taken_along(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    with next_generation(output):
        (output / "corrections.jsonl").write_text("written meanwhile")
    assert (output / "corrections.jsonl").read_text() == "written meanwhile"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    output.write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        write_corpus(output, "one")
    with pytest.raises(OutputError, match="cannot be written"):
        write_corpus(output / "inner", "one")
    assert output.read_text() == "a file"
    assert os.listdir(tmp_path) == ["corpus"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "corpus").symlink_to(tmp_path / "disk")
    write_corpus(tmp_path / "corpus", "one")
    assert (tmp_path / "corpus").is_symlink()
    assert content(tmp_path / "disk") == "one"


def fail_halfway(output: Path, done: bool = False) -> None:
    with next_generation(output) as generation:
        write_record(b"two", "2", generation.folder / "documents")
        (generation.folder / LEDGER).touch()
        generation.worth_keeping |= done
        raise ZeroDivisionError


def test_a_run_that_fails_leaves_the_corpus_before(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    with pytest.raises(ZeroDivisionError):
        fail_halfway(output)
    assert content(output) == "one"
    assert os.listdir(tmp_path) == ["corpus"]


def test_the_next_run_goes_on_from_what_one_that_failed_has_done(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    with pytest.raises(ZeroDivisionError):
        fail_halfway(output, done=True)
    assert content(output) == "one"
    left = tmp_path / WORKPLACE / "next"
    (left / "documents" / "3.part").write_text("half")
    (left / "tables").mkdir()
    with next_generation(output) as generation:
        assert generation.worth_keeping
        assert list_files(generation.folder) == ["documents/1.json", "documents/2.json", LEDGER]
    assert os.listdir(tmp_path) == ["corpus"]


def test_what_was_done_beyond_another_generation_is_cleared_away(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    with pytest.raises(ZeroDivisionError):
        fail_halfway(output, done=True)
    (tmp_path / WORKPLACE).rename(tmp_path / "stopped")
    write_corpus(output, "one")
    (tmp_path / "stopped").rename(tmp_path / WORKPLACE)
    with next_generation(output) as generation:
        assert not generation.worth_keeping
        assert list_files(generation.folder) == ["documents/1.json"]


def test_the_disk_that_is_full_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"^/tmp/x cannot be written \(No space left on device\): make room"),
        next_generation(tmp_path / "corpus"),
    ):
        raise OSError(28, "No space left on device", "/tmp/x/source")
    assert os.listdir(tmp_path) == []


def test_a_run_killed_between_the_renames_is_put_right(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    output.rename(tmp_path / ".corpus.crparse-previous")
    with next_generation(output) as generation:
        assert content(output) == "one"
        assert list_files(generation.folder) == ["documents/1.json"]


def test_a_run_killed_after_the_renames_is_put_right(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "two")
    write_corpus(tmp_path / ".corpus.crparse-previous", "one")
    write_corpus(output, "three")
    assert content(output) == "three"
    assert os.listdir(tmp_path) == ["corpus"]


def test_two_renames_where_folders_cannot_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "corpus"
    monkeypatch.setattr("crparse.corpus.folder._exchange", lambda one, other: False)
    write_corpus(output, "one")
    write_corpus(output, "two")
    assert content(output) == "two"
    assert os.listdir(tmp_path) == ["corpus"]


def test_the_corpus_before_comes_back_where_the_swap_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "next":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr("crparse.corpus.folder._exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\): make room"):
        write_corpus(output, "two")
    assert content(output) == "one"
    assert os.listdir(tmp_path) == ["corpus"]


def test_two_runs_do_not_write_one_corpus(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    with next_generation(output) as generation:
        (generation.folder / "file").write_text("first")
        with pytest.raises(OutputError, match=rf"Another run \(process {os.getpid()} on .*\) is writing"):
            write_corpus(output, "second")
    assert (output / "file").read_text() == "first"


def test_a_mount_point_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "disk").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    with pytest.raises(OutputError, match="is a mount point: choose a folder inside it"):
        write_corpus(tmp_path / "disk", "one")
