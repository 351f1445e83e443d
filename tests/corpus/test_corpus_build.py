import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import crparse
from crparse.corpus.build import Report, summary
from crparse.corpus.build import build as build_corpus
from crparse.corpus.folder import LEDGER, OutputError, describe_files, list_files
from crparse.corpus.inputs import Inputs, find_inputs
from crparse.record import COUNTED, Minutes
from minutes_files import CHOIR, GARDEN, Faulty, write_docx, write_pdf

build = partial(build_corpus, workers=0)
"""In this process: starting others takes seconds."""


def files(folder: Path) -> dict[str, bytes]:
    """What the corpus says: the ledger says where the files were, which differs from machine to machine."""
    return {name: (folder / name).read_bytes() for name in list_files(folder) if name != LEDGER}


def ledger(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "errors.jsonl").read_text(encoding="utf-8").splitlines()]


def records(folder: Path) -> list[Minutes]:
    found = (Minutes.model_validate_json(f.read_bytes()) for f in (folder / "documents").iterdir())
    return sorted(found, key=lambda record: record.source.path)


def write_minutes(folder: Path) -> Path:
    """Three documents, one of them twice."""
    write_docx(folder / "jardins.docx", GARDEN)
    write_docx(folder / "2023" / "chorale.docx", CHOIR)
    write_pdf(folder / "2023" / "jardins.pdf", GARDEN)
    (folder / "copie.docx").write_bytes((folder / "2023" / "chorale.docx").read_bytes())
    return folder


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_minutes(tmp_path_factory.mktemp("build") / "minutes")


@pytest.fixture(scope="module")
def corpus(minutes: Path) -> Path:
    build(minutes, minutes.parent / "corpus")
    return minutes.parent / "corpus"


def test_a_record_for_each_content(corpus: Path) -> None:
    found = [(record.source.path, record.source.name, record.source.format) for record in records(corpus)]
    assert found == [
        ("2023/chorale.docx", "chorale.docx", "docx"),
        ("2023/jardins.pdf", "jardins.pdf", "pdf"),
        ("jardins.docx", "jardins.docx", "docx"),
    ]


def test_the_same_document_again_is_a_warning(corpus: Path) -> None:
    found = [(entry["path"], entry["code"], entry["severity"], entry["message"]) for entry in ledger(corpus)]
    assert found == [
        ("copie.docx", "duplicate", "warning", "The file is the same as 2023/chorale.docx."),
        (
            "jardins.docx",
            "same_minutes",
            "warning",
            "The file holds the same minutes as 2023/jardins.pdf (100% of the wording).",
        ),
    ]


def test_the_same_minutes_in_two_forms_are_linked_and_counted_once(
    minutes: Path, corpus: Path, tmp_path: Path
) -> None:
    tables = crparse.open_corpus(corpus)
    documents = tables["documents"].set_index("path")
    assert documents["same_as"].dropna().to_dict() == {
        "jardins.docx": documents.loc["2023/jardins.pdf", "document_id"]
    }
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    counted = [record for record in records(corpus) if record.source.path != "jardins.docx"]
    assert manifest["counts"]["attendees"] == sum(len(record.attendees) for record in counted) == 5
    once = build(minutes / "2023", tmp_path / "corpus")
    assert (manifest["counts"]["meetings"], once.counts["meetings"], once.documents) == (2, 2, 2)
    assert manifest["counts"] == {
        **crparse.open_corpus(tmp_path / "corpus").manifest["counts"],
        "documents": 3,
        "duplicates": 1,
        "same_minutes": 1,
    }
    for name in tables:
        if name != "documents":
            file = Path("tables") / f"{name}.csv"
            assert (corpus / file).read_bytes() == (tmp_path / "corpus" / file).read_bytes(), name
    for kind in ("people", "organisations"):
        file = Path("entities") / f"{kind}.json"
        assert (corpus / file).read_bytes() == (tmp_path / "corpus" / file).read_bytes(), kind


@pytest.mark.parametrize("kind", COUNTED)
def test_what_is_counted_of_each_document_sums_to_its_table(corpus: Path, kind: str) -> None:
    tables = crparse.open_corpus(corpus)
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    table = {"upcoming_dates": "dates"}.get(kind, kind)
    documents = tables["documents"]
    assert documents.loc[documents["same_as"].notna(), kind].isna().all()
    if table in tables:
        assert documents[kind].sum() == len(tables[table])
    if kind not in ("people", "organisations"):  # there the manifest counts those of the corpus
        assert documents[kind].sum() == manifest["counts"][kind]


def test_a_richer_form_takes_the_lead_and_people_keep_their_ids(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "jardins.docx", GARDEN)
    build(tmp_path / "minutes", tmp_path / "corpus")
    before = people(tmp_path / "corpus")
    assert [name for name, *_ in before] == ["Claire Thibaud", "Henri Lacombe", "Odile Vasseur"]
    assert {documents for *_, documents in before} == {("jardins.docx",)}
    richer = [*GARDEN, "Présente également : Mme Jeanne Morvan"]
    write_pdf(tmp_path / "minutes" / "jardins.pdf", richer)
    # other ids than these people would have by themselves
    entities = tmp_path / "corpus" / "entities" / "people.json"
    told = entities.read_text(encoding="utf-8")
    for number, (_, identity, _) in enumerate(before):
        told = told.replace(identity, f"{number:016}")
    entities.write_text(told, encoding="utf-8")
    build(tmp_path / "minutes", tmp_path / "corpus")
    expected = [("Claire Thibaud", f"{0:016}"), ("Henri Lacombe", f"{1:016}"), ("Odile Vasseur", f"{2:016}")]
    now = [row for row in people(tmp_path / "corpus") if row[0] != "Jeanne Morvan"]
    assert now == [(*row, ("jardins.pdf",)) for row in expected]
    (tmp_path / "minutes" / "jardins.pdf").unlink()
    build(tmp_path / "minutes", tmp_path / "corpus", prune=True)
    assert people(tmp_path / "corpus") == [(*row, ("jardins.docx",)) for row in expected]


def people(folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """The people of a corpus: name, id, and where they are named."""
    corpus = crparse.open_corpus(folder)
    paths = dict(zip(corpus["documents"]["document_id"], corpus["documents"]["path"], strict=True))
    return [(who.name, who.id, tuple(paths[link.document] for link in who.links)) for who in corpus.people]


def test_the_manifest_describes_every_file(corpus: Path) -> None:
    manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    described = describe_files(corpus)
    del described["manifest.json"]
    assert manifest["files"] == described
    assert manifest["generator"] == "crparse"
    assert manifest["counts"]["documents"] == 3
    assert manifest["counts"]["duplicates"] == 1
    assert manifest["counts"]["failures"] == 0
    assert manifest["counts"]["same_minutes"] == 1
    assert manifest["provenance"] == records(corpus)[0].provenance.model_dump(mode="json")


def test_the_corpus_has_its_parts(corpus: Path) -> None:
    parts = {name.split("/")[0] for name in list_files(corpus)}
    files = {"README.md", "errors.jsonl", "ledger.sqlite", "manifest.json", "record.schema.json"}
    assert parts == {"documents", "tables", "entities", *files}


def test_entities_lead_to_the_entities_of_documents(corpus: Path) -> None:
    for kind in ("people", "organisations"):
        entities = json.loads((corpus / "entities" / f"{kind}.json").read_text(encoding="utf-8"))
        members = [(link["document"], link["entity"]) for entity in entities for link in entity["links"]]
        counted = [record for record in records(corpus) if record.source.path != "jardins.docx"]
        assert sorted(members) == sorted((r.id, e.id) for r in counted for e in getattr(r, kind))


def test_the_same_bytes_whatever_the_place_the_day_and_the_number_of_workers(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "autre part"
    for file in sorted(corpus.parent.joinpath("minutes").rglob("*.*"), reverse=True):
        copy = elsewhere / file.relative_to(corpus.parent / "minutes")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    monkeypatch.setenv("PYTHONHASHSEED", "12345")
    build(elsewhere, tmp_path / "corpus", workers=2)
    assert files(tmp_path / "corpus") == files(corpus)


def test_the_order_of_the_arguments_does_not_matter(tmp_path: Path, minutes: Path) -> None:
    arguments = [minutes / "2023", minutes / "jardins.docx"]
    build(arguments, tmp_path / "one")
    build(arguments[::-1], tmp_path / "two")
    assert files(tmp_path / "one") == files(tmp_path / "two")


class Log:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.total = 0
        self.done: list[bool] = []
        self.lines: list[str] = []

    def begin(self, total: int) -> None:
        self.total = total

    def advance(self, failed: bool) -> None:
        self.done.append(failed)

    def report(self, line: str) -> None:
        self.lines.append(line)


def write_bad_files(folder: Path) -> None:
    """One of each kind of file that cannot be read, two of them the same."""
    (folder / "empty.docx").write_bytes(b"")
    (folder / "nothing.pdf").write_bytes(b"")
    (folder / "cut.pdf").write_bytes(write_pdf(folder / "whole.pdf").read_bytes()[:700])
    (folder / "whole.pdf").unlink()
    write_pdf(folder / "locked.pdf", password="secret")
    (folder / "noise.docx").write_bytes(bytes(range(256)))
    (folder / "photo.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    (folder / "table.xls").write_bytes(b"PK\x03\x04 no archive")


def test_bad_files_cost_themselves_only(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    write_docx(folder / "jardins.docx")
    write_bad_files(folder)
    log = Log()
    report = build([folder, tmp_path / "missing.docx"], tmp_path / "corpus", watcher=log)
    bad = ["cut.pdf", "empty.docx", "locked.pdf", "noise.docx", "nothing.pdf", "photo.pdf", "table.xls"]
    found = {entry["path"]: entry for entry in ledger(tmp_path / "corpus")}
    assert [record.source.name for record in records(tmp_path / "corpus")] == ["jardins.docx"]
    assert list(found) == [str(tmp_path / "missing.docx"), *bad]
    assert found["nothing.pdf"]["code"] == found["empty.docx"]["code"] == "empty"
    assert [path for path, entry in found.items() if entry["sha256"] is None] == [
        str(tmp_path / "missing.docx")
    ]
    assert {entry["severity"] for entry in found.values()} == {"error"}
    assert report.documents == 1
    assert len(report.failures) == 8
    assert [line for line in log.lines if "\n" in line] == []
    assert sorted(line.split(": ")[0] for line in log.lines) == sorted(found)
    assert (log.total, sorted(log.done)) == (6, [False, *[True] * 5])


def test_a_bug_in_one_document_costs_that_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_a_fault(arguments: list[Path], leave_out: Path, *known: Any) -> Inputs:
        found = find_inputs(arguments, leave_out, *known)
        return replace(
            found,
            files=[
                Faulty(file.file, file.path, file.sha256, argument=file.argument)
                if file.name == "chorale.docx"
                else file
                for file in found.files
            ],
        )

    monkeypatch.setattr("crparse.corpus.build.find_inputs", with_a_fault)
    report = build(write_minutes(tmp_path / "minutes"), tmp_path / "corpus", workers=1)
    assert [record.source.name for record in records(tmp_path / "corpus")] == ["jardins.pdf", "jardins.docx"]
    found = [(entry["path"], entry["code"]) for entry in ledger(tmp_path / "corpus")]
    assert found == [
        ("2023/chorale.docx", "internal_error"),
        ("copie.docx", "internal_error"),
        ("jardins.docx", "same_minutes"),
    ]
    assert [entry.path for entry in report.failures] == ["2023/chorale.docx", "copie.docx"]


def test_a_folder_without_documents_gives_an_empty_corpus(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    report = build(tmp_path / "minutes", tmp_path / "corpus")
    assert [entry.code for entry in report.failures] == ["empty_folder"]
    assert len(crparse.open_corpus(tmp_path / "corpus")["documents"]) == 0


def test_a_corpus_inside_the_folder_it_is_made_from(tmp_path: Path) -> None:
    write_docx(tmp_path / "jardins.docx")
    build(tmp_path, tmp_path / "corpus")
    before = files(tmp_path / "corpus")
    build(tmp_path, tmp_path / "corpus", overwrite=True)
    assert files(tmp_path / "corpus") == before


def test_nothing_is_done_where_the_output_cannot_be_used(tmp_path: Path) -> None:
    write_docx(tmp_path / "jardins.docx")
    with pytest.raises(OutputError):
        build(tmp_path / "jardins.docx", tmp_path, overwrite=True)
    assert list_files(tmp_path) == ["jardins.docx"]


def test_files_of_another_kind_are_told_but_fail_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    write_docx(folder / "jardins.docx")
    for name, side in (("photo.PNG", 40), ("scan.pdf", 41)):
        Image.new("RGB", (side, side), "navy").save(folder / name, "PNG")
    log = Log()
    report = build(folder, tmp_path / "corpus", watcher=log)
    found = [(entry["path"], entry["code"], entry["severity"]) for entry in ledger(tmp_path / "corpus")]
    assert found == [("photo.PNG", "other_format", "warning"), ("scan.pdf", "other_format", "error")]
    assert (len(report.failures), report.passed_over, sorted(log.done)) == (1, 1, [False, False, True])
    assert "  of another kind, passed over: 1" in lines(report, 1)


def test_an_archive_becomes_records(tmp_path: Path) -> None:
    archive = tmp_path / "envoi.zip"
    write_docx(tmp_path / "jardins.docx")
    with zipfile.ZipFile(archive, "w") as package:
        package.write(tmp_path / "jardins.docx", "2024/jardins.docx")
        package.writestr(
            "2024/note.txt", "Compte rendu du 3 mai 2024\n\nPrésents : Aline Corbier, Hugo Ferrand\n"
        )
    build(archive, tmp_path / "corpus")
    found = records(tmp_path / "corpus")
    assert sorted((record.source.path, record.source.name, record.source.format) for record in found) == [
        ("envoi.zip/2024/jardins.docx", "jardins.docx", "docx"),
        ("envoi.zip/2024/note.txt", "note.txt", "txt"),
    ]
    assert len({record.id for record in found}) == 2


def test_the_summary_counts_by_cause_and_kind(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    (tmp_path / "b.docx").write_bytes(bytes(range(256)))
    (tmp_path / "c.docx").write_bytes(bytes(range(255)))
    report = build(tmp_path, tmp_path.parent / "summary")
    assert summary(report, 3725.2).splitlines()[:3] == [
        "0 documents in 1 h 02 min, 3 files failed",
        "  failed: 1 empty",
        "  failed: 2 unknown_format",
    ]


def lines(report: Report, seconds: float) -> Iterable[str]:
    return summary(report, seconds).splitlines()


def test_the_summary_of_a_clean_run() -> None:
    report = Report(
        Path("corpus"), documents=12, read=12, found=12, counts={"people": 3, "upcoming_dates": 4}
    )
    assert lines(report, 61) == [
        "12 documents in 1 min 01 s, 0 files failed",
        "  people: 3",
        "  upcoming dates: 4",
        "corpus: corpus",
        "to look at it: crparse view corpus",
    ]
    assert next(iter(lines(report, 2.34))) == "12 documents in 2.3 s, 0 files failed"


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 600
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def processes_of(parent: int) -> list[Path]:
    """The /proc folders of a process's children."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [Path("/proc") / child for child in children]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="watches processes as Linux shows them")
def test_a_killed_run_leaves_the_corpus_before_and_no_process(tmp_path: Path) -> None:
    write_docx(tmp_path / "minutes" / "0.docx", GARDEN)
    build(tmp_path / "minutes", tmp_path / "corpus")
    before = files(tmp_path / "corpus")
    for number in range(1, 40):
        write_docx(tmp_path / "minutes" / f"{number}.docx", [*GARDEN, f"{number}. Divers"])
    command = ["build", "minutes", "--output", "corpus", "--workers", "2"]
    running = subprocess.Popen(
        [sys.executable, "-m", "crparse", *command], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    begun = tmp_path / ".corpus.crparse-building" / "next" / "documents"
    wait_until(lambda: begun.is_dir() and len(list(begun.iterdir())) > 1)
    workers_left = processes_of(running.pid)
    running.kill()
    running.wait()
    assert files(tmp_path / "corpus") == before
    assert len(workers_left) >= 2
    wait_until(lambda: not any(worker.exists() for worker in workers_left))
    for number in range(1, 40):
        (tmp_path / "minutes" / f"{number}.docx").unlink()
    build(tmp_path / "minutes", tmp_path / "corpus", prune=True)
    assert files(tmp_path / "corpus") == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["corpus", "minutes"]
