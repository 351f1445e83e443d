"""DOCX files written here by hand, and the blocks they must give."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from word_files import TYPES, abstract, docx, lvl, num, p, part, r, style, tbl, tc, tr, zipped

from crparse.errors import ReadError
from crparse.readers import read_document
from crparse.readers.files.detect import detect_format
from crparse.readers.word import read_word
from crparse.source import Block, Cell, Kind, Run, SourceDocument

TEXT_BOX = "<w:txbxContent>{}</w:txbxContent>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def read(body: str = "", **parts: str) -> SourceDocument:
    return read_word(docx(body, **parts), "pv.docx")


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in read(body, **parts).blocks]


def only(body: str, **parts: str) -> Block:
    (block,) = read(body, **parts).blocks
    return block


def field(code: str, result: str) -> str:
    return (
        FIELD.format("begin")
        + f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        + FIELD.format("separate")
        + r(result)
        + FIELD.format("end")
    )


def box(content: str) -> str:
    """A text box as Word writes it: drawn, and a second time for old programs."""
    inner = TEXT_BOX.format(content)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><a:graphic><a:graphicData uri="x">'
        f"{inner}</a:graphicData></a:graphic></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


# Text


def test_paragraphs_and_tables_in_the_order_of_the_body() -> None:
    source = read(p("Présents") + tbl(tr("Vasseur", "Nora")) + p("Ordre du jour"))
    assert [(b.text, b.paragraph) for b in source.blocks] == [
        ("Présents", 0),
        ("Vasseur", 1),
        ("Nora", 2),
        ("Ordre du jour", 3),
    ]
    assert source.text == "Présents\nVasseur\tNora\nOrdre du jour"
    assert (source.name, source.format, source.pages) == ("pv.docx", "docx", None)


def test_tabs_breaks_and_hyphens() -> None:
    name = "<w:r><w:t>Nom</w:t><w:tab/><w:t>Jean</w:t><w:noBreakHyphen/><w:t>Luc</w:t></w:r>"
    assert texts(p(name, "<w:r><w:br/><w:t>absent</w:t></w:r>")) == ["Nom\tJean-Luc\nabsent"]


def test_what_is_not_seen_is_dropped_and_accents_are_joined() -> None:
    accent = r("re\u0301union\u200b extra\u00adordinaire") + r("Re", "<w:b/>") + r("\u0301mi")
    block = only(p(accent))
    assert block.text == "réunion extraordinaireRémi"
    assert [block.text[run.start : run.end] for run in block.runs] == ["réunion extraordinaire", "Ré", "mi"]


def test_spaces_that_do_not_break_are_kept_and_outer_ones_dropped() -> None:
    assert texts(p("  Vote\u00a0: 3\u202f000 €  ")) == ["Vote\u00a0: 3\u202f000 €"]


def test_empty_paragraphs_give_no_block_but_white() -> None:
    source = read(p("Un") + p() + p(" ") + p("Deux"))
    assert [(b.text, b.space_before) for b in source.blocks] == [("Un", 0.0), ("Deux", pytest.approx(25.3))]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    inserted = f'<w:ins w:id="1">{r("neuf")}</w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>huit</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="3">{r("ailleurs")}</w:moveFrom><w:moveTo w:id="4">{r(" voix")}</w:moveTo>'
    assert texts(p("Par ", inserted, deleted, moved)) == ["Par neuf voix"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = p("Le vote est ", looks='<w:rPr><w:del w:id="1"/></w:rPr>') + p("reporté.") + p("Fin.")
    assert texts(body) == ["Le vote est reporté.", "Fin."]


def test_a_deleted_mark_before_a_table_or_the_end_loses_nothing() -> None:
    joined = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = p("Vote", looks=joined) + tbl(tr(tc(p("pour", looks=joined)), "12")) + p("Fin", looks=joined)
    assert texts(body) == ["Vote", "pour", "12", "Fin"]


def test_a_large_initial_belongs_to_its_paragraph() -> None:
    body = p("L", looks='<w:framePr w:dropCap="drop" w:lines="3"/>') + p("e conseil se réunit.")
    assert texts(body) == ["Le conseil se réunit."]


def test_links_content_controls_and_smart_tags() -> None:
    link = f'<w:hyperlink w:anchor="x">{r("le site")}</w:hyperlink>'
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{r(' du club')}</w:sdtContent></w:sdt>"
    tag = f'<w:smartTag w:element="date">{r(" en mai")}</w:smartTag>'
    block_control = f"<w:sdt><w:sdtContent>{p('Titre')}{tbl(tr('A'))}</w:sdtContent></w:sdt>"
    assert texts(p("Voir ", link, control, tag) + block_control) == [
        "Voir le site du club en mai",
        "Titre",
        "A",
    ]


def test_the_prompt_of_an_empty_control_is_no_text() -> None:
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Cliquez ici')}</w:sdtContent></w:sdt>"
    )
    assert texts(p("Lieu : ", prompt)) == ["Lieu :"]


def test_fields_give_their_result() -> None:
    simple = f'<w:fldSimple w:instr=" DATE ">{r("5 mai")}</w:fldSimple>'
    nested = (
        FIELD.format("begin")
        + r("caché")
        + field("PAGE", "9")
        + FIELD.format("separate")
        + r("vu")
        + FIELD.format("end")
    )
    assert texts(p("Le ", simple, " et ", field("REF x", "le 6"), " ", nested)) == ["Le 5 mai et le 6 vu"]


def test_a_field_may_run_over_paragraphs() -> None:
    begin = (
        FIELD.format("begin")
        + '<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
        + FIELD.format("separate")
    )
    assert texts(p(begin, r("Un\t1")) + p("Deux\t2", FIELD.format("end")) + p("Suite")) == [
        "Un\t1",
        "Deux\t2",
        "Suite",
    ]


def test_a_field_without_an_end_hides_nothing() -> None:
    assert texts(p("Avant", FIELD.format("begin")) + p("Après")) == ["Avant", "Après"]


def test_boxes_to_tick() -> None:
    form = "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"
    ticked = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    empty = ticked.replace("<w:checked/>", '<w:default w:val="0"/>')
    new = f"<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>{r('☒')}</w:sdtContent></w:sdt>"
    end = FIELD.format("end")
    assert texts(p("Oui ", ticked, end, " Non ", empty, end, " Blanc ", new)) == ["Oui ☒ Non ☐ Blanc ☒"]


def test_the_entry_chosen_from_a_list() -> None:
    entries = (
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="pour"/><w:listEntry w:val="contre"/></w:ddList>'
    )
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{entries}</w:ffData></w:fldChar></w:r>'
    assert texts(p("Vote : ", begin, FIELD.format("end"))) == ["Vote : contre"]


def test_signs_of_symbol_fonts() -> None:
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
    typed = r("\uf0fc", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
    greek = r("a", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')
    assert texts(p("Suite ", sign, " fait ", typed, " ", greek)) == ["Suite → fait ✓ α"]


def test_hidden_text_and_comments_are_left_out() -> None:
    hidden = r(" (note interne)", "<w:vanish/>")
    comment = '<w:commentRangeStart w:id="0"/><w:r><w:annotationRef/></w:r>'
    assert texts(p("Adopté", hidden, comment)) == ["Adopté"]


def test_letters_set_as_capitals_are_capitals() -> None:
    styles = style("Capitales", content="<w:rPr><w:caps/></w:rPr>")
    assert texts(p("Élus présents ", r("tous", '<w:caps w:val="0"/>'), style="Capitales"), styles=styles) == [
        "ÉLUS PRÉSENTS tous"
    ]


def test_formulas_and_print_over_words() -> None:
    formula = "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"
    ruby = f"<w:r><w:ruby><w:rt>{r('glose')}</w:rt><w:rubyBase>{r('mot')}</w:rubyBase></w:ruby></w:r>"
    assert texts(p("Soit ", formula, " ", ruby)) == ["Soit x=2 mot"]


def test_text_boxes_come_once_after_their_anchor() -> None:
    group = box(p("Encadré") + p("du maire"))
    content = TEXT_BOX.format(p("Ancien"))
    old = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    assert texts(p("Séance", group) + p("Suite", old)) == ["Séance", "Encadré", "du maire", "Suite", "Ancien"]


def test_letters_drawn_as_a_picture() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="Compte rendu"/></v:shape></w:pict></w:r>'
    assert texts(p(art) + p("Séance du", art, "soir")) == ["Compte rendu", "Séance du\nCompte rendu\nsoir"]


def test_a_text_box_stands_in_the_cell_of_its_anchor() -> None:
    source = read(tbl(tr(tc(p("Nom", box(p("Encadré")))))))
    assert [(b.text, b.cell.column if b.cell else None) for b in source.blocks] == [
        ("Nom", 0),
        ("Encadré", 0),
    ]


# Looks


def test_runs_cover_the_text_with_their_looks() -> None:
    block = only(
        p(
            r("Décision", '<w:b/><w:u w:val="single"/>'),
            r(" : ", "<w:b/>"),
            r("adopté", '<w:i/><w:color w:val="c00000"/>'),
        )
    )
    assert block.runs == (
        Run(0, 8, bold=True, underline=True),
        Run(8, 11, bold=True),
        Run(11, 17, italic=True, color="C00000"),
    )


def test_looks_come_down_the_chain_of_styles() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
        + style("Base", content='<w:rPr><w:b/><w:color w:val="1F4E79"/></w:rPr>')
        + style("Titre local", based_on="Base", content='<w:rPr><w:sz w:val="28"/></w:rPr>')
        + style("Accent", kind="character", content='<w:rPr><w:i/><w:color w:val="auto"/></w:rPr>')
    )
    block = only(p("Un ", r("deux", '<w:rStyle w:val="Accent"/>'), style="Titrelocal"), styles=styles)
    assert block.runs == (
        Run(0, 3, bold=True, size=14.0, color="1F4E79"),
        Run(3, 7, bold=True, italic=True, size=14.0),
    )
    assert block.style == "Titre local"


def test_bold_twice_in_styles_is_not_bold_and_direct_bold_is_final() -> None:
    styles = style("Gras", content="<w:rPr><w:b/></w:rPr>") + style(
        "Fort", kind="character", content="<w:rPr><w:b/></w:rPr>"
    )
    strong = '<w:rStyle w:val="Fort"/>'
    block = only(
        p("a", r("b", strong), r("c", f"{strong}<w:b/>"), r("d", '<w:b w:val="0"/>'), style="Gras"),
        styles=styles,
    )
    assert [run.bold for run in block.runs] == [True, False, True, False]


def test_styles_in_a_circle_end() -> None:
    styles = style("A", based_on="B") + style("B", based_on="A", content="<w:rPr><w:b/></w:rPr>")
    assert only(p("x", style="A"), styles=styles).share("bold") == 1.0


def test_place_of_a_paragraph() -> None:
    layout = (
        '<w:jc w:val="both"/><w:ind w:left="720" w:hanging="360"/><w:spacing w:before="240" w:after="120"/>'
    )
    first, second = read(p("Un", looks=layout) + p("Deux", looks='<w:jc w:val="center"/>')).blocks
    assert (first.align, first.indent, first.space_before) == ("justify", 18.0, 12.0)
    assert (second.align, second.indent, second.space_before) == ("center", 0.0, 6.0)


def test_no_white_between_paragraphs_of_a_style_that_closes_up() -> None:
    styles = style(
        "Liste", content='<w:pPr><w:contextualSpacing/><w:spacing w:before="200" w:after="200"/></w:pPr>'
    )
    source = read(p("Un", style="Liste") + p("Deux", style="Liste") + p("Trois"), styles=styles)
    assert [b.space_before for b in source.blocks] == [10.0, 0.0, 10.0]


@pytest.mark.parametrize(
    ("styles", "named", "level"),
    [
        (style("heading 2", key="Titre2"), "Titre2", 2),
        (style("Titre 3", key="x"), "x", 3),
        (style("Title", key="Titre"), "Titre", 0),
        (style("heading 1", key="T") + style("Chapitre", key="c", based_on="T"), "c", 1),
        (style("Point", key="x", content='<w:pPr><w:outlineLvl w:val="3"/></w:pPr>'), "x", 4),
        (style("Point", key="x", content='<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'), "x", None),
        (style("toc 1", key="TM1"), "TM1", None),
        (style("Titre de la note", key="x"), "x", None),
    ],
)
def test_heading_levels(styles: str, named: str, level: int | None) -> None:
    assert only(p("Vie de l’école", style=named), styles=styles).heading_level == level


def test_an_outline_level_of_its_own() -> None:
    assert only(p("Budget", looks='<w:outlineLvl w:val="1"/>')).heading_level == 2


# Lists

BULLETS = (
    abstract(0, lvl(0, "•", "bullet"), lvl(1, "-", "bullet"))
    + abstract(1, lvl(0, "%1."))
    + num(1, 0)
    + num(2, 1)
)


def marked(body: str, **parts: str) -> list[tuple[str, str | None, int | None]]:
    return [(b.text, b.marker, b.list_level) for b in read(body, **parts).blocks]


def test_bullets_are_markers_and_numbers_both() -> None:
    body = p("Nora", num="1") + p("excusée", num="1:1") + p("Budget", num="2")
    assert marked(body, numbering=BULLETS) == [("Nora", "•", 0), ("excusée", "-", 1), ("1. Budget", "1.", 0)]
    assert [b.kind for b in read(body, numbering=BULLETS).blocks] == [Kind.LIST_ITEM] * 3


def test_a_numbered_heading_is_no_list_item() -> None:
    heading = style("heading 1", key="T")
    block = only(p("Budget", num="2", style="T"), numbering=BULLETS, styles=heading)
    assert (block.text, block.kind, block.marker, block.list_level) == (
        "1. Budget",
        Kind.PARAGRAPH,
        "1.",
        None,
    )
    assert block.body_start == 3


def test_the_number_looks_like_the_text_after_it() -> None:
    block = only(p(r("Budget", "<w:b/>"), r(" voté"), num="2"), numbering=BULLETS)
    assert block.runs == (Run(0, 9, bold=True), Run(9, 14))


def test_typed_bullets_leave_the_text_and_typed_numbers_stay() -> None:
    body = (
        p("- Nora Vasseur") + p("➢\tSuite") + p("1) Ouverture") + p("A. Roux est absente") + p("12 voix pour")
    )
    assert marked(body) == [
        ("Nora Vasseur", "-", 0),
        ("Suite", "➢", 0),
        ("1) Ouverture", "1)", None),
        ("A. Roux est absente", None, None),
        ("12 voix pour", None, None),
    ]


def test_the_letter_o_is_a_bullet_in_courier_alone() -> None:
    courier = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'
    assert marked(p(r("o", courier), r(" Suite")) + p("o Suite")) == [
        ("Suite", "o", 0),
        ("o Suite", None, None),
    ]


def test_typed_bullets_are_as_deep_as_they_stand_in() -> None:
    deeper = '<w:ind w:left="720"/>'
    body = (
        p("- Un")
        + p("- Deux", looks=deeper)
        + p("\t- Trois")
        + p("- Quatre")
        + p("Texte")
        + p("- Cinq", looks=deeper)
    )
    assert [b.list_level for b in read(body).blocks] == [0, 1, 1, 0, None, 0]


def test_runs_follow_the_text_without_its_bullet() -> None:
    assert only(p(r("- "), r("Nora", "<w:b/>"), r(" Vasseur"))).runs == (Run(0, 4, bold=True), Run(4, 12))


def test_items_typed_in_one_paragraph() -> None:
    line = "<w:r><w:br/></w:r>"
    body = p("Présents :", line, "- Nora Vasseur", line, "(maire)", line, "- Luc Aubin")
    assert marked(body) == [
        ("Présents :", None, None),
        ("Nora Vasseur\n(maire)", "-", 0),
        ("Luc Aubin", "-", 0),
    ]
    assert [b.paragraph for b in read(body).blocks] == [0, 0, 0]


def test_bullets_side_by_side() -> None:
    assert marked(p("▪ Nora Vasseur\t▪ Luc Aubin")) == [("Nora Vasseur", "▪", 0), ("Luc Aubin", "▪", 0)]
    assert marked(p("Nora Vasseur\t- excusée")) == [("Nora Vasseur\t- excusée", None, None)]


# Tables


def cells(body: str, **parts: str) -> list[tuple[str, Cell | None]]:
    return [(b.text, b.cell) for b in read(body, **parts).blocks]


def test_merged_cells_come_once() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tr(tc("Présents", more='<w:gridSpan w:val="2"/>'), more="<w:tblHeader/>"),
        tr(tc("Mairie", more=down), "Nora"),
        tr(tc("caché", more=on), "Luc"),
    )
    assert cells(table) == [
        ("Présents", Cell(0, 0, 0, 3, 2, column_span=2, header=True)),
        ("Mairie", Cell(0, 1, 0, 3, 2, row_span=2)),
        ("Nora", Cell(0, 1, 1, 3, 2)),
        ("Luc", Cell(0, 2, 1, 3, 2)),
    ]


def test_cells_merged_across_in_old_files() -> None:
    row = tr(
        tc("Présents", more='<w:hMerge w:val="restart"/>'), tc(more='<w:hMerge w:val="continue"/>'), "Visa"
    )
    assert cells(tbl(row)) == [
        ("Présents", Cell(0, 0, 0, 1, 3, column_span=2)),
        ("Visa", Cell(0, 0, 2, 1, 3)),
    ]


def test_a_row_may_begin_further_right() -> None:
    table = tbl(tr("a", "b"), tr("c", more='<w:gridBefore w:val="1"/>'))
    assert [(text, cell.column) for text, cell in cells(table) if cell] == [("a", 0), ("b", 1), ("c", 1)]


def test_nested_tables_have_their_own_number() -> None:
    inner = tbl(tr("x"))
    assert [
        (text, cell.table) for text, cell in cells(tbl(tr(tc(p("a"), inner, p("b")))) + tbl(tr("c"))) if cell
    ] == [
        ("a", 0),
        ("x", 1),
        ("b", 0),
        ("c", 2),
    ]


def test_rows_and_cells_in_content_controls_and_deleted_rows() -> None:
    control = f"<w:sdt><w:sdtContent>{tr('b', more='')}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtContent>{tc('c')}</w:sdtContent></w:sdt>"
    table = tbl(tr("a"), tr("effacé", more='<w:del w:id="1"/>'), control, f"<w:tr>{cell}{tc('d')}</w:tr>")
    assert [(text, cell.row, cell.column) for text, cell in cells(table) if cell] == [
        ("a", 0, 0),
        ("b", 1, 0),
        ("c", 2, 0),
        ("d", 2, 1),
    ]


def test_the_first_row_as_its_table_style_prints_it() -> None:
    part_of = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    styles = style("Grille", kind="table", content=part_of)
    look = '<w:tblStyle w:val="Grille"/><w:tblLook w:val="0020"/>'
    source = read(tbl(tr("Nom"), tr("Vasseur"), more=look), styles=styles)
    assert [b.share("bold") for b in source.blocks] == [1.0, 0.0]


def test_white_in_one_cell_is_none_in_the_next() -> None:
    assert [b.space_before for b in read(tbl(tr(tc(p("a"), p(), p()), "b"))).blocks] == [0.0, 0.0]


def test_tables_nested_deep() -> None:
    table = tbl(tr("fond"))
    for _ in range(60):
        table = tbl(tr(tc(table, p("x"))))
    assert texts(table) == ["fond", *["x"] * 60]


def test_long_tables_take_no_longer_a_row() -> None:
    def seconds(rows: int) -> float:
        data = docx(tbl(*[tr("Vasseur", "Nora", "Mairie", "présente")] * rows))
        start = time.process_time()
        assert len(read_word(data, "pv.docx").blocks) == 4 * rows
        return time.process_time() - start

    seconds(50)
    assert seconds(2000) < 20 * seconds(400)


# Notes, headers, footers


def test_notes_stand_after_the_body_in_the_order_of_their_calls() -> None:
    def note(kind: str, key: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'

    body = p("Un", note("endnote", 1), " deux", note("footnote", 2)) + p("Trois", note("footnote", 1))
    source = read(
        body,
        footnotes=f'<w:footnote w:id="1">{p("Note du trois")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Note du deux")}</w:footnote>'
        f'<w:footnote w:id="-1" w:type="separator">{p("trait")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{p("Fin")}</w:endnote>',
    )
    assert [(b.text, b.kind) for b in source.blocks] == [
        ("Un deux", Kind.PARAGRAPH),
        ("Trois", Kind.PARAGRAPH),
        ("Note du deux", Kind.FOOTNOTE),
        ("Note du trois", Kind.FOOTNOTE),
        ("Fin", Kind.FOOTNOTE),
    ]


def section(*references: str, more: str = "") -> str:
    named = "".join(
        f'<w:{key.rstrip("0123456789")}Reference w:type="{page}" r:id="rId_{key}"/>'
        for page, key in (reference.split("=") for reference in references)
    )
    return f"<w:sectPr>{named}{more}</w:sectPr>"


def test_headers_and_footers_stand_apart_and_each_once() -> None:
    first = section("first=header1", "default=header2", "default=footer1", more="<w:titlePg/>")
    last = section("default=header3", "even=header4")
    body = p("Un", looks=first) + p("Deux") + last
    source = read(
        body,
        header1=p("Mairie"),
        header2=p("Conseil du 5 mai"),
        header3=p("Conseil du 5 mai"),
        header4=p("pages paires"),
        footer1=p(
            "Page ", field("PAGE", "3"), " / ", f'<w:fldSimple w:instr="NUMPAGES">{r("7")}</w:fldSimple>'
        ),
    )
    assert source.text == "Un\nDeux"
    assert [(b.text, b.kind) for b in source.furniture] == [
        ("Mairie", Kind.HEADER),
        ("Conseil du 5 mai", Kind.HEADER),
        ("Page  /", Kind.FOOTER),
    ]


def test_even_pages_where_the_document_tells_them_apart() -> None:
    body = p("Un") + section("default=header1", "even=header2")
    headers = {"header1": p("impaires"), "header2": p("paires"), "settings": "<w:evenAndOddHeaders/>"}
    assert [block.text for block in read(body, **headers).furniture] == ["impaires", "paires"]


# What is not read


def caveats(body: str) -> list[str]:
    return [caveat.code for caveat in read(body).warnings]


def test_what_cannot_be_taken_in_is_said() -> None:
    words = p("Le conseil " * 20)
    ole = '<w:r><w:object><o:OLEObject Type="Embed"/></w:object></w:r>'
    chart = (
        '<w:r><w:drawing><a:graphic><a:graphicData uri="http://schemas/chart"/></a:graphic></w:drawing></w:r>'
    )
    assert caveats(words) == []
    assert caveats(words + '<w:altChunk r:id="rId9"/>' + p(ole, chart)) == [
        "alternative_chunk",
        "embedded_object",
        "drawing",
    ]


def test_a_document_of_pictures_is_said_to_be_one() -> None:
    picture = p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>")
    assert caveats(picture) == ["images_only"]
    assert caveats(picture + p("Le conseil " * 20)) == []
    with pytest.raises(ReadError) as caught:
        read_document(docx(picture))
    assert (caught.value.code, caught.value.message) == (
        "no_text",
        "The document is made of pictures: the text in them is not read.",
    )


# Damaged and foreign files


def code(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_word(data, "pv.docx")
    assert caught.value.message
    assert caught.value.advice
    return caught.value.code


def test_a_truncated_file() -> None:
    assert code(docx(p("Un"))[:-300]) == "truncated"


def test_damaged_xml() -> None:
    assert code(docx("", document="<w:document>")) == "corrupt_docx"


def test_a_damaged_part_of_notes() -> None:
    body = p("Un", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    assert code(docx(body, footnotes="<w:footnote>")) == "corrupt_docx"


def test_a_main_part_that_is_missing() -> None:
    files = zipfile.ZipFile(io.BytesIO(docx(p("Un"))))
    kept = {n: files.read(n).decode() for n in files.namelist() if n != "word/document.xml"}
    assert code(zipped(kept)) == "corrupt_docx"


def renamed(content: bytes, rename: Callable[[str], str], told: Callable[[str], str] = str) -> bytes:
    """The package with other names of its parts; `told` changes those that its parts tell."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    named = re.compile(r'(?<=Target=")[^"]+|(?<=PartName=")[^"]+')
    return zipped({rename(name): named.sub(lambda m: told(m[0]), xml) for name, xml in parts.items()})


@pytest.mark.parametrize(
    ("rename", "told"),
    [
        (str.upper, str),
        (str, str.upper),
        (str.upper, str.upper),
        (lambda name: name.replace("word/", "Word/").replace("document.xml", "Document.xml"), str),
        (lambda name: name.replace("/", "\\"), str),
    ],
    ids=["names in capitals", "references in capitals", "both", "some capitals", "backslashes"],
)
def test_the_case_of_the_names_of_parts_says_nothing(
    rename: Callable[[str], str], told: Callable[[str], str]
) -> None:
    content = docx(
        p("Budget", style="Titre1") + p("Le four chauffe."),
        styles=style("heading 1", key="Titre1"),
        header1=p("Commune de Valmont"),
    )
    odd = renamed(content, rename, told)
    assert detect_format(odd) == "docx"
    assert read_word(odd, "cr.docx") == read_word(content, "cr.docx")
    assert [block.text for block in read_word(odd, "cr.docx").blocks] == ["Budget", "Le four chauffe."]


def test_a_package_that_does_not_say_what_its_parts_are() -> None:
    files = zipfile.ZipFile(io.BytesIO(docx(p("Un"))))
    parts = {n: files.read(n).decode() for n in files.namelist()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("PartName=", "PartNome=")
    assert code(zipped(parts)) == "corrupt_docx"


def test_a_bomb_is_refused_unread() -> None:
    stream = io.BytesIO(docx(p("Un")))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/settings.xml", b" " * (130 * 2**20))
    assert code(stream.getvalue()) == "too_large"


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe")
    document = part("document", f"<w:body>{p('Un')}<w:p><w:r><w:t>&x;&y;</w:t></w:r></w:p></w:body>")
    entities = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "interne">]>'
    assert texts("", document=document.replace("?>", f"?>{entities}", 1)) == ["Un"]


def test_a_relationship_that_leads_nowhere_is_passed_over() -> None:
    lost = '<Relationship Id="rId8" Type="http://x/image" Target="../NULL"/>'
    assert texts(p("Un"), relations=lost) == ["Un"]


def test_a_file_in_the_strict_namespaces() -> None:
    files = zipfile.ZipFile(io.BytesIO(docx(p("Un", num="1"), numbering=BULLETS)))
    strict = {
        n: files.read(n)
        .decode()
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/",
            "http://purl.oclc.org/ooxml/wordprocessingml/",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        )
        for n in files.namelist()
    }
    assert [b.marker for b in read_word(zipped(strict), "pv.docx").blocks] == ["•"]


def test_a_template_with_macros_whose_main_part_has_another_name() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(p("Un")))) as package:
        files = {name: package.read(name).decode() for name in package.namelist()}
    for name in ("[Content_Types].xml", "_rels/.rels"):
        files[name] = files[name].replace("document.xml", "document2.xml")
    kind = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
    usual = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(usual, kind)
    files["word/document2.xml"] = files.pop("word/document.xml")
    files["word/_rels/document2.xml.rels"] = files.pop("word/_rels/document.xml.rels")
    assert read_document(zipped(files)).text == "Un"


def test_the_title_of_the_properties() -> None:
    stream = io.BytesIO(docx(p("Un")))
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/><Relationship Id="rId2" Target="docProps/core.xml"'
        ' Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/></Relationships>'
    )
    with zipfile.ZipFile(stream) as package:
        files = {n: package.read(n).decode() for n in package.namelist()}
    files["_rels/.rels"] = relation
    files["docProps/core.xml"] = (
        f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Conseil d’école</dc:title></cp:coreProperties>"
    )
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    )
    assert read_document(zipped(files)).title == "Conseil d’école"
    assert read(p("Un")).title is None


def test_a_path_names_the_document(tmp_path: Path) -> None:
    path = tmp_path / "conseil.docx"
    path.write_bytes(docx(p("Un")))
    assert read_document(path).name == "conseil.docx"


@pytest.mark.parametrize(
    "main",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_documents_with_macros_and_templates_are_read_as_others(main: str) -> None:
    content = retyped(docx(p("Budget")), main)
    source = read_document(content, name="cr.docm")
    assert (source.format, source.text, source.warnings) == ("docx", "Budget", ())


def retyped(content: bytes, main: str) -> bytes:
    """The DOCX with another type of its main part, and the macros that such a file has."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        files = {name: package.read(name).decode() for name in package.namelist()}
    types = files["[Content_Types].xml"]
    files["[Content_Types].xml"] = types.replace(f"{TYPES}.document.main+xml", main)
    return zipped({**files, "word/vbaProject.bin": "Sub AutoOpen()"})


FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"


def flat(
    package: bytes, *, head: str = '<?mso-application progid="Word.Document"?>', picture: int = 9
) -> str:
    """A DOCX in one XML file, as Word writes it, with a picture of so many characters."""
    parts = zipfile.ZipFile(io.BytesIO(package))
    written = f'<pkg:part pkg:name="/x.png"><pkg:binaryData>{"A" * picture}</pkg:binaryData></pkg:part>'
    for name in sorted({*parts.namelist()} - {"[Content_Types].xml"}):
        kind = f"{TYPES}.{Path(name).stem.rstrip('1').replace('document', 'document.main')}+xml"
        xml = parts.read(name).decode()
        written += (
            f'<pkg:part pkg:name="/{name}" pkg:contentType="{kind}"><pkg:xmlData>'
            f"{xml.partition('?>')[2] or xml}</pkg:xmlData></pkg:part>"
        )
    return f'<?xml version="1.0"?>{head}<pkg:package xmlns:pkg="{FLAT}">{written}</pkg:package>'


@pytest.mark.parametrize(("encoding", "picture"), [("utf-8", 11_000_000), ("utf-8-sig", 9), ("utf-16", 9)])
def test_a_document_in_one_xml_file(encoding: str, picture: int) -> None:
    parts = {"numbering": abstract(0, lvl(0, "%1.", "upperRoman")) + num(1, 0), "footer1": p("Mairie")}
    footer = '<w:sectPr><w:footerReference w:type="default" r:id="rId_footer1"/></w:sectPr>'
    package = docx(p("Réunion", num="1:0") + footer, **parts)
    found = read_document(flat(package, picture=picture).encode(encoding), name="cr.xml")
    assert found == read_document(package, name="cr.xml")
    assert [(block.text, block.kind) for block in (*found.blocks, *found.furniture)] == [
        ("I. Réunion", Kind.LIST_ITEM),
        ("Mairie", Kind.FOOTER),
    ]


def test_parts_of_one_xml_file_that_are_damaged() -> None:
    whole = flat(docx(p("Budget")), head="")
    assert read_document(whole.encode()).text == "Budget"
    for damaged, code in (
        (whole[:-20], "corrupt_docx"),
        (whole.replace("/word/document.xml", "/word/x" + "é" * 70_000), "corrupt_docx"),
        (whole.replace("wordprocessingml.document", "presentationml.slides"), "other_format"),
    ):
        with pytest.raises(ReadError) as caught:
            read_document(damaged.encode())
        assert caught.value.code == code


def test_small_capitals_and_struck_text() -> None:
    source = read(
        p(
            "Ana ",
            r("Roux", "<w:smallCaps/>"),
            " ",
            r("roux", "<w:smallCaps/>"),
            ", ",
            r("Luc Petit", "<w:strike/>"),
            " Zoé",
        )
    )
    assert source.text == "Ana Roux ROUX,  Zoé"
    assert [caveat.code for caveat in source.warnings] == ["struck_text"]
