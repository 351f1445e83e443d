"""Gold items laid on the pieces of a text, and the vocabulary cut to French."""

from typing import Any

import numpy as np
import pytest

from crparse.models.pieces import Piece
from encoder.examples import GROUPS, Labels, Quotations, apart, joined

TEXT = "Le bureau – réuni hier – achète\nle four. Zoé Roux relance M. Roux-Petit.\nIl vend le lavoir."


def told(*quoted: str) -> list[list[str]]:
    quotes = Quotations(TEXT)
    return [[TEXT[start:end] for start, end in quotes.stretches(one)] for one in quoted]


def test_a_quotation_is_found_whatever_parts_its_letters() -> None:
    assert told("achete le four", "ACHÈTE LE FOUR.") == [["achète\nle four"]] * 2


def test_sentences_that_stand_apart_are_found_one_by_one() -> None:
    assert told("achète le four. Il vend le lavoir.") == [["achète\nle four", "Il vend le lavoir"]]


def test_a_quotation_with_letters_changed_is_found() -> None:
    assert told("Zoé Roux relence M. Roux-Petit") == [["Zoé Roux relance M. Roux-Petit"]]


def test_what_the_text_does_not_hold_is_not_found() -> None:
    assert told("Le maire refuse le budget de la piscine", "le") == [[], []]


def test_a_name_is_a_whole_word_with_its_capitals() -> None:
    quotes = Quotations("Roux, roux, Roux-Petit et ROUX ; zoé roux")
    assert list(quotes.names("Roux")) == [(0, 4)]
    assert list(quotes.names("Zoé Roux")) == []


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [([(5, 9), (0, 4)], [(0, 9)]), ([(0, 4), (9, 12)], [(0, 4), (9, 12)]), ([], [])],
)
def test_stretches_that_touch_are_one(stretches: Any, expected: Any) -> None:
    assert joined(stretches) == expected


def test_of_overlapping_names_the_longest_from_the_left() -> None:
    assert apart([(4, 8), (0, 8), (0, 3), (9, 12)]) == [(0, 8), (9, 12)]


def test_the_first_piece_with_letters_begins_the_item() -> None:
    pieces = [Piece(0, 0, 2), Piece(0, 3, 3), Piece(0, 3, 5), Piece(0, 5, 8), Piece(0, 9, 12)]
    labels = Labels(pieces)
    labels.lay("action", 3, 8)
    labels.lay("who", 9, 12)
    assert labels.table[:, GROUPS.index("action")].tolist() == [0, 0, 1, 2, 0]
    assert labels.table[:, GROUPS.index("who")].tolist() == [0, 0, 0, 0, 1]
    assert np.count_nonzero(labels.table) == 3
