"""Files of sizes that no minutes have: done within the limits of every run, or refused in one line."""

import base64
import random
import zipfile
from pathlib import Path

from crparse.corpus.build import Report, build
from crparse.corpus.tables import open_corpus
from crparse.programs import LIBREOFFICE
from crparse.record import Minutes
from minutes_files import GARDEN, write_docx
from pdf_objects import many_pages

LARGE = 100_000_000
"""Bytes."""

ATTENDEES = ["Odile Vasseur", "Henri Lacombe", "Claire Thibaud"]


def built(folder: Path) -> tuple[Report, dict[str, Minutes]]:
    """The corpus of a folder under the limits of every run: its report, and its records by file name."""
    report = build(folder, folder.parent / "corpus")
    return report, {record.source.name: record for record in open_corpus(folder.parent / "corpus").records()}


def test_ten_thousand_pages(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    lines = [*GARDEN, *(f"Le point {n} est reporté." for n in range(len(GARDEN), 10_000))]
    (tmp_path / "minutes" / "registre.pdf").write_bytes(many_pages(lines))
    report, records = built(tmp_path / "minutes")
    record = records["registre.pdf"]
    assert report.failures == []
    assert record.source.pages == 10_000
    assert record.text.split("\n") == lines
    assert [attendee.name for attendee in record.attendees] == ATTENDEES


def write_large(folder: Path) -> None:
    """The minutes of the garden with a photo of a hundred megabytes, in every format; and as much text."""
    photo = random.Random(1).randbytes(LARGE)
    with zipfile.ZipFile(write_docx(folder / "cr.docx"), "a") as package:
        package.writestr("word/media/image1.jpeg", photo)
    stream = f"<< /Length {LARGE} >>\nstream\n{photo.decode('latin-1')}\nendstream"
    (folder / "cr.pdf").write_bytes(many_pages(GARDEN, stream))
    paragraphs = "".join(f"<p>{line}</p>" for line in GARDEN)
    picture = f'<img src="data:image/jpeg;base64,{base64.b64encode(photo).decode()}">'
    (folder / "cr.html").write_text(f"<html><body>{paragraphs}{picture}</body></html>")
    (folder / "cr.txt").write_text("\n".join(GARDEN))
    (folder / "journal.txt").write_text("Le comité délibère.\n" * (LARGE // 20))
    if LIBREOFFICE.find():
        text = r"\par ".join(GARDEN).replace("é", r"\'e9").replace("à", r"\'e0")
        picture = rf"{{\pict\jpegblip {photo[: LARGE // 2].hex()}}}"
        (folder / "cr.rtf").write_text(rf"{{\rtf1\ansi {text}{picture}\par}}")


def test_a_hundred_megabytes(tmp_path: Path) -> None:
    write_large(tmp_path / "minutes")
    report, records = built(tmp_path / "minutes")
    assert [(entry.path, entry.code) for entry in report.failures] == [("journal.txt", "too_long")]
    assert {name: [a.name for a in record.attendees] for name, record in records.items()} == dict.fromkeys(
        sorted(file.name for file in (tmp_path / "minutes").glob("cr.*")), ATTENDEES
    )
