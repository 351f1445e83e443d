"""What people have corrected: `corrections.jsonl` in the corpus, applied to the records at each build.

A line names the content of the file (`sha256`), the list of the record (`field`), the passage (`start`, `end`
and what stands there, `quote`), and what to do:

    {"sha256": "9f…", "field": "attendees", "action": "set", "start": 120, "end": 133,
     "quote": "Aline Corbier", "value": {"organisation": "Mairie de Lormoy"}}

`set` changes some values of the item that quotes the passage, `delete` takes it out, `add` brings one in,
`accept` says that it is right; for `meeting` only `set`, without a passage, for `document` only `accept`: all
of it was looked through. Headings stand in a tree: with one that is added, deleted or of another `level` the
others, and what stands under them, are put in order anew. A record that is made anew, by a later version
even, has them again. What fits nowhere, or contradicts another line, changes nothing and is told.

A line on people, organisations or bodies of the whole corpus says that some are one, or several, by the
documents and the names that these give them:

    {"field": "people", "action": "separate", "groups": [[{"sha256": "9f…", "name": "Aline Corbier"}],
     [{"sha256": "a0…", "name": "A. Corbier"}]]}

Lines may say who has written them and when (`by`, `at`), and take the place of earlier ones (`replaces`, by
their keys): these then count no more, but stay in the file. `undo` does nothing else.
"""

import hashlib
import json
import os
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, TypeAdapter, ValidationError

from crparse.corpus.folder import CORRECTIONS, held
from crparse.record import Entity, Located, Minutes, Section
from crparse.wording import Message

RULE = "correction:added"
"""Of an item that somebody has brought in."""

CORRECTED = ("attendees", "sections", "definitions", "examples", "upcoming_dates", "decisions", "actions")
"""Lists of a record whose items are corrected one by one. People and organisations are not items but what
items resolve to."""

SECTIONS = "sections"

MEETING = "meeting"

DOCUMENT = "document"
"""Stands for the whole record, where somebody says that all of it was looked through."""

CERTAIN = 1.0
"""The probability of an item that somebody has brought in, or accepted."""


Item = TypeVar("Item", bound=Located)


class Signed(BaseModel):
    """What every line of `corrections.jsonl` may say of itself."""

    model_config = ConfigDict(extra="ignore")

    by: str | None = None
    at: str | None = None
    """When, by ISO 8601."""
    replaces: list[str] = []
    """Keys of earlier lines that count no more."""


class Correction(Signed):
    """A line on a record."""

    sha256: str
    """Of the content of the file that the record was made from."""
    meeting: int = 1
    """Which of its meetings, in a file of several."""
    field: str = ""
    action: Literal["set", "delete", "add", "accept", "undo"]
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    value: dict[str, Any] = {}

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        """What it is about: two lines about one place may contradict each other."""
        return self.field, self.start, self.end


class NamedIn(BaseModel):
    """A person, organisation or body by a document and the name that this gives it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sha256: str
    meeting: int = 1
    name: str


class Identity(Signed):
    """A line on who is who in the whole corpus."""

    field: Literal["people", "organisations", "bodies"]
    action: Literal["same", "separate", "undo"]
    groups: list[list[NamedIn]] = []
    """All of `same` are one; each group of `separate` is another than the others."""


class CorrectionLine(BaseModel):
    """A line as it stands in the file."""

    number: int
    key: str
    """What other lines call it by: it comes from its content."""
    said: Correction | Identity
    counts: bool = True
    """Whether no later line has taken its place."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that changes nothing, and why."""

    line: int
    sha256: str | None
    reason: str


@dataclass(slots=True)
class Corrections:
    """All lines of the file."""

    lines: list[CorrectionLine] = field(default_factory=list)
    """In their order, those that count no more as well."""
    by_content: dict[tuple[str, int], list[tuple[int, Correction]]] = field(default_factory=dict)
    """Those on records that count, by content."""
    identities: list[tuple[int, Identity]] = field(default_factory=list)
    """Those on the whole corpus that count."""
    refused: list[Refused] = field(default_factory=list)

    def of(self, sha256: str, meeting: int) -> list[tuple[int, Correction]]:
        """The lines for a record, each with its number."""
        return self.by_content.get((sha256, meeting), [])


def read_corrections(folder: Path) -> Corrections:
    """The corrections of a corpus; none where it has no such file."""
    found = Corrections()
    file = folder / CORRECTIONS
    if not file.exists():
        return found
    for number, line in enumerate(file.read_text(encoding="utf-8-sig", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = _LINE.validate_json(line)
        except ValidationError as error:
            found.refused.append(
                Refused(number, None, Message("it is no correction (%(error)s)", error=_first(error)))
            )
            continue
        found.lines.append(CorrectionLine(number=number, key=line_key(line), said=said))
    _settle(found.lines)
    for one in found.lines:
        if not one.counts or one.said.action == "undo":
            continue
        if isinstance(one.said, Identity):
            found.identities.append((one.number, one.said))
        else:
            key = one.said.sha256, one.said.meeting
            found.by_content.setdefault(key, []).append((one.number, one.said))
    return found


def _settle(lines: Sequence[CorrectionLine]) -> None:
    """Says which lines count: not those that a later one which counts has taken the place of.

    An `undo` that is undone in its turn brings back what it took away.
    """
    replaced: set[str] = set()
    for line in reversed(lines):
        line.counts = line.key not in replaced
        if line.counts:
            replaced.update(line.said.replaces)


def line_key(line: str) -> str:
    """What a line is called by in others."""
    return hashlib.sha256(line.strip().encode()).hexdigest()[:16]


def _kind(line: Any) -> str:
    """Whether a line is on who is who: it names no content of its own."""
    on_record = not isinstance(line, dict) or "sha256" in line
    return "correction" if on_record else "identity"


_LINE: TypeAdapter[Correction | Identity] = TypeAdapter(
    Annotated[
        Annotated[Correction, Tag("correction")] | Annotated[Identity, Tag("identity")], Discriminator(_kind)
    ]
)


def add_lines(corpus: Path, said: Iterable[Correction | Identity]) -> None:
    """Writes lines at the end of the file of a corpus, all or none, for good.

    A build that replaces the corpus meanwhile takes them along, or is waited for.

    Raises:
        CorpusChanged: The corpus is not there.
        OSError: The file cannot be written.
    """
    lines = [json.dumps(one.model_dump(exclude_defaults=True), ensure_ascii=False) for one in said]
    with held(corpus):
        file = corpus / CORRECTIONS
        before = file.read_bytes() if file.exists() else b""
        begin = "" if not before or before.endswith(b"\n") else "\n"
        with file.open("ab") as stream:
            stream.write((begin + "".join(f"{line}\n" for line in lines)).encode())
            stream.flush()
            os.fsync(stream.fileno())


def _first(error: ValidationError) -> str:
    """What pydantic found wrong first."""
    told = error.errors()[0]
    where = ".".join(map(str, told["loc"]))
    return f"{where}: {told['msg']}" if where else str(told["msg"])


def correct(
    record: Minutes, lines: Sequence[tuple[int, Correction]]
) -> tuple[Minutes, list[int], list[Refused]]:
    """The record with the corrections that fit it, the numbers of these lines, and the others with a reason.

    Two lines that give one value of one item differently, and a change of an item that another line deletes,
    are a conflict: none of them is applied.
    """
    torn = _conflicts(lines)
    applied: list[int] = []
    refused = [Refused(number, record.source.sha256, reason) for number, reason in sorted(torn.items())]
    for number, correction in lines:
        if number in torn:
            continue
        try:
            record = _ACTIONS[correction.action](record, correction)
        except ValidationError as error:
            refused.append(
                Refused(
                    number,
                    record.source.sha256,
                    Message("the value does not fit (%(error)s)", error=_first(error)),
                )
            )
        except LookupError as error:
            refused.append(Refused(number, record.source.sha256, error.args[0]))
        else:
            applied.append(number)
    return record, applied, refused


def _conflicts(lines: Sequence[tuple[int, Correction]]) -> dict[int, Message]:
    """The lines that contradict another, and how."""
    about: defaultdict[tuple[str, int | None, int | None], list[tuple[int, Correction]]] = defaultdict(list)
    for number, correction in lines:
        about[correction.place].append((number, correction))
    found: dict[int, Message] = {}
    for group in about.values():
        for number, one in group:
            against = next((n for n, other in group if n != number and _contradict(one, other)), None)
            if against is not None:
                found[number] = Message(
                    "it contradicts line %(against)s: neither was applied", against=against
                )
    return found


def _contradict(one: Correction, other: Correction) -> bool:
    if one.action == other.action == "set":
        return any(one.value[key] != other.value[key] for key in one.value.keys() & other.value.keys())
    return {one.action, other.action} in ({"set", "delete"}, {"accept", "delete"})


def _set(record: Minutes, correction: Correction) -> Minutes:
    if correction.field == MEETING:
        meeting = type(record.meeting).model_validate(record.meeting.model_dump() | correction.value)
        return record.model_copy(update={MEETING: meeting})
    items = list(_items(record, correction))
    place = _place(items, record, correction)
    changed = _named(items[place], correction.value)
    items[place] = type(items[place]).model_validate(items[place].model_dump(by_alias=True) | changed)
    return _changed(record, correction.field, items)


def _named(item: Located, value: dict[str, Any]) -> dict[str, Any]:
    """The values, none of which is unknown to the item."""
    known = {info.alias or name for name, info in type(item).model_fields.items()}
    if unknown := sorted(set(value) - known):
        raise LookupError(Message("there is no %(value)s in such an item", value=unknown[0]))
    return value


def _delete(record: Minutes, correction: Correction) -> Minutes:
    items = list(_items(record, correction))
    del items[_place(items, record, correction)]
    return _changed(record, correction.field, items)


def _add(record: Minutes, correction: Correction) -> Minutes:
    items = list(_items(record, correction))
    _check_quote(record, correction)
    kind: type[Located] = get_args(Minutes.model_fields[correction.field].annotation)[0]
    start = correction.start or 0
    place = {
        "start": start,
        "end": correction.end,
        "page": next((one.page for one in record.pages if one.start <= start < one.end), None),
        "section": section_at(record.sections, start),
        "rule": RULE,
        "probability": CERTAIN,
    }
    # An item that was added by an earlier build is not added twice.
    if any((item.start, item.end) == (correction.start, correction.end) for item in items):
        raise LookupError(Message("there is an item at that place already"))
    if correction.field == SECTIONS:
        # Its id comes from its place, so that it is called the same whatever else is added.
        place |= {"id": f"c{start}", "level": level_at(record, start), "body_end": 0}
    items.append(kind.model_validate(place | correction.value))
    items.sort(key=lambda item: (item.start, item.end))
    return _changed(record, correction.field, items)


def _changed(record: Minutes, field: str, items: list[Located]) -> Minutes:
    """The record with another list of a field."""
    changed = record.model_copy(update={field: items})
    return with_tree(changed, before=record.sections) if field == SECTIONS else changed


def level_at(record: Minutes, place: int) -> int:
    """The level that a heading at a place has unless something else is said: that of the one before it."""
    return next((one.level for one in reversed(record.sections) if one.start <= place), 1)


def with_tree(record: Minutes, before: Sequence[Section]) -> Minutes:
    """The record with its headings under one another as their levels say, and each item under its heading.

    Args:
        record: With the headings in order of the text.
        before: The headings that it had: the outermost of them end where the minutes do.
    """
    ends = dict.fromkeys(
        (one.id for one in record.sections), max((s.body_end for s in before), default=len(record.text))
    )
    parents: dict[str, str | None] = {}
    still_open: list[Section] = []
    for one in record.sections:
        while still_open and still_open[-1].level >= one.level:
            ends[still_open.pop().id] = record.text.rfind("\n", 0, one.start) + 1
        parents[one.id] = still_open[-1].id if still_open else None
        still_open.append(one)
    sections = [
        one.model_copy(update={"parent": parents[one.id], "body_end": max(one.end, ends[one.id])})
        for one in record.sections
    ]
    return _under_headings(record.model_copy(update={SECTIONS: sections}))


def section_at(sections: Sequence[Section], place: int) -> str | None:
    """Id of the innermost section that holds a place of the text; headings are in order of the text."""
    index = bisect_right(sections, place, key=lambda one: one.start) - 1
    return next((one.id for one in reversed(sections[: index + 1]) if place < one.body_end), None)


def _under_headings(record: Minutes) -> Minutes:
    """The record with each of its items in the section that it stands in."""

    def placed(items: Iterable[Item]) -> list[Item]:
        return [one.model_copy(update={"section": section_at(record.sections, one.start)}) for one in items]

    lists: dict[str, Any] = {name: placed(getattr(record, name)) for name in CORRECTED}
    for name in ("people", "organisations"):
        entities: list[Entity] = getattr(record, name)
        lists[name] = [one.model_copy(update={"mentions": placed(one.mentions)}) for one in entities]
    told = record.meeting.evidence
    evidence = dict(zip(told, placed(told.values()), strict=True))
    lists[MEETING] = record.meeting.model_copy(update={"evidence": evidence})
    return record.model_copy(update=lists)


def _accept(record: Minutes, correction: Correction) -> Minutes:
    if correction.field == DOCUMENT:
        return record
    items = list(_items(record, correction))
    place = _place(items, record, correction)
    items[place] = items[place].model_copy(update={"probability": CERTAIN})
    return record.model_copy(update={correction.field: items})


_ACTIONS: Mapping[str, Callable[[Minutes, Correction], Minutes]] = {
    "accept": _accept,
    "set": _set,
    "delete": _delete,
    "add": _add,
}


def _items(record: Minutes, correction: Correction) -> Sequence[Located]:
    if correction.field not in CORRECTED:
        raise LookupError(Message("there is no list %(field)s to correct", field=correction.field))
    found: Sequence[Located] = getattr(record, correction.field)
    return found


def _check_quote(record: Minutes, correction: Correction) -> None:
    start, end, quote = correction.start, correction.end, correction.quote
    if start is None or end is None or quote is None:
        raise LookupError(Message("it says no place (start, end, quote)"))
    if record.text[start:end] != quote:
        raise LookupError(Message("the text says something else at that place"))


def _place(items: Sequence[Located], record: Minutes, correction: Correction) -> int:
    """Where in the list the item is that quotes the passage."""
    _check_quote(record, correction)
    places = [
        place
        for place, item in enumerate(items)
        if (item.start, item.end) == (correction.start, correction.end)
    ]
    if len(places) != 1:
        raise LookupError(
            Message("no item quotes that place") if not places else Message("several items quote that place")
        )
    return places[0]
