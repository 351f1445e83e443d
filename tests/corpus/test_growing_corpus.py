"""A corpus that is brought up to date: what is unchanged stays, nothing is lost unasked."""

import json
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import crparse
from crparse.corpus import inputs, workers
from crparse.corpus.build import Stopped
from crparse.corpus.build import build as build_corpus
from crparse.corpus.folder import LEDGER, OutputError, list_files
from crparse.corpus.inputs import InputFile
from crparse.corpus.ledger import Content, Ledger
from crparse.corpus.status import folders, told
from crparse.errors import ReadError
from crparse.language.persons import PersonForm
from crparse.programs import LIBREOFFICE
from crparse.record import Minutes
from crparse.resolution.corpus import comparisons
from crparse.resolution.linkage import Level, Match, compare
from crparse.stages.dates import UpcomingDates
from minutes_files import CHOIR, GARDEN, write_docx

SCHOOL = (
    "Compte rendu du conseil de l'école des Tilleuls",
    "Réunion du 14 novembre 2023",
    "Présents : Mme Solange Périer, M. Ludovic Ancelin",
    "1. Cantine",
    "Le conseil décide de revoir les menus.",
)

REGISTER = "\n\f".join(
    f"Procès-verbal\nSéance du {day} 2019\nPrésents : Mme Odile Ferrandin\n"
    "1. Four\nLe four chauffe.\n2. Lavoir\nLe lavoir est vide."
    for day in ("12 mars", "9 avril", "14 mai")
)

build = partial(build_corpus, workers=0)
"""In this process: starting others takes seconds."""


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in list_files(folder) if name != LEDGER}


def ledger(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return [(entry["path"], entry["code"]) for entry in map(json.loads, lines)]


def paths(folder: Path) -> list[str]:
    return sorted(crparse.open_corpus(folder)["documents"]["path"])


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    write_docx(tmp_path / "minutes" / "chorale.docx", CHOIR)
    write_docx(tmp_path / "minutes" / "jardins.docx", GARDEN)
    return tmp_path / "minutes"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of minutes and its corpus, to be copied."""
    place = tmp_path_factory.mktemp("built")
    write_docx(place / "minutes" / "chorale.docx", CHOIR)
    write_docx(place / "minutes" / "jardins.docx", GARDEN)
    build(place / "minutes", place / "corpus")
    return place


@pytest.fixture
def archive(built: Path, tmp_path: Path, read: list[str]) -> Path:
    """The folder of minutes in place of the one that the corpus was made from: it has moved."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    build(tmp_path / "minutes", tmp_path / "corpus", prune=True)
    assert read == []
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read."""
    found: list[str] = []
    parse = workers.parse_content_all

    def noted(content: bytes, **options: Any) -> list[Minutes]:
        found.append(options["name"])
        return parse(content, **options)

    monkeypatch.setattr(workers, "parse_content_all", noted)
    return found


def test_what_is_unchanged_is_not_read_again(archive: Path, read: list[str]) -> None:
    before = files(archive / "corpus")
    write_docx(archive / "minutes" / "2024" / "bureau.docx", SCHOOL)
    report = build(archive / "minutes", archive / "corpus")
    assert (read, report.read, report.documents) == (["bureau.docx"], 1, 3)
    (archive / "minutes" / "2024" / "bureau.docx").unlink()
    build(archive / "minutes", archive / "corpus", prune=True)
    assert files(archive / "corpus") == before
    assert read == ["bureau.docx"]


def test_it_is_the_corpus_that_one_build_would_make(archive: Path) -> None:
    write_docx(archive / "minutes" / "école.docx", SCHOOL)
    build(archive / "minutes", archive / "corpus")
    build(archive / "minutes", archive / "other")
    assert files(archive / "corpus") == files(archive / "other")


def test_no_two_names_are_compared_twice(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[set[str]] = []

    def noted(one: PersonForm, other: PersonForm, levels: Sequence[Level[PersonForm]]) -> Match | None:
        compared.append({one.text, other.text})
        return compare(one, other, levels)

    monkeypatch.setattr(comparisons, "compare", noted)
    build(archive / "minutes", archive / "corpus")
    assert compared == []
    build(archive / "minutes", archive / "corpus", overwrite=True)
    assert compared != []
    compared.clear()
    write_docx(archive / "minutes" / "école.docx", SCHOOL)
    build(archive / "minutes", archive / "corpus")
    school = {"Solange Périer", "Ludovic Ancelin", "conseil de l'école des Tilleuls", "école des Tilleuls"}
    assert compared != []
    assert [names for names in compared if names.isdisjoint(school)] == []
    build(archive / "minutes", archive / "other")
    assert files(archive / "corpus") == files(archive / "other")


def test_how_another_installation_compared_names_counts_for_nothing(archive: Path) -> None:
    before = files(archive / "corpus")
    with closing(sqlite3.connect(archive / "corpus" / LEDGER)) as ledger, ledger:
        kept = ledger.execute("SELECT * FROM comparisons").fetchall()
        ledger.execute("UPDATE comparisons SET rank = NULL")
        ledger.execute("UPDATE compared_by SET stamp = 'of another'")
    assert any(rank is not None for *_, rank, _ in kept)
    build(archive / "minutes", archive / "corpus")
    assert files(archive / "corpus") == before
    with closing(sqlite3.connect(archive / "corpus" / LEDGER)) as ledger:
        assert ledger.execute("SELECT * FROM comparisons").fetchall() == kept
        assert len(ledger.execute("SELECT * FROM compared_by").fetchall()) == 1


def test_what_is_gone_is_told_and_kept_until_it_is_pruned(archive: Path, read: list[str]) -> None:
    (archive / "minutes" / "jardins.docx").unlink()
    for _ in range(2):
        report = build(archive / "minutes", archive / "corpus")
        assert (report.documents, ledger(archive / "corpus")) == (2, [("jardins.docx", "gone")])
        assert paths(archive / "corpus") == ["chorale.docx", "jardins.docx"]
    build(archive / "minutes", archive / "corpus", prune=True)
    assert (paths(archive / "corpus"), ledger(archive / "corpus")) == (["chorale.docx"], [])
    assert read == []


def test_a_drive_that_is_not_mounted_costs_nothing(archive: Path) -> None:
    shutil.rmtree(archive / "minutes")
    (archive / "minutes").mkdir()
    told = [("chorale.docx", "out_of_reach"), ("jardins.docx", "out_of_reach")]
    for choices in ({"overwrite": True}, {"prune": True}):
        report = build(archive / "minutes", archive / "corpus", **choices)
        assert (report.documents, report.found) == (2, 0)
        assert paths(archive / "corpus") == ["chorale.docx", "jardins.docx"]
        assert ledger(archive / "corpus") == [(str(archive / "minutes"), "empty_folder"), *told]
    (archive / "empty").mkdir()
    build(archive / "empty", archive / "corpus", prune=True)
    assert paths(archive / "corpus") == ["chorale.docx", "jardins.docx"]
    (archive / "minutes").rmdir()
    write_docx(archive / "more" / "bureau.docx", SCHOOL)
    build([archive / "minutes", archive / "more"], archive / "corpus", prune=True)
    assert paths(archive / "corpus") == ["bureau.docx", "chorale.docx", "jardins.docx"]
    build(archive / "more", archive / "corpus", prune=True)
    assert paths(archive / "corpus") == ["bureau.docx"]


def test_a_folder_that_cannot_be_read_costs_nothing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_docx(archive / "minutes" / "2023" / "bureau.docx", SCHOOL)
    build(archive / "minutes", archive / "corpus")
    listed = os.listdir

    def refuse(folder: Path) -> list[str]:
        if folder.name == "2023":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    (archive / "minutes" / "jardins.docx").unlink()
    build(archive / "minutes", archive / "corpus", prune=True)
    assert paths(archive / "corpus") == ["2023/bureau.docx", "chorale.docx"]
    assert ledger(archive / "corpus") == [("2023", "unreadable_folder"), ("2023/bureau.docx", "out_of_reach")]


def test_a_file_that_cannot_be_opened_costs_nothing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = inputs.file_sha256

    def refuse(file: Path) -> str:
        if file.name == "jardins.docx":
            raise PermissionError(13, "Permission denied")
        return digest(file)

    with monkeypatch.context() as patch:
        patch.setattr(inputs, "file_sha256", refuse)
        build(archive / "minutes", archive / "corpus", prune=True)
    assert paths(archive / "corpus") == ["chorale.docx", "jardins.docx"]
    assert ledger(archive / "corpus") == [("jardins.docx", "out_of_reach"), ("jardins.docx", "unreadable")]
    (archive / "minutes" / "jardins.docx").unlink()
    build(archive / "minutes", archive / "corpus", prune=True)
    assert (paths(archive / "corpus"), ledger(archive / "corpus")) == (["chorale.docx"], [])


def test_a_file_under_another_name_is_the_same_record(archive: Path, read: list[str]) -> None:
    before = {record.id for record in crparse.open_corpus(archive / "corpus").records()}
    (archive / "minutes" / "jardins.docx").rename(archive / "minutes" / "parcs.docx")
    build(archive / "minutes", archive / "corpus")
    records = list(crparse.open_corpus(archive / "corpus").records())
    assert {record.id for record in records} == before
    assert sorted((record.source.path, record.source.name) for record in records) == [
        ("chorale.docx", "chorale.docx"),
        ("parcs.docx", "parcs.docx"),
    ]
    assert (paths(archive / "corpus"), read) == (["chorale.docx", "parcs.docx"], [])


def test_a_file_that_has_changed_takes_the_place_of_what_it_was(archive: Path, read: list[str]) -> None:
    write_docx(archive / "minutes" / "jardins.docx", [*GARDEN, "7. Divers"])
    build(archive / "minutes", archive / "corpus")
    assert (paths(archive / "corpus"), read) == (["chorale.docx", "jardins.docx"], ["jardins.docx"])
    assert len(list((archive / "corpus" / "documents").iterdir())) == 2


def test_a_file_that_cannot_be_read_any_more_keeps_its_record(archive: Path) -> None:
    (archive / "minutes" / "jardins.docx").write_bytes(bytes(range(256)))
    report = build(archive / "minutes", archive / "corpus")
    assert (report.documents, len(report.failures)) == (2, 1)
    assert ledger(archive / "corpus") == [
        ("jardins.docx", "record_kept"),
        ("jardins.docx", "unknown_format"),
    ]


def test_what_failed_is_read_again_on_request_only(archive: Path, read: list[str]) -> None:
    (archive / "minutes" / "bruit.docx").write_bytes(bytes(range(256)))
    for retry, expected in ((False, ["bruit.docx"]), (False, []), (True, ["bruit.docx"])):
        read.clear()
        build(archive / "minutes", archive / "corpus", retry=retry)
        assert (read, ledger(archive / "corpus")) == (expected, [("bruit.docx", "unknown_format")])


def test_a_file_that_could_not_be_opened_once_is_read_the_next_time(
    archive: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_docx(archive / "minutes" / "bureau.docx", SCHOOL)

    def refuse(item: InputFile) -> bytes:
        raise ReadError("unreadable", "The file cannot be opened (Input/output error).", "Check its path.")

    with monkeypatch.context() as patch:
        patch.setattr(InputFile, "read", refuse)
        build(archive / "minutes", archive / "corpus")
    assert ledger(archive / "corpus") == [("bureau.docx", "unreadable")]
    build(archive / "minutes", archive / "corpus")
    assert (ledger(archive / "corpus"), read) == ([], ["bureau.docx"])


def test_what_failed_is_read_again_when_other_programs_are_there(
    archive: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / "minutes" / "bruit.docx").write_bytes(bytes(range(256)))
    there = replace(LIBREOFFICE, find=lambda: Path("soffice"))
    for programs, expected in (((), ["bruit.docx"]), ((), []), ((there,), ["bruit.docx"])):
        monkeypatch.setattr("crparse.programs.PARTS", programs)
        read.clear()
        build(archive / "minutes", archive / "corpus")
        assert read == expected


def test_other_words_make_records_stale(
    archive: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crparse.corpus.build.stamp", lambda: "other words")
    build(archive / "minutes", archive / "corpus")
    assert read == ["chorale.docx", "jardins.docx"]
    lines, _ = told(archive / "corpus")
    assert lines == ["2 documents, 0 files failed", "  stale, to be read again by the next build: 2"]


def test_overwrite_reads_everything_again(archive: Path, read: list[str]) -> None:
    before = files(archive / "corpus")
    build(archive / "minutes", archive / "corpus", overwrite=True)
    assert (read, files(archive / "corpus")) == (["chorale.docx", "jardins.docx"], before)


def test_folders_that_come_one_after_another(archive: Path, read: list[str]) -> None:
    write_docx(archive / "more" / "bureau.docx", SCHOOL)
    build(archive / "more", archive / "corpus", beside=True)
    assert paths(archive / "corpus") == ["bureau.docx", "chorale.docx", "jardins.docx"]
    assert ledger(archive / "corpus") == []
    assert folders(archive / "corpus") == [archive / "minutes", archive / "more"]
    build(archive / "minutes", archive / "corpus")
    assert ledger(archive / "corpus") == [("bureau.docx", "gone")]
    build([archive / "minutes", archive / "more"], archive / "corpus")
    assert (ledger(archive / "corpus"), read) == ([], ["bureau.docx"])


def test_what_is_added_leaves_told_what_is_wrong_elsewhere(archive: Path) -> None:
    (archive / "minutes" / "bruit.docx").write_bytes(bytes(range(256)))
    (archive / "minutes" / "vide.docx").touch()
    shutil.copy(archive / "minutes" / "chorale.docx", archive / "minutes" / "copie.docx")
    (archive / "minutes" / "jardins.docx").rename(archive / "jardins.docx")
    build(archive / "minutes", archive / "corpus")
    before = ledger(archive / "corpus")
    assert before == [
        ("bruit.docx", "unknown_format"),
        ("copie.docx", "duplicate"),
        ("jardins.docx", "gone"),
        ("vide.docx", "empty"),
    ]
    write_docx(archive / "more" / "bureau.docx", SCHOOL)
    (archive / "more" / "blanc.txt").touch()
    for _ in range(2):
        report = build(archive / "more", archive / "corpus", beside=True)
        assert ledger(archive / "corpus") == [("blanc.txt", "empty"), *before]
        assert [entry.path for entry in report.failures] == ["blanc.txt", "bruit.docx", "vide.docx"]
    build(archive / "jardins.docx", archive / "corpus", beside=True)  # which is gone no longer
    assert ledger(archive / "corpus") == [("blanc.txt", "empty"), *before[:2], *before[3:]]
    (archive / "minutes" / "vide.docx").unlink()
    build([archive / "minutes", archive / "more"], archive / "corpus", beside=True)
    assert ledger(archive / "corpus") == [("blanc.txt", "empty"), *before[:2]]


def test_what_is_added_is_told_where_the_corpus_has_it(archive: Path, read: list[str]) -> None:
    (archive / "more").mkdir()
    shutil.copy(archive / "minutes" / "chorale.docx", archive / "more" / "copie.docx")
    build(archive / "more", archive / "corpus", beside=True)
    (entry,) = map(json.loads, (archive / "corpus" / "errors.jsonl").read_text(encoding="utf-8").splitlines())
    assert (entry["path"], entry["code"]) == ("copie.docx", "duplicate")
    assert "chorale.docx" in entry["message"]
    assert (paths(archive / "corpus"), read) == (["chorale.docx", "jardins.docx"], [])


def test_one_file_of_a_folder_that_is_known_stays_what_it_was(archive: Path) -> None:
    write_docx(archive / "minutes" / "2023" / "parcs.docx", [*GARDEN, "7. Divers"])
    build(archive / "minutes", archive / "corpus")
    before = files(archive / "corpus")
    build(archive / "minutes" / "2023" / "parcs.docx", archive / "corpus", beside=True)
    assert files(archive / "corpus") == before


def test_a_record_changed_by_hand_is_kept_and_told(archive: Path, read: list[str]) -> None:
    (first, second) = sorted((archive / "corpus" / "documents").iterdir())
    record = Minutes.model_validate_json(first.read_bytes())
    edited = record.model_copy(update={"notes": "Vu avec la présidente."}).model_dump_json(by_alias=True)
    first.write_text(edited)
    for _ in range(2):
        build(archive / "minutes", archive / "corpus", overwrite=True)
        assert first.read_text() == edited
        assert ledger(archive / "corpus") == [(record.source.path, "edited_record")]
        documents = crparse.open_corpus(archive / "corpus")["documents"].set_index("document_id")
        assert documents.loc[record.id, "notes"] == "Vu avec la présidente."
    assert record.source.path not in read
    first.unlink()
    build(archive / "minutes", archive / "corpus")
    assert Minutes.model_validate_json(first.read_bytes()) == record
    assert second.exists()


def test_a_record_spoilt_by_hand_is_told_and_kept(archive: Path) -> None:
    first = min((archive / "corpus" / "documents").iterdir())
    first.write_text('{"id": ')
    report = build(archive / "minutes", archive / "corpus")
    assert (report.documents, [entry.code for entry in report.failures]) == (1, ["edited_record"])
    assert first.read_text() == '{"id": '


def test_corrections_are_applied_at_each_build(archive: Path, read: list[str]) -> None:
    corpus = crparse.open_corpus(archive / "corpus")
    record = next(record for record in corpus.records() if record.attendees)
    who = record.attendees[0]
    before = files(archive / "corpus")
    line = {
        "sha256": record.source.sha256,
        "field": "attendees",
        "action": "set",
        "start": who.start,
        "end": who.end,
        "quote": who.name,
        "value": {"organisation": "Amicale des quais"},
    }
    corrections = archive / "corpus" / "corrections.jsonl"
    corrections.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    for overwrite in (False, False, True):
        report = build(archive / "minutes", archive / "corpus", overwrite=overwrite)
        corrected = crparse.open_corpus(archive / "corpus").record(record.id)
        assert corrected.attendees[0].organisation == "Amicale des quais"
        assert (report.corrections, ledger(archive / "corpus")) == (1, [])
    corrections.write_text(json.dumps({**line, "quote": "Personne"}) + "\n")
    build(archive / "minutes", archive / "corpus")
    assert ledger(archive / "corpus") == [(record.source.path, "correction")]
    corrections.unlink()
    read.clear()
    build(archive / "minutes", archive / "corpus")
    assert (files(archive / "corpus"), read) == (before, [])


def stop_after(documents: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the build end, as if it were killed, when so many documents are kept."""
    kept = iter(range(documents))

    def keep(self: Any, outcome: Any) -> None:
        original(self, outcome)
        if next(kept, None) is None:
            raise MemoryError

    from crparse.corpus.build import Update

    original = Update._keep
    monkeypatch.setattr(Update, "_keep", keep)


def test_what_a_stopped_run_has_done_is_not_done_again(
    archive: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(archive / "corpus")
    with monkeypatch.context() as patch:
        stop_after(0, patch)
        with pytest.raises(MemoryError):
            build(archive / "minutes", archive / "corpus", overwrite=True)
    assert (files(archive / "corpus"), read) == (before, ["chorale.docx"])
    lines, _ = told(archive / "corpus")
    assert lines[-1] == "  a run was stopped; the same command goes on from 2 documents"
    read.clear()
    build(archive / "minutes", archive / "corpus", overwrite=True)
    assert (files(archive / "corpus"), read) == (before, ["jardins.docx"])
    assert sorted(entry.name for entry in archive.iterdir()) == ["corpus", "minutes"]


def test_a_signal_lets_what_is_in_hand_be_finished(
    archive: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    with monkeypatch.context() as patch:
        parse = workers.parse_content_all

        def stopped(content: bytes, **options: Any) -> list[Minutes]:
            signal.raise_signal(signal.SIGINT)
            return parse(content, **options)

        patch.setattr(workers, "parse_content_all", stopped)
        with pytest.raises(Stopped) as asked:
            build(archive / "minutes", archive / "corpus", overwrite=True)
    assert (asked.value.done, asked.value.total, read) == (1, 2, ["chorale.docx"])
    build(archive / "minutes", archive / "corpus", overwrite=True)
    assert read == ["chorale.docx", "jardins.docx"]


def test_a_corpus_of_a_version_without_ledger_is_taken_up(archive: Path, read: list[str]) -> None:
    before = files(archive / "corpus")
    (archive / "corpus" / LEDGER).unlink()
    documents = archive / "corpus" / "documents"
    manifest = json.loads(before["manifest.json"])
    for file in list(documents.iterdir()):  # ids were others then
        record = Minutes.model_validate_json(file.read_bytes())
        name = f"documents/old-{record.id}.json"
        content = record.model_copy(update={"id": f"old-{record.id}"}).model_dump_json(by_alias=True)
        (archive / "corpus" / name).write_text(content)
        manifest["files"][name] = manifest["files"].pop(f"documents/{file.name}")
        file.unlink()
    (archive / "corpus" / "manifest.json").write_text(json.dumps(manifest))
    (archive / "minutes" / "jardins.docx").unlink()
    report = build(archive / "minutes", archive / "corpus")
    assert (read, report.documents) == (["chorale.docx"], 2)
    assert paths(archive / "corpus") == ["chorale.docx", "jardins.docx"]
    assert ledger(archive / "corpus") == [("jardins.docx", "gone")]
    names = sorted(file.name.startswith("old-") for file in documents.iterdir())
    assert names == [False, True]


@pytest.mark.parametrize("spoilt", ['{"id": ', '{"id": "x", "text": 3}', ""], ids=["json", "schema", "empty"])
def test_a_spoilt_record_of_a_corpus_without_ledger_is_told_and_put_aside(
    archive: Path, read: list[str], spoilt: str
) -> None:
    corpus = archive / "corpus"
    place = next(
        file
        for file in (corpus / "documents").iterdir()
        if Minutes.model_validate_json(file.read_bytes()).source.name == "jardins.docx"
    )
    whole = place.read_bytes()
    place.write_text(spoilt)
    (corpus / LEDGER).unlink()
    (archive / "minutes" / "jardins.docx").unlink()
    aside = corpus / "spoilt" / place.name
    for prune in (False, False, True):
        report = build(archive / "minutes", corpus, prune=prune)
        assert [entry.line() for entry in report.failures] == [
            f"spoilt/{place.name}: It was changed by hand and is no valid record: it was put aside. "
            "Mend it there, and the next build takes it up; or remove it."
        ]
        assert (report.documents, aside.read_text()) == (1, spoilt)
        assert list_files(corpus / "documents") == [
            file.name for file in (corpus / "documents").iterdir() if file.name != place.name
        ]
    aside.write_bytes(whole)
    report = build(archive / "minutes", corpus)
    assert ledger(corpus) == [("jardins.docx", "edited_record"), ("jardins.docx", "gone")]
    assert (report.documents, place.read_bytes(), aside.exists()) == (2, whole, False)
    before = files(corpus)
    build(archive / "minutes", corpus)
    assert files(corpus) == before


def test_a_spoilt_record_is_put_aside_and_its_document_read_anew(archive: Path, read: list[str]) -> None:
    corpus = archive / "corpus"
    first = min((corpus / "documents").iterdir())
    whole = first.read_bytes()
    first.write_text('{"id": ')
    (corpus / LEDGER).unlink()
    report = build(archive / "minutes", corpus)
    assert (report.documents, report.read) == (2, 2)
    assert [entry.path for entry in report.failures] == [f"spoilt/{first.name}"]
    assert (first.read_bytes(), (corpus / "spoilt" / first.name).read_text()) == (whole, '{"id": ')
    record = Minutes.model_validate_json(whole).model_copy(update={"id": "old"})
    (corpus / "spoilt" / first.name).rename(corpus / "spoilt" / "old.json")
    (corpus / "spoilt" / "old.json").write_text(record.model_dump_json(by_alias=True), encoding="utf-8")
    manifest = (corpus / "manifest.json").read_text(encoding="utf-8")
    manifest = manifest.replace(f"spoilt/{first.name}", "spoilt/old.json")
    (corpus / "manifest.json").write_text(manifest, encoding="utf-8")
    report = build(archive / "minutes", corpus)
    assert [entry.line() for entry in report.failures] == [
        "spoilt/old.json: Its document has another record: it was put aside. "
        "Mend it there, and the next build takes it up; or remove it."
    ]
    (corpus / "spoilt" / "old.json").unlink()
    assert build(archive / "minutes", corpus).entries == []
    assert not (corpus / "spoilt").exists()


def test_every_meeting_of_a_register_of_a_corpus_without_ledger_is_kept(tmp_path: Path) -> None:
    (tmp_path / "registre.txt").write_text(REGISTER, encoding="utf-8")
    build(tmp_path / "registre.txt", tmp_path / "corpus")
    before = {file.name: file.read_bytes() for file in (tmp_path / "corpus" / "documents").iterdir()}
    (tmp_path / "corpus" / LEDGER).unlink()
    (tmp_path / "registre.txt").rename(tmp_path / "other.txt")
    build(tmp_path / "registre.txt", tmp_path / "corpus")
    assert {file.name: file.read_bytes() for file in (tmp_path / "corpus" / "documents").iterdir()} == before
    assert len(before) == 3


def test_a_ledger_that_has_not_kept_what_was_told_is_taken_up(archive: Path, read: list[str]) -> None:
    with closing(sqlite3.connect(archive / "corpus" / LEDGER)) as connection:
        connection.execute("DROP TABLE told")
    assert folders(archive / "corpus") == [archive / "minutes"]
    report = build(archive / "minutes", archive / "corpus")
    assert (report.documents, report.entries, read) == (2, [], [])


def test_a_disk_that_is_full_for_the_ledger_is_told_and_costs_nothing_done(
    archive: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(archive / "corpus")
    write_docx(archive / "minutes" / "bureau.docx", SCHOOL)
    write_docx(archive / "minutes" / "parcs.docx", [*GARDEN, "7. Divers"])
    keep = Ledger.keep

    def keep_first_alone(self: Ledger, content: Content, made: Any) -> None:
        keep(self, content, made)
        (pages,) = self._rows.execute("PRAGMA page_count").fetchone()
        self._rows.execute(f"PRAGMA max_page_count = {pages}")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "keep", keep_first_alone)
        with pytest.raises(OutputError) as told_of:
            build(archive / "minutes", archive / "corpus")
    place = archive / ".corpus.crparse-building" / "next"
    assert str(told_of.value) == (
        f"{place} cannot be written (database or disk is full): make room, then start again."
    )
    assert (files(archive / "corpus"), read) == (before, ["bureau.docx", "parcs.docx"])
    read.clear()
    report = build(archive / "minutes", archive / "corpus")
    assert (report.documents, report.read, read) == (4, 2, ["parcs.docx"])


@pytest.mark.parametrize("content", [b"", b"no database at all" * 300, None], ids=["empty", "other", "torn"])
def test_a_ledger_that_is_damaged_is_told_with_what_to_do(
    archive: Path, read: list[str], content: bytes | None
) -> None:
    file = archive / "corpus" / LEDGER
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + bytes(len(whole) - 4096) if content is None else content)
    before = {**files(archive / "corpus"), LEDGER: file.read_bytes()}
    advice = "put a copy of it back, or remove it: the next build then makes every record anew"
    for work in (partial(build, archive / "minutes"), told):
        with pytest.raises(OutputError) as told_of:
            work(archive / "corpus")
        assert str(told_of.value).startswith(f"{file} is damaged (")
        assert advice in str(told_of.value)
    assert {**files(archive / "corpus"), LEDGER: file.read_bytes()} == before
    assert sorted(entry.name for entry in archive.iterdir()) == ["corpus", "minutes"]
    file.unlink()
    assert build(archive / "minutes", archive / "corpus").documents == 2


@pytest.mark.parametrize("content", ["", "{", '[{"id": 3}]', "{}"])
def test_people_spoilt_by_hand_are_told_with_what_to_do(archive: Path, content: str) -> None:
    file = archive / "corpus" / "entities" / "people.json"
    before = files(archive / "corpus")
    file.write_text(content)
    with pytest.raises(OutputError) as told_of:
        build(archive / "minutes", archive / "corpus")
    assert str(told_of.value) == (
        f"{file} is damaged, or was changed by hand: it lists no people. "
        "Put a copy of it back, or remove it and build again: they get their ids anew."
    )
    file.unlink()
    build(archive / "minutes", archive / "corpus")
    assert files(archive / "corpus") == before


def test_a_list_of_failures_spoilt_by_hand_is_told(archive: Path) -> None:
    (archive / "corpus" / "errors.jsonl").write_text("{\n")
    with pytest.raises(OutputError, match=r"errors\.jsonl cannot be read \(.*\): build the corpus again\.$"):
        told(archive / "corpus")
    build(archive / "minutes", archive / "corpus")
    assert told(archive / "corpus") == (["2 documents, 0 files failed"], True)


def test_a_ledger_of_a_stopped_run_that_is_damaged_is_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stop_after(0, patch)
        with pytest.raises(MemoryError):
            build(archive / "minutes", archive / "corpus", overwrite=True)
    file = archive / ".corpus.crparse-building" / "next" / LEDGER
    file.write_bytes(b"no database at all" * 300)
    with pytest.raises(OutputError, match=f"^{file} is damaged"):
        build(archive / "minutes", archive / "corpus")
    file.unlink()
    assert build(archive / "minutes", archive / "corpus").documents == 2


def test_a_ledger_of_a_later_version_is_not_touched(archive: Path) -> None:
    with closing(sqlite3.connect(archive / "corpus" / LEDGER)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(OutputError, match="later version of crparse"):
        build(archive / "minutes", archive / "corpus")
    assert sorted(entry.name for entry in archive.iterdir()) == ["corpus", "minutes"]


def test_a_stage_that_fails_costs_only_what_it_finds(
    minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Any, doc: Any) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(UpcomingDates, "__call__", fail)
    report = build(minutes / "jardins.docx", tmp_path / "corpus")
    (record,) = crparse.open_corpus(tmp_path / "corpus").records()
    assert record.attendees
    assert record.upcoming_dates == []
    assert [warning.code for warning in record.warnings if warning.code == "stage_failed"] == ["stage_failed"]
    assert [(entry.code, entry.severity) for entry in report.failures] == [("stage_failed", "error")]
    assert report.failures[0].message == (
        "The stage crparse_dates failed on this document (IndexError: list index out of range)."
    )
    with pytest.raises(IndexError, match="list index out of range"):  # though it failed in the run before
        build(minutes / "jardins.docx", tmp_path / "corpus", strict=True)
    monkeypatch.undo()
    report = build(minutes / "jardins.docx", tmp_path / "corpus", strict=True)
    assert (report.read, report.failures, report.counts["upcoming_dates"]) == (1, [], 1)


def test_each_meeting_of_a_register_has_a_record(tmp_path: Path) -> None:
    (tmp_path / "registre.txt").write_text(REGISTER, encoding="utf-8")
    build(tmp_path / "registre.txt", tmp_path / "corpus")
    records = list(crparse.open_corpus(tmp_path / "corpus").records())
    first = records[0].id
    assert [(record.id, record.meeting.date) for record in records] == [
        (first, "2019-03-12"),
        (f"{first}-2", "2019-04-09"),
        (f"{first}-3", "2019-05-14"),
    ]
    before = files(tmp_path / "corpus")
    report = build(tmp_path / "registre.txt", tmp_path / "corpus")
    assert (report.read, report.documents, files(tmp_path / "corpus")) == (0, 3, before)


def test_a_reader_sees_one_state_of_the_corpus_or_is_told(archive: Path) -> None:
    corpus = crparse.open_corpus(archive / "corpus")
    before = list(corpus["documents"]["path"])
    write_docx(archive / "minutes" / "école.docx", SCHOOL)
    build(archive / "minutes", archive / "corpus")
    assert list(corpus["documents"]["path"]) == before
    with pytest.raises(crparse.CorpusChanged, match="brought up to date while it was read"):
        corpus["attendees"]
    with pytest.raises(crparse.CorpusChanged):
        list(corpus.records())
    assert len(crparse.open_corpus(archive / "corpus")["documents"]) == 3


def test_what_is_no_minutes_is_told_and_left_out_of_the_tables(archive: Path, read: list[str]) -> None:
    lines = [
        "import csv",
        "from pathlib import Path",
        "",
        "def rows(file: Path) -> list[list[str]]:",
        "    with file.open() as stream:",
        "        return list(csv.reader(stream))",
    ]
    (archive / "minutes" / "outil.txt").write_text("\n".join(lines * 4))
    report = build(archive / "minutes", archive / "corpus")
    assert (report.documents, report.failures) == (2, [])
    assert ledger(archive / "corpus") == [("outil.txt", "no_minutes")]
    assert paths(archive / "corpus") == ["chorale.docx", "jardins.docx"]
    build(archive / "minutes", archive / "corpus", all_kinds=True)
    documents = crparse.open_corpus(archive / "corpus")["documents"]
    assert dict(zip(documents["path"], documents["kind"], strict=True)) == {
        "chorale.docx": "minutes",
        "jardins.docx": "minutes",
        "outil.txt": "code",
    }
    assert read == ["outil.txt"]
