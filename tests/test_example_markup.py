import pytest

from example_markup import Block, MarkupError, Text, read_text, spans

HEAD = "format: pdf\nfont: Times\n---\n"


def test_lines_become_blocks_by_their_first_characters() -> None:
    body = "title: Relevé\n\n# 1. Tour de table\nBonjour à tous.\n- un\n-- deux\ntabs: Léa Morin\tARPE\n"
    assert read_text(HEAD + body) == Text(
        {"format": "pdf", "font": "Times"},
        (
            Block("title", ("Relevé",)),
            Block("heading 1", ("1. Tour de table",)),
            Block("paragraph", ("Bonjour à tous.",)),
            Block("bullet 1", ("un",)),
            Block("bullet 2", ("deux",)),
            Block("tabs", ("Léa Morin\tARPE",)),
        ),
    )


def test_rows_are_one_table_until_an_empty_line() -> None:
    blocks = read_text(HEAD + "| Nom | Rôle\n| Léa Morin / Paul Rey |\n| Ida Roux\n\n| Lieu | Lyon\n").blocks
    assert [block.cells for block in blocks] == [
        [[["Nom"], ["Rôle"]], [["Léa Morin", "Paul Rey"], [""]], [["Ida Roux"], [""]]],
        [[["Lieu"], ["Lyon"]]],
    ]


def test_items_between_columns_and_end_are_one_list() -> None:
    blocks = read_text(HEAD + "columns:\n- Léa Morin\n- Paul Rey\nend\n- un\n").blocks
    assert blocks == (Block("columns", ("Léa Morin", "Paul Rey")), Block("bullet 1", ("un",)))


@pytest.mark.parametrize("text", ["Bonjour à tous.\n", HEAD + "columns:\n# Un titre\nend\n"])
def test_what_the_markup_has_no_meaning_for_is_an_error(text: str) -> None:
    with pytest.raises(MarkupError):
        read_text(text)


def test_stars_mark_bold_words() -> None:
    assert list(spans("**Présents :** Léa Morin, 2 * 3")) == [
        ("Présents :", True),
        (" Léa Morin, 2 * 3", False),
    ]
