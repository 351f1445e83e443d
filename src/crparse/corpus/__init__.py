"""A corpus on disk: the files that go in, records, tables, entities, ledger and manifest that come out.

`inputs` finds files, `workers` parses each in a process of its own, `build` leads; `folder` puts the whole in
its place, with `tables` and the `ledger`; `same_minutes` tells which are one in two forms. Here only what one
document may take, for the command line to know without loading the rest.
"""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take; one that takes more is an entry of the ledger."""

    seconds: float = 900
    """To read and parse it: a quarter of an hour, some hundred scanned pages."""
    memory: int = 2560
    """Megabytes of the process that has it in hand (Linux; other systems do not enforce it)."""
    record: int = 256
    """Megabytes of its record."""
    characters: int = 3_000_000
    """Of its text: a thousand full pages, which take some six minutes."""


DEFAULT_LIMITS = Limits()
