"""Floors: scores that may rise but not silently drop, kept in a file beside the tests."""

import hashlib
import json
import math
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from crparse.evaluation.evaluate import Evaluation

DIGITS = 3
"""Decimals of a floor, rounded down: another machine's last digit does not matter."""


READ = frozenset(
    ("organisations", "organisations_variants", "decisions", "votes", "actions", "core", "beyond")
)
"""Fields in which what an encoder reads weighs, and the means that hold them."""

LEEWAY, MANY = 0.4, 60
"""By how much such a field may be below its floor, divided by the files, of which no more than `MANY` count:
what an encoder reads differs in its last digits between kinds of processors, so that an item or two may be
judged otherwise, which weighs the more the fewer there are (chosen: 0.007 of many files, 0.06 of seven)."""


def leeway(field: str, files: int) -> float:
    """How far a field of so many files may be below its floor."""
    return LEEWAY / min(files, MANY) if field in READ else 0.0


class FloorsLowered(Exception):
    """An update would lower floors: which, in words."""


@dataclass(frozen=True)
class Floors:
    """The least scores that a set of gold records has to reach."""

    fingerprint: str
    """Of the documents and gold records the floors were measured on."""
    files: int
    scores: dict[str, float] = field(default_factory=dict)
    """F1 of each field with anything to score, and the two means."""


def measure(evaluation: Evaluation, fingerprint: str) -> Floors:
    """The floors that an evaluation reaches now."""
    scores = {name: counts.f1 for name, counts in evaluation.totals.items()}
    scores |= {"core": evaluation.core, "beyond": evaluation.beyond}
    step = 10**DIGITS
    reached = {name: math.floor(f1 * step) / step for name, f1 in scores.items() if f1 is not None}
    return Floors(fingerprint, len(evaluation.sheets), reached)


def fingerprint(files: Iterable[Path]) -> str:
    """A digest of the files' names and contents, whatever folder they are in."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: (file.name, str(file))):
        digest.update(f"{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def complaints(floors: Floors, reached: Floors, exact: bool = False) -> list[str]:
    """What speaks against the scores reached, one line each; `exact` leaves no leeway."""
    if floors.fingerprint != reached.fingerprint:
        return ["The documents or gold records are not those that the floors were measured on."]
    return [
        f"{name}: {reached.scores.get(name, 0):.3f} is below the floor of {floor:.3f}"
        for name, floor in floors.scores.items()
        if reached.scores.get(name, 0) < floor - (0.0 if exact else leeway(name, floors.files))
    ]


def raised(floors: Floors | None, reached: Floors, allow_regression: bool = False) -> Floors:
    """The floors after an update: what is reached now.

    Raises:
        FloorsLowered: A floor would sink, and that is not allowed.
    """
    if floors is not None and not allow_regression:
        before = Floors(reached.fingerprint, floors.files, floors.scores)
        lower = complaints(before, reached, exact=True)
        if lower:
            raise FloorsLowered("\n".join(lower))
    return reached


def read_floors(file: Path) -> dict[str, Floors]:
    """The floors of each set of gold records, by its name; none where there is no file yet."""
    if not file.exists():
        return {}
    return {name: Floors(**kept) for name, kept in json.loads(file.read_text(encoding="utf-8")).items()}


def write_floors(floors: dict[str, Floors], file: Path) -> None:
    """Keeps the floors; the file is replaced whole."""
    text = json.dumps({name: asdict(floors[name]) for name in sorted(floors)}, indent=1) + "\n"
    partial = file.with_name(f"{file.name}.partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    os.replace(partial, file)
