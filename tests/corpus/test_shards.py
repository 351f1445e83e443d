"""Shards of a corpus and what becomes of them when they are merged: the corpus of one build."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import crparse
from crparse.cli import app
from crparse.corpus import Limits
from crparse.corpus.build import build as build_corpus
from crparse.corpus.entity_ids import read_entities
from crparse.corpus.folder import LEDGER, OutputError, file_sha256, list_files
from crparse.corpus.machines import merge as merging
from crparse.corpus.machines import shards as sharding
from crparse.corpus.machines.merge import ShardsRefused, merge
from crparse.corpus.machines.shards import Shard, shard_named
from crparse.record import Minutes
from minutes_files import CHOIR, GARDEN, write_docx

SCHOOL = (
    "Compte rendu du conseil de l'école des Tilleuls",
    "Réunion du 14 novembre 2023",
    "Présents : Mme Solange Périer, M. Ludovic Ancelin",
    "1. Cantine",
    "Le conseil décide de revoir les menus.",
)

AGENDA = (
    "Ordre du jour du conseil de l'école des Tilleuls",
    "Le conseil se réunira le 12 décembre 2023 à 18 h 30.",
    "1. Cantine",
    "2. Préau",
)

REGISTER = "\n\f".join(
    f"Procès-verbal\nSéance du {day} 2019\nPrésents : Mme Odile Ferrandin\n"
    "1. Four\nLe four chauffe.\n2. Lavoir\nLe lavoir est vide."
    for day in ("12 mars", "9 avril", "14 mai")
)

build = partial(build_corpus, workers=0)
"""In this process: starting others takes seconds."""


def meeting(number: int, who: str = "Mme Odile Ferrandin, M. Ludovic Ancelin") -> str:
    return (
        f"Conseil municipal de Lormoy\nCompte rendu de la séance du {number + 1} mars 2021\n"
        f"Présents : {who}\n1. Voirie\nLe conseil décide de refaire {number + 2} trottoirs.\n"
        f"2. Suites\nM. Ludovic Ancelin écrit au département avant le {number + 3} avril 2021.\n"
    )


def write_everything(folder: Path) -> None:
    """What a corpus meets: folders, repeats, a register, an archive, two forms of minutes, what fails."""
    write_docx(folder / "2023" / "chorale.docx", CHOIR)
    write_docx(folder / "2023" / "école.docx", SCHOOL)
    write_docx(folder / "2023" / "convocation.docx", AGENDA)
    (folder / "2024").mkdir()
    shutil.copy(folder / "2023" / "chorale.docx", folder / "2024" / "copie de chorale.docx")
    shutil.copy(folder / "2023" / "chorale.docx", folder / "2024" / "autre copie.docx")
    write_docx(folder / "2024" / "jardins.docx", GARDEN)
    (folder / "2024" / "jardins.txt").write_text("\n".join(GARDEN), encoding="utf-8")
    (folder / "registre.txt").write_text(REGISTER, encoding="utf-8")
    for number in range(4):
        (folder / f"lormoy{number}.txt").write_text(meeting(number), encoding="utf-8")
    with zipfile.ZipFile(folder / "archives.zip", "w") as archive:
        archive.writestr("cr.txt", meeting(20))
        archive.writestr("cassé.docx", b"PK\x03\x04 rien")
    (folder / "vide.docx").write_bytes(b"")
    (folder / "cassé.docx").write_bytes(b"PK\x03\x04 rien")
    (folder / "cassé aussi.pdf").write_bytes(b"%PDF-1.4 rien")
    (folder / ".caché.docx").write_bytes(b"x")
    (folder / "photo.gif").write_bytes(b"GIF89a rien")


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in list_files(folder) if name != LEDGER}


def ledger(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the ledger, table by table."""
    with closing(sqlite3.connect(folder / LEDGER)) as rows:
        tables = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: sorted(rows.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}
    assert found.pop("shard") == []
    return found


def told(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    return [(entry["path"], entry["code"]) for entry in map(json.loads, lines)]


class Archive:
    """A folder of minutes, its corpus of one build, its shards and what they merge to."""

    def __init__(self, place: Path, count: int) -> None:
        self.minutes, self.whole, self.merged = place / "minutes", place / "whole", place / "merged"
        self.shards = [Shard(number, count) for number in range(1, count + 1)]
        self.folders = [place / f"shard{shard.number}" for shard in self.shards]

    def build(self, **choices: Any) -> None:
        for shard, folder in zip(self.shards, self.folders, strict=True):
            build(self.minutes, folder, shard=shard, **choices)

    def both(self, **choices: Any) -> None:
        """One build of everything; and the shards, merged."""
        build(self.minutes, self.whole, **choices)
        self.build(**choices)
        merge(self.folders[::-1], self.merged, prune=choices.get("prune", False))

    def assert_the_same(self) -> None:
        assert files(self.merged) == files(self.whole)
        assert ledger(self.merged) == ledger(self.whole)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one of everything, its corpus, its three shards and these merged, to be looked at."""
    archive = Archive(tmp_path_factory.mktemp("built"), 3)
    write_everything(archive.minutes)
    archive.both()
    return archive.minutes.parent


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Four meetings and a register, nothing built yet."""
    made = Archive(tmp_path, 2)
    made.minutes.mkdir()
    for number in range(4):
        (made.minutes / f"lormoy{number}.txt").write_text(meeting(number), encoding="utf-8")
    (made.minutes / "registre.txt").write_text(REGISTER, encoding="utf-8")
    return made


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "-1/3", "1 / 3", "1", "un/trois"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no shard: 2/8 is the second of eight"):
        shard_named(text)


def test_a_content_is_of_one_shard_wherever_its_file_is() -> None:
    assert shard_named("2/8") == Shard(2, 8)
    contents = [f"{number:064x}" for number in range(100)]
    for content in contents:
        assert [Shard(number, 3).holds(content) for number in (1, 2, 3)].count(True) == 1
    sizes = Counter(next(n for n in (1, 2, 3) if Shard(n, 3).holds(content)) for content in contents)
    assert sizes == {1: 34, 2: 33, 3: 33}


def test_merged_shards_are_the_corpus_of_one_build(built: Path) -> None:
    archive = Archive(built, 3)
    archive.assert_the_same()
    codes = Counter(code for _, code in told(archive.merged))
    assert {"duplicate", "same_minutes", "empty", "hidden", "no_minutes"} < set(codes)
    assert codes["duplicate"] == 2
    assert len(crparse.open_corpus(archive.merged)["documents"]) == 12


def test_a_shard_is_a_corpus_that_says_what_it_is(built: Path) -> None:
    holdings = []
    for number in (1, 2, 3):
        corpus = built / f"shard{number}"
        manifest = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["shard"] == f"{number}/3"
        contents = {record.source.sha256 for record in crparse.open_corpus(corpus).records()}
        assert all(Shard(number, 3).holds(sha256) for sha256 in contents)
        holdings.append(len(contents))
    assert min(holdings) > 0
    shown = CliRunner().invoke(app, ["status", str(built / "shard2")]).stdout
    assert "  shard 2/3 of a corpus, to be merged with the others\n" in shown


def test_shards_stay_as_they_are(built: Path, tmp_path: Path) -> None:
    copied = Archive(tmp_path, 3)
    for number, folder in enumerate(copied.folders, 1):
        shutil.copytree(built / f"shard{number}", folder)
    before = [file_sha256(folder / name) for folder in copied.folders for name in list_files(folder)]
    merge(copied.folders, copied.merged)
    (record, *_) = sorted((copied.merged / "documents").iterdir())
    record.write_text("{}")
    after = [file_sha256(folder / name) for folder in copied.folders for name in list_files(folder)]
    assert before == after


def test_it_grows_as_one_corpus_does(archive: Archive) -> None:
    archive.both()
    archive.assert_the_same()
    # One is new, one has moved, one has changed, one is gone; who was "A. Corbier" gets her full name.
    (archive.minutes / "nouveau").mkdir()
    (archive.minutes / "lormoy0.txt").rename(archive.minutes / "nouveau" / "premier.txt")
    (archive.minutes / "lormoy1.txt").write_text(meeting(1, "Mme Aline Corbier"), encoding="utf-8")
    (archive.minutes / "lormoy2.txt").unlink()
    (archive.minutes / "lormoy7.txt").write_text(meeting(7, "Mme Aline Corbier"), encoding="utf-8")
    archive.both()
    archive.assert_the_same()
    assert told(archive.merged) == [("lormoy2.txt", "gone")]
    archive.both(prune=True)
    archive.assert_the_same()
    assert told(archive.merged) == []


def test_ids_survive_growth_and_the_oldest_is_kept(archive: Archive) -> None:
    who = "M. Ludovic Ancelin, Mme Odile Ferrandin, M. Paul Garcin, Mme Zoé Lantier"
    for number, name in enumerate(("M. H. Prutkov", "M. Hugo Prutkov", "M. Hugo Prutkov")):
        (archive.minutes / f"lormoy{number}.txt").write_text(meeting(number, f"{name}, {who}"), "utf-8")
    later = archive.minutes / "lormoy1.txt", archive.minutes / "lormoy2.txt"
    aside = [file.rename(archive.minutes.parent / file.name) for file in later]
    archive.both()
    before = {one.name: one.id for one in read_entities(archive.merged, "people")}
    for file, place in zip(aside, later, strict=True):
        file.rename(place)
    archive.both()
    archive.assert_the_same()
    now = {one.name: one.id for one in read_entities(archive.merged, "people")}
    assert before["H. Prutkov"] == now["Hugo Prutkov"]


def test_a_file_that_fails_after_it_has_changed_keeps_its_record(archive: Archive) -> None:
    archive.both()
    contents = [b"%PDF-1.4 " + b"rien" * number for number in range(9)]
    digests = {hashlib.sha256(content).hexdigest(): content for content in contents}
    for shard in archive.shards:  # in that of the record, and in the other
        content = next(content for digest, content in digests.items() if shard.holds(digest))
        (archive.minutes / "lormoy1.txt").write_bytes(content)
        archive.both()
        archive.assert_the_same()
        assert ("lormoy1.txt", "record_kept") in told(archive.merged)


def test_what_a_shard_has_kept_of_a_file_that_is_gone_comes_along(archive: Archive) -> None:
    build(archive.minutes, archive.whole)
    archive.build()
    (archive.minutes / "lormoy2.txt").unlink()
    archive.both()
    assert files(archive.merged) == files(archive.whole)
    assert told(archive.merged) == [("lormoy2.txt", "gone")]


def correction(corpus: Path, path: str, value: dict[str, Any]) -> str:
    record = next(one for one in crparse.open_corpus(corpus).records() if one.source.path == path)
    who = record.attendees[0]
    place = {"start": who.start, "end": who.end, "quote": who.name}
    told = {"sha256": record.source.sha256, "field": "attendees", "action": "set", **place, "value": value}
    return json.dumps(told, ensure_ascii=False) + "\n"


def test_corrections_hold_wherever_they_are_written(archive: Archive) -> None:
    archive.both()
    paths = [f"lormoy{number}.txt" for number in range(4)]
    text = "".join(correction(archive.whole, path, {"organisation": "Mairie"}) for path in paths)
    text += correction(archive.whole, "registre.txt", {"name": 3})
    for corpus in (archive.whole, *archive.folders):
        (corpus / "corrections.jsonl").write_text(text, encoding="utf-8")
    shutil.rmtree(archive.merged)
    archive.both()
    assert (archive.merged / "corrections.jsonl").read_text(encoding="utf-8") == text
    assert files(archive.merged) == files(archive.whole)
    assert json.loads((archive.merged / "manifest.json").read_bytes())["counts"]["corrections"] == 4
    # The corpus's own file holds from then on; what a shard has beyond it is told.
    (archive.merged / "corrections.jsonl").write_text("", encoding="utf-8")
    merge(archive.folders, archive.merged)
    organisations = crparse.open_corpus(archive.merged)["attendees"]["organisation"]
    assert not (organisations == "Mairie").any()
    assert told(archive.merged) == [("corrections.jsonl", "correction")] * 2


def test_each_shard_with_its_own_corrections(archive: Archive) -> None:
    archive.both()
    lines = [correction(archive.whole, f"lormoy{n}.txt", {"organisation": "Mairie"}) for n in range(4)]
    for number, folder in enumerate(archive.folders):
        (folder / "corrections.jsonl").write_text("".join(lines[2 * number :][:2]), encoding="utf-8")
    (archive.whole / "corrections.jsonl").write_text("".join(lines), encoding="utf-8")
    archive.both()
    merge(archive.folders, archive.merged.with_name("anew"))
    merged, whole = (
        {name: content for name, content in files(corpus).items() if name.startswith(("documents", "tables"))}
        for corpus in (archive.merged.with_name("anew"), archive.whole)
    )
    assert merged == whole


def test_a_record_changed_by_hand_is_kept_in_a_shard_and_in_the_corpus(archive: Archive) -> None:
    archive.both()
    identity = min((archive.whole / "documents").iterdir()).name
    record = Minutes.model_validate_json((archive.whole / "documents" / identity).read_bytes())
    edited = record.model_copy(update={"notes": "Vu avec la présidente."}).model_dump_json(by_alias=True)
    (owner,) = [folder for folder in archive.folders if (folder / "documents" / identity).exists()]
    (owner / "documents" / identity).write_text(edited)
    with pytest.raises(ShardsRefused, match="was changed or taken out since its shard was built: build that"):
        merge(archive.folders, archive.merged)
    (archive.whole / "documents" / identity).write_text(edited)
    archive.both()
    assert files(archive.merged) == files(archive.whole)
    assert told(archive.merged) == [(record.source.path, "edited_record")]
    # What is changed in the merged corpus itself stays, whatever the shard says.
    (archive.merged / "documents" / identity).write_text(edited.replace("Vu avec", "Revu avec"))
    merge(archive.folders, archive.merged)
    assert "Revu avec" in (archive.merged / "documents" / identity).read_text()


def test_a_shard_that_is_missing_is_named_and_refused(archive: Archive) -> None:
    archive.both()
    with pytest.raises(ShardsRefused) as refused:
        merge(archive.folders[:1], archive.merged.with_name("other"))
    assert str(refused.value) == "Of the 2 shards there is no 2/2: give all, or add --anyway."
    report = merge(archive.folders[:1], archive.merged.with_name("other"), anyway=True)
    assert 0 < report.documents < 7
    # The corpus that has its documents keeps them, and neither tells them nor takes them out.
    before = files(archive.merged)
    merge(archive.folders[:1], archive.merged, anyway=True, prune=True)
    assert files(archive.merged) == before


def test_shards_that_were_not_made_alike_are_named_and_refused(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.build()
    one, other = archive.folders

    def refused(*folders: Path) -> str:
        with pytest.raises(ShardsRefused) as error:
            merge(folders, archive.merged)
        assert "\n" not in str(error.value)
        assert not archive.merged.exists()
        return str(error.value)

    assert refused(one, one) == f"{one} and {one} are both shard 1/2: give each shard once."
    assert refused(archive.minutes) == f"{archive.minutes} holds no crparse corpus."
    build(archive.minutes, archive.whole)
    assert refused(archive.whole) == f"{archive.whole} is no shard but a whole corpus: build it with --shard."
    third = archive.merged.with_name("third")
    build(archive.minutes, third, shard=Shard(3, 3))
    told = f"{one} is shard 1/2, {third} 3/3: build all with the same number of shards."
    assert refused(one, third) == told
    # What may be wanted all the same.
    build(archive.minutes, other, shard=archive.shards[1], limits=Limits(seconds=60))
    built = f"{one} and {other} were built"
    told = f"{built} with different limits: build them with the same, or add --anyway."
    assert refused(one, other) == told
    with monkeypatch.context() as patch:
        patch.setattr(sharding, "programs_there", lambda: ("Scie",))
        build(archive.minutes, one, shard=archive.shards[0])
        patch.setattr(sharding, "programs_there", lambda: ())
        build(archive.minutes, other, shard=archive.shards[1])
    told = f"{built} on machines of which one alone has Scie: install it on both and build again"
    assert refused(one, other) == f"{told}, or add --anyway."
    build(archive.minutes, one, shard=archive.shards[0])
    (archive.minutes / "lormoy9.txt").write_text(meeting(9), encoding="utf-8")
    build(archive.minutes, other, shard=archive.shards[1])
    told = f"{built} when their folders held different files: build both again, or add --anyway."
    assert refused(one, other) == told
    build(archive.minutes, one, shard=archive.shards[0])
    with monkeypatch.context() as patch:
        patch.setattr(merging, "stamp", lambda: "other")
        what = "another version of crparse, or with other words or weights"
        told = f"{one} was made by {what}: build it again with this one, or add --anyway."
        assert refused(one, other) == told
        assert merge([one, other], archive.merged, anyway=True).documents == 8


def test_a_shard_stays_that_shard(archive: Archive) -> None:
    one, _ = archive.folders
    build(archive.minutes, one, shard=archive.shards[0])
    before = files(one)
    told = f"{one} is shard 1/2 of a corpus, not shard 2/2: give --shard 1/2, or choose another folder."
    with pytest.raises(OutputError) as refused:
        build(archive.minutes, one, shard=archive.shards[1])
    assert str(refused.value) == told
    with pytest.raises(OutputError, match="is shard 1/2 of a corpus, not a whole one: give --shard 1/2"):
        build(archive.minutes, one)
    with pytest.raises(OutputError, match="is shard 1/2 of a corpus, not a whole one"):
        build(archive.minutes, one, beside=True)
    with pytest.raises(OutputError, match="is shard 1/2 of a corpus, not a whole one"):
        merge([one], one, anyway=True)
    build(archive.minutes, archive.whole)
    with pytest.raises(OutputError, match="is a whole corpus, not shard 1/2: choose another folder"):
        build(archive.minutes, archive.whole, shard=archive.shards[0])
    build(archive.minutes, one, shard=archive.shards[0])
    assert files(one) == before


def test_the_commands(archive: Archive) -> None:
    (archive.minutes / "cassé.pdf").write_bytes(b"%PDF-1.4 rien")
    run = CliRunner()
    for shard, folder in zip(archive.shards, archive.folders, strict=True):
        given = [str(archive.minutes), "-o", str(folder), "--shard", str(shard), "--workers", "0"]
        assert run.invoke(app, ["build", *given]).exit_code in (0, 1)
    folders = list(map(str, archive.folders))
    result = run.invoke(app, ["merge", *folders, "-o", str(archive.merged)])
    assert result.exit_code == 1
    assert "7 documents in" in result.stdout
    result = run.invoke(app, ["merge", folders[0], "-o", str(archive.merged)])
    assert (result.exit_code, result.stderr) == (
        2,
        "Of the 2 shards there is no 2/2: give all, or add --anyway.\n",
    )
    result = run.invoke(app, ["build", str(archive.minutes), "-o", "x", "--shard", "3/2"])
    assert (result.exit_code, "3/2 is no shard" in result.stderr) == (2, True)


def test_a_shard_without_documents_is_no_failure(tmp_path: Path) -> None:
    archive = Archive(tmp_path, 2)
    archive.minutes.mkdir()
    (archive.minutes / "lormoy.txt").write_text(meeting(0), encoding="utf-8")
    run, codes = CliRunner(), []
    for shard, folder in zip(archive.shards, archive.folders, strict=True):
        given = [str(archive.minutes), "-o", str(folder), "--shard", str(shard), "--workers", "0"]
        result = run.invoke(app, ["build", *given])
        codes.append((result.exit_code, "nothing of this shard in what was given" in result.stdout))
    assert sorted(codes) == [(0, False), (0, True)]
    merge(archive.folders, archive.merged)
    build(archive.minutes, archive.whole)
    archive.assert_the_same()


def test_a_merge_that_is_killed_goes_on(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    build(archive.minutes, archive.whole)
    archive.build()
    write, written = merging.write_record, []

    def killed(content: bytes, identity: str, folder: Path) -> None:
        if len(written) == 3:
            raise KeyboardInterrupt
        written.append(identity)
        write(content, identity, folder)

    with monkeypatch.context() as patch:
        patch.setattr(merging, "write_record", killed)
        with pytest.raises(KeyboardInterrupt):
            merge(archive.folders, archive.merged)
    assert not archive.merged.exists()
    merge(archive.folders, archive.merged)
    archive.assert_the_same()
    assert sorted(name for name in os.listdir(archive.merged.parent) if name.startswith(".")) == []
