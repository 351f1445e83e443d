import shutil
from pathlib import Path

from crparse import build
from evaluation_sets import records_of
from minutes_files import CHOIR, write_docx


def test_copies_of_one_file_have_its_record(tmp_path: Path) -> None:
    garden = write_docx(tmp_path / "files" / "jardins.docx")
    copy = Path(shutil.copy(garden, tmp_path / "files" / "copie.docx"))
    choir = write_docx(tmp_path / "files" / "chorale.docx", CHOIR)
    lost = tmp_path / "files" / "vide.pdf"
    lost.touch()
    build(tmp_path / "files", tmp_path / "corpus", workers=0)
    found = records_of([garden, copy, choir, lost], tmp_path / "corpus")
    assert {name: record["meeting"]["date"] for name, record in found.items()} == {
        "jardins.docx": "2024-03-12",
        "copie.docx": "2024-03-12",
        "chorale.docx": "2023-06-03",
    }
