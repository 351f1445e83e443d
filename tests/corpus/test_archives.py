"""ZIP archives as inputs of a corpus: their files, and what is wrong with them, one line each."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from crparse.corpus import containers as archives
from crparse.corpus.inputs import find_inputs
from crparse.errors import ReadError
from crparse.readers.files.detect import detect_format


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def found(file: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Path -> content of what is read, and path -> code of what is not."""
    inputs = find_inputs([file])
    read = {item.path: item.read() for item in inputs.files}
    return read, {entry.path: entry.code for entry in inputs.entries}


def write(folder: Path, content: bytes, name: str = "archives.zip") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def test_the_files_of_an_archive_go_by_its_name_and_theirs(tmp_path: Path) -> None:
    file = write(tmp_path, zipped({"2024/cr.txt": b"Un", "2024/": b"", "pv.txt": b"Deux"}))
    assert found(file) == ({"archives.zip/2024/cr.txt": b"Un", "archives.zip/pv.txt": b"Deux"}, {})
    assert [item.name for item in find_inputs([tmp_path]).files] == ["cr.txt", "pv.txt"]
    assert list(tmp_path.iterdir()) == [file]


def test_an_archive_is_known_by_its_content(tmp_path: Path) -> None:
    misnamed = write(tmp_path, zipped({"cr.txt": b"Un"}), "cr.docx")
    assert found(misnamed) == ({"cr.docx/cr.txt": b"Un"}, {"cr.docx": "wrong_extension"})
    misnamed.unlink()
    odt = zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})
    assert found(write(tmp_path, odt, "pv.zip")) == ({"pv.zip": odt}, {})


def test_the_same_content_inside_and_outside_is_one_document(tmp_path: Path) -> None:
    write(tmp_path, zipped({"a.txt": b"Un", "b.txt": b"Un"}))
    write(tmp_path, b"Un", "c.txt")
    inputs = find_inputs([tmp_path])
    assert [item.path for item in inputs.files] == ["archives.zip/a.txt"]
    assert [item.path for item in inputs.repeats] == ["archives.zip/b.txt", "c.txt"]


def test_what_programs_leave_is_skipped(tmp_path: Path) -> None:
    names = ["__MACOSX/._cr.txt", ".DS_Store", "2024/Thumbs.db"]
    file = write(tmp_path, zipped(dict.fromkeys(names, b"x")))
    assert found(file) == ({}, {"archives.zip": "empty_archive"})
    hidden = write(tmp_path, zipped({".cr.txt": b"Un", "pv.txt": b"Deux"}), "b.zip")
    assert found(hidden) == ({"b.zip/pv.txt": b"Deux"}, {"b.zip/.cr.txt": "hidden"})
    assert found(write(tmp_path, zipped({}))) == ({}, {"archives.zip": "empty_archive"})


@pytest.mark.parametrize("name", ["../cr.txt", "a/../../cr.txt", "/etc/cr.txt", "C:\\cr.txt", "..\\cr.txt"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    read, codes = found(write(tmp_path, zipped({name: b"Un", "pv.txt": b"Deux"})))
    assert read == {"archives.zip/pv.txt": b"Deux"}
    assert list(codes.values()) == ["unsafe_name"]


def test_a_file_without_a_name_costs_itself_only(tmp_path: Path) -> None:
    archive = bytearray(zipped({"x": b"Un", "pv.txt": b"Deux"}))
    entry = archive.index(b"PK\1\2")
    archive[entry + 28], archive[entry + 32] = 0, 1  # the letter of its name made a remark
    assert found(write(tmp_path, bytes(archive))) == (
        {"archives.zip/pv.txt": b"Deux"},
        {"archives.zip": "unsafe_name"},
    )


def test_a_name_that_python_took_from_elsewhere_in_the_archive() -> None:
    assert archives._name(zipfile.ZipInfo("vœux.txt")) == "vœux.txt"


def test_an_archive_whose_type_is_damaged_is_one_failure() -> None:
    packed = bytearray(zipped({"mimetype": b"application/zip" * 40}, zipfile.ZIP_LZMA))
    at = packed.index(b"mimetype") + len("mimetype") + 12
    packed[at : at + 8] = b"\xff" * 8
    with pytest.raises(ReadError) as caught:
        detect_format(bytes(packed))
    assert caught.value.code == "truncated"


def raw_name(name: bytes) -> bytes:
    """An archive with a file of this name, which does not say how it is encoded."""
    placeholder = "x" * len(name)
    return zipped({placeholder: b"Un"}).replace(placeholder.encode(), name)


@pytest.mark.parametrize("encoding", ["utf-8", "cp850", "cp437", "cp1252", "mac_roman"])
def test_names_in_the_encodings_of_old_programs(tmp_path: Path, encoding: str) -> None:
    file = write(tmp_path, raw_name("séance-été.txt".encode(encoding)))
    assert found(file) == ({"archives.zip/séance-été.txt": b"Un"}, {})


def test_names_in_utf_8_are_composed(tmp_path: Path) -> None:
    file = write(tmp_path, zipped({"se\u0301ance.txt": b"Un"}))
    assert found(file) == ({"archives.zip/s\u00e9ance.txt": b"Un"}, {})


def test_an_archive_in_an_archive_is_opened_and_one_deeper_refused(tmp_path: Path) -> None:
    deepest = zipped({"c.txt": b"Trois"})
    inner = zipped({"b.txt": b"Deux", "plus/deep.zip": deepest})
    file = write(tmp_path, zipped({"a.txt": b"Un", "2023.zip": inner}))
    read = {"archives.zip/a.txt": b"Un", "archives.zip/2023.zip/b.txt": b"Deux"}
    assert found(file) == (read, {"archives.zip/2023.zip/plus/deep.zip": "nested_archive"})


def test_no_archive_is_opened_once_for_each_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    class Counted(zipfile.ZipFile):
        def __init__(self, *arguments: object) -> None:
            opened.append(arguments)
            super().__init__(*arguments)  # type: ignore[arg-type]

    inner = zipped({f"{i}.txt": b"Deux %d" % i for i in range(300)})
    file = write(tmp_path, zipped({"2023.zip": inner, **{f"{i}.txt": b"Un %d" % i for i in range(300)}}))
    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    assert len(found(file)[0]) == 600
    assert len(opened) < 10


@pytest.mark.parametrize("limit", ["MOST_FILES", "MOST_BYTES"])
def test_archives_in_an_archive_are_limited_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    one, two = (zipped({f"{i}.txt": b"Seance %d" % i}) for i in range(2))
    file = write(tmp_path, zipped({"1.zip": one, "2.zip": two}))
    assert len(found(file)[0]) == 2
    monkeypatch.setattr(archives, limit, {"MOST_FILES": 3, "MOST_BYTES": len(one + two) + 10}[limit])
    assert found(file) == ({"archives.zip/1.zip/0.txt": b"Seance 0"}, {"archives.zip/2.zip": "too_large"})


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "UNSUSPECTED", 10_000)
    file = write(tmp_path, zipped({"bombe.txt": b"0" * 1_000_000, "cr.txt": b"Un", "long.txt": b"0" * 9_999}))
    read, codes = found(file)
    assert sorted(read) == ["archives.zip/cr.txt", "archives.zip/long.txt"]
    assert codes == {"archives.zip/bombe.txt": "too_large"}


@pytest.mark.parametrize(("limit", "value"), [("MOST_FILES", 1), ("MOST_BYTES", 5)])
def test_too_much_altogether(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    file = write(tmp_path, zipped({"a.txt": b"Un", "b.txt": b"Deux"}))
    assert len(found(file)[0]) == 2
    monkeypatch.setattr(archives, limit, value)
    assert found(file) == ({}, {"archives.zip": "too_large"})


def test_a_size_that_lies_is_not_exceeded(tmp_path: Path) -> None:
    honest = zipped({"cr.txt": b"0" * 5_000_000})
    size = (5_000_000).to_bytes(4, "little")
    file = write(tmp_path, honest.replace(size, (100).to_bytes(4, "little")))
    assert found(file) == ({}, {"archives.zip/cr.txt": "truncated"})


def test_protected_and_unknown_packing_and_links(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("lien.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("secret.txt", "Un")
        archive.writestr("autre.txt", "Deux")
    content = bytearray(stream.getvalue())
    for name, offset, value in ((b"secret.txt", 8, 1), (b"autre.txt", 10, 9)):
        entry = content.rindex(b"PK\1\2", 0, content.rindex(name))
        content[entry + offset] = value
    assert found(write(tmp_path, bytes(content))) == (
        {},
        {
            "archives.zip/lien.txt": "not_a_file",
            "archives.zip/secret.txt": "encrypted",
            "archives.zip/autre.txt": "unknown_packing",
        },
    )


def test_a_damaged_file_costs_itself_only(tmp_path: Path) -> None:
    whole = zipped({"a.txt": b"Un conseil", "b.txt": b"Deux conseils"}, zipfile.ZIP_STORED)
    file = write(tmp_path, whole.replace(b"Un conseil", b"Un consail"))
    assert found(file) == (
        {"archives.zip/b.txt": b"Deux conseils"},
        {"archives.zip/a.txt": "truncated"},
    )


def test_an_archive_cut_short_is_one_failure(tmp_path: Path) -> None:
    file = write(tmp_path, zipped({"a.txt": b"Un" * 500})[:60])
    assert [item.path for item in find_inputs([file]).files] == ["archives.zip"]


def test_an_archive_gone_meanwhile(tmp_path: Path) -> None:
    file = write(tmp_path, zipped({"a.txt": b"Un"}))
    item = find_inputs([file]).files[0]
    file.unlink()
    with pytest.raises(ReadError) as caught:
        item.read()
    assert caught.value.code == "unreadable"
