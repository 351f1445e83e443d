"""Markdown minutes made blocks."""

from crparse.readers.markdown import read_markdown
from crparse.source import Block, Kind


def read(text: str) -> tuple[Block, ...]:
    return read_markdown(text.encode(), "cr.md").blocks


def marked(text: str) -> list[tuple[str, str | None, int | None]]:
    return [(b.text, b.marker, b.list_level) for b in read(text)]


def bold(block: Block) -> list[str]:
    return [block.text[run.start : run.end] for run in block.runs if run.bold]


def test_headings_and_their_numbers() -> None:
    found = read("# Comité\n\n## 1. Bilan\n\nSuites\n------\n")
    assert [(b.text, b.heading_level, b.marker) for b in found] == [
        ("Comité", 1, None),
        ("1. Bilan", 2, "1."),
        ("Suites", 2, None),
    ]


def test_emphasis_links_and_code() -> None:
    (block,) = read(
        "**Présents :** Aline *Corbier*, [Hugo Ferrand](https://terre-vive.example), `cr.md` ![x](y.png)"
    )
    assert block.text == "Présents : Aline Corbier, Hugo Ferrand, cr.md"
    assert bold(block) == ["Présents :"]
    assert [block.text[r.start : r.end] for r in block.runs if r.italic] == ["Corbier"]


def test_nested_lists_of_both_kinds() -> None:
    assert marked("- un\n    - deux\n      suite\n- trois\n\n3. quatre\n4) cinq\n") == [
        ("un", "-", 0),
        ("deux\nsuite", "-", 1),
        ("trois", "-", 0),
        ("3. quatre", "3.", 0),
        ("4) cinq", "4)", 0),
    ]


def test_tasks() -> None:
    assert marked("- [ ] Aline : la liste\n- [x] Hugo : **le** plan\n- [lien](x)\n") == [
        ("Aline : la liste", "☐", 0),
        ("Hugo : le plan", "☒", 0),
        ("lien", "-", 0),
    ]
    assert bold(read("- [x] Hugo : **le** plan\n")[0]) == ["le"]


def test_tables() -> None:
    found = read("| Nom | Organisme |\n|---|:---:|\n| Aline Corbier | **Valmont** |\n| Hugo | |\n")
    assert [(b.text, b.cell and (b.cell.row, b.cell.column, b.cell.header)) for b in found] == [
        ("Nom", (0, 0, True)),
        ("Organisme", (0, 1, True)),
        ("Aline Corbier", (1, 0, False)),
        ("Valmont", (1, 1, False)),
        ("Hugo", (2, 0, False)),
    ]
    assert {(b.cell.rows, b.cell.columns, b.cell.table) for b in found if b.cell} == {(3, 2, 0)}


def test_lines_that_the_author_ended_stay_lines_and_wrapped_ones_are_joined() -> None:
    assert read("Présents : Aline Corbier\nExcusé : Hugo Ferrand  \nAbsent : Paul<br>Tissot")[0].text == (
        "Présents : Aline Corbier\nExcusé : Hugo Ferrand\nAbsent : Paul\nTissot"
    )
    line = "Le comité prend connaissance du bilan de la saison écoulée et il remercie"
    wrapped = "\n".join([line] * 4)
    assert read(wrapped)[0].text == " ".join([line] * 4)


def test_front_matter_is_furniture() -> None:
    source = read_markdown(
        b'---\ntitle: "CR du 12 mars"\ndate: 2024-03-12\ntags:\n - a\n---\n# Jardins\n', "cr.md"
    )
    assert source.title == "CR du 12 mars"
    assert [(b.text, b.kind) for b in (*source.blocks, *source.furniture)] == [
        ("CR du 12 mars", Kind.PARAGRAPH),
        ("Jardins", Kind.PARAGRAPH),
        ('title: "CR du 12 mars"', Kind.HEADER),
        ("date: 2024-03-12", Kind.HEADER),
    ]


def test_what_a_pad_adds_is_left_out() -> None:
    assert [b.text for b in read("[TOC]\n\n:::info\nRappel\n:::\n\n<!-- à revoir -->\n---\nFin\n")] == [
        "Rappel",
        "Fin",
    ]


def test_html_between_the_paragraphs() -> None:
    text = (
        "| a | b |\n|--|--|\n| 1 | 2 |\n\n<table><tr><td>Nom</td><td>Vote</td></tr></table>\n\n"
        "<div></div>\n\n| c | d |\n|--|--|\n"
    )
    assert [(b.text, b.cell.table) for b in read(text) if b.cell] == [
        ("a", 0), ("b", 0), ("1", 0), ("2", 0), ("Nom", 1), ("Vote", 1), ("c", 2), ("d", 2),
    ]  # fmt: skip


def test_code_keeps_its_lines() -> None:
    assert [b.text for b in read("```\nPour : 3\nContre : 1\n```\n")] == ["Pour : 3\nContre : 1"]


def test_struck_text_is_left_out_and_told_and_notes_come_last() -> None:
    source = read_markdown(
        "Présents : Ana Roux, ~~Luc Petit~~, Zoé Lantier[^1]\n\n[^1]: arrivée à 19 h\n    en retard\n\n"
        "Le texte[^2] reste.".encode(),
        "cr.md",
    )
    assert [(block.text, block.kind) for block in source.blocks] == [
        ("Présents : Ana Roux, , Zoé Lantier", Kind.PARAGRAPH),
        ("Le texte[^2] reste.", Kind.PARAGRAPH),
        ("arrivée à 19 h en retard", Kind.FOOTNOTE),
    ]
    assert [caveat.code for caveat in source.warnings] == ["struck_text"]


def test_characters_that_print_nothing() -> None:
    assert [block.text for block in read("Pré&shy;sents&#8203; : Ana\u2060 Roux")] == ["Présents : Ana Roux"]


def test_the_title_of_the_front_matter_is_not_said_twice() -> None:
    assert [block.text for block in read("---\ntitle: Jardins\n---\n# Jardins de mai\n")] == [
        "Jardins de mai"
    ]
