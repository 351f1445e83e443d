"""The dates of invented sentences of newspapers, part by part: what is found of them does not get less."""

from collections import Counter
from pathlib import Path

import pytest

import crparse

FILE = Path(__file__).parent / "data" / "news_dates.txt"

Row = tuple[str, str, list[str]]
"""The day of writing, the sentence, the values meant."""

FLOORS = {"Part 1": 1.0, "Part 2": 0.96, "Part 3": 1.0}
"""F1 that was reached. The rules were made beside Part 1, Part 2 was not read for them; when Part 3 was tried
first, they reached 0.945 of it."""


def parts() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# Part"):
            rows = found.setdefault(line[2:].split(":")[0], [])
        elif line and not line.startswith("#"):
            day, sentence, values = (part.strip() for part in line.split("|"))
            rows.append((day, sentence, values.split(" ; ") if values else []))
    return found


def f1(rows: list[Row]) -> float:
    """Of the values: each counts once, and only where it is the same string."""
    right = meant = found = 0
    for day, sentence, values in rows:
        told = Counter(one.value for one in crparse.find_dates(sentence, day))
        right += (told & Counter(values)).total()
        meant, found = meant + len(values), found + told.total()
    return 2 * right / (meant + found)


@pytest.mark.parametrize("part", FLOORS)
def test_the_dates_of_news_mean_what_they_meant(part: str) -> None:
    assert f1(parts()[part]) >= FLOORS[part]


def test_every_part_is_read() -> None:
    assert {part: len(rows) for part, rows in parts().items()} == {"Part 1": 100, "Part 2": 100, "Part 3": 40}
