import os
from pathlib import Path

import pytest

from crparse.corpus.folder import MANIFEST, OutputError, describe_files, list_files, new_folder, write_json


def write_corpus(output: Path, content: str, overwrite: bool = False) -> None:
    with new_folder(output, overwrite) as folder:
        (folder / "documents").mkdir()
        (folder / "documents" / "1.json").write_text(content)
        write_json({"generator": "crparse", "files": describe_files(folder)}, folder / MANIFEST)


def content(output: Path) -> str:
    return (output / "documents" / "1.json").read_text()


def test_a_new_corpus_appears_with_nothing_beside_it(tmp_path: Path) -> None:
    write_corpus(tmp_path / "new" / "corpus", "one")
    assert list_files(tmp_path) == ["new/corpus/documents/1.json", "new/corpus/manifest.json"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    write_corpus(tmp_path / "corpus", "one")
    assert content(tmp_path / "corpus") == "one"


def test_nothing_shows_until_all_is_written(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    with new_folder(output, overwrite=False) as folder:
        (folder / "file").write_text("half")
        assert not output.exists()
    assert (output / "file").read_text() == "half"


def test_a_corpus_is_replaced_only_on_request(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    with pytest.raises(OutputError, match="holds a corpus already: add --overwrite"):
        write_corpus(output, "two")
    assert content(output) == "one"
    write_corpus(output, "two", overwrite=True)
    assert content(output) == "two"
    assert os.listdir(tmp_path) == ["corpus"]


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize("manifest", [None, "{}", "[]", "not json", '{"generator": "other", "files": {}}'])
def test_a_folder_of_other_files_is_never_replaced(
    tmp_path: Path, overwrite: bool, manifest: str | None
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(OutputError, match="no crparse corpus: choose another folder"):
        write_corpus(tmp_path, "one", overwrite)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_corpus_with_a_file_of_the_user_is_never_replaced(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    (output / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="choose another folder"):
        write_corpus(output, "two", overwrite=True)
    assert (output / "notes.txt").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    output.write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        write_corpus(output, "one", overwrite=True)
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


def fail_halfway(output: Path) -> None:
    with new_folder(output, overwrite=True) as folder:
        (folder / "documents").mkdir()
        raise ZeroDivisionError


def test_a_run_that_fails_leaves_the_corpus_before(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    with pytest.raises(ZeroDivisionError):
        fail_halfway(output)
    assert content(output) == "one"
    assert os.listdir(tmp_path) == ["corpus"]


def test_the_disk_that_is_full_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"^/tmp/x cannot be written \(No space left on device\): make room"),
        new_folder(tmp_path / "corpus", overwrite=False),
    ):
        raise OSError(28, "No space left on device", "/tmp/x/source")
    assert os.listdir(tmp_path) == []


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    left = tmp_path / ".corpus.crparse-building"
    (left / "documents").mkdir(parents=True)
    (left / "documents" / "9.json").write_text("half")
    (left / "errors.jsonl").write_text("")
    write_corpus(output, "two", overwrite=True)
    assert list_files(tmp_path) == ["corpus/documents/1.json", "corpus/manifest.json"]


def test_a_run_killed_between_the_renames_is_put_right(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    output.rename(tmp_path / ".corpus.crparse-previous")
    with pytest.raises(OutputError, match="holds a corpus already"):
        write_corpus(output, "two")
    assert content(output) == "one"


def test_a_run_killed_after_the_renames_is_put_right(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "two")
    write_corpus(tmp_path / ".corpus.crparse-previous", "one")
    write_corpus(output, "three", overwrite=True)
    assert content(output) == "three"
    assert os.listdir(tmp_path) == ["corpus"]


def test_the_corpus_before_comes_back_where_the_swap_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "corpus"
    write_corpus(output, "one")
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == ".corpus.crparse-building":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OutputError, match=r"cannot be written \(No space left on device\): make room"):
        write_corpus(output, "two", overwrite=True)
    assert content(output) == "one"
    assert os.listdir(tmp_path) == ["corpus"]


def test_two_runs_do_not_write_one_corpus(tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    with new_folder(output, overwrite=False) as folder:
        (folder / "file").write_text("first")
        with pytest.raises(OutputError, match="Another run is writing"):
            write_corpus(output, "second")
    assert (output / "file").read_text() == "first"


def test_a_mount_point_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "disk").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    with pytest.raises(OutputError, match="is a mount point: choose a folder inside it"):
        write_corpus(tmp_path / "disk", "one")
