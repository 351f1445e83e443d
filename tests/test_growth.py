"""Doubling the text doubles the work: generated minutes with new names in every motion, hostile lines."""

import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import FrameType

import pytest
from spacy.language import Language

from bench import BAR, MODEL, measure
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
    work(nlp, hostile(name, count))  # words that only this line needs are read
    assert work(nlp, hostile(name, 2 * count)) <= BAR * work(nlp, hostile(name, count))


def test_minutes_of_no_length_repeat_no_sentence() -> None:
    lines = [line for line in minutes(64_000).split("\n") if line]
    assert len(set(lines)) == len(lines)
    assert minutes(4_000) == minutes(4_000) != minutes(4_000, seed=2)


TRIES = 3
"""Times that each text is read, by turns: other work on the machine slows one of them down, not each time."""


LEEWAY = 1.15
"""Of what is measured in seconds: the same text gave x1.8 to x2.25 on a shared machine."""


def growths(nlp: Language, texts: Sequence[str]) -> Iterator[tuple[float, float]]:
    """By how much each text multiplies the CPU seconds of the one before: of the stages, of the model."""
    tries = [[measure(nlp, text) for text in texts] for _ in range(TRIES)]
    models = [min(spent[MODEL] for spent in of_text) for of_text in zip(*tries, strict=True)]
    stages = [min(sum(spent.values()) - spent[MODEL] for spent in one) for one in zip(*tries, strict=True)]
    for (short, long), (short_model, long_model) in zip(pairwise(stages), pairwise(models), strict=True):
        yield long / short, long_model / short_model


@pytest.mark.slow
def test_time_grows_in_proportion_to_the_minutes(nlp: Language) -> None:
    # The model reads in parts of one length, so it takes twice the time for twice the text: what it takes
    # beyond that is the machine's (a long text no longer lies in the processor's own memory: x2.1 to x2.4).
    for stages, model in growths(nlp, [minutes(size) for size in (64_000, 128_000, 256_000)]):
        assert stages <= LEEWAY * BAR * max(1.0, model / 2)


@pytest.mark.slow
def test_time_grows_in_proportion_to_a_line_of_spaces(nlp: Language) -> None:
    # What an expression tries again and again calls no function: only the time tells.
    for stages, model in growths(nlp, [hostile("spaces", count) for count in (25_000, 50_000, 100_000)]):
        assert stages <= LEEWAY * BAR
        assert model <= LEEWAY * BAR
