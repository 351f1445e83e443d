"""A corpus put under a URL: readers see the generation before or the next one."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pandas as pd
import pytest
from fsspec.core import url_to_fs
from typer.testing import CliRunner

import crparse
from crparse.cli import app
from crparse.corpus.build import build as build_corpus
from crparse.corpus.folder import LEDGER, MANIFEST, OutputError, list_files
from crparse.corpus.remote.publication import Published, current_generation, publish
from crparse.corpus.remote.store import Store
from crparse.corpus.remote.urls import Url
from crparse.errors import ReadError
from minutes_files import CHOIR, GARDEN, write_docx
from stores import S3, S3Bucket, TestStore, memory_store, s3_server


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A corpus of one document, the same with one more, with another."""
    place = tmp_path_factory.mktemp("generations")
    minutes, corpus = place / "minutes", place / "corpus"
    made = []
    write_docx(minutes / "jardins.docx", GARDEN)
    for number, lines in enumerate((None, CHOIR, CHOIR[:-1])):
        if lines:
            write_docx(minutes / f"chorale{number}.docx", lines)
        build_corpus(minutes, corpus, workers=0)
        made.append(place / str(number))
        shutil.copytree(corpus, made[-1])
    return made


@pytest.fixture(scope="module")
def bucket() -> Iterator[S3Bucket]:
    with s3_server() as address:
        yield S3Bucket(address)


@pytest.fixture(params=["memory", S3, "file"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "s3":
        bucket: S3Bucket = request.getfixturevalue("bucket")
        yield bucket.store(tmp_path.name).url
    elif request.param == "file":
        yield f"file://{tmp_path}/published"
    else:
        with memory_store(tmp_path.name) as store:
            yield store.url


def lies_at(url: str) -> dict[str, bytes]:
    """Everything under a URL."""
    files, root = url_to_fs(url, use_listings_cache=False)
    return {path[len(root) :].lstrip("/"): files.cat_file(path) for path in files.find(root)}


def published(corpus: Path) -> dict[str, bytes]:
    """What of a corpus is for readers."""
    return {name: (corpus / name).read_bytes() for name in list_files(corpus) if name != LEDGER}


def test_a_generation_is_there_whole_and_the_one_before_beside_it(url: str, generations: list[Path]) -> None:
    names = []
    for corpus in generations:
        publish(corpus, url)
        names.append(current_generation(url).rpartition("/")[2])
        assert lies_at(current_generation(url)) == published(corpus)
    assert len({*names}) == 3
    assert {path.split("/")[1] for path in lies_at(url) if "/" in path} == {*names[1:]}
    assert [path for path in lies_at(url) if "/" not in path] == ["current.json"]


def test_what_the_store_has_is_not_sent_again(url: str, generations: list[Path]) -> None:
    first, second, _ = generations
    count = len(published(first))
    assert publish(first, url) == Published(current_generation(url), count, 0)
    assert publish(first, url) == Published(current_generation(url), 0, 0)
    (record,) = (name for name in published(first) if name.startswith("documents/"))
    done = publish(second, url)
    unchanged = {name for name, content in published(first).items() if published(second).get(name) == content}
    assert record in unchanged
    assert (done.sent, done.copied) == (len(published(second)) - len(unchanged), len(unchanged))


@pytest.mark.parametrize("step", ["put_file", "pipe_file"])
def test_a_run_that_is_stopped_leaves_the_generation_before(
    step: str, url: str, generations: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _ = generations
    publish(first, url)
    before = current_generation(url)

    def fail(*_: object, **__: object) -> None:
        raise OSError("the line is cut")

    with monkeypatch.context() as patch:
        patch.setattr(type(url_to_fs(url)[0]), step, fail)
        with pytest.raises(OutputError, match=r"The store cannot be read \(OSError: the line is cut\)"):
            publish(second, url)
    assert current_generation(url) == before
    assert lies_at(before) == published(first)
    publish(second, url)
    assert lies_at(current_generation(url)) == published(second)


def test_tables_and_records_are_read_where_they_lie(url: str, generations: list[Path]) -> None:
    publish(generations[1], url)
    place = current_generation(url)
    attendees = pd.read_parquet(f"{place}/tables/attendees.parquet")
    assert sorted(attendees["name"]) == sorted(crparse.open_corpus(generations[1])["attendees"]["name"])
    with fsspec.open_files(f"{place}/documents/*.json")[0] as stream:
        assert json.load(stream)["schema_version"]


def test_what_lies_there_already_is_left_alone(url: str, generations: list[Path]) -> None:
    files, root = url_to_fs(url)
    files.makedirs(root, exist_ok=True)
    files.pipe_file(f"{root}/cr.txt", b"Compte rendu")
    with pytest.raises(OutputError, match=r"Something else lies there \(cr.txt\). Choose a place"):
        publish(generations[0], url)
    files.pipe_file(f"{root}/current.json", b'{"generation": "autre"}')
    with pytest.raises(OutputError, match=r"The current.json there is none that crparse has written"):
        publish(generations[0], url)
    assert sorted(lies_at(url)) == ["cr.txt", "current.json"]


def test_a_record_changed_by_hand_is_not_published(url: str, generations: list[Path], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(generations[0], corpus)
    (record,) = (corpus / "documents").iterdir()
    record.write_text("{}")
    with pytest.raises(OutputError, match=rf"documents/{record.name} of .* is not as it was built: build it"):
        publish(corpus, url)
    with pytest.raises(ReadError, match="No crparse corpus is published there"):
        current_generation(url)


def test_what_is_lost_on_the_way_is_seen(
    generations: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with memory_store(tmp_path.name) as store:
        files = type(Store(Url(store.url)).files)
        put = files.put_file

        def cut(self: object, local: str, remote: str) -> None:
            put(self, local, remote)
            if remote.endswith("attendees.parquet"):
                self.pipe_file(remote, b"PAR1")  # type: ignore[attr-defined]

        monkeypatch.setattr(files, "put_file", cut)
        with pytest.raises(OutputError, match=r"1 files have not arrived whole \(tables/attendees.parquet\)"):
            publish(generations[0], store.url)


def test_a_published_corpus_is_no_minutes(
    generations: list[Path], minutes_beside: TestStore, tmp_path: Path
) -> None:
    publish(generations[0], f"{minutes_beside.url}/corpus")
    report = build_corpus(minutes_beside.url, tmp_path / "corpus", workers=0)
    assert [(one.path, one.code) for one in report.entries] == [("corpus", "corpus")]
    assert report.documents == 1


@pytest.fixture
def minutes_beside(tmp_path: Path) -> Iterator[TestStore]:
    with memory_store(tmp_path.name) as store:
        store.put("chorale.docx", write_docx(tmp_path / "chorale.docx", CHOIR).read_bytes())
        yield store


def test_the_command(url: str, generations: list[Path]) -> None:
    run = CliRunner().invoke(app, ["publish", str(generations[0]), url])
    count = len(published(generations[0]))
    told = f"{current_generation(url)}: {count} files sent, 0 taken from the generation before\n"
    assert (run.exit_code, run.output) == (0, told)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            "zzz://x",
            "zzz://x: zzz:// names no kind of store (Protocol not known: zzz). Check how it is spelled",
        ),
        ("published", "published is no URL: s3://bucket/folder, file:///folder…"),
    ],
)
def test_a_place_that_is_none_is_one_line(where: str, message: str, generations: list[Path]) -> None:
    run = CliRunner().invoke(app, ["publish", str(generations[0]), where])
    assert run.exit_code == 2
    assert run.output.startswith(message)
    assert run.output.count("\n") == 1


def test_what_is_wrong_is_told_in_french(generations: list[Path]) -> None:
    run = CliRunner().invoke(app, ["--lang", "fr", "publish", str(generations[0]), "zzz://x"])
    assert (run.exit_code, run.output) == (
        2,
        "zzz://x : zzz:// ne désigne aucune sorte de stockage (Protocol not known: zzz). "
        "Vérifiez comment c'est écrit : s3://seau/dossier, https://hôte/fichier…\n",
    )


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["publish", str(tmp_path), "memory://x"])
    assert (run.exit_code, run.output) == (2, f"{tmp_path} holds no crparse corpus.\n")
    assert not (tmp_path / MANIFEST).exists()
