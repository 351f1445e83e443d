"""What an encoder made of a text, asked for by stretches."""

from math import log

import pytest

from crparse.document.reading import UNLIKELY, Reading
from pieces_read import reading_of

TEXT = "Zoé relance la mairie. Merci."

READING = reading_of(
    TEXT,
    {
        "action:begins": {"Zoé": 0.9},
        "action:inside": {"relance": 0.9, "la": 0.9, "mairie": 0.9, ".": 0.5},
        "organisation:begins": {"la": 0.2, "mairie": 0.75},
        "who": {"Zoé": 0.8},
    },
)


@pytest.fixture
def reading() -> Reading:
    return Reading(READING)


def stretch(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def odds(likely: float) -> float:
    return log(likely / (1 - likely))


def test_the_mean_over_a_stretch(reading: Reading) -> None:
    assert reading.mean("action", *stretch("Zoé relance la mairie")) == pytest.approx(odds(0.9))
    assert reading.mean("action", *stretch("mairie.")) == pytest.approx(odds(0.9) / 2)
    assert reading.mean("decision", *stretch("mairie")) == pytest.approx(UNLIKELY)


def test_the_surest_piece_of_a_stretch(reading: Reading) -> None:
    assert reading.most("organisation", *stretch("la mairie.")) == pytest.approx(odds(0.75))


def test_where_an_item_begins_and_goes_on(reading: Reading) -> None:
    assert reading.begins("action", *stretch("Zoé relance")) == pytest.approx(odds(0.9))
    assert reading.goes_on("action", *stretch("Zoé relance")) == pytest.approx(odds(0.9))
    assert reading.continues("action", *stretch("relance")) == pytest.approx(odds(0.9))
    assert reading.continues("action", *stretch("Merci")) == pytest.approx(UNLIKELY)


def test_a_beginning_may_be_seen_one_piece_late(reading: Reading) -> None:
    assert reading.begins("organisation", *stretch("la mairie")) == pytest.approx(odds(0.75))
    assert reading.begins("organisation", *stretch("relance la mairie")) == pytest.approx(odds(0.2))


def test_who_is_named_for_a_task(reading: Reading) -> None:
    assert reading.owner(*stretch(TEXT)) == pytest.approx(odds(0.8))


def test_a_stretch_without_pieces_is_nothing(reading: Reading) -> None:
    end = len(TEXT)
    asked = (reading.mean, reading.most, reading.begins, reading.goes_on, reading.continues)
    assert [ask("action", end, end + 3) for ask in asked] == [UNLIKELY] * 5
    assert reading.owner(end, end) == UNLIKELY
    assert Reading(reading_of("", {})).mean("action", 0, 0) == UNLIKELY


def test_certainty_is_bounded() -> None:
    sure = Reading(reading_of("Zoé", {"person:begins": {"Zoé": 1.0}}))
    assert sure.mean("person", 0, 3) == pytest.approx(-UNLIKELY)
