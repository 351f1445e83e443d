"""Files of sizes that no minutes have: done within the limits of every run, or refused in one line."""

import base64
import random
import zipfile
from pathlib import Path

import pytest

from crparse.corpus import DEFAULT_LIMITS, Limits
from crparse.corpus.build import Report, build
from crparse.corpus.tables import open_corpus
from crparse.programs import LIBREOFFICE
from crparse.record import Minutes
from minutes_files import GARDEN, write_docx
from pdf_objects import many_pages

slow = pytest.mark.slow

ATTENDEES = ["Odile Vasseur", "Henri Lacombe", "Claire Thibaud"]


def built(folder: Path, workers: int, limits: Limits = DEFAULT_LIMITS) -> tuple[Report, dict[str, Minutes]]:
    """The corpus of a folder under limits, those of every run: its report, and its records by file name."""
    report = build(folder, folder.parent / "corpus", limits=limits, workers=workers)
    return report, {record.source.name: record for record in open_corpus(folder.parent / "corpus").records()}


@pytest.mark.parametrize(("pages", "workers"), [(100, 0), pytest.param(10_000, 1, marks=slow)])
def test_thousands_of_pages(tmp_path: Path, pages: int, workers: int) -> None:
    (tmp_path / "minutes").mkdir()
    lines = [*GARDEN, *(f"Le point {n} est reporté." for n in range(len(GARDEN), pages))]
    (tmp_path / "minutes" / "registre.pdf").write_bytes(many_pages(lines))
    report, records = built(tmp_path / "minutes", workers)
    record = records["registre.pdf"]
    assert report.failures == []
    assert record.source.pages == pages
    assert record.text.split("\n") == lines
    assert [attendee.name for attendee in record.attendees] == ATTENDEES


def write_large(folder: Path, size: int) -> None:
    """The minutes of the garden with a photo of so many bytes, in every format; and as much text."""
    photo = random.Random(1).randbytes(size)
    with zipfile.ZipFile(write_docx(folder / "cr.docx"), "a") as package:
        package.writestr("word/media/image1.jpeg", photo)
    stream = f"<< /Length {size} >>\nstream\n{photo.decode('latin-1')}\nendstream"
    (folder / "cr.pdf").write_bytes(many_pages(GARDEN, stream))
    paragraphs = "".join(f"<p>{line}</p>" for line in GARDEN)
    picture = f'<img src="data:image/jpeg;base64,{base64.b64encode(photo).decode()}">'
    (folder / "cr.html").write_text(f"<html><body>{paragraphs}{picture}</body></html>")
    (folder / "cr.txt").write_text("\n".join(GARDEN))
    (folder / "journal.txt").write_text("Le comité délibère.\n" * (size // 20))
    if LIBREOFFICE.find():
        text = r"\par ".join(GARDEN).replace("é", r"\'e9").replace("à", r"\'e0")
        picture = rf"{{\pict\jpegblip {photo[: size // 2].hex()}}}"
        (folder / "cr.rtf").write_text(rf"{{\rtf1\ansi {text}{picture}\par}}")


@pytest.mark.parametrize(
    ("size", "workers", "characters"),
    [(1_000_000, 0, 500_000), pytest.param(100_000_000, 1, DEFAULT_LIMITS.characters, marks=slow)],
)
def test_many_megabytes(tmp_path: Path, size: int, workers: int, characters: int) -> None:
    write_large(tmp_path / "minutes", size)
    report, records = built(tmp_path / "minutes", workers, Limits(characters=characters))
    assert [(entry.path, entry.code) for entry in report.failures] == [("journal.txt", "too_long")]
    assert {name: [a.name for a in record.attendees] for name, record in records.items()} == dict.fromkeys(
        sorted(file.name for file in (tmp_path / "minutes").glob("cr.*")), ATTENDEES
    )
