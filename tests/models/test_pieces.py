"""Words cut into pieces, with the characters that each stands for."""

import pytest

from crparse.models.encoder import read_pieces
from crparse.models.pieces import Pieces

LIKELY = {
    "▁": -4.0,
    "▁le": -2.0,
    "▁budget": -5.0,
    "▁bud": -4.5,
    "get": -4.0,
    "▁fi": -4.0,
    "che": -4.0,
    "s": -3.0,
    ".": -3.0,
    "é": -6.0,
    "l": -6.0,
}

PIECES = Pieces(LIKELY, special=3)

NAMES = ["<s>", "</s>", "<unk>", *LIKELY]


def cut(text: str) -> list[tuple[str, str]]:
    return [(NAMES[piece.number], text[piece.start : piece.end]) for piece in PIECES.of(text)]


def test_the_most_likely_cut_of_each_word() -> None:
    assert cut("le budget.\nle\tbudgets") == [
        ("▁le", "le"),
        ("▁budget", "budget"),
        (".", "."),
        ("▁le", "le"),
        ("▁budget", "budget"),
        ("s", "s"),
    ]


def test_a_sign_that_no_piece_holds_is_unknown() -> None:
    assert cut("s ☂") == [("▁", ""), ("s", "s"), ("▁", ""), ("<unk>", "☂")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ﬁches", [("▁fi", "ﬁ"), ("che", "che"), ("s", "s")], id="ligature"),
        pytest.param("le\u200e.", [("▁le", "le"), (".", ".")], id="mark of direction"),
        pytest.param("l\u00a0é", [("▁", ""), ("l", "l"), ("▁", ""), ("é", "é")], id="non-breaking space"),
    ],
)
def test_signs_are_read_in_their_plain_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert cut(text) == expected


def test_no_text_has_no_pieces() -> None:
    assert cut("") == cut(" \n") == []


def test_a_long_word_is_cut_in_time_that_grows_with_it() -> None:
    assert len(list(PIECES.of("s" * 20_000))) == 20_001


def test_pieces_as_a_file_keeps_them() -> None:
    pieces = read_pieces("▁le\t-2.0\n▁\t-4.0\nl\t-6.0\n")
    assert [piece.number for piece in pieces.of("le l")] == [3, 4, 5]
