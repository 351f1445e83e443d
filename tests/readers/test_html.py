"""HTML minutes made blocks: web pages, Word's filtered HTML, fragments."""

import pytest

from crparse.errors import ReadError
from crparse.readers.html import read_html
from crparse.source import Block, Kind

UNITS = [
    "<div>",
    "<font>",
    "<b>",
    "<ul>",
    "<ul><li>",
    "<table><tr><td>",
    "<table><tr><td><td>",
    "<blockquote>",
]


def read(html: str) -> tuple[Block, ...]:
    return read_html(html.encode(), "cr.html").blocks


def texts(html: str) -> list[str]:
    return [block.text for block in read(html)]


def cells(html: str) -> list[tuple[str, int, int, int, int]]:
    return [
        (b.text, b.cell.row, b.cell.column, b.cell.row_span, b.cell.column_span) for b in read(html) if b.cell
    ]


def test_headings_paragraphs_and_looks() -> None:
    found = read(
        "<h2>1. Bilan</h2><p><b>Pr&eacute;sents&nbsp;:</b> Aline\n  Corbier, <i>Hugo</i> <u>Ferrand</u></p>"
        "<p style='text-align:center'><span style='font-weight:700; font-size:14pt'>Budget</span></p>"
    )
    assert [(b.text, b.heading_level, b.marker) for b in found] == [
        ("1. Bilan", 2, "1."),
        ("Présents\u00a0: Aline Corbier, Hugo Ferrand", None, None),
        ("Budget", None, None),
    ]
    looks = [
        [found[1].text[r.start : r.end] for r in found[1].runs if getattr(r, t)]
        for t in ("bold", "italic", "underline")
    ]
    assert looks == [["Présents\u00a0:"], ["Hugo"], ["Ferrand"]]
    assert (found[2].align, found[2].share("bold"), found[2].size) == ("center", 1.0, 14.0)


def test_line_breaks_and_empty_lines() -> None:
    assert texts("<p>Présents : Aline<br> Hugo</p><div>Un<br><br>Deux</div>") == [
        "Présents : Aline\nHugo",
        "Un",
        "Deux",
    ]


def test_items_typed_with_line_breaks() -> None:
    found = read("<p>Points :<br>- budget<br>- voirie</p>")
    assert [(b.text, b.kind, b.marker) for b in found] == [
        ("Points :", Kind.PARAGRAPH, None),
        ("budget", Kind.LIST_ITEM, "-"),
        ("voirie", Kind.LIST_ITEM, "-"),
    ]


def test_lists() -> None:
    found = read(
        "<ol type=a start=2><li>un<ul><li><p>sous</p><p>suite</p></li></ul></li><li>deux</ol>"
        "<ol type=I><li>x<li value=4>y</ol>"
    )
    assert [(b.text, b.marker, b.list_level) for b in found] == [
        ("b. un", "b.", 0),
        ("sous", "•", 1),
        ("suite", None, None),
        ("c. deux", "c.", 0),
        ("I. x", "I.", 0),
        ("IV. y", "IV.", 0),
    ]


def test_tables_with_spans_and_heads() -> None:
    html = (
        "<table><caption>Vote</caption><thead><tr><th>Nom<th>Organisme<th>Vu</thead>"
        "<tr><td rowspan=2>Aline<td colspan=2>Valmont<tr><td>x<td>y</table>"
    )
    assert cells(html) == [
        ("Nom", 0, 0, 1, 1), ("Organisme", 0, 1, 1, 1), ("Vu", 0, 2, 1, 1),
        ("Aline", 1, 0, 2, 1), ("Valmont", 1, 1, 1, 2), ("x", 2, 1, 1, 1), ("y", 2, 2, 1, 1),
    ]  # fmt: skip
    assert [b.text for b in read(html) if b.cell and b.cell.header] == ["Nom", "Organisme", "Vu"]
    assert texts(html)[-1] == "Vote"


def test_spans_that_lie_are_bounded() -> None:
    found = read("<table><tr><td colspan=99999999 rowspan=99999999>a<td>b</tr></table>")
    assert [b.cell and (b.cell.row_span, b.cell.column_span) for b in found] == [(1, 100), (1, 1)]


def test_tables_that_only_set_the_page() -> None:
    inner = "<table><tr><td>Nom<td>Vote<tr><td>Aline<td>oui</table>"
    found = read(f"<table><tr><td>{inner}<td>Menu</table><table><tr><td>Seul</table>")
    assert [(b.text, b.cell.table if b.cell else None) for b in found] == [
        ("Nom", 0), ("Vote", 0), ("Aline", 0), ("oui", 0), ("Menu", None), ("Seul", None),
    ]  # fmt: skip


def test_text_of_lists_and_tables_outside_their_items_and_cells() -> None:
    assert texts("<ul>Avant<li>Un</li>Entre<p>Suite</p><li>Deux</li>Fin</ul>") == [
        "Avant", "Un", "Entre", "Suite", "Deux", "Fin",
    ]  # fmt: skip
    html = "<table>Avant<tr>Entre<td>a<td>b</td></tr><div>Bloc</div><tr><td>c<td>d</table>"
    assert [b.text for b in read(html) if not b.cell] == ["Avant", "Entre", "Bloc"]
    assert [cell[:3] for cell in cells(html)] == [("a", 0, 0), ("b", 0, 1), ("c", 1, 0), ("d", 1, 1)]


@pytest.mark.parametrize(
    "html",
    [
        "<table><td>a<td>b</td></table>",
        "<table><form><tr><td>a<td>b</td></tr></form></table>",
        "<table><tbody><tr><form><td>a<td>b</td></form></tr></tbody></table>",
    ],
)
def test_cells_that_are_not_where_they_should_be(html: str) -> None:
    assert [cell[:3] for cell in cells(html)] == [("a", 0, 0), ("b", 0, 1)]


def test_a_form_is_left_out_unless_it_is_the_page() -> None:
    page = "<form><h1>Conseil</h1><p>Le conseil vote le budget.</p><input><select><option>non</select></form>"
    assert texts(f"{page}<p>Contact</p>") == ["Conseil", "Le conseil vote le budget.", "Contact"]
    assert texts("<p>Le conseil vote.</p><form>Nom : <input></form>") == ["Le conseil vote."]


def test_what_is_not_shown_is_left_out() -> None:
    assert texts(
        "<html><head><title>CR</title><style>p{}</style></head><body><nav>Menu</nav><script>x()</script>"
        "<!-- y -->"
        "<p hidden>non</p><p style='display: none'>non</p><p style='mso-hide:all'>non</p>"
        "<form>nom <input></form>"
        "<div role=navigation>non</div><p>Oui</p></body></html>"
    ) == ["Oui"]


def test_a_saved_web_page_is_its_main_part() -> None:
    source = read_html(
        b"<title>PV du 3 mai</title><body><header>Ville de Valmont</header><div>Publicit&eacute;</div>"
        b"<main><header>Conseil</header><p>Budget</p></main><footer>Contact</footer>",
        "pv.html",
    )
    assert source.title == "PV du 3 mai"
    assert [(b.text, b.kind) for b in (*source.blocks, *source.furniture)] == [
        ("Conseil", Kind.PARAGRAPH),
        ("Budget", Kind.PARAGRAPH),
        ("Ville de Valmont", Kind.HEADER),
        ("Contact", Kind.FOOTER),
    ]


def test_lists_and_notes_of_words_filtered_html() -> None:
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp; </span>"
    found = read(
        f"<p class=MsoListParagraph style='margin-left:36.0pt;text-indent:-18.0pt'>"
        f"<span style='font-family:Symbol'>·{gap}</span>Voirie<a href='#_ftn1' name='_ftnref1'>[1]</a></p>"
        f"<p style='margin-left:72.0pt;text-indent:-18.0pt'>"
        f"<span style='font-family:\"Courier New\"'>o{gap}</span>Rue</p>"
        f"<p style='margin-left:36.0pt;text-indent:-18.0pt'>"
        f"<span style='font-family:Wingdings'>§{gap}</span>Budget</p>"
        "<p style='margin-left:36.0pt;text-indent:-18.0pt'>o Titre</p>"
        "<div id=ftn1><p><a href='#_ftnref1'>[1]</a> Note de la mairie</p></div>"
    )
    assert [(b.text, b.kind, b.marker, b.list_level) for b in found] == [
        ("Voirie", Kind.LIST_ITEM, "•", 0),
        ("Rue", Kind.LIST_ITEM, "o", 1),
        ("Budget", Kind.LIST_ITEM, "▪", 0),
        ("o Titre", Kind.PARAGRAPH, None, None),
        ("Note de la mairie", Kind.FOOTNOTE, None, None),
    ]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset='iso-8859-1'>", "latin-1"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252"),
        ("<meta charset='iso-8859-1'>", "utf-8"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
        ("", "cp1252"),
        ("", "utf-16"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    page = f"{head}<html><body><p>Séance levée à 20 h</p></body></html>"
    assert [b.text for b in read_html(page.encode(encoding), "cr.html").blocks] == ["Séance levée à 20 h"]


def test_one_article_is_the_page_only_if_it_is_most_of_it() -> None:
    article, text = (
        "<article><p>Le conseil vote le budget.</p></article>",
        "<p>Le conseil entend le rapport.</p>",
    )
    assert texts(f"<p>Contact</p>{article}") == ["Le conseil vote le budget."]
    assert texts(f"{text * 2}{article}") == [
        *["Le conseil entend le rapport."] * 2,
        "Le conseil vote le budget.",
    ]


def test_tables_of_typed_text_are_tables_of_their_own() -> None:
    typed = "<pre>| a | b |\n| c | d |</pre>"
    found = read_html(
        f"<table><tr><td>x</td><td>y</td></tr></table>{typed}{typed}".encode(), "cr.html"
    ).blocks
    assert [block.cell and block.cell.table for block in found] == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2]


def test_text_set_as_typed() -> None:
    found = read("<pre>\nCOMPTE RENDU\n============\n- budget\n</pre>")
    assert [(b.text, b.heading_level, b.marker) for b in found] == [
        ("COMPTE RENDU", 1, None),
        ("budget", None, "-"),
    ]


@pytest.mark.parametrize("before", [b"", b"From: <Saved by a browser>\r\nSubject: PV\r\n"])
def test_a_page_saved_with_its_pictures(before: bytes) -> None:
    page = before + (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="windows-1252"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><p>S=E9ance</p></html>\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
    )
    assert [b.text for b in read_html(page, "cr.doc").blocks] == ["Séance"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("depth", [30, 200, 600])
def test_elements_deep_inside_each_other(unit: str, depth: int) -> None:
    assert texts(f"<p>Un</p>{unit * depth}fond") == ["Un", "fond"]


def test_what_stands_too_deep_for_its_looks_keeps_its_paragraphs() -> None:
    deep = "<p>Un <b>budget</b></p><script>non</script><ul><li>Deux<br>lignes</ul><p hidden>non</p>Trois"
    assert texts("<div>" * 500 + deep + "</div>" * 500 + "<p>Fin</p>") == [
        "Un budget",
        "Deux\nlignes",
        "Trois",
        "Fin",
    ]


@pytest.mark.parametrize("unit", UNITS)
def test_elements_deeper_than_any_parser_goes_are_told(unit: str) -> None:
    source = read_html(f"<p>Un</p>{unit * 5000}fond".encode(), "cr.html")
    assert [block.text for block in source.blocks] == ["Un"]
    assert [warning.code for warning in source.warnings] == ["cut_html"]


def test_a_page_read_to_its_end_is_not_said_to_be_cut() -> None:
    source = read_html(b"<p>Un</b></bar><x:y><p>Deux <b>&nope; <table><td>Trois<br", "cr.html")
    assert ([block.text for block in source.blocks], source.warnings) == (["Un", "Deux &nope;", "Trois"], ())


@pytest.mark.parametrize(
    ("told", "span"), [("2", 2), ("02", 2), ("3x", 3), ("9" * 5000, 100), ("²", 1), ("-1", 1)]
)
def test_spans_that_are_no_numbers(told: str, span: int) -> None:
    found = read(f"<table><tr><td colspan={told} style='font-weight:{told}'>a<td>b</table>")
    assert [b.cell and b.cell.column_span for b in found] == [span, 1]


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-16LE", "utf-32", "idna", "cp037"])
def test_an_encoding_in_which_the_page_could_not_have_named_it(encoding: str) -> None:
    for end in ("", " "):  # an even and an odd number of bytes
        page = f"<meta charset={encoding}><p>R\xe9union du conseil{end}".encode("latin-1")
        assert [b.text for b in read_html(page, "cr.html").blocks] == ["Réunion du conseil"]


def saved(depth: int, more: bytes = b"") -> bytes:
    """A saved page whose parts are inside each other."""
    parts = b"".join(
        b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (i, i + 1) for i in range(depth)
    )
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b0"\r\n\r\n'
    return head + parts + b"--b%d\r\nContent-Type: text/html%s\r\n\r\n<p>Budget" % (depth, more)


def test_a_saved_page_with_parts_in_parts() -> None:
    assert [b.text for b in read_html(saved(50), "cr.mht").blocks] == ["Budget"]
    assert [b.text for b in read_html(saved(0, b"; x=" + b"(" * 100_000), "cr.mht").blocks] == ["Budget"]
    with pytest.raises(ReadError) as caught:
        read_html(saved(1500), "cr.mht")
    assert (caught.value.code, caught.value.message) == (
        "corrupt_html",
        "The saved page has parts inside parts without end.",
    )


def test_entities_are_not_expanded() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><p>Un &b;</p>"
    assert "aaaa" not in "".join(texts(bomb)).replace("aaaaaaaaaa'", "")


def test_what_a_style_sheet_hides_is_left_out() -> None:
    sheet = (
        ".x, #y span {display:none !important} .z{visibility:hidden} .z.on{visibility:visible} "
        "@media print { .p {display: none} } a:hover {display: none} /* .q{display:none} */"
    )
    shown = "<p class=p>a</p><p class=q>b</p><p class='z on'>c</p><span>d</span><a>e</a>"
    hidden = "<p class='w x'>non</p><div id=y>oui<span>non</span></div><p class=z>non</p>"
    assert texts(f"<style>{sheet}</style><body>{hidden}{shown}") == ["oui", "a", "b", "c", "de"]


def test_struck_text_is_left_out_and_told() -> None:
    struck = "<s>Zoé</s> <span style='text-decoration:line-through'>Ivo</span>"
    page = f"<p>Présents : <del>Luc</del><ins>Ana</ins>, {struck} Max</p>"
    source = read_html(page.encode(), "pv.html")
    assert source.text == "Présents : Ana, Max"
    assert [caveat.code for caveat in source.warnings] == ["struck_text"]


def test_boxes_and_entries_of_forms() -> None:
    row = (
        "<td>Ana</td><td><input type=checkbox checked></td><td><input type=radio></td>"
        "<td><input value=19h></td>"
    )
    assert [text for text, *_ in cells(f"<table><tr>{row}</table>")] == ["Ana", "☒", "☐", "19h"]


def test_capitals_by_style_and_characters_that_print_nothing() -> None:
    page = "<p>Ana <span style='font-variant:small-caps'>roux</span> pré&shy;sente&#x200b;</p>"
    assert texts(page) == ["Ana ROUX présente"]
