"""Doubling the text doubles the work: generated minutes with new names in every motion, hostile lines."""

import sys
from itertools import pairwise
from types import FrameType

import pytest
from spacy.language import Language

from bench import BAR, best_of_three
from crparse.pipeline import STAGES, parse_source
from crparse.source import from_text
from generated_minutes import HOSTILE, hostile, minutes

SMALL, LARGE = 8_000, 16_000
"""Bytes of the minutes whose work is counted: of seven motions and of fourteen."""

SHORTER = 10
"""By how much hostile lines are shorter than those of the bench."""


def work(nlp: Language, text: str) -> int:
    """How many functions the stages call: the same on every machine, however busy."""
    with nlp.select_pipes(disable=STAGES):
        doc = parse_source(nlp, from_text(text))
    count = 0

    def called(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        for stage in STAGES:
            doc = nlp.get_pipe(stage)(doc)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module", autouse=True)
def _lexicon_is_read(nlp: Language) -> None:
    """Words and patterns are read with the first document that needs them."""
    work(nlp, minutes(SMALL))
    work(nlp, "".join(hostile(name, 3) for name in HOSTILE))


def test_twice_the_minutes_take_twice_the_work(nlp: Language) -> None:
    assert work(nlp, minutes(LARGE)) <= BAR * work(nlp, minutes(SMALL))


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_a_hostile_line_takes_twice_the_work(nlp: Language, name: str) -> None:
    count = HOSTILE[name][1] // SHORTER
    assert work(nlp, hostile(name, 2 * count)) <= BAR * work(nlp, hostile(name, count))


def test_minutes_of_no_length_repeat_no_sentence() -> None:
    lines = [line for line in minutes(64_000).split("\n") if line]
    assert len(set(lines)) == len(lines)
    assert minutes(4_000) == minutes(4_000) != minutes(4_000, seed=2)


TRIES = 2
"""Times that a growth is measured; what grows with the square is too slow each time."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "texts",
    [
        # Shorter ones still lie in the processor's own memory: from 64 to 128 kB takes x2.2.
        pytest.param([minutes(size) for size in (128_000, 256_000)], id="minutes"),
        # What an expression tries again and again calls no function: only the time tells.
        pytest.param([hostile("spaces", count) for count in (25_000, 50_000, 100_000)], id="spaces"),
    ],
)
def test_time_grows_in_proportion_to_the_text(nlp: Language, texts: list[str]) -> None:
    # A machine with other work may slow one of the texts down, not the same one twice.
    tries = [[sum(best_of_three(nlp, text).values()) for text in texts] for _ in range(TRIES)]
    assert any(all(b / a <= BAR for a, b in pairwise(seconds)) for seconds in tries), tries
