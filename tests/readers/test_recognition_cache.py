"""Recognised pages kept in a folder of the user's choice: whole or not at all, off where asked."""

from pathlib import Path

import pytest

from crparse.readers.scan import FOLDER, PageReading, cache_folder, recall, remember

KEY = "ab12"
READING = PageReading(90, -0.4, "<html>séance</html>")


def test_what_is_kept_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert recall(KEY) is None
    remember(KEY, READING)
    assert recall(KEY) == READING
    assert recall("cd34") is None
    assert [file.suffix for file in tmp_path.rglob("*") if file.is_file()] == [".zz"]


@pytest.mark.parametrize("content", [b"", b"no zip", b"x\x9c\x03\x00", None])
def test_a_broken_entry_is_as_good_as_none(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    remember(KEY, READING)
    (kept,) = tmp_path.rglob("*.zz")
    kept.write_bytes(kept.read_bytes()[:-3] if content is None else content)
    assert recall(KEY) is None
    remember(KEY, READING)
    assert recall(KEY) == READING


def test_no_cache_where_it_is_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, "")
    monkeypatch.chdir(tmp_path)
    remember(KEY, READING)
    assert (cache_folder(), recall(KEY), list(tmp_path.iterdir())) == (None, None, [])


def test_a_folder_that_cannot_be_made_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(FOLDER, str(tmp_path / "file"))
    remember(KEY, READING)
    assert recall(KEY) is None


def test_the_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "crparse"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "crparse"
