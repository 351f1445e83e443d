"""What an upgrade has changed: two corpora of the same documents, compared record by record."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from crparse.corpus.folder import read_record, record_files
from crparse.errors import ReadError
from crparse.record import COUNTED, Located
from crparse.wording import N_, say

Where = Literal["both", "old", "new"]

ONLY: Mapping[Where, str] = {"old": N_("only in the old corpus"), "new": N_("only in the new corpus")}
"""Where a document is that is not in both."""

ASIDE = {"probability", "score", "mentions", *Located.model_fields} | {
    f"{name}_probability" for name in ("organisation", "role", "proxy", "parent", "vote")
}
"""Fields that tell how and where something was found, and not what: they are not compared."""

IDS = {"id", "person", "parent"}
"""Ids inside a record: another item before them changes all of them."""


@dataclass(frozen=True, slots=True)
class DifferenceCounts:
    """How many items of each list are gone and have come, of one document."""

    where: Where
    gone: Mapping[str, int]
    come: Mapping[str, int]

    @property
    def is_otherwise(self) -> bool:
        """Whether anything is."""
        return self.where != "both" or any(self.gone.values()) or any(self.come.values())


@dataclass(slots=True)
class RecordDifference:
    """What is otherwise in one document."""

    document: str
    path: str
    where: Where = "both"
    gone: dict[str, list[str]] = field(default_factory=dict)
    """By list of the record: what only the old one says."""
    come: dict[str, list[str]] = field(default_factory=dict)
    """By list of the record: what only the new one says."""

    @property
    def is_otherwise(self) -> bool:
        """Whether anything is."""
        return self.where != "both" or bool(self.gone or self.come)

    def counted(self) -> DifferenceCounts:
        """The same as figures."""
        gone, come = ({name: len(said) for name, said in one.items()} for one in (self.gone, self.come))
        return DifferenceCounts(self.where, gone, come)

    def lines(self) -> Iterator[str]:
        """For a terminal: the document, then what is gone (-) and what has come (+)."""
        yield self.path if self.where == "both" else f"{self.path}: {say(ONLY[self.where])}"
        for name in sorted({*self.gone, *self.come}):
            yield from (f"  - {name}: {said}" for said in self.gone.get(name, ()))
            yield from (f"  + {name}: {said}" for said in self.come.get(name, ()))

    def as_json(self) -> dict[str, Any]:
        """All of it as plain data."""
        told = {"document": self.document, "path": self.path, "in": self.where}
        return {**told, "gone": self.gone, "come": self.come}


def differences(old: Path, new: Path) -> Iterator[RecordDifference]:
    """What is otherwise in each document of either corpus, in order of their ids, read two by two.

    A record that was spoilt by hand says what is wrong with it, as the list `record`.
    """
    files = [{file.stem: file for file in record_files(folder)} for folder in (old, new)]
    for document in sorted({*files[0], *files[1]}):
        before, after = (_said(one.get(document)) for one in files)
        path = next(said.path for said in (after, before) if said)
        if before is None or after is None:
            yield RecordDifference(document, path, "new" if before is None else "old")
            continue
        found = RecordDifference(document, path)
        for name in sorted({*before.lists, *after.lists}):
            one, other = Counter(before.lists.get(name, ())), Counter(after.lists.get(name, ()))
            if gone := sorted((one - other).elements()):
                found.gone[name] = gone
            if come := sorted((other - one).elements()):
                found.come[name] = come
        yield found


@dataclass(frozen=True, slots=True)
class _Said:
    """What a record says, by list, each item as one line."""

    path: str
    lists: dict[str, list[str]]


def _said(file: Path | None) -> _Said | None:
    if file is None:
        return None
    try:
        record = read_record(file)
    except ReadError as error:
        return _Said(file.name, {"record": [str(error)]})
    meeting = record.meeting.model_dump(exclude={"evidence", "header_evidence"}, exclude_none=True)
    lists = {"meeting": [f"{name}: {value}" for name, value in meeting.items()]}
    lists |= {name: list(map(_line, getattr(record, name))) for name in COUNTED}
    lists["kind"] = [record.kind.name] if record.kind else []
    lists["notes"] = [record.notes] if record.notes else []
    lists["text"] = [line for line in record.text.split("\n") if line.strip()]
    return _Said(record.source.path, lists)


def _line(item: Any) -> str:
    """What an item says, without how and where it was found."""
    told = item.model_dump(mode="json", by_alias=True, exclude_none=True)
    kept = {name: value for name, value in told.items() if name not in ASIDE | IDS and value != []}
    return json.dumps(kept, ensure_ascii=False)


def summary_of(found: Sequence[DifferenceCounts]) -> str:
    """How many documents are otherwise, and how many items of each list are gone and have come."""
    only = Counter(counts.where for counts in found)
    changed = sum(counts.is_otherwise for counts in found if counts.where == "both")
    lines = [
        say("%(both)s documents in both, %(changed)s of them otherwise", both=only["both"], changed=changed)
    ]
    lines += [f"  {say(told)}: {only[where]}" for where, told in ONLY.items() if only[where]]
    gone, come = (_total(map(attrgetter(side), found)) for side in ("gone", "come"))
    lines += [
        "  " + say("%(list)s: %(gone)s gone, %(come)s come", list=name, gone=gone[name], come=come[name])
        for name in sorted({*gone, *come})
    ]
    return "\n".join(lines)


def _total(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total
