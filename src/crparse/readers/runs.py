"""The typefaces of a text as its words are cut and joined."""

from collections.abc import Iterable
from dataclasses import replace

from crparse.source import Run


def moved(runs: Iterable[Run], by: int, least: int, most: int) -> tuple[Run, ...]:
    """The runs moved `by` characters and kept between `least` and `most`."""
    clipped = (replace(run, start=max(least, run.start + by), end=min(most, run.end + by)) for run in runs)
    return tuple(run for run in clipped if run.start < run.end)
