"""Lines that no minutes have: thousands of letters, signs or numbers in a row, read in good time."""

import time

import pytest

from crparse.pipeline import parse_content

HEAD = "Compte rendu du 4 mai 2024\n\nPrésents : Aline Corbier, Hugo Ferrand\n\n1. Budget\n"
END = "\n2. Divers\n"

SHORT, LONG = 1_500, 6_000
"""Characters of the two lines."""

ALLOWANCE = 1.5
"""Times, and seconds, that the longer may take beyond proportion: the square would be four times."""


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """The model and the lexicon, which the first document waits for."""
    parse_content((HEAD + END).encode(), name="cr.txt", path="cr.txt")


@pytest.mark.parametrize(
    "unit",
    [
        "a", "A", "1", ".", "-", "'", "(", ")", ",", ":", ";", "«", "[", "_", "a-", "A.", "A ", "l'", "- ",
        ", ", ": ", "le ", "et ", "(ABC) ", "http://a", "Mme A ", "4 mai ", "20h30 ", "pour : 1 contre : 2 ",
        "Jean Dupont, ", "Le conseil vote. ", "\n1.", "\n-",
    ],
)  # fmt: skip
def test_time_grows_in_proportion_to_the_line(unit: str) -> None:
    def seconds(length: int) -> float:
        content = (HEAD + unit * (length // len(unit)) + END).encode()
        start = time.process_time()
        text = parse_content(content, name="cr.txt", path="cr.txt").text
        assert text.startswith("Compte rendu du 4 mai 2024")
        return time.process_time() - start

    assert seconds(LONG) < ALLOWANCE * (LONG / SHORT * seconds(SHORT) + 1)


def test_lead_words_in_a_row_are_tried_in_one_way() -> None:
    start = time.process_time()
    for row in ("1" * 60, "le " * 60, "Présents, " + "le " * 60, "les tous " * 40):
        parse_content(f"{HEAD}{row}x{END}".encode(), name="cr.txt", path="cr.txt")
    assert time.process_time() - start < 20
