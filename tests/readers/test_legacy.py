"""Old Word files and rich text, by LibreOffice: skipped where it is not installed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from word_files import docx, p, zipped

from conversion import convert
from crparse.errors import ReadError
from crparse.programs import LIBREOFFICE, STOPS, SystemPart, stopped_by_signals
from crparse.readers import office as libre_office
from crparse.readers import read_document
from crparse.readers.files.detect import COMPOUND
from crparse.readers.office import close_converter, convert_to_docx
from crparse.source import SourceDocument
from minutes_files import write_docx
from system_programs import needs_libreoffice

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}"
RTF = (
    HEAD + r"{\b Pr\'e9sents :} Aline Corbier, Hugo Ferrand\par 1. Bilan\par"
    r"\trowd\cellx3000\cellx6000 Nom\cell Vote\cell\row"
    r"\trowd\cellx3000\cellx6000 Aline Corbier\cell oui\cell\row\pard Fin\par}"
)


@contextlib.contextmanager
def nothing_left(folder: Path) -> Iterator[None]:
    """A temporary folder in which nothing may be left; no LibreOffice runs before and after."""
    close_converter()
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        yield
        close_converter()
        assert list(folder.iterdir()) == []


@pytest.fixture(scope="module", autouse=True)
def _one_for_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Most tests are about what is read: one LibreOffice does for all."""
    with nothing_left(tmp_path_factory.mktemp("legacy") / "temporary"):
        yield


def told(source: SourceDocument) -> list[tuple[str, str]]:
    return [(warning.code, warning.message) for warning in source.warnings]


@needs_libreoffice
def test_rich_text_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    source = read_document((HEAD + r"{\b Pr\'e9sents :} Aline Corbier\par Le bud").encode(), name="cr.rtf")
    assert source.text == "Présents : Aline Corbier\nLe bud"
    message = "The rich text is cut off or damaged (1 groups are not closed): text may be missing."
    assert told(source) == [("damaged_rtf", message)]


@needs_libreoffice
@pytest.mark.parametrize(
    ("rtf", "reason"),
    [
        (HEAD + "}", "The file holds no text."),
        (
            HEAD + "}" + r"\pard Pr\'e9sents : Aline Corbier, Hugo Ferrand\par}",
            "The rich text is closed before its end: what stands behind is not read.",
        ),
        (
            HEAD.replace(r"{\fonttbl", r"{\*\z{\fonttbl") + r"Pr\'e9sents : Aline Corbier\par}",
            "The rich text is cut off or damaged (1 groups are not closed): text may be missing.",
        ),
    ],
)
def test_rich_text_without_text_says_why(rtf: str, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_document(rtf.encode(), name="cr.rtf")
    assert (caught.value.code, caught.value.message) == ("no_text", reason)


@needs_libreoffice
def test_bytes_that_rich_text_announces_and_has_not() -> None:
    source = read_document((HEAD + r"\bin99999999 Le budget\par}").encode(), name="cr.rtf")
    assert (source.text, told(source)) == ("Le budget", [])


def named(container: bytes, before: str, after: str) -> bytes:
    """The container with another name of a stream in its directory."""
    old, new = (name.encode("utf-16-le") for name in (before, after))
    return container.replace(
        old.ljust(64, b"\0") + bytes([len(old) + 2]), new.ljust(64, b"\0") + bytes([len(new) + 2])
    )


@needs_libreoffice
def test_an_old_word_document_whose_streams_have_odd_names(tmp_path: Path) -> None:
    write_docx(tmp_path / "cr.docx", ["Le budget est voté."])
    content = convert(tmp_path / "cr.docx", "doc:MS Word 97", tmp_path).read_bytes()
    for name in ("worddocument", "Contents"):
        assert (
            read_document(named(content, "WordDocument", name), name="cr.doc").text == "Le budget est voté."
        )
    with pytest.raises(ReadError) as caught:
        read_document(named(content, "1Table", "Table"), name="cr.doc")
    assert caught.value.code == "corrupt_doc"


@needs_libreoffice
@pytest.mark.parametrize("lost", [{"mimetype"}, {"mimetype", "META-INF/manifest.xml"}])
def test_a_text_of_openoffice_1_that_has_lost_its_type(lost: set[str]) -> None:
    manifest = MANIFEST.format("application/vnd.sun.xml.writer")
    package = {"content.xml": OPEN_OFFICE, "META-INF/manifest.xml": manifest}
    kept = {name: content for name, content in package.items() if name not in lost}
    assert read_document(zipped(kept), name="cr.sxw").text.startswith("Bilan de l'année")


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[None]:
    """For a test about LibreOffice itself, which starts and ends in it."""
    with nothing_left(tmp_path / "temporary"):
        yield


def rtf(text: str) -> bytes:
    return (HEAD + text + "}").encode("ascii")


def words(source: SourceDocument) -> list[str]:
    return [block.text for block in source.blocks]


def old_word(folder: Path, content: bytes) -> bytes:
    """The .doc that LibreOffice makes of a DOCX or RTF file."""
    program = LIBREOFFICE.find()
    assert program is not None
    (folder / "source.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        folder,
        folder / "source.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return (folder / "source.doc").read_bytes()


@needs_libreoffice
def test_rich_text() -> None:
    source = read_document(RTF.encode(), name="cr.rtf")
    assert (source.format, source.warnings) == ("rtf", ())
    assert source.programs == (("libreoffice", LIBREOFFICE.version()),)
    assert words(source) == [
        "Présents : Aline Corbier, Hugo Ferrand", "1. Bilan", "Nom", "Vote", "Aline Corbier", "oui", "Fin",
    ]  # fmt: skip
    first = source.blocks[0]
    assert [first.text[r.start : r.end].strip() for r in first.runs if r.bold] == ["Présents :"]
    assert [(b.cell.row, b.cell.column) for b in source.blocks if b.cell] == [(0, 0), (0, 1), (1, 0), (1, 1)]


@needs_libreoffice
@pytest.mark.parametrize("length", [200, pytest.param(50_000_000, marks=pytest.mark.slow)])
def test_rich_text_with_a_picture_that_is_none(length: int) -> None:
    picture = rf"{{\pict\jpegblip\picw100\pich100 {'0f' * length}}}"
    assert words(read_document(rtf(rf"Avant\par{picture} apr\'e8s"))) == ["Avant", "après"]


@needs_libreoffice
def test_an_old_word_file_whose_row_is_taller_than_a_page(tmp_path: Path) -> None:
    lines = [f"Point {n} : le conseil délibère." for n in range(150)]
    cell = "".join(p(line) for line in lines)
    table = f"<w:tbl><w:tr><w:tc>{p('Marge')}</w:tc><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    source = read_document(old_word(tmp_path, docx(table + p("Fin"))), name="pv.doc")
    assert source.format == "doc"
    assert words(source) == ["Marge", *lines, "Fin"]


OPEN_OFFICE = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:class="text" office:version="1.0"'
    ' xmlns:office="http://openoffice.org/2000/office" xmlns:text="http://openoffice.org/2000/text"'
    ' xmlns:table="http://openoffice.org/2000/table"><office:body>'
    '<text:h text:level="2">Bilan de l\'année</text:h><text:p>Présents : Aline Corbier</text:p>'
    "<table:table><table:table-column/><table:table-column/><table:table-row>"
    "<table:table-cell><text:p>Nom</text:p></table:table-cell>"
    "<table:table-cell><text:p>Vote</text:p></table:table-cell></table:table-row></table:table>"
    "</office:body></office:document-content>"
)

MANIFEST = (
    '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">'
    '<manifest:file-entry manifest:media-type="{}" manifest:full-path="/"/>'
    '<manifest:file-entry manifest:media-type="text/xml" manifest:full-path="content.xml"/>'
    "</manifest:manifest>"
)


@needs_libreoffice
@pytest.mark.parametrize(
    "mime", ["application/vnd.sun.xml.writer", "application/vnd.sun.xml.writer.template"]
)
def test_a_text_of_openoffice_1(mime: str) -> None:
    manifest = MANIFEST.format(mime)
    package = {"mimetype": mime, "content.xml": OPEN_OFFICE, "META-INF/manifest.xml": manifest}
    source = read_document(zipped(package), name="cr.sxw")
    assert (source.format, source.warnings) == ("sxw", ())
    assert [(b.text, b.heading_level, b.cell and b.cell.column) for b in source.blocks] == [
        ("Bilan de l'année", 2, None),
        ("Présents : Aline Corbier", None, None),
        ("Nom", None, 0),
        ("Vote", None, 1),
    ]


@pytest.mark.usefixtures("alone")
@needs_libreoffice
def test_one_libreoffice_serves_several_files_and_leaves_nothing() -> None:
    assert [words(read_document(rtf(rf"S\'e9ance {n}"))) for n in range(4)] == [
        [f"Séance {n}"] for n in range(4)
    ]
    (converter,) = libre_office._converters
    assert converter.conversions == 4
    left = libre_office._socket(converter._profile)
    close_converter()
    assert not converter.folder.exists()
    assert not left.exists()


@pytest.mark.usefixtures("alone")
@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize("asked", STOPS)
def test_a_stop_while_the_profile_is_written_leaves_nothing(
    asked: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_profile = libre_office._write_profile

    def stop(folder: Path) -> None:
        signal.raise_signal(asked)
        write_profile(folder)

    monkeypatch.setattr(libre_office, "_write_profile", stop)
    present = SystemPart("LibreOffice", ("", "", ""), lambda: Path(sys.executable))
    monkeypatch.setattr(libre_office, "LIBREOFFICE", present)
    with pytest.raises(KeyboardInterrupt), stopped_by_signals():
        read_document(RTF.encode())
    close_converter()
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.usefixtures("alone")
@needs_libreoffice
def test_a_libreoffice_that_died_is_replaced() -> None:
    for n in range(2):
        read_document(rtf(f"Un {n}"))
    converter = libre_office._converters[0]
    converter._resident.close()
    assert words(read_document(rtf("Deux"))) == ["Deux"]


@needs_libreoffice
def test_a_file_that_libreoffice_cannot_open() -> None:
    content = COMPOUND + "WordDocument".encode("utf-16-le") + b" compte rendu " * 60
    with pytest.raises(ReadError) as caught:
        read_document(content)
    assert caught.value.code == "conversion_failed"
    assert "an old Word document (DOC)" in caught.value.message


@pytest.mark.usefixtures("alone")
@needs_libreoffice
def test_a_full_disk_is_not_blamed_on_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libre_office, "ROOM", 1 << 62)
    monkeypatch.setattr(libre_office.Converter, "convert", lambda *_: None)
    with pytest.raises(OSError, match="No space left on device") as caught:
        read_document(rtf("Un"))
    assert Path(caught.value.filename).parent == tmp_path / "temporary"


@pytest.mark.usefixtures("alone")
@needs_libreoffice
def test_a_conversion_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ReadError) as caught:
        convert_to_docx(RTF.encode(), "Rich Text Format", "rich text (RTF)", seconds=0.01)
    assert caught.value.code == "conversion_timeout"


@pytest.mark.usefixtures("alone")
def test_without_libreoffice_the_file_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = SystemPart("LibreOffice", ("libreoffice", "libreoffice", "LibreOffice"), lambda: None)
    monkeypatch.setattr(libre_office, "LIBREOFFICE", absent)
    with pytest.raises(ReadError) as caught:
        read_document(RTF.encode())
    assert caught.value.code == "needs_libreoffice"
    assert caught.value.message == (
        "This is rich text (RTF), which needs LibreOffice, and LibreOffice is not installed."
    )
    assert caught.value.advice.startswith("Install LibreOffice: ")


@pytest.mark.usefixtures("alone")
@needs_libreoffice
def test_nothing_is_fetched() -> None:
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append("called")
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        socket.create_connection(server.getsockname()).close()
        while not calls:  # what calls is heard
            time.sleep(0.05)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        picture = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/x.png" \\d}}{{\fldrslt x}}}}'
        text = rf'{{\field{{\*\fldinst INCLUDETEXT "{address}/x.doc"}}{{\fldrslt y}}}}'
        source = read_document(rtf(rf"Avant {picture} {text} apr\'e8s\par{{\*\template {address}/t.dot}}"))
        done.set()
        thread.join()
    assert words(source)[0].startswith("Avant")
    assert calls == ["called"]


@pytest.mark.usefixtures("alone")
@needs_libreoffice
def test_libreoffice_takes_the_settings_against_macros_links_and_network() -> None:
    for n in range(2):
        read_document(rtf(f"Un {n}"))
    profile = libre_office._converters[0].folder / "profile" / "user" / "registrymodifications.xcu"
    kept = profile.read_text(encoding="utf-8")
    # It has written the file anew, without what it does not know.
    assert kept.count("<item") > len(libre_office.SETTINGS)
    for name, value in (
        ("DisableMacrosExecution", "true"),
        ("MacroSecurityLevel", "3"),
        ("BlockUntrustedRefererLinks", "true"),
        ("Link", "0"),
        ("ooInetProxyType", "2"),
    ):
        assert f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value>' in kept


@pytest.mark.usefixtures("alone")
@needs_libreoffice
@pytest.mark.skipif(sys.platform == "win32", reason="a process ends otherwise there")
@pytest.mark.parametrize("pool", [pytest.param(False, marks=pytest.mark.slow), True])
def test_a_process_that_ends_takes_its_libreoffice_along(tmp_path: Path, pool: bool) -> None:
    code = f"""
from crparse.readers import office, read_document
def convert():
    for n in range(2):
        read_document({RTF.encode()!r})
    return office._converters[0].folder
if __name__ == "__main__":
    print(convert())
    if {pool}:
        from concurrent.futures import ProcessPoolExecutor
        with ProcessPoolExecutor(1) as pool:
            pool.submit(convert).result()
"""
    script = tmp_path / "temporary" / "script.py"
    script.write_text(code)
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, script], env=environment, check=True, capture_output=True, text=True, timeout=600
    )
    assert Path(done.stdout.strip()).parent == tmp_path
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "temporary"] == []
    script.unlink()
