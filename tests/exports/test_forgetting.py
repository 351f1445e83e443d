import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crparse import build, open_corpus
from crparse.cli import app
from crparse.corpus.build import Report
from crparse.errors import ExportError
from crparse.exports import export
from crparse.exports.forgetting import forget
from crparse.exports.pseudonyms import export_pseudonymised
from minutes_files import CHOIR, write_docx

LACOMBE = b"Lacombe"

HEDGES = (
    "Compte rendu du comité des jardins de Valcreuse",
    "Réunion du 9 avril 2024",
    "Présents : M. Henri Lacombe, Mme Jeanne Morvan",
    "1. Haies",
    "M. Lacombe taillera les haies avant le 2 mai 2024.",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two minutes of one body; both list Henri Lacombe, one Odile Vasseur, the other Jeanne Morvan."""
    folder = tmp_path_factory.mktemp("forgetting")
    write_docx(folder / "minutes" / "jardins.docx")
    write_docx(folder / "minutes" / "haies.docx", HEDGES)
    build([folder / "minutes"], folder / "corpus", workers=0)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "copy")


HEARD = ["haies.docx", "jardins.docx"]


def naming(folder: Path, name: bytes) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(file.name for file in files if name.lower() in file.read_bytes().lower())


def test_nothing_of_the_corpus_and_its_exports_names_the_person(folder: Path) -> None:
    corpus = folder / "corpus"
    export(open_corpus(corpus), "csv", folder / "csv", bom=True)
    assert naming(corpus, LACOMBE)
    (corpus / "corrections.jsonl").write_text('{"sha256": "0", "quote": "Henri Lacombe"}\n{"sha256": "1"}\n')
    done = forget(corpus, "henri LACOMBE", [folder / "csv"])
    assert (naming(corpus, LACOMBE), naming(folder / "csv", LACOMBE)) == ([], [])
    assert (len(done.records), sorted(done.files), done.corrections) == (
        2,
        ["haies.docx", "jardins.docx"],
        1,
    )
    assert (folder / "csv" / "people.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_others_stay_and_places_hold(folder: Path) -> None:
    before = {record.id: record for record in open_corpus(folder / "corpus").records()}
    forget(folder / "corpus", "Henri Lacombe")
    corpus = open_corpus(folder / "corpus")
    assert sorted(one.name for one in corpus.people) == ["Claire Thibaud", "Jeanne Morvan", "Odile Vasseur"]
    for record in corpus.records():
        assert len(record.text) == len(before[record.id].text)
        assert "█████ ███████" in record.text
        for one in (*record.attendees, *record.people[0].mentions):
            assert record.text[one.start : one.end] in (getattr(one, "name", ""), getattr(one, "text", ""))
    (action,) = [action for record in corpus.records() for action in record.actions if "haies" in action.what]
    assert (action.what, action.who) == ("M. ███████ taillera les haies avant le 2 mai 2024.", None)


def test_of_namesakes_the_id_tells_who_is_meant(folder: Path) -> None:
    write_docx(folder / "minutes" / "chorale.docx", CHOIR)
    build([folder / "minutes"], folder / "corpus", workers=0)
    with pytest.raises(ExportError, match="names several “Henri Lacombe”: give the id"):
        forget(folder / "corpus", "Henri Lacombe")
    (other,) = [
        one
        for one in open_corpus(folder / "corpus").people
        if len(one.links) == 1 and one.name == "Henri Lacombe"
    ]
    assert forget(folder / "corpus", other.id).files == ["chorale.docx"]
    texts = {record.source.name: record.text for record in open_corpus(folder / "corpus").records()}
    assert [name for name, text in sorted(texts.items()) if "Lacombe" in text] == HEARD


def test_later_builds_keep_it_so_and_the_ledger_tells(folder: Path) -> None:
    forget(folder / "corpus", "Henri Lacombe")

    def told(report: Report) -> list[tuple[str, str]]:
        lines = (folder / "corpus" / "errors.jsonl").read_text("utf-8").splitlines()
        return [(json.loads(line)["path"], json.loads(line)["code"]) for line in lines]

    for _ in range(2):
        report = build([folder / "minutes"], folder / "corpus", workers=0, overwrite=True)
        assert naming(folder / "corpus", LACOMBE) == []
        found = [entry for entry in told(report) if entry[1] == "forgotten"]
        assert found == [("haies.docx", "forgotten"), ("jardins.docx", "forgotten")]


def test_nobody_and_an_export_with_codes_are_told(folder: Path) -> None:
    before = (folder / "corpus" / "manifest.json").read_bytes()
    with pytest.raises(ExportError, match="names nobody “Zoé Lamarre”"):
        forget(folder / "corpus", "Zoé Lamarre")
    export_pseudonymised(open_corpus(folder / "corpus"), "csv", folder / "coded", folder / "keys.csv")
    with pytest.raises(ExportError, match="has codes in the place of names"):
        forget(folder / "corpus", "Henri Lacombe", [folder / "coded"])
    with pytest.raises(ExportError, match="holds no export"):
        forget(folder / "corpus", "Henri Lacombe", [folder / "minutes"])
    assert (folder / "corpus" / "manifest.json").read_bytes() == before


def test_the_command_names_the_files_that_are_left(folder: Path) -> None:
    told = CliRunner().invoke(app, ["forget", str(folder / "corpus"), "Odile Vasseur"])
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        "Taken out of 1 records; errors.jsonl names them, not the person.",
        "These files still name the person, and would again give records that do, were these removed:",
        "  jardins.docx",
    ]
    again = CliRunner().invoke(app, ["forget", str(folder / "corpus"), "Odile Vasseur"])
    assert (again.exit_code, again.stderr) == (2, "The corpus names nobody “Odile Vasseur”.\n")
