"""Formats told by content, and files that are none of them."""

import io
import zipfile
from pathlib import Path

import pytest
from mail_files import compound
from word_files import docx, p, zipped

from crparse.errors import ReadError
from crparse.readers import read_document
from crparse.readers.files.detect import COMPOUND, ODT, detect_format, word_version
from crparse.source import Caveat

WORD_97 = b"\xec\xa5\xc1\0".ljust(600, b"\0")


def utf_16(stream: str) -> bytes:
    return stream.encode("utf-16-le")


def test_formats_whatever_the_name(tmp_path: Path) -> None:
    assert detect_format(docx(p("Un"))) == "docx"
    assert detect_format(zipped({"mimetype": "application/vnd.sun.xml.writer"})) == "sxw"
    assert detect_format(zipped({"mimetype": "application/vnd.sun.xml.writer.template"})) == "sxw"
    assert detect_format(b"%PDF-1.7\n") == "pdf"
    assert detect_format(b"\r\nmail header\r\n%PDF-1.4\n") == "pdf"
    assert detect_format(zipped({"mimetype": "application/vnd.oasis.opendocument.text"})) == "odt"
    assert detect_format(zipped({"mimetype": "application/vnd.oasis.opendocument.text-template"})) == "odt"
    assert detect_format(b"<?xml version='1.0'?>\n<office:document office:mimetype='" + ODT + b"'>") == "odt"
    assert detect_format(COMPOUND + utf_16("WordDocument")) == "doc"
    assert detect_format(b"{\\rtf1\\ansi Le conseil}") == "rtf"
    assert (
        detect_format(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:x/>') == "wordxml"
    )
    assert detect_format(b"\xdb\xa5\x2d\0" + b"\0" * 60) == "doc"
    assert detect_format(compound({"Contents": b"x", "1Table": b"x", "Text": WORD_97})) == "doc"
    assert (
        detect_format(compound({"WordDocument": WORD_97, "ObjectPool": {"1": {"Workbook": b"x"}}})) == "doc"
    )
    assert detect_format(compound({"Workbook": b"x", "MBD1": {"WordDocument": b"x"}})) == "xls"
    assert detect_format(compound({"Book": b"x"})) == "xls"
    assert (
        detect_format(compound({"__properties_version1.0": b"x", "__attach": {"WordDocument": b"x"}}))
        == "msg"
    )
    assert (
        detect_format(zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})) == "xlsx"
    )
    assert detect_format(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})) == "ods"
    assert detect_format(b"\xff\xd8\xff\xe0\0\x10JFIF") == "jpg"
    assert detect_format(b"II*\0" + b"\0" * 40) == "tiff"
    assert detect_format(b"\0\0\0\x18ftypheic" + b"\0" * 40) == "heic"
    assert detect_format(b"Received: by valmont.example\n\nBudget") == "eml"
    assert detect_format(zipped({"photo.txt": "x"})) == "zip"
    assert detect_format(zipped({})) == "zip"


def deflated_wrongly(package: bytes) -> bytes:
    """The package with the packed bytes of its members overwritten."""
    damaged = bytearray(package)
    for info in zipfile.ZipFile(io.BytesIO(package)).infolist():
        start = info.header_offset + 30 + len(info.filename)
        damaged[start : start + info.compress_size] = b"\xff" * info.compress_size
    return bytes(damaged)


def test_a_package_whose_members_do_not_unpack() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types>" + "Le conseil " * 50 + "</Types>")
    with pytest.raises(ReadError) as caught:
        detect_format(deflated_wrongly(made.getvalue()))
    assert caught.value.code == "truncated"


@pytest.mark.parametrize(
    ("text", "name", "format"),
    [
        ("Le conseil se réunit le 3 mai.", "cr.txt", "txt"),
        ("Le conseil se réunit le 3 mai.", "cr.md", "md"),
        ("# Conseil\n\n## Budget\n", "cr.txt", "md"),
        ("# Conseil\n\n**Présents** : Ana Roux\n", "", "md"),
        ("# 3 points à voir\nPrésents : Ana Roux\n", "", "txt"),
        ("Budget : 3 * 4 * 5\n* un point\n", "", "txt"),
        ("<!DOCTYPE html>\n<html><body><p>Budget</p></body></html>", "cr.doc", "html"),
        ("\ufeff<p>Budget</p>", "", "html"),
        ("Les signes < et > : a<p>b", "", "txt"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n\n--x\n", "cr.doc", "html"),
    ],
)
def test_text_told_apart(text: str, name: str, format: str) -> None:
    assert detect_format(text.encode(), name) == format


def test_a_wrong_extension_is_told_and_the_file_read(tmp_path: Path) -> None:
    path = tmp_path / "compte-rendu.PDF"
    path.write_bytes(docx(p("Un")))
    source = read_document(path)
    assert (source.format, source.text) == ("docx", "Un")
    message = "The file is named .pdf, but its content is a Word document (DOCX): it was read as that."
    assert source.warnings == (Caveat("wrong_extension", message),)


@pytest.mark.parametrize(
    "name", ["cr.xls", "cr.JPG", "cr. 3 mai.pptx", "cr.eml", "cr.exe", "cr.zip", "cr.doc"]
)
def test_an_extension_of_another_kind_is_told(name: str) -> None:
    (warning,) = read_document(docx(p("Un")), name=name).warnings
    assert warning.code == "wrong_extension"
    assert warning.message.startswith(
        f"The file is named .{name.rpartition('.')[2].lower()}, but its content is"
    )


@pytest.mark.parametrize(
    "name",
    [
        "cr.docx",
        "cr.docm",
        "cr.DOTX",
        "cr",
        "cr.2024",
        "M. Roux",
        "cr.tmp",
        "xls",
        "cr.v2",
        "cr. 12 mars",
        "cr.",
    ],
)
def test_names_that_do_not_contradict(name: str) -> None:
    assert read_document(docx(p("Un")), name=name).warnings == ()


def test_an_archive_is_for_a_corpus() -> None:
    with pytest.raises(ReadError) as caught:
        read_document(zipped({"cr.txt": "Budget"}))
    assert caught.value.code == "archive"


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
        (bytes(range(1, 32)) * 40, "unknown_format"),
        (b"PK\x03\x04 rest lost", "truncated"),
        (docx(p("Un"))[:-40], "truncated"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), "other_format"),
        (COMPOUND + utf_16("EncryptedPackage"), "encrypted"),
        (COMPOUND + utf_16("Workbook"), "truncated"),
        (compound({"VisioDocument": b"x"}), "other_format"),
        (compound({"PowerPoint Document": b"x", "Pictures": b"Workbook"}), "other_format"),
        (compound({"CONTENTS": b"x"}), "unknown_format"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "other_format"),
        (zipped({"mimetype": "application/vnd.sun.xml.calc"}), "other_format"),
        (
            zipped(
                {
                    "mimetype": "application/vnd.sun.xml.writer",
                    "META-INF/manifest.xml": "<manifest:encryption-data/>",
                }
            ),
            "encrypted",
        ),
        (b"GIF89a" + b"\0" * 40, "other_format"),
        (b"\0\0\0\x1cftypavif" + b"\0" * 40, "other_format"),
        (b"\x78\x9f\x3e\x22" + b"\0" * 40, "packed"),
        (b"!BDN" + b"\0" * 40, "packed"),
        (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "cloud_link"),
        (b'{"title": "Conseil"}', "other_format"),
        (b"<?xml version='1.0'?><rss/>", "other_format"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "other_format"),
        ("Nom;Prénom;Vote\nRoux;Ana;oui\nPetit;Luc;non\n".encode(), "other_format"),
    ],
)
def test_what_is_wrong_with_a_file(content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        detect_format(content)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("manifest", "content", "format"),
    [
        (f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT.decode()}"/>', "", "odt"),
        (f'<manifest:file-entry manifest:media-type="{ODT.decode()}" manifest:full-path="/"/>', "", "odt"),
        ("", "<office:document-content><office:body><office:text>", "odt"),
        ("", "<office:document-content><office:body><office:spreadsheet>", "ods"),
        ("", '<office:document-content office:class="text"><office:body>', "sxw"),
        ("", "<conseil>", "zip"),
    ],
)
def test_an_opendocument_package_that_has_lost_its_type(manifest: str, content: str, format: str) -> None:
    parts = {"META-INF/manifest.xml": manifest, "content.xml": content}
    assert detect_format(zipped(parts)) == format


@pytest.mark.parametrize(
    "parts",
    [
        ["Index/Document.iwa"],
        ["Index.zip"],
        ["index.apxl"],
        ["buildVersionHistory.plist", "index.xml.gz"],
        ["buildVersionHistory.plist", "index.xml"],
    ],
)
def test_apples_packages(parts: list[str]) -> None:
    package = zipped(dict.fromkeys([*parts, "QuickLook/Preview.pdf"], "x"))
    with pytest.raises(ReadError) as caught:
        detect_format(package, "cr.pages")
    assert (caught.value.code, caught.value.advice) == (
        "pages",
        "Open it in Pages or on icloud.com and export it as Word (.docx) or PDF.",
    )
    with pytest.raises(ReadError) as caught:
        detect_format(package, "budget.numbers")
    assert (caught.value.code, caught.value.message) == (
        "other_format",
        "The file is a worksheet of Apple's (Numbers), no minutes.",
    )


def test_zeros_in_the_place_of_a_file() -> None:
    with pytest.raises(ReadError) as caught:
        detect_format(bytes(5000), "cr.docx")
    assert str(caught.value) == (
        "The file is empty: there are only zeros in it, as where a copy or a download has not ended. "
        "If it lies on a cloud drive, have it kept on this machine; else copy it anew."
    )


@pytest.mark.parametrize("parts", [["index.xml", "cr.pdf"], ["buildVersionHistory.plist", "cr.pdf"]])
def test_archives_with_names_like_apples(parts: list[str]) -> None:
    assert detect_format(zipped(dict.fromkeys(parts, "x"))) == "zip"


PROTECTED = Path(__file__).parent.parent / "data" / "protected"


@pytest.mark.parametrize("name", ["cr.doc", "cr.docx", "cr.odt"])
def test_a_document_under_a_password(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(PROTECTED / name)
    assert (caught.value.code, caught.value.message) == (
        "encrypted",
        "The file is protected by a password.",
    )


@pytest.mark.parametrize(("start", "version"), [(b"\xdc\xa5\x68\0", 0x68), (b"\xec\xa5\xc1\0", 0xC1)])
@pytest.mark.parametrize("before", [0, 64, 512])
def test_the_version_of_an_old_word_file(start: bytes, version: int, before: int) -> None:
    chance = b"\xec\xa5\0\0"  # two bytes alike, no version after them
    container = COMPOUND.ljust(512, b"\0") + (chance.ljust(before, b"\0") if before else b"")
    assert word_version(container + start.ljust(600, b"\0")) == version


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(tmp_path / "absent.docx")
    assert caught.value.code == "unreadable"


def test_a_format_that_has_no_reader() -> None:
    with pytest.raises(ReadError) as caught:
        read_document(b"x", format="wps")
    assert caught.value.code == "unknown_format"
