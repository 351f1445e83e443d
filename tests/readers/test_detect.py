"""Formats told by content, and files that are none of them."""

import io
from pathlib import Path

import pytest
from word_files import docx, p, zipped

from crparse.errors import ReadError
from crparse.readers import read_document
from crparse.readers.detect import COMPOUND, detect_format


def test_formats_whatever_the_name(tmp_path: Path) -> None:
    assert detect_format(docx(p("Un"))) == "docx"
    assert detect_format(b"%PDF-1.7\n") == "pdf"
    assert detect_format(b"\r\nmail header\r\n%PDF-1.4\n") == "pdf"
    assert detect_format(zipped({"mimetype": "application/vnd.oasis.opendocument.text"})) == "odt"
    path = tmp_path / "compte-rendu.pdf"
    path.write_bytes(docx(p("Un")))
    assert read_document(path).format == "docx"


def test_paths_bytes_and_streams(tmp_path: Path) -> None:
    path = tmp_path / "conseil.docx"
    path.write_bytes(docx(p("Un")))
    named = [read_document(path), read_document(str(path)), read_document(path, name="pv")]
    assert [source.name for source in named] == ["conseil.docx", "conseil.docx", "pv"]
    unnamed = [read_document(path.read_bytes()), read_document(io.BytesIO(path.read_bytes()))]
    assert [(source.name, source.text) for source in unnamed] == [("document", "Un")] * 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\0\0 \n", "empty"),
        (b"Le conseil se r\xc3\xa9unit.", "unknown_format"),
        (b"{\\rtf1\\ansi Le conseil}", "rtf"),
        (b"PK\x03\x04 rest lost", "truncated"),
        (docx(p("Un"))[:-40], "truncated"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), "not_docx"),
        (zipped({"photo.txt": "x"}), "not_docx"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "legacy_doc"),
        (COMPOUND + "Workbook".encode("utf-16-le"), "unknown_format"),
    ],
)
def test_what_is_wrong_with_a_file(content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        detect_format(content)
    assert caught.value.code == code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(tmp_path / "absent.docx")
    assert caught.value.code == "unreadable"


def test_a_format_that_has_no_reader() -> None:
    with pytest.raises(ReadError) as caught:
        read_document(b"x", format="wps")
    assert caught.value.code == "unknown_format"
