import os
from dataclasses import replace
from pathlib import Path

import pytest

from crparse.corpus import Limits, workers
from crparse.corpus.folder import file_sha256
from crparse.corpus.inputs import InputFile
from crparse.corpus.workers import Task, run, worker_count
from minutes_files import Faulty, write_docx


def make_task(folder: Path, name: str = "cr.docx") -> Task:
    file = write_docx(folder / name)
    return Task(InputFile(file, name, file_sha256(file)), folder)


def test_a_document_ends_as_a_record_on_disk(tmp_path: Path) -> None:
    outcome = run(make_task(tmp_path), Limits())
    assert outcome.failure is None
    (written,) = outcome.written
    record = tmp_path / f"{written.parsed.id}.json"
    assert sorted(os.listdir(tmp_path)) == sorted([record.name, "cr.docx"])
    assert written.digest == file_sha256(record)


def test_a_bug_is_raised_where_no_process_dies_of_it(tmp_path: Path) -> None:
    task = make_task(tmp_path)
    with pytest.raises(KeyError, match="séance"):
        run(replace(task, input=Faulty(task.input.file, "cr.docx")), Limits())
    assert os.listdir(tmp_path) == ["cr.docx"]


def test_what_the_system_denies_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(content: bytes, **_: object) -> None:
        raise PermissionError(13, "Permission denied", "/tmp/x/source")

    monkeypatch.setattr(workers, "parse_content_all", denied)
    failure = run(make_task(tmp_path), Limits()).failure
    assert failure is not None
    assert failure.code == "internal_error"


def test_trouble_outside_the_document_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(content: bytes, identity: str, folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workers, "write_record", full)
    with pytest.raises(OSError, match="No space left"):
        run(make_task(tmp_path), Limits())


def test_a_full_temporary_folder_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(content: bytes, **_: object) -> None:
        raise OSError(28, "No space left on device", "/tmp/x/source")

    monkeypatch.setattr(workers, "parse_content_all", full)
    with pytest.raises(OSError, match="No space left"):
        run(make_task(tmp_path), Limits())


def test_a_file_that_changes_meanwhile_is_noted(tmp_path: Path) -> None:
    task = make_task(tmp_path)
    write_docx(task.input.file, ["Tout autre chose"])
    failure = run(task, Limits()).failure
    assert failure is not None
    assert failure.code == "changed"


def test_a_document_that_needs_too_much_memory_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(content: bytes, **_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(workers, "parse_content_all", fail)
    failure = run(make_task(tmp_path), Limits(memory=512)).failure
    assert failure is not None
    assert (failure.code, failure.message) == (
        "out_of_memory",
        "The document needs more than the 512 MB of memory allowed.",
    )


def test_a_record_that_is_too_large_is_noted_and_not_written(tmp_path: Path) -> None:
    failure = run(make_task(tmp_path), Limits(record=0)).failure
    assert failure is not None
    assert failure.code == "record_too_large"
    assert os.listdir(tmp_path) == ["cr.docx"]


def test_a_text_that_is_too_long_is_noted_and_not_parsed(tmp_path: Path) -> None:
    failure = run(make_task(tmp_path), Limits(characters=100)).failure
    assert failure is not None
    assert (failure.code, failure.message) == (
        "too_long",
        "The file holds more text than the 100 characters allowed.",
    )


def test_few_documents_get_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    assert [worker_count(n) for n in (0, 1, 15, 16, 1000)] == [1, 1, 1, 2, 4]
