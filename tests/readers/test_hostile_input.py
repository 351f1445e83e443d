"""Files that are broken on purpose, or larger and deeper than any minutes: read, or refused in one line."""

import io
import os
import socket
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from word_files import abstract, docx, lvl, num, p, style, zipped

from crparse.corpus import Limits
from crparse.corpus.build import build
from crparse.errors import ReadError
from crparse.readers import opendocument as odt_package
from crparse.readers import read_document
from crparse.readers.word import xml as word_package
from minutes_files import GARDEN, write_docx
from pdf_objects import BOX, SAYS, branching_drawings, cyclic_pages, drawing_form, one_page, with_javascript

BOMB = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a0 "le conseil ">%s]>
"""
ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
EXTERNAL = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY secret SYSTEM "file://%s">]>
"""
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>Budget %s</text:p></office:text></office:body></office:document-content>"
)


def refused(content: bytes, name: str = "cr.docx") -> str:
    """The code under which a file is refused."""
    with pytest.raises(ReadError) as caught:
        read_document(content, name=name)
    return caught.value.code


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a document asks for, nothing is fetched."""

    def refuse(*_: object) -> None:
        raise AssertionError("a document made crparse use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def odt(declaration: str, reference: str) -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": declaration + ODT % reference,
        }
    )


def word(declaration: str, reference: str) -> bytes:
    package = zipfile.ZipFile(io.BytesIO(docx(p("Budget"))))
    parts = {name: package.read(name).decode() for name in package.namelist()}
    plain = parts["word/document.xml"].partition("?>")[2] or parts["word/document.xml"]
    parts["word/document.xml"] = declaration + plain.replace("Budget", f"Budget {reference}")
    return zipped(parts)


@pytest.mark.parametrize("make", [odt, word])
def test_entities_do_not_multiply(make: type[bytes]) -> None:
    content = make(BOMB % ENTITIES, "&a9;")
    try:
        text = read_document(content, name="cr").text
    except ReadError as error:
        text = error.message
    assert len(text) < 500


@pytest.mark.parametrize("make", [odt, word])
def test_no_file_of_the_machine_is_read(make: type[bytes], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe")
    content = make(EXTERNAL % secret, "&secret;")
    assert "mot de passe" not in read_document(content, name="cr").text


def test_no_picture_of_a_web_page_is_fetched() -> None:
    page = (
        '<html><body><img src="http://192.0.2.1/x.png"><iframe src="http://192.0.2.1/"></iframe>Budget</body>'
    )
    assert read_document(page.encode(), name="cr.html").text == "Budget"


def nested(opening: str, closing: str, depth: int, inner: str) -> str:
    return opening * depth + inner + closing * depth


WORD_UNITS = [
    ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"),
    ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    (
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent>",
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    ),
    (
        "<mc:AlternateContent><mc:Choice>",
        "</mc:Choice></mc:AlternateContent>",
    ),
]
ODT_UNITS = [
    ("<text:list><text:list-item>", "</text:list-item></text:list>"),
    (
        "<table:table><table:table-row><table:table-cell>",
        "</table:table-cell></table:table-row></table:table>",
    ),
    ("<text:section>", "</text:section>"),
    ("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"),
    ("<text:p><text:note><text:note-body>", "</text:note-body></text:note></text:p>"),
]
SPACES = (
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
)


@pytest.mark.parametrize(("opening", "closing"), WORD_UNITS)
def test_word_documents_nested_beyond_reason(opening: str, closing: str) -> None:
    depth = 240 // opening.count("<")
    content = docx(p("Budget") + nested(opening, closing, depth, p("Fond")))
    assert read_document(content, name="cr.docx").text == "Budget\nFond"
    content = docx(p("Budget") + nested(opening, closing, 3000, p("Fond")))
    with pytest.raises(ReadError) as caught:
        read_document(content, name="cr.docx")
    assert (caught.value.code, caught.value.message) == (
        "corrupt_docx",
        "The XML of the DOCX is damaged (it has elements, such as tables, hundreds deep inside each other).",
    )


@pytest.mark.parametrize(("opening", "closing"), ODT_UNITS)
def test_odt_documents_nested_beyond_reason(opening: str, closing: str) -> None:
    def made(depth: int) -> bytes:
        text = nested(opening, closing, depth, "<text:p>Fond</text:p>")
        content = (ODT % "").replace("</text:p>", f"</text:p>{text}").replace(">", SPACES, 1)
        return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})

    assert read_document(made(240 // opening.count("<")), name="cr.odt").text.split() == ["Budget", "Fond"]
    with pytest.raises(ReadError) as caught:
        read_document(made(3000), name="cr.odt")
    assert (caught.value.code, caught.value.message) == (
        "corrupt_odt",
        "The XML of the file is damaged (it has elements, such as tables, hundreds deep inside each other).",
    )


def test_tables_in_tables() -> None:
    table = p("Fond")
    for _ in range(30):
        table = f"<w:tbl><w:tr><w:tc>{table}{p('bord')}</w:tc></w:tr></w:tbl>"
    assert read_document(docx(table), name="cr.docx").text.split().count("bord") == 30


def test_word_styles_based_on_each_other_without_end() -> None:
    chain = "".join(style(f"S{i}", key=f"S{i}", based_on=f"S{i + 1}") for i in range(5000))
    last = style("heading 2", key="S5000", based_on="S4990")
    (block,) = read_document(docx(p("Budget", style="S0"), styles=chain + last), name="cr.docx").blocks
    assert (block.text, block.style, block.heading_level) == ("Budget", "S0", 2)


def test_a_list_of_a_list_style_that_is_its_own() -> None:
    levels = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
    own = style(
        "S", key="S", kind="numbering", content='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    content = docx(p("Budget", num="1:0"), numbering=levels + num(1, 0), styles=own)
    assert read_document(content, name="cr.docx").text == "Budget"


@pytest.mark.parametrize("level", [9, 999_999_999, -5])
def test_a_level_that_no_list_has(level: int) -> None:
    lists = abstract(0, lvl(0, "%1."), lvl(level, "%1")) + num(1, 0)
    body = p("Budget", num=f"1:{level}") + p("Voirie", num="1:0")
    assert read_document(docx(body, numbering=lists), name="cr.docx").text == "Budget\n1. Voirie"


def test_a_note_that_calls_itself() -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{p("Note", call)}</w:footnote>'
    assert read_document(docx(p("Budget", call), footnotes=note), name="cr.docx").text == "Budget\nNote"


def declared_smaller(package: bytes, part: str, size: int) -> bytes:
    """The package with another size told for a part, where it stands and in the directory."""
    told = bytearray(package)
    (info,) = (info for info in zipfile.ZipFile(io.BytesIO(package)).infolist() if info.filename == part)
    entry = package.rindex(part.encode()) - 46
    for at in (info.header_offset + 22, entry + 24):
        told[at : at + 4] = size.to_bytes(4, "little")
    return bytes(told)


def deflated(package: bytes, part: str, content: bytes) -> bytes:
    """The package with other content of a part, deflated."""
    before, after = zipfile.ZipFile(io.BytesIO(package)), io.BytesIO()
    with zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as made:
        for name in dict.fromkeys([*before.namelist(), part]):
            made.writestr(name, content if name == part else before.read(name))
    return after.getvalue()


PARTS = [
    (odt("", ""), "content.xml"),
    (odt("", ""), "styles.xml"),
    (odt("", ""), "meta.xml"),
    (odt("", ""), "META-INF/manifest.xml"),
    (docx(p("Budget")), "word/document.xml"),
    (docx(p("Budget")), "word/more.xml"),
    (docx(p("Budget")), "_rels/.rels"),
]


@pytest.mark.parametrize(("package", "part"), PARTS)
def test_a_part_that_unpacks_to_more_than_a_document(
    package: bytes, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (odt_package, word_package):
        monkeypatch.setattr(module, "MAX_XML", 2**20)
    bomb = deflated(package, part, b" " * 2**21)
    assert len(bomb) < 10_000
    assert refused(bomb) == "too_large"


@pytest.mark.parametrize(("package", "part"), PARTS)
def test_a_part_that_tells_less_than_it_holds(package: bytes, part: str) -> None:
    bomb = declared_smaller(deflated(package, part, b" " * 10**8), part, 100)
    tracemalloc.start()
    assert refused(bomb) in ("corrupt_odt", "truncated")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * 10**7


@pytest.mark.parametrize("unit", ["<div>", "<ul><li>", "<table><tr><td>", "<b>", "<blockquote>"])
def test_web_pages_nested_beyond_reason(unit: str) -> None:
    page = "<html><body><p>Budget</p>{}Fond</body></html>"
    assert read_document(page.format(unit * 600).encode(), name="cr.html").text == "Budget\nFond"
    cut = read_document(page.format(unit * 5000).encode(), name="cr.html")
    assert (cut.text, [warning.code for warning in cut.warnings]) == ("Budget", ["cut_html"])


@pytest.mark.parametrize("line", ["> " * 3000 + "Fond", "\n".join("  " * i + "- x" for i in range(500))])
def test_markdown_nested_beyond_reason(line: str) -> None:
    assert read_document(f"# Budget\n\n{line}\n".encode(), name="cr.md").text.startswith("Budget")


def test_html_in_markdown_that_is_cut_is_told() -> None:
    source = read_document(f"# Budget\n\n{'<div>' * 5000}Fond\n".encode(), name="cr.md")
    assert (source.text, [warning.code for warning in source.warnings]) == ("Budget", ["cut_html"])


def test_nothing_is_silently_empty() -> None:
    assert refused(docx(p(""))) == "no_text"
    assert refused(b"<html><body><p> </p></body></html>", "cr.html") == "no_text"


def test_many_pages_are_read_whole() -> None:
    pages = read_document(cyclic_pages(300, cycle=False), name="cr.pdf")
    assert (pages.pages, pages.text.count("Budget")) == (300, 300)


def test_a_page_tree_that_leads_back_to_itself_ends() -> None:
    try:
        text = read_document(cyclic_pages(3, cycle=True), name="cr.pdf").text
    except ReadError as error:
        text = error.code
    assert text == "corrupt_pdf" or 1 <= text.count("Budget") <= 3


def test_a_drawing_that_holds_itself_ends() -> None:
    holds = drawing_form(
        "BT /F1 12 Tf 72 600 Td (Dans le dessin) Tj ET /X Do", entries="/XObject << /X 6 0 R >>"
    )
    page = one_page(f"{SAYS} /X Do", BOX, holds, resources="/XObject << /X 6 0 R >>")
    assert read_document(page, name="cr.pdf").text == "Budget\nDans le dessin"


def test_an_outline_that_leads_back_to_itself_ends() -> None:
    entry = (
        "<< /Title (A) /Parent 6 0 R /Prev 7 0 R /Next 7 0 R /First 7 0 R /Last 7 0 R /Dest [5 0 R /Fit] >>"
    )
    outline = "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 5 >>"
    page = one_page(SAYS, BOX, outline, entry, catalogue="/Outlines 6 0 R")
    assert read_document(page, name="cr.pdf").text == "Budget"


@pytest.mark.slow
def test_a_drawing_that_branches_without_end_costs_one_document(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    write_docx(folder / "cr.docx", GARDEN)
    (folder / "endless.pdf").write_bytes(branching_drawings(levels=12, branches=12))
    report = build(folder, tmp_path / "corpus", workers=1, limits=Limits(seconds=20))
    assert [entry.path for entry in report.failures] == ["endless.pdf"]
    # PDFium takes time and memory without end: which limit it meets first depends on the machine.
    assert report.failures[0].code in {"too_slow", "crashed"}
    assert report.documents == 1


def test_a_script_in_a_pdf_is_not_run_nor_read() -> None:
    assert read_document(with_javascript("app.alert(1)"), name="cr.pdf").text.split("\n")[0] == "Budget"


NAMES = ["compte rendu.docx", "e\u0301te\u0301.docx", "a\nb.docx", "-o.docx", "$(touch x).docx", "'\".docx"]


@pytest.fixture
def strangely_named(tmp_path: Path) -> Path:
    folder = tmp_path / "minutes"
    for number, name in enumerate(NAMES):
        write_docx(folder / name, [*GARDEN, f"{number}. Divers"])
    (folder / os.fsdecode(b"s\xe9ance.docx")).write_bytes(docx(p("Budget de la commune")))
    return folder


def test_file_names_of_every_kind(strangely_named: Path, tmp_path: Path) -> None:
    report = build(strangely_named, tmp_path / "corpus", workers=0, all_kinds=True)
    assert (report.documents, report.failures) == (len(NAMES) + 1, [])
    assert sorted(os.listdir(tmp_path)) == ["corpus", "minutes"]
