"""Documents that lie under a URL: the corpus of a local folder, byte for byte, whatever the store."""

import json
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

import crparse
from crparse.cli import app
from crparse.corpus import build as building
from crparse.corpus.build import build as build_corpus
from crparse.corpus.folder import LEDGER, OutputError, list_files
from crparse.corpus.inputs import Inputs, find_inputs
from crparse.corpus.ledger import read_ledger
from crparse.corpus.remote import search, store
from crparse.corpus.remote.store import Store, StoredFile
from crparse.corpus.remote.urls import Url, place_named
from crparse.corpus.status import folders
from crparse.errors import ReadError
from minutes_files import CHOIR, GARDEN, write_docx
from stores import S3, S3Bucket, TestStore, memory_store, s3_server

build = partial(build_corpus, workers=0)
"""In this process: starting others takes seconds."""


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes in folders, a copy, an archive, and what fails or is passed over."""
    folder = tmp_path_factory.mktemp("minutes")
    write_docx(folder / "2023" / "chorale d'été.docx", CHOIR)
    write_docx(folder / "2024" / "jardins.docx", GARDEN)
    (folder / "copie.docx").write_bytes((folder / "2024" / "jardins.docx").read_bytes())
    with zipfile.ZipFile(folder / "envoi.zip", "w") as archive:
        archive.writestr("cr.txt", "\n".join(GARDEN).replace("12 mars", "13 mars"))
        archive.writestr("cassé.docx", b"PK\x03\x04 rien")
    (folder / "vide.docx").write_bytes(b"")
    (folder / "cassé.pdf").write_bytes(b"%PDF-1.4 rien")
    (folder / ".caché.docx").write_bytes(b"x")
    (folder / "photo.gif").write_bytes(b"GIF89a rien")
    return folder


@pytest.fixture(scope="module")
def bucket() -> Iterator[S3Bucket]:
    with s3_server() as address:
        yield S3Bucket(address)


@pytest.fixture(params=["memory", S3])
def filled(request: pytest.FixtureRequest, minutes: Path, tmp_path: Path) -> Iterator[TestStore]:
    """Each store with the minutes in it."""
    if request.param == "s3":
        bucket: S3Bucket = request.getfixturevalue("bucket")
        one = bucket.store(tmp_path.name)
        one.fill(minutes)
        yield one
        return
    with memory_store(tmp_path.name) as one:
        one.fill(minutes)
        yield one


@pytest.fixture
def in_memory(minutes: Path, tmp_path: Path) -> Iterator[TestStore]:
    """For what no store does in a way of its own."""
    with memory_store(tmp_path.name) as one:
        one.fill(minutes)
        yield one


@pytest.fixture(scope="module")
def local(minutes: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The corpus of the folder itself."""
    corpus = tmp_path_factory.mktemp("local") / "corpus"
    build(minutes, corpus)
    return files(corpus)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that a store is asked for, by their names."""
    names: list[str] = []
    fetch = Store.fetch

    def noted(self: Store, path: str, target: object) -> None:
        names.append(path.rpartition("/")[2])
        fetch(self, path, target)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "fetch", noted)
    return names


def files(corpus: Path) -> dict[str, bytes]:
    return {name: (corpus / name).read_bytes() for name in list_files(corpus) if name != LEDGER}


def told(corpus: Path) -> list[tuple[str, str]]:
    lines = (corpus / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return [(entry["path"], entry["code"]) for entry in map(json.loads, lines)]


def places(corpus: Path) -> list[tuple[str, str]]:
    with read_ledger(corpus / LEDGER) as ledger:
        return [(file.path, file.place) for file in ledger.files()]


def test_the_corpus_is_that_of_a_folder_and_the_ledger_keeps_the_url(
    filled: TestStore, local: dict[str, bytes], tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    build(f"{filled.url}/", corpus)
    assert files(corpus) == local
    assert places(corpus) == [
        ("2023/chorale d'été.docx", f"{filled.url}/2023/chorale d'été.docx"),
        ("2024/jardins.docx", f"{filled.url}/2024/jardins.docx"),
        ("cassé.pdf", f"{filled.url}/cassé.pdf"),
        ("copie.docx", f"{filled.url}/copie.docx"),
        ("envoi.zip/cassé.docx", f"{filled.url}/envoi.zip:1"),
        ("envoi.zip/cr.txt", f"{filled.url}/envoi.zip:0"),
        ("photo.gif", f"{filled.url}/photo.gif"),
    ]
    assert folders(corpus) == [Url(filled.url)]


def test_what_is_unchanged_is_not_fetched_again(
    filled: TestStore, local: dict[str, bytes], fetched: list[str], tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    build(filled.url, corpus)
    fetched.clear()
    build(filled.url, corpus)
    assert (fetched, files(corpus)) == ([], local)
    filled.put("2024/jardins.docx", write_docx(tmp_path / "neu.docx", GARDEN[:-1]).read_bytes())
    filled.put("fraîche.txt", "\n".join(CHOIR).encode())
    filled.delete("2023/chorale d'été.docx")
    build(filled.url, corpus)
    # Each is looked into, and read.
    assert sorted(fetched) == ["fraîche.txt", "fraîche.txt", "jardins.docx", "jardins.docx"]
    assert ("2023/chorale d'été.docx", "gone") in told(corpus)
    fetched.clear()
    build(filled.url, corpus, overwrite=True)
    assert {"copie.docx", "envoi.zip", "photo.gif"} <= {*fetched}


def test_a_file_of_its_own_url(filled: TestStore, minutes: Path, tmp_path: Path) -> None:
    build([f"{filled.url}/2024/jardins.docx", f"{filled.url}/envoi.zip"], tmp_path / "corpus")
    build([minutes / "2024" / "jardins.docx", minutes / "envoi.zip"], tmp_path / "local")
    assert files(tmp_path / "corpus") == files(tmp_path / "local")


def test_parse_takes_a_url(filled: TestStore, minutes: Path) -> None:
    url = f"{filled.url}/2023/chorale d'été.docx"
    assert crparse.parse(url) == crparse.parse(minutes / "2023" / "chorale d'été.docx")
    run = CliRunner().invoke(app, ["parse", f"{filled.url}/rien.docx"])
    advice = "Check the URL, the credentials in the environment and the connection, then start again."
    assert (run.exit_code, run.output) == (
        1,
        f"{filled.url}/rien.docx: There is no such file in the store, or no longer. {advice}\n",
    )


def test_a_file_that_vanishes_while_it_is_looked_for(
    in_memory: TestStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    listed = Store.listed

    def then_deleted(self: Store) -> list[StoredFile]:
        found = listed(self)
        in_memory.delete("2024/jardins.docx")
        return found

    monkeypatch.setattr(Store, "listed", then_deleted)
    build(in_memory.url, tmp_path / "corpus")
    assert told(tmp_path / "corpus") == [
        (".caché.docx", "hidden"),
        ("2024/jardins.docx", "not_found"),
        ("cassé.pdf", "corrupt_pdf"),
        ("envoi.zip/cassé.docx", "truncated"),
        ("photo.gif", "other_format"),
        ("vide.docx", "empty"),
    ]


def test_a_file_that_vanishes_before_it_is_read(
    filled: TestStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def then_deleted(*given: object) -> Inputs:
        found = find_inputs(*given)  # type: ignore[arg-type]
        filled.delete("2024/jardins.docx")
        return found

    monkeypatch.setattr(building, "find_inputs", then_deleted)
    build(f"{filled.url}/2024", tmp_path / "corpus")
    assert told(tmp_path / "corpus") == [("jardins.docx", "unreadable")]


@pytest.mark.slow  # the server takes seconds
def test_a_file_that_is_not_handed_out_keeps_its_record(
    bucket: S3Bucket, minutes: Path, tmp_path: Path
) -> None:
    one, corpus = bucket.store(tmp_path.name), tmp_path / "corpus"
    one.fill(minutes / "2024")
    one.put("chorale.docx", (minutes / "2023" / "chorale d'été.docx").read_bytes())
    build(one.url, corpus)
    bucket.freeze(f"{tmp_path.name}/chorale.docx")
    report = build(one.url, corpus, prune=True, overwrite=True)
    (failure,) = report.failures
    assert (failure.path, failure.code) == ("chorale.docx", "unreadable")
    assert failure.message.startswith("The store refuses access (")
    assert report.documents == 2
    assert told(corpus) == [("chorale.docx", "out_of_reach"), ("chorale.docx", "unreadable")]


def test_a_file_that_is_too_large_is_not_fetched(
    in_memory: TestStore, fetched: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(search, "LARGEST_FILE", 100)
    build(in_memory.url, tmp_path / "corpus")
    assert ("2024/jardins.docx", "too_large") in told(tmp_path / "corpus")
    assert {*fetched} == {"cassé.pdf", "photo.gif", "vide.docx"}


def test_a_file_that_is_larger_than_its_store_tells(
    filled: TestStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(store, "LARGEST_FILE", 100)
    build(f"{filled.url}/2024/jardins.docx", tmp_path / "corpus")
    assert told(tmp_path / "corpus") == [("jardins.docx", "too_large")]


@pytest.mark.parametrize(
    ("url", "code", "message"),
    [
        ("s3://nowhere/minutes", "not_found", "There is no such file in the store, or no longer."),
        ("zzz://minutes", "unknown_scheme", "zzz:// names no kind of store (Protocol not known: zzz)."),
        (
            "ftp://me:secret@host/x",
            "password_in_url",
            "The URL holds a password, which the corpus would keep.",
        ),
        ("zip://x::s3://archives/a.zip", "unknown_scheme", "Several URLs are chained here by “::”."),
    ],
)
def test_a_url_that_leads_nowhere_is_one_line(
    bucket: S3Bucket, url: str, code: str, message: str, tmp_path: Path
) -> None:
    report = build(url, tmp_path / "corpus")
    assert [(one.path, one.code, one.message) for one in report.entries] == [(url, code, message)]
    assert told(tmp_path / "corpus") == [(url, code)]


def test_a_store_that_does_not_answer_costs_no_record(
    filled: TestStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    build(f"{filled.url}/2024", corpus)

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("nobody\nlistens")

    one = Store(Url(filled.url))
    monkeypatch.setattr(type(one.files), "info", refuse)
    report = build(f"{filled.url}/2024", corpus, prune=True)
    assert report.documents == 1
    assert sorted(told(corpus)) == [
        ("jardins.docx", "out_of_reach"),
        (f"{filled.url}/2024", "unreadable_folder"),
    ]
    (failure,) = report.failures
    assert failure.message == "The store cannot be read (ConnectionRefusedError: nobody)."


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    with pytest.raises(ReadError) as refused:
        Store(Url("s3://archives/x"))
    assert str(refused.value) == (
        's3:// needs the package fsspec. Install it: pip install "crparse[urls]", or what the message names.'
    )


@pytest.mark.slow  # a process takes seconds to load the model
def test_processes_fetch_for_themselves(bucket: S3Bucket, minutes: Path, tmp_path: Path) -> None:
    one = bucket.store(tmp_path.name)
    one.fill(minutes / "2024")
    build_corpus(one.url, tmp_path / "corpus", workers=1)
    build(minutes / "2024", tmp_path / "local")
    assert files(tmp_path / "corpus") == files(tmp_path / "local")


def test_what_lies_in_this_process_is_read_by_it(in_memory: TestStore, tmp_path: Path) -> None:
    assert build_corpus(f"{in_memory.url}/2024", tmp_path / "corpus").read == 1
    with pytest.raises(OutputError, match="lies in the memory of this process alone: build with workers=0"):
        build_corpus(in_memory.url, tmp_path / "corpus", workers=2)


def test_status_reads_again_what_failed(in_memory: TestStore, tmp_path: Path) -> None:
    corpus, url = tmp_path / "corpus", f"{in_memory.url}/2024"
    in_memory.put("2024/cassé.docx", b"PK\x03\x04 rien")
    build(url, corpus)
    in_memory.put("2024/cassé.docx", write_docx(tmp_path / "neu.docx", CHOIR).read_bytes())
    run = CliRunner().invoke(app, ["status", str(corpus), "--retry", "--workers", "0"])
    assert (run.exit_code, run.output.splitlines()[-1]) == (0, "2 documents, 0 files failed")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("s3://archives/2024", Url("s3://archives/2024")),
        ("https://example.org/cr.pdf", Url("https://example.org/cr.pdf")),
        ("2024/cr.pdf", Path("2024/cr.pdf")),
        ("C:\\minutes\\cr.pdf", Path("C:\\minutes\\cr.pdf")),
        ("C://minutes", Path("C://minutes")),
        ("mailto:x", Path("mailto:x")),
        ("file:///minutes/cr%20d'été.pdf", Path("/minutes/cr d'été.pdf")),
        ("file://localhost/minutes", Path("/minutes")),
    ],
)
def test_a_url_is_told_from_a_path(text: str, place: Path | Url) -> None:
    assert place_named(text) == place


def test_a_url_of_this_machine_is_its_path(minutes: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    build(f"file://{minutes}", tmp_path / "corpus")
    assert files(tmp_path / "corpus") == local


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("s3://archives/2024/cr n° 3?.docx", "cr n° 3?.docx"),
        ("https://example.org/d/cr%20mars.pdf?v=2#p", "cr mars.pdf"),
        ("s3://archives", "archives"),
    ],
)
def test_the_name_of_what_a_url_leads_to(url: str, name: str) -> None:
    assert Url(url).name == name
