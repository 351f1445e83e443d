"""ODT files written here by hand, and the blocks they must give."""

import io
import zipfile

import pytest

from crparse.errors import ReadError
from crparse.readers import read_document
from crparse.readers.blocks.markers import written
from crparse.readers.files.detect import ODT
from crparse.readers.files.markup import NAMESPACES
from crparse.readers.opendocument import read_odt
from crparse.source import Kind

SPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
STYLES = """
<style:style style:name="Standard" style:family="paragraph">
  <style:text-properties fo:font-size="11pt"/>
</style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
  <style:paragraph-properties fo:text-align="center"/>
  <style:text-properties fo:font-size="150%" fo:font-weight="bold"/>
</style:style>
<style:style style:name="Gras" style:family="text">
  <style:text-properties fo:font-weight="bold"/>
</style:style>
<text:list-style style:name="Puces">
  <text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
</text:list-style>
<text:list-style style:name="Points">
  <text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix=")"/>
</text:list-style>
"""


def odt(body: str, *, header: str = "", manifest: str = "<manifest/>", styles: str = "") -> bytes:
    content = (
        f"<office:document-content {SPACES}>"
        f"<office:automatic-styles>{STYLES}{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {SPACES}><office:master-styles><style:master-page style:name='Standard'>"
        f"<style:header>{header}</style:header></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
        package.writestr("styles.xml", styles)
    return stream.getvalue()


def read(body: str, **rest: str) -> list[tuple[str, str | None]]:
    return [(block.text, block.marker) for block in read_odt(odt(body, **rest), "pv.odt").blocks]


def test_bold_lead_keeps_its_run() -> None:
    block = read_odt(
        odt('<text:p><text:span text:style-name="Gras">Présents :</text:span> Léa Morvan</text:p>'), "pv.odt"
    ).blocks[0]
    assert block.text == "Présents : Léa Morvan"
    assert [block.text[run.start : run.end] for run in block.runs if run.bold] == ["Présents :"]


@pytest.mark.parametrize("number", ["", "x", "-3", "9" * 5000, "²"])
def test_numbers_that_are_none(number: str) -> None:
    body = (
        f'<text:h text:outline-level="{number}">Budget<text:s text:c="{number}"/>voté</text:h>'
        f'<text:list text:style-name="Points"><text:list-item text:start-value="{number}">'
        "<text:p>Voirie</text:p></text:list-item></text:list>"
        f'<table:table><table:table-row><table:table-cell table:number-rows-spanned="{number}"'
        f' table:number-columns-repeated="{number}"><text:p>École</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    assert [text for text, _ in read(body)] == ["Budget voté", "I. Voirie", "École"]


def test_blanks_without_end_are_few() -> None:
    (found,) = read('<text:p>Budget<text:s text:c="2000000000"/>voté</text:p>')
    assert len(found[0]) < 20_000


def test_title_style_and_relative_size() -> None:
    block = read_odt(odt('<text:p text:style-name="Title">Procès-verbal</text:p>'), "pv.odt").blocks[0]
    assert (block.heading_level, block.size, block.align, block.share("bold")) == (0, 16.5, "center", 1.0)


@pytest.mark.parametrize(("said", "size"), [("150%", 16.5), ("x%", 11.0), ("%", 11.0), ("14pt", 14.0)])
def test_a_size_that_is_none_leaves_the_one_before(said: str, size: float) -> None:
    content = odt('<text:p text:style-name="Title">Budget</text:p>', header="")
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"150%"', f'"{said}"'.encode()))
    assert read_odt(changed.getvalue(), "pv.odt").blocks[0].runs[0].size == size


def test_styles_based_on_each_other_in_a_circle() -> None:
    circle = "".join(
        f'<style:style style:name="{one}" style:family="paragraph" style:parent-style-name="{other}">'
        f"<style:paragraph-properties {look}/></style:style>"
        for one, other, look in (
            ("A", "B", 'fo:text-align="center"'),
            ("B", "A", 'fo:margin-left="36pt"'),
        )
    )
    content = f"""<office:document {SPACES} office:mimetype="{ODT.decode()}">
      <office:automatic-styles>{circle}</office:automatic-styles>
      <office:body><office:text><text:p text:style-name="A">Budget</text:p></office:text></office:body>
      </office:document>"""
    (block,) = read_document(content.encode()).blocks
    assert (block.text, block.align, block.indent, block.style) == ("Budget", "center", 36.0, "A")


def test_styles_based_on_each_other_without_end() -> None:
    chain = "".join(
        f'<style:style style:name="A{i}" style:family="paragraph" style:parent-style-name="A{i + 1}"/>'
        for i in range(5000)
    )
    content = f"""<office:document {SPACES} office:mimetype="{ODT.decode()}">
      <office:automatic-styles>{chain}</office:automatic-styles>
      <office:body><office:text><text:p text:style-name="A0">Budget</text:p></office:text></office:body>
      </office:document>"""
    (block,) = read_document(content.encode()).blocks
    assert (block.text, block.style) == ("Budget", "A5000")


def test_notes_of_notes() -> None:
    note = "<text:note><text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    body = f"<text:p>Budget{note.format('Un' + note.format('Deux'))}</text:p>"
    assert [text for text, _ in read(body)] == ["Budget", "Un", "Deux"]


def test_a_flat_file_with_a_picture_longer_than_the_parser_takes() -> None:
    data = f"<office:binary-data>{'A' * 11_000_000}</office:binary-data>"
    picture = f"<draw:frame><draw:image>{data}</draw:image></draw:frame>"
    content = f"""<office:document {SPACES} office:mimetype="{ODT.decode()}"><office:body><office:text>
      <text:p>Budget{picture}</text:p></office:text></office:body></office:document>"""
    assert read_document(content.encode()).text == "Budget"


def test_bullets_are_markers_and_numbers_are_text() -> None:
    body = """
    <text:list text:style-name="Puces"><text:list-item><text:p>Budget</text:p></text:list-item></text:list>
    <text:list text:style-name="Points">
      <text:list-item><text:p>Finances</text:p>
        <text:list><text:list-item><text:p>Tarifs</text:p></text:list-item>
                   <text:list-item><text:p>Emprunt</text:p></text:list-item></text:list>
      </text:list-item>
      <text:list-item><text:p>Voirie</text:p><text:p>suite du point</text:p></text:list-item>
    </text:list>
    <text:list text:style-name="Points" text:continue-numbering="true">
      <text:list-header><text:p>Divers</text:p></text:list-header>
      <text:list-item><text:p>École</text:p></text:list-item>
    </text:list>"""
    assert read(body) == [
        ("Budget", "•"),
        ("I. Finances", "I."),
        ("1) Tarifs", "1)"),
        ("2) Emprunt", "2)"),
        ("II. Voirie", "II."),
        ("suite du point", None),
        ("Divers", None),
        ("III. École", "III."),
    ]


def test_a_list_that_continues_one_named_earlier() -> None:
    body = """
    <text:list text:style-name="Points" xml:id="list1">
      <text:list-item><text:p>Budget</text:p></text:list-item></text:list>
    <text:list text:style-name="Points" xml:id="list2">
      <text:list-item><text:p>Recettes</text:p></text:list-item></text:list>
    <text:list text:style-name="Points" xml:id="list3" text:continue-list="list1">
      <text:list-item><text:p>Voirie</text:p></text:list-item></text:list>
    <text:list text:style-name="Points" xml:id="list4" text:continue-list="list3">
      <text:list-item><text:p>École</text:p></text:list-item></text:list>
    <text:list text:style-name="Points" text:continue-list="gone">
      <text:list-item><text:p>Divers</text:p></text:list-item></text:list>
    <text:list text:style-name="Points">
      <text:list-item><text:p>Vœux</text:p></text:list-item></text:list>"""
    assert read(body) == [
        ("I. Budget", "I."),
        ("I. Recettes", "I."),
        ("II. Voirie", "II."),
        ("III. École", "III."),
        ("I. Divers", "I."),
        ("I. Vœux", "I."),
    ]


def test_typed_bullets_and_numbers() -> None:
    body = "<text:p>- Voirie</text:p><text:p>1) École</text:p><text:p>A. Morvan préside.</text:p>"
    assert read(body) == [("Voirie", "-"), ("1) École", "1)"), ("A. Morvan préside.", None)]


def test_items_typed_in_one_paragraph() -> None:
    body = (
        "<text:p>▪ Léa Morvan<text:tab/>▪ Luc Aubin</text:p>"
        "<text:p>Points :<text:line-break/>- voirie</text:p>"
    )
    assert read(body) == [("Léa Morvan", "▪"), ("Luc Aubin", "▪"), ("Points :", None), ("voirie", "-")]
    numbered = '<text:list text:style-name="Points"><text:list-item>%s</text:list-item></text:list>'
    assert read(numbered % "<text:p>Divers<text:line-break/>- voirie</text:p>") == [
        ("I. Divers", "I."),
        ("voirie", "-"),
    ]


def test_empty_paragraphs_leave_white_above_the_next() -> None:
    body = (
        "<text:p>Présents</text:p><text:p/><text:p> </text:p><text:p>Léa Morvan</text:p><text:p>Fin</text:p>"
    )
    found = read_odt(odt(body), "pv.odt").blocks
    assert [(b.text, b.space_before, b.paragraph) for b in found] == [
        ("Présents", 0.0, 0),
        ("Léa Morvan", 22.0, 3),
        ("Fin", 0.0, 4),
    ]


def test_a_flat_file_is_read_as_a_zipped_one() -> None:
    flat = (
        f"<?xml version='1.0'?><office:document {SPACES} office:mimetype='{ODT.decode()}'>"
        "<office:meta><dc:title>PV de mai</dc:title></office:meta>"
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        "<office:master-styles><style:master-page style:name='Standard'>"
        "<style:header><text:p>Commune de Valmont</text:p></style:header></style:master-page>"
        "</office:master-styles><office:body><office:text><text:h text:outline-level='1'>Budget</text:h>"
        "<text:p><text:span text:style-name='Gras'>Présents</text:span> : Léa Morvan</text:p>"
        "</office:text></office:body></office:document>"
    )
    source = read_document(flat.encode(), name="pv.fodt")
    assert (source.format, source.title, source.warnings) == ("odt", "PV de mai", ())
    assert [(b.text, b.heading_level, b.kind) for b in (*source.blocks, *source.furniture)] == [
        ("Budget", 1, Kind.PARAGRAPH),
        ("Présents : Léa Morvan", None, Kind.PARAGRAPH),
        ("Commune de Valmont", None, Kind.HEADER),
    ]
    with pytest.raises(ReadError) as caught:
        read_document(flat.encode()[:-80], name="pv.fodt")
    assert caught.value.code == "corrupt_odt"


def test_spaces_tabs_breaks_and_line_feeds_of_the_file() -> None:
    body = '<text:p>Nom<text:tab/>Rôle<text:line-break/>Luc\n  Aubin<text:s text:c="2"/>maire</text:p>'
    assert read(body) == [("Nom\tRôle\nLuc Aubin  maire", None)]


def test_accents_are_composed_and_soft_hyphens_dropped() -> None:
    assert read("<text:p>Se\u0301ance pu\u00adblique</text:p>") == [("Séance publique", None)]


def test_deleted_text_is_left_out_and_notes_come_last() -> None:
    body = """<text:tracked-changes><text:p>Ancien texte</text:p></text:tracked-changes>
    <text:p>Le CSE<text:note><text:note-citation>1</text:note-citation><text:note-body>
    <text:p>Comité social et économique</text:p></text:note-body></text:note> se réunit.</text:p>
    <text:p>Fin.</text:p>"""
    blocks = read_odt(odt(body), "pv.odt").blocks
    assert [(b.text, b.kind) for b in blocks] == [
        ("Le CSE se réunit.", Kind.PARAGRAPH),
        ("Fin.", Kind.PARAGRAPH),
        ("Comité social et économique", Kind.FOOTNOTE),
    ]


def test_merged_cells_stand_once_and_nested_tables_apart() -> None:
    body = """<table:table>
    <table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Collège des élus</text:p>
    </table:table-cell><table:covered-table-cell/></table:table-row>
    <table:table-row><table:table-cell><text:p>Zoé Lantier</text:p></table:table-cell>
    <table:table-cell><table:table><table:table-row><table:table-cell><text:p>X</text:p></table:table-cell>
    </table:table-row></table:table></table:table-cell></table:table-row></table:table>"""
    found = [
        (b.text, b.cell and (b.cell.table, b.cell.row, b.cell.column, b.cell.column_span, b.cell.rows))
        for b in read_odt(odt(body), "pv.odt").blocks
    ]
    assert found == [
        ("Collège des élus", (0, 0, 0, 2, 2)),
        ("Zoé Lantier", (0, 1, 0, 1, 2)),
        ("X", (1, 0, 0, 1, 1)),
    ]


def test_page_header_is_furniture_without_its_page_number() -> None:
    header = "<text:p>Commune de Valdorge - page <text:page-number>3</text:page-number></text:p>"
    source = read_odt(odt("<text:p>Séance ouverte.</text:p>", header=header), "pv.odt")
    assert source.text == "Séance ouverte."
    assert [(b.text, b.kind) for b in source.furniture] == [("Commune de Valdorge - page", Kind.HEADER)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (odt("<text:p>a</text:p>", manifest="<manifest:encryption-data/>"), "encrypted"),
        (odt("<text:p>a</text:p>")[:900], "corrupt_odt"),
        (odt("<text:p>a"), "corrupt_odt"),
    ],
)
def test_unreadable_packages_say_why(content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_odt(content, "pv.odt")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("value", "format", "expected"),
    [(4, "I", "IV"), (1999, "i", "mcmxcix"), (27, "a", "aa"), (26, "A", "Z"), (7, "1", "7")],
)
def test_numbers_as_they_are_written(value: int, format: str, expected: str) -> None:
    assert written(value, format) == expected


def test_small_capitals_and_struck_text() -> None:
    styles = (
        "<style:style style:name='Petites' style:family='text'>"
        "<style:text-properties fo:font-variant='small-caps'/></style:style>"
        "<style:style style:name='Barre' style:family='text'>"
        "<style:text-properties style:text-line-through-style='solid'/></style:style>"
    )
    body = (
        "<text:p>Ana <text:span text:style-name='Petites'>roux</text:span>, "
        "<text:span text:style-name='Barre'>Luc Petit</text:span> Zoé</text:p>"
    )
    source = read_odt(odt(body, styles=styles), "pv.odt")
    assert source.text == "Ana ROUX,  Zoé"
    assert [caveat.code for caveat in source.warnings] == ["struck_text"]
