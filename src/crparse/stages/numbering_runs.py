"""Runs of numbers down a document: "I.", "II.", "III."… that carry on one after the other."""

from bisect import insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from crparse.stages.numbering_scheme import Number, roman_value
from crparse.stages.text_lines import TextLine

_LETTERED = ("roman", "small roman", "upper", "lower")


def resolve_runs(numbers: Sequence[Number | None]) -> list[Number | None]:
    """The numbers of a document's lines, with "I." or "C." read as letter or Roman number as the run asks.

    A letter or bare figure that continues no run and starts none ("M. Roux", "27 Participants") is no number.
    """
    last_of = {_key(reading): index for index, number in enumerate(numbers) for reading in _readings(number)}
    seen: set[Key] = set()
    found: list[Number | None] = []
    for index, number in enumerate(numbers):
        if number is not None and _doubtful(number):
            readings = _readings(number)
            going_on = [reading for reading in readings if _key(reading, -1) in seen]
            beginning = [r for r in readings if _may_begin(r) and last_of.get(_key(r, 1), -1) > index]
            number = next(iter(going_on + beginning), None)
        if number is not None:
            seen.add(_key(number))
        found.append(number)
    return found


Key = tuple[tuple[str, int, str], tuple[int, ...]]


def _key(number: Number, step: int = 0) -> Key:
    """What equal numbers have in common, for the number `step` further on in the run."""
    return number.scheme, (*number.parts[:-1], number.value + step)


def _may_begin(number: Number) -> bool:
    # A year's deliberations do not begin at 1 in every meeting.
    return number.value <= 1 or number.kind == "reference"


def _doubtful(number: Number) -> bool:
    bare = len(number.parts) == 1 and not number.mark and not number.label
    dated = number.kind == "reference" and not number.label
    return bare or dated or number.kind in _LETTERED


def _readings(number: Number | None) -> list[Number]:
    """What a number may mean: a single letter may be a letter or a Roman number."""
    if number is None or number.kind not in _LETTERED:
        return [number] if number is not None else []
    if len(number.text) > 1:
        return [number] if number.value else []
    low, upper = number.text.lower(), number.text.isupper()
    readings = [replace(number, kind="upper" if upper else "lower", parts=(ord(low) - ord("a") + 1,))]
    if value := roman_value(low):
        readings.append(replace(number, kind="roman" if upper else "small roman", parts=(value,)))
    return readings


def find_runs(lines: Sequence[TextLine], numbers: Sequence[Number | None]) -> dict[int, list[int]]:
    """For each numbered line the lines of its run: of one scheme and look, numbered in order."""
    runs: list[list[int]] = []
    awaiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
    run_of: dict[int, list[int]] = {}
    for index, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        if number is None:
            continue
        size = round(line.size) if line.size else None
        look = (line.bold, line.block.heading_level, size)
        found = awaiting[look, _key(number)]
        if found:
            at = found.pop()
        else:
            at = len(runs)
            runs.append([])
        runs[at].append(index)
        run_of[index] = runs[at]
        insort(awaiting[look, _key(number, 1)], at)  # of runs that wait for one number, the last begun has it
    return run_of
