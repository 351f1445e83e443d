"""A corpus on disk: the files that go in, records, tables, entities, ledger and manifest that come out.

`build` leads. `inputs` finds files, `containers` opens archives, mails and mailboxes, `workers` parses each
document in a process of its own. `ledger` remembers from run to run what became of each file; `records` keeps
what people have changed, with their `corrections`; `entries` words what went wrong, `status` and `doubts`
tell it. `same_minutes` tells which documents are one in two forms, `entity_ids` who is who from run to run;
`tables` lays all of it out, `readme` says what is there, and `folder` puts each generation in its place.
`machines` makes a corpus on several machines, `remote` finds documents under URLs and publishes a corpus to
one. Here only what one document may take, for the command line to know without loading the rest.
"""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take; one that takes more is an entry of the ledger."""

    seconds: float = 900
    """To read and parse it: a quarter of an hour, some hundred scanned pages."""
    memory: int = 2560
    """Megabytes of the process that has it in hand (Linux; other systems do not enforce it): half of it where
    processes work side by side, all of it for a document that needs more, which is then read alone."""
    record: int = 256
    """Megabytes of its record."""
    characters: int = 3_000_000
    """Of its text: a thousand full pages, which take some six minutes."""


DEFAULT_LIMITS = Limits()
